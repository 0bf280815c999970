"""Stationery of the desk: the separator sheet that is laid between letters before a stack is scanned."""

from __future__ import annotations

import os
from pathlib import Path

from ingest.errors import StoreError
from ingest.separator import sheet
from mailroom.shown import shown_name


def write_separator(out: Path) -> None:
    """Write the sheet as a PDF; what is there already is never replaced.

    Raises
    ------
    StoreError
        where something is there already, or the file cannot be written.

    """
    content = sheet()
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise StoreError(f"{shown_name(out)} is there already.", advice="Give another name.") from None
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise StoreError(f"{shown_name(out)} cannot be written: {why}.") from None
