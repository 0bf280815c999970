"""Pictures of pages: many kinds and depths, uneven fax pixels, turned photos, broken and huge files."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops

from ingest.clean import clean_page
from ingest.errors import DamagedFile, OversizeFile
from ingest.pages import PageSource, pages_of, render_page
from ingest.source import SourceLimits, open_source

Pages = Callable[..., PageSource]


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    def open_bytes(content: bytes, **limits: int) -> PageSource:
        path = tmp_path / "scan"
        path.write_bytes(content)
        return pages_of(open_source(path), limits=SourceLimits(**limits))

    return open_bytes


def _saved(image: Image.Image, kind: str, **settings: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def _sheet(mode: str = "L", size: tuple[int, int] = (240, 160)) -> Image.Image:
    """White, its left quarter black."""
    sheet = Image.new("L", size, 255)
    sheet.paste(0, (0, 0, size[0] // 4, size[1]))
    return sheet.convert(mode)


def _huge_png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "mode", "settings"),
    [
        ("JPEG", "L", {}),
        ("JPEG", "RGB", {}),
        ("JPEG", "CMYK", {}),
        ("PNG", "1", {}),
        ("PNG", "L", {}),
        ("PNG", "P", {}),
        ("PNG", "RGBA", {}),
        ("PNG", "LA", {}),
        ("PNG", "I;16", {}),
        ("TIFF", "1", {"compression": "group3"}),
        ("TIFF", "1", {"compression": "group4"}),
        ("TIFF", "L", {"compression": "tiff_lzw"}),
        ("TIFF", "RGB", {"compression": "jpeg"}),
        ("TIFF", "CMYK", {"compression": "tiff_lzw"}),
        ("TIFF", "I;16", {}),
        ("TIFF", "F", {}),
        ("JPEG", "RGB", {"progressive": True}),
        ("WEBP", "RGB", {"lossless": True}),
        ("WEBP", "RGBA", {"lossless": True}),
        ("GIF", "L", {}),
        ("GIF", "P", {}),
        ("BMP", "1", {}),
        ("BMP", "RGB", {}),
        ("PPM", "1", {}),
        ("PPM", "L", {}),
        ("PPM", "RGB", {}),
    ],
)
def test_black_is_black_and_white_is_white(
    pages: Pages, kind: str, mode: str, settings: dict[str, str]
) -> None:
    sheet = Image.fromarray(np.asarray(_sheet()).astype(np.uint16) * 257) if mode == "I;16" else _sheet(mode)
    source = pages(_saved(sheet, kind, **settings))
    assert len(source) == 1
    page = source.page(1)
    assert page.text is None
    assert page.pixels is not None
    assert page.pixels.dtype == np.uint8
    assert page.pixels.shape == (160, 240)
    assert page.pixels[:, :50].max() < 12
    assert page.pixels[:, 70:].min() > 243
    assert page.size_px == (240, 160)
    picture = source.picture(1)
    assert picture.shape == (160, 240, 3)
    assert picture.dtype == np.uint8


def test_colours_stay_and_clear_parts_are_white(pages: Pages) -> None:
    sheet = Image.new("RGBA", (40, 30), (255, 0, 0, 255))
    sheet.paste((0, 0, 0, 0), (0, 0, 20, 30))
    pixels = pages(_saved(sheet, "PNG")).page(1).pixels
    assert pixels is not None
    assert pixels[5, 30].tolist() == [255, 0, 0]
    assert pixels[5, 5].tolist() == [255, 255, 255]
    palette = Image.new("P", (40, 30), 1)
    palette.putpalette([255, 255, 255, 0, 0, 0])
    clear = pages(_saved(palette, "PNG", transparency=1)).page(1).pixels
    assert clear is not None
    assert clear.min() == 255


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_arrives_upright(pages: Pages, kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    source = pages(_saved(_sheet("L", (160, 240)), kind, exif=exif, dpi=(150, 300)))
    page = source.page(1)
    across = orientation < 5
    assert page.size_px == ((160, 240) if across else (240, 160))
    assert source.picture(1).shape == (*page.size_px[::-1], 3)
    assert page.pixels is not None
    # Uneven pixels are made square whichever way the picture was turned.
    assert page.pixels.shape == ((240, 320) if across else (320, 240))
    assert page.to_original.point(page.pixels.shape[1], page.pixels.shape[0]) == pytest.approx(page.size_px)


def test_a_standard_fax_is_stretched_and_its_boxes_lead_back(pages: Pages) -> None:
    fax = _saved(_sheet("1", (1728, 1078)), "TIFF", compression="group3", dpi=(204, 98))
    page = pages(fax).page(1)
    assert page.pixels is not None
    assert page.pixels.shape == pytest.approx((2244, 1728), abs=2)
    assert page.dpi == pytest.approx(204)
    assert page.size_px == (1728, 1078)
    assert page.to_original.point(864, 1122) == pytest.approx((864, 539), abs=1)


@pytest.mark.parametrize(
    ("dpi", "size", "believed"),
    [
        ((300, 300), (2550, 3300), 300),
        ((200, 200), (1700, 2200), 200),
        ((72, 72), (4000, 3000), None),  # a phone photo: 55 inches
        ((1, 1), (1700, 2200), None),
        ((1200, 1200), (850, 1100), None),  # a stamp
        (None, (850, 1100), None),
    ],
)
def test_a_resolution_is_believed_where_it_makes_a_sheet(
    pages: Pages, dpi: tuple[int, int] | None, size: tuple[int, int], believed: float | None
) -> None:
    settings = {"dpi": dpi} if dpi else {}
    page = pages(_saved(_sheet("L", size), "JPEG", **settings)).page(1)
    assert page.dpi == (None if believed is None else pytest.approx(believed))


def test_pages_of_a_tiff_without_its_small_copies(pages: Pages) -> None:
    frames = []
    for grey, copy in ((10, 0), (200, 1), (90, 0), (250, 4)):
        frame = Image.new("L", (60, 40), grey)
        frame.encoderinfo = {"tiffinfo": {254: copy}}
        frames.append(frame)
    content = _saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    source = pages(content)
    assert len(source) == 2
    greys = [source.page(number).pixels for number in (1, 2)]
    assert [pixels is not None and int(pixels[0, 0]) for pixels in greys] == [10, 90]
    with pytest.raises(IndexError):
        source.page(3)
    with pytest.raises(OversizeFile, match="pages"):
        pages(content, max_pages=1)


def _photo(*pictures: Image.Image) -> bytes:
    """A photo of several pictures, as phones write it."""
    return _saved(pictures[0], "MPO", save_all=True, append_images=pictures[1:])


def test_every_picture_of_a_photo_that_is_a_page(pages: Pages) -> None:
    source = pages(_photo(_sheet("RGB"), Image.new("RGB", (60, 40)), Image.new("RGB", (240, 160), "red")))
    assert len(source) == 2
    assert source.page(1).size_px == (240, 160)
    assert source.picture(2)[80, 120] == pytest.approx((254, 0, 0), abs=3)


def test_a_photos_preview_gain_map_and_other_eye_are_no_pages(pages: Pages) -> None:
    second = Image.new("RGB", (240, 160), "red")
    plain = _photo(_sheet("RGB"), second)
    assert len(pages(plain)) == 2
    # The kind of the second picture stands in the list of pictures, right after the first one's entry.
    at = plain.index(b"MPF\0")
    entry = plain.index(struct.pack("<L", 0), plain.index(b"\x00\x00\x03\x00", at) + 4)
    assert entry > at
    for kind in (0x010001, 0x010002, 0x020002):
        marked = bytearray(plain)
        marked[entry : entry + 4] = struct.pack("<L", kind)
        assert len(pages(bytes(marked))) == 1, hex(kind)
    second.info["xmp"] = b"<x xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/' hdrgm:Version='1.0'/>"
    second.encoderinfo = {"xmp": second.info["xmp"]}
    assert len(pages(_photo(_sheet("RGB"), second))) == 1


def test_a_cmyk_picture_that_adobe_did_not_write_is_no_negative(pages: Pages) -> None:
    negative = _saved(ImageChops.invert(_sheet("CMYK")), "JPEG")
    start = negative.index(b"\xff\xee")
    end = start + 2 + int.from_bytes(negative[start + 2 : start + 4], "big")
    pixels = pages(negative[:start] + negative[end:]).page(1).pixels
    assert pixels is not None
    assert pixels[:, :50].max() < 12
    assert pixels[:, 70:].min() > 243


@pytest.mark.parametrize(
    ("dpi", "size", "stretched"),
    [
        ((204, 98), (1728, 1078), 2.08),
        ((200, 100), (1700, 1100), 2.0),
        ((204, 196), (1728, 2200), 1.04),
        ((300, 300), (2550, 3300), 1.0),
        ((204, 98), (1700, 2200), 1.0),  # a sheet as it is: stretched it would be a ribbon
        ((72, 96), (1700, 2200), 1.0),  # no fax has such dots
        ((9999, 1), (1700, 2200), 1.0),
        ((1, 1), (1700, 2200), 1.0),
        ((0, 0), (1700, 2200), 1.0),
    ],
)
def test_only_a_faxs_oblong_dots_are_believed(
    pages: Pages, dpi: tuple[int, int], size: tuple[int, int], stretched: float
) -> None:
    page = pages(_saved(_sheet("L", size), "TIFF", compression="tiff_lzw", dpi=dpi)).page(1)
    assert page.pixels is not None
    assert page.pixels.shape[0] == pytest.approx(size[1] * stretched, rel=0.01)
    assert page.size_px == size


@pytest.mark.parametrize("side", [10_001, 12_000, 30_000, 2**31 - 1])
def test_too_many_pixels_are_refused_before_they_are_decoded(pages: Pages, side: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(OversizeFile):
            pages(_huge_png(side, side))


def test_a_large_page_within_a_tiff_spoils_only_itself(pages: Pages) -> None:
    content = _saved(_sheet(), "TIFF", save_all=True, append_images=[_sheet("L", (300, 300))])
    source = pages(content, max_picture_px=50_000)
    assert source.page(1).pixels is not None
    with pytest.raises(OversizeFile):
        source.page(2)


@pytest.mark.parametrize(("width", "height"), [(0, 0), (0, 10), (10, 0)])
def test_a_picture_without_size_is_damaged(pages: Pages, width: int, height: int) -> None:
    with pytest.raises(DamagedFile):
        pages(_huge_png(width, height)).page(1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_cut_off_file_is_damaged(pages: Pages, kind: str, share: float) -> None:
    rng = np.random.default_rng(5)
    noise = Image.fromarray(rng.integers(0, 255, (200, 200), dtype=np.uint8))
    settings = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    whole = _saved(noise, kind, **settings)
    with pytest.raises(DamagedFile):
        pages(whole[: int(len(whole) * share)]).page(1)


def test_a_page_is_drawn_as_it_arrived(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    path.write_bytes(_saved(_sheet("1"), "TIFF", compression="group4", dpi=(204, 98)))
    picture = render_page(open_source(path), 1)
    assert picture.shape == (160, 240, 3)


def test_a_jpeg_of_a_thousand_passes_is_refused(pages: Pages) -> None:
    whole = _saved(_sheet(), "JPEG", progressive=True)
    assert len(pages(whole)) == 1
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    with pytest.raises(DamagedFile, match="passes"):
        pages(whole[:-2] + scan * 1000 + whole[-2:])


def test_the_size_of_text_tells_the_resolution_not_the_file(pages: Pages, drawn: Any) -> None:
    sheet = Image.fromarray(drawn.pixels)
    plain = pages(_saved(sheet, "PNG")).page(1)
    clean = clean_page(plain)
    # Drawn at 150 dpi, and brought near the size that is read best.
    assert clean.pixels.shape[0] > 1.4 * drawn.pixels.shape[0]
    for kind, dpi in (("PNG", 72), ("TIFF", 1), ("TIFF", 9999), ("PNG", 0)):
        page = pages(_saved(sheet, kind, dpi=(dpi, dpi))).page(1)
        assert np.array_equal(page.pixels, plain.pixels)
        assert clean_page(page).to_original == clean.to_original
