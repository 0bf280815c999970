"""Letters that say in a sentence, or in the line about their subject, what others print in boxes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from classify.decide import classify_letter
from classify.fax_line import tells_time
from ingest.letter import Letter, ReadPage
from tests.classify.conftest import TODAY
from tests.classify.rows import Classify, Rows, headed_letter

_HEAD: Rows = [
    "Department of the Treasury",
    "Internal Revenue Service",
    "Ogden, UT 84201-0010",
    None,
    "March 21, 2024",
    None,
    "Sample Taxpayer",
    "307 Example Street, Testville, OH 43999",
    None,
]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("This CP14 notice is about your Form 1040 for the year ended December 31, 2021.", "CP14"),
        ("After this CP90 notice we do not have to write to you again before we levy.", "CP90"),
        ("This is a CP523 notice. Keep paying what you pay now.", "CP523"),
        ("This is notice CP 503. We wrote to you about your unpaid account before.", "CP503"),
        ("This is Letter 3164, third party contact notice.", "Letter 3164"),
        ("This notice is a CP501. Your number is not shown for your protection.", "CP501"),
        ("This letter, an LT11, is our notice of intent to levy.", "LT11"),
        (
            "This is your notice of intent to levy (Letter 1058) and of your right to a hearing.",
            "Letter 1058",
        ),
        ("Social Security number: XXX-XX-6945. Notice number: CP11.", "CP11"),
        ("Re: CP12: Changes to your 2022 Form 1040", "CP12"),
        ("Re: Notice LT11, Intent to Levy and Right to a Hearing", "LT11"),
        ("Re: Second reminder, CP503; SSN: XXX-XX-2734; Tax year: 2023", "CP503"),
        ("We wrote to you before. Your previous notice number: CP14", None),
        ("You did not answer our CP2000 notice, so we changed your tax.", None),
        ("Re: Your reply to our notice CP2000, Form 1040 for 2021", None),
    ],
)
def test_a_letter_may_name_itself_in_a_sentence(classify: Classify, said: str, code: str | None) -> None:
    rows: Rows = [*_HEAD, said, None, "You owe us a total of $6,403.31. Call 800-829-7650 with questions."]
    assert classify(rows).notice.value == code


@pytest.mark.parametrize(
    ("kind", "also", "beside", "accepted"),
    [
        ("digital", "", [], True),
        ("digital", "It follows the CP504 we sent.", [], False),
        ("digital", "", [(100, "What you sent us a copy of")], False),
        ("scan", "", [], False),
    ],
)
def test_the_only_code_of_a_text_layer_needs_no_label(
    classify: Classify, kind: str, also: str, beside: Any, *, accepted: bool
) -> None:
    lines: Rows = ["Call us at 800-829-7650 if you disagree. " + also] * 14
    found = classify([*_HEAD, *lines, [*beside, (2000, "LT75")], *lines], kind=kind).notice
    assert (found.value, found.accepted) == ("LT75", accepted)


def test_who_answers_a_letter_may_name_it_so_too(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD[6:],
        "October 2, 2023",
        None,
        *_HEAD[1:3],
        None,
        "Re: CP2000 dated September 4, 2023, tax year 2021, SSN XXX-XX-4618",
        "I do not agree with the proposed amount of $2,218. I enclose a copy of the page.",
        "Please close the case without change.",
    ]
    assert classify(rows).origin == "not_irs"


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("Your number on our records ends in 2543.", "2543"),
        ("Taxpayer ID ending in 3018", "3018"),
        ("Your number ends in 7434; that of your former spouse, whose SSN ends in 6556, is another.", "7434"),
        ("We took it from your former spouse (whose Social Security number ends in 6556).", None),
    ],
)
def test_a_sentence_may_say_how_the_taxpayers_number_ends(
    classify: Classify, said: str, last: str | None
) -> None:
    found = classify([*_HEAD, "Notice CP503", said]).taxpayer_id_last4
    assert (found.value, found.accepted) == (last, last is not None)


_ASKED = (
    "The unpaid tax, with penalty and interest to the date of this notice, comes to $1,600.90.",
    "The total on your Form 1040 account (XXX-XX-2582) is $1,600.90, counting penalty of $66.94.",
    "The balances are $600.40 for 2013 and $1,000.50 for 2014, $1,600.90 in all.",
    "The amount you must pay is $1,600.90. That is the balance of $1,500.00 and interest.",
    "The total of the amount shown on the lien is $1,600.90. To stop interest, pay it now.",
    "The full amount you owe is $1,600.90.",
    "Your total balance is $1,600.90. You have 30 days to pay it.",
    "Amount you owe as of the date of this letter: $1,600.90, of which $261.97 is interest.",
    "After this credit, you still owe $1,600.90 for the year ended December 31, 2013.",
    "We asked you to pay $1,512.69 before. To stop further charges, pay $1,600.90 now.",
)


@pytest.mark.parametrize("said", _ASKED)
def test_a_sentence_may_say_what_is_asked_for(classify: Classify, said: str) -> None:
    found = classify([*_HEAD, "Notice CP503", said]).amount_due
    assert (found.value, found.accepted) == (Decimal("1600.90"), True)


def test_what_is_owed_still_after_an_offset_is_no_silence(classify: Classify) -> None:
    said = "After this credit, you still owe $1,600.90 for 2013. Please pay by April 18, 2024."
    assert not classify(headed_letter("CP39", said)).amount_due.accepted


def test_days_to_pay_and_of_the_notice_in_one_row_are_no_span_of_interest(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Amount due"), (700, "Pay by"), (1300, "Notice date"), (1900, "Your SSN")],
        [(100, "$3,864.13"), (700, "03/04/2024"), (1300, "02/12/2024"), (1900, "XXX-XX-6548")],
    ]
    found = classify([*_HEAD[:4], *_HEAD[6:], *rows, "Notice CP503"])
    assert found.amount_due.value == Decimal("3864.13")


_YEARS: Rows = [
    [(100, "Tax year"), (700, "Assessed balance"), (1300, "Additions"), (1900, "You owe")],
    [(100, "2017"), (700, "$1,272.32"), (1300, "$159.20"), (1900, "$1,431.52")],
    [(100, "2018"), (700, "$4,250.61"), (1300, "$237.96"), (1900, "$4,488.57")],
    [(100, "All years"), (700, "$5,522.93"), (1300, "$397.16"), (1900, "$5,920.09")],
]


@pytest.mark.parametrize("last", ["You owe", "Total"])
def test_rows_told_by_a_year_alone_are_rows_of_accounts_where_they_add_up(
    classify: Classify, last: str
) -> None:
    found = classify(headed_letter("LT11", "You owe:", [*_YEARS[0][:3], (1900, last)], *_YEARS[1:]))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("5920.09"), True)
    assert [period.end.year for period in found.tax_periods.value or ()] == [2017, 2018]
    loose: Any = [[*_YEARS[1][:3], (1900, "$1,500.00")]]
    torn = classify(headed_letter("LT11", "You owe:", _YEARS[0], *loose, *_YEARS[2:3]))
    assert not torn.amount_due.accepted


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("We are writing about Form 1040 for 2013 and 2014.", [(2013, "1040"), (2014, "1040")]),
        ("You have not paid the tax due for 2015 on your Form 1040. We intend to levy.", [(2015, "1040")]),
        ("Amount you owed for 2011 (Form 1040)", [(2011, "1040")]),
        ("Re: LT16; Taxpayer identification number XXX-XX-6818; Form 1040 12-31-2012", [(2012, "1040")]),
    ],
)
def test_a_sentence_may_say_what_period_it_is(
    classify: Classify, said: str, ends: list[tuple[int, str]]
) -> None:
    found = classify(headed_letter("LT16", said, "Amount due: $1,600.90")).tax_periods
    assert [(period.end.year, period.form) for period in found.value or ()] == ends
    assert found.accepted


def test_a_letter_may_be_dated_with_its_place(classify: Classify) -> None:
    rows = ["Memphis, July 3, 2023" if row == "March 21, 2024" else row for row in _HEAD]
    found = classify([*rows, "Notice CP503", "Amount due: $1,600.90"]).notice_date
    assert (found.value, found.accepted) == (dt.date(2023, 7, 3), True)


@pytest.mark.parametrize(
    ("code", "said", "due"),
    [
        ("LT24", "By April 11, 2024, either pay $1,600.90 in full or send Form 433-F.", dt.date(2024, 4, 11)),
        ("CP14", "Pay within 21 calendar days (10 if it is more) from the date of this notice.", None),
        ("CP297", "We may seize it on or after April 20, 2024. You can stop this by asking by that day.",
         dt.date(2024, 4, 20)),
        ("Letter 3164-B", "The contacts may be made from May 20, 2024 to May 19, 2025.", None),
    ],
)  # fmt: skip
def test_days_to_act_by_are_told_or_known_to_be_absent(
    classify: Classify, code: str, said: str, due: dt.date | None
) -> None:
    found = classify(headed_letter(code, said, "Tax year 2021", "Amount due: $1,600.90")).due_date
    assert (found.value, found.accepted) == (due, True)


_MISSED: Rows = [
    "Past due amount, pay by April 20, 2024: $570.00",
    [(100, "Payment due date"), (900, "Amount due"), (1700, "Amount received")],
    [(100, "January 1, 2024"), (900, "$570.00"), (1700, "$0.00")],
]


def test_payments_that_were_missed_are_no_second_day_to_pay_by(classify: Classify) -> None:
    found = classify(headed_letter("CP523", *_MISSED, "Tax year 2021"), kind="scan")
    assert found.due_date.value == dt.date(2024, 4, 20)
    roles = {each.role for each in found.dates if each.value == dt.date(2024, 1, 1)}
    assert roles == {"mentioned"}


def test_the_digits_of_a_barcode_are_no_sum_to_pay(classify: Classify) -> None:
    rows = headed_letter("CP12", "pepe pay $022767111958s", "Refund due: $244.78", "Tax year 2019")
    assert (classify(rows).amount_due.value, classify(rows).amount_due.accepted) == (None, True)


@pytest.mark.parametrize(("row", "told"), [("04/19/2021 t1i46am harbor", True), ("team 11 came", False)])
def test_a_time_of_day_is_told_though_a_fax_blurred_it(row: str, *, told: bool) -> None:
    assert tells_time(row) is told


_PERIODS: Rows = [
    [(100, "Tax period"), (1700, "Amount owed")],
    [(100, "December 31, 2018"), (1700, "$243.40")],
    [(100, "December 31, 2018"), (1700, "$6,066.83")],
]
_ON_PAGE_2: Rows = [
    [(1500, "Notice"), (2000, "LT11")],
    [(1500, "Notice date"), (2000, "March 21, 2024")],
    [(100, "December 31, 2021"), (1700, "$358.59")],
    "Total amount you owe: $6,668.82",
]


def test_a_table_goes_on_behind_the_head_of_the_next_page(classify: Classify) -> None:
    """Two taxes of one period, whose forms are not told, are two rows."""
    first = headed_letter("LT11", "Amount due immediately: $6,668.82", *_PERIODS)
    found = classify(first, _ON_PAGE_2)
    assert [period.end.year for period in found.tax_periods.value or ()] == [2018, 2021]
    assert found.tax_periods.accepted
    assert not [doubt for doubt in found.doubts if doubt.field == "tax_periods"]
    lost = classify(first, [*_ON_PAGE_2[:2], *_ON_PAGE_2[3:]])
    assert not lost.tax_periods.accepted


def test_the_day_beside_a_period_in_a_strip_of_boxes_has_a_label_of_its_own(classify: Classify) -> None:
    strip: Rows = [
        [(100, "Notice"), (600, "Tax period"), (1200, "Notice date"), (1800, "Taxpayer ID number")],
        [(100, "CP05"), (600, "December 31, 2023"), (1200, "March 31, 2025"), (1800, "XXX-XX-0075")],
    ]
    found = classify([*_HEAD[:4], *_HEAD[6:], *strip, "Your refund is being held"]).tax_periods
    assert [period.end.year for period in found.value or ()] == [2023]


def test_the_year_of_a_date_that_another_reading_lost_is_no_period(pages: Callable[..., ReadPage]) -> None:
    """The second reader was shown parts of the box: "2021", and "2023" of "December 8, 2023"."""
    box: Rows = [[(1500, "Notice"), (2000, "CP503")], [(1500, "Tax year"), (2000, "2021")]]
    whole = [*_HEAD[:2], *box, [(1500, "Notice date"), (1850, "December 2023")], "Amount due: $1,600.90"]
    parts: Rows = [None, None, None, box[1], [(2000, "2023")]]
    page = pages(1, whole, parts, kind="scan", engines=["tesseract 5", "rapidocr 3"])
    found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY).tax_periods
    assert [period.end.year for period in found.value or ()] == [2021]


@pytest.mark.parametrize(
    ("row", "last"),
    [("AUR control number: XXXXX-0000", None), ("Taxpayer ID number: XXXXX-4034", "4034")],
)
def test_nine_digits_parted_behind_the_fifth_are_a_taxpayers_only_at_their_label(
    classify: Classify, row: str, last: str | None
) -> None:
    rows: Rows = [*_HEAD, "Notice CP503", [(100, "Taxpayer ID number:")], row, "Amount due: $1,600.90"]
    assert classify(rows, kind="scan").taxpayer_id_last4.value == last


def test_a_list_that_begins_in_the_head_may_end_below_it(classify: Classify) -> None:
    lines: Rows = [None] * 12
    rows: Rows = [*_HEAD, *lines, "Tax periods: Dec. 31, 2008, Dec. 31, 2009", "Dec. 31, 2010", "Letter 484C"]
    found = classify(rows, kind="scan").tax_periods
    assert [period.end.year for period in found.value or ()] == [2008, 2009, 2010]


@pytest.mark.parametrize(("last", "accepted"), [("6973", True), ("6273", False)])
def test_the_line_for_machines_on_a_coupon_is_a_witness_for_the_number(
    classify: Classify, last: str, *, accepted: bool
) -> None:
    head: Rows = [*_HEAD, "Notice CP503", "Your SSN: XXX-XX-6973", "Amount due: $1,600.90"]
    line = f"XXXXX{last} BT TRUJ 30 0 202212 670 00000160090"
    coupon: Rows = [
        *[None] * 30,
        [(100, "9300 Example Street"), (1500, "Your SSN"), (1900, "XXX-XX-6973")],
        line,
    ]
    assert classify([*head, *coupon], kind="scan").taxpayer_id_last4.accepted is accepted


@pytest.mark.parametrize(
    ("left", "accepted"), [("your orm ,", False), ("your 2019 Form ,", False), ("your return.", True)]
)
def test_a_form_of_which_a_part_is_left_is_not_absent(
    classify: Classify, left: str, *, accepted: bool
) -> None:
    said = "We determined that there is a deficiency based on information that does not match"
    first, later = headed_letter("CP3219A", said, left, year=2019), headed_letter("CP3219A", year=2019)
    assert classify(first, later, kind="scan").tax_periods.accepted is accepted


def _levy_with_accounts(listed: Rows, years: tuple[int, ...]) -> Rows:
    """A levy notice with a list of its periods in the box at the right and the account of each below."""
    accounts: Rows = []
    for year in years:
        accounts += [
            f"Form 1040, period ended 12-31-{year}",
            [(100, "Tax you owe"), (1900, "$1,200.00")],
            None,
        ]
    return [
        [(100, "Department of the Treasury"), (1500, "Letter 1058")],
        [(100, "Internal Revenue Service"), (1500, "Date"), (2000, "March 21, 2024")],
        [(1500, "Taxpayer ID number"), (2000, "XXX-XX-1234")],
        [(1500, "Tax periods ended")],
        *listed,
        None,
        "Final notice of intent to levy and notice of your right to a hearing",
        None,
        *accounts,
        [(100, "Total amount due"), (1900, "$4,800.00")],
    ]


_LISTED: Rows = [[(1500, "12-31-2020, 12-31-2021,")]]


@pytest.mark.parametrize("kind", ["digital", "scan", "fax"])
def test_headings_over_accounts_tell_the_periods_that_a_list_lost(classify: Classify, kind: str) -> None:
    found = classify(_levy_with_accounts(_LISTED, (2020, 2021, 2022, 2023)), kind=kind).tax_periods
    assert [(p.end.year, p.form) for p in found.value or ()] == [(y, "1040") for y in range(2020, 2024)]
    assert not found.accepted


def test_a_heading_of_another_period_than_those_of_the_list_is_a_doubt(classify: Classify) -> None:
    whole: Rows = [[(1500, "12-31-2020, 12-31-2021")]]
    assert not classify(_levy_with_accounts(whole, (2021, 2022))).tax_periods.accepted
    assert classify(_levy_with_accounts(whole, (2020, 2021))).tax_periods.accepted


@pytest.mark.parametrize(
    ("listed", "accepted"),
    [
        (_LISTED, False),
        ([[(1500, "12-31-2020 and")]], False),
        ([*_LISTED, [(1500, "12-31-2022")]], True),
        ([[(1500, "12-31-2020, 12-31-2021")]], True),
    ],
)
def test_a_list_that_breaks_off_behind_a_comma_is_a_doubt(
    classify: Classify, listed: Rows, *, accepted: bool
) -> None:
    assert classify(_levy_with_accounts(listed, ())).tax_periods.accepted is accepted


def test_a_sentence_that_goes_on_behind_a_year_is_no_list(classify: Classify) -> None:
    rows: Rows = [*_HEAD, "Notice CP503", "Our records show that for tax year 2022,", "you owe $1,600.90."]
    assert classify(rows).tax_periods.accepted
