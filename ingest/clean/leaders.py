"""Leader dots, which lead the eye from a label to its amount, and an engine into making letters of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from ingest.clean.deskew import noted, reduced
from ingest.clean.marks import Flags, Floats, Marks, ink_of, marks_of
from ingest.page import CleanPage

# A dot is no higher and no wider than this share of a small x, and about as wide as high.
_DOT_SHARE = 0.6
_LONGER_SIDE = 2.2
# The next dot follows within so many heights of a small x, and hardly higher or lower.
_PITCH_HEIGHTS = 2.2
_SLOPE = 0.12
# Fewer dots are an ellipsis or the bullets that mask a number; the steps of so many of them are alike.
_LEAST_DOTS = 8
_ALIKE, _ALIKE_SHARE = 0.3, 0.75
# More dots than so many for each other mark are the noise of a dark photo, in which some stand in even steps.
_MOST_DOTS = 6


def without_leaders(page: CleanPage) -> CleanPage:
    """Whiten runs of dots that follow each other in even steps along a row."""
    small, factor = reduced(page.pixels)
    marks = marks_of(ink_of(small))
    chosen = leaders(marks)
    if not chosen.any():
        return page
    pixels = page.pixels.copy()
    for left, top, width, height in marks.boxes[chosen] / factor:
        # The grey seam of a dot goes with it.
        seam = 1 + 0.5 * height
        rows = slice(max(0, int(top - seam)), int(top + height + seam) + 1)
        pixels[rows, max(0, int(left - seam)) : int(left + width + seam) + 1] = 255
    count = (("dots", int(np.count_nonzero(chosen))),)
    return noted(dataclasses.replace(page, pixels=pixels), "leaders", count)


def leaders(marks: Marks) -> Flags:
    """Which marks are dots of a leader, shape (n,)."""
    chosen = np.zeros(len(marks.boxes), np.bool_)
    size = marks.x_height_px()
    if size <= 0:
        return chosen
    most = max(3.0, _DOT_SHARE * size)
    low, high = np.minimum(marks.width, marks.height), np.maximum(marks.width, marks.height)
    dots = np.flatnonzero((high <= most) & (high <= _LONGER_SIDE * low + 1))
    if len(dots) > _MOST_DOTS * np.count_nonzero(high > most):
        return chosen
    middles = marks.boxes[dots, :2] + marks.boxes[dots, 2:] / 2
    for run in _runs(middles, _PITCH_HEIGHTS * size):
        if len(run) < _LEAST_DOTS:
            continue
        steps = np.diff(middles[run, 0])
        alike = np.abs(steps - np.median(steps)) <= _ALIKE * np.median(steps)
        if np.count_nonzero(alike) >= _ALIKE_SHARE * len(steps):
            chosen[dots[run]] = True
    return chosen


def _runs(middles: Floats, reach: float) -> Iterator[list[int]]:
    """Dots that follow each other to the right, each the nearest to the one before it."""
    order = np.argsort(middles[:, 0])
    xs = middles[order, 0]
    behind = np.searchsorted(xs, xs + reach, side="right")
    free = np.ones(len(order), np.bool_)
    for at in range(len(order)):
        if not free[at]:
            continue
        run = [at]
        while True:
            last = run[-1]
            near = np.arange(last + 1, behind[last])
            away = np.abs(middles[order[near]] - middles[order[last]])
            level = near[free[near] & (away[:, 1] <= 1.0 + _SLOPE * away[:, 0]) & (away[:, 0] >= 1.0)]
            if not level.size:
                break
            run.append(int(level[0]))
        free[run] = False
        yield [int(order[place]) for place in run]
