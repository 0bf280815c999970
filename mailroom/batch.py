"""A folder of files into one of records: each file once, whatever happens in between."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IngestError, MissingFile, StoreError
from mailroom import loose, sheet
from mailroom.folder import only_writer, private_folder, write_whole
from mailroom.outcome import JsonObject, Outcome, error_object, fingerprint, outcome_of
from mailroom.process import ReadingRoom
from mailroom.records import Records
from mailroom.shown import shown_name
from mailroom.version import pipeline


@dataclass(frozen=True, slots=True)
class Batch:
    """What to work and how.

    Parameters
    ----------
    folder
        Where the files are.
    output
        Where ``records.jsonl`` and ``results.csv`` go; it may lie in ``folder``.
    recursive
        Also the folders below.
    workers
        Files read at the same time.

    """

    folder: Path
    output: Path
    recursive: bool = False
    workers: int = 1


@dataclass(frozen=True, slots=True)
class News:
    """How far the work is: files finished, and all files; those found done before are counted in both."""

    finished: int
    files: int


OnNews = Callable[[News], None]


def run(batch: Batch, room: ReadingRoom, on_news: OnNews | None = None) -> list[JsonObject]:
    """Work the folder and give every record of the output folder.

    Raises
    ------
    MissingFile
        if there is no such folder.
    StoreError
        if the output folder cannot be made, or another batch is writing to it.

    """
    tell = on_news or (lambda _: None)
    if not batch.folder.is_dir():
        raise MissingFile(f"There is no folder {shown_name(batch.folder)}.")
    if batch.output.resolve() == batch.folder.resolve():
        raise StoreError("The output folder is the folder to read.", advice="Give another --output.")
    private = private_folder(private_folder(batch.output) / ".batch")
    busy = f"Another batch is writing to {shown_name(batch.output)}."
    advice = "Wait until it has ended, or give another --output."
    with only_writer(private / "lock", busy=busy, advice=advice):
        records = Records(batch.output, f"{pipeline()}.{room.settings.digest()}")
        _work(batch, room, records, tell)
        _join(batch, room, records)
        found = list(records.all())
        write_whole(batch.output / "results.csv", sheet.csv_of(found))
    return found


def _work(batch: Batch, room: ReadingRoom, records: Records, tell: OnNews) -> None:
    """Read what is new, each content once, and add a line for each file as it is finished."""
    names = list(listing(batch))
    pending = _pending(batch.folder, names, records, room.most_bytes)
    finished = len(names) - sum(len(same) for same in pending.values())
    records.set_aside(name for same in pending.values() for name in same)
    for key, same in list(pending.items()):
        if (known := _known(key, records)) is not None:
            for name in pending.pop(key):
                records.add(name, known)
            finished += len(same)
    tell(News(finished, len(names)))
    with ThreadPoolExecutor(batch.workers) as pool:
        reading: dict[Future[Outcome], list[Path]] = {}
        try:
            for same in pending.values():
                reading[pool.submit(outcome_of, batch.folder / same[0], room)] = same
            for future in as_completed(reading):
                for name in reading.pop(future):
                    records.add(name, future.result())
                    finished += 1
                    tell(News(finished, len(names)))
        finally:
            # If interrupted, what is being read is given up at once; what is finished stands.
            room.call_off(reading.keys())


def _join(batch: Batch, room: ReadingRoom, records: Records) -> None:
    """Read loose pages of one letter together; a set that was tried before is left as it is."""
    names = {name: record for name in listing(batch) if (record := records.of(name)) is not None}
    new = [
        files
        for files in loose.sets_of(names)
        if any(not {records.name_key(f) for f in files} <= records.together(f) for f in files)
    ]
    with ThreadPoolExecutor(batch.workers) as pool:
        reading: dict[Future[dict[Path, Outcome]], loose.Set] = {}
        try:
            for files in new:
                reading[pool.submit(_read_together, files, names, batch.folder, room)] = files
            for future in as_completed(reading):
                records.join(future.result())
        finally:
            room.call_off(reading.keys())


def _read_together(
    files: loose.Set, records: Mapping[Path, JsonObject], folder: Path, room: ReadingRoom
) -> dict[Path, Outcome]:
    """What becomes of the files of a set: joined, or as they were."""
    alone = {folder / name: Outcome(records[name], records[name]["source"]["sha256"]) for name in files}
    joined = loose.join(list(alone), alone, room, lambda path: shown_name(path.relative_to(folder)))
    return {path.relative_to(folder): outcome for path, outcome in (joined or alone).items()}


def _known(key: str | IngestError, records: Records) -> Outcome | None:
    """The outcome that needs no reading: no access, or the same bytes read under another name."""
    if isinstance(key, IngestError):
        return Outcome(error_object(key, name=""), None)
    return records.same_content(key)


def _pending(
    folder: Path, names: list[Path], records: Records, most_bytes: int
) -> dict[str | IngestError, list[Path]]:
    """The files to work, those of the same bytes together; one that cannot be opened with its error."""
    pending: dict[str | IngestError, list[Path]] = {}
    keys: dict[Path, str | IngestError] = {}
    changed: set[str] = set()
    for name in names:
        key: str | IngestError
        try:
            key = fingerprint(folder / name, most_bytes)
        except IngestError as error:
            key = error
        keys[name] = key
        if isinstance(key, IngestError) or not records.current(name, key):
            pending.setdefault(key, []).append(name)
            changed.add(records.name_key(name))
    # What was read together with a file that is read anew is read anew as well.
    for name, key in keys.items():
        if records.name_key(name) not in changed and records.together(name) & changed:
            pending.setdefault(key, []).append(name)
    return pending


def listing(batch: Batch) -> Iterator[Path]:
    """The files of the folder by name, relative to it; links and what is no file are left alone."""
    output = batch.output.resolve()
    folders = [Path()]
    while folders:
        here = folders.pop()
        below: list[Path] = []
        with os.scandir(batch.folder / here) as entries:
            for entry in sorted(entries, key=lambda e: os.fsencode(e.name)):
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISREG(mode) and not entry.name.startswith("."):
                    yield here / entry.name
                elif stat.S_ISDIR(mode) and Path(entry.path).resolve() != output:
                    below.append(here / entry.name)
        folders.extend(reversed(below) if batch.recursive else [])
