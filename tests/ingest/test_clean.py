"""Clean-up on drawn pages with known tilts, turns, perspectives, light and dirt."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from ingest.clean import BRANCHES, ORDER, clean_page
from ingest.clean.deskew import X_HEIGHT_PX, coarse_angle, fine_angle, points_of, reduced
from ingest.clean.ink import _ridges, calm, despeckle, mend, stroke_px
from ingest.clean.leaders import without_leaders
from ingest.clean.light import has_head
from ingest.clean.marks import ink_of, marks_of
from ingest.clean.scene import scene_of
from ingest.clean.sheet import best_sheet, shows_a_blank_sheet
from ingest.page import CleanPage, Page, Pixels
from ingest.transform import Box, Transform


def tilted(pixels: Pixels, degrees: float) -> tuple[Pixels, Transform]:
    """The page lying askew, falling to the right for positive degrees, with the map from the page to it."""
    height, width = pixels.shape
    forth = Transform.of_matrix(cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0))
    out = cv2.warpPerspective(
        pixels, forth.matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255.0, 255.0, 255.0)
    )
    return np.asarray(out, np.uint8), forth


def page_of(pixels: Pixels) -> Page:
    return Page(1, pixels, None, Transform.identity(), (pixels.shape[1], pixels.shape[0]))


def begun(pixels: Pixels) -> CleanPage:
    return CleanPage(1, pixels, Transform.identity(), (pixels.shape[1], pixels.shape[0]), "fax")


def measure(page: CleanPage, step: str, name: str) -> Any:
    return next(dict(note.settings)[name] for note in page.steps if note.name == step)


def residual(page: CleanPage) -> float:
    points = points_of(marks_of(ink_of(reduced(page.pixels)[0])))
    return fine_angle(points, coarse_angle(points, 5.0)).degrees


def ink_at(page: CleanPage, box: Box) -> bool:
    """Whether a word's box in the original picture has ink on the clean page."""
    there = page.to_original.inverse.box(box)
    part = page.pixels[max(0, int(there.top)) : int(there.bottom), max(0, int(there.left)) : int(there.right)]
    return bool(part.size) and bool((part < 128).any())


@pytest.mark.parametrize("degrees", [-15.0, -7.3, -0.6, 0.0, 0.25, 3.1, 11.0, 15.0])
def test_skew_is_undone_to_a_tenth_of_a_degree(drawn: Any, degrees: float) -> None:
    clean = clean_page(page_of(tilted(drawn.pixels, degrees)[0]))
    assert measure(clean, "straighten", "degrees") == pytest.approx(degrees, abs=0.1)
    assert abs(residual(clean)) < 0.1


@pytest.mark.parametrize(("quarters", "degrees"), list(itertools.product(range(4), (0.0, -6.0, 9.5))))
def test_any_quarter_turn_is_undone_also_on_skewed_pages(drawn: Any, quarters: int, degrees: float) -> None:
    pixels, forth = tilted(drawn.pixels, degrees)
    clean = clean_page(page_of(np.ascontiguousarray(np.rot90(pixels, -quarters))))
    height, width = pixels.shape
    back = {0: (0, 0), 1: (height, 0), 2: (width, height), 3: (0, width)}[quarters]
    turn = np.array([[0, -1], [1, 0]])
    matrix = np.eye(3)
    matrix[:2, :2] = np.linalg.matrix_power(turn, quarters)
    matrix[:2, 2] = back
    to_picture = forth.then(Transform.of_matrix(matrix)).then(clean.to_original.inverse)
    first, last = (to_picture.point(*drawn.words[at][1].middle) for at in (0, 3))
    assert last[0] - first[0] > 100  # from left to right again
    assert abs(last[1] - first[1]) < 8
    below = to_picture.point(*drawn.words[-1][1].middle)
    assert below[1] - first[1] > 500


def test_a_word_found_on_the_clean_page_covers_it_on_the_original(drawn: Any) -> None:
    pixels, forth = tilted(drawn.pixels, 8.0)
    clean = clean_page(page_of(pixels))
    assert all(ink_at(clean, forth.box(box)) for _, box in drawn.words)
    x, y = clean.to_original.inverse.point(400.0, 500.0)
    assert clean.to_original.point(x, y) == pytest.approx((400.0, 500.0), abs=1e-6)


@pytest.mark.parametrize("scale", [0.75, 1.0, 1.6, 2.6])
def test_text_comes_to_the_height_that_is_read_best_whatever_the_resolution(drawn: Any, scale: float) -> None:
    pixels = cv2.resize(drawn.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    clean = clean_page(page_of(np.asarray(pixels, np.uint8)))
    assert marks_of(ink_of(clean.pixels)).x_height_px() == pytest.approx(X_HEIGHT_PX, rel=0.3)


@pytest.mark.parametrize("bilevel", [True, False])
def test_letters_that_touch_are_neither_taken_for_large_ones_nor_for_squashed_ones(
    drawn: Any, bilevel: bool
) -> None:
    touching = np.asarray(cv2.erode(drawn.pixels, np.ones((1, 7), np.uint8)), np.uint8)
    if not bilevel:
        touching = np.asarray(cv2.GaussianBlur(touching, (0, 0), 1.5), np.uint8)
    plain, clean = clean_page(page_of(drawn.pixels)), clean_page(page_of(touching))
    assert clean.pixels.shape == pytest.approx(plain.pixels.shape, rel=0.3)
    assert np.divide(*clean.pixels.shape) == pytest.approx(np.divide(*drawn.pixels.shape), rel=0.02)


def _photo(drawn: Any, corners: list[tuple[int, int]], desk: int = 70) -> tuple[Pixels, Transform]:
    """The page on a desk in colour, half of it in shadow."""
    height, width = drawn.pixels.shape
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    size = (1500, 1900)
    page = cv2.warpPerspective(drawn.pixels, matrix, size, flags=cv2.INTER_LINEAR)
    sheet = cv2.warpPerspective(np.full_like(drawn.pixels, 255), matrix, size)
    speckle = np.random.default_rng(3).normal(0, 6, (size[1], size[0]))
    grey = np.where(sheet > 127, page * 0.9, desk + speckle)
    shadow = np.linspace(0.55, 1.0, size[0])[None, :]
    tint = np.array([1.0, 0.97, 0.9])
    return np.clip(grey[..., None] * shadow[..., None] * tint, 0, 255).astype(np.uint8), Transform.of_matrix(
        matrix.astype(np.float64)
    )


@pytest.mark.parametrize(
    "corners",
    [
        [(180, 160), (1320, 190), (1350, 1720), (150, 1700)],
        [(330, 220), (1180, 260), (1330, 1650), (170, 1580)],
        [(120, 420), (1010, 140), (1400, 1380), (420, 1750)],
    ],
    ids=["nearly square on", "tilted away", "askew"],
)
def test_the_sheet_in_a_photo_is_found_and_laid_flat(drawn: Any, corners: list[tuple[int, int]]) -> None:
    pixels, forth = _photo(drawn, corners)
    clean = clean_page(page_of(pixels))
    assert clean.kind == "photo"
    assert measure(clean, "sheet", "score") > 0.9
    assert abs(residual(clean)) < 0.15
    to_clean = forth.then(clean.to_original.inverse)
    height, width = drawn.pixels.shape
    found = [to_clean.point(x, y) for x, y in ((0, 0), (width, 0), (width, height), (0, height))]
    wide, high = found[2][0] - found[0][0], found[2][1] - found[0][1]
    expected = [(0, 0), (wide, 0), (wide, high), (0, high)]
    error = np.array(found) - found[0] - expected
    assert np.abs(error).max() < 0.015 * high
    assert high / wide == pytest.approx(11 / 8.5, rel=0.03)
    assert all(ink_at(clean, forth.box(box)) for _, box in drawn.words)


_SQUARE_ON = [(180, 160), (1320, 190), (1350, 1720), (150, 1700)]


@pytest.mark.parametrize(("light", "at", "below"), [(0.25, 850, 1400), (0.45, 950, 1250)])
def test_the_edge_of_a_deep_shadow_is_no_edge_of_the_sheet(
    drawn: Any, light: float, at: int, below: int
) -> None:
    pixels, forth = _photo(drawn, _SQUARE_ON, desk=25)
    # Another paper lies over its foot.
    foot = np.array([(0, below + 60), (1499, below - 60), (1499, 1899), (0, 1899)], np.int32)
    cv2.fillConvexPoly(pixels, foot, (150, 140, 90))
    shade = np.ones(pixels.shape[:2], np.float32)
    shade[at:] = light
    shade = cv2.GaussianBlur(shade, (0, 0), 8.0)[..., None]
    clean = clean_page(page_of((pixels * shade).astype(np.uint8)))
    seen = [forth.box(box) for _, box in drawn.words if forth.box(box).bottom < below - 80]
    assert len(seen) > 100
    assert all(ink_at(clean, box) for box in seen)


@pytest.mark.parametrize(("across", "top"), [(345, 480), (400, 400)])
def test_print_beyond_a_paper_that_lies_over_the_edge_is_not_cut_off(
    drawn: Any, across: int, top: int
) -> None:
    pixels, forth = _photo(drawn, _SQUARE_ON)
    over = np.array([(0, top), (across, top), (160, 1899), (0, 1899)], np.int32)
    cv2.fillConvexPoly(pixels, over, (150, 120, 20))
    clean = clean_page(page_of(pixels))
    head = [forth.box(box) for _, box in drawn.words if forth.box(box).bottom < top - 20]
    assert len(head) > 5
    assert all(ink_at(clean, box) for box in head)


def test_a_sheet_that_lies_on_a_newspaper_is_found_for_all_the_print_around_it(drawn: Any) -> None:
    corners = [(330, 220), (1180, 260), (1330, 1650), (170, 1580)]
    pixels, forth = _photo(drawn, corners)
    height, width = drawn.pixels.shape
    sheet = np.array([forth.point(x, y) for x, y in ((0, 0), (width, 0), (width, height), (0, height))])
    paper = np.full(pixels.shape, (150, 130, 90), np.uint8)
    for top in range(30, 1900, 28):
        cv2.putText(paper, "the farmers said that rain was near " * 3, (10, top), 0, 0.7, (60, 60, 60), 1)
    shade = np.zeros(pixels.shape[:2], np.float32)
    cv2.fillConvexPoly(shade, np.round(sheet + 12).astype(np.int32), 0.45)
    paper = (paper * (1 - cv2.GaussianBlur(shade, (0, 0), 12.0)[..., None])).astype(np.uint8)
    mask = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(sheet).astype(np.int32), 1)
    clean = clean_page(page_of(np.where(mask[..., None] > 0, pixels, paper)))
    assert measure(clean, "sheet", "score") > 0.9
    assert (
        clean.to_original.inverse.box(Box(*sheet.min(axis=0), *sheet.max(axis=0))).width
        < 1.2 * (clean.pixels.shape[1])
    )


def test_the_grain_of_the_desk_around_a_sheet_is_no_print(drawn: Any) -> None:
    corners = [(180, 160), (1320, 190), (1350, 1720), (150, 1700)]
    pixels, forth = _photo(drawn, corners, desk=30)
    # A mark on the desk, just beyond the paper.
    pixels[142:152, 600:1200:24] = 200
    clean = clean_page(page_of(pixels))
    assert measure(clean, "desk", "marks") >= 1
    assert all(ink_at(clean, forth.box(box)) for _, box in drawn.words)


def test_a_photographed_back_is_blank_and_faint_print_is_not(drawn: Any) -> None:
    corners = [(180, 160), (1320, 190), (1350, 1720), (150, 1700)]
    back = dataclasses.replace(drawn, pixels=np.full_like(drawn.pixels, 255))
    clean = clean_page(page_of(_photo(back, corners)[0]))
    assert [step.name for step in clean.steps].count("blank") == 1
    assert (clean.pixels == 255).all()
    faint = dataclasses.replace(drawn, pixels=(215 + 0.15 * drawn.pixels).astype(np.uint8))
    # One line of text alone.
    foot = np.full_like(drawn.pixels, 255)
    cv2.putText(foot, "Page 4 of 4", (200, len(foot) - 150), cv2.FONT_HERSHEY_SIMPLEX, len(foot) / 2200, 0, 3)
    for printed in (faint, dataclasses.replace(drawn, pixels=foot)):
        clean = clean_page(page_of(_photo(printed, corners)[0]))
        assert "blank" not in [step.name for step in clean.steps]


def test_a_back_on_a_desk_full_of_marks_is_seen_to_be_blank(drawn: Any) -> None:
    """A desk of stripes: all that looks like print lies beyond the sheet, so that it seems to be none."""
    flat = np.full_like(drawn.pixels, 255)
    seen = []
    for pixels in (
        flat,
        drawn.pixels,
        np.where(np.arange(len(flat))[:, None] < len(flat) // 2, drawn.pixels, flat),
    ):
        photo, _ = _photo(dataclasses.replace(drawn, pixels=pixels), _SQUARE_ON)
        desk = (photo.max(axis=2) < 75)[..., None]
        marks = np.zeros(photo.shape, np.uint8)
        for top in range(20, 1880, 40):
            for left in range(20, 1480, 30):
                cv2.rectangle(marks, (left, top), (left + 12, top + 16), (120, 120, 120), 2)
        seen.append(shows_a_blank_sheet(page_of(np.where(desk, photo // 2 + marks, photo).astype(np.uint8))))
    assert seen == [True, False, False]


def test_the_folds_of_a_back_are_no_print(drawn: Any) -> None:
    flat = np.full_like(drawn.pixels, 255)
    height, width = flat.shape
    for third in (1, 2):
        top = third * height // 3
        for left in range(200, width - 400, 300):
            cv2.line(flat, (left, top), (left + 200, top + 25), (205,), 9)
    clean = clean_page(page_of(_photo(dataclasses.replace(drawn, pixels=flat), _SQUARE_ON)[0]))
    assert "blank" in [step.name for step in clean.steps]


def test_white_print_on_a_dark_bar_is_made_dark_on_white_and_a_redaction_is_not(drawn: Any) -> None:
    height, width = drawn.pixels.shape
    pixels = np.vstack([np.full((height // 6, width), 255, np.uint8), drawn.pixels])
    high, edge = height // 24, width // 20
    pixels[edge : edge + high, edge:-edge] = 0
    scale = high / 45
    place = (2 * edge, edge + int(0.75 * high))
    cv2.putText(
        pixels, "Notice CP12", place, cv2.FONT_HERSHEY_SIMPLEX, scale, (255,), max(1, round(2 * scale))
    )
    redacted = slice(edge + 2 * high, edge + 3 * high)
    pixels[redacted, edge : width // 2] = 0
    clean = clean_page(page_of(pixels))
    assert measure(clean, "bands", "inverted") == 1.0
    bar, black = (
        clean.to_original.box_before(Box(2 * edge, top, width // 2 - edge, top + high))
        for top in (edge, edge + 2 * high)
    )
    dark = [
        np.mean(clean.pixels[int(b.top) + 3 : int(b.bottom) - 3, int(b.left) : int(b.right)] < 128)
        for b in (bar, black)
    ]
    assert dark[0] < 0.4
    assert dark[1] > 0.95


@pytest.mark.parametrize("quarters", [0, 1])
def test_a_bar_of_colour_is_no_shadow(drawn: Any, quarters: int) -> None:
    """As dark as a blue bar is in a photo that a shadow fell on; its print is as white as the paper.

    On a page that lies on its side the bar stands.
    """
    height, width = drawn.pixels.shape
    pixels = np.vstack([np.full((height // 6, width), 255, np.uint8), drawn.pixels])
    high, edge = height // 18, width // 20
    pixels[edge : edge + high, edge:-edge] = 85
    scale = high / 45
    place = (2 * edge, edge + int(0.75 * high))
    cv2.putText(pixels, "CP504", place, cv2.FONT_HERSHEY_SIMPLEX, scale, (255,), max(1, round(2 * scale)))
    shade = np.linspace(0.5, 0.95, width)
    lying = np.ascontiguousarray(np.rot90((pixels * shade).astype(np.uint8), quarters))
    clean = clean_page(page_of(lying))
    assert measure(clean, "bands", "inverted") == 1.0
    bar = Box(width // 2, edge, width - 2 * edge, edge + high)
    if quarters:
        bar = Box(bar.top, width - bar.right, bar.bottom, width - bar.left)
    bar = clean.to_original.box_before(bar)
    part = clean.pixels[int(bar.top) + 3 : int(bar.bottom) - 3, int(bar.left) : int(bar.right)]
    assert np.mean(part < 128) < 0.01


def test_labels_in_small_bars_are_made_dark_on_white_in_a_shadow_too(drawn: Any) -> None:
    """Close under each other, wider than high, with few letters in each."""
    height, width = drawn.pixels.shape
    pixels = np.vstack([np.full((height // 4, width), 255, np.uint8), drawn.pixels])
    high, left, right = height // 34, int(0.55 * width), int(0.69 * width)
    boxes = []
    for number, label in enumerate(("Notice date", "Tax year", "SSN", "Caller ID")):
        top = height // 12 + number * (high + 6)
        pixels[top : top + high, left:right] = 60
        place = left + 8, top + int(0.7 * high)
        cv2.putText(pixels, label, place, cv2.FONT_HERSHEY_SIMPLEX, high / 70, (255,), 2)
        boxes.append(Box(left, top, right, top + high))
    shade = np.linspace(0.5, 0.95, width)
    clean = clean_page(page_of((pixels * shade).astype(np.uint8)))
    assert measure(clean, "bands", "inverted") == 4.0
    for bar in map(clean.to_original.box_before, boxes):
        part = clean.pixels[int(bar.top) + 4 : int(bar.bottom) - 4, int(bar.left) + 4 : int(bar.right) - 4]
        assert 0.01 < np.mean(part < 128) < 0.3


def _with_head(pixels: Pixels) -> Pixels:
    """The page with a dark bar over it from edge to edge, and a title in it."""
    high = pixels.shape[0] // 9
    made = np.vstack([np.full((high, pixels.shape[1]), 55, np.uint8), pixels])
    place = (pixels.shape[1] // 20, int(0.65 * high))
    title = "Notice CP14: You have a balance due"
    cv2.putText(made, title, place, cv2.FONT_HERSHEY_SIMPLEX, high / 100, (255,), max(2, high // 35))
    return made


def test_a_page_printed_to_its_edges_is_told_from_a_sheet_on_a_desk(drawn: Any) -> None:
    headed = _with_head(drawn.pixels)
    assert has_head(headed)
    assert not has_head(drawn.pixels)
    desk = np.full((headed.shape[0] + 300, headed.shape[1] + 300), 60, np.uint8)
    desk[150:-150, 150:-150] = headed
    assert not has_head(desk)
    shadowed = drawn.pixels.copy()
    shadowed[: len(shadowed) // 8] //= 3
    assert not has_head(shadowed)


@pytest.mark.parametrize("quarters", [0, 1, 2])
def test_the_head_of_a_page_printed_to_its_edges_is_made_dark_on_white(drawn: Any, quarters: int) -> None:
    pixels = _with_head(drawn.pixels)
    clean = clean_page(page_of(np.ascontiguousarray(np.rot90(pixels, quarters))))
    assert measure(clean, "bands", "inverted") == 1.0


def test_a_shadow_over_the_upper_edge_is_no_head(drawn: Any) -> None:
    height = drawn.pixels.shape[0]
    pixels = np.vstack([np.full((height // 9, drawn.pixels.shape[1]), 255, np.uint8), drawn.pixels])
    pixels[: height // 8] //= 3
    assert "bands" not in [step.name for step in clean_page(page_of(pixels)).steps]


def test_specks_in_the_dark_behind_a_sheet_are_no_print(drawn: Any) -> None:
    pixels = drawn.pixels.copy()
    height, width = pixels.shape
    dark = pixels[height - height // 30 :]
    dark[:] = 20
    for left in range(40, width - 40, 60):
        dark[12:24, left : left + 8] = 255
    assert "bands" not in [step.name for step in clean_page(page_of(pixels)).steps]


def test_grain_is_not_enlarged_to_the_size_of_print(drawn: Any) -> None:
    small = cv2.resize(drawn.pixels, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    fine = np.tile(np.asarray(small, np.uint8), (7, 7))
    clean = clean_page(page_of(fine))
    assert max(clean.pixels.shape) < 1.2 * max(fine.shape)


def test_a_photo_without_a_sheet_to_see_is_not_cropped(drawn: Any) -> None:
    corners = [(-300, -200), (1800, -230), (1780, 2500), (-280, 2480)]
    pixels, forth = _photo(drawn, corners)
    clean = clean_page(page_of(pixels))
    size = pixels.shape[1], pixels.shape[0]
    for _, box in drawn.words:
        seen = forth.box(box)
        if seen.left > 0 and seen.right < size[0] and seen.top > 0 and seen.bottom < size[1]:
            assert ink_at(clean, seen)


def test_the_edge_of_a_sharp_shadow_leaves_no_bar(drawn: Any) -> None:
    pixels, forth = _photo(drawn, _SQUARE_ON)
    shade = np.ones(pixels.shape[:2], np.float32)
    shade[:, 760:] = 0.25
    pixels = (pixels * cv2.GaussianBlur(shade, (0, 0), 1.5)[..., None]).astype(np.uint8)
    clean = clean_page(page_of(pixels), "plain")
    # Below the last line there is only paper, and the edge.
    below = clean.to_original.inverse.box(Box(700, 1350, 900, 1600))
    paper = clean.pixels[int(below.top) : int(below.bottom), int(below.left) : int(below.right)]
    assert np.mean(paper < 128) < 0.005
    assert all(ink_at(clean, forth.box(box)) for _, box in drawn.words)


def test_shadow_becomes_white_and_ink_dark(drawn: Any) -> None:
    pixels, forth = _photo(drawn, [(180, 160), (1320, 190), (1350, 1720), (150, 1700)])
    clean = clean_page(page_of(pixels), "plain")
    to_clean = forth.then(clean.to_original.inverse)
    for _, box in drawn.words:
        there = to_clean.box(box)
        part = clean.pixels[int(there.top) : int(there.bottom), int(there.left) : int(there.right)]
        assert np.percentile(part, 90) > 225
        assert part.min() < 90


def test_noise_is_no_stronger_on_the_clean_page_than_light_made_it(drawn: Any) -> None:
    """Light lifts a shadow and its noise with it; what gives edges back must not make specks of that."""
    rng = np.random.default_rng(5)
    shade = np.linspace(1.0, 0.35, drawn.pixels.shape[1])
    dark = drawn.pixels * shade + rng.normal(0, 4, drawn.pixels.shape)
    page = page_of(np.clip(dark, 0, 255).astype(np.uint8))
    noise = {}
    for branch in (ORDER["photo"][0], "plain", "sharpened"):
        clean = clean_page(page, branch)
        right = clean.pixels[:, int(0.93 * clean.pixels.shape[1]) :]
        noise[branch] = float(np.std(right[right > 128]))
    assert noise[ORDER["photo"][0]] < noise["plain"] < noise["sharpened"]


@pytest.mark.parametrize(("share", "step"), [(0.004, "grain"), (0.0001, "calm")])
def test_grain_that_outnumbers_the_letters_is_taken_out_before_the_text_is_measured(
    drawn: Any, share: float, step: str
) -> None:
    """Specks taken for small print made a page of text larger than any engine can bear."""
    page = cv2.resize(drawn.pixels, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    specks = (np.random.default_rng(6).random(page.shape) < share).astype(np.uint8)
    page[cv2.dilate(specks, np.ones((2, 2), np.uint8)) > 0] = 0
    calmed = calm(begun(page))
    assert calmed.steps[-1].name == step
    assert np.count_nonzero(marks_of(ink_of(calmed.pixels)).area) < 3000


def _fax(drawn: Any) -> Pixels:
    return np.where(drawn.pixels < 150, np.uint8(0), np.uint8(255))


def test_specks_go_and_decimal_points_stay(drawn_fine: Any) -> None:
    fax = _fax(drawn_fine)
    chance = np.random.default_rng(5)
    dirty = fax.copy()
    at = chance.random(fax.shape) < 0.002
    at[cv2.dilate(np.asarray(fax == 0, np.uint8), np.ones((9, 9), np.uint8)) > 0] = False
    dirty[at] = 0
    clean = despeckle(begun(dirty))
    left = int(np.count_nonzero((clean.pixels == 0) & at))
    assert left < 0.05 * np.count_nonzero(at)
    lost = int(np.count_nonzero((clean.pixels == 255) & (fax == 0)))
    assert lost == 0


def _with_dots(pixels: Pixels, count: int, pitch: float, degrees: float = 0.0) -> tuple[Pixels, Pixels]:
    """The page with a row of dots in the white under its text, askew, and where they are."""
    height, width = pixels.shape
    page, dots = pixels.copy(), np.zeros(pixels.shape, np.uint8)
    for number in range(count):
        x, y = width * 0.3 + number * pitch, height * 0.93
        cv2.circle(dots, (round(x), round(y + number * pitch * np.tan(np.radians(degrees)))), 3, 1, -1)
    page[dots > 0] = 20
    return page, dots


@pytest.mark.parametrize(("pitch", "degrees"), [(14.0, 0.0), (24.0, 0.0), (24.0, 4.0)])
def test_leader_dots_go_and_all_else_stays(drawn: Any, pitch: float, degrees: float) -> None:
    dotted, dots = _with_dots(drawn.pixels, 30, pitch, degrees)
    clean = without_leaders(begun(dotted))
    assert measure(clean, "leaders", "dots") == 30
    assert (clean.pixels[dots > 0] > 128).all()
    assert np.array_equal(clean.pixels[: round(0.9 * len(dots))], drawn.pixels[: round(0.9 * len(dots))])


def test_noise_leads_nowhere(drawn: Any) -> None:
    pixels = drawn.pixels.copy()
    noise = np.zeros(pixels.shape, np.uint8)
    noise[::7, ::7] = np.random.default_rng(5).random((len(noise[::7]), len(noise[0, ::7]))) < 0.8
    pixels[cv2.dilate(noise, np.ones((2, 2), np.uint8)) > 0] = 0
    page = begun(pixels)
    assert without_leaders(page) is page


@pytest.mark.parametrize(("count", "pitch"), [(5, 20.0), (30, 80.0)])
def test_few_dots_and_dots_far_apart_lead_nowhere(drawn: Any, count: int, pitch: float) -> None:
    page = begun(_with_dots(drawn.pixels, count, pitch)[0])
    assert without_leaders(page) is page


def test_streaks_of_a_fax_are_mended(drawn_fine: Any) -> None:
    fax = _fax(drawn_fine)
    streaked = fax.copy()
    streaked[:, 700:702] = 0
    first = drawn_fine.words[0][1]
    middle = round(first.middle[1])
    streaked[middle : middle + 1] = 255
    clean = mend(begun(streaked))
    assert measure(clean, "mend", "columns") == 1
    assert measure(clean, "mend", "column 1") == pytest.approx(701, abs=0.5)
    assert measure(clean, "mend", "rows") >= 1
    wrong = np.count_nonzero(clean.pixels != fax)
    assert wrong < 0.1 * np.count_nonzero(streaked != fax)


@pytest.mark.parametrize("doubled", [False, True])
def test_a_coarse_fax_gets_square_pixels(drawn_fine: Any, *, doubled: bool) -> None:
    fax = _fax(drawn_fine)[::2]
    fax = np.repeat(fax, 2, axis=0) if doubled else fax
    clean = clean_page(page_of(np.ascontiguousarray(fax)))
    assert clean.kind == "fax"
    assert clean.pixels.shape[0] / clean.pixels.shape[1] == pytest.approx(11 / 8.5, rel=0.05)
    upright = 1.0 if doubled else 0.5
    for _, b in drawn_fine.words:
        assert ink_at(clean, Box(b.left, b.top * upright, b.right, b.bottom * upright))


@pytest.mark.parametrize("degrees", [0.0, -3.0])
def test_a_scan_in_black_and_white_on_its_side_is_not_taken_for_a_coarse_fax(
    drawn_fine: Any, degrees: float
) -> None:
    scan = tilted(cv2.resize(_fax(drawn_fine), None, fx=1.5, fy=1.5), degrees)[0]
    bilevel = np.where(scan < 128, np.uint8(0), np.uint8(255))
    upright = clean_page(page_of(bilevel))
    clean = clean_page(page_of(np.ascontiguousarray(np.rot90(bilevel))))
    assert clean.kind == "scan"
    # Stems are thinner than letters are high: the turned page must not be enlarged by them.
    assert clean.pixels.shape == pytest.approx(upright.pixels.shape, rel=0.05)


def test_a_coarse_fax_that_was_fed_sideways_gets_square_pixels(drawn_fine: Any) -> None:
    fax = np.rot90(_fax(drawn_fine))[::2]
    clean = clean_page(page_of(np.ascontiguousarray(fax)))
    assert clean.pixels.shape[0] / clean.pixels.shape[1] == pytest.approx(11 / 8.5, rel=0.05)


@pytest.mark.parametrize("paper", [225, 200, 170])
def test_coloured_paper_that_a_fax_machine_made_into_dots_becomes_grey_again(
    drawn_fine: Any, paper: int
) -> None:
    tinted = Image.fromarray(np.asarray(drawn_fine.pixels * (paper / 255), np.uint8))
    dots = np.asarray(tinted.convert("1").convert("L"), np.uint8)
    white, clean = (clean_page(page_of(pixels)) for pixels in (drawn_fine.pixels, dots))
    assert {note.name for note in clean.steps} - {note.name for note in white.steps} == {"screen"}
    letters, there = (int(np.count_nonzero(marks_of(ink_of(p.pixels)).letters)) for p in (white, clean))
    assert abs(there - letters) < 0.1 * letters
    # A threshold leaves no such dots.
    hard = np.where(drawn_fine.pixels < 128, 0, 255).astype(np.uint8)
    assert "screen" not in {note.name for note in clean_page(page_of(hard)).steps}


def test_kinds_are_told_from_the_pixels(drawn: Any, drawn_fine: Any) -> None:
    noise = np.random.default_rng(1).normal(0, 3, drawn.pixels.shape)
    scan = np.clip(drawn.pixels * 0.93 + noise, 0, 255).astype(np.uint8)
    assert clean_page(page_of(scan)).kind == "scan"
    assert clean_page(page_of(_fax(drawn_fine))).kind == "fax"


@pytest.mark.parametrize("branch", BRANCHES)
@pytest.mark.parametrize("size", [(1, 1), (3, 900), (700, 500)])
@pytest.mark.parametrize("level", [0, 255])
def test_pages_without_text_pass_every_branch(branch: str, size: tuple[int, int], level: int) -> None:
    clean = clean_page(page_of(np.full(size, level, np.uint8)), branch)
    assert clean.pixels.ndim == 2
    assert all(note.name != "turn" for note in clean.steps)


def test_a_page_without_a_picture_is_refused() -> None:
    page = Page(1, None, None, Transform.identity(), (10, 10))
    with pytest.raises(ValueError, match="without a picture"):
        clean_page(page)


def test_every_kind_has_branches_that_exist() -> None:
    assert {name for names in ORDER.values() for name in names} <= set(BRANCHES)


def test_strokes_are_measured_in_strips_as_on_the_whole_page() -> None:
    """Letters of several sizes, some of which lie across the seam of two strips."""
    ink = np.zeros((1500, 900), np.uint8)
    for at, size in enumerate((0.8, 1.4, 2.2, 3.0)):
        for line in range(6):
            cv2.putText(ink, "Amount due", (20, 100 + 60 * at + 235 * line), 0, size, 1, at + 2)
    marks = marks_of(ink)
    letters = marks.painted(marks.letters)
    depth = cv2.distanceTransform(letters, cv2.DIST_L2, 3)
    ridge = depth[(depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (letters > 0)]
    assert stroke_px(marks) == max(1.0, 2.0 * float(np.median(ridge)) - 0.5)
    assert np.array_equal(np.sort(np.concatenate(list(_ridges(letters)))), np.sort(ridge))


def test_two_thirds_of_a_folded_sheet_are_not_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the fold lie a shadow and one line of print: less than makes a larger sheet the better one."""
    chance = np.random.default_rng(3)
    desk = cv2.resize(chance.integers(90, 150, (320, 240)).astype(np.uint8), (1200, 1600))
    flat = np.full((1100, 850), 205, np.uint8)
    for row in range(9):
        cv2.putText(flat, "We assess a penalty of your tax each month", (70, 110 + 44 * row), 0, 0.9, 60, 2)
    cv2.putText(flat, "Page 2 of 3", (520, 1060), 0, 0.6, 70, 2)
    flat[733:] -= 60
    corners = np.array([[0, 0], [850, 0], [850, 1100], [0, 1100]], np.float32)
    seen = np.array([[90, 180], [1060, 70], [1150, 1480], [150, 1500]], np.float32)
    lens = cv2.getPerspectiveTransform(corners, seen)
    sheet, there = (cv2.warpPerspective(each, lens, (1200, 1600)) for each in (flat, np.full_like(flat, 255)))
    scene, factor = scene_of(np.where(there > 127, sheet, desk).astype(np.uint8))
    thirds = cv2.perspectiveTransform(np.array([[[0, 0], [850, 0], [850, 733], [0, 733]]], np.float32), lens)
    parts = [thirds[0] * factor, seen * factor]
    monkeypatch.setattr("ingest.clean.sheet.candidates", lambda _scene: iter(parts))
    found = best_sheet(scene)
    assert found is not None
    assert np.array_equal(found[0], parts[1])
