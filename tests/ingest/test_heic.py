"""HEIC photos: every picture that is a page, upright, within limits, damaged ones told."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageDraw

from ingest.errors import DamagedFile, OversizeFile
from ingest.pages import PageSource, pages_of
from ingest.source import SourceLimits, open_source

Pages = Callable[..., PageSource]


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    def open_bytes(content: bytes, **limits: int) -> PageSource:
        path = tmp_path / "IMG_0001.pdf"
        path.write_bytes(content)
        return pages_of(open_source(path), limits=SourceLimits(**limits))

    return open_bytes


def _sheet(grey: int = 255, size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """A sheet of one grey with a dark bar at its left edge."""
    sheet = Image.new(mode, size, (grey,) * len(Image.new(mode, (1, 1)).getbands()))
    ImageDraw.Draw(sheet).rectangle((0, 0, size[0] // 8, size[1]), fill=(20,) * len(sheet.getbands()))
    return sheet


def _heic(*sheets: Image.Image, **settings: object) -> bytes:
    file = pillow_heif.from_pillow(sheets[0])
    for sheet in sheets[1:]:
        file.add_from_pillow(sheet)
    out = io.BytesIO()
    file.save(out, quality=90, **settings)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_photo_is_one_page(pages: Pages, mode: str) -> None:
    source = pages(_heic(_sheet(mode=mode)))
    assert len(source) == 1
    page = source.page(1)
    assert page.dpi is None
    assert page.size_px == (640, 480)
    assert page.pixels is not None
    assert page.pixels.dtype == np.uint8
    assert page.pixels[100, 20].max() < 45
    assert page.pixels[100, 300].min() > 235
    assert source.picture(1).shape == (480, 640, 3)


def test_every_picture_of_many_is_a_page_but_not_the_small_ones(pages: Pages) -> None:
    content = _heic(_sheet(250), _sheet(200, (160, 120)), _sheet(150), _sheet(100))
    source = pages(content)
    assert len(source) == 3
    greys = [int(np.median(source.picture(number))) for number in (1, 2, 3)]
    assert greys == pytest.approx([250, 150, 100], abs=4)
    with pytest.raises(IndexError):
        source.page(4)
    with pytest.raises(OversizeFile, match="pictures"):
        pages(content, max_pages=2)


def test_thumbnails_are_no_pages(pages: Pages) -> None:
    file = pillow_heif.from_pillow(_sheet(size=(1024, 768)))
    out = io.BytesIO()
    file[0].info["thumbnails"] = [512, 256]
    file.save(out, quality=90)
    assert len(pages(out.getvalue())) == 1


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_photo_is_turned_once(pages: Pages, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = pillow_heif.from_pillow(_sheet())
    # The encoder writes it as an order to the decoder, and in EXIF as well, as phones do.
    file[0].info["exif"] = exif.tobytes()
    out = io.BytesIO()
    file.save(out, quality=90)
    shown = pages(out.getvalue()).picture(1)
    dark = {
        3: shown[200:280, -40:],
        6: shown[:40, 200:280],
        8: shown[-40:, 200:280],
    }[orientation]
    assert shown.shape == ((480, 640, 3) if orientation == 3 else (640, 480, 3))
    assert dark.max() < 60


def test_too_many_pixels_are_refused_before_they_are_decoded(pages: Pages) -> None:
    with pytest.raises(OversizeFile, match="pixels"):
        pages(_heic(_sheet()), max_picture_px=640 * 480 - 1)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_cut_off_photo_is_damaged(pages: Pages, share: float) -> None:
    rng = np.random.default_rng(4)
    whole = _heic(Image.fromarray(rng.integers(0, 255, (256, 256, 3), dtype=np.uint8)))
    with pytest.raises(DamagedFile):
        pages(whole[: int(len(whole) * share)]).page(1)
