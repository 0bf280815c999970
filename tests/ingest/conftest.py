"""Pages drawn for the tests: every word and where it stands is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.page import Page, Pixels
from ingest.transform import Box, Transform

_LINES = (
    "Department of the Treasury",
    "Internal Revenue Service",
    "",
    "You have a balance due for the tax year",
    "Amount due: $1,075.21 by February 20, 2018",
    "",
    "Our records show that you have unpaid taxes and penalties",
    "on the form that you filed. If you already paid the balance",
    "in full or made other payment arrangements, please disregard",
    "this notice. If you agree with the amount due, pay it by the",
    "date printed above to avoid penalty and interest charges.",
    "",
    "Tax you owed 3,183.00",
    "Payments and credits -3,328.00",
    "Interest charges 145.07",
    "",
    "Make your check or money order payable to the Treasury and",
    "write the number of the notice and the tax year on it. If we",
    "do not hear from you, the penalty and the interest will grow.",
)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A page with its words and their boxes in its own pixels."""

    pixels: Pixels
    words: tuple[tuple[str, Box], ...]

    def page(self) -> Page:
        """The page as it arrives."""
        return page_of(self.pixels)


def page_of(pixels: Pixels) -> Page:
    return Page(1, pixels, None, Transform.identity(), (pixels.shape[1], pixels.shape[0]))


def draw_letter(dpi: int = 150, points: float = 11.0) -> Drawn:
    """A letter-size page of grey levels, 255 where there is paper."""
    size = round(8.5 * dpi), round(11 * dpi)
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(points * dpi / 72)
    words = []
    for row, line in enumerate(_LINES):
        x, y = 0.9 * dpi, 1.1 * dpi + row * 1.9 * points * dpi / 72
        for text in line.split():
            pen.text((x, y), text, font=font, fill=0)
            words.append((text, Box(*pen.textbbox((x, y), text, font=font))))
            x += font.getlength(f"{text} ")
    return Drawn(np.asarray(image, np.uint8), tuple(words))


@pytest.fixture(scope="session")
def drawn() -> Drawn:
    return draw_letter()


@pytest.fixture(scope="session")
def drawn_fine() -> Drawn:
    return draw_letter(dpi=200)
