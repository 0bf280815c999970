"""The second reader on whole pages, with the real models where they are installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ingest.clean.deskew import turned
from ingest.ocr.second import SecondReader, second_reader
from ingest.page import CleanPage, Pixels
from ingest.text import Phrase, Word
from ingest.transform import Box, Transform


@pytest.fixture(scope="module")
def second() -> SecondReader:
    reader = second_reader()
    if reader is None:
        pytest.skip("RapidOCR is not installed")
    return reader


@pytest.fixture(scope="module")
def head(drawn: Any) -> Pixels:
    """The first rows of the drawn letter, at the size that pages are cleaned to."""
    return np.ascontiguousarray(drawn.pixels[120:520, 100:1000])


def _clean(pixels: Pixels) -> CleanPage:
    height, width = pixels.shape
    return CleanPage(1, pixels, Transform.identity(), (width, height), "scan")


def test_a_whole_page_is_read_with_its_words_where_they_stand(
    second: SecondReader, head: Pixels, drawn: Any
) -> None:
    reading = second.read_page(_clean(head))
    assert reading.engine.startswith("rapidocr ")
    for text in ("Service", "year", "$1,075.21", "2018"):
        word = next(word for word in reading.words if word.text == text)
        there = next(box for said, box in drawn.words if said == text)
        assert abs(word.box.left + 100 - there.left) < there.height
        assert abs(word.box.right + 100 - there.right) < there.height
        assert abs(word.box.bottom + 120 - there.bottom) < 0.5 * there.height


def test_rows_are_those_that_a_person_sees(second: SecondReader, head: Pixels) -> None:
    lines = [line.text for line in second.read_page(_clean(head)).lines]
    assert "Internal Revenue Service" in lines
    assert any(line.startswith("Amount due: $1,075.21") for line in lines)


@pytest.mark.parametrize("quarters", range(4))
def test_which_way_is_up_is_told_from_any_quarter(second: SecondReader, head: Pixels, quarters: int) -> None:
    assert second.quarters(turned(_clean(head), quarters)) == -quarters % 4


@pytest.mark.parametrize(
    "picture",
    [
        lambda: np.full((400, 600), 255, np.uint8),
        lambda: np.random.default_rng(7).integers(0, 256, (400, 600)).astype(np.uint8),
        lambda: np.full((3, 3), 255, np.uint8),
        lambda: np.full((12, 900), 0, np.uint8),
    ],
    ids=["paper", "noise", "tiny", "rule"],
)
def test_no_text_has_no_words_and_no_way_up(second: SecondReader, picture: Callable[[], Pixels]) -> None:
    page = _clean(picture())
    assert second.quarters(page) is None
    assert second.read_page(page).words == ()


def test_few_letters_are_weak_evidence(second: SecondReader, drawn: Any) -> None:
    box = dict(drawn.words)["Treasury"]
    word = drawn.pixels[int(box.top) - 30 : int(box.bottom) + 30, int(box.left) - 30 : int(box.right) + 30]
    assert second.quarters(_clean(np.ascontiguousarray(word))) is None


def _row(drawn: Any, *words: tuple[str, int]) -> tuple[Pixels, Phrase]:
    """Words of the drawn letter in a row of a table, each at its place across, as one phrase."""
    row = np.full((90, 1500), 255, np.uint8)
    found = []
    for text, left in words:
        box = next(box for said, box in drawn.words if said == text)
        part = drawn.pixels[int(box.top) - 6 : int(box.bottom) + 6, int(box.left) : int(box.right)]
        row[30 : 30 + part.shape[0], left : left + part.shape[1]] = part
        found.append(Word(text, Box(left, 36, left + part.shape[1], 36 + box.height), 90.0))
    return row, Phrase(tuple(found))


def test_cells_of_a_table_are_words_of_their_own_where_they_stand(second: SecondReader, drawn: Any) -> None:
    pixels, phrase = _row(drawn, ("2018", 100), ("$1,075.21", 420), ("2018", 900))
    words = second.read(_clean(pixels), phrase)
    assert [word.text for word in words] == ["2018", "$1,075.21", "2018"]
    for word, printed in zip(words, phrase.words, strict=True):
        assert abs(word.box.left - printed.box.left) < printed.box.height
        assert abs(word.box.right - printed.box.right) < printed.box.height


def test_a_word_whose_box_reaches_into_the_next_row_does_not_bring_that_row(
    second: SecondReader, drawn: Any
) -> None:
    pixels, phrase = _row(drawn, ("2018", 100), ("$1,075.21", 190), ("2018", 390))
    below, _ = _row(drawn, ("Service", 100), ("Service", 240), ("Service", 380))
    pixels = np.vstack([pixels[:70], below[30:]])
    first, middle, last = phrase.words
    reaching = Word("2018", Box(last.box.left, last.box.top, last.box.right, last.box.bottom + 45), 90.0)
    words = second.read(_clean(pixels), Phrase((first, middle, reaching)))
    assert [word.text for word in words] == ["2018", "$1,075.21", "2018"]


def test_a_rule_that_was_taken_for_a_word_is_not_read(
    second: SecondReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr(SecondReader, "_line", lambda _self, crop: asked.append(crop.shape))
    page = _clean(np.zeros((200, 2500), np.uint8))
    words = [Word("Penalties", Box(100, 50, 300, 70)), Word("—", Box(50, 100, 2450, 112))]
    for word in words:
        assert second.read(page, Phrase((word,))) == []
    assert len(asked) == 1
