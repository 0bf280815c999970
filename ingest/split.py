"""Pages to letters: which pages of a file belong together, in which order, and which are missing.

Each way of dealing the pages out to letters has a cost: for a page that says other things than its letter,
for a number that the letter has already, for a first page that begins nothing, for a letter that lacks
pages. The pages are dealt one after the other, the cheapest ways are kept side by side, and the cheapest at
the end stands. What the next best ways do otherwise is not certain, and the letters it touches say so.

The costs are rough logarithms of odds: how much less likely a thing is among true letters than its opposite.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, TypeAlias

from rapidfuzz.distance import Levenshtein

from ingest.imprint import Imprint, imprint_of
from ingest.letter import Letter, ReadPage, Signs
from ingest.sense import known_letters, sense

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
# Litter behind a whole letter begins another sooner than it goes on with that one.
_BEGINS_GARBLED = 0.7
_MISSING_PAGE, _MOST_MISSING = 1.0, 3.0
# The page that one letter lacks lies with one that counts no pages but that.
_LIES_ELSEWHERE = 3.0

# Ways kept side by side, and how much dearer than the cheapest one they may be.
_MOST_WAYS = 24
_FARTHEST = 12.0
# What a way of dealing costs less than this above the best is a doubt.
_UNSURE_WITHIN = 3.5
# So much of letterhead, addresses and salutation makes a first page.
_LIKELY_OPENING = 2
_SURE_OPENING = 3
# Letters that a page may be dealt back to: those touched last, and any that its own marks name.
_REACH = 3

# Less than this of a head tells nothing of what it lacks; rows of names and numbers make so much sense.
_LEAST_SENSE, _LEAST_LETTERS = 0.45, 24.0

# Two pictures of one page have this share of their words in common; twin letters have other sums and years.
_ALIKE = 0.8

# Paper that may begin a letter; anything else lies with one.
_DEALT = frozenset({"sheet", "unread", "garbled"})
_MARKS = ("code", "date", "last_four", "period")
_CODE = _MARKS.index("code")
Run: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Pile:
    """The pages dealt to one letter so far, by where they lie in the file, and what they say."""

    run: Run
    says: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    counts: tuple[int, ...]
    last_number: int | None
    opened: bool
    runs_out: bool

    @classmethod
    def of(cls, imprints: Sequence[Imprint], first: int = 0) -> _Pile:
        """The pile of some pages in their order, the first of which lies there in the file."""
        pile = cls((), ((),) * len(_MARKS), frozenset(), (), None, opened=False, runs_out=False)
        for at, imprint in enumerate(imprints, first):
            pile = pile.with_page(at, imprint)
        return pile

    def with_page(self, at: int, imprint: Imprint) -> _Pile:
        values = (getattr(imprint, name) for name in _MARKS)
        says = tuple(
            old if value is None else (*old, value) for old, value in zip(self.says, values, strict=True)
        )
        number = imprint.number
        return _Pile(
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
        pairs = [(name, old, getattr(imprint, name)) for name, old in zip(_MARKS, self.says, strict=True)]
        told = [(name, old, value) for name, old, value in pairs if old and value is not None]
        agree = frozenset(name for name, old, value in told if value == _most(old))
        few = frozenset(name for name, old, value in told if value in old)
        near = frozenset(
            name
            for name, old, value in told
            if imprint.misreadable and value not in old and _near(value, old)
        )
        return agree, near, frozenset(name for name, _, _ in told) - agree - few - near

    def may_be_of(self, other: _Pile) -> bool:
        """Whether both say that they are the same letter, and do not both have its first page."""
        pairs = zip(self.says, other.says, strict=True)
        alike = [_most(mine) == _most(theirs) for mine, theirs in pairs if mine and theirs]
        return len(alike) >= 2 and all(alike) and 1 not in self.numbers & other.numbers

    @property
    def may_be_of_any(self) -> bool:
        """Whether it is a later page that says its number and nothing by which its letter can be known."""
        return bool(self.numbers) and not self.opened and not any(self.says)

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
        lacking = (self.count or max(self.numbers, default=0)) - len(self.run)
        return min(_MOST_MISSING, _MISSING_PAGE * max(0, lacking))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of dealing the pages out; the piles in the order in which they were touched last."""

    cost: float
    piles: tuple[_Pile, ...]

    @property
    def whole_cost(self) -> float:
        return self.cost + sum(pile.missing_cost for pile in self.piles)

    def onward(self, at: int, imprint: Imprint) -> Iterator[_Way]:
        """Every way to deal the next page."""
        for back, pile in enumerate(reversed(self.piles)):
            if back and not self._reaches_back(back, pile, imprint):
                continue
            rest = [other for other in self.piles if other is not pile]
            cost = pile.cost_of(imprint) + (_BACK_TO_EARLIER if back else 0.0)
            yield _Way(self.cost + cost, (*rest, pile.with_page(at, imprint)))
        begun = _Pile.of([imprint], at)
        yield _Way(self.cost + (_cost_of_beginning(imprint) if self.piles else 0.0), (*self.piles, begun))

    @staticmethod
    def _reaches_back(back: int, pile: _Pile, imprint: Imprint) -> bool:
        if not imprint.names_letter:
            return False
        agree, near, differ = pile.differences(imprint)
        if differ or imprint.number in pile.numbers:
            return False
        # A page that says only its number may go one letter back; one that names its letter, anywhere.
        known = bool(agree or near) or imprint.count in pile.counts
        return len(agree) >= 2 or (back < _REACH and not pile.complete and known)


def _most(values: tuple[str, ...]) -> str:
    """What most say; of as many, what was said first."""
    return collections.Counter(values).most_common(1)[0][0]


def _near(value: str, others: tuple[str, ...]) -> bool:
    """Whether the value is one letter off any of the others."""
    return any(Levenshtein.distance(value, other, score_cutoff=1) <= 1 for other in others)


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
    return _BEGINS + _BEGINS_UNNAMED - 2 * _SLIGHT_OPENING * imprint.opening


def split(pages: Sequence[ReadPage], source_id: str) -> tuple[Letter, ...]:
    """Put the pages of a file together as letters, in the order in which the letters begin in the file.

    Every page but separator sheets comes into exactly one letter, in the order of its page numbers.

    Parameters
    ----------
    pages
        In the order of the file; a blank page or one that could not be read has no readings and stays with
        the letter before it, as envelopes and leaflets do.
    source_id
        First eight hex digits of the file's SHA-256; the letters are called ``a3f9c1b2#1`` and so on.

    """
    letters: list[Letter] = []
    for section in _sections(pages):
        letters.extend(_letters_of(section, len(pages)))
    return tuple(dataclasses.replace(letter, id=f"{source_id}#{n}") for n, letter in enumerate(letters, 1))


def goes_on(page: ReadPage, before: Sequence[ReadPage]) -> bool:
    """Whether a page says that it is the next page of the letter at hand: "Page 2 of 4" after page 1.

    Of a letter that does not count its pages, a scanned page goes on that names it and does not look like a
    first page at all.

    Parameters
    ----------
    before
        The letter's pages so far. A page out of turn, or of other marks, may be one of another letter.

    """
    imprint = imprint_of(page)
    pile = _Pile.of([known for known in map(imprint_of, before) if known.paper in _DEALT])
    agree, near, differ = pile.differences(imprint)
    last = pile.last_number or len(pile.run)
    if differ or imprint.number not in {None, last + 1} or imprint.number == 1:
        return False
    if imprint.count is None or imprint.number is None:
        named = bool(agree) and not near and imprint.opening == 0
        return named and not pile.counts and page.capture.kind == "scan" and _is_legible(page)
    return not pile.counts or imprint.count in pile.counts


def _is_legible(page: ReadPage) -> bool:
    """Whether enough of its first reading, the head of a skimmed page, makes sense to judge by."""
    words = page.readings[0].words
    return sense(words) >= _LEAST_SENSE and known_letters(words) >= _LEAST_LETTERS


def _sections(pages: Sequence[ReadPage]) -> Iterator[list[ReadPage]]:
    """The pages between separator sheets; blank ones alone (the back of a sheet) go to the letter before."""
    sections: list[list[ReadPage]] = [[]]
    for page in pages:
        if page.separator:
            sections.append([])
        else:
            sections[-1].append(page)
    kept: list[list[ReadPage]] = []
    waiting: list[ReadPage] = []
    for section in sections:
        if any(page.has_words for page in section):
            kept.append([*waiting, *section])
            waiting = []
        elif kept:
            kept[-1].extend(section)
        else:
            waiting.extend(section)
    yield from kept or ([waiting] if waiting else [])


def _letters_of(section: Sequence[ReadPage], pages: int) -> Iterator[Letter]:
    imprints = _leaflets_through([imprint_of(page, pages) for page in section])
    ways = _ways(imprints)
    best = ways[0]
    runs = sorted(pile.run for pile in best.piles) or [()]
    doubtful = {pile.run for pile, other in permutations(best.piles, 2) if pile.may_be_of(other)}
    if len(runs) > 1:
        doubtful.update(pile.run for pile in best.piles if pile.may_be_of_any)
    for other in ways[1:]:
        if other.whole_cost - best.whole_cost < _UNSURE_WITHIN:
            doubtful.update(set(runs) - {pile.run for pile in other.piles})
    again = _taken_twice(best.piles, section, imprints)
    everything = _with_loose_paper(runs, imprints, again)
    for run in everything:
        letter = _letter(
            [section[at] for at in everything[run]],
            [imprints[at] for at in everything[run]],
            unsure=run in doubtful,
        )
        own = () if run in doubtful else _own_envelopes(run, runs, imprints)
        yield dataclasses.replace(letter, envelopes=tuple(section[at] for at in own))


def _taken_twice(
    piles: Sequence[_Pile], section: Sequence[ReadPage], imprints: Sequence[Imprint]
) -> dict[Run, Run]:
    """The runs that only hold pages of a whole letter once more, with its run: a feeder took them twice.

    A run that lacks nothing is a second copy of the letter, and a letter by itself.
    """

    def is_again(at: int, letter: _Pile) -> bool:
        return any(
            imprints[at].says_the_same(imprints[there]) and _reads_alike(section[at], section[there])
            for there in letter.run
        )

    whole = [pile for pile in piles if not pile.missing_cost]
    lacking = [pile for pile in piles if pile.missing_cost]
    owners = {
        part.run: [letter.run for letter in whole if all(is_again(at, letter) for at in part.run)]
        for part in lacking
    }
    return {run: found[0] for run, found in owners.items() if found}


def _reads_alike(page: ReadPage, other: ReadPage) -> bool:
    """Whether nearly all words of the one stand on the other, and nearly all of those with digits."""
    for chosen in (str.isalpha, _has_digit):
        mine, theirs = (
            collections.Counter(word.text.lower() for word in p.readings[0].words if chosen(word.text))
            for p in (page, other)
        )
        least = min(mine.total(), theirs.total())
        if (mine & theirs).total() < _ALIKE * least or least == 0:
            return False
    return True


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _own_envelopes(run: Run, runs: Sequence[Run], imprints: Sequence[Imprint]) -> Iterator[int]:
    """Where the envelopes lie that can be no other letter's: not those between two letters."""
    owner = {at: other for other in runs for at in other}
    for at, imprint in enumerate(imprints):
        if imprint.paper == "envelope":
            before = next((owner[near] for near in range(at, -1, -1) if near in owner), None)
            behind = next((owner[near] for near in range(at, len(imprints)) if near in owner), None)
            if {before, behind} <= {run, None}:
                yield at


def _leaflets_through(imprints: Sequence[Imprint]) -> list[Imprint]:
    """The imprints with the inner pages of leaflets, which say nothing, known as such."""
    known: list[Imprint] = []
    inside = False
    for imprint in imprints:
        silent = imprint.paper in {"sheet", "blank"} and not imprint.names_letter and not imprint.opening
        inside = imprint.paper == "leaflet" or (inside and silent)
        inner = inside and imprint.paper == "sheet"
        known.append(dataclasses.replace(imprint, paper="leaflet") if inner else imprint)
    return known


def _ways(imprints: Sequence[Imprint]) -> list[_Way]:
    """The cheapest ways of dealing the sheets out, the cheapest first; what is no sheet is left out."""
    ways = [_Way(0.0, ())]
    for at, imprint in enumerate(imprints):
        if imprint.paper in _DEALT:
            onward = sorted(
                (new for way in ways for new in way.onward(at, imprint)), key=lambda way: way.cost
            )
            ways = [way for way in onward[:_MOST_WAYS] if way.cost <= onward[0].cost + _FARTHEST]
    return sorted((_with_what_lies_elsewhere(way, imprints) for way in ways), key=lambda way: way.whole_cost)


def _with_what_lies_elsewhere(way: _Way, imprints: Sequence[Imprint]) -> _Way:
    """The way, dearer by each page that another letter may lack, where its own counts none but that."""
    cost = 0.0
    for pile, other in permutations(way.piles, 2):
        if pile.missing_cost and len(other.counts) == 1 < len(other.run):
            at = next(at for at in other.run if imprints[at].count is not None)
            fits = imprints[at].count == pile.count and imprints[at].number not in pile.numbers
            if fits and not pile.differences(imprints[at])[2]:
                cost += _LIES_ELSEWHERE
    return dataclasses.replace(way, cost=way.cost + cost)


def _with_loose_paper(
    runs: Sequence[Run], imprints: Sequence[Imprint], again: Mapping[Run, Run]
) -> dict[Run, list[int]]:
    """Each run with what lies behind its pages, blank, leaflet or envelope; the first, with what lies before.

    Pages that were taken twice come to the letter that has them already.
    """
    owner = {at: again.get(run, run) for run in runs for at in run}
    first = again.get(runs[0], runs[0])
    dealt: dict[Run, list[int]] = {run: [] for run in runs if run not in again}
    for at in range(len(imprints)):
        before = next((owner[near] for near in range(at, -1, -1) if near in owner), first)
        dealt[before].append(at)
    return dealt


def _letter(pages: Sequence[ReadPage], imprints: Sequence[Imprint], *, unsure: bool) -> Letter:
    """One letter of all that was dealt to it: its own pages in their order, and what came with them."""
    dealt = list(zip(pages, imprints, strict=True))
    if not any(imprint.paper in _DEALT for imprint in imprints):
        return Letter("", tuple(pages), (), unsure)
    places, missing = _places([imprint for imprint in imprints if imprint.paper in _DEALT])
    waiting = iter(places)
    own: list[list[ReadPage]] = []
    keys: list[int] = []
    leading: list[ReadPage] = []
    enclosures: list[ReadPage] = []
    for page, imprint in dealt:
        if imprint.paper in {"leaflet", "envelope"}:
            enclosures.append(page)
        elif imprint.paper == "blank":
            (own[-1] if own else leading).append(page)
        else:
            own.append([page])
            keys.append(next(waiting) or (keys[-1] if keys else 0))
    own[0].extend(leading)
    order = sorted(range(len(own)), key=lambda at: keys[at])
    ordered = tuple(page for at in order for page in own[at])
    return Letter("", ordered, missing, unsure, tuple(enclosures), _signs(imprints))


def _signs(imprints: Sequence[Imprint]) -> Signs:
    """What the pages say alike."""

    def alike(name: str) -> Any:
        values = {value for imprint in imprints if (value := getattr(imprint, name)) is not None}
        return values.pop() if len(values) == 1 else None

    numbers = {imprint.number for imprint in imprints if imprint.number is not None}
    if any(imprint.number is None and imprint.opening >= _SURE_OPENING for imprint in imprints):
        # Its letterhead says that it is the first page, whether or not its number could be read.
        numbers.add(1)
    return Signs(tuple(sorted(numbers)), *(alike(name) for name in ("count", *_MARKS)))


def _places(sheets: Sequence[Imprint]) -> tuple[list[int | None], tuple[int, ...]]:
    """The place of each sheet in its letter, as far as it can be known, and the places that none can have."""
    counts = collections.Counter(sheet.count for sheet in sheets if sheet.count)
    places = [sheet.number for sheet in sheets]
    numbers = [number for number in places if number is not None]
    count = max(counts, key=lambda c: (counts[c], -c), default=max(numbers, default=0))
    missing = [number for number in range(1, count + 1) if number not in numbers]
    # A letterhead says that a page is the first; else it takes the place it lies in, where that is free.
    for at, sheet in enumerate(sheets):
        if places[at] is None and sheet.opening >= _SURE_OPENING and 1 in missing:
            places[at] = 1
            missing.remove(1)
    last = 0
    for at, place in enumerate(places):
        if place is None and last + 1 in missing:
            places[at] = last + 1
            missing.remove(last + 1)
        last = places[at] or last
    # Where pages lie out of order, one whose number was not read may be any that is missing.
    for at, place in enumerate(places):
        if place is None and missing:
            places[at] = missing.pop(0)
    return places, tuple(missing)
