"""A place keeps its size on its way to the page as it arrived and back, however the page lay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.transform import Bend, Box, Transform

WORD = Box(900, 1210, 1180, 1236)


def _turned(degrees: float, tilt: float = 0.0) -> Transform:
    angle = np.radians(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    return Transform.of_matrix(np.array([[cos, -sin, 2000], [sin, cos, 1500], [tilt, 0.4 * tilt, 1.0]]))


def _is(box: Box, other: Box) -> bool:
    mine, theirs = ((b.left, b.top, b.right, b.bottom) for b in (box, other))
    return mine == pytest.approx(theirs, abs=0.5)


@given(
    quarters=st.integers(0, 3),
    degrees=st.floats(-30, 30),
    tilt=st.floats(-4e-5, 4e-5),
    left=st.floats(0, 1500),
)
def test_a_box_comes_back_from_a_tilted_photo_as_it_was(
    quarters: int, degrees: float, tilt: float, left: float
) -> None:
    box = Box(left, 700, left + 310, 728)
    arrived = _turned(90 * quarters + degrees, tilt)
    assert _is(arrived.box_before(arrived.box(box)), box)


def test_the_inverse_alone_would_make_a_row_of_it() -> None:
    arrived = _turned(13)
    assert arrived.inverse.box(arrived.box(WORD)).height > 4 * WORD.height
    assert _is(arrived.box_before(arrived.box(WORD)), WORD)


def test_a_box_comes_back_from_a_curled_sheet() -> None:
    bend = Bend((850.0, 1100.0), (850.0, 1100.0), ((25.0, 8.0), (40.0, -12.0)))
    bent = Transform(_turned(7, 2e-5).rows, bend)
    assert _is(bent.box_before(bent.box(WORD)), WORD)


@pytest.mark.parametrize("degrees", [45.0, 135.0, 44.0])
def test_at_an_eighth_of_a_turn_the_box_around_the_corners_stands(degrees: float) -> None:
    arrived = _turned(degrees)
    found = arrived.box_before(arrived.box(WORD))
    assert found.left <= WORD.left
    assert found.right >= WORD.right
    assert found.top <= WORD.top
    assert found.bottom >= WORD.bottom


def test_what_no_box_gives_is_the_box_around_the_corners() -> None:
    flat = Box(100, 100, 500, 101)
    arrived = _turned(20)
    assert arrived.box_before(flat) == arrived.inverse.box(flat)
