"""Whole letters through classify: the letter's own values are told from those it mentions."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from classify.decide import classify_letter, is_sure, is_told, spots_in_doubt, unlike
from classify.field import Period
from classify.finding import Finding
from classify.guess import Guess
from classify.record import status_of
from ingest.letter import Capture, Letter, ReadPage
from ingest.text import Line, PageText, Phrase, Word
from ingest.transform import Box

TODAY = dt.date(2026, 11, 23)
Rows = list[Any]
Classify = Callable[..., Finding]
Pages = Callable[..., ReadPage]


def replaced(rows: Rows, old: str, new: str, *, only: int | None = None) -> Rows:
    """The rows with one text in place of another, in every row or only in that one."""

    def swap(row: Any) -> Any:
        if row is None:
            return None
        return row.replace(old, new) if isinstance(row, str) else [(x, t.replace(old, new)) for x, t in row]

    return [swap(row) if only is None or n == only else row for n, row in enumerate(rows)]


def test_reads_every_field_of_a_cp504(classify: Classify, cp504: Rows) -> None:
    finding = classify(cp504)
    assert finding.origin == "irs"
    assert finding.notice.value == "CP504"
    assert finding.notice_date.value == dt.date(2024, 3, 11)
    assert finding.tax_periods.value == (Period(dt.date(2021, 12, 31), "1040"),)
    assert finding.amount_due.value == Decimal("9533.53")
    assert finding.due_date.value is None
    assert finding.due_date.accepted
    assert finding.taxpayer_id_last4.value == "1234"
    assert status_of(finding, finding.doubts) == "accepted"


@pytest.mark.parametrize("kind", ["digital", "scan", "photo"])
def test_a_letter_says_the_same_wherever_in_its_file_it_lies(
    classify: Classify, cp504: Rows, kind: str
) -> None:
    for rows in (cp504, BANK, STATE, PREPARER):
        alone, in_a_stack = (classify(rows, kind=kind, at=at) for at in (1, 7))
        assert in_a_stack.origin == alone.origin
        assert [(f.value, f.accepted) for f in in_a_stack.fields] == [
            (f.value, f.accepted) for f in alone.fields
        ]
        assert in_a_stack.doubts == alone.doubts


def test_what_is_mentioned_is_not_the_letters_own(classify: Classify, cp504: Rows) -> None:
    finding = classify(cp504)
    mentioned = {mention.value for mention in finding.dates if mention.role == "mentioned"}
    assert {dt.date(2023, 10, 4), dt.date(2024, 1, 2)} <= mentioned
    assert {a.role for a in finding.amounts if a.value == Decimal("50.00")} <= {"payments", "mentioned"}


def test_every_value_has_its_evidence(classify: Classify, cp504: Rows) -> None:
    finding = classify(cp504)
    for field in (
        finding.notice,
        finding.notice_date,
        finding.tax_periods,
        finding.amount_due,
        finding.taxpayer_id_last4,
    ):
        assert field.evidence
        assert all(e.rule and e.page == 3 and e.box.width > 0 for e in field.evidence)


def test_a_scan_is_accepted_by_two_places(classify: Classify, cp504: Rows) -> None:
    assert status_of(classify(cp504, kind="scan"), ()) == "accepted"


def test_a_scan_with_one_place_is_not(classify: Classify, cp504: Rows) -> None:
    """Without the coupon the date stands on the page once: one reading of one place is no proof."""
    finding = classify(cp504[:20], kind="scan")
    assert finding.notice_date.value == dt.date(2024, 3, 11)
    assert not finding.notice_date.accepted
    assert "notice-date-unsure" in {doubt.name for doubt in finding.doubts}
    assert spots_in_doubt(finding)


def test_a_second_engine_is_a_second_witness(pages: Pages, cp504: Rows) -> None:
    rows = cp504[:20]
    twice = pages(1, rows, rows, kind="photo", engines=["tesseract 5", "rapidocr 3"])
    same = pages(1, rows, rows, kind="photo", engines=["tesseract 5", "tesseract 5"])
    assert classify_letter(Letter("x#1", (twice,)), today=TODAY).notice_date.accepted
    assert not classify_letter(Letter("x#1", (same,)), today=TODAY).notice_date.accepted


@pytest.mark.parametrize(
    ("old", "new", "row", "field"),
    [
        ("CP504", "CP503", 21, "notice"),
        ("March 11, 2024", "March 27, 2023", 22, "notice_date"),
        ("$9,533.53", "$938.50", 26, "amount_due"),
        ("XXX-XX-1234", "XXX-XX-7234", 23, "taxpayer_id_last4"),
    ],
)
def test_a_coupon_that_says_something_else_is_a_contradiction(
    classify: Classify, cp504: Rows, old: str, new: str, row: int, field: str
) -> None:
    swapped = replaced(cp504, old, new, only=row)
    for kind in ("digital", "scan"):
        finding = classify(swapped, kind=kind)
        chosen = getattr(finding, field)
        assert not chosen.accepted
        assert chosen.rivals


def test_a_blacked_out_code_is_not_invented(classify: Classify, cp504: Rows) -> None:
    finding = classify(replaced(cp504, "CP504", ""))
    assert finding.origin == "irs"
    assert finding.notice.value is None
    assert not finding.notice.accepted
    assert "notice-unread" in {doubt.name for doubt in finding.doubts}


def test_changing_only_the_year_changes_only_the_year(classify: Classify, cp504: Rows) -> None:
    before, after = classify(cp504), classify(replaced(cp504, "2021", "2019"))
    assert after.tax_periods.value == (Period(dt.date(2019, 12, 31), "1040"),)
    assert (after.notice.value, after.notice_date.value, after.amount_due.value) == (
        before.notice.value, before.notice_date.value, before.amount_due.value)  # fmt: skip


class FakeGuesser:
    """Says what it is told to say."""

    id = "fake 0"
    codes = frozenset({"CP504", "CP14"})

    def __init__(self, code: str, probability: float) -> None:
        self.code, self.probability = code, probability

    def guess(self, text: str) -> Guess:
        assert text
        return Guess(((self.code, self.probability),))


def test_wording_of_another_notice_is_a_doubt(pages: Pages, cp504: Rows) -> None:
    letter = Letter("x#1", (pages(1, cp504, kind="digital"),))
    finding = classify_letter(letter, today=TODAY, guesser=FakeGuesser("CP14", 0.99))
    assert finding.notice.value == "CP504"
    assert "notice-contradicted" in {doubt.name for doubt in finding.doubts}


def test_wording_is_a_second_witness_of_the_code(pages: Pages, cp504: Rows) -> None:
    once = cp504[:20]
    letter = Letter("x#1", (pages(1, once, kind="scan"),))
    assert not classify_letter(letter, today=TODAY).notice.accepted
    assert classify_letter(letter, today=TODAY, guesser=FakeGuesser("CP504", 0.9)).notice.accepted


def test_a_date_in_the_future_is_a_doubt(classify: Classify, cp504: Rows) -> None:
    finding = classify(replaced(cp504, "March 11, 2024", "March 11, 2031"))
    assert "notice-date-implausible" in {doubt.name for doubt in finding.doubts}


@pytest.mark.parametrize(
    ("code", "missing", "doubtful"),
    [("CP504", (2, 3), False), ("CP504", (1,), True), ("LT11", (2, 3), True)],
)
def test_missing_pages_are_a_doubt_where_they_can_change_a_field(
    pages: Pages, cp504: Rows, code: str, missing: tuple[int, ...], doubtful: bool
) -> None:
    """A bill says all on page 1; a final notice may list further periods on the pages behind it."""
    rows = replaced(cp504, "CP504", code)
    letter = Letter("x#1", (pages(1, rows, kind="digital"),), missing_pages=missing)
    doubts = classify_letter(letter, today=TODAY).doubts
    assert ("pages-missing" in {doubt.name for doubt in doubts}) is doubtful


BANK = [
    "First Example Bank, N.A. Member FDIC",
    "Account statement March 11, 2024",
    "Dear customer, your mortgage statement (Form 1098) has been sent to the Internal Revenue Service.",
    "Payment due April 1, 2024: $1,204.50",
    "Questions? Call 800-555-0142 or visit a branch near you at any time during business hours.",
]
STATE = [
    "State of Example Department of Revenue",
    "Notice of balance due   Notice number 4471",
    "Our records show that you have unpaid state income tax for tax year 2021.",
    "Amount due by April 1, 2024   $812.33",
    "Your federal return was compared with information from the Internal Revenue Service.",
    "If you do not pay we may levy your wages or bank account under state law. Call 800-555-0199.",
]
PREPARER = [
    "Example & Daughter, Certified Public Accountants",
    "March 20, 2024",
    "Dear client, we have received a copy of the notice CP504 dated March 11, 2024 that the Internal Revenue",
    "Service sent to you. It asks for $9,533.53. Our firm can answer it for you; our fee is $450.00.",
    "Please sign the enclosed engagement letter and return it to our office at your earliest convenience.",
]


@pytest.mark.parametrize("rows", [BANK, STATE, PREPARER], ids=["bank", "state", "preparer"])
def test_other_peoples_letters_are_not_from_the_irs(classify: Classify, rows: Rows) -> None:
    for kind in ("digital", "scan"):
        finding = classify(rows, kind=kind)
        assert finding.origin == "not_irs"
        assert finding.notice.value is None


def test_a_page_with_writing_that_nobody_can_read_is_unreadable(pages: Pages) -> None:
    finding = classify_letter(Letter("x#1", (pages(1, ["xq zzv", "lpt 88"], kind="fax"),)), today=TODAY)
    assert finding.origin == "unreadable"


def test_a_photo_of_something_else_is_not_from_the_irs() -> None:
    page = ReadPage(1, (4000, 3000), (), Capture("photo", wordless=True))
    assert classify_letter(Letter("x#1", (page,)), today=TODAY).origin == "not_irs"


def test_the_hearing_address_is_not_the_payment_address(classify: Classify, cp504: Rows) -> None:
    """A request sent to the payment address may arrive late."""
    hearing = [
        "Complete the enclosed Form 12153 and send it to the address below by April 10, 2024.",
        "ACS Support, Stop 5050",
        "PO Box 219236",
        "Kansas City, MO 64121-9236",
    ]
    contact = classify([*cp504[:20], *hearing, None, *cp504[21:]]).contact
    assert contact.reply_address == "ACS Support, Stop 5050, PO Box 219236, Kansas City, MO 64121-9236"
    assert contact.phone == "800-829-1040"


def test_a_photo_of_a_sheet_that_nobody_can_read_is_unreadable() -> None:
    """Silence would be the worst answer: a blurred letter is not certainly somebody else's."""
    page = ReadPage(1, (4000, 3000), (), Capture("photo", "poor", "The picture is blurred."))
    finding = classify_letter(Letter("x#1", (page,)), today=TODAY)
    assert (finding.origin, [d.name for d in finding.doubts]) == ("unreadable", ["page-unread"])


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Number of this notice:", "CP504"),
        ("Your notice number is:", "CP504"),
        ("Notice CP503 was sent before this:", None),
        ("Previous notice:", None),
    ],
)
def test_a_label_may_be_long_but_speaks_of_this_letter(
    classify: Classify, cp504: Rows, label: str, code: str | None
) -> None:
    rows = replaced(cp504, "CP504", "")
    rows[0] = [(100, "Department of the Treasury"), (1500, f"{label} CP504")]
    assert classify(rows).notice.value == code


def test_a_form_guessed_from_another_row_is_no_sure_form(classify: Classify, cp504: Rows) -> None:
    """One row of two was made out, so the other period's form is only its neighbour's."""
    named = "for the tax year ended December 31, 2021 (Form 1040)."
    rows = ["for the years below." if row == named else row for row in cp504[:13]]
    rows += [
        [(100, "Tax period ending"), (800, "Form"), (1500, "Amount")],
        [(100, "December 31, 2021"), (800, "1040"), (1500, "$4,100.00")],
        "and for the tax year ended December 31, 2020.",
    ]
    found = classify(rows, kind="photo").tax_periods
    assert found.value is not None
    assert len(found.value) == 2
    assert not found.accepted


def test_a_misread_year_in_the_heading_of_later_pages_is_no_further_period(
    classify: Classify, cp504: Rows
) -> None:
    later: Rows = [
        [(1500, "Notice"), (2000, "CP504")],
        [(1500, "Tax year"), (2000, "2001")],
        [(1500, "Page 2 of 3")],
    ]
    last: Rows = [*later[:2], [(1500, "Page 3 of 3")]]
    found = classify(cp504, later, last, kind="fax").tax_periods
    assert found.value == (Period(dt.date(2021, 12, 31), "1040"),)
    assert not found.accepted


def test_the_number_of_a_letter_may_stand_in_a_column_of_its_own(classify: Classify, cp504: Rows) -> None:
    rows = replaced(replaced(cp504, "CP504", ""), "CP503", "before")
    rows[0] = [(100, "Department of the Treasury"), (1500, "Letter:"), (2000, "1058")]
    rows[1] = [(100, "Internal Revenue Service"), (1500, "Letter date:"), (2000, "2021")]
    assert classify(rows).notice.value == "Letter 1058"


def test_another_place_that_differs_in_one_digit_is_a_contradiction(pages: Pages, cp504: Rows) -> None:
    """Three places of two engines against one are a slip; two places, or three of one engine, are not."""

    def read(rows: Rows, *engines: str) -> tuple[str | None, bool]:
        page = pages(1, *[rows] * len(engines), kind="scan", engines=engines)
        found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY).taxpayer_id_last4
        return found.value, found.accepted

    both = ("tesseract 5", "rapidocr 3")
    one_of_three = replaced(cp504, "(XXX-XX-1234)", "(XXX-XX-1284)")
    assert read(one_of_three, *both) == ("1234", False)
    four = [*one_of_three, "Your number is XXX-XX-1234."]
    assert read(four, *both) == ("1234", True)
    assert read(four, "tesseract 5") == ("1234", False)


def test_a_date_that_no_label_tells_is_not_believed_of_a_picture(classify: Classify, cp504: Rows) -> None:
    """The end of a period, twice under a label that was not made out."""
    rows = replaced(replaced(cp504, "Notice date", "Nohice"), "March 11, 2024", "")
    rows = [*rows[:4], [(1500, "I Jx period"), (2000, "December 31, 2021")], *rows[4:]]
    found = classify(rows, [[(1500, "December 31, 2021")], *rows[1:3]], kind="photo").notice_date
    assert not found.accepted


@pytest.mark.parametrize(
    ("printed", "wording", "value", "accepted"),
    [
        ("CP504", "none", "CP504", True),
        ("CPCS", "CP504", "CP504", True),
        ("CPCS", "none", "CP504", False),
        ("CP508C", "none", "CP508C", False),
    ],
)
def test_the_page_that_a_notice_sends_people_to_is_a_witness(
    pages: Pages, cp504: Rows, printed: str, wording: str, value: str, *, accepted: bool
) -> None:
    rows = [*replaced(cp504, "CP504", printed, only=0), "For more: www.irs.gov/cp504"]
    rows = [row for row in rows if row != cp504[21]]
    letter = Letter("0a1b2c3d#1", (pages(1, rows, kind="photo"),))
    found = classify_letter(letter, today=TODAY, guesser=FakeGuesser(wording, 0.9)).notice
    assert (found.value, found.accepted) == (value, accepted)


def test_what_is_left_of_a_date_is_no_year(classify: Classify, cp504: Rows) -> None:
    rows: Rows = [row for row in cp504[:13] if row != "for the tax year ended December 31, 2021 (Form 1040)."]
    rows[1] = [(100, "Internal Revenue Service")]
    rows += [
        [(100, "Tax period ending"), (800, "Form"), (1500, "Amount")],
        [(100, "September 2022"), (800, "941"), (1500, "$9,533.53")],
        [(100, "December 31, 2022"), (800, "940"), (1500, "$562.48")],
    ]
    found = classify(rows, kind="photo").tax_periods
    assert Period(dt.date(2022, 12, 31), "941") not in (found.value or ())


def test_a_form_number_under_a_label_of_numbers_is_no_taxpayer(classify: Classify, cp504: Rows) -> None:
    rows: Rows = replaced(replaced(cp504, "XXX-XX-1234", ""), "Social Security number", "")
    rows += [
        [(100, "Tax period"), (800, "Type of tax or form number")],
        [(100, "06/30/1994"), (800, "1120-S")],
    ]
    assert classify(rows, kind="photo").taxpayer_id_last4.value is None


def test_a_row_whose_form_was_misread_is_missed(classify: Classify, cp504: Rows) -> None:
    """Form 944 is for a year: a row that says so of a quarter was misread, and not lost unsaid."""
    rows: Rows = [row for row in cp504[:13] if row != "for the tax year ended December 31, 2021 (Form 1040)."]
    rows[1] = [(100, "Internal Revenue Service")]
    rows += [
        [(100, "Tax period ending"), (800, "Form"), (1500, "Amount")],
        [(100, "March 31, 2023"), (800, "941"), (1500, "$9,000.00")],
        [(100, "September 30, 2023"), (800, "944"), (1500, "$533.53")],
    ]
    assert not classify(rows, kind="scan").tax_periods.accepted


def test_a_letter_is_sure_only_with_its_form(classify: Classify, cp504: Rows) -> None:
    assert is_sure(classify(cp504, kind="scan"))
    bare: Rows = [
        row
        if not isinstance(row, str)
        else row.replace("(Form 1040)", "").replace(", and the form number (1040)", "")
        for row in cp504
    ]
    assert not is_sure(classify(bare, kind="scan"))


HEAD = 1500


def head_of(*boxed: str) -> Rows:
    """The head of a letter: the sender, and a box of labels with values, given as ``label|value``."""
    pairs = [text.partition("|")[::2] for text in boxed]
    sender = ["Department of the Treasury", "Internal Revenue Service", *[""] * len(pairs)]
    return [
        [*([(100, who)] if who else []), (HEAD, label), (HEAD + 500, value)]
        for who, (label, value) in zip(sender, pairs, strict=False)
    ]


def test_the_head_names_the_period_and_others_are_mentioned(classify: Classify) -> None:
    """An overpayment of one year that went to another year's tax is a letter about the first."""
    rows: Rows = [
        *head_of("Notice|CP49", "Tax year|2023", "Notice date|August 5, 2024", "Taxpayer ID|XXX-XX-1234"),
        None,
        "Your 2023 overpayment was applied to tax you owe",
        "We applied $203.19 of your 2023 Form 1040 overpayment to an amount owed for 2022.",
        None,
        [(100, "Amount applied to tax owed for December 31, 2022 (Form 1040)"), (1700, "$203.19")],
        *[None] * 12,
        [(100, "Tax year"), (600, "Form"), (1100, "Date applied"), (1700, "Amount")],
        [(100, "2022"), (600, "1040"), (1100, "July 29, 2024"), (1700, "$203.19")],
    ]
    assert classify(rows).tax_periods.value == (Period(dt.date(2023, 12, 31), "1040"),)


def test_the_year_that_an_overpayment_went_to_is_anothers_also_in_a_headline(pages: Pages) -> None:
    rows: Rows = [
        *head_of("Notice|CP49", "Tax year|2016", "Notice date|December 18, 2017", "Taxpayer ID|XXX-XX-1234"),
        None,
        "We applied all or part of the overpayment from your",
        "2016 Form 1040 to the amount you owe for 2015.",
        "Remaining balance for 2015: $0.00.",
    ]
    page = pages(1, rows, rows, kind="fax")
    page = dataclasses.replace(page, readings=tuple(_with_tall_row(r, 6) for r in page.readings))
    finding = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY)
    assert finding.tax_periods.value == (Period(dt.date(2016, 12, 31), "1040"),)


def _with_tall_row(text: PageText, number: int) -> PageText:
    """A reading in which the words of one row are half as high again, as in a headline."""

    def tall(word: Word) -> Word:
        box = word.box
        return dataclasses.replace(word, box=dataclasses.replace(box, top=box.top - 14))

    rows = list(text.lines)
    rows[number] = Line(tuple(Phrase(tuple(map(tall, phrase.words))) for phrase in rows[number].phrases))
    return dataclasses.replace(text, lines=tuple(rows))


def test_a_form_whose_label_was_lost_is_told_and_not_believed(classify: Classify) -> None:
    rows: Rows = [
        *head_of("Letter date|February 16, 2018", "Tax year:|2016", "Porn:|1040"),
        None,
        "Your return was selected for examination",
        "Your federal income tax return for the tax year shown above has been selected.",
        *[None] * 40,
        "Letter 2202 (Rev. 4-2015)",
    ]
    found = classify(rows, kind="scan").tax_periods
    assert found.value == (Period(dt.date(2016, 12, 31), "1040"),)
    assert not found.accepted


@pytest.mark.parametrize("number", ["5071C", "4883C"])
def test_a_letter_may_be_called_a_notice(classify: Classify, number: str) -> None:
    rows: Rows = [
        *head_of(f"Notice|{number}", "Tax year|2020", "Notice date|September 17, 2021"),
        None,
        "We need you to verify your identity",
    ]
    assert classify(rows).notice.value == f"Letter {number}"


def test_a_year_beside_the_word_notice_is_no_letter(classify: Classify) -> None:
    rows: Rows = [*head_of("Notice|2020", "Notice date|September 17, 2021"), None, "You have unpaid taxes."]
    assert classify(rows).notice.value is None


def test_the_day_to_claim_a_refund_is_no_day_to_answer(classify: Classify) -> None:
    rows: Rows = [
        *head_of("Notice|CP59", "Tax year|2008", "Notice date|June 6, 2011"),
        None,
        "File your 2008 Form 1040 immediately.",
        "The law limits the time for claiming a refund. You must file your return by April",
        "15, 2012 to receive one.",
    ]
    finding = classify(rows)
    assert (finding.due_date.value, finding.due_date.accepted) == (None, True)
    assert (dt.date(2012, 4, 15), "refund_by") in {(m.value, m.role) for m in finding.dates}


def test_a_letter_about_a_refund_that_lapses_asks_for_the_return_by_then(classify: Classify) -> None:
    rows: Rows = [
        *head_of("Notice|CP81", "Tax year|2008", "Notice date|January 9, 2012"),
        None,
        "You must file your return by April 15, 2012 to claim your refund.",
    ]
    assert classify(rows).due_date.value == dt.date(2012, 4, 15)


def test_what_interest_was_figured_on_is_not_asked_for(classify: Classify, cp504: Rows) -> None:
    table: Rows = [
        [(100, "Period"), (700, "Days"), (900, "Rate"), (1100, "Factor"), (1500, "Amount due")],
        [
            (100, "04/17/2022 - 06/30/2022"),
            (700, "74"),
            (900, "5.0%"),
            (1100, "0.010187838"),
            (1500, "$9,444.07"),
            (1900, "$96.21"),
        ],
        [
            (100, "06/30/2022 - 09/30/2022"),
            (700, "92"),
            (900, "5.0%"),
            (1100, "0.012681615"),
            (1500, "$9,540.28"),
            (1900, "$121.00"),
        ],
    ]
    found = classify(cp504, table, kind="scan").amount_due
    assert (found.value, found.accepted) == (Decimal("9533.53"), True)


@pytest.mark.parametrize(("amount", "adds_up"), [("$7,300.00", True), ("$7,8OO.O0", False)])
def test_a_column_headed_total_is_not_the_total(classify: Classify, amount: str, *, adds_up: bool) -> None:
    """The line of totals was not made out: then no row stands in for it."""
    rows: Rows = [
        *head_of("Letter|1058", "Letter date|March 11, 2024", "Taxpayer ID|XXX-XX-1234"),
        None,
        "Final notice of intent to levy and notice of your right to a hearing",
        "Our records show that you have not paid your taxes.",
        None,
        [(100, "Form"), (500, "Tax period"), (1000, "Unpaid tax"), (1400, "Penalty"), (1700, "Total")],
        [(100, "1040"), (500, "12/31/2019"), (1000, "$2,600.00"), (1400, "$23.63"), (1700, "$2,623.63")],
        [(100, "1040"), (500, "12/31/2020"), (1000, amount), (1400, "$98.34"), (1700, "$7,398.34")],
        [(100, "Tetal"), (1700, "SIO,02?.9")],
    ]
    finding = classify(rows, kind="photo")
    assert finding.amount_due.value == (Decimal("10021.97") if adds_up else None)
    assert not finding.amount_due.accepted


def test_a_table_that_comes_to_the_total_names_the_periods(classify: Classify) -> None:
    rows: Rows = [
        *head_of("Notice|LT38", "Notice date|November 10, 2025", "Social security number|XXX-XX-1234"),
        None,
        "You have a balance due",
        "Amount due: $1,397.45",
        [(100, "Amount due by December 1, 2025"), (1700, "$1,397.45")],
        None,
        [(100, "Tax year"), (500, "Form number"), (1000, "Amount you owed"), (1700, "Total")],
        [(100, "2017"), (500, "1040"), (1000, "$687.19"), (1300, "37.00"), (1700, "$724.19")],
        [(100, "2019"), (500, "1040"), (1000, "$654.94"), (1300, "18.32"), (1700, "$673.26")],
        [(100, "Total"), (1700, "$1,397.45")],
        None,
        "Penalty relief for tax years 2020 and 2021",
    ]
    ends = [period.end.year for period in classify(rows).tax_periods.value or ()]
    assert ends == [2017, 2019]


def test_years_listed_under_one_label_are_all_its_own(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (HEAD, "Date:")],
        [(100, "Internal Revenue Service"), (HEAD + 30, "November 21, 2025")],
        [(HEAD, "Tax Year(s):")],
        [(HEAD + 30, "2022, 2023")],
        [(HEAD, "Form:")],
        [(HEAD + 30, "1040")],
        None,
        "Your federal income tax return(s) for the years shown above were selected for examination.",
        [(1500, "Letter 2202 (Rev. 3-2021)")],
    ]
    periods = classify(rows).tax_periods
    assert [(p.end.year, p.form) for p in periods.value or ()] == [(2022, "1040"), (2023, "1040")]


@pytest.mark.parametrize("so_far", ["Interest, if", "Interest. if", "Interest, it"])
def test_the_last_day_to_petition_is_the_date_and_interest_is_only_figured_to_another(
    classify: Classify, so_far: str
) -> None:
    rows: Rows = [
        *head_of("Notice|CP3219A", "Tax year|2023", "Notice date|March 23, 2026"),
        [(HEAD, "Last date to petition"), (HEAD + 500, "June 22, 2026")],
        [(HEAD, "Tax Court")],
        None,
        "Notice of Deficiency",
        "If you want to challenge it in court before paying, you must file a petition with the",
        "U.S. Tax Court by June 22, 2026, 90 days from the date of this notice.",
        None,
        [(100, f"{so_far} paid by April 22, 2026"), (1700, "$728.00")],
        [(100, "Proposed amount due"), (1700, "$5,296.00")],
    ]
    finding = classify(rows)
    assert finding.due_date.value == dt.date(2026, 6, 22)
    assert dt.date(2026, 4, 22) in {d.value for d in finding.dates if d.role == "mentioned"}


def test_a_penalty_about_information_returns_names_their_form(classify: Classify) -> None:
    rows: Rows = [
        *head_of("Notice|CP215", "Tax period|December 31, 2021", "Notice date|November 18, 2024"),
        None,
        "We charged you a penalty under Section 6721",
        "for failure to file correct information returns (Forms 1099) on time.",
        [(100, "Penalty, IRC 6721 (Form 1099)"), (1700, "$4,900.00")],
        [(100, "Amount due by December 9, 2024"), (1700, "$4,900.00")],
    ]
    assert classify(rows).tax_periods.value == (Period(dt.date(2021, 12, 31), "1099"),)


def test_a_table_of_a_lien_names_the_day_of_assessment_behind_the_period(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (HEAD, "Date:"), (HEAD + 300, "09/07/2022")],
        [(100, "Internal Revenue Service")],
        None,
        "Notice of Federal Tax Lien Filing and Your Right to a Hearing Under IRC 6320",
        None,
        [(100, "Type of Tax"), (600, "Tax Period"), (1100, "Assessment Date"), (1700, "Amount owed")],
        [(100, "941"), (600, "06/30/2019"), (1100, "12/10/2019"), (1700, "$20,829.99")],
        [(100, "940"), (600, "12/31/2021"), (1100, "05/30/2022"), (1700, "$49,350.45")],
        [(100, "Total"), (1700, "$70,180.44")],
        None,
        [(1500, "Letter 3172 (Rev. 3-2019)")],
    ]
    finding = classify(rows)
    assert [(str(p.end), p.form) for p in finding.tax_periods.value or ()] == [
        ("2019-06-30", "941"),
        ("2021-12-31", "940"),
    ]
    assert finding.amount_due.value == Decimal("70180.44")
    unread = classify([row for row in rows if row is None or row[0] != (100, "Total")], kind="photo")
    assert not unread.amount_due.accepted


def test_on_a_photo_one_place_alone_does_not_settle_the_form(classify: Classify, cp504: Rows) -> None:
    """Form 1040A whose last letter was lost reads as 1040: the coupon has to say so too."""
    assert classify(cp504, kind="photo").tax_periods.accepted
    once = classify(replaced(cp504, "the form number (1040)", "the form number"), kind="photo")
    assert once.tax_periods.value == (Period(dt.date(2021, 12, 31), "1040"),)
    assert not once.tax_periods.accepted
    assert "only one place names the form" in once.doubts[0].why


def test_every_year_of_a_column_is_labelled_by_its_heading(classify: Classify) -> None:
    rows: Rows = [
        *head_of("Notice|LT40", "Notice date|March 7, 2012", "Social security number|XXX-XX-1234"),
        None,
        "We may contact others about your taxes",
        None,
        [(100, "Tax year"), (700, "Form number"), (1300, "Type")],
        *([(100, str(year)), (700, "1040"), (1300, "Balance due")] for year in range(2007, 2012)),
    ]
    ends = [period.end.year for period in classify(rows).tax_periods.value or ()]
    assert ends == [2007, 2008, 2009, 2010, 2011]


def test_a_letter_of_thirty_days_proposes_and_asks_for_nothing(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (HEAD, "Date:"), (HEAD + 300, "November 13, 2024")],
        [(100, "Internal Revenue Service"), (HEAD, "Tax year:"), (HEAD + 300, "2022")],
        None,
        "We've enclosed an examination report (Form 4549) showing proposed changes to your tax for the year",
        "shown above. The proposed amount due is $10,414.63. Please tell us by December 13, 2024",
        "whether you agree or disagree.",
        [(1500, "Letter 525 (Rev. 6-2020)")],
    ]
    finding = classify(rows)
    assert (finding.amount_due.value, finding.amount_due.accepted) == (None, True)
    assert [(a.role, a.value) for a in finding.amounts] == [("proposed", Decimal("10414.63"))]


def test_what_was_hardly_read_is_not_told_to_be_from_somebody_else(pages: Pages) -> None:
    """One word of the IRS among many that were not made out may be all that could be read of its letter."""
    rows: Rows = ["see www.irs.gov/payments", *["pay bay may way day ray hay lay say jay fay kay"] * 12]
    silent: Rows = rows[1:]
    for quality, text, origin in (
        ("good", rows, "not_irs"),
        ("fair", ["We charge a penalty on the tax", *silent], "irs"),
        ("fair", silent, "not_irs"),
        ("fair", rows, "irs"),
        ("poor", silent, "irs"),
    ):
        page = pages(1, text, kind="photo")
        page = dataclasses.replace(page, capture=Capture("photo", quality))
        found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY)
        assert found.origin == origin
    assert "maybe-not-irs" in {doubt.name for doubt in found.doubts}


def test_a_period_that_ends_on_a_day_is_named_with_its_form(classify: Classify) -> None:
    rows: Rows = [
        *head_of("Notice Number:|CP210", "Notice Date:|November 8, 2010", "Tax Form:|940"),
        None,
        "We made changes to your December 31, 2009 Form 940",
        "Amount due: $9,700.87",
        "We made changes to your December 31, 2009 Form 940 account as you requested.",
    ]
    assert classify(rows).tax_periods.value == (Period(dt.date(2009, 12, 31), "940"),)


def test_rows_of_a_table_that_were_not_made_out_are_looked_at_closer(pages: Pages, cp504: Rows) -> None:
    rows: Rows = [
        *cp504[:6],
        [(100, "Tax period ending"), (600, "Form"), (900, "Amount you owed"), (1500, "Additional interest")],
        [(100, "12-32-2019"), (600, "9"), (900, "$2213.31"), (1500, "$2026")],
        [(100, "Decembex 3I 2O20"), (600, "941"), (900, "$100.00"), (1500, "$2.00")],
        None,
        "This is a sentence of a paragraph that speaks of 2020 and of many other things besides.",
        [(100, "Page 1 of 20")],
    ]
    finding = classify_letter(Letter("x#1", (pages(1, rows, kind="photo"),)), today=TODAY)
    boxes = [look.box for look in finding.looks if look.field == "tax_periods"]
    assert [(box.left, box.top) for box in boxes] == [(100, 60 + 42 * 7), (100, 60 + 42 * 8)]


def test_spots_that_lie_in_others_are_not_new() -> None:
    seen, new = (1, Box(100, 100, 500, 130)), (1, Box(100, 200, 500, 230))
    within, again, elsewhere = (1, Box(150, 105, 300, 128)), (1, Box(101, 201, 501, 231)), (2, seen[1])
    assert unlike([within, new, again, elsewhere], [seen]) == (new, elsewhere)


def test_a_coupon_that_asks_for_no_form_says_that_there_is_none(classify: Classify, cp504: Rows) -> None:
    rows = replaced(replaced(cp504, " (Form 1040)", ""), ", and the form number (1040)", " on your payment")
    rows = replaced(rows, "the tax year (2021) on your payment.", "the tax year (2021) on your payment.")
    found = classify([*rows, "for the tax year 2021"], kind="photo").tax_periods
    assert found.value == (Period(dt.date(2021, 12, 31), None),)
    assert found.accepted
    silent = [row for row in rows if not (isinstance(row, str) and row.startswith("Write your"))]
    assert not classify([*silent, "for the tax year 2021"], kind="photo").tax_periods.accepted


@pytest.mark.parametrize("read", ["(Form", "(Form 040A)", "(Form -Interest charges", "Form 100-5R."])
def test_a_form_whose_number_was_lost_is_not_absent(classify: Classify, cp504: Rows, read: str) -> None:
    rows = replaced(replaced(cp504, "(Form 1040)", read), ", and the form number (1040)", "")
    found = classify(rows, kind="scan").tax_periods
    assert found.value == (Period(dt.date(2021, 12, 31), None),)
    assert not found.accepted


def test_a_full_stop_between_the_word_and_the_number_of_a_form_is_none(
    classify: Classify, cp504: Rows
) -> None:
    rows = replaced(replaced(cp504, "(Form 1040)", "(Form.1040)"), ", and the form number (1040)", "")
    assert classify(rows, kind="photo").tax_periods.value == (Period(dt.date(2021, 12, 31), "1040"),)


def test_a_bill_that_names_no_form_on_its_first_page_is_read_on(classify: Classify, cp504: Rows) -> None:
    assert is_told(classify(cp504, kind="scan"), 1)
    formless = replaced(replaced(cp504, " (Form 1040)", ""), ", and the form number (1040)", "")
    finding = classify(formless, kind="scan")
    assert [is_told(finding, pages) for pages in (1, 2)] == [False, True]


@pytest.mark.parametrize("kind", ["digital", "scan", "photo"])
def test_a_list_of_years_in_a_box_is_read_to_its_end(classify: Classify, kind: str) -> None:
    head = head_of(
        "Notice|CP523", "Tax years|2006, 2008, 2011", "Notice date|July 29, 2013", "SSN|XXX-XX-5291"
    )
    rows: Rows = [*head, None, "Past due amount: $600.00", "Form: 1040"]
    found = classify(rows, kind=kind).tax_periods
    assert found.value == tuple(Period(dt.date(year, 12, 31), "1040") for year in (2006, 2008, 2011))
    one = [*head_of("Notice|CP523", "Tax years|2006", "Notice date|July 29, 2013"), *rows[4:]]
    assert classify(one, kind=kind).tax_periods.accepted == (kind == "digital")


def test_a_date_soon_after_the_letters_own_may_be_the_one_to_act_by(classify: Classify, cp504: Rows) -> None:
    assert classify(cp504, kind="photo").due_date.accepted
    garbled = [*cp504[:13], "or pay the Soe Ona", "April 10, 2024 we may seize your property", *cp504[13:]]
    found = classify(garbled, kind="photo").due_date
    assert (found.value, found.accepted) == (None, False)
