"""Letters made up by people who are not the IRS: the same facts, other labels, other ways to write a date."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from classify.field import Period
from tests.classify.rows import Classify, Rows

_HEAD: Rows = ["Internal Revenue Service", "Department of the Treasury, Austin, TX 73301-0010"]
_BODY: Rows = [
    None,
    "Reminder: You still owe taxes",
    "Our records show an unpaid federal tax balance for 2013, Form 1040.",
    "You must pay the amount due of $5,719.41 by {by}.",
    "If you disagree, call us at 1-800-829-8374.",
]


def mock(
    *, date: str = "Date Issued: 2014-10-14", number: Any = "Taxpayer ID Number: XXX-XX-6138", by: str
) -> Rows:
    """A reminder with one fact in each line, as fixtures of programs have them."""
    facts = ["Notice Type: CP501", date, number, "Return Type: 1040", "Tax Period Ended: 2013-12-31"]
    sums = ["Total Amount Due: $5,719.41", f"Due Date: {by}"]
    return [*_HEAD, *facts, *sums, *(row and row.format(by=by) for row in _BODY)]


@pytest.mark.parametrize(
    ("date", "by"),
    [
        ("Date Issued: 2014-10-14", "2014-11-04"),
        ("Issue Date: 14 October 2014", "4 November 2014"),
        ("Date of Notice: 14-Oct-2014", "04-Nov-2014"),
        ("Date Issued: October 14th, 2014", "November 4th, 2014"),
        ("Mailing date: 10/14/2014", "11/04/2014"),
    ],
)
def test_dates_are_read_however_they_are_written(classify: Classify, date: str, by: str) -> None:
    found = classify(mock(date=date, by=by))
    assert (found.notice_date.value, found.due_date.value) == (dt.date(2014, 10, 14), dt.date(2014, 11, 4))
    assert found.tax_periods.value == (Period(dt.date(2013, 12, 31), "1040"),)
    assert (found.amount_due.value, found.doubts) == (Decimal("5719.41"), ())


@pytest.mark.parametrize(
    "number",
    [
        [(100, "Taxpayer ID:"), (600, "SSN ending in 6138")],
        "SSN: ***-**\N{MINUS SIGN}6138",
        [(100, "TIN"), (500, "(last four digits) 6138")],
    ],
)
def test_the_last_four_digits_are_told_in_many_ways(classify: Classify, number: Any) -> None:
    found = classify(mock(number=number, by="2014-11-04")).taxpayer_id_last4
    assert (found.value, found.accepted) == ("6138", True)


def test_the_number_of_a_form_below_is_no_taxpayers(classify: Classify) -> None:
    grid: Rows = [
        *_HEAD,
        [(100, "Notice Code"), (600, "CP504")],
        [(100, "Date of Notice"), (600, "12/5/2022")],
        [(100, "Taxpayer ID Number"), (600, "(last four digits) 4801")],
        [(100, "Form Number"), (600, "1040")],
        [(100, "Tax Year"), (600, "2021")],
        None,
        "You must pay the amount due of $13,406.99 by 1/4/2023.",
    ]
    assert classify(grid).taxpayer_id_last4.value == "4801"


def test_a_label_over_its_date_is_no_heading_of_the_past(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD,
        [(100, "Maria Sample"), (1500, "Date Issued:")],
        [(1500, "25 March 2019")],
        [(100, "Albany, NY 12207"), (1500, "Period:")],
        [(1500, "31 December 2017")],
        None,
        "Request a hearing by 24 April 2019.",
    ]
    assert classify(rows).notice_date.value == dt.date(2019, 3, 25)


@pytest.mark.parametrize(
    "said", ["Please remit the amount due of $1,693.00 within 10 days from the date of this notice."]
)
def test_days_to_pay_in_may_be_counted_by_any_word_for_paying(classify: Classify, said: str) -> None:
    rows: Rows = [*_HEAD, "Notice ID: CP501", "Date: November 14, 2023", "Tax Year: 2022", None, said]
    found = classify(rows).due_date
    assert (found.value, found.accepted) == (None, True)


def test_the_number_of_a_house_is_no_tax_year(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD,
        [
            (100, "Tax Period Ended"),
            (700, "December 31, 2024"),
            (1300, "Notice Date"),
            (1800, "June 2, 2025"),
        ],
        [(100, "2032 Juniper Ln")],
        [(100, "Mobile, AL 36602")],
        None,
        "We are auditing your 2024 Form 1040 and need documentation.",
    ]
    assert [period.end.year for period in classify(rows).tax_periods.value or ()] == [2024]


def test_a_period_that_is_yet_to_come_is_not_accepted(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD,
        "Notice: CP14",
        "Notice date: June 2, 2025",
        "Tax year: 2032",
        None,
        "You owe $310.00.",
    ]
    assert not classify(rows).tax_periods.accepted


def test_the_office_behind_a_letters_number_begins_no_sentence(classify: Classify) -> None:
    rows: Rows = [*_HEAD, None, "This letter is your NOTICE OF DEFICIENCY, as required by law.", None]
    rows += [[(1500, "Letter 3219 (SC/CG) (Rev. 6-2005)")]]
    assert classify(rows).notice.value == "Letter 3219"
