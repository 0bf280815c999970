"""``ingest classify --pdf``: the record of a file, and a copy of it whose text can be searched."""

from __future__ import annotations

from pathlib import Path

from mailroom.outcome import Outcome, outcome_of
from mailroom.process import OnPage, ReadingRoom
from mailroom.tray import PDF, refuse, take, tray

_NAME = "searchable.pdf"


def outcome_with_copy(
    path: Path, out: Path, room: ReadingRoom, *, attach: bool, force: bool, on_page: OnPage
) -> Outcome:
    """Read one file whole and write its searchable copy; there is none of a file that cannot be worked.

    Parameters
    ----------
    attach
        Put the file as it came inside.

    Raises
    ------
    IngestError
        where the copy may not or cannot be written.

    """
    refuse(out, path, force=force)
    with tray(out.parent) as laid:
        outcome = outcome_of(path, room, on_page, pdf=str(laid.absolute() / _NAME), attach=attach)
        if outcome.error is None:
            take(laid, {_NAME: out}, PDF, force=force)
    return outcome
