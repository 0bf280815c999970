"""Cleaner ink: specks and streaks of a fax, broken strokes, noise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ingest.clean.deskew import noted
from ingest.clean.marks import GREATEST_SHARE, Flags, Marks, ink_of, marks_of
from ingest.page import CleanPage, Pixels

# A full stop is a square as wide as a stroke. A mark of less than this share of it is a speck
# anywhere; a mark up to the larger share is one where no letter stands near.
_SPECK_SHARE = 0.3
_LONELY_SHARE = 2.5
# How far from a letter, in heights of a small x, a full stop, a minus sign or an accent may stand.
_NEAR_SHARE = 0.9
# So many rows of a page have their strokes measured at a time.
_STRIP_ROWS = 512
_DARK = 128
# Breadth of the softening, of the calming, and of the blur that sharpening undoes, in pixels as they came.
_SOFTENING_PX = 0.8
_CALMING_PX = 1.0
# So many marks, most of them no letters, are grain that light made of the noise in a shadow: the page it was
# measured on has 10,400 with 630 letters, 22 other photos at most 3,200, and more than half of them letters.
_MOST_MARKS, _LETTERS, _GRAIN_PX = 5_000, 0.25, 2.0
_BLUR_PX = 2.5
# A streak is up to so many rows thick and dark over more than this share of its length.
_THICKEST = 3
_STREAK_SHARE = 0.25
# Blank rows cut print where at least so many strokes go on behind them.
_LEAST_CUT_PX = 12


def despeckle(page: CleanPage) -> CleanPage:
    """Whiten marks that are too small for print, measured on the page's own letters."""
    ink = ink_of(page.pixels)
    marks = marks_of(ink)
    size = marks.x_height_px()
    if size <= 0:
        return page
    specks = _specks(marks, size, stroke_px(marks))
    pixels = page.pixels.copy()
    painted = marks.painted(specks)
    # The grey seam of a speck goes with it.
    pixels[(cv2.dilate(painted, np.ones((3, 3), np.uint8)) > 0) & ((ink == 0) | (painted > 0))] = 255
    count = int(np.count_nonzero(specks))
    measures = (("specks", count), ("letters", int(np.count_nonzero(marks.letters))))
    return noted(dataclasses.replace(page, pixels=pixels), "despeckle", measures)


def stroke_px(marks: Marks) -> float:
    """The commonest thickness of the strokes of letters, in pixels."""
    ridge = np.concatenate(list(_ridges(marks.painted(marks.letters))))
    return max(1.0, 2.0 * float(np.median(ridge)) - 0.5) if ridge.size else 1.0


def _ridges(letters: Pixels) -> Iterator[NDArray[np.float32]]:
    """How deep in ink the middles of strokes lie, in pixels; in strips, as each takes nine times its size."""
    # No letter is thicker, so what lies further off cannot be nearest to a pixel of the strip.
    reach = round(GREATEST_SHARE * max(letters.shape)) // 2 + 2
    for top in range(0, letters.shape[0], _STRIP_ROWS):
        above = min(top, reach)
        part = letters[top - above : top + _STRIP_ROWS + reach]
        depth = np.asarray(cv2.distanceTransform(part, cv2.DIST_L2, 3), np.float32)
        ridge = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (part > 0)
        inner = slice(above, above + _STRIP_ROWS)
        yield depth[inner][ridge[inner]]


def _specks(marks: Marks, size: float, stroke: float) -> Flags:
    """Which marks are specks."""
    square = stroke * stroke
    small = marks.area <= _LONELY_SHARE * square
    letters = marks.letters & (marks.height >= 0.6 * size) & ~small
    reach = max(1, round(_NEAR_SHARE * size))
    near = cv2.dilate(marks.painted(letters), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    left, top, width, height = marks.boxes.T
    middles = near[top + height // 2, left + width // 2] > 0
    tiny = marks.area <= max(1.0, _SPECK_SHARE * square)
    return np.asarray(tiny | (small & ~middles), np.bool_)


def mend(page: CleanPage) -> CleanPage:
    """Take out the single dark and blank rows and columns that a fax line leaves.

    They run exactly along the rows and columns of the picture as it came, which print, ruled lines
    and frames on a page fed by hand do not. A dark one is replaced by what both its neighbours
    have; a blank one by the same, where print is cut through. Where a dark one ran along a stroke of
    a letter, the stroke is gone with it: the note says where they ran, on the page as it arrived.
    """
    ink = page.pixels < _DARK
    columns, mended = _mended(ink.T)
    rows, mended = _mended(mended.T)
    if not rows and not columns:
        return page
    pixels = page.pixels.copy()
    pixels[mended & ~ink] = 0
    pixels[~mended & ink] = 255
    places = [(f"column {n}", page.to_original.point(x, 0.0)[0]) for n, x in enumerate(columns, 1)]
    places += [(f"row {n}", page.to_original.point(0.0, y)[1]) for n, y in enumerate(rows, 1)]
    counts = (("rows", len(rows)), ("columns", len(columns)))
    return noted(dataclasses.replace(page, pixels=pixels), "mend", (*counts, *places))


def _mended(ink: Flags) -> tuple[list[float], Flags]:
    """The middle of each streak that runs along the rows, and the ink with each of them replaced."""
    ink = np.ascontiguousarray(ink)
    out = ink.copy()
    middles: list[float] = []
    free = 0
    for row, thick in sorted(_streaks(ink)):
        if row < free:
            continue
        out[row : row + thick] = ink[row - 1] & ink[row + thick]
        middles.append(row + thick / 2)
        free = row + thick
    return middles, out


def _streaks(ink: Flags) -> Iterator[tuple[int, int]]:
    """First row and thickness of each streak, dark or blank."""
    dark = np.count_nonzero(ink, axis=1)
    if len(ink) < _THICKEST + 3:
        return
    for thick in range(1, _THICKEST + 1):
        before, behind = dark[: -thick - 1], dark[thick + 1 :]
        within = sliding_window_view(dark, thick)[1:-1]
        through = np.count_nonzero(ink[: -thick - 1] & ink[thick + 1 :], axis=1)
        black = within.min(axis=1) > np.maximum(before, behind) + _STREAK_SHARE * ink.shape[1]
        cuts = (through >= np.maximum(_LEAST_CUT_PX, 0.5 * before)) & (within.max(axis=1) < 0.1 * through)
        for row in np.flatnonzero(black | cuts):
            yield int(row) + 1, thick


def soften(page: CleanPage) -> CleanPage:
    """Soften the steps of a fax, which the engine otherwise takes for the shape of letters."""
    return _with(page, cv2.GaussianBlur(page.pixels, (0, 0), _SOFTENING_PX), "soften")


def calm(page: CleanPage) -> CleanPage:
    """Take the noise out before anything makes it stronger; more of it where specks outnumber letters."""
    calmed = _with(page, cv2.GaussianBlur(page.pixels, (0, 0), _CALMING_PX), "calm")
    if not _is_grainy(calmed.pixels):
        return calmed
    return _with(page, cv2.GaussianBlur(page.pixels, (0, 0), _GRAIN_PX), "grain")


def _is_grainy(pixels: Pixels) -> bool:
    marks = marks_of(ink_of(pixels))
    return len(marks.area) > max(_MOST_MARKS, int(np.count_nonzero(marks.letters)) / _LETTERS)


def sharpen(page: CleanPage) -> CleanPage:
    """Give the picture of a lens its edges back (unsharp mask)."""
    soft = cv2.GaussianBlur(page.pixels, (0, 0), _BLUR_PX)
    return _with(page, cv2.addWeighted(page.pixels, 2.0, soft, -1.0, 0.0), "sharpen")


def _with(page: CleanPage, pixels: cv2.typing.MatLike, step: str) -> CleanPage:
    return noted(dataclasses.replace(page, pixels=np.asarray(pixels, np.uint8)), step, ())
