"""How much memory reading takes: ordinary letters, hostile files, and 2,000 pages in one batch.

    INGEST_TEST_DATA=/path/to/data python -m benchmarks.memory

"Largest process" is the kernel's own peak of resident memory over every process of a command, exact. A reader
that is forked warm shares most of it with the process it came from, so "all together" adds what each process holds
with shared pages divided among those that share them (PSS), looked at many times a second: short peaks can slip
through. The second reader is told apart by reading the same file without it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import click

_MIB = 1024
_EVERY_S = 0.1
_KINDS = ("pdf", "scan", "fax", "photo")
_CODES = ("CP14", "CP501", "CP503", "CP504", "CP504B", "LT11", "Letter 1058", "CP90", "CP297", "CP523")


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a command that is running: when, and KiB of all together, supervisor and nursery."""

    at_s: float
    together_kib: int
    supervisor_kib: int
    nursery_kib: int
    processes: int


@dataclass(slots=True)
class Watched:
    """A command that was run to its end under watch."""

    largest_kib: int = 0
    cpu_s: float = 0.0
    status: int = 0
    said: str = ""
    looks: list[Look] = field(default_factory=list)

    @property
    def together_kib(self) -> int:
        """The most that all of its processes held."""
        return max((look.together_kib for look in self.looks), default=0)


def watched(arguments: Sequence[str], *, second: bool = True) -> Watched:
    """Run the program and look at all of its processes until it ends."""
    environment = {**os.environ, "INGEST_READ_SECOND": "true" if second else "false"}
    result = Watched()
    with tempfile.TemporaryFile() as out:
        command = [sys.executable, "-m", "cli", *arguments]
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.DEVNULL)
        ended = threading.Event()
        looking = threading.Thread(target=_look_on, args=(process.pid, ended, result.looks))
        looking.start()
        _, status, usage = os.wait4(process.pid, 0)
        ended.set()
        looking.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        result.said = out.read().decode()
    result.largest_kib, result.cpu_s = usage.ru_maxrss, usage.ru_utime + usage.ru_stime
    result.status = process.returncode
    return result


def _look_on(pid: int, ended: threading.Event, looks: list[Look]) -> None:
    began = time.monotonic()
    while not ended.wait(_EVERY_S):
        tree = list(_tree(pid))
        shares = [_held(one) for one in tree]
        nursery = _held(tree[1])[1] if len(tree) > 1 else 0
        looks.append(
            Look(time.monotonic() - began, sum(pss for pss, _ in shares), shares[0][1], nursery, len(tree))
        )


def _tree(pid: int) -> Iterator[int]:
    """The process and all below it, itself first."""
    yield pid
    try:
        tasks = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(tasks).split():
        yield from _tree(int(child))


def _held(pid: int) -> tuple[int, int]:
    """KiB that a process holds: its share of shared pages (PSS), and all that is resident."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return 0, 0
    kib = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return kib.get("Pss", 0), kib.get("Rss", 0)


def draw(code: str, kind: str, seed: int, stem: str) -> tuple[Path, int]:
    """Draw a letter into a file; its path and how many pages the letter has.

    To be called in another process: what starts a command lends it its own peak of memory.
    """
    from samples.make import captured, make_letter

    letter = make_letter(code, seed)
    shot = captured(letter, kind, seed)  # type: ignore[arg-type]
    path = Path(stem + shot.suffix)
    path.write_bytes(shot.data)
    return path, letter.pages


def ordinary(count: int, seed: int, folder: Path, elsewhere: Executor) -> Iterator[str]:
    """Letters of each capture, each read alone, with and without the second reader."""
    yield f"{'one letter at a time':30}{'n':>4}{'largest process, MB':>22}{'without second reader':>24}{'all together':>15}"
    for kind in _KINDS:
        both: list[tuple[Watched, Watched]] = []
        for number in range(seed, seed + count):
            code = _CODES[number % len(_CODES)]
            path, _ = elsewhere.submit(draw, code, kind, number, str(folder / f"{kind}-{number}")).result()
            arguments = ["classify", str(path), "--json"]
            both.append((watched(arguments), watched(arguments, second=False)))
        largest, alone = ([one.largest_kib // _MIB for one in column] for column in zip(*both, strict=True))
        together = max(one.together_kib for one, _ in both) // _MIB
        yield f"{kind:30}{count:>4}{_spread(largest):>22}{_spread(alone):>24}{together:>15}"


def _spread(values: Sequence[int]) -> str:
    return f"{statistics.median(values):.0f} (most {max(values)})"


def hostile(folder: Path, most: int) -> Iterator[str]:
    """The largest hostile files, each read alone: the worst first."""
    files = sorted(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda path: -path.stat().st_size
    )
    found = [(watched(["classify", str(path), "--json"]), path) for path in files[: most or None]]
    found.sort(key=lambda pair: -pair[0].largest_kib)
    yield f"\n{f'{len(found)} hostile files, worst first':60}{'largest process, MB':>20}{'CPU s':>8}  ends as"
    for run, path in found[:10]:
        yield f"{path.name[:58]:60}{run.largest_kib // _MIB:>20}{run.cpu_s:>8.1f}  {_end(run)}"


def _end(run: Watched) -> str:
    try:
        record = json.loads(run.said)
    except ValueError:
        return f"exit code {run.status}, no record"
    return str(record["error"]["name"]) if "error" in record else f"{len(record['letters'])} letters"


def many_pages(pages: int, workers: int, seed: int, folder: Path, elsewhere: Executor) -> Iterator[str]:
    """Born-digital letters with a scan among every hundred, in one batch: memory by tenths of the run."""
    letters = folder / "letters"
    letters.mkdir()
    drawn, files = 0, 0
    while drawn < pages:
        code, kind = _CODES[files % len(_CODES)], "scan" if files % 100 == 50 else "pdf"
        drawn += elsewhere.submit(draw, code, kind, seed + files, str(letters / f"{files:05}")).result()[1]
        files += 1
    run = watched(["batch", str(letters), "--output", str(folder / "out"), "--workers", str(workers)])
    records = (folder / "out/records.jsonl").read_text().splitlines()
    read = sum(json.loads(line)["source"].get("pages") or 0 for line in records)
    yield f"\n{read} pages of {drawn}, {len(records)} files in one batch, {workers} workers: {run.cpu_s:.0f} s of CPU, exit code {run.status}"
    yield f"largest process {run.largest_kib // _MIB} MB, all together at most {run.together_kib // _MIB} MB"
    yield f"{'tenth of the run':20}" + "".join(f"{number:>7}" for number in range(1, 11))
    tenths = [_tenth(run.looks, number) for number in range(10)]
    for name, of in (
        ("supervisor, MB", "supervisor_kib"),
        ("nursery, MB", "nursery_kib"),
        ("together, MB", "together_kib"),
    ):
        middles = [
            statistics.median(getattr(look, of) for look in tenth) / _MIB if tenth else 0 for tenth in tenths
        ]
        yield f"{name:20}" + "".join(f"{middle:>7.0f}" for middle in middles)


def _tenth(looks: Sequence[Look], number: int) -> Sequence[Look]:
    return looks[len(looks) * number // 10 : len(looks) * (number + 1) // 10]


@click.command(help=__doc__.splitlines()[0] if __doc__ else None)
@click.option("--count", default=3, show_default=True, help="Letters of each capture, read alone.")
@click.option(
    "--hostile", "most", default=12, show_default=True, help="Hostile files, the largest first; 0 takes all."
)
@click.option("--pages", default=2000, show_default=True, help="Pages of the batch; 0 leaves it out.")
@click.option("--workers", default=2, show_default=True)
@click.option("--seed", default=71000, show_default=True)
def main(count: int, most: int, pages: int, workers: int, seed: int) -> None:
    """Run all three, print the tables."""
    data = Path(os.environ.get("INGEST_TEST_DATA", "")) / "hostile"
    print(f"seed {seed}", flush=True)
    spawned = get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=spawned) as elsewhere:
        if count:
            for line in ordinary(count, seed, Path(folder), elsewhere):
                print(line, flush=True)
        if data.is_dir() and most >= 0:
            for line in hostile(data, most):
                print(line, flush=True)
        if pages:
            for line in many_pages(pages, workers, seed, Path(folder), elsewhere):
                print(line, flush=True)


if __name__ == "__main__":
    main()
