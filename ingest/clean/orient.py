"""Which way is up, told by the letters' own shape."""

from __future__ import annotations

import numpy as np

from ingest.clean.deskew import noted, turned
from ingest.clean.marks import Floats, Marks, ink_of, marks_of
from ingest.page import CleanPage, Pixels

# In any text that is not all capitals, letters rise above their neighbours far more often than they
# hang below. The difference must be this many times its chance spread, over at least so many letters.
_SURE_SPREADS = 2.3
_LEAST_PAIRS = 25
_LEAST_LETTER_PX = 6.0
_MOST_LETTERS = 900
# What is small and what is tall, in heights of a small x; and how near feet or heads must lie.
_SMALL = (0.82, 1.18)
_TALL = (1.22, 1.85)
_LEVEL = 0.14
_BESIDE = 0.8
_TALL_PAGE_PX = 1500
_DARK = 128
_SOLID = 0.6


def turn_upright(page: CleanPage) -> CleanPage:
    """Turn a straight page by a half where its letters hang instead of rise; never on weak evidence."""
    up, down = rising(page)
    sure = is_sure(up, down)
    measures = (("up", float(up)), ("down", float(down)), ("sure", float(sure)))
    return noted(turned(page, 2 if sure and down > up else 0), "upright", measures)


def is_sure(up: int, down: int) -> bool:
    """Whether rising and hanging letters tell which way is up."""
    pairs = up + down
    return pairs >= _LEAST_PAIRS and abs(up - down) >= _SURE_SPREADS * pairs**0.5


def rising(page: CleanPage) -> tuple[int, int]:
    """How many letters rise above their neighbour, and how many hang below it.

    A tall letter beside a small one shares its foot with it (d, capitals, digits) or its head
    (p, q, y): the feet tell where the line of writing is.
    """
    marks = marks_of(ink_of(_busy_part(page)))
    size = marks.x_height_px()
    if size < _LEAST_LETTER_PX:
        return 0, 0
    left, top, width, height = _some_letters(marks, size)
    small = (height >= _SMALL[0] * size) & (height <= _SMALL[1] * size)
    tall = (height >= _TALL[0] * size) & (height <= _TALL[1] * size)
    bottom = top + height
    gap = left[None, small] - (left + width)[tall, None]
    back = left[tall, None] - (left + width)[None, small]
    beside = np.maximum(gap, back) < _BESIDE * size
    same_foot = np.abs(bottom[tall, None] - bottom[None, small]) <= _LEVEL * size
    same_head = np.abs(top[tall, None] - top[None, small]) <= _LEVEL * size
    up = np.count_nonzero((beside & same_foot & ~same_head).any(axis=1))
    down = np.count_nonzero((beside & same_head & ~same_foot).any(axis=1))
    return int(up), int(down)


def _busy_part(page: CleanPage) -> Pixels:
    """The third of the page with most ink: enough letters to tell by."""
    height = page.pixels.shape[0]
    if height < _TALL_PAGE_PX:
        return page.pixels
    ink = np.count_nonzero(page.pixels[:, ::4] < _DARK, axis=1).astype(np.float64)
    # Rows that are dark from edge to edge are shadows or frames.
    ink[ink > _SOLID * page.pixels.shape[1] / 4] = 0
    band = height // 3
    sums = np.convolve(ink, np.ones(band), mode="valid")
    top = int(np.argmax(sums))
    return page.pixels[top : top + band]


def _some_letters(marks: Marks, size: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Left, top, width and height of letters from one stretch of the page."""
    chosen = marks.letters & (marks.width < 2.2 * size) & (marks.height < 2.2 * size)
    boxes = marks.boxes[chosen].astype(np.float64)
    boxes = boxes[np.argsort(boxes[:, 1], kind="stable")]
    start = max(0, (len(boxes) - _MOST_LETTERS) // 2)
    left, top, width, height = boxes[start : start + _MOST_LETTERS].T
    return left, top, width, height
