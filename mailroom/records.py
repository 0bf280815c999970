"""``records.jsonl``: one line for each file, added as it is finished, and never lost.

What cannot stand in it is set aside, not dropped: a last line that a kill cut short goes to
``records.torn``, the line of a file that has changed since to ``records.superseded.jsonl``.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailroom.folder import append_whole, private_folder, write_whole
from mailroom.outcome import JsonObject, Outcome
from mailroom.shown import shown_name

# A file that itself is at fault stays so; any other error may have been the machine's, and is tried again.
_FILE_AT_FAULT = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a line stands and what it is about.

    ``together`` holds the name keys of the files that were read as one letter, its own with them.
    """

    name_key: str
    sha256: str | None
    reading: str
    exit_code: int
    start: int
    length: int
    together: frozenset[str] = frozenset()

    @property
    def stands(self) -> bool:
        """Whether reading the same bytes again would give nothing new."""
        return self.exit_code in {0, 10, _FILE_AT_FAULT}


class Records:
    """The records of one output folder; the caller holds the folder's lock.

    Parameters
    ----------
    folder
        The output folder.
    reading
        Names the program and settings that read; a line of another one is superseded.

    """

    def __init__(self, folder: Path, reading: str) -> None:
        self.path = folder / "records.jsonl"
        self.reading = reading
        self._torn = folder / "records.torn"
        self._superseded = folder / "records.superseded.jsonl"
        self._key = _name_key(private_folder(folder / ".batch") / "key")
        self._repair()
        self._kept = {kept.name_key: kept for kept in self._lines()}

    def name_key(self, name: Path) -> str:
        """Stands for the file's name in its line: names may not be valid text, or hold what must not show."""
        return hashlib.blake2b(os.fsencode(name), key=self._key, digest_size=12).hexdigest()

    def current(self, name: Path, sha256: str) -> bool:
        """Whether the file of that name with that content needs no reading."""
        kept = self._kept.get(self.name_key(name))
        return kept is not None and self._fits(kept, sha256)

    def same_content(self, sha256: str) -> Outcome | None:
        """The outcome of a file with the same bytes under another name."""
        alone = (kept for kept in self._kept.values() if not kept.together)
        kept = next((k for k in alone if self._fits(k, sha256)), None)
        return None if kept is None else Outcome(self._read(kept), sha256)

    def of(self, name: Path) -> JsonObject | None:
        """The record of the file of that name."""
        kept = self._kept.get(self.name_key(name))
        return None if kept is None else self._read(kept)

    def together(self, name: Path) -> frozenset[str]:
        """Name keys of the files that this one was tried with as one letter."""
        kept = self._kept.get(self.name_key(name))
        return frozenset() if kept is None else kept.together

    def join(self, outcomes: Mapping[Path, Outcome]) -> None:
        """Put new lines of some files, read as one letter or found to be none, in place of the old."""
        keys = {self.name_key(name): name for name in outcomes}
        content = self.path.read_bytes()
        old = [content[k.start : k.start + k.length] for key, k in self._kept.items() if key in keys]
        append_whole(self._superseded, b"".join(old))
        lines = []
        for kept in sorted(self._kept.values(), key=lambda k: k.start):
            line = content[kept.start : kept.start + kept.length]
            if (name := keys.get(kept.name_key)) is not None:
                told = outcomes[name].under_name(
                    shown_name(name), name_key=kept.name_key, reading=self.reading, together=sorted(keys)
                )
                line = _line(told)
            lines.append(line)
        write_whole(self.path, b"".join(lines))
        self._kept = {kept.name_key: kept for kept in self._lines()}

    def set_aside(self, names: Iterable[Path]) -> None:
        """Move the lines of these files, which will be read anew, to the superseded ones."""
        old = {self.name_key(name) for name in names} & self._kept.keys()
        if not old:
            return
        content = self.path.read_bytes()
        lines = {key: content[k.start : k.start + k.length] for key, k in self._kept.items()}
        append_whole(self._superseded, b"".join(lines[key] for key in self._kept if key in old))
        write_whole(self.path, b"".join(lines[key] for key in self._kept if key not in old))
        self._kept = {kept.name_key: kept for kept in self._lines()}

    def add(self, name: Path, outcome: Outcome) -> None:
        """Write the file's line; it is on the disk when this returns."""
        key = self.name_key(name)
        line = _line(outcome.under_name(shown_name(name), name_key=key, reading=self.reading))
        start = self.path.stat().st_size
        append_whole(self.path, line)
        self._kept[key] = Kept(key, outcome.sha256, self.reading, outcome.exit_code, start, len(line))

    def all(self) -> Iterator[JsonObject]:
        """Every record, in the order of their lines."""
        for kept in sorted(self._kept.values(), key=lambda k: k.start):
            yield self._read(kept)

    def _fits(self, kept: Kept, sha256: str) -> bool:
        return kept.stands and kept.sha256 == sha256 and kept.reading == self.reading

    def _read(self, kept: Kept) -> JsonObject:
        with self.path.open("rb") as file:
            file.seek(kept.start)
            record: JsonObject = json.loads(file.read(kept.length))
        return record

    def _repair(self) -> None:
        """Set aside what is no whole line of ours, and earlier lines of the same file."""
        content = self.path.read_bytes() if self.path.exists() else b""
        whole: dict[str, bytes] = {}
        torn: list[bytes] = []
        doubled: list[bytes] = []
        for line in content.splitlines(keepends=True):
            key = _key_in(line)
            if key is None:
                torn.append(line)
                continue
            doubled.extend([whole.pop(key)] if key in whole else [])
            whole[key] = line
        for path, lines in ((self._torn, torn), (self._superseded, doubled)):
            if lines:
                append_whole(path, b"".join(line.rstrip(b"\n") + b"\n" for line in lines))
        if torn or doubled or not self.path.exists():
            write_whole(self.path, b"".join(whole.values()))

    def _lines(self) -> Iterator[Kept]:
        start = 0
        with self.path.open("rb") as file:
            for line in file:
                record = json.loads(line)
                outcome = Outcome(record, record["source"]["sha256"])
                desk = record["desk"]
                yield Kept(
                    desk["name_key"],
                    outcome.sha256,
                    desk["reading"],
                    outcome.exit_code,
                    start,
                    len(line),
                    frozenset(desk.get("together", ())),
                )
                start += len(line)


def _line(record: JsonObject) -> bytes:
    return json.dumps(record, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"


def _key_in(untrusted_line: bytes) -> str | None:
    """The name key of a whole line; None for anything else."""
    if not untrusted_line.endswith(b"\n"):
        return None
    try:
        record: Any = json.loads(untrusted_line)
        outcome = Outcome(record, record["source"]["sha256"])
        key = record["desk"]["name_key"]
        whole = isinstance(record["desk"]["reading"], str) and isinstance(outcome.exit_code, int)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None
    return key if whole and isinstance(key, str) else None


def _name_key(path: Path) -> bytes:
    """The folder's own key: a bare hash of a short name could be guessed back."""
    if not path.exists():
        write_whole(path, secrets.token_bytes(32))
    return path.read_bytes()
