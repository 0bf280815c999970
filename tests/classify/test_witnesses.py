"""What counts as another witness on a picture, and what is no contradiction."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from classify.decide import classify_letter, is_missing_something, spots_in_doubt
from classify.finding import Finding
from classify.words import plain_word
from ingest.letter import Letter, ReadPage
from ingest.page import StepNote
from ingest.transform import Transform
from tests.classify.rows import Classify, Rows, of_code

TODAY = dt.date(2026, 11, 23)
Pages = Callable[..., ReadPage]
TESSERACT, RAPID = "tesseract 5", "rapidocr 3"
# A quarter turn: the page came lying on its side.
LYING = Transform(((0.0, -1.0, 3300.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))


def read(page: ReadPage) -> Finding:
    return classify_letter(Letter("x#1", (page,)), today=TODAY)


def without(rows: Rows, *texts: str) -> Rows:
    """The rows without those that hold one of the texts in any cell."""
    return [
        row
        for row in rows
        if row is None or not any(t in (row if isinstance(row, str) else str(row)) for t in texts)
    ]


def with_number(rows: Rows, spelled: str) -> Rows:
    """The letter printing its taxpayer's number once, as an engine spelled it."""
    once = without(rows, "XXX-XX-1234")
    return [*once[:3], [(1500, "Taxpayer ID number:"), (2000, spelled)], *once[3:]]


@pytest.mark.parametrize("word", ["receive", "general", "stage", "older", "offered"])
def test_a_word_of_running_text_is_no_slip_of_a_label(word: str) -> None:
    assert plain_word(word, snap=True) == word


def test_a_refund_you_will_receive_is_none_received(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Notice"), (2000, "CP49")],
        [(100, "Internal Revenue Service"), (1500, "Tax year"), (2000, "2019")],
        [(1500, "Notice date"), (2000, "November 22, 2021")],
        None,
        "We applied your overpayment on Form 1040 to the amount you owe for other tax years.",
        [(100, "Overpayment for 2019"), (1500, "$2,318.17")],
        [(100, "Amount applied to 2017"), (1500, "-2,318.17")],
        [(100, "Refund you will receive"), (1500, "$0.00")],
    ]
    found = classify(rows, kind="scan").amount_due
    assert (found.value, found.accepted) == (None, True)


def test_rows_of_a_table_are_no_rivals_on_a_page_that_came_lying(pages: Pages, cp504: Rows) -> None:
    rows: Rows = [
        *cp504[:13],
        [(100, "Tax period ending"), (800, "Form"), (1500, "Amount you owe")],
        [(100, "December 31, 2021"), (800, "1040"), (1500, "$9,000.00")],
        [(100, "December 31, 2020"), (800, "1040"), (1500, "$533.53")],
        "Total amount due: $9,533.53",
    ]
    page = pages(1, rows, kind="scan")
    lying = dataclasses.replace(
        page, readings=tuple(dataclasses.replace(r, to_original=LYING) for r in page.readings)
    )
    for each in (page, lying):
        found = read(each).amount_due
        assert (found.value, found.accepted) == (Decimal("9533.53"), True)


@pytest.mark.parametrize(
    ("other", "accepted"), [("#ee*4321", True), ("4321", True), ("#ee*4821", False), ("mee TIT", False)]
)
def test_an_engine_that_lost_the_mask_signs_confirms_the_digits(
    pages: Pages, cp504: Rows, other: str, *, accepted: bool
) -> None:
    rows = [with_number(cp504, spelled) for spelled in (other, "***-**-4321")]
    found = read(pages(1, *rows, kind="photo", engines=[TESSERACT, RAPID])).taxpayer_id_last4
    assert (found.value, found.accepted) == ("4321", accepted)


def test_digits_beside_their_label_are_a_number_that_lost_its_mask(classify: Classify, cp504: Rows) -> None:
    assert classify(with_number(cp504, "4321"), kind="scan").taxpayer_id_last4.value == "4321"


def test_a_telephone_number_in_a_sentence_about_numbers_is_none(classify: Classify, cp504: Rows) -> None:
    said = "If you believe someone used your Social Security number, call 1-800-908-4490."
    rows = [*without(cp504, "XXX-XX-1234"), said]
    assert classify(rows, kind="photo").taxpayer_id_last4.value is None


def test_the_number_of_a_form_beside_an_employers_label_is_none(classify: Classify, cp504: Rows) -> None:
    rows = [*without(cp504, "XXX-XX-1234"), [(100, "Employer's return, form number:"), (1500, "1120")]]
    assert classify(rows, kind="scan").taxpayer_id_last4.value is None


def test_what_stands_at_a_taxpayers_label_is_looked_at_closer(pages: Pages, cp504: Rows) -> None:
    """Mask signs read as letters took the digits with them, but their place is known."""
    finding = read(pages(1, with_number(cp504, "ERE TITRE"), kind="scan"))
    assert finding.taxpayer_id_last4.value is None
    boxes = [(look.box.left, look.box.right) for look in finding.looks]
    assert [right for _, right in boxes] == [2135, 2135]
    assert boxes[0][0] == 2000
    assert 2050 < boxes[1][0] < 2090
    assert {(look.page, look.box) for look in finding.looks} <= set(spots_in_doubt(finding))
    assert not is_missing_something(finding)


def test_the_digits_of_a_number_in_doubt_are_looked_at_alone(pages: Pages, cp504: Rows) -> None:
    finding = read(pages(1, with_number(cp504, "***-**-4321"), kind="photo"))
    assert not finding.taxpayer_id_last4.accepted
    assert [look.box.left > 2000 for look in finding.looks] == [True]
    assert not read(pages(1, cp504, kind="photo")).looks


@pytest.mark.parametrize(
    ("line", "behind", "accepted"),
    [
        ("You may be relieved of the tax: send Form 8857 no later than", "two years after we began.", True),
        ("Send us your request for a hearing by", "Aprii i, z0za.", False),
        ("Send us your request for a hearing by", None, False),
    ],
)
def test_a_span_named_in_place_of_a_date_is_none(
    classify: Classify, cp504: Rows, line: str, behind: str | None, *, accepted: bool
) -> None:
    finding = classify([*cp504, None, None, line, behind], kind="scan")
    assert (finding.due_date.value, finding.due_date.accepted) == (None, accepted)


def test_a_date_misread_in_one_place_of_four_is_no_further_one(classify: Classify, cp504: Rows) -> None:
    rows: Rows = [
        *without(cp504, "Amount due immediately"),
        [(100, "Amount due by"), (800, "April 1, 2024")],
        "Pay $9,533.53 by April 1, 2024.",
        "Pay in full by April 1, 2024.",
        None,
        None,
        [(100, "Amount due by"), (800, "April 1, 2021")],
    ]
    finding = classify(rows, kind="scan")
    assert (finding.due_date.value, finding.due_date.accepted) == (dt.date(2024, 4, 1), True)
    assert dt.date(2021, 4, 1) not in {mention.value for mention in finding.dates}


@pytest.mark.parametrize(("kind", "mentioned"), [("scan", False), ("digital", True)])
def test_a_day_no_letter_gives_that_is_one_slip_of_the_day_printed_elsewhere_is_misread(
    classify: Classify, cp504: Rows, kind: str, *, mentioned: bool
) -> None:
    said = "You must ask for a hearing by "
    rows: Rows = [*cp504, None, f"{said}April 10, 2024.", None, f"{said}April 10, 2034."]
    finding = classify(rows, kind=kind)
    assert finding.due_date.value == dt.date(2024, 4, 10)
    assert (dt.date(2034, 4, 10) in {mention.value for mention in finding.dates}) is mentioned


def test_a_label_that_lost_its_blank_is_no_part_of_the_value(classify: Classify, cp504: Rows) -> None:
    """RapidOCR reads "Notice dateMarch 11, 2024" where the two stand close."""
    rows = [row for row in cp504[:20] if row is None or "Notice date" not in str(row)]
    found = classify([*rows, "Notice dateMarch 11, 2024", "Amount due$9,533.53"], kind="photo")
    assert found.notice_date.value == dt.date(2024, 3, 11)


def test_two_blanks_behind_a_sentence_do_not_end_the_text(classify: Classify, cp504: Rows) -> None:
    """Typewritten: the second sentence of a row goes on at the left of the next one."""
    rows: Rows = [
        *without(cp504, "Amount due immediately"),
        None,
        [
            (100, "If you agree, you need not do anything."),
            (100 + 39 * 15 + 65, "If you disagree, call us by Apr."),
        ],
        "14, 2024.",
    ]
    finding = classify(rows, kind="scan")
    assert finding.due_date.value == dt.date(2024, 4, 14)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_bill_that_is_due_at_once_prints_no_day(classify: Classify, cp504: Rows, *, at_once: bool) -> None:
    """A CP501 prints a day by custom; where "immediately" stands in its place, none is missed."""
    bill = of_code("CP501", cp504)
    finding = classify(bill if at_once else without(bill, "Amount due immediately"), kind="scan")
    assert finding.notice.value == "CP501"
    assert (finding.due_date.value, finding.due_date.accepted) == (None, at_once)


def test_a_date_cut_off_behind_its_month_is_not_absent(classify: Classify, cp504: Rows) -> None:
    finding = classify([*cp504, None, None, "If you disagree, call us by Apr."], kind="scan")
    assert (finding.due_date.value, finding.due_date.accepted) == (None, False)


def looked_at(row: int, text: str) -> Rows:
    """A closer look at the value of one row: nothing else is read, nor its label."""
    return [*[None] * row, [(2000, text)]]


@pytest.mark.parametrize(
    ("row", "field", "value", "slip"),
    [
        (2, "notice_date", "March 11, 2024", "March 17, 2024"),
        (1, "tax_periods", "2021", "2024"),
    ],
)
@pytest.mark.parametrize("right", [True, False])
def test_a_label_need_be_read_only_once(
    pages: Pages, cp504: Rows, row: int, field: str, value: str, slip: str, *, right: bool
) -> None:
    named = "for the tax year ended December 31, 2021 (Form 1040)."
    rows = ["for the year of Form 1040." if r == named else r for r in cp504[:20]]
    rows += [None, "Type of tax: 1040"]
    alone = read(pages(1, rows, kind="photo", engines=[TESSERACT]))
    assert not getattr(alone, field).accepted
    look = looked_at(row, value if right else slip)
    found = getattr(read(pages(1, rows, look, kind="photo", engines=[TESSERACT, RAPID])), field)
    assert found.accepted == right


def test_a_misread_look_at_an_accepted_date_is_no_date_that_is_printed(pages: Pages, cp504: Rows) -> None:
    rows: Rows = [
        *without(cp504, "Amount due immediately"),
        [(100, "Amount due by"), (800, "April 1, 2024")],
        "Pay $9,533.53 by April 1, 2024.",
    ]
    slip: Rows = [
        row
        if row is None or "Amount due by" not in str(row)
        else [(100, "Amount due by"), (800, "April 1, 2021")]
        for row in rows
    ]
    finding = read(pages(1, rows, rows, slip, kind="scan"))
    assert (finding.due_date.value, finding.due_date.accepted) == (dt.date(2024, 4, 1), True)
    assert dt.date(2021, 4, 1) not in {mention.value for mention in finding.dates}


def test_a_form_told_once_needs_another_witness_on_a_photo(pages: Pages, cp504: Rows) -> None:
    rows = without(cp504, "(Form 1040)")
    assert not read(pages(1, rows, kind="photo")).tax_periods.accepted
    # The second reader at the same place, without the words around it.
    at = next(n for n, row in enumerate(rows) if row and "form number (1040)" in str(row))
    place = 100 + 15 * str(rows[at]).index("(1040)")
    again: Rows = [*[None] * at, [(place, "(1040).")]]
    finding = read(pages(1, rows, again, kind="photo", engines=(TESSERACT, RAPID)))
    assert finding.tax_periods.accepted
    assert [period.form for period in finding.tax_periods.value or ()] == ["1040"]


@pytest.mark.parametrize("kind", ["photo", "fax"])
def test_that_no_form_was_read_on_a_poor_picture_does_not_say_that_none_is_printed(
    classify: Classify, cp504: Rows, kind: str
) -> None:
    """Of 200 photos whose pages all made sense, two had a form that no reading showed a trace of."""
    rows = [*without(cp504, "(Form 1040)", "form number (1040)"), "for the tax year ended December 31, 2021."]
    periods = classify(rows, kind=kind).tax_periods
    assert [period.form for period in periods.value or ()] == [None]
    assert not periods.accepted


def test_a_form_that_was_not_made_out_in_its_row_is_not_taken_from_the_others(
    pages: Pages, cp504: Rows
) -> None:
    def table(form: str) -> Rows:
        return [
            *without(cp504, "2021", "1040"),
            None,
            [(100, "Tax period ended"), (700, "Form"), (1100, "Amount you owed"), (1600, "Total")],
            [(100, "December 31, 2020"), (700, "1040"), (1100, "$4,444.00"), (1600, "$4,533.53")],
            [(100, "December 31, 2021"), (700, form), (1100, "$4,900.00"), (1600, "$5,000.00")],
            None,
            "Your return was a Form 1040.",
        ]

    def periods(form: str) -> tuple[list[str | None], bool]:
        page = pages(1, table(form), table(form), kind="photo", engines=(TESSERACT, RAPID))
        found = read(page).tax_periods
        return [period.form for period in found.value or ()], found.accepted

    assert periods("1040") == (["1040", "1040"], True)
    assert periods("") == (["1040", "1040"], False)


@pytest.mark.parametrize(("at", "accepted"), [(2050.0, False), (900.0, True)], ids=["through", "beside"])
def test_two_engines_are_one_witness_where_a_streak_was_taken_out(
    pages: Pages, cp504: Rows, at: float, accepted: bool
) -> None:
    """A streak along the upright of a 4 took it away with it, and both engines read a 2."""
    rows = with_number(cp504, "XXX-XX-1234")
    page = pages(1, rows, rows, kind="fax", engines=(TESSERACT, RAPID))
    assert read(page).taxpayer_id_last4.accepted
    mended = dataclasses.replace(page, steps=(StepNote("mend", (("columns", 1), ("column 1", at))),))
    assert read(mended).taxpayer_id_last4.accepted is accepted


def test_the_number_of_a_business_in_the_text_is_not_the_receivers(pages: Pages) -> None:
    """A fax smeared the number at the label of somebody who answers for the taxes of a business."""
    rows: Rows = [
        [(100, "Department of the Treasury"), (1200, "Date: January 13, 2025")],
        [(100, "Internal Revenue Service"), (1200, "Social security number: HHI T375,")],
        None,
        "Letter 1058",
        "You are personally liable for the trust fund recovery penalty for SAMPLE FOODS INC,",
        "EIN XX-XXX9048, which did not pay its Form 941 tax.",
    ]
    alone: Rows = [None, None, None, None, None, "XX-XXX9048,"]
    page = pages(1, rows, rows, alone, kind="scan", engines=(TESSERACT, RAPID, TESSERACT))
    assert [d.name for d in read(page).doubts if d.field == "taxpayer_id_last4"] == ["taxpayer-unsure"]
