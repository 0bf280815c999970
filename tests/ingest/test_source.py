"""A file is told by its first bytes, read once, and refused with one clear error."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from ingest.errors import EmptyFile, MissingFile, OversizeFile, SetupError, UnsupportedFile
from ingest.source import SourceLimits, open_source, passwords_in


def _file(folder: Path, content: bytes, name: str = "letter.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.4\n", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.4\n", "pdf"),
        (b"x" * 1000 + b"%PDF-1.4\n", "pdf"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\xff\xd8\xff\xe1%PDF-", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"II+\x00", "tiff"),
        (b"GIF89a", "gif"),
        (b"BM\x10\x00\x00\x00\x00\x00\x00\x00", "bmp"),
        (b"P4\n8 1\n", "pnm"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "heic"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1miafheic", "heic"),
        (b"Return-Path: <a@example.org>\r\nReceived: from b\r\n by c\r\n\r\n", "eml"),
        (b"From a@example.org Mon Jan  1\nX-A: b\nSubject: c\n", "eml"),
    ],
)
def test_kind_is_told_by_the_first_bytes(tmp_path: Path, start: bytes, kind: str) -> None:
    source = open_source(_file(tmp_path, start + b"rest", "letter.docx"))
    assert source.kind == kind
    assert source.sha256 == hashlib.sha256(start + b"rest").hexdigest()
    assert source.size_bytes == len(start) + 4
    assert "rest" not in repr(source)


@pytest.mark.parametrize(
    ("content", "seems"),
    [
        (b"Dear taxpayer,\nyou owe us money.\n", "a text file"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "AVIF"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", "AVIF"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "video"),
        (b"P1 2 2 0 1 1 0 ", "anymap"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"word/document.xml", "Word"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"letter.pdf", "ZIP"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"Dear all: see below\nSubject of this text", "a text file"),
        (b"\x00" * 500, "zeros"),
        (bytes(range(1, 9)) * 50, "unknown"),
        (b"x" * 2000 + b"%PDF-1.4", "a text file"),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, content: bytes, seems: str) -> None:
    with pytest.raises(UnsupportedFile, match=seems) as refused:
        open_source(_file(tmp_path, content))
    assert refused.value.advice
    assert "taxpayer" not in refused.value.message


def test_nothing_at_all(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        open_source(_file(tmp_path, b""))


def test_too_many_bytes_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.4")
        file.truncate(2**40)
    with pytest.raises(OversizeFile):
        open_source(path)
    with pytest.raises(OversizeFile):
        open_source(_file(tmp_path, b"%PDF-1.4"), SourceLimits(max_bytes=7))


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    post = tmp_path / "s.pdf"
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(post))
        for path in (
            tmp_path,
            pipe,
            post,
            Path("/dev/null"),
            tmp_path / "absent.pdf",
            tmp_path / ("n" * 300),
            tmp_path / "a\0b",
        ):
            with pytest.raises(MissingFile):
                open_source(path)


def test_a_name_is_made_safe_for_printing(tmp_path: Path) -> None:
    path = _file(tmp_path, b"%PDF-1.4", "for 123-45-6789\n\x1b[2J\u202egpj.pdf")
    name = open_source(path).name
    assert name.isprintable()
    assert "123-45" not in name
    assert "6789" in name
    strange = os.fsencode(tmp_path) + b"/bad\xff.pdf"
    Path(os.fsdecode(strange)).write_bytes(b"%PDF-1.4")
    open_source(Path(os.fsdecode(strange))).name.encode()


def test_passwords_stand_one_on_a_line(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    path.write_bytes("\ufefffirst one\r\n\r\nzw\u00f6lf\n".encode())
    assert passwords_in(path) == ("first one", "zw\u00f6lf")
    for content in (b"", b"\n\n", b"\xff\xfe\x00", b"a\n" * 100, b"x" * 5000):
        path.write_bytes(content)
        with pytest.raises(SetupError, match="password file"):
            passwords_in(path)
    with pytest.raises(SetupError):
        passwords_in(tmp_path / "absent")
