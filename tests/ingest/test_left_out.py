"""Letters without a word read among them are found, and nothing else is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ingest.ocr.left_out import rows_left_out, without_neighbours
from ingest.text import Word
from ingest.transform import Box


def _read(drawn: Any, *, without: tuple[str, ...] = ()) -> list[Word]:
    return [Word(text, box) for text, box in drawn.words if text not in without]


def test_where_every_word_was_read_nothing_was_left_out(drawn: Any) -> None:
    assert rows_left_out(drawn.pixels, _read(drawn)) == ()


def test_the_parts_of_a_row_are_found_with_white_around_them(drawn: Any) -> None:
    boxes = dict(drawn.words)
    (found,) = rows_left_out(drawn.pixels, _read(drawn, without=("charges", "145.07")))
    for word in ("charges", "145.07"):
        assert found.left < boxes[word].left < boxes[word].right < found.right
        assert found.top < boxes[word].top < boxes[word].bottom < found.bottom
    assert found.left > boxes["Interest"].left


def test_parts_far_from_each_other_are_two(drawn: Any) -> None:
    pixels = np.full_like(drawn.pixels, 255)
    box = dict(drawn.words)["$1,075.21"]
    part = np.s_[int(box.top) - 2 : int(box.bottom) + 2, int(box.left) - 2 : int(box.right) + 2]
    pixels[part] = drawn.pixels[part]
    pixels[part[0], 60 : 60 + pixels[part].shape[1]] = drawn.pixels[part]
    assert len(rows_left_out(pixels, ())) == 2


@pytest.mark.parametrize("dots", [True, False])
def test_specks_and_rules_are_no_rows(drawn: Any, *, dots: bool) -> None:
    pixels = drawn.pixels.copy()
    if dots:
        places = np.random.default_rng(5).integers(0, 1100, (300, 2))
        for y, x in places:
            pixels[y : y + 2, x : x + 2] = 0
    else:
        pixels[1300:1303, 100:1100] = 0
        pixels[200:1400, 60:63] = 0
    assert rows_left_out(pixels, _read(drawn)) == ()


def test_a_page_of_which_nothing_was_read_is_not_read_row_by_row(drawn: Any) -> None:
    wide = np.hstack([drawn.pixels] * 4)
    assert rows_left_out(wide, [Word("x", Box(0, 0, 9, 9))]) == ()


def test_a_code_of_four_letters_alone_in_its_row_was_left_out(drawn: Any) -> None:
    pixels = drawn.pixels.copy()
    box = dict(drawn.words)["Interest"]
    code = pixels[int(box.top) - 2 : int(box.bottom) + 2, int(box.left) - 2 : int(box.right) + 2].copy()
    # The first four of its letters: an I, an n, a t and an e.
    code[:, code.shape[1] // 2 :] = 255
    top = pixels.shape[0] - 120
    pixels[top : top + code.shape[0], 80 : 80 + code.shape[1]] = code
    (found,) = rows_left_out(pixels, _read(drawn))
    assert found.top < top + 20 < found.bottom


def test_what_the_edges_of_a_line_cut_off_of_its_neighbours_is_taken_away() -> None:
    line = np.full((60, 200), 255, np.uint8)
    line[20:42, 40:50] = 0
    clean = line.copy()
    line[:9, 30:80] = 0
    line[54:, 100:140] = 40
    # A rule that runs through the line is its own, or at least not a letter of another.
    line[:, 180:183] = clean[:, 180:183] = 0
    assert np.array_equal(without_neighbours(line), clean)
    assert without_neighbours(clean) is clean
