"""`ingest grow`, and what card and explanation say of waiting."""

from __future__ import annotations

import io
import json

import pytest
from click.testing import CliRunner, Result
from fake_readers import letter_of
from rich.console import Console

import cli
from mailroom import card, explain
from mailroom.grow import by_hand  # noqa: F401 - loads before the terminal's width is set

FACTS = ("--balance", "$10,000", "--tax", "0", "--from", "2003-12-23", "--to", "2004-10-06")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.ingest, ["grow", *arguments], env={"COLUMNS": "100"})


def test_it_tells_the_amount_and_every_step() -> None:
    result = run(*FACTS)
    assert result.exit_code == 0
    assert "About $10,347.15 by October 6, 2004, if nothing is paid." in result.stdout
    assert "6 days to October 6, 2004 at 5 percent" in " ".join(result.stdout.split())
    assert "An estimate" in result.stdout


def test_as_json_it_is_what_the_record_holds() -> None:
    found = json.loads(run(*FACTS, "--json").stdout)
    assert (found["least"], found["most"], found["assumed_rate"]) == ("10347.15", "10347.15", False)


def test_every_fact_counts() -> None:
    base = ("--balance", "1000", "--tax", "1000", "--from", "2024-04-15", "--to", "2024-08-15", "--json")
    due = ("--due", "2024-04-15")

    def penalty(*more: str) -> list[str]:
        found: list[str] = json.loads(run(*base, *more).stdout)["penalty"]
        return found

    assert penalty(*due) == ["20.00", "20.00"]
    assert penalty(*due, "--plan") == ["10.00", "10.00"]
    assert penalty(*due, "--levy-notice", "2024-04-01") == ["40.00", "40.00"]
    assert penalty(*due, "--charged", "24.5") == ["5.00", "5.00"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (("--balance", "x", *FACTS[2:]), "no amount such as 9533.53"),
        (("--balance", "nan", *FACTS[2:]), "no amount"),
        (("--balance", "-5", *FACTS[2:]), "no amount"),
        (("--balance", "1", "--tax", "2", *FACTS[4:]), "more than the balance"),
        ((*FACTS[:6], "--to", "2003-12-22"), "lies before"),
        ((*FACTS[:4], "--from", "1980-01-01", *FACTS[6:]), "No rate of interest is known before 1994-10-01"),
        ((*FACTS, "--due", "2004-01-01"), "due after the day of the balance"),
        ((*FACTS, "--charged", "26"), "range"),
    ],
)
def test_facts_that_cannot_be_are_wrong_usage(facts: tuple[str, ...], told: str) -> None:
    result = run(*facts)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


GROWTH = {
    "from": "2024-03-11",
    "said": "If nothing is paid, the debt grows to about $9,722 to $9,962 by June 9, 2024 (an estimate).",
    "by": [
        {"date": "2024-06-09", "least": "9722.91", "most": "9961.25", "derivation": ["Owed.", "Interest."]}
    ],
    "note": "It leaves out relief.",
}


def shown(growth: object) -> tuple[str, str]:
    made = letter_of("ab" * 32)
    made["advice"]["growth"] = growth
    record = {"source": {"name": "a.pdf"}, "letters": [made]}
    outs = (io.StringIO(), io.StringIO())
    card.show(Console(file=outs[0], width=100), record, cli.dt.date(2024, 3, 20))
    explain.show(Console(file=outs[1], width=100), record)
    return tuple(" ".join(out.getvalue().split()) for out in outs)  # type: ignore[return-value]


def test_the_card_says_it_in_one_sentence_and_the_explanation_in_steps() -> None:
    told, explained = shown(GROWTH)
    assert f"- {GROWTH['said']}" in told
    assert (
        "What waiting costs by 2024-06-09: 9722.91 to 9961.25 (an estimate) 1. Owed. 2. Interest."
        in explained
    )
    assert "It leaves out relief." in explained


@pytest.mark.parametrize("crooked", [None, 5, [], {}, {"said": 5, "by": 3}, {"by": [5, {"date": 5}]}])
def test_a_record_without_it_is_shown_all_the_same(crooked: object) -> None:
    told, explained = shown(crooked)
    assert "CP504" in told
    assert "CP504" in explained
