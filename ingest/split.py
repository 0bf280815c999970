"""Pages to letters: which pages of a file belong together, in which order, and which are missing.

The pages are dealt out in the cheapest way (ingest/deal.py). What the next best ways do otherwise is not
certain, and the letters it touches say so.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, permutations
from typing import Any

from ingest.deal import DEALT, MARKS, Pile, Run, ways
from ingest.imprint import Imprint, encloses_lien, has_number, imprint_of, is_lien
from ingest.letter import Letter, ReadPage, Signs
from ingest.sense import known_letters, sense

# What a way of dealing costs less than this above the best is a doubt.
_UNSURE_WITHIN = 3.5
# So much of letterhead, addresses and salutation makes a page the first one.
_SURE_OPENING = 3
# Less than this of a head tells nothing of what it lacks; rows of names and numbers make so much sense.
_LEAST_SENSE, _LEAST_LETTERS = 0.45, 24.0
# Two pictures of one page have this share of their words in common; twin letters have other sums and years.
_ALIKE = 0.8


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
    pile = _pile_of(before)
    agree, near, differ = pile.differences(imprint)
    if differ or imprint.number not in {None, *_next_numbers(pile)} or imprint.number == 1:
        return False
    if imprint.count is None or imprint.number is None:
        named = bool(agree) and not near and imprint.opening == 0
        return named and not pile.counts and _is_a_sheet(page) and _is_legible(page)
    return not pile.counts or imprint.count in pile.counts


def _pile_of(pages: Sequence[ReadPage]) -> Pile:
    return Pile.of([known for known in map(imprint_of, pages) if known.paper in DEALT])


def begins_nothing(page: ReadPage, before: Sequence[ReadPage]) -> bool:
    """Whether a scanned page has a legible head with no mark of any letter and nothing that a first page has.

    Such a page is one more of running text, unless the letter before it has all its pages or this one is not
    the next of them.
    """
    imprint = imprint_of(page)
    pile = _pile_of(before)
    marked = any(getattr(imprint, name) for name in MARKS)
    plain = imprint.paper == "sheet" and imprint.opening == 0 and not marked
    number = max(_next_numbers(pile)) if imprint.number is None else imprint.number
    awaited = number in _next_numbers(pile) and number <= min(pile.counts, default=number)
    return plain and awaited and _is_a_sheet(page) and _is_legible(page)


def _next_numbers(pile: Pile) -> frozenset[int]:
    """The number behind the last one that was read, and behind as many pages: a number may be unread."""
    return frozenset(last + 1 for last in (pile.last_number, len(pile.run)) if last)


def _is_a_sheet(page: ReadPage) -> bool:
    """Whether what was read of it is a sheet and no more: a scan's, or that which was found in a photo."""
    cut = any("sides_cut" in dict(note.settings) for note in page.steps)
    return cut or page.capture.kind in {"scan", "fax"}


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
    as_printed = list(_liens_enclosed(section, [imprint_of(page, pages) for page in section]))
    imprints = _leaflets_through(as_printed)
    dealt = ways(imprints)
    best = dealt[0]
    runs = sorted(pile.run for pile in best.piles) or [()]
    doubtful = {pile.run for pile, other in permutations(best.piles, 2) if pile.may_be_of(other)}
    if len(runs) > 1:
        doubtful.update(pile.run for pile in best.piles if pile.may_be_of_any)
    doubtful.update(
        _may_lack_a_neighbour(best.piles), _may_lack_an_inner_page(best.piles, as_printed, imprints)
    )
    doubtful.update(_may_hold_anothers(best.piles, imprints))
    for other in dealt[1:]:
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


def _may_lack_a_neighbour(piles: Sequence[Pile]) -> Iterator[Run]:
    """The letters that lack a page, and those beside them that say nothing and may be that page."""
    owner = {at: pile for pile in piles for at in pile.run}
    order = sorted(owner)
    for at, behind in pairwise(order):
        pair = owner[at], owner[behind]
        for silent, lacking in (pair, pair[::-1]):
            if silent.is_silent and len(silent.run) <= lacking.lacks:
                yield from (silent.run, lacking.run)


def _may_lack_an_inner_page(
    piles: Sequence[Pile], as_printed: Sequence[Imprint], imprints: Sequence[Imprint]
) -> Iterator[Run]:
    """The letters that lack a page where one that says nothing lies before them as the last of a leaflet."""
    owner = {at: pile for pile in piles for at in pile.run}
    paper = [at for at, imprint in enumerate(imprints) if imprint.paper != "blank"]
    for at, behind in pairwise(paper):
        inner = as_printed[at].paper == "sheet" and imprints[at].paper == "leaflet"
        if inner and behind in owner and owner[behind].lacks:
            before = next((owner[near] for near in range(at, -1, -1) if near in owner), owner[behind])
            yield from (before.run, owner[behind].run)


def _may_hold_anothers(piles: Sequence[Pile], imprints: Sequence[Imprint]) -> Iterator[Run]:
    """The letters that count nothing, with a further page that has an address and says nothing more."""
    for pile in piles:
        later = [imprints[at] for at in pile.run[1:]]
        if not pile.counts and any(
            page.opening and page.number is None and not page.names_letter for page in later
        ):
            yield pile.run


def _taken_twice(
    piles: Sequence[Pile], section: Sequence[ReadPage], imprints: Sequence[Imprint]
) -> dict[Run, Run]:
    """The runs that only hold pages of a whole letter once more, with its run: a feeder took them twice.

    A run that lacks nothing is a second copy of the letter, and a letter by itself.
    """

    def is_again(at: int, letter: Pile) -> bool:
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


def _liens_enclosed(section: Sequence[ReadPage], imprints: Sequence[Imprint]) -> Iterator[Imprint]:
    """The imprints; a notice of lien behind the letter that encloses a copy of it is no letter by itself.

    It is one of the same taxpayer's, whose number stands on both; what names nobody is a letter by itself.
    """
    letter: tuple[ReadPage, Imprint] | None = None
    for page, imprint in zip(section, imprints, strict=True):
        last_four = letter[1].last_four if letter and encloses_lien(*letter) and is_lien(page) else None
        if last_four and has_number(page, last_four):
            yield dataclasses.replace(imprint, paper="leaflet")
            continue
        if imprint.paper in DEALT:
            # Of a letter of several pages the first tells, and any of them may list what is enclosed.
            begins = letter is None or imprint.opening >= _SURE_OPENING or encloses_lien(page, imprint)
            letter = (page, imprint) if begins else letter
        yield imprint


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


def _with_loose_paper(
    runs: Sequence[Run], imprints: Sequence[Imprint], again: Mapping[Run, Run]
) -> dict[Run, list[int]]:
    """Each run with what lies behind its pages, blank, leaflet or envelope; the first, with what lies before.

    The cover of a fax lies before its letter.

    Pages that were taken twice come to the letter that has them already.
    """
    owner = {at: again.get(run, run) for run in runs for at in run}
    first = again.get(runs[0], runs[0])
    dealt: dict[Run, list[int]] = {run: [] for run in runs if run not in again}
    for at, imprint in enumerate(imprints):
        before = next((owner[near] for near in range(at, -1, -1) if near in owner), first)
        behind = next((owner[near] for near in range(at, len(imprints)) if near in owner), before)
        dealt[behind if imprint.paper == "cover" else before].append(at)
    return dealt


def _letter(pages: Sequence[ReadPage], imprints: Sequence[Imprint], *, unsure: bool) -> Letter:
    """One letter of all that was dealt to it: its own pages in their order, and what came with them."""
    dealt = list(zip(pages, imprints, strict=True))
    if not any(imprint.paper in DEALT for imprint in imprints):
        return Letter("", tuple(pages), (), unsure)
    places, missing = _places([imprint for imprint in imprints if imprint.paper in DEALT])
    waiting = iter(places)
    own: list[list[ReadPage]] = []
    keys: list[int] = []
    leading: list[ReadPage] = []
    enclosures: list[ReadPage] = []
    for page, imprint in dealt:
        if imprint.paper in {"leaflet", "envelope", "cover"}:
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
    return Signs(tuple(sorted(numbers)), *(alike(name) for name in ("count", *MARKS)))


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
