"""A second reader that gets nowhere is left alone, and asked again where it was of use."""

from __future__ import annotations

import numpy as np

from ingest.ocr.engine import page_text
from ingest.ocr.patient import PatientReader
from ingest.page import CleanPage
from ingest.text import PageText, Word
from ingest.transform import Box, Transform

PAGE = CleanPage(1, np.full((100, 100), 255, np.uint8), Transform.identity(), (100, 100), "scan")
LETTER = "Department of the Treasury Internal Revenue Service Notice date Amount due penalty interest"


class Counting:
    """Reads the text that it is given and counts the pages."""

    def __init__(self) -> None:
        self.pages = 0
        self.text = ""

    def read_page(self, page: CleanPage) -> PageText:
        self.pages += 1
        words = [Word(text, Box(0, 0, 50, 10), 95.0) for text in self.text.split()]
        return page_text(page, words, "rapidocr 3")

    def quarters(self, _page: CleanPage) -> int | None:
        return 1


def test_no_page_is_shown_after_eight_in_a_row_gave_nothing() -> None:
    second = Counting()
    patient = PatientReader(second, "rapidocr")
    for _ in range(20):
        assert not patient.read_page(PAGE).words
    assert second.pages == 8
    assert patient.quarters(PAGE) is None


def test_a_page_that_was_read_restores_the_patience() -> None:
    second = Counting()
    patient = PatientReader(second, "rapidocr")
    for number in range(21):
        second.text = LETTER if number == 7 else "~ ;; ll"
        patient.read_page(PAGE)
    assert second.pages == 16
    assert patient.quarters(PAGE) is None
