"""The picture that a PDF page consists of, taken out as it was scanned instead of rendered anew."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.page import Pixels
from ingest.pdf_drawn import Drawn, Placed
from ingest.picture import plain, squared
from ingest.transform import Box, Transform

# A picture over less of the page than this is a logo, not the page.
_WHOLE_PAGE = 0.5
# How far a picture may lean and still be called square with the page: three pixels down a sheet.
_LEAN = 0.001
_THUMB_PX = 128
# Mean difference in grey levels beyond which the picture taken out is not what the page shows.
_SAME_LOOK = 12.0


def own_picture(
    page: Any, drawn: Drawn, size_px: tuple[int, int], max_px: int
) -> tuple[Pixels, Transform] | None:
    """The one picture that the page is, upright as the page is shown, and its way to the page.

    None where the page is more than one picture, or the picture cannot be taken out as it is shown
    (masked, leaning, too large): the page must be rendered then. Grey where it holds no colour. What
    lies outside the visible page is cut away; pixels that are not square are made so.
    """
    extras = drawn.path_segments or drawn.shaded or drawn.filled_in or drawn.text or not drawn.complete
    if extras or len(drawn.pictures) != 1 or drawn.picture_share(size_px) < _WHOLE_PAGE:
        return None
    pixels = _decoded(drawn.pictures[0], max_px)
    if pixels is None:
        return None
    turned = _upright(pixels, drawn.pictures[0].place)
    if turned is None:
        return None
    cut = _cut(*turned, size_px)
    if cut is None:
        return None
    pixels, to_original = cut
    shown = _as_shown(page, pixels, to_original, size_px)
    return None if shown is None else squared(shown, to_original)


def _decoded(placed: Placed, max_px: int) -> Pixels | None:
    """The picture's own pixels, grey or RGB; None where PDFium cannot give them."""
    width, height = placed.size_px
    if not 0 < width * height <= max_px:
        return None
    raw = pdfium.FPDFImageObj_GetBitmap(placed.image)
    if not raw:
        return None
    # The buffer goes with the bitmap, so it is copied; its colours stand as blue, green, red.
    pixels: Pixels = pypdfium2.PdfBitmap.from_raw(raw).to_numpy()
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        return None
    return np.array(plain(pixels) if pixels.ndim == 2 else plain(pixels[:, :, ::-1]))


def _upright(pixels: Pixels, place: Transform) -> tuple[Pixels, Transform] | None:
    """Turned and mirrored by quarter turns as the page shows it; None where it leans."""
    height, width = pixels.shape[:2]
    to_page = Transform(((1 / width, 0.0, 0.0), (0.0, -1 / height, 1.0), (0.0, 0.0, 1.0))).then(place)
    (xx, xy, _), (yx, yy, _), _ = to_page.rows
    if abs(xx) + abs(yy) < abs(xy) + abs(yx):
        # Columns run down the page: swap the axes, then the map has no cross terms.
        pixels = np.swapaxes(pixels, 0, 1)
        to_page = Transform(((0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))).then(to_page)
        (xx, xy, _), (yx, yy, _), _ = to_page.rows
        height, width = width, height
    if not xx or not yy or abs(xy) > _LEAN * abs(yy) or abs(yx) > _LEAN * abs(xx):
        return None
    if xx < 0:
        pixels = pixels[:, ::-1]
        to_page = Transform(((-1.0, 0.0, width), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))).then(to_page)
    if yy < 0:
        pixels = pixels[::-1]
        to_page = Transform(((1.0, 0.0, 0.0), (0.0, -1.0, height), (0.0, 0.0, 1.0))).then(to_page)
    (x, _, left), (_, y, top), _ = to_page.rows
    return np.ascontiguousarray(pixels), Transform(((x, 0.0, left), (0.0, y, top), (0.0, 0.0, 1.0)))


def _cut(pixels: Pixels, to_original: Transform, size_px: tuple[int, int]) -> tuple[Pixels, Transform] | None:
    """Only the part of the picture that lies on the visible page; None where none does."""
    height, width = pixels.shape[:2]
    visible = to_original.inverse.box(Box(0, 0, *size_px))
    left, top = max(0, round(visible.left)), max(0, round(visible.top))
    right, bottom = min(width, round(visible.right)), min(height, round(visible.bottom))
    if right <= left or bottom <= top:
        return None
    shift = Transform(((1.0, 0.0, left), (0.0, 1.0, top), (0.0, 0.0, 1.0)))
    return np.ascontiguousarray(pixels[top:bottom, left:right]), shift.then(to_original)


def _as_shown(page: Any, pixels: Pixels, to_original: Transform, size_px: tuple[int, int]) -> Pixels | None:
    """The pixels if a small rendering of the page looks like them, inverted where that fits better.

    Masks, clips, decode arrays and one-bit pictures are easily taken out wrongly; this finds out.
    """
    scale = _THUMB_PX / max(size_px)
    thumb_size = max(1, round(size_px[0] * scale)), max(1, round(size_px[1] * scale))
    thumb = _thumbnail(page, thumb_size)
    height, width = pixels.shape[:2]
    box = to_original.then(Transform.scale(thumb_size[0] / size_px[0], thumb_size[1] / size_px[1])).box(
        Box(0, 0, width, height)
    )
    left, top = max(0, round(box.left)), max(0, round(box.top))
    shown = thumb[top : max(top + 1, round(box.bottom)), left : max(left + 1, round(box.right))]
    grey = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    small = cv2.resize(grey, shown.shape[::-1], interpolation=cv2.INTER_AREA).astype(np.float64)
    if np.abs(small - shown).mean() <= _SAME_LOOK:
        return pixels
    if np.abs(255 - small - shown).mean() <= _SAME_LOOK:
        return np.asarray(255 - pixels, np.uint8)
    return None


def _thumbnail(page: Any, size_px: tuple[int, int]) -> Pixels:
    width, height = size_px
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_GRAYSCALE)
        return np.array(bitmap.to_numpy()).reshape(height, width)
    finally:
        bitmap.close()
