"""Skims a page: its head and foot alone, where they tell what it belongs to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ingest.clean import clean_page
from ingest.clean.deskew import quarters_of, turned
from ingest.letter import Capture, ReadPage
from ingest.look import Look, has_letters, page_turned, quick_look, zoomed
from ingest.ocr.engine import Engine
from ingest.page import CleanPage, Page, StepNote
from ingest.transform import Box, Transform

# The head of a page: its code, its date and its "Page 2 of 4" stand there, mostly in its first rows or at the
# foot.
_FIRST_ROWS = 0.14
_HEAD_SHARE = 0.25
_FOOT_SHARE = 0.08
_COUPON_SHARE = 0.4
# With fewer words at the foot, the coupon, where there is one, stands higher on a page that is not full.
_COUPON_WORDS = 20


@dataclass(frozen=True, slots=True)
class Skim:
    """How little of a page is read.

    Parameters
    ----------
    quarters
        Quarter turns that brought the pages before it upright.
    witness
        Read all of its head, not only its first rows: what stands there may be a further witness.
    coupon
        Read a coupon at its foot as well.

    """

    quarters: int = 0
    witness: bool = False
    coupon: bool = False


def skim(
    page: Page, engine: Engine, told: Callable[[ReadPage], bool], how: Skim, clean: CleanPage | None = None
) -> ReadPage | None:
    """Read only head and foot of a page, to see what it belongs to; None where it must be read whole.

    A page is skimmed only where its head says where it belongs or makes sense as it lies; anything else
    deserves a real look.

    Parameters
    ----------
    told
        Whether a page with what was read of it says where it belongs; the rest then stays unread.
    clean
        The page cleaned whole, off which head and foot are cut. Without it each band is cleaned by itself,
        which costs less, but shows neither the sheet in a photo nor the whole head of a page that lies askew.

    """
    if page.text is not None or page.pixels is None:
        return None
    if clean is None:
        quarters, part = how.quarters, partial(_band, page_turned(page, how.quarters))
    else:
        clean = same_way_up(clean, how.quarters)
        quarters, part = quarters_of(clean.steps), partial(_cut, clean)
    share = _HEAD_SHARE if how.witness else _FIRST_ROWS
    from_foot = 1 - (_COUPON_SHARE if how.coupon else _FOOT_SHARE)
    at_foot = part(from_foot, 1.0) if how.coupon else None
    if at_foot and not has_letters(at_foot):
        return None
    first = _read_band(part(0.0, share), engine)
    if further := quarters_of(first.page.steps):
        # It does not lie as the pages before it do: what was read is neither its head nor its foot.
        quarters, at_foot = quarters + further, None
        part = partial(_band, page_turned(page, quarters))
        first = _read_band(part(0.0, share), engine)
        if quarters_of(first.page.steps):
            return None
    foot = None
    skimmed = _as_skimmed(page, quarters, first)
    if not told(skimmed) or how.coupon:
        foot = _read_band(at_foot or part(from_foot, 1.0), engine)
        if quarters_of(foot.page.steps) or (how.coupon and _words_of(foot) < _COUPON_WORDS):
            return None
        skimmed = _as_skimmed(page, quarters, first, foot)
    if told(skimmed):
        return skimmed
    head = first if how.witness else _read_band(part(0.0, _HEAD_SHARE), engine)
    return _as_skimmed(page, quarters, head, foot) if head.sense >= _SKIM_SENSE else None


def same_way_up(clean: CleanPage, quarters: int) -> CleanPage:
    """The page turned about where it stands on its head beside one that was given so many quarter turns.

    Its rows say how it lies, and only another page which way is up.
    """
    return turned(clean, 2) if (quarters - quarters_of(clean.steps)) % 4 == 2 else clean


def _words_of(look: Look) -> int:
    return len(look.reading.words) if look.reading else 0


def _as_skimmed(page: Page, quarters: int, *looks: Look | None) -> ReadPage:
    """The page with the readings of its parts, each of them with words, and the turns that it was given."""
    readings = tuple(look.reading for look in looks if look and look.reading and look.reading.words)
    first = next(look for look in looks if look)
    turn = (StepNote("turn", (("quarters", float(quarters % 4)),)),) if quarters % 4 else ()
    steps = (*turn, *first.page.steps, StepNote("skimmed", (("rows", float(first.page.pixels.shape[0])),)))
    return ReadPage(page.number, page.size_px, readings, Capture(first.page.kind), steps)


# Heads hold names and numbers: less of them makes sense than of running text.
_SKIM_SENSE = 0.45


def _read_band(band: CleanPage, engine: Engine) -> Look:
    return quick_look(band, engine, "block")


def _cut(clean: CleanPage, top: float, bottom: float) -> CleanPage:
    """The band between two shares of the height of a clean page; how that was turned is said of it whole."""
    height, width = clean.pixels.shape
    steps = tuple(note for note in clean.steps if note.name != "turn")
    band = zoomed(clean, Box(0, top * height, width, bottom * height), 1.0)
    return dataclasses.replace(band, steps=steps)


def _band(page: Page, top: float, bottom: float) -> CleanPage:
    """A band across the page between two shares of its height, cleaned as a page of its own."""
    assert page.pixels is not None  # noqa: S101 - only pictures are skimmed
    height = page.pixels.shape[0]
    first, last = int(top * height), int(bottom * height)
    part = page.pixels[first : max(last, first + 1)]
    down = Transform(((1.0, 0.0, 0.0), (0.0, 1.0, float(first)), (0.0, 0.0, 1.0)))
    band = dataclasses.replace(page, pixels=part, to_original=down.then(page.to_original))
    return clean_page(band)
