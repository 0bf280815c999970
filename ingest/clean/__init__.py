"""Clean-up: from a page as it arrived to one that is grey, upright, straight and evenly lit.

A branch is an ordered tuple of steps. Branches compete: what saves a fax ruins a photo, so the kind
of capture and the measures of the first steps choose their order, and a reader that is in doubt
asks for the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ingest.clean.deskew import straighten
from ingest.clean.ink import despeckle, remove_streaks, sharpen, smooth
from ingest.clean.kind import tell_kind
from ingest.clean.light import even
from ingest.clean.orient import turn_level, turn_upright
from ingest.clean.sheet import flatten
from ingest.page import CaptureKind, CleanPage, Page

Step: TypeAlias = Callable[[CleanPage], CleanPage]

_FIND: tuple[Step, ...] = (tell_kind, flatten, even)
_PLACE: tuple[Step, ...] = (turn_level, straighten, turn_upright)

BRANCHES: dict[str, tuple[Step, ...]] = {
    "plain": (*_FIND, *_PLACE),
    "despeckled": (*_FIND, despeckle, remove_streaks, *_PLACE),
    "smooth": (*_FIND, *_PLACE, smooth),
    "sharpened": (*_FIND, *_PLACE, sharpen),
}

ORDER: dict[CaptureKind, tuple[str, ...]] = {
    "digital": ("plain", "smooth"),
    "scan": ("plain", "smooth", "despeckled"),
    "fax": ("despeckled", "smooth", "plain"),
    "photo": ("plain", "sharpened", "smooth"),
}


def clean_page(page: Page, branch: str | None = None) -> CleanPage:
    """Make a page fit for reading, by the branch named or the first for its kind.

    Raises
    ------
    ValueError
        where the page has no picture.

    """
    if page.pixels is None:
        raise ValueError("a page without a picture cannot be cleaned")
    start = CleanPage(page.number, page.pixels, page.to_original, page.size_px, "scan")
    if branch is None:
        branch = ORDER[tell_kind(start).kind][0]
    for step in BRANCHES[branch]:
        start = step(start)
    return start
