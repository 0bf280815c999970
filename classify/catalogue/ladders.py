"""The order in which letters usually come, how soon one may follow another, and how their file is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from classify.catalogue.entry import Audience, Source, Statement
from classify.catalogue.statements import read_sources, read_statement
from classify.catalogue.table import Table


@dataclass(frozen=True, slots=True)
class Wait:
    """How many days after the rung before it a rung comes at the earliest: by law, or as it was once seen.

    ``to`` names the rungs by one of their letters or events.
    """

    to: tuple[str, ...]
    days: int
    law: bool
    basis: Statement


@dataclass(frozen=True, slots=True)
class Ladder:
    """The order in which letters usually come.

    A rung may be one of several letters, or an event; ``maybe`` names those that are often left out.
    """

    name: str
    audience: Audience
    rungs: tuple[tuple[str, ...], ...]
    maybe: tuple[str, ...]
    waits: tuple[Wait, ...]
    basis: Statement

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything said."""
        return (self.basis, *(wait.basis for wait in self.waits))

    def rung_of(self, code: str) -> int | None:
        """The number of the rung that a letter stands on, from 0; None where it stands on none."""
        return next((number for number, rung in enumerate(self.rungs) if code in rung), None)

    def wait_to(self, rung: int) -> Wait | None:
        """How soon a rung comes after the one before it; None where nobody has said."""
        return next((wait for wait in self.waits if set(wait.to) & set(self.rungs[rung])), None)


def read_ladders(table: Table, shared: Mapping[str, Source]) -> tuple[Ladder, ...]:
    """The ladders that a file holds, with sources of its own beside the shared ones."""
    sources = {**shared, **read_sources(table)}
    return tuple(_ladder(part, sources) for part in table.tables("ladder"))


def _ladder(part: Table, sources: Mapping[str, Source]) -> Ladder:
    rungs = tuple(tuple(re.split(r"\s*\|\s*", rung)) for rung in part.names("rungs"))
    ladder = Ladder(
        name=part.text("name"),
        audience=part.choice("audience", get_args(Audience)),
        rungs=rungs,
        maybe=part.names("maybe"),
        waits=tuple(_waits(part, sources)),
        basis=read_statement(part.table("basis"), sources),
    )
    named = {name for rung in rungs for name in rung}
    for key, names in (("maybe", ladder.maybe), *(("wait", wait.to) for wait in ladder.waits)):
        if strange := next((name for name in names if name not in named), None):
            raise part.wrong(key, f"{strange} stands on no rung")
    part.done()
    return ladder


def _waits(part: Table, sources: Mapping[str, Source]) -> Iterator[Wait]:
    for inner in part.tables("wait"):
        basis = read_statement(inner.table("basis"), sources)
        yield Wait(inner.names("to"), inner.number("days", 1, 400), inner.flag("law"), basis)
        inner.done()
