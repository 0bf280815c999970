"""Where each field was read, and the picture of it: what is told, covered, and never overwritten."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_readers import letter_of
from PIL import Image, ImageDraw
from rich.console import Console

from ingest.errors import MissingFile, ReaderDied, StoreError
from mailroom import explain, picture
from mailroom.config import Settings
from mailroom.explain import draw, refuse, show

PLACE = {
    "page": 1,
    "box": [10, 20, 110, 40],
    "text": "$9,533.53",
    "rule": "label:amount-due",
    "engine": "first",
}
RIVAL = {"value": "9583.53", "score": 1.5, "evidence": [{**PLACE, "page": 2, "text": "$9,583.53"}]}


def record(**fields: Any) -> dict[str, Any]:
    return {"source": {"name": "a.pdf"}, "letters": [{**letter_of("ab" * 32), **fields}]}


def told(given: dict[str, Any]) -> str:
    out = io.StringIO()
    show(Console(file=out, width=80, highlight=False), given)
    assert "\x1b" not in out.getvalue()
    assert all(len(line) <= 80 for line in out.getvalue().splitlines())
    return " ".join(out.getvalue().split())


def amount(**more: Any) -> dict[str, Any]:
    return {**letter_of("ab" * 32)["amount_due"], "evidence": [PLACE], "rivals": [RIVAL], **more}


def test_each_field_with_its_places_and_rivals() -> None:
    text = told(record(amount_due=amount()))
    assert "amount_due: 9533.53 accepted" in text
    assert 'page 1 [10 20 110 40] "$9,533.53" by label:amount-due, first' in text
    assert "it could also be 9583.53 (score 1.5) - page 2" in text


def test_why_a_field_is_not_accepted() -> None:
    doubts = [{"name": "amount-unsure", "field": "amount_due", "why": "Two readings."}]
    text = told(record(amount_due=amount(accepted=False, probability=0.8), doubts=doubts))
    assert "not accepted, probability 0.8 because Two readings." in text
    assert "could not be told" in told(record(due_date=amount(value=None, accepted=False)))
    assert "due_date: none on the letter accepted" in told(record(due_date=amount(value=None, rivals=[])))


def test_the_date_step_by_step_and_the_reading() -> None:
    made = letter_of("ab" * 32)
    deadline = {
        **made["advice"]["deadline"],
        "derivation": ["Notice date.", "Day 30."],
        "source": "IRC 6331(d)",
    }
    provenance = {"engines": ["first", "second"], "steps": {"1": [{"name": "deskew", "angle": 0.3}]}}
    given = record(advice={**made["advice"], "deadline": deadline}, provenance=provenance)
    text = told(given)
    assert "1. Notice date. 2. Day 30. set by IRC 6331(d)" in text
    assert "engines: first; second" in text
    assert "clean-up of page 1: name deskew, angle 0.3" in text
    assert "Deadline" not in told(record(advice=None))


@pytest.mark.parametrize(
    "crooked", ["text", {}, {**PLACE, "box": [1, 2]}, {**PLACE, "box": "1234"}, {**PLACE, "page": "1"}]
)
def test_evidence_of_another_shape_is_left_out(crooked: object) -> None:
    text = told(record(amount_due=amount(evidence=[crooked, PLACE])))
    assert text.count("page 1 [") == 1


def test_markup_and_control_characters_stay_letters() -> None:
    hostile = {**PLACE, "text": "[bold]\x1b[2J[/]"}
    assert '"[bold]?[2J[/]"' in told(record(amount_due=amount(evidence=[hostile])))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A white page of 850 by 1100 with two lines of text."""
    image = Image.new("RGB", (850, 1100), "white")
    pen = ImageDraw.Draw(image)
    for x, y, text in (
        (100, 100, "Amount due:"),
        (240, 100, "$9,533.53"),
        (400, 100, "Social security number"),
        (650, 100, "000-12-3456"),
        (100, 130, "March 11, 2024"),
        (270, 130, "A line right below the other, without room between."),
    ):
        pen.text((x, y), text, fill="black", font_size=20)
    path = tmp_path / "page.png"
    image.save(path)
    return path


AMOUNT = {"label": "amount_due", "box": [240, 102, 334, 124], "hide": 0}
DATE = {"label": "notice_date", "box": [100, 132, 242, 154], "hide": 0}
NUMBER = {"label": "taxpayer_id_last4", "box": [650, 102, 766, 120], "hide": 0.62}


def pixels_of(path: Path, *places: dict[str, Any]) -> np.ndarray[Any, Any]:
    answer = picture.drawn(path, Settings(), lambda *_: None, page=1, places=list(places))
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(answer["png"]))).convert("RGB")).astype(int)


def test_frames_and_labels_stand_beside_the_text(page: Path) -> None:
    before = np.asarray(Image.open(page)).astype(int)
    after = pixels_of(page, AMOUNT, DATE)
    assert after.shape == before.shape
    red = picture._COLOURS["amount_due"]
    assert (after == red).all(axis=2).sum() > 500
    ink = before.sum(axis=2) < 200
    assert (after[ink] == before[ink]).all()


def test_a_taxpayer_number_is_covered_but_for_its_last_digits(page: Path) -> None:
    after = pixels_of(page, NUMBER)
    assert (after[103:119, 652:720] == picture._COVER).all()
    assert (after[103:119, 724:764] == 0).any()


def test_a_page_that_is_not_there(page: Path) -> None:
    with pytest.raises(MissingFile, match="no page 2"):
        picture.drawn(page, Settings(), lambda *_: None, page=2, places=[])


def test_a_noisy_page_is_made_to_fit_the_pipe() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    png = picture._fitting(noise, [], 50_000)
    assert len(png) <= 50_000
    assert Image.open(io.BytesIO(png)).size == (126, 84)


def test_boxes_and_the_share_to_cover() -> None:
    number = {**PLACE, "text": "XXX-XX-1234"}
    last4 = {**letter_of("ab" * 32)["taxpayer_id_last4"], "evidence": [number, number], "rivals": [RIVAL]}
    given = record(amount_due=amount(), taxpayer_id_last4=last4)
    first = list(explain._to_draw(given, 1))
    assert [place["label"] for place in first] == ["amount_due", "taxpayer_id_last4"]
    assert [place["hide"] for place in first] == [0, pytest.approx(7 / 11)]
    assert [place["label"] for place in explain._to_draw(given, 2)] == [None]


def test_the_picture_is_drawn_in_a_reader_and_written_once(page: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    draw(page, record(amount_due=amount()), out, page=1, settings=Settings())
    assert out.read_bytes().startswith(b"\x89PNG")
    assert out.stat().st_mode & 0o077 == 0
    first = out.read_bytes()
    with pytest.raises(StoreError, match="there already"):
        draw(page, record(), out, page=1, settings=Settings())
    assert out.read_bytes() == first
    draw(page, record(), out, page=1, settings=Settings(), force=True)
    assert out.read_bytes() != first


def test_what_may_never_be_replaced(page: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="place of the letter"):
        refuse(page, page, force=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for out in (tmp_path, tmp_path / "dangling"):
        with pytest.raises(StoreError, match="there already"):
            refuse(out, page, force=True)
    refuse(tmp_path / "new.png", page, force=False)
    with pytest.raises(StoreError, match="cannot be written"):
        explain._put(tmp_path / "no folder" / "out.png", b"", force=False)


@pytest.mark.parametrize(
    "answer", [{}, {"png": 5}, {"png": "***"}, {"png": base64.b64encode(b"#!/bin/sh").decode()}]
)
def test_only_a_picture_is_written(answer: dict[str, Any]) -> None:
    with pytest.raises(ReaderDied):
        explain._png_in(answer)
