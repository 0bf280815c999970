"""An outcome: what became of one file, as the JSON object that is printed and kept."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ingest.errors import DamagedFile, IngestError, MissingFile, OversizeFile, ReaderDied
from mailroom.contract import RECORD, fits
from mailroom.process import OnPage, ReadingRoom
from mailroom.shown import masked, masked_throughout, shown_name

SCHEMA = 1
State = Literal["accepted", "review", "not_irs", "unreadable", "joined", "error"]
JsonObject: TypeAlias = dict[str, Any]

# A letter that needs a person speaks for the whole file; mail that is not from the IRS is the least.
_STATE_ORDER: tuple[State, ...] = ("unreadable", "review", "accepted", "not_irs")
NEEDS_PERSON = 10
# The worst that happened to any of many files is the exit code of the whole.
_WORST_FIRST = (1, 6, 5, 4, 3, 10, 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Parameters
    ----------
    record
        The record, or an object with ``error`` in place of ``letters``.
    sha256
        Of the bytes that were read; None where they could not be had.

    """

    record: JsonObject = field(repr=False)
    sha256: str | None

    @property
    def error(self) -> JsonObject | None:
        """The error object of a file that could not be worked."""
        found: JsonObject | None = self.record.get("error")
        return found

    @property
    def state(self) -> State:
        """The state that speaks for all letters; ``joined`` where another file carries the letter."""
        if self.error is not None:
            return "error"
        if "belongs_to" in self.record:
            return "joined"
        found = {letter["status"] for letter in self.record["letters"]}
        return next(state for state in _STATE_ORDER if state in found)

    @property
    def exit_code(self) -> int:
        """0, 10 where a person must look, or the error's own."""
        if self.error is not None:
            return int(self.error["exit_code"])
        return NEEDS_PERSON if self.state in {"review", "unreadable"} else 0

    def under_name(self, name: str, **desk: object) -> JsonObject:
        """The object to keep for a file of this name with the same bytes; ``desk`` is our own note."""
        source = {**self.record["source"], "name": name}
        return {**self.record, "source": source, **({"desk": desk} if desk else {})}


def worst(codes: Iterable[int]) -> int:
    """The exit code that speaks for many."""
    return min(codes, key=_WORST_FIRST.index, default=0)


def outcome_of(path: Path, room: ReadingRoom, on_page: OnPage | None = None, **order: Any) -> Outcome:
    """Read one file; whatever is wrong with it becomes part of the outcome. ``order`` goes to the reading.

    Raises
    ------
    ReadingEnded
        if the reading was called off: nothing is known of the file then.

    """
    sha256: str | None = None
    try:
        sha256 = fingerprint(path, room.most_bytes)
        untrusted = room.read(path, on_page, **order)
        untrusted_readings = untrusted.pop("readings", None)
        record = checked(untrusted, sha256=sha256, name=shown_name(path.name))
        # Only where the file is still what it was: or readings of one could be kept for another.
        if room.cache and untrusted_readings and fingerprint(path, room.most_bytes) == sha256:
            room.cache.keep(sha256, untrusted_readings)
        return Outcome(record, sha256)
    except IngestError as error:
        return Outcome(error_object(error, name=shown_name(path.name), sha256=sha256), sha256)


def fingerprint(path: Path, most_bytes: int) -> str:
    """The SHA-256 of a regular file in hex.

    Raises
    ------
    MissingFile
        where there is none, or something else.
    OversizeFile
        where it is larger than ``most_bytes``.

    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if found.st_size > most_bytes:
                raise OversizeFile(f"The file is larger than {most_bytes // 1024**2} MiB.")
            if not stat.S_ISREG(found.st_mode):
                raise MissingFile(f"{shown_name(path)} is no regular file.")
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise MissingFile(f"There is no file {shown_name(path)}.") from None
    except PermissionError:
        advice = "Change its permissions, or run as somebody who may read it."
        raise MissingFile(f"{shown_name(path)} may not be read.", advice=advice) from None
    except IsADirectoryError:
        raise _folder(path) from None
    except OSError as error:
        raise DamagedFile(f"{shown_name(path)} cannot be read: {os.strerror(error.errno or 0)}.") from None


def _folder(path: Path) -> MissingFile:
    advice = "Use `ingest batch` for a folder."
    return MissingFile(f"{shown_name(path)} is a folder.", advice=advice)


def error_object(error: IngestError, *, name: str, sha256: str | None = None) -> JsonObject:
    """The object that stands for a file that could not be worked."""
    return {
        "schema": SCHEMA,
        "source": {"name": name, "sha256": sha256, "pages": None, "kind": None},
        "error": told(error),
    }


def told(error: IngestError) -> JsonObject:
    """An error as a record tells it."""
    return {
        "name": type(error).__name__,
        "message": masked(error.message),
        "advice": masked(error.advice),
        "exit_code": error.exit_code,
    }


def checked(untrusted: JsonObject, *, sha256: str, name: str) -> JsonObject:
    """The record of a file with that hash and name, masked, or the finding that it is none.

    Raises
    ------
    ReaderDied
        where what the reader gave has not a record's shape.

    """
    fit = (
        fits(untrusted, RECORD)
        and untrusted["schema"] == SCHEMA
        and untrusted["source"]["sha256"] == sha256
        and bool(untrusted["letters"])
        and not any(letter["doubts"] and letter["status"] == "accepted" for letter in untrusted["letters"])
    )
    if not fit:
        raise ReaderDied("The reader answered something that is no record of this file.")
    record: JsonObject = masked_throughout(untrusted)
    # The name is ours to tell: the reader need not know how it may be shown.
    return {**record, "source": {**record["source"], "name": name}}
