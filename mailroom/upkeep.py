"""Keeping the catalogue true: what is wrong in it, and how long ago each of its sources was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from classify.catalogue import Catalogue, Source, Statement, list_problems
from mailroom.lines import Lines, safe

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page with the last day it was read, and what rests on it.

    Parameters
    ----------
    read
        The earliest reading, where files name several: nothing that rests on it was checked later.
    notices
        Codes of the notices that cite it, in order; empty where only options, ladders or rates do.

    """

    url: str
    what: str
    read: dt.date
    notices: tuple[str, ...]


def lint(console: Console, catalogue: Catalogue, today: dt.date) -> bool:
    """Print one line for each thing that is wrong with the catalogue, or one closing line where nothing is.

    Returns
    -------
    bool
        Whether it is clean.

    """
    problems = list_problems(catalogue, today=today)
    for problem in problems:
        console.print(safe(problem), soft_wrap=True)
    if not problems:
        entries, unclassified = len(catalogue.notices), len(catalogue.unclassified)
        console.print(
            f"Clean: {entries} notices and letters, {unclassified} codes without a meaning, "
            f"{len(pages(catalogue))} pages read.",
            soft_wrap=True,
        )
    return not problems


def pages(catalogue: Catalogue) -> tuple[ReadPage, ...]:
    """Every page that something in the catalogue rests on, the longest unread first."""
    citing: dict[str, list[tuple[Source, str | None]]] = {}
    for owner, statements in _spoken_for(catalogue):
        for source in dict.fromkeys(source for statement in statements for source in statement.sources):
            citing.setdefault(source.url, []).append((source, owner))
    found = [_page(url, cited) for url, cited in citing.items()]
    return tuple(sorted(found, key=lambda page: (page.read, page.url)))


def _spoken_for(catalogue: Catalogue) -> Iterable[tuple[str | None, Iterable[Statement]]]:
    """What is said of each notice by its code, and what is said of none in particular."""
    for code, notice in catalogue.notices.items():
        yield code, notice.statements
    for option in catalogue.options.values():
        yield None, option.statements
    yield None, [ladder.basis for ladder in catalogue.ladders]
    yield None, catalogue.rates.statements


def _page(url: str, cited: Sequence[tuple[Source, str | None]]) -> ReadPage:
    first = min((source for source, _ in cited), key=lambda source: source.read)
    codes = sorted({code for _, code in cited if code is not None})
    return ReadPage(url, first.what, first.read, tuple(codes))


def age(console: Console, catalogue: Catalogue, today: dt.date, *, old_after_days: int) -> None:
    """Print how long ago each page was read, oldest first, and what rests on it.

    Parameters
    ----------
    old_after_days
        A page that was read longer ago is marked to be read again.

    """
    lines = Lines(console)
    read = pages(catalogue)
    old = 0
    for page in read:
        days = (today - page.read).days
        stale = days > old_after_days
        old += stale
        passed = f"{days:,} day{'' if days == 1 else 's'} ago"
        head = Text(f"{page.read.isoformat()}, {passed}", style="bold red" if stale else "bold")
        lines.say(Text.assemble(head, "  READ AGAIN" if stale else "", f"  {_resting(page)}"))
        lines.say(page.what, indent=2)
        lines.verbatim(page.url, indent=2)
    shared = sum(len(page.notices) > 1 for page in read)
    lines.gap()
    lines.say(
        f"{len(read)} pages; {shared} of them carry several notices; "
        f"{old} read more than {old_after_days:,} day{'' if old_after_days == 1 else 's'} ago."
    )
    lines.show()


def _resting(page: ReadPage) -> str:
    """How many notices rest on a page, the first of them by code."""
    if not page.notices:
        return "options, sequences or rates"
    named = ", ".join(page.notices[:_MOST_NAMED]) + (", ..." if len(page.notices) > _MOST_NAMED else "")
    return f"{len(page.notices)} notice{'s' if len(page.notices) > 1 else ''}: {named}"
