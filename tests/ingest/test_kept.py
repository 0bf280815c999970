"""What is kept of a reading comes back the same, or is read anew; it never brings an error or other words."""

from __future__ import annotations

import json
import zlib
from typing import Any

import numpy as np
import pytest

from ingest.kept import Kept, digest
from ingest.letter import Capture, ReadPage
from ingest.page import StepNote
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform


def _reading(engine: str = "tesseract 5") -> PageText:
    words = [Word("Notice", Box(10, 10.25, 70, 30), 91.5), Word("CP14\u2014", Box(300, 11, 350, 31), 88)]
    return PageText(lines_of(words), (900, 1200), Transform.scale(1.5, 2 / 3), engine, "softened")


def _page(kind: str = "fax") -> ReadPage:
    capture: Any = Capture(kind, "fair", None, wordless=np.bool_(0))  # type: ignore[arg-type]
    steps = (StepNote("kind", (("kind", "fax"), ("rows", np.float32(0.5)), ("turns", 1))), StepNote("mend"))  # type: ignore[arg-type]
    return ReadPage(3, (1728, 1078), (_reading(), _reading("rapidocr 3")), capture, steps)


def _never() -> Any:
    raise AssertionError("it was read again")


def test_what_was_read_comes_back_the_same() -> None:
    first = Kept(b"", "engine")
    assert not first.grown
    page = first.page("3 open", _page)
    further = first.readings("3 again", lambda: (_reading(),))
    assert first.grown
    later = Kept(first.packed(), "engine")
    assert later.page("3 open", _never) == page == _page()
    assert later.readings("3 again", _never) == further
    assert not later.grown
    assert digest(page) == digest(later.page("3 open", _never))
    assert digest(page) != digest(further)


def test_what_is_new_is_added_to_what_was_kept() -> None:
    first = Kept(b"", "engine")
    first.page("1", _page)
    second = Kept(first.packed(), "engine")
    second.page("2", _page)
    third = Kept(second.packed(), "engine")
    assert third.page("1", _never) == third.page("2", _never)


def test_a_text_layer_is_not_kept() -> None:
    kept = Kept()
    assert kept.page("1", lambda: _page("digital")).capture.kind == "digital"
    assert not kept.grown


def _whole() -> bytes:
    first = Kept(b"", "engine")
    first.page("1", _page)
    return first.packed()


@pytest.mark.parametrize(
    "spoilt",
    [
        _whole()[:-5],
        b"\x00" + _whole(),
        zlib.compress(b"[]"),
        zlib.compress(b'{"engine": "engine", "entries": 3}'),
        zlib.compress(b"[" * 100_000),
        zlib.compress(b" " * (65 * 2**20)),
        zlib.compress(zlib.decompress(_whole()).replace(b'"engine"', b'"other"')),
    ],
    ids=("torn", "shifted", "list", "number", "deep", "bomb", "engine"),
)
def test_a_spoilt_keep_is_read_anew(spoilt: bytes) -> None:
    again = Kept(spoilt, "engine")
    assert again.page("1", _page) == _page()
    assert again.grown


def test_an_entry_that_fits_nowhere_is_read_anew() -> None:
    whole = json.loads(zlib.decompress(_whole()))
    entry = whole["entries"]["1"]
    spoilt: list[Any] = [None, [], [*entry, 1], entry[:-2], {"a": 1}, "text", 7]
    for place, wrong in (
        (0, "3"),
        (1, [1]),
        (2, [[]]),
        (3, ["painting", "good", None, False]),
        (4, [["kind"]]),
    ):
        spoilt.append([*entry[:place], wrong, *entry[place + 1 :]])
    for other in spoilt:
        packed = zlib.compress(json.dumps({"engine": "engine", "entries": {"1": other}}).encode())
        kept = Kept(packed, "engine")
        assert kept.page("1", _page) == _page(), other
        assert kept.grown
