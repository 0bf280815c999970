"""Each file is read by a process that may do anything; the supervisor stays well and says what was wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import (
    DamagedFile,
    EncryptedFile,
    IngestError,
    OversizeFile,
    ProgramFault,
    ReaderDied,
    ToolTimedOut,
)
from mailroom.config import ProcessSettings, Settings
from mailroom.outcome import outcome_of
from mailroom.process import ReadingEnded, ReadingRoom

Rooms = dict[str, ReadingRoom]
Until = Callable[[Callable[[], object]], None]


def test_a_record_comes_back_with_news_of_pages(rooms: Rooms, letter: Path) -> None:
    news: list[tuple[int, int]] = []
    record = rooms["accepting"].read(letter, lambda page, of: news.append((page, of)))
    assert record["letters"][0]["status"] == "accepted"
    assert news == [(1, 1)]


@pytest.mark.parametrize(
    ("reader", "error", "says"),
    [
        ("locked", EncryptedFile, "locked"),
        ("quoting", ProgramFault, "ValueError at mailroom/fake_readers.py"),
        ("aborting", ReaderDied, "signal 6"),
        ("killed", ReaderDied, "signal 9"),
        ("leaving", ReaderDied, "status 0"),
        ("writing", ReaderDied, "more than 8 MiB"),
        ("huge", ReaderDied, "more than 8 MiB"),
        ("garbage", ReaderDied, "no record"),
        ("not_json", ProgramFault, "TypeError"),
        ("no_such_reader", ProgramFault, "AttributeError"),
    ],
)
def test_a_reader_gone_wrong_is_one_typed_error(
    rooms: Rooms, letter: Path, reader: str, error: type[IngestError], says: str
) -> None:
    with pytest.raises(error, match=says) as caught:
        rooms[reader].read(letter)
    assert caught.value.advice


def test_memory_is_limited(letter: Path) -> None:
    limits = ProcessSettings(memory_mib=192)
    with (
        ReadingRoom("fake_readers:eating", Settings(process=limits)) as room,
        pytest.raises(OversizeFile, match="192 MiB of memory"),
    ):
        room.read(letter)


def test_an_error_from_the_reader_cannot_carry_numbers_or_control_characters(
    rooms: Rooms, letter: Path
) -> None:
    with pytest.raises(DamagedFile) as caught:
        rooms["telling"].read(letter)
    assert caught.value.message == "Bad ?[31mpage with XXX-XX-3456"


@pytest.mark.parametrize(
    ("reader", "limits"),
    [
        ("hanging", ProcessSettings(start_s=0.4, page_s=0.0)),
        ("half_a_line", ProcessSettings(silence_s=0.4)),
        ("crawling", ProcessSettings(ceiling_s=0.4)),
    ],
)
def test_time_is_limited_in_whole_and_in_silence(letter: Path, reader: str, limits: ProcessSettings) -> None:
    with ReadingRoom(f"fake_readers:{reader}", Settings(process=limits)) as room:
        started = time.monotonic()
        with pytest.raises(ToolTimedOut):
            room.read(letter)
        assert time.monotonic() - started < 5


def test_what_a_reader_started_dies_with_it(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    note = tmp_path / "child"
    monkeypatch.setenv("FAKE_CHILD", str(note))
    limits = ProcessSettings(start_s=5.0, page_s=0.0)
    with ReadingRoom("fake_readers:hanging", Settings(process=limits)) as room:
        with pytest.raises(ToolTimedOut):
            room.read(letter)
        # The room is still open: nothing else ends what the reader started.
        until(lambda: not any(_runs(int(pid)) for pid in note.read_text().split()))


def test_no_reader_outlives_a_killed_supervisor(letter: Path, tmp_path: Path, until: Until) -> None:
    note = tmp_path / "child"
    program = (
        "import sys; from pathlib import Path; from mailroom.config import Settings;"
        "from mailroom.process import ReadingRoom;"
        f"ReadingRoom('fake_readers:hanging', Settings()).read(Path({str(letter)!r}))"
    )
    paths = os.pathsep.join(sys.path)
    environment = {**os.environ, "FAKE_CHILD": str(note), "PYTHONPATH": paths}
    with subprocess.Popen([sys.executable, "-c", program], env=environment) as supervisor:
        until(lambda: note.exists() and bool(note.read_text()))
        supervisor.kill()
    until(lambda: not any(_runs(int(pid)) for pid in note.read_text().split()))


def test_closing_the_room_ends_the_reading(letter: Path) -> None:
    room = ReadingRoom("fake_readers:hanging", Settings())
    ends: list[BaseException] = []

    def read() -> None:
        try:
            room.read(letter)
        except ReadingEnded as closed:
            ends.append(closed)

    reading = threading.Thread(target=read)
    reading.start()
    time.sleep(0.3)
    room.close()
    reading.join(5)
    assert len(ends) == 1


def test_a_nursery_that_died_is_opened_again(letter: Path) -> None:
    with ReadingRoom("fake_readers:accepting", Settings()) as room:
        room.read(letter)
        assert room._nursery is not None
        room._nursery[0].kill()
        room._nursery[0].wait()
        assert room.read(letter)["schema"] == 1


def test_what_is_the_same_for_every_file_is_loaded_once_and_before(letter: Path) -> None:
    with ReadingRoom("fake_readers:warmed", Settings(), many=True) as many:
        first, second = many.read(letter), many.read(letter)
        assert many._nursery is not None
        assert first["warmed_by"] == second["warmed_by"] == [many._nursery[0].pid]
        assert first["parent"] == second["parent"] == many._nursery[0].pid
        assert first["reader"] != second["reader"]
    with ReadingRoom("fake_readers:warmed", Settings()) as single:
        assert single.read(letter)["warmed_by"] == []


def test_the_time_of_readers_is_counted_and_nothing_is_left_of_them(letter: Path) -> None:
    before = _children_s()
    with ReadingRoom("fake_readers:warmed", Settings()) as room:
        for _ in range(6):
            room.read(letter)
        assert room._nursery is not None
        assert Path(f"/proc/{room._nursery[0].pid}/task/{room._nursery[0].pid}/children").read_text() == ""
    assert _children_s() - before > 6 * 0.25


def test_a_file_over_the_limit_is_not_handed_on(rooms: Rooms, tmp_path: Path) -> None:
    giant = tmp_path / "giant.pdf"
    with giant.open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    outcome = outcome_of(giant, rooms["no_such_reader"])
    assert outcome.error is not None
    assert outcome.error["name"] == "OversizeFile"


def test_many_threads_share_a_room(letter: Path) -> None:
    with ReadingRoom("fake_readers:accepting", Settings()) as room:
        room.read(letter)
        read: list[object] = []
        threads = [
            threading.Thread(target=lambda: read.append(room.read(letter)["schema"])) for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        before = len(list(Path("/proc/self/fd").iterdir()))
        room.read(letter)
        assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert read == [1] * 20


def test_only_where_it_crashed_is_logged_of_what_a_reader_cries(
    letter: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="mailroom")
    with ReadingRoom("fake_readers:aborting", Settings(), trace=True) as room, pytest.raises(ReaderDied):
        room.read(letter)
    assert "Fatal Python error: Aborted" in caplog.text
    assert "in aborting" in caplog.text
    assert "Canary" not in caplog.text
    assert "3456" not in caplog.text


def test_limits_leave_the_rest_of_the_settings_alone() -> None:
    settings = replace(Settings(), process=ProcessSettings(workers=3))
    assert Settings.of_texts(settings.texts()) == settings


def _children_s() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
