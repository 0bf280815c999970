"""What an unpaid debt grows to: published worked examples, the law's corners, and two ways that must agree.

The examples and where they were read:

- Treas. Reg. 301.6622-1(c)(2), the example of A (a copy at d1tvxue8o4w0fl.cloudfront.net, and in the
  repository AlextheYounga/ecfr).
- Treas. Reg. 301.6651-1(f), examples with the additions of $2 and $12 (the same host).
- U.S. Department of Labor, Voluntary Fiduciary Correction Program, the manual calculations with the rates of
  IRC 6621(a)(2) and the factors of Rev. Proc. 95-17
  (dol.gov/agencies/ebsa/employers-and-advisers/plan-administration-and-compliance/correction-programs/vfcp).
  They were read as quoted by other pages; the day of the loss does not stand in the parts that were read, it
  is the one that gives the first of the three amounts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.catalogue import InterestRate, Rates, Statement, load_catalogue
from classify.growth import CAP, Course, cost, courses, grow, months, stretches

RATES = load_catalogue().rates
D = dt.date
M = Decimal


def at(*steps: tuple[dt.date, dt.date, int]) -> Rates:
    """Rates of the example's own time."""
    return Rates(
        tuple(InterestRate(*step, Statement("As the example has it.", "general")) for step in steps), {}
    )


def cents(value: Decimal) -> Decimal:
    return value.quantize(M("0.01"))


def owed(balance: str, start: dt.date, tax: str = "0") -> Course:
    return Course(M(balance), M(tax), start, start)


# Published examples.


def test_the_regulation_on_daily_compounding() -> None:
    """Unpaid interest of $1,424.66 from December 31, 1982 at 16 percent is $1,462.62 on March 1, 1983."""
    rates = at((D(1983, 1, 1), D(1983, 6, 30), 16))
    found = cost(owed("1424.66", D(1982, 12, 31)), D(1983, 3, 1), rates)
    assert cents(found.interest) == M("37.96")
    assert cents(M("1424.66") + found.interest) == M("1462.62")


def test_the_manual_calculation_over_four_quarters_and_a_leap_year() -> None:
    """$10,000 come to $10,347.15 on October 6, 2004: $8.77049, $100.0319 and $238.347615 of interest."""
    debt = owed("10000.00", D(2003, 12, 23))
    assert grow(debt, debt, D(2004, 10, 6), RATES).most == M("10347.15")
    after = [cost(debt, day, RATES).interest for day in (D(2003, 12, 31), D(2004, 3, 31), D(2004, 10, 6))]
    published = (M("8.77049"), M("8.77049") + M("100.0319"), M("347.1500005"))
    # The published steps are rounded as they go: nine digits of a factor on ten thousand dollars.
    for found, told in zip(after, published, strict=True):
        assert abs(found - told) < M("0.0001")


@pytest.mark.parametrize(
    ("first", "days", "percent", "factor"),
    [(D(2004, 1, 22), 69, 6, "0.011374754"), (D(2004, 9, 30), 5, 5, "0.000683247")],
)
def test_factors_of_the_revenue_procedure(first: dt.date, days: int, percent: int, factor: str) -> None:
    """Rev. Proc. 95-17, tables 65 and 63: 69 days at 6 percent and 5 days at 5, in a leap year."""
    rates = at((D(2004, 1, 1), D(2004, 12, 31), percent))
    found = cost(owed("1", first), first + dt.timedelta(days=days), rates).interest
    assert found.quantize(M("0.000000001")) == M(factor)


def test_a_quarter_of_a_published_calculation() -> None:
    """$285.316273 on June 30, 2004 earn $2.883066 to September 30, 2004."""
    found = cost(owed("285.316273", D(2004, 6, 30)), D(2004, 9, 30), RATES).interest
    assert found.quantize(M("0.000001")) == M("2.883066")


def test_the_regulation_on_months_of_the_penalty() -> None:
    """Three months from April 16 to July 15 and a part to July 20: 0.5 percent each of $100, which is $2."""
    course = owed("100.00", D(1970, 4, 15), tax="100.00")
    begun = list(months(course, D(1970, 7, 20)))
    assert [begins for begins, _ in begun] == [D(1970, 4, 16), D(1970, 5, 16), D(1970, 6, 16), D(1970, 7, 16)]
    assert penalty(course, D(1970, 7, 20)) == M("2.00")


def test_the_regulation_on_the_penalty_after_a_bill() -> None:
    """Eleven months from January 19 to December 18, 1971 and a part to December 23: 6 percent of $200."""
    assert penalty(owed("200.00", D(1971, 1, 18), tax="200.00"), D(1971, 12, 23)) == M("12.00")


def penalty(course: Course, until: dt.date) -> Decimal:
    return cents(cost(course, until, at((D(1900, 1, 1), D(2100, 1, 1), 0))).penalty)


# The corners of the law.


def test_the_higher_rate_counts_for_months_that_begin_after_the_tenth_day() -> None:
    course = replace(owed("1000.00", D(2024, 3, 15), tax="1000.00"), levy_notice=D(2024, 5, 6))
    # The tenth day is May 16, on which a month begins: it is not after it.
    assert [p for _, p in months(course, D(2024, 7, 1))] == [M("0.5"), M("0.5"), M("0.5"), M(1)]
    assert [p for _, p in months(replace(course, levy_notice=D(2024, 5, 5)), D(2024, 6, 1))][-1] == M(1)


def test_a_plan_halves_the_usual_rate() -> None:
    course = replace(owed("1000.00", D(2024, 4, 15), tax="1000.00"), plan=True)
    assert penalty(course, D(2024, 8, 15)) == M("10.00")


@pytest.mark.parametrize(
    ("due", "begin"),
    [
        (D(2024, 1, 31), [D(2024, 2, 1), D(2024, 3, 1), D(2024, 4, 1)]),
        (D(2023, 2, 28), [D(2024, 2, 1), D(2024, 3, 1), D(2024, 4, 1)]),
        (D(2024, 1, 30), [D(2024, 1, 31), D(2024, 3, 1), D(2024, 3, 31)]),
        (D(2023, 4, 18), [D(2024, 2, 19), D(2024, 3, 19)]),
    ],
)
def test_months_end_with_the_day_of_the_due_date(due: dt.date, begin: list[dt.date]) -> None:
    course = Course(M(1), M(1), D(2024, 1, 30), due)
    assert [day for day, _ in months(course, D(2024, 4, 1))] == begin


def test_the_penalty_ends_at_25_percent() -> None:
    course = owed("1000.00", D(2000, 4, 15), tax="1000.00")
    assert cost(course, D(2010, 4, 15), RATES).percent == CAP
    assert cost(replace(course, charged=M("24.75")), D(2000, 6, 1), RATES).percent == M("0.25")
    assert cost(replace(course, charged=CAP), D(2001, 1, 1), RATES).penalty == 0


def test_the_penalty_charged_before_is_counted_from_the_due_date() -> None:
    cheap, dear = courses(M(1000), M(1000), D(2024, 6, 1), due=D(2024, 4, 15))
    assert cheap == dear
    assert cheap.charged == M(1)


def test_what_is_not_known_gives_a_span() -> None:
    growth = grow(*courses(M(1000), None, D(2024, 3, 11)), D(2024, 9, 11), RATES)
    assert growth.penalty == (M("0.00"), M("30.00"))
    assert growth.interest[0] == growth.interest[1]
    assert any("not known: from none to all" in step for step in growth.derivation)
    both = grow(*courses(M(1000), M(1000), D(2024, 3, 11), due=D(2023, 4, 18), plan=True,
                         levy_notice=D(2024, 1, 1)), D(2024, 5, 1), RATES)  # fmt: skip
    assert both.penalty == (M("5.00"), M("20.00"))


def test_rates_that_were_not_read_at_the_irs_are_said_to_be() -> None:
    debt = owed("1000.00", D(2025, 3, 31))
    assert any("Not all of these rates" in step for step in grow(debt, debt, D(2025, 4, 2), RATES).derivation)
    debt = owed("1000.00", D(2025, 10, 1))
    assert not any("Not all" in step for step in grow(debt, debt, D(2026, 3, 31), RATES).derivation)


def test_past_the_last_known_quarter_the_rate_goes_on_and_says_so() -> None:
    last = RATES.quarters[-1]
    debt = owed("1000.00", last.last - dt.timedelta(days=10))
    known, assumed = grow(debt, debt, last.last, RATES), grow(debt, debt, D(2030, 1, 1), RATES)
    assert (known.assumed, assumed.assumed) == (False, True)
    assert any("assumed to go on" in step for step in assumed.derivation)
    assert {stretch.percent for stretch in stretches(debt.start, D(2030, 1, 1), RATES)} == {last.percent}


@pytest.mark.parametrize(
    ("start", "until", "told"),
    [(D(2024, 2, 1), D(2024, 1, 1), "lies before"), (D(1980, 1, 1), D(2024, 1, 1), "no rate of interest")],
)
def test_what_cannot_be_worked_out_is_refused(start: dt.date, until: dt.date, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        cost(owed("1.00", start), until, RATES)


# Two ways must agree.

DAYS = st.dates(D(1995, 1, 1), D(2031, 12, 31))
DOLLARS = st.decimals(1, 10**8, places=2)


@given(balance=DOLLARS, start=DAYS, days=st.integers(0, 900))
def test_interest_day_by_day_is_the_same(balance: Decimal, start: dt.date, days: int) -> None:
    running = balance
    for day in (start + dt.timedelta(days=n) for n in range(1, days + 1)):
        rate = next((r for r in RATES.quarters if r.first <= day <= r.last), RATES.quarters[-1])
        running += running * rate.percent / 100 / (365 + (day.year % 4 == 0))
    until = start + dt.timedelta(days=days)
    assert abs(cost(owed(str(balance), start), until, RATES).interest - (running - balance)) < M("0.000001")


@given(
    balance=DOLLARS, start=DAYS, days=st.integers(0, 4000), more=st.integers(0, 400), tax=st.booleans(),
    due=st.none() | st.integers(0, 3000), plan=st.booleans(), levy=st.none() | st.integers(-400, 400),
)  # fmt: skip
def test_waiting_never_costs_less(
    balance: Decimal,
    start: dt.date,
    days: int,
    more: int,
    tax: bool,
    due: int | None,
    plan: bool,
    levy: int | None,
) -> None:
    pair = courses(
        balance, balance if tax else None, start,
        due=None if due is None else start - dt.timedelta(days=due), plan=plan,
        levy_notice=None if levy is None else start + dt.timedelta(days=levy),
    )  # fmt: skip
    until = start + dt.timedelta(days=days)
    sooner, later = (grow(*pair, day, RATES) for day in (until, until + dt.timedelta(days=more)))
    assert balance <= sooner.least <= sooner.most
    assert sooner.least <= later.least
    assert sooner.most <= later.most
    assert later.penalty[1] <= (balance * CAP / 100).quantize(M("0.01")) + M("0.01")


def test_every_quarter_from_2015_to_2026_has_a_rate_and_the_mark_is_honest() -> None:
    assert RATES.quarters[0].first <= D(2015, 1, 1)
    assert RATES.quarters[-1].last >= D(2026, 6, 30)
    days = (D(2016, 3, 31), D(2016, 4, 1), D(2020, 7, 1), D(2023, 10, 1), D(2025, 1, 1), D(2026, 4, 1))
    on = [next(rate for rate in RATES.quarters if rate.first <= day <= rate.last) for day in days]
    assert [rate.percent for rate in on] == [3, 4, 3, 8, 7, 6]
    assert [rate.basis.mark for rate in on] == [*["verified"] * 5, "secondary"]


def test_a_month_that_begins_a_day_sooner_does_not_make_the_cheap_course_the_dearer() -> None:
    pair = courses(Decimal("1.27"), Decimal("1.27"), dt.date(2000, 1, 1), levy_notice=dt.date(2000, 1, 1))
    found = grow(*pair, dt.date(2000, 12, 1), RATES)
    assert found.least <= found.most
