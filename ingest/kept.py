"""Readings kept: what was read of one file, so that after a change in rules nothing is read again.

Kept are pages with their readings, captures and steps, and the further readings of places in doubt, each
under a name that says how it was asked for. They are plain JSON, packed; taxpayer numbers were masked
before. What cannot be understood, was made by another engine or is not there is read anew: keeping can make
a run quicker and nothing else. For which file, code and settings it may be used is not told here but by
whoever holds it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import types
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from ingest.letter import ReadPage
from ingest.text import Line, PageText, Phrase, Word
from ingest.transform import Box

T = TypeVar("T")

# What building a value of a type from JSON that is none raises.
_NONE_OF_THE_KIND = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
# Unpacked; a file of the most pages takes about half of it.
_MOST_BYTES = 64 * 1024 * 1024


class Kept:
    """What was read of one file so far.

    Parameters
    ----------
    packed
        What ``packed`` gave at the end of an earlier run; empty for the first one.
    engine
        What would read now; what another one read is forgotten.

    """

    def __init__(self, packed: bytes = b"", engine: str = "") -> None:
        self._engine = engine
        self._entries: dict[str, Any] = _unpacked(packed, engine)
        self._fresh: dict[str, Any] = {}

    @property
    def grown(self) -> bool:
        """Whether something was read that was not kept before."""
        return bool(self._fresh)

    def page(self, name: str, read: Callable[[], ReadPage]) -> ReadPage:
        """The page kept under the name, else as it is read now.

        A text layer is not kept: it is read in less time than what was kept of it.
        """
        page = self._found(name, ReadPage, read)
        if page.capture.kind == "digital":
            self._fresh.pop(name, None)
        return page

    def readings(self, name: str, read: Callable[[], tuple[PageText, ...]]) -> tuple[PageText, ...]:
        """The readings kept under the name, else as they are read now."""
        return self._found(name, tuple[PageText, ...], read)

    def packed(self) -> bytes:
        """All of it, to be kept."""
        entries = {**self._entries, **{name: _to_json(value) for name, value in self._fresh.items()}}
        text = json.dumps({"engine": self._engine, "entries": entries}, separators=(",", ":"))
        return zlib.compress(text.encode("ascii"), 6)

    def _found(self, name: str, kind: Any, read: Callable[[], T]) -> T:
        if name in self._entries:
            try:
                kept: T = _of_json(self._entries[name], kind)
            except _NONE_OF_THE_KIND:
                del self._entries[name]
            else:
                return kept
        fresh = read()
        self._fresh[name] = fresh
        return fresh


def digest(*values: object) -> str:
    """Sixteen hex digits over values of the kinds that are kept, for the name of what depends on them."""
    text = json.dumps([_to_json(value) for value in values])
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def _unpacked(packed: bytes, engine: str) -> dict[str, Any]:
    if not packed:
        return {}
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(packed, _MOST_BYTES)
        kept = json.loads(text) if unpack.eof else None
    except (zlib.error, ValueError, RecursionError):
        return {}
    if (
        not isinstance(kept, dict)
        or kept.get("engine") != engine
        or not isinstance(kept.get("entries"), dict)
    ):
        return {}
    entries: dict[str, Any] = kept["entries"]
    return entries


def _to_json(value: Any) -> Any:
    """Dataclasses as lists of their fields, lines as lists of phrases of flat words."""
    if isinstance(value, Line):
        return [[_flat(word) for word in phrase.words] for phrase in value.phrases]
    if dataclasses.is_dataclass(value):
        return [_to_json(getattr(value, key.name)) for key in dataclasses.fields(value) if key.init]
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    # A measure may be a number or a truth of NumPy's.
    return _to_json(value.item())


def _flat(word: Word) -> list[str | float]:
    box = word.box
    return [word.text, *map(float, (box.left, box.top, box.right, box.bottom, word.confidence))]


def _of_json(value: Any, kind: Any) -> Any:
    """The value of that type; raises one of several errors where it is none."""
    if kind is Line:
        return Line(tuple(Phrase(tuple(_word(*word) for word in phrase)) for phrase in value))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return kind(*(_of_json(item, one) for item, one in zip(value, _kinds(kind), strict=True)))
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        if kinds[1:] == (...,):
            return tuple(_of_json(item, kinds[0]) for item in value)
        return tuple(_of_json(item, one) for item, one in zip(value, kinds, strict=True))
    if get_origin(kind) in {Union, types.UnionType}:
        for one in get_args(kind):
            with contextlib.suppress(*_NONE_OF_THE_KIND):
                return _of_json(value, one)
    return _plain(value, kind)


def _plain(value: Any, kind: Any) -> Any:
    """A text, a number, a truth or None where the type has it."""
    if get_origin(kind) is Literal:
        fits = value in get_args(kind)
    elif kind is float:
        # A whole number stays one: the record must not change by being kept.
        fits = type(value) in {int, float}
    else:
        fits = type(value) is kind
    if not fits:
        raise ValueError
    return value


@cache
def _kinds(kind: type) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[key.name] for key in dataclasses.fields(kind) if key.init)


def _word(*parts: Any) -> Word:
    text, left, top, right, bottom, confidence = parts
    if type(text) is not str or not text or any(type(part) not in {int, float} for part in parts[1:]):
        raise ValueError
    return Word(text, Box(left, top, right, bottom), confidence)
