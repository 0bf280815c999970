"""Pixels as every later step wants them: grey or RGB, square, at a resolution that can be believed."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.page import Pixels
from ingest.transform import Transform

# Scanners work in this range; what says otherwise was never set.
_DPI = (50.0, 1200.0)
# Sheets of paper in inches, from a receipt to a plan: 72 dpi on a phone photo would make it a poster.
_SHORTEST_SIDE_IN = 2.0
_LONGEST_SIDE_IN = 25.0
# Pixels may differ this much in width and height before it shows in the letters.
_SQUARE_ENOUGH = 1.02
_MOST_UNEVEN = 4.0


def believable_dpi(dpi: float | None, pixels: Pixels) -> float | None:
    """The resolution where it makes a sheet of paper of the picture, else None."""
    if dpi is None or not _DPI[0] <= dpi <= _DPI[1]:
        return None
    short, long = sorted(pixels.shape[:2])
    return dpi if short / dpi >= _SHORTEST_SIDE_IN and long / dpi <= _LONGEST_SIDE_IN else None


def squared(pixels: Pixels, to_original: Transform) -> tuple[Pixels, Transform]:
    """The picture stretched along its shorter pixel side so that ``to_original`` scales both ways alike.

    A standard fax has 204 pixels per inch across and 98 down; letters must not be read lying flat.
    The map given must only scale and shift.
    """
    (x, _, _), (_, y, _), _ = to_original.rows
    if max(x, y) <= _SQUARE_ENOUGH * min(x, y) or max(x, y) > _MOST_UNEVEN * min(x, y):
        return pixels, to_original
    height, width = pixels.shape[:2]
    size = (round(width * x / y), height) if x > y else (width, round(height * y / x))
    stretched = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    return stretched, Transform.scale(width / size[0], height / size[1]).then(to_original)


def plain(pixels: Pixels) -> Pixels:
    """Grey, shape (height, width), where the three channels are the same; else as it is."""
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] == 1:
        return pixels[:, :, 0]
    first = pixels[:, :, 0]
    # A coarse grid first: most colour pictures show colour there, and the whole is large.
    for grid in (pixels[::37, ::37], pixels):
        if not (
            np.array_equal(grid[:, :, 0], grid[:, :, 1]) and np.array_equal(grid[:, :, 0], grid[:, :, 2])
        ):
            return pixels
    return np.ascontiguousarray(first)
