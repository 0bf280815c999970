"""How well stacks are cut: ``python -m benchmarks.stacks --count 200``.

One file of many letters, with no separator sheets between them, is drawn from the printed seed and read as the
program reads it. A stack counts as right only where every letter holds exactly its own pages: one page in the
wrong letter spoils the whole stack. Letters come from samples/make.py, or from the second maker, whose
born-digital files lie in a folder (``python -m benchmarks.second_maker FOLDER --captures pdf``) and whose own
camera then takes the stack too; or from both, mixed in one stack.

Pages that say nothing of where they belong are left where a person would leave them: with the letter before.
With ``--keep FOLDER`` the stacks and what was read of them stay there, and a second run only cuts them anew.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import click
import numpy as np
import pypdfium2
from reportlab.lib.pagesizes import letter as us_letter
from reportlab.pdfgen.canvas import Canvas

from benchmarks.evaluate import TODAY, interval
from classify.guess import NoticeGuesser
from ingest.kept import Kept
from ingest.letter import Letter, ReadPage
from ingest.read import Reader
from ingest.separator import sheet as separator_sheet
from ingest.settings import ReadSettings
from ingest.source import SourceLimits
from ingest.split import split
from ingest.text import PageText, Word, lines_of
from mailroom.desk import said
from models.notice_guesser import load_notice_guesser
from samples import layouts, spoil
from samples.make import CORE, NOT_IRS, OUTSIDE, make_letter
from samples.model import make_case

CAPTURES = ("pdf", "scan", "fax", "photo")
HANDS = ("own", "other", "mixed")
# How the second maker's camera takes a stack, by what we call it.
_OTHER_CAMERA = {
    "scan": ("clean_scan", "clean_scan", "clean_scan", "skewed", "turned", "stained"),
    "fax": ("fax_fine", "fax_fine", "fax_fine", "fax_standard"),
    "photo": ("photo_good", "photo_good", "photo_hard"),
}
_FOREIGN = tuple(code for code in NOT_IRS if code not in {"DRAWING", "BLANK"})
# Codes whose cases can be drawn for another year.
_BILLS = ("CP14", "CP501", "CP503", "CP504")
_SIZES = range(2, 16)
# The second maker's scanner packs its pages loosely.
_LIMITS = SourceLimits(max_bytes=500_000_000)


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

    hand: str
    condition: str
    capture: str
    seed: int
    letters: int
    pages: int
    letters_right: int
    cut_right: bool
    ordered: bool
    lost: int
    doubled: int
    doubted: int
    wrong_undoubted: int
    seconds: float


# -- the letters that stacks are made of ---------------------------------------------------------

Letters = list[list[bytes]]


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


def some_letters(rng: random.Random, count: int, hand: str, second: Path | None) -> Letters:
    """The pages of so many different letters: most from the IRS, about one in eight from somebody else."""
    theirs = iter(rng.sample(second_letters(second), count) if second else ())
    chance = {"own": 0.0, "mixed": 0.5, "other": 1.0}[hand]
    return [
        pages_of(next(theirs)) if rng.random() < chance else pages_of(_own_letter(rng)) for _ in range(count)
    ]


def _own_letter(rng: random.Random) -> bytes:
    code = rng.choice(_FOREIGN if rng.random() < 0.125 else (*CORE, *OUTSIDE))
    return make_letter(code, rng.randrange(100_000)).pdf


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
        if rng.random() < 0.5 and numbered(pages):
            rng.shuffle(own)
        pieces.extend(own)
    return pieces


def numbered(pages: Sequence[bytes]) -> bool:
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
        at for at in range(len(letters) - 1) if all(len(x) > 1 and numbered(x) for x in letters[at : at + 2])
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


def jumbled(letters: Letters, rng: random.Random) -> list[Piece]:
    """All of it at once: pages out of order, backs, leaflets, envelopes, pages that are gone."""
    pieces = []
    for at, pages in enumerate(letters):
        own = [Piece(pdf, at, place) for place, pdf in enumerate(pages, 1)]
        if numbered(pages):
            if len(own) > 2 and rng.random() < 0.2:
                del own[rng.randrange(1, len(own))]
            if rng.random() < 0.3:
                rng.shuffle(own)
        backed = rng.random() < 0.4
        for piece in own:
            pieces += [piece, Piece(blank(), at, 0)] if backed else [piece]
        if rng.random() < 0.25:
            pieces += [Piece(pdf, at, 0) for pdf in leaflet()]
        if rng.random() < 0.25:
            pieces.append(Piece(envelope(), at, 0))
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
    "jumbled": jumbled,
}


def draw(seed: int, hand: str, condition: str, second: Path | None, most: int) -> list[Piece]:
    """The sheets of a stack."""
    rng = random.Random(f"stack/{seed}/{hand}/{condition}")
    count = rng.choice([size for size in _SIZES if size <= most])
    letters = some_letters(rng, count, hand, second)
    if condition == "twins":
        at = rng.randrange(len(letters) - 1)
        letters[at : at + 2] = twins(rng)
    return CONDITIONS[condition](letters, rng)


def stacked(pieces: Sequence[Piece]) -> bytes:
    """The stack as a born-digital file."""
    return _assembled([(pypdfium2.PdfDocument(piece.pdf), 0) for piece in pieces])


def capture_stack(pdf: bytes, hand: str, capture: str, seed: int, folder: Path) -> Path:
    """The stack as a scanner, a fax machine or a phone took it, in a file of the folder."""
    rng = random.Random(f"capture/{seed}/{capture}")
    if capture == "pdf":
        path = folder / "stack.pdf"
        path.write_bytes(pdf)
    elif hand == "other":
        path = folder / _taken_by_other_camera(pdf, capture, rng, folder)
    else:
        with pypdfium2.PdfDocument(pdf) as document:
            data, suffix, _ = spoil.spoil(document, len(document), capture, rng, dt.date(2026, 3, 2))
        path = folder / f"stack{suffix}"
        path.write_bytes(data)
    return path


def _taken_by_other_camera(pdf: bytes, capture: str, rng: random.Random, folder: Path) -> str:
    """The name of the file; the second maker's camera takes all pages in one way."""
    # Here, so that born-digital stacks need nothing of the second maker's.
    from benchmarks.second_maker import camera
    from benchmarks.second_maker.__main__ import fax_stamp, save_capture

    kind, stamped, line = rng.choice(_OTHER_CAMERA[capture]), rng.random() < 0.7, rng.random()
    dice = np.random.default_rng(rng.getrandbits(64))
    with pypdfium2.PdfDocument(pdf) as document:
        images = []
        for at, page in enumerate(document, 1):
            sheet = np.array(page.render(scale=camera.DPI / 72).to_pil().convert("RGB"))
            stamp = fax_stamp(random.Random(line), at, len(document)) if stamped else ""
            images.append(camera.capture(kind, dice, sheet, stamp))
    return save_capture(folder, "stack", kind, images, rng)


# -- reading -------------------------------------------------------------------------------------


@cache
def _guesser() -> NoticeGuesser:
    return load_notice_guesser()


def run_one(
    wanted: Result, second: Path | None, most: int, noise: float, keep: Path | None
) -> tuple[Result, tuple[Letter, ...]]:
    """Draw, capture, read and judge the stack that ``wanted`` names."""
    pieces = draw(wanted.seed, wanted.hand, wanted.condition, second, most)
    pdf = stacked(pieces)
    # By what is printed: the bytes of a PDF that was put together are not the same every time.
    printed = f"{wanted.hand} {wanted.capture} {wanted.seed} {_text_of(pdf)}"
    name = hashlib.sha256(printed.encode()).hexdigest()[:16]
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep / name if keep else Path(scratch)
        folder.mkdir(exist_ok=True)
        readings = folder / "readings"
        path = next(folder.glob("stack.*"), None) or capture_stack(
            pdf, wanted.hand, wanted.capture, wanted.seed, folder
        )
        known = Kept(readings.read_bytes() if readings.exists() else b"")
        began = time.process_time()
        with Reader(path, ReadSettings(), limits=_LIMITS, kept=lambda _sha256: known) as reader:
            letters = reader.letters(partial(said, guesser=_guesser(), today=TODAY))
        seconds = time.process_time() - began
        if keep and known.grown:
            readings.write_bytes(known.packed())
    if noise:
        rng = random.Random(f"noise/{wanted.seed}")
        pages = sorted((p for x in letters for p in (*x.pages, *x.enclosures)), key=lambda p: p.number)
        letters = split([worn(page, noise, rng) for page in pages], "0a1b2c3d")
    return judged(pieces, letters, dataclasses.replace(wanted, seconds=seconds)), letters


def _text_of(pdf: bytes) -> str:
    """The text layer of all pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\f".join(page.get_textpage().get_text_range() for page in document)


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
        pages=len(pieces),
        letters_right=len(found) - len(wrong),
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
        f"{sum(r.letters_right for r in results):>8} {sum(r.ordered for r in results):>8} {sum(r.lost for r in results):>5} {sum(r.doubled for r in results):>8}"
        f" {sum(r.doubted for r in results):>8} {sum(r.wrong_undoubted for r in results):>8}"
        f" {sum(r.seconds for r in results) / max(1, pages):>8.3f}"
    )
    return f"{name:<20} {n:>6} {letters:>7} {pages:>6} {right:>6} {100 * right / n:>6.1f} ({low:5.1f} to {high:5.1f}) {rest}"


HEADER = (
    f"{'condition':<20} {'stacks':>6} {'letters':>7} {'pages':>6} {'right':>6} {'%':>6} {'(95 % interval)':<17}"
    f" {'whole':>8} {'ordered':>8} {'lost':>5} {'in two':>8} {'doubted':>8} {'unsaid':>8} {'s/page':>8}"
)


def in_turn(
    seeds: Sequence[int], conditions: Sequence[str], hands: Sequence[str], captures: Sequence[str]
) -> Iterator[Result]:
    """Stacks still to be read: conditions in turn, hands from one to the next, captures from round to round."""
    for at, seed in enumerate(seeds):
        around, condition = divmod(at, len(conditions))
        hand = hands[(condition + around) % len(hands)]
        capture = captures[around // len(hands) % len(captures)]
        yield Result(hand, conditions[condition], capture, seed, 0, 0, 0, False, False, 0, 0, 0, 0, 0.0)


def table(results: Sequence[Result]) -> Iterator[str]:
    """By capture: each condition, each hand, and all."""
    yield HEADER
    for capture in dict.fromkeys(r.capture for r in results):
        taken = [r for r in results if r.capture == capture]
        for condition in dict.fromkeys(r.condition for r in taken):
            yield row(f"{condition}, {capture}", [r for r in taken if r.condition == condition])
        for hand in dict.fromkeys(r.hand for r in taken):
            yield row(f"{hand} letters, {capture}", [r for r in taken if r.hand == hand])
        yield row(f"all, {capture}", taken)


@click.command()
@click.option("--count", default=40, show_default=True, help="Stacks in all, the conditions in turn.")
@click.option("--seed", default=1, show_default=True)
@click.option("--capture", "captures", multiple=True, type=click.Choice(CAPTURES), help="Else pdf.")
@click.option(
    "--condition", "conditions", multiple=True, type=click.Choice(list(CONDITIONS)), help="Else all."
)
@click.option(
    "--hand",
    "hands",
    multiple=True,
    type=click.Choice(HANDS),
    help="Whose letters: our own maker's, the second maker's, or both mixed. Else own.",
)
@click.option(
    "--second", type=click.Path(path_type=Path, exists=True), help="Folder of the second maker's PDFs."
)
@click.option("--most", default=15, show_default=True, help="Letters in a stack, at most.")
@click.option(
    "--noise", default=0.0, show_default=True, help="Wear the readings at this rate before cutting."
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep stacks and readings here; after a change in reading, name another folder.",
)
def main(
    count: int,
    seed: int,
    captures: tuple[str, ...],
    conditions: tuple[str, ...],
    hands: tuple[str, ...],
    second: Path | None,
    most: int,
    noise: float,
    keep: Path | None,
) -> None:
    """Draw stacks, read them, and print how they were cut."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    kinds, names, makers = captures or ("pdf",), conditions or tuple(CONDITIONS), hands or ("own",)
    if second is None and set(makers) != {"own"}:
        raise click.UsageError("Letters of another hand need --second FOLDER with the second maker's PDFs.")
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    click.echo(f"seed {seed}, letters {', '.join(makers)}, at most {most} in a stack, noise {noise}")
    results = []
    for wanted in in_turn(range(seed, seed + count), names, makers, kinds):
        result, _ = run_one(wanted, second if wanted.hand != "own" else None, most, noise, keep)
        results.append(result)
        if not result.cut_right:
            click.echo(
                f"wrong: seed {result.seed} {result.hand} {result.condition} {result.capture}", err=True
            )
    for line in table(results):
        click.echo(line)
    click.echo(
        "whole: letters cut right; ordered: pages of every letter in their order; "
        "unsaid: wrong letters without the doubt cut-unsure; s/page: 0 for what was kept"
    )


if __name__ == "__main__":
    main()
