"""The pages of a file, one at a time, whatever kind it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.page import Page, Pixels
from ingest.source import SourceFile, SourceKind, SourceLimits


@dataclass(frozen=True, slots=True)
class Part:
    """A file that came inside another one.

    Parameters
    ----------
    name
        As the message names it, made safe for printing.
    sha256
        Of its bytes.
    kind
        None where it is none that is read.
    pages
        The page numbers of the whole that are its own; none where it was not read.

    """

    name: str
    sha256: str
    kind: SourceKind | None
    pages: range


class PageSource(Protocol):
    """Pages that are decoded only when asked for; a bad one does not spoil the others.

    ``parts`` names the files inside the file, such as a message's attachments; most have none.
    """

    parts: tuple[Part, ...]

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


def pages_of(
    source: SourceFile, *, limits: SourceLimits | None = None, passwords: Sequence[str] = ()
) -> PageSource:
    """The pages of a file that was opened.

    Parameters
    ----------
    passwords
        To be tried on a locked PDF.

    Raises
    ------
    DamagedFile, EmptyFile, EncryptedFile, OversizeFile, UnsupportedFile
        where the file as a whole cannot be worked; the last one for a message without any file in it.

    """
    limits = limits or SourceLimits()
    if source.kind == "pdf":
        from ingest.pdf import PdfPages

        return PdfPages(source, limits, passwords)
    if source.kind == "heic":
        from ingest.heic import HeicPages

        return HeicPages(source, limits)
    if source.kind == "eml":
        from ingest.mail import MailPages

        return MailPages(source, limits, passwords)
    from ingest.images import ImagePages

    return ImagePages(source, limits)


def render_page(
    source: SourceFile, number: int, *, limits: SourceLimits | None = None, passwords: Sequence[str] = ()
) -> Pixels:
    """One page as it arrived, RGB of shape (height, width, 3), for drawing boxes on it."""
    return pages_of(source, limits=limits, passwords=passwords).picture(number)
