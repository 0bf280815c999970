"""A letter: the pages that belong together, with everything that was read on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.page import CaptureKind, Link, StepNote
from ingest.text import PageText


@dataclass(frozen=True, slots=True)
class Capture:
    """How the pages were captured, and what to tell the person who did it.

    ``quality`` is ``good``, ``fair`` or ``poor``; ``advice`` is one sentence or None. ``wordless`` says
    that the picture shows something other than a sheet with writing: a cat, not a letter nobody can read.
    """

    kind: CaptureKind
    quality: str = "good"
    advice: str | None = None
    wordless: bool = False


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page with its readings.

    ``readings`` holds the best reading first; further ones are second looks at the same page by
    another engine, another clean-up branch or another scale. Empty for a page without text.
    ``separator`` marks a sheet of ours that parts letters (ingest/separator.py) and belongs to none.
    ``data`` names the language data that a picture in another language was read anew with, or, where
    ``lacks_data``, should have been. ``links`` are the ways that lead out of the page.
    """

    number: int
    size_px: tuple[int, int]
    readings: tuple[PageText, ...] = field(repr=False)
    capture: Capture
    steps: tuple[StepNote, ...] = ()
    separator: bool = False
    data: str = ""
    lacks_data: bool = False
    links: tuple[Link, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether any reading found a word."""
        return any(reading.lines for reading in self.readings)

    @property
    def text(self) -> str:
        """The best reading as lines of text; empty where nothing was read."""
        return self.readings[0].text if self.readings else ""


@dataclass(frozen=True, slots=True)
class Signs:
    """By what a letter's pages know each other; None where they do not say, or not all the same.

    Parameters
    ----------
    numbers, count
        The page numbers that stand on them, and of how many. A page with a letterhead is page 1.
    code, date, last_four, period
        As headings and feet have them.

    """

    numbers: tuple[int, ...] = ()
    count: int | None = None
    code: str | None = field(default=None, repr=False)
    date: str | None = field(default=None, repr=False)
    last_four: str | None = field(default=None, repr=False)
    period: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """One piece of mail.

    Parameters
    ----------
    id
        First eight hex digits of the file's SHA-256, ``#`` and the letter's number in the file.
    pages
        Its own pages in the order of their numbers, each with the blank backs behind it.
    missing_pages
        Page numbers that the letter names ("Page 2 of 4") and the file does not hold.
    cut_unsure
        Whether it is not certain that just these pages are the letter.
    enclosures
        Leaflets and envelopes that lay with it; nothing is read off them but a postmark.
    envelopes
        Those of them that are envelopes and can be no other letter's.
    signs
        What a page that was left elsewhere can be known by.

    """

    id: str
    pages: tuple[ReadPage, ...]
    missing_pages: tuple[int, ...] = ()
    cut_unsure: bool = False
    enclosures: tuple[ReadPage, ...] = ()
    signs: Signs = Signs()
    envelopes: tuple[ReadPage, ...] = ()

    @property
    def capture(self) -> Capture:
        """The worst capture among its pages; on a tie the first page with words speaks, not a blank back."""
        order = {"poor": 0, "fair": 1, "good": 2}
        return min(self.pages, key=lambda p: (order[p.capture.quality], not p.has_words)).capture

    @property
    def is_envelope(self) -> bool:
        """Whether all that is there is an envelope: its letter is in another file."""
        written = [page for page in self.pages if page.has_words]
        return bool(written) and all(page in self.envelopes for page in written)

    @property
    def text(self) -> str:
        """All pages' best readings, one after the other."""
        return "\n".join(page.text for page in self.pages)
