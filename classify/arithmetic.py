"""What adds up: billing rows against their total, table rows against theirs, days between two dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from classify import grammar
from classify.extract.accounts import TableRow
from classify.layout import Sheet

# A billing summary has at most this many rows above its total.
_MOST_ROWS = 12
# Spans that letters count from their date: payment, hearing, answer, petition. Ten days is left out: it is
# too short to be told from an accident.
_SPANS = (21, 30, 60, 90, 150)
_ROLL = 3


def totals(sheet: Sheet) -> set[Decimal]:
    """Amounts that are the sum of two or more amounts right above them in the same column.

    Minus signs count; a sum that comes out to the cent over three numbers is no accident.
    """
    column: list[tuple[float, Decimal]] = []
    found: set[Decimal] = set()
    for line in sheet.rows:
        for phrase in line.phrases:
            money = list(grammar.money(phrase.text))
            if len(money) == 1 and money[0].end >= len(phrase.text.rstrip(" .")) - 1:
                right = phrase.box.right
                above = [
                    value for edge, value in column[-_MOST_ROWS:] if abs(edge - right) < 3 * sheet.height_px
                ]
                if _is_sum(money[0].value, above):
                    found.add(money[0].value)
                column.append((right, money[0].value))
    return found


def _is_sum(total: Decimal, above: Sequence[Decimal]) -> bool:
    running = Decimal(0)
    for count, value in enumerate(reversed(above), start=1):
        running += value
        if count >= 2 and running == total and total > 0:
            return True
    return False


def spans(letter: dt.date, due: dt.date) -> bool:
    """Whether a printed date lies one of the usual spans behind the letter's date, weekends allowed for."""
    days = (due - letter).days
    return any(span <= days <= span + (_ROLL if _rolled(letter, span) else 0) for span in _SPANS)


def _rolled(letter: dt.date, span: int) -> bool:
    return (letter + dt.timedelta(days=span)).weekday() >= 5


def sum_of(values: Iterable[Decimal]) -> Decimal:
    """The sum in dollars and cents."""
    return sum(values, start=Decimal("0.00"))


def total_of(rows: Sequence[TableRow]) -> Decimal | None:
    """What the rows of a table of accounts come to, by their last amounts; None without rows."""
    return sum_of(row.amounts[-1] for row in rows) if rows else None
