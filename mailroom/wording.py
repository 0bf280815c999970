"""How the values of a record are said to a person: dates, days left, money, periods, names of fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from classify.language import ENGLISH, Language
from classify.options import CIVIL_PENALTY

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


def urgency(level: int, language: Language = ENGLISH) -> tuple[str, str]:
    """The words and the colour of an urgency; what is out of range is the nearest there is."""
    words, colour = URGENCY[max(0, min(level, len(URGENCY) - 1))]
    return language.say(words), colour


def day(date: dt.date, *, weekday: bool = False) -> str:
    """``March 11, 2024`` or ``Monday, March 11, 2024``."""
    return ENGLISH.day(date, weekday=weekday)


def days_left(date: dt.date, today: dt.date, language: Language = ENGLISH) -> str:
    """How far away a date is: ``23 days left``, ``passed 9 days ago``."""
    days = (date - today).days
    match days:
        case 0:
            return language.say("today is the last day")
        case 1:
            return language.say("1 day left")
        case -1:
            return language.say("passed yesterday")
    told = "{days} days left" if days > 0 else "passed {days} days ago"
    return language.say(told, days=f"{abs(days):,}")


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


def periods(found: Sequence[Mapping[str, Any]], language: Language = ENGLISH) -> str:
    """``Form 1040 for 2018 and 2019; Form 941 for the period that ended March 31, 2020``."""
    by_form: dict[str | None, list[str]] = {}
    for period in found:
        by_form.setdefault(period["form"], []).append(_period(period["form"], period["end"], language))
    return "; ".join(
        language.say("{form} for {ends}", form=_form(form, language), ends=language.listed(ends))
        if form
        else language.say("for {ends}", ends=language.listed(ends))
        for form, ends in by_form.items()
    )


def both(texts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return ENGLISH.listed(texts)


def pages(numbers: Sequence[int], language: Language = ENGLISH) -> str:
    """``page 1``, ``pages 1 to 4``, ``pages 1 and 3``."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return language.say("pages {first} to {last}", first=numbers[0], last=numbers[-1])
    listed = language.listed([str(n) for n in numbers])
    return language.say("page {pages}" if len(numbers) == 1 else "pages {pages}", pages=listed)


def _form(form: str, language: Language) -> str:
    if form == CIVIL_PENALTY:
        return language.say("a civil penalty")
    return language.say("Form {form}", form=form) if _NUMBERED_FORM.match(form) else form


def _period(form: str | None, end: str, language: Language) -> str:
    """A year only where the form is one of a year: the last day of a quarter may be December 31 too."""
    last = dt.date.fromisoformat(end)
    if form and form.startswith("1040") and (last.month, last.day) == (12, 31):
        return str(last.year)
    return language.say("the period that ended {day}", day=language.day(last))
