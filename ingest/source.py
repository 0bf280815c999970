"""A file as it came: its kind by its first bytes, its hash, and the limits it must keep."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingest.errors import EmptyFile, MissingFile, OversizeFile, SetupError, UnsupportedFile
from ingest.privacy import safe_name

SourceKind = Literal["pdf", "tiff", "jpeg", "png", "webp", "heic", "gif", "bmp", "pnm", "eml"]

_MAGIC: tuple[tuple[bytes, SourceKind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),  # BigTIFF
    (b"MM\x00+", "tiff"),
    (b"GIF8", "gif"),
    (b"%PDF-", "pdf"),
)
# Kinds whose first bytes are not always the same.
_PATTERNS: tuple[tuple[re.Pattern[bytes], SourceKind], ...] = (
    # A brand that any still picture may carry says nothing; then one of the compatible ones must be HEVC's.
    (re.compile(rb"....ftyp(?:he[iv][cmsx]|(?:mif1|msf1)(?:....){1,12}?he[iv][cmsx])", re.DOTALL), "heic"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"BM....\x00\x00\x00\x00", re.DOTALL), "bmp"),
    (re.compile(rb"P[456]\s"), "pnm"),
    (
        re.compile(
            rb"(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\r?\n(?:[ \t][^\n]*\n)*){0,60}"
            rb"(?:received|from|mime-version|subject):",
            re.IGNORECASE,
        ),
        "eml",
    ),
)
# PDF readers take a header anywhere in the first 1024 bytes, after lines of a transfer or a byte order mark.
_PDF_HEADER_WITHIN = 1024

_SAVE_AS = "Save or print it as a PDF and give that."
_EXPORT = "Export it as JPEG or PNG and give that."
# What a refused file seems to be, by a pattern at its start, and what to do about it.
_OTHER_KINDS: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), name, advice)
    for pattern, name, advice in (
        (rb"....ftyp(?:avi|mif1|msf1)", "an AVIF picture", _EXPORT),
        (rb"....ftyp", "a video", "Take a still picture of each page."),
        (rb"P[1-37]\s", "a portable anymap picture", _EXPORT),
        (rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51", "a JPEG 2000 picture", _EXPORT),
        (rb"AT&TFORM", "a DjVu document", _SAVE_AS),
        (rb"PK\x03\x04.{0,4000}word/", "a Word document", _SAVE_AS),
        (rb"PK\x03\x04.{0,4000}xl/", "an Excel workbook", _SAVE_AS),
        (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis", "an OpenDocument file", _SAVE_AS),
        (rb"PK\x03\x04|PK\x05\x06", "a ZIP archive", "Unpack it and give the files in it."),
        (rb"7z\xbc\xaf|Rar!|\x1f\x8b", "an archive", "Unpack it and give the files in it."),
        (rb"\xd0\xcf\x11\xe0", "an old Office document or an Outlook message", _SAVE_AS),
        (rb"\{\\rtf", "an RTF document", _SAVE_AS),
        (rb"%!PS", "a PostScript file", _SAVE_AS),
        (rb"\s*(?:<!doctype html|<html|<head)", "an HTML page", _SAVE_AS),
        (rb"\s*<\?xml|\s*<svg", "an XML file", _SAVE_AS),
    )
)
_SNIFFED_BYTES = 8192

_PASSWORD_FILE_BYTES = 4096
_MOST_PASSWORDS = 20
_ONE_ON_A_LINE = "Give a text file with one password on a line."


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """How large a file may be; all are checked before a page is decoded.

    Parameters
    ----------
    max_bytes
        Of the file.
    max_pages
        Of a PDF, a TIFF, a HEIC file, or all attachments of a message together.
    max_parts
        Of a message: its attachments, texts, and those of the messages in it.
    max_picture_px
        Pixels of one picture: a TIFF page, a JPEG, a PNG.
    max_raster_px
        Pixels of one PDF page when rendered; a larger page is rendered at fewer dpi.

    """

    max_bytes: int = 100_000_000
    max_pages: int = 500
    max_parts: int = 200
    max_picture_px: int = 100_000_000
    max_raster_px: int = 40_000_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file, read once: what is decoded later are the bytes that were hashed here.

    ``name`` is the file's own name made safe for printing.
    """

    path: Path
    name: str
    kind: SourceKind
    sha256: str
    size_bytes: int
    content: bytes = field(repr=False)


def open_source(path: Path, limits: SourceLimits | None = None) -> SourceFile:
    """Read a file and tell its kind by its first bytes, whatever its name says.

    Raises
    ------
    MissingFile
        where there is none, it is no regular file, or it may not be read.
    EmptyFile, OversizeFile, UnsupportedFile
        The last one says what the file seems to be instead.

    """
    content = _read(path, limits or SourceLimits())
    kind = kind_of(content)
    if kind is None:
        seems, advice = _seems(content)
        raise UnsupportedFile(f"The file is {seems}, which is not read here.", advice=advice)
    return SourceFile(path, safe_name(path.name), kind, sha256_of(content), len(content), content)


def enclosed(content: bytes, kind: SourceKind, name: str) -> SourceFile:
    """A file that came inside another one, such as the attachment of a message; its name is no path."""
    shown = safe_name(name)
    return SourceFile(Path(), shown, kind, sha256_of(content), len(content), content)


def sha256_of(content: bytes) -> str:
    """The SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def passwords_in(path: Path) -> tuple[str, ...]:
    """The passwords of a file, one to a line, to be tried in their order.

    Raises
    ------
    SetupError
        where the file cannot be read, is empty, or is too large for one that holds passwords.

    """
    try:
        with path.open("rb") as file:
            content = file.read(_PASSWORD_FILE_BYTES + 1)
        lines = tuple(line for line in content.decode("utf-8-sig").splitlines() if line)
    except (OSError, UnicodeDecodeError):
        raise SetupError("The password file cannot be read.", advice=_ONE_ON_A_LINE) from None
    if not lines or len(lines) > _MOST_PASSWORDS or len(content) > _PASSWORD_FILE_BYTES:
        raise SetupError(
            f"The password file must hold 1 to {_MOST_PASSWORDS} passwords.", advice=_ONE_ON_A_LINE
        )
    return lines


def _read(path: Path, limits: SourceLimits) -> bytes:
    """The bytes of a regular file, through one descriptor, so that what is checked is what is read."""
    # Non-blocking: opening a named pipe must not wait for somebody to write to it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise MissingFile("There is no such file.") from None
    except PermissionError:
        kept = MissingFile(
            "The file may not be read.", advice="Check its permissions, and that it is a file."
        )
        raise kept from None
    except (OSError, ValueError):  # a socket, a name that is too long or holds a NUL, a loop of links
        raise MissingFile("The file cannot be opened.") from None
    try:
        _check(os.fstat(descriptor), limits)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(limits.max_bytes + 1)
    except OSError:
        raise MissingFile("The file cannot be read to its end.", advice="Copy it to a local disk.") from None
    finally:
        os.close(descriptor)
    if len(content) > limits.max_bytes:  # it grew while it was read
        raise _oversize(limits)
    if not content:
        raise EmptyFile("The file is empty.")
    return content


def _check(state: os.stat_result, limits: SourceLimits) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise MissingFile("This is a folder, not a file.", advice="Give the files in it, or `ingest batch`.")
    if not stat.S_ISREG(state.st_mode):
        raise MissingFile("This is not a regular file.")
    if state.st_size > limits.max_bytes:
        raise _oversize(limits)


def _oversize(limits: SourceLimits) -> OversizeFile:
    return OversizeFile(f"The file is larger than {limits.max_bytes / 1e6:.0f} MB.")


def kind_of(content: bytes) -> SourceKind | None:
    """The kind of a file by its first bytes; None where it is none that is read here."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    head = content[:_SNIFFED_BYTES]
    for pattern, kind in _PATTERNS:
        if pattern.match(head):
            return kind
    return "pdf" if b"%PDF-" in content[: _PDF_HEADER_WITHIN + 4] else None


def _seems(content: bytes) -> tuple[str, str | None]:
    """What the file seems to be, with its article, and advice (None for the usual one)."""
    head = content[:_SNIFFED_BYTES]
    for pattern, name, advice in _OTHER_KINDS:
        if pattern.match(head):
            return name, advice
    if not head.strip(b"\x00"):
        return "filled with zeros", "The transfer was cut off: make the file again."
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if control * 100 <= len(head):
        return "a text file", None
    return "of an unknown kind", None
