"""What an unpaid debt costs: the interest of each quarter, the rules of law, and how their file is read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from classify.catalogue.entry import Source, Statement
from classify.catalogue.statements import read_sources, read_statement, statement_in
from classify.catalogue.table import Table

_DAY = dt.timedelta(days=1)
# What growth.py rests on.
_LAW = ("interest", "penalty", "levy", "plan", "grace", "on_penalty")


@dataclass(frozen=True, slots=True)
class InterestRate:
    """The interest on underpayments over one or more quarters, in percent a year, compounded daily.

    ``first`` and ``last`` are the first and the last day; ``basis`` says it with its mark and sources.
    """

    first: dt.date
    last: dt.date
    percent: int
    basis: Statement


@dataclass(frozen=True, slots=True)
class Rates:
    """Interest by quarter, without a gap, and the rules of law by name."""

    quarters: tuple[InterestRate, ...]
    law: Mapping[str, Statement]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything said."""
        return (*self.law.values(), *(rate.basis for rate in self.quarters))


def read_rates(table: Table, shared: Mapping[str, Source]) -> Rates:
    """The rates that a file holds, with sources of its own beside the shared ones."""
    sources = {**shared, **read_sources(table)}
    quarters = tuple(_quarters(table, sources))
    if not quarters:
        raise table.wrong("rate", "is missing")
    rules = table.table("law")
    law = {name: read_statement(rules.table(name), sources) for name in _LAW}
    rules.done()
    return Rates(quarters, MappingProxyType(law))


def _quarters(table: Table, sources: Mapping[str, Source]) -> Iterator[InterestRate]:
    after = None
    for part in table.tables("rate"):
        first, last = _quarter(part, "first")[0], _quarter(part, "last")[1]
        if first > last or after not in (None, first):
            raise part.wrong("first", "must be the quarter after the last one of the rate before")
        after = last + _DAY
        yield InterestRate(first, last, part.number("percent", 0, 30), statement_in(part, sources))
        part.done()


def _quarter(part: Table, key: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a quarter written as ``2024-Q1``."""
    found = re.fullmatch(r"(\d{4})-Q([1-4])", part.text(key))
    if found is None:
        raise part.wrong(key, "must be a quarter such as 2024-Q1")
    year, number = int(found[1]), int(found[2])
    after = dt.date(year + number // 4, number % 4 * 3 + 1, 1)
    return dt.date(year, number * 3 - 2, 1), after - _DAY
