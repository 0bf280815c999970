"""Tax periods that head the columns of an account: "Form 1040 | December 31, 2016 | December 31, 2018"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.extract.candidate import Candidate
from classify.field import Period
from classify.layout import Sheet, Spot

# The first rows under the heads say what is owed, and why.
_OF_ACCOUNT = re.compile(
    r"^\W*(?:(?:total|unpaid|assessed) )?(?:tax|balance|penalt|interest|amount|increase|deficiency)"
)
_ROWS_UNDER = 3


def heads_of_columns(sheet: Sheet) -> Iterator[Candidate[Period]]:
    """The periods of a row that holds at least two and has what is owed for each under it."""
    heads: dict[int, list[Candidate[Period]]] = {}
    for end, spot, cost in _ends(sheet):
        if spot.alone:
            form = next(grammar.forms(sheet.rows[spot.row].text), None)
            period = Period(end, form.value if form else None)
            heads.setdefault(spot.row, []).append(Candidate(period, "own", "table:column", 3, spot, cost))
    for row, found in heads.items():
        if len({c.value.end for c in found}) > 1 and _head_accounts(sheet, row, [c.spot for c in found]):
            yield from found


def _ends(sheet: Sheet) -> Iterator[tuple[dt.date, Spot, int]]:
    for day, spot in sheet.found(grammar.dates):
        if grammar.is_month_end(day.value):
            yield day.value, spot, day.cost
    for year, spot in sheet.found(grammar.years):
        yield dt.date(year.value, 12, 31), spot, year.cost


def _head_accounts(sheet: Sheet, row: int, heads: Sequence[Spot]) -> bool:
    """Whether a row under the heads says that it is of an account and has a sum of money under each."""
    sums = [spot for _, spot in sheet.found(grammar.money)]
    under = range(row + 1, min(row + 1 + _ROWS_UNDER, len(sheet.rows)))
    accounts = [number for number in under if _OF_ACCOUNT.match(sheet.plain_row(number))]
    return any(
        all(any(s.row == number and _stands_over(head, s) for s in sums) for head in heads)
        for number in accounts
    )


def _stands_over(head: Spot, below: Spot) -> bool:
    return head.upright.left < below.upright.right and below.upright.left < head.upright.right
