"""The answer in a terminal: one card for each letter."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from mailroom.outcome import JsonObject
from mailroom.shown import shown


def show(console: Console, record: JsonObject) -> None:
    """Print what a record says, letter by letter."""
    for letter in record["letters"]:
        for line in _lines(record["source"]["name"], letter):
            console.print(Text(shown(line)), soft_wrap=True)


def _lines(file: str, letter: JsonObject) -> list[str]:
    """A letter as plain lines."""
    notice, advice = letter["notice"], letter["advice"]
    lines = [f"{file}  letter {letter['id']}  {letter['status']}"]
    if notice["value"]:
        lines.append(f"  {notice['value']}  {notice.get('title') or ''}".rstrip())
    if letter["amount_due"]["value"]:
        lines.append(f"  Amount due: ${letter['amount_due']['value']}")
    if advice:
        if advice["deadline"]:
            lines.append(f"  By: {advice['deadline']['date']} ({advice['deadline']['kind']})")
        lines += [f"  {advice['meaning']}", f"  Next: {advice['next_action']}"]
    return lines + [f"  Unsure: {doubt['why']}" for doubt in letter["doubts"]]
