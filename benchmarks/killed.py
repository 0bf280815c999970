"""Nothing is lost and nothing is there twice when the program is killed: ``python -m benchmarks.killed``.

Sixty mixed files (letters in all captures, letters of others, a drawing, files that cannot be worked) are read
for real. ``ingest batch`` is killed with SIGKILL three times and run again; ``ingest watch`` five times, while
the files are dropped. Then every file is counted where it came to lie.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

# Where the watcher files what it has worked.
_ENDS = ("done", "review", "not-irs", "failed")
_PDFS = 44


def mixed_files(folder: Path, seed: int) -> list[str]:
    """Sixty files of all kinds, drawn into the folder; their names."""
    from samples.make import CORE, captured, make_letter

    rng = random.Random(seed)
    for number in range(_PDFS):
        shot = captured(make_letter(CORE[number % len(CORE)], seed + number), "pdf", seed + number)
        (folder / f"letter{number:02}{shot.suffix}").write_bytes(shot.data)
    for number, kind in enumerate(("scan", "fax", "photo", "scan")):
        code = CORE[number]
        shot = captured(make_letter(code, seed + 100 + number), kind, seed + number)  # type: ignore[arg-type]
        (folder / f"{kind}{number}{shot.suffix}").write_bytes(shot.data)
    for number, code in enumerate(("BANK", "STATE", "DRAWING", "UTILITY")):
        shot = captured(make_letter(code, seed + 200 + number), "pdf", seed + number)
        (folder / f"other{number}{shot.suffix}").write_bytes(shot.data)
    whole = (folder / "letter00.pdf").read_bytes()
    for name, data in (
        ("empty.pdf", b""),
        ("text.pdf", b"This is a text, whatever its name says.\n"),
        ("truncated.pdf", whole[: len(whole) // 3]),
        ("zeros.tif", bytes(4096)),
        (
            "half.tif",
            (folder / "scan0.tif").read_bytes()[:5000] if (folder / "scan0.tif").exists() else b"II*\0",
        ),
        ("noise.jpg", b"\xff\xd8\xff\xe0" + rng.randbytes(3000)),
        ("noise.png", b"\x89PNG\r\n\x1a\n" + rng.randbytes(3000)),
        ("again.pdf", whole),
    ):
        (folder / name).write_bytes(data)
    return sorted(path.name for path in folder.iterdir())


def run(arguments: Sequence[str], kill_after_s: float | None) -> bool:
    """Run the program; kill it and what it started after a time. Whether it came to its end."""
    command = [sys.executable, "cli.py", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        # The program alone: whatever it started has to end by itself.
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return False
    return True


def batch(files: Path, out: Path, kills: int, rng: random.Random) -> tuple[int, Counter[str]]:
    """How often it was killed, and how many records each file has in the end."""
    killed = 0
    for _ in range(kills):
        killed += not run(["batch", str(files), "--output", str(out)], rng.uniform(3, 9))
    run(["batch", str(files), "--output", str(out)], None)
    lines = (out / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return killed, Counter(json.loads(line)["source"]["name"] for line in lines)


def watch(files: Path, drop: Path, kills: int, rng: random.Random) -> tuple[int, Counter[str]]:
    """How often it was killed, and in how many places each file lies in the end."""
    waiting = sorted(files.iterdir())
    rng.shuffle(waiting)
    killed = 0
    for round_ in range(kills):
        for path in waiting[round_::kills]:
            shutil.copy(path, drop / path.name)
        killed += not run(["watch", str(drop), "--once", "--settle-s", "0.2"], rng.uniform(3, 9))
    run(["watch", str(drop), "--once", "--settle-s", "0.2"], None)
    places: Counter[str] = Counter()
    for end in _ENDS:
        for path in (drop / end).rglob("*"):
            original = next((p.name for p in waiting if path.name == p.name), None)
            places[original or "?"] += path.is_file() and original is not None
    left = [p for p in drop.iterdir() if p.is_file()] + [p for p in (drop / "work").rglob("*") if p.is_file()]
    places.update(f"left in place: {p.name}" for p in left)
    return killed, +places


def table(name: str, killed: int, wanted: Sequence[str], found: Counter[str]) -> str:
    """One row: how many files there were, once, missing, more than once."""
    once = sum(found[file] == 1 for file in wanted)
    missing = sum(found[file] == 0 for file in wanted)
    twice = sum(found[file] > 1 for file in wanted)
    strange = sum(count for file, count in found.items() if file not in wanted)
    return f"{name:8}{killed:>8}{len(wanted):>8}{once:>8}{missing:>9}{twice:>8}{strange:>9}"


@click.command()
@click.option("--seed", default=None, type=int, help="Without it one is drawn and printed.")
@click.option("--batch-kills", default=3, show_default=True)
@click.option("--watch-kills", default=5, show_default=True)
def main(seed: int | None, batch_kills: int, watch_kills: int) -> None:
    """Kill the program while it reads, run it again, count."""
    first = seed if seed is not None else int.from_bytes(os.urandom(2), "big")
    rng = random.Random(first)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        files, out, drop = (Path(folder) / name for name in ("files", "out", "drop"))
        files.mkdir()
        drop.mkdir()
        wanted = mixed_files(files, first)
        print(f"seed {first}, {len(wanted)} files")
        print(
            f"{'':8}{'killed':>8}{'files':>8}{'once':>8}{'missing':>9}{'twice':>8}{'strange':>9}", flush=True
        )
        killed, found = batch(files, out, batch_kills, rng)
        print(table("batch", killed, wanted, found), flush=True)
        killed, found = watch(files, drop, watch_kills, rng)
        print(table("watch", killed, wanted, found))
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
