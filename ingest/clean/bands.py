"""Bands: white print on dark bars, as the heads of letters and of sections have it, made dark on white.

An engine passes over such a bar as a picture, or makes litter of it on a fax.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from ingest.clean.deskew import noted, reduced
from ingest.clean.marks import Marks, ink_of, marks_of
from ingest.page import CleanPage, Pixels

# Bars are looked for on a page reduced to this size of its longer side, where rules are thinner than that.
_SMALL_PX, _LEAST_PX = 1100, 9
# As shares of the page: no bar is narrower, and none higher; nor is a column of labels in bars.
_WIDE, _HIGH, _HIGHEST_COLUMN = 0.07, 0.08, 0.2
# So much of its box is dark; print takes the rest.
_SOLID = 0.6
# So many light marks of a letter's shape are print, each so high a share of one bar at least and at most.
_LEAST_LETTERS, _LOWEST, _HIGHEST, _SLIMMEST = 3, 0.12, 0.9, 0.1
# At the edge of the page a bar is the head of one where it is so wide and holds so many letters.
_OF_HEAD, _LEAST_OF_HEAD = 0.6, 10
_DARK = 128


def invert_bands(page: CleanPage) -> CleanPage:
    """Make light print in dark bars dark on white; bars without print stay as they are."""
    small, factor = reduced(page.pixels, _SMALL_PX)
    marks = marks_of(ink_of(small))
    height, width = small.shape
    solid = marks.area >= _SOLID * marks.width * marks.height
    sized = (marks.height >= _LEAST_PX) & (marks.height <= _HIGHEST_COLUMN * height)
    right, bottom = marks.boxes[:, 0] + marks.width, marks.boxes[:, 1] + marks.height
    within = (marks.boxes[:, :2].min(axis=1) > 0) & (right < width) & (bottom < height)
    # What lies at the edge is the dark behind the sheet, and the specks in it no print; or it is the head of
    # a page that is printed to its edges.
    bars = solid & sized & np.where(within, marks.width >= _WIDE * width, marks.width >= _OF_HEAD * width)
    pixels, count = page.pixels.copy(), 0
    for (x, y, w, h), whole in zip(marks.boxes[bars], within[bars], strict=True):
        rows = slice(int(y / factor), int((y + h) / factor) + 1)
        columns = slice(int(x / factor), int((x + w) / factor) + 1)
        bar = pixels[rows, columns]
        if _holds_print(bar, min(h, _HIGH * height) / factor, whole=bool(whole)):
            pixels[rows, columns] = 255 - bar
            count += 1
    if not count:
        return page
    return noted(dataclasses.replace(page, pixels=pixels), "bands", (("inverted", float(count)),))


def _holds_print(dark: Pixels, height_px: float, *, whole: bool) -> bool:
    """Whether there are light letters on a dark ground that holds bars of at most this height.

    ``whole`` tells whether the bar ends within the page; at its edge it must hold words.
    """
    light = marks_of(np.asarray(dark > _DARK, np.uint8))
    share = light.height / max(height_px, 1.0)
    shaped = (light.width >= _SLIMMEST * light.height) & (light.width <= light.height / _SLIMMEST)
    letters = shaped & (share >= _LOWEST) & (share <= _HIGHEST)
    if not whole:
        # Letters of words stand side by side; specks do so nowhere.
        letters &= _beside_others(light, letters)
    return int(np.count_nonzero(letters)) >= (_LEAST_LETTERS if whole else _LEAST_OF_HEAD)


def _beside_others(light: Marks, letters: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which marks have a letter right behind them, about as high, no further away than they are high."""
    left, top = light.boxes[:, 0], light.boxes[:, 1]
    gap = left[None, :] - (left + light.width)[:, None]
    level = (
        np.abs((top + light.height)[None, :] - (top + light.height)[:, None]) <= 0.5 * light.height[:, None]
    )
    near = (gap >= -1) & (gap <= light.height[:, None]) & level & letters[None, :]
    return np.asarray(near.any(axis=1), np.bool_)
