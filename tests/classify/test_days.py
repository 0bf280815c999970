"""Days that look like days to act by and are none, and which of several is the one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.classify.rows import Classify, Rows, headed_letter

_THE_IRS_ACTS = (
    "If you do not hear from us by May 20, 2024, call us.",
    "If you don't get your refund or hear from us within 60 days, by May 20, 2024, call us.",
    "You should hear from that office by May 20, 2024.",
    "You are due a refund; you should receive it by May 20, 2024.",
    "We will mail a paper check by May 20, 2024. No reply is needed.",
    "You will receive your remaining refund of $100.00 by May 20, 2024.",
    "Your refund of $380.00 will be sent by May 20, 2024.",
    "We sent a CP2000 on January 2, 2024 asking for an answer by May 20, 2024.",
    "I have asked the Sample Operation to release the refund and requested a reply by May 20, 2024.",
    "I will contact you with an update by May 20, 2024.",
    "We may make these contacts beginning May 20, 2024 and ending May 19, 2025.",
    "Do not file a second return, and do not call before May 20, 2024.",
    "You may want to adjust your estimated tax payment that is due on June 17, 2024.",
)


@pytest.mark.parametrize("said", _THE_IRS_ACTS)
def test_a_day_by_which_the_irs_acts_is_none_to_answer_by(classify: Classify, said: str) -> None:
    finding = classify(headed_letter("CP05", said))
    assert finding.due_date.value is None
    assert finding.due_date.accepted


_ONE_ACTS = (
    "If we do not hear from you by May 20, 2024, we will levy your property.",
    "We will issue a notice of deficiency if you do not respond by May 20, 2024.",
    "We will mail you no further notice unless you reply by May 20, 2024.",
    "You should send us the form by May 20, 2024.",
    "You have until May 20, 2024 to tell us that you disagree.",
    "You have 60 days, until May 20, 2024, to disagree.",
    "Amend your return by May 20, 2024.",
    "To process your return we need you to verify your identity by May 20, 2024.",
    "We sent you a form. Please send it back by May 20, 2024.",
    "We have asked you to send us the form by May 20, 2024.",
    "We asked for your records and a reply by May 20, 2024.",
)


@pytest.mark.parametrize("said", _ONE_ACTS)
def test_a_day_by_which_one_must_answer_stays_one(classify: Classify, said: str) -> None:
    assert classify(headed_letter("CP75", said)).due_date.value == dt.date(2024, 5, 20)


_IF_PAID: Rows = [
    [(100, "Payment received"), (1500, "You will owe")],
    [(100, "If paid on or before April 11, 2024"), (1500, "$4,108.10")],
    [(100, "If you pay by May 2, 2024"), (1500, "$4,138.40")],
    [(100, "If you pay by May 23, 2024"), (1500, "$4,168.70")],
]


def test_of_days_with_what_is_owed_then_the_one_that_is_asked_for_counts(classify: Classify) -> None:
    said = "Pay the amount due of $4,108.10 by April 11, 2024 to avoid additional penalty."
    finding = classify(headed_letter("CP22A", "Amount due: $4,108.10", said, *_IF_PAID))
    assert finding.due_date.value == dt.date(2024, 4, 11)
    assert finding.amount_due.value == Decimal("4108.10")
    later = {date.value for date in finding.dates if date.role == "pay_by"}
    assert later == {dt.date(2024, 4, 11)}


def test_where_no_other_day_is_printed_the_first_of_them_counts(classify: Classify) -> None:
    assert classify(headed_letter("CP22A", *_IF_PAID)).due_date.value == dt.date(2024, 4, 11)


@pytest.mark.parametrize(
    "petition",
    [
        "You have the right to petition the U.S. Tax Court by June 19, 2024.",
        [(100, "Last day to file a petition with the United States Tax Court"), (1500, "June 19, 2024")],
    ],
    ids=["sentence", "label"],
)
def test_the_day_for_a_petition_is_not_moved_by_an_earlier_wish(classify: Classify, petition: Any) -> None:
    wish = "If you want us to receive Form 5564 sooner, send it by April 18, 2024."
    finding = classify(headed_letter("CP3219A", petition, wish))
    assert finding.due_date.value == dt.date(2024, 6, 19)
    assert [date.value for date in finding.dates if date.role == "answer_by"] == [dt.date(2024, 6, 19)]


def test_a_labelled_day_to_answer_is_not_moved_by_one_to_ask_for_more_time(classify: Classify) -> None:
    rows = headed_letter(
        "CP75",
        [(1500, "Last date to respond:"), (2000, "April 20, 2024")],
        "Please send the documents by April 20, 2024.",
        "If you need more time, call us before April 13, 2024.",
    )
    assert classify(rows).due_date.value == dt.date(2024, 4, 20)


def test_a_plan_that_goes_on_asks_for_nothing_here(classify: Classify) -> None:
    finding = classify(headed_letter("CP21B", "If you owe for 2020 you should keep paying $185.00 monthly."))
    assert finding.amount_due.value is None


def test_what_a_letter_that_asks_for_no_money_says_of_paying_is_about_others(classify: Classify) -> None:
    finding = classify(headed_letter("CP05", "To pay by phone you can pay $2.20 for each payment."))
    assert (finding.amount_due.value, finding.amount_due.accepted) == (None, True)


def test_years_from_one_through_another_are_all_meant(classify: Classify) -> None:
    finding = classify(headed_letter("CP75", [(1500, "Tax periods:"), (2000, "2021 through 2023")]))
    assert [period.end.year for period in finding.tax_periods.value or ()] == [2021, 2022, 2023]


def test_periods_to_which_a_refund_was_applied_are_not_the_letters(classify: Classify) -> None:
    rows = headed_letter(
        "CP16",
        [(1500, "For tax year:"), (2000, "2023")],
        [(100, "Form"), (400, "Tax period"), (1100, "Amount applied"), (1600, "Remaining balance")],
        [(100, "1040"), (400, "December 31, 2020"), (1100, "$401.02"), (1600, "$0.00")],
        [(100, "1040"), (400, "December 31, 2021"), (1100, "$267.34"), (1600, "$1,771.11")],
    )
    assert [period.end.year for period in classify(rows).tax_periods.value or ()] == [2023]


def test_rows_of_a_table_of_interest_ask_for_nothing(classify: Classify) -> None:
    rows = headed_letter(
        "CP21B",
        [(100, "Period"), (700, "Days"), (1100, "Amount due"), (1700, "Interest charge")],
        [(100, "04/15/2021 - 07/03/2021"), (700, "79"), (1100, "$4,922.21"), (1700, "$88.60")],
        [(100, "O7/O3/2O21 - lo/o2/2o2l"), (700, "7.0%"), (1100, "$4,922.21"), (1700, "$88.60")],
        [(100, "lo/o2/2o2l o1/l2/2o22"), (700, "lo9"), (1100, "$4,922.21"), (1700, "$88.60")],
    )
    assert classify(rows).amount_due.value is None


@pytest.mark.parametrize("code", ["CP3219A", "CP2000"])
def test_what_is_only_proposed_is_not_asked_for(classify: Classify, code: str) -> None:
    """A CP2000 says that it is no bill, whatever its headline calls due."""
    finding = classify(headed_letter(code, [(100, "Amount due"), (1500, "$1,799.92")]))
    assert (finding.amount_due.value, finding.amount_due.accepted) == (None, True)
    assert [(each.role, each.value) for each in finding.amounts] == [("proposed", Decimal("1799.92"))]


def test_a_code_that_ends_a_sentence_is_another_letters(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Date:"), (2000, "08/21/2024")],
        "Internal Revenue Service",
        "This letter is not a bill; if we do not hear from you we will send",
        "Notice CP220J.",
        None,
        "Letter 226-J (Rev. 8-2017)",
    ]
    assert classify(rows).notice.value == "Letter 226-J"


_WAS_DUE: tuple[Any, ...] = (
    "Your return was due by April 15, 2024 with an extension.",
    "Your payment was due on April 15, 2024.",
    "We can collect this debt until June 5, 2024.",
    [(100, "Return due date:"), (900, "April 15, 2024")],
    "You lose your refund unless you file within 3 years of the due date: April 15, 2024.",
)


@pytest.mark.parametrize("said", _WAS_DUE, ids=str)
def test_when_something_was_due_is_no_day_to_act_by(classify: Classify, said: Any) -> None:
    assert classify(headed_letter("CP21B", said)).due_date.value is None


def test_a_day_further_off_than_letters_give_time_is_not_believed(classify: Classify) -> None:
    finding = classify(headed_letter("CP75", "Send us the documents by June 5, 2025."))
    assert finding.due_date.value == dt.date(2025, 6, 5)
    assert not finding.due_date.accepted


def test_a_reminder_of_a_plan_does_not_ask_for_the_whole_debt(classify: Classify) -> None:
    finding = classify(headed_letter("CP521", "Total balance you owe $3,000.00"))
    assert finding.amount_due.value is None
    assert not finding.amount_due.accepted


_FORM = (
    "complete and mail the enclosed Form 12153, Request for a Collection Due Process or Equivalent Hearing,"
)


def test_the_name_of_the_form_for_a_hearing_does_not_make_it_the_weaker_one(classify: Classify) -> None:
    rows = headed_letter(
        "LT11", "If you wish to appeal this proposed levy,", _FORM, "by April 20, 2024, to the address above."
    )
    assert classify(rows).due_date.value == dt.date(2024, 4, 20)
    weaker = headed_letter("LT11", "You may ask for an Equivalent Hearing by March 21, 2025.")
    assert classify(weaker).due_date.value is None


def test_a_plan_that_was_granted_asks_for_its_first_payment(classify: Classify) -> None:
    rows = headed_letter(
        "CP21B",
        "Your request for an installment agreement has been approved. Your first payment of $222.00 is due",
        "April 15, 2024. The total you owe is $2,124.91 for the tax periods listed.",
    )
    rows[0] = [(100, "Department of the Treasury"), (1500, "Letter"), (2000, "2273C")]
    finding = classify(rows)
    assert finding.notice.value == "Letter 2273C"
    assert finding.due_date.value == dt.date(2024, 4, 15)
    assert finding.amount_due.value == Decimal("222.00")


def test_what_is_still_owed_for_another_year_is_not_asked_for_by_an_offset(classify: Classify) -> None:
    said = "You still owe $330.11 for 2005; you will receive a separate notice."
    assert classify(headed_letter("CP49", said)).amount_due.value is None


@pytest.mark.parametrize("code", ["LT11", "CP90", "CP504B", "CP91"])
def test_a_day_on_which_a_levy_begins_is_not_passed_over(classify: Classify, code: str) -> None:
    said = "We may seize (levy) your property on or after April 20, 2024."
    finding = classify(headed_letter(code, "Amount due immediately $900.00", said))
    assert not finding.due_date.accepted or finding.due_date.value == dt.date(2024, 4, 20)


def test_days_from_the_date_of_a_notice_end_on_another_day(classify: Classify) -> None:
    said = "We intend to terminate your agreement 30 days from the date of this notice, April 20, 2024."
    found = classify(headed_letter("CP523", said, "To prevent this, pay the past due amount of $225.00."))
    assert (found.notice_date.value, found.notice_date.accepted) == (dt.date(2024, 3, 21), True)


@pytest.mark.parametrize(("over", "accepted"), [("RECEIVED", True), ("LEVIED", False)])
def test_a_stamp_whose_date_was_read_twice_is_a_stamp(
    classify: Classify, cp504: Rows, over: str, *, accepted: bool
) -> None:
    rows: Rows = [*cp504, None, None, [(600, over)], [(600, "04 2024")], [(600, "April 4, 2024")]]
    assert classify(rows, kind="scan").due_date.accepted is accepted


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("Nothing is lost yet. By May 20, 2024, call us.", dt.date(2024, 5, 20)),
        ("By May 20, 2024: please complete and sign the form below.", dt.date(2024, 5, 20)),
        ("We will look at it. By May 20, 2024 the office moves.", None),
    ],
)
def test_a_day_that_stands_before_what_is_to_be_done(
    classify: Classify, told: str, due: dt.date | None
) -> None:
    found = classify(headed_letter("CP2566", "Proposed tax", told), kind="digital").due_date
    assert (found.value if found.accepted else None) == due


_GRID: Rows = [
    [(100, "Pay on or before"), (800, "Interest and penalty figured to"), (1700, "AMOUNT YOU OWE")],
    [(100, "April 11, 2024"), (800, "April 11, 2024"), (1700, "$9,119.86")],
]
_IN_CAPITALS: Rows = [
    "PLEASE PAY THE AMOUNT YOU OWE BY APR. 11, 2024. MAKE YOUR CHECK PAYABLE TO THE UNITED STATES TREASURY.",
    [(100, "AMOUNT YOU OWE"), (1700, "$9,119.86")],
]


@pytest.mark.parametrize("rows", [_GRID, _IN_CAPITALS], ids=["grid", "sentence"])
def test_old_notices_print_the_day_to_pay_by_apart_from_the_amount(classify: Classify, rows: Rows) -> None:
    finding = classify(headed_letter("CP501", *rows, year=2022), kind="scan")
    assert finding.due_date.value == dt.date(2024, 4, 11)
    assert finding.due_date.accepted


def test_a_day_by_which_somebody_has_paid_already_does_not_stand_for_the_one_beside_the_amount(
    classify: Classify,
) -> None:
    said = "If you already paid your balance in full by April 11, 2024, disregard this notice."
    finding = classify(headed_letter("CP501", said, "Amount you owe: $9,119.86", year=2022), kind="scan")
    assert not finding.due_date.accepted


def test_a_day_for_paying_without_its_year_is_not_said_to_be_absent(classify: Classify) -> None:
    said = "Your first payment is due July 20, and then on day 20 of each month. You owe $265.70."
    finding = classify(headed_letter("CP521", said, year=2022))
    assert not finding.due_date.accepted


@pytest.mark.parametrize("kind", ["digital", "photo"])
def test_a_long_label_over_a_day_is_its_label(classify: Classify, kind: str) -> None:
    rows = ["Last day to file petition with US Tax Court:", "June 19, 2024", None, "You owe additional tax."]
    finding = classify([*headed_letter("CP3219A")[:-1], *rows], kind=kind)
    assert finding.due_date.value == dt.date(2024, 6, 19)


def test_a_day_under_a_label_not_known_is_not_said_to_be_absent(classify: Classify) -> None:
    rows = [[(1500, "Final day for what you may want to do in this matter now")], [(1500, "June 19, 2024")]]
    assert not classify([*headed_letter("CP3219A")[:-1], *rows]).due_date.accepted


def test_the_last_day_for_a_refund_is_the_day_to_claim_it_by(classify: Classify) -> None:
    said = "Deadline: May 17, 2024 is the last day the law lets us pay a refund for 2020."
    assert classify(headed_letter("CP09", said, year=2020)).due_date.value == dt.date(2024, 5, 17)


@pytest.mark.parametrize("label", ["Deadline:", "Deadline to respond:", "Response deadline"])
def test_a_deadline_is_a_day_to_answer_by(classify: Classify, label: str) -> None:
    rows = [[(1500, label), (2000, "May 20, 2024")]]
    assert classify(headed_letter("CP75", *rows, year=2021)).due_date.value == dt.date(2024, 5, 20)


@pytest.mark.parametrize(
    "said",
    [
        "Your monthly payment of $175.00 is due on the 20th of each month, starting May 20, 2024.",
        "New monthly payment: $110.00, beginning May 20, 2024.",
        "We will withdraw $98.00 from your bank account on the 20th of each month starting May 20, 2024.",
    ],
)
def test_the_first_payment_of_a_plan_has_its_day(classify: Classify, said: str) -> None:
    assert classify(headed_letter("CP521", said, year=2021)).due_date.value == dt.date(2024, 5, 20)


def test_the_first_day_of_a_list_of_payments_is_not_the_letters(classify: Classify) -> None:
    """Nor is it where the label of the letter's own day was not made out."""
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Notice CP134B")],
        [(100, "Internal Revenue Service"), (1500, "Tax period September 30, 2022")],
        None,
        [(100, "Date posted"), (900, "Confirmation"), (1600, "Amount")],
        [(100, "07/20/2022"), (900, "270251038840417"), (1600, "$5,100.00")],
        [(100, "08/17/2022"), (900, "270262901127740"), (1600, "$5,100.00")],
    ]
    assert classify(rows, kind="photo").notice_date.value is None


@pytest.mark.parametrize(
    "label", ["Date of death", "Date of assessment:", "Your inquiry of:", "Payment posted"]
)
@pytest.mark.parametrize("above", [True, False])
def test_a_day_under_a_label_of_something_else_is_not_the_letters(
    classify: Classify, label: str, above: bool
) -> None:
    day = "May 2, 2023"
    rows: list[Any] = [[(1500, label)], [(1500, day)]] if above else [[(1500, label), (2000, day)]]
    head = ["Department of the Treasury", "Internal Revenue Service", *rows]
    body = [
        "Letter 105C",
        "Dear Ms. Roe:",
        "We disallowed your claim for tax year 2020.",
        "You may sue within two years.",
    ]
    assert not classify([*head, *body]).notice_date.accepted


@pytest.mark.parametrize("by", ["by 8/4", "by Friday, August 4th", "by Friday, August 4"])
def test_a_day_to_answer_by_without_a_year_is_not_said_to_be_absent(classify: Classify, by: str) -> None:
    found = classify(headed_letter("Letter 105C", None, f"Please respond {by}. Thank you.", year=2022))
    assert not found.due_date.accepted
