"""What letters say beside what they are about: earlier letters, other periods, other people, other sums."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from classify.field import Period
from tests.classify.rows import Classify, Rows, headed_letter

_BILL: Rows = [
    "Form 1040",
    None,
    [(100, "Tax you owe"), (1500, "$4,780.12")],
    [(100, "Amount due by April 20, 2024"), (1500, "$4,912.06")],
    None,
    "Pay the amount due of $4,912.06 by April 20, 2024.",
    None,
]
_DUE, _END = dt.date(2024, 4, 20), dt.date(2022, 12, 31)


def _letter(*rows: Any, code: str = "CP504") -> Rows:
    return headed_letter(code, *_BILL, *rows, year=2022)


@pytest.mark.parametrize(
    "title",
    ["Notices we sent you before this one", "Previous notices", "Other correspondence we sent you"],
)
def test_letters_under_a_title_are_earlier_ones(classify: Classify, title: str) -> None:
    rows = _letter(
        title,
        [(100, "Date"), (700, "Notice"), (1200, "Amount shown on that notice")],
        [(100, "January 11, 2023"), (700, "CP14"), (1200, "$4,839.91")],
        [(100, "February 15, 2023"), (700, "CP501"), (1200, "$4,869.33")],
    )
    found = classify(rows)
    assert (found.notice.value, found.notice.accepted) == ("CP504", True)
    assert (found.notice_date.value, found.amount_due.accepted) == (dt.date(2024, 3, 21), True)


@pytest.mark.parametrize(
    "rows",
    [
        [
            "Other periods on your account (for your information)",
            [(100, "Tax period"), (700, "Status"), (1500, "Balance there")],
            [(100, "2021"), (700, "Paid in full on March 8, 2023"), (1500, "$0.00")],
            [(100, "2020"), (700, "Payment plan in good standing"), (1500, "$3,490.80")],
        ],
        [
            "Other balances on your account (billed separately)",
            "Not included in the amount due on this notice.",
            [(100, "Tax year"), (700, "Form"), (1500, "Balance")],
            [(100, "2018"), (700, "1040"), (1500, "$3,112.77")],
            [(100, "2019"), (700, "1040"), (1500, "$3,098.42")],
        ],
        [
            "Returns we have",
            [(100, "Period"), (700, "Received on"), (1500, "Status")],
            [(100, "2021"), (700, "April 15, 2022"), (1500, "Received")],
        ],
    ],
)
def test_what_is_said_of_other_periods_changes_nothing(classify: Classify, rows: Rows) -> None:
    found = classify(_letter(*rows))
    assert found.tax_periods.value == (Period(_END, "1040"),)
    assert (found.tax_periods.accepted, found.due_date.value, found.due_date.accepted) == (True, _DUE, True)


def test_days_of_estimated_tax_are_none_to_answer_by(classify: Classify) -> None:
    rows: Rows = headed_letter(
        "CP24",
        "Changes to your 2022 Form 1040. You are due a refund of $250.00.",
        "You should receive it within 2-3 weeks (about April 12, 2024) if you owe no other tax.",
        None,
        "Reminder: 2024 estimated tax",
        "If you make 2024 estimated tax payments with Form 1040-ES, they are due as follows.",
        [(100, "2024 payment due"), (900, "Amount you told us to expect")],
        [(100, "April 15, 2024"), (900, "$575.00")],
        [(100, "June 17, 2024"), (900, "$575.00")],
        year=2022,
    )
    found = classify(rows).due_date
    assert (found.value, found.accepted) == (None, True)


def test_a_return_to_have_at_hand_is_none_that_was_not_filed(classify: Classify) -> None:
    rows: Rows = headed_letter(
        "Letter 2050",
        "Please call us about your overdue taxes.",
        [(100, "Form"), (500, "Tax period"), (1500, "Amount you owe")],
        [(100, "1040"), (500, "December 31, 2015"), (1500, "$4,934.54")],
        None,
        "When you call, have: your tax return for 2023, pay stubs, and your monthly expenses.",
    )
    assert [period.end.year for period in classify(rows).tax_periods.value or ()] == [2015]


@pytest.mark.parametrize(
    "row",
    [
        "We used the overpayment of Wendell Sample (SSN XXX-XX-1941), your spouse of that year.",
        "Withholding under review: $4,118.00 (W-2, employer ID XX-XXX2460) and other credits.",
        [(100, "Adele Sample"), (700, "XXX-XX-1961"), (1300, "Child, 7 months")],
    ],
)
def test_the_numbers_of_others_are_not_the_taxpayers(classify: Classify, row: Any) -> None:
    heading: Rows = [[(100, "Name"), (700, "Social security number"), (1300, "Relationship")]]
    found = classify(_letter(*heading, row)).taxpayer_id_last4
    assert (found.value, found.accepted) == ("1234", True)


def test_vouchers_are_the_form_of_no_letter(classify: Classify) -> None:
    rows = headed_letter(
        "CP3219A", "We have determined a deficiency in your 2015 income tax.", None, year=2015
    )
    rows.append("If you make 2017 estimated tax payments with Form 1040-ES, they are due as follows.")
    assert classify(rows).tax_periods.value == (Period(dt.date(2015, 12, 31), None),)


def test_the_total_of_a_table_is_that_of_its_last_column(classify: Classify) -> None:
    rows: Rows = headed_letter(
        "CP297",
        "Form 941",
        [(100, "Period ended"), (700, "Tax"), (1100, "Pen + int"), (1500, "Balance")],
        [(100, "12/31/2019"), (700, "$2,349.00"), (1100, "$322.83"), (1500, "$2,671.83")],
        [(100, "6/30/2020"), (700, "$13,643.00"), (1100, "$1,057.33"), (1500, "$14,700.33")],
        [(100, "TOTAL"), (700, "$15,992.00"), (1100, "$1,380.16"), (1500, "$17,372.16")],
    )
    found = classify(rows).amount_due
    assert (found.value, found.accepted) == (Decimal("17372.16"), True)


def test_missed_payments_that_only_explain_are_a_doubt(classify: Classify) -> None:
    rows: Rows = headed_letter(
        "CP523",
        "Amount due: $10,222.58",
        None,
        [(100, "Amount due by April 20, 2024"), (1500, "$10,222.58")],
        None,
        "Payments you missed",
        [(100, "Overdue payments"), (1500, "$250.00")],
        year=2022,
    )
    found = classify(rows).amount_due
    assert (found.value, found.accepted) == (Decimal("10222.58"), False)


def test_years_of_a_list_may_have_their_sums_between_them(classify: Classify) -> None:
    said: Rows = [
        "Our records show that you have not paid the income tax reported on your Form 1040 for",
        "the years 2015 ($15,917.15) and 2016 ($5,563.26). The unpaid total on the date of this letter",
        "is $21,480.41, which includes penalties of $2,710.98 and interest of $2,668.99.",
    ]
    found = classify([*headed_letter("LT11"), None, *said])
    assert [period.end.year for period in found.tax_periods.value or ()] == [2015, 2016]
    assert found.amount_due.value == Decimal("21480.41")


def test_a_date_may_stand_over_and_under_its_row(classify: Classify) -> None:
    rows: Rows = headed_letter(
        "LT11",
        [(100, "Form"), (500, "Tax Period"), (1000, "Penalties"), (1400, "Interest"), (1800, "You Owe")],
        [(500, "December 31,")],
        [(100, "1040"), (700, "$3,218.46"), (1000, "$675.88"), (1400, "$663.81"), (1800, "$4,558.15")],
        [(500, "2017")],
        [(500, "December 31,")],
        [(100, "1040"), (700, "$13,204.00"), (1000, "$1,980.60"), (1400, "$1,930.65"), (1800, "$17,115.25")],
        [(500, "2018")],
        [(100, "Total"), (1800, "$21,673.40")],
    )  # fmt: skip
    found = classify(rows)
    assert [period.end.year for period in found.tax_periods.value or ()] == [2017, 2018]
    assert found.amount_due.value == Decimal("21673.40")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("CP21B Oct 5, 2020", "CP21B"),
        ("CP523 \N{MIDDLE DOT} Oct 5, 2020", "CP523"),
        ("CP504 notice / October 5, 2020 / Form 1040 / 2018 tax year / SSN ending in 4926", "CP504"),
    ],
)
def test_a_line_of_facts_begins_with_its_code(classify: Classify, line: str, code: str) -> None:
    found = classify(
        ["Internal Revenue Service", line, None, "We looked at your tax account for 2018 again."]
    )
    assert (found.notice.value, found.notice_date.value) == (code, dt.date(2020, 10, 5))


@pytest.mark.parametrize(
    ("rows", "code"), [(["CP501 REMINDER OF BALANCE DUE"], "CP501"), (["Letter", "LT 11", "Date"], "LT11")]
)
def test_a_title_needs_no_sign_and_no_letter_has_letters_for_its_number(
    classify: Classify, rows: Rows, code: str
) -> None:
    assert (
        classify(["Internal Revenue Service", *rows, None, "You owe $310.00 for 2018."]).notice.value == code
    )


def test_quarters_of_a_list_have_one_label(classify: Classify) -> None:
    rows = ["Internal Revenue Service", "Notice: CP504", "Tax period: 1st Quarter 2023, 2nd Quarter 2023"]
    ends = [period.end for period in classify(rows).tax_periods.value or ()]
    assert ends == [dt.date(2023, 3, 31), dt.date(2023, 6, 30)]


def test_a_page_that_names_the_irs_at_its_top_is_not_told_to_be_from_others(classify: Classify) -> None:
    rows: Rows = [
        "IRS notice (mock)",
        [(100, "Notice type"), (600, "CP1i1"), (1100, "Notice dt"), (1600, "6/11/2018")],
        [(100, "Name"), (600, "Devin Sample"), (1100, "SSN"), (1600, "XXX-XX-2598")],
        "We found a math error on your return. You owe tax.",
        [(100, "AMOUNT DUE"), (600, "$1,638.85")],
        "If you disagree call within 60 days.",
    ]
    found = classify(rows, kind="photo")
    assert (found.origin, found.doubts[-1].name) == ("irs", "maybe-not-irs")


def test_a_transcript_asks_for_nothing_and_sets_no_day(classify: Classify) -> None:
    rows: Rows = [
        "Internal Revenue Service",
        "Account Transcript",
        [(100, "Request Date:"), (700, "07/01/2025")],
        [(100, "Response Date:"), (700, "07/01/2025")],
        [(100, "Tax Period Ending"), (700, "Dec. 31, 2021")],
        [(100, "Taxpayer Identification Number"), (700, "XXX-XX-5625")],
        [(100, "ACCOUNT BALANCE"), (1500, "$2,046.19")],
        [(100, "ACCOUNT BALANCE PLUS ACCRUALS (this is not a payoff amount)"), (1500, "$2,260.22")],
    ]
    found = classify(rows)
    assert found.amount_due.value is None
    assert found.due_date.value is None
    assert found.doubts
