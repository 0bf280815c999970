"""Bent rows of a sheet are made level, and every place keeps its way to the photo."""

from __future__ import annotations

import dataclasses
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.curl import unbend
from ingest.page import CleanPage, Pixels
from ingest.transform import Bend, Transform


def bent(pixels: Pixels, depth_px: float) -> Pixels:
    """The page with rows that hang in the middle and lean to the right, more so further down."""
    height, width = pixels.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    u, v = x / width * 2 - 1, y / height * 2 - 1
    down = depth_px * (1 - u**2) * (1 + 0.4 * v)
    out = cv2.remap(pixels, x, y - down.astype(np.float32), cv2.INTER_LINEAR, borderValue=(255.0,))
    return np.asarray(out, np.uint8)


def shown(pixels: Pixels, kind: Any = "photo") -> CleanPage:
    return CleanPage(1, pixels, Transform.identity(), (pixels.shape[1], pixels.shape[0]), kind)


def hang(x: float, y: float, size_px: tuple[int, int], depth_px: float) -> float:
    """How far a point of the level page hangs down on the bent one; what ``bent`` does, to a pixel or so."""
    width, height = size_px
    u, v = x / width * 2 - 1, y / height * 2 - 1
    return float(depth_px * (1 - u**2) * (1 + 0.4 * v))


@pytest.mark.parametrize("depth_px", [14.0, 30.0, 220.0])
def test_bent_rows_become_level_and_words_keep_their_places(drawn: Any, depth_px: float) -> None:
    height, width = drawn.pixels.shape
    flat = unbend(shown(bent(drawn.pixels, depth_px)))
    assert dict(flat.steps[-1].settings)["kept"] == 1.0
    rows: dict[float, list[tuple[float, float]]] = {}
    for _, box in drawn.words:
        x, y = box.middle
        photo_y = y + hang(x, y + depth_px, (width, height), depth_px)
        level_x, level_y = flat.to_original.inverse.point(x, photo_y)
        assert flat.to_original.point(level_x, level_y) == pytest.approx((x, photo_y), abs=0.05)
        part = flat.pixels[int(level_y) - 9 : int(level_y) + 10, int(level_x) - 9 : int(level_x) + 10]
        assert part.min() < 128
        # Words of one row are drawn at one height whatever their letters.
        rows.setdefault(round(y / 26), []).append((photo_y, level_y))
    long_rows = [places for places in rows.values() if len(places) >= 8]
    assert long_rows
    for places in long_rows:
        on_photo, on_page = (np.ptp(ys) for ys in zip(*places, strict=True))
        assert on_page < 0.5 * on_photo + 6


@pytest.mark.parametrize("kind", ["photo", "scan", "fax"])
def test_level_pages_are_left_alone_and_bent_ones_are_not_whoever_made_them(drawn: Any, kind: str) -> None:
    """An app of a phone makes a scan of a photo, bend and all."""
    assert unbend(shown(drawn.pixels, kind)).pixels is drawn.pixels
    flat = unbend(shown(bent(drawn.pixels, 25.0), kind))
    assert dict(flat.steps[-1].settings)["kept"] == 1.0


def test_a_page_with_a_word_or_two_is_left_alone() -> None:
    pixels = np.full((1600, 1200), 255, np.uint8)
    pixels[400:420, 300:400] = 0
    assert unbend(shown(pixels)).pixels is pixels


BEND = Bend(
    (500.0, 700.0), (500.0, 700.0), ((3.0, 1.0, 0.0), (12.0, -4.0, 1.0), (0.0, 0.0, 0.0), (2.0, 0.0, 0.0))
)


@given(st.floats(0, 1000), st.floats(0, 1400))
def test_a_bend_and_what_stands_around_it_can_be_undone(x: float, y: float) -> None:
    turn = Transform(((0.9, -0.1, 30.0), (0.1, 1.1, -20.0), (0.00001, 0.0, 1.0)))
    shrink = Transform(((0.5, 0.0, 40.0), (0.0, 0.5, 60.0), (0.0, 0.0, 1.0)))
    whole = shrink.then(dataclasses.replace(Transform.identity(), bend=BEND).then(turn))
    step = BEND.point(*shrink.point(x, y))
    assert whole.point(x, y) == pytest.approx(turn.point(*step))
    assert whole.inverse.point(*whole.point(x, y)) == pytest.approx((x, y), abs=0.01)


def test_two_bends_do_not_follow_each_other() -> None:
    once = dataclasses.replace(Transform.identity(), bend=BEND)
    with pytest.raises(ValueError, match="once"):
        once.then(once)
