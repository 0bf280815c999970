"""Which program this is: what it calls itself, and a digest of all that a record depends on."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path

DISTRIBUTION = "irs-letter-reader"
PACKAGES = ("ingest", "classify", "models", "mailroom")


@functools.cache
def version() -> str:
    """The installed version, or ``checkout`` where the program runs without being installed."""
    # Slow to load, and asked for by few commands.
    from importlib import metadata

    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "checkout"


def pipeline(packages: Sequence[str] = PACKAGES) -> str:
    """Twelve hex digits over code, catalogue and models: another digest may read a letter otherwise."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(root)).encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
