"""Both ways to Tesseract under the same tests, and programs that misbehave."""

from __future__ import annotations

import dataclasses
import stat
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ingest.clean import clean_page
from ingest.errors import ToolError, ToolFailed, ToolGaveNothing, ToolMissing, ToolTimedOut
from ingest.ocr.engine import Engine
from ingest.ocr.tesseract import TesseractInProcess, TesseractProgram, TesseractSettings, tesseract
from ingest.page import CleanPage
from ingest.sense import sense
from ingest.transform import Box


@pytest.fixture(params=[TesseractInProcess, TesseractProgram], ids=["in process", "program"])
def engine(request: pytest.FixtureRequest) -> Engine:
    made: Engine = request.param()
    return made


@pytest.fixture(scope="module")
def clean(drawn_fine: Any) -> CleanPage:
    return clean_page(drawn_fine.page())


def test_words_come_with_boxes_where_they_were_drawn(
    engine: Engine, clean: CleanPage, drawn_fine: Any
) -> None:
    reading = engine.read(clean)
    read = {word.text: reading.to_original.box(word.box) for word in reading.words}
    drawn = dict(drawn_fine.words)
    assert "$1,075.21" in read
    assert "-3,328.00" in read
    assert len(set(read) & set(drawn)) > 0.9 * len(drawn)
    for text in ("Treasury", "$1,075.21", "February", "disregard"):
        x, y = drawn[text].middle
        assert read[text].left < x < read[text].right
        assert read[text].top < y < read[text].bottom
    assert sense(reading.words) > 0.6
    assert reading.engine.startswith("tesseract ")
    assert reading.size_px == clean.pixels.shape[::-1]


def test_a_region_gives_boxes_on_the_whole_page(engine: Engine, clean: CleanPage, drawn_fine: Any) -> None:
    there = clean.to_original.inverse.box(dict(drawn_fine.words)["$1,075.21"])
    region = Box(there.left - 4, there.top - 8, there.right + 4, there.bottom + 8)
    reading = engine.read(clean, region, "line")
    assert reading.text == "$1,075.21"
    x, y = reading.words[0].box.middle
    assert region.left < x < region.right
    assert region.top < y < region.bottom


@pytest.mark.parametrize("region", [None, Box(-50, -50, -10, -10), Box(5, 5, 5, 5), Box(0, 0, 9e9, 9e9)])
def test_paper_without_ink_gives_no_words(engine: Engine, clean: CleanPage, region: Box | None) -> None:
    blank = dataclasses.replace(clean, pixels=np.full((400, 300), 255, np.uint8))
    assert engine.read(blank, region).words == ()


def test_grain_made_into_ink_is_no_print(engine: Engine, clean: CleanPage) -> None:
    """The library's limit of time does not hold while it looks for columns: this took ten minutes."""
    grain = np.random.default_rng(4).normal(128, 60, (1200, 1600))
    grain = cv2.resize(cv2.GaussianBlur(grain, (0, 0), 1.0), (6400, 4800), interpolation=cv2.INTER_CUBIC)
    page = dataclasses.replace(clean, pixels=np.where(grain < 120, 0, 255).astype(np.uint8))
    assert engine.read(page).words == ()


def test_a_time_limit_ends_the_reading(clean: CleanPage) -> None:
    hurried = TesseractProgram(TesseractSettings(timeout_s=0.01))
    hurried._version = "5"
    with pytest.raises(ToolTimedOut):
        hurried.read(clean)


def _program(folder: Path, script: str) -> TesseractProgram:
    path = folder / "tesseract"
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && {{ echo "tesseract 5.0.0"; exit 0; }}\n{script}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return TesseractProgram(TesseractSettings(program=str(path), timeout_s=1.0))


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("echo 'SECRET 1234' >&2; exit 3", ToolFailed),
        ("kill -9 $$", ToolFailed),
        ("sleep 20", ToolTimedOut),
        ("exit 0", ToolGaveNothing),
        (': > "$2.tsv"', ToolGaveNothing),
        ('printf "level\\ttext\\n5\\tSECRET\\n" > "$2.tsv"', ToolFailed),
        ('printf "\\377\\376\\000" > "$2.tsv"', ToolError),
    ],
    ids=["fails", "killed", "slow", "silent", "empty", "nonsense", "no text at all"],
)
def test_a_broken_program_is_one_typed_error(
    tmp_path: Path, clean: CleanPage, script: str, error: type[ToolError]
) -> None:
    program = _program(tmp_path, script)
    start = time.monotonic()
    with pytest.raises(error) as caught:
        program.read(clean)
    assert time.monotonic() - start < 10
    assert "SECRET" not in caught.value.message
    assert caught.value.advice


def test_a_missing_program_is_said_to_be_missing(clean: CleanPage) -> None:
    settings = TesseractSettings(program="no-such-tesseract")
    with pytest.raises(ToolMissing):
        TesseractProgram(settings).read(clean)
    with pytest.raises(ToolMissing):
        tesseract(settings)


def test_missing_language_data_is_said_to_be_missing(clean: CleanPage) -> None:
    engine = TesseractInProcess(TesseractSettings(language="zzz"))
    try:
        engine.version()
    except ToolMissing as missing:
        pytest.skip(missing.message)
    with pytest.raises(ToolMissing, match="zzz"):
        engine.read(clean)
