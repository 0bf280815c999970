"""Rows of tables whose cells go on in the next line: a year under its date, a number under its form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from classify import grammar
from classify.layout import Sheet

# In a narrow column the year of a period stands on a line of its own, and so may the number of its form.
_LACKS_YEAR = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2},(?!\s*(?:19|20)\d\d)")
_LACKS_NUMBER = re.compile(r"\bForm(?!\W*\w*\d)")
# Between the phrases of a row.
_GAP = "   "
_YEAR_ONLY = re.compile(r"(?:19|20)\d\d")
_FORM_ONLY = re.compile("|".join(map(re.escape, grammar.TAX_FORMS)))


@dataclass(frozen=True, slots=True)
class Whole:
    """A row with what its cells have in the next line.

    Parameters
    ----------
    text
        The row with the ends of its dates and forms in their places.
    added
        Where something was put in, in letters of the row itself, and how many letters.

    """

    text: str
    added: tuple[tuple[int, int], ...] = ()

    def place(self, at: int) -> int:
        """Where in the row itself a letter of the text stands."""
        for start, length in self.added:
            at -= min(length, max(0, at - start))
        return at


def unwrapped(sheet: Sheet, number: int) -> Whole:
    """A row with the rest of its dates and forms.

    The year may have wrapped under the date, or the date stand in two lines of its cell, over and under the row.
    """
    text = sheet.rows[number].text
    above, below = (
        sheet.rows[at].text.strip() if 0 <= at < len(sheet.rows) else "" for at in (number - 1, number + 1)
    )
    if ends := _ends_below(sheet, number):
        whole, added = text, []
        for at, end in sorted(ends, reverse=True):
            whole = f"{whole[:at]} {end}{whole[at:]}"
            added.append((at, len(end) + 1))
        return Whole(whole, tuple(reversed(added)))
    money = next(grammar.money(text), None)
    if not (money and _YEAR_ONLY.fullmatch(below) and _LACKS_YEAR.fullmatch(above)):
        return Whole(text)
    if next(grammar.years(text[: money.start]), None):
        return Whole(text)
    put_in = f"{above} {below} "
    return Whole(f"{text[: money.start]}{put_in}{text[money.start :]}", ((money.start, len(put_in)),))


def _ends_below(sheet: Sheet, number: int) -> list[tuple[int, str]]:
    """What stands in the next line under an unfinished date or form of a row, and where in the row it belongs."""
    text = sheet.rows[number].text
    lacks = [(found, _YEAR_ONLY) for found in _LACKS_YEAR.finditer(text)]
    if not lacks or number + 1 == len(sheet.rows):
        return []
    lacks += [(found, _FORM_ONLY) for found in _LACKS_NUMBER.finditer(text)]
    line = sheet.rows[number + 1].text
    if next(grammar.money(line), None):
        return []
    below = [sheet.row_spot(number + 1, found.start(), found.end()) for found in re.finditer(r"\S+", line)]
    ends: list[tuple[int, str]] = []
    for found, kind in lacks:
        # A number may stand under any word of its cell: "Income / Form" over "1040".
        start = found.start() if kind is _YEAR_ONLY else text.rfind(_GAP, 0, found.start()) + 1
        box = sheet.row_spot(number, start, found.end()).upright
        fits = [spot for spot in below if kind.fullmatch(spot.text)]
        under = [spot for spot in fits if box.left <= spot.upright.middle[0] <= box.right]
        # The only thing in a line belongs to the only date that lacks it.
        if words := under or (fits if len(below) == len(lacks) == 1 else []):
            ends.append((found.end(), words[0].text))
    return ends
