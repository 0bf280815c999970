"""The pages of a file, one at a time, whatever kind it is."""

from __future__ import annotations

from typing import Protocol

from ingest.page import Page, Pixels
from ingest.source import SourceFile, SourceLimits


class PageSource(Protocol):
    """Pages that are decoded only when asked for; a bad one does not spoil the others."""

    def __len__(self) -> int:
        """How many pages the file has, at least one."""
        ...

    def page(self, number: int) -> Page:
        """The page of this number, from 1.

        Raises
        ------
        DamagedFile, OversizeFile
            where this one page cannot be read.
        IndexError
            where there is no such page.

        """
        ...

    def picture(self, number: int) -> Pixels:
        """The page as it arrived, RGB of shape (height, width, 3): boxes of a record fit on it.

        Raises
        ------
        DamagedFile, OversizeFile, IndexError

        """
        ...


def pages_of(source: SourceFile, *, limits: SourceLimits | None = None) -> PageSource:
    """The pages of a file that was opened.

    Raises
    ------
    DamagedFile, EmptyFile, EncryptedFile, OversizeFile
        where the file as a whole cannot be worked.

    """
    limits = limits or SourceLimits()
    if source.kind == "pdf":
        from ingest.pdf import PdfPages

        return PdfPages(source, limits)
    from ingest.images import ImagePages

    return ImagePages(source, limits)


def render_page(source: SourceFile, number: int, *, limits: SourceLimits | None = None) -> Pixels:
    """One page as it arrived, RGB of shape (height, width, 3), for drawing boxes on it."""
    return pages_of(source, limits=limits).picture(number)
