"""Worked deadlines, frozen by hand, and the properties that none of them may break."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.advice import Deadline
from classify.catalogue import Notice, Statement, load_catalogue
from classify.catalogue.entry import CHECK_FIRST, COUNTED_CLOCKS
from classify.count import Anchors
from classify.deadline import deadlines
from classify.workdays import (
    VERIFIED,
    agree,
    business_days_between,
    is_business_day,
    next_business_day,
    spoken,
)

CATALOGUE = load_catalogue()
# The calendar of a year is made at its first use, which is slow on a busy machine.
PATIENT = settings(deadline=None)
D = dt.date
CDP = ("LT11", "Letter 1058", "CP90", "CP297")


def day(text: str) -> dt.date:
    return D.fromisoformat(text)


def worked(code: str, anchors: Anchors, rule: str) -> tuple[Deadline | None, tuple[str, ...]]:
    """The deadline of one rule, and the names of the doubts."""
    notice = CATALOGUE.get(code)
    assert notice is not None
    found, doubts = deadlines(notice, anchors)
    return next((d for d in found if d.rule == rule), None), tuple(doubt.name for doubt in doubts)


# code, rule, notice date, amount, the date, its kind
COMPUTED = [
    # CP14 below $100,000: 21 calendar days
    ("CP14", "pay", "2018-01-30", "1075.21", "2018-02-20", "hard"),  # the IRS's own sample
    ("CP14", "pay", "2024-03-11", "9533.53", "2024-04-01", "hard"),
    ("CP14", "pay", "2024-02-08", "500.00", "2024-02-29", "hard"),  # leap day
    ("CP14", "pay", "2023-02-08", "500.00", "2023-03-01", "hard"),  # no leap day
    ("CP14", "pay", "2023-12-18", "500.00", "2024-01-08", "hard"),  # over the year's end
    ("CP14", "pay", "2023-12-11", "500.00", "2024-01-02", "hard"),  # New Year's Day, a Monday
    ("CP14", "pay", "2024-03-09", "500.00", "2024-04-01", "hard"),  # Saturday to Monday
    ("CP14", "pay", "2024-03-10", "500.00", "2024-04-01", "hard"),  # Sunday to Monday
    ("CP14", "pay", "2022-03-25", "500.00", "2022-04-18", "hard"),  # Emancipation Day kept on a Friday
    ("CP14", "pay", "2017-03-27", "500.00", "2017-04-18", "hard"),  # kept on a Monday
    ("CP14", "pay", "2018-03-26", "500.00", "2018-04-17", "hard"),  # itself a Monday
    ("CP14", "pay", "2021-03-26", "500.00", "2021-04-19", "hard"),  # itself a Friday
    ("CP14", "pay", "2024-03-26", "500.00", "2024-04-17", "hard"),  # itself a Tuesday
    ("CP14", "pay", "2016-12-30", "500.00", "2017-01-23", "hard"),  # Inauguration Day, a Friday
    ("CP14", "pay", "2020-12-30", "500.00", "2021-01-21", "hard"),  # Inauguration Day, a Wednesday
    ("CP14", "pay", "2024-12-30", "500.00", "2025-01-21", "hard"),  # with Martin Luther King Day
    ("CP14", "pay", "2028-12-29", "500.00", "2029-01-19", "hard"),  # a Friday before a Saturday inauguration
    ("CP14", "pay", "2021-12-10", "500.00", "2022-01-03", "hard"),  # New Year's Day kept on December 31
    ("CP14", "pay", "2020-05-29", "500.00", "2020-06-19", "hard"),  # Juneteenth before it was a holiday
    ("CP14", "pay", "2021-05-28", "500.00", "2021-06-21", "hard"),  # Juneteenth kept on Friday, June 18
    # the amount
    ("CP14", "pay", "2024-05-13", "99999.99", "2024-06-03", "hard"),
    ("CP14", "pay", "2024-05-13", "100000.00", "2024-05-28", "hard"),  # over Memorial Day
    ("CP14", "pay", "2024-05-13", "100000.01", "2024-05-28", "hard"),
    ("CP14", "pay", "2024-03-11", "250000.00", "2024-03-25", "hard"),
    ("CP14", "pay", "2024-12-20", "100000.00", "2025-01-07", "hard"),  # Christmas and New Year
    ("CP14", "pay", "2024-04-05", "100000.00", "2024-04-22", "hard"),  # over Emancipation Day
    ("CP14", "pay", "2017-01-13", "100000.00", "2017-01-31", "hard"),  # King Day and Inauguration Day
    ("CP14", "pay", "2024-03-16", "100000.00", "2024-03-29", "hard"),  # dated on a Saturday
    (
        "CP14",
        "pay",
        "2024-02-16",
        "100000.00",
        "2024-03-04",
        "hard",
    ),  # over Washington's Birthday and a leap day
    ("CP14", "pay", "2024-05-13", None, "2024-05-28", "estimated"),
    ("CP14", "pay", "2024-03-11", None, "2024-03-25", "estimated"),
    ("CP14", "pay", None, "500.00", None, None),
    # the reminders count nothing
    ("CP501", "pay", "2024-03-11", "500.00", None, None),
    ("CP503", "pay", "2024-03-11", "500.00", None, None),
    # CP504 and CP504B: 30 days, never moved
    ("CP504", "pay", "2024-03-11", "9533.53", "2024-04-10", "soft"),
    ("CP504", "pay", "2024-03-14", "9533.53", "2024-04-13", "soft"),  # a Saturday stays
    ("CP504", "pay", "2024-03-17", "9533.53", "2024-04-16", "soft"),  # a holiday stays
    ("CP504", "pay", "2024-01-30", "9533.53", "2024-02-29", "soft"),
    ("CP504", "pay", "2023-12-04", "150000.00", "2024-01-03", "soft"),  # no shorter count for large debts
    ("CP504", "penalty-rate", "2024-03-11", "9533.53", "2024-03-21", "soft"),
    ("CP504", "penalty-rate", "2024-02-20", "9533.53", "2024-03-01", "soft"),
    ("CP504", "hearing", "2024-03-11", "9533.53", None, None),
    ("CP504B", "pay", "2024-03-11", "9533.53", "2024-04-10", "soft"),
    ("CP504B", "penalty-rate", "2024-12-27", "9533.53", "2025-01-06", "soft"),
    ("CP504B", "hearing", "2024-03-11", "9533.53", None, None),
    # the final notices: 30 days, day 1 is the day after, rolled
    ("LT11", "hearing", "2024-03-11", "9533.53", "2024-04-10", "hard"),
    ("LT11", "hearing", "2024-03-14", "9533.53", "2024-04-15", "hard"),  # Saturday to Monday
    ("LT11", "hearing", "2024-03-15", "9533.53", "2024-04-15", "hard"),  # Sunday to Monday
    ("LT11", "hearing", "2024-03-17", "9533.53", "2024-04-17", "hard"),  # Emancipation Day, a Tuesday
    ("LT11", "hearing", "2016-03-16", "9533.53", "2016-04-18", "hard"),  # kept on Friday the 15th
    ("LT11", "hearing", "2018-03-15", "9533.53", "2018-04-17", "hard"),  # Saturday, Sunday, then the holiday
    ("LT11", "hearing", "2016-12-21", "9533.53", "2017-01-23", "hard"),  # Inauguration Day
    # Outside 2015 to 2035 no holiday is trusted: never later than the law, and an estimate
    ("LT11", "hearing", "2012-12-22", "9533.53", "2013-01-21", "estimated"),  # Inauguration Day unknown
    ("LT11", "hearing", "2035-12-03", "9533.53", "2036-01-02", "estimated"),
    ("LT11", "hearing", "2035-11-30", "9533.53", "2035-12-31", "hard"),
    ("CP14", "pay", "2035-12-20", "100000.00", "2036-01-04", "estimated"),  # New Year's Day unknown
    ("CP14", "pay", "2014-12-22", "100000.00", "2015-01-06", "estimated"),  # Christmas Day unknown
    ("CP504", "pay", "2036-03-03", "9533.53", "2036-04-02", "soft"),  # no holiday plays a part
    ("LT11", "hearing", "2024-01-30", "200000.00", "2024-02-29", "hard"),  # leap day, large amount
    ("LT11", "hearing", "2023-12-02", None, "2024-01-02", "hard"),  # New Year; the amount plays no part
    ("LT11", "hearing", "2024-10-29", "1.00", "2024-11-29", "hard"),  # Thanksgiving
    ("LT11", "hearing", None, "9533.53", None, None),
    ("Letter 1058", "hearing", "2009-02-11", "9533.53", "2009-03-13", "estimated"),  # the date of Weiss
    ("Letter 1058", "hearing", "2024-11-25", "9533.53", "2024-12-26", "hard"),  # Christmas Day
    ("CP90", "hearing", "2024-08-03", "9533.53", "2024-09-03", "hard"),  # Labor Day
    ("CP297", "hearing", "2024-06-04", "9533.53", "2024-07-05", "hard"),  # Independence Day
    # the petition after a hearing: 30 calendar days, rolled
    ("Letter 3193", "petition", "2024-03-11", None, "2024-04-10", "hard"),
    ("Letter 3193", "petition", "2024-03-14", None, "2024-04-15", "hard"),  # Saturday to Monday
    ("Letter 3193", "petition", "2024-03-17", None, "2024-04-17", "hard"),  # Emancipation Day, a Tuesday
    ("Letter 3193", "petition", "2001-02-21", None, "2001-03-23", "estimated"),  # the dates of Guerrier
    # equivalent hearing: one year that begins the day after
    ("LT11", "equivalent-hearing", "2024-03-11", "9533.53", "2025-03-11", "hard"),
    ("LT11", "equivalent-hearing", "2024-03-15", "9533.53", "2025-03-17", "hard"),  # a Saturday
    ("LT11", "equivalent-hearing", "2023-02-28", "9533.53", "2024-02-29", "hard"),  # March 1 to February 29
    ("LT11", "equivalent-hearing", "2024-02-29", "9533.53", "2025-02-28", "hard"),
    ("LT11", "equivalent-hearing", "2024-02-28", "9533.53", "2025-02-28", "hard"),
    ("Letter 1058", "equivalent-hearing", "2023-12-25", "9533.53", "2024-12-26", "hard"),
    ("CP90", "equivalent-hearing", "2021-04-16", "9533.53", "2022-04-18", "hard"),
    ("CP297", "equivalent-hearing", "2024-07-03", "9533.53", "2025-07-03", "hard"),
    # CP523: an estimate, never moved
    ("CP523", "termination", "2024-03-11", "300.00", "2024-04-10", "estimated"),
    ("CP523", "termination", "2024-03-14", "300.00", "2024-04-13", "estimated"),
    ("CP523", "appeal", "2024-03-11", "300.00", "2024-04-10", "soft"),
    ("CP523", "appeal-after", "2024-03-11", "300.00", None, None),
    ("CP523", "termination", None, "300.00", None, None),
    # the relatives
    ("CP77", "hearing", "2024-03-11", "9533.53", "2024-04-10", "hard"),
    ("CP297A", "hearing", "2024-03-14", "9533.53", "2024-04-15", "hard"),
    ("CP297C", "equivalent-hearing", "2024-03-11", "9533.53", "2025-03-11", "hard"),
    ("Letter 1058-A", "hearing", "2024-03-17", "9533.53", "2024-04-17", "hard"),
    ("CP161", "pay", "2024-05-13", "99999.99", "2024-06-03", "hard"),
    ("CP161", "pay", "2024-05-13", "100000.00", "2024-05-28", "hard"),
    ("CP91", "answer", "2024-03-14", "9533.53", "2024-04-13", "soft"),
    ("LT11C", "pay", "2024-03-11", "9533.53", "2024-04-10", "soft"),
    ("LT16", "answer", "2024-03-11", "9533.53", "2024-03-21", "estimated"),
    # counted from what the letter does not tell: the filing of a lien, the relief for a disaster
    ("Letter 3172", "hearing", "2024-03-11", "9533.53", None, None),
    ("CP14C", "pay", "2024-03-11", "500.00", None, None),
    ("CP71", "pay", "2024-03-11", "500.00", None, None),
    # what the IRS asks for in its own time is dated by the letter or not at all
    ("CP05B", "answer", "2024-03-11", None, None, None),
    ("CP06", "answer", "2024-03-11", None, None, None),
    ("Letter 6612", "answer", "2024-03-11", None, None, None),
    ("Letter 5972C", "pay", "2024-03-11", None, None, None),
    ("CP141L", "pay", "2024-03-11", "500.00", None, None),
    ("CP181", "answer", "2024-03-11", None, None, None),
    ("Letter 227-L", "answer", "2024-03-11", None, None, None),
    ("Letter 5699", "answer", "2024-03-11", None, None, None),
    ("Letter 972CG", "answer", "2024-03-11", None, None, None),
]


@pytest.mark.parametrize("row", COMPUTED, ids=str)
def test_worked_deadlines(row: tuple[str, str, str | None, str | None, str | None, str | None]) -> None:
    code, rule, dated, amount, expected, kind = row
    anchors = Anchors(day(dated) if dated else None, Decimal(amount) if amount else None)
    deadline, doubts = worked(code, anchors, rule)
    assert doubts == ()
    if expected is None:
        assert deadline is None
    else:
        assert deadline is not None
        assert (deadline.date.isoformat(), deadline.kind, deadline.origin) == (expected, kind, "computed")
        assert deadline.printed is None


# code, rule, notice date, role, printed date, the date that stands, its kind, where it comes from, a doubt
PRINTED = [
    ("CP14", "pay", "2018-01-30", "pay_by", "2018-02-20", "2018-02-20", "hard", "printed", False),
    ("CP14", "pay", "2024-03-11", "due_date", "2024-04-01", "2024-04-01", "hard", "printed", False),
    (
        "CP14",
        "pay",
        "2024-03-09",
        "pay_by",
        "2024-03-30",
        "2024-03-30",
        "hard",
        "printed",
        False,
    ),  # a Saturday
    (
        "CP14",
        "pay",
        "2024-03-11",
        "pay_by",
        "2024-04-02",
        "2024-04-02",
        "hard",
        "printed",
        False,
    ),  # one day on
    ("CP14", "pay", "2024-03-11", "pay_by", "2024-03-29", "2024-03-29", "hard", "printed", False),  # Friday
    ("CP14", "pay", "2024-03-11", "pay_by", "2024-04-03", "2024-04-01", "estimated", "computed", True),
    ("CP14", "pay", "2024-03-11", "pay_by", "2024-03-28", "2024-03-28", "estimated", "printed", True),
    ("CP14", "pay", "2024-03-11", "pay_by", "2024-04-15", "2024-04-01", "estimated", "computed", True),
    ("CP14", "pay", None, "pay_by", "2024-04-01", "2024-04-01", "hard", "printed", False),
    ("CP501", "pay", "2024-03-11", "pay_by", "2024-04-01", "2024-04-01", "soft", "printed", False),
    ("CP501", "pay", "2024-03-11", "due_date", "2024-03-21", "2024-03-21", "soft", "printed", False),
    ("CP503", "pay", "2024-03-11", "pay_by", "2024-03-21", "2024-03-21", "soft", "printed", False),
    ("CP503", "pay", None, "answer_by", "2024-03-23", "2024-03-23", "soft", "printed", False),  # a Saturday
    ("CP504", "pay", "2024-03-11", "pay_by", "2024-04-10", "2024-04-10", "soft", "printed", False),
    ("CP504", "pay", "2024-03-11", "pay_by", "2024-04-01", "2024-04-01", "soft", "printed", False),  # 21 days
    ("CP504", "pay", "2024-03-11", "pay_by", "2024-03-21", "2024-03-21", "soft", "printed", False),  # 10 days
    ("CP504", "pay", "2024-03-11", "pay_by", "2024-04-20", "2024-04-10", "estimated", "computed", True),
    ("CP504B", "pay", "2024-03-11", "pay_by", "2024-03-21", "2024-03-21", "soft", "printed", False),
    ("LT11", "hearing", "2024-03-11", "hearing", "2024-04-10", "2024-04-10", "hard", "printed", False),
    ("LT11", "hearing", "2024-03-14", "hearing", "2024-04-13", "2024-04-13", "hard", "printed", False),
    ("LT11", "hearing", "2024-03-14", "hearing", "2024-04-15", "2024-04-15", "hard", "printed", False),
    ("LT11", "hearing", "2024-03-14", "hearing", "2024-04-12", "2024-04-12", "hard", "printed", False),
    ("LT11", "hearing", "2024-03-11", "hearing", "2024-04-24", "2024-04-10", "estimated", "computed", True),
    ("LT11", "hearing", "2024-03-11", "hearing", "2024-04-03", "2024-04-03", "estimated", "printed", True),
    ("LT11", "hearing", "2024-03-11", "answer_by", "2024-04-10", "2024-04-10", "hard", "printed", False),
    ("LT11", "hearing", "2024-03-11", "due_date", "2024-04-10", "2024-04-10", "hard", "printed", False),
    ("LT11", "hearing", "2024-03-11", "pay_by", "2024-03-25", "2024-04-10", "hard", "computed", False),
    ("LT11", "pay", "2024-03-11", "pay_by", "2024-03-25", "2024-03-25", "soft", "printed", False),
    ("Letter 1058", "hearing", None, "hearing", "2024-04-10", "2024-04-10", "hard", "printed", False),
    ("CP90", "hearing", "2024-03-11", "hearing", "2024-04-10", "2024-04-10", "hard", "printed", False),
    ("CP297", "hearing", "2024-03-11", "hearing", "2024-05-10", "2024-04-10", "estimated", "computed", True),
    (
        "CP523",
        "termination",
        "2024-03-11",
        "termination",
        "2024-04-10",
        "2024-04-10",
        "hard",
        "printed",
        False,
    ),
    (
        "CP523",
        "termination",
        "2024-03-11",
        "termination",
        "2024-04-26",
        "2024-04-26",
        "hard",
        "printed",
        False,
    ),
    (
        "CP523",
        "termination",
        "2024-03-11",
        "termination",
        "2024-04-01",
        "2024-04-01",
        "estimated",
        "printed",
        True,
    ),
    ("CP523", "appeal-after", None, "termination", "2024-04-26", "2024-05-26", "hard", "computed", False),
    ("CP523", "pay", "2024-03-11", "pay_by", "2024-03-25", "2024-03-25", "soft", "printed", False),
    ("Letter 3172", "hearing", "2024-03-11", "hearing", "2024-04-18", "2024-04-18", "hard", "printed", False),
    (
        "Letter 3193",
        "petition",
        "2024-03-11",
        "answer_by",
        "2024-04-10",
        "2024-04-10",
        "hard",
        "printed",
        False,
    ),
    (
        "Letter 3193",
        "petition",
        "2024-03-11",
        "answer_by",
        "2024-05-10",
        "2024-04-10",
        "estimated",
        "computed",
        True,
    ),
    ("CP06", "answer", "2024-03-11", "answer_by", "2024-04-10", "2024-04-10", "soft", "printed", False),
    ("CP14C", "pay", "2024-03-11", "pay_by", "2024-10-15", "2024-10-15", "hard", "printed", False),
    ("CP71", "pay", "2024-03-11", "pay_by", "2024-04-01", "2024-04-01", "soft", "printed", False),
]


@pytest.mark.parametrize("row", PRINTED, ids=str)
def test_the_printed_date_against_the_count(
    row: tuple[str, str, str | None, str, str, str, str, str, bool],
) -> None:
    code, rule, dated, role, printed, expected, kind, origin, doubt = row
    anchors = Anchors(day(dated) if dated else None, Decimal("500.00"), {role: day(printed)})
    deadline, doubts = worked(code, anchors, rule)
    assert deadline is not None
    assert (deadline.date.isoformat(), deadline.kind, deadline.origin) == (expected, kind, origin)
    assert doubts == (("due-date-conflict",) if doubt else ())
    if origin == "printed" or doubt:
        assert deadline.printed == day(printed)


def test_an_unknown_amount_never_makes_the_date_later() -> None:
    """At $100,000 or more the shorter count would stand against this printed date; it may be that much."""
    for amount in (None, Decimal("100000.00")):
        deadline, doubts = worked("CP14", Anchors(D(2024, 5, 13), amount, {"pay_by": D(2024, 6, 3)}), "pay")
        assert deadline is not None
        assert (deadline.date, deadline.kind) == (D(2024, 5, 28), "estimated")
        assert (deadline.printed, deadline.computed) == (D(2024, 6, 3), D(2024, 5, 28))
        assert doubts == ("due-date-conflict",)
    assert deadline.derivation[-1] == "The two differ: the earlier, May 28, 2024, stands."
    unknown, _ = worked("CP14", Anchors(D(2024, 5, 13), None, {"pay_by": D(2024, 6, 3)}), "pay")
    assert unknown is not None
    assert unknown.derivation[-2].startswith("The printed date fits an amount below $100,000.00")
    short, doubts = worked("CP14", Anchors(D(2024, 5, 13), None, {"pay_by": D(2024, 5, 28)}), "pay")
    assert short is not None
    assert (short.date, short.kind, doubts) == (D(2024, 5, 28), "estimated", ())


# A rule of its own for what no core notice shows: two clocks with printed dates, as a CP11 has.
def two_clocks() -> Notice:
    hearing, _, _ = CATALOGUE.notices["LT11"].deadlines
    pay = CATALOGUE.notices["CP14"].deadlines[0]
    dispute = dataclasses.replace(hearing, name="dispute", days=60, printed=("answer_by",))
    return dataclasses.replace(CATALOGUE.notices["CP14"], deadlines=(dispute, pay))


@pytest.mark.parametrize(
    ("dated", "printed", "expected", "doubt"),
    [
        # fits the 21 days for paying, and is never taken as the day to dispute
        ("2024-03-11", "2024-04-01", ["2024-05-10 computed hard", "2024-04-01 printed hard"], None),
        # fits the 60 days
        ("2024-03-11", "2024-05-10", ["2024-05-10 printed hard", "2024-04-01 computed hard"], None),
        # fits neither: the earlier stands for the right that would be lost
        (
            "2024-03-11",
            "2024-04-20",
            ["2024-04-20 printed estimated", "2024-04-01 computed hard"],
            "due-date-conflict",
        ),
        # nothing to hold it against: taken for the first, and only an estimate
        (None, "2024-04-20", ["2024-04-20 printed estimated"], "due-date-unsure"),
    ],
)
def test_a_printed_date_of_unknown_purpose_goes_to_the_clock_it_fits(
    dated: str | None, printed: str, expected: list[str], doubt: str | None
) -> None:
    anchors = Anchors(day(dated) if dated else None, Decimal("500.00"), {"due_date": day(printed)})
    found, doubts = deadlines(two_clocks(), anchors)
    assert [f"{d.date} {d.origin} {d.kind}" for d in found] == expected
    assert [found.name for found in doubts] == ([doubt] if doubt else [])
    assert sum("what for is not known" in step for d in found for step in d.derivation) == 1


DAYS = st.dates(D(2005, 1, 1), D(2035, 12, 31))
AMOUNTS = st.none() | st.decimals(Decimal("0.01"), Decimal(999999), places=2)
ROLES = st.sampled_from(["pay_by", "answer_by", "hearing", "termination", "due_date"])
CODES = st.sampled_from(sorted(CATALOGUE.notices))

# Every letter on which a right hangs on a printed date alone.
ONLY_PRINTED = sorted(
    notice.code
    for notice in CATALOGUE.notices.values()
    if notice.deadlines
    and notice.deadlines[0].kind == "hard"
    and notice.deadlines[0].printed
    and notice.deadlines[0].clock not in COUNTED_CLOCKS
)


@pytest.mark.parametrize("code", ONLY_PRINTED)
def test_no_right_hangs_on_a_printed_date_of_unknown_purpose(code: str) -> None:
    """A Letter 3172 prints a date for paying as well: taken for the hearing's, it would cost the hearing."""
    rule = CATALOGUE.notices[code].deadlines[0]
    for dated in (None, D(2024, 3, 11)):
        deadline, doubts = worked(code, Anchors(dated, None, {"due_date": D(2024, 4, 18)}), rule.name)
        assert deadline is not None
        assert (deadline.date, deadline.kind) == (D(2024, 4, 18), "estimated")
        assert "what for is not known" in deadline.derivation[0]
        assert doubts == ("due-date-unsure",)
    told, doubts = worked(code, Anchors(None, None, {rule.printed[0]: D(2024, 4, 18)}), rule.name)
    assert told is not None
    assert (told.kind, doubts) == ("hard", ())


def test_letter_3172_is_among_the_letters_that_only_a_printed_date_serves() -> None:
    assert {"Letter 3172", "CP14C"} <= set(ONLY_PRINTED)


def test_what_a_date_of_unknown_purpose_is_for_is_never_asserted() -> None:
    """Not where it differs from the count, not where it fits it, and not in the doubt."""
    anchors = Anchors(D(2024, 3, 11), None, {"due_date": D(2024, 6, 24)})
    found, (doubt,) = deadlines(CATALOGUE.notices["CP3219A"], anchors)
    assert doubt.why.startswith("The letter prints June 24, 2024; what for is not known, and the rule gives")
    for code, day_printed in (
        ("CP3219A", D(2024, 6, 24)),
        ("CP3219A", D(2024, 6, 10)),
        ("CP504", D(2024, 4, 1)),
    ):
        found, _ = deadlines(
            CATALOGUE.notices[code], Anchors(D(2024, 3, 11), None, {"due_date": day_printed})
        )
        said = [step for step in found[0].derivation if step.startswith("The letter prints")]
        assert len(said) == 1
        assert "what for is not known, so it is taken as the day to" in said[0]


@PATIENT
@given(CODES, st.none() | DAYS, AMOUNTS, DAYS)
def test_a_date_of_unknown_purpose_makes_no_hard_date_later(
    code: str, dated: dt.date | None, amount: Decimal | None, headline: dt.date
) -> None:
    for deadline in deadlines(CATALOGUE.notices[code], Anchors(dated, amount, {"due_date": headline}))[0]:
        if deadline.kind == "hard":
            assert deadline.computed is not None
            assert deadline.date <= deadline.computed


PLANS = [code for code, notice in CATALOGUE.notices.items() if any(r.no_later_than for r in notice.deadlines)]


@PATIENT
@given(st.sampled_from(PLANS), st.none() | DAYS, st.dictionaries(ROLES, DAYS, max_size=3))
def test_an_appeal_before_the_end_of_a_plan_is_never_after_it(
    code: str, dated: dt.date | None, printed: dict[str, dt.date]
) -> None:
    found = {d.rule: d for d in deadlines(CATALOGUE.notices[code], Anchors(dated, None, printed))[0]}
    if {"appeal", "termination"} <= found.keys():
        assert found["appeal"].date <= found["termination"].date


def test_what_is_counted_from_a_doubted_end_of_a_plan_is_an_estimate() -> None:
    """The law allows no plan to end this soon, so the printed end may be misread."""
    anchors = Anchors(D(2024, 3, 11), None, {"termination": D(2024, 3, 25)})
    found, (doubt,) = deadlines(CATALOGUE.notices["CP523"], anchors)
    assert [(d.rule, d.date, d.kind) for d in found] == [
        ("termination", D(2024, 3, 25), "estimated"),
        ("appeal", D(2024, 3, 25), "estimated"),
        ("appeal-after", D(2024, 4, 24), "estimated"),
    ]
    assert doubt.name == "due-date-conflict"
    assert found[1].derivation[-1].startswith("No later than the last day to put right what the notice names")
    assert found[2].derivation[-1].startswith("The date on which the plan ends is itself not certain")


def test_whether_the_law_moves_the_end_of_the_bar_on_levies_is_said_to_be_open() -> None:
    anchors = Anchors(D(2024, 3, 11), None, {"termination": D(2024, 4, 11)})
    after, _ = worked("CP523", anchors, "appeal-after")
    assert after is not None
    assert after.date == D(2024, 5, 11)
    assert "whether the law moves this date (IRC 7503) is not settled" in after.derivation[-1]
    assert "act by Friday, May 10, 2024" in after.derivation[-1]


@pytest.mark.parametrize("code", sorted(CATALOGUE.notices))
def test_a_count_that_is_only_an_estimate_says_why(code: str) -> None:
    for deadline in deadlines(CATALOGUE.notices[code], Anchors(D(2024, 3, 11), Decimal("500.00")))[0]:
        told = ("only an estimate", "was not checked", "are not verified", "is itself not certain")
        said = any(words in step for step in deadline.derivation for words in told)
        assert said == (deadline.kind == "estimated" or not deadline.checked)


@pytest.mark.parametrize(
    ("code", "rule", "role", "printed", "date", "doubt"),
    [
        ("CP504", "pay", "pay_by", "2023-03-21", "2023-03-21", "due-date-conflict"),
        ("CP504", "pay", "pay_by", "2024-03-11", "2024-03-11", "due-date-conflict"),
        ("CP523", "termination", "termination", "2034-04-26", "2024-04-10", "due-date-conflict"),
        ("CP523", "appeal-after", "termination", "2034-04-26", None, "due-date-conflict"),
        ("CP501", "pay", "pay_by", "2024-03-01", "2024-03-01", "due-date-unsure"),
        ("CP501", "pay", "pay_by", "2034-04-01", None, "due-date-unsure"),
        ("Letter 3172", "hearing", "hearing", "2034-04-18", None, "due-date-unsure"),
        ("Letter 3172", "hearing", "hearing", "2024-04-18", "2024-04-18", None),
        ("CP14C", "pay", "pay_by", "2025-03-12", "2025-03-12", None),  # relief for a disaster: up to a year
    ],
)
def test_a_printed_date_that_cannot_be_meant_is_doubted_and_never_hard(
    code: str, rule: str, role: str, printed: str, date: str | None, doubt: str | None
) -> None:
    """A year misread makes a printed date that lies before the letter or years after it."""
    deadline, doubts = worked(code, Anchors(D(2024, 3, 11), None, {role: day(printed)}), rule)
    assert (deadline and deadline.date.isoformat()) == date
    assert doubts == ((doubt,) if doubt else ())
    assert deadline is None or doubt is None or deadline.kind == "estimated"


def test_a_rule_that_was_not_checked_says_so_and_gives_only_an_estimate() -> None:
    letter = CATALOGUE.notices["CP90"]
    basis = Statement("Thirty days, by custom of the trade.", "general")
    notice = dataclasses.replace(letter, deadlines=(dataclasses.replace(letter.deadlines[0], basis=basis),))
    counted = deadlines(notice, Anchors(D(2024, 3, 11)))[0][0]
    printed = deadlines(notice, Anchors(None, None, {"hearing": D(2024, 4, 10)}))[0][0]
    assert (counted.kind, printed.kind) == ("estimated", "hard")
    for deadline in (counted, printed):
        assert not deadline.checked
        assert deadline.derivation[-1].endswith(CHECK_FIRST)
        assert CHECK_FIRST in str(deadline.lost)


def test_the_count_for_an_address_elsewhere_is_named_where_the_printed_date_fits_it() -> None:
    letter = CATALOGUE.notices["CP90"]
    rule = dataclasses.replace(letter.deadlines[0], days=90, abroad_days=150)
    notice = dataclasses.replace(letter, deadlines=(rule,))
    for abroad, printed, told in (
        (False, D(2024, 8, 8), "150 days that count for an address outside the United States."),
        (True, D(2024, 6, 10), "90 days that count for an address in the United States."),
    ):
        anchors = Anchors(D(2024, 3, 11), None, {"hearing": printed}, abroad)
        (deadline,), (doubt,) = deadlines(notice, anchors)
        assert (deadline.date, deadline.kind) == (D(2024, 6, 10), "estimated")
        assert told in deadline.derivation[-2]
        assert told in doubt.why


EMANCIPATION = "Emancipation Day (observed)"
A_HOLIDAY = "a legal holiday in the District of Columbia"
NOT_MOVED = "the law does not move this date."
ASK = "ask for a Collection Due Process hearing on Form 12153"
ONE_DAY = "They differ by no more than one working day: the printed date stands."
FROM_MAILING = "after its own date. The law counts from mailing"

DERIVATIONS = [
    (
        "LT11",
        "hearing",
        Anchors(D(2024, 3, 11)),
        (
            "Notice date Monday, March 11, 2024.",
            "Day 1 is March 12; day 30 is April 10, 2024.",
            "April 10 is a Wednesday: no roll.",
        ),
    ),
    (
        "LT11",
        "hearing",
        Anchors(D(2022, 3, 16)),
        (
            "Notice date Wednesday, March 16, 2022.",
            "Day 1 is March 17; day 30 is April 15, 2022.",
            f"April 15 is {EMANCIPATION}, {A_HOLIDAY}: it moves to Monday, April 18, 2022 (IRC 7503).",
        ),
    ),
    (
        "CP14",
        "pay",
        Anchors(D(2024, 5, 13), Decimal("100000.00")),
        (
            "Notice date Monday, May 13, 2024.",
            "The amount, $100,000.00, is $100,000.00 or more: 10 business days count.",
            "Business day 1 is May 14; business day 10 is Tuesday, May 28, 2024.",
            "Saturdays, Sundays and May 27, Memorial Day are not counted.",
        ),
    ),
    (
        "CP504",
        "pay",
        Anchors(D(2024, 3, 14)),
        (
            "Notice date Thursday, March 14, 2024.",
            "Day 1 is March 15; day 30 is April 13, 2024.",
            f"April 13 is a Saturday; {NOT_MOVED} To be safe, act by Friday, April 12, 2024.",
        ),
    ),
    (
        "LT11",
        "hearing",
        Anchors(D(2024, 3, 11), None, {"hearing": D(2024, 4, 24)}),
        (
            "Notice date Monday, March 11, 2024.",
            "Day 1 is March 12; day 30 is April 10, 2024.",
            "April 10 is a Wednesday: no roll.",
            f"The letter prints Wednesday, April 24, 2024 as the day to {ASK}.",
            "The two differ: the earlier, April 10, 2024, stands.",
        ),
    ),
    (
        "LT11",
        "hearing",
        Anchors(D(2024, 3, 11), None, {"hearing": D(2024, 4, 11)}),
        (
            "Notice date Monday, March 11, 2024.",
            "Day 1 is March 12; day 30 is April 10, 2024.",
            "April 10 is a Wednesday: no roll.",
            f"The letter prints Thursday, April 11, 2024 as the day to {ASK}.",
            f"{ONE_DAY} To be safe, act by Wednesday, April 10, 2024.",
        ),
    ),
    (
        "Letter 1058",
        "hearing",
        Anchors(D(2009, 2, 11), postmark=D(2009, 2, 13)),
        (
            "Notice date Wednesday, February 11, 2009.",
            "Day 1 is February 12; day 30 is March 13, 2009.",
            "March 13 is a Friday: no roll.",
            "The legal holidays of 2009 are not verified here: they could only make the date later.",
            f"Mailed on February 13, 2009, {FROM_MAILING}, to March 16, 2009.",
            "Work to the earlier date all the same, and keep the envelope as proof.",
        ),
    ),
    (
        "CP14",
        "pay",
        Anchors(D(2024, 3, 11), Decimal("250000.00")),
        (
            "Notice date Monday, March 11, 2024.",
            "The amount, $250,000.00, is $100,000.00 or more: 10 business days count.",
            "Business day 1 is March 12; business day 10 is Monday, March 25, 2024.",
            "Saturdays and Sundays are not counted.",
        ),
    ),
    (
        "CP503",
        "pay",
        Anchors(D(2024, 3, 11), None, {"pay_by": D(2024, 3, 23)}),
        (
            "The letter prints Saturday, March 23, 2024 as the day to pay or arrange to pay.",
            "March 23 is a Saturday: to be safe, act by Friday, March 22, 2024.",
        ),
    ),
    (
        "LT11",
        "equivalent-hearing",
        Anchors(D(2024, 2, 29)),
        (
            "Notice date Thursday, February 29, 2024.",
            "The period begins on March 1, 2024 and ends on February 28, 2025.",
            "February 28 is a Friday: no roll.",
        ),
    ),
]


@pytest.mark.parametrize(("code", "rule", "anchors", "steps"), DERIVATIONS)
def test_every_step_is_told(code: str, rule: str, anchors: Anchors, steps: tuple[str, ...]) -> None:
    deadline, _ = worked(code, anchors, rule)
    assert deadline is not None
    assert deadline.derivation == steps


def test_a_later_postmark_never_moves_the_date_and_an_earlier_one_says_nothing() -> None:
    plain, _ = worked("LT11", Anchors(D(2024, 3, 11)), "hearing")
    late, _ = worked("LT11", Anchors(D(2024, 3, 11), postmark=D(2024, 3, 20)), "hearing")
    early, _ = worked("LT11", Anchors(D(2024, 3, 11), postmark=D(2024, 3, 8)), "hearing")
    soft, _ = worked("CP504", Anchors(D(2024, 3, 11), postmark=D(2024, 3, 20)), "pay")
    assert plain is not None
    assert late is not None
    assert soft is not None
    assert early == plain
    assert late.date == plain.date
    assert "April 19, 2024" in late.derivation[-2]
    assert (plain.by_mailing, late.by_mailing, soft.by_mailing) == (None, D(2024, 4, 19), None)
    assert not any("Mailed" in step for step in soft.derivation)


@pytest.mark.parametrize(
    ("mailed", "by_mailing", "said", "doubted"),
    [
        (D(2024, 3, 20), D(2024, 4, 19), "seems to be postmarked March 20, 2024, after its own date", True),
        (D(2024, 5, 10), D(2024, 6, 10), "the law counts to June 10, 2024", True),
        (D(2024, 5, 11), None, "May 11, 2024, more than 60 days after the letter's own date", True),
        (D(2024, 3, 8), None, "March 8, 2024, before the letter's own date: it is not believed.", False),
        (D(2024, 3, 11), None, "March 11, 2024, the letter's own date.", False),
    ],
)
def test_a_postmark_that_was_only_read_is_a_hint(
    mailed: dt.date, by_mailing: dt.date | None, said: str, doubted: bool
) -> None:
    plain, _ = worked("LT11", Anchors(D(2024, 3, 11)), "hearing")
    anchors = Anchors(D(2024, 3, 11), postmark=mailed, envelope=5)
    found, doubts = worked("LT11", anchors, "hearing")
    assert plain is not None
    assert found is not None
    assert (found.date, found.kind, found.origin) == (plain.date, plain.kind, plain.origin)
    assert (found.by_mailing, found.mailing_sure) == (by_mailing, by_mailing is None)
    assert said in " ".join(found.derivation)
    assert "(page 5)" in found.derivation[-1 if by_mailing is None else -2]
    assert list(doubts) == ["postmark-unsure"] * doubted


def test_a_postmark_says_nothing_of_dates_that_do_not_run_from_mailing() -> None:
    anchors = Anchors(D(2024, 3, 11), Decimal("500.00"))
    read = dataclasses.replace(anchors, postmark=D(2024, 3, 20), envelope=5)
    assert deadlines(CATALOGUE.notices["CP14"], read) == deadlines(CATALOGUE.notices["CP14"], anchors)


def test_being_abroad_does_not_lengthen_the_time_for_a_hearing() -> None:
    home, _ = worked("LT11", Anchors(D(2024, 3, 11)), "hearing")
    abroad, _ = worked("LT11", Anchors(D(2024, 3, 11), abroad=True), "hearing")
    assert abroad == home


def test_a_longer_time_abroad_is_counted_where_a_rule_gives_one() -> None:
    """As for a notice of deficiency: 90 days, 150 abroad."""
    letter = CATALOGUE.notices["CP90"]
    rule = dataclasses.replace(letter.deadlines[0], days=90, abroad_days=150)
    notice = dataclasses.replace(letter, deadlines=(rule,))
    home = deadlines(notice, Anchors(D(2024, 3, 11)))[0][0]
    abroad = deadlines(notice, Anchors(D(2024, 3, 11), abroad=True))[0][0]
    assert home.date == D(2024, 6, 10)  # June 9 is a Sunday
    assert abroad.date == D(2024, 8, 8)
    assert "outside the United States: 150 days count." in abroad.derivation[1]


def test_business_days_can_be_a_rule_of_their_own() -> None:
    letter = CATALOGUE.notices["CP90"]
    rule = dataclasses.replace(letter.deadlines[0], days=None, business_days=5)
    notice = dataclasses.replace(letter, deadlines=(rule,))
    assert deadlines(notice, Anchors(D(2024, 5, 24)))[0][0].date == D(2024, 6, 3)


def test_dates_that_differ_by_a_weekend_a_holiday_or_one_business_day_agree() -> None:
    assert agree(D(2024, 4, 12), D(2024, 4, 15))  # Friday and Monday
    assert agree(D(2024, 4, 13), D(2024, 4, 15))  # Saturday and Monday
    assert agree(D(2024, 5, 24), D(2024, 5, 28))  # over Memorial Day
    assert agree(D(2024, 4, 10), D(2024, 4, 10))
    assert not agree(D(2024, 4, 11), D(2024, 4, 15))  # Thursday and Monday
    assert not agree(D(2024, 4, 10), D(2024, 4, 12))


@PATIENT
@given(CODES, st.none() | DAYS, AMOUNTS, st.dictionaries(ROLES, DAYS, max_size=3), st.booleans())
def test_no_hard_deadline_is_later_than_the_law(
    code: str, dated: dt.date | None, amount: Decimal | None, printed: dict[str, dt.date], abroad: bool
) -> None:
    """A hard date that is counted is the law's.

    One that the letter prints may be one working day after the count, and then the safe day is named. A
    least time that the law sets (the end of a plan) is none that a printed date could exceed.
    """
    notice = CATALOGUE.notices[code]
    rules = {rule.name: rule for rule in notice.deadlines}
    for deadline in deadlines(notice, Anchors(dated, amount, printed, abroad))[0]:
        law = deadline.computed
        if law is None or rules[deadline.rule].agreement == "not-earlier" or deadline.date <= law:
            continue
        assert deadline.date == deadline.printed
        assert business_days_between(law, deadline.date) <= 1
        assert any(f"To be safe, act by {spoken(law, weekday=True)}" in step for step in deadline.derivation)


@PATIENT
@given(CODES, DAYS, AMOUNTS, st.booleans())
def test_the_count_of_each_clock_is_the_laws_own(
    code: str, dated: dt.date, amount: Decimal | None, abroad: bool
) -> None:
    """Each counted date walked out day by day, apart from the engine's own arithmetic."""
    notice = CATALOGUE.notices[code]
    rules = {rule.name: rule for rule in notice.deadlines}
    for deadline in deadlines(notice, Anchors(dated, amount, abroad=abroad))[0]:
        rule = rules[deadline.rule]
        large = rule.threshold is not None and (amount is None or amount >= rule.threshold.amount)
        if rule.years is not None:
            continue
        working = rule.business_days or (rule.threshold.business_days if large and rule.threshold else None)
        left = working or (rule.abroad_days if abroad and rule.abroad_days else rule.days) or 0
        walked = dated
        while left:
            walked += dt.timedelta(days=1)
            left -= is_business_day(walked) if working else 1
        while rule.statutory and not is_business_day(walked):
            walked += dt.timedelta(days=1)
        assert deadline.date == walked


@PATIENT
@given(st.sampled_from((*CDP, "CP14")), st.dates(D(2005, 1, 1), D(2045, 12, 31)), AMOUNTS)
def test_outside_the_verified_years_a_date_is_an_estimate_and_never_later(
    code: str, dated: dt.date, amount: Decimal | None
) -> None:
    """Held against the library's own calendar of those years, which the program does not trust there."""
    everything = holidays.country_holidays("US", subdiv="DC", years=range(2004, 2048), observed=True)
    for deadline in deadlines(CATALOGUE.notices[code], Anchors(dated, amount))[0]:
        if deadline.rule not in ("hearing", "pay") or deadline.computed is None:
            continue
        large = code == "CP14" and (amount is None or amount >= 100_000)
        left, true = (10 if large else 21 if code == "CP14" else 30), dated
        while left:
            true += dt.timedelta(days=1)
            left -= not large or (true.weekday() < 5 and true not in everything)
        while true.weekday() >= 5 or true in everything:
            true += dt.timedelta(days=1)
        assert deadline.date <= true
        if dated.year in VERIFIED and true.year in VERIFIED:
            assert deadline.date == true
        if deadline.date.year not in VERIFIED:
            assert deadline.kind == "estimated"


@PATIENT
@given(st.sampled_from(CDP), DAYS)
def test_the_thirty_days_of_a_hearing(code: str, dated: dt.date) -> None:
    deadline, _ = worked(code, Anchors(dated), "hearing")
    assert deadline is not None
    assert deadline.date == next_business_day(dated + dt.timedelta(days=30))


@PATIENT
@given(CODES, DAYS, AMOUNTS)
def test_what_the_law_rolls_is_never_on_a_weekend_or_holiday(
    code: str, dated: dt.date, amount: Decimal | None
) -> None:
    notice = CATALOGUE.notices[code]
    statutory = {rule.name for rule in notice.deadlines if rule.statutory}
    for deadline in deadlines(notice, Anchors(dated, amount))[0]:
        assert deadline.date > dated
        if deadline.rule in statutory:
            assert is_business_day(deadline.date)


@PATIENT
@given(CODES, AMOUNTS, st.booleans(), DAYS)
def test_without_an_anchor_there_is_no_date(
    code: str, amount: Decimal | None, abroad: bool, postmark: dt.date
) -> None:
    """Not from today, not from the envelope, not from anything that is not printed on the letter."""
    assert deadlines(CATALOGUE.notices[code], Anchors(None, amount, {}, abroad, postmark)) == ((), ())


@PATIENT
@given(CODES, DAYS, AMOUNTS, st.dictionaries(ROLES, DAYS, max_size=3))
def test_a_conflict_is_always_said_and_never_hard(
    code: str, dated: dt.date, amount: Decimal | None, printed: dict[str, dt.date]
) -> None:
    found, doubts = deadlines(CATALOGUE.notices[code], Anchors(dated, amount, printed))
    differing = [d for d in found if any("The two differ" in step for step in d.derivation)]
    assert len(differing) == sum(doubt.name == "due-date-conflict" for doubt in doubts)
    for deadline in differing:
        assert deadline.kind == "estimated"
        assert deadline.printed is not None and deadline.computed is not None
        assert deadline.date == min(deadline.printed, deadline.computed)


@PATIENT
@given(CODES, DAYS, AMOUNTS, st.dictionaries(ROLES, DAYS, max_size=2), DAYS)
def test_a_postmark_moves_no_working_date(
    code: str, dated: dt.date, amount: Decimal | None, printed: dict[str, dt.date], postmark: dt.date
) -> None:
    anchors = Anchors(dated, amount, printed)
    plain = deadlines(CATALOGUE.notices[code], anchors)
    mailed = deadlines(CATALOGUE.notices[code], dataclasses.replace(anchors, postmark=postmark))
    assert [(d.rule, d.date, d.kind) for d in plain[0]] == [(d.rule, d.date, d.kind) for d in mailed[0]]
    assert plain[1] == mailed[1]
    rules = {rule.name: rule for rule in CATALOGUE.notices[code].deadlines}
    for deadline in mailed[0]:
        later = postmark > dated and rules[deadline.rule].from_mailing
        assert (deadline.by_mailing is not None) == later


@PATIENT
@given(DAYS)
def test_an_unknown_amount_gives_the_earlier_date(dated: dt.date) -> None:
    found = [
        worked("CP14", Anchors(dated, amount), "pay")[0]
        for amount in (None, Decimal("99999.99"), Decimal("100000.00"))
    ]
    unknown, small, large = (deadline.date for deadline in found if deadline is not None)
    assert unknown == min(small, large)
