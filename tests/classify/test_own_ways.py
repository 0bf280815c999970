"""Letters that tell their facts in a way of their own: in a title, a foot line, a coupon, a wrapped cell."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from classify.decide import classify_letter
from ingest.letter import Letter, ReadPage
from tests.classify.conftest import TODAY
from tests.classify.rows import Classify, Rows, headed_letter

_HEAD: Rows = [
    "Department of the Treasury",
    "Internal Revenue Service",
    "Ogden, UT 84201-0010",
    None,
    "Sample Taxpayer",
    "307 Example Street, Testville, OH 43999",
    None,
]
_BODY: Rows = [None, "Taxpayer ID number: XXX-XX-1234", None, "Call us at 1-800-829-7650 with questions."]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([*_HEAD, "CP523: We intend to end your installment agreement", *_BODY], "CP523"),
        ([*_HEAD, "CP05 - we are holding your 2022 refund while we check", *_BODY], "CP05"),
        ([*_HEAD, "Notice CP21A: we made the changes you asked for", *_BODY], "CP21A"),
        (["Notice CP21B issued December 6, 2021 to taxpayer XXX-XX-1234", *_HEAD, *_BODY], "CP21B"),
        ([*_HEAD[:2], "Notice CP101, March 29, 2021", *_HEAD[3:], *_BODY], "CP101"),
        ([*_HEAD, *_BODY, *[None] * 40, "CP503   July 5, 2021   XXX-XX-3912"], "CP503"),
        ([*_HEAD, *_BODY, *[None] * 40, "Notice CP504 payment coupon", "Amount enclosed $"], "CP504"),
        (["Notice CP12 dated July 24, 2023. SSN ending 1126. Tax year 2022.", *_HEAD], "CP12"),
        ([*_HEAD[:3], "CP518 (Individual) January 30, 2023", *_HEAD[3:], *_BODY], "CP518"),
        (
            [*_HEAD[:3], [(100, "What this is"), (900, "CP21A, date of this notice April 8, 2024")], *_BODY],
            "CP21A",
        ),
        (["Annual reminder of balance due taxes CP71C", *_HEAD, *_BODY], "CP71C"),
        ([*_HEAD, *_BODY, *[None] * 40, "CP136 EIN XX-XXX6283 Form 941 Catalog Number 60417Y"], "CP136"),
    ],
)
def test_a_code_may_stand_in_a_title_or_on_a_coupon(classify: Classify, rows: Rows, code: str) -> None:
    assert classify(rows).notice.value == code


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        (["Notice CP21B issued December 6, 2021 to taxpayer XXX-XX-1234", *_HEAD], dt.date(2021, 12, 6)),
        (["Notice CP11 · Tax Year 2022 · July 17, 2023", *_HEAD, *_BODY], dt.date(2023, 7, 17)),
        (["Notice CP12 dated July 24, 2023. SSN ending 1126. Tax year 2022.", *_HEAD], dt.date(2023, 7, 24)),
        ([*_HEAD[:3], "CP518 (Individual) January 30, 2023", *_HEAD[3:], *_BODY], dt.date(2023, 1, 30)),
        (
            [
                *_HEAD,
                *_BODY,
                *[None] * 58,
                "CP89 Jul. 17, 2023 SSN XXX-XX-9904 (first named) Cat. No. 38218P",
            ],
            dt.date(2023, 7, 17),
        ),
        ([*_HEAD, "Sent out February 13, 2023", *_BODY], dt.date(2023, 2, 13)),
        ([*_HEAD, "Notice CP503", *_BODY, "Written at Ogden on October 30, 2023."], dt.date(2023, 10, 30)),
        (
            [*_HEAD, "Notice CP503", *_BODY, "This notice was prepared and mailed on February 5, 2024."],
            dt.date(2024, 2, 5),
        ),
    ],
)
def test_a_letters_day_may_stand_in_a_line_or_a_sentence(
    classify: Classify, rows: Rows, day: dt.date
) -> None:
    found = classify(rows).notice_date
    assert (found.value, found.accepted) == (day, True)


def test_a_plan_that_ends_asks_for_the_missed_payments_by_the_day_it_names(classify: Classify) -> None:
    """What was agreed is not asked for, and the day of a balance ends no plan."""
    rows: Rows = [
        "Agreement of April 12, 2022, for Form 1040 tax of 2019 and 2020.",
        "You agreed to pay $425.00 on the 28th day of each month. To keep the agreement, you must pay the",
        "three missed payments, $1,275.00 in all, on or before April 20, 2024.",
        "If you do not, we will end the agreement and may then ask you for your whole unpaid balance, which",
        "on December 31, 2023, was $14,906.18 ($9,377.40 for 2019 and $5,528.78 for 2020).",
    ]
    found = classify(headed_letter("CP523", *rows))
    assert (found.amount_due.value, found.due_date.value) == (Decimal("1275.00"), dt.date(2024, 4, 20))
    assert [period.end.year for period in found.tax_periods.value or ()] == [2019, 2020]


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        (
            "CP162",
            [
                [(100, "Rate"), (1500, "$210.00")],
                [(100, "Pay this amount by April 11, 2024"), (1500, "$1,890.00")],
            ],
        ),
        ("Letter 672C", ["A balance of $1,890.00 is left. Please send it by April 11, 2024."]),
        ("Letter 3172", [[(100, "Total amount due now to release the lien: $1,890.00")]]),
        (
            "Letter 3172",
            [
                [(100, "Type of tax"), (500, "Tax period"), (1000, "Assessed"), (1600, "Amount on lien")],
                [(100, "1040"), (500, "12/31/2016"), (1000, "06/11/2018"), (1600, "$1,000.00")],
                [(100, "941"), (500, "03/31/2019"), (1000, "10/04/2021"), (1600, "$890.00")],
                [(100, "Amount you owe"), (1600, "$1,890.00")],
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_asked_for_may_stand_at_a_label_of_its_own(classify: Classify, code: str, rows: Rows) -> None:
    found = classify(headed_letter(code, *rows, year=2021)).amount_due
    assert (found.value, found.accepted) == (Decimal("1890.00"), True)


@pytest.mark.parametrize(
    ("printed", "accepted"), [("$38,906", False), ("$38,906.17", True), ("$38,906 17", True)]
)
def test_an_amount_that_may_have_lost_its_cents_is_in_doubt(
    pages: Callable[..., ReadPage], printed: str, accepted: bool
) -> None:
    rows = headed_letter(
        "CP504",
        [(100, "Tax"), (1500, "$30,880.02")],
        [(100, "Penalty"), (1500, "$4,764.10")],
        [(100, "Interest"), (1500, "$3,262.05")],
        f"Amount due immediately: {printed}",
        year=2021,
    )
    page = pages(1, rows, rows, kind="fax", engines=("tesseract 5", "rapidocr 3"))
    found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY).amount_due
    assert found.accepted is accepted


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        (
            [(1500, "Form / Tax year:"), (1900, "1040 / December 31, 2019")],
            [dt.date(2019, 12, 31)],
        ),
        ("You have not paid the tax of your Form 941 for the third quarter of 2022.", [dt.date(2022, 9, 30)]),
    ],
)  # fmt: skip
def test_a_period_may_stand_with_its_form(
    classify: Classify, rows: str | list[tuple[int, str]], ends: list[dt.date]
) -> None:
    found = classify(headed_letter("CP504", rows)).tax_periods
    assert [period.end for period in found.value or ()] == ends


def test_the_year_whose_return_interest_goes_on_is_not_the_letters(classify: Classify) -> None:
    rows: Rows = [
        "We made the changes you asked for to your 2019 Form 1040.",
        "The interest of $75.77 is income: report it on your 2021 Form 1040.",
    ]
    found = classify(headed_letter("CP21B", *rows)).tax_periods
    assert [period.end.year for period in found.value or ()] == [2019]


def test_a_line_with_the_tax_year_of_the_letter_is_no_sentence(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "CP49")],
        [(100, "Internal Revenue Service"), (1500, "For tax year 2021")],
        [(1500, "July 25, 2022")],
        None,
        "We used part of your refund to pay a tax you owed",
        "We applied $1,113.49 of it to what you owed",
        "for 2018 (Form 1040, tax period ended December 31, 2018).",
    ]
    found = classify(rows).tax_periods
    assert 2021 in [period.end.year for period in found.value or ()]


def test_dates_and_forms_may_wrap_in_the_cells_of_a_row(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Type of tax"), (500, "Tax period"), (900, "Date of"), (1400, "Amount owed")],
        [(100, "Income / Form"), (500, "December 31,"), (900, "March 9, 2015"), (1400, "$12,030.14")],
        [(100, "1040"), (500, "2013")],
        # No gap was seen between two cells.
        [(100, "Income / Form December 31, November 16, 2015"), (1400, "$9,425.22")],
        [(100, "1040"), (320, "2014")],
        [(100, "Total amount due now"), (1400, "$21,455.36")],
    ]
    found = classify(headed_letter("Letter 3172", *rows), kind="fax")
    ends = [(period.end.year, period.form) for period in found.tax_periods.value or ()]
    assert ends == [(2013, "1040"), (2014, "1040")]
    assert [a.value for a in found.amounts if a.role == "period_total"] == [
        Decimal("12030.14"),
        Decimal("9425.22"),
    ]


def test_a_label_of_four_digits_may_take_two_lines(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Date: February 20, 2024")],
        [(100, "Internal Revenue Service"), (1500, "Taxpayer ID number (last 4")],
        [(1500, "digits): 2296")],
        None,
        "Letter 525 (Rev. 9-2022)",
    ]
    found = classify(rows).taxpayer_id_last4
    assert (found.value, found.accepted) == ("2296", True)


@pytest.mark.parametrize("printed", ["-7714", "* * * **-7714"])
def test_of_a_mask_its_signs_may_be_lost_or_parted(classify: Classify, printed: str) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Date: May 4, 2015")],
        [(100, "Internal Revenue Service"), (1500, "Taxpayer Identification Number:")],
        [(1500, printed)],
        [(1500, "Form:")],
    ]
    assert classify(rows, kind="photo").taxpayer_id_last4.value == "7714"


def test_a_strip_of_facts_is_no_table_that_hides_what_is_asked_for(classify: Classify) -> None:
    rows: Rows = [
        [(100, "SSN"), (700, "Form"), (1100, "Period"), (1700, "Pay now")],
        [(100, "XXX-XX-5920"), (700, "1040"), (1100, "December 31, 2021"), (1700, "$9,088.15")],
        "Final notice of intent to levy and right to a hearing",
        "Tax $8,174.00, penalty $402.75, interest $511.40.",
    ]
    found = classify(headed_letter("CP90", *rows)).amount_due
    assert (found.value, found.accepted) == (Decimal("9088.15"), True)


def test_a_day_may_stand_behind_the_office_and_its_zip_code(classify: Classify) -> None:
    rows: Rows = [
        "Department of the Treasury",
        "Internal Revenue Service",
        "Andover MA 05501-0030 - December 18, 2023",
        "CP21B   Tax year 2021   Form 1040   SSN XXX-XX-9043",
    ]
    assert classify(rows, kind="photo").notice_date.value == dt.date(2023, 12, 18)


def test_a_code_that_is_not_known_is_in_doubt_on_a_picture(classify: Classify) -> None:
    """What a scan may leave of "LT11", at its label and in the coupon."""
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Letter"), (2000, "111")],
        [(100, "Internal Revenue Service"), (1500, "Date"), (2000, "March 25, 2024")],
        *[None] * 30,
        [(1500, "Letter"), (2000, "111")],
    ]
    found = classify(rows, kind="scan")
    assert not found.notice.accepted
    assert {"notice-unsure", "notice-unread"} & {doubt.name for doubt in found.doubts}


def test_a_speck_before_a_label_is_no_part_of_it(classify: Classify) -> None:
    rows: Rows = [[(1500, "Tax \N{LEFT SINGLE QUOTATION MARK}period"), (2000, "December 31, 2021")]]
    found = classify(headed_letter("CP162", *rows), kind="scan").tax_periods
    assert [period.end.year for period in found.value or ()] == [2021]


def test_one_word_that_a_stain_makes_high_parts_no_sentence(pages: Callable[..., ReadPage]) -> None:
    rows = headed_letter(
        "LT26",
        "We have no return from you on Form 1040 for the tax years that ended December 31, 2014,",
        "December 31, 2015 and December 31, 2016. File all three by August 22, 2024.",
    )
    page = pages(1, rows, kind="scan")
    text = page.readings[0]
    line = next(line for line in text.lines if "years" in line.text)
    word = next(word for word in line.words if word.text == "years")
    high = dataclasses.replace(word, box=dataclasses.replace(word.box, top=word.box.top - 24))
    phrase = dataclasses.replace(
        line.phrases[0], words=tuple(high if w is word else w for w in line.phrases[0].words)
    )
    lines = tuple(dataclasses.replace(line, phrases=(phrase,)) if x is line else x for x in text.lines)
    page = dataclasses.replace(page, readings=(dataclasses.replace(text, lines=lines),))
    found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY).tax_periods
    assert [period.end.year for period in found.value or ()] == [2014, 2015, 2016]


def test_who_says_what_the_irs_does_is_not_dismissed_where_its_head_is_unread(classify: Classify) -> None:
    """The bars of a photo's head were not made out; what is left says enough for a person to look."""
    rows: Rows = [
        "HEZEKIAH SAMPLE",
        "712 EXAMPLE ST, TESTVILLE KS 67401",
        None,
        "As we notified you before, you have unpaid taxes for the year ended December 31, 2019 (Form 1040).",
        "If you do not pay $8,047.52 by July 15, 2021, interest will increase and we may file a Notice of",
        "Federal Tax Lien. Detach this part and mail it with your payment.",
    ]
    assert classify(rows, kind="photo").origin != "not_irs"


_PRIVACY = (
    "We ask for this information to carry out the Internal Revenue laws. See Notice 609. OMB No. 1545-0074."
)


def test_the_number_of_a_form_in_the_small_print_makes_no_form_of_a_letter(classify: Classify) -> None:
    rows: Rows = [
        "Department of the Treasury, Internal Revenue Service",
        "Sample Taxpayer, 17 Example Ln, Testville ME 04401",
        None,
        "We have no record that you filed your 2021 tax return. Please file your Form 1040 now.",
        "Call us at 1-800-829-1040. Publication 1, Your Rights as a Taxpayer, explains them.",
        *[None] * 30,
        _PRIVACY,
    ]
    assert classify(rows, kind="scan").origin != "not_irs"


def test_who_quotes_a_letter_of_the_irs_under_a_head_of_his_own_is_not_the_irs(classify: Classify) -> None:
    quoted: Rows = [
        "Department of the Treasury, Internal Revenue Service",
        "Notice LT11   Notice date January 29, 2024",
        "Social Security number XXX-XX-6205",
        "Amount due immediately: $17,930.44",
        "Request a hearing on Form 12153 by February 28, 2024. See Publication 594 and www.irs.gov.",
    ]
    lawyer: Rows = [
        "Sample & Sample, LLP",
        "Attorneys at Law, 88 Example Sq, Testville NH 03801",
        "February 20, 2024",
        *[None] * 15,
        "We have the Final Notice you brought in. I set it out in full:",
        *quoted,
    ]
    assert classify(lawyer).origin == "not_irs"
    # The stamp of an office on a letter is no letterhead over it.
    assert classify(["Sample & Sample, Attorneys at Law", *quoted]).origin == "irs"


@pytest.mark.parametrize("printed", ["SSN 4129 (last four digits)", "EIN: 4129 (last 4)"])
def test_four_digits_may_say_behind_them_that_they_are_the_last(classify: Classify, printed: str) -> None:
    found = classify([*_HEAD, printed, "Notice CP91"]).taxpayer_id_last4
    assert (found.value, found.accepted) == ("4129", True)


@pytest.mark.parametrize(
    "said",
    [
        "If you receive no check by July 8, 2024, call 1-800-829-1954.",
        "Please file your Form 1040 now. If a refund is due, you lose it if you do not file by July 8, 2024.",
    ],
)
def test_a_day_for_a_refund_is_none_to_answer_by(classify: Classify, said: str) -> None:
    assert classify(headed_letter("CP49", said, year=2020)).due_date.value is None


def test_a_hearing_that_can_be_lost_keeps_its_day(classify: Classify) -> None:
    said = "You have a right to a hearing. You lose it if you do not send Form 12153 by April 20, 2024."
    found = classify(headed_letter("LT11", said, year=2020))
    assert found.due_date.value == dt.date(2024, 4, 20)
    assert ("hearing", dt.date(2024, 4, 20)) in [(day.role, day.value) for day in found.dates]


def test_a_plan_ends_on_its_day_though_its_balance_is_named(classify: Classify) -> None:
    said = "We will terminate your agreement and ask for the whole balance on April 20, 2024."
    found = classify(headed_letter("CP523", said, year=2020))
    assert ("termination", dt.date(2024, 4, 20)) in [(day.role, day.value) for day in found.dates]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("CP501", ["With interest to the date of this letter there is still $210.00 to pay."]),
        ("CP21A", ["We made the change, and there is now a balance on your account of $210.00."]),
        ("CP501", [[(100, "You now owe"), (900, "$210.00")]]),
        ("Letter 2273C", ["owe for the periods. Your first payment of", [(100, "$210.00"), (500, "is due")]]),
    ],
)  # fmt: skip
def test_what_is_still_to_pay_and_a_first_payment_are_asked_for(
    classify: Classify, code: str, said: Rows
) -> None:
    assert classify(headed_letter(code, *said, year=2020)).amount_due.value == Decimal("210.00")


def test_the_quarters_that_a_schedule_looks_back_at_are_not_the_letters_period(classify: Classify) -> None:
    said = "Quarters of the lookback period: tax period ended September 30, 2022 $14,880.00."
    assert classify(headed_letter("CP136", *[None] * 20, said)).tax_periods.value is None


def test_returns_that_show_what_was_paid_are_not_the_one_that_is_missing(classify: Classify) -> None:
    rows: Rows = [
        "We have no Form 940, Employer's Annual Federal Unemployment Tax Return, for the",
        "calendar year 2020. The return was due February 1, 2021; your",
        "Forms 941 for 2020 show you paid wages of $48,300.",
    ]
    found = classify(headed_letter("CP259", *rows)).tax_periods
    assert [(period.end.year, period.form) for period in found.value or ()] == [(2020, "940")]
