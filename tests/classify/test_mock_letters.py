"""Letters made up by people who are not the IRS: the same facts, other labels, other ways to write a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from classify.decide import classify_letter
from classify.field import Period
from ingest.letter import Letter
from ingest.text import Word, lines_of
from ingest.transform import Box
from tests.classify.conftest import TODAY
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


def test_days_to_pay_in_may_be_counted_by_any_word_for_paying(classify: Classify) -> None:
    said = "Please remit the amount due of $1,693.00 within 10 days from the date of this notice."
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


_LEVY: Rows = [
    "Your federal tax is still not paid. You owe $13,324.15.",
    "Pay $13,324.15 immediately, or request a hearing within 30 days of the date of this notice.",
]


@pytest.mark.parametrize(
    "said",
    [
        "If you wait to pay, we estimate that your balance will grow to $13,484.04 by July 2, 2005.",
        "If the balance is not paid, it is estimated to be $13,484.04 on July 2, 2005.",
        "We estimate your full balance would be $13,484.04 as of July 2, 2005.",
    ],
)
def test_the_day_of_a_balance_that_has_grown_is_none_to_pay_by(classify: Classify, said: str) -> None:
    rows: Rows = [*_HEAD, "Notice: CP90", "Date: May 2, 2005", "Tax Year: 2002", None, *_LEVY, said]
    found = classify(rows).due_date
    assert (found.value, found.accepted) == (None, True)


@pytest.mark.parametrize(
    "named",
    [
        "Notice CP297: Final Notice of Intent to Levy and Notice of Your Right to a Hearing",
        "We are therefore sending you Form CP297, a notice of intent to levy.",
        "Catalog Number 59815F www.irs.gov Notice CP297 (Rev. 12-2015) Page 1 of 1",
        "Internal Revenue Service Notice Number: CP297 Date: August 22, 2016 Form Number: 940",
        [(100, "1 Type of notice or letter"), (1100, "Form CP297")],
        [(100, "notice_type"), (700, ": IRS Notice CP-297")],
        "Ltr/Ntc: CP297 | Dt of Ntc: Aug 22, 2016 | Frm: 940",
    ],
)
def test_a_code_is_told_by_its_title_its_foot_or_any_label(classify: Classify, named: Any) -> None:
    rows: Rows = [
        *_HEAD,
        None,
        named,
        None,
        *_LEVY,
        "We may seize (levy) your property. Call 1-800-829-0115.",
    ]
    found = classify(rows).notice
    assert (found.value, found.accepted) == ("CP297", True)


@pytest.mark.parametrize(
    "said",
    [
        "Internal Revenue Service Notice Number: CP14 Date: October 7, 2019 Form Number: 1040",
        "Notice: CP14 | Date: Monday, October 7, 2019 | Form: 1040",
        "This is notice CP14, dated Monday, October 7, 2019, and it concerns your account.",
        "This is notice CP14. The date of this letter is October 7, 2019.",
        "Re IRS Notice CP14 Dated 10-07-2019 Taxpayer no. ***-**-3219 For period(s) ended Dec 31, 2018",
        [(100, "notice_date"), (700, ": October 7, 2019")],
        "2 Date mailed: 10/7/2019",
        "Dt of Ntc: Oct 7, 2019",
    ],
)
def test_a_date_is_told_in_a_line_of_facts_and_in_words(classify: Classify, said: Any) -> None:
    found = classify([*_HEAD, None, said, None, "You owe $310.00 for 2018. Call 1-800-829-0115."]).notice_date
    assert (found.value, found.accepted) == (dt.date(2019, 10, 7), True)


def test_numbered_boxes_are_no_table_of_what_went_before(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD,
        [(100, "1 Type of notice or letter"), (1100, "2 Date mailed")],
        [(100, "Form CP501"), (1100, "9/9/2024")],
        [(100, "7 Amount you must pay"), (1100, "8 Last day to pay")],
        [(100, "$8,918.96"), (1100, "9/30/2024")],
    ]
    found = classify(rows)
    assert (found.notice.value, found.notice_date.value) == ("CP501", dt.date(2024, 9, 9))
    assert (found.amount_due.value, found.due_date.value) == (Decimal("8918.96"), dt.date(2024, 9, 30))


_FIRST = "No return was filed for the quarter ended September 30, 2012."


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (
            ["We asked you to pay your Form 1040 for tax years 2021,", "2022 and 2023 before."],
            [dt.date(2021, 12, 31), dt.date(2022, 12, 31), dt.date(2023, 12, 31)],
        ),
        (
            ["For Form 941, quarters ended September 30, 2012 and", "December 31, 2012.", None, _FIRST],
            [dt.date(2012, 9, 30), dt.date(2012, 12, 31)],
        ),
        (
            ["Re: Letter 1058 | Form 941 | Sep. 30, 2012; Dec. 31, 2012", "Our final notice."],
            [dt.date(2012, 9, 30), dt.date(2012, 12, 31)],
        ),
    ],
)  # fmt: skip
def test_a_list_of_periods_goes_on_in_the_next_line(
    classify: Classify, said: Rows, ends: list[dt.date]
) -> None:
    found = classify([*_HEAD, "Date: July 6, 2026", None, *said]).tax_periods
    assert [period.end for period in found.value or ()] == ends


def test_labels_under_their_values_give_no_day_a_wrong_name(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD,
        [(100, "IRS Letter LT11"), (1100, "08/21/2017")],
        [(100, "Notice"), (1100, "Notice date")],
        [(100, "2015"), (1100, "$1,485.68")],
        [(100, "Tax period ending"), (1100, "Amount due immediately")],
        [(100, "09/20/2017"), (1100, "1-800-829-7650")],
        [(100, "Pay by"), (1100, "Phone")],
        None,
        "Pay the amount shown by the date shown.",
    ]
    assert not classify(rows).due_date.accepted


def test_a_memorandum_of_the_irs_is_from_the_irs(classify: Classify) -> None:
    body: Rows = [
        "SUBJECT: You have unpaid taxes",
        "Our records show you have unpaid taxes on your 2020 Form 1040. You owe $5,047.88.",
        "Make your check payable to the United States Treasury. You can also pay at www.irs.gov/payments.",
        "The Taxpayer Bill of Rights is explained in Publication 1. Call us at 1-800-829-7650.",
    ]
    to: Rows = [[(100, "TO:"), (400, "Anh Example, 418 Larkspur Ln, Toledo, OH 43604")]]
    dated: Rows = [
        [(100, "DATE:"), (400, "October 11, 2021")],
        [(100, "RE:"), (400, "Notice CP14 / Form 1040")],
    ]
    memo = classify(
        [*to, [(100, "FROM:"), (400, "Internal Revenue Service, Memphis, TN 37501-0025")], *dated, *body]
    )
    mail = classify([*to, [(100, "FROM:"), (400, "IRS <notices@irs-refunds.example>")], *dated, *body])
    assert (memo.origin, mail.origin) == ("irs", "not_irs")


def test_a_day_that_was_garbled_is_not_absent(classify: Classify) -> None:
    rows: Rows = [*_HEAD, "Notice CP2000", "Notice date: May 13, 2019", "Tax year: 2017", None]
    rows += ["We propose to change your tax. Your answer must reach us no later than 6A2A9."]
    found = classify(rows).due_date
    assert (found.value, found.accepted) == (None, False)


def test_the_year_under_a_line_with_a_bullet_belongs_to_its_date(pages: Any) -> None:
    """Bullets may be twice as high as the words behind them."""
    rows: Rows = [*_HEAD, "Notice CP75", "Notice date: September 18, 2023", "Tax year: 2022", None]
    page = pages(
        1, [*rows, "\N{BULLET} Send us copies of the papers by October 18,", "2023.", None], kind="digital"
    )
    reading = page.readings[0]
    tall = [
        Word(word.text, Box(word.box.left, word.box.top - 14, word.box.right, word.box.bottom + 14), 96.0)
        if word.text == "\N{BULLET}"
        else word
        for word in reading.words
    ]
    page = replace(page, readings=(replace(reading, lines=lines_of(tall)),))
    found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY).due_date
    assert (found.value, found.accepted) == (dt.date(2023, 10, 18), True)


def test_a_day_whose_year_was_lost_is_not_absent(classify: Classify) -> None:
    rows: Rows = [*_HEAD, "Notice CP75", "Notice date: September 18, 2023", "Tax year: 2022", None]
    found = classify([*rows, "Send us copies of the papers by October 18,"]).due_date
    assert (found.value, found.accepted) == (None, False)


@pytest.mark.parametrize(
    "said",
    [
        "This notice replaces our letter dated March 3, 2020.",
        "This is our answer to your letter dated March 3, 2020.",
    ],
)
def test_the_date_of_another_letter_is_not_its_own(classify: Classify, said: str) -> None:
    found = classify([*_HEAD, "Notice CP21A", None, said, "You owe $310.00 for 2018."]).notice_date
    assert found.value is None


def test_what_a_line_says_of_a_notice_is_no_title(classify: Classify) -> None:
    rows: Rows = [
        "Sample & Partners, CPAs",
        "CP504 notice was sent to you by mistake",
        None,
        "Please call us.",
    ]
    assert classify(rows).notice.value is None


def test_a_year_before_a_court_is_no_number_of_a_house(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD,
        "Notice date: June 2, 2025",
        None,
        "You may contest your Form 1040 for the tax year",
    ]
    found = classify([*rows, "2022 in the United States Tax Court"]).tax_periods
    assert [period.end.year for period in found.value or ()] == [2022]


def test_a_sentence_right_below_a_table_of_the_past_is_not_in_it(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD,
        "Notice CP503",
        "Notice date: March 21, 2024",
        "Tax year: 2022",
        None,
        "Previous notices",
        [(100, "Date"), (700, "Notice"), (1200, "Amount shown")],
        [(100, "January 11, 2023"), (700, "CP14"), (1200, "$4,839.91")],
        "Pay the amount due of $4,912.06 by April 20, 2024 to avoid more interest.",
    ]
    found = classify(rows)
    assert (found.due_date.value, found.notice.value) == (dt.date(2024, 4, 20), "CP503")


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("Our records show that a balance of $17,782.38 remains unpaid on your Form 1040.", "17782.38"),
        ("With penalty and interest the total for all three years is $29,600.98.", "29600.98"),
        ([(100, "Please pay by Feb. 24, 2022"), (1200, "$7,876.99")], "7876.99"),
    ],
)
def test_a_sum_is_asked_for_in_many_words(classify: Classify, said: Any, amount: str) -> None:
    rows: Rows = [*_HEAD, "Notice CP14", "Notice date: January 3, 2022", "Tax year: 2020", None, said]
    found = classify(rows).amount_due
    assert (found.value, found.accepted) == (Decimal(amount), True)


def test_a_period_may_be_labelled_tax_year_or_period_ended(classify: Classify) -> None:
    rows: Rows = [*_HEAD, "Reference: CP504", "Tax form: 941"]
    rows.append([(100, "Tax year or period ended"), (900, "06/30/2020")])
    assert classify(rows).tax_periods.value == (Period(dt.date(2020, 6, 30), "941"),)


@pytest.mark.parametrize(
    ("line", "code"),
    [("Letter LT-11 Taxpayer XXX-XX-1340", "LT11"), ("Notice: cp504", "CP504"), ("Notice: C.P. 90", "CP90")],
)
def test_codes_in_small_letters_and_before_the_next_label(classify: Classify, line: str, code: str) -> None:
    assert classify([*_HEAD, line, None, "You owe $310.00 for 2018."]).notice.value == code


def test_the_year_of_a_date_torn_in_a_box_is_no_period_below(classify: Classify) -> None:
    rows: Rows = [
        [(100, "IRS"), (1500, "Tax year"), (2000, "2022")],
        [(1700, "October"), (2000, "2023")],
        [(100, "Philadelphia, PA 19255"), (1500, "Notice date")],
        None,
        "You have unpaid taxes for 2022",
    ]
    assert [period.end.year for period in classify(rows).tax_periods.value or ()] == [2022]


def test_a_row_of_labels_with_the_taxpayers_number_heads_nothing_of_the_past(classify: Classify) -> None:
    labels: Rows = [
        [(100, "CODE"), (500, "DATE ISSUED"), (900, "TIN"), (1300, "RETURN"), (1600, "PERIOD ENDING")]
    ]
    values: Rows = [
        [(100, "CP297"), (500, "2020-11-02"), (900, "XX-XXX8512"), (1300, "1120"), (1600, "2018-12-31")]
    ]
    found = classify([*_HEAD, *labels, *values, "Final notice - we intend to levy your business assets."])
    assert (found.notice.value, found.notice_date.value) == ("CP297", dt.date(2020, 11, 2))
