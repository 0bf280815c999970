"""The text layer of a born-digital PDF page: its words with boxes, and whether it can be trusted.

A text layer is trusted where it is what a person sees: visible letters, upright, in a language, on a
page that is not a picture. A scanner's own reading under or over the picture is not; it is somebody
else's OCR and the picture is read instead. In doubt the page is read as a picture, which costs
a second and no errors.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.pdf_drawn import Drawn
from ingest.privacy import mask_words
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform

ENGINE = "text layer"
HIDDEN = "hidden-layer"
_TESSERACTS_LAYER = "tesseract hidden-layer"
# How sure its writer was is not told.
_HEARSAY = 50.0

_Sides: TypeAlias = tuple[float, float, float, float]

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_BLANKS = frozenset(b"\t\n\r \xa0")
# PDFium's mark for a hyphen at the end of a line, and Unicode's.
_HYPHENS = frozenset({0x02, 0xAD})
# Letters on a page before it is more than a stamp on a picture.
_FEW_LETTERS = 20
_MOST_CHARACTERS = 100_000
# More of the page than this under pictures, and the text may be in them.
_PICTURE_SHARE = 0.25
# A letter turned to an outline has some twenty segments; a ruled table has a few per line.
_SEGMENTS_PER_LETTER = 20
_SEGMENTS_OF_RULES = 2000
_HIDDEN_SHARE = 0.1
_GARBLED_SHARE = 0.03
_SIDEWAYS_SHARE = 0.2
# Below this many words a page is too short to tell its language.
_WORDS_TO_JUDGE = 25
_COMMON_SHARE = 0.05
_WORD = re.compile(r"[^\W\d_]{1,20}")
# Words that make up a third of any English or Spanish letter, and the words of bills and tables.
_COMMON = frozenset(
    _WORD.findall(
        """
    the of and to a in is you your we our for or if on by are be this that with not have will from as at
    it an can may us no date page due amount tax notice form year number total balance payment interest
    penalty paid name address account income return january february march april may june july august
    september october november december de la el los las que y su usted por para con del se una un
    """
    )
)


@dataclass(frozen=True, slots=True)
class _Style:
    """What the letters of one text object share: can they be seen, and are they upright."""

    seen: bool
    white: bool
    upright: bool


_SHOWN = _Style(seen=True, white=False, upright=True)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One letter in the order of the page's content; blanks and line ends are letters too.

    ``sides`` is left, top, right, bottom in pixels of the page as it arrived.
    """

    text: str
    sides: _Sides
    style: _Style


def trusted_text(page: Any, drawn: Drawn, to_arrival: Transform, size_px: tuple[int, int]) -> PageText | None:
    """The words of a page of PDFium's where its text layer can be trusted, else None.

    Boxes are in pixels of the page as it arrived; whole taxpayer numbers are masked. A page on which
    nothing at all is drawn gives a reading without lines.
    """
    if not drawn.complete or drawn.filled_in or drawn.picture_share(size_px) > _PICTURE_SHARE:
        return None
    layer = pdfium.FPDFText_LoadPage(page)
    if not layer:
        return None
    try:
        glyphs = _glyphs(layer, to_arrival)
    finally:
        pdfium.FPDFText_ClosePage(layer)
    if glyphs is None or not _is_what_is_seen(glyphs, drawn, size_px):
        return None
    words = tuple(_words(glyphs, drawn, size_px))
    if not _is_language(words):
        return None
    return mask_words(PageText(lines_of(words), size_px, Transform.identity(), ENGINE))


def hidden_layer(page: Any, to_arrival: Transform, size_px: tuple[int, int]) -> PageText | None:
    """The words of a text layer that is not trusted: most often another program's reading of the picture.

    Boxes are in pixels of the page as it arrived. The engine's name says whose it is as far as that can be
    told: what Tesseract wrote is no second opinion beside Tesseract's. None where there are no words.
    """
    layer = pdfium.FPDFText_LoadPage(page)
    if not layer:
        return None
    try:
        glyphs = _glyphs(layer, to_arrival) or []
        engine = _TESSERACTS_LAYER if _is_tesseracts(layer) else HIDDEN
    finally:
        pdfium.FPDFText_ClosePage(layer)
    everywhere = (replace(glyph, style=_SHOWN) for glyph in glyphs if glyph.style.upright)
    words = [
        Word(word.text, word.box, _HEARSAY)
        for word in _words([*everywhere], Drawn(), size_px)
        if _UNKNOWN not in word.text and word.box.width > 0 and word.box.height > 0
    ]
    return PageText(lines_of(words), size_px, Transform.identity(), engine) if words else None


def _is_tesseracts(layer: Any) -> bool:
    """Whether the first letter is set in the font without shapes that Tesseract and OCRmyPDF bring along."""
    owner = pdfium.FPDFText_GetTextObject(layer, 0)
    font = pdfium.FPDFTextObj_GetFont(owner) if owner else None
    if not font:
        return False
    name = ctypes.create_string_buffer(64)
    length = pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return 0 < length <= len(name) and b"glyphless" in name.value.lower()


def _glyphs(layer: Any, to_arrival: Transform) -> list[_Glyph] | None:
    """Every letter of the layer; None where there are more than any letter has."""
    count = pdfium.FPDFText_CountChars(layer)
    if not 0 <= count <= _MOST_CHARACTERS:
        return None
    turn, box_of = _turn_of(to_arrival), _ruler(layer)
    known: dict[int, _Style] = {}
    letters, boxes, styles = [], [], []
    for index in range(count):
        letter = _letter(layer, index)
        owner = pdfium.FPDFText_GetTextObject(layer, index)
        address = ctypes.addressof(owner.contents) if owner else 0
        if address not in known:
            known[address] = _style(layer, index, turn)
        letters.append(letter)
        boxes.append(box_of(index, letter))
        styles.append(known[address])
    sides = _mapped(np.array(boxes, np.float64).reshape(-1, 4), to_arrival)
    return [_Glyph(*parts) for parts in zip(letters, sides, styles, strict=True)]


def _letter(layer: Any, index: int) -> str:
    """One letter as text; U+FFFD where the font does not say what it is."""
    code = pdfium.FPDFText_GetUnicode(layer, index)
    if code in _HYPHENS:
        return "-"
    if code in _BLANKS:
        return " "
    if not 0x20 < code <= 0x10FFFF or pdfium.FPDFText_HasUnicodeMapError(layer, index) == 1:
        return _UNKNOWN
    letter = chr(code)
    if code < 0x7F:
        return letter
    category = unicodedata.category(letter)
    if category in {"Co", "Cs", "Cn", "Cc"}:
        return _UNKNOWN
    shown = unicodedata.normalize("NFKC", letter).strip()
    return shown if shown and category != "Cf" else " "


def _ruler(layer: Any) -> Callable[[int, str], _Sides]:
    """What measures a letter: left, bottom, right, top on the page's own scale.

    Tight around the ink; but the font's own height for a dash or a dot, which alone could not tell
    its row. The places PDFium writes to are made once: a page has thousands of letters.
    """
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    rect = pdfium.FS_RECTF()

    def measured(index: int, letter: str) -> _Sides:
        if letter.isalnum():
            pdfium.FPDFText_GetCharBox(layer, index, left, right, bottom, top)
            return left.value, bottom.value, right.value, top.value
        pdfium.FPDFText_GetLooseCharBox(layer, index, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    return measured


def _style(layer: Any, index: int, turn: float) -> _Style:
    """The style of the text object that holds this letter."""
    owner = pdfium.FPDFText_GetTextObject(layer, index)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(owner) if owner else pdfium.FPDF_TEXTRENDERMODE_FILL
    hidden = mode in {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    white = False
    if pdfium.FPDFText_GetFillColor(layer, index, red, green, blue, alpha):
        filled = mode != pdfium.FPDF_TEXTRENDERMODE_STROKE
        hidden = hidden or (filled and alpha.value < 26)
        white = filled and min(red.value, green.value, blue.value) > 240
    # PDFium counts this angle clockwise.
    angle = -pdfium.FPDFText_GetCharAngle(layer, index)
    return _Style(not hidden, white, math.cos(angle - turn) > 0.98)


def _turn_of(to_arrival: Transform) -> float:
    """The angle in radians, counterclockwise, at which a page is written that is shown upright."""
    (x_of_x, x_of_y, _), _, _ = to_arrival.rows
    return math.atan2(x_of_y, x_of_x)


def _mapped(boxes: NDArray[np.float64], place: Transform) -> list[_Sides]:
    """Boxes (n, 4) of a page's own scale in pixels; the map only scales and turns squarely."""
    matrix = place.matrix
    first = boxes[:, :2] @ matrix[:2, :2].T + matrix[:2, 2]
    last = boxes[:, 2:] @ matrix[:2, :2].T + matrix[:2, 2]
    sides = np.hstack([np.minimum(first, last), np.maximum(first, last)])
    return [tuple(row) for row in sides.tolist()]


def _is_what_is_seen(glyphs: Sequence[_Glyph], drawn: Drawn, size_px: tuple[int, int]) -> bool:
    """Whether the layer holds what a person sees on the page, and nothing much besides."""
    inked = [glyph for glyph in glyphs if glyph.text != " "]
    seen = [glyph for glyph in inked if glyph.style.seen]
    if len(seen) < _FEW_LETTERS:
        nothing_else = drawn.picture_share(size_px) == 0 and drawn.path_segments < 200 and not drawn.shaded
        return nothing_else and len(seen) == len(inked)
    garbled = sum(glyph.text == _UNKNOWN for glyph in seen)
    sideways = sum(not glyph.style.upright for glyph in seen)
    return (
        len(inked) - len(seen) <= _HIDDEN_SHARE * len(inked)
        and garbled <= _GARBLED_SHARE * len(seen)
        and sideways <= _SIDEWAYS_SHARE * len(seen)
        and drawn.path_segments <= _SEGMENTS_OF_RULES + _SEGMENTS_PER_LETTER * len(seen)
    )


def _words(glyphs: Sequence[_Glyph], drawn: Drawn, size_px: tuple[int, int]) -> Iterator[Word]:
    """The words that can be seen; what is written sideways in a margin is left out."""
    word: list[_Glyph] = []
    for glyph in glyphs:
        stands = glyph.text != " " and _shows(glyph, drawn, size_px)
        if word and (not stands or _apart(word[-1].sides, glyph.sides)):
            yield _word(word)
            word = []
        if stands:
            word.append(glyph)
    if word:
        yield _word(word)


def _shows(glyph: _Glyph, drawn: Drawn, size_px: tuple[int, int]) -> bool:
    """Whether this letter can be seen: on the page, in ink, and not white on white."""
    if not (glyph.style.seen and glyph.style.upright):
        return False
    left, top, right, bottom = glyph.sides
    x, y = (left + right) / 2, (top + bottom) / 2
    if not (0 <= x <= size_px[0] and 0 <= y <= size_px[1]):
        return False
    if not glyph.style.white:
        return True
    grounds = (*drawn.dark, *(picture.box for picture in drawn.pictures))
    return any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in grounds)


def _apart(last: _Sides, this: _Sides) -> bool:
    """Whether two letters in a row cannot be of one word: far apart, or on different rows."""
    height = max(last[3] - last[1], this[3] - this[1])
    gap = this[0] - last[2]
    overlap = min(last[3], this[3]) - max(last[1], this[1])
    return gap > height or gap < -2 * height or overlap < -height


def _word(glyphs: Sequence[_Glyph]) -> Word:
    # A letter that NFKC takes apart may bring a blank of its own.
    text = "".join([glyph.text for glyph in glyphs]).replace(" ", "")
    left, top, right, bottom = zip(*[glyph.sides for glyph in glyphs], strict=True)
    if not text.isalnum() and (inked := [glyph.sides for glyph in glyphs if glyph.text.isalnum()]):
        _, top, _, bottom = zip(*inked, strict=True)
    return Word(text, Box(min(left), min(top), max(right), max(bottom)))


def _is_language(words: Sequence[Word]) -> bool:
    """Whether the words are words: a font with a wrong map gives letters of no language."""
    found = [w.lower() for word in words for w in _WORD.findall(word.text)]
    if len(found) < _WORDS_TO_JUDGE:
        return True
    return sum(word in _COMMON for word in found) >= _COMMON_SHARE * len(found)
