"""How the values of a record are said to a person: dates, days left, money, periods, names of fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

# Urgency 0 to 5 as words and as a colour.
URGENCY = (
    ("For information", "cyan"),
    ("Not pressing", "green"),
    ("Needs action in time", "yellow"),
    ("Needs action soon", "yellow"),
    ("Urgent", "red"),
    ("Most urgent", "red"),
)

FIELDS = {
    "notice": "Kind of letter",
    "notice_date": "Date of the letter",
    "tax_periods": "Years or periods",
    "amount_due": "Amount asked for",
    "due_date": "Date printed for paying or answering",
    "taxpayer_id_last4": "Last four digits of the taxpayer number",
}

_SOON = 7
_MONEY = re.compile(r"-?\d{1,15}\.\d\d")
_NUMBERED_FORM = re.compile(r"(?:\d|CT-)")


def urgency(level: int) -> tuple[str, str]:
    """The words and the colour of an urgency; what is out of range is the nearest there is."""
    return URGENCY[max(0, min(level, len(URGENCY) - 1))]


def day(date: dt.date, *, weekday: bool = False) -> str:
    """``March 11, 2024`` or ``Monday, March 11, 2024``."""
    told = f"{date:%B} {date.day}, {date.year}"
    return f"{date:%A}, {told}" if weekday else told


def days_left(date: dt.date, today: dt.date) -> str:
    """How far away a date is: ``23 days left``, ``passed 9 days ago``."""
    days = (date - today).days
    match days:
        case 0:
            return "today is the last day"
        case 1:
            return "1 day left"
        case -1:
            return "passed yesterday"
    return f"{days:,} days left" if days > 0 else f"passed {-days:,} days ago"


def nearness(date: dt.date, today: dt.date) -> str:
    """The colour of a date: red when it has passed or is near, yellow within a month, else green."""
    days = (date - today).days
    if days <= _SOON:
        return "bold red"
    return "bold yellow" if days <= 4 * _SOON else "bold green"


def is_money(text: str) -> bool:
    """Whether a text is an amount as a record writes it."""
    return _MONEY.fullmatch(text) is not None


def money(amount: str) -> str:
    """``9533.53`` as ``$9,533.53``; what is no amount stays as it is."""
    if not is_money(amount):
        return amount
    value = Decimal(amount)
    return f"{'-' if value < 0 else ''}${abs(value):,.2f}"


def periods(found: Sequence[Mapping[str, Any]]) -> str:
    """``Form 1040 for 2018 and 2019; Form 941 for the period that ended March 31, 2020``."""
    by_form: dict[str | None, list[str]] = {}
    for period in found:
        by_form.setdefault(period["form"], []).append(_period(period["form"], period["end"]))
    return "; ".join(
        f"{_form(form)} for {both(ends)}" if form else f"for {both(ends)}" for form, ends in by_form.items()
    )


def both(texts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join((", ".join(texts[:-1]), texts[-1]) if len(texts) > 1 else texts)


def pages(numbers: Sequence[int]) -> str:
    """``page 1``, ``pages 1 to 4``, ``pages 1 and 3``."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"pages {numbers[0]} to {numbers[-1]}"
    return f"page{'s' if len(numbers) != 1 else ''} {both([str(n) for n in numbers])}"


def _form(form: str) -> str:
    return f"Form {form}" if _NUMBERED_FORM.match(form) else form


def _period(form: str | None, end: str) -> str:
    """A year only where the form is one of a year: the last day of a quarter may be December 31 too."""
    last = dt.date.fromisoformat(end)
    if form and form.startswith("1040") and (last.month, last.day) == (12, 31):
        return str(last.year)
    return f"the period that ended {day(last)}"
