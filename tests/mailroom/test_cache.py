"""Readings are kept by what they depend on, for their own file only, within bounds, and privately."""

from __future__ import annotations

import base64
import importlib
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.settings import ReadSettings
from mailroom import cache, desk
from mailroom.config import AdviceSettings, CacheSettings, Settings
from mailroom.outcome import fingerprint, outcome_of
from mailroom.process import ReadingRoom

_SHA = "a" * 64
_SAMPLES = Path(__file__).parent.parent.parent / "samples"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache=CacheSettings(str(tmp_path / "kept"), 1))


def _said(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def test_what_was_kept_is_there_again_and_private(settings: Settings) -> None:
    keep = cache.cache_of(settings)
    assert keep is not None
    assert cache.kept(settings, _SHA) == b""
    keep.keep(_SHA, _said(b"readings"))
    assert cache.kept(settings, _SHA) == b"readings"
    root = Path(settings.cache.folder)
    modes = {path.stat().st_mode & 0o777 for path in (root, *root.rglob("*")) if path.is_dir()}
    assert modes == {0o700}
    (file,) = (path for path in root.rglob("*") if path.is_file())
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("said", [None, 3, ["x"], "no base64!", "A" * (3 * cache.MOST_BYTES)])
def test_what_is_no_reading_is_not_kept(settings: Settings, said: object) -> None:
    cache.ReadingCache(settings).keep(_SHA, said)
    assert cache.kept(settings, _SHA) == b""


def test_none_are_kept_unless_asked_for(tmp_path: Path) -> None:
    assert cache.cache_of(Settings()) is None
    assert cache.cache_of(Settings(cache=CacheSettings(str(tmp_path), 0))) is None
    asked = Settings().keeping_readings(tmp_path)
    assert asked.cache.folder == str(tmp_path)
    assert asked.keeping_readings(tmp_path / "other") == asked
    assert asked.digest() == Settings().digest()


def test_only_what_reading_depends_on_makes_a_difference(settings: Settings) -> None:
    key = cache.reading_key(settings)
    rules = replace(settings, advice=AdviceSettings(abroad=True))
    opened = replace(settings, read=ReadSettings(password_file="passwords"))  # noqa: S106 - a path
    assert cache.reading_key(rules) == cache.reading_key(opened) == key
    assert cache.reading_key(replace(settings, read=ReadSettings(language="spa"))) != key


def test_the_longest_unused_go_first(settings: Settings) -> None:
    keep = cache.ReadingCache(settings)
    names = [f"{number:064d}" for number in range(5)]
    for age, name in enumerate(names):
        keep.keep(name, _said(os.urandom(300_000)))
        path = cache.entry(settings, name)
        if path.exists():
            os.utime(path, (1_000_000 + age, 1_000_000 + age))
        if age == 1:
            # Used again: it is the newest from here on.
            cache.kept(settings, names[0])
    there = [bool(cache.kept(settings, name)) for name in names]
    assert there == [True, False, False, True, True]


def test_a_file_changed_while_it_was_read_keeps_nothing(settings: Settings, tmp_path: Path) -> None:
    """What its reader says is not kept for the file that was there before."""
    record_of = importlib.import_module("fake_readers").record_of
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 first")

    class Swapping(ReadingRoom):
        swaps = False

        def read(self, path: Path, *_: Any, **__: Any) -> dict[str, Any]:
            record: dict[str, Any] = record_of(path, "accepted")
            if self.swaps:
                path.write_bytes(b"%PDF-1.7 second")
            return {**record, "readings": _said(b"said")}

    with Swapping("fake_readers:by_content", settings) as room:
        for swaps in (True, False):
            room.swaps = swaps
            before = fingerprint(letter, 1000)
            outcome = outcome_of(letter, room)
            assert outcome.error is None
            assert "readings" not in outcome.record
            assert cache.kept(settings, before) == (b"" if swaps else b"said")


def test_a_second_run_reads_nothing_and_says_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = _SAMPLES / "cp501-fax.tif"
    keep = cache.ReadingCache(settings)
    first = desk.record_of_file(letter, settings, lambda _page, _of: None)
    keep.keep(first["source"]["sha256"], first.pop("readings"))

    def broken(*_: object) -> None:
        raise AssertionError("an engine was opened")

    monkeypatch.setattr("ingest.read.tesseract", broken)
    assert desk.record_of_file(letter, settings, lambda _page, _of: None) == first
