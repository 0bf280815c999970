"""What a batch ends with: how many of which kind, and the most urgent deadlines first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from mailroom.outcome import JsonObject
from mailroom.shown import shown

_MOST_DEADLINES = 20
STATES = ("accepted", "review", "not_irs", "unreadable", "errors")


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A deadline of a letter; the earlier and the more urgent one stands first."""

    date: dt.date
    less_urgent: int
    notice: str
    kind: str
    file: str
    letter: str


@dataclass(frozen=True, slots=True)
class Report:
    """Letters by state (and files in error), and every deadline, soonest first."""

    counts: dict[str, int]
    deadlines: tuple[Due, ...]


def report_of(records: Iterable[JsonObject]) -> Report:
    """Sum the records up."""
    counts: Counter[str] = Counter()
    deadlines: list[Due] = []
    for record in records:
        if "error" in record:
            counts["errors"] += 1
        for letter in record.get("letters", []):
            counts[letter["status"]] += 1
            deadlines.extend(_due(record["source"]["name"], letter))
    return Report({state: counts[state] for state in STATES}, tuple(sorted(deadlines)))


def _due(file: str, letter: JsonObject) -> Iterable[Due]:
    advice = letter["advice"]
    if advice and advice["deadline"]:
        deadline = advice["deadline"]
        notice = letter["notice"]["value"] or "notice unknown"
        date = dt.date.fromisoformat(deadline["date"])
        yield Due(date, -advice["urgency"], notice, deadline["kind"], file, letter["id"])


def show(console: Console, report: Report, today: dt.date) -> None:
    """Print the report: deadlines still ahead soonest first, then those past, then the counts."""
    ahead = [due for due in report.deadlines if due.date >= today]
    past = [due for due in reversed(report.deadlines) if due.date < today]
    for due in (ahead + past)[:_MOST_DEADLINES]:
        days = (due.date - today).days
        left = f"{days} days left" if days >= 0 else f"{-days} days ago"
        console.print(
            Text(shown(f"{due.date}  {left:<14} {due.notice:<13} {due.kind:<10} {due.file}")), soft_wrap=True
        )
    further = len(report.deadlines) - _MOST_DEADLINES
    if further > 0:
        console.print(Text(f"and {further} more in results.csv"), soft_wrap=True)
    console.print(
        Text(", ".join(f"{count} {state}" for state, count in report.counts.items())), soft_wrap=True
    )
