"""Calendar rules of the second maker: DC legal holidays, business days, printed forms."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th given weekday of a month (n = -1: the last one)."""
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))
    nxt = date(year + month // 12, month % 12 + 1, 1)
    last = nxt - timedelta(1)
    return last - timedelta((last.weekday() - weekday) % 7)


def _observed(day: date) -> date:
    """The day a fixed holiday is kept: Saturday moves to Friday, Sunday to Monday."""
    if day.weekday() == 5:
        return day - timedelta(1)
    if day.weekday() == 6:
        return day + timedelta(1)
    return day


@cache
def dc_holidays(year: int) -> frozenset[date]:
    """Legal holidays in the District of Columbia that may fall in a year."""
    fixed = [date(y, 1, 1) for y in (year, year + 1)]
    fixed += [date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= 2005:
        fixed.append(date(year, 4, 16))
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    days = {_observed(d) for d in fixed}
    days |= {
        _nth_weekday(year, 1, 0, 3),
        _nth_weekday(year, 2, 0, 3),
        _nth_weekday(year, 5, 0, -1),
        _nth_weekday(year, 9, 0, 1),
        _nth_weekday(year, 10, 0, 2),
        _nth_weekday(year, 11, 3, 4),
    }
    if year % 4 == 1:
        inauguration = date(year, 1, 20)
        days.add(inauguration + timedelta(inauguration.weekday() == 6))
    return frozenset(days)


def is_business_day(day: date) -> bool:
    """Neither a weekend nor a legal holiday in DC."""
    return day.weekday() < 5 and day not in dc_holidays(day.year)


def roll(day: date) -> date:
    """A last day set by law moves on to the next business day."""
    while not is_business_day(day):
        day += timedelta(1)
    return day


def add_business_days(day: date, n: int) -> date:
    """The n-th business day after a day."""
    while n > 0:
        day += timedelta(1)
        n -= is_business_day(day)
    return day


def payment_date(notice: date, amount: float) -> date:
    """21 calendar days after notice and demand, 10 business days from $100,000 on."""
    if amount >= 100_000:
        return add_business_days(notice, 10)
    return roll(notice + timedelta(21))


def hearing_date(notice: date) -> date:
    """Last day to ask for a levy hearing: the 30th day, moved off weekends and holidays."""
    return roll(notice + timedelta(30))


def lien_hearing_date(filed: date) -> date:
    """Last day to ask for a lien hearing: 30 days after five business days from filing."""
    return roll(add_business_days(filed, 5) + timedelta(30))


def petition_date(notice: date) -> date:
    """Last day to petition the Tax Court (addresses in the United States)."""
    return roll(notice + timedelta(90))


def long_date(d: date) -> str:
    """January 30, 2018."""
    return f"{MONTHS[d.month - 1]} {d.day}, {d.year}"


def short_caps(d: date) -> str:
    """JAN. 30, 2006, with MAY and JUNE unshortened as the old printers had them."""
    name = MONTHS[d.month - 1].upper()
    name = name if len(name) <= 4 else ("SEPT." if d.month == 9 else name[:3] + ".")
    return f"{name} {d.day:02d}, {d.year}"


def caps_nodot(d: date) -> str:
    """JAN 30, 2006."""
    return f"{MONTHS[d.month - 1][:3].upper()} {d.day}, {d.year}"


def mixed_short(d: date) -> str:
    """Dec. 31, 2003."""
    name = MONTHS[d.month - 1]
    name = name if len(name) <= 4 else ("Sept." if d.month == 9 else name[:3] + ".")
    return f"{name} {d.day}, {d.year}"


def dashes(d: date) -> str:
    """01-30-2006."""
    return f"{d.month:02d}-{d.day:02d}-{d.year}"


def slashes(d: date) -> str:
    """01/30/2006."""
    return f"{d.month:02d}/{d.day:02d}/{d.year}"


FORMATS = {
    "long": long_date,
    "caps": short_caps,
    "nodot": caps_nodot,
    "mixed": mixed_short,
    "dash": dashes,
    "slash": slashes,
}
