"""What a learned model may know of a value: the words around it, and how it stands to others of its kind.

The same clues are made of the same places when the model is trained and when it is asked.
"""

from __future__ import annotations

import bisect
import collections
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from classify import grammar
from classify.extract.notice_code import known_codes
from classify.layout import SIGNS, Sheet, Spot, Surroundings

Kind: TypeAlias = Literal["date", "amount", "period", "code", "taxpayer"]
KINDS: tuple[Kind, ...] = ("date", "amount", "period", "code", "taxpayer")


@dataclass(frozen=True, slots=True)
class Place:
    """A value of some kind where it stands.

    ``value`` is a date, an amount, the last day of a period, the name of a notice code, or four digits
    that may end a taxpayer's number; ``standing`` says how it stands to the others of its kind.
    """

    value: Any = field(repr=False)
    spot: Spot
    standing: tuple[str, ...] = field(repr=False)

    @property
    def clues(self) -> tuple[str, ...]:
        """What speaks for its part on the letter."""
        return (*_words(self.spot.around), *self.standing)


def places(sheets: Sequence[Sheet], kind: Kind) -> list[Place]:
    """Every value of a kind on the first reading of each page, in reading order."""
    find = _FOUND[kind]
    found = [(value, spot) for sheet in sheets if not sheet.reading for value, spot in find(sheet)]
    standing = _standing([value for value, _ in found])
    return [
        Place(value, spot, (*told, f"page {spot.first}"))
        for (value, spot), told in zip(found, standing, strict=True)
    ]


def _dates(sheet: Sheet) -> Iterator[tuple[dt.date, Spot]]:
    for match, spot in sheet.found(grammar.dates):
        yield match.value, spot


def _amounts(sheet: Sheet) -> Iterator[tuple[Any, Spot]]:
    for match, spot in sheet.found(grammar.money):
        yield match.value, spot


# The year of "first and second quarters of 2021" is none by itself.
_OF_QUARTERS = re.compile(r"\bquarters,?(?: of)?\W*$")


def _periods(sheet: Sheet) -> Iterator[tuple[dt.date, Spot]]:
    """Years, quarters and days that may end a period, as their last days."""
    ends = [(end, spot) for match, spot in sheet.found(grammar.quarter_lists) for end in match.value]
    listed = {(end, spot.row) for end, spot in ends}
    quarters = ((match.value, spot) for match, spot in sheet.found(grammar.quarters))
    ends += [(end, spot) for end, spot in quarters if (end, spot.row) not in listed]
    ends += [
        (match.value, spot) for match, spot in sheet.found(grammar.dates) if grammar.is_month_end(match.value)
    ]
    taken = {(spot.row, round(spot.box.right)) for _, spot in ends}
    for match, spot in sheet.found(grammar.years):
        of_list = _OF_QUARTERS.search(spot.around.before)
        if not of_list and (spot.row, round(spot.box.right)) not in taken:
            ends.append((dt.date(match.value, 12, 31), spot))
    yield from sorted(ends, key=lambda end: (end[1].row, end[1].box.left))


def _codes(sheet: Sheet) -> Iterator[tuple[str, Spot]]:
    for match, spot in sheet.found(known_codes):
        if name := next((code.name for code in match.value if code.known), None):
            yield name, spot


def _fours(sheet: Sheet) -> Iterator[tuple[str, Spot]]:
    for match, spot in sheet.found(grammar.bare_fours):
        yield match.value, spot


_FOUND: dict[Kind, Callable[[Sheet], Iterator[tuple[Any, Spot]]]] = {
    "date": _dates,
    "amount": _amounts,
    "period": _periods,
    "code": _codes,
    "taxpayer": _fours,
}

# So many words before and behind a value speak, the nearest of them in runs as well.
_BEFORE, _BEHIND, _NEAR = 14, 9, 5
_DAY = re.compile(grammar.DAY)
_SUM = re.compile(r"\$ ?\d[\d,]*(?:\.\d\d)?")
_CODE = re.compile(r"\b(?:cp|lt)[- ]?\d{1,4}[a-z]{0,2}\b|\bletter \d{2,4}[a-z]?\b|\b\d{3,4}c\b")
_WORD = re.compile(r"[A-Z]+|[a-z]+(?:['\u2019][a-z]+)?|\d+|[:?(|;]")


def _words(around: Surroundings) -> Iterator[str]:
    before, behind = _told(around.before)[-_BEFORE:], _told(around.after)[:_BEHIND]
    yield from (f"before {word}" for word in before)
    yield from (f"behind {word}" for word in behind)
    yield from (f"near before {word}" for word in before[-_NEAR:])
    yield from (f"near behind {word}" for word in behind[:_NEAR])
    yield from _runs("before", before[::-1][:_NEAR])
    yield from _runs("behind", behind[:_NEAR])
    if not around.same_line.strip(SIGNS):
        for where, label in (("left", around.left), ("above", next(iter(around.above), ""))):
            yield from (f"label {word}" for word in _told(label)[-_BEFORE:])
            yield f"{where} {bool(label.strip())}"
    yield f"ends {not around.rest.strip()}"
    yield f"begins {not around.before.strip()}"


def _told(text: str) -> list[str]:
    """The words of a text; dates, sums and codes are told as such, and other numbers by their length."""
    text = _SUM.sub(" SUM ", _DAY.sub(" DAY ", _CODE.sub(" CODE ", text)))
    return [f"#{len(word)}" if word.isdigit() else word for word in _WORD.findall(text)]


def _runs(where: str, words: Sequence[str]) -> Iterator[str]:
    """Words next to a value, and runs of two and three of them, by how near they are."""
    for at, word in enumerate(words):
        yield f"{where} {at} {word}"
    for length in (2, 3):
        for at in range(len(words) - length + 1):
            yield f"{where} {' '.join(words[at : at + length])}"
    if len(words) > 1:
        yield f"{where} next {words[0]} {words[1]}"


# Days between a value and the next later one of its kind.
_GAPS = (9, 16, 25, 35, 64, 190, 400)


def _standing(values: Sequence[Any]) -> Iterator[tuple[str, ...]]:
    """How each value stands to the others of its kind: in order, in size, by what lies between."""
    times = collections.Counter(values)
    distinct = sorted(times)
    ranks = {value: rank for rank, value in enumerate(distinct)}
    for at, value in enumerate(values):
        rank = ranks[value]
        told = [f"place {min(at, 3)} of {min(len(values), 6)}"]
        told += [f"later {min(len(distinct) - rank - 1, 3)}", f"earlier {min(rank, 3)}"]
        told.append(f"times {min(times[value], 3)}")
        yield (*told, *(_among_days(value, rank, distinct) if isinstance(value, dt.date) else ()))


def _among_days(value: dt.date, rank: int, distinct: Sequence[dt.date]) -> Iterator[str]:
    """How far the day before and the next one of a letter are from one of its days."""
    if rank + 1 < len(distinct):
        yield f"next in {bisect.bisect(_GAPS, (distinct[rank + 1] - value).days)}"
    if rank:
        yield f"last was {bisect.bisect(_GAPS, (value - distinct[rank - 1]).days)}"
    yield f"month end {grammar.is_month_end(value)}"
