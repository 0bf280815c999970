"""Letters to learn from whose values are marked: what part each date, sum, period and code plays.

Several writers wrote the texts (role_texts/*.txt), letter by letter; a value is a slot in braces. Slots are
filled at random, and the words laid out on a page, so that the places of values are found as they are on a
letter that was read.
"""

from __future__ import annotations

import calendar
import datetime as dt
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from classify.clues import Kind
from classify.layout import Sheet
from ingest.letter import Capture, ReadPage
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform

TEXTS = Path(__file__).parent / "role_texts"
OTHER = "other"
# The role in each kind of values that a letter has one field for.
MAIN: dict[Kind, str] = {
    "date": "letter",
    "amount": "due_now",
    "period": "own",
    "code": "own",
    "taxpayer": "own",
}
# The part that a slot's value plays, by the kind of value that the place is found as.
ROLES: dict[str, dict[Kind, str]] = {
    "date": {"date": "letter"},
    "pay_by": {"date": "pay_by"},
    "answer_by": {"date": "answer_by"},
    "hearing_by": {"date": "hearing"},
    "end_by": {"date": "termination"},
    "amount": {"amount": "due_now"},
    "proposed": {"amount": "proposed"},
    "refund": {"amount": "refund"},
    "year": {"period": "own"},
    "quarter": {"period": "own"},
    "period_end": {"period": "own"},
    "code": {"code": "own"},
    "last4": {"taxpayer": "own"},
}
_SLOT = re.compile(r"\{(\w+)\}")
_LETTER_BEFORE = re.compile(r"\b(?:letter|ltr|notice|form)\W{1,2}$", re.IGNORECASE)
# Two years so close are those of one list, and not the same year twice.
_LISTED = 30


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A filled letter and the part of every value; what is not in ``roles`` plays none (``OTHER``)."""

    writer: str
    sheet: Sheet = field(repr=False)
    roles: dict[tuple[Kind, Any], str] = field(repr=False)


def written(folder: Path = TEXTS) -> Iterator[tuple[str, str]]:
    """Each text with slots, and its writer."""
    for path in sorted(folder.glob("*.txt")):
        for text in re.split(r"(?m)^---+\s*$", path.read_text("utf-8")):
            if "{" in text:
                yield path.stem, text.strip("\n")


def made(writer: str, text: str, chance: random.Random) -> MadeLetter:
    """A text with its slots filled, laid out on one page."""
    draw = _Values(chance)
    filled, at, last = "", 0, ""
    for slot in _SLOT.finditer(text):
        between = text[at : slot.start()]
        again = slot[1] == last and len(between) < _LISTED and "\n" not in between
        told = draw.of(slot[1], again=again)
        # "Letter {code}" with "Letter 1058" in its place.
        filled += between + (told.removeprefix("Letter ") if _LETTER_BEFORE.search(between) else told)
        at, last = slot.end(), slot[1]
    page = _page(filled + text[at:], chance)
    return MadeLetter(writer, Sheet(page, 0, first=True), draw.roles)


class _Values:
    """Made-up values of one letter: what a slot is filled with, each value for one slot only."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._letter = dt.date(2014, 1, 3) + dt.timedelta(chance.randrange(365 * 13))
        self._style = chance.choice(_STYLES)
        self._short = chance.random() < 0.25
        self._same: dict[str, str] = {}
        self._used: set[Any] = set()
        self.roles: dict[tuple[Kind, Any], str] = {}

    def of(self, slot: str, *, again: bool) -> str:
        """The text for a slot: the same as before, but for one that is listed and for values of others."""
        if slot in self._same and not again and not slot.startswith(("other", "plain")):
            return self._same[slot]
        draw: Callable[[str], str] = getattr(self, f"_{slot.removeprefix('other_')}")
        self._same[slot] = draw(slot)
        return self._same[slot]

    def _keep(self, slot: str, value: Any, *kinds: Kind) -> None:
        self._used.add(value)
        for kind in kinds:
            self.roles[kind, value] = ROLES.get(slot, {}).get(kind, OTHER)

    def _day(self, slot: str, first: int, last: int) -> str:
        """A day so many days from the letter's, in the style that the letter has mostly."""
        while True:
            value = self._letter + dt.timedelta(self._chance.randint(first, last))
            if value not in self._used:
                break
        self._keep(slot, value, "date", "period")
        return _told(value, self._style if self._chance.random() < 0.85 else self._chance.choice(_STYLES))

    def _date(self, slot: str) -> str:
        if slot == "date":
            return self._day(slot, 0, 0)
        near, far = self._chance.choice([(-60, -3), (-200, -20), (-900, -60), (2, 90)])
        return self._day(slot, near, far)

    def _pay_by(self, slot: str) -> str:
        return self._day(slot, 8, 35)

    def _answer_by(self, slot: str) -> str:
        return self._day(slot, 14, 65)

    def _hearing_by(self, slot: str) -> str:
        return self._day(slot, 28, 92)

    def _end_by(self, slot: str) -> str:
        return self._day(slot, 20, 60)

    def _year(self, slot: str) -> str:
        while True:
            year = self._letter.year - self._chance.choice((0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6))
            if dt.date(year, 12, 31) not in self._used:
                break
            if all(dt.date(self._letter.year - n, 12, 31) in self._used for n in range(7)):
                break
        self._keep(slot, dt.date(year, 12, 31), "period")
        return str(year)

    def _plain_year(self, slot: str) -> str:
        year = self._chance.choice([y for y in range(1986, 2009) if dt.date(y, 12, 31) not in self._used])
        self._keep(slot, dt.date(year, 12, 31), "period")
        return str(year)

    def _end_of_quarter(self) -> dt.date:
        while True:
            year, month = self._letter.year - self._chance.randint(0, 5), self._chance.choice((3, 6, 9, 12))
            value = dt.date(year, month, calendar.monthrange(year, month)[1])
            if value not in self._used and value < self._letter:
                return value

    def _period_end(self, slot: str) -> str:
        value = self._end_of_quarter()
        self._keep(slot, value, "date", "period")
        return _told(value, self._style)

    def _quarter(self, slot: str) -> str:
        value = self._end_of_quarter()
        self._keep(slot, value, "period")
        nth = self._chance.choice((("first", "second", "third", "fourth"), ("1st", "2nd", "3rd", "4th")))
        of = self._chance.choice((" of", ""))
        return f"{nth[value.month // 3 - 1]} quarter{of} {value.year}"

    def _amount(self, slot: str) -> str:
        while True:
            value = Decimal(int(10 ** self._chance.uniform(3.5, 7))) / 100
            if value not in self._used:
                break
        if self._short:
            value = Decimal(int(value) + 1)
        self._keep(slot, value, "amount")
        return f"${value:,.0f}" if self._short else f"${value:,.2f}"

    _proposed = _refund = _amount

    def _code(self, slot: str) -> str:
        value = self._chance.choice([code for code in _CODES if code not in self._used])
        self._keep(slot, value, "code")
        return value

    def _last4(self, slot: str) -> str:
        value = f"{self._chance.randrange(10_000):04d}"
        self._keep(slot, value, "taxpayer")
        return value


_CODES = (
    *("CP05", "CP11", "CP12", "CP14", "CP161", "CP2000", "CP215", "CP21B", "CP22A", "CP297", "CP49", "CP501"),
    *(
        "CP503",
        "CP504",
        "CP523",
        "CP71C",
        "CP75",
        "CP90",
        "LT11",
        "Letter 1058",
        "Letter 1153",
        "Letter 2645C",
    ),
    *("Letter 3172", "Letter 3219", "Letter 5071C", "Letter 525"),
)
# Most are told in words, with the month first.
_STYLES = (
    *["%B {day}, %Y"] * 6,
    *("%b {day}, %Y", "%b. {day}, %Y", "{day} %B %Y", "{month}/{day}/%Y", "%m/%d/%Y", "%Y-%m-%d"),
)


def _told(day: dt.date, style: str) -> str:
    return day.strftime(style).format(day=day.day, month=day.month)


_SIZE = (2550, 3300)
_LEFT, _LETTER, _CAPITAL, _ROW = 200.0, 15.0, 28.0, 44.0


def _page(text: str, chance: random.Random) -> ReadPage:
    """The text on a page, its paragraphs broken into lines."""
    wide = chance.randint(70, 118)
    words: list[Word] = []
    top = chance.uniform(100.0, 700.0)
    for paragraph in text.split("\n"):
        for line in _broken(paragraph, wide):
            words += _placed(line, top)
            top += _ROW
        # Paragraphs are parted, rows of facts are not.
        top += _ROW * (len(paragraph) > wide or not paragraph.strip())
    size = (_SIZE[0], max(_SIZE[1], int(top) + 200))
    reading = PageText(lines_of(words), size, Transform.identity(), "text layer", "plain")
    return ReadPage(1, size, (reading,), Capture("digital"))


def _broken(paragraph: str, wide: int) -> Iterator[str]:
    line = ""
    for piece in re.findall(r"\s*\S+", paragraph):
        if line and len(line) + len(piece) > wide:
            yield line
            line = piece.strip()
        else:
            line += piece
    yield line


def _placed(line: str, top: float) -> Sequence[Word]:
    """The words of a line where their letters stand in it."""
    return [
        Word(
            found[0],
            Box(_LEFT + _LETTER * found.start(), top, _LEFT + _LETTER * found.end(), top + _CAPITAL),
            99.0,
        )
        for found in re.finditer(r"\S+", line)
    ]
