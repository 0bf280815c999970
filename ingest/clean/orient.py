"""Which way is up: rows made level by a quarter turn, then heads up by the letters' own shape."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from ingest.clean.deskew import best_angle, points_of
from ingest.clean.marks import Marks, ink_of, marks_of
from ingest.page import CleanPage, StepNote
from ingest.transform import Transform

# Work on this size of the longer side: small letters are still 5 px high.
_SMALL_PX = 1100
# Rows must stand out against columns by this factor before a page is turned.
_AXIS_FACTOR = 1.15
# Letters rise above their neighbours far more often than they hang below, in any text that is not
# all capitals: at least this share of at least so many.
_RISING_SHARE = 0.62
_LEAST_PAIRS = 40


def turn_level(page: CleanPage) -> CleanPage:
    """Turn the page a quarter where its rows of text run from top to bottom.

    One search over both axes, each with its whole range of skew: a plain comparison of the two
    profiles fails on skewed pages.
    """
    points = points_of(page.pixels, _SMALL_PX)
    reach = 40.0 if page.kind == "photo" else 18.0
    level = best_angle(points, 0.0, reach, 1.0)
    upended = best_angle(points, 90.0, reach, 1.0)
    ratio = upended.score / max(level.score, 1e-9)
    note = StepNote("level", (("ratio", round(ratio, 3)),))
    turns = 1 if ratio > _AXIS_FACTOR else 0
    return noted(turned(page, turns), note)


def turn_upright(page: CleanPage) -> CleanPage:
    """Turn a straight page by a half where its letters hang instead of rise."""
    up, down = rising(page)
    pairs = up + down
    half = pairs >= _LEAST_PAIRS and down > _RISING_SHARE * pairs
    note = StepNote("upright", (("up", up), ("down", down), ("sure", float(is_sure(up, down)))))
    return noted(turned(page, 2 if half else 0), note)


def is_sure(up: int, down: int) -> bool:
    """Whether rising and hanging letters tell which way is up."""
    return up + down >= _LEAST_PAIRS and max(up, down) > _RISING_SHARE * (up + down)


def rising(page: CleanPage) -> tuple[int, int]:
    """How many letters rise above their neighbour, and how many hang below it.

    A tall letter beside a small one shares its foot with it (d, capitals, digits) or its head
    (p, q, y): the feet tell where the line of writing is.
    """
    marks = marks_of(ink_of(page.pixels))
    size = marks.x_height_px()
    if size < _LEAST_LETTER_PX:
        return 0, 0
    left, top, width, height = _some_letters(marks, size)
    small = np.abs(height - size) <= 0.18 * size
    tall = (height >= 1.22 * size) & (height <= 1.85 * size)
    gap = left[None, :] - (left + width)[:, None]
    beside = np.maximum(gap, gap.T) < 0.8 * size
    foot, bottom = 0.14 * size, top + height
    pair = beside & tall[:, None] & small[None, :]
    same_foot = np.abs(bottom[:, None] - bottom[None, :]) <= foot
    same_head = np.abs(top[:, None] - top[None, :]) <= foot
    up = int(np.count_nonzero((pair & same_foot & ~same_head).any(axis=1)))
    down = int(np.count_nonzero((pair & same_head & ~same_foot).any(axis=1)))
    return up, down


_LEAST_LETTER_PX = 6.0
_MOST_LETTERS = 1600


def _some_letters(marks: Marks, size: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Left, top, width and height of letters from one stretch of the page."""
    chosen = marks.letters & (marks.width < 2.2 * size) & (marks.height < 2.2 * size)
    boxes = marks.boxes[chosen].astype(np.float64)
    boxes = boxes[np.argsort(boxes[:, 1], kind="stable")]
    start = max(0, (len(boxes) - _MOST_LETTERS) // 2)
    left, top, width, height = boxes[start : start + _MOST_LETTERS].T
    return left, top, width, height


def turned(page: CleanPage, turns: int) -> CleanPage:
    """The page turned clockwise by quarter turns; nothing is resampled."""
    turns %= 4
    if turns == 0:
        return page
    height, width = page.pixels.shape[:2]
    back = {
        1: ((0.0, 1.0, 0.0), (-1.0, 0.0, float(height)), (0.0, 0.0, 1.0)),
        2: ((-1.0, 0.0, float(width)), (0.0, -1.0, float(height)), (0.0, 0.0, 1.0)),
        3: ((0.0, -1.0, float(width)), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
    }[turns]
    code = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}[turns]
    turned_page = dataclasses.replace(
        page,
        pixels=np.asarray(cv2.rotate(page.pixels, code), np.uint8),
        to_original=Transform(back).then(page.to_original),
    )
    return noted(turned_page, StepNote("turn", (("quarters", float(turns)),)))


def noted(page: CleanPage, note: StepNote) -> CleanPage:
    """The page with one more note."""
    return dataclasses.replace(page, steps=(*page.steps, note))
