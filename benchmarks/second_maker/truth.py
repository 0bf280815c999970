"""Checking the truth: every value is read again from the PDF text layer."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from .dates import FORMATS


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("\ufffe", "")).upper()


def date_shown(text: str, iso: str) -> bool:
    """Whether a date stands in the text in any printed form."""
    day = date.fromisoformat(iso)
    return any(f(day).upper() in text for f in FORMATS.values())


def amount_shown(text: str, value: str) -> bool:
    """Whether an amount stands in the text as a whole number string of its own."""
    return re.search(rf"(?<![\d,.]){re.escape(f'{float(value):,.2f}')}(?!\d)", text) is not None


def code_shown(text: str, code: str) -> bool:
    """Whether the code is printed, in any of its spellings."""
    if code.startswith("Letter "):
        number = re.escape(code[7:])
        return re.search(rf"(LETTER|LTR|LETTER NUMBER:?|LETTER:)\s*:?\s*{number}(?![0-9])", text) is not None
    return re.search(rf"(?<![A-Z0-9]){code[:2]}[ -]?{code[2:]}(?![A-Z0-9])", text) is not None


def period_shown(text: str, period: dict[str, Any]) -> bool:
    """Whether the period's end (or its year) and its form are printed."""
    end, form = date.fromisoformat(period["end"]), period["form"]
    when = date_shown(text, period["end"]) or (
        end.month == 12 and re.search(rf"(?<![\d/-]){end.year}(?!\d)", text) is not None
    )
    if form is None:
        return when
    # A form may be broken at its hyphen: "1040-" and "SR" on the next line.
    broken = re.escape(form).replace(r"\-", r"-\s?")
    return when and re.search(rf"(?<![\w-]){broken}(?![\w-])", text) is not None


def misses(pages: list[str], t: dict[str, Any]) -> list[str]:
    """The truth fields that the text does not bear out."""
    if t["status"] != "irs":
        return []
    text = _flat(" ".join(pages))
    bad = [] if code_shown(text, t["notice"]) else ["notice"]
    bad += [] if date_shown(text, t["notice_date"]) else ["notice_date"]
    bad += (
        [] if all(period_shown(text, p) for p in t["tax_periods"]) and t["tax_periods"] else ["tax_periods"]
    )
    if t["amount_due"] is not None and not amount_shown(text, t["amount_due"]):
        bad.append("amount_due")
    if t["due_date"] is not None and not date_shown(text, t["due_date"]):
        bad.append("due_date")
    return bad + (
        [] if re.search(rf"(?<![0-9]{{6}}){t['taxpayer_id_last4']}(?!\d)", text) else ["taxpayer_id_last4"]
    )


def all_on_first(pages: list[str], t: dict[str, Any]) -> bool:
    """Whether a picture of page one alone shows every value of the truth."""
    return not misses(pages[:1], t)
