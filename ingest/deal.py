"""Dealing pages out to letters: piles, what it costs that a page lies on one, and the cheapest ways.

Each way of dealing the pages out to letters has a cost: for a page that says other things than its letter,
for a number that the letter has already, for a first page that begins nothing, for a letter that lacks
pages. The pages are dealt one after the other, the cheapest ways are kept side by side, and the cheapest at
the end stands.

The costs are rough logarithms of odds: how much less likely a thing is among true letters than its opposite.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TypeAlias

from rapidfuzz.distance import Levenshtein

from ingest.imprint import Imprint
from ingest.page_number import DIGIT_SLIPS

# A heading that says something else: a misread mark, or another letter. Two of them are another letter.
_DIFFERS = 5.0
_AGREES = -2.0
# Off a picture, one letter may be misread; but codes and dates of two letters may be one letter apart too.
_NEARLY = 1.5
# Where the page number goes on, or something else agrees, it was misread; years of twin letters never are.
_MISREAD = 0.3
_OTHER_COUNT = 5.0
_SAME_COUNT = -1.0
# A letter has each number once. "Page 2" with no count is a small thing in a foot, and easily misread.
_NUMBER_TAKEN, _NUMBER_MISREAD = 11.0, 5.0
_NUMBER_TOO_HIGH = 6.0
# Some pages of a letter say of how many, others do not.
_OTHER_STYLE = 2.5
# A letter that has a code says it on its first page; there it may have been lost.
_NAMED_LATE = 3.0
_NEXT_NUMBER = -2.0
_OUT_OF_ORDER = 1.0
# Pages that number nothing lie in front of "Page 3 of 3", and are not two.
_NO_PLACE_BEFORE = 3.5
_SECOND_OPENING = 2.0
_FIRST_LATE = 0.5
_SLIGHT_OPENING = 1.0
_PAGE_ONE_TO_OPENED = 4.0
_AFTER_LAST_PAGE = 4.0
_SILENT_AFTER_LAST_PAGE = 6.5
_AFTER_NUMBERED = 2.0
_SENTENCE_GOES_ON = -1.5
# A page for a letter that lies under another one already: a clerk dropped the stack, a scanner jammed.
_BACK_TO_EARLIER = 4.0
_BEGINS = 3.0
_BEGINS_AT_ONE = -3.0
_BEGINS_LATER = 3.0
_BEGINS_OPENING = -3.0
_BEGINS_UNNAMED = 4.0
# Behind a whole letter a page with a date and no code begins another sooner than one that says nothing.
_BEGINS_DATED = -1.0
# Litter behind a whole letter begins another sooner than it goes on with that one.
_BEGINS_GARBLED = 0.7
_MISSING_PAGE, _MOST_MISSING = 1.0, 3.0
# The page that one letter lacks lies with one that counts no pages but that.
_LIES_ELSEWHERE = 3.0

# Ways kept side by side, and how much dearer than the cheapest one they may be.
_MOST_WAYS = 24
_FARTHEST = 12.0
# So much of letterhead, addresses and salutation makes a first page.
_LIKELY_OPENING = 2
# Letters that a page may be dealt back to: those touched last, and any that its own marks name.
_REACH = 3

# Paper that may begin a letter; anything else lies with one.
DEALT = frozenset({"sheet", "unread", "garbled"})
# By what a letter is known, as an imprint calls them.
MARKS = ("code", "date", "last_four", "period")
_CODE = MARKS.index("code")
# Four digits and not the two or three of a notice, of which there are too many near each other.
_DIGITS_OF_A_LETTER = 4
_SERIES = re.compile("CP|LT|LP|LETTER")
# What blur makes of each other.
_ROUND_DIGITS = str.maketrans("35689", "00000")
Run: TypeAlias = tuple[int, ...]
"""Pages of one letter, by where they lie in the file."""


@dataclass(frozen=True, slots=True)
class Pile:
    """The pages dealt to one letter so far, by where they lie in the file, and what they say."""

    run: Run
    says: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    counts: tuple[int, ...]
    last_number: int | None
    opened: bool
    runs_out: bool

    @classmethod
    def of(cls, imprints: Sequence[Imprint], first: int = 0) -> Pile:
        """The pile of some pages in their order, the first of which lies there in the file."""
        pile = cls((), ((),) * len(MARKS), frozenset(), (), None, opened=False, runs_out=False)
        for at, imprint in enumerate(imprints, first):
            pile = pile.with_page(at, imprint)
        return pile

    def with_page(self, at: int, imprint: Imprint) -> Pile:
        """The pile with one more page, which lies there in the file."""
        values = (getattr(imprint, name) for name in MARKS)
        says = tuple(
            old if value is None else (*old, value) for old, value in zip(self.says, values, strict=True)
        )
        number = imprint.number
        return Pile(
            (*self.run, at),
            says,
            self.numbers if number is None else self.numbers | {number},
            self.counts if imprint.count is None else (*self.counts, imprint.count),
            self.last_number if number is None else number,
            opened=self.opened or number == 1 or imprint.opening >= _LIKELY_OPENING,
            runs_out=imprint.runs_out,
        )

    @property
    def count(self) -> int | None:
        """How many pages most of its pages say that there are."""
        votes = collections.Counter(self.counts)
        return max(votes, key=lambda count: (votes[count], -count), default=None)

    @property
    def complete(self) -> bool:
        """Whether it has as many pages as it says, whether or not all their numbers were read."""
        return self.count is not None and len(self.run) >= self.count

    def differences(self, imprint: Imprint) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """By which marks the page agrees with the pile, which might be misread, and which do not agree.

        It agrees with what most pages of the pile say; what only few say may be misread, or not belong here.
        """
        pairs = [(name, old, getattr(imprint, name)) for name, old in zip(MARKS, self.says, strict=True)]
        told = [(name, old, value) for name, old, value in pairs if old and value is not None]
        agree = frozenset(name for name, old, value in told if value == _most(old))
        few = frozenset(name for name, old, value in told if value in old)
        near = frozenset(
            name
            for name, old, value in told
            if imprint.misreadable and value not in old and _near(name, value, old)
        )
        return agree, near, frozenset(name for name, _, _ in told) - agree - few - near

    def may_be_of(self, other: Pile) -> bool:
        """Whether both say that they are the same letter, and do not both have its first page."""
        pairs = zip(self.says, other.says, strict=True)
        alike = [_most(mine) == _most(theirs) for mine, theirs in pairs if mine and theirs]
        return len(alike) >= 2 and all(alike) and 1 not in self.numbers & other.numbers

    def awaits(self, imprint: Imprint) -> bool:
        """Whether it is a first page whose number was lost, and the page is a second one."""
        return self.opened and not self.numbers and len(self.run) == 1 and imprint.number == 2

    @property
    def may_be_of_any(self) -> bool:
        """Whether it is a later page that says its number and nothing by which its letter can be known."""
        return bool(self.numbers) and not self.opened and not any(self.says)

    @property
    def is_silent(self) -> bool:
        """Whether nothing it says tells which letter it is, or that it begins one."""
        return not (self.opened or self.numbers or any(self.says))

    def cost_of(self, imprint: Imprint) -> float:
        """What it costs that the page belongs here."""
        agree, near, differ = self.differences(imprint)
        cost = _AGREES * len(agree) + _DIFFERS * len(differ)
        misread = frozenset[str]() if differ or not (agree or self._goes_on(imprint)) else near - {"period"}
        cost += _MISREAD * len(misread) + _NEARLY * len(near - misread)
        if imprint.count is not None:
            same = _SAME_COUNT if imprint.count in self.counts else _OTHER_COUNT
            cost += same if self.counts else _OTHER_STYLE
        elif imprint.number is not None and self.counts:
            cost += _OTHER_STYLE if agree else 2 * _OTHER_STYLE
        if imprint.number is not None:
            cost += self._cost_of_number(imprint.number, imprint, named=bool(agree))
        elif not (imprint.scant or agree):
            cost += self._cost_of_following()
            cost += _SLIGHT_OPENING * (imprint.opening == 1)
        if imprint.number == 1 and self.opened and 1 not in self.numbers:
            cost += _PAGE_ONE_TO_OPENED
        if self.opened and not agree and imprint.code is not None and not self.says[_CODE]:
            cost += _NAMED_LATE
        if imprint.opening >= _LIKELY_OPENING:
            cost += self._cost_of_opening(imprint)
        if self.runs_out and imprint.runs_in:
            cost += _SENTENCE_GOES_ON
        return cost

    def _cost_of_opening(self, imprint: Imprint) -> float:
        """What it costs that a page that looks like a first one comes later."""
        if self.opened:
            return _SECOND_OPENING * (imprint.opening - 1)
        if imprint.number is not None:
            return 0.0
        # Pages out of order: behind "Page 2 of 2" lies the first.
        return _FIRST_LATE if self.count is not None and not self.complete else _SECOND_OPENING

    def _goes_on(self, imprint: Imprint) -> bool:
        """Whether "Page 3 of 4" comes after "Page 2 of 4"."""
        after = self.last_number is not None and imprint.number == self.last_number + 1
        return after and imprint.count is not None and imprint.count in self.counts

    def _cost_of_following(self) -> float:
        """What it costs that a page with no number follows the last one; more of its kind cost nothing."""
        if self.count is not None and len(self.run) == self.count:
            return _SILENT_AFTER_LAST_PAGE
        # Its number may have been lost, as that of a first page is; where none says how many there are, the
        # last one is not known.
        known = self.count is None or self.opened
        return _AFTER_NUMBERED * (known and 0 < len(self.numbers) == len(self.run))

    def _cost_of_number(self, number: int, imprint: Imprint, *, named: bool) -> float:
        if number in self.numbers:
            alone = imprint.misreadable and imprint.count is None
            return _NUMBER_MISREAD if alone and named and number > 1 else _NUMBER_TAKEN
        cost = _AFTER_LAST_PAGE * self.complete
        if self.count is not None and number > self.count:
            cost += _NUMBER_TOO_HIGH
        if self.last_number is None:
            out_of_order = _OUT_OF_ORDER if named else _NO_PLACE_BEFORE
            cost += out_of_order * (number != len(self.run) + 1)
        else:
            cost += _NEXT_NUMBER if number == self.last_number + 1 else _OUT_OF_ORDER
        return cost

    @property
    def missing_cost(self) -> float:
        """What it costs that pages of the letter are gone; 0 where it lacks none."""
        return min(_MOST_MISSING, _MISSING_PAGE * self.lacks)

    @property
    def lacks(self) -> int:
        """How many of its pages are gone."""
        return max(0, (self.count or max(self.numbers, default=0)) - len(self.run))


@dataclass(frozen=True, slots=True)
class Way:
    """One way of dealing the pages out; the piles in the order in which they were touched last."""

    cost: float
    piles: tuple[Pile, ...]

    @property
    def whole_cost(self) -> float:
        """The cost of all its pages, and of those that letters lack."""
        return self.cost + sum(pile.missing_cost for pile in self.piles)

    def onward(self, at: int, imprint: Imprint) -> Iterator[Way]:
        """Every way to deal the next page."""
        for back, pile in enumerate(reversed(self.piles)):
            if back and not self._reaches_back(back, pile, imprint):
                continue
            rest = [other for other in self.piles if other is not pile]
            cost = pile.cost_of(imprint) + (_BACK_TO_EARLIER if back else 0.0)
            yield Way(self.cost + cost, (*rest, pile.with_page(at, imprint)))
        begun = Pile.of([imprint], at)
        yield Way(self.cost + (_cost_of_beginning(imprint) if self.piles else 0.0), (*self.piles, begun))

    @staticmethod
    def _reaches_back(back: int, pile: Pile, imprint: Imprint) -> bool:
        if not imprint.names_letter:
            return False
        agree, near, differ = pile.differences(imprint)
        if differ or imprint.number in pile.numbers:
            return False
        # A page that says only its number may go one letter back; one that names its letter, anywhere.
        known = bool(agree or near) or imprint.count in pile.counts or pile.awaits(imprint)
        return len(agree) >= 2 or (back < _REACH and not pile.complete and known)


def _most(values: tuple[str, ...]) -> str:
    """What most say; of as many, what was said first."""
    return collections.Counter(values).most_common(1)[0][0]


def _near(name: str, value: str, others: tuple[str, ...]) -> bool:
    """Whether the value is one letter off any of the others.

    The number of a letter in small print may be two round digits off: "Letter 1066" for 1058. Two such dates,
    or the ends of two taxpayers' numbers, are two. A code may have lost what it begins with: "S048" for
    CP504B.
    """
    if any(Levenshtein.distance(value, other, score_cutoff=1) <= 1 for other in others):
        return True
    if name != "code":
        return False
    is_number = value[-_DIGITS_OF_A_LETTER:].isdigit()
    return (is_number and _blurred(value) in map(_blurred, others)) or any(
        _is_rest_of(*pair) or _is_rest_of(*pair[::-1]) for pair in ((value, other) for other in others)
    )


def _is_rest_of(code: str, whole: str) -> bool:
    """Whether a code that is none of the IRS is what a misreading left of one that is."""
    known = _SERIES.match(whole)
    if known is None or _SERIES.match(code):
        return False
    rest = whole[known.end() :].translate(DIGIT_SLIPS)
    # "S503" for CP503: what begins it was one letter instead of two.
    return rest in {code.translate(DIGIT_SLIPS), code[1:].translate(DIGIT_SLIPS)}


def _blurred(code: str) -> str:
    return code.translate(_ROUND_DIGITS)


def _cost_of_beginning(imprint: Imprint) -> float:
    """What it costs that a letter begins with this page."""
    if imprint.paper == "unread":
        return _BEGINS
    if imprint.paper == "garbled":
        return _BEGINS + _BEGINS_GARBLED
    if imprint.number == 1:
        return _BEGINS + _BEGINS_AT_ONE
    if imprint.number is not None:
        return _BEGINS + _BEGINS_LATER
    if imprint.opening >= _LIKELY_OPENING:
        return _BEGINS + _BEGINS_OPENING * min(1.0, imprint.opening / 3)
    dated = _BEGINS_DATED * (imprint.date is not None and imprint.code is None)
    return _BEGINS + _BEGINS_UNNAMED + dated - 2 * _SLIGHT_OPENING * imprint.opening


def ways(imprints: Sequence[Imprint]) -> list[Way]:
    """The cheapest ways of dealing the sheets out, the cheapest first; what is no sheet is left out."""
    cheapest = [Way(0.0, ())]
    for at, imprint in enumerate(imprints):
        if imprint.paper in DEALT:
            onward = sorted(
                (new for way in cheapest for new in way.onward(at, imprint)), key=lambda way: way.cost
            )
            cheapest = [way for way in onward[:_MOST_WAYS] if way.cost <= onward[0].cost + _FARTHEST]
    complete = (_with_what_lies_elsewhere(way, imprints) for way in cheapest)
    return sorted(complete, key=lambda way: way.whole_cost)


def _with_what_lies_elsewhere(way: Way, imprints: Sequence[Imprint]) -> Way:
    """The way, dearer by each page that another letter may lack, where its own counts none but that."""
    cost = 0.0
    for pile, other in permutations(way.piles, 2):
        if pile.missing_cost and len(other.counts) == 1 < len(other.run):
            at = next(at for at in other.run if imprints[at].count is not None)
            fits = imprints[at].count == pile.count and imprints[at].number not in pile.numbers
            if fits and not pile.differences(imprints[at])[2]:
                cost += _LIES_ELSEWHERE
    return dataclasses.replace(way, cost=way.cost + cost)
