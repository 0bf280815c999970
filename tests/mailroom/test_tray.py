"""What a reader laid down is taken only where it is what was asked for, and never over something else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import ReaderDied, StoreError
from mailroom.tray import PNG, refuse, take, tray


def test_files_are_taken_privately_and_the_tray_is_gone(tmp_path: Path) -> None:
    out = tmp_path / "new" / "picture.png"
    with tray(out.parent) as laid:
        (laid / "a").write_bytes(PNG + b"rest")
        (laid / "unasked").write_bytes(b"x")
        take(laid, {"a": out}, PNG, force=False)
    assert out.read_bytes() == PNG + b"rest"
    assert out.stat().st_mode & 0o777 == 0o600
    assert list(out.parent.iterdir()) == [out]


def _link(path: Path) -> None:
    (path.parent / "other").write_bytes(PNG)
    path.symlink_to("other")


def _twin(path: Path) -> None:
    (path.parent / "other").write_bytes(PNG)
    os.link(path.parent / "other", path)


@pytest.mark.parametrize(
    "lay",
    [
        Path.absolute,  # nothing is laid there
        lambda path: path.write_bytes(b"no picture"),
        Path.mkdir,
        os.mkfifo,
        _link,
        _twin,
    ],
)
def test_what_was_not_asked_for_is_not_taken(tmp_path: Path, lay: Callable[[Path], object]) -> None:
    with tray(tmp_path) as laid:
        (laid / "good").write_bytes(PNG)
        lay(laid / "bad")
        with pytest.raises(ReaderDied):
            take(laid, {"good": tmp_path / "good.png", "bad": tmp_path / "bad.png"}, PNG, force=True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("force", [False, True])
def test_only_force_replaces_and_all_or_none_is_written(tmp_path: Path, force: bool) -> None:
    there = tmp_path / "b.png"
    there.write_bytes(b"old")
    with tray(tmp_path) as laid:
        for name in "ab":
            (laid / name).write_bytes(PNG)
        wanted = {name: tmp_path / f"{name}.png" for name in "ab"}
        if force:
            take(laid, wanted, PNG, force=True)
        else:
            with pytest.raises(StoreError, match="there already"):
                take(laid, wanted, PNG, force=False)
    assert there.read_bytes() == (PNG if force else b"old")
    assert (tmp_path / "a.png").exists() == force


def test_the_letter_itself_is_never_replaced(tmp_path: Path) -> None:
    letter, folder = tmp_path / "letter.png", tmp_path / "folder"
    letter.write_bytes(PNG)
    folder.mkdir()
    for out in (letter, folder):
        with pytest.raises(StoreError):
            refuse(out, letter, force=True)
    refuse(tmp_path / "new", letter, force=False)
