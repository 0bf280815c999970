"""Letters of one taxpayer and period together: from records to cases, and how they are shown."""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from classify.case import Apart, Case, CaseLetter, DateSet, cases_of
from classify.catalogue import Catalogue
from classify.field import Period
from classify.ladder import either
from classify.waiting import OWED
from ingest.errors import DamagedFile, MissingFile
from mailroom import batch, wording
from mailroom.contract import RECORD, fits
from mailroom.details import INFORMS
from mailroom.lines import Lines, plain, safe
from mailroom.outcome import SCHEMA, JsonObject, Outcome, worst
from mailroom.process import ReadingRoom
from mailroom.shown import shown_name

RECORDS = "records.jsonl"
_ERROR = {"source": {"name": str}, "error": {"name": str, "message": str, "advice": str, "exit_code": int}}
_LONGEST_LINE = 64 * 1024**2
_NEEDS_PERSON = 10
_FRAME = 4
# What a plan's letter asks for may be one payment of it, not the debt.
_DEBTS = OWED - {"installment agreement"}


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was found in a set of records: cases, letters that stand apart, files that could not be worked."""

    cases: tuple[Case, ...]
    apart: tuple[Apart, ...]
    errors: tuple[JsonObject, ...]
    exit_code: int


def records_at(
    path: Path, room: Callable[[], ReadingRoom], *, recursive: bool, on_news: batch.OnNews | None = None
) -> list[JsonObject]:
    """The records of a file of them, of the output folder of a batch, or of the letters in a folder.

    Letters are read into a folder that is gone afterwards; the letters themselves stay as they are.

    Raises
    ------
    MissingFile
        if there is nothing of that name, or no letter in it.
    DamagedFile
        if a line is no record.

    """
    if path.is_dir() and (path / RECORDS).is_file():
        path /= RECORDS
    if path.is_dir():
        with tempfile.TemporaryDirectory(prefix="ingest-case-") as private, room() as opened:
            workers = opened.settings.process.workers or os.cpu_count() or 1
            found = batch.run(batch.Batch(path, Path(private) / "out", recursive, workers), opened, on_news)
    elif path.is_file():
        found = list(_lines(path))
    else:
        raise MissingFile(f"There is no folder or file {shown_name(path)}.")
    if not found:
        raise MissingFile(f"There is no letter in {shown_name(path)}.")
    return found


def _lines(path: Path) -> Iterator[JsonObject]:
    """The records of a file, one to a line."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 1):
            if line.strip():
                yield _record(line, f"Line {number} of {shown_name(path)}")


def _record(untrusted_line: bytes, where: str) -> JsonObject:
    try:
        found: Any = json.loads(untrusted_line)
    except (ValueError, RecursionError):
        found = None
    if not fits(found, RECORD) and not fits(found, _ERROR):
        advice = f"Give a folder of letters, or the {RECORDS} of a batch that has ended."
        raise DamagedFile(f"{where} is no record.", advice=advice)
    record: JsonObject = found
    return record


def dossier_of(records: Iterable[JsonObject], catalogue: Catalogue, today: dt.date) -> Dossier:
    """Put the letters of the records together."""
    every = list(records)
    letters = [
        _letter(letter, record["source"]["name"], catalogue)
        for record in every
        for letter in record.get("letters", ())
        if letter["status"] in {"accepted", "review"}
    ]
    cases, apart = cases_of(letters, catalogue, today=today)
    codes = [Outcome(record, None).exit_code for record in every if record.get("letters") != []]
    if any(case.contradictions for case in cases):
        codes.append(_NEEDS_PERSON)
    others = tuple(
        Apart(_letter(letter, record["source"]["name"], catalogue), _OTHERS[letter["status"]])
        for record in every
        for letter in record.get("letters", ())
        if letter["status"] in _OTHERS
    )
    errors = tuple(record for record in every if "error" in record)
    return Dossier(cases, (*apart, *others), errors, worst(codes))


_OTHERS = {
    "not_irs": "It does not look like a letter from the IRS.",
    "unreadable": "It could not be read.",
}


def _letter(letter: JsonObject, file: str, catalogue: Catalogue) -> CaseLetter:
    """What was accepted of one letter."""
    code, dated = _accepted(letter["notice"]), _accepted(letter["notice_date"])
    periods, entry = _accepted(letter["tax_periods"]), catalogue.find(code) if code else None
    asked = _accepted(letter["amount_due"])
    whole = [money for a in letter["amounts"] if a["role"] == "whole_debt" and (money := _money(a["value"]))]
    is_debt = asked is not None and entry is not None and entry.category in _DEBTS
    return CaseLetter(
        id=letter["id"],
        file=file,
        notice=code,
        date=dt.date.fromisoformat(dated) if dated else None,
        last4=_accepted(letter["taxpayer_id_last4"]),
        periods=None if periods is None else tuple(_period(period) for period in periods),
        debt=max(whole, default=_money(asked) if is_debt else None),
        pays=any(a["role"] in {"payments", "refund"} for a in letter["amounts"]),
        needs_person=letter["status"] != "accepted",
        dates=tuple(_dates(letter["advice"])),
    )


def _accepted(field: JsonObject) -> Any:
    return field["value"] if field["accepted"] else None


def _money(text: str) -> Decimal | None:
    """An amount as a record writes it; None for anything else."""
    return Decimal(text) if wording.is_money(text) else None


def _period(period: JsonObject) -> Period:
    return Period(dt.date.fromisoformat(period["end"]), period["form"])


def _dates(advice: JsonObject | None) -> Iterator[DateSet]:
    if advice is None:
        return
    for deadline in filter(None, [advice["deadline"], *advice["other_deadlines"]]):
        act, lost = deadline.get("act"), deadline.get("lost")
        yield DateSet(
            dt.date.fromisoformat(deadline["date"]),
            act if isinstance(act, str) else "act on the letter",
            deadline["kind"],
            lost if isinstance(lost, str) else None,
        )


# ---------------------------------------------------------------------------------------- as JSON


def as_json(dossier: Dossier) -> JsonObject:
    """The object that ``--json`` prints (docs/record.md)."""
    return {
        "schema": SCHEMA,
        "cases": [_case_object(case) for case in dossier.cases],
        "apart": [
            {"id": apart.letter.id, "file": apart.letter.file, "why": apart.why} for apart in dossier.apart
        ],
        "errors": [{"file": e["source"]["name"], **e["error"]} for e in dossier.errors],
    }


def _case_object(case: Case) -> JsonObject:
    place = case.place
    wait = place.wait if place else None
    return {
        "taxpayer_id_last4": case.last4,
        "form": case.period.form,
        "period_end": case.period.end.isoformat(),
        "letters": [_letter_object(letter) for letter in case.letters],
        "newest": case.newest.id if case.newest else None,
        "sequence": place.ladder.name if place else None,
        "not_among": [list(rung) for rung in case.not_among],
        "next": list(place.after) if place else [],
        "not_before": place.earliest.isoformat() if place and place.earliest else None,
        "by_law": wait.law if wait else None,
        "open": [_date_object(*found) for found in case.open],
        "passed": [_date_object(*found) for found in case.passed],
        "contradictions": [
            {"name": c.name, "why": c.why, "letters": list(c.letters)} for c in case.contradictions
        ],
    }


def _letter_object(letter: CaseLetter) -> JsonObject:
    return {
        "id": letter.id,
        "file": letter.file,
        "copies": list(letter.copies),
        "notice": letter.notice,
        "notice_date": letter.date.isoformat() if letter.date else None,
        "debt": f"{letter.debt:.2f}" if letter.debt is not None else None,
        "needs_person": letter.needs_person,
    }


def _date_object(date: DateSet, letter: CaseLetter) -> JsonObject:
    return {
        "date": date.date.isoformat(),
        "act": date.act,
        "kind": date.kind,
        "lost": date.lost,
        "letter": letter.id,
    }


# -------------------------------------------------------------------------------------- in a terminal


def show(console: Console, dossier: Dossier, today: dt.date) -> None:
    """Print the cases, the most urgent first, then what stands apart."""
    for number, case in enumerate(dossier.cases):
        if number:
            console.print()
        lines = Lines(console, inset=0 if plain(console) else _FRAME)
        _write(lines, case, today)
        lines.show_framed(_title(case), "red" if case.open or case.contradictions else "cyan")
    if dossier.cases:
        console.print()
    rest = Lines(console)
    rest.items("STANDING APART", [f"{a.letter.file} {a.letter.id}: {a.why}" for a in dossier.apart])
    rest.items("NOT READ", [f"{e['source']['name']}: {e['error']['message']}" for e in dossier.errors])
    rest.gap()
    rest.say(safe(INFORMS, "italic"))
    rest.show()


def _title(case: Case) -> str:
    period = {"form": case.period.form, "end": case.period.end.isoformat()}
    return f"Taxpayer number ending in {case.last4}, {wording.periods([period])}"


def _write(lines: Lines, case: Case, today: dt.date) -> None:
    for number, letter in enumerate(case.letters):
        lines.row("" if number else "TIMELINE", _told(letter))
    if case.newest is not None:
        lines.row("IN FORCE", safe(f"{case.newest.called}, the newest", "bold"))
    _missing(lines, case)
    _next(lines, case)
    _dates_shown(lines, case, today)
    for number, found in enumerate(case.contradictions):
        lines.row("" if number else "CONFLICT", safe(found.why, "yellow"))


def _told(letter: CaseLetter) -> Text:
    day = wording.day(letter.date) if letter.date else "date not certain"
    debt = f", {wording.money(f'{letter.debt:.2f}')}" if letter.debt is not None else ""
    copies = f", {len(letter.copies) + 1} copies" if letter.copies else ""
    look = ", a person must look" if letter.needs_person else ""
    kind = letter.notice or "kind not certain"
    return Text.assemble(safe(f"{day}: "), safe(kind, "bold"), safe(f"{debt}{copies}{look} ({letter.file})"))


def _missing(lines: Lines, case: Case) -> None:
    if not case.not_among or case.place is None:
        return
    maybe = set(case.place.ladder.maybe)
    rungs = [f"{either(rung)}{' (often left out)' if maybe & set(rung) else ''}" for rung in case.not_among]
    lines.row("NOT HERE", f"Not among these letters: {'; '.join(rungs)}.")
    lines.row("", "That does not say whether it was sent.")


def _next(lines: Lines, case: Case) -> None:
    place = case.place
    if place is None or not place.after:
        return
    when = ""
    if place.earliest is not None and place.wait is not None:
        by = "by law not before" if place.wait.law else "not before about"
        when = f", {by} {wording.day(place.earliest)}"
    lines.row("NEXT", f"Usually {either(place.after)}{when}.")


def _dates_shown(lines: Lines, case: Case, today: dt.date) -> None:
    for number, (date, letter) in enumerate(case.open):
        estimate = ", an estimate" if date.kind == "estimated" else ""
        left = f"{wording.day(date.date)} ({wording.days_left(date.date, today)}{estimate})"
        what = safe(f": {date.act}, {letter.notice or letter.id}")
        line = Text.assemble(safe(left, wording.nearness(date.date, today)), what)
        lines.row("" if number else "STILL OPEN", line)
    if not case.open:
        lines.row("STILL OPEN", "No date of these letters lies ahead.")
    for number, (date, letter) in enumerate(case.passed):
        told = f"{wording.day(date.date)}: {date.act}, {letter.notice or letter.id}"
        lines.row("" if number else "PASSED", told)
