"""Curl and folds: rows that bend are made level, where that makes them stand out more clearly."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.clean.deskew import noted, reduced, vertices
from ingest.clean.marks import Floats, ink_of, marks_of
from ingest.page import CleanPage, Pixels
from ingest.transform import Bend, Transform

# Slopes are measured in windows of these shares of the page, which overlap by half.
_WIDE, _HIGH = 0.22, 0.12
_LEAST_INK = 120
_STEP_DEG = 0.5
# A whole number: narrower rows would beat with those of the picture and find every slope to be none.
_ROW_PX = 2.0
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
# Rows must stand out so many times more clearly afterwards, and a little more clearly at a first glance.
_LEAST_GAIN, _GLANCE_GAIN = 1.12, 1.02
_GRID_PX = 16
# Rows of that grid that are made level at a time.
_BAND_GRIDS = 8


@dataclass(frozen=True, slots=True)
class Closeness:
    """How closely a curl is looked at.

    Parameters
    ----------
    side_px
        The page is reduced to this size of its longer side.
    places
        So many places of ink in a window tell its slope.
    reach_deg
        How far rows may lean.
    rounds
        How many times the slopes are measured, each time with what is known undone.

    """

    side_px: int
    places: int
    reach_deg: float
    rounds: int


# Most sheets lie flat, which a glance tells; its bend is where a closer look begins.
_GLANCE = Closeness(1100, 300, 16.0, 2)
_CLOSER = Closeness(2200, 1200, 3.0, 2)


@dataclass(frozen=True, slots=True)
class Curl:
    """The bend of a page's rows, and how many times more clearly they stand out once it is undone.

    ``most`` is the greatest shift in heights of a small x.
    """

    bend: Bend
    gain: float
    most: float


def unbend(page: CleanPage) -> CleanPage:
    """Make the rows of a sheet level all over; leave it alone where that does not help.

    The slope of the rows is measured in many windows, a smooth surface is laid through the slopes, and the
    page is shifted along it, column by column. Pages that an app of a phone made into scans bend as photos
    do; of 58 true scans and faxes a glance took none for bent.
    """
    height, width = page.pixels.shape
    middle = (width / 2, height / 2)
    flat = Bend(middle, middle, ((0.0,) * _DOWN,) * _ACROSS)
    glance = curl_of(page.pixels, flat, _GLANCE)
    if glance is None or glance.gain < _GLANCE_GAIN:
        return page
    curl = curl_of(page.pixels, glance.bend, _CLOSER)
    if curl is None:
        return page
    kept = curl.gain >= _LEAST_GAIN and curl.most >= _LEAST_BEND
    page = noted(page, "unbend", (("gain", curl.gain), ("most", curl.most), ("kept", float(kept))))
    if not kept:
        return page
    shifted = dataclasses.replace(Transform.identity(), bend=curl.bend).then(page.to_original)
    return dataclasses.replace(page, pixels=_shifted(page.pixels, curl.bend), to_original=shifted)


def curl_of(pixels: Pixels, known: Bend, how: Closeness) -> Curl | None:
    """The curl of the page's rows beginning from what is known of it; None where too few rows stand out."""
    small, factor = reduced(pixels, how.side_px)
    marks = marks_of(ink_of(small))
    ys, xs = (
        places.astype(np.float64)
        for places in np.divmod(np.flatnonzero(marks.painted(marks.letters)), small.shape[1])
    )
    bend = _enlarged(known, factor)
    windows = list(_windows(xs, ys, bend, how.places))
    for _ in range(how.rounds):
        slopes = _slopes(windows, bend, how.reach_deg)
        if len(slopes) < _LEAST_WINDOWS:
            return None
        bend = dataclasses.replace(bend, coefficients=_added(bend.coefficients, _fitted(slopes, bend)))
    shift = bend.shift(xs, ys)
    height = small.shape[0]
    gain = _jumps(ys - shift, height) / max(_jumps(ys, height), 1e-9)
    most = float(np.abs(shift).max()) / max(marks.x_height_px(), 1.0)
    return Curl(_enlarged(bend, 1 / factor), gain, most)


def _windows(xs: Floats, ys: Floats, page: Bend, places: int) -> Iterator[Floats]:
    """The places of ink in each window of the page, which come row by row; evenly picked, shape (n, 2)."""
    width, height = (2 * half for half in page.reach)
    wide, high = _WIDE * width, _HIGH * height
    tops = np.arange(0, height - high / 2, high / 2)
    for left in np.arange(0, width - wide / 2, wide / 2):
        column = np.flatnonzero((xs >= left) & (xs < left + wide))
        ends = np.searchsorted(ys[column], (tops, tops + high)).T
        for first, last in ends:
            if last - first >= _LEAST_INK:
                some = column[first : last : max(1, (last - first) // places)]
                yield np.stack([xs[some], ys[some]], axis=1)


def _slopes(windows: Sequence[Floats], bend: Bend, reach_deg: float) -> Floats:
    """Place, slope in pixels down for each pixel across, and weight of each window, shape (n, 4)."""
    if not windows:
        return np.empty((0, 4))
    counts = np.array([len(window) for window in windows])
    owner = np.repeat(np.arange(len(windows)), counts)
    x, y = np.concatenate(windows).T
    y = y - bend.shift(x, y)
    middle_x, middle_y = (np.bincount(owner, values) / counts for values in (x, y))
    x, y = x - middle_x[owner], y - middle_y[owner]
    degrees = np.arange(-reach_deg, reach_deg + _STEP_DEG / 2, _STEP_DEG)
    scores = np.stack([_window_jumps(x, y, owner, float(slope)) for slope in degrees], axis=1)
    best = np.argmax(scores, axis=1)
    strength = scores[np.arange(len(best)), best] / np.maximum(np.median(scores, axis=1), 1e-9)
    found = degrees[best] + _STEP_DEG * vertices(scores, best)
    told = (strength >= _LEAST_STRENGTH) & (np.abs(found) < reach_deg - _STEP_DEG)
    measured = np.stack([middle_x, middle_y, np.tan(np.radians(found)), counts**0.5], axis=1)
    return np.asarray(measured[told], np.float64)


def _window_jumps(x: Floats, y: Floats, owner: NDArray[np.intp], degrees: float) -> Floats:
    """How clearly rows of this slope stand out in each window, shape (n,)."""
    rows = (y - x * np.tan(np.radians(degrees))) / _ROW_PX
    rows = (rows - rows.min()).astype(np.int64)
    stride = int(rows.max()) + 2
    profile = np.bincount(owner * stride + rows, minlength=(int(owner[-1]) + 1) * stride)
    jumps = np.diff(profile.reshape(-1, stride), axis=1)
    return np.asarray(np.einsum("ij,ij->i", jumps, jumps), np.float64)


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
    # Between the middles of the squares of a grid the shift is as good as straight.
    middles = (np.arange(_GRID_PX / 2, side + _GRID_PX, _GRID_PX) for side in (width, height))
    shift = bend.shift(*np.meshgrid(*middles)).astype(np.float32)
    across = np.arange(width, dtype=np.float32)
    out = np.empty_like(pixels)
    # In bands: where each pixel of a whole page comes from would take a dozen times the memory of the page.
    for top in range(0, height, _BAND_GRIDS * _GRID_PX):
        bottom = min(height, top + _BAND_GRIDS * _GRID_PX)
        first = max(0, top // _GRID_PX - 1)
        grid = shift[first : bottom // _GRID_PX + 3]
        down = cv2.resize(grid, None, fx=_GRID_PX, fy=_GRID_PX, interpolation=cv2.INTER_LINEAR)
        down = down[top - first * _GRID_PX : bottom - first * _GRID_PX, :width]
        out[top:bottom] = cv2.remap(
            pixels,
            np.tile(across, (bottom - top, 1)),
            down + np.arange(top, bottom, dtype=np.float32)[:, None],
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255.0,),
        )
    return out
