"""Marks: the connected dark parts of a page, and what their sizes tell about its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.page import Pixels

Ints = NDArray[np.int32]
Labels = NDArray[np.uint16] | NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A mark lower than this is dust at any resolution worth reading.
_LEAST_HEIGHT_PX = 4
# Letters, also some that touch, are between a tenth and ten times as wide as high.
_ASPECT = (0.1, 10.0)
# No letter is higher than this share of the page's longer side.
GREATEST_SHARE = 0.06
# A mark this many times as wide as high is several letters that touch; so many of them are looked at.
_TOUCHING = 1.6
_MOST_TOUCHING = 600
# A lower peak among the heights of at least this share of the highest is the one of small letters.
_SMALL_PEAK = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Connected dark parts, one row each.

    Parameters
    ----------
    boxes
        Left, top, width, height in pixels, shape (n, 4).
    area
        Dark pixels, shape (n,).
    labels
        The number of each pixel's mark counted from 1, 0 on paper, shape (height, width).

    """

    boxes: Ints = field(repr=False)
    area: Ints = field(repr=False)
    labels: Labels = field(repr=False)

    @property
    def width(self) -> Ints:
        """Width of each mark in pixels."""
        return self.boxes[:, 2]

    @property
    def height(self) -> Ints:
        """Height of each mark in pixels."""
        return self.boxes[:, 3]

    @property
    def letters(self) -> Flags:
        """Which marks have the size and shape of letters or of a few touching ones, shape (n,)."""
        aspect = self.width / np.maximum(self.height, 1)
        limit = GREATEST_SHARE * max(self.labels.shape)
        sized = (self.height >= _LEAST_HEIGHT_PX) & (self.height <= limit) & (self.width <= 3 * limit)
        return np.asarray(sized & (aspect >= _ASPECT[0]) & (aspect <= _ASPECT[1]), np.bool_)

    def painted(self, chosen: Flags) -> Pixels:
        """A picture of the chosen marks: 1 where there is one, shape (height, width)."""
        lookup = np.concatenate([[False], chosen]).astype(np.uint8)
        return np.asarray(lookup[self.labels], np.uint8)

    def x_height_px(self) -> float:
        """The commonest height of a letter, which on running text is that of a small x; 0 without text.

        First by ink, so that a thousand specks do not outvote a line of text; then, among the marks
        of about that size, by number, since small letters are the most.
        """
        chosen = self.letters
        if np.count_nonzero(chosen) < 8:
            return 0.0
        height = self._heights(chosen)
        # A mark weighs by the letters that touch in it, and no more for what runs through them.
        letters = np.maximum(1.0, self.width[chosen] / np.maximum(height, 1))
        ink = np.minimum(self.area[chosen], letters * height.astype(np.float64) ** 2)
        order = np.argsort(height)
        middle = float(height[order][np.searchsorted(np.cumsum(ink[order]), ink.sum() / 2)])
        counts = np.bincount(height, minlength=4).astype(np.float64)
        counts[: int(0.5 * middle)] = 0
        counts[int(1.6 * middle) + 1 :] = 0
        smooth = np.convolve(counts, [0.5, 1.0, 0.5], mode="same")
        peak = int(np.argmax(smooth))
        # Where letters touch, capitals outnumber them; small ones then stand a quarter lower.
        lower = slice(round(0.62 * peak), round(0.82 * peak) + 1)
        if smooth[lower].max(initial=0.0) >= _SMALL_PEAK * smooth[peak]:
            peak = lower.start + int(np.argmax(smooth[lower]))
        near = slice(max(0, peak - 1), peak + 2)
        return float(np.average(np.arange(counts.size)[near], weights=counts[near] + 1e-9))

    def _heights(self, chosen: Flags) -> Ints:
        """The height of each chosen mark, shape (n,).

        Of letters that touch it is that of their dense middle: where blur has closed every gap, a word
        reaches from its highest letter to its lowest, and nothing on the page is as low as a small x.
        """
        height = self.height[chosen]
        touching = np.flatnonzero(self.width[chosen] > _TOUCHING * height)
        numbers = np.flatnonzero(chosen)[touching]
        for place, number in list(zip(touching, numbers, strict=True))[:: 1 + len(numbers) // _MOST_TOUCHING]:
            left, top, width, high = self.boxes[number]
            rows = np.count_nonzero(self.labels[top : top + high, left : left + width] == number + 1, axis=1)
            dense = np.flatnonzero(rows >= 0.5 * rows.max())
            core = dense[-1] - dense[0] + 1
            if core >= _LEAST_HEIGHT_PX:
                height[place] = core
        return height


def marks_of(ink: Pixels) -> Marks:
    """The marks of a picture that is not 0 where there is ink, shape (height, width)."""
    try:
        # A third of the time and half the memory, as long as there are no more than numbers of two bytes.
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_16U)
    except cv2.error:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    rows = np.asarray(stats[1:], np.int32)
    return Marks(rows[:, :4], rows[:, 4], cast("Labels", labels))


def ink_of(grey: Pixels) -> Pixels:
    """Where there is ink on an evenly lit page: 1 on ink, 0 on paper, shape (height, width)."""
    level, _ = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    # Otsu halves the noise of an empty page; ink is always well below white.
    _, ink = cv2.threshold(grey, min(level, 215.0), 1, cv2.THRESH_BINARY_INV)
    return np.asarray(ink, np.uint8)


def uneven_ink_of(grey: Pixels, window_px: int, share: float) -> Pixels:
    """The same under any light: darker than a share of the brightness around, shape (height, width)."""
    around = cv2.blur(grey, (window_px, window_px))
    return np.asarray(grey.astype(np.int16) < around.astype(np.float32) * share - 2, np.uint8)
