"""Folders and files of our own: private, written whole or not at all, with one writer."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import StoreError
from mailroom.shown import shown_name


def private_folder(path: Path) -> Path:
    """The folder, made with mode 0700 where it is not there.

    Raises
    ------
    StoreError
        if it cannot be made.

    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise StoreError(f"The folder {shown_name(path)} cannot be made: {why}.") from None
    return path


@contextmanager
def only_writer(lock: Path, *, busy: str, advice: str) -> Iterator[None]:
    """Hold the lock file; the kernel lets go of it when the process ends, however it ends.

    Raises
    ------
    StoreError
        with the sentence ``busy`` where another process holds it.

    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise StoreError(busy, advice=advice) from None
    try:
        yield
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in place of what is there, durably: a reader sees the old or the new, never half."""
    beside = path.with_name(f".{os.getpid()}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
    sync_folder(path.parent)


def append_whole(path: Path, content: bytes) -> None:
    """Add the content at the end, durably."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        file.write(content)
        os.fsync(descriptor)


def sync_folder(path: Path) -> None:
    """Make what was created in or moved into the folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
