"""The tray: where a reader lays files that are too large to be told, for the supervisor to take.

A reader is trusted with nothing: what it laid down is taken only under the names that were asked for, only
where it is a plain file that begins as it should, and only after the reader has ended.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import ReaderDied, StoreError
from mailroom.folder import private_folder, sync_folder
from mailroom.shown import shown_name

PNG = b"\x89PNG\r\n\x1a\n"
PDF = b"%PDF-"


def refuse(out: Path, letter: Path, *, force: bool) -> None:
    """See to it that a file may be written there, before anything is read.

    Raises
    ------
    StoreError
        where something is there already, unless it is a file and ``force`` is given; and always where it is
        the letter itself.

    """
    if not os.path.lexists(out):
        return
    if out.exists() and letter.exists() and out.samefile(letter):
        raise StoreError(
            f"{shown_name(out)} would take the place of the letter.", advice="Give another name."
        )
    if not force or not out.is_file():
        raise there(out)


def there(out: Path) -> StoreError:
    """The error to raise where a file would take the place of another."""
    return StoreError(f"{shown_name(out)} is there already.", advice="Give another name, or --force.")


@contextmanager
def tray(folder: Path) -> Iterator[Path]:
    """A private folder in that one, which is made where it is not there; gone with all in it afterwards.

    Raises
    ------
    StoreError
        where it cannot be made.

    """
    private_folder(folder)
    try:
        laid = Path(tempfile.mkdtemp(prefix=".ingest-", dir=folder))
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise StoreError(f"Nothing can be written into {shown_name(folder)}: {why}.") from None
    try:
        yield laid
    finally:
        shutil.rmtree(laid, ignore_errors=True)


def take(laid: Path, wanted: Mapping[str, Path], begins: bytes, *, force: bool) -> None:
    """Put the files of a tray, each by its name there, where they belong: all of them or none.

    Raises
    ------
    ReaderDied
        where one of them is not there, or is not what it should be.
    StoreError
        where something stands at its place and is not to be replaced, or it cannot be put there.

    """
    for name in wanted:
        _check(laid / name, begins)
    for out in wanted.values():
        if os.path.lexists(out) and not (force and out.is_file()):
            raise StoreError(f"{shown_name(out)} is there already.", advice="Give another name, or --force.")
    for name, out in wanted.items():
        try:
            if force:
                (laid / name).replace(out)
            else:
                # A link never takes the place of what came there in the meantime.
                os.link(laid / name, out)
        except OSError as error:
            why = os.strerror(error.errno or 0)
            raise StoreError(f"{shown_name(out)} cannot be written: {why}.") from None
    for folder in {out.parent for out in wanted.values()}:
        sync_folder(folder)


def _check(path: Path, begins: bytes) -> None:
    """Whether a plain file lies there that begins so; it is made private, and is on the disk afterwards."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise ReaderDied("The reader ended without the file that it was asked for.") from None
    try:
        state = os.fstat(descriptor)
        plain = stat.S_ISREG(state.st_mode) and state.st_nlink == 1
        if not plain or os.read(descriptor, len(begins)) != begins:
            raise ReaderDied("The reader gave a file that is not what it was asked for.")
        os.fchmod(descriptor, 0o600)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
