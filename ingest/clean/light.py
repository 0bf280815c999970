"""Even light: paper becomes white and ink dark, wherever the shadow fell."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.clean.deskew import reduced
from ingest.page import CleanPage, Pixels, StepNote

# The paper's brightness is estimated on a picture reduced to this size of its longer side.
_SMALL_PX = 480
# Below this share of the page's white, dark ground is taken for print, not for shadow.
_DARKEST_PAPER = 0.22
# Where the smoothed brightness exceeds that within the edge by this factor, a shadow ends sharply. On 38
# photos of two hands letters in known words rose by 1 % in all (39,064 to 39,434), on five by 3 to 80 %.
_SHARP_SHADOW = 1.3
# Bars of colour: no more than this share as bright as what is over and under them, no higher than this share
# of the page, no narrower than this, and their box so full, but for the print.
_BAR_DARKNESS, _BAR_HIGH, _BAR_WIDE, _BAR_SOLID = 0.55, 0.09, 0.08, 0.4
# The head of a page printed to its edges: no higher than this share of it, so dark along its plain rows and
# in all, with so sharp an edge and with light print in it, which shadows do not have.
_HEAD_HIGH, _HEAD_SOLID, _HEAD_DARK, _HEAD_EDGE = 0.16, 0.8, 0.5, 1.4
# So many marks at least, each no higher than this share of the bar, and little else that is light.
_HEAD_MARKS, _MARK_HIGH, _HEAD_REST = 6, 0.7, 0.03
# Beside such a head the page reaches the edges of the picture, so wide and so bright beside its paper.
_EDGE_PX, _PAPER_EDGE = 4, 0.85
# Ink is stretched down to this level.
_INK_LEVEL = 24
# Ink must differ from paper by so many levels, and by so many times the noise of the paper.
_LEAST_CONTRAST = 8.0
_OVER_NOISE = 4.0


def even(page: CleanPage) -> CleanPage:
    """Divide by the brightness of the paper, then stretch the ink to nearly black."""
    grey = grey_of(page.pixels)
    if page.kind == "fax":
        return dataclasses.replace(page, pixels=grey)
    paper = paper_of(grey)
    flat = np.asarray(cv2.divide(grey, paper, scale=255.0), np.uint8)
    ink, stretched = _stretched(flat)
    low, high = np.percentile(paper[::8, ::8], (5, 95))
    note = StepNote("light", (("paper_low", float(low)), ("paper_high", float(high)), ("ink", ink)))
    return dataclasses.replace(page, pixels=stretched, steps=(*page.steps, note))


def grey_of(pixels: Pixels) -> Pixels:
    """Brightness alone, shape (height, width)."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def paper_of(grey: Pixels) -> Pixels:
    """The brightness that each place would have without ink, shape (height, width)."""
    height, width = grey.shape
    return np.asarray(
        cv2.resize(small_paper_of(grey), (width, height), interpolation=cv2.INTER_LINEAR), np.uint8
    )


def small_paper_of(grey: Pixels) -> Pixels:
    """The same on a picture reduced to ``_SMALL_PX``.

    On it, the brightest value around each place (text is thinner than the window),
    smoothed by a median so that single bright specks do not count. Along the edge of a sharp shadow that
    would reach over into the dark and make a black bar of it: there the brightness is drawn back to the edge.
    """
    height, width = grey.shape
    factor = min(1.0, _SMALL_PX / max(height, width))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    window = np.ones((5, 5), np.uint8)
    brightest = _over_bars(np.asarray(small, np.uint8), np.asarray(cv2.dilate(small, window), np.uint8))
    smooth = cv2.GaussianBlur(cv2.medianBlur(brightest, 9), (0, 0), 2.0)
    drawn_back = cv2.GaussianBlur(cv2.medianBlur(cv2.erode(brightest, window), 9), (0, 0), 1.0)
    small = np.where(smooth > _SHARP_SHADOW * drawn_back.astype(np.float32), drawn_back, smooth)
    floor = max(1.0, _DARKEST_PAPER * float(np.percentile(small, 90)))
    return np.asarray(np.maximum(small, np.uint8(floor)), np.uint8)


def _over_bars(small: Pixels, brightest: Pixels) -> Pixels:
    """The brightness of the paper over bars of colour with light print, which are no shadow to be evened out.

    A bar is much darker than what is over and under it, low and wide, a box, and ends within the page; on a
    page that lies on its side it stands.
    """
    lying = _over_lying_bars(small, brightest)
    on_side = _over_lying_bars(np.ascontiguousarray(small.T), np.ascontiguousarray(lying.T))
    paper = np.array(on_side.T, np.uint8)
    for turns in range(4):
        _lighten_head(np.rot90(small, turns), np.rot90(paper, turns))
    return paper


def has_head(grey: Pixels) -> bool:
    """Whether a picture is a page with a bar of colour and light print at one edge, paper at those beside."""
    small, _ = reduced(grey, _SMALL_PX)
    return any(_heads_paper(np.rot90(small, turns)) for turns in range(4))


def _heads_paper(small: Pixels) -> bool:
    end, below = _head_of(small, small)
    beside = small[len(small) // 3 : 2 * len(small) // 3]
    edges = (np.median(beside[:, :_EDGE_PX]), np.median(beside[:, -_EDGE_PX:]))
    return end > 0 and all(edge > _PAPER_EDGE * below for edge in edges)


def _lighten_head(small: Pixels, paper: Pixels) -> None:
    """Give a bar of colour at the upper edge the brightness of the paper below it, in place."""
    end, below = _head_of(small, paper)
    paper[:end] = np.uint8(below)


def _head_of(small: Pixels, paper: Pixels) -> tuple[int, float]:
    """How many rows a bar of colour with light print takes at the upper edge, and how bright the paper is."""
    height = len(small)
    reach = round(_HEAD_HIGH * height)
    below = float(np.percentile(paper[reach : height // 2], 90)) if reach < height // 2 else 0.0
    dark = small < _BAR_DARKNESS * below
    share = dark.mean(axis=1)
    # Rows between its lines of print are dark from side to side, the first of all but a ragged edge.
    solid = np.flatnonzero(share[:reach] >= _HEAD_SOLID)
    if not len(solid) or solid[0] > 1 or share[: solid[-1] + 1].mean() < _HEAD_DARK:
        return 0, below
    end = int(solid[-1]) + 1
    within, behind = np.median(small[max(0, end - 3)]), np.median(small[min(end + 2, height - 1)])
    sharp = behind > _HEAD_EDGE * within
    return (end if sharp and _has_print(np.logical_not(dark[:end])) else 0), below


def _has_print(light: NDArray[np.bool_]) -> bool:
    """Whether what is light in a bar at the edge is print: many small marks, none of which reaches its edges.

    What is light in the dark behind a sheet is the sheet.
    """
    height, width = light.shape
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(light, np.uint8), connectivity=4)
    left, top, wide, high, area = boxes[1:].T
    inside = (left > 0) & (left + wide < width) & (top > 0) & (top + high < height) & (high > 2)
    small = high <= _MARK_HIGH * height
    rest = int(area[~(inside & small)].sum())
    return int(np.count_nonzero(inside & small)) >= _HEAD_MARKS and rest <= _HEAD_REST * light.size


def _over_lying_bars(small: Pixels, brightest: Pixels) -> Pixels:
    height, width = brightest.shape
    column = np.ones((max(3, round(_BAR_HIGH * height)), 1), np.uint8)
    around = np.asarray(cv2.morphologyEx(brightest, cv2.MORPH_CLOSE, column), np.uint8)
    darkest = _BAR_DARKNESS * around.astype(np.float32)
    # What is dark between its print too is no line of text; how far a bar reaches its print does not hide.
    solid = brightest < darkest
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(small < darkest, np.uint8))
    paper = np.array(brightest, np.uint8)
    for number in np.unique(labels[solid & (labels > 0)]):
        x, y, w, h, area = boxes[number]
        inside = x > 0 and x + w < width and y > 0 and y + h < height
        if inside and w >= _BAR_WIDE * width and area >= _BAR_SOLID * w * h:
            paper[y : y + h, x : x + w] = around[y : y + h, x : x + w]
    return paper


def _stretched(flat: Pixels) -> tuple[float, Pixels]:
    """Ink at a quarter of its own darkest becomes nearly black, paper stays white; also the level it had.

    A page whose dark part is no more than the noise of its paper has no ink and stays as it is.
    """
    part = np.ascontiguousarray(flat[::2, ::2])
    split, _ = cv2.threshold(part, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    counts = cv2.calcHist([part], [0], None, [256], [0, 256]).ravel().astype(np.int64)
    dark, paper = _Levels(counts[: int(split) + 1]), _Levels(counts[int(split) + 1 :], int(split) + 1)
    if not dark.size or not paper.size:
        return 255.0, flat
    if paper.mean - dark.mean < max(_LEAST_CONTRAST, _OVER_NOISE * paper.spread):
        return 255.0, flat
    ink = dark.quantile(0.25)
    if ink <= _INK_LEVEL:
        return ink, flat
    white = min(245.0, 0.5 * (255.0 + paper.quantile(0.5)))
    if white <= ink:
        return 255.0, flat
    levels = (np.arange(256) - ink) / (white - ink) * (255.0 - _INK_LEVEL) + _INK_LEVEL
    return ink, np.asarray(cv2.LUT(flat, np.clip(levels, 0, 255).astype(np.uint8)), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Levels:
    """How often each level of brightness occurs, from the lowest on: much quicker to ask than the pixels."""

    counts: NDArray[np.int64]
    lowest: int = 0

    @property
    def size(self) -> int:
        """How many pixels."""
        return int(self.counts.sum())

    @property
    def mean(self) -> float:
        """The mean level."""
        return self.lowest + float(np.arange(len(self.counts)) @ self.counts) / self.size

    @property
    def spread(self) -> float:
        """The standard deviation."""
        levels = np.arange(self.lowest, self.lowest + len(self.counts))
        return float(np.sqrt((levels - self.mean) ** 2 @ self.counts / self.size))

    def quantile(self, share: float) -> float:
        """The level of the pixel that this share of them are no brighter than."""
        return float(self.lowest + np.searchsorted(np.cumsum(self.counts), share * (self.size - 1), "right"))
