"""The shape of a record: what the desk relies on before it shows, keeps or files one.

The JSON contract of docs/record.md, written as values: a type stands for itself, a tuple for one of
several, a list for any number of its one item, a dict for at least its keys. A function judges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

STATUSES = ("accepted", "review", "not_irs", "unreadable")

_TEXT = (str, None)


def _status(value: object) -> bool:
    return value in STATUSES


def is_date(value: object) -> bool:
    """Whether it is a day as a record writes it."""
    try:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def _field(value: Any) -> dict[str, Any]:
    return {"value": value, "accepted": bool, "probability": (float, int, None), "evidence": list}


_DEADLINE = {"date": is_date, "kind": str, "from": str, "derivation": [str]}

_ADVICE = {
    "meaning": str,
    "category": str,
    "urgency": int,
    "stage": str,
    "deadline": (_DEADLINE, None),
    "other_deadlines": [_DEADLINE],
    "next_action": str,
    "options": [{"name": str, "why": str}],
    "rights": [str],
    "warnings": [str],
    "sources": [str],
}

_LETTER = {
    "id": str,
    "pages": [int],
    "status": _status,
    "doubts": [{"name": str, "why": str, "field": _TEXT}],
    "notice": {**_field(_TEXT), "title": _TEXT},
    "notice_date": _field((is_date, None)),
    "tax_periods": _field(([{"form": _TEXT, "end": is_date}], None)),
    "amount_due": _field(_TEXT),
    "due_date": _field((is_date, None)),
    "taxpayer_id_last4": _field(_TEXT),
    "amounts": [{"role": str, "value": str}],
    "dates": [{"role": str, "value": is_date}],
    "contact": dict.fromkeys(("phone", "fax", "reply_address", "person", "reference"), _TEXT),
    "capture": {"kind": str, "quality": str, "advice": _TEXT},
    "missing_pages": [int],
    "advice": (_ADVICE, None),
}

RECORD = {
    "schema": int,
    "source": {"name": str, "sha256": str, "pages": int, "kind": str},
    "letters": [_LETTER],
}


def fits(value: Any, shape: Any) -> bool:
    """Whether a JSON value has the shape."""
    if isinstance(shape, tuple):
        return any(fits(value, one) for one in shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if isinstance(shape, Mapping):
        return isinstance(value, dict) and all(k in value and fits(value[k], s) for k, s in shape.items())
    if shape is None:
        return value is None
    if isinstance(shape, type):
        # JSON's true is no number, though Python's is.
        return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    return bool(shape(value))
