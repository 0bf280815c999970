"""How far the work is, for a person at a terminal; nothing where the output is piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Tell: TypeAlias = Callable[[int, int], None]


@contextmanager
def bar(what: str) -> Iterator[Tell]:
    """A bar on stderr with the time left, told how many are finished of how many."""
    if not sys.stderr.isatty():
        yield lambda _finished, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda finished, of: progress.update(task, completed=finished, total=of)
