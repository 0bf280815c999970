"""What the wording suggests, and what it speaks against: never accepted, and only where rules leave room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from classify.clues import Kind, places
from classify.decide import classify_letter
from classify.finding import Finding
from classify.layout import Sheet, sheets
from classify.suggest import LEARNED, with_objections, with_suggestions
from ingest.letter import Letter
from models.role_guesser import load_role_guesser
from tests.classify.conftest import TODAY, page_of
from tests.classify.rows import headed_letter


class Words:
    """A guesser for which a word before a value of a kind tells its role; any other value plays none."""

    id = "words 1"

    def __init__(self, **told: tuple[Kind, str]) -> None:
        self._told = told

    def roles(self, kind: Kind, clues: Sequence[str]) -> Mapping[str, float]:
        """The role that a word gives, with 0.9; else none has more than 0.01."""
        words = ((word, role) for word, (of, role) in self._told.items() if of == kind)
        told = [role for word, role in words if f"before {word}" in clues]
        return {told[0]: 0.9, "other": 0.1} if told else {"other": 0.99}


def read(*rows: Any) -> tuple[Finding, list[Sheet]]:
    """A born-digital letter of some rows, as the rules read it."""
    letter = Letter("0a1b2c3d#1", (page_of(1, list(rows), kind="digital"),))
    return classify_letter(letter, today=TODAY), sheets(letter)


PROSE = (
    "Department of the Treasury",
    "Internal Revenue Service",
    None,
    "Dear Mr. Vale: these lines went into the post bag on April 3, 2023, and the file has",
    "the paper called CP504 among others. It is of calendar 2021. Our tally has come out at",
    "$1,204.55 and not at $950.00, and it is to lie here when the clock strikes on April 24, 2023.",
    "The figures that close the number we keep for you run 6671.",
)
TOLD = Words(
    bag=("date", "letter"),
    called=("code", "own"),
    calendar=("period", "own"),
    tally=("amount", "due_now"),
    strikes=("date", "pay_by"),
    run=("taxpayer", "own"),
)


def test_fields_that_nothing_told_are_suggested_and_never_accepted() -> None:
    finding, pages = read(*PROSE)
    found = with_suggestions(finding, pages, TOLD, TODAY)
    assert found.notice_date.value == dt.date(2023, 4, 3)
    assert found.amount_due.value == Decimal("1204.55")
    assert found.due_date.value == dt.date(2023, 4, 24)
    assert [period.end for period in found.tax_periods.value or ()] == [dt.date(2021, 12, 31)]
    assert found.taxpayer_id_last4.value == "6671"
    suggested = [
        *(found.notice_date, found.amount_due, found.due_date, found.tax_periods, found.taxpayer_id_last4),
    ]
    assert not any(field.accepted for field in suggested)
    assert all(field.evidence[0].rule == LEARNED for field in suggested)
    assert not {"notice-date-unread", "amount-unread", "tax-period-unread"} & {d.name for d in found.doubts}
    assert {"notice-date-unsure", "amount-unsure", "tax-period-unsure"} <= {d.name for d in found.doubts}


def test_what_is_hardly_likely_is_not_suggested() -> None:
    finding, pages = read(*PROSE)
    assert with_suggestions(finding, pages, Words(), TODAY) == finding


def test_what_a_rule_told_stands() -> None:
    rows = headed_letter(
        "CP14", None, "Amount due: $450.00", "The bag holds $950.00 of May 2, 2024.", year=2022
    )
    finding, pages = read(*rows)
    assert finding.amount_due.accepted
    found = with_suggestions(finding, pages, Words(bag=("amount", "due_now")), TODAY)
    assert (found.amount_due, found.notice_date) == (finding.amount_due, finding.notice_date)


def test_no_day_to_come_is_suggested_as_the_letters_own() -> None:
    finding, pages = read(*[row and row.replace("2023", "2031") for row in PROSE])
    assert with_suggestions(finding, pages, TOLD, TODAY).notice_date.value is None


def test_the_day_of_a_fax_machine_is_not_suggested() -> None:
    body = [row and row.replace("2023", "2031") for row in PROSE]
    finding, pages = read("bag April 5, 2023 08:15 COPY CENTER 555-0108", *body)
    assert with_suggestions(finding, pages, TOLD, TODAY).notice_date.value is None


def test_what_is_not_from_the_irs_is_not_asked_about() -> None:
    told = (
        "the party in the bag on April 3, 2023 was fun, and everybody in the street would like to come again"
    )
    finding, pages = read("Dear neighbour,", told, told, told, "With love from all of us at number four")
    assert finding.origin == "not_irs"
    assert with_suggestions(finding, pages, TOLD, TODAY) == finding
    assert with_objections(finding, pages, Words()) == finding


def test_what_the_words_speak_against_is_in_doubt() -> None:
    rows = headed_letter("CP14", None, "Please pay $450.00 now.", year=2022)
    finding, pages = read(*rows)
    assert finding.amount_due.accepted
    doubted = with_objections(finding, pages, Words(notice=("date", "letter")))
    assert not doubted.amount_due.accepted
    assert doubted.amount_due.value == Decimal("450.00")
    assert [d.name for d in doubted.doubts if d.field == "amount_due"] == ["amount-unsure"]
    borne_out = with_objections(finding, pages, Words(pay=("amount", "due_now")))
    assert borne_out.amount_due.accepted


@pytest.mark.parametrize(
    "row",
    [
        "You and your spouse must both sign the form and return it to us by April 24, 2024.",
        "You do not need to reply, but if you disagree you must write to us by April 24, 2024.",
        "If you have already paid, send us a copy of your check by April 24, 2024.",
    ],
)
def test_a_day_to_act_by_is_not_said_to_be_absent_against_its_words(row: str) -> None:
    finding, pages = read(*headed_letter("Letter 105C", None, row, year=2022))
    assert finding.due_date.value is None
    assert not with_objections(finding, pages, load_role_guesser()).due_date.accepted


@pytest.mark.parametrize(
    "row",
    [
        "If you do not hear from us by April 24, 2024, you can call us.",
        "You will hear from us by April 24, 2024 at the latest.",
        "You should receive your refund of $40.00 by April 24, 2024.",
        "You are due a refund of $40.00, which you should receive by April 24, 2024.",
        "If it cannot be verified, we will send a paper check for $810.00 by April 24, 2024.",
        "We will finish our review by April 24, 2024.",
    ],
)
def test_what_comes_to_the_reader_by_a_day_is_no_objection(row: str) -> None:
    finding, pages = read(*headed_letter("Letter 105C", None, row, year=2022))
    assert with_objections(finding, pages, load_role_guesser()).due_date.accepted


@pytest.mark.parametrize("code", ["Letter 544C", "Letter 525"])
def test_a_sum_asked_for_is_not_said_to_be_absent_where_letters_of_the_kind_may_ask(code: str) -> None:
    row = "Your outstanding liability is $450.00. Use the stub below when you send your check."
    finding, pages = read(*headed_letter(code, None, row, year=2022))
    assert (finding.amount_due.value, finding.amount_due.accepted) == (None, True)
    assert with_objections(finding, pages, load_role_guesser()).amount_due.accepted is (code == "Letter 525")


def test_a_sum_that_a_letter_without_a_known_code_asks_for_is_not_said_to_be_absent() -> None:
    finding, pages = read(
        "Department of the Treasury",
        "Internal Revenue Service",
        None,
        "Dear Ms. Vale,",
        "What you owe immediately is $14,066.29. It is for your income tax returns, Form 1040, for 2014.",
        "On November 4, 2019 we kept your 2018 refund of $1,310.00 and used it for 2014.",
    )
    assert (finding.amount_due.value, finding.amount_due.accepted) == (None, True)
    doubted = with_objections(finding, pages, load_role_guesser())
    assert not doubted.amount_due.accepted
    assert with_suggestions(doubted, pages, load_role_guesser(), TODAY).amount_due.value == Decimal(
        "14066.29"
    )


def test_a_sum_that_a_sentence_asks_somebody_else_for_is_in_doubt() -> None:
    row = "Your spouse was asked to pay $900.00; you are not."
    finding, pages = read(*headed_letter("Letter 474C", None, row, year=2022))
    assert not with_objections(finding, pages, load_role_guesser()).amount_due.accepted


def test_rivals_of_a_suggested_code_are_kept() -> None:
    finding, pages = read(
        *PROSE[:4], "the paper called CP504 and, long ago, one we gave the name CP14 in the file."
    )
    found = with_suggestions(finding, pages, Words(called=("code", "own")), TODAY)
    assert found.notice.value == "CP504"
    assert [rival.value for rival in found.notice.rivals] == ["CP14"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("date", [dt.date(2023, 4, 3), dt.date(2023, 6, 30)]),
        (
            "period",
            [
                *(dt.date(2021, 12, 31), dt.date(2023, 6, 30), dt.date(2022, 9, 30)),
                *(dt.date(2020, 3, 31), dt.date(2020, 6, 30)),
            ],
        ),
        ("amount", [Decimal("10.50")]),
        ("code", ["CP504"]),
    ],
)
def test_places_of_every_kind_in_reading_order(kind: Kind, values: list[Any]) -> None:
    _, pages = read(
        "Department of the Treasury",
        "On April 3, 2023 we sent CP504 about 2021, about the period ended June 30, 2023",
        "and about the third quarter of 2022: $10.50.",
        "And of the first and second quarters of 2020.",
    )
    assert [place.value for place in places(pages, kind)] == values
