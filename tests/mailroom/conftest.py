"""What the mailroom's tests share: a room with fake readers that are found by name."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Fake readers are imported by name, in processes that know nothing of pytest.
if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))

from mailroom.config import Settings
from mailroom.process import ReadingRoom


def wait_for(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Until it holds; a test that waits in vain fails."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Wait until a condition holds."""
    return wait_for


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file with a few bytes; the fakes do not care which."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7 made up")
    return path


@pytest.fixture(scope="session")
def reads_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where ``fake_readers.by_content`` notes each of its reads, also those in other processes."""
    path = tmp_path_factory.mktemp("reads") / "reads"
    path.touch()
    os.environ["FAKE_READS"] = str(path)
    return path


@pytest.fixture
def reads(reads_file: Path) -> Callable[[], int]:
    """How many files were read since the test began."""
    before = len(reads_file.read_text().split())
    return lambda: len(reads_file.read_text().split()) - before


@pytest.fixture(scope="session")
def rooms(reads_file: Path) -> Iterator[dict[str, ReadingRoom]]:
    """One open room for each fake reader, opened at first use and shared: to start one takes a while."""
    assert reads_file.exists()

    class Rooms(dict[str, ReadingRoom]):
        def __missing__(self, name: str) -> ReadingRoom:
            self[name] = ReadingRoom(f"fake_readers:{name}", Settings())
            return self[name].__enter__()

    opened = Rooms()
    yield opened
    for room in opened.values():
        room.close()


@pytest.fixture
def room(rooms: dict[str, ReadingRoom]) -> ReadingRoom:
    """The room whose reader does what the first line of a file says."""
    return rooms["by_content"]
