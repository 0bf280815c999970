"""Dates as IRS letters print them, and the business days of the District of Columbia."""

from __future__ import annotations

import datetime as dt
import functools

_FIXED = ((1, 1), (4, 16), (6, 19), (7, 4), (11, 11), (12, 25))
# month, weekday (Monday is 0), which one in the month (-1 is the last)
_FLOATING = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    if nth < 0:
        nxt = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
        return nxt - dt.timedelta(days=(nxt.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


@functools.cache
def dc_holidays(year: int) -> frozenset[dt.date]:
    """Legal holidays in the District of Columbia as observed in `year`."""
    days = {_nth_weekday(year, *rule) for rule in _FLOATING}
    for month, day in _FIXED:
        if (month, day) == (6, 19) and year < 2021:
            continue
        date = dt.date(year, month, day)
        shift = {5: -1, 6: 1}.get(date.weekday(), 0)
        days.add(date + dt.timedelta(days=shift))
    if year % 4 == 1:
        days.add(dt.date(year, 1, 20))
    return frozenset(days)


def add_business_days(start: dt.date, count: int) -> dt.date:
    """The `count`-th business day after `start`."""
    day = start
    while count:
        day += dt.timedelta(days=1)
        if day.weekday() < 5 and day not in dc_holidays(day.year):
            count -= 1
    return day


def written(day: dt.date, style: str = "long") -> str:
    """`day` in one of the styles of the letters: long, short, slash or dash."""
    if style == "slash":
        return day.strftime("%m/%d/%Y")
    if style == "dash":
        return day.strftime("%m-%d-%Y")
    # May to July are not shortened in the IRS's own style
    short = style == "short" and len(day.strftime("%B")) > 4
    month = day.strftime("%b.").replace("Sep.", "Sept.") if short else day.strftime("%B")
    return f"{month} {day.day}, {day.year}"
