"""What a letter asks for: where that is said in a sentence, and where nothing is asked for at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.classify.rows import Classify, Rows, headed_letter

_SAID = (
    ["The amount overdue is $1,600.90, which includes interest."],
    ["The difference is now due: $1,600.90."],
    ["Your payment for last month did not arrive. Pay $1,600.90 by April 11, 2024."],
    [[(100, "Tax"), (1500, "$1,500.00")], [(100, "Now due"), (1500, "$1,600.90")]],
    [[(100, "Total Amount Due (interest and penalty figured to April 3, 2024)"), (1900, "$1,600.90")]],
    ["We took $224.84 from your state refund. Still due after that: $1,600.90; please pay it now."],
    ["We charged you a penalty: $1,600.90"],
    ["Send us", [(100, "$1,600.90")], "so that it reaches us no later than April 11, 2024."],
    ["Each such return costs $5,000.00 under the law as it stands today, and you sent one return. Pay",
     "$1,600.90 by April 11, 2024."],
    ["Amount due immediately: $1,600.90. We may levy up to 15% of your benefits."],
    [[(100, "Balance, please pay by 04/11/2024"), (1500, "$1,600.90")]],
    [[(100, "Tax"), (1500, "$1,500.00")], [(100, "Your payment is due by April 11,"), (1500, "$1,600.90")],
     "2024"],
    [[(100, "Amount owed as of March 21, 2024"), (1500, "$1,600.90")], [(100, "Tax"), (1500, "$1,500.00")]],
    [[(100, "Current Balance:"), (1500, "$1,600.90")], "Includes:", [(100, "Penalty:"), (1500, "$211.04")]],
    ["To prevent this, pay the overdue amount of $1,600.90. The rest of $4,019.22 is not asked for today."],
)  # fmt: skip


@pytest.mark.parametrize("said", _SAID, ids=lambda said: str(said[0])[:30])
def test_what_is_asked_for_may_be_said_in_many_ways(classify: Classify, said: Rows) -> None:
    found = classify(headed_letter("CP22A", *said, year=2021))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("1600.90"), True)


def test_a_sum_may_be_given_in_dollars_by_word(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Amount due immediately"), (1500, "4,318 dollars")],
        "Pay 4,318 dollars by April 11, 2024.",
    ]
    found = classify(headed_letter("CP22A", *rows, year=2021)).amount_due
    assert (found.value, found.accepted) == (Decimal("4318.00"), True)


_TOTALS: Rows = [
    [(100, "Tax period"), (700, "Amount you owed"), (1100, "Interest"), (1500, "Penalty"), (1900, "Total")],
    [(100, "1040 12/31/2022"), (700, "$1,000.00"), (1100, "$50.00"), (1500, "$50.90"), (1900, "$1,100.90")],
    [(100, "1040 12/31/2023"), (700, "$400.00"), (1100, "$50.00"), (1500, "$50.00"), (1900, "$500.00")],
    [(100, "Amount due"), (700, "$1,400.00"), (1100, "$100.00"), (1500, "$100.90"), (1900, "$1,600.90")],
]  # fmt: skip
_PRIOR: Rows = [
    [(100, "Tax and prior balance you owe"), (1900, "1,500.00")],
    [(100, "Late payment penalty"), (1900, "100.90")],
    [(100, "Amount you owe"), (1900, "$1,600.90")],
]


@pytest.mark.parametrize("rows", [_TOTALS, _PRIOR], ids=["totals", "prior balance"])
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_what_is_a_part_of_what_is_asked_for_is_no_contradiction(
    classify: Classify, rows: Rows, kind: str
) -> None:
    said = "Amount due immediately: $1,600.90"
    found = classify(headed_letter("LT11", said, *rows), kind=kind)
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("1600.90"), True)
    assert not [doubt for doubt in found.doubts if doubt.field == "amount_due"]


def test_a_sentence_beside_a_summary_is_no_row_of_accounts(classify: Classify) -> None:
    rows: Rows = [
        "Amount due: $1,600.90",
        [(100, "We charged you a civil penalty for the tax year"), (1600, "Billing summary")],
        [(100, "the tax year ended December 31, 2021."), (1600, "Penalty"), (2100, "$1,500.00")],
        [(1600, "Interest charges"), (2100, "100.90")],
        [(1600, "Amount due by April 11, 2024"), (2100, "$1,600.90")],
    ]
    found = classify(headed_letter("CP215", *rows, year=2021), kind="scan")
    assert "table-incomplete" not in {doubt.name for doubt in found.doubts}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("CP523", "The total amount you owe for all periods is $9,081.12."),
        ("CP521", "Your current balance for all periods is $9,081.12."),
    ],
)
def test_of_a_plan_the_table_comes_to_what_is_owed_for_all_periods(
    classify: Classify, code: str, said: str
) -> None:
    rows: Rows = [
        said,
        None,
        "Past due amount: $930.00",
        "Pay the past due amount of $930.00 by April 20, 2024, to keep your installment agreement.",
        *[None] * 3,
        [
            (100, "Form"),
            (400, "Period"),
            (900, "Balance"),
            (1300, "Penalty"),
            (1600, "Interest"),
            (1900, "Total"),
        ],
        [
            (100, "1040"),
            (400, "12/31/2021"),
            (900, "8,573.67"),
            (1300, "407.24"),
            (1600, "100.21"),
            (1900, "9,081.12"),
        ],
    ]
    found = classify(headed_letter(code, *rows), kind="scan")
    assert found.amount_due.value == Decimal("930.00")
    assert "table-incomplete" not in {doubt.name for doubt in found.doubts}


def test_what_a_letter_may_bill_later_is_not_asked_for(classify: Classify) -> None:
    said = "If we don't hear from you, we may bill you for the excess advance payment of $2,604.00."
    assert classify(headed_letter("CP75", said, year=2021)).amount_due.value is None


@pytest.mark.parametrize(
    "said",
    [
        "Low-income taxpayers may pay $43.00. Example: Ms. A owes $2,400.00 and pays $100.00 each month.",
        "You did not make your last payment of $75.00 when it was due.",
        "Please disregard notice CP504 of March 1, 2024, which asked you to pay $75.00 by March 15, 2024.",
    ],
)
def test_what_others_may_pay_and_what_was_missed_is_not_asked_for(classify: Classify, said: str) -> None:
    assert classify(headed_letter("LT40", said, year=2021)).amount_due.value is None


@pytest.mark.parametrize(
    "said",
    [
        "Please return the uncashed check, or repay $1,750.00 by April 11, 2024.",
        "To pay, mail $1,750.00 with the stub by April 11, 2024.",
        [(100, "Balance, with penalty and interest to April 11, 2024"), (1900, "$1,750.00")],
        "Your current balance is $1,750.00. Pay in full or enter a payment arrangement by April 11, 2024.",
    ],
)
def test_an_amount_to_repay_or_to_mail_is_asked_for(classify: Classify, said: Any) -> None:
    found = classify(headed_letter("CP187", said, year=2021))
    assert found.amount_due.value == Decimal("1750.00")


def test_a_letter_with_words_for_paying_and_no_sum_is_not_said_to_ask_for_nothing(classify: Classify) -> None:
    said = "Make your check payable to the United States Treasury and repay what we sent you."
    assert not classify(headed_letter("CP187", said, year=2021)).amount_due.accepted


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (
            "We will withdraw $98.00 from your bank account each month. You owe $3,402.91 as of today.",
            "98.00",
        ),
        ("Thank you for your request to pay $82.00 a month. New monthly payment: $110.00", "110.00"),
    ],
)
def test_of_a_plan_its_payment_is_asked_for_and_not_what_is_owed(
    classify: Classify, said: str, asked: str
) -> None:
    found = classify(headed_letter("CP521", said, year=2021))
    assert found.amount_due.value == Decimal(asked)


_UNTOLD = (
    "Because of interest the sum has since become $4,410.75. We ask you to send that sum by April 11, 2024.",
    "We charged you a penalty under section 6702. Each such return costs $5,000.00.",
    "We refunded $12.00 to you on May 2, 2023. Your account shows $77.10 that is still due, or $80.12 later.",
    "The enclosed slip is for what you have to pay, of which $10.00 may be paid at a counter.",
)


@pytest.mark.parametrize("said", _UNTOLD)
def test_a_letter_that_asks_for_what_cannot_be_told_is_never_said_to_ask_for_nothing(
    classify: Classify, said: str
) -> None:
    found = classify(headed_letter("CP22A", said, year=2021))
    assert not found.amount_due.accepted


def test_a_letter_of_no_known_kind_that_names_money_is_not_said_to_ask_for_nothing(
    classify: Classify,
) -> None:
    rows = [
        row
        for row in headed_letter("CP22A", "It was $3,042.89 in May and is $3,132.89 today.", year=2021)
        if row
    ]
    rows[0] = [(100, "Department of the Treasury")]
    assert not classify(rows).amount_due.accepted


def test_what_was_proposed_before_is_not_asked_for_by_the_letter_that_closes_the_case(
    classify: Classify,
) -> None:
    rows = [
        "We closed our review of your return. You don't owe the proposed amount.",
        [(900, "CP2000 proposal"), (1500, "Now")],
        [(100, "Amount due"), (900, "$2,200.00"), (1500, "$0.00")],
    ]
    assert not classify(headed_letter("CP2005", *rows, year=2021)).amount_due.accepted
    found = classify(headed_letter("CP2005", rows[0], year=2021))
    assert (found.amount_due.value, found.amount_due.accepted) == (None, True)


_PLAN = (
    "Your payment amount is $275.00. Your first payment is due April 25, 2024.",
    "You must pay at least $275.00 each month beginning April 25, 2024 until the balance is paid.",
    "Your monthly payment is $275.00. Your first payment is due April 25, 2024.",
)


@pytest.mark.parametrize("said", _PLAN)
def test_a_letter_that_sets_up_a_plan_asks_for_the_first_payment(classify: Classify, said: str) -> None:
    rows = headed_letter("2840C", said, "Your total balance for Form 1040 is $9,340.88.", year=2021)
    rows[0] = [(100, "Department of the Treasury"), (1500, "Letter"), (2000, "2840C")]
    found = classify(rows)
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("275.00"), True)
    assert found.due_date.value == dt.date(2024, 4, 25)


def test_the_payment_of_a_plan_is_asked_for_by_no_other_letter(classify: Classify) -> None:
    bill = headed_letter("CP14", "Amount due by April 11, 2024: $1,600.90", _PLAN[2], year=2021)
    assert classify(bill).amount_due.value == Decimal("1600.90")
    refund = headed_letter("CP21B", "Your monthly payment is $275.00.", year=2021)
    assert classify(refund).amount_due.value is None


def test_an_amount_due_of_nothing_is_nothing_on_a_picture_where_it_stands_twice(classify: Classify) -> None:
    once: Rows = [[(100, "Amount due"), (1500, "$0.00")]]
    twice = [*once, None, [(100, "Balance due: $0.00")]]
    assert classify(headed_letter("CP21C", *once, year=2021)).amount_due.accepted
    assert not classify(headed_letter("CP21C", *once, year=2021), kind="fax").amount_due.accepted
    found = classify(headed_letter("CP21C", *twice, year=2021), kind="fax").amount_due
    assert (found.value, found.accepted) == (None, True)


def test_no_balance_due_is_no_cue_of_money(classify: Classify) -> None:
    found = classify(headed_letter("CP21C", "Our records show no balance due for Form 1040.", year=2021))
    assert (found.amount_due.value, found.amount_due.accepted) == (None, True)
    asked = classify(
        headed_letter("CP21C", "There is a balance due on the account for Form 1040.", year=2021)
    )
    assert not asked.amount_due.accepted


@pytest.mark.parametrize(("code", "accepted"), [("CP565", True), ("CP59", False)])
def test_a_letter_about_a_number_is_about_no_period(classify: Classify, code: str, *, accepted: bool) -> None:
    found = classify(headed_letter(code, "We assigned you a number."))
    assert (found.tax_periods.value, found.tax_periods.accepted) == (None, accepted)


@pytest.mark.parametrize(("whole", "complete"), [("$11,405.16", True), ("$17,107.74", False)])
def test_the_rows_of_a_plan_come_to_what_is_owed_and_not_to_what_is_asked_for(
    classify: Classify, whole: str, *, complete: bool
) -> None:
    rows: Rows = [
        *headed_letter("CP523", [(100, "Payment due immediately: $180.00")]),
        [(100, "Amount you owed"), (1500, whole)],
        [(100, "Past due amount due immediately"), (1500, "$180.00")],
        None,
        [(100, "Tax period"), (600, "Form number"), (1100, "Amount you owed")],
        [(100, "2019"), (600, "1040"), (1100, "$5,702.58")],
        [(100, "2020"), (600, "1040"), (1100, "$5,702.58")],
    ]
    found = classify(rows, kind="scan")
    assert found.amount_due.value == Decimal("180.00")
    assert ("table-incomplete" not in {doubt.name for doubt in found.doubts}) is complete
    # A bill asks for all of it: rows that come to something else are not all there.
    bill = [*headed_letter("CP504", [(100, "Amount due immediately: $180.00")]), *rows[len(rows) - 6 :]]
    assert "table-incomplete" in {doubt.name for doubt in classify(bill, kind="scan").doubts}


def test_what_anybody_may_owe_is_not_asked_for(classify: Classify) -> None:
    told = "You may go online if you owe $50,000 or less."
    assert classify(headed_letter("CP80", "We have no return", told, year=2020)).amount_due.value is None


def test_a_total_that_a_sentence_asks_for_is_asked_for(classify: Classify) -> None:
    """Letters of this kind mostly answer; this one ends with a bill in typewriter's type."""
    rows: Rows = [
        "We can't approve your request for an installment agreement. The balance is:",
        [(100, "Tax"), (1500, "$17,865.01")],
        [(100, "Interest"), (1500, "$4,129.39")],
        [(100, "TOTAL"), (1500, "$21,994.40")],
        "Please pay the total by August 6, 2024 or we may take enforced collection.",
    ]
    found = classify(headed_letter("LTR 2272C", *rows, year=2022)).amount_due
    assert (found.value, found.accepted) == (Decimal("21994.40"), True)


def test_a_letter_that_takes_a_notice_back_asks_for_nothing(classify: Classify) -> None:
    said = [
        "Please disregard notice CP504 dated February 13, 2024, which asked you to pay $4,391.08 by",
        "March 6, 2024. We sent that notice in error. Your balance is $0.00. No payment is due.",
    ]
    found = classify(headed_letter("Letter 672C", *said, year=2021)).amount_due
    assert (found.value, found.accepted) == (None, True)


@pytest.mark.parametrize(
    "said",
    [
        "To have the lien released you must pay the total amount now due of $1,600.90, plus recording fees.",
        "The amount you owe, with penalty and interest, is $1,600.90.",
    ],
)
def test_a_total_may_be_told_with_what_is_in_it(classify: Classify, said: str) -> None:
    found = classify(headed_letter("Letter 3172", said, year=2021)).amount_due
    assert (found.value, found.accepted) == (Decimal("1600.90"), True)


@pytest.mark.parametrize(
    "said",
    [
        ["Your next monthly payment of $185.00 is due on May 15, 2024."],
        [[(1500, "Balance of account"), (2000, "$10,400.69")], [(1500, "Payment amount"), (2000, "$185.00")]],
    ],
)
def test_a_reminder_of_a_plan_asks_for_its_next_payment(classify: Classify, said: Rows) -> None:
    balance: Rows = [[(100, "Current balance"), (1500, "$10,400.69")]]
    found = classify(headed_letter("CP521", *said, *balance, year=2021)).amount_due
    assert (found.value, found.accepted) == (Decimal("185.00"), True)


def test_a_balance_that_is_to_be_sent_is_asked_for_whatever_kind_of_letter_it_is(classify: Classify) -> None:
    said = "The balance is $734.00 without interest. Please send it by April 17, 2024."
    found = classify(headed_letter("Letter 474C", said, year=2021)).amount_due
    assert (found.value, found.accepted) == (Decimal("734.00"), True)
    unread = classify(headed_letter("Letter 474C", "The balance is . Please send it by April 17, 2024."))
    assert (unread.amount_due.value, unread.amount_due.accepted) == (None, False)


def test_what_would_be_due_if_a_proposal_stands_is_not_asked_for(classify: Classify) -> None:
    """Also by a letter that is not in the catalogue."""
    rows: Rows = [
        "We have no record of receiving your return. The proposed amount due is $8,412.00.",
        [(100, "Tax"), (1500, "$6,180.00")],
        [(100, "Proposed amount due"), (1500, "$8,412.00")],
    ]
    found = classify(headed_letter("Letter 2566", *rows, year=2019))
    assert (found.amount_due.value, found.amount_due.accepted) == (None, True)
    assert ("proposed", Decimal("8412.00")) in [(amount.role, amount.value) for amount in found.amounts]


def test_an_account_balance_of_zero_is_not_asked_for(classify: Classify) -> None:
    rows: Rows = ["You owe nothing and no refund is due.", [(100, "Account balance"), (1500, "0.00")]]
    assert classify(headed_letter("CP25", *rows, year=2022)).amount_due.value is None


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("CP90", "We took your Ohio refund of $318.00 in March and used it for the oldest of them."),
        ("Letter 3172", "$14,230.77 must be paid before the lien can be released."),
        ("Letter 3172", "The same $8,930 is what you are now required to pay."),
        ("Letter 3172", "There is due $14,390.44, and the corporation is asked to pay it."),
    ],
)
def test_a_letter_that_asks_for_money_is_not_said_to_ask_for_none(
    classify: Classify, code: str, row: str
) -> None:
    found = classify(headed_letter(code, None, row, "You were refunded $12.00 in May.", year=2022))
    assert found.amount_due.value is not None or not found.amount_due.accepted


def test_we_should_hear_from_you_by_a_day_is_a_day_to_answer(classify: Classify) -> None:
    rows = ["In either event we should hear from you by April 22, 2024."]
    found = classify(headed_letter("Letter 525", None, *rows, year=2022))
    assert found.due_date.value == dt.date(2024, 4, 22)
    later = headed_letter("Letter 525", None, "You should hear from us by April 22, 2024.", year=2022)
    assert classify(later).due_date.value is None


@pytest.mark.parametrize(
    "row",
    [
        "We should receive the records from the Social Security Administration by April 22, 2024.",
        "We should hear from the bank by April 22, 2024.",
        "We will receive your file from the other office by April 22, 2024.",
        "We should get back to you by April 22, 2024.",
    ],
)
def test_what_others_send_us_by_a_day_is_no_day_to_answer(classify: Classify, row: str) -> None:
    assert classify(headed_letter("Letter 525", None, row, year=2022)).due_date.value is None


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("CP12", ["You are due a refund of $918.00. Of your tax of $7,082.00, $7,000.00 is what you paid."]),
        (
            "CP12",
            ["You are due a refund of $918.00.", "If we ask you to pay more later, we will write again."],
        ),
        ("CP22A", ["This change gives you a refund of $310.00. You owe nothing."]),
    ],
)
def test_a_refund_that_leaves_nothing_to_pay_is_no_bill(
    classify: Classify, code: str, rows: list[str]
) -> None:
    found = classify(headed_letter(code, None, *rows, year=2022))
    assert (found.amount_due.value, found.amount_due.accepted) == (None, True)


@pytest.mark.parametrize(
    "row",
    [
        "You owe $1,000.00 for 2020 and $2,000.00 for 2021.",
        "Please pay $10.50 for the year 2020, and $20.00 for 2021.",
    ],
)
def test_one_of_two_sums_in_a_sentence_is_not_all_that_is_asked_for(classify: Classify, row: str) -> None:
    assert not classify(headed_letter("CP22A", None, row, year=2021)).amount_due.accepted
