"""What it costs to wait with a letter: only where it asks for a debt, and never more exact than it can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from classify.advise import advise
from classify.catalogue import load_catalogue
from classify.field import Amount, DatedMention, Field, Period
from classify.finding import Finding
from classify.growth import Waiting
from classify.record import letter_record
from ingest.letter import Letter, ReadPage

CATALOGUE = load_catalogue()
D = dt.date
M = Decimal
DATED, TODAY = D(2024, 3, 11), D(2024, 3, 20)
FIRST_BILL = (("tax", "10000.00"), ("payments", "-1000.00"), ("penalty", "500.00"), ("interest", "33.53"))


def known(value: Any, *, accepted: bool = True) -> Field[Any]:
    return Field(value, accepted)


def letter(code: str, rows: tuple[tuple[str, str], ...] = (), **changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "origin": "irs",
        "notice": known(code),
        "notice_date": known(DATED),
        "tax_periods": known((Period(D(2021, 12, 31), "1040"),)),
        "amount_due": known(M("9533.53")),
        "due_date": known(None),
        "taxpayer_id_last4": known("1234"),
        "amounts": tuple(Amount(role, M(value), ()) for role, value in rows),
    }
    return Finding(**{**fields, **changes})


def waiting(finding: Finding, today: dt.date = TODAY) -> Waiting | None:
    advice, _ = advise(finding, CATALOGUE, today=today)
    assert advice is not None
    return advice.growth


def sure(finding: Finding, today: dt.date = TODAY) -> Waiting:
    found = waiting(finding, today)
    assert found is not None
    return found


def test_a_first_bill_tells_its_tax_and_is_paid_in_time_with_what_it_prints() -> None:
    found = sure(letter("CP14", FIRST_BILL))
    assert found.tax == M("9000.00")
    assert [growth.date for growth in found.by] == [
        D(2024, 4, 1),
        D(2024, 4, 10),
        D(2024, 6, 9),
        D(2024, 9, 7),
    ]
    assert (found.by[0].least, found.by[0].most) == (M("9533.53"), M("9533.53"))
    # Ninety days at 8 percent, by 366 days; two months of 0.5 percent on the tax, or three and the last of
    # them at 1 percent, if the next letter is a notice of intent to levy.
    assert found.by[2].interest == (M("189.38"), M("189.38"))
    assert found.by[2].penalty == (M("90.00"), M("180.00"))
    assert found.said == (
        "If nothing is paid, the debt grows to about $9,812 to $9,903 by June 9, 2024 (an estimate)."
    )


@pytest.mark.parametrize(
    "rows",
    [
        (),
        FIRST_BILL[:3],
        (*FIRST_BILL, ("tax", "1.00")),
        (*FIRST_BILL, ("payments", "2.00")),
    ],
)
def test_rows_that_do_not_tell_the_tax_leave_a_bound(rows: tuple[tuple[str, str], ...]) -> None:
    found = sure(letter("CP14", rows))
    assert found.tax is None
    assert found.by[-1].penalty == (M("0.00"), M("476.68"))


def test_a_reminder_never_tells_the_tax() -> None:
    """What it calls the amount you owed holds earlier penalties and interest."""
    assert sure(letter("CP501", FIRST_BILL)).tax is None


def test_a_notice_of_intent_to_levy_doubles_the_penalty() -> None:
    reminder, levy = sure(letter("CP503")).by[-1], sure(letter("CP504")).by[-1]
    assert reminder.penalty[1] == M("476.68")  # after 35 days the next letter may be such a notice
    assert any("with a notice of intent to levy on April 15, 2024" in step for step in reminder.derivation)
    assert levy.penalty[1] == M("524.34")  # the month that begins on the next day at 0.5, five at 1 percent


def test_before_a_final_notice_the_higher_rate_may_count_already() -> None:
    assert sure(letter("LT11")).by[-1].penalty[1] == M("572.01")


def test_a_plan_grows_by_its_whole_debt_and_not_by_one_payment() -> None:
    assert sure(letter("CP523", (("whole_debt", "12000.00"),))).balance == M("12000.00")
    assert waiting(letter("CP523")) is None
    assert waiting(letter("CP521")) is None


def test_a_date_printed_for_paying_may_hold_its_interest_already() -> None:
    paid_by = D(2024, 4, 1)
    found = sure(letter("CP501", due_date=known(paid_by), dates=(DatedMention("pay_by", paid_by, ()),)))
    assert found.by[0].date == paid_by
    assert found.by[0].least == M("9533.53")
    assert found.by[0].interest[0] < found.by[0].interest[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"notice": known("CP504", accepted=False)},
        {"notice_date": known(DATED, accepted=False)},
        {"notice_date": known(None)},
        {"notice_date": known(D(1990, 1, 1))},
        {"amount_due": known(M("9533.53"), accepted=False)},
        {"amount_due": known(None)},
    ],
)
def test_nothing_is_worked_out_from_what_is_not_certain(changes: dict[str, Any]) -> None:
    assert waiting(letter("CP504", **changes)) is None


def test_a_disaster_holds_the_charges() -> None:
    assert waiting(letter("CP14C")) is None


def test_of_an_old_letter_the_coming_days_are_told() -> None:
    found = sure(letter("CP504"), today=D(2026, 11, 24))
    assert [growth.date for growth in found.by] == [D(2026, 12, 24), D(2027, 2, 22), D(2027, 5, 23)]
    assert [growth.assumed for growth in found.by] == [False, True, True]


def test_an_unread_period_may_have_reached_the_cap() -> None:
    rows = FIRST_BILL
    assert sure(letter("CP14", rows)).by[-1].penalty[0] > 0
    unread = sure(letter("CP14", rows, tax_periods=known(None, accepted=False)))
    assert unread.by[-1].penalty[0] == 0


def test_the_record_holds_it(pages: Callable[..., ReadPage]) -> None:
    finding = letter("CP14", FIRST_BILL)
    advice, doubts = advise(finding, CATALOGUE, today=TODAY)
    record = letter_record(Letter("0a1b2c3d#1", (pages(1, ["CP14"]),)), finding, advice, doubts, {}, None)
    growth = record["advice"]["growth"]
    assert (growth["from"], growth["balance"], growth["tax"]) == ("2024-03-11", "9533.53", "9000.00")
    assert growth["by"][2]["date"] == "2024-06-09"
    assert (growth["by"][2]["least"], growth["by"][2]["most"]) == ("9812.91", "9902.91")
    assert growth["by"][2]["derivation"][0] == "Owed on March 11, 2024: $9,533.53."
