"""The box at the head of a letter, and papers that have no box: whose number, which periods, which code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from classify import grammar
from classify.decide import classify_letter
from classify.extract.accounts import table_rows
from classify.field import Period
from classify.finding import Finding
from classify.layout import sheets
from ingest.letter import Letter, ReadPage
from tests.classify.conftest import TODAY
from tests.classify.rows import headed_letter

Rows = list[Any]
Classify = Callable[..., Finding]

_HEAD: Rows = [
    [(100, "Department of the Treasury"), (1500, "Date:"), (2000, "05/02/2011")],
    [(100, "Internal Revenue Service"), (1500, "Form:"), (2000, "940")],
]
_FOOT: Rows = [
    None,
    "Dear Taxpayer:",
    "We are attempting to collect taxes you owe for the periods above. We may contact third parties.",
    None,
    [(1500, "Letter 3164 (Rev. 2-2009)")],
]
_NUMBER: Rows = [[(1500, "Taxpayer ID number:"), (2000, "**-***0604")]]
_EMPLOYEE: Rows = [[(1500, "Employee ID number:"), (2000, "XXXXX3051")]]


@pytest.mark.parametrize("rows", [[*_NUMBER, *_EMPLOYEE], [*_EMPLOYEE, *_NUMBER]], ids=["before", "behind"])
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_the_number_of_an_employee_of_the_irs_is_no_taxpayers(
    classify: Classify, rows: Rows, kind: str
) -> None:
    assert classify([*_HEAD, *rows, *_FOOT], kind=kind).taxpayer_id_last4.value == "0604"
    assert classify([*_HEAD, *_EMPLOYEE, *_FOOT], kind=kind).taxpayer_id_last4.value is None


@pytest.mark.parametrize("label", ["Case ID:", "Contact ID number:", "Agent ID", "IRS identification number"])
def test_an_id_of_something_else_is_no_taxpayers(classify: Classify, label: str) -> None:
    other = [(1500, label), (2000, "XXXXX3051")]
    assert classify([*_HEAD, other, *_NUMBER, *_FOOT]).taxpayer_id_last4.value == "0604"
    assert not classify([*_HEAD, other, *_FOOT]).taxpayer_id_last4.accepted


@pytest.mark.parametrize(
    "label", ["ID number", "Your ID:", "Federal ID no.", "Identifying number", "Employer ID number"]
)
def test_these_ids_are_the_taxpayers(classify: Classify, label: str) -> None:
    assert classify([*_HEAD, [(1500, label), (2000, "**-***0604")], *_FOOT]).taxpayer_id_last4.accepted


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("SSN ending in 1791", "1791"),
        ("We write about your Social Security number that ends in 1791.", "1791"),
        ("We will pay it to your bank account number ending in 1791.", None),
    ],
)
def test_a_number_may_be_told_by_its_end(classify: Classify, said: str, last: str | None) -> None:
    assert classify([*_HEAD, None, said, *_FOOT]).taxpayer_id_last4.value == last


def test_the_last_four_digits_may_have_a_label_at_length(classify: Classify) -> None:
    said = "Last four digits of taxpayer identification number: 8172"
    assert classify([*_HEAD, said, *_FOOT], kind="photo").taxpayer_id_last4.value == "8172"


def test_periods_may_be_told_by_the_month_in_which_they_end(classify: Classify) -> None:
    box: Rows = [[(1500, "Tax period(s) ended:"), (2000, "12/2017 12/2018")]]
    further = "We cannot, since you did not file your 2022 Form 1040."
    finding = classify([*_HEAD[:1], *_NUMBER, *box, further, *_FOOT], kind="scan")
    assert [p.end.year for p in finding.tax_periods.value or ()] == [2017, 2018]


def test_what_a_sentence_names_is_not_believed_where_the_label_for_periods_was_not_understood(
    classify: Classify,
) -> None:
    box: Rows = [[(1500, "Tax period(s) ended:"), (2000, "12/2O1J 1#/2018")]]
    further = "We cannot, since you did not file your 2022 Form 1040."
    finding = classify([*_HEAD[:1], *_NUMBER, *box, further, further, *_FOOT], kind="scan")
    assert not finding.tax_periods.accepted


_STACKS: dict[str, Rows] = {
    "beside": [[(1500, "Tax periods ended:"), (2000, "12/31/2008")], [(2000, "12/31/2009")]],
    "an address left of it": [
        [(1500, "Tax periods ended:"), (2000, "12/31/2008")],
        [(100, "HARROWGATE, OH 44199"), (2000, "12/31/2009")],
    ],
    "under": [[(1500, "Tax periods ended:")], [(1500, "12/31/2008")], [(1500, "12/31/2009")]],
    "years": [[(1500, "Tax years:"), (2000, "2008")], [(2000, "2009")]],
    "in one row": [[(1500, "Tax period(s) ended:"), (2000, "12/31/2008, 12/31/2009")]],
    "in a row of text": [
        [(400, "Tax Period(s): December 31, 2008")],
        [(400 + 15 * len("Tax Period(s): "), "December 31, 2009")],
    ],
}


@pytest.mark.parametrize("stack", _STACKS.values(), ids=_STACKS)
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_periods_under_each_other_all_have_the_label(classify: Classify, stack: Rows, kind: str) -> None:
    finding = classify([*_HEAD, *stack, *_NUMBER, *_FOOT], kind=kind)
    assert finding.tax_periods.value == tuple(Period(dt.date(y, 12, 31), "940") for y in (2008, 2009))


@pytest.mark.parametrize("left", ["1040", "Form 1040", "Income tax", "U.S. Individual Income Tax"])
@pytest.mark.parametrize(("label", "value"), [("Tax period", "12-31-{}"), ("Tax year", "{}")])
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_a_column_of_periods_goes_on_however_far_its_rows_lie_apart(
    classify: Classify, left: str, label: str, value: str, kind: str
) -> None:
    table: Rows = [[(100, "Kind of return"), (900, label)]]
    for year in (2018, 2019, 2020, 2021):
        table += [[(100, left), (900, value.format(year))], None]
    rows = [*_HEAD[:1], *_NUMBER, "You did not file the returns listed below.", None, *table, *_FOOT]
    finding = classify(rows, kind=kind)
    assert [p.end.year for p in finding.tax_periods.value or ()] == [2018, 2019, 2020, 2021]
    assert {p.form for p in finding.tax_periods.value or ()} == {"1040" if "1040" in left else None}


@pytest.mark.parametrize("label", ["Letter date:", "Letter date"])
def test_the_next_row_of_a_box_is_no_further_period(classify: Classify, label: str) -> None:
    box = [[(1500, "Tax period ended:"), (2000, "12/31/2008")], [(1500, label), (2000, "12/31/2009")]]
    finding = classify([*_HEAD[:1], *box, *_NUMBER, *_FOOT], kind="scan")
    assert [period.end.year for period in finding.tax_periods.value or ()] == [2008]


@pytest.mark.parametrize(
    ("under", "accepted"),
    [
        ([[(1500, "Form number:"), (2000, "940")]], True),
        ([[(1990, "Form number: 940")]], True),
        ([None, [(1500, "Form number:"), (2000, "940")]], False),
        ([[(2000, "12/81/2O09")], [(1500, "Form number:"), (2000, "940")]], False),
        ([], False),
    ],
    ids=["next label", "next label with its value", "row lost", "row misread", "nothing"],
)
@pytest.mark.parametrize("behind", ["", " and"])
def test_a_label_for_several_with_one_period_is_in_doubt_unless_the_next_label_stands_right_under_it(
    classify: Classify, under: Rows, accepted: bool, behind: str
) -> None:
    box = [[(1500, "Tax periods ended:"), (2000, "12/31/2008" + behind)], *under]
    again = ["This is about Form 940 for the tax period ended December 31, 2008.", None]
    finding = classify([*_HEAD[:1], *_NUMBER, *box, None, *again, *_FOOT], kind="scan")
    assert finding.tax_periods.value == (Period(dt.date(2008, 12, 31), "940"),)
    assert finding.tax_periods.accepted == (accepted and not behind)


def test_a_closer_look_at_a_period_alone_hides_no_next_label(pages: Callable[..., ReadPage]) -> None:
    box: Rows = [[(1500, "Tax periods ended:")], [(1500, "12/31/2008")], [(1500, "Person to contact:")]]
    again = ["This is about Form 940 for the tax period ended December 31, 2008.", None]
    rows = [*_HEAD[:1], *_NUMBER, *box, None, *again, *_FOOT]
    closer = [None, None, *box[:2]]
    for readings, accepted in (([rows, closer], True), ([[*rows[:4], *rows[5:]], closer], False)):
        finding = classify_letter(Letter("x#1", (pages(1, *readings),)), today=TODAY)
        assert finding.tax_periods.accepted is accepted


def test_the_title_of_a_table_is_no_label_for_several(classify: Classify) -> None:
    table: Rows = [
        "Account balance and tax periods",
        [(100, "Tax period ending"), (700, "Form number"), (1300, "Interest"), (1800, "Total")],
        [(100, "December 31, 2008"), (700, "940"), (1300, "$30.40"), (1800, "$1,712.27")],
        "We owe you an answer about December 31, 2008, the tax period of this letter.",
    ]
    finding = classify([*_HEAD, *_NUMBER, *table, *_FOOT], kind="scan")
    assert not [doubt for doubt in finding.doubts if "several" in doubt.why]


@pytest.mark.parametrize("printed", ["Civil Penalty", "CIVIL PENALTY", "CIV PEN", "CIVPEN"])
def test_a_civil_penalty_stands_in_a_forms_place(classify: Classify, printed: str) -> None:
    box = [[(1500, "Form:"), (2000, printed)], [(1500, "Tax period ended:"), (2000, "12/31/2008")]]
    finding = classify([*_HEAD[:1], *box, *_NUMBER, *_FOOT])
    assert finding.tax_periods.value == (Period(dt.date(2008, 12, 31), "CIVPEN"),)


def test_a_civil_penalty_in_a_sentence_is_no_form(classify: Classify) -> None:
    said = ["We charged a civil penalty for the return of December 31, 2008."]
    box = [[(1500, "Tax period ended:"), (2000, "12/31/2008")]]
    finding = classify([*_HEAD, *box, *_NUMBER, *said, *_FOOT])
    assert finding.tax_periods.value == (Period(dt.date(2008, 12, 31), "940"),)


_LEVY: Rows = [
    [(800, "Department of the Treasury - Internal Revenue Service")],
    [(800, "Notice of Levy on Wages, Salary, and Other Income")],
    [(100, "DATED: 03/10/2009")],
    [(100, "NAME AND ADDRESS OF TAXPAYER:"), (1200, "IDENTIFYING NUMBER(S): XXX-XX-6898")],
    [
        (100, "Kind of Tax"),
        (700, "Tax Period Ended"),
        (1300, "Unpaid Balance of Assessment"),
        (2000, "Total"),
    ],
    [(100, "1040"), (700, "12/31/2007"), (1300, "$9,303.46"), (2000, "$10,232.04")],
    [(1300, "Total Amount Due"), (2000, "$10,232.04")],
    "This levy requires you to turn over to us this person's property and rights to property.",
    "Make your check payable to United States Treasury.",
]


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Form 668-W(ICS)", "Form 668-W(c)"),
        ("Form 668-W(c)(DO)", "Form 668-W(c)"),
        ("Form 668-A", "Form 668-A(c)"),
        ("Form 668 (Y)(c)", "Form 668(Y)(c)"),
    ],
)
def test_a_levy_has_the_number_of_its_form_for_a_code(classify: Classify, printed: str, code: str) -> None:
    finding = classify([[(100, printed)], *_LEVY])
    assert finding.notice.value == code
    assert finding.notice_date.value == dt.date(2009, 3, 10)


def test_a_levy_that_a_letter_speaks_of_is_not_its_code(classify: Classify, cp504: Rows) -> None:
    finding = classify([*cp504, "We sent your bank a Form 668-A to tell it of the levy."])
    assert finding.notice.value == "CP504"


def test_the_day_for_a_hearing_may_stand_behind_the_section(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Notice"), (2000, "CP90")],
        [(100, "Internal Revenue Service"), (1500, "Notice date"), (2000, "May 20, 2024")],
        "You can appeal the proposed seizure (levy) of your assets by requesting a Collection f2 Read fouz",
        "(Internal Revenue Code Section 6330) by June 19, 2024.",
    ]
    assert classify(rows, kind="scan").due_date.value == dt.date(2024, 6, 19)


def test_what_is_owed_may_be_figured_to_a_day(classify: Classify) -> None:
    said = [
        "This letter is about the balance on your account. The amount you",
        "owe, figured to May 22, 2011, is $138.06.",
    ]
    box = [[(1500, "Tax period ended:"), (2000, "12/31/2008")]]
    finding = classify([*_HEAD, *box, *_NUMBER, *said, *_FOOT])
    assert finding.amount_due.value == Decimal("138.06")
    assert finding.due_date.value is None


@pytest.mark.parametrize("label", ["Response due date:", "Due date:"])
def test_a_label_without_its_date_shows_that_there_is_one(classify: Classify, label: str) -> None:
    rows = [*_HEAD, [(1500, label), (2000, "larch os S017")], *_NUMBER, *_FOOT]
    assert not classify(rows, kind="scan").due_date.accepted


def test_a_rule_between_a_label_and_its_value_is_passed_over(classify: Classify) -> None:
    rows = [[(1500, "Date:"), (1700, "____"), (2000, "05/02/2011")], *_HEAD[1:], *_NUMBER, *_FOOT]
    assert classify(rows, kind="scan").dates[0].role == "letter"
    assert "date" in classify(rows, kind="scan").notice_date.evidence[0].rule


def test_letters_of_the_correspondence_system_have_their_date_before_their_code(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "In reply refer to: 0930575399")],
        [(100, "Internal Revenue Service"), (1500, "Mar. 18, 2016"), (1800, "LTR 288C"), (2050, "K0")],
        [(1500, "XXX-XX-1020"), (1800, "201412 30")],
        "Taxpayer Identification Number: XXX-XX-1020",
        "Dear Taxpayer: This letter is about the balance on your account.",
    ]
    finding = classify(rows)
    assert finding.notice_date.value == dt.date(2016, 3, 18)
    assert finding.notice_date.accepted


_LIEN: Rows = [
    [(100, "Form 668(Y)(c)"), (1500, "1872")],
    [(100, "(Rev. February 2004)"), (800, "Department of the Treasury - Internal Revenue Service")],
    [(1000, "Notice of Federal Tax Lien")],
    "There is a lien in favor of the United States on all property belonging to this taxpayer.",
    [
        (100, "Kind of Tax"),
        (500, "Tax Period"),
        (900, "Date of"),
        (1300, "Last Day for"),
        (1700, "Unpaid Balance"),
    ],
    [
        (100, "(a)"),
        (500, "Ending (b)"),
        (900, "Assessment (d)"),
        (1300, "Refiling (e)"),
        (1700, "Assessment (f)"),
    ],
    [(100, "1120"), (500, "12/31/2007"), (900, "02/03/2009"), (1300, "03/06/2019"), (1700, "$7,134.25")],
    "Place of Filing: COUNTY CLERK, PINE COUNTY",
]


@pytest.mark.parametrize("day", ["the date: 05/20/2009.", "the 20th day of May, 2009."])
def test_a_notice_of_lien_is_dated_where_it_was_signed(classify: Classify, day: str) -> None:
    signed = f"This notice was prepared and signed at DENVER, CO, on this, {day}"
    finding = classify([*_LIEN, signed])
    assert finding.notice_date.value == dt.date(2009, 5, 20)
    assert finding.tax_periods.value == (Period(dt.date(2007, 12, 31), "1120"),)
    assert finding.due_date.value is None


@pytest.mark.parametrize(
    "day", [", on this, the 20th day of May , 2009.", ",onthis,the 20th dayof May , 2009."]
)
def test_a_form_whose_blanks_are_filled_in_apart_is_dated_by_its_signature(
    classify: Classify, day: str
) -> None:
    signed = [(100, "This notice was prepared and signed at"), (900, "DENVER, CO"), (1400, day)]
    assert classify([*_LIEN, signed], kind="scan").notice_date.value == dt.date(2009, 5, 20)


@pytest.mark.parametrize(
    "line", ["APR 03 08:51 LAW OFFICE FAX 8005550100 PAGE 1/1", "From: Law Office 11/02/2021 2:33PM P.1"]
)
def test_who_faxed_a_letter_on_did_not_write_it(classify: Classify, line: str) -> None:
    head = [
        [(800, "Department oi the treasury Laternal Revenue Servlce")] if row is _LIEN[1] else row
        for row in _LIEN
    ]
    finding = classify([line, *head], kind="fax")
    assert finding.origin == "irs"
    assert all(date.value.year == 2009 for date in finding.dates if date.role == "letter")


_WRAPPED: Rows = [
    [(100, "Tax type"), (400, "Tax period"), (1000, "Penalty"), (1400, "Interest"), (1800, "Amount you owe")],
    [(100, "941"), (400, "March 31, 2014"), (1000, "$43.72"), (1400, "$33.38"), (1800, "$976.15")],
    [(100, "941"), (400, "September 30,"), (1000, "$22.99"), (1400, "$35.13"), (1800, "$786.53")],
    [(400, "2014")],
]


def test_a_year_that_wrapped_under_its_date_belongs_to_its_row(classify: Classify) -> None:
    finding = classify([*_HEAD[:1], *_NUMBER, "Dear Taxpayer: we propose a penalty.", *_WRAPPED, *_FOOT])
    assert [(p.end.month, p.form) for p in finding.tax_periods.value or ()] == [(3, "941"), (9, "941")]
    totals = [amount for amount in finding.amounts if amount.role == "period_total"]
    assert [(t.value, t.evidence[0].text) for t in totals] == [
        (Decimal("976.15"), "$976.15"),
        (Decimal("786.53"), "$786.53"),
    ]


@pytest.mark.parametrize(("total", "accepted"), [("$1,762.68", True), ("$5,763.36", False)])
def test_a_total_that_the_rows_do_not_come_to_is_a_contradiction(
    classify: Classify, total: str, *, accepted: bool
) -> None:
    rows = [
        *_HEAD[:1],
        *_NUMBER,
        "Dear Taxpayer: we propose a penalty.",
        *_WRAPPED,
        f"Total: {total}",
        *_FOOT,
    ]
    assert classify(rows).amount_due.accepted is accepted


@pytest.mark.parametrize(("code", "accepted"), [("CP59", True), ("CP22A", False)])
def test_the_small_print_of_a_letter_that_asks_for_no_money_is_no_bill(
    classify: Classify, code: str, *, accepted: bool
) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Notice"), (2000, code)],
        [(100, "Internal Revenue Service"), (1500, "Notice date"), (2000, "May 20, 2024")],
        "IF YOU DISAGREE WITH THE AMOUNT DUE",
        "Call us to review your account with a representative.",
    ]
    finding = classify(rows, kind="scan")
    assert finding.amount_due.value is None
    assert finding.amount_due.accepted is accepted


_LOST: dict[str, tuple[Rows, tuple[float, float]]] = {
    "nothing under it": ([[(1500, "Taxpayer ID number:")], None, [(1500, "Person to contact:")]], (1500, 1)),
    "mask signs alone": ([[(1500, "Taxpayer ID number:")], [(1500, "KK")]], (1500, 1)),
    "beside it": ([[(1500, "Taxpayer ID number:"), (2000, "HIRT")]], (2000, 0)),
}


@pytest.mark.parametrize("lost", _LOST.values(), ids=_LOST)
def test_a_number_that_did_not_come_out_is_looked_for_where_it_stands(
    classify: Classify, lost: tuple[Rows, tuple[float, float]]
) -> None:
    rows, (left, below) = lost
    finding = classify([*_HEAD, *rows, *_FOOT], kind="scan")
    look = next(look for look in finding.looks if look.field == "taxpayer_id_last4")
    top = 60 + 42 * (2 + below)
    assert look.box.left == pytest.approx(left)
    assert look.box.width > 8 * 15
    assert look.box.top <= top + 5
    assert look.box.bottom >= top + 20


def test_specks_before_a_number_do_not_hide_its_label(classify: Classify) -> None:
    rows = [[(1500, "Taxpayer ID number:"), (2000, "* ***6027")]]
    assert classify([*_HEAD, *rows, *_FOOT], kind="scan").taxpayer_id_last4.value == "6027"


@pytest.mark.parametrize("forms", ["1040/1040-SR", "940 and 941", "W-2, 941"])
def test_forms_that_were_not_made_out_are_not_absent(classify: Classify, forms: str) -> None:
    box = [[(1500, "Forms:"), (2000, forms)], [(1500, "Tax period ended:"), (2000, "12/31/2008")]]
    finding = classify([*_HEAD[:1], *box, *_NUMBER, *_FOOT])
    assert not finding.tax_periods.accepted or finding.tax_periods.value[0].form


def test_a_fiscal_year_is_a_period(classify: Classify) -> None:
    box = [[(1500, "Form:"), (2000, "1120")], [(1500, "Fiscal year ending:"), (2000, "06/30/2008")]]
    finding = classify([*_HEAD[:1], *box, *_NUMBER, *_FOOT])
    assert finding.tax_periods.value == (Period(dt.date(2008, 6, 30), "1120"),)


def test_the_year_whose_debt_a_refund_was_used_for_is_anothers(classify: Classify) -> None:
    found = classify(
        headed_letter(
            "CP49",
            None,
            "Why you won't receive the refund shown on your 2022 Form 1040",
            "We used all of it to pay part of the income tax that you still owed for 2019.",
            "After this your balance for 2019 went down.",
        )
    )
    assert [period.end.year for period in found.tax_periods.value or ()] == [2022]


@pytest.mark.parametrize("apart", [True, False])
def test_rows_of_returns_not_filed_are_the_letters_beside_the_year_of_the_refund_held(
    classify: Classify, apart: bool
) -> None:
    rows: list[Any] = [
        [(100, "Form 1040"), (1200, f"December 31, {year}")] if apart else f"Form 1040 December 31, {year}"
        for year in (2017, 2018)
    ]
    found = classify(
        headed_letter(
            "CP88", None, "We are holding your 2020 refund", "Tax returns not filed", *rows, year=2020
        )
    )
    assert [period.end.year for period in found.tax_periods.value or ()] == [2017, 2018, 2020]


def test_what_reduces_the_debt_of_the_letters_own_year_leaves_it_its_own(classify: Classify) -> None:
    rows = (
        "You owe tax for 2019. We used part of your overpayment to reduce what you owe for 2019.",
        "Your overpayment came from your Form 1040 for 2023.",
    )
    found = classify(headed_letter("CP14", None, *rows))
    assert 2019 in [period.end.year for period in found.tax_periods.value or ()]


def test_the_year_that_a_refund_was_applied_to_is_anothers(classify: Classify) -> None:
    box = [
        [(1500, "Tax year:"), (2000, "2008")],
        [(100, "Refund applied to Form 1040 tax year 2005"), (1500, "$300.00")],
    ]
    finding = classify([*_HEAD[:1], *box, *_NUMBER, *_FOOT])
    assert [period.end.year for period in finding.tax_periods.value or ()] == [2008]


@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_the_number_of_a_business_in_a_sentence_is_not_taken_for_that_at_the_label(
    classify: Classify, kind: str
) -> None:
    unread = [(1500, "Social security number:"), (2000, "*_726 ]")]
    said = "Copperline Bakery LLC, EIN **-***4321, Form 941, tax period ended June 30, 2013."
    finding = classify([*_HEAD, unread, said, said, *_FOOT], kind=kind)
    assert not finding.taxpayer_id_last4.accepted
    told = classify([*_HEAD[:1], "Your social security number is XXX-XX-4321.", *_FOOT])
    assert told.taxpayer_id_last4.accepted


def test_the_date_of_an_earlier_notice_is_not_the_letters(classify: Classify, cp504: Rows) -> None:
    said = ["We previously sent you notice CP503", "dated December 14, 2015, but you still haven't paid."]
    finding = classify([*cp504, *said])
    assert finding.notice_date.accepted
    assert finding.notice_date.value != dt.date(2015, 12, 14)


def test_the_form_that_is_named_with_another_year_is_not_this_ones(classify: Classify, cp504: Rows) -> None:
    said = "We received your Form 1040-X for 2018 on January 3, 2022."
    rows = [row for row in cp504 if "1040" not in str(row)]
    assert [period.form for period in classify([*rows, said]).tax_periods.value or ()] == [None]


_C_LETTER: Rows = [
    [(100, "Department of the Treasury")],
    [(100, "Internal Revenue Service"), (1500, "In reply refer to:  0460505566")],
    [(1500, "Aug. 26, 2020"), (1800, "LTR 12C"), (2100, "K0")],
]


@pytest.mark.parametrize(
    ("line", "said", "period"),
    [
        ("201912 30", "We received your Form 1040, but need more.", Period(dt.date(2019, 12, 31), "1040")),
        # Forms 1040-SR are filed for the same tax, and a form that is only mentioned tells nothing.
        ("201912 30", "We received your Form 1040-SR.", Period(dt.date(2019, 12, 31), "1040-SR")),
        ("201912 30", "Forms 1040-NR are read elsewhere.", Period(dt.date(2019, 12, 31), None)),
        ("201806 01", "We changed your account (Form 941).", Period(dt.date(2018, 6, 30), "941")),
        ("201512 55", "We changed your account.", Period(dt.date(2015, 12, 31), "CIVPEN")),
        ("000000 00", "We changed your account.", None),
        ("201913 30", "We changed your account.", None),
    ],
)  # fmt: skip
def test_the_line_for_clerks_tells_period_and_type_of_tax(
    classify: Classify, line: str, said: str, period: Period | None
) -> None:
    found = classify([*_C_LETTER, [(1500, "***-**-6053"), (2000, line)], None, "Dear Taxpayer:", said])
    assert found.tax_periods.value == ((period,) if period else None)


def _box(label: str, value: str, *, below: str = "") -> Rows:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Notice"), (2000, "CP297")],
        [(100, "Internal Revenue Service"), (1500, "Notice date"), (2000, "September 12, 2022")],
        [(1500, label), (2000, value)],
    ]
    return [
        *rows,
        *([[(1500, below)]] if below else []),
        None,
        "We are writing about an amount that you owe.",
    ]


@pytest.mark.parametrize(
    ("label", "value", "below", "period"),
    [
        ("Tax period", "2021 Q3", "", Period(dt.date(2021, 9, 30), None)),
        ("Tax period", "2nd quarter of 2021", "", Period(dt.date(2021, 6, 30), None)),
        ("Tax period(s) ended:", "09/2021", "", Period(dt.date(2021, 9, 30), None)),
        ("Tax period", "202109", "", Period(dt.date(2021, 9, 30), None)),
        ("Tax period", "3Q 2021", "", Period(dt.date(2021, 9, 30), None)),
        ("Form & year", "1040 2019", "", Period(dt.date(2019, 12, 31), "1040")),
        ("Tax year and form", "2018 1040", "", Period(dt.date(2018, 12, 31), "1040")),
        ("Form and tax year:", "1040-SR 2019", "", Period(dt.date(2019, 12, 31), "1040-SR")),
        # Narrow columns break their labels.
        ("Tax", "2017", "year", Period(dt.date(2017, 12, 31), None)),
        ("Tax", "December 31, 2017", "period", Period(dt.date(2017, 12, 31), None)),
    ],
)
def test_periods_are_printed_in_many_ways(
    classify: Classify, label: str, value: str, below: str, period: Period
) -> None:
    found = classify(_box(label, value, below=below))
    assert found.tax_periods.value == (period,)


def test_the_day_above_a_quarter_is_no_part_of_it() -> None:
    found = [m.value for m in grammar.quarters("September 12, 2022 3Q 2021")]
    assert found == [dt.date(2021, 9, 30)]


def test_a_penalty_at_a_broken_label_outweighs_a_form_that_a_sentence_names(classify: Classify) -> None:
    rows = [
        *_box("Tax period", "December 31, 2017")[:-2],
        [(1500, "Tax"), (2000, "Civil Penalty")],
        [(1500, "form")],
    ]
    rows += [None, "The penalty under section 6702 is for a frivolous return, a Form 1040."]
    assert classify(rows).tax_periods.value == (Period(dt.date(2017, 12, 31), "CIVPEN"),)


def test_the_form_may_stand_before_its_years(classify: Classify) -> None:
    rows = [
        *_C_LETTER,
        None,
        "We have no record of your Forms 1040 for the tax years 2018 and 2019. Please file them.",
    ]
    ends = (dt.date(2018, 12, 31), dt.date(2019, 12, 31))
    assert classify(rows).tax_periods.value == tuple(Period(end, "1040") for end in ends)


def test_a_table_may_tell_when_returns_were_filed_and_a_year_that_is_paid_is_not_asked_for(
    classify: Classify,
) -> None:
    columns = (100, 500, 800, 1200, 1600, 2000)

    def row(*cells: str) -> list[tuple[int, str]]:
        return list(zip(columns, cells, strict=True))

    rows = [
        *_box("Taxpayer ID number", "XXX-XX-3312")[:-2],
        None,
        "Amount due immediately: $5,962.04",
        row("Tax year", "Form", "Return filed", "Balance", "Penalty", "Amount due"),
        row("2013", "1040", "04/10/14", "$2,984.84", "$746.21", "$3,731.05"),
        row("2014", "1040", "04/10/15", "$1,784.80", "$446.19", "$2,230.99"),
        None,
        "Year 2015 is fully paid and is not part of this notice.",
    ]
    found = classify(rows)
    ends = (dt.date(2013, 12, 31), dt.date(2014, 12, 31))
    assert found.tax_periods.value == tuple(Period(end, "1040") for end in ends)
    assert found.amount_due.value == Decimal("5962.04")


def test_the_number_of_a_letter_may_have_its_office_behind_it(classify: Classify) -> None:
    rows = [
        [(100, "Department of the Treasury"), (1500, "Number of this letter:"), (2000, "1153 (DO)")],
        *_C_LETTER[1:2],
    ]
    assert classify([*rows, None, "Dear Taxpayer:"]).notice.value == "Letter 1153"


def test_the_number_of_a_letter_may_stand_in_one_phrase_with_its_label(classify: Classify) -> None:
    rows = [[(100, "Department of the Treasury"), (1500, "Notice Number: 972CG")], *_C_LETTER[1:2]]
    assert classify([*rows, None, "Dear Taxpayer:"]).notice.value == "Letter 972CG"


def test_a_release_of_a_levy_is_addressed_to_a_bank_and_from_the_irs(classify: Classify) -> None:
    rows = [
        "Form 668-D (Rev. December 2001)",
        "Release of Levy/Release of Property from Levy",
        [(100, "To"), (500, "SAMPLE SAVINGS BANK, LINDENPORT, PA")],
        [(100, "Identifying number(s)"), (700, "XXX-XX-9482")],
        None,
        "A notice of levy was served on you for Form 1040, period ended 12-31-2015. We release all property.",
    ]
    found = classify(rows)
    assert (found.notice.value, found.origin) == ("Form 668-D", "irs")
    assert found.taxpayer_id_last4.value == "9482"


def test_a_notice_that_copies_an_earlier_one_is_not_taken_for_it(classify: Classify) -> None:
    rows = [
        [(1500, "Notice"), (2000, "CP501")],
        [(1500, "Notice date"), (2000, "February 22, 2021")],
        "(copy of our earlier notice)",
        [(100, "Department of the Treasury")],
        [(100, "This notice"), (1000, "CP503")],
        [(100, "Date of this notice"), (1000, "September 20, 2021")],
        None,
        "The earlier notice copied at the top of this page no longer applies.",
    ]
    assert not classify(rows).notice.accepted


@pytest.mark.parametrize(
    ("rows", "period"),
    [
        # As notices of deficiency have it.
        ([[(1500, "Form:")], [(1500, "1040")], [(1500, "Tax year ended and deficiency:")],
          [(1500, "December 31, 2009 $21,410.00")]], Period(dt.date(2009, 12, 31), "1040")),
        ([None, "We would like to discuss your overdue Form 941 for March 31, 2018. Please call."],
         Period(dt.date(2018, 3, 31), "941")),
        ([None, "You have a balance due for Form 1040 tax period 12/31/2012 of $905.00. Please call us."],
         Period(dt.date(2012, 12, 31), "1040")),
        ([None, [(100, "Kind of Tax"), (600, "Tax Period Ended")], [(100, "1040"), (600, "12-31-2014")]],
         Period(dt.date(2014, 12, 31), "1040")),
    ],
    ids=["deficiency", "form for a day", "form and period", "table without amounts"],
)  # fmt: skip
def test_papers_of_the_field_tell_their_period_in_their_own_ways(
    classify: Classify, rows: Rows, period: Period
) -> None:
    assert classify([*_C_LETTER, *rows]).tax_periods.value == (period,)


def test_a_code_at_the_foot_of_a_box_is_no_end_of_a_paragraph(classify: Classify) -> None:
    rows = [
        [(100, "Department of the Treasury"), (1500, "Date of this notice: MAY 29, 1995")],
        [(100, "Internal Revenue Service"), (1500, "Taxpayer Identifying Number: XXX-XX-3321")],
        [(1500, "Form: 1040EZ")],
        [(1500, "Tax Period: DEC. 31, 1994")],
        [(1500, "CP: 14")],
        None,
        "OUR RECORDS SHOW THAT YOU OWE $92.17 ON YOUR 1994 TAX.",
    ]
    assert classify(rows).notice.value == "CP14"


def test_the_day_of_a_levy_is_no_period_of_the_form_behind_it(classify: Classify) -> None:
    said = "A notice of levy was served on you on 05/31/2020 for Form 1040, period ended 12-31-2016."
    assert classify([*_C_LETTER, None, said]).tax_periods.value == (Period(dt.date(2016, 12, 31), "1040"),)


def test_of_a_number_for_individuals_without_a_social_security_number_two_digits_stay(
    classify: Classify,
) -> None:
    row = [(1500, "Social Security number"), (2000, "9XX-7X-3308")]
    assert classify([*_HEAD, row, *_FOOT]).taxpayer_id_last4.value == "3308"


@pytest.mark.parametrize(("behind", "read"), [(10, True), (300, False)])
def test_a_value_set_in_under_its_label_is_the_labels(classify: Classify, behind: int, *, read: bool) -> None:
    rows: Rows = [
        *_HEAD,
        *_NUMBER,
        None,
        [(1200, "Answer by:")],
        [(1200 + 15 * len("Answer by:") + behind, "October 31, 2014")],
        *_FOOT,
    ]
    found = classify(rows).due_date.value
    assert found == (dt.date(2014, 10, 31) if read else None)


def test_a_number_that_was_not_read_is_looked_for_in_the_column_of_its_neighbours(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Notice number"), (2000, "CP521")],
        [(100, "Internal Revenue Service"), (1500, "Notice date"), (2000, "January 25, 2025")],
        [(100, "Andover, MA 01810-9041"), (1500, "Taxpayer ID number")],
        [(1500, "To contact us"), (2000, "1-800-829-0922")],
    ]
    finding = classify(rows, kind="scan")
    looks = [look.box for look in finding.looks if look.field == "taxpayer_id_last4"]
    top = 60 + 2 * 42
    assert any(box.left == 2000 and (box.top, box.bottom) == (top, top + 28) for box in looks)


@pytest.mark.parametrize("foot", ["LT16 (Rev. 04-2021)", "LT16 (DO) (Rev. April 2021)"])
def test_a_code_with_its_edition_is_the_letters_own_wherever_its_last_line_stands(
    classify: Classify, foot: str
) -> None:
    rows = [*_HEAD, *_NUMBER, *[None] * 20, "Call us within 10 days of the date of this letter.", None, foot]
    finding = classify(rows)
    assert (finding.notice.value, finding.notice.accepted) == ("LT16", True)


def test_a_period_behind_its_form_is_no_money(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Form 1040, 12/31/2016"), (1800, "$7,310.15")],
        [(100, "Form 1040, 12/31/2017"), (1800, "4,784.21")],
        [(100, "Amount due immediately"), (1800, "$12,094.36")],
    ]
    finding = classify([*_HEAD[:1], *_NUMBER, *rows, *_FOOT], kind="scan")
    assert [(p.form, p.end.year) for p in finding.tax_periods.value or ()] == [("1040", 2016), ("1040", 2017)]
    totals = [amount.value for amount in finding.amounts if amount.role == "period_total"]
    assert totals == [Decimal("7310.15"), Decimal("4784.21")]


@pytest.mark.parametrize(
    "said",
    [
        "File your tax return(s) for 2018 and 2019 now. We hold your 2021 Form 1040 refund until then.",
        "We are holding your refund of $2,391.00 for 2021. File the 2018 and 2019 Form 1040 returns.",
    ],
)
def test_a_letter_that_holds_a_refund_for_other_returns_is_about_their_years_too(
    classify: Classify, said: str
) -> None:
    finding = classify(headed_letter("CP63", said, "We may prepare them under the rules of 1998.", year=2021))
    assert [p.end.year for p in finding.tax_periods.value or ()] == [2018, 2019, 2021]


def test_a_year_to_which_a_payment_was_first_credited_is_not_the_letters(classify: Classify) -> None:
    said = "The payment of $950.00 received on October 19, 2020 was first credited to tax year 2019."
    finding = classify(headed_letter("CP62", said, year=2018))
    assert [p.end.year for p in finding.tax_periods.value or ()] == [2018]


@pytest.mark.parametrize(
    "said",
    [
        [(100, "SAMPLE PAYROLL INC"), (900, "XX-XXX2999"), (1500, "$1,210.00")],
        "Send copies of what the form lists for Alden (SSN ending in 4417).",
        "We sent payments to you or your spouse (XXX-XX-8957).",
    ],
)
def test_the_numbers_of_others_in_the_text_are_no_contradiction(classify: Classify, said: Any) -> None:
    finding = classify(headed_letter("CP75", said, year=2021))
    assert (finding.taxpayer_id_last4.value, finding.taxpayer_id_last4.accepted) == ("1234", True)
    misread = classify(headed_letter("CP75", "Write XXX-XX-1254 on your answer.", year=2021), kind="scan")
    assert not misread.taxpayer_id_last4.accepted


@pytest.mark.parametrize("other", ["1254", "8957"])
def test_on_a_picture_any_other_number_speaks_against_the_one_at_the_label(
    classify: Classify, other: str
) -> None:
    said = f"Write XXX-XX-{other} on your answer."
    finding = classify(headed_letter("CP75", said, year=2021), kind="scan")
    assert not finding.taxpayer_id_last4.accepted
    assert other in {rival.value for rival in finding.taxpayer_id_last4.rivals}


_LISTS: dict[str, tuple[Rows, list[tuple[int, int]]]] = {
    "a sentence over two lines": (
        [
            "We are trying to collect unpaid tax for Form 941, tax periods ending March 31, 2013 and",
            "September 30, 2013.",
        ],
        [(2013, 3), (2013, 9)],
    ),
    "a date over two lines": (
        [
            "Please call about Form 1040 for the years ended December 31,",
            "2014, and December 31, 2015.",
        ],
        [(2014, 12), (2015, 12)],
    ),
    "no label but a sentence": (
        ["Your tax for the years ended 12/31/2008 and 12/31/2009 (Form 1040) remains unpaid."],
        [(2008, 12), (2009, 12)],
    ),
    "far apart in one row": (
        [[(100, "Tax periods: Dec. 31, 2004"), (900, "Dec. 31, 2006"), (1400, "Dec. 31, 2007")]],
        [(2004, 12), (2006, 12), (2007, 12)],
    ),
    "months without a day": (
        [[(1500, "Tax period"), (2000, "12/2014, 3/2015")]],
        [(2014, 12), (2015, 3)],
    ),
    "as computers have them": (
        [[(1500, "Tax periods"), (2000, "202212, 202312")]],
        [(2022, 12), (2023, 12)],
    ),
    "from one year to another": (
        ["Tax periods: Dec. 31, 2015 through Dec. 31, 2017"],
        [(2015, 12), (2016, 12), (2017, 12)],
    ),
    "from one quarter to another": (
        ["We are trying to collect tax for Form 941 for the tax periods 06/30/2013 through 12/31/2013."],
        [(2013, 6), (2013, 9), (2013, 12)],
    ),
    "from one leap year to another": (
        ["Tax periods: Feb. 29, 2016 through Feb. 28, 2018"],
        [(2016, 2), (2017, 2), (2018, 2)],
    ),
    "a list that wraps": (
        ["Tax periods: Mar. 31, 2020; June 30, 2020; Sep. 30, 2020; Dec. 31,", "2020"],
        [(2020, 3), (2020, 6), (2020, 9), (2020, 12)],
    ),
}


@pytest.mark.parametrize(("rows", "ends"), _LISTS.values(), ids=_LISTS)
def test_no_period_of_a_list_is_left_out(classify: Classify, rows: Rows, ends: list[tuple[int, int]]) -> None:
    finding = classify([_HEAD[0], *_NUMBER, *rows, *_FOOT])
    assert [(p.end.year, p.end.month) for p in finding.tax_periods.value or ()] == ends


@pytest.mark.parametrize("behind", ["3.0%", "$7.52"])
def test_the_spans_of_a_table_of_interest_are_no_periods(classify: Classify, behind: str) -> None:
    rows: Rows = [
        [(100, "Period"), (900, "Days"), (1300, "Rate or interest")],
        [(100, "05/31/2015 - 08/31/2015"), (900, "92"), (1300, behind)],
        [(100, "08/31/2015 to 12/31/2015"), (900, "122"), (1300, behind)],
    ]
    finding = classify(headed_letter("CP504B", *rows, year=2014))
    assert [p.end.year for p in finding.tax_periods.value or ()] == [2014]
    assert finding.tax_periods.accepted


def test_quarters_in_a_table_are_no_years(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Quarter"), (600, "Form"), (1100, "Billed"), (1500, "Added"), (1900, "Now owed")],
        [(100, "Q3 2020"), (600, "941"), (1100, "$5,524.82"), (1500, "$340.02"), (1900, "$5,864.84")],
        [(100, "Q4 2020"), (600, "941"), (1100, "$4,139.37"), (1500, "$876.43"), (1900, "$5,015.80")],
    ]
    finding = classify([_HEAD[0], *_NUMBER, *rows, "You owe $10,880.64.", *_FOOT])
    assert [(p.end.month, p.end.day) for p in finding.tax_periods.value or ()] == [(9, 30), (12, 31)]


def test_forms_of_one_period_in_rows_that_begin_with_their_total_are_all_told(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Total"), (600, "Tax Period"), (1100, "Form"), (1500, "Assessed"), (1900, "Accruals")],
        [(100, "12,705.98"), (600, "06-30-2003"), (1100, "941"), (1500, "11,668.02"), (1900, "1,037.96")],
        [(100, "16,143.63"), (600, "06-30-2003"), (1100, "720"), (1500, "13,808.01"), (1900, "2,335.62")],
    ]
    finding = classify([_HEAD[0], *_NUMBER, *rows, "Total amount due: $28,849.61", *_FOOT])
    assert [period.form for period in finding.tax_periods.value or ()] == ["720", "941"]


def test_a_row_that_is_not_understood_is_told_by_what_the_others_come_to(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Kind of Tax"), (500, "Tax Period Ending"), (1100, "Unpaid Balance")],
        [(100, "941"), (500, "03/31/2010"), (1100, "$7,134.25")],
        [(100, "941"), (500, "06/30/2010"), (1100, "$4,111.09")],
        [(100, "Penalty under 6721"), (500, "2008, end of"), (1100, "$500.00")],
        [(100, "Total"), (1100, "$11,745.34")],
    ]
    finding = classify([_HEAD[0], *_NUMBER, *rows, *_FOOT])
    assert "table-incomplete" in {doubt.name for doubt in finding.doubts}
    assert not finding.tax_periods.accepted


def test_a_period_under_a_label_outside_of_the_head_is_not_passed_over_in_silence(classify: Classify) -> None:
    box: Rows = [[(1500, "Tax period:"), (2000, "12/31/2016")], *[None] * 20]
    finding = classify([_HEAD[0], *_NUMBER, *box, "Tax period: 06/30/2018", *_FOOT])
    values = [period.end.year for period in finding.tax_periods.value or ()]
    assert values == [2016, 2018] or not finding.tax_periods.accepted


def test_the_number_of_an_employee_in_a_row_of_his_own_is_no_taxpayers(classify: Classify) -> None:
    rows: Rows = [
        "Employer identification number: 52-6003658",
        [(200, "Employee: Sample Name"), (1200, "SSN: XXX-XX-4020")],
    ]
    finding = classify([_HEAD[0], *rows, *_FOOT])
    assert finding.taxpayer_id_last4.value == "3658"


def test_a_label_for_one_or_several_forms_is_one(classify: Classify) -> None:
    box: Rows = [
        [(1500, "Form(s):"), (2000, "1040")],
        [(1500, "Tax period(s):"), (2000, "12-31-1999 12-31-2000")],
    ]
    finding = classify([_HEAD[0], *_NUMBER, *box, *_FOOT])
    assert [(p.form, p.end.year) for p in finding.tax_periods.value or ()] == [("1040", 1999), ("1040", 2000)]
    box[0] = [(1500, "Form(s):"), (2000, "941, 940")]
    several = classify([_HEAD[0], *_NUMBER, *box, *_FOOT])
    assert not several.tax_periods.accepted or len({p.form for p in several.tax_periods.value or ()}) == 2


def test_two_returns_for_one_period_in_a_column_without_money_are_both_told(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Form number"), (900, "Tax period ending"), (1700, "Status")],
        [(100, "941"), (900, "09/30/2021"), (1700, "Not received")],
        [(100, "941"), (900, "12/31/2021"), (1700, "Not received")],
        [(100, "940"), (900, "12/31/2021"), (1700, "Not received")],
    ]
    finding = classify([_HEAD[0], *_NUMBER, *rows, *_FOOT])
    told = [(p.form, p.end.month) for p in finding.tax_periods.value or ()]
    assert told == [("941", 9), ("940", 12), ("941", 12)]


@pytest.mark.parametrize(
    "row", ["Your number: 4689 (last four digits)", "This goes to the taxpayer whose number ends in 4689."]
)
def test_the_last_four_digits_may_be_told_in_words(classify: Classify, row: str) -> None:
    found = classify([*_HEAD, row, *_FOOT]).taxpayer_id_last4
    assert (found.value, found.accepted) == ("4689", True)


def test_a_code_in_the_foot_may_name_its_language_before_its_edition(classify: Classify) -> None:
    foot = "Notice CP14 (en-us) Rev. 01-2025 Catalog Number 38127W"
    found = classify([*_HEAD, *_NUMBER, None, "Your 2024 tax bill: $4,381", *[None] * 20, foot]).notice
    assert (found.value, found.accepted) == ("CP14", True)


@pytest.mark.parametrize(
    ("row", "form"),
    [
        ("Second notice: your 2023 tax is overdue", None),
        ("Your 2023 income tax bill: $4,381", None),
        ("Form 1040 + 12/31/2023", "1040"),
    ],
)
def test_a_period_may_be_told_in_a_headline_or_beside_its_form(
    classify: Classify, row: str, form: str | None
) -> None:
    head: Rows = [[(1500, "Notice date"), (2000, "May 19, 2025")], "Internal Revenue Service"]
    found = classify([*head, row, *_NUMBER, None, "Notice CP503"]).tax_periods
    assert found.value == (Period(dt.date(2023, 12, 31), form),)


def test_the_line_of_a_fax_machine_is_no_row_of_a_table(pages: Callable[..., ReadPage]) -> None:
    """A table goes on, over the page, under the line of the machine, whose time looks like money."""
    line = [(100, "01/31/2022 17:37"), (600, "FROM: SAMPLE"), (1100, "TO: 5550142"), (1800, "P.003/003")]
    row = [(100, "1040"), (400, "December 31, 2020"), (900, "$500.00"), (1500, "$540.00")]
    (sheet,) = sheets(Letter("x#1", (pages(2, [line, row], kind="fax"),)))
    assert [found.period.end.year for found in table_rows(sheet, goes_on=True)] == [2020]


def test_a_line_of_facts_at_the_head_ends_with_the_number(classify: Classify) -> None:
    rows: Rows = ["CP14   2024   July 14, 2025   ending in 5179", "Internal Revenue Service", None, *_FOOT]
    assert classify(rows).taxpayer_id_last4.value == "5179"
    assert classify(["Card ending in 5179", *_HEAD, *_FOOT]).taxpayer_id_last4.value is None


def test_your_number_is_the_taxpayers(classify: Classify) -> None:
    found = classify([*_HEAD, [(1500, "Your number"), (2000, "**-4982")], *_FOOT]).taxpayer_id_last4
    assert (found.value, found.accepted) == ("4982", True)


def test_a_line_of_facts_at_the_foot_dates_the_letter(classify: Classify) -> None:
    foot = "CP504 September 15th, 2025 XXX-XX-2978"
    said = "We may levy your state tax refund, as our records show that you owe tax for 2023."
    rows: Rows = ["Internal Revenue Service", None, "Notice of intent to levy", said, *[None] * 68, foot]
    assert classify(rows).notice_date.value == dt.date(2025, 9, 15)


def test_a_letter_may_say_in_a_sentence_when_it_was_issued(classify: Classify) -> None:
    said = "This letter is our notice CP501. We issued it on February 17, 2025 about the account"
    rows: Rows = ["Internal Revenue Service", None, said, "whose taxpayer number is XXX-XX-8100."]
    assert classify(rows).notice_date.value == dt.date(2025, 2, 17)


def test_the_year_of_a_quarter_that_was_lost_is_no_period(classify: Classify) -> None:
    """A narrow column broke "fourth quarter 2021 and first quarter 2022" into five phrases."""
    rows: Rows = [
        [(100, "Internal Revenue Service"), (1500, "Letter"), (1800, "Letter 725-B")],
        [(1500, "Tax"), (1800, "fourth"), (2000, "2021 and first")],
        [(1500, "period"), (1800, "quarter")],
        [(1800, "quarter 2022")],
        [(1500, "Date"), (1800, "February 6, 2023")],
        "Form 941, the periods ended December 31, 2021 and March 31, 2022.",
    ]
    ends = [period.end for period in classify(rows).tax_periods.value or ()]
    assert dt.date(2022, 12, 31) not in ends
    assert dt.date(2022, 3, 31) in ends
