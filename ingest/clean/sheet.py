"""The sheet of paper in a photo: found by several means, judged, and laid flat."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.clean.deskew import noted, reduced, warped
from ingest.clean.light import grey_of, has_head
from ingest.clean.marks import ink_of, marks_of, uneven_ink_of
from ingest.clean.outlines import LEAST_AREA, Quad, candidates
from ingest.clean.scene import Scene, scene_of
from ingest.page import CleanPage, Page, StepNote
from ingest.transform import Transform

# No corner of a sheet seen from any sensible place is sharper or blunter.
_ANGLES_DEG = (50.0, 130.0)
# Print may be lost outside of the sheet up to this share (pattern of the desk counts as print too).
_PRINT_LOST = 0.02
# Found sheets below this are not believed.
_LEAST_SCORE = 0.66
# One of at least this is taken without looking for a better one, where its sides are those of a letter: of a
# sheet that was folded, two thirds are outlined nearly as well.
_SURE_SCORE, _SURE_ASPECT = 0.95, 0.08
# One that is outlined as well as this, and takes so much of the picture, is known by its shape alone.
_SURE_SUPPORT, _WHOLE_AREA = 0.95, 0.25
# A sheet nearly as convincing as the best is taken where it holds that one and so much more of all print.
_AS_GOOD, _HELD, _MUCH_PRINT = 0.08, 0.98, 0.08
# A side with so many pixels of print right beyond it, within this share of the sheet's size, runs through
# print; it is moved past what stands within the reach.
_CUT_PX, _CUT_NEAR, _CUT_REACH = 15, 0.02, 0.12
# Corners nearer than this are the same proposal.
_LIKENESS_PX = 4.0
# Print counts as the sheet's own where the ground is at least this bright compared with the sheet.
_SAME_GROUND = 0.75
# And where it is no grainier than this many times the sheet.
_SAME_GRAIN = 1.8
# A sheet cut off by the picture on more sides than this has no outline to be known by.
_MOST_CUT = 2
# Paper around the corners found, as a share of the sides: a corner may be a little off.
_MARGIN = 0.012
# A desk this many times grainier than the sheet shows where the sheet ends, whatever their brightness.
_GRAINIER = 1.6
# Grain in percent of the brightness that is in every picture.
_FINE_GRAIN = 0.3
_LETTER_ASPECT = 11.0 / 8.5
_RESTING_PX = 3
# Of eleven photographed backs none had such a mark, the emptiest of printed sheets 141: marks on all but the
# rim of the sheet, darker than this share of their surroundings, of so many pixels.
_INNER, _FAINTEST, _LEAST_AREA_PX, _MOST_MARKS = 0.92, 0.95, 6, 2
# A fold is seen in so many pieces at most, each so many times as long as high.
_MOST_PIECES, _LONG = 12, 4
# So large, so much of the shape of a letter and so well outlined is a sheet that is seen to be blank: no part
# of a folded one is.
_BACK_AREA, _BACK_ASPECT, _BACK_SUPPORT = 0.35, 0.25, 0.9
# What lies wholly within this share of the longer side from the edge of a sheet laid flat, where _MARGIN of
# it is desk, is no print: a printer reaches no further than to 0.15 inch.
_RIM = 0.02
_RIM_SIDE_PX = 1000


def flatten(page: CleanPage) -> CleanPage:
    """Lay the sheet of a photo flat; leave everything else, and a photo without a sure sheet, as it is."""
    # A head printed to the edges of the page would be cut off as if it were the desk, and its code lost.
    if page.kind != "photo" or has_head(grey_of(page.pixels)):
        return page
    scene, factor = scene_of(page.pixels)
    found = best_sheet(scene)
    if found is None:
        return dataclasses.replace(page, steps=(*page.steps, StepNote("sheet", (("score", 0.0),))))
    quad, score = _around_print(scene, found[0]), found[1]
    height, width = scene.grey.shape
    cut = _sides_at_rim(quad, width, height)
    note = StepNote("sheet", (("score", round(score, 3)), ("sides_cut", float(cut))))
    forth, size = _laid_flat(_widened(quad) / factor, whole=cut == 0)
    steps = (*page.steps, note)
    if _is_blank(scene, quad):
        # The grain of its paper and of the desk around it would be made into print.
        pixels = np.full(size[::-1], 255, np.uint8)
        steps = (*steps, StepNote("blank", ()))
    else:
        pixels = warped(grey_of(page.pixels), forth, size)
    return dataclasses.replace(
        page, pixels=pixels, to_original=forth.inverse.then(page.to_original), steps=steps
    )


def _is_blank(scene: Scene, quad: Quad) -> bool:
    """Whether nothing is printed on the sheet: no mark of a letter's shape, be it as faint as it may.

    In the small picture the grain of paper is gone, and a line of text is a row of marks.
    """
    middle = quad.mean(axis=0)
    inside = np.zeros(scene.grey.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.round(middle + (quad - middle) * _INNER).astype(np.int32), 1)
    if ((scene.letters > 0) & (inside > 0)).any():
        return False
    faint = marks_of(uneven_ink_of(scene.grey, 31, _FAINTEST) & inside)
    print_like = faint.letters & (faint.area >= _LEAST_AREA_PX)
    # Every text has short words; the pieces of a fold are all long.
    short = faint.width < _LONG * np.maximum(faint.height, 1)
    count = int(np.count_nonzero(print_like))
    return count <= _MOST_MARKS or (count <= _MOST_PIECES and not (print_like & short).any())


def shows_a_blank_sheet(page: Page) -> bool:
    """Whether a picture shows the whole of a sheet with nothing printed on it, whatever lies around it.

    Where a desk is full of marks a blank sheet seems to leave all print outside, and is not taken for the
    sheet. Only what was read can tell that they are no print.
    """
    if page.pixels is None:
        return False
    scene, _ = scene_of(page.pixels)
    height, width = scene.grey.shape
    return any(
        _possible(quad, width, height)
        and _sides_at_rim(quad, width, height) == 0
        and _area(quad) >= _BACK_AREA * width * height
        and abs(np.log(_aspect(quad) / _LETTER_ASPECT)) < _BACK_ASPECT
        and _support(scene, quad) >= _BACK_SUPPORT
        and _is_blank(scene, quad)
        for quad in candidates(scene)
    )


def without_desk(page: CleanPage) -> CleanPage:
    """Whiten what is left of the desk beyond a sheet that was laid flat: its grain looks like small print."""
    if not any(note.name == "sheet" and "sides_cut" in dict(note.settings) for note in page.steps):
        return page
    small, factor = reduced(page.pixels, _RIM_SIDE_PX)
    marks = marks_of(ink_of(small))
    left, top, wide, high = marks.boxes.T
    height, width = small.shape
    rim = _RIM * max(height, width)
    beyond = (left + wide <= rim) | (top + high <= rim) | (left >= width - rim) | (top >= height - rim)
    if not beyond.any():
        return page
    pixels = page.pixels.copy()
    for x, y, w, h in marks.boxes[beyond]:
        # The grey seam of a mark goes with it.
        first, last = int((y - 1) / factor), int((y + h + 1) / factor) + 1
        pixels[max(0, first) : last, max(0, int((x - 1) / factor)) : int((x + w + 1) / factor) + 1] = 255
    return noted(
        dataclasses.replace(page, pixels=pixels), "desk", (("marks", float(np.count_nonzero(beyond))),)
    )


def best_sheet(scene: Scene) -> tuple[Quad, float] | None:
    """The most convincing sheet with its score from 0 to 1, or None."""
    found: list[tuple[Quad, float]] = []
    seen: set[bytes] = set()
    for quad in candidates(scene):
        about = np.round(quad / _LIKENESS_PX).astype(np.int32).tobytes()
        if about in seen:
            continue
        seen.add(about)
        score = judge(scene, quad)
        found.append((quad, score))
        whole = abs(np.log(_aspect(quad) / _LETTER_ASPECT)) < _SURE_ASPECT
        if score >= _SURE_SCORE and whole and _print_beyond(scene, _inside(scene, quad)) < _MUCH_PRINT:
            break
    if not found:
        return None
    best = max(found, key=lambda each: each[1])
    wider = (each for each in found if each[1] >= best[1] - _AS_GOOD and _holds_more(scene, each[0], best[0]))
    best = max(wider, key=lambda each: each[1], default=best)
    return best if best[1] >= _LEAST_SCORE else None


def _holds_more(scene: Scene, quad: Quad, other: Quad) -> bool:
    """Whether one sheet holds another with much print beyond it: a deep shadow has an edge as well."""
    more, less = (_inside(scene, each) for each in (quad, other))
    held = np.count_nonzero(more & less) >= _HELD * np.count_nonzero(less)
    return bool(held and _print_beyond(scene, less) - _print_beyond(scene, more) >= _MUCH_PRINT)


def _print_beyond(scene: Scene, inside: NDArray[np.bool_]) -> float:
    """The share of all print that stands elsewhere, on whatever ground."""
    letters = scene.letters > 0
    return int(np.count_nonzero(letters & ~inside)) / max(int(np.count_nonzero(letters)), 1)


def _inside(scene: Scene, quad: Quad) -> NDArray[np.bool_]:
    mask = np.zeros(scene.grey.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(_widened(quad)).astype(np.int32), 1)
    return mask > 0


def judge(scene: Scene, quad: Quad) -> float:
    """How much the four corners look like a sheet of paper, from 0 to 1; 0 for what cannot be one."""
    height, width = scene.grey.shape
    if not _possible(quad, width, height) or _sides_at_rim(quad, width, height) > _MOST_CUT:
        return 0.0
    inside = _inside(scene, quad)
    own = _own_print(scene, inside)
    letters = int(np.count_nonzero(own))
    lost = 1.0 - int(np.count_nonzero(own & inside)) / letters if letters else 0.0
    support = _support(scene, quad)
    aspect = _aspect(quad)
    likely = np.exp(-((np.log(aspect / _LETTER_ASPECT) / 0.35) ** 2))
    area = min(1.0, _area(quad) / (0.35 * width * height))
    kept = np.exp(-max(0.0, lost - _PRINT_LOST) / 0.08)
    if support >= _SURE_SUPPORT and _is_a_whole_letter(quad, width, height):
        # What is printed beyond it is a newspaper or another letter that it lies on.
        kept = 1.0
    return float((0.62 * support + 0.2 * likely + 0.18 * area) * kept)


def _is_a_whole_letter(quad: Quad, width: int, height: int) -> bool:
    """Whether it has the shape of a letter and lies large and whole in the picture; no folded part has."""
    large = _area(quad) >= _WHOLE_AREA * width * height and _sides_at_rim(quad, width, height) == 0
    return large and bool(abs(np.log(_aspect(quad) / _LETTER_ASPECT)) < _SURE_ASPECT)


def _own_print(scene: Scene, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Letters on a ground like the sheet's, wherever they stand."""
    # Every ninth place is enough for a median.
    some = inside[::3, ::3]
    ground = _SAME_GROUND * float(np.median(scene.ground[::3, ::3][some]))
    grain = _SAME_GRAIN * (_FINE_GRAIN + float(np.median(scene.rough[::3, ::3][some])))
    return np.asarray((scene.letters > 0) & (scene.ground >= ground) & (scene.rough <= grain), np.bool_)


def _around_print(scene: Scene, quad: Quad) -> Quad:
    """The sheet with each side moved out that runs through print: other paper lies over it, or it is bent."""
    places = np.argwhere(_own_print(scene, _inside(scene, quad)))[:, ::-1].astype(np.float64)
    size = _area(quad) ** 0.5
    moved = quad.copy()
    for n in range(4):
        start, end = quad[n], quad[(n + 1) % 4]
        length = max(float(np.hypot(*(end - start))), 1e-9)
        side = (end - start) / length
        beyond = (places - start) @ np.array([side[1], -side[0]])
        along = (places - start) @ side
        band = beyond[(beyond > 0) & (beyond < _CUT_REACH * size) & (along > 0) & (along < length)]
        if np.count_nonzero(band < _CUT_NEAR * size) >= _CUT_PX:
            moved[[n, (n + 1) % 4]] += (band.max() + _CUT_NEAR * size) * np.array([side[1], -side[0]])
    return moved


def _possible(quad: Quad, width: int, height: int) -> bool:
    slack = 0.25 * max(width, height)
    if quad.min() < -slack or quad[:, 0].max() > width + slack or quad[:, 1].max() > height + slack:
        return False
    sides = np.roll(quad, -1, axis=0) - quad
    lengths = np.hypot(*sides.T)
    if lengths.min() < 0.15 * min(width, height) or _area(quad) < LEAST_AREA * width * height:
        return False
    back = -np.roll(sides, 1, axis=0)
    cosines = np.sum(sides * back, axis=1) / (lengths * np.roll(lengths, 1))
    angles = np.degrees(np.arccos(np.clip(cosines, -1, 1)))
    return bool(angles.min() >= _ANGLES_DEG[0] and angles.max() <= _ANGLES_DEG[1] and _aspect(quad) < 2.4)


def _area(quad: Quad) -> float:
    return float(cv2.contourArea(quad.astype(np.float32)))


def _aspect(quad: Quad) -> float:
    """Longer over shorter, by the mean of opposite sides."""
    top, right, bottom, left = np.hypot(*(np.roll(quad, -1, axis=0) - quad).T)
    wide, high = (top + bottom) / 2, (left + right) / 2
    return float(max(wide, high) / max(min(wide, high), 1e-9))


def _support(scene: Scene, quad: Quad) -> float:
    """Share of the outline that runs along an edge, paper being the brighter side or the plainer one."""
    height, width = scene.grey.shape
    shares = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = np.linspace(0.03, 0.97, 80)[:, None]
        places = start + (end - start) * along
        if _at_rim(places, width, height):
            shares.append(0.45)
            continue
        side = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
        outward = np.array([side[1], -side[0]])
        shares.append(_edge_share(scene, places, outward))
    return float(0.6 * np.mean(shares) + 0.4 * min(shares))


def _at_rim(places: Quad, width: int, height: int) -> bool:
    out = (
        (places[:, 0] < _RESTING_PX)
        | (places[:, 1] < _RESTING_PX)
        | (places[:, 0] > width - 1 - _RESTING_PX)
        | (places[:, 1] > height - 1 - _RESTING_PX)
    )
    return bool(np.mean(out) > 0.5)


def _edge_share(scene: Scene, places: Quad, outward: NDArray[np.float64]) -> float:
    """Share of the places with an edge across the outline within a few pixels."""
    height, width = scene.grey.shape
    steps = np.arange(-8, 9)
    probes = places[:, None, :] + steps[None, :, None] * outward
    xs = np.clip(np.round(probes[..., 0]), 0, width - 1).astype(int)
    ys = np.clip(np.round(probes[..., 1]), 0, height - 1).astype(int)
    edges = scene.edges[ys, xs][:, 5:12].max(axis=1)
    calm = scene.plain_edge + 14.0
    values = scene.grey[ys, xs].astype(np.float64)
    darker = values[:, :5].max(axis=1) > values[:, 12:].mean(axis=1) + 3
    rough = scene.rough[ys, xs]
    grainier = rough[:, 13:].mean(axis=1) > _GRAINIER * (_FINE_GRAIN + rough[:, :4].mean(axis=1))
    return float(np.mean(np.maximum((edges > calm) * np.where(darker, 1.0, 0.55), 0.95 * grainier)))


def _sides_at_rim(quad: Quad, width: int, height: int) -> int:
    sides = zip(quad, np.roll(quad, -1, axis=0), strict=True)
    along = np.linspace(0.03, 0.97, 40)[:, None]
    return sum(_at_rim(a + (b - a) * along, width, height) for a, b in sides)


def _widened(quad: Quad) -> Quad:
    middle = quad.mean(axis=0)
    return np.asarray(middle + (quad - middle) * (1 + 2 * _MARGIN), np.float64)


def _laid_flat(quad: Quad, *, whole: bool) -> tuple[Transform, tuple[int, int]]:
    """The transform that lays the sheet flat, and the size it then has, losing no resolution."""
    top, right, bottom, left = np.hypot(*(np.roll(quad, -1, axis=0) - quad).T)
    wide, high = max(top, bottom), max(left, right)
    aspect = max(wide, high) / min(wide, high)
    if whole and abs(np.log(aspect / _LETTER_ASPECT)) < 0.18:
        # A whole sheet of nearly the right shape has the right shape.
        if high >= wide:
            high, wide = max(high, wide * _LETTER_ASPECT), max(wide, high / _LETTER_ASPECT)
        else:
            wide, high = max(wide, high * _LETTER_ASPECT), max(high, wide / _LETTER_ASPECT)
    size = round(wide), round(high)
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    return Transform.of_matrix(np.asarray(matrix, np.float64)), size
