"""Lists of tax periods: which periods go on with one that has the label, in a row, a column or a sentence."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from classify import grammar
from classify.extract.period_form import form_left
from classify.layout import Spot, same_place
from ingest.transform import Box

# A list, or a part of it, and nothing else.
LIST = re.compile(rf"(?=.*\d){grammar.LISTED}[\s,;&()]*")


# What stands between two dates of a list in running text.
_JOINER = re.compile(r"[\s,;&()]*(?:\$ ?[\d,]+(?:\.\d\d)?)?[\s,;&()]*(?:and\b)?[\s,;&()]*")


def follows(one: Spot, other: Spot) -> bool:
    """Whether one date stands right behind another in the same sentence."""
    words = one.text.lower().rstrip(".,; ")
    _, there, between = other.around.before.rpartition(words)
    return (
        bool(there)
        and (one.page, one.reading) == (other.page, other.reading)
        and bool(_JOINER.fullmatch(between))
    )


# A list with more to come: "12-31-2020, 12-31-2021,".
_MORE = re.compile(r"\S*?\s*(?:[,;&]\s*(?:and)?|and)\s*")


def breaks_off(listed: Sequence[Spot]) -> bool:
    """Whether a list that has a label goes on, in its line or behind its end, and no reading has what follows."""
    last = [spot for spot in listed if _has_more(spot) and not _has_next(spot, listed)]
    others = [spot for spot in listed if spot not in last]
    return any(not any(same_place(spot, other) for other in others) for spot in last)


def _has_more(spot: Spot) -> bool:
    rest = spot.around.rest
    if _MORE.fullmatch(f"{spot.text.split()[-1]} {rest}"):
        return True
    told = (grammar.dates(rest), grammar.years(rest), grammar.months(rest))
    return LIST.fullmatch(rest) is not None and any(True for found in told for _ in found)


def _has_next(spot: Spot, listed: Sequence[Spot]) -> bool:
    return any(follows(spot, other) or is_below(other, spot) for other in listed)


def goes_on(labelled: Spot, spot: Spot) -> bool:
    """Whether a period goes on with a list in a box whose first one has the label: "Tax years | 2006, 2008"."""
    same_row = (spot.page, spot.reading, spot.row) == (labelled.page, labelled.reading, labelled.row)
    return same_row and LIST.fullmatch(spot.around.same_line) is not None


def is_further(labelled: Spot, spot: Spot) -> bool:
    """Whether a period is a further one of those of which the first has the label."""
    return goes_on(labelled, spot) or _stands_beside(labelled, spot)


def _stands_beside(labelled: Spot, spot: Spot) -> bool:
    """Whether a period is the next one of a row whose periods stand far apart."""
    same_row = (spot.page, spot.reading, spot.row) == (labelled.page, labelled.reading, labelled.row)
    left = _DIGITS.findall(spot.around.left)
    # In a strip of boxes each value has its own label over it: "Tax period | Notice date".
    own = _OF_A_DAY.search(next(iter(spot.around.above), ""))
    return (
        same_row
        and not own
        and bool(left)
        and left[-len(_DIGITS.findall(labelled.text)) :] == _DIGITS.findall(labelled.text)
    )


# What stands left of a value and is its label, as the next row of a box has one; an address there is none.
LABELS = re.compile(
    r":\W*$|\b(?:date|notice|letter|number|form|by|due|id|period|year|quarter|contact|person|fax|telephone)\b"
)
_OF_A_DAY = re.compile(r"\b(?:date|dated|due|by)\b")
_DIGITS = re.compile(r"\d")
# A value under another begins as far to the left, and within so much of its height below it.
_UNDER, _BESIDE = 1.6, 0.8


def is_below(spot: Spot, above: Spot) -> bool:
    """Whether a period stands below another in the same box or the same column."""
    return _is_right_under(spot, above) or _is_next_in_column(spot, above)


def _is_right_under(spot: Spot, above: Spot) -> bool:
    """Whether a value stands in the line below another, as both do in a box."""
    box, over = spot.upright, above.upright
    height = max(box.height, over.height)
    return (
        (spot.page, spot.reading) == (above.page, above.reading)
        and abs(box.left - over.left) < _BESIDE * height
        and 0 <= box.top - over.bottom + 0.5 * height < (_UNDER + 0.5) * height
    )


def _is_next_in_column(spot: Spot, above: Spot) -> bool:
    """Whether a period is the next one of a column with a heading, whose rows may lie far apart."""
    headed = above.around.above and (form_left(above) or not LABELS.search(above.around.left))
    # Behind a row with money may come one without: "Form 1040 | 2001 | return not filed".
    of_table = not above.around.left and form_left(spot)
    return bool(
        (headed or of_table)
        and (spot.page, spot.reading) == (above.page, above.reading)
        and _DIGITS.findall(next(iter(spot.around.above), "")) == _DIGITS.findall(above.text)
        and abs(spot.upright.left - above.upright.left)
        < _BESIDE * max(spot.upright.height, above.upright.height)
    )


# "2021 through 2023" in a box.
_THROUGH = re.compile(r"^\W*(?:through|thru|to|[-–—])\W*((?:19|20)\d\d)\b")
_MOST_YEARS = 10
# In months.
_YEAR, _QUARTER = 12, 3


# A range whose end stands in the next line.
_WRAPS = re.compile(r"\W*(?:through|thru|to|[-–—])\W*")


def range_behind(spot: Spot) -> str:
    """What follows a period where a range would: in its line, or in the next where "through" ends it."""
    return spot.around.after if _WRAPS.fullmatch(spot.around.rest) else spot.around.rest


def years_through(first: int, spot: Spot) -> range:
    """The years behind a year with a label up to the one that its range ends with; empty without a range."""
    found = _THROUGH.match(range_behind(spot))
    last = int(found[1]) if found else first
    return range(first + 1, last + 1) if first < last <= first + _MOST_YEARS else range(0)


def shifted(spot: Spot, widths: int) -> Spot:
    """The spot of a year of a range, so many widths of the first one to the right: no other stands at its place."""
    if not widths:
        return spot
    box, upright = (
        Box(b.left + widths * b.width, b.top, b.right + widths * b.width, b.bottom)
        for b in (spot.box, spot.upright)
    )
    return replace(spot, box=box, upright=upright)


def ends_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The ends of the years, or else of the quarters, from one period to another; these two where neither fits."""
    step = _YEAR if first.month == last.month else _QUARTER
    months = (last.year - first.year) * _YEAR + last.month - first.month
    if months % step or not 0 <= months <= _MOST_YEARS * step:
        return [first, last]
    at = first.year * _YEAR + first.month - 1
    years = [divmod(at + more, _YEAR) for more in range(0, months + 1, step)]
    return [dt.date(year, n + 1, calendar.monthrange(year, n + 1)[1]) for year, n in years]


# The span of a period by its days.
_TO_DAY = re.compile(r"^[\s,]*(?:[-–—]|to\b|through\b|thru\b)\W*")


def whole_period(first: dt.date, spot: Spot) -> dt.date | None:
    """The end of the quarter or year that a day and the one behind it span: "04/01/2017 - 06/30/2017"."""
    # The second day may stand in the next line.
    behind = spot.around.after
    last = next(grammar.dates(behind), None) if _TO_DAY.match(behind) else None
    if last is None or first.day != 1 or not grammar.is_month_end(last.value):
        return None
    months = (last.value.year - first.year) * _YEAR + last.value.month - first.month + 1
    return last.value if months in {_QUARTER, _YEAR} else None
