"""Every file of the foreign pictures, by kind: how many open, and what becomes of the others.

    INGEST_TEST_DATA=/path/to/data python -m benchmarks.formats [--read]

Opened is a file whose pages all decode. Refused is one that ends in an error of ours, which says what is wrong and what
to do. Anything else is a crash. With ``--read`` the pages are read as well, which takes an hour on two cores.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from ingest.errors import IngestError
from ingest.pages import pages_of
from ingest.read import Reader
from ingest.source import open_source

# Files that lie beside the pictures and are none.
_BESIDE = frozenset({".txt", ".license", ".rst", ".csv", ".json", ".md"})
_MOST_PAGES = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one file: ``opened``, the name of our error, or ``CRASH`` with that of another one."""

    path: Path
    kind: str
    outcome: str


def tried(path: Path, *, read: bool) -> Tried:
    """Open a file and decode its first pages; with ``read``, read them."""
    kind = path.suffix.lower().removeprefix(".").replace("tiff", "tif")
    try:
        pages = pages_of(open_source(path))
        for number in range(1, min(len(pages), _MOST_PAGES) + 1):
            pages.page(number)
        if read:
            with Reader(path) as reader:
                reader.letters()
    except IngestError as error:
        return Tried(path, kind, type(error).__name__)
    except Exception as error:  # noqa: BLE001 - whatever else comes is what is looked for
        return Tried(path, kind, f"CRASH {type(error).__name__}")
    return Tried(path, kind, "opened")


def table(found: list[Tried]) -> Iterator[str]:
    """A row for each kind, then a line for each file that was not opened."""
    yield f"{'kind':8}{'files':>7}{'opened':>8}{'refused':>9}{'crashed':>9}"
    for kind in [*sorted({one.kind for one in found}), "all"]:
        mine = [one.outcome for one in found if kind in {one.kind, "all"}]
        crashed = sum(outcome.startswith("CRASH") for outcome in mine)
        opened = Counter(mine)["opened"]
        yield f"{kind:8}{len(mine):>7}{opened:>8}{len(mine) - opened - crashed:>9}{crashed:>9}"
    yield from (f"{one.outcome:24}{one.path.name}" for one in found if one.outcome != "opened")


@click.command(help=__doc__.splitlines()[0] if __doc__ else None)
@click.option("--read", is_flag=True, help="Read the pages as well.")
def main(*, read: bool) -> None:
    """Try every file, print the table."""
    images = Path(os.environ.get("INGEST_TEST_DATA", "")) / "images"
    if not images.is_dir():
        raise SystemExit("INGEST_TEST_DATA does not name a folder with images in it.")
    files = [
        path for path in sorted(images.rglob("*")) if path.is_file() and path.suffix.lower() not in _BESIDE
    ]
    print("\n".join(table([tried(path, read=read) for path in files])))


if __name__ == "__main__":
    main()
