"""``ingest clean``, the reader's side: every page before and after clean-up. It decodes the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2

from ingest.clean import clean_page
from ingest.errors import DamagedFile, IngestError, SourceError
from ingest.page import Pixels
from ingest.pages import PageSource, pages_of
from ingest.source import open_source, passwords_in
from mailroom.cleaned import AFTER, BEFORE
from mailroom.config import Settings
from mailroom.reader import Progress


def cleaned(path: Path, settings: Settings, progress: Progress, *, into: str) -> dict[str, Any]:
    """Lay a picture of each page as it arrived, and one as it is read, into a folder.

    Returns
    -------
    dict
        ``pages``: for each its number, the kind of capture and the steps of clean-up, or the error that
        kept it from being read; ``after`` is False where there was nothing to clean.

    Raises
    ------
    SourceError
        where the file cannot be worked.

    """
    named = settings.read.password_file
    pages = pages_of(open_source(path), passwords=passwords_in(Path(named)) if named else ())
    told = []
    for number in range(1, len(pages) + 1):
        told.append({"number": number, **_page(pages, number, Path(into))})
        progress(number, len(pages))
    return {"pages": told}


def _page(pages: PageSource, number: int, into: Path) -> dict[str, Any]:
    nothing: dict[str, Any] = {"kind": "", "branch": "", "steps": [], "before": False, "after": False}
    try:
        page = pages.page(number)
        _write(into / BEFORE.format(number), pages.picture(number))
        if page.pixels is None:
            return {**nothing, "kind": "digital", "before": True, "error": None}
        clean = clean_page(page)
        _write(into / AFTER.format(number), clean.pixels)
    except SourceError as error:
        return {**nothing, "error": error.message}
    steps = [{"name": step.name, "settings": dict(step.settings)} for step in clean.steps]
    done = {"kind": clean.kind, "branch": clean.branch, "steps": steps}
    return {**done, "before": True, "after": True, "error": None}


def _write(path: Path, pixels: Pixels) -> None:
    """Grey or RGB as PNG; OpenCV packs it ten times as fast as Pillow and wants blue first."""
    shown = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    done, packed = cv2.imencode(".png", shown, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise DamagedFile("The page cannot be written as a picture.")
    try:
        path.write_bytes(packed.tobytes())
    except OSError as error:
        message = f"A picture of the page cannot be written ({type(error).__name__})."
        raise IngestError(message, advice="Check the free space.") from None
