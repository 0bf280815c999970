"""What is drawn on a PDF page besides its letters: pictures and where they lie, lines, filled-in fields."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from ingest.transform import Box, Transform

# A page of more objects than this is looked at as a picture; a letter has some hundreds.
_MOST_OBJECTS = 20_000
_MOST_ANNOTATIONS = 500
_NESTED = 8
# The smallest QR code has some 200 dark squares, mostly drawn in pieces; a table has a dozen lines.
_SEGMENTS_OF_CODE = 300
_CODE_FLATTEST = 0.8
# A line or a rectangle has at most so many segments; of anything larger the bounds say little.
_PLAIN_SEGMENTS = 5
# pdfplumber takes strokes this near to each other for one.
_SAME_STROKE_PT = 3.0
_UNIT = Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on a page.

    ``place`` leads from the unit square of PDF (y upwards, the picture's top at 1) to pixels of the
    page as it arrived; ``image`` is PDFium's object and lives as long as its page.
    """

    image: Any = field(repr=False)
    place: Transform

    @property
    def box(self) -> Box:
        """Where it lies on the page as it arrived."""
        return self.place.box(_UNIT)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height as its entry claims; nothing is decoded. Zeros where it claims none."""
        width, height = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(self.image, width, height)
        return width.value, height.value


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was found on a page.

    Parameters
    ----------
    pictures
        In the order they are painted.
    path_segments
        Lines and curves of all paths; letters turned to outlines show in it.
    dark
        Boxes of filled paths that are not near white, on which white letters can be seen.
    shaded
        Whether a colour gradient is painted.
    filled_in
        Whether a form field or a typed comment adds text that is not in the page's own content.
    text
        Whether letters are painted that are not invisible.
    complete
        False where there was more than could be looked at.

    """

    pictures: tuple[Placed, ...] = ()
    path_segments: int = 0
    dark: tuple[Box, ...] = field(default=(), repr=False)
    shaded: bool = False
    filled_in: bool = False
    text: bool = False
    complete: bool = True

    @property
    def may_hold_code(self) -> bool:
        """Whether a picture that is about as high as wide, or many paths, may be a QR code."""
        return self.path_segments >= _SEGMENTS_OF_CODE or any(
            _CODE_FLATTEST < box.width / max(box.height, 1.0) < 1 / _CODE_FLATTEST
            for box in (picture.box for picture in self.pictures)
        )

    def picture_share(self, size_px: tuple[int, int]) -> float:
        """The share of the page that pictures cover, overlaps counted twice, at most 1."""
        width, height = size_px
        covered = 0.0
        for picture in self.pictures:
            box = picture.box
            across = min(box.right, width) - max(box.left, 0.0)
            down = min(box.bottom, height) - max(box.top, 0.0)
            covered += max(0.0, across) * max(0.0, down)
        return min(1.0, covered / (width * height))


def drawn_on(page: Any, to_arrival: Transform) -> Drawn:
    """Look through the objects of a page of PDFium's, also those nested in forms."""
    pictures: list[Placed] = []
    dark: list[Box] = []
    segments, seen, shaded, text = 0, 0, False, False
    for raw, kind, holder in itertools.islice(_objects(page), _MOST_OBJECTS + 1):
        seen += 1
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(Placed(raw, _matrix_of(raw).then(holder).then(to_arrival)))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            segments += max(0, pdfium.FPDFPath_CountSegments(raw))
            if _is_dark(raw):
                dark.append(holder.then(to_arrival).box(_bounds_of(raw)))
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            shaded = True
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            text = text or pdfium.FPDFTextObj_GetTextRenderMode(raw) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return Drawn(
        pictures=tuple(pictures),
        path_segments=segments,
        dark=tuple(dark),
        shaded=shaded,
        filled_in=_is_filled_in(page),
        text=text,
        complete=seen <= _MOST_OBJECTS,
    )


def may_be_ruled(page: Any, to_arrival: Transform, heights_px: Sequence[float]) -> bool:
    """Whether something stands in a cell of a ruled table with another cell beside it, as far as bounds tell.

    Two cells have three uprights. To look costs a hundredth of what asking pdfplumber does.

    Parameters
    ----------
    heights_px
        How far down the page as it arrived the things stand.

    """
    near_px = to_arrival.box(Box(0.0, 0.0, _SAME_STROKE_PT, _SAME_STROKE_PT)).height
    paths = [(raw, to_page) for raw, kind, to_page in _objects(page) if kind == pdfium.FPDF_PAGEOBJ_PATH]
    if any(pdfium.FPDFPath_CountSegments(raw) > _PLAIN_SEGMENTS for raw, _ in paths):
        return True
    boxes = [to_page.then(to_arrival).box(_bounds_of(raw)) for raw, to_page in paths]
    for height in heights_px:
        beside = [box for box in boxes if box.top - near_px <= height <= box.bottom + near_px]
        sides = sorted(side for box in beside for side in (box.left, box.right))
        if sum(right - left > near_px for left, right in itertools.pairwise(sides)) >= 2:
            return True
    return False


def _objects(page: Any) -> Iterator[tuple[Any, int, Transform]]:
    """Each object with its kind and the matrix of the forms that hold it."""
    count = pdfium.FPDFPage_CountObjects(page)
    for index in range(count):
        raw = pdfium.FPDFPage_GetObject(page, index)
        if raw:
            yield from _unfolded(raw, Transform.identity(), _NESTED)


def _unfolded(raw: Any, holder: Transform, depth: int) -> Iterator[tuple[Any, int, Transform]]:
    kind = pdfium.FPDFPageObj_GetType(raw)
    yield raw, kind, holder
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
        inside = _matrix_of(raw).then(holder)
        for index in range(pdfium.FPDFFormObj_CountObjects(raw)):
            child = pdfium.FPDFFormObj_GetObject(raw, index)
            if child:
                yield from _unfolded(child, inside, depth - 1)


def _matrix_of(raw: Any) -> Transform:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(raw, m):
        return Transform.identity()
    return Transform(((m.a, m.c, m.e), (m.b, m.d, m.f), (0.0, 0.0, 1.0)))


def _bounds_of(raw: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(raw, left, bottom, right, top)
    return Box(left.value, bottom.value, right.value, top.value)


def _is_dark(path: Any) -> bool:
    """Whether the path is filled with a colour that white letters stand out from."""
    mode, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or mode.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) < 200 and alpha.value > 100


def _is_filled_in(page: Any) -> bool:
    """Whether annotations add text: a form field with a value, or a typed comment."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            # A string of one unit is only its closing zero.
            typed = pdfium.FPDFAnnot_GetStringValue(annotation, b"V", None, 0) > 2
            if kind == pdfium.FPDF_ANNOT_FREETEXT or (kind == pdfium.FPDF_ANNOT_WIDGET and typed):
                return True
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return False
