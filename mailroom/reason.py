"""Why a file lies in review or failed, as a page for the person who opens the folder."""

from __future__ import annotations

from collections.abc import Iterator

from classify.doubt import DOUBTS
from mailroom.outcome import JsonObject

_STATUS = {
    "accepted": "was read and nothing is in doubt",
    "review": "needs a person to look",
    "not_irs": "is not from the IRS",
    "unreadable": "could not be read",
}


def reason_of(record: JsonObject) -> str:
    """The reason in words of our own: names of fields and doubts, and no text of the letter."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: JsonObject) -> Iterator[str]:
    yield record["source"]["name"]
    if "error" in record:
        error = record["error"]
        yield f"{error['name']}: {error['message']}"
        yield error["advice"]
        return
    for letter in record["letters"]:
        yield f"Letter {letter['id']} {_STATUS[letter['status']]}."
        for doubt in letter["doubts"]:
            about = f" ({doubt['field']})" if doubt.get("field") else ""
            yield f"- {doubt['name']}{about}: {DOUBTS.get(doubt['name'], 'see the record.')}"
