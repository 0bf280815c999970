"""Where each field was read: page, box, text, rule, rivals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from mailroom.config import Settings
from mailroom.folder import write_whole
from mailroom.outcome import JsonObject
from mailroom.process import ReadingRoom
from mailroom.shown import shown

FIELDS = ("notice", "notice_date", "tax_periods", "amount_due", "due_date", "taxpayer_id_last4")


def show(console: Console, record: JsonObject) -> None:
    """Print the evidence for every field of every letter."""
    for letter in record["letters"]:
        console.print(Text(shown(f"{record['source']['name']}  letter {letter['id']}")), soft_wrap=True)
        for name in FIELDS:
            field = letter[name]
            console.print(
                Text(shown(f"  {name}: {field['value']}" + ("" if field["accepted"] else "  (not sure)")))
            )
            for place in field["evidence"]:
                console.print(
                    Text(
                        shown(f"    page {place['page']} {place['box']} {place['text']!r} by {place['rule']}")
                    )
                )


def draw(path: Path, record: JsonObject, out: Path, *, page: int, settings: Settings) -> None:
    """Write a picture of the page with the boxes of its evidence as PNG.

    Raises
    ------
    IngestError
        if the page cannot be drawn.

    """
    places = [
        {"label": name, "box": place["box"]}
        for letter in record["letters"]
        for name in FIELDS
        for place in letter[name]["evidence"]
        if place["page"] == page
    ]
    with ReadingRoom("mailroom.picture:drawn", settings) as room:
        answer: dict[str, Any] = room.read(path, page=page, places=places)
    write_whole(out, bytes.fromhex(answer["png"]))
