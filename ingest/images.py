"""Pages of TIFF, JPEG, PNG, WebP, GIF, BMP and portable anymap files.

A page as it arrived is the picture as a viewer shows it, after the turn that a camera notes in EXIF.
Of a photo with several pictures in it (MPO) those are pages that stand for themselves: no previews, no gain
map, not the other eye of a pair. Of a moving picture the first one is the page.
"""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image, ImageChops, ImageOps, MpoImagePlugin, TiffImagePlugin

from ingest.errors import DamagedFile, EmptyFile, OversizeFile
from ingest.page import Page, Pixels
from ingest.pages import Part
from ingest.picture import believable_dpi, plain, squared
from ingest.source import SourceFile, SourceKind, SourceLimits
from ingest.transform import Transform

_FORMATS: dict[SourceKind, tuple[str, ...]] = {
    "tiff": ("TIFF",),
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "webp": ("WEBP",),
    "gif": ("GIF",),
    "bmp": ("BMP",),
    "pnm": ("PPM",),
}
# What Pillow's decoders raise on bytes that are not what they claim.
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, AttributeError,
    OverflowError, ZeroDivisionError, NotImplementedError, RuntimeError, struct.error,
)  # fmt: skip
# TIFF's NewSubfileType: a smaller copy of another page, or its mask, is no page.
_SUBFILE_TYPE = 254
_COPY_OR_MASK = 0b101
_METADATA_TURNED = range(5, 9)
# MPO's list of its pictures, and the kinds of them that are the same view again.
_MPO_LIST = 0xB002
_SAME_VIEW = ("Large Thumbnail", "Disparity")
# How the maps that brighten a photo on some screens name themselves, near their beginning.
_GAIN_MAP = (b"hdrgm:", b"hdrgainmap")
_NEAR_BEGINNING = 1 << 16
# What stands beside a page is at most half as large.
_BESIDE_SHARE = 0.5
# Pixels as oblong as faxes have them: 204 by 98 dots an inch, 200 by 100, 204 by 196. Programs write other
# uneven figures by mistake.
_OBLONG = ((1.0, 1.1), (1.9, 2.2))
# No sheet is longer in proportion.
_LONGEST_SHEET = 2.0
# A progressive JPEG is drawn in some ten passes over all its pixels; a thousand of them stall a decoder.
_SCAN_START = b"\xff\xda"
_MOST_SCANS = 100
# Rows of a picture that are handed over at a time.
_BAND_PX = 256


class ImagePages:
    """The pages of one picture file, each decoded when it is asked for.

    Raises
    ------
    DamagedFile, EmptyFile, OversizeFile
        Sizes are taken from the headers; nothing is decoded before they are within the limits.

    """

    parts: tuple[Part, ...] = ()

    def __init__(self, source: SourceFile, limits: SourceLimits) -> None:
        self._source = source
        self._limits = limits
        if source.kind == "jpeg" and source.content.count(_SCAN_START) > _MOST_SCANS:
            raise DamagedFile("The JPEG is made of more passes than a camera or scanner writes.")
        with self._opened() as image:
            self.first_size_px: tuple[int, int] = image.size
            self._frames = tuple(_page_frames(image, source.content, limits.max_pages))
        if not self._frames:
            raise EmptyFile("The file has no pages.")

    def __len__(self) -> int:
        return len(self._frames)

    def page(self, number: int) -> Page:
        """The page of this number, from 1.

        Raises
        ------
        DamagedFile, OversizeFile
            where this page cannot be read; others of the same file may be.

        """
        with self._frame(number) as image:
            across, down = _dpi_of(image)
            pixels = upright_pixels(image)
        size_px = pixels.shape[1], pixels.shape[0]
        to_original = Transform.identity()
        if not _is_of_a_sheet(across, down, size_px):
            across = down = 0.0
        if across and down:
            # squared() wants to know how much of the sheet one pixel covers each way.
            even = Transform.scale(1 / across, 1 / down)
            pixels, to_inches = squared(pixels, even)
            to_original = to_inches.then(even.inverse)
        dpi = max(across, down) if across and down else None
        return Page(number, pixels, believable_dpi(dpi, pixels), to_original, size_px)

    def picture(self, number: int) -> Pixels:
        """The page as RGB, as it arrived.

        Raises
        ------
        DamagedFile, OversizeFile

        """
        with self._frame(number) as image:
            pixels = upright_pixels(image)
        return pixels if pixels.ndim == 3 else np.repeat(pixels[:, :, None], 3, axis=2)

    @contextmanager
    def _opened(self) -> Iterator[Image.Image]:
        """Pillow's picture of the file, its complaints as our errors and its warnings unheard."""
        with warnings.catch_warnings():
            # Pillow warns of odd tags, and of sizes for which we have our own limits.
            warnings.simplefilter("ignore")
            try:
                with Image.open(
                    io.BytesIO(self._source.content), formats=_FORMATS[self._source.kind]
                ) as image:
                    self._check_size(image)
                    yield image
            except Image.DecompressionBombError:
                raise self._oversize() from None
            except MemoryError:
                raise OversizeFile("The picture needs more memory than there is.") from None
            except BROKEN:
                raise DamagedFile("The picture cannot be decoded: it is damaged or cut off.") from None

    @contextmanager
    def _frame(self, number: int) -> Iterator[Image.Image]:
        if not 1 <= number <= len(self._frames):
            raise IndexError(number)
        with self._opened() as image:
            image.seek(self._frames[number - 1])
            self._check_size(image)
            yield image

    def _check_size(self, image: Image.Image) -> None:
        width, height = image.size
        if width < 1 or height < 1:
            raise DamagedFile("The picture has no size.")
        if width * height > self._limits.max_picture_px:
            raise self._oversize()

    def _oversize(self) -> OversizeFile:
        return OversizeFile(
            f"The picture has more than {self._limits.max_picture_px / 1e6:.0f} million pixels."
        )


def _page_frames(image: Image.Image, content: bytes, max_pages: int) -> Iterator[int]:
    """The frames of the file that are pages."""
    if isinstance(image, MpoImagePlugin.MpoImageFile):
        yield from _own_views(image, content)
    elif isinstance(image, TiffImagePlugin.TiffImageFile):
        yield from _tiff_pages(image, max_pages)
    else:
        yield 0


def _own_views(image: MpoImagePlugin.MpoImageFile, content: bytes) -> Iterator[int]:
    """The pictures of a photo that show something of their own; a broken one after the first is none."""
    first_size = image.size
    yield 0
    listed = (image.mpinfo or {}).get(_MPO_LIST, [])
    for frame, entry in enumerate(listed[1:], 1):
        try:
            image.seek(frame)
            kind = str(entry["Attribute"]["MPType"])
        except BROKEN:
            return
        beginning = content[image.offset : image.offset + _NEAR_BEGINNING]
        if (
            not is_beside(image.size, first_size)
            and not kind.startswith(_SAME_VIEW)
            and not any(mark in beginning for mark in _GAIN_MAP)
        ):
            yield frame


def is_beside(size_px: tuple[int, int], largest_px: tuple[int, int]) -> bool:
    """Whether a picture is so small beside the largest of its file that it can only belong to it."""
    return size_px[0] * size_px[1] <= _BESIDE_SHARE * largest_px[0] * largest_px[1]


def _tiff_pages(image: TiffImagePlugin.TiffImageFile, max_pages: int) -> Iterator[int]:
    """The frames that are pages, not smaller copies of them."""
    found = 0
    # Twice the pages: each may bring a small copy of itself.
    for frame in range(2 * max_pages + 1):
        try:
            image.seek(frame)
        except EOFError:
            return
        except BROKEN:
            if not found:
                raise
            return
        if not int(image.tag_v2.get(_SUBFILE_TYPE, 0)) & _COPY_OR_MASK:
            found += 1
            if found > max_pages:
                break
            yield frame
    raise OversizeFile(f"The TIFF has more than {max_pages} pages.")


def _dpi_of(image: Image.Image) -> tuple[float, float]:
    """Resolution across and down of the upright picture; zeros where none is given.

    Where only the shape of a pixel is given, both are meaningless but for their ratio.
    """
    info = image.info
    given = info.get("dpi") or info.get("resolution") or info.get("jfif_density")
    try:
        across, down = (float(value) for value in given) if given else (0.0, 0.0)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0.0, 0.0
    if not (0 < across < math.inf and 0 < down < math.inf):
        return 0.0, 0.0
    turned = image.getexif().get(0x0112) in _METADATA_TURNED
    return (down, across) if turned else (across, down)


def _is_of_a_sheet(across: float, down: float, size_px: tuple[int, int]) -> bool:
    """Whether pixels of this shape are square, or those of a fax and make a sheet of it."""
    if not across or not down:
        return False
    ratio = max(across, down) / min(across, down)
    if not any(least <= ratio <= most for least, most in _OBLONG):
        return False
    width, height = size_px[0] / across, size_px[1] / down
    return ratio <= _OBLONG[0][1] or max(width, height) <= _LONGEST_SHEET * min(width, height)


def upright_pixels(image: Image.Image) -> Pixels:
    """Decoded and upright: grey (height, width) or RGB (height, width, 3), transparent parts white."""
    image.load()
    if image.mode == "CMYK" and image.format in {"JPEG", "MPO"} and "adobe" not in image.info:
        # Pillow takes every one for Adobe's, which are written as negatives; this is none of them.
        negative = ImageChops.invert(image)
        negative.info, image = image.info, negative
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith(("I", "F")):
        return _eight_bit(np.asarray(image))
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return plain(np.asarray(Image.alpha_composite(white, layer).convert("RGB")))
    if image.mode == "1":
        return _in_bands(image.convert("L"))
    return plain(_in_bands(image if image.mode in {"L", "RGB"} else image.convert("RGB")))


def _in_bands(image: Image.Image) -> Pixels:
    """The pixels of a grey or RGB picture, as ``np.asarray`` gives them of the whole.

    Pillow hands them over in bytes, twice: of a photo at once that is more than the photo itself.
    """
    width, height = image.size
    pixels = np.empty((height, width, 3) if image.mode == "RGB" else (height, width), np.uint8)
    for top in range(0, height, _BAND_PX):
        bottom = min(height, top + _BAND_PX)
        pixels[top:bottom] = np.asarray(image.crop((0, top, width, bottom)))
    return pixels


def _eight_bit(deep: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Pixels:
    """Grey of 16 or 32 bits, or of fractions, in 8 bits."""
    values = np.nan_to_num(deep.astype(np.float32))
    top = float(values.max(initial=0.0))
    full = next((full for full in (1.0, 255.0, 65535.0) if top <= full), top)
    if deep.dtype == np.uint16:
        full = 65535.0
    return np.asarray(np.clip(values * (255.0 / full), 0, 255), np.uint8)
