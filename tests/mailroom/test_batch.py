"""A batch: every file exactly once in the records, whatever happens in between."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import StoreError
from mailroom import batch as batches
from mailroom import sheet
from mailroom.config import AdviceSettings, Settings
from mailroom.folder import only_writer
from mailroom.process import ReadingRoom
from mailroom.report import report_of

Until = Callable[[Callable[[], object]], None]
PROGRAM = Path(__file__).parent / "fake_desk.py"


def run(room: ReadingRoom, folder: Path, out: Path, **more: Any) -> list[dict[str, Any]]:
    return batches.run(batches.Batch(folder, out, workers=2, **more), room)


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A folder to fill."""
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def size(out: Path) -> int:
    path = out / "records.jsonl"
    return path.stat().st_size if path.exists() else 0


def _grown(out: Path, before: int) -> bool:
    return size(out) > before


def names(out: Path) -> Counter[str]:
    lines = (out / "records.jsonl").read_text().splitlines()
    return Counter(json.loads(line)["source"]["name"] for line in lines)


def test_each_file_has_one_line_and_each_letter_one_row(
    drop: Path, tmp_path: Path, room: ReadingRoom
) -> None:
    for name, word in {
        "a": "accepted",
        "b": "review+accepted",
        "c": "not_irs",
        "d": "locked",
        "e": "aborting",
    }.items():
        (drop / f"{name}.pdf").write_text(f"{word}\n{name}")
    records = run(room, drop, tmp_path / "out")
    assert names(tmp_path / "out") == Counter(f"{n}.pdf" for n in "abcde")
    rows = list(csv.DictReader((tmp_path / "out/results.csv").read_text("utf-8-sig").splitlines()))
    assert Counter(row["file"] for row in rows) == Counter(
        ["a.pdf", "b.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf"]
    )
    assert report_of(records).counts == {
        "accepted": 2,
        "review": 1,
        "not_irs": 1,
        "unreadable": 0,
        "errors": 2,
    }
    assert report_of(records).deadlines[0].notice == "CP504"


def test_a_rerun_reads_nothing_twice_and_a_changed_file_anew(
    drop: Path, tmp_path: Path, room: ReadingRoom, reads: Callable[[], int]
) -> None:
    out = tmp_path / "out"
    for n in range(4):
        (drop / f"{n}.pdf").write_text(f"accepted\n{n}")
    run(room, drop, out)
    run(room, drop, out)
    assert reads() == 4
    (drop / "2.pdf").write_text("review\nchanged")
    (drop / "4.pdf").write_text("locked\nnew")
    records = run(room, drop, out)
    assert reads() == 6
    assert names(out) == Counter(f"{n}.pdf" for n in range(5))
    assert {r["source"]["name"]: r["letters"][0]["status"] for r in records if "letters" in r}[
        "2.pdf"
    ] == "review"
    assert "2.pdf" in (out / "records.superseded.jsonl").read_text()
    settings = Settings(advice=AdviceSettings(abroad=True))
    with ReadingRoom("fake_readers:by_content", settings) as other:
        run(other, drop, out)
    assert reads() == 11


def test_the_same_bytes_are_read_once_for_all_names(
    drop: Path, tmp_path: Path, room: ReadingRoom, reads: Callable[[], int]
) -> None:
    for n in range(6):
        (drop / f"{n}.pdf").write_text("accepted\nsame")
    run(room, drop, tmp_path / "out")
    (drop / "later.pdf").write_text("accepted\nsame")
    run(room, drop, tmp_path / "out")
    assert reads() == 1
    assert len(names(tmp_path / "out")) == 7


def test_a_machine_at_fault_is_tried_again_and_a_file_at_fault_is_not(
    drop: Path, tmp_path: Path, room: ReadingRoom, reads: Callable[[], int]
) -> None:
    (drop / "a.pdf").write_text("locked")
    (drop / "b.pdf").write_text("aborting")
    run(room, drop, tmp_path / "out")
    run(room, drop, tmp_path / "out")
    assert reads() == 3


def test_a_torn_line_is_set_aside_and_its_file_read_again(
    drop: Path, tmp_path: Path, room: ReadingRoom
) -> None:
    out = tmp_path / "out"
    for n in range(3):
        (drop / f"{n}.pdf").write_text(f"accepted\n{n}")
    run(room, drop, out)
    whole = (out / "records.jsonl").read_bytes()
    for cut in (1, 100, len(whole) // 3 + 7):
        (out / "records.jsonl").write_bytes(whole[:-cut])
        run(room, drop, out)
        assert names(out) == Counter(f"{n}.pdf" for n in range(3))
        assert whole[:-cut].splitlines()[-1] in (out / "records.torn").read_bytes()


def test_hostile_names_are_worked_and_shown_safely(
    drop: Path, tmp_path: Path, room: ReadingRoom, reads: Callable[[], int]
) -> None:
    hostile = [
        b"new\nline.pdf",
        b"\xff\xfe.pdf",
        b"\x1b[31mred.pdf",
        b"n" * 251 + b".pdf",
        b"-rf.pdf",
        b"=1+1.pdf",
        "\u202efdp.exe".encode(),
        b"John 000-12-3456.pdf",
        b"'\"<b>.pdf",
    ]
    for number, name in enumerate(hostile):
        Path(os.fsdecode(os.fsencode(drop) + b"/" + name)).write_text(f"accepted\n{number}")
    run(room, drop, tmp_path / "out")
    run(room, drop, tmp_path / "out")
    assert reads() == len(hostile)
    shown = names(tmp_path / "out")
    assert sum(shown.values()) == len(hostile)
    assert {"new?line.pdf", "\\xff\\xfe.pdf", "?[31mred.pdf", "John XXX-XX-3456.pdf"} <= shown.keys()


def test_links_pipes_and_hidden_files_are_left_alone(drop: Path, room: ReadingRoom) -> None:
    (drop / "a.pdf").write_text("accepted")
    (drop / ".hidden.pdf").write_text("accepted\nhidden")
    (drop / "link.pdf").symlink_to(drop / "a.pdf")
    os.mkfifo(drop / "pipe.pdf")
    below = drop / "below"
    below.mkdir()
    (below / "b.pdf").write_text("accepted\nb")
    run(room, drop, drop / "out")
    assert names(drop / "out") == Counter(["a.pdf"])
    run(room, drop, drop / "out", recursive=True)
    assert names(drop / "out") == Counter(["a.pdf", "below/b.pdf"])


def test_only_one_batch_writes_to_a_folder(drop: Path, tmp_path: Path, room: ReadingRoom) -> None:
    private = tmp_path / "out/.batch"
    private.mkdir(parents=True)
    with only_writer(private / "lock", busy="", advice=""), pytest.raises(StoreError, match="Another batch"):
        run(room, drop, tmp_path / "out")


def test_everything_is_private(drop: Path, tmp_path: Path, room: ReadingRoom) -> None:
    (drop / "a.pdf").write_text("accepted")
    before = os.umask(0)
    try:
        run(room, drop, tmp_path / "out")
    finally:
        os.umask(before)
    made = [tmp_path / "out", *(tmp_path / "out").rglob("*")]
    assert {oct(p.stat().st_mode & 0o777) for p in made if p.is_file()} == {"0o600"}
    assert {oct(p.stat().st_mode & 0o777) for p in made if p.is_dir()} == {"0o700"}


def test_a_cell_is_never_a_formula_and_a_number_stays_one() -> None:
    for text in ("=1+1", "+1 (800)", "-x", "@sum", "\t=1", " =1", "'=1", "\uff1d1", "|cmd", "%0a"):
        assert sheet._cell(text).startswith("'")
    assert [sheet._cell(v) for v in ("-12.50", "9533.53", None, 4, "a=b")] == [
        "-12.50",
        "9533.53",
        "",
        "4",
        "a=b",
    ]


def test_killed_at_any_moment_every_file_is_there_once(drop: Path, tmp_path: Path, until: Until) -> None:
    chance = random.Random(8)
    out = tmp_path / "out"
    for n in range(40):
        (drop / f"{n}.pdf").write_text(
            f"{chance.choice(['accepted', 'review', 'locked', 'aborting'])}\n{n // 2}"
        )
    command = [sys.executable, str(PROGRAM), "batch", str(drop), "--output", str(out), "--workers", "2"]
    environment = {**os.environ, "FAKE_SECONDS": "0.02", "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(5):
        before = size(out)
        started = subprocess.Popen(
            command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
        )
        until(partial(_grown, out, before))
        time.sleep(chance.uniform(0, 0.1))
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 4, ended.stderr
    assert names(out) == Counter(f"{n}.pdf" for n in range(40))
