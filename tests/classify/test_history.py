"""What a letter tells of other letters, other days and other people is not its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from classify.decide import classify_letter
from classify.field import Period
from ingest.letter import Letter, ReadPage
from tests.classify.rows import Classify, Rows, headed_letter, of_code

_EARLIER: Rows = [
    None,
    [(100, "Notice"), (600, "Date mailed"), (1200, "Balance then")],
    [(100, "CP14"), (600, "October 2, 2023"), (1200, "$9,100.00")],
    [(100, "CP501"), (600, "December 4, 2023"), (1200, "$9,244.00")],
]
_UNDER_TITLE: Rows = [
    None,
    [(100, "Previous"), (500, "Notice"), (900, "Date mailed"), (1400, "Balance then")],
    [(100, "correspondence"), (500, "CP161"), (900, "12/02/2023"), (1400, "$9,100.00")],
    [(500, "CP503"), (900, "01/06/2024"), (1400, "$9,244.00")],
]
_POSTED: Rows = [
    None,
    [(100, "Date"), (500, "Description"), (1400, "Amount")],
    [(100, "02/13/2023"), (500, "Credit transferred in"), (1400, "-$3,828.03")],
    [(100, "04/01/2023"), (500, "Notice issued CP 71"), (1400, "$3,988.07")],
]
_FIGURED: Rows = [
    None,
    [(100, "Date"), (500, "Month"), (800, "Unpaid amount"), (1200, "Rate"), (1500, "Penalty")],
    [(100, "May 15, 2023"), (500, "1"), (800, "$2,400.65"), (1200, "0.5%"), (1500, "$45.90")],
]


@pytest.mark.parametrize("table", [_EARLIER, _UNDER_TITLE, _POSTED, _FIGURED], ids=range(4))
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_a_table_of_what_went_before_speaks_for_nothing(
    classify: Classify, cp504: Rows, table: Rows, kind: str
) -> None:
    without = classify(cp504, kind=kind)
    found = classify([*cp504[:19], *table, *cp504[19:]], kind=kind)
    assert (found.notice.value, found.notice.rivals) == ("CP504", ())
    assert (found.notice_date.value, found.notice_date.rivals) == (dt.date(2024, 3, 11), ())
    assert [f.accepted for f in found.fields] == [f.accepted for f in without.fields]


def test_the_own_head_in_columns_is_no_table_of_the_past(classify: Classify) -> None:
    head: Rows = [
        "Internal Revenue Service",
        [(100, "Notice"), (700, "Notice date"), (1300, "Your SSN")],
        [(100, "CP501"), (700, "February 16, 2016"), (1300, "XXX-XX-9256")],
        "Amount due by March 1, 2016: $8,224.52",
    ]
    found = classify(head)
    assert (found.notice.value, found.notice_date.value) == ("CP501", dt.date(2016, 2, 16))


def test_a_closer_look_at_a_cell_of_the_past_does_not_make_it_the_letters_own(
    pages: Callable[..., ReadPage], cp504: Rows
) -> None:
    rows = [*cp504[:19], *_EARLIER, *cp504[19:]]
    at = rows.index(_EARLIER[2])
    closer: Rows = [*[None] * at, [(100, "CP14"), (600, "October 2, 2023")]]
    page = pages(1, rows, closer, kind="scan", engines=("tesseract 5", "tesseract 5"))
    found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=dt.date(2026, 11, 23))
    assert found.notice.rivals == ()
    assert found.notice_date.rivals == ()


@pytest.mark.parametrize(
    "other",
    [
        "This notice does not cover tax year 2019, for which a separate letter may be sent.",
        "Have with you this letter, and a return for 2019.",
        "The change does not affect the tax period ended December 31, 2019.",
    ],
)
def test_a_year_that_the_letter_says_it_is_not_about(classify: Classify, cp504: Rows, other: str) -> None:
    assert classify([*cp504, other]).tax_periods.value == (Period(dt.date(2021, 12, 31), "1040"),)


def test_a_return_received_for_a_year_is_the_year_of_a_letter_that_names_no_other(classify: Classify) -> None:
    letter: Rows = [
        [(100, "Internal Revenue Service"), (1500, "Letter 5071C")],
        [(1500, "Date: March 1, 2018")],
        "We received a 2016 Form 1040, with your name and taxpayer identification number.",
        "Have with you this letter, the 2016 return, and a return for 2015.",
    ]
    assert classify(letter).tax_periods.value == (Period(dt.date(2016, 12, 31), "1040"),)


@pytest.mark.parametrize("label", ["Spouse's SSN", "Secondary SSN"])
def test_the_second_number_of_a_couple_is_no_rival(classify: Classify, cp504: Rows, label: str) -> None:
    found = classify([*cp504[:5], [(1500, label), (2000, "XXX-XX-8398")], *cp504[5:]]).taxpayer_id_last4
    assert (found.value, found.rivals) == ("1234", ())


@pytest.mark.parametrize(
    "verb", ["We will end the agreement", "We may cancel your plan", "It will terminate"]
)
def test_the_day_on_which_a_plan_ends_is_the_printed_date(classify: Classify, cp504: Rows, verb: str) -> None:
    rows = of_code("CP523", cp504)
    found = classify([*rows, f"{verb} on 04/11/2024 if the past due payment of $75.00 is not made."])
    assert found.due_date.value == dt.date(2024, 4, 11)


@pytest.mark.parametrize(
    "later",
    [
        "If we do not have your full payment until April 30, 2024, you will owe about $9,600.00.",
        "You may ask for the weaker hearing for one year, until March 11, 2025.",
    ],
)
def test_a_later_day_with_less_to_gain_is_no_second_due_date(
    classify: Classify, cp504: Rows, later: str
) -> None:
    rows = [*cp504, "Amount due by April 1, 2024: $9,533.53", later]
    found = classify(rows).due_date
    assert (found.value, found.accepted) == (dt.date(2024, 4, 1), True)


def test_a_civil_penalty_stands_in_place_of_a_form(classify: Classify, cp504: Rows) -> None:
    table: Rows = [
        None,
        [(100, "Period ending"), (700, "Form"), (1100, "Amount you owed"), (1600, "Total")],
        [(100, "12/31/2020"), (700, "CIVPEN"), (1100, "$4,444.00"), (1600, "$4,533.53")],
        [(100, "12/31/2021"), (700, "1040"), (1100, "$4,900.00"), (1600, "$5,000.00")],
    ]
    found = classify([*cp504, *table]).tax_periods.value or ()
    assert {(p.end.year, p.form) for p in found} == {(2020, "CIVPEN"), (2021, "1040")}


def test_a_form_that_nobody_knows_is_not_taken_from_the_row_above(classify: Classify, cp504: Rows) -> None:
    table: Rows = [
        None,
        [(100, "Period ending"), (700, "Form"), (1100, "Amount you owed"), (1600, "Total")],
        [(100, "12/31/2020"), (700, "1040"), (1100, "$4,444.00"), (1600, "$4,533.53")],
        [(100, "12/31/2021"), (700, "9999"), (1100, "$4,900.00"), (1600, "$5,000.00")],
    ]
    silent = [row for row in cp504 if "1040" not in str(row) or "contact" in str(row)]
    assert not classify([*silent, *table], kind="digital").tax_periods.accepted


@pytest.mark.parametrize(
    "line",
    [
        [(100, "03-25-2024 15:40 FROM: HOME FAX"), (1500, "555-0137"), (2000, "PAGE 1/2")],
        [(100, "RECEIVED"), (500, "April 2, 2024")],
        "Interest has been figured to March 25, 2024.",
        "The interest in this notice was computed through March 25, 2024.",
        "The total you owe includes interest and penalty figured to 03/25/2024.",
    ],
    ids=str,
)
def test_a_day_that_asks_for_nothing_hides_no_date_to_pay_by(
    classify: Classify, cp504: Rows, line: Any
) -> None:
    top, below = ([line], []) if "FAX" in str(line) else ([], [line])
    rows = [*top, *cp504, *below, "Call us within 30 days from the date of this notice."]
    found = classify(rows, kind="scan")
    assert (found.due_date.value, found.due_date.accepted) == (None, True)
    assert found.notice_date.value == dt.date(2024, 3, 11)


def test_a_closer_look_at_a_spouses_number_is_no_rival_either(
    pages: Callable[..., ReadPage], cp504: Rows
) -> None:
    rows = [*cp504[:5], [(1500, "Spouse's SSN"), (2000, "XXX-XX-8398")], *cp504[5:]]
    closer: Rows = [*[None] * 5, [(2000, "XXX-XX-8398")]]
    page = pages(1, rows, closer, kind="scan", engines=("tesseract 5", "tesseract 5"))
    found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=dt.date(2026, 11, 23))
    assert found.taxpayer_id_last4.rivals == ()


def test_a_civil_penalty_in_brackets_behind_its_period(classify: Classify) -> None:
    letter: Rows = [
        [(100, "Internal Revenue Service"), (1500, "Notice"), (2000, "CP215")],
        [(1500, "Tax period"), (2000, "Dec. 31, 2013")],
        "We charged you a civil penalty under section 6698",
        "for the tax period ending Dec. 31, 2013 (CIVPEN).",
    ]
    assert classify(letter).tax_periods.value == (Period(dt.date(2013, 12, 31), "CIVPEN"),)


@pytest.mark.parametrize(
    "said",
    ["was received on January 10, 2024.", "you made on January 10, 2024 was not enough.", "has been posted."],
)
def test_a_payment_that_was_made_is_not_asked_for(classify: Classify, said: str) -> None:
    split = ("To review your plan we need to know more about you. Your last payment of", f"$668.67 {said}")
    finding = classify(headed_letter("CP522", "We are reviewing your agreement", *split, year=2021))
    assert finding.amount_due.value is None


def test_a_payment_that_is_to_be_received_by_a_day_is_asked_for(classify: Classify) -> None:
    split = ("To keep your plan we must have a payment of", "$668.67 received by April 1, 2024.")
    finding = classify(headed_letter("CP523", "We will end your agreement", *split, year=2021))
    assert str(finding.amount_due.value) == "668.67"


def test_a_day_up_to_which_amounts_are_left_out_is_no_day_to_pay_by(classify: Classify) -> None:
    told = "Other amounts shown on your account before May 27, 2024 may not be in this figure."
    rows = headed_letter("Letter 692", "Form: 1040", told, year=2021)
    assert classify(rows, kind="scan").due_date.value is None


def test_a_day_by_which_payments_still_count_is_one_to_pay_by(classify: Classify) -> None:
    told = "Payments received by May 27, 2024 will be counted."
    assert classify(headed_letter("CP504", told, year=2021)).due_date.value == dt.date(2024, 5, 27)


def test_postings_to_an_account_are_not_the_letters_days(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Transaction"), (700, "Date"), (1200, "Amount")],
        [(100, "Return filed and tax assessed"), (700, "04/20/2023"), (1200, "$7,893.64")],
        [(100, "Notice issued"), (700, "06/29/2023"), (1200, "$0.00")],
    ]
    finding = classify(headed_letter("CP49", *rows, year=2021), kind="scan")
    assert finding.notice_date.value == dt.date(2024, 3, 21)
    assert dt.date(2023, 4, 20) not in {m.value for m in finding.dates if m.role != "mentioned"}
