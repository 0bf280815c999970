"""Deadlines asked for by hand: every step, what is lost, and one clear line where nothing can be said."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import cli
from classify.catalogue import Catalogue, load_catalogue
from classify.deadline import HEADLINE, deadlines
from ingest.errors import QuestionError
from mailroom import by_hand

D = dt.date


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.ingest, ["deadline", *arguments])


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_clock_with_its_steps_and_what_is_lost() -> None:
    result = run("LT11", "--date", "2024-03-11", "--today", "2024-03-20")
    assert (result.exit_code, result.stderr) == (0, "")
    text = flat(result.stdout)
    assert "Wednesday, April 10, 2024: 21 days left to ask for a Collection Due Process hearing" in text
    for step in (
        "1. Notice date Monday, March 11, 2024.",
        "2. Day 1 is March 12; day 30 is April 10, 2024.",
        "3. April 10 is a Wednesday: no roll.",
    ):
        assert step in text
    assert "AT STAKE The hearing that holds levies" in text
    assert "DEADLINE: equivalent-hearing BY WHEN Tuesday, March 11, 2025" in text
    assert "SET BY IRC 6330(a)(3)(B)" in text
    assert "NO DATE - to pay or call as the notice asks - No date: only a date printed" in text


def test_a_date_long_past_says_so_first() -> None:
    result = run("CP14", "--date", "2018-01-30", "--amount", "$1,075.21", "--today", "2026-11-23")
    first = flat(result.stdout).partition("DEADLINE")[0]
    assert "FIRST The date to pay without further interest was Tuesday, February 20, 2018" in first
    assert "it passed 3,198 days ago" in first


def test_a_later_postmark_keeps_the_working_date_and_says_both() -> None:
    result = run(
        "LT11", "--date", "2024-03-11", "--postmark", "2024-03-20", "--today", "2024-04-15", "--json"
    )
    said = json.loads(result.stdout)
    assert said["deadlines"][0]["date"] == "2024-04-10"
    assert said["deadlines"][0]["by_mailing"] == "2024-04-19"
    assert said["deadlines"][0]["passed"]
    assert "it passed 5 days ago" in said["warnings"][0]
    assert "The law counts from mailing, to Friday, April 19, 2024: act at once" in said["warnings"][1]


def test_printed_and_computed_are_both_shown_and_a_conflict_needs_a_person() -> None:
    result = run("LT11", "--date", "2024-03-11", "--printed", "hearing=2024-04-24", "--today", "2024-03-20")
    assert result.exit_code == 10
    text = flat(result.stdout)
    assert "*** A PERSON MUST LOOK AT THIS LETTER ***" in text
    assert "PRINTED Wednesday, April 24, 2024 COMPUTED Wednesday, April 10, 2024" in text
    assert "The two differ: the earlier, April 10, 2024, stands." in text


@pytest.mark.parametrize(
    ("arguments", "date"),
    [
        ("CP14 --date 2024-05-13 --amount 99999.99", "2024-06-03"),
        ("CP14 --date 2024-05-13 --amount $100,000.00", "2024-05-28"),
        ("cp 14 --date 2024-05-13 --amount 100000", "2024-05-28"),
        ("CP523 --date 2024-03-11 --termination 2024-04-26", "2024-04-26"),
        ("CP523 --date 2024-03-11", "2024-04-10"),
        ("CP501 --printed 2024-04-01", "2024-04-01"),
        ("Letter 3172 --printed 2024-04-18", "2024-04-18"),
        ("CP504 --date 2024-03-11", "2024-04-10"),
    ],
)
def test_the_first_date_of_an_answer(arguments: str, date: str) -> None:
    said = json.loads(run(*arguments.split(), "--json", "--today", "2024-03-20").stdout)
    assert said["deadlines"][0]["date"] == date


def test_money_and_dates_keep_their_value_through_json(catalogue: Catalogue) -> None:
    anchors = by_hand.anchors_of(
        "2024-05-13", ["pay_by=2024-05-28"], "$100,000.00", "2024-05-14", abroad=True
    )
    assert anchors.amount == Decimal("100000.00")
    back = json.loads(json.dumps(by_hand.record(by_hand.answer(catalogue, "CP14", anchors, D(2024, 5, 20)))))
    assert back["anchors"] == {
        "notice_date": "2024-05-13",
        "amount": "100000.00",
        "printed": {"pay_by": "2024-05-28"},
        "abroad": True,
        "postmark": "2024-05-14",
    }
    assert by_hand.amount_of(back["anchors"]["amount"]) == anchors.amount


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (
            "CP14",
            2,
            "No date, no deadline: CP14, to pay without further interest: its days run from the notice",
        ),
        ("CP14 --amount 500 --postmark 2024-03-12", 2, "Give it with --date."),
        ("CP501 --date 2024-03-11", 2, "only a date printed on the letter counts. Give it with --printed."),
        ("Letter 3172 --date 2024-03-11", 2, "its days run from the filing of the lien"),
        ("CP14C --date 2024-03-11", 2, "the relief for a disaster, which is never worked out here"),
        ("CP9999 --date 2024-03-11", 5, "The catalogue has no notice CP9999."),
        ("CP14 --date 2024-02-30", 2, "--date: 2024-02-30 is no date that a letter can have."),
        ("CP14 --date 3/11/2024", 2, "Write year, month and day"),
        ("CP14 --date 9999-12-31", 2, "1990 to 2099"),
        ("CP14 --date 20240311", 2, "is no date"),
        ("CP14 --date 2024-03-11 --postmark soon", 2, "--postmark: soon is no date"),
        ("CP14 --date 2024-03-11 --printed lunch=2024-04-01", 2, "--printed: lunch is nothing that a date"),
        ("CP14 --date 2024-03-11 --printed 2024-04-01 --printed 2024-04-02", 2, "Two printed dates"),
        ("CP14 --date 2024-03-11 --amount lots", 2, "--amount: lots is no amount."),
        ("CP14 --date 2024-03-11 --amount -5", 2, "--amount: -5 is no amount."),
        ("CP14 --date 2024-03-11 --amount NaN", 2, "is no amount"),
    ],
)
def test_what_cannot_be_answered_is_one_clear_line(arguments: str, code: int, told: str) -> None:
    result = run(*arguments.split())
    assert (result.exit_code, result.stdout) == (code, "")
    assert len(result.stderr.splitlines()) == 1
    assert told in result.stderr
    as_json = run(*arguments.split(), "--json")
    assert (as_json.exit_code, as_json.stderr) == (code, "")
    error = json.loads(as_json.stdout)["error"]
    assert told in f"{error['message']} {error['advice']}"
    assert error["exit_code"] == code


def test_an_unclassified_code_gets_no_date(catalogue: Catalogue) -> None:
    for code in catalogue.unclassified:
        result = run(code, "--date", "2024-03-11")
        assert (result.exit_code, result.stdout) == (5, "")
        assert "is not classified" in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_a_date_that_has_not_come_is_said_and_far_ahead_is_doubted() -> None:
    soon = run("LT11", "--date", "2024-03-25", "--today", "2024-03-20")
    assert soon.exit_code == 0
    assert "The notice date, March 25, 2024, lies in the future: check it." in flat(soon.stdout)
    far = run("LT11", "--date", "2034-03-13", "--today", "2024-03-20", "--json")
    assert far.exit_code == 10
    said = json.loads(far.stdout)
    assert [doubt["name"] for doubt in said["doubts"]] == ["notice-date-implausible"]
    assert {deadline["kind"] for deadline in said["deadlines"]} == {"estimated"}


def test_an_alias_says_whose_treatment_it_shares() -> None:
    assert "CP14H is treated like CP14; its own wording comes first." in flat(
        run("cp14h", "--date", "2024-03-11").stdout
    )


@pytest.mark.parametrize("width", [60, 100])
def test_lines_keep_the_width_for_every_notice(catalogue: Catalogue, width: int) -> None:
    anchors = by_hand.anchors_of("2024-03-11", ["termination=2024-04-26", "2024-04-10"], "500.00")
    for code, notice in catalogue.notices.items():
        if notice.deadlines and not deadlines(notice, anchors)[0]:
            with pytest.raises(QuestionError, match="No date, no deadline"):
                by_hand.answer(catalogue, code, anchors, D(2024, 3, 20))
            continue
        out = io.StringIO()
        made = by_hand.answer(catalogue, code, anchors, D(2024, 3, 20))
        by_hand.show(Console(file=out, width=width, highlight=False), made)
        assert all(len(line) <= width and line == line.rstrip() for line in out.getvalue().splitlines())


def test_a_printed_date_says_what_it_is_for_or_is_the_headline() -> None:
    assert by_hand.printed_of("2024-04-10") == (HEADLINE, D(2024, 4, 10))
    assert by_hand.printed_of("hearing=2024-04-10") == ("hearing", D(2024, 4, 10))
    with pytest.raises(QuestionError):
        by_hand.printed_of("=2024-04-10")
