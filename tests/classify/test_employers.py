"""What letters to employers and other businesses print in ways of their own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from classify import grammar
from classify.codes import KNOWN
from classify.finding import Finding
from classify.kinds import ASKS_NOTHING, Kind
from tests.classify.rows import Classify, Rows, headed_letter


def _ends(found: Finding) -> list[dt.date]:
    return [period.end for period in found.tax_periods.value or ()]


@pytest.mark.parametrize("text", ["3Q2013", "Q3 2013", "2013Q3", "3rd qtr 2013", "3rd Qtr. of 2013"])
def test_a_quarter_may_be_written_close(text: str) -> None:
    assert [match.value for match in grammar.quarters(text)] == [dt.date(2013, 9, 30)]


def test_every_quarter_of_a_table_is_told_and_what_others_must_pay_is_not_asked_for(
    classify: Classify,
) -> None:
    rows: Rows = [
        [(100, "Tax period"), (500, "Form"), (900, "Owed"), (1300, "Additions"), (1700, "Total")],
        [(100, "3Q2013"), (500, "941"), (900, "5,110.20"), (1300, "977.31"), (1700, "$6,087.51")],
        [(100, "2013"), (500, "940"), (900, "588.00"), (1300, "98.26"), (1700, "686.26")],
        [(100, "1Q2014"), (500, "941"), (900, "6,200.55"), (1300, "1,010.70"), (1700, "7,211.25")],
        [(1700, "$13,985.02")],
        None,
        "What you must pay",
        "$13,985.02",
        None,
        "If a person was responsible for paying the $9,660.00 of trust fund tax, another letter will follow.",
    ]
    found = classify(headed_letter("LT11", *rows))
    assert _ends(found) == [dt.date(2013, 9, 30), dt.date(2013, 12, 31), dt.date(2014, 3, 31)]
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("13985.02"), True)


_ASKED: tuple[Any, ...] = (
    ["Amount you owe as of July 18, 2023", "Additional interest", "Total"],
    "The estate owes $1,600.90.",
    "Otherwise send $1,600.90 by April 15, 2024.",
    "Please send the difference of $1,600.90, with this letter, by April 5, 2024.",
    "Please send a payment of $1,600.90 by April 4, 2024.",
    "You can keep interest from being charged by paying $1,600.90 by April 16, 2024.",
    [(100, "Amount the estate must pay by April 29, 2024"), (1500, "$1,600.90")],
    [(100, "Pay this"), (1500, "$1,600.90")],
    [(100, "Amount due by"), (1500, "$1,600.90")],
)


@pytest.mark.parametrize("said", _ASKED, ids=lambda said: str(said)[:40])
def test_what_a_business_is_asked_for_may_be_said_in_further_ways(classify: Classify, said: Any) -> None:
    rows = [said]
    if isinstance(said, list) and isinstance(said[0], str):
        rows = [
            [(100, label), (1300 + 15 * (9 - len(sum_)), sum_)]
            for label, sum_ in zip(said, ["1,500.00", "100.90", "$1,600.90"], strict=True)
        ]
    found = classify(headed_letter("CP162A", *rows, year=2021))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("1600.90"), True)


def test_what_the_irs_or_a_bank_will_pay_is_not_asked_for(classify: Classify) -> None:
    said = "We will send $1,600.90 to your bank; your bank will pay $20.00 of interest."
    assert classify(headed_letter("CP210", said, year=2021)).amount_due.value is None


_BY = (
    "You owe $2,071.58. This sum must reach us by May 20, 2024.",
    "Write to us by May 20, 2024 (60 days) if you have a reasonable cause.",
    "You must do so within 60 days from the date of this letter, that is, by May 20, 2024.",
    "You now owe $2,071.58, figured to May 20, 2024. Please pay by that date.",
)


@pytest.mark.parametrize("said", _BY)
def test_the_day_to_act_by_may_be_told_in_further_ways(classify: Classify, said: str) -> None:
    assert classify(headed_letter("CP215", said, year=2021)).due_date.value == dt.date(2024, 5, 20)


def test_a_row_that_says_what_its_day_is_for_is_no_part_of_the_row_above(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Interest if paid on time"), (1500, "$0.00")],
        [(100, "Amount due by May 20, 2024"), (1500, "$1,600.90")],
    ]
    assert classify(headed_letter("CP215", *rows, year=2021)).due_date.value == dt.date(2024, 5, 20)


def test_a_day_by_which_a_check_should_come_is_none_to_pay_by(classify: Classify) -> None:
    said = "The check is on its way and should be with you by May 20, 2024."
    assert classify(headed_letter("CP220", said, year=2021)).due_date.value is None


_NOT_OWN = (
    "The tax for December 31, 2018 ($4,020.00) was paid on time.",
    "The credit shown on your prior year return (fiscal year ended September 30, 2019) was already refunded.",
    "You asked us to credit $6,000.00 to your estimated tax for the tax year ending December 31, 2022.",
)


@pytest.mark.parametrize("said", _NOT_OWN)
def test_the_period_of_another_account_is_not_the_letters(classify: Classify, said: str) -> None:
    rows = [[(100, "For the quarter ended"), (900, "March 31, 2021")], said]
    found = classify(headed_letter("CP161", *rows))
    assert _ends(found) == [dt.date(2021, 3, 31)]


def test_the_year_of_one_form_and_the_quarters_of_another_are_both_told(classify: Classify) -> None:
    said = (
        "You have Form 940 for the year 2004, and Forms 941 for the quarters ended March 31, 2005 and",
        "June 30, 2005 to show us.",
    )
    found = classify(headed_letter("Letter 2205-A", *said))
    assert _ends(found) == [dt.date(2004, 12, 31), dt.date(2005, 3, 31), dt.date(2005, 6, 30)]


def test_an_election_has_no_period_whatever_it_says_of_rates(classify: Classify) -> None:
    found = classify(
        headed_letter("CP290", *[None] * 40, "It is taxed at the highest rate, 37% for tax year 2022.")
    )
    assert (found.tax_periods.value, found.tax_periods.accepted) == (None, True)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("CP 575 A", "CP575A"),
        ("Letter 3164-A", "Letter 3164-A"),
        ("CP575 A (Rev. 7-2007)", "CP575A"),
        ("CP504 A notice", "CP504"),
        ("Letter 227-K", "Letter 227-K"),
        ("Letter 9227-K", "Letter 9227-K"),
    ],
)
def test_a_letter_behind_a_blank_or_a_hyphen_belongs_to_the_code(printed: str, code: str) -> None:
    [match] = grammar.codes(printed, KNOWN)
    assert match.value[0].name == code


@pytest.mark.parametrize(
    "head",
    [
        [[(100, "Notice"), (400, "CP297 Employer ID number 12-3456789")]],
        ["Number of this notice", "CP297"],
        [[(100, "In reply refer to: 0248364417")], "July 06, 2011 LTR 252C E0"],
        ["Our letter", "1153"],
    ],
)
def test_a_code_may_stand_beside_further_labels(classify: Classify, head: Rows) -> None:
    rows: Rows = [
        "Department of the Treasury",
        "Internal Revenue Service",
        None,
        *head,
        None,
        "Tax period: March 31, 2011",
    ]
    found = classify(rows)
    assert found.notice.accepted, found.doubts


def test_each_printing_of_a_notice_is_of_its_kind() -> None:
    assert "CP259A" in ASKS_NOTHING
    assert "CP2594" not in ASKS_NOTHING
    assert None not in Kind({"CP259"})


def test_a_short_letter_with_the_number_of_an_employer_is_from_the_irs(classify: Classify) -> None:
    rows: Rows = [
        "Internal Revenue Service",
        "Ogden UT 84201",
        None,
        [(100, "Notice CP262"), (1300, "EIN 12-3456789")],
        [(100, "Notice date October 31, 2011"), (1300, "Phone 1-800-829-0115")],
        None,
        "Your S corporation election ended on June 30, 2011. You need not answer this notice.",
    ]
    assert not [doubt for doubt in classify(rows).doubts if doubt.name == "maybe-not-irs"]


def test_a_business_that_answers_a_notice_is_not_the_irs(classify: Classify) -> None:
    rows: Rows = [
        "SAMPLE MOVERS LLC",
        "300 Example Street, Testville, Vermont 05701",
        None,
        "Internal Revenue Service",
        "Cincinnati OH 45999-0149",
        None,
        "May 2, 2017",
        "RE: Notice CP504B dated April 24, 2017; EIN 12-3456789; Form 941",
        "To whom it may concern:",
        "Your notice says we owe $3,377.15. We paid this tax. Enclosed is the confirmation of our bank.",
        "Kindly stop all collection until this is done.",
        "Yours truly,",
    ]
    assert classify(rows).origin == "not_irs"


def test_a_row_whose_period_is_told_in_a_way_not_known_is_a_doubt(classify: Classify) -> None:
    rows: Rows = [
        "Amount due immediately: $1,312.49",
        [(100, "Tax period"), (500, "Form"), (900, "Owed"), (1300, "Additions"), (1700, "Total")],
        [(100, "III/13"), (500, "941"), (900, "588.00"), (1300, "38.23"), (1700, "626.23")],
        [(100, "2013"), (500, "940"), (900, "588.00"), (1300, "98.26"), (1700, "686.26")],
    ]
    assert "table-incomplete" in {doubt.name for doubt in classify(headed_letter("LT11", *rows)).doubts}


def test_a_sum_that_only_the_text_of_a_later_page_names_is_a_doubt(classify: Classify) -> None:
    later = [None, "Whoever does not file must pay $1,600.90."]
    found = classify(headed_letter("CP504", "We intend to levy.", year=2021), later)
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("1600.90"), False)


def test_a_period_may_be_told_by_its_first_and_last_day_and_another_by_its_form(classify: Classify) -> None:
    said = (
        "You owe $7,261.44. It is made up of $4,903.20 for Form 941 (04/01/2017 -",
        "06/30/2017) and $2,358.24, a late filing penalty with interest for Form 1120-S of 2015.",
    )
    found = classify(headed_letter("LT11", *said))
    assert [(p.form, p.end) for p in found.tax_periods.value or ()] == [
        ("1120-S", dt.date(2015, 12, 31)),
        ("941", dt.date(2017, 6, 30)),
    ]


def test_a_row_of_a_table_of_interest_is_no_period(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Period"), (700, "Interest rate")],
        [(100, "April 1, 2016 - June 30, 2016"), (700, "4%")],
    ]
    found = classify(headed_letter("CP161", *rows, year=2015))
    assert _ends(found) == [dt.date(2015, 12, 31)]


def test_a_label_may_be_broken_over_three_lines(classify: Classify) -> None:
    rows: Rows = [
        [(100, "for the"), (500, "June 30, 2019")],
        [(100, "quarter")],
        [(100, "ending")],
        [(100, "dated"), (500, "Nov. 4, 2019")],
    ]
    found = classify(headed_letter("CP104", *rows))
    assert _ends(found) == [dt.date(2019, 6, 30)]
