"""Loose pages: files that hold single pages of one letter, as people photograph them, read together.

They are put together only by positive evidence: each file holds pages of one letter, "Page 2 of 4", with the
same code, date, last four digits and count in its heading, and no number twice. Where two files claim one
number, none of the set is joined: they may be of two letters about two years.

The file with the lowest number carries the letter, with the others in ``source.further``; each of the
others has no letters, and ``belongs_to`` says where its page went.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from mailroom.outcome import SCHEMA, JsonObject, Outcome, outcome_of
from mailroom.process import ReadingRoom

Set: TypeAlias = tuple[Path, ...]
_KEY = ("of", "code", "date", "last4")


def sets_of(records: Mapping[Path, JsonObject]) -> list[Set]:
    """The files that hold pages of one letter, in the order of their page numbers; same bytes count once."""
    found: dict[tuple[object, ...], list[tuple[list[int], str, object, Path]]] = {}
    for path, record in records.items():
        signs = _signs(record)
        if signs is not None:
            key = tuple(signs[name] for name in _KEY)
            entry = (signs["numbers"], record["source"]["sha256"], signs["period"], path)
            # Of two copies the one that was joined before stays.
            at = 0 if "loose" in record else len(found.setdefault(key, []))
            found.setdefault(key, []).insert(at, entry)
    sets = []
    for entries in found.values():
        once = {sha256: (numbers, period, path) for numbers, sha256, period, path in reversed(entries)}
        numbers = [number for own, _, _ in once.values() for number in own]
        periods = {period for _, period, _ in once.values() if period is not None}
        if len(once) > 1 and len(set(numbers)) == len(numbers) and len(periods) <= 1:
            ordered = sorted(once.values(), key=lambda entry: entry[0])
            sets.append(tuple(path for _, _, path in ordered))
    return sets


def _signs(record: JsonObject) -> JsonObject | None:
    """What a file's pages are known by, where it may be a part of a letter; None for any other."""
    signs = record.get("loose")
    if signs is None:
        letters = record.get("letters", [])
        if len(letters) != 1 or not letters[0]["missing_pages"]:
            return None
        if any(doubt["name"] == "cut-unsure" for doubt in letters[0]["doubts"]):
            return None
        signs = letters[0].get("signs")
    if not signs or not signs["numbers"] or any(signs[name] is None for name in _KEY):
        return None
    found: JsonObject = signs
    return found


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
