"""Which ways forward fit a letter, its debt and its taxpayer; and which do not, with the reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from classify.advice import Option, OptionNotFitting
from classify.catalogue import load_catalogue
from classify.options import Circumstances, options_for

CATALOGUE = load_catalogue()
D = dt.date


def sorted_out(
    code: str, debt: str | None = None, **more: object
) -> tuple[dict[str, Option], dict[str, OptionNotFitting]]:
    """What fits and what does not, by key."""
    notice = CATALOGUE.notices[code]
    circumstances = Circumstances(None if debt is None else Decimal(debt), **more)  # type: ignore[arg-type]
    fitting, not_fitting = options_for(notice, CATALOGUE, circumstances)
    return {o.key: o for o in fitting}, {o.key: o for o in not_fitting}


@pytest.mark.parametrize(
    ("key", "code", "last_within", "first_beyond", "business"),
    [
        ("plan-guaranteed", "CP14", "10000.00", "10000.01", False),
        ("plan-long-online", "CP504", "50000.00", "50000.01", False),
        ("plan-short", "CP504", "99999.99", "100000.00", False),
        ("plan-long-form", "CP504", "50000.01", "50000.00", False),
        ("plan-business", "CP297", "25000.00", "25000.01", True),
        ("plan-business-form", "CP297", "25000.01", "25000.00", True),
        ("passport", "LT11", "62000.01", "62000.00", False),
    ],
)
def test_each_limit_to_the_cent(
    key: str, code: str, last_within: str, first_beyond: str, business: bool
) -> None:
    fitting, not_fitting = sorted_out(code, last_within, business=business, dated=D(2024, 3, 11))
    assert key in fitting
    assert key not in not_fitting
    assert fitting[key].fits.startswith(f"The debt, ${Decimal(last_within):,.2f}, is ")
    fitting, not_fitting = sorted_out(code, first_beyond, business=business, dated=D(2024, 3, 11))
    assert key not in fitting
    assert not_fitting[key].why_not.startswith(f"The debt, ${Decimal(first_beyond):,.2f}, is ")


def test_a_debt_that_is_not_known_leaves_nothing_out() -> None:
    fitting, not_fitting = sorted_out("CP504", dated=D(2024, 3, 11))
    assert {"plan-short", "plan-guaranteed", "plan-long-online", "plan-long-form"} <= set(fitting)
    assert set(not_fitting) == {"cdp", "injured-spouse"}
    assert all(option.fits == "" for option in fitting.values())


@pytest.mark.parametrize(
    ("dated", "limit"),
    [
        (D(2018, 6, 1), "$51,000 (as of 2018)"),
        (D(2019, 6, 1), "$52,000 (as of 2019)"),
        (D(2022, 12, 31), "$55,000 (as of 2022)"),
        (D(2023, 1, 1), "$59,000 (as of 2023)"),
        (D(2026, 6, 1), "$66,000 (as of 2026)"),
        (D(2031, 6, 1), "$66,000 (as of 2026)"),
        (None, "$66,000 (as of 2026)"),
    ],
)
def test_the_passport_limit_is_that_of_the_letters_year(dated: dt.date | None, limit: str) -> None:
    _, not_fitting = sorted_out("LT11", "9533.53", dated=dated)
    expected = f"The debt, $9,533.53, is not above {limit}. All debts of this kind count together."
    assert not_fitting["passport"].why_not == expected


def test_before_the_passport_rule_nothing_is_said_of_it() -> None:
    for debt in ("9533.53", "900000.00", None):
        fitting, not_fitting = sorted_out("LT11", debt, dated=D(2017, 6, 1))
        assert "passport" not in {**fitting, **not_fitting}


def test_tax_alone_counts_for_the_plan_that_must_be_accepted() -> None:
    fitting, _ = sorted_out("CP14", "10900.00", tax=Decimal("9800.00"))
    assert fitting["plan-guaranteed"].fits == "The tax, $9,800.00, is not above $10,000."
    _, not_fitting = sorted_out("CP14", "12900.00", tax=Decimal("11000.00"))
    assert not_fitting["plan-guaranteed"].why_not.startswith("The tax, $11,000.00, is above $10,000.")
    fitting, _ = sorted_out("CP14", "500.00", tax=Decimal("11000.00"))
    assert fitting["plan-guaranteed"].fits == "The debt, $500.00, is not above $10,000."


@pytest.mark.parametrize("code", ["CP14", "CP501", "CP503", "CP504", "CP504B", "CP523"])
def test_a_letter_without_a_hearing_says_so(code: str) -> None:
    fitting, not_fitting = sorted_out(code)
    assert not {"cdp", "equivalent"} & set(fitting)
    assert not_fitting["cdp"].why_not.startswith(f"{code} gives no hearing: the final levy notices (LT11,")
    assert not_fitting["cdp"].source.startswith("http")


@pytest.mark.parametrize("code", ["LT11", "Letter 1058", "CP90", "CP297", "CP77", "Letter 3172"])
def test_a_letter_with_a_hearing_has_it_until_its_date(code: str) -> None:
    fitting, not_fitting = sorted_out(code)
    assert {"cdp", "equivalent"} <= set(fitting)
    fitting, not_fitting = sorted_out(code, gone=frozenset({"cdp"}))
    assert "cdp" not in fitting
    assert not_fitting["cdp"].why_not == "The last day to ask for it has passed."
    assert "equivalent" in fitting


def test_the_taxpayer_decides() -> None:
    person, not_for_person = sorted_out("LT11", business=False)
    firm, not_for_firm = sorted_out("LT11", business=True)
    either, _ = sorted_out("LT11", business=None)
    assert not_for_firm["spouse"].why_not == "It is for a person, and this letter is to a business."
    assert not_for_person["plan-business"].why_not == "It is for a business, and this letter is to a person."
    assert {"spouse", "plan-guaranteed"} <= set(person) - set(firm)
    assert {"plan-business", "plan-business-form"} <= set(firm) - set(person)
    assert {"spouse", "plan-business"} <= set(either)


@pytest.mark.parametrize("code", sorted(CATALOGUE.notices))
def test_every_way_is_told_once_and_with_its_reason(code: str) -> None:
    for business in (None, False, True):
        fitting, not_fitting = options_for(
            CATALOGUE.notices[code], CATALOGUE, Circumstances(Decimal("61000.00"), business=business)
        )
        keys = [option.key for option in (*fitting, *not_fitting)]
        assert len(set(keys)) == len(keys)
        assert all(option.why and option.checked == bool(option.source) for option in fitting)
        for option in not_fitting:
            assert option.why_not.endswith((".", ")"))
            assert "{" not in option.why_not
            assert option.checked
            assert option.source
        if "advocate" in keys:
            assert fitting[-1].key == "advocate"


def test_needs_carry_their_year_and_every_source_its_address() -> None:
    fitting, _ = sorted_out("CP504", "9533.53")
    fees = next(need for need in fitting["plan-long-online"].needs if "fee" in need)
    assert fees.endswith("(as of 2026)")
    assert all(source.startswith("http") for option in fitting.values() for source in option.sources)


def test_a_need_that_rests_on_nothing_read_says_so() -> None:
    fitting, _ = sorted_out("CP11", "500.00")
    proof = next(need for need in fitting["math-error"].needs if "Proof" in need)
    assert proof.endswith("(Check before relying on it.)")


def test_a_letter_about_a_plan_offers_none_that_is_for_those_who_had_no_plan() -> None:
    fitting, not_fitting = sorted_out("CP523", "8412.19")
    assert "plan-guaranteed" not in fitting
    assert "five years" in not_fitting["plan-guaranteed"].why_not
    assert "plan-long-online" in fitting
