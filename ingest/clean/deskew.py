"""Straight rows, at the size of text that the engine reads best, in one resampling."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import cv2
import numpy as np

from ingest.clean.marks import Floats, ink_of, marks_of
from ingest.page import CleanPage, Pixels, StepNote
from ingest.transform import Transform

# The height of a small x that Tesseract reads best: 10 points at 280 dpi.
X_HEIGHT_PX = 20.0
# Text within these shares of that height is left at its size: resampling costs sharpness.
_GOOD_ENOUGH = (0.84, 1.25)
_SCALES = (0.2, 4.0)
_LARGEST_SIDE_PX = 6000
_SMALL_PX = 1100
_FINE_PX = 2200
_MOST_POINTS = 60_000
# A page is not turned by less: the resampling would cost more than it gains.
_LEAST_ANGLE_DEG = 0.04
# Below this the rows of a page do not stand out at all: it has none, or too few.
_LEAST_STRENGTH = 1.25


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places of ink, in pixels from the middle of the picture, and the picture's size.

    ``xy`` has shape (n, 2).
    """

    xy: Floats = field(repr=False)
    reach_px: float


@dataclass(frozen=True, slots=True)
class Angle:
    """A slope of rows in degrees, falling to the right being positive, and how clearly they stand out.

    ``score`` compares slopes of one set of points; ``strength`` is the score over that of any slope.
    """

    degrees: float
    score: float
    strength: float


def straighten(page: CleanPage) -> CleanPage:
    """Level the rows and bring small letters to ``X_HEIGHT_PX``."""
    angle = skew_of(page.pixels, 40.0 if page.kind == "photo" else 18.0)
    turn = angle.degrees if angle.strength >= _LEAST_STRENGTH else 0.0
    turn = turn if abs(turn) >= _LEAST_ANGLE_DEG else 0.0
    height = marks_of(ink_of(page.pixels)).x_height_px()
    factor = _factor(height, page.pixels)
    note = StepNote(
        "straighten",
        (
            ("degrees", round(turn, 3)),
            ("strength", round(angle.strength, 2)),
            ("x_height", height),
            ("scale", factor),
        ),
    )
    page = dataclasses.replace(page, steps=(*page.steps, note))
    if turn == 0.0 and factor == 1.0:
        return page
    pixels, undo = _resampled(page.pixels, turn, factor)
    return dataclasses.replace(page, pixels=pixels, to_original=undo.then(page.to_original))


def _factor(x_height_px: float, pixels: Pixels) -> float:
    """How much to enlarge; 1 where the text is fit as it is or unknown."""
    if x_height_px <= 0:
        return 1.0
    factor = X_HEIGHT_PX / x_height_px
    if _GOOD_ENOUGH[0] <= 1 / factor <= _GOOD_ENOUGH[1]:
        return 1.0
    limit = min(_SCALES[1], _LARGEST_SIDE_PX / max(pixels.shape))
    return float(min(max(factor, _SCALES[0]), limit))


def _resampled(pixels: Pixels, degrees: float, factor: float) -> tuple[Pixels, Transform]:
    """The picture turned and enlarged on a sheet that holds all of it, and the way back."""
    height, width = pixels.shape
    sin, cos = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    wide = round((width * cos + height * abs(sin)) * factor)
    high = round((height * cos + width * abs(sin)) * factor)
    middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    spin = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]]) * factor
    spin[2, 2] = 1.0
    place = np.array([[1, 0, wide / 2], [0, 1, high / 2], [0, 0, 1]])
    forth = Transform.of_matrix(place @ spin @ middle)
    return warped(pixels, forth, (wide, high)), forth.inverse


def warped(pixels: Pixels, forth: Transform, size_px: tuple[int, int]) -> Pixels:
    """The picture seen through a transform; outside of it is white.

    Transforms speak of pixel corners, OpenCV of pixel middles: hence the two halves.
    """
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    matrix = np.linalg.inv(half) @ forth.matrix @ half
    shrink = float(np.sqrt(abs(np.linalg.det(forth.matrix[:2, :2]))))
    if shrink < 0.6:
        # Without a blur, thin strokes between the sampled pixels would be lost.
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.35 / shrink), np.uint8)
    out = cv2.warpPerspective(
        pixels,
        matrix,
        size_px,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255.0,) * 3,
    )
    return np.asarray(out, np.uint8)


def skew_of(pixels: Pixels, reach_deg: float) -> Angle:
    """The slope of the rows of an evenly lit page, to a few hundredths of a degree."""
    coarse = best_angle(points_of(pixels, _SMALL_PX), 0.0, reach_deg, 0.5)
    points = points_of(pixels, _FINE_PX)
    near = best_angle(points, coarse.degrees, 0.5, 0.1)
    fine = best_angle(points, near.degrees, 0.1, 0.02)
    return Angle(fine.degrees, fine.score, coarse.strength)


def points_of(pixels: Pixels, size_px: int) -> Points:
    """Places of the ink of letters on the page reduced to ``size_px``."""
    height, width = pixels.shape
    factor = min(1.0, size_px / max(height, width))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    marks = marks_of(ink_of(small))
    # Ruled lines, frames and shadows at the edge have an angle of their own.
    ys, xs = np.nonzero(marks.painted(marks.letters))
    step = max(1, len(xs) // _MOST_POINTS)
    xy = np.stack([xs[::step] - size[0] / 2, ys[::step] - size[1] / 2], axis=1)
    return Points(xy.astype(np.float64), float(np.hypot(*size) / 2 + 2))


def best_angle(points: Points, middle_deg: float, reach_deg: float, step_deg: float) -> Angle:
    """The slope under which the ink falls most sharply into rows.

    Rows seen along their own slope give a profile that jumps between text and gap; the sum of
    squared jumps is greatest there (W. Postl's projection method).
    """
    steps = round(reach_deg / step_deg)
    degrees = middle_deg + step_deg * np.arange(-steps, steps + 1)
    scores = np.array([_jumps(points, float(slope)) for slope in degrees])
    best = int(np.argmax(scores))
    middle = float(np.median(scores))
    shift = _vertex(scores, best) * step_deg
    strength = float(scores[best]) / middle if middle > 0 else 0.0
    return Angle(float(degrees[best]) + shift, float(scores[best]), strength)


def _jumps(points: Points, degrees: float) -> float:
    slope = np.radians(degrees)
    rows = points.xy[:, 1] * np.cos(slope) - points.xy[:, 0] * np.sin(slope) + points.reach_px
    counts = np.bincount(rows.astype(np.int64), minlength=int(2 * points.reach_px) + 1).astype(np.float64)
    return float(np.sum(np.diff(counts) ** 2))


def _vertex(scores: Floats, best: int) -> float:
    """Where between its neighbours the peak lies, from -0.5 to 0.5 steps."""
    if best in (0, len(scores) - 1):
        return 0.0
    left, top, right = scores[best - 1 : best + 2]
    bend = left - 2 * top + right
    return float(0.5 * (left - right) / bend) if bend < 0 else 0.0
