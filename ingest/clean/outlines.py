"""Where the sheet in a photo may lie: four corners, proposed by brightness, colour, grain and edges."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.clean.scene import Scene
from ingest.page import Pixels

Quad = NDArray[np.float64]
"""Four corners, clockwise from the top left, shape (4, 2), in pixels."""

# A sheet that fills less of the picture could not be read anyway.
LEAST_AREA = 0.1


def candidates(scene: Scene) -> Iterator[Quad]:
    """Sheets that each of the means proposes, the surer means first."""
    for mask in _masks(scene):
        yield from _quads_of_mask(mask)
    yield from _quads_of_lines(scene)


def _masks(scene: Scene) -> Iterator[Pixels]:
    """Pictures that are 1 on what may be paper."""
    lab = cv2.cvtColor(scene.rgb, cv2.COLOR_RGB2LAB)
    closed = cv2.morphologyEx(lab, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    light, a, b = (np.asarray(c, np.uint8) for c in cv2.split(cv2.medianBlur(closed, 5)))
    level, bright = cv2.threshold(light, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    yield np.asarray(bright, np.uint8)
    for share in (0.85, 1.15):
        yield np.asarray(light > level * share, np.uint8)
    colour = np.hypot(a.astype(np.float32) - 128, b.astype(np.float32) - 128).astype(np.uint8)
    _, plain = cv2.threshold(colour, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    yield np.asarray(plain, np.uint8)
    yield np.asarray(plain & (light > level * 0.7).astype(np.uint8), np.uint8)
    # Edges and frames are rougher than any desk: they must not set the threshold.
    rough = np.minimum(scene.rough / max(float(np.percentile(scene.rough, 75)), 0.1), 1.0)
    rough = np.asarray(rough * 255, np.uint8)
    _, smooth = cv2.threshold(rough, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    # What is left of print and folds is closed, once the smooth spots of the desk are gone.
    smooth = cv2.morphologyEx(smooth, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    yield np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((31, 31), np.uint8)), np.uint8)
    yield _fenced(scene, 1.0)
    yield _fenced(scene, 0.5)


def _fenced(scene: Scene, share: float) -> Pixels:
    """What lies around the letters without an edge in between, whatever its brightness."""
    level = share * max(24.0, float(np.percentile(scene.edges, 92)))
    free = np.asarray(scene.edges < level, np.uint8)
    free = np.asarray(cv2.erode(free, np.ones((3, 3), np.uint8)), np.uint8)
    _, labels = cv2.connectedComponents(free, connectivity=4)
    votes = np.bincount(labels[(scene.letters > 0) & (labels > 0)], minlength=2)
    votes[0] = 0
    return np.asarray(
        cv2.dilate((labels == int(np.argmax(votes))).astype(np.uint8), np.ones((5, 5), np.uint8)), np.uint8
    )


def _quads_of_mask(mask: Pixels) -> Iterator[Quad]:
    """Four-cornered outlines of the largest parts of a mask."""
    for kernel in (3, 15):
        opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((kernel, kernel), np.uint8))
        outlines, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:2]:
            if cv2.contourArea(outline) < LEAST_AREA * mask.size:
                continue
            hull = cv2.convexHull(outline)
            quad = _four_corners(np.asarray(hull, np.int32))
            if quad is not None:
                yield quad
            yield ordered(cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float64))


def _four_corners(hull: NDArray[np.int32]) -> Quad | None:
    """The hull as four corners: its four longest straight runs, prolonged to where they meet."""
    length = cv2.arcLength(hull, closed=True)
    for share in (0.01, 0.02, 0.03, 0.05, 0.08):
        rough = cv2.approxPolyDP(hull, share * length, closed=True)[:, 0].astype(np.float64)
        if len(rough) == 4:
            return ordered(rough)
        if len(rough) < 4:
            return None
        if len(rough) <= 8:
            sides = np.roll(rough, -1, axis=0) - rough
            keep = np.sort(np.argsort(np.hypot(*sides.T))[-4:])
            lines = [_line_through(rough[i], rough[(i + 1) % len(rough)]) for i in keep]
            corners = [_crossing(lines[i - 1], lines[i]) for i in range(4)]
            if all(c is not None for c in corners):
                return ordered(np.array(corners, np.float64))
    return None


def _quads_of_lines(scene: Scene) -> Iterator[Quad]:
    """Crossings of long straight edges, two nearly level and two nearly upright."""
    level = max(20.0, float(np.percentile(scene.edges, 90)))
    strong = np.asarray(scene.edges > level, np.uint8) * np.uint8(255)
    height, width = strong.shape
    segments = cv2.HoughLinesP(
        strong, 1, np.pi / 180, 60, minLineLength=0.18 * min(height, width), maxLineGap=12
    )
    if segments is None:
        return
    flat = segments.reshape(-1, 4).astype(np.float64)
    flat = flat[np.argsort(-np.hypot(flat[:, 2] - flat[:, 0], flat[:, 3] - flat[:, 1]))][:60]
    level_lines: list[NDArray[np.float64]] = []
    upright_lines: list[NDArray[np.float64]] = []
    for x1, y1, x2, y2 in flat:
        pile = level_lines if abs(x2 - x1) > abs(y2 - y1) else upright_lines
        line = _line_through(np.array([x1, y1]), np.array([x2, y2]))
        if all(not _same_line(line, other, width, height) for other in pile) and len(pile) < 5:
            pile.append(line)
    frame = [np.array([0.0, 1.0, 0.0]), np.array([0.0, 1.0, -(height - 1.0)])]
    stand = [np.array([1.0, 0.0, 0.0]), np.array([1.0, 0.0, -(width - 1.0)])]
    for top, bottom in itertools.combinations(level_lines + frame, 2):
        for left, right in itertools.combinations(upright_lines + stand, 2):
            corners = [
                _crossing(*pair) for pair in ((top, left), (top, right), (bottom, right), (bottom, left))
            ]
            if all(c is not None for c in corners):
                yield ordered(np.array(corners, np.float64))


def _line_through(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line as (nx, ny, c) with nx x + ny y + c = 0 and a normal of length 1."""
    normal = np.array([b[1] - a[1], a[0] - b[0]])
    normal /= max(float(np.hypot(*normal)), 1e-9)
    return np.array([*normal, -float(normal @ a)])


def _crossing(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64] | None:
    x, y, w = np.cross(a, b)
    return np.array([x / w, y / w]) if abs(w) > 0.2 else None


def _same_line(a: NDArray[np.float64], b: NDArray[np.float64], width: int, height: int) -> bool:
    """Whether two lines nearly cover each other inside the picture."""
    turn = abs(float(a[0] * b[1] - a[1] * b[0]))
    middle = np.array([width / 2, height / 2, 1.0])
    foot = middle[:2] - a[:2] * float(a @ middle)
    return turn < 0.05 and abs(float(b[:2] @ foot + b[2])) < 8


def ordered(corners: Quad) -> Quad:
    """Clockwise, the corner nearest the top left first."""
    middle = corners.mean(axis=0)
    clockwise = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
    first = int(np.argmin(clockwise.sum(axis=1)))
    return np.roll(clockwise, -first, axis=0)
