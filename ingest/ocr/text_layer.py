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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

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


@dataclass(frozen=True, slots=True, eq=False)
class _Glyphs:
    """The letters of a layer in the order of its content; blanks and line ends are letters too.

    Parameters
    ----------
    letters
        Each as text, n of them.
    sides
        Left, top, right, bottom in pixels of the page as it arrived, shape (n, 4).
    seen, white, upright
        What the text object of each says, shape (n,).

    """

    letters: list[str] = field(repr=False)
    sides: NDArray[np.float64] = field(repr=False)
    seen: NDArray[np.bool_]
    white: NDArray[np.bool_]
    upright: NDArray[np.bool_]

    @property
    def inked(self) -> NDArray[np.bool_]:
        """Which are no blanks."""
        return np.array([letter != " " for letter in self.letters], np.bool_)


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
        glyphs = _glyphs(layer, to_arrival)
        engine = _TESSERACTS_LAYER if _is_tesseracts(layer) else HIDDEN
    finally:
        pdfium.FPDFText_ClosePage(layer)
    words = [
        Word(word.text, word.box, _HEARSAY)
        for word in (_words(_upright_shown(glyphs), Drawn(), size_px) if glyphs else ())
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


def _upright_shown(glyphs: _Glyphs) -> _Glyphs:
    """The upright letters as if all could be seen."""
    (at,) = glyphs.upright.nonzero()
    yes = np.ones(len(at), np.bool_)
    letters = [glyphs.letters[index] for index in at.tolist()]
    return _Glyphs(letters, glyphs.sides[at], seen=yes, white=~yes, upright=yes)


def _glyphs(layer: Any, to_arrival: Transform) -> _Glyphs | None:
    """Every letter of the layer; None where there are more than any letter has."""
    count = pdfium.FPDFText_CountChars(layer)
    if not 0 <= count <= _MOST_CHARACTERS:
        return None
    letters = _letters(layer, count)
    turn = _turn_of(to_arrival)
    owners = _each(pdfium.FPDFText_GetTextObject, ctypes.c_size_t, layer, count)
    known: dict[int, _Style] = {}
    for index, owner in enumerate(owners):
        if owner not in known:
            known[owner] = _style(layer, index, turn)
    styles = [known[owner] for owner in owners]
    return _Glyphs(
        letters,
        _mapped(_sides(layer, letters), to_arrival),
        seen=np.array([style.seen for style in styles], np.bool_),
        white=np.array([style.white for style in styles], np.bool_),
        upright=np.array([style.upright for style in styles], np.bool_),
    )


def _quick(function: Any, kind: Any) -> Any:
    """The function of PDFium's without what ctypes does about each call's arguments: a page has thousands.

    Arguments must be given as ctypes values, or as numbers that fit an int.
    """
    quick: Any = ctypes.PYFUNCTYPE(kind)(ctypes.cast(function, ctypes.c_void_p).value or 0)
    quick.argtypes = None
    return quick


def _each(function: Any, kind: Any, layer: Any, count: int) -> list[int]:
    """What a function of PDFium's says of each letter of a layer."""
    return list(map(_quick(function, kind), repeat(layer), range(count)))


def _letters(layer: Any, count: int) -> list[str]:
    """Each letter as text; U+FFFD where the font does not say what it is."""
    codes = _codes(layer, count)
    unmapped = _each(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, layer, count)
    shown = {code: _letter(code) for code in set(codes)}
    letters = [shown[code] for code in codes]
    for index in [at for at, error in enumerate(unmapped) if error == 1]:
        if codes[index] not in _HYPHENS and codes[index] not in _BLANKS:
            letters[index] = _UNKNOWN
    return letters


def _codes(layer: Any, count: int) -> list[int]:
    """The code point of each letter: all at once, or one after the other where not each is one unit."""
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(layer, 0, count, units) if count else 1
    codes = list(units)[:count]
    if written == count + 1 and not any(0xD800 <= code <= 0xDFFF or code >= 0xFFFE for code in set(codes)):
        return codes
    return _each(pdfium.FPDFText_GetUnicode, ctypes.c_uint, layer, count)


def _letter(code: int) -> str:
    """A code point as text; U+FFFD for one that says nothing."""
    if code in _HYPHENS:
        return "-"
    if code in _BLANKS:
        return " "
    if not 0x20 < code <= 0x10FFFF:
        return _UNKNOWN
    letter = chr(code)
    if code < 0x7F:
        return letter
    category = unicodedata.category(letter)
    if category in {"Co", "Cs", "Cn", "Cc"}:
        return _UNKNOWN
    shown = unicodedata.normalize("NFKC", letter).strip()
    return shown if shown and category != "Cf" else " "


def _sides(layer: Any, letters: Sequence[str]) -> NDArray[np.float64]:
    """Where each letter stands: left, bottom, right, top on the page's own scale, shape (n, 4).

    Tight around the ink; but the font's own height for a dash or a dot, which alone could not tell
    its row. Where a blank stands is not asked. The places PDFium writes to are made once.
    """
    tight = _quick(pdfium.FPDFText_GetCharBox, ctypes.c_int)
    loose = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
    box, rect = (ctypes.c_double * 4)(), pdfium.FS_RECTF()
    # It tells left, right, bottom, top.
    left, right, bottom, top = (ctypes.c_void_p(ctypes.addressof(box) + 8 * at) for at in (0, 2, 1, 3))
    around = ctypes.byref(rect)
    found = bytearray()
    for index, letter in enumerate(letters):
        if letter.isalnum():
            tight(layer, index, left, right, bottom, top)
        elif letter != " ":
            loose(layer, index, around)
            box[0], box[1], box[2], box[3] = rect.left, rect.bottom, rect.right, rect.top
        found += box
    return np.frombuffer(found, np.float64).reshape(-1, 4)


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


def _mapped(boxes: NDArray[np.float64], place: Transform) -> NDArray[np.float64]:
    """Boxes (n, 4) of a page's own scale in pixels; the map only scales and turns squarely."""
    matrix = place.matrix
    first = boxes[:, :2] @ matrix[:2, :2].T + matrix[:2, 2]
    last = boxes[:, 2:] @ matrix[:2, :2].T + matrix[:2, 2]
    return np.hstack([np.minimum(first, last), np.maximum(first, last)])


def _is_what_is_seen(glyphs: _Glyphs, drawn: Drawn, size_px: tuple[int, int]) -> bool:
    """Whether the layer holds what a person sees on the page, and nothing much besides."""
    inked = int(glyphs.inked.sum())
    shown = glyphs.inked & glyphs.seen
    seen = int(shown.sum())
    if seen < _FEW_LETTERS:
        nothing_else = drawn.picture_share(size_px) == 0 and drawn.path_segments < 200 and not drawn.shaded
        return nothing_else and seen == inked
    garbled = 0
    if _UNKNOWN in glyphs.letters:
        garbled = sum(glyphs.letters[index] == _UNKNOWN for index in np.flatnonzero(shown).tolist())
    sideways = int((shown & ~glyphs.upright).sum())
    return (
        inked - seen <= _HIDDEN_SHARE * inked
        and garbled <= _GARBLED_SHARE * seen
        and sideways <= _SIDEWAYS_SHARE * seen
        and drawn.path_segments <= _SEGMENTS_OF_RULES + _SEGMENTS_PER_LETTER * seen
    )


def _words(glyphs: _Glyphs, drawn: Drawn, size_px: tuple[int, int]) -> Iterator[Word]:
    """The words that can be seen; what is written sideways in a margin is left out."""
    (at,) = _stand(glyphs, drawn, size_px).nonzero()
    if not len(at):
        return
    sides = glyphs.sides[at]
    (begins,) = np.append(True, (np.diff(at) > 1) | _apart(sides[:-1], sides[1:])).nonzero()
    around = np.hstack([np.minimum.reduceat(sides[:, :2], begins), np.maximum.reduceat(sides[:, 2:], begins)])
    # Where there are letters and figures, they tell the height of the word, and its dashes and dots do not.
    alnum = {letter: letter.isalnum() for letter in set(glyphs.letters)}
    tall = np.array([alnum[letter] for letter in glyphs.letters], np.bool_)[at]
    some = np.logical_or.reduceat(tall, begins)
    top = np.minimum.reduceat(np.where(tall, sides[:, 1], np.inf), begins)
    bottom = np.maximum.reduceat(np.where(tall, sides[:, 3], -np.inf), begins)
    around[some, 1], around[some, 3] = top[some], bottom[some]
    first = at[begins].tolist()
    last = at[np.append(begins[1:], len(at)) - 1].tolist()
    for start, end, box in zip(first, last, around.tolist(), strict=True):
        # A letter that NFKC takes apart may bring a blank of its own.
        yield Word("".join(glyphs.letters[start : end + 1]).replace(" ", ""), Box(*box))


def _stand(glyphs: _Glyphs, drawn: Drawn, size_px: tuple[int, int]) -> NDArray[np.bool_]:
    """Which letters can be seen, shape (n,): on the page, in ink, and not white on white."""
    left, top, right, bottom = glyphs.sides.T
    x, y = (left + right) / 2, (top + bottom) / 2
    on_page = (x >= 0) & (x <= size_px[0]) & (y >= 0) & (y <= size_px[1])
    stand: NDArray[np.bool_] = glyphs.inked & glyphs.seen & glyphs.upright & on_page & ~_leaders(glyphs)
    if (stand & glyphs.white).any():
        on_ground = np.zeros_like(stand)
        for box in (*drawn.dark, *(picture.box for picture in drawn.pictures)):
            on_ground |= (box.left <= x) & (x <= box.right) & (box.top <= y) & (y <= box.bottom)
        stand &= ~glyphs.white | on_ground
    return stand


# As many dots as lead the eye on a picture (ingest/clean/leaders.py), with blanks between them or without.
_LEADER = re.compile(r"(?:\. ?){8,}")


def _leaders(glyphs: _Glyphs) -> NDArray[np.bool_]:
    """Which letters are dots of a leader from a label to its value, and belong to neither, shape (n,)."""
    leaders = np.zeros(len(glyphs.letters), np.bool_)
    text = "".join(letter if len(letter) == 1 else "x" for letter in glyphs.letters)
    for run in _LEADER.finditer(text):
        leaders[run.start() : run.end()] = True
    return leaders


def _apart(last: NDArray[np.float64], this: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which letters cannot be of one word with the one before them: far apart, or on different rows."""
    height = np.maximum(last[:, 3] - last[:, 1], this[:, 3] - this[:, 1])
    gap = this[:, 0] - last[:, 2]
    overlap = np.minimum(last[:, 3], this[:, 3]) - np.maximum(last[:, 1], this[:, 1])
    apart: NDArray[np.bool_] = (gap > height) | (gap < -2 * height) | (overlap < -height)
    return apart


def _is_language(words: Sequence[Word]) -> bool:
    """Whether the words are words: a font with a wrong map gives letters of no language."""
    found = [w.lower() for word in words for w in _WORD.findall(word.text)]
    if len(found) < _WORDS_TO_JUDGE:
        return True
    return sum(word in _COMMON for word in found) >= _COMMON_SHARE * len(found)
