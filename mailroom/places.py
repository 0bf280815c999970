"""Where a value was read, and what else it could be.

The contract does not look into evidence and rivals, and the reader that named them is not trusted: what has
not their shape is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mailroom.contract import fits, is_date
from mailroom.outcome import JsonObject

_PLACE = {"page": int, "box": [(int, float)], "text": str, "rule": str}
_RIVAL = {"value": (str, [{"form": (str, None), "end": is_date}])}


def places(found: Mapping[str, Any]) -> Iterator[JsonObject]:
    """The evidence of a field, an amount, a date or the contact: page, box, text, rule, often engine."""
    for place in _listed(found, "evidence"):
        if fits(place, _PLACE) and len(place["box"]) == 4:
            yield place


def rivals(field: Mapping[str, Any]) -> Iterator[JsonObject]:
    """The other values that a field could have."""
    for rival in _listed(field, "rivals"):
        if fits(rival, _RIVAL):
            yield rival


def _listed(found: Mapping[str, Any], key: str) -> list[Any]:
    value = found.get(key)
    return value if isinstance(value, list) else []
