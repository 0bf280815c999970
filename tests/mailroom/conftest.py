"""What the mailroom's tests share: a room with fake readers that are found by name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Fake readers are imported by name, in processes that know nothing of pytest.
if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))

from mailroom.config import Settings
from mailroom.process import ReadingRoom


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file with a few bytes; the fakes do not care which."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7 made up")
    return path


@pytest.fixture(scope="session")
def rooms() -> Iterator[dict[str, ReadingRoom]]:
    """One open room for each fake reader, opened at first use."""

    class Rooms(dict[str, ReadingRoom]):
        def __missing__(self, name: str) -> ReadingRoom:
            self[name] = ReadingRoom(f"fake_readers:{name}", Settings())
            return self[name].__enter__()

    opened = Rooms()
    yield opened
    for room in opened.values():
        room.close()
