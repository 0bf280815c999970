"""Side by side in one run: letters per minute, CPU time, and what is right at that price.

    python -m benchmarks.side_by_side --ocrmypdf /elsewhere/bin/ocrmypdf

Every way gets the same files and two workers. CPU seconds are those of all processes of a way, children too:
on a machine that others use they count, and minutes on the wall do not. "A minute" is what two undisturbed
cores would do, 120 s of CPU. Starting (libraries, models, catalogue) is told apart where a way does it once for
all files; OCRmyPDF and Tesseract start with each file.

OCRmyPDF reads every page and writes a searchable PDF besides; Tesseract and pdfplumber are asked for page 1, the
second also for all pages. The regular expressions are those of benchmarks/plain.py. Four fields count: code, date,
ends of the periods, amount; a letter is right where all four are. This program's records hold more, and say what is
not certain: "taken wrong" counts values of these four that it accepted and that are not right.
"""

from __future__ import annotations

import cProfile
import hashlib
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

import click

from benchmarks.peers import ocrmypdf_text, pdfplumber_text, program, tesseract_text
from benchmarks.plain import PlainFields, fields_in
from benchmarks.score import clopper_pearson

WORKERS = 2
# Our own maker's names of the captures, and the second maker's.
KINDS = {"digital": ("pdf",), "scan": ("scan", "clean_scan"), "photo": ("photo", "photo_good")}
Json: TypeAlias = dict[str, Any]
# A step, and the function in which its time is spent; none of them calls another.
STEPS = (
    ("text layer, or picture of a PDF page", "ingest/pdf.py", "page"),
    ("decode a picture file", "ingest/images.py", "page"),
    ("clean up", "ingest/clean/__init__.py", "clean_page"),
    ("Tesseract", "ingest/ocr/tesseract.py", "_words"),
    ("second reader", "ingest/ocr/second.py", "read"),
    ("classify", "classify/decide.py", "classify_letter"),
    ("advise", "classify/advise.py", "advise"),
    ("record", "classify/record.py", "letter_record"),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A file and the four fields it shows."""

    path: Path
    fields: PlainFields


@dataclass(frozen=True, slots=True)
class Read:
    """The four fields of a letter as a way gives them, and how many of them it took for certain and wrongly."""

    fields: PlainFields
    accepted: frozenset[str] = frozenset()


Run: TypeAlias = Callable[[Sequence[Path]], list[Read]]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read letters.

    Parameters
    ----------
    name
        As the table prints it.
    run
        Reads all files with two workers.
    warm
        It loads once what it needs for all files.
    most
        Give it no more letters than this; 0 gives all.

    """

    name: str
    run: Run
    warm: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What a way made of its letters; ``each_s`` is CPU time without starting."""

    name: str
    read: tuple[Read, ...]
    each_s: float
    start_s: float
    wall_s: float


def drawn_here(kind: str, count: int, seed: int, folder: Path) -> Iterator[Letter]:
    """Letters of our own maker; scans of four pages only."""
    from samples.make import CORE, captured, make_letter

    numbers = iter(range(seed, seed + 100 * count))
    while count:
        number = next(numbers)
        letter = make_letter(CORE[number % len(CORE)], number)
        if kind != "scan" or letter.pages == 4:
            shot = captured(letter, "pdf" if kind == "digital" else kind, number)  # type: ignore[arg-type]
            path = folder / f"{number}{shot.suffix}"
            path.write_bytes(shot.data)
            yield Letter(path, wanted(shot.truth))
            count -= 1


def drawn_before(kind: str, count: int, drawn: Path, folder: Path) -> Iterator[Letter]:
    """The first letters in this capture, from the IRS only, of a folder that the second maker drew.

    Letters on which it is open what a field is, as of a CP2000 what is due, are left out.
    """
    truths = [json.loads(line) for line in (drawn / "truth.jsonl").read_text().splitlines() if line.strip()]
    plain = [t for t in truths if t["status"] == "irs" and not t.get("alternatives")]
    for truth in [t for t in plain if t["capture"] in KINDS[kind]][:count]:
        path = folder / truth["file"]
        path.write_bytes((drawn / truth["file"]).read_bytes())
        yield Letter(path, wanted(truth))


def wanted(truth: Json) -> PlainFields:
    """The four fields of a letter's truth."""
    ends = frozenset(period["end"] for period in truth["tax_periods"])
    return PlainFields(truth["notice"], truth["notice_date"], truth["amount_due"], ends)


def by_batch(paths: Sequence[Path]) -> list[Read]:
    """This program's ``batch`` over a folder of the files."""
    with tempfile.TemporaryDirectory() as folder:
        letters, output = Path(folder) / "letters", Path(folder) / "output"
        letters.mkdir()
        for path in paths:
            (letters / path.name).hardlink_to(path)
        command = [sys.executable, "-m", "cli", "batch", str(letters), "--output", str(output)]
        done = subprocess.run(
            [*command, "--workers", str(WORKERS)], capture_output=True, text=True, check=False
        )
        # A letter that was not read in time (4) or refused (3) is one that is not right.
        if done.returncode not in {0, 3, 4, 10}:
            raise SystemExit(f"ingest batch ended with exit code {done.returncode}: {done.stderr[-500:]}")
        records = [json.loads(line) for line in (output / "records.jsonl").read_text().splitlines()]
    # Not by name: a name that looks like a taxpayer's number is masked in the record.
    by_content = {record["source"]["sha256"]: record for record in records}
    return [_told(by_content[hashlib.sha256(path.read_bytes()).hexdigest()]) for path in paths]


def _told(record: Json) -> Read:
    """The first letter's four fields; nothing where the file was refused or is not from the IRS."""
    letters = record.get("letters") or [{"status": "unreadable"}]
    if letters[0]["status"] in {"unreadable", "not_irs"}:
        return Read(PlainFields(None, None, None, frozenset()))
    of = letters[0]
    ends = frozenset(period["end"] for period in of["tax_periods"]["value"] or [])
    named = (
        ("notice", "notice"),
        ("notice_date", "notice_date"),
        ("amount_due", "amount_due"),
        ("tax_periods", "ends"),
    )
    accepted = frozenset(field for name, field in named if of[name]["accepted"])
    fields = PlainFields(of["notice"]["value"], of["notice_date"]["value"], of["amount_due"]["value"], ends)
    return Read(fields, accepted)


def by_text(text: Callable[[Path], str], pool: Callable[[], Executor], paths: Sequence[Path]) -> list[Read]:
    """Any program that gives text, and the regular expressions."""
    with pool() as workers:
        return [Read(fields_in(said)) for said in workers.map(text, paths)]


def _threads() -> Executor:
    return ThreadPoolExecutor(WORKERS)


def _one_thread() -> Executor:
    return ThreadPoolExecutor(1)


def _processes() -> Executor:
    return ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"))


def ways(kind: str, ocrmypdf: str | None, most: int) -> Iterator[Way]:
    """The ways for a kind of letters, ours first."""
    yield Way("ingest batch", by_batch, warm=True)
    if kind == "digital":
        yield Way(
            "pdfplumber page 1 + regex",
            partial(by_text, partial(pdfplumber_text, pages=1), _processes),
            warm=True,
        )
        yield Way("pdfplumber all + regex", partial(by_text, pdfplumber_text, _processes), warm=True)
        return
    yield Way("Tesseract page 1 + regex", partial(by_text, tesseract_text, _threads))
    if ocrmypdf:
        text = partial(ocrmypdf_text, ocrmypdf=ocrmypdf, jobs=WORKERS)
        yield Way("OCRmyPDF -j 2 + regex", partial(by_text, text, _one_thread), most=most)


def measured(way: Way, paths: Sequence[Path]) -> Row:
    """Run a way; one that starts once is run on a single letter before, which tells what starting costs."""
    paths = paths[: way.most or None]
    once_s = _cpu(way.run, paths[:1])[0] if way.warm and len(paths) > 1 else 0.0
    began = time.monotonic()
    all_s, read = _cpu(way.run, paths)
    wall_s = time.monotonic() - began
    each_s = (all_s - once_s) / (len(paths) - 1) if once_s else all_s / len(paths)
    return Row(way.name, tuple(read), each_s, max(0.0, once_s - each_s) if once_s else 0.0, wall_s)


def _cpu(run: Run, paths: Sequence[Path]) -> tuple[float, list[Read]]:
    before = _spent_s()
    read = run(paths)
    return _spent_s() - before, read


def _spent_s() -> float:
    """CPU seconds of this process and of all its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def table(kind: str, letters: Sequence[Letter], found: Sequence[Row]) -> Iterator[str]:
    """The rows of a kind, each with how much faster we are."""
    yield f"\n{kind}: {len(letters)} letters"
    yield (
        f"{'':27}{'n':>5}{'CPU s each':>12}{'start s':>9}{'a minute':>10}{'wall a min.':>12}{'we are':>9}"
        f"{'code':>6}{'date':>6}{'ends':>6}{'amount':>7}{'all four right':>24}{'taken wrong':>13}"
    )
    for row in found:
        pairs = list(zip(row.read, letters, strict=False))
        n = len(pairs)
        hits = [sum(_right(read, letter, name) for read, letter in pairs) for name in PlainFields.__slots__]
        code, date, amount, ends = (f"{100 * k / n:.0f}%" for k in hits)
        whole = sum(read.fields == letter.fields for read, letter in pairs)
        low, high = clopper_pearson(whole, n)
        wrong = sum(not _right(read, letter, name) for read, letter in pairs for name in read.accepted)
        share = f"{100 * whole / n:.1f}% [{100 * low:.0f}, {100 * high:.0f}]"
        yield (
            f"{row.name:27}{n:>5}{row.each_s:>12.3f}{row.start_s:>9.2f}{60 * WORKERS / row.each_s:>10.0f}"
            f"{60 * n / row.wall_s:>12.0f}{row.each_s / found[0].each_s:>8.1f}x{code:>6}{date:>6}{ends:>6}{amount:>7}"
            f"{share:>24}{wrong if row is found[0] else '-':>13}"
        )


def _right(read: Read, letter: Letter, name: str) -> bool:
    return bool(getattr(read.fields, name) == getattr(letter.fields, name))


def profile(letters: Sequence[Letter]) -> Iterator[str]:
    """Where our time goes, by step, in one warm process; what a process of its own costs comes on top."""
    from mailroom.config import Settings
    from mailroom.desk import record_of_file, warm

    warm()
    settings = Settings()
    record_of_file(letters[0].path, settings, lambda _page, _of: None)
    counted = cProfile.Profile(time.process_time)
    before = time.process_time()
    for letter in letters:
        record_of_file(letter.path, settings, lambda _page, _of: None)
    plain_s = (time.process_time() - before) / len(letters)
    before = time.process_time()
    counted.enable()
    for letter in letters:
        record_of_file(letter.path, settings, lambda _page, _of: None)
    counted.disable()
    slow_s = (time.process_time() - before) / len(letters)
    rows: list[tuple[str, float, int]] = []
    for (file, _line, name), (_, calls, _, total, _) in pstats.Stats(counted).stats.items():  # type: ignore[attr-defined]
        step = next((s for s, where, what in STEPS if file.endswith(where) and name == what), None)
        if step:
            rows.append((step, total / len(letters), calls))
    yield f"  by step, CPU ms a letter under the profiler ({1000 * slow_s:.0f}; without it {1000 * plain_s:.0f}):"
    for step, each_s, calls in sorted(rows, key=lambda row: -row[1]):
        yield f"    {step:40}{1000 * each_s:>9.1f} ms {100 * each_s / slow_s:>5.0f} % {calls / len(letters):>6.1f} calls"
    rest_s = slow_s - sum(each_s for _, each_s, _ in rows)
    yield f"    {'the rest':40}{1000 * rest_s:>9.1f} ms {100 * rest_s / slow_s:>5.0f} %"


@click.command(help=__doc__.splitlines()[0] if __doc__ else None)
@click.option("--kinds", default=",".join(KINDS), show_default=True)
@click.option(
    "--ocrmypdf", help="Path of OCRmyPDF, from an environment of its own; without it that row is left out."
)
@click.option(
    "--letters",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder that the second maker drew; else letters of our own maker are drawn.",
)
@click.option("--digital", default=200, show_default=True, help="Born-digital letters.")
@click.option("--count", default=20, show_default=True, help="Scans, and photos.")
@click.option(
    "--few", default=3, show_default=True, help="Letters for OCRmyPDF, which takes about 10 s of CPU a page."
)
@click.option("--seed", default=61000, show_default=True)
@click.option("--profile", "profiled", is_flag=True, help="Also say what our time goes to, on a few letters.")
def main(
    kinds: str,
    ocrmypdf: str | None,
    letters: Path | None,
    digital: int,
    count: int,
    few: int,
    seed: int,
    profiled: bool,
) -> None:
    """Draw or take letters, read them every way, print the tables."""
    other = program(ocrmypdf) if ocrmypdf else None
    print(f"seed {seed}" if letters is None else "letters of the second maker", flush=True)
    for kind in kinds.split(","):
        with tempfile.TemporaryDirectory() as folder:
            n = digital if kind == "digital" else count
            drawn = (
                drawn_before(kind, n, letters, Path(folder))
                if letters
                else drawn_here(kind, n, seed, Path(folder))
            )
            chosen = list(drawn)
            paths = [letter.path for letter in chosen]
            found = [measured(way, paths) for way in ways(kind, other, few)]
            print("\n".join(table(kind, chosen, found)), flush=True)
            if profiled:
                print("\n".join(profile(chosen[:10])), flush=True)


if __name__ == "__main__":
    main()
