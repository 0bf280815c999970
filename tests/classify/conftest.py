"""Letters laid out by the tests themselves: words in boxes, as a perfect engine would give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from classify.decide import classify_letter
from classify.finding import Finding
from ingest.letter import Capture, Letter, ReadPage
from ingest.page import CaptureKind
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform

# A row is one text at the left margin, or cells of (x in pixels, text); None leaves a line free.
Row = str | Sequence[tuple[int, str]] | None

LETTER_WIDTH, ROW_HEIGHT, CAP_HEIGHT, LEFT = 15, 42, 28, 100
TODAY = dt.date(2026, 11, 23)


def drawn_words(rows: Sequence[Row], confidence: float = 96.0) -> list[Word]:
    """The words of the rows, each letter 15 px wide and 28 px high."""
    words: list[Word] = []
    for number, row in enumerate(rows):
        top = 60.0 + ROW_HEIGHT * number
        cells = [] if row is None else [(LEFT, row)] if isinstance(row, str) else row
        for x, text in cells:
            left = float(x)
            for word in text.split():
                right = left + LETTER_WIDTH * len(word)
                words.append(Word(word, Box(left, top, right, top + CAP_HEIGHT), confidence))
                left = right + LETTER_WIDTH
    return words


def page_of(
    number: int, *readings: Sequence[Row], kind: CaptureKind = "scan", engines: Sequence[str] = ()
) -> ReadPage:
    """A page whose readings are the rows; every reading by the engine named, ``tesseract 5`` without."""
    size = (2550, 3300)
    names = [*engines, *["text layer" if kind == "digital" else "tesseract 5"] * len(readings)]
    texts = tuple(
        PageText(lines_of(drawn_words(rows)), size, Transform.identity(), name, f"branch {n}")
        for n, (rows, name) in enumerate(zip(readings, names, strict=False))
    )
    return ReadPage(number, size, texts, Capture(kind))


Classify = Callable[..., Finding]


@pytest.fixture
def classify() -> Classify:
    """Classify pages given as rows; ``kind`` is the capture, ``digital`` for a text layer.

    The letter begins at page ``at`` of its file: no rule may take a file's first page for a letter's.
    """

    def run(*pages: Sequence[Row], kind: CaptureKind = "digital", at: int = 3) -> Finding:
        letter = Letter("0a1b2c3d#1", tuple(page_of(n, rows, kind=kind) for n, rows in enumerate(pages, at)))
        return classify_letter(letter, today=TODAY)

    return run


@pytest.fixture
def pages() -> Callable[..., ReadPage]:
    """Make one page with several readings."""
    return page_of


BOX = 1500


@pytest.fixture
def cp504() -> list[Row]:
    """A CP504 with its box, headline, billing rows and coupon; made-up values."""
    return [
        [(LEFT, "Department of the Treasury"), (BOX, "Notice"), (BOX + 500, "CP504")],
        [(LEFT, "Internal Revenue Service"), (BOX, "Tax year"), (BOX + 500, "2021")],
        [(LEFT, "Holtsville, NY 11742-0480"), (BOX, "Notice date"), (BOX + 500, "March 11, 2024")],
        [(BOX, "Social Security number"), (BOX + 500, "XXX-XX-1234")],
        [(BOX, "To contact us"), (BOX + 500, "800-829-1040")],
        None,
        "Notice of intent to levy",
        "Amount due immediately: $9,533.53",
        None,
        "As we notified you before, our records show you have unpaid taxes",
        "for the tax year ended December 31, 2021 (Form 1040).",
        "We wrote to you on October 4, 2023 and sent you a notice CP503.",
        "A payment of $50.00 was received on January 2, 2024.",
        None,
        "Billing Summary",
        [(LEFT, "Amount you owed"), (BOX, "$9,444.07")],
        [(LEFT, "Failure-to-pay penalty"), (BOX, "34.98")],
        [(LEFT, "Interest charges"), (BOX, "54.48")],
        [(LEFT, "Amount due immediately"), (BOX, "$9,533.53")],
        None,
        None,
        [(LEFT, "Payment"), (BOX, "Notice"), (BOX + 500, "CP504")],
        [(BOX, "Notice date"), (BOX + 500, "March 11, 2024")],
        [(BOX, "Social Security number"), (BOX + 500, "XXX-XX-1234")],
        "Make your check or money order payable to the United States Treasury.",
        "Write your Social Security number (XXX-XX-1234), the tax year (2021), and the form number (1040).",
        [(LEFT, "Amount due immediately"), (BOX, "$9,533.53")],
    ]
