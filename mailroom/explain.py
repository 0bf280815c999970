"""How the answer came about: where each field was read, its rivals, how each date was worked out."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from ingest.errors import ReaderDied, StoreError
from mailroom import wording
from mailroom.config import Settings
from mailroom.contract import fits
from mailroom.folder import write_whole
from mailroom.lines import Lines, safe
from mailroom.outcome import JsonObject
from mailroom.places import places, rivals
from mailroom.process import ReadingRoom
from mailroom.shown import shown, shown_name
from mailroom.tray import refuse, there

FIELDS = tuple(wording.FIELDS)
_GROWTH = {"by": [{"date": str, "least": str, "most": str, "derivation": [str]}], "note": str}
_PNG = b"\x89PNG\r\n\x1a\n"


def show(console: Console, record: JsonObject) -> None:
    """Print of every letter each field with places and rivals, the dates step by step, and the reading."""
    for number, letter in enumerate(record["letters"]):
        if number:
            console.print()
        lines = Lines(console)
        title = f"{record['source']['name']}  letter {letter['id']}  {wording.pages(letter['pages'])}"
        lines.say(safe(f"{title}  {letter['status']}", "bold"))
        for doubt in letter["doubts"]:
            about = f" ({doubt['field']})" if doubt["field"] else ""
            lines.item(safe(f"{doubt['name']}{about}: {doubt['why']}", "yellow"))
        for name in FIELDS:
            _field(lines, name, letter)
        _mentions(lines, letter)
        _deadlines(lines, letter["advice"])
        _options(lines, letter["advice"])
        _growth(lines, letter["advice"])
        _reading(lines, letter)
        lines.show()


def _field(lines: Lines, name: str, letter: JsonObject) -> None:
    """One of the six fields: value, accepted or why not, places, rivals."""
    field = letter[name]
    lines.gap()
    state, style = ("accepted", "green") if field["accepted"] else ("not accepted", "yellow")
    if field["probability"] is not None:
        state += f", probability {field['probability']}"
    told = _value(field["value"], accepted=field["accepted"])
    lines.say(Text.assemble(safe(f"{name}: {told}", "bold"), "  ", safe(state, style)))
    if not field["accepted"]:
        why = [doubt["why"] for doubt in letter["doubts"] if doubt["field"] == name]
        for reason in why or ["It is not certain enough."]:
            lines.item(reason, mark="because")
    for place in places(field):
        lines.item(_told(place))
    for rival in rivals(field):
        lines.item(f"it could also be {_value(rival['value'])} (score {rival.get('score')})", mark="?")
        for place in places(rival):
            lines.item(_told(place), indent=6)


def _value(value: Any, *, accepted: bool = True) -> str:
    if value is None:
        return "none on the letter" if accepted else "could not be told"
    if isinstance(value, list):
        return ", ".join(f"{period['form'] or 'form not named'} {period['end']}" for period in value)
    return str(value)


def _told(place: JsonObject) -> str:
    left, top, right, bottom = place["box"]
    engine = f", {place['engine']}" if place.get("engine") else ""
    where = f"page {place['page']} [{left} {top} {right} {bottom}]"
    return f'{where} "{place["text"]}" by {place["rule"]}{engine}'


def _mentions(lines: Lines, letter: JsonObject) -> None:
    """Every other amount and date by its role, and how to reach the sender."""
    for heading, found in (("Amounts by role", letter["amounts"]), ("Dates by role", letter["dates"])):
        if found:
            lines.heading(heading)
        for mention in found:
            first = next((f"  ({_told(place)})" for place in places(mention)), "")
            lines.item(f"{mention['role']} {mention['value']}{first}")
    contact = letter["contact"]
    reached = [f"{key} {contact[key]}" for key in contact if key != "evidence" and contact[key]]
    lines.items("Contact", [*reached, *(_told(place) for place in places(contact))])


def _deadlines(lines: Lines, advice: JsonObject | None) -> None:
    """Every date of the advice, each with the steps that led to it."""
    if advice is None:
        return
    for deadline in filter(None, [advice["deadline"], *advice["other_deadlines"]]):
        act = f" to {deadline['act']}" if deadline.get("act") else ""
        lines.heading("Deadline")
        lines.say(f"{deadline['date']}{act} ({deadline['kind']}, {deadline['from']})", indent=2)
        for number, step in enumerate(deadline["derivation"], 1):
            lines.item(step, mark=f"{number}.")
        if deadline.get("source"):
            lines.item(str(deadline["source"]), mark="set by")


def _options(lines: Lines, advice: JsonObject | None) -> None:
    """Why each way fits or does not, with the sources."""
    for option in (advice or {}).get("options") or []:
        lines.heading(f"Option: {shown(str(option['name']))}")
        told = (option["why"], option.get("fits"), *(option.get("limits") or []))
        lines.say(" ".join(str(text) for text in told if text), indent=2)
        for source in option.get("sources") or []:
            lines.verbatim(str(source), indent=2)
    for option in (advice or {}).get("options_not_fitting") or []:
        lines.heading(f"Does not fit: {shown(str(option['name']))}")
        lines.say(str(option["why_not"]), indent=2)
        if option.get("source"):
            lines.verbatim(str(option["source"]), indent=2)


def _growth(lines: Lines, advice: JsonObject | None) -> None:
    """What the debt grows to by each day, with the arithmetic."""
    growth: Any = (advice or {}).get("growth")
    if not fits(growth, _GROWTH):
        return
    for told in growth["by"]:
        lines.heading("What waiting costs")
        lines.say(f"by {told['date']}: {told['least']} to {told['most']} (an estimate)", indent=2)
        for number, step in enumerate(told["derivation"], 1):
            lines.item(step, mark=f"{number}.")
    lines.say(growth["note"], indent=2)


def _reading(lines: Lines, letter: JsonObject) -> None:
    """How the pages were captured and cleaned, by which engines, and what the answer rests on."""
    capture, provenance = letter["capture"], letter.get("provenance")
    lines.heading("Reading")
    lines.item(f"capture: {capture['kind']}, {capture['quality']}. {capture['advice'] or ''}".rstrip())
    for key, value in provenance.items() if isinstance(provenance, dict) else ():
        if key == "steps" and isinstance(value, dict):
            for page, steps in value.items():
                lines.item(f"clean-up of page {page}: {_plain(steps)}")
        elif value:
            lines.item(f"{key}: {_plain(value)}")


def _plain(value: Any) -> str:
    """A JSON value on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value)
    return str(value)


def draw(
    path: Path, record: JsonObject, out: Path, *, page: int, settings: Settings, force: bool = False
) -> None:
    """Write a PNG picture of the page as it arrived, with a frame around all that was read on it.

    The page is decoded and drawn in a reader of its own; here only the bytes it gives are put into the file.

    Raises
    ------
    IngestError
        if the page cannot be drawn, or the file may not or cannot be written.

    """
    refuse(out, path, force=force)
    with ReadingRoom("mailroom.picture:drawn", settings) as room:
        untrusted = room.read(path, page=page, places=list(_to_draw(record, page)))
    _put(out, _png_in(untrusted), force=force)


def _png_in(untrusted: JsonObject) -> bytes:
    """The picture that a reader answered; anything else is not written to the disk."""
    try:
        content = base64.b64decode(untrusted["png"], validate=True)
    except (KeyError, TypeError, ValueError):
        content = b""
    if not content.startswith(_PNG):
        raise ReaderDied("The reader answered something that is no picture.")
    return content


def _to_draw(record: JsonObject, page: int) -> Iterator[JsonObject]:
    """Each place on the page once, with the field it tells; ``hide`` is how much of it must not be seen."""
    seen = set()
    for letter in record["letters"]:
        for name in (*FIELDS, "contact"):
            for place in places(letter[name]):
                key = (name, *place["box"])
                if place["page"] == page and key not in seen:
                    seen.add(key)
                    yield {"label": name, "box": place["box"], "hide": _hidden(name, letter, place)}
        for rival in rivals(letter["taxpayer_id_last4"]):
            for place in places(rival):
                if place["page"] == page:
                    yield {"label": None, "box": place["box"], "hide": 0.56}


def _hidden(name: str, letter: JsonObject, place: JsonObject) -> float:
    """The share of a place, from its left, that shows a taxpayer number: all but its last four digits."""
    last4 = letter[name].get("value") if name == "taxpayer_id_last4" else None
    at = place["text"].rfind(last4) if last4 else 0
    return max(0.0, at / max(1, len(place["text"])))


def _put(out: Path, content: bytes, *, force: bool) -> None:
    try:
        if force:
            write_whole(out, content)
            return
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise there(out) from None
    except OSError as error:
        raise _unwritable(out, error) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        out.unlink()
        raise _unwritable(out, error) from None


def _unwritable(out: Path, error: OSError) -> StoreError:
    return StoreError(f"{shown_name(out)} cannot be written: {os.strerror(error.errno or 0)}.")
