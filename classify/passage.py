"""A stretch of text as a person reads it on, with the way back from its letters to the words on the page."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ingest.text import Phrase, Word

# The words of a text as labels are matched in them, one for each; empty where another has told it too.
Plain = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text as a person reads it on, with the way back from letters to words."""

    text: str = field(repr=False)
    plain: str = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    plain_starts: tuple[int, ...] = field(repr=False)
    first_words: tuple[int, ...]

    @classmethod
    def of(cls, phrases: list[Phrase], plain: Plain) -> Passage:
        """Join phrases that follow each other down the page.

        ``plain`` is the text in lower case, words of labels put right where an engine slipped on a letter,
        those of a Spanish page in English: labels are matched there, values are read in ``text``.
        """
        words = tuple([word for phrase in phrases for word in phrase.words])
        texts = [word.text for word in words]
        told = plain(texts)
        firsts = accumulate((len(phrase.words) for phrase in phrases[:-1]), initial=0)
        return cls(
            text=" ".join(texts),
            plain=joined(told),
            words=words,
            starts=_starts(texts),
            plain_starts=_starts(told),
            first_words=tuple(firsts),
        )

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Numbers of the first word and the one after the last that the letters belong to."""
        return bisect.bisect_right(self.starts, start) - 1, bisect.bisect_left(self.starts, end)

    def line_of(self, word: int) -> int:
        """Which of its phrases (one to a line) holds the word."""
        return bisect.bisect_right(self.first_words, word) - 1

    def before(self, word: int, start: int) -> str:
        """Plain text up to the letter ``start`` of ``text``, which belongs to ``word``."""
        inside = self.text[self.starts[word] : start].lower()
        return self.plain[: self.plain_starts[word]] + inside

    def after(self, word: int) -> str:
        """Plain text behind the word numbered ``word - 1``."""
        return self.plain[self.plain_starts[word] :] if word < len(self.words) else ""

    def rest_of_line(self, word: int) -> str:
        """Plain text behind the word numbered ``word - 1``, to the end of its own line."""
        line = self.line_of(word - 1) + 1
        end = self.first_words[line] if line < len(self.first_words) else len(self.words)
        stop = self.plain_starts[end] - 1 if end < len(self.words) else len(self.plain)
        return self.plain[self.plain_starts[word] : stop] if word < end else ""


def _starts(texts: list[str]) -> tuple[int, ...]:
    if not texts:
        return ()
    return tuple(accumulate([len(text) + 1 if text else 0 for text in texts[:-1]], initial=0))


def joined(texts: list[str]) -> str:
    """The texts with single blanks between them; one that is told before it, and empty, takes no room."""
    return " ".join(filter(None, texts))


# A sentence may end with a date, or with the number of a form or of a section of the law.
_NUMBER_ENDS = re.compile(r"\d{3}$")


def sentence_tail(text: str) -> str:
    """What follows the last full stop that ends a sentence; abbreviations such as ``Dec.`` do not."""
    cut = 0
    for at in range(len(text) - 2, 0, -1):
        if text[at] not in ".?!" or text[at + 1] != " ":
            continue
        ends = text[at - 1].islower() or _NUMBER_ENDS.search(text, max(0, at - 4), at)
        if ends and _ends_sentence(text, at):
            cut = at + 2
            break
    return text[cut:]


_ABBREVIATION = re.compile(
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|no|st|ave|rev|pub|sec|u\.s|mrs?|ms|dr|ext|inc)"
)


# "Between 7 a.m. and 7 p.m. your local time, on or before May 14".
_TIME = re.compile(r"[ap]\.?m")
_OF_TIME = re.compile(
    r"(?:your )?local\b|to\b|and\b|or\b|until\b|on\b|by\b|eastern\b|central\b|mountain\b|pacific\b|[ecmp]t\b"
)


def _ends_sentence(text: str, at: int) -> bool:
    if _TIME.fullmatch(text[:at].rsplit(" ", 1)[-1].lower()) and _OF_TIME.match(text[at + 2 :].lower()):
        return False
    return _ABBREVIATION.fullmatch(text[:at].rsplit(" ", 1)[-1].lower()) is None
