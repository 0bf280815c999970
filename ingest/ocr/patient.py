"""A reader of whole pages that is not asked for ever: maps cost it seconds each and give it nothing."""

from __future__ import annotations

from ingest.ocr.engine import PageReader, page_text
from ingest.page import CleanPage
from ingest.sense import known_letters
from ingest.text import PageText

# Pages in a row that gave nothing, after which no further one is shown.
_MOST_IN_VAIN = 8
# Letters in known words that a page must give to have been worth it.
_LEAST_LETTERS = 40.0


class PatientReader:
    """Asks another reader of whole pages until so many pages in a row gave it nothing."""

    def __init__(self, reader: PageReader, name: str) -> None:
        self._reader = reader
        self._name = name
        self._in_vain = 0

    def read_page(self, page: CleanPage) -> PageText:
        """Read a whole upright page; without lines once the patience is gone."""
        if self._in_vain >= _MOST_IN_VAIN:
            return page_text(page, (), self._name)
        reading = self._reader.read_page(page)
        worth = known_letters(reading.words) >= _LEAST_LETTERS
        self._in_vain = 0 if worth else self._in_vain + 1
        return reading

    def quarters(self, page: CleanPage) -> int | None:
        """Quarter turns clockwise that bring a straight page upright; None where it cannot tell."""
        return None if self._in_vain >= _MOST_IN_VAIN else self._reader.quarters(page)
