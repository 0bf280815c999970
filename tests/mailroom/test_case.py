"""`ingest case`: from records or letters to cases, on the terminal and as JSON."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fake_readers import letter_of
from rich.console import Console

import cli
from classify.catalogue import Catalogue, load_catalogue
from mailroom import case

TODAY = dt.date(2024, 3, 20)
HEARING = {
    "date": "2024-04-10",
    "kind": "hard",
    "from": "computed",
    "act": "ask for a hearing",
    "lost": "The hearing.",
    "derivation": [],
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def field(value: Any, *, accepted: bool = True) -> dict[str, Any]:
    return {"value": value, "accepted": accepted, "probability": None, "evidence": []}


def record(name: str, code: str, date: str, amount: str | None = "9000.00", **fields: Any) -> dict[str, Any]:
    made = letter_of(name.encode().hex().ljust(64, "0"), fields.pop("status", "accepted"))
    made |= {
        "notice": {**field(code), "title": None},
        "notice_date": field(date),
        "amount_due": field(amount),
        **fields,
    }
    return {
        "schema": 1,
        "source": {"name": name, "sha256": "ab" * 32, "pages": 1, "kind": "pdf"},
        "letters": [made],
    }


def advised(*deadlines: dict[str, Any]) -> dict[str, Any]:
    advice: dict[str, Any] = letter_of("ab" * 32)["advice"]
    return {**advice, "deadline": deadlines[0] if deadlines else None, "other_deadlines": list(deadlines[1:])}


CP14 = record("bill.pdf", "CP14", "2023-06-05", advice=advised())
LT11 = record("final.pdf", "LT11", "2024-03-11", "9500.00", advice=advised(HEARING))
LOCKED = {
    "schema": 1,
    "source": {"name": "locked.pdf", "sha256": None, "pages": None, "kind": None},
    "error": {
        "name": "EncryptedFile",
        "message": "The PDF is locked.",
        "advice": "Unlock it.",
        "exit_code": 3,
    },
}


def shown(catalogue: Catalogue, *records: dict[str, Any], width: int = 100, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, _environ={})
    case.show(console, case.dossier_of(records, catalogue, TODAY), TODAY)
    return out.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_case_is_told_in_the_order_in_which_it_is_needed(catalogue: Catalogue) -> None:
    told = flat(shown(catalogue, LT11, CP14))
    order = (
        "Taxpayer number ending in 1234, Form 1040 for 2021",
        "TIMELINE June 5, 2023: CP14, $9,000.00 (bill.pdf)",
        "March 11, 2024: LT11, $9,500.00 (final.pdf)",
        "IN FORCE LT11 of March 11, 2024, the newest",
        "NOT HERE Not among these letters: CP501 (often left out); CP503 (often left out); CP504.",
        "That does not say whether it was sent.",
        "NEXT Usually a levy, by law not before April 10, 2024.",
        "STILL OPEN April 10, 2024 (21 days left): ask for a hearing, LT11",
        "not tax or legal advice",
    )
    places = [told.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_what_stands_apart_and_what_was_not_read_is_told(catalogue: Catalogue) -> None:
    unsure = record("a.pdf", "CP501", "2023-07-17", taxpayer_id_last4=field("1234", accepted=False))
    foreign = record("b.pdf", "CP14", "2023-07-17", status="not_irs")
    unread = record("c.pdf", "CP14", "2023-07-17", status="unreadable")
    told = flat(shown(catalogue, CP14, unsure, foreign, unread, LOCKED))
    assert "STANDING APART - a.pdf 612e7064#1: The last four digits are not certain" in told
    assert "b.pdf 622e7064#1: It does not look like a letter from the IRS." in told
    assert "c.pdf 632e7064#1: It could not be read." in told
    assert "NOT READ - locked.pdf: The PDF is locked." in told


def test_what_does_not_fit_is_told_and_needs_a_person(catalogue: Catalogue) -> None:
    smaller = record("small.pdf", "CP504", "2024-03-11", "5.00", advice=advised())
    found = case.dossier_of([CP14, smaller], catalogue, TODAY)
    assert found.exit_code == 10
    assert "CONFLICT The CP504 of March 11, 2024 asks for $5.00" in flat(shown(catalogue, CP14, smaller))


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([CP14, LT11], 0),
        ([CP14, record("r.pdf", "CP501", "2023-07-17", status="review")], 10),
        ([CP14, record("u.pdf", "CP501", "2023-07-17", status="unreadable")], 10),
        ([CP14, record("n.pdf", "CP501", "2023-07-17", status="not_irs")], 0),
        ([CP14, LOCKED], 3),
    ],
)
def test_the_worst_decides_how_it_ends(
    catalogue: Catalogue, records: list[dict[str, Any]], code: int
) -> None:
    assert case.dossier_of(records, catalogue, TODAY).exit_code == code


def test_only_what_was_accepted_counts(catalogue: Catalogue) -> None:
    unsure = record(
        "a.pdf",
        "CP504",
        "2024-03-11",
        advice=advised(),
        notice={**field("CP504", accepted=False), "title": None},
        notice_date=field("2024-03-11", accepted=False),
        amount_due=field("1.00", accepted=False),
    )
    (found,) = case.dossier_of([CP14, unsure], catalogue, TODAY).cases
    assert [(letter.notice, letter.date, letter.debt) for letter in found.letters][1] == (None, None, None)
    assert found.contradictions == ()


def test_what_is_no_debt_or_only_a_part_of_one_is_not_held_against_another(catalogue: Catalogue) -> None:
    def debt(code: str, **fields: Any) -> object:
        (found,) = case.dossier_of([record("a.pdf", code, "2024-01-02", **fields)], catalogue, TODAY).cases
        return found.letters[0].debt

    assert debt("CP521") is None
    assert debt("CP2000") is None
    whole = [{"role": "whole_debt", "value": "12000.00"}]
    assert str(debt("CP523", amounts=whole)) == "12000.00"
    assert debt("CP523", amounts=[{"role": "whole_debt", "value": "a lot"}]) is None


def test_as_json_it_is_the_object_of_the_documentation(catalogue: Catalogue) -> None:
    found = case.as_json(case.dossier_of([LT11, CP14, LOCKED], catalogue, TODAY))
    (one,) = found["cases"]
    assert (one["taxpayer_id_last4"], one["form"], one["period_end"]) == ("1234", "1040", "2021-12-31")
    assert [letter["notice"] for letter in one["letters"]] == ["CP14", "LT11"]
    assert one["newest"] == one["letters"][1]["id"]
    assert one["not_among"] == [["CP501"], ["CP503"], ["CP504"]]
    assert (one["next"], one["not_before"], one["by_law"]) == (["levy"], "2024-04-10", True)
    assert one["open"] == [
        {
            "date": "2024-04-10",
            "act": "ask for a hearing",
            "kind": "hard",
            "lost": "The hearing.",
            "letter": one["newest"],
        }
    ]
    assert found["errors"][0]["file"] == "locked.pdf"
    keys = set((Path(__file__).parents[2] / "docs/record.md").read_text("utf-8").split())
    assert {"not_among[]", "open[]", "passed[]", "contradictions[]", "apart[]"} <= keys


@pytest.mark.parametrize("terminal", [False, True])
def test_nothing_in_a_record_takes_effect_and_lines_keep_their_width(
    catalogue: Catalogue, *, terminal: bool
) -> None:
    hostile = {**HEARING, "act": "\x1b[2J[bold red]000-12-3456 " + "x" * 200}
    made = record("\x1b]0;owned\x07.pdf", "LT11", "2024-03-11", advice=advised(hostile))
    told = shown(catalogue, made, width=80, terminal=terminal)
    assert "\x1b[2J" not in told
    assert "\x07" not in told
    assert "000-12-3456" not in told
    assert "[bold red]" in told
    if not terminal:
        assert max(len(line) for line in told.splitlines()[1:]) <= 80


# The command.


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    for name in [name for name in os.environ if name.startswith("INGEST_")]:
        monkeypatch.delenv(name)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(
        cli.ingest,
        ["case", *arguments, "--today", "2024-03-20"],
        obj=cli.Desk(reading="fake_readers:by_content"),
    )


def test_a_file_of_records_and_the_folder_of_a_batch_say_the_same(folder: Path) -> None:
    (folder / "out").mkdir()
    lines = "".join(json.dumps(one) + "\n" for one in (CP14, LT11))
    (folder / "out/records.jsonl").write_text(lines)
    by_file, by_folder = run("out/records.jsonl", "--json"), run("out", "--json")
    assert by_file.exit_code == by_folder.exit_code == 0
    assert by_file.stdout == by_folder.stdout
    assert len(json.loads(by_file.stdout)["cases"][0]["letters"]) == 2
    assert by_file.stderr == ""


def test_a_folder_of_letters_is_read_and_left_as_it_was(folder: Path) -> None:
    (folder / "in").mkdir()
    for word in ("accepted", "review", "locked"):
        (folder / f"in/{word}.pdf").write_text(f"{word}\n{word}")
    result = run("in", "--workers", "2")
    assert result.exit_code == 3
    assert "Taxpayer number ending in 1234" in result.stdout
    assert "locked.pdf" in result.stdout
    assert sorted(path.name for path in folder.rglob("*")) == [
        "accepted.pdf",
        "in",
        "locked.pdf",
        "review.pdf",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "There is no letter in records.jsonl"),
        ("{}\n", "Line 1 of records.jsonl is no record"),
        (json.dumps(CP14) + '\n{"schema": 1, "sou', "Line 2 of records.jsonl is no record"),
        ("[" * 100_000, "Line 1 of records.jsonl is no record"),
        ("\xff\xfe", "Line 1 of records.jsonl is no record"),
    ],
)
def test_what_is_no_record_is_one_clear_line(folder: Path, content: str, told: str) -> None:
    (folder / "records.jsonl").write_text(content, encoding="latin-1")
    result = run("records.jsonl")
    assert (result.exit_code, result.stdout) == (3, "")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_nothing_there_is_one_clear_line(folder: Path) -> None:
    (folder / "empty").mkdir()
    for name in ("nowhere", "empty"):
        result = run(name)
        assert (result.exit_code, result.stdout) == (3, "")
        assert len(result.stderr.splitlines()) == 1
