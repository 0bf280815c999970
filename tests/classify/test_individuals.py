"""What letters to individuals about their accounts and plans say in ways of their own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from classify import grammar
from tests.classify.rows import Classify, Rows, headed_letter

_NOT_ASKED = (
    ("CP21C", "If both checks are cashed, you will have to repay $740.25 with interest."),
    ("CP21C", "You do not have to pay the $1,577.31 shown in our notice of March 6, 2017."),
    ("CP21C", "You need not send the $1,577.31."),
    ("CP32", "If both checks are cashed, you will have to repay $740.25 with interest."),
)


@pytest.mark.parametrize(("code", "said"), _NOT_ASKED)
def test_what_need_not_be_paid_is_not_asked_for(classify: Classify, code: str, said: str) -> None:
    assert classify(headed_letter(code, said, year=2021)).amount_due.value is None


def test_what_was_not_paid_then_is_not_what_is_asked_for_now(classify: Classify) -> None:
    rows = ["Amount due immediately: $6,641.00", "You did not pay $6,577.00 then."]
    found = classify(headed_letter("CP90", *rows, year=2021))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("6641.00"), True)


def test_a_debt_that_is_spoken_of_and_not_asked_for_is_a_doubt(classify: Classify) -> None:
    said = "We agree to your proposal: you would pay the full amount of $2,740.65 by May 28, 2024."
    found = classify(headed_letter("CP22A", said, year=2021))
    assert not found.amount_due.accepted


_PLAN: Rows = [
    [(100, "Form"), (500, "Tax period"), (1300, "Balance")],
    [(100, "1040"), (500, "Dec. 31, 2005"), (1300, "$1,740.00")],
    [(100, "1040"), (500, "Dec. 31, 2006"), (1300, "$2,205.60")],
    [(100, "Total"), (1300, "$3,945.60")],
]


@pytest.mark.parametrize("code", ["Letter 2840C", "CP89"])
def test_what_is_owed_under_a_plan_is_not_asked_for_at_once(classify: Classify, code: str) -> None:
    found = classify(headed_letter(code, *_PLAN))
    assert found.amount_due.value is None
    assert [period.end.year for period in found.tax_periods.value or ()] == [2005, 2006]


def test_the_total_of_a_table_that_is_not_asked_for_is_what_its_rows_come_to(classify: Classify) -> None:
    assert "table-incomplete" not in {
        doubt.name for doubt in classify(headed_letter("Letter 2840C", *_PLAN)).doubts
    }


def test_what_stands_in_brackets_behind_a_period_makes_no_sentence_of_its_row(classify: Classify) -> None:
    rows: Rows = [
        [(100, "1040, 12/31/2020 (in your plan)"), (1300, "$11,802.14")],
        [(100, "1040, 12/31/2022 (new)"), (1300, "$6,808.14")],
        [(100, "Amount due"), (1300, "$18,610.28")],
        "You now also owe tax for 2022.",
    ]
    found = classify(headed_letter("CP523", *rows))
    assert [period.end.year for period in found.tax_periods.value or ()] == [2020, 2022]


_BY = (
    ("You owe $1,466.00 by May 20, 2024.", "2024-05-20"),
    ("If you do not correct this by May 20, 2024 we will end the agreement.", "2024-05-20"),
    ("First payment $95.00, due May 20, 2024, and the same each month.", "2024-05-20"),
    ("The next quarterly estimated payment, if you make them, is due May 20, 2024.", None),
    ("You will get a number of your own; look for a letter by May 20, 2024.", None),
)


@pytest.mark.parametrize(("said", "day"), _BY)
def test_days_to_act_by_are_told_from_others(classify: Classify, said: str, day: str | None) -> None:
    found = classify(headed_letter("CP22A", said, year=2021))
    assert found.due_date.value == (dt.date.fromisoformat(day) if day else None)


_OTHERS_YEARS = (
    "For tax year 2015 (claim of $766.00) you will get another letter.",
    "You may not claim it for tax years 2019 and 2020.",
    "Your next filing deadline, for tax year 2022, is April 18, 2023.",
)


@pytest.mark.parametrize("said", _OTHERS_YEARS)
def test_years_that_are_yet_to_come_or_are_told_of_apart_are_not_the_letters(
    classify: Classify, said: str
) -> None:
    found = classify(headed_letter("CP79", said, year=2021))
    assert [period.end.year for period in found.tax_periods.value or ()] == [2021]
    assert found.tax_periods.accepted


@pytest.mark.parametrize(
    "rows",
    [
        ["Tax Form and Period", "1040 December 31, 2006"],
        ["We remind you of tax you still owe for Form 1040, year 2006."],
    ],
)
def test_a_form_may_stand_between_a_period_and_its_label(classify: Classify, rows: Rows) -> None:
    found = classify(headed_letter("CP31", *rows))
    assert [(p.form, p.end.year) for p in found.tax_periods.value or ()] == [("1040", 2006)]


@pytest.mark.parametrize(
    "head",
    [
        [[(100, "LTR 2604C Apr. 29, 2013")]],
        [[(100, "LTR 2604C"), (700, "Apr. 29, 2013")]],
        [[(100, "Letter: 2604C")], [(100, "Apr. 29, 2013")]],
    ],
)
def test_the_date_may_stand_behind_or_under_the_number_of_a_letter(classify: Classify, head: Any) -> None:
    rows: Rows = [
        "Department of the Treasury",
        "Internal Revenue Service",
        "In reply refer to: 0517900446",
        *head,
    ]
    found = classify([*rows, None, "Dear Taxpayer:", "We have approved your installment agreement."])
    assert found.notice.value == "Letter 2604C"
    assert (found.notice_date.value, found.notice_date.accepted) == (dt.date(2013, 4, 29), True)


def test_days_in_the_column_of_a_table_are_not_the_letters(classify: Classify) -> None:
    rows: Rows = [
        [(600, "Amount"), (1300, "Date")],
        [(100, "Check no. 2217"), (600, "$1,500.00"), (1300, "04/18/16")],
        [(100, "Check no. 2218"), (600, "$250.00"), (1300, "06/15/16")],
    ]
    found = classify(headed_letter("CP60", *rows, year=2015))
    assert (found.notice_date.value, found.notice_date.accepted) == (dt.date(2024, 3, 21), True)


def test_a_number_may_be_typed_with_blanks() -> None:
    assert [match.value for match in grammar.last_fours("XXX XX 3571 200612 30 000")] == ["3571"]


def test_a_transcript_is_not_denied(classify: Classify) -> None:
    rows: Rows = [
        "This Product Contains Sensitive Taxpayer Data",
        "Account Transcript",
        [(100, "TAX PERIOD: Dec. 31, 2020"), (1300, "TAXPAYER IDENTIFICATION NUMBER: XXX-XX-9076")],
        "ACCOUNT BALANCE: $1,084.00",
        "150 Tax return filed 06-28-2021 $3,617.00",
        "806 W-2 or 1099 withholding 04-15-2021 -$2,533.00",
    ]
    assert classify(rows).origin == "irs"


@pytest.mark.parametrize("years", [[], [2013, 2014]])
def test_a_passport_notice_may_list_its_periods_or_none(classify: Classify, years: list[int]) -> None:
    rows: Rows = [[(100, f"1040 December 31, {year}"), (1300, "$40,000.00")] for year in years]
    total = f"Amount of your debt: ${40 * len(years) or 80},000.00"
    found = classify(headed_letter("CP508C", "Your debt is seriously delinquent.", total, None, None, *rows))
    assert [period.end.year for period in found.tax_periods.value or ()] == years
    assert found.tax_periods.accepted


_SUMS = (
    "You have a right to appeal under IRC section 6330. Pay $1,600.90 by May 20, 2024.",
    "You should pay the full balance of $1,600.90 right away.",
    "To avoid more interest, we must receive $1,600.90 from you no later than May 20, 2024.",
    "Your balance of $1,600.90 for the periods below is overdue.",
    "Your immediate payment of $1,600.90 is required.",
)


@pytest.mark.parametrize("said", _SUMS)
def test_sums_that_are_asked_for_in_a_sentence(classify: Classify, said: str) -> None:
    found = classify(headed_letter("CP90", said, year=2021))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("1600.90"), True)


_DUE = (
    "So that no more interest is added, let us have $612.08 not later than May 20, 2024.",
    "Penalty and interest are figured to May 20, 2024; please pay by then.",
    "The whole debt falls due, which you will please pay before the end of business on May 20, 2024.",
    "Pay it, or send Form 12153, by May 20, 2024. To pay by June 3, 2024, add $288.40.",
)


@pytest.mark.parametrize("said", _DUE)
def test_days_to_pay_by_in_the_words_of_a_clerk(classify: Classify, said: str) -> None:
    assert classify(headed_letter("CP90", said, year=2021)).due_date.value == dt.date(2024, 5, 20)


def test_a_day_to_ask_for_a_hearing_may_have_a_label(classify: Classify) -> None:
    found = classify(headed_letter("LT11", "Date to request a hearing: April 20, 2024", year=2021))
    assert (found.due_date.value, found.due_date.accepted) == (dt.date(2024, 4, 20), True)


def test_a_day_soon_after_the_letters_that_nothing_explains_is_not_passed_over(classify: Classify) -> None:
    found = classify(
        headed_letter("CP504", "Amount due: $1,600.90", "MAY 20 2024 AT THIS OFFICE.", year=2021)
    )
    assert not found.due_date.accepted


@pytest.mark.parametrize(
    "said",
    [
        "If you cannot pay it all, pay what you can; say you owed $600.00 and could send $150.00.",
        "If you owed $600.00 and could send $150.00, interest would be charged on the rest.",
    ],
)
def test_an_example_of_the_small_print_asks_for_nothing(classify: Classify, said: str) -> None:
    assert classify(headed_letter("CP22A", said, year=2021)).amount_due.value is None


def test_the_period_of_the_next_return_is_not_the_letters(classify: Classify) -> None:
    said = "Your next Form 941, for the quarter ended September 30, 2023, is no part of this bill."
    rows: Rows = [[(100, "Tax period"), (700, "June 30, 2023")], said]
    found = classify(headed_letter("CP161", *rows))
    assert [period.end.month for period in found.tax_periods.value or ()] == [6]
    assert found.tax_periods.accepted


def test_what_the_irs_sends_otherwise_does_not_take_the_sum_away(classify: Classify) -> None:
    said = "We will send you a notice of intent to levy unless you pay $1,600.90 by May 20, 2024."
    found = classify(headed_letter("CP501", said, year=2021))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("1600.90"), True)


def test_a_balance_that_is_due_each_month_is_none_to_pay_now(classify: Classify) -> None:
    said = "Your monthly payment of $210.00 is due on the 28th of each month."
    assert classify(headed_letter("CP89", said, year=2021)).amount_due.value is None


def test_a_year_in_a_sentence_is_not_the_letters_where_a_label_names_its_own(classify: Classify) -> None:
    rows = [
        "In tax year 2009 they had to earn less than the guideline.",
        "The rules for tax year 2010 differ.",
    ]
    found = classify(headed_letter("CP504", "Amount due: $1,600.90", *[None] * 30, *rows, year=2021))
    assert [period.end.year for period in found.tax_periods.value or ()] == [2021]
    # The second sentence may speak of the letter's own account: a person looks.
    assert not found.tax_periods.accepted


def test_what_stands_at_the_head_of_a_later_page_is_not_in_the_letters_head(classify: Classify) -> None:
    def block(year: int) -> Rows:
        return [
            [(100, "Period ended"), (700, f"12/31/{year}")],
            [(100, "Balance"), (700, "$8,000.00")],
            *[None] * 5,
        ]

    first = headed_letter("CP90", "Amount due: $24,000.00", *[None] * 20, *block(2017), *block(2018))
    found = classify(first, block(2021))
    assert [period.end.year for period in found.tax_periods.value or ()] == [2017, 2018, 2021]


def test_quarters_from_one_end_through_another_are_all_meant(classify: Classify) -> None:
    said = "It is for Form 941 for the quarters ended March 31, 2012 through September 30, 2012."
    found = classify(headed_letter("Letter 1153", said))
    assert [period.end.month for period in found.tax_periods.value or ()] == [3, 6, 9]


def test_a_label_for_the_code_may_stand_behind_a_phone_number(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "To contact us 1-800-829-0922")],
        [(100, "Internal Revenue Service"), (1500, "Notice Number: CP501")],
        [(1500, "Notice date May 16, 2016")],
    ]
    assert classify(rows).notice.value == "CP501"


_TYPED: Rows = [
    "January 15, 2024",
    None,
    "Department of the Treasury",
    "Internal Revenue Service",
    None,
    "This is notice CP504 about Form 1040 for tax year 2021. Taxpayer number XXX-XX-1234.",
]


@pytest.mark.parametrize("due", ["January 25, 2024", "January 5, 2024"])
def test_a_date_by_itself_at_the_head_of_a_typed_letter_is_its_date(classify: Classify, due: str) -> None:
    rows = [None, None, None, *_TYPED, f"Pay $1,600.90 by {due}."]
    found = classify(rows)
    assert found.notice_date.value == dt.date(2024, 1, 15)
    assert found.notice_date.accepted is (due == "January 25, 2024")


@pytest.mark.parametrize("head", ["December 31, 2021", "1/15/24, 3:12 PM"])
def test_the_end_of_a_period_or_the_time_of_a_print_is_not_the_letters_date(
    classify: Classify, head: str
) -> None:
    found = classify([None, None, None, head, *_TYPED[1:]])
    assert not found.notice_date.accepted
