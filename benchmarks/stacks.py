"""How well stacks are cut: ``python -m benchmarks.stacks --count 200``.

One file of many letters, with no separator sheets between them, is drawn from the printed seed and read as the
program reads it. A stack counts as right only where every letter holds exactly its own pages: one page in the
wrong letter spoils the whole stack. Letters come from samples/make.py and, with ``--second FOLDER``, from the
second maker, whose born-digital files lie there (``python -m benchmarks.second_maker FOLDER --captures pdf``).

Pages that say nothing of where they belong are left where a person would leave them: with the letter before.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pypdfium2
from reportlab.lib.pagesizes import letter as us_letter
from reportlab.pdfgen.canvas import Canvas

from benchmarks.evaluate import TODAY, interval
from classify.decide import classify_letter, is_sure, is_told
from classify.guess import NoticeGuesser
from ingest.letter import Letter, ReadPage
from ingest.read import Reader, Told
from ingest.separator import sheet as separator_sheet
from ingest.settings import ReadSettings
from ingest.split import split
from ingest.text import PageText, Word, lines_of
from models.notice_guesser import load_notice_guesser
from samples import layouts, spoil
from samples.make import CORE, NOT_IRS, OUTSIDE, make_letter
from samples.model import make_case

CAPTURES = ("pdf", "scan", "fax")
_FOREIGN = tuple(code for code in NOT_IRS if code not in {"DRAWING", "BLANK"})
# Codes whose cases can be drawn for another year.
_BILLS = ("CP14", "CP501", "CP503", "CP504")
_SIZES = range(2, 16)


@dataclass(frozen=True)
class Piece:
    """A sheet of a stack: its page as a PDF of one page, the letter it belongs to, its place there.

    ``letter`` is None for a separator sheet. ``place`` is 0 for what only lies with the letter.
    """

    pdf: bytes
    letter: int | None
    place: int


@dataclass(frozen=True)
class Result:
    """One stack: which condition, whether every letter holds just its pages, and what went wrong otherwise."""

    condition: str
    capture: str
    seed: int
    letters: int
    pages: int
    cut_right: bool
    ordered: bool
    lost: int
    doubled: int
    doubted: int
    wrong_undoubted: int
    seconds: float


# -- the letters that stacks are made of ---------------------------------------------------------


def pages_of(pdf: bytes) -> list[bytes]:
    """Each page of a PDF as a PDF of its own."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_assembled([(document, at)]) for at in range(len(document))]


def _assembled(pages: Sequence[tuple[pypdfium2.PdfDocument, int]]) -> bytes:
    out = pypdfium2.PdfDocument.new()
    for document, at in pages:
        out.import_pages(document, [at])
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


@cache
def second_letters(folder: Path) -> tuple[bytes, ...]:
    """The second maker's born-digital letters that lie in a folder."""
    return tuple(path.read_bytes() for path in sorted(folder.glob("*.pdf")))


def some_letter(rng: random.Random, second: Path | None) -> list[bytes]:
    """The pages of any letter: most from the IRS, one in eight from somebody else."""
    if second is not None and rng.random() < 0.5:
        return pages_of(rng.choice(second_letters(second)))
    code = rng.choice(_FOREIGN if rng.random() < 0.125 else (*CORE, *OUTSIDE))
    return pages_of(make_letter(code, rng.randrange(100_000)).pdf)


def twins(rng: random.Random) -> list[list[bytes]]:
    """Two letters of one code and date for one person, about two years."""
    case = make_case(rng.choice(_BILLS), rng.randrange(100_000), "box")
    before = tuple(dataclasses.replace(a, end=a.end.replace(year=a.end.year - 1)) for a in case.accounts)
    both = (case, dataclasses.replace(case, accounts=before))
    return [pages_of(layouts.lay_out(each)[2]) for each in both]


def _printed(rows: Sequence[tuple[float, float, float, str]]) -> bytes:
    """A page with rows of text: left and top in points, size, words."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, us_letter, invariant=True)
    for left, top, size, words in rows:
        canvas.setFont("Helvetica", size)
        canvas.drawString(left, us_letter[1] - top, words)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def blank() -> bytes:
    """The back of a sheet printed on one side."""
    return _printed([])


def leaflet() -> list[bytes]:
    """Two pages that come with many letters."""
    body = "This leaflet tells what every taxpayer may expect and where help can be found."
    rows = [(72, 200 + 16 * at, 11, body) for at in range(20)]
    title = [(72, 60, 18, "Your Rights as a Taxpayer"), (72, 80, 11, "Publication 1 (Rev. 9-2017)")]
    return [_printed([*title, *rows]), _printed([(72, 120, 14, "Examinations, Appeals, Collections"), *rows])]


def envelope() -> bytes:
    """The front of an envelope."""
    return _printed(
        [
            (72, 90, 9, "Department of the Treasury"),
            (72, 102, 9, "Internal Revenue Service"),
            (72, 114, 9, "Ogden, UT 84201-0039"),
            (72, 140, 9, "Official Business"),
            (72, 152, 9, "Penalty for Private Use, $300"),
            (260, 330, 12, "PAT EXAMPLE"),
            (260, 346, 12, "12 SAMPLE LANE"),
            (260, 362, 12, "TESTBURY, NY 10513"),
        ]
    )


# -- conditions ----------------------------------------------------------------------------------

Letters = list[list[bytes]]


def _dealt(letters: Letters) -> list[Piece]:
    return [Piece(pdf, at, place) for at, pages in enumerate(letters) for place, pdf in enumerate(pages, 1)]


def plain(letters: Letters, rng: random.Random) -> list[Piece]:
    """One letter after the other."""
    del rng
    return _dealt(letters)


def shuffled(letters: Letters, rng: random.Random) -> list[Piece]:
    """Half of the letters lie with their pages out of order; only those whose pages are all numbered."""
    pieces: list[Piece] = []
    for at, pages in enumerate(letters):
        own = [Piece(pdf, at, place) for place, pdf in enumerate(pages, 1)]
        if rng.random() < 0.5 and _numbered(pages):
            rng.shuffle(own)
        pieces.extend(own)
    return pieces


def _numbered(pages: Sequence[bytes]) -> bool:
    """Whether every page says that it is one of how many."""
    texts = []
    for pdf in pages:
        with pypdfium2.PdfDocument(pdf) as document:
            texts.append(document[0].get_textpage().get_text_range())
    return all(f"Page {n} of {len(pages)}" in text for n, text in enumerate(texts, 1))


def backs(letters: Letters, rng: random.Random) -> list[Piece]:
    """Scanned on both sides: a blank back behind many pages."""
    pieces = []
    for piece in _dealt(letters):
        pieces.append(piece)
        if rng.random() < 0.6:
            pieces.append(Piece(blank(), piece.letter, 0))
    return pieces


def enclosed(letters: Letters, rng: random.Random) -> list[Piece]:
    """Leaflets and envelopes lie behind the letters they came with."""
    pieces = []
    for at, pages in enumerate(letters):
        pieces += [Piece(pdf, at, place) for place, pdf in enumerate(pages, 1)]
        if rng.random() < 0.5:
            pieces += [Piece(pdf, at, 0) for pdf in leaflet()]
        if rng.random() < 0.5:
            pieces.append(Piece(envelope(), at, 0))
    return pieces


def interleaved(letters: Letters, rng: random.Random) -> list[Piece]:
    """One page of a letter lies inside the letter before it; only where both number all their pages."""
    pieces = _dealt(letters)
    fit = [
        at for at in range(len(letters) - 1) if all(len(x) > 1 and _numbered(x) for x in letters[at : at + 2])
    ]
    if fit:
        at = rng.choice(fit)
        first = next(n for n, piece in enumerate(pieces) if piece.letter == at + 1)
        pieces.insert(first - 1, pieces.pop(first))
    return pieces


def lacking(letters: Letters, rng: random.Random) -> list[Piece]:
    """A page that is not the first is gone from some letters."""
    pieces = []
    for at, pages in enumerate(letters):
        gone = rng.randrange(2, len(pages) + 1) if len(pages) > 1 and rng.random() < 0.4 else 0
        pieces += [Piece(pdf, at, place) for place, pdf in enumerate(pages, 1) if place != gone]
    return pieces


def parted(letters: Letters, rng: random.Random) -> list[Piece]:
    """Our separator sheets between the letters."""
    pieces: list[Piece] = []
    for at, pages in enumerate(letters):
        pieces += [Piece(separator_sheet(), None, 0)] if at else []
        pieces += [Piece(pdf, at, place) for place, pdf in enumerate(pages, 1)]
        if rng.random() < 0.3:
            pieces.append(Piece(blank(), at, 0))
    return pieces


CONDITIONS: dict[str, Callable[[Letters, random.Random], list[Piece]]] = {
    "plain": plain,
    "shuffled": shuffled,
    "backs": backs,
    "enclosed": enclosed,
    "interleaved": interleaved,
    "lacking": lacking,
    "parted": parted,
    "twins": plain,
}


def draw(seed: int, condition: str, second: Path | None, most: int) -> list[Piece]:
    """The sheets of a stack."""
    rng = random.Random(f"stack/{seed}/{condition}")
    count = rng.choice([size for size in _SIZES if size <= most])
    letters = [some_letter(rng, second) for _ in range(count)]
    if condition == "twins":
        at = rng.randrange(len(letters))
        letters[at : at + 2] = twins(rng)
    return CONDITIONS[condition](letters, rng)


def captured(pieces: Sequence[Piece], capture: str, seed: int) -> tuple[bytes, str]:
    """The stack as one file and its suffix."""
    documents = [pypdfium2.PdfDocument(piece.pdf) for piece in pieces]
    pdf = _assembled([(document, 0) for document in documents])
    if capture == "pdf":
        return pdf, ".pdf"
    rng = random.Random(f"capture/{seed}/{capture}")
    with pypdfium2.PdfDocument(pdf) as document:
        data, suffix, _ = spoil.spoil(document, len(pieces), capture, rng, dt.date(2026, 3, 2))
    return data, suffix


# -- reading -------------------------------------------------------------------------------------


@cache
def _guesser() -> NoticeGuesser:
    return load_notice_guesser()


def told(letter: Letter) -> Told:
    """What the program asks of the pages so far before it skims those behind them."""
    finding = classify_letter(letter, today=TODAY, guesser=_guesser())
    if not is_told(finding, len(letter.pages)):
        return "open"
    return "sure" if is_sure(finding) else "told"


def run_one(seed: int, condition: str, capture: str, second: Path | None, most: int, noise: float) -> Result:
    """Draw, capture, read and judge one stack."""
    pieces = draw(seed, condition, second, most)
    data, suffix = captured(pieces, capture, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"stack{suffix}")
        path.write_bytes(data)
        began = time.process_time()
        with Reader(path, ReadSettings(second=False)) as reader:
            letters = reader.letters(told)
            if noise:
                rng = random.Random(f"noise/{seed}")
                pages = sorted(
                    (p for x in letters for p in (*x.pages, *x.enclosures)), key=lambda p: p.number
                )
                letters = split([worn(page, noise, rng) for page in pages], "0a1b2c3d")
        seconds = time.process_time() - began
    return judged(
        pieces, letters, Result(condition, capture, seed, 0, len(pieces), False, False, 0, 0, 0, 0, seconds)
    )


# What engines take for what.
_SLIPS = str.maketrans("0158BSoli6,.e", "OlSB85O1Ibg;c")


def worn(page: ReadPage, noise: float, rng: random.Random) -> ReadPage:
    """The page as a poor engine would have read it: letters exchanged, words lost, each at the rate ``noise``."""

    def worn_word(word: Word) -> Word:
        letters = (c.translate(_SLIPS) if rng.random() < noise else c for c in word.text)
        return dataclasses.replace(word, text="".join(letters))

    def worn_reading(reading: PageText) -> PageText:
        words = [worn_word(word) for word in reading.words if rng.random() >= noise]
        return dataclasses.replace(reading, lines=lines_of(words))

    readings = tuple(worn_reading(reading) for reading in page.readings)
    kind = "scan" if page.capture.kind == "digital" else page.capture.kind
    return dataclasses.replace(page, readings=readings, capture=dataclasses.replace(page.capture, kind=kind))


def judged(pieces: Sequence[Piece], letters: Sequence[Letter], result: Result) -> Result:
    """The result with what became of every sheet."""
    true: dict[int, set[int]] = {}
    for at, piece in enumerate(pieces, 1):
        if piece.letter is not None:
            true.setdefault(piece.letter, set()).add(at)
    found = [{page.number for page in (*x.pages, *x.enclosures)} for x in letters]
    seen = Counter(number for numbers in found for number in numbers)
    wanted = set().union(*true.values())
    wrong = [x for x, numbers in zip(letters, found, strict=True) if numbers not in true.values()]
    places = [[place for page in x.pages if (place := pieces[page.number - 1].place)] for x in letters]
    return dataclasses.replace(
        result,
        letters=len(true),
        cut_right=not wrong and len(found) == len(true),
        ordered=not wrong and all(place == sorted(place) for place in places),
        lost=len(wanted - seen.keys()),
        doubled=sum(count > 1 for count in seen.values()),
        doubted=sum(x.cut_unsure for x in letters),
        wrong_undoubted=sum(not x.cut_unsure for x in wrong),
    )


def row(name: str, results: Sequence[Result]) -> str:
    """One line of the table."""
    n, right = len(results), sum(r.cut_right for r in results)
    low, high = interval(right, n)
    letters, pages = sum(r.letters for r in results), sum(r.pages for r in results)
    rest = (
        f"{sum(r.ordered for r in results):>8} {sum(r.lost for r in results):>5} {sum(r.doubled for r in results):>8}"
        f" {sum(r.doubted for r in results):>8} {sum(r.wrong_undoubted for r in results):>8}"
        f" {sum(r.seconds for r in results) / max(1, pages):>8.3f}"
    )
    return f"{name:<20} {n:>6} {letters:>7} {pages:>6} {right:>6} {100 * right / n:>6.1f} ({low:5.1f} to {high:5.1f}) {rest}"


HEADER = (
    f"{'condition':<20} {'stacks':>6} {'letters':>7} {'pages':>6} {'right':>6} {'%':>6} {'(95 % interval)':<17}"
    f" {'ordered':>8} {'lost':>5} {'in two':>8} {'doubted':>8} {'unsaid':>8} {'s/page':>8}"
)


@click.command()
@click.option("--count", default=40, show_default=True, help="Stacks in all, the conditions in turn.")
@click.option("--seed", default=1, show_default=True)
@click.option("--capture", "captures", multiple=True, type=click.Choice(CAPTURES), help="Else pdf.")
@click.option(
    "--condition", "conditions", multiple=True, type=click.Choice(list(CONDITIONS)), help="Else all."
)
@click.option(
    "--second", type=click.Path(path_type=Path, exists=True), help="Folder of the second maker's PDFs."
)
@click.option("--most", default=15, show_default=True, help="Letters in a stack, at most.")
@click.option(
    "--noise", default=0.0, show_default=True, help="Wear the readings at this rate before cutting."
)
def main(
    count: int,
    seed: int,
    captures: tuple[str, ...],
    conditions: tuple[str, ...],
    second: Path | None,
    most: int,
    noise: float,
) -> None:
    """Draw stacks, read them, and print how they were cut."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    kinds, names = captures or ("pdf",), conditions or tuple(CONDITIONS)
    click.echo(
        f"seed {seed}, captures {', '.join(kinds)}, second maker {'yes' if second else 'no'}, noise {noise}"
    )
    results = []
    for at in range(count):
        condition, kind = names[at % len(names)], kinds[at // len(names) % len(kinds)]
        result = run_one(seed + at, condition, kind, second, most, noise)
        results.append(result)
        if not result.cut_right:
            click.echo(f"wrong: seed {result.seed} {condition} {kind}", err=True)
    click.echo(HEADER)
    for kind in kinds:
        for condition in names:
            found = [r for r in results if (r.condition, r.capture) == (condition, kind)]
            if found:
                click.echo(row(f"{condition}, {kind}", found))
    click.echo(row("all", results))
    click.echo(
        "ordered: pages of every letter in their order; unsaid: wrong letters without the doubt cut-unsure"
    )


if __name__ == "__main__":
    main()
