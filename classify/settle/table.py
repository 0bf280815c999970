"""A letter's table of accounts, put together from the rows of all its readings."""

from __future__ import annotations

from collections.abc import Sequence

from classify.extract.accounts import TableRow, all_rows
from classify.field import Period
from classify.layout import Sheet

# Rows of two readings are one row where their middles lie this near, as a share of the page's height.
_SAME_ROW = 0.006


def best_rows(sheets: Sequence[Sheet]) -> tuple[TableRow, ...]:
    """The table of accounts, row by row from whichever reading made the row out best."""
    places: list[TableRow] = []
    for row in all_rows(sheets):
        same = next((n for n, other in enumerate(places) if _is_same_row(row, other)), None)
        if same is None:
            places.append(row)
        elif _made_out(row) > _made_out(places[same]):
            places[same] = row
    kept: dict[Period, list[TableRow]] = {}
    for row in sorted(places, key=lambda r: (r.spot.page, r.spot.y)):
        # A table printed again on a later page is the same table.
        rows = kept.setdefault(row.period, [])
        if not rows or _is_another_tax(row, rows):
            rows.append(row)
    return tuple(row for rows in kept.values() for row in rows)


def _is_another_tax(row: TableRow, others: Sequence[TableRow]) -> bool:
    """Whether a row is about another tax of a period that others on its page have too: no form is told."""
    return row.period.form is None and all(
        other.spot.page == row.spot.page and other.amounts != row.amounts for other in others
    )


def _is_same_row(one: TableRow, other: TableRow) -> bool:
    return one.spot.page == other.spot.page and abs(one.spot.y - other.spot.y) < _SAME_ROW


def _made_out(row: TableRow) -> tuple[bool, bool, int, float]:
    """How well a row was made out: it adds up, names its form, had little put right, its words are sure."""
    return row.adds_up, row.period.form is not None, -row.cost, row.spot.confidence
