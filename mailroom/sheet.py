"""Records as a sheet for a spreadsheet program: one row for each letter."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from mailroom.outcome import JsonObject

COLUMNS = (
    "file",
    "letter",
    "pages",
    "status",
    "notice",
    "title",
    "notice_date",
    "tax_periods",
    "amount_due",
    "due_date",
    "deadline",
    "deadline_kind",
    "urgency",
    "taxpayer_id_last4",
    "next_action",
    "doubts",
    "error",
)
# A spreadsheet takes a cell that begins so for a formula (OWASP ASVS 5.0, 1.2.10), full-width forms too.
_FORMULA = re.compile(r"[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n\0]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def csv_of(records: Iterable[JsonObject]) -> bytes:
    """The sheet as CSV in UTF-8 with a byte order mark, which spreadsheet programs look for."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for record in records:
        writer.writerows({k: _cell(v) for k, v in row.items()} for row in _rows(record))
    return text.getvalue().encode("utf-8-sig")


def _rows(record: JsonObject) -> Iterator[dict[str, Any]]:
    """One row for each letter of a file, or one for its error."""
    file = record["source"]["name"]
    if "error" in record:
        error = record["error"]
        yield {"file": file, "status": "error", "error": f"{error['name']}: {error['message']}"}
        return
    if where := record.get("belongs_to"):
        yield {"file": file, "letter": where["id"], "pages": _pages(where["pages"]), "status": "joined"}
    for letter in record["letters"]:
        advice = letter["advice"] or {}
        deadline = advice.get("deadline") or {}
        yield {
            "file": file,
            "letter": letter["id"],
            "pages": _pages(letter.get("pages", [])),
            "status": letter["status"],
            "title": letter["notice"].get("title"),
            "tax_periods": _periods(letter["tax_periods"]["value"]),
            "deadline": deadline.get("date"),
            "deadline_kind": deadline.get("kind"),
            "urgency": advice.get("urgency"),
            "next_action": advice.get("next_action"),
            "doubts": " ".join(doubt["name"] for doubt in letter["doubts"]),
            **{
                name: letter[name]["value"]
                for name in ("notice", "notice_date", "amount_due", "due_date", "taxpayer_id_last4")
            },
        }


def _pages(numbers: list[int]) -> str:
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return " ".join(map(str, numbers))


def _periods(periods: list[JsonObject] | None) -> str:
    return "; ".join(f"{p.get('form') or ''} {p.get('end') or ''}".strip() for p in periods or [])


def _cell(value: object) -> str:
    """The value as a cell that is shown and never run."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
