"""Pages of a PDF: the text layer where it can be trusted, else the page's own picture, else a rendering.

PDFium is not safe with threads, and a hostile file can make it abort: it runs in a process that may die.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import DamagedFile, EmptyFile, EncryptedFile, OversizeFile
from ingest.links import codes_in
from ingest.ocr.table_rows import close_rows, lonely_amounts, ruled_rows
from ingest.ocr.text_layer import hidden_layer, trusted_text
from ingest.page import Link, Page, Pixels
from ingest.pages import Part
from ingest.pdf_boxes import user_units
from ingest.pdf_drawn import Drawn, drawn_on, may_be_ruled
from ingest.pdf_links import links_of
from ingest.pdf_picture import own_picture
from ingest.picture import believable_dpi
from ingest.source import SourceFile, SourceLimits
from ingest.transform import Transform

# Boxes on a PDF page are given in pixels at this resolution (docs/record.md).
ARRIVAL_DPI = 300
_POINTS_PER_INCH = 72
# OpenCV warps no picture with a longer side.
_LONGEST_SIDE_PX = 30_000
# No sheet is that narrow: its unit is not the point.
_TINY_PT = 144
# The shorter side of a page that is drawn to look for codes.
_CODES_SIDE_PX = 1000
_NO_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b|/Count\s+0\b[^>]*/Type\s*/Pages\b")


class PdfPages:
    """The pages of one PDF, each read when it is asked for.

    Raises
    ------
    EncryptedFile
        where it opens neither without a password nor with one of those given; one that only forbids
        printing is opened.
    DamagedFile, EmptyFile, OversizeFile

    """

    parts: tuple[Part, ...] = ()

    def __init__(self, source: SourceFile, limits: SourceLimits, passwords: Sequence[str] = ()) -> None:
        self._limits = limits
        self._content = source.content
        # Its warnings (of forms it has no code for) are for programmers and would land on stderr.
        logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)
        self._document, self.password = _unlocked(source.content, passwords)
        # Without this the values of form fields are not drawn; a broken form is no broken letter.
        with suppress(pypdfium2.PdfiumError):
            self._document.init_forms()
        self._count = len(self._document)
        if self._count < 1:
            raise EmptyFile("The PDF has no pages.")
        if self._count > limits.max_pages:
            raise OversizeFile(f"The PDF has {self._count} pages, more than {limits.max_pages}.")

    def __len__(self) -> int:
        return self._count

    def page(self, number: int) -> Page:
        """The page of this number, from 1.

        Raises
        ------
        DamagedFile
            where this page cannot be read; others of the same file may be.
        OversizeFile
            where a picture on this page is over the limit.

        """
        with self._opened(number) as page:
            to_arrival, size_px = self._arrival(page, number)
            drawn = drawn_on(page, to_arrival)
            text = trusted_text(page, drawn, to_arrival, size_px)
            if text is not None:
                lonely = lonely_amounts(text) if drawn.path_segments else ()
                if lonely and may_be_ruled(page, to_arrival, lonely):
                    rows = ruled_rows(self._content, number, to_arrival, password=self.password or "")
                    text = close_rows(text, rows)
                links = (*links_of(page, to_arrival), *_codes_drawn(page, drawn, size_px))
                return Page(number, None, ARRIVAL_DPI, Transform.identity(), size_px, text, links=links)
            self._check_pictures(drawn, number)
            picture = own_picture(page, drawn, size_px, self._limits.max_raster_px)
            if picture is None:
                pixels = _rendered(page, self._raster_size(size_px), grey=True)
                to_original = Transform.scale(size_px[0] / pixels.shape[1], size_px[1] / pixels.shape[0])
            else:
                pixels, to_original = picture
            dpi = ARRIVAL_DPI / to_original.rows[0][0]
            layer = hidden_layer(page, to_arrival, size_px)
            return Page(number, pixels, believable_dpi(dpi, pixels), to_original, size_px, layer=layer)

    def picture(self, number: int) -> Pixels:
        """The page as RGB, one pixel for each of the page as it arrived.

        Raises
        ------
        DamagedFile
        OversizeFile
            where it would be larger than the limit; it is not scaled, since boxes would not fit.

        """
        with self._opened(number) as page:
            to_arrival, size_px = self._arrival(page, number)
            self._check_pictures(drawn_on(page, to_arrival), number)
            if self._raster_size(size_px) != size_px:
                raise OversizeFile(f"Page {number} is too large for a picture at {ARRIVAL_DPI} dpi.")
            return _rendered(page, size_px, grey=False)

    def place(self, number: int) -> Transform:
        """From pixels of the page as it arrived to the page's own coordinates, as its content uses them.

        Raises
        ------
        DamagedFile, IndexError

        """
        with self._opened(number) as page:
            return self._arrival(page, number)[0].inverse

    def _arrival(self, page: Any, number: int) -> tuple[Transform, tuple[int, int]]:
        return _arrival(page, number, self._units.get(number, 1.0))

    @cached_property
    def _units(self) -> dict[int, float]:
        """Pages whose unit is not a point, which PDFium does not tell."""
        if b"/UserUnit" not in self._content and not any(map(self._is_tiny, range(self._count))):
            return {}
        return user_units(self._content, self.password or "")

    def _is_tiny(self, index: int) -> bool:
        try:
            return bool(min(self._document.get_page_size(index)) < _TINY_PT)
        except pypdfium2.PdfiumError:
            return False

    @contextmanager
    def _opened(self, number: int) -> Iterator[Any]:
        if not 1 <= number <= self._count:
            raise IndexError(number)
        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError:
            raise DamagedFile(f"Page {number} of the PDF is damaged.") from None
        try:
            yield page
        except pypdfium2.PdfiumError:
            raise DamagedFile(f"Page {number} of the PDF is damaged.") from None
        finally:
            page.close()

    def _check_pictures(self, drawn: Drawn, number: int) -> None:
        """A picture must be decoded to be rendered, however small it is shown."""
        for picture in drawn.pictures:
            width, height = picture.size_px
            if width * height > self._limits.max_picture_px:
                most = self._limits.max_picture_px / 1e6
                raise OversizeFile(f"A picture on page {number} has more than {most:.0f} million pixels.")

    def _raster_size(self, size_px: tuple[int, int]) -> tuple[int, int]:
        """The size at which to render: as it arrived, or smaller where that is over the limit."""
        width, height = size_px
        shrink = min(
            1.0,
            (self._limits.max_raster_px / (width * height)) ** 0.5,
            _LONGEST_SIDE_PX / max(width, height),
        )
        return max(1, int(width * shrink)), max(1, int(height * shrink))


def _unlocked(content: bytes, passwords: Sequence[str]) -> tuple[Any, str | None]:
    """The document and the password that opened it, None where it needs none."""
    for password in (None, *passwords):
        try:
            return pypdfium2.PdfDocument(content, password=password), password
        except pypdfium2.PdfiumError as error:
            # PDFium refuses an empty page tree without saying so; its error is then that of another file.
            if _NO_PAGES.search(content):
                raise EmptyFile("The PDF has no pages.") from None
            if error.err_code not in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
                raise DamagedFile("The PDF cannot be opened: it is damaged or cut off.") from None
    if not passwords:
        raise EncryptedFile("The PDF is locked with a password.")
    raise EncryptedFile(
        "The PDF is locked with another password than those given.",
        advice="Ask the sender for the right one.",
    )


def _arrival(page: Any, number: int, unit: float) -> tuple[Transform, tuple[int, int]]:
    """From the page's own coordinates to pixels as a viewer shows it at 300 dpi, and its size so.

    The visible part (CropBox within MediaBox), /Rotate and the page's unit in points are in it; y turns
    from up to down.
    """
    left, bottom, right, top = page.get_bbox()
    turned = page.get_rotation()
    width_pt, height_pt = page.get_size()
    if not (0 < width_pt * unit < 1e7 and 0 < height_pt * unit < 1e7):
        raise DamagedFile(f"Page {number} of the PDF has no size.")
    scale = unit * ARRIVAL_DPI / _POINTS_PER_INCH
    size_px = max(1, round(width_pt * scale)), max(1, round(height_pt * scale))
    x, y = size_px[0] / width_pt, size_px[1] / height_pt
    rows = {
        0: ((x, 0.0, -left * x), (0.0, -y, top * y)),
        90: ((0.0, x, -bottom * x), (y, 0.0, -left * y)),
        180: ((-x, 0.0, right * x), (0.0, y, -bottom * y)),
        270: ((0.0, -x, top * x), (-y, 0.0, right * y)),
    }[turned]
    return Transform((*rows, (0.0, 0.0, 1.0))), size_px


def _codes_drawn(page: Any, drawn: Drawn, size_px: tuple[int, int]) -> tuple[Link, ...]:
    """QR codes on a page that is drawn, looked for only where a picture or many small paths may be one."""
    if not drawn.may_hold_code:
        return ()
    scale = min(1.0, _CODES_SIDE_PX / min(size_px))
    small = max(1, round(size_px[0] * scale)), max(1, round(size_px[1] * scale))
    if max(small) > _LONGEST_SIDE_PX:
        return ()
    pixels = _rendered(page, small, grey=True)
    return tuple(codes_in(pixels, Transform.scale(size_px[0] / small[0], size_px[1] / small[1])))


def _rendered(page: Any, size_px: tuple[int, int], *, grey: bool) -> Pixels:
    """The page as grey (height, width) or RGB (height, width, 3) on white, annotations drawn."""
    width, height = size_px
    form = pdfium.FPDFBitmap_Gray if grey else pdfium.FPDFBitmap_BGR
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, form)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags = pdfium.FPDF_ANNOT | (pdfium.FPDF_GRAYSCALE if grey else 0)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        if page.formenv:
            pdfium.FPDF_FFLDraw(page.formenv, bitmap, page, 0, 0, width, height, 0, flags)
        pixels: Pixels = bitmap.to_numpy()
        return np.array(pixels.reshape(height, width) if grey else pixels[:, :, ::-1])
    finally:
        bitmap.close()
