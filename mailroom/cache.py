"""Readings kept between runs: by the content of a file, and all that reading it depends on.

The supervisor alone writes here, and under the hash that it took itself of the file that it gave to the
reader, before and after it was read. So what a reader answers is kept for its own file only: a hostile one
can lie about itself, as it can in its record, and about no other. What is kept is opened by readers of the
same file only; here it is bytes.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import threading
from functools import cache
from importlib import metadata
from pathlib import Path

from ingest.errors import StoreError
from mailroom.config import Settings
from mailroom.folder import private_folder
from mailroom.version import pipeline

# What reads: another version may read otherwise. Those that are not installed count too.
_READERS = (
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "pdfplumber",
    "pikepdf",
    "pillow",
    "pillow-heif",
    "pypdfium2",
    "rapidocr",
    "tesserocr",
    "zxing-cpp",
)
# Larger readings are not kept: they must fit beside the record in what a reader may say.
MOST_BYTES = 3 * 1024 * 1024
_MIB = 1024 * 1024
_KEPT_SHARE = 0.9


class ReadingCache:
    """The readings of one folder that were made as they would be made now."""

    def __init__(self, settings: Settings) -> None:
        self._root = Path(settings.cache.folder)
        self._most_bytes = settings.cache.most_mib * _MIB
        self._settings = settings
        self._lock = threading.Lock()
        self._bytes: int | None = None

    def keep(self, sha256: str, untrusted: object) -> None:
        """Keep what the reader of that file said; what cannot be kept is only not kept.

        Parameters
        ----------
        untrusted
            Base64 as text; anything else is left.

        """
        if not isinstance(untrusted, str) or len(untrusted) > 2 * MOST_BYTES:
            return
        with contextlib.suppress(ValueError, OSError, StoreError):
            content = base64.b64decode(untrusted, validate=True)
            path = entry(self._settings, sha256)
            private_folder(private_folder(self._root) / path.parent.name)
            # Another name for each: several runs may share the folder. Nothing is lost by a power cut.
            beside = path.with_name(f".{os.getpid()}.{threading.get_ident()}.tmp")
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            beside.replace(path)
            self._make_room(len(content))

    def _make_room(self, added: int) -> None:
        """Take out what was not used for longest where all together is too much."""
        with self._lock:
            if self._bytes is not None:
                self._bytes += added
            if self._bytes is None or self._bytes > self._most_bytes:
                found = sorted(_listed(self._root), key=lambda one: one[1])
                self._bytes = sum(size for _, _, size in found)
                for path, _, size in found if self._bytes > self._most_bytes else ():
                    if self._bytes <= _KEPT_SHARE * self._most_bytes:
                        break
                    path.unlink(missing_ok=True)
                    self._bytes -= size


def cache_of(settings: Settings) -> ReadingCache | None:
    """Where readings are kept with these settings; None: nowhere."""
    wanted = settings.cache.folder and settings.cache.most_mib
    return ReadingCache(settings) if wanted else None


def entry(settings: Settings, sha256: str) -> Path:
    """Where the readings of a file with that hash are kept, whether or not there are any."""
    return Path(settings.cache.folder) / reading_key(settings) / f"{sha256}.json.z"


def kept(settings: Settings, sha256: str) -> bytes:
    """What is kept of that file; empty where nothing is. Asked by its reader."""
    try:
        path = entry(settings, sha256)
        content = path.read_bytes()
        # What is used stays longest.
        os.utime(path)
    except OSError:
        return b""
    return content


def reading_key(settings: Settings) -> str:
    """Sixteen hex digits over the code, libraries and settings that a reading depends on, and no rule."""
    told = {
        name: text
        for name, text in settings.texts().items()
        if name.startswith("read.") and name != "read.password_file"
    }
    text = json.dumps([_code(), told], sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


@cache
def _code() -> str:
    return " ".join((pipeline(("ingest",)), *map(_version, _READERS)))


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "-"


def _listed(root: Path) -> list[tuple[Path, int, int]]:
    """Every entry with when it was last used and its size."""
    found = []
    for path in root.glob("*/*.json.z"):
        with contextlib.suppress(OSError):
            state = path.stat()
            found.append((path, state.st_mtime_ns, state.st_size))
    return found
