"""What letters say that lie in stacks: the second maker's letters, several to a file, against their truth.

    python -m benchmarks.second_maker SECOND --count 160 --seed 660011 --captures pdf
    python -m benchmarks.in_stacks SECOND --size 8 --capture pdf

How stacks are cut is measured by benchmarks.stacks; here each letter's values count, from the record of
whatever letter holds most of its pages.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from benchmarks.score import Json, Result, judge, report
from benchmarks.stacks import CAPTURES, Piece, capture_stack, pages_of, stacked
from mailroom.config import Settings
from mailroom.desk import record_of_file


def truths_of(folder: Path) -> list[Json]:
    """The truths of the born-digital letters that lie in a folder of the second maker's."""
    lines = (folder / "truth.jsonl").read_text().splitlines()
    truths = [json.loads(line) for line in lines if line.strip()]
    return [truth for truth in truths if truth["capture"] == "pdf"]


def judged(truths: Sequence[Json], folder: Path, capture: str, seed: int) -> Iterator[tuple[Result, bool]]:
    """Each letter of one stack: how its values are, and whether it was cut right."""
    letters = [pages_of((folder / truth["file"]).read_bytes()) for truth in truths]
    pieces = [Piece(pdf, at, n) for at, pages in enumerate(letters) for n, pdf in enumerate(pages, 1)]
    with tempfile.TemporaryDirectory() as scratch:
        path = capture_stack(stacked(pieces), "other", capture, seed, Path(scratch))
        record = record_of_file(path, Settings(), lambda *_: None)
    for at, truth in enumerate(truths):
        own = {n for n, piece in enumerate(pieces, 1) if piece.letter == at}
        shares = [len(own & set(letter["pages"])) for letter in record["letters"]]
        found = record["letters"][shares.index(max(shares))]
        yield judge(truth | {"capture": capture}, {"letters": [found]}), set(found["pages"]) == own


@click.command(help=__doc__)
@click.argument("second", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--size", default=8, show_default=True, help="Letters in a stack: of scans five, or it is too large."
)
@click.option("--count", type=int, help="Letters in all, else every one of the folder.")
@click.option("--seed", default=1, show_default=True, help="Of the order of the letters and of the captures.")
@click.option("--capture", type=click.Choice(CAPTURES), default="pdf", show_default=True)
def main(second: Path, size: int, count: int | None, seed: int, capture: str) -> None:
    """Deal letters into stacks, read them, and print how their values are."""
    truths = truths_of(second)
    random.Random(seed).shuffle(truths)
    truths = truths[:count]
    found: list[tuple[Result, bool]] = []
    for first in range(0, len(truths), size):
        found += judged(truths[first : first + size], second, capture, seed + first)
        click.echo(f"{len(found)} of {len(truths)} letters", err=True)
    click.echo(report([result for result, _ in found], "capture"))
    click.echo(f"cut right: {sum(cut for _, cut in found)} of {len(found)}")


if __name__ == "__main__":
    main()
