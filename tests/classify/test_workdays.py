"""Business days, held against a calendar worked out here by the rules of D.C. Code 28-2701."""

from __future__ import annotations

import datetime as dt

import pytest

from classify.workdays import (
    add_business_days,
    business_days_between,
    holiday_name,
    is_business_day,
    last_business_day,
    next_business_day,
    why_not_business_day,
)

D = dt.date
YEARS = range(2015, 2036)


def nth(year: int, month: int, weekday: int, number: int) -> dt.date:
    """The number-th weekday (Monday is 0) of a month."""
    first = D(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def last_monday_of_may(year: int) -> dt.date:
    day = D(year, 5, 31)
    return day - dt.timedelta(days=day.weekday())


def kept(day: dt.date) -> dt.date:
    """The weekday on which a holiday of fixed date is kept: Friday for Saturday, Monday for Sunday."""
    return day + dt.timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def weekday_holidays(year: int) -> set[dt.date]:
    """Legal holidays of the District that fall on, or are moved to, a weekday of this year."""
    fixed = [(1, 1), (4, 16), (7, 4), (11, 11), (12, 25)] + ([(6, 19)] if year >= 2021 else [])
    days = {kept(D(year, month, day)) for month, day in fixed} | {kept(D(year + 1, 1, 1))}
    days |= {nth(year, 1, 0, 3), nth(year, 2, 0, 3), last_monday_of_may(year)}
    days |= {nth(year, 9, 0, 1), nth(year, 10, 0, 2), nth(year, 11, 3, 4)}
    if year % 4 == 1:  # Inauguration Day: moved off a Sunday, but not off a Saturday
        inauguration = D(year, 1, 20)
        days.add(inauguration + dt.timedelta(days=1) if inauguration.weekday() == 6 else inauguration)
    return {day for day in days if day.year == year and day.weekday() < 5}


# Years in which something moves, written out by hand from a calendar.
WRITTEN_OUT = {
    2016: ["01-01", "01-18", "02-15", "04-15", "05-30", "07-04", "09-05", "10-10", "11-11", "11-24", "12-26"],
    2017: [
        *("01-02", "01-16", "01-20", "02-20", "04-17", "05-29", "07-04", "09-04", "10-09", "11-10"),
        *("11-23", "12-25"),
    ],
    2021: [
        *("01-01", "01-18", "01-20", "02-15", "04-16", "05-31", "06-18", "07-05", "09-06", "10-11"),
        *("11-11", "11-25", "12-24", "12-31"),
    ],
    2022: [
        *("01-17", "02-21", "04-15", "05-30", "06-20", "07-04", "09-05", "10-10", "11-11", "11-24", "12-26"),
    ],
    2025: [
        *("01-01", "01-20", "02-17", "04-16", "05-26", "06-19", "07-04", "09-01", "10-13", "11-11"),
        *("11-27", "12-25"),
    ],
    2029: [
        *("01-01", "01-15", "02-19", "04-16", "05-28", "06-19", "07-04", "09-03", "10-08", "11-12"),
        *("11-22", "12-25"),
    ],
}


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_frozen_table(year: int) -> None:
    table = weekday_holidays(year)
    day = D(year, 1, 1)
    while day.year == year:
        assert is_business_day(day) == (day.weekday() < 5 and day not in table), day
        day += dt.timedelta(days=1)


@pytest.mark.parametrize("year", WRITTEN_OUT)
def test_the_rules_of_the_table_against_years_written_out(year: int) -> None:
    assert sorted(f"{day:%m-%d}" for day in weekday_holidays(year)) == WRITTEN_OUT[year]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2016, 4, 15), False),  # Emancipation Day on a Saturday is kept on Friday
        (D(2017, 4, 17), False),  # on a Sunday, on Monday
        (D(2018, 4, 16), False),  # on a Monday
        (D(2021, 4, 16), False),  # on a Friday
        (D(2013, 1, 21), False),  # Inauguration Day 2013 was a Sunday: kept on Monday
        (D(2017, 1, 20), False),  # a Friday
        (D(2029, 1, 19), True),  # a Saturday: not moved to Friday
        (D(2018, 1, 19), True),  # no inauguration
        (D(2020, 6, 19), True),  # Juneteenth was not yet a holiday
        (D(2021, 6, 18), False),
        (D(2021, 12, 31), False),  # New Year's Day 2022 is a Saturday
        (D(2018, 12, 5), True),  # a day of mourning is not a legal holiday
        (D(2024, 2, 29), True),
    ],
)
def test_days_that_are_easy_to_get_wrong(day: dt.date, expected: bool) -> None:
    assert is_business_day(day) is expected


def test_moving_to_a_business_day() -> None:
    assert next_business_day(D(2024, 4, 13)) == D(2024, 4, 15)
    assert next_business_day(D(2024, 4, 16)) == D(2024, 4, 17)
    assert next_business_day(D(2024, 4, 17)) == D(2024, 4, 17)
    assert last_business_day(D(2024, 4, 14)) == D(2024, 4, 12)
    assert last_business_day(D(2024, 1, 1)) == D(2023, 12, 29)


def test_counting_business_days() -> None:
    assert add_business_days(D(2024, 5, 17), 10) == D(2024, 6, 3)  # over Memorial Day
    assert add_business_days(D(2024, 5, 18), 1) == D(2024, 5, 20)
    assert add_business_days(D(2024, 5, 18), 0) == D(2024, 5, 18)
    assert business_days_between(D(2024, 5, 24), D(2024, 5, 28)) == 1
    assert business_days_between(D(2024, 5, 28), D(2024, 5, 24)) == 1
    assert business_days_between(D(2024, 5, 24), D(2024, 5, 24)) == 0
    with pytest.raises(ValueError, match="forward"):
        add_business_days(D(2024, 5, 17), -1)


def test_why_a_day_is_no_business_day() -> None:
    assert why_not_business_day(D(2024, 4, 13)) == "a Saturday"
    why = why_not_business_day(D(2022, 4, 15))
    assert why == "Emancipation Day, a legal holiday in the District of Columbia"
    assert why_not_business_day(D(2024, 4, 17)) is None
    assert holiday_name(D(2024, 4, 17)) is None
