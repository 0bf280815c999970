"""Straight rows, at the size of text that the engine reads best, in one resampling."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.clean.marks import Floats, Marks, ink_of, marks_of
from ingest.page import CleanPage, Pixels, StepNote
from ingest.transform import Transform

# The height of a small x that Tesseract reads best: 10 points at 280 dpi.
X_HEIGHT_PX = 20.0
# Text within these shares of that height is left at its size: resampling costs sharpness.
_GOOD_ENOUGH = (0.84, 1.25)
_SCALES = (0.2, 4.0)
_LARGEST_SIDE_PX = 6000
# No print is lower than this share of its sheet's longer side: the x of 4 points on a letter is as high.
_FINEST = 0.0024
# Slopes are looked for on a page reduced to this size of its longer side.
_SMALL_PX = 2200
_COARSE_POINTS, _FINE_POINTS = 12_000, 50_000
# Rows of this height make the peak of the coarse search wide enough for its steps.
_COARSE_ROW_PX, _COARSE_STEP_DEG = 4.0, 0.5
# How far pages lie askew: on a scanner, and in a photo whose sheet was not found.
_REACH_DEG, _PHOTO_REACH_DEG = 18.0, 40.0
# A page is not turned by less: the resampling would cost more than it gains.
_LEAST_ANGLE_DEG = 0.04
# Below this the rows of a page do not stand out at all: it has none, or too few.
_LEAST_STRENGTH = 1.25
# Rows must stand out against columns by this factor before a page is turned a quarter.
_AXIS_FACTOR = 1.15


# The note of a page whose rows are known to lie across it.
LEVEL = "level"


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places of ink, in pixels from the middle of the picture, and how far out they can lie.

    ``xy`` has shape (n, 2).
    """

    xy: Floats = field(repr=False)
    reach_px: float

    def some(self, count: int) -> Points:
        """About so many of them, evenly picked."""
        return Points(self.xy[:: max(1, len(self.xy) // count)], self.reach_px)

    def turned_quarter(self) -> Points:
        """Where they come to lie when the page is turned clockwise by a quarter."""
        return Points(np.stack([-self.xy[:, 1], self.xy[:, 0]], axis=1), self.reach_px)


@dataclass(frozen=True, slots=True)
class Angle:
    """A slope of rows in degrees, falling to the right being positive, and how clearly they stand out.

    ``score`` compares slopes of one set of points; ``strength`` is the score over that of any slope.
    """

    degrees: float
    score: float
    strength: float


def straighten(page: CleanPage) -> CleanPage:
    """Turn the rows level, from any quarter and skew, and bring small letters to ``X_HEIGHT_PX``.

    Both axes are searched over their whole range of skew: a plain comparison of the two profiles
    fails on skewed pages. Which way is up is not told here.
    """
    small, factor = reduced(page.pixels)
    marks = marks_of(ink_of(small))
    points = points_of(marks)
    reach = _PHOTO_REACH_DEG if page.kind == "photo" else _REACH_DEG
    level, upended, ratio = _along_both_axes(points, reach)
    if ratio > _AXIS_FACTOR and not any(note.name == LEVEL for note in page.steps):
        page, points, level = turned(page, 1), points.turned_quarter(), upended
        # Stems are narrower than an x is high.
        marks = marks_of(np.ascontiguousarray(np.rot90(ink_of(small), -1)))
    angle = fine_angle(points, level)
    degrees = angle.degrees if level.strength >= _LEAST_STRENGTH else 0.0
    degrees = degrees if abs(degrees) >= _LEAST_ANGLE_DEG else 0.0
    height = marks.x_height_px() / factor
    grain = _is_a_sheet(page) and height < _FINEST * max(page.pixels.shape)
    scale = 1.0 if grain else _scale(height, page.pixels)
    measures = (
        ("axis", ratio),
        ("degrees", degrees),
        ("strength", level.strength),
        ("x_height", height),
        ("scale", scale),
    )
    page = noted(page, "straighten", measures)
    if degrees == 0.0 and scale == 1.0:
        return page
    pixels, undo = _resampled(page.pixels, degrees, scale)
    return dataclasses.replace(page, pixels=pixels, to_original=undo.then(page.to_original))


def _is_a_sheet(page: CleanPage) -> bool:
    """Whether a picture shows a sheet and no more: a scan, or a photo in which it was found."""
    return page.kind != "photo" or any("sides_cut" in dict(note.settings) for note in page.steps)


def lies_on_its_side(points: Points) -> bool:
    """Whether rows stand out down the page and not across it."""
    return _along_both_axes(points, _REACH_DEG)[2] > _AXIS_FACTOR


def _along_both_axes(points: Points, reach_deg: float) -> tuple[Angle, Angle, float]:
    """The slope of rows across the page, that of rows down it, and how much clearer the latter stand out."""
    level, upended = coarse_angle(points, reach_deg), coarse_angle(points.turned_quarter(), reach_deg)
    return level, upended, upended.score / max(level.score, 1e-9)


def noted(page: CleanPage, step: str, measures: Iterable[tuple[str, float]]) -> CleanPage:
    """The page with one more note."""
    note = StepNote(step, tuple((name, round(value, 3)) for name, value in measures))
    return dataclasses.replace(page, steps=(*page.steps, note))


def turned(page: CleanPage, quarters: int) -> CleanPage:
    """The page turned clockwise by quarter turns; nothing is resampled."""
    quarters %= 4
    if quarters == 0:
        return page
    height, width = page.pixels.shape[:2]
    back = {
        1: ((0.0, 1.0, 0.0), (-1.0, 0.0, float(height)), (0.0, 0.0, 1.0)),
        2: ((-1.0, 0.0, float(width)), (0.0, -1.0, float(height)), (0.0, 0.0, 1.0)),
        3: ((0.0, -1.0, float(width)), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
    }[quarters]
    code = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}[quarters]
    pixels = np.asarray(cv2.rotate(page.pixels, code), np.uint8)
    page = dataclasses.replace(page, pixels=pixels, to_original=Transform(back).then(page.to_original))
    return noted(page, "turn", (("quarters", float(quarters)),))


def quarters_of(steps: Sequence[StepNote]) -> int:
    """How many quarter turns clockwise a page was given in all, 0 to 3."""
    return sum(int(float(dict(note.settings)["quarters"])) for note in steps if note.name == "turn") % 4


def _scale(x_height_px: float, pixels: Pixels) -> float:
    """How much to enlarge; 1 where the text is fit as it is or unknown."""
    if x_height_px <= 0:
        return 1.0
    scale = X_HEIGHT_PX / x_height_px
    if _GOOD_ENOUGH[0] <= 1 / scale <= _GOOD_ENOUGH[1]:
        return 1.0
    limit = min(_SCALES[1], _LARGEST_SIDE_PX / max(pixels.shape))
    return float(min(max(scale, _SCALES[0]), limit))


def _resampled(pixels: Pixels, degrees: float, scale: float) -> tuple[Pixels, Transform]:
    """The picture turned and enlarged on a sheet that holds all of it, and the way back."""
    height, width = pixels.shape
    sin, cos = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    wide = round((width * cos + height * abs(sin)) * scale)
    high = round((height * cos + width * abs(sin)) * scale)
    middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    spin = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]]) * scale
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
    # Without perspective no pixel needs a division, which halves the time.
    warp, matrix = (
        (cv2.warpPerspective, matrix) if forth.rows[2] != (0.0, 0.0, 1.0) else (cv2.warpAffine, matrix[:2])
    )
    white = (255.0,) * 3
    out = warp(
        pixels, matrix, size_px, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=white
    )
    return np.asarray(out, np.uint8)


def reduced(pixels: Pixels, side_px: int = _SMALL_PX) -> tuple[Pixels, float]:
    """The page at a size that slopes can be measured on, and that size as a share of the whole."""
    height, width = pixels.shape
    factor = min(1.0, side_px / max(height, width))
    if factor == 1.0:
        return pixels, 1.0
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def points_of(marks: Marks) -> Points:
    """Places of the ink of letters; ruled lines, frames and shadows have an angle of their own."""
    height, width = marks.labels.shape
    labels = marks.labels.ravel()
    inked = np.flatnonzero(labels)
    of_letters = np.concatenate([[False], marks.letters])[labels[inked]]
    ys, xs = np.divmod(inked[of_letters], width)
    xy = np.stack([xs - width / 2, ys - height / 2], axis=1)
    return Points(xy, float(np.hypot(width, height) / 2 + 2))


def coarse_angle(points: Points, reach_deg: float) -> Angle:
    """The slope of the rows to about a quarter of a degree."""
    return best_angle(points.some(_COARSE_POINTS), 0.0, reach_deg, _COARSE_STEP_DEG, _COARSE_ROW_PX)


def fine_angle(points: Points, coarse: Angle) -> Angle:
    """The slope to a few hundredths of a degree."""
    points = points.some(_FINE_POINTS)
    near = best_angle(points, coarse.degrees, 0.6, 0.1)
    return best_angle(points, near.degrees, 0.1, 0.02)


def best_angle(
    points: Points, middle_deg: float, reach_deg: float, step_deg: float, row_px: float = 1.0
) -> Angle:
    """The slope under which the ink falls most sharply into rows.

    Rows seen along their own slope give a profile that jumps between text and gap; the sum of
    squared jumps is greatest there (W. Postl's projection method).
    """
    steps = round(reach_deg / step_deg)
    degrees = middle_deg + step_deg * np.arange(-steps, steps + 1)
    scores = np.array([_jumps(points, float(slope), row_px) for slope in degrees])
    best = int(np.argmax(scores))
    middle = float(np.median(scores))
    shift = float(vertices(scores[None], np.array([best]))[0]) * step_deg
    strength = float(scores[best]) / middle if middle > 0 else 0.0
    return Angle(float(degrees[best]) + shift, float(scores[best]), strength)


def _jumps(points: Points, degrees: float, row_px: float) -> float:
    slope = np.radians(degrees)
    along, up = np.cos(slope) / row_px, np.sin(slope) / row_px
    rows = points.xy @ np.array([-up, along]) + points.reach_px / row_px
    counts = np.bincount(rows.astype(np.int64), minlength=int(2 * points.reach_px / row_px) + 1)
    return float(np.sum(np.diff(counts).astype(np.float64) ** 2))


def vertices(scores: Floats, best: NDArray[np.intp]) -> Floats:
    """Where between its neighbours the peak of each row of scores lies, -0.5 to 0.5 steps, shape (n,)."""
    row = np.arange(len(scores))
    inside = np.clip(best, 1, scores.shape[1] - 2)
    left, top, right = (scores[row, inside + step] for step in (-1, 0, 1))
    bend = left - 2 * top + right
    known = (inside == best) & (bend < 0)
    return np.asarray(np.where(known, 0.5 * (left - right) / np.where(known, bend, 1.0), 0.0), np.float64)
