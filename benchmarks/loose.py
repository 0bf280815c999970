"""How well loose pages find together: ``python -m benchmarks.loose --letters 40``.

Letters are drawn from the printed seed and laid into one folder, a file to each page, under names that say
nothing of letter or order; two of the letters are of one code, date and person, about two years. The folder is
read by the program's own batch. A letter is whole where one record carries just its pages, in their order;
apart where its pages were left alone; wrong where a page of another letter was joined to it.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import click
import pypdfium2

from benchmarks.evaluate import interval
from benchmarks.stacks import Letters, numbered, some_letters, twins
from mailroom.batch import Batch, run
from mailroom.config import Settings
from mailroom.process import ReadingRoom
from samples import spoil

_NAME = 12


@dataclass(frozen=True)
class Judged:
    """What became of the letters of one folder."""

    pages: int
    singles: int
    numbered: Counter[str]
    others: Counter[str]
    twins: tuple[str, ...]


def lay_out(letters: Letters, capture: str, rng: random.Random, folder: Path) -> dict[str, tuple[int, int]]:
    """Write each page to a file of its own; name to letter and place, both counted from 0."""
    where = {}
    for at, pages in enumerate(letters):
        for place, pdf in enumerate(pages):
            # No digits: a long number in a name is masked like one of a taxpayer.
            name = "".join(rng.choices(ascii_lowercase, k=_NAME))
            data, suffix = pdf, ".pdf"
            if capture != "pdf":
                with pypdfium2.PdfDocument(pdf) as document:
                    data, suffix, _ = spoil.spoil(document, 1, capture, rng, dt.date(2026, 3, 2))
            (folder / f"{name}{suffix}").write_bytes(data)
            where[f"{name}{suffix}"] = (at, place)
    return where


def judged(
    letters: Letters, where: Mapping[str, tuple[int, int]], records: Sequence[Mapping[str, Any]]
) -> Judged:
    """Compare what was joined with what belongs together; the first two letters are the twins."""
    joined = []
    for record in records:
        names = [record["source"]["name"], *(part["name"] for part in record["source"].get("further", []))]
        if len(names) > 1:
            joined.append([where[name] for name in names])
    fate = ["apart"] * len(letters)
    for pages in joined:
        of = {letter for letter, _ in pages}
        for letter in of:
            right = len(of) == 1 and pages == [(letter, place) for place in range(len(letters[letter]))]
            fate[letter] = "whole" if right else "part" if len(of) == 1 else "wrong"
    many = [at for at, pages in enumerate(letters) if len(pages) > 1]
    told = {at for at in many if numbered(letters[at])}
    return Judged(
        pages=len(where),
        singles=len(letters) - len(many),
        numbered=Counter(fate[at] for at in many if at in told),
        others=Counter(fate[at] for at in many if at not in told),
        twins=tuple(fate[:2]),
    )


@click.command()
@click.option("--letters", "count", default=40, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--capture", default="pdf", show_default=True, type=click.Choice(["pdf", "scan", "fax", "photo"])
)
@click.option(
    "--second",
    type=click.Path(path_type=Path, exists=True),
    help="Folder of the second maker's PDFs; then half of the letters are drawn from it.",
)
def main(count: int, seed: int, capture: str, second: Path | None) -> None:
    """Draw letters as loose pages, read the folder, and print what found together."""
    rng = random.Random(f"loose/{seed}")
    letters = twins(rng) + some_letters(rng, count - 2, "mixed" if second else "own", second)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "in")
        folder.mkdir()
        where = lay_out(letters, capture, rng, folder)
        with ReadingRoom("mailroom.desk:record_of_file", Settings(), many=True) as room:
            records = run(Batch(folder, Path(scratch, "out")), room)
    found = judged(letters, where, records)
    click.echo(
        f"seed {seed}, {capture}: {count} letters, {found.pages} files, {found.singles} letters of one page"
    )
    for name, fates in (("every page numbered", found.numbered), ("others of several pages", found.others)):
        n, whole = sum(fates.values()), fates["whole"]
        low, high = interval(whole, n)
        click.echo(
            f"{name:<24} {n:>3} letters: {whole} whole ({low:.0f} to {high:.0f} %), {fates['part']} in part, "
            f"{fates['apart']} apart, {fates['wrong']} wrong"
        )
    click.echo(f"twins: {', '.join(found.twins)}")


if __name__ == "__main__":
    main()
