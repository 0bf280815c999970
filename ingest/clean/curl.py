"""Curl and folds: rows that bend are made level, where that makes them stand out more clearly."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from ingest.clean.deskew import Points, best_angle, noted, reduced
from ingest.clean.marks import Floats, ink_of, marks_of
from ingest.page import CleanPage, Pixels
from ingest.transform import Bend, Transform

# Slopes are measured in windows of these shares of the page, which overlap by half.
_WIDE, _HIGH = 0.22, 0.12
_LEAST_INK = 250
_MOST_INK = 2500
# How far rows of a curled sheet lean at most, once the sheet as a whole is level.
_REACH_DEG, _STEP_DEG = 7.0, 0.5
# A window whose rows do not stand out by this factor has none.
_LEAST_STRENGTH = 1.6
_LEAST_WINDOWS = 12
# Powers of the polynomial across and down the page, and how much each is held back.
_ACROSS, _DOWN = 4, 3
_HELD = 0.002
# Windows that differ from the others by more than this many degrees count less.
_ODD_DEG = 0.8
# Rows that bend by less, in heights of a small x, are read as they are.
_LEAST_BEND = 0.3
# Rows must stand out so many times more clearly afterwards.
_LEAST_GAIN = 1.12
_ROUNDS = 3
_GRID_PX = 16


def unbend(page: CleanPage) -> CleanPage:
    """Make the rows of a photographed sheet level all over; leave it alone where that does not help.

    The slope of the rows is measured in many windows, a smooth surface is laid through the slopes, and the
    page is shifted along it, column by column.
    """
    if page.kind != "photo":
        return page
    small, factor = reduced(page.pixels)
    marks = marks_of(ink_of(small))
    ys, xs = np.divmod(np.flatnonzero(marks.painted(marks.letters)), marks.labels.shape[1])
    height, width = small.shape
    bend = bend_of(xs.astype(np.float64), ys.astype(np.float64), (width, height))
    if bend is None:
        return page
    before, after, most = _clearness(xs, ys, bend, height)
    gain = after / max(before, 1e-9)
    small_x = max(marks.x_height_px(), 1.0)
    kept = gain >= _LEAST_GAIN and most >= _LEAST_BEND * small_x
    page = noted(page, "unbend", (("gain", gain), ("most", most / factor), ("kept", float(kept))))
    if not kept:
        return page
    bend = _enlarged(bend, 1 / factor)
    shifted = dataclasses.replace(Transform.identity(), bend=bend).then(page.to_original)
    return dataclasses.replace(page, pixels=_shifted(page.pixels, bend), to_original=shifted)


def bend_of(xs: Floats, ys: Floats, size_px: tuple[int, int]) -> Bend | None:
    """The bend of the rows that ink at these places forms; None where too few rows stand out."""
    width, height = size_px
    middle, reach = (width / 2, height / 2), (width / 2, height / 2)
    bend = Bend(middle, reach, tuple((0.0,) * _DOWN for _ in range(_ACROSS)))
    for _ in range(_ROUNDS):
        slopes = _slopes(xs, ys - bend.shift(xs, ys), size_px)
        if len(slopes) < _LEAST_WINDOWS:
            return None
        bend = dataclasses.replace(bend, coefficients=_added(bend.coefficients, _fitted(slopes, bend)))
    return bend


def _slopes(xs: Floats, ys: Floats, size_px: tuple[int, int]) -> Floats:
    """Place, slope in pixels down for each pixel across, and weight of each window, shape (n, 4)."""
    width, height = size_px
    wide, high = _WIDE * width, _HIGH * height
    found = []
    for left in np.arange(0, width - wide / 2, wide / 2):
        column = (xs >= left) & (xs < left + wide)
        across, down = xs[column], ys[column]
        for top in np.arange(0, height - high / 2, high / 2):
            inside = (down >= top) & (down < top + high)
            count = int(np.count_nonzero(inside))
            if count < _LEAST_INK:
                continue
            x, y = float(across[inside].mean()), float(down[inside].mean())
            xy = np.stack([across[inside] - x, down[inside] - y], axis=1)
            points = Points(xy, float(np.hypot(wide, high)) + 2).some(_MOST_INK)
            angle = best_angle(points, 0.0, _REACH_DEG, _STEP_DEG, 2.0)
            if angle.strength >= _LEAST_STRENGTH and abs(angle.degrees) < _REACH_DEG - _STEP_DEG:
                found.append((x, y, np.tan(np.radians(angle.degrees)), count**0.5))
    return np.array(found, np.float64).reshape(-1, 4)


def _fitted(slopes: Floats, bend: Bend) -> Floats:
    """Coefficients of the shift whose slopes come closest to the measured ones, shape (across, down)."""
    u = (slopes[:, 0] - bend.middle[0]) / bend.reach[0]
    v = (slopes[:, 1] - bend.middle[1]) / bend.reach[1]
    terms = [(i, j) for i in range(1, _ACROSS + 1) for j in range(_DOWN)]
    design = np.stack([i * u ** (i - 1) * v**j / bend.reach[0] for i, j in terms], axis=1)
    # Scaled so that holding back means the same for every term.
    scale = np.linalg.norm(design, axis=0) / len(slopes) ** 0.5
    design = design / scale
    weight = slopes[:, 3] / slopes[:, 3].max()
    for _ in range(4):
        square = design.T @ (design * weight[:, None]) + _HELD * weight.sum() * np.eye(len(terms))
        answer = np.linalg.solve(square, design.T @ (slopes[:, 2] * weight))
        off = np.degrees(np.abs(design @ answer - slopes[:, 2])) / _ODD_DEG
        weight = slopes[:, 3] / slopes[:, 3].max() / np.maximum(1.0, off) ** 2
    return np.asarray((answer / scale).reshape(_ACROSS, _DOWN), np.float64)


def _added(one: tuple[tuple[float, ...], ...], other: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in np.array(one) + other)


def _clearness(xs: Floats, ys: Floats, bend: Bend, height: int) -> tuple[float, float, float]:
    """How clearly rows stand out before and after, and the greatest shift in pixels."""
    shift = bend.shift(xs.astype(np.float64), ys.astype(np.float64))
    return _jumps(ys, height), _jumps(ys - shift, height), float(np.abs(shift).max(initial=0.0))


def _jumps(ys: Floats, height: int) -> float:
    """The sum of squared jumps of the ink's profile down the page (W. Postl's projection method)."""
    counts = np.bincount(np.clip(np.round(ys), 0, height).astype(np.int64), minlength=height + 1)
    return float(np.sum(np.diff(counts).astype(np.float64) ** 2))


def _enlarged(bend: Bend, factor: float) -> Bend:
    """The same bend on a page so many times as large."""
    return Bend(
        (bend.middle[0] * factor, bend.middle[1] * factor),
        (bend.reach[0] * factor, bend.reach[1] * factor),
        tuple(tuple(value * factor for value in row) for row in bend.coefficients),
    )


def _shifted(pixels: Pixels, bend: Bend) -> Pixels:
    """The page with level rows; what comes from outside of it is white."""
    height, width = pixels.shape
    grid_x, grid_y = np.meshgrid(
        np.arange(0, width + _GRID_PX, _GRID_PX), np.arange(0, height + _GRID_PX, _GRID_PX)
    )
    shift = bend.shift(grid_x.astype(np.float64), grid_y.astype(np.float64)).astype(np.float32)
    rows, columns = np.arange(height, dtype=np.float32), np.arange(width, dtype=np.float32)
    # Between the points of the grid the shift is as good as straight.
    fine = cv2.remap(
        shift,
        np.broadcast_to(columns / _GRID_PX, (height, width)).astype(np.float32),
        np.broadcast_to(rows[:, None] / _GRID_PX, (height, width)).astype(np.float32),
        cv2.INTER_LINEAR,
    )
    across = np.broadcast_to(columns, (height, width)).astype(np.float32)
    out = cv2.remap(
        pixels,
        across,
        fine + rows[:, None],
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255.0,),
    )
    return np.asarray(out, np.uint8)
