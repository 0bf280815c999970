"""What a letter asks for: where that is said in a sentence, and where nothing is asked for at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.classify.rows import Classify, Rows, headed_letter

_SAID = (
    ["The amount overdue is $1,600.90, which includes interest."],
    ["The difference is now due: $1,600.90."],
    ["We took $224.84 from your state refund. Still due after that: $1,600.90; please pay it now."],
    ["We charged you a penalty: $1,600.90"],
    ["Send us", [(100, "$1,600.90")], "so that it reaches us no later than April 11, 2024."],
    ["Each such return costs $5,000.00 under the law as it stands today, and you sent one return. Pay",
     "$1,600.90 by April 11, 2024."],
    ["Amount due immediately: $1,600.90. We may levy up to 15% of your benefits."],
    [[(100, "Balance, please pay by 04/11/2024"), (1500, "$1,600.90")]],
    [[(100, "Current Balance:"), (1500, "$1,600.90")], "Includes:", [(100, "Penalty:"), (1500, "$211.04")]],
    ["To prevent this, pay the overdue amount of $1,600.90. The rest of $4,019.22 is not asked for today."],
)  # fmt: skip


@pytest.mark.parametrize("said", _SAID, ids=lambda said: str(said[0])[:30])
def test_what_is_asked_for_may_be_said_in_many_ways(classify: Classify, said: Rows) -> None:
    found = classify(headed_letter("CP22A", *said, year=2021))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("1600.90"), True)


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
