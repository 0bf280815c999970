"""Reading statements and sources, of which every file of the catalogue is made."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import get_args

from classify.catalogue.entry import Mark, Source, Statement
from classify.catalogue.table import Table


def read_sources(table: Table) -> dict[str, Source]:
    """The sources that a file names, by their id."""
    found: dict[str, Source] = {}
    for part in table.tables("source"):
        source = Source(
            id=part.text("id"),
            kind=part.choice("kind", ("law", "irs", "other")),
            url=part.text("url"),
            read=part.day("read"),
            what=part.text("what"),
        )
        part.done()
        if source.id in found:
            raise part.wrong("id", f"{source.id} is there twice")
        found[source.id] = source
    return found


def read_statement(part: Table, sources: Mapping[str, Source]) -> Statement:
    """The statement that a table makes under ``text``, ``mark`` and ``sources``; it may hold nothing else."""
    statement = statement_in(part, sources)
    part.done()
    return statement


def statement_in(part: Table, sources: Mapping[str, Source]) -> Statement:
    """The statement of a table that holds other keys as well."""
    return Statement(
        text=part.text("text"),
        mark=part.choice("mark", get_args(Mark)),
        sources=tuple(_known(part, name, sources) for name in part.names("sources")),
    )


def _known(part: Table, name: str, sources: Mapping[str, Source]) -> Source:
    if name in sources:
        return sources[name]
    near = difflib.get_close_matches(name, sources, n=1)
    raise part.wrong(
        "sources", f"no source is called {name}" + (f"; did you mean {near[0]}?" if near else "")
    )
