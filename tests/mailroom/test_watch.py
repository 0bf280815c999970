"""A watched folder: every file in exactly one place, once, and the ledger agrees."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import MissingFile, StoreError
from mailroom.config import Settings, WatchSettings
from mailroom.drop import DropFolder, Waiting, move, numbered
from mailroom.process import ReadingRoom
from mailroom.store import Delivery, Ledger
from mailroom.watch import Settling, Watch, watching

Until = Callable[[Callable[[], object]], None]
PROGRAM = Path(__file__).parent / "fake_desk.py"
QUICK = Settings(watch=WatchSettings(settle_s=0.0, every_s=0.05, free_mib=0))
PLACES = ("done", "review", "not-irs", "failed")


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A drop folder to fill."""
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def once(drop: Path, room: ReadingRoom, settings: Settings = QUICK) -> int:
    with watching(drop, room, settings, workers=2) as watch:
        return watch.run(once=True)


def filed(drop: Path) -> dict[str, bytes]:
    """Every letter that was filed, by place and name, without what we put beside it."""
    return {
        f"{place}/{path.name}": path.read_bytes()
        for place in PLACES
        for path in (drop / place).iterdir()
        if not path.name.endswith((".json", ".reason.txt"))
    }


def ledger(drop: Path) -> list[Delivery]:
    book = Ledger(drop / ".ledger/ledger.sqlite")
    try:
        return book.all()
    finally:
        book.close()


def agrees(drop: Path, dropped: list[tuple[str, bytes]]) -> None:
    """Nothing lost, nothing twice, nothing half: by contents, names, ledger and side files."""
    assert Counter(filed(drop).values()) == Counter(content for _, content in dropped)
    deliveries = ledger(drop)
    assert Counter(os.fsdecode(d.name) for d in deliveries) == Counter(name for name, _ in dropped)
    assert {d.state for d in deliveries} <= {"done", "review", "not_irs", "failed"}
    assert list((drop / "work").iterdir()) == []
    for place in PLACES:
        found = {path.name for path in (drop / place).iterdir()}
        letters = {name for name in found if not name.endswith((".json", ".reason.txt"))}
        reasons = {f"{n}.reason.txt" for n in letters} if place in {"review", "failed"} else set()
        assert found == letters | {f"{n}.json" for n in letters} | reasons
        for name in letters:
            json.loads((drop / place / f"{name}.json").read_text())


def test_each_file_goes_where_it_belongs_with_its_record(drop: Path, room: ReadingRoom) -> None:
    words = {"a": "accepted", "b": "review+accepted", "c": "not_irs", "d": "locked", "e": "unreadable"}
    for name, word in words.items():
        (drop / f"{name}.pdf").write_text(f"{word}\n{name}")
    assert once(drop, room) == 3
    assert set(filed(drop)) == {
        "done/a.pdf",
        "review/b.pdf",
        "not-irs/c.pdf",
        "failed/d.pdf",
        "review/e.pdf",
    }
    agrees(drop, [(f"{n}.pdf", f"{w}\n{n}".encode()) for n, w in words.items()])
    reason = (drop / "review/b.pdf.reason.txt").read_text()
    assert "amount-unsure (amount_due)" in reason
    assert "EncryptedFile" in (drop / "failed/d.pdf.reason.txt").read_text()


def test_names_that_are_taken_are_numbered_and_nothing_is_overwritten(drop: Path, room: ReadingRoom) -> None:
    dropped = []
    for n in range(4):
        (drop / "scan.pdf").write_text(f"accepted\n{n}")
        dropped.append(("scan.pdf", f"accepted\n{n}".encode()))
        once(drop, room)
    assert set(filed(drop)) == {"done/scan.pdf", *(f"done/scan ({n}).pdf" for n in (2, 3, 4))}
    agrees(drop, dropped)
    # A name is not given again when its file was taken away; a stranger's file is left alone.
    for path in (drop / "done").glob("scan (2).pdf*"):
        path.unlink()
    (drop / "done/scan (5).pdf.json").write_text("a stranger's")
    (drop / "scan.pdf").write_text("accepted\nlast")
    once(drop, room)
    assert (drop / "done/scan (6).pdf").exists()
    assert (drop / "done/scan (5).pdf.json").read_text() == "a stranger's"


def test_the_same_bytes_are_read_once_and_each_delivery_is_filed(
    drop: Path, room: ReadingRoom, reads: Callable[[], int]
) -> None:
    dropped = [(f"{n}.pdf", b"accepted\nsame") for n in range(8)]
    for name, content in dropped:
        (drop / name).write_bytes(content)
    once(drop, room)
    (drop / "later.pdf").write_bytes(b"accepted\nsame")
    once(drop, room)
    assert reads() == 1
    agrees(drop, [*dropped, ("later.pdf", b"accepted\nsame")])
    first = min(d.id for d in ledger(drop))
    assert json.loads((drop / "done/later.pdf.json").read_text())["desk"]["same_bytes_as_delivery"] == first


def test_a_file_that_kills_its_reader_twice_fails_and_the_others_go_on(
    drop: Path, room: ReadingRoom, reads: Callable[[], int]
) -> None:
    (drop / "bad.pdf").write_text("aborting\n")
    for n in range(3):
        (drop / f"{n}.pdf").write_text(f"accepted\n{n}")
    once(drop, room)
    assert reads() == 5
    assert len([name for name in filed(drop) if name.startswith("done/")]) == 3
    assert "ReaderDied" in (drop / "failed/bad.pdf.reason.txt").read_text()


def test_a_machine_at_fault_keeps_the_file_in_work_until_it_is_mended(
    drop: Path, room: ReadingRoom, rooms: dict[str, ReadingRoom]
) -> None:
    (drop / "a.pdf").write_text("accepted\n")
    assert once(drop, rooms["no_tesseract"]) == 4
    assert filed(drop) == {}
    assert len(list((drop / "work").glob("*/a.pdf"))) == 1
    assert once(drop, room) == 0
    agrees(drop, [("a.pdf", b"accepted\n")])


def test_hidden_unfinished_and_odd_things_stay_where_they_are(drop: Path, room: ReadingRoom) -> None:
    stay = {".hidden.pdf", "~lock.pdf", "a.tmp", "a.PART", "a.partial", "a.pdf.crdownload"}
    for name in stay:
        (drop / name).write_text("accepted")
    (drop / "link.pdf").symlink_to("/etc/hostname")
    os.mkfifo(drop / "pipe.pdf")
    (drop / "folder.pdf").mkdir()
    assert once(drop, room) == 0
    assert filed(drop) == {}
    assert stay | {"link.pdf", "pipe.pdf", "folder.pdf"} <= {path.name for path in drop.iterdir()}


def test_hostile_names_are_filed_under_their_own_bytes(drop: Path, room: ReadingRoom) -> None:
    names = [
        b"new\nline.pdf",
        b"\xff\xfe.pdf",
        b"\x1b[31m.pdf",
        b"n" * 251 + b".pdf",
        b"-rf",
        b"CON.pdf",
        b" .pdf",
    ]
    for number, name in enumerate(names):
        Path(os.fsdecode(os.fsencode(drop) + b"/" + name)).write_text(f"accepted\n{number}")
    once(drop, room)
    Path(os.fsdecode(os.fsencode(drop) + b"/" + b"n" * 251 + b".pdf")).write_text("accepted\nagain")
    once(drop, room)
    found = {os.fsencode(path.name) for path in (drop / "done").iterdir()}
    assert set(names) <= found
    assert b"n" * 247 + b" (2).pdf" in found


def test_only_what_has_stopped_changing_has_settled() -> None:
    now = [0.0]
    settling = Settling(5.0, lambda: now[0])

    def at(moment: float, *sizes: int) -> list[bytes]:
        now[0] = moment
        listing = [Waiting(bytes([97 + i]), (1, size, 1)) for i, size in enumerate(sizes)]
        return [w.name for w in settling.settled(listing)]

    assert at(0, 1) == []
    assert at(4, 2) == []
    assert at(8, 2, 7) == []
    assert at(9, 2, 7) == [b"a"]
    assert at(10) == []
    assert at(11, 2) == []


def test_a_slow_writer_is_waited_for(drop: Path, room: ReadingRoom) -> None:
    settings = replace(QUICK, watch=replace(QUICK.watch, settle_s=0.5))

    def write() -> None:
        with (drop / "slow.pdf").open("wb", buffering=0) as file:
            for piece in (b"accepted\n", *([b"x"] * 8)):
                file.write(piece)
                time.sleep(0.1)

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.05)
    once(drop, room, settings)
    writer.join()
    agrees(drop, [("slow.pdf", b"accepted\nxxxxxxxx")])


def test_a_file_that_changed_between_look_and_claim_goes_back(drop: Path) -> None:
    folder = DropFolder(drop)
    (drop / "a.pdf").write_text("accepted")
    [waiting], _ = folder.listing()
    (drop / "a.pdf").write_text("accepted, and more")
    assert folder.claim(waiting) is None
    (drop / "a.pdf").unlink()
    (drop / "a.pdf").symlink_to("/etc/hostname")
    assert folder.claim(waiting) is None
    assert (drop / "a.pdf").is_symlink()
    assert list((drop / "work").iterdir()) == []


def test_a_move_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    with pytest.raises(FileExistsError):
        move(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "b"


def test_numbers_fit_into_the_longest_name() -> None:
    assert numbered(b"scan.pdf", 1) == b"scan.pdf"
    assert numbered(b"scan.pdf", 12) == b"scan (12).pdf"
    assert numbered(b"scan", 2) == b"scan (2)"
    long = ("\u00e4" * 125 + ".pdf").encode()
    assert len(numbered(long, 2)) <= 255
    assert numbered(long, 2).decode().endswith("\u00e4 (2).pdf")


def test_one_watcher_for_each_folder(drop: Path, room: ReadingRoom) -> None:
    with watching(drop, room, QUICK, workers=1), pytest.raises(StoreError, match="Another process watches"):
        once(drop, room)
    with pytest.raises(MissingFile):
        once(drop / "nowhere", room)


def test_everything_is_private(drop: Path, room: ReadingRoom) -> None:
    (drop / "a.pdf").write_text("review\n")
    before = os.umask(0)
    try:
        once(drop, room)
    finally:
        os.umask(before)
    made = [p for p in drop.rglob("*") if p.name != "a.pdf"]
    assert {oct(p.stat().st_mode & 0o777) for p in made if p.is_file()} == {"0o600"}
    assert {oct(p.stat().st_mode & 0o777) for p in made if p.is_dir()} == {"0o700"}


def test_a_claim_that_fails_half_way_loses_nothing(drop: Path, room: ReadingRoom) -> None:
    class FullDisk(DropFolder):
        def claim(self, waiting: Waiting) -> str | None:
            super().claim(waiting)
            raise OSError(errno.ENOSPC, "no space")

    (drop / "a.pdf").write_text("accepted\n")
    book = Ledger(drop / ".ledger/ledger.sqlite")
    try:
        assert Watch(FullDisk(drop), book, room, QUICK, workers=1).run(once=True) == 6
    finally:
        book.close()
    assert once(drop, room) == 0
    agrees(drop, [("a.pdf", b"accepted\n")])


class Killed(BaseException):
    """Stands for the end of the process at a certain call."""


def test_killed_before_each_step_every_file_is_in_one_place(tmp_path: Path, room: ReadingRoom) -> None:
    """The process ends before its Nth step on the ledger or the folder, for each N; then it is run again."""
    ends = 0
    for step in range(1, 100):
        drop = tmp_path / str(step)
        drop.mkdir()
        dropped = [("a.pdf", b"review\na"), ("b.pdf", b"review\na")]
        for name, content in dropped:
            (drop / name).write_bytes(content)
        done = _run_until(drop, room, step)
        ends += 1
        once(drop, room)
        agrees(drop, dropped)
        if done:
            break
    assert ends > 12


def _run_until(drop: Path, room: ReadingRoom, step: int) -> bool:
    """Whether everything was finished before that many steps."""
    left = [step]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return call(*args, **more)

        return counting

    class Folder(DropFolder):
        claim = counted(DropFolder.claim)
        file_away = counted(DropFolder.file_away)
        leave = counted(DropFolder.leave)
        free_name = counted(DropFolder.free_name)

    class Book(Ledger):
        claim = counted(Ledger.claim)
        working = counted(Ledger.working)
        learn = counted(Ledger.learn)
        plan = counted(Ledger.plan)
        finish = counted(Ledger.finish)

    book = Book(drop / ".ledger/ledger.sqlite")
    try:
        Watch(Folder(drop), book, room, QUICK, workers=1).run(once=True)
    except Killed:
        return False
    finally:
        book.close()
    return True


def start(drop: Path, *more: str, seconds: str = "0.02") -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "FAKE_SECONDS": seconds,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "INGEST_WATCH_EVERY_S": "0.1",
    }
    command = [sys.executable, str(PROGRAM), "watch", str(drop), "--settle-s", "0.1", "--workers", "2", *more]
    return subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)


def _more_than(before: int, now: Callable[[], int]) -> bool:
    return now() > before


def count(drop: Path) -> int:
    return sum(len(list((drop / place).glob("*.json"))) for place in PLACES if (drop / place).exists())


def test_killed_at_any_moment_every_file_is_in_one_place(drop: Path, until: Until) -> None:
    chance = random.Random(5)
    dropped: list[tuple[str, bytes]] = []
    for batch in range(5):
        for n in range(12):
            # Names come again where the earlier file of that name has been claimed.
            name = f"{n}.pdf" if not (drop / f"{n}.pdf").exists() else f"{batch}-{n}.pdf"
            content = (
                f"{chance.choice(['accepted', 'review', 'not_irs', 'locked'])}\n{batch} {n // 2}".encode()
            )
            (drop / name).write_bytes(content)
            dropped.append((name, content))
        before = count(drop)
        running = start(drop)
        until(partial(_more_than, before, lambda: count(drop)))
        time.sleep(chance.uniform(0, 0.15))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert start(drop, "--once").wait() == 3
    agrees(drop, dropped)


def test_sigterm_ends_it_with_nothing_half_done(drop: Path, until: Until) -> None:
    for n in range(4):
        (drop / f"{n}.pdf").write_text(f"accepted\n{n}")
    running = start(drop, seconds="30")
    until(lambda: list((drop / "work").glob("*/*.pdf")))
    began = time.monotonic()
    running.terminate()
    assert running.wait(10) == 0
    assert time.monotonic() - began < 5
    assert start(drop, "--once", seconds="0").wait() == 0
    agrees(drop, [(f"{n}.pdf", f"accepted\n{n}".encode()) for n in range(4)])
