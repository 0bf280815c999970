"""Rows of letters that the tests of rules have in common; all values are made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from classify.finding import Finding

Rows = list[Any]
Classify = Callable[..., Finding]


def headed_letter(code: str, *rows: Any, year: int | None = None) -> Rows:
    """A letter with the box of a notice in its head, dated March 21, 2024, and the rows under it."""
    return [
        [(100, "Department of the Treasury"), (1500, "Notice"), (2000, code)],
        [(100, "Internal Revenue Service"), (1500, "Notice date"), (2000, "March 21, 2024")],
        *([[(1500, "Tax year"), (2000, str(year))]] if year else []),
        [(1500, "Social security number"), (2000, "XXX-XX-1234")],
        None,
        *rows,
    ]


def of_code(code: str, rows: Rows) -> Rows:
    """The rows of a CP504 as those of another notice."""
    return [
        row
        if row is None
        else row.replace("CP504", code)
        if isinstance(row, str)
        else [(x, text.replace("CP504", code)) for x, text in row]
        for row in rows
    ]
