"""Loose pages: files that hold single pages of one letter, as people photograph them, read together.

They are put together only by positive evidence: each file holds pages of one letter, "Page 2 of 4", with the
same code, date, last four digits and count, and no number twice; a first page may show that it is one by its
letterhead. Two letters of one code, date and person are told apart by their tax periods where every page has
one. Where two files still claim one number, none of the set is joined: they may be of two letters.

The file with the lowest number carries the letter, with the others in ``source.further``; each of the
others has no letters, and ``belongs_to`` says where its page went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from mailroom.outcome import SCHEMA, JsonObject, Outcome, outcome_of
from mailroom.process import ReadingRoom

Set: TypeAlias = tuple[Path, ...]
# By what a file's pages are known, the SHA-256 of its bytes, and where it lies.
_Known: TypeAlias = tuple[JsonObject, str, Path]
# What names a letter: in the heading of a page, else in a field of its record that was accepted.
_KEY = {"code": "notice", "date": "notice_date", "last4": "taxpayer_id_last4"}


def sets_of(records: Mapping[Path, JsonObject]) -> list[Set]:
    """The files that hold pages of one letter, in the order of their page numbers; same bytes count once."""
    found: dict[tuple[object, ...], list[_Known]] = {}
    for path, record in records.items():
        signs = _signs(record)
        if signs is not None:
            alike = found.setdefault(tuple(signs[name] for name in _KEY), [])
            # Of two copies the one that was joined before stays.
            alike.insert(0 if "loose" in record else len(alike), (signs, record["source"]["sha256"], path))
    return [files for alike in found.values() for of_one in _by_period(alike) if (files := _set(of_one))]


def _by_period(alike: Sequence[_Known]) -> Iterable[Sequence[_Known]]:
    """The files of each tax period, where all of them print one; else all together."""
    by: dict[object, list[_Known]] = {}
    for known in alike:
        by.setdefault(known[0]["period"], []).append(known)
    return [alike] if None in by else by.values()


def _set(alike: Sequence[_Known]) -> Set:
    """The files of one code, date and person that make one letter, in the order of their pages; or none."""
    once = {sha256: (signs, path) for signs, sha256, path in reversed(alike)}
    numbers = [number for signs, _ in once.values() for number in signs["numbers"]]
    counts, periods = (
        {signs[name] for signs, _ in once.values() if signs[name] is not None} for name in ("of", "period")
    )
    one_letter = len(counts) == 1 and len(periods) <= 1 and max(numbers) <= max(counts)
    if len(once) == 1 or len(set(numbers)) < len(numbers) or not one_letter:
        return ()
    return tuple(path for _, path in sorted(once.values(), key=lambda entry: entry[0]["numbers"]))


def _signs(record: JsonObject) -> JsonObject | None:
    """What a file's pages are known by, where it may be a part of a letter; None for any other."""
    known: JsonObject | None = record.get("loose")
    if known is not None:
        return known
    letters = record.get("letters", [])
    if len(letters) != 1 or any(doubt["name"] == "cut-unsure" for doubt in letters[0]["doubts"]):
        return None
    letter = letters[0]
    signs = dict(letter.get("signs") or {"numbers": []})
    if not signs["numbers"] or not (letter["missing_pages"] or signs["of"] is None):
        return None
    for name, place in _KEY.items():
        field = letter[place]
        if field["accepted"] and field["value"] is not None:
            read = field["value"].replace(" ", "").upper()
            if signs[name] not in {None, read}:
                return None
            signs[name] = read
    return None if any(signs[name] is None for name in _KEY) else signs


def join(
    files: Sequence[Path], alone: Mapping[Path, Outcome], room: ReadingRoom, name: Callable[[Path], str]
) -> dict[Path, Outcome] | None:
    """Read the files of a set as one letter; what becomes of each, or None where they do not make one.

    Parameters
    ----------
    files
        A set of ``sets_of``.
    alone
        What became of each file by itself.
    name
        Gives the name that a file is shown by.

    Raises
    ------
    ReadingEnded
        if the reading was called off.

    """
    first, *others = files
    read = outcome_of(first, room, further=[str(path.absolute()) for path in others])
    if read.error is not None or read.sha256 != alone[first].sha256:
        return None
    record = read.under_name(name(first))
    wanted = {
        number for path in files for number in (_signs(alone[path].record) or {"numbers": ()})["numbers"]
    }
    further = record["source"].get("further", [])
    letter = record["letters"][0]
    fit = (
        len(record["letters"]) == 1
        and letter.get("signs", {}).get("numbers") == sorted(wanted)
        and not any(doubt["name"] == "cut-unsure" for doubt in letter["doubts"])
        and [part["sha256"] for part in further] == [alone[path].sha256 for path in others]
    )
    if not fit:
        return None
    for part, path in zip(further, others, strict=True):
        part["name"] = name(path)
    joined = {first: Outcome({**record, "loose": _signs(alone[first].record)}, alone[first].sha256)}
    for part, path in zip(further, others, strict=True):
        joined[path] = _belonging(alone[path], record, part["pages"])
    return joined


def put_together(
    outcomes: Mapping[Path, Outcome], room: ReadingRoom, name: Callable[[Path], str]
) -> dict[Path, Outcome]:
    """The outcomes of some files, with the sets among them read as the letters they are.

    Raises
    ------
    ReadingEnded
        if the reading was called off.

    """
    told = dict(outcomes)
    for files in sets_of({path: outcome.record for path, outcome in outcomes.items()}):
        told |= join(files, outcomes, room, name) or {}
    return told


def _belonging(alone: Outcome, record: JsonObject, pages: Sequence[int]) -> Outcome:
    """What is told of a file whose pages went to a letter that another one carries."""
    where = {
        "name": record["source"]["name"],
        "sha256": record["source"]["sha256"],
        "id": record["letters"][0]["id"],
        "pages": list(pages),
    }
    told = {
        "schema": SCHEMA,
        "source": alone.record["source"],
        "letters": [],
        "belongs_to": where,
        "loose": _signs(alone.record),
    }
    return Outcome(told, alone.sha256)
