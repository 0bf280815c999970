"""The pages of several files as those of one: loose pages of a letter, or the attachments of a message."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ingest.page import Page, Pixels
from ingest.pages import PageSource, Part
from ingest.source import SourceFile


class Run:
    """Files one behind the other, their pages numbered through.

    Parameters
    ----------
    files
        The pages of each, in order.

    """

    def __init__(self, files: Sequence[PageSource]) -> None:
        self._files = tuple(files)

    def __len__(self) -> int:
        return sum(map(len, self._files))

    def page(self, number: int) -> Page:
        """The page of this number, counted from 1 through all files.

        Raises
        ------
        SourceError
            where this page, or the file that it stands for, cannot be read.

        """
        pages, own = self._at(number)
        return dataclasses.replace(pages.page(own), number=number)

    def picture(self, number: int) -> Pixels:
        """The page as it arrived, RGB of shape (height, width, 3).

        Raises
        ------
        SourceError

        """
        pages, own = self._at(number)
        return pages.picture(own)

    def _at(self, number: int) -> tuple[PageSource, int]:
        """The file with that page, and its number there."""
        own = number
        for pages in self._files if number >= 1 else ():
            if own <= len(pages):
                return pages, own
            own -= len(pages)
        raise IndexError(number)


class Together(Run):
    """Files that were given together.

    Parameters
    ----------
    files
        In the order of their pages, each with its pages. ``parts`` names all but the first, which stands for
        the whole.

    """

    def __init__(self, files: Sequence[tuple[SourceFile, PageSource]]) -> None:
        super().__init__([pages for _, pages in files])
        self.parts: tuple[Part, ...] = ()
        first = 1
        for at, (source, pages) in enumerate(files):
            numbers = range(first, first + len(pages))
            self.parts += (Part(source.name, source.sha256, source.kind, numbers),) if at else ()
            first = numbers.stop
