"""A drop folder and the folders in it: what waits, what is claimed, where it is filed away.

A file is always in exactly one place: it only ever moves by a rename that overwrites nothing.
"""

from __future__ import annotations

import ctypes
import errno
import itertools
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ingest.errors import MissingFile
from mailroom.folder import private_folder, sync_folder, write_whole
from mailroom.shown import shown_name
from mailroom.store import Final

FOLDERS: dict[Final, str] = {"done": "done", "review": "review", "not_irs": "not-irs", "failed": "failed"}
_DELIVERY_ID = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")
# Being written, by the habits of scanners, browsers and office programs.
_UNFINISHED_START = (b".", b"~")
_UNFINISHED_END = (b".tmp", b".part", b".partial", b".crdownload")
_MOST_NAME_BYTES = 255
_RENAME_NOREPLACE = 1

# Hidden, so that no dropped file can have these names: such names are not claimed.
_RECORD, _REASON = ".record.json", ".reason.txt"
_BESIDE = {_RECORD: b".json", _REASON: b".reason.txt"}

Stamp: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file in the drop folder; ``stamp`` is inode, size and change time: any write changes it."""

    name: bytes = field(repr=False)
    stamp: Stamp


class DropFolder:
    """The folder that is watched, with ``work``, ``done``, ``review``, ``not-irs`` and ``failed`` in it.

    Raises
    ------
    MissingFile
        where there is no such folder.
    StoreError
        where its folders cannot be made.

    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise MissingFile(f"There is no folder {shown_name(path)}.")
        self.path = path.resolve()
        self.work = private_folder(self.path / "work")
        for name in FOLDERS.values():
            private_folder(self.path / name)

    def listing(self) -> tuple[list[Waiting], set[bytes]]:
        """The files that may be claimed, by name, and the names of what is neither file nor folder."""
        waiting, odd = [], set()
        with os.scandir(os.fsencode(self.path)) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith(_UNFINISHED_START) or name.lower().endswith(_UNFINISHED_END):
                    continue
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if stat.S_ISREG(found.st_mode):
                    waiting.append(Waiting(name, _stamp(found)))
                elif not stat.S_ISDIR(found.st_mode):
                    odd.add(name)
        return sorted(waiting, key=lambda w: w.name), odd

    def claim(self, waiting: Waiting) -> str | None:
        """Move the file into a work folder of its own; its delivery id, or None where it has changed."""
        delivery = f"{time.time_ns():016x}-{secrets.token_hex(4)}"
        folder = self.work / delivery
        folder.mkdir(mode=0o700)
        source, target = self._named(self.path, waiting.name), self._named(folder, waiting.name)
        try:
            move(source, target)
        except FileNotFoundError:
            folder.rmdir()
            return None
        if _stamp(os.lstat(target)) != waiting.stamp:
            # Changed, or another thing took its name, between look and grasp: back it goes.
            self._put_back(target, waiting.name)
            folder.rmdir()
            return None
        sync_folder(folder)
        sync_folder(self.path)
        return delivery

    def claimed(self) -> Iterator[tuple[str, bytes | None, int]]:
        """Every delivery in work, with the name and size of its file; empty folders have none."""
        for folder in sorted(self.work.iterdir()):
            if _DELIVERY_ID.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                names = [p.name for p in folder.iterdir() if not p.name.startswith(".")]
                name = os.fsencode(names[0]) if names else None
                size = (folder / names[0]).lstat().st_size if names else 0
                yield folder.name, name, size

    def in_work(self, delivery: str, name: bytes) -> Path:
        """Where a claimed file lies."""
        return self._named(self.work / delivery, name)

    def leave(self, delivery: str) -> None:
        """Take away the delivery's empty work folder."""
        folder = self.work / delivery
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()

    def free_name(self, state: Final, name: bytes, number: int) -> tuple[bytes, int]:
        """The first name from that number on which nothing in the folder has, side files included."""
        folder = self.path / FOLDERS[state]
        while True:
            found = numbered(name, number)
            beside = [found, *(_beside(found, end) for end in _BESIDE.values())]
            if not any(os.path.lexists(self._named(folder, n)) for n in beside):
                return found, number
            number += 1

    def file_away(
        self, delivery: str, name: bytes, state: Final, filed_as: bytes, texts: tuple[bytes, bytes | None]
    ) -> None:
        """Move the file, its record and its reason to their folder; doing it again does no harm.

        Raises
        ------
        FileExistsError
            where something else took the file's name; nothing was moved.

        """
        source, folder = self.work / delivery, self.path / FOLDERS[state]
        letter = self._named(source, name)
        if letter.is_symlink() or letter.exists():
            move(letter, self._named(folder, filed_as))
        for hidden, text in zip((_RECORD, _REASON), texts, strict=True):
            target = self._named(folder, _beside(filed_as, _BESIDE[hidden]))
            if text is not None and not os.path.lexists(target):
                private_folder(source)
                write_whole(source / hidden, text)
                move(source / hidden, target)
        sync_folder(folder)
        for hidden in (_RECORD, _REASON, *_own_leftovers(source)):
            (source / hidden).unlink(missing_ok=True)
        self.leave(delivery)

    def _put_back(self, claimed: Path, name: bytes) -> None:
        """Under its own name, or numbered where that has been taken meanwhile."""
        for number in itertools.count(1):
            with suppress(FileExistsError):
                move(claimed, self._named(self.path, numbered(name, number)))
                return

    @staticmethod
    def _named(folder: Path, name: bytes) -> Path:
        return folder / os.fsdecode(name)


def numbered(name: bytes, number: int) -> bytes:
    """``scan.pdf`` as ``scan (2).pdf``, cut where a file system would refuse it."""
    if number == 1:
        return name
    stem, dot, end = name.rpartition(b".")
    stem, end = (stem, dot + end) if stem and len(end) < 12 else (name, b"")
    mark = b" (%d)" % number
    return _cut(stem, _MOST_NAME_BYTES - len(mark) - len(end)) + mark + end


def _beside(name: bytes, end: bytes) -> bytes:
    return _cut(name, _MOST_NAME_BYTES - len(end)) + end


def _cut(name: bytes, most: int) -> bytes:
    """The name's beginning, not cut within a character of UTF-8."""
    if len(name) <= most:
        return name
    while most > 1 and name[most] & 0xC0 == 0x80:
        most -= 1
    return name[:most]


def _own_leftovers(folder: Path) -> list[str]:
    """Half-written side files of a run that was killed: ours, and written anew when needed."""
    return [p.name for p in folder.glob(".*.tmp") if re.fullmatch(r"\.\d+\.tmp", p.name)]


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_ino, found.st_size, found.st_mtime_ns


def move(source: Path, target: Path) -> None:
    """Rename, and overwrite nothing.

    Raises
    ------
    FileExistsError
        where the target is there.
    OSError
        where it cannot be done.

    """
    code = ctypes.CDLL(None, use_errno=True).renameat2(
        -100, os.fsencode(source), -100, os.fsencode(target), _RENAME_NOREPLACE
    )
    if code == 0:
        return
    number = ctypes.get_errno()
    if number not in {errno.EINVAL, errno.ENOSYS}:
        raise OSError(number, os.strerror(number))
    # A network share may not know the flag. The folder is ours alone and the ledger gives a name once.
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    source.rename(target)
