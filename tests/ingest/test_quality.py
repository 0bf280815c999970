"""What the sender of a poor picture is told."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from ingest.clean import clean_page
from ingest.letter import Capture, Letter, ReadPage
from ingest.page import Page, Pixels
from ingest.quality import capture_of
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform


def captured(pixels: Any) -> tuple[str, str]:
    pixels = np.asarray(pixels, np.uint8)
    size = pixels.shape[1], pixels.shape[0]
    capture = capture_of(clean_page(Page(1, pixels, None, Transform.identity(), size)), sense=0.6)
    return capture.quality, capture.advice or ""


def _noisy(pixels: Pixels) -> np.ndarray:
    noise = np.random.default_rng(2).normal(0, 2, pixels.shape)
    return np.clip(pixels * 0.94 + noise, 0, 255)


def test_a_good_scan_needs_no_advice(drawn_fine: Any) -> None:
    assert captured(_noisy(drawn_fine.pixels)) == ("good", "")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda p: cv2.GaussianBlur(p, (0, 0), 4.0), "blurred"),
        (lambda p: cv2.resize(p, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA), "small"),
        (lambda p: 225 + p * 0.12, "faint"),
    ],
    ids=["blurred", "tiny", "faint"],
)
def test_the_advice_names_the_fault(drawn_fine: Any, spoil: Any, word: str) -> None:
    quality, advice = captured(spoil(drawn_fine.pixels))
    assert quality == "fair"
    assert word in advice


def test_a_cat_is_no_letter_and_a_blank_sheet_may_be_one() -> None:
    rng = np.random.default_rng(7)
    scene = np.full((900, 1200, 3), 170, np.uint8)
    cv2.ellipse(scene, (600, 480), (320, 280), 0, 0, 360, (60, 70, 90), -1)
    cv2.circle(scene, (500, 430), 45, (60, 200, 90), -1)
    cv2.circle(scene, (700, 430), 45, (60, 200, 90), -1)
    cat = np.clip(scene + rng.normal(0, 8, scene.shape), 0, 255).astype(np.uint8)
    blank = np.full((1650, 1275), 245, np.uint8)
    told = []
    for pixels in (cat, blank):
        size = (pixels.shape[1], pixels.shape[0])
        page = clean_page(Page(1, pixels, None, Transform.identity(), size))
        told.append(capture_of(page, 0.0, blank=True).wordless)
    assert told == [True, False]


def test_who_gives_a_blank_page_is_told_to_turn_it_over(drawn_fine: Any) -> None:
    def advice(pixels: Pixels) -> str | None:
        size = pixels.shape[1], pixels.shape[0]
        page = clean_page(Page(1, pixels, None, Transform.identity(), size))
        return capture_of(page, 0.0, blank=True).advice

    noise = np.random.default_rng(5).normal(0, 2, (1650, 1275))
    assert "the other side" in str(advice(np.clip(246 + noise, 0, 255).astype(np.uint8)))
    # Here is print, though nobody made anything of it.
    assert advice(drawn_fine.pixels) is None


def test_of_a_letter_its_first_page_with_words_speaks_and_no_blank_back() -> None:
    reading = PageText(
        lines_of([Word("Notice", Box(0, 0, 90, 30), 95.0)]), (850, 1100), Transform.identity(), "engine"
    )
    blank = ReadPage(1, (850, 1100), (), Capture("scan", advice="Scan the other side."))
    written = ReadPage(2, (850, 1100), (reading,), Capture("scan"))
    assert Letter("0a1b2c3d#1", (blank, written)).capture.advice is None
    assert Letter("0a1b2c3d#1", (blank,)).capture.advice == "Scan the other side."


def _wordless(pixels: Pixels) -> bool:
    size = pixels.shape[1], pixels.shape[0]
    return capture_of(clean_page(Page(1, pixels, None, Transform.identity(), size)), 0.0).wordless


def test_a_coloured_picture_without_rows_is_no_letter_though_little_of_it_is_dark() -> None:
    rng = np.random.default_rng(5)
    scene = np.full((1200, 1600, 3), (120, 140, 90), np.uint8)
    cv2.ellipse(scene, (800, 700), (350, 300), 0, 0, 360, (190, 110, 40), -1)
    cv2.circle(scene, (800, 400), 200, (190, 110, 40), -1)
    scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), 3), np.uint8)
    assert _wordless(np.clip(scene + rng.normal(0, 5, scene.shape), 0, 255).astype(np.uint8))


def test_a_letter_on_coloured_paper_is_one_however_little_is_read(drawn_fine: Any) -> None:
    sheet = np.stack([drawn_fine.pixels, drawn_fine.pixels * 0.7, drawn_fine.pixels * 0.75], axis=2)
    assert not _wordless(sheet.astype(np.uint8))
