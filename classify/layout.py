"""How a reading of a page hangs together: flowing text, rows, and what stands around a value.

A value on a letter is told by its label, and the label stands before it in running text, to its left
in a table, or above it in a box. ``Surroundings`` holds these three, so that every extractor asks the
same questions whatever the layout.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from classify import spanish
from classify.flow import FLOW_HEIGHTS, Place, flow, overlap
from classify.grammar import Match
from classify.neighbours import Neighbours
from classify.passage import Passage, joined, sentence_tail
from classify.words import plain_word
from ingest.language import spanish_pages
from ingest.letter import Letter, ReadPage
from ingest.text import Line, PageText, Word, box_around
from ingest.transform import Box

V = TypeVar("V")
Grammar: TypeAlias = Callable[[str], Iterator[Match[V]]]

# A label may have two lines; a third shows what it belongs to.
_MOST_ABOVE = 3
# Signs that may stand before a value in its phrase: the label left of it or over it still is its own.
SIGNS = " $([-:•*~_.|"
# Words kept of what comes before or after a value: longer than any label, about one sentence.
_BEFORE_CHARS = 220
_AFTER_CHARS = 90


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a value, all in lower case.

    Parameters
    ----------
    before
        Running text up to the value, back to the start of its sentence.
    same_line
        The part of ``before`` that stands on the value's own line.
    left
        The nearest phrase to the left in the same row, where the value begins its own phrase.
    above
        The nearest phrases above, nearest first, where the value begins its own phrase.
    rest
        What follows on the value's own line.
    after
        Running text behind the value, over the end of the line.
    row
        The whole row of the page.

    """

    before: str = field(repr=False)
    same_line: str = field(repr=False)
    left: str = field(repr=False)
    above: tuple[str, ...] = field(repr=False)
    rest: str = field(repr=False)
    after: str = field(repr=False)
    row: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on one reading of the letter.

    ``box`` is in pixels of the page as it arrived, for people to look at. On a page that lies turned or
    skewed such boxes of neighbouring rows overlap, so places are compared by ``upright``: in pixels of the
    page's first reading, where rows are level. ``y`` and ``x`` are the middle of the value as a share of the
    page's height and width; ``size`` its height as a multiple of the page's usual text, ``line_size`` that of
    the words beside it as well. ``first``: its page is the letter's first, wherever in the file that lies.
    ``crossed``: a streak of a fax ran through it, and what the streak took with it no engine can read.
    """

    page: int
    reading: int
    engine: str
    box: Box
    upright: Box
    text: str = field(repr=False)
    around: Surroundings
    x: float
    y: float
    size: float
    line_size: float
    confidence: float
    row: int
    alone: bool
    first: bool
    crossed: bool = False


class Sheet:
    """One reading of one page, prepared for the questions that extractors ask."""

    def __init__(self, page: ReadPage, reading: int, *, first: bool, spanish: bool = False) -> None:
        self.page = page
        self.first = first
        self.reading = reading
        self.text: PageText = page.readings[reading]
        self.rows: tuple[Line, ...] = self.text.lines
        self.height_px = self.text.text_height_px or 1.0
        # A text layer spells its labels right; an engine may not.
        self.snap = page.capture.kind != "digital"
        self.spanish = spanish
        self._found: dict[Grammar[Any], tuple[tuple[Match[Any], Spot], ...]] = {}
        self._told: dict[tuple[int, int], str] = {}
        self._told_rows: dict[int, str] = {}
        self._streaks = _streaks_of(page)
        best = page.readings[0].to_original
        # Most readings of a page are of one picture of it.
        self._to_first = None if self.text.to_original == best else best.inverse
        self._near = Neighbours(self.rows, self.plain, self.height_px)
        self.passages = tuple(flow(self.rows, self.height_px, self._plain))

    def __repr__(self) -> str:
        return f"Sheet(page={self.page.number}, reading={self.reading}, rows={len(self.rows)})"

    def found(self, grammar: Grammar[V]) -> tuple[tuple[Match[V], Spot], ...]:
        """Everything a grammar finds on the sheet, with its place."""
        # Dates are asked for as the letter's own, as days to act by and as ends of periods.
        found = self._found.get(grammar)
        if found is None:
            found = self._found[grammar] = tuple(
                [
                    (match, self.spot(which, match.start, match.end))
                    for which, (passage, _) in enumerate(self.passages)
                    for match in grammar(passage.text)
                ]
            )
        return found

    def spot(self, which: int, start: int, end: int) -> Spot:
        """The place of the letters from start to end of passage number ``which``."""
        passage, places = self.passages[which]
        first, last = passage.span(start, end)
        words = passage.words[first:last]
        # Of what goes on in the next line one line is its place: a box around both holds others too.
        lines = [passage.line_of(at) for at in range(first, last)]
        most = max(lines, key=lambda line: (lines.count(line), -line))
        box = box_around([word for word, line in zip(words, lines, strict=True) if line == most])
        place = places[passage.line_of(first)]
        beside = self.rows[place.row].phrases[place.index].words
        around = self._around(passage, place, (first, last), start)
        return self._spot(words, box, around, place.row, beside)

    def row_spot(self, row: int, start: int, end: int) -> Spot:
        """The place of the letters from start to end of a row's text, as ``Line.text`` spells it."""
        words: list[Word] = []
        at = 0
        for phrase in self.rows[row].phrases:
            for word in phrase.words:
                if at < end and at + len(word.text) > start:
                    words.append(word)
                at += len(word.text) + 1
            at += 2  # phrases stand three blanks apart
        around = Surroundings("", "", "", (), "", "", self.plain_row(row))
        return self._spot(words, box_around(words), around, row, self.rows[row].words)

    def _spot(
        self, words: Sequence[Word], box: Box, around: Surroundings, row: int, beside: Sequence[Word]
    ) -> Spot:
        """The place of some words of a row, in a box of this reading, with all words of their phrase."""
        width, height = self.text.size_px
        x, y = box.middle
        arrived = self.text.to_original.box(box)
        return Spot(
            page=self.page.number,
            reading=self.reading,
            engine=self.text.engine,
            box=arrived,
            upright=self._upright(box),
            text=" ".join(word.text for word in words),
            around=around,
            x=x / max(width, 1),
            y=y / max(height, 1),
            size=self._size(words),
            line_size=self._size(beside),
            confidence=min([word.confidence for word in words]),
            row=row,
            alone=len(words) == len(beside),
            first=self.first,
            crossed=self._crossed(arrived),
        )

    def _size(self, words: Sequence[Word]) -> float:
        return statistics.median([word.box.height for word in words]) / self.height_px

    def _crossed(self, box: Box) -> bool:
        """Whether a streak that was taken out ran through a box on the page as it arrived."""
        columns, rows = self._streaks
        across = any(box.left <= x <= box.right for x in columns)
        return across or any(box.top <= y <= box.bottom for y in rows)

    def _upright(self, box: Box) -> Box:
        """A box of this reading in pixels of the page's first reading."""
        if self._to_first is None:
            return box
        corners = [self._to_first.point(x, y) for x, y in self.text.to_original.corners(box)]
        xs, ys = zip(*corners, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _around(self, passage: Passage, place: Place, span: tuple[int, int], start: int) -> Surroundings:
        first, last = span
        before = passage.before(first, start)
        line_start = passage.plain_starts[passage.first_words[passage.line_of(first)]]
        same_line = before[line_start:]
        begins = not same_line.strip(SIGNS)
        return Surroundings(
            before=sentence_tail(before[-_BEFORE_CHARS:]),
            same_line=same_line,
            left=self._near.left(place) if begins else "",
            above=tuple(islice(self._near.above(place), _MOST_ABOVE)) if begins else (),
            rest=passage.rest_of_line(last),
            after=passage.after(last)[:_AFTER_CHARS],
            row=self.plain_row(place.row),
        )

    @property
    def lines(self) -> Iterator[tuple[str, str]]:
        """The plain text of every phrase, and what its passage goes on with in the next line."""
        for passage, places in self.passages:
            for line, place in enumerate(places):
                behind = passage.first_words[line + 1] if line + 1 < len(places) else len(passage.words)
                yield self.plain(place.row, place.index), passage.after(behind)

    def plain(self, row: int, index: int) -> str:
        """The plain text of one phrase."""
        # Asked for again and again, by every value in the row and below it.
        told = self._told.get((row, index))
        if told is None:
            told = joined(self._plain([w.text for w in self.rows[row].phrases[index].words]))
            self._told[row, index] = told
        return told

    def plain_row(self, row: int) -> str:
        """The plain text of one row, with single blanks between its phrases."""
        told = self._told_rows.get(row)
        if told is None:
            told = " ".join([self.plain(row, n) for n in range(len(self.rows[row].phrases))])
            self._told_rows[row] = told
        return told

    def _plain(self, texts: Sequence[str]) -> list[str]:
        if self.spanish:
            return spanish.plain_words(texts, snap=self.snap)
        if self.snap:
            return [plain_word(_parted(text), snap=True) for text in texts]
        return [_parted(text.lower()) for text in texts]

    def under(self, row: int, index: int) -> Box | None:
        """The box of the nearest phrase under a phrase, as far as a value stands under its label."""
        place = self._near.under(row, index)
        return self.rows[place.row].phrases[place.index].box if place else None

    def ends_list(self, spot: Spot) -> bool:
        """Whether no other value of a list can stand behind this one.

        None does on its line, and the next label, with a colon, is so close under it that no row was lost.
        """
        row = self.rows[spot.row].phrases
        at = next((n for n, phrase in enumerate(row) if spot.text in phrase.text), None)
        place = None if at is None or spot.around.rest.strip() else self._near.under(spot.row, at)
        if at is None or place is None:
            return False
        below = self.rows[place.row].phrases[: place.index + 1]
        close = below[-1].box.top - row[at].box.bottom < FLOW_HEIGHTS * self.height_px
        return close and any(":" in phrase.text for phrase in below)


def _streaks_of(page: ReadPage) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Where streaks were taken out of a fax: columns and rows of the page as it arrived."""
    places = [note for step in page.steps if step.name == "mend" for note in step.settings]
    columns, rows = (
        tuple(float(at) for name, at in places if name.startswith(f"{along} ")) for along in ("column", "row")
    )
    return columns, rows


_UNDERSCORE = re.compile(r"(?<=[A-Za-z])_(?=[A-Za-z])")


def _parted(text: str) -> str:
    """The names that programs give to things, ``notice_date``, as words."""
    return _UNDERSCORE.sub(" ", text) if "_" in text else text


def sheets(letter: Letter) -> list[Sheet]:
    """Every reading of every page, page by page, best reading first."""
    # Who looks for fields and who looks for what is unusual ask for those of one letter, one after the other.
    return list(_sheets(_This(letter)))


class _This:
    """A letter that is only itself: to compare two by what they say would cost more than it saves."""

    __slots__ = ("letter",)

    def __init__(self, letter: Letter) -> None:
        self.letter = letter

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.letter is other.letter

    def __hash__(self) -> int:
        return id(self.letter)


@lru_cache(maxsize=1)
def _sheets(this: _This) -> tuple[Sheet, ...]:
    pages = this.letter.pages
    foreign = spanish_pages(pages)
    return tuple(
        [
            Sheet(page, n, first=page is pages[0], spanish=page.number in foreign)
            for page in pages
            for n in range(len(page.readings))
        ]
    )


def same_place(one: Spot, other: Spot) -> bool:
    """Whether two spots show the same place of the letter: half of the smaller lies in the other."""
    a, b = one.upright, other.upright
    width, height = overlap(a, b), min(a.bottom, b.bottom) - max(a.top, b.top)
    if one.page != other.page or width <= 0 or height <= 0:
        return False
    return width * height > 0.5 * min(a.width * a.height, b.width * b.height)
