"""Rows that an engine passed over: letters where it read no word.

Before Tesseract reads a page it parts it into columns, pictures and tables, and leaves out what it takes for
none of them: rows between the rules of a table, an amount in a frame, the line above a fold. Their ink shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ingest.clean.marks import Ints, ink_of, marks_of
from ingest.page import Pixels
from ingest.text import Word
from ingest.transform import Box

# Text smaller than this is no text that could be read.
_LEAST_X_PX = 5.0
# Heights of letters, and the width of some that touch, as multiples of the height of a small x.
_HEIGHTS, _WIDEST = (0.7, 2.4), 6.0
# Letters of a row stand on one line to this share of that height, and its parts are no closer than so many.
_LEVEL, _GAP = 0.5, 4.0
# Fewer letters in a row, or in a part of one, are bullets, specks and strokes of a pen.
_LEAST_IN_ROW, _LEAST_IN_PART = 4, 2
# More parts than this are no rows that were left out: the page holds a pattern, or was not read at all.
_MOST_PARTS = 48
# What an edge cuts off of another row is lower than this share of the line and its white.
_CUT_OFF = 0.4
# White around the letters that are read.
_AROUND = 0.6


def rows_left_out(pixels: Pixels, words: Sequence[Word]) -> tuple[Box, ...]:
    """Where rows of letters stand among which no word was read.

    Parameters
    ----------
    pixels
        An evenly lit page with level rows, shape (height, width).
    words
        What was read on it, with boxes in its pixels.

    Returns
    -------
    tuple
        A box with some white around it for each part of such a row that stands by itself, in pixels of the
        page; none where there are more of them than any reading leaves out.

    """
    marks = marks_of(ink_of(pixels))
    x = marks.x_height_px()
    if x < _LEAST_X_PX:
        return ()
    low, high = _HEIGHTS
    sized = (marks.height >= low * x) & (marks.height <= high * x) & (marks.width <= _WIDEST * x)
    letters = marks.boxes[marks.letters & sized]
    read = _painted(words, pixels.shape)
    middle = letters[:, :2] + letters[:, 2:] // 2
    unread = letters[read[middle[:, 1], middle[:, 0]] == 0]
    parts = [part for row in _rows(unread, x) for part in _parts(row, x)]
    return tuple(_around(part, x, pixels.shape) for part in parts) if len(parts) <= _MOST_PARTS else ()


def without_neighbours(line: Pixels) -> Pixels:
    """A line by itself without what its upper and lower edge cut off: letters of the rows above and below."""
    marks = marks_of(ink_of(line))
    top, bottom = marks.boxes[:, 1], marks.boxes[:, 1] + marks.boxes[:, 3]
    cut = ((top == 0) | (bottom == len(line))) & (marks.height < _CUT_OFF * len(line))
    if not cut.any():
        return line
    # The soft edges of letters are no ink.
    around = cv2.dilate(marks.painted(cut), np.ones((3, 3), np.uint8))
    return np.where(around > 0, np.uint8(255), line)


def _painted(words: Sequence[Word], shape: tuple[int, ...]) -> Pixels:
    """A picture of the words' boxes: 1 inside, 0 elsewhere."""
    picture = np.zeros(shape[:2], np.uint8)
    for box in (word.box for word in words):
        corners = (int(box.left) - 2, int(box.top) - 2), (int(box.right) + 2, int(box.bottom) + 2)
        cv2.rectangle(picture, *corners, color=1, thickness=cv2.FILLED)
    return picture


def _rows(letters: Ints, x: float) -> Iterator[Ints]:
    """Letters that stand on one line, shape (n, 4) each."""
    feet = letters[:, 1] + letters[:, 3]
    order = np.argsort(feet, kind="stable")
    for row in np.split(letters[order], np.flatnonzero(np.diff(feet[order]) > _LEVEL * x) + 1):
        if len(row) >= _LEAST_IN_ROW:
            yield row


def _parts(row: Ints, x: float) -> Iterator[Ints]:
    """The parts of a row between wide gaps, in which words may stand that were read."""
    row = row[np.argsort(row[:, 0], kind="stable")]
    ends = np.maximum.accumulate(row[:, 0] + row[:, 2])
    for part in np.split(row, np.flatnonzero(row[1:, 0] - ends[:-1] > _GAP * x) + 1):
        if len(part) >= _LEAST_IN_PART:
            yield part


def _around(part: Ints, x: float, shape: tuple[int, ...]) -> Box:
    left, top = np.maximum(part[:, :2].min(axis=0) - _AROUND * x, 0.0)
    right, bottom = np.minimum((part[:, :2] + part[:, 2:]).max(axis=0) + _AROUND * x, shape[1::-1])
    return Box(float(left), float(top), float(right), float(bottom))
