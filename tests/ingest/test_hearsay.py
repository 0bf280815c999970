"""Somebody else's reading speaks only of words that we read at the same place."""

from __future__ import annotations

import pytest

from ingest.ocr.hearsay import heard
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform

_SCALE = 2.0


def _reading(*words: tuple[str, float, float], scale: float = 1.0, engine: str = "tesseract 5") -> PageText:
    """Words of 20 pixels height on the page as it arrived, each 12 pixels a letter."""
    placed = [
        Word(text, Box(x / scale, y / scale, (x + 12 * len(text)) / scale, (y + 20) / scale))
        for text, x, y in words
    ]
    size = round(1000 / scale), round(1000 / scale)
    return PageText(lines_of(placed), size, Transform.scale(scale, scale), engine)


def _heard(layer: PageText) -> list[str]:
    ours = _reading(("Amount", 100, 100), ("due", 200, 100), ("$1,075.21", 300, 100), scale=_SCALE)
    second = heard(ours, layer)
    return [] if second is None else [word.text for word in second.words]


def test_the_same_words_are_heard_and_slips_too() -> None:
    layer = _reading(("Amount", 103, 102), ("due", 200, 97), ("$1,076.21", 301, 100), engine="hidden-layer")
    assert _heard(layer) == ["Amount", "due", "$1,076.21"]
    second = heard(_reading(("Amount", 103, 102)), layer)
    assert second is not None
    assert second.engine == "hidden-layer"


@pytest.mark.parametrize(
    "word",
    [
        ("$9,999.99", 300, 100),  # another value
        ("$1,075.21", 300, 160),  # another row
        ("$1,075.21", 600, 100),  # another column
        ("due", 700, 700),
    ],
)
def test_what_we_did_not_read_there_ourselves_is_not_heard(word: tuple[str, float, float]) -> None:
    assert _heard(_reading(word)) == []
