"""A searchable copy of a file: its pages as they came, with what was read on them as invisible text.

Pages of a PDF stay what they are; pictures become pages of the size of their sheet. The text stands where its
words stand on the page, in a font that every viewer has, and is painted with nothing (text rendering mode 3),
so that it can be searched, marked and copied. Born-digital pages have their own text and get none.
"""

from __future__ import annotations

import io
import math
import statistics
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from ingest.errors import DamagedFile, IngestError, SourceError
from ingest.mail import MailPages
from ingest.ocr.text_layer import ENGINE as TEXT_LAYER
from ingest.page import Page, Pixels
from ingest.pages import PageSource
from ingest.pdf import PdfPages
from ingest.picture import plain
from ingest.source import SourceFile
from ingest.text import PageText, Phrase
from ingest.transform import Box, Transform

_POINTS_PER_INCH = 72.0
# Where no resolution can be believed, the sheet is as wide as most letters.
_SHEET_IN = 8.5
# Widths of Helvetica's letters from the blank to the tilde, in thousandths of its size; Adobe's AFM file.
_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556),
    *(556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667),
    *(611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667),
    *(667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500),
    *(222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
# The width that is written down for all other letters: nobody sees them, they need only be where they are.
_OTHER_WIDTH = 556
_FIRST, _LAST = 32, 255
_CAPITAL = 0.718
# Wider gaps between letters, in thousandths of the size, are taken for blanks.
_WIDEST_GAP = 100
_BELOW_THE_LINE = frozenset("gjpqyQ,;()[]{}|/_$")
# Text rendering modes that paint nothing; the first is the one we write.
_INVISIBLE = (3, 7)
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_JPEG_QUALITY = 95
# What qpdf and its objects raise on a file that is not what it claims.
_UNCOPIED = (
    pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, LookupError, AttributeError,
    OverflowError, RuntimeError,
)  # fmt: skip
# What JPEG's EXIF mark asks of the unit square, for a sheet of width 1 and height 1: a, b, c, d, e, f.
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
_ORIENTATION = 0x0112
_MIME = {
    "pdf": "application/pdf",
    "eml": "message/rfc822",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "webp": "image/webp",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "pnm": "image/x-portable-anymap",
}


def write_searchable(
    out: Path, source: SourceFile, pages: PageSource, readings: Mapping[int, PageText], *, attach: bool
) -> None:
    """Write the copy.

    Parameters
    ----------
    pages
        Of the source.
    readings
        By page number, taxpayer numbers masked; a page without one gets no text.
    attach
        Put the file as it came inside, byte for byte.

    Raises
    ------
    DamagedFile
        where a PDF can be read but not copied.

    """
    with ExitStack() as opened:
        try:
            document = _copied(source, pages, readings, opened)
            if attach:
                kind = _MIME[source.kind]
                kept = pikepdf.AttachedFileSpec(
                    document, source.content, filename=source.name, mime_type=kind
                )
                document.attachments[source.name] = kept
            document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        except _UNCOPIED:
            advice = "Leave out --pdf, or save the file again with another program."
            raise DamagedFile("The file is read, but no copy can be made of it.", advice=advice) from None
        except OSError as error:
            message = f"The searchable copy cannot be written ({type(error).__name__})."
            raise IngestError(message, advice="Check the free space.") from None


def _copied(
    source: SourceFile, pages: PageSource, readings: Mapping[int, PageText], opened: ExitStack
) -> pikepdf.Pdf:
    """The pages of the file, each with its text."""
    if isinstance(pages, PdfPages):
        document = opened.enter_context(_opened_pdf(source, pages))
        _without_programs(document)
        _add_texts(document, pages, readings, 0)
        return document
    document = opened.enter_context(pikepdf.Pdf.new())
    parts = pages.sources if isinstance(pages, MailPages) else ((source, pages),)
    before = 0
    for part, own in parts:
        if isinstance(own, PdfPages):
            document.pages.extend(opened.enter_context(_opened_pdf(part, own)).pages)
            _add_texts(document, own, readings, before)
        else:
            for number in range(1, len(own) + 1):
                _add_picture(document, part, own, number, readings.get(before + number))
        before += len(own)
    return document


def _opened_pdf(source: SourceFile, pages: PdfPages) -> pikepdf.Pdf:
    document = pikepdf.open(io.BytesIO(source.content), password=pages.password or "")
    if len(document.pages) != len(pages):
        raise ValueError("two libraries count different pages")
    return document


def _without_programs(document: pikepdf.Pdf) -> None:
    """A copy for reading runs nothing when it is opened."""
    for key in ("/OpenAction", "/AA"):
        if key in document.Root:
            del document.Root[key]
    names = document.Root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        del names["/JavaScript"]


def _add_texts(document: pikepdf.Pdf, pages: PdfPages, readings: Mapping[int, PageText], before: int) -> None:
    """Give the pages of a PDF their texts; so many pages of the copy come before them."""
    for number in range(1, len(pages) + 1):
        reading = readings.get(before + number)
        if reading is not None and reading.engine != TEXT_LAYER:
            copy = document.pages[before + number - 1]
            _strip(copy, document)
            _write_text(copy, document, reading, pages.place(number))


def _strip(page: pikepdf.Page, document: pikepdf.Pdf) -> None:
    """Take out the reading that came hidden behind the picture: every word would be found twice.

    Saves and restores of the graphics state are evened out, so that what is added stands on the page's own
    coordinates.
    """
    kept, found = _without_hidden(page, set())
    if found:
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
    depth = lowest = 0
    for instruction in kept:
        depth += {"q": 1, "Q": -1}.get(str(instruction.operator), 0)
        lowest = min(lowest, depth)
    page.contents_add(b"q\n" * (1 - lowest), prepend=True)
    page.contents_add(b"\nQ" * (1 - lowest + depth) + b"\n")


def _without_hidden(holder: Any, seen: set[tuple[int, int]]) -> tuple[list[Any], bool]:
    """The content of a page or a form without letters that are painted with nothing; whether it had any.

    The forms within it are put right in place, each once; ``seen`` are those that were.
    """
    kept, modes, mode, found = [], [], 0, False
    for instruction in pikepdf.parse_content_stream(holder):
        operator = str(instruction.operator)
        if operator == "q":
            modes.append(mode)
        elif operator == "Q" and modes:
            mode = modes.pop()
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        if operator in _SHOWING and mode in _INVISIBLE:
            found = True
            continue
        kept.append(instruction)
    for form in _forms_of(getattr(holder, "obj", holder)):
        if form.objgen not in seen:
            seen.add(form.objgen)
            rest, had = _without_hidden(form, seen)
            if had:
                form.write(pikepdf.unparse_content_stream(rest))
    return kept, found


def _forms_of(holder: Any) -> Iterator[pikepdf.Stream]:
    """The forms that a page or a form names; a name may lead to anything, or nowhere."""
    resources = holder.get("/Resources")
    named = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    for form in named.values() if isinstance(named, Dictionary) else ():
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == Name.Form:
            yield form


def _write_text(page: pikepdf.Page, document: pikepdf.Pdf, reading: PageText, place: Transform) -> None:
    """Add the words of a reading; ``place`` leads from the page as it arrived to its own coordinates."""
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding,
        FirstChar=_FIRST,
        LastChar=_LAST,
        Widths=Array([_width(code) for code in range(_FIRST, _LAST + 1)]),
    )
    name = page.add_resource(document.make_indirect(font), Name.Font, prefix="Read")
    to_page = reading.to_original.then(place)
    pieces = (_piece(phrase, to_page) for line in reading.lines for phrase in line.phrases)
    text = "\n".join(piece for piece in pieces if piece)
    page.contents_add(f"q BT {_INVISIBLE[0]} Tr {name} 1 Tf\n{text}\nET Q\n".encode("ascii"))


def _piece(phrase: Phrase, to_page: Transform) -> str:
    """A phrase in one stroke, each word begun where it stands; empty where it cannot be placed.

    One stroke for each word would look simpler; but on a sheet that lies askew, programs then take the end
    of one line and the beginning of the next for neighbours.
    """
    high = [word for word in phrase.words if len(word.text) > 1] or phrase.words
    standing = [word for word in high if not _BELOW_THE_LINE & set(word.text)] or high
    base = statistics.median(word.box.bottom for word in standing)
    height = max(1.0, base - statistics.median(word.box.top for word in high))
    words = [(_encoded(word.text), word.box) for word in phrase.words]
    natural = sum(_width_of(letters) for letters, _ in words) / 1000
    scale = sum(box.width for _, box in words) / natural
    start = to_page.point(phrase.box.left, base)
    end = to_page.point(phrase.box.right, base)
    top = to_page.point(phrase.box.left, base - height)
    length = math.dist(start, end)
    if scale <= 0 or not 0 < length < math.inf:
        return ""
    # Square to its line, though a photo slants it: programs take slanted letters for single ones.
    x, y = ((end[axis] - start[axis]) / length for axis in (0, 1))
    wide = scale * length / phrase.box.width
    size = math.dist(start, top) / _CAPITAL
    numbers = (x * wide, y * wide, -y * size, x * size, *start)
    matrix = " ".join(f"{number:.5f}" for number in numbers)
    return f"{matrix} Tm [{_shown(words, scale)}] TJ"


def _shown(words: Sequence[tuple[bytes, Box]], scale: float) -> str:
    """The words with blanks, and the corrections that bring each letter about where it stands.

    Corrections are told in thousandths of the size, to be taken off.
    """
    parts, at = [], words[0][1].left
    for number, (letters, box) in enumerate(words):
        if number:
            parts.append(f"{(at - box.left) / scale * 1000:.0f}")
        # A word that is drawn wider or narrower than its letters are is fitted by what lies between them.
        off = (_width_of(letters) - box.width / scale * 1000) / len(letters)
        off = round(max(off, -_WIDEST_GAP))
        parts += [f"<{letter:02x}> {off}" for letter in letters]
        at = box.left + (_width_of(letters) - off * len(letters)) * scale / 1000
        if number + 1 < len(words):
            parts.append("<20>")
            at += _width(ord(" ")) * scale / 1000
    return " ".join(parts)


def _encoded(text: str) -> bytes:
    return unicodedata.normalize("NFKC", text).encode("cp1252", "replace")


def _width_of(letters: bytes) -> int:
    return sum(_width(code) for code in letters)


def _width(code: int) -> int:
    return _WIDTHS[code - _FIRST] if _FIRST <= code < _FIRST + len(_WIDTHS) else _OTHER_WIDTH


def _add_picture(
    document: pikepdf.Pdf, source: SourceFile, pages: PageSource, number: int, reading: PageText | None
) -> None:
    """A page of the size of its sheet with the picture on it; a blank one where it cannot be decoded."""
    try:
        page = pages.page(number)
        picture = pages.picture(number)
    except SourceError:
        document.add_blank_page(page_size=(_SHEET_IN * _POINTS_PER_INCH, 11 * _POINTS_PER_INCH))
        return
    width, height = _sheet_pt(page)
    copy = document.add_blank_page(page_size=(width, height))
    image, turn = _as_it_came(document, source, len(pages)) or (_packed(document, source, picture), _TURNS[1])
    name = copy.add_resource(image, Name.XObject, prefix="Page")
    a, b, c, d, e, f = turn
    matrix = (a * width, b * height, c * width, d * height, e * width, f * height)
    shown = " ".join(f"{number:.4f}" for number in matrix)
    copy.contents_add(f"q {shown} cm {name} Do Q\n".encode("ascii"))
    if reading is not None:
        size = page.size_px
        upwards = Transform(((width / size[0], 0.0, 0.0), (0.0, -height / size[1], height), (0.0, 0.0, 1.0)))
        _write_text(copy, document, reading, upwards)


def _sheet_pt(page: Page) -> tuple[float, float]:
    """Width and height of the sheet in points, its pixels made square."""
    x, y = page.to_original.rows[0][0], page.to_original.rows[1][1]
    wide, high = page.size_px[0] / x, page.size_px[1] / y
    dpi = page.dpi or min(wide, high) / _SHEET_IN
    return wide / dpi * _POINTS_PER_INCH, high / dpi * _POINTS_PER_INCH


def _as_it_came(
    document: pikepdf.Pdf, source: SourceFile, count: int
) -> tuple[pikepdf.Stream, tuple[int, ...]] | None:
    """The bytes of a JPEG photo untouched, and how they are turned; None where viewers may differ on them."""
    if source.kind != "jpeg" or count != 1:
        return None
    with Image.open(io.BytesIO(source.content), formats=("JPEG", "MPO")) as image:
        colours = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB}.get(image.mode)
        if colours is None:
            return None
        stream = pikepdf.Stream(
            document,
            source.content,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=colours,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        return stream, _TURNS.get(image.getexif().get(_ORIENTATION, 1), _TURNS[1])


def _packed(document: pikepdf.Pdf, source: SourceFile, pixels: Pixels) -> pikepdf.Stream:
    """The picture without loss, in as few bits as it has; where its file packed it with loss, as JPEG."""
    plain_pixels = plain(pixels)
    height, width = plain_pixels.shape[:2]
    about = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height)
    about.ColorSpace = Name.DeviceGray if plain_pixels.ndim == 2 else Name.DeviceRGB
    about.BitsPerComponent = 8
    if _lost_already(source):
        out = io.BytesIO()
        Image.fromarray(plain_pixels).save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        about.Filter = Name.DCTDecode
        return pikepdf.Stream(document, out.getvalue(), about)
    if plain_pixels.ndim == 2 and np.isin(plain_pixels, (0, 255)).all():
        about.BitsPerComponent = 1
        return pikepdf.Stream(document, np.packbits(plain_pixels > 0, axis=1).tobytes(), about)
    return pikepdf.Stream(document, plain_pixels.tobytes(), about)


def _lost_already(source: SourceFile) -> bool:
    """Whether the file keeps its pictures as JPEG or HEIC: without loss they would only grow tenfold."""
    if source.kind != "tiff":
        return source.kind in {"heic", "jpeg"}
    with Image.open(io.BytesIO(source.content), formats=("TIFF",)) as image:
        return str(image.info.get("compression", "")).startswith(("jpeg", "tiff_jpeg"))
