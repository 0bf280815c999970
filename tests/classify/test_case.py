"""Letters side by side: grouping, what is missing, what is open, and what does not fit together."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from classify.case import CONTRADICTIONS, Case, CaseLetter, DateSet, cases_of
from classify.catalogue import load_catalogue
from classify.field import Period

CATALOGUE = load_catalogue()
D = dt.date
M = Decimal
TODAY = D(2024, 7, 10)
YEAR_2021 = Period(D(2021, 12, 31), "1040")


def letter(notice: str | None, date: dt.date | None, debt: str | None = None, **changes: Any) -> CaseLetter:
    fields: dict[str, Any] = {
        "id": f"{notice}-{date}",
        "file": f"{notice}.pdf",
        "last4": "1234",
        "periods": (YEAR_2021,),
        "pays": False,
        "needs_person": False,
        "dates": (),
    }
    return CaseLetter(
        notice=notice, date=date, debt=None if debt is None else M(debt), **{**fields, **changes}
    )


def one(*letters: CaseLetter, today: dt.date = TODAY) -> Case:
    cases, apart = cases_of(letters, CATALOGUE, today=today)
    assert apart == ()
    assert len(cases) == 1
    return cases[0]


CP14 = letter("CP14", D(2023, 6, 5), "9000.00")
CP501 = letter("CP501", D(2023, 7, 17), "9100.00")
CP504 = letter("CP504", D(2024, 3, 11), "9700.00")
LT11 = letter(
    "LT11",
    D(2024, 7, 1),
    "10100.00",
    dates=(
        DateSet(D(2024, 7, 31), "ask for a hearing", "hard", "The hearing."),
        DateSet(D(2025, 7, 1), "ask for an equivalent hearing", "hard"),
        DateSet(D(2024, 7, 31), "pay", "soft"),
    ),
)


# Which letters belong together.


def test_the_letters_of_a_taxpayer_and_period_are_one_case_in_their_order() -> None:
    case = one(LT11, CP14, CP504, CP501)
    assert (case.last4, case.period) == ("1234", YEAR_2021)
    assert [held.notice for held in case.letters] == ["CP14", "CP501", "CP504", "LT11"]
    assert case.newest == LT11
    assert case.contradictions == ()


def test_another_taxpayer_or_period_is_another_case() -> None:
    others = (
        letter("CP14", D(2023, 6, 5), last4="9999"),
        letter("CP14", D(2023, 6, 5), periods=(Period(D(2020, 12, 31), "1040"),), id="other-year"),
        letter("CP161", D(2023, 6, 5), periods=(Period(D(2021, 12, 31), "941"),)),
    )
    cases, _ = cases_of([CP14, *others], CATALOGUE, today=TODAY)
    assert len(cases) == 4
    assert all(len(case.letters) == 1 for case in cases)


def test_a_letter_of_two_periods_belongs_to_both() -> None:
    both = letter("LT11", D(2024, 7, 1), periods=(YEAR_2021, Period(D(2022, 12, 31), "1040")))
    cases, _ = cases_of([CP14, both], CATALOGUE, today=TODAY)
    assert [(case.period.end.year, len(case.letters)) for case in cases] == [(2021, 2), (2022, 1)]


def test_a_period_without_a_form_goes_with_the_one_form_of_its_end() -> None:
    bare = letter("CP501", D(2023, 7, 17), periods=(Period(D(2021, 12, 31)),))
    assert len(one(CP14, bare).letters) == 2
    quarter = letter("CP161", D(2023, 6, 5), periods=(Period(D(2021, 12, 31), "941"),))
    cases, _ = cases_of([CP14, bare, quarter], CATALOGUE, today=TODAY)
    assert sorted(case.period.form or "" for case in cases) == ["", "1040", "941"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last4": None}, "The last four digits are not certain"),
        ({"periods": None}, "The tax periods are not certain"),
        ({"periods": ()}, "The tax periods are not certain"),
        ({"last4": None, "periods": None}, "The last four digits and the tax periods are not certain"),
    ],
)
def test_what_is_not_certain_stands_apart_and_says_why(changes: dict[str, Any], told: str) -> None:
    cases, apart = cases_of([CP14, letter("CP501", D(2023, 7, 17), **changes)], CATALOGUE, today=TODAY)
    assert [len(case.letters) for case in cases] == [1]
    assert [part.letter.notice for part in apart] == ["CP501"]
    assert apart[0].why.startswith(told)


def test_the_same_letter_in_two_files_is_one() -> None:
    case = one(CP14, letter("CP14", D(2023, 6, 5), "9000.00", id="scan", file="again.pdf"))
    assert len(case.letters) == 1
    assert case.letters[0].copies == ("scan",)


def test_letters_that_nobody_could_date_or_name_come_last_and_are_never_the_newest() -> None:
    case = one(letter(None, D(2024, 8, 1)), letter("CP504", None), CP14)
    assert [held.notice for held in case.letters] == ["CP14", None, "CP504"]
    assert case.newest == CP14


# The sequence.


def test_a_rung_without_a_letter_is_named_and_nothing_is_inferred() -> None:
    case = one(CP14, CP504, LT11)
    assert case.not_among == (("CP501",), ("CP503",))
    assert case.place is not None
    assert case.place.after == ("levy",)
    assert case.place.earliest == D(2024, 7, 31)


def test_any_bill_stands_for_the_first_one_and_a_sibling_for_its_letter() -> None:
    assert one(letter("CP22A", D(2023, 6, 5)), CP504).not_among == (("CP501",), ("CP503",))
    assert one(letter("CP14H", D(2023, 6, 5)), CP501).not_among == ()


def test_a_business_stands_on_its_own_ladder() -> None:
    quarter = (Period(D(2021, 3, 31), "941"),)
    case = one(letter("LT11", D(2024, 7, 1), periods=quarter))
    assert case.place is not None
    assert case.place.ladder.name == "business tax"
    assert case.not_among[-1] == ("CP504B",)


def test_of_two_letters_of_one_day_the_higher_is_in_force() -> None:
    same_day = letter("CP504", LT11.date)
    newest = one(same_day, LT11).newest
    assert newest is not None
    assert newest.notice == "LT11"


# Dates.


def test_open_dates_come_nearest_first_and_hard_before_soft() -> None:
    case = one(LT11, letter("CP504", D(2024, 7, 2), dates=(DateSet(D(2024, 7, 12), "pay", "soft"),)))
    assert [(date.date, date.kind) for date, _ in case.open] == [
        (D(2024, 7, 12), "soft"),
        (D(2024, 7, 31), "hard"),
        (D(2024, 7, 31), "soft"),
        (D(2025, 7, 1), "hard"),
    ]


def test_a_date_is_open_on_its_last_day_and_a_hard_one_is_told_when_it_has_passed() -> None:
    assert len(one(LT11, today=D(2024, 7, 31)).open) == 3
    after = one(LT11, today=D(2024, 8, 1))
    assert [date.act for date, _ in after.open] == ["ask for an equivalent hearing"]
    assert [date.act for date, _ in after.passed] == ["ask for a hearing"]


def test_the_case_with_the_nearest_date_comes_first() -> None:
    late = letter("CP14", D(2024, 6, 1), last4="0001", dates=(DateSet(D(2024, 9, 1), "pay", "hard"),))
    none = letter("CP14", D(2024, 6, 1), last4="0000")
    cases, _ = cases_of([none, late, LT11], CATALOGUE, today=TODAY)
    assert [case.last4 for case in cases] == ["1234", "0001", "0000"]


# What does not fit together.


def names(*letters: CaseLetter) -> list[str]:
    return [found.name for found in one(*letters).contradictions]


def test_a_smaller_debt_without_a_payment_does_not_fit() -> None:
    smaller = letter("CP504", D(2024, 3, 11), "8000.00")
    found = one(CP14, smaller).contradictions
    assert [part.name for part in found] == ["debt-smaller"]
    assert found[0].letters == (CP14.id, smaller.id)
    assert found[0].why == (
        "The CP504 of March 11, 2024 asks for $8,000.00, the CP14 of June 5, 2023 asked for $9,000.00, "
        "and no payment is named."
    )
    assert names(CP14, letter("CP504", D(2024, 3, 11), "8000.00", pays=True)) == []
    assert names(CP14, letter("CP504", D(2024, 3, 11), "9000.00")) == []


def test_a_debt_that_interest_and_penalty_do_not_explain_is_told() -> None:
    """Nine months at 8 percent and at most 1 percent a month: to about 10,500 dollars."""
    assert names(CP14, letter("CP504", D(2024, 3, 11), "10400.00")) == []
    assert names(CP14, letter("CP504", D(2024, 3, 11), "11500.00")) == ["debt-jump"]


def test_debts_of_other_periods_are_not_held_against_each_other() -> None:
    both = letter("LT11", D(2024, 7, 1), "4000.00", periods=(YEAR_2021, Period(D(2022, 12, 31), "1040")))
    cases, _ = cases_of([CP14, both], CATALOGUE, today=TODAY)
    assert [case.contradictions for case in cases] == [(), ()]


def test_a_debt_that_is_not_certain_says_nothing() -> None:
    assert names(CP14, letter("CP504", D(2024, 3, 11), None)) == []


def test_two_amounts_of_one_kind_and_date_do_not_fit() -> None:
    other = letter("CP14", D(2023, 6, 5), "9001.00", id="second")
    assert names(CP14, other) == ["two-amounts"]


def test_a_letter_from_before_the_end_of_its_period_does_not_fit() -> None:
    assert names(letter("CP14", D(2021, 12, 31))) == ["before-period-end"]
    assert names(letter("CP14", D(2022, 1, 1))) == []


def test_a_lower_rung_after_a_higher_one_is_unusual() -> None:
    assert names(LT11, letter("CP501", D(2024, 8, 1))) == ["order-unusual"]
    assert names(LT11, letter("CP501", LT11.date)) == []
    assert names(LT11, letter("CP71", D(2024, 8, 1))) == []


def test_every_contradiction_is_documented() -> None:
    told = (Path(__file__).parents[2] / "docs/record.md").read_text("utf-8")
    assert set(CONTRADICTIONS) <= set(re.findall(r"`([a-z-]+)`", told))
