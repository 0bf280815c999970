"""Cleaner ink: specks and streaks of a fax, broken strokes, noise."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from ingest.clean.marks import Flags, Marks, ink_of, marks_of
from ingest.page import CleanPage, Pixels, StepNote

# A full stop is a square as wide as a stroke. A mark of less than this share of it is a speck
# anywhere; a mark up to the larger share is one where no letter stands near.
_SPECK_SHARE = 0.3
_LONELY_SHARE = 2.5
# How far from a letter, in heights of a small x, a full stop, a minus sign or an accent may stand.
_NEAR_SHARE = 0.9
# A streak is this many times longer than a small x is high, and no thicker than a third of it.
_STREAK_LENGTH = 8.0
_STREAK_THICKNESS = 0.34


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
    note = StepNote("despeckle", (("specks", count), ("letters", int(np.count_nonzero(marks.letters)))))
    return dataclasses.replace(page, pixels=pixels, steps=(*page.steps, note))


def stroke_px(marks: Marks) -> float:
    """The commonest thickness of the strokes of letters, in pixels."""
    letters = marks.painted(marks.letters)
    depth = cv2.distanceTransform(letters, cv2.DIST_L2, 3)
    ridge = depth[(depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (letters > 0)]
    return max(1.0, 2.0 * float(np.median(ridge)) - 0.5) if ridge.size else 1.0


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


def remove_streaks(page: CleanPage) -> CleanPage:
    """Whiten long thin lines that the transport of a fax machine draws from edge to edge."""
    ink = ink_of(page.pixels)
    size = marks_of(ink).x_height_px()
    if size <= 0:
        return page
    pixels = page.pixels.copy()
    height, width = ink.shape
    found = 0
    for across, extent in ((False, height), (True, width)):
        lines = _long_lines(ink, size, across=across)
        marks = marks_of(lines)
        spans = marks.width if across else marks.height
        thick = marks.height if across else marks.width
        chosen = (spans >= 0.3 * extent) & (thick <= max(2.0, _STREAK_THICKNESS * size))
        found += int(np.count_nonzero(chosen))
        pixels[_without_crossings(ink, marks.painted(np.asarray(chosen, np.bool_)), across=across) > 0] = 255
    note = StepNote("streaks", (("found", found),))
    return dataclasses.replace(page, pixels=pixels, steps=(*page.steps, note))


def _long_lines(ink: Pixels, size: float, *, across: bool) -> Pixels:
    length = max(9, round(_STREAK_LENGTH * size))
    kernel = np.ones((1, length) if across else (length, 1), np.uint8)
    gaps = np.ones((1, 5) if across else (5, 1), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, gaps)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel), np.uint8)


def _without_crossings(ink: Pixels, lines: Pixels, *, across: bool) -> Pixels:
    """The lines, except where a stroke crosses them."""
    thick = 7 if across else 1, 1 if across else 7
    wide = cv2.dilate(lines, np.ones(thick, np.uint8))
    others = ((ink > 0) & (wide == 0)).astype(np.uint8)
    before = cv2.dilate(others, np.ones((9, 1) if across else (1, 9), np.uint8))
    crossing = cv2.morphologyEx(before, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray((lines > 0) & (crossing == 0), np.uint8)


def smooth(page: CleanPage) -> CleanPage:
    """Soften the steps of a coarse picture and the noise of a dark one."""
    pixels = cv2.GaussianBlur(page.pixels, (0, 0), 1.2)
    return dataclasses.replace(
        page, pixels=np.asarray(pixels, np.uint8), steps=(*page.steps, StepNote("smooth"))
    )


def sharpen(page: CleanPage) -> CleanPage:
    """Give a blurred picture its edges back (unsharp mask)."""
    soft = cv2.GaussianBlur(page.pixels, (0, 0), 2.5)
    pixels = cv2.addWeighted(page.pixels, 2.0, soft, -1.0, 0.0)
    return dataclasses.replace(
        page, pixels=np.asarray(pixels, np.uint8), steps=(*page.steps, StepNote("sharpen"))
    )
