"""Business days, held against a table of legal holidays that was written out once."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from classify.workdays import (
    VERIFIED,
    add_business_days,
    business_days_between,
    holiday_name,
    is_business_day,
    is_verified,
    last_business_day,
    next_business_day,
    why_not_business_day,
)

D = dt.date
YEARS = range(2015, 2036)


FROZEN = tomllib.loads((Path(__file__).parent / "dc_holidays.toml").read_text("utf-8"))


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_frozen_table(year: int) -> None:
    """An update of the library that moves a holiday cannot move a deadline unseen."""
    table = {D.fromisoformat(f"{year}-{day}") for day in FROZEN[str(year)]}
    day = D(year, 1, 1)
    while day.year == year:
        assert is_business_day(day) == (day.weekday() < 5 and day not in table), day
        day += dt.timedelta(days=1)


def test_the_frozen_table_has_the_verified_years_and_only_weekdays() -> None:
    assert [int(year) for year in FROZEN] == list(VERIFIED) == list(YEARS)
    for year, days in FROZEN.items():
        written = [D.fromisoformat(f"{year}-{day}") for day in days]
        assert written == sorted(set(written))
        assert all(day.weekday() < 5 for day in written)
        # Eleven holidays from 2015, Juneteenth from 2021, Inauguration Day on a weekday; New Year's Day is
        # kept in the year before where it is a Saturday, and Inauguration Day on a Saturday is not moved.
        number = int(year)
        expected = 11 + (number >= 2021) + (number % 4 == 1 and number != 2029)
        expected -= D(number, 1, 1).weekday() == 5
        expected += D(number + 1, 1, 1).weekday() == 5
        # In 2025 Inauguration Day is the birthday of Martin Luther King.
        assert len(written) == expected - (number == 2025), year


@pytest.mark.parametrize("day", [D(2014, 12, 25), D(2036, 1, 1), D(2013, 1, 21), D(2044, 7, 4)])
def test_no_holiday_is_known_outside_the_verified_years(day: dt.date) -> None:
    """Only weekends count there, so that a date is never too late."""
    assert holiday_name(day) is None
    assert not is_verified(day)
    assert is_business_day(day) == (day.weekday() < 5)
    assert is_verified(D(2015, 1, 1)) and is_verified(D(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2016, 4, 15), False),  # Emancipation Day on a Saturday is kept on Friday
        (D(2017, 4, 17), False),  # on a Sunday, on Monday
        (D(2018, 4, 16), False),  # on a Monday
        (D(2021, 4, 16), False),  # on a Friday
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
    assert why == "Emancipation Day (observed), a legal holiday in the District of Columbia"
    assert why_not_business_day(D(2024, 4, 17)) is None
    assert holiday_name(D(2024, 4, 17)) is None
