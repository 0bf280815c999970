"""What nobody has checked says so wherever it is shown: in the record, on the card, in the catalogue."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from rich.console import Console

from classify.advise import advise
from classify.catalogue import Notice, Statement, load_catalogue
from classify.catalogue.entry import CHECK_FIRST
from classify.field import Field, Period
from classify.finding import Finding
from classify.record import letter_record
from ingest.letter import Capture, Letter, ReadPage
from mailroom import card, explain, notices

CATALOGUE = load_catalogue()
TODAY = dt.date(2024, 3, 20)
UNCHECKED = sorted(
    code for code, notice in CATALOGUE.notices.items() if any(s.mark == "general" for s in notice.statements)
)
_FILLED = "by the date printed on the letter"


def record_of(notice: Notice, *, dated: dt.date | None) -> dict[str, Any]:
    """The record of a letter of this kind of which all is certain."""
    period = (Period(dt.date(2021, 12, 31), "1040"),)
    values = (notice.code, dated, period, Decimal("500.00"), None, "1234")
    finding = Finding("irs", *(Field(value, accepted=True) for value in values))
    advice, doubts = advise(finding, CATALOGUE, today=TODAY)
    letter = Letter("0a1b2c3d#1", (ReadPage(1, (2550, 3300), (), Capture("digital")),))
    one = letter_record(letter, finding, advice, doubts, {}, notice.title.said)
    return {
        "schema": 1,
        "source": {"name": "letter.pdf", "kind": "pdf"},
        "letters": [json.loads(json.dumps(one))],
    }


def shown(notice: Notice, record: dict[str, Any]) -> Iterator[str]:
    """Everything that a person or a program is shown of the notice, each as one line."""
    yield json.dumps(record, ensure_ascii=False)
    for write in (
        lambda console: card.show(console, record, TODAY, long=True),
        lambda console: explain.show(console, record),
        lambda console: notices.show(console, CATALOGUE, notice.code),
    ):
        out = io.StringIO()
        write(Console(file=out, width=400, highlight=False))
        yield " ".join(out.getvalue().split())


@pytest.mark.parametrize("code", UNCHECKED)
def test_what_is_general_knowledge_says_so_in_every_output(code: str) -> None:
    """After each text that rests on nothing read, the reader finds that it was not checked."""
    notice = CATALOGUE.notices[code]
    general = [s for s in notice.statements if s.mark == "general" and s is not notice.spanish]
    sourced = " ".join(s.text for s in notice.statements if s.mark != "general")
    for dated in (dt.date(2024, 3, 11), None):
        for text in shown(notice, record_of(notice, dated=dated)):
            for statement in general:
                for rest in _after(statement, text):
                    assert statement.text in sourced or _is_marked(rest), (statement.text, rest[:80])


def _after(statement: Statement, text: str) -> Iterator[str]:
    """What follows the statement at each place where the text shows it whole."""
    said = statement.text.replace("{by}", _FILLED)
    for spoken in {said, statement.text.replace("{by}", "by the deadline")}:
        parts = text.split(spoken)
        yield from (rest for before, rest in pairwise(parts) if not before[-1:].isalnum())


def _is_marked(rest: str) -> bool:
    """Whether the words right behind say it."""
    return CHECK_FIRST.lower()[:-1] in rest[:60].lower()


@pytest.mark.parametrize(
    "code",
    [code for code in UNCHECKED if (twin := CATALOGUE.notices[code].spanish) and twin.mark == "general"],
)
def test_a_spanish_twin_that_was_not_checked_says_so(code: str) -> None:
    notice = CATALOGUE.notices[code]
    assert notice.spanish is not None
    out = io.StringIO()
    notices.show(Console(file=out, width=400, highlight=False), CATALOGUE, code)
    named = [line for line in out.getvalue().splitlines() if line.startswith(("In Spanish:", "Also:"))]
    assert [line for line in named if notice.spanish.text in line] == [named[-1]]
    assert _is_marked(named[-1].partition(notice.spanish.text)[2])


def test_a_deadline_on_an_unchecked_rule_says_so_on_the_card_and_in_the_record() -> None:
    found = 0
    for notice in CATALOGUE.notices.values():
        unchecked = {rule.name for rule in notice.deadlines if rule.basis.mark == "general"}
        record = record_of(notice, dated=dt.date(2024, 3, 11))
        advice = record["letters"][0]["advice"]
        for deadline in filter(None, [advice["deadline"], *advice["other_deadlines"]]):
            assert deadline["checked"] == (deadline["rule"] not in unchecked)
            if not deadline["checked"]:
                found += 1
                assert deadline["kind"] == "estimated"
                assert deadline["derivation"][-1].endswith(CHECK_FIRST)
                assert CHECK_FIRST in deadline["lost"]
    assert found
