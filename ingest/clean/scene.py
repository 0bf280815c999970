"""The small picture of a photo in which its sheet is looked for, and what is measured on it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.clean.light import grey_of
from ingest.clean.marks import marks_of, uneven_ink_of
from ingest.page import Pixels

_SMALL_PX = 640
# Print is darker than this share of its surroundings; the grain of a desk hardly is.
_PRINT_DARKNESS = 0.76


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A small picture of the page with what the judges look at.

    Parameters
    ----------
    rgb
        Shape (height, width, 3).
    grey
        Shape (height, width).
    ground
        The same without print, shape (height, width).
    rough
        How much brightness varies around each place, print apart, shape (height, width).
    edges
        Strength of the change of brightness, shape (height, width).
    plain_edge
        What half of the picture stays below of that strength.
    letters
        1 where there are letters, shape (height, width).

    """

    rgb: Pixels
    grey: Pixels
    ground: Pixels
    rough: NDArray[np.float32]
    edges: NDArray[np.float32]
    plain_edge: float
    letters: Pixels


def scene_of(pixels: Pixels) -> tuple[Scene, float]:
    """The small picture, and its size as a share of the whole."""
    height, width = pixels.shape[:2]
    factor = min(1.0, _SMALL_PX / max(height, width))
    size = round(width * factor), round(height * factor)
    rgb = pixels if pixels.ndim == 3 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB), np.uint8)
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    grey = grey_of(small)
    # Print is closed into paper, so that only the sheet's own edges are left.
    closed = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)), np.uint8)
    calm = cv2.medianBlur(closed, 5)
    across, down = (cv2.Sobel(calm, cv2.CV_32F, *d, ksize=3) for d in ((1, 0), (0, 1)))
    edges = np.asarray(cv2.magnitude(across, down), np.float32)
    scene = Scene(
        rgb=small,
        grey=grey,
        ground=np.asarray(calm, np.uint8),
        rough=_rough(closed),
        edges=edges,
        plain_edge=float(np.median(edges)),
        letters=_letters(grey_of(pixels), size),
    )
    return scene, factor


def _rough(closed: Pixels) -> NDArray[np.float32]:
    """Spread of brightness in a small window, in percent of the brightness there: shadow makes no odds.

    Taken before the median, which would hide a grainy desk.
    """
    values = closed.astype(np.float32)
    mean, square = cv2.blur(values, (7, 7)), cv2.blur(values * values, (7, 7))
    spread = np.sqrt(np.maximum(square - mean * mean, 0.0))
    return np.asarray(cv2.GaussianBlur(100.0 * spread / (mean + 8.0), (0, 0), 2.0), np.float32)


def _letters(grey: Pixels, size: tuple[int, int]) -> Pixels:
    """Where letters stand, seen at twice the size of the small picture."""
    double = np.asarray(cv2.resize(grey, (3 * size[0], 3 * size[1]), interpolation=cv2.INTER_AREA), np.uint8)
    marks = marks_of(uneven_ink_of(double, 31, _PRINT_DARKNESS))
    chosen = marks.letters & (marks.area >= 12)
    tight = marks.area >= 0.15 * marks.width * marks.height
    painted = marks.painted(np.asarray(chosen & tight, np.bool_)) * np.uint8(255)
    return np.asarray(cv2.resize(painted, size, interpolation=cv2.INTER_AREA) > 40, np.uint8)
