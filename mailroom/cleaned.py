"""``ingest clean``: pictures of every page before and after clean-up, and what was done to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import ReaderDied
from mailroom.contract import fits
from mailroom.outcome import JsonObject
from mailroom.process import OnPage, ReadingRoom
from mailroom.shown import masked, shown
from mailroom.tray import PNG, take, tray

READING = "mailroom.cleaning:cleaned"
BEFORE, AFTER = "page-{:03d}-before.png", "page-{:03d}-after.png"

_VALUE = (str, int, float)
_PAGE = {
    "number": int,
    "kind": str,
    "branch": str,
    "steps": [{"name": str, "settings": dict}],
    "before": bool,
    "after": bool,
    "error": (str, None),
}


def write(path: Path, folder: Path, room: ReadingRoom, *, force: bool, on_page: OnPage) -> list[str]:
    """Write the pictures of every page of a file into a folder; one line for each page says what was done.

    Raises
    ------
    IngestError
        where the file cannot be worked, or a picture may not or cannot be written; then none is.

    """
    with tray(folder) as laid:
        pages = _pages_in(room.read(path, on_page, into=str(laid.absolute())))
        names = [name for page in pages for name in _names(page)]
        take(laid, {name: folder / name for name in names}, PNG, force=force)
    return [_line(page) for page in pages]


def _pages_in(untrusted: JsonObject) -> list[JsonObject]:
    pages: Any = untrusted.get("pages")
    if not fits(pages, [_PAGE]) or [page["number"] for page in pages] != list(range(1, len(pages) + 1)):
        raise ReaderDied("The reader answered something that is no list of pages.")
    found: list[JsonObject] = pages
    return found


def _names(page: JsonObject) -> Iterator[str]:
    if page["before"]:
        yield BEFORE.format(page["number"])
    if page["after"]:
        yield AFTER.format(page["number"])


def _line(page: JsonObject) -> str:
    """What was done to one page, in one line."""
    head = f"page {page['number']}: "
    if page["error"] is not None:
        return head + masked(shown(page["error"]))
    if not page["after"]:
        return head + "its text layer is read, nothing to clean"
    steps = "; ".join(_step(step) for step in page["steps"])
    return head + shown(f"{page['kind']}, {page['branch']}: {steps}")


def _step(step: JsonObject) -> str:
    measures = ", ".join(
        f"{name} {_number(value)}" for name, value in step["settings"].items() if isinstance(value, _VALUE)
    )
    return f"{step['name']} ({measures})" if measures else str(step["name"])


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
