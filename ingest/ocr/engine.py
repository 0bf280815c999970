"""What every reading engine offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from ingest.page import CleanPage
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box

Layout = Literal["page", "block", "line", "sparse"]
"""What the picture holds: a whole page, one block of text, a single line, or words here and there."""


class Engine(Protocol):
    """Reads words off a page that was cleaned."""

    @property
    def name(self) -> str:
        """Short name without version, such as ``tesseract``."""
        ...

    def version(self) -> str:
        """Version of the program or library that reads.

        Raises
        ------
        ToolMissing
            where it is not installed or has no data for the language.

        """
        ...

    def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
        """Read the page, or only a region of it, in pixels of ``page.pixels``.

        The boxes of the answer are in pixels of ``page.pixels`` also where a region was given.

        Raises
        ------
        ToolMissing, ToolFailed, ToolTimedOut, ToolGaveNothing
            A page without ink gives a PageText without lines, not an error.

        """
        ...


class PageReader(Protocol):
    """A second engine, with a way of its own to find lines and to tell which way is up."""

    def read_page(self, page: CleanPage) -> PageText:
        """Read a whole upright page; without lines where there is nothing to be read."""
        ...

    def quarters(self, page: CleanPage) -> int | None:
        """Quarter turns clockwise that bring a straight page upright; None where it cannot tell."""
        ...


# The family of the reader that is asked where another is in doubt.
SECOND_READER = "rapidocr"


def family(engine: str) -> str:
    """The name without its version: readings of one family are one witness."""
    return engine.split(" ", maxsplit=1)[0]


def page_text(page: CleanPage, words: Iterable[Word], engine: str) -> PageText:
    """One reading of the page from the words that an engine gave."""
    height, width = page.pixels.shape[:2]
    return PageText(lines_of(words), (width, height), page.to_original, engine, page.branch)
