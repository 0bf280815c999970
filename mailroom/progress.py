"""How far the work is, for a person at a terminal; nothing where the output is piped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console

Tell: TypeAlias = Callable[[int, int], None]


@contextmanager
def bar(console: Console, what: str) -> Iterator[Tell]:
    """A bar with the time left, told how many are finished of how many."""
    if not console.is_terminal:
        yield lambda _finished, _all: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda finished, of: progress.update(task, completed=finished, total=of)
