"""Business days as the tax law counts them: no weekends, no legal holidays of the District of Columbia.

Source: IRC 7503 and Treas. Reg. 301.7503-1 (a last day that falls on a Saturday, Sunday or legal holiday
in the District of Columbia moves to the next day that is none of these); D.C. Code 28-2701 for the days
themselves. The law also knows statewide holidays where an act is done at an IRS office outside the
District; they are left out, so that a date is never later than it may be.

The days come from the library `holidays`, which tests hold against a frozen table for ``VERIFIED`` years.
In any other year nothing is known of legal holidays: only weekends count, which can make a date too early
but never too late, and whoever uses it says that it is an estimate.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

_DAY = dt.timedelta(days=1)
# The years whose legal holidays are held against a frozen table (tests/classify/dc_holidays.toml).
VERIFIED = range(2015, 2036)


@lru_cache(maxsize=256)
def _holidays_of(year: int) -> dict[dt.date, str]:
    """The legal holidays of the District kept in a calendar year, by day; none where it is not verified."""
    if year not in VERIFIED:
        return {}
    # Loading the calendars of the world takes a quarter of a second: only where a date is worked out.
    import holidays

    found = holidays.country_holidays("US", subdiv="DC", years=year, observed=True)
    # New Year's Day on a Saturday is kept on December 31 of the year before; the library files it there.
    return {day: name for day, name in found.items() if day.year == year}


def is_verified(day: dt.date) -> bool:
    """Whether the legal holidays of the day's year are known here."""
    return day.year in VERIFIED


def holiday_name(day: dt.date) -> str | None:
    """What the legal holiday on this day is called, or None where there is none or none is known."""
    return _holidays_of(day.year).get(day)


def is_business_day(day: dt.date) -> bool:
    """Whether the day is none of Saturday, Sunday and legal holiday in the District of Columbia."""
    return day.weekday() < 5 and holiday_name(day) is None


def next_business_day(day: dt.date) -> dt.date:
    """The day itself where it is a business day, else the next one (the roll of IRC 7503)."""
    while not is_business_day(day):
        day += _DAY
    return day


def last_business_day(day: dt.date) -> dt.date:
    """The day itself where it is a business day, else the one before it."""
    while not is_business_day(day):
        day -= _DAY
    return day


def add_business_days(day: dt.date, count: int) -> dt.date:
    """The ``count``-th business day after a day, which itself is never counted.

    Raises
    ------
    ValueError
        for a negative count.

    """
    if count < 0:
        raise ValueError("business days are counted forward")
    for _ in range(count):
        day = next_business_day(day + _DAY)
    return day


def business_days_between(one: dt.date, other: dt.date) -> int:
    """How many business days lie after the earlier of two days, up to and with the later one."""
    day, end = sorted((one, other))
    count = 0
    while day < end:
        day += _DAY
        count += is_business_day(day)
    return count


def why_not_business_day(day: dt.date) -> str | None:
    """Why no business is done on the day, as words after ``is``; None for a business day."""
    name = holiday_name(day)
    if name is not None:
        return f"{name}, a legal holiday in the District of Columbia"
    return f"a {day:%A}" if day.weekday() >= 5 else None


def spoken(day: dt.date, *, weekday: bool = False) -> str:
    """A date as a letter writes it: ``March 11, 2024``, or ``Monday, March 11, 2024``."""
    plain = f"{day:%B} {day.day}, {day.year}"
    return f"{day:%A}, {plain}" if weekday else plain


def short(day: dt.date) -> str:
    """A date without its year: ``March 11``."""
    return f"{day:%B} {day.day}"


def agree(one: dt.date, other: dt.date) -> bool:
    """Whether two dates differ by no more than a weekend, a holiday or one business day."""
    return business_days_between(one, other) <= 1
