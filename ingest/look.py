"""Looks at a page: the first one, and closer ones where a reader is in doubt."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ingest import quality
from ingest.clean import ORDER, clean_page
from ingest.clean.deskew import noted, quarters_of, turned
from ingest.clean.marks import ink_of, marks_of
from ingest.clean.sheet import shows_a_blank_sheet
from ingest.errors import ToolError, ToolMissing
from ingest.letter import Capture, ReadPage
from ingest.ocr.engine import Engine, Layout, PageReader, family, page_text
from ingest.ocr.hearsay import heard
from ingest.ocr.left_out import rows_left_out, without_neighbours
from ingest.page import CaptureKind, CleanPage, Page
from ingest.sense import is_doubtful, known_letters, sense
from ingest.text import PageText, Word
from ingest.transform import Box, Transform

# A reading below this share of sense is taken for litter, and other ways are tried.
_LITTER = 0.3
# Letters in known words that a strip must show before a page is turned.
_LEAST_KNOWN = 30.0
# Fewer marks of a letter's size on a page on which no word was read are specks, or show through.
_LEAST_LETTERS = 40
# Rows this many times weaker than columns, or the other way round, tell the axis of a page for sure.
_AXIS_SURE = 0.6
# Crops are read at these sizes: short codes come out better small. A scan's first reading was a small one.
_SCALES = (1.0, 0.6)
_SCALES_OF_SCANS = (1.0,)
# Around a spot, as shares of its height: little to the sides, where half a neighbour would be read as litter.
_BESIDE, _ABOVE = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class LookSettings:
    """How long and how hard a page is looked at.

    Parameters
    ----------
    page_s
        After so much processor time no further way is tried on a page.

    """

    page_s: float = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A clean page with what was read on it; None where the engine could not."""

    page: CleanPage
    reading: PageText | None

    @property
    def known(self) -> float:
        """Letters that make sense."""
        return known_letters(self.reading.words) if self.reading else 0.0

    @property
    def sense(self) -> float:
        """Their share."""
        return sense(self.reading.words) if self.reading else 0.0


def first_look(
    page: Page,
    engine: Engine,
    settings: LookSettings,
    second: PageReader | None = None,
    clean: CleanPage | None = None,
) -> tuple[ReadPage, CleanPage | None]:
    """Read a whole page: its text layer where it has a trusted one, else its picture.

    Where the first clean-up gives litter, the page turned and the other branches are tried, and
    the reading that makes most sense is kept. Where that one is doubtful, the second reader reads the page
    as well. A page that cannot be read has no readings.

    Parameters
    ----------
    clean
        The page as the first branch for its kind cleans it, where that was done already.

    Returns
    -------
    tuple
        The page as read, and the clean page that it was read from; None for a text layer.

    Raises
    ------
    ToolMissing
        where there is no engine at all; any other fault of it only leaves the page unread.

    """
    if page.text is not None:
        return ReadPage(page.number, page.size_px, (page.text,), Capture("digital")), None
    best = _best_look(page, engine, settings, second, clean or clean_page(page))
    looks = _looks(best, second)
    if not looks:
        unread = ReadPage(page.number, page.size_px, (), quality.unread(best.page), best.page.steps)
        return unread, best.page
    first = looks[0]
    readings = tuple(look.reading for look in looks if look.reading and look.reading.words)
    capture = quality.capture_of(best.page, first.sense, blank=not readings, doubtful=len(looks) > 1)
    if page.layer is not None and readings and (layer := heard(readings[0], page.layer)):
        readings = (*readings, layer)
    return ReadPage(page.number, page.size_px, readings, capture, best.page.steps), best.page


def _looks(best: Look, second: PageReader | None) -> tuple[Look, ...]:
    """The first reader's look and, where that is doubtful, the second reader's, the better one in front."""
    own = () if best.reading is None else (best,)
    if second is None or not _is_doubtful(best):
        return own
    other = Look(best.page, second.read_page(best.page))
    if best.reading is not None and not (other.reading and other.reading.words):
        return own
    # A page of grain may have more known letters in it by chance than the line of text between.
    return tuple(sorted((*own, other), key=lambda look: (look.sense < _LITTER, -look.known)))


def _is_doubtful(look: Look) -> bool:
    """Whether another engine should read the page too; a page without words only where it has letters."""
    if look.reading is None or not look.reading.words:
        return has_letters(look.page)
    return is_doubtful(look.reading.words)


def has_letters(clean: CleanPage) -> bool:
    """Whether a page shows as many marks of a letter's size as a line or two of print has."""
    return int(np.count_nonzero(marks_of(ink_of(clean.pixels)).letters)) >= _LEAST_LETTERS


def read_anew(page: ReadPage, clean: CleanPage, engine: Engine) -> ReadPage:
    """The page as the first reader with other data reads it whole; as it was where it makes nothing of it."""
    look = quick_look(clean, engine)
    if look.reading is None or not look.reading.words:
        return page
    capture = quality.capture_of(clean, look.sense, blank=False)
    others = (other for other in page.readings if family(other.engine) != family(look.reading.engine))
    return dataclasses.replace(page, readings=(look.reading, *others), capture=capture)


def _best_look(
    page: Page, engine: Engine, settings: LookSettings, second: PageReader | None, clean: CleanPage
) -> Look:
    ends = _worked_s() + settings.page_s
    best = quick_look(clean, engine)
    if _lies_on_its_side(best):
        # Rows of a curled sheet stand out less than the bars of a code; they are made level only across it.
        ways = (0,) if quarters_of(best.page.steps) % 2 else (1, 3)
        looks = [quick_look(clean_page(page_turned(page, quarters), level=True), engine) for quarters in ways]
        best = max([best, *looks], key=lambda look: (not _lies_on_its_side(look), look.known))
    if best.sense >= _LITTER:
        return best
    strip = _strip(best.page)
    if (strip and _shows_through(strip, best.page, engine)) or _is_a_back(page, best):
        back = noted(best.page, "back", ())
        return _without_words(
            Look(dataclasses.replace(back, pixels=np.full_like(back.pixels, 255)), best.reading)
        )
    return _another_look(page, best, strip, engine, second, ends)


# So many words of so many letters tell how a page lies.
_LEAST_WORDS, _LONG_WORD = 12, 4


def _lies_on_its_side(look: Look) -> bool:
    """Whether most words stand upright: the engine makes out such words, but no rows of them."""
    words = [word for word in look.reading.words if len(word.text) >= _LONG_WORD] if look.reading else []
    tall = sum(word.box.height > word.box.width for word in words)
    return len(words) >= _LEAST_WORDS and 2 * tall > len(words)


def page_turned(page: Page, quarters: int) -> Page:
    """The page as it arrived, turned clockwise by quarter turns."""
    if page.pixels is None or quarters % 4 == 0:
        return page
    turn = turned(CleanPage(page.number, page.pixels, page.to_original, page.size_px, "scan"), quarters)
    return dataclasses.replace(page, pixels=turn.pixels, to_original=turn.to_original)


def _without_words(look: Look) -> Look:
    """The page with nothing read on it; as it is where the engine failed."""
    return Look(look.page, look.reading and page_text(look.page, (), look.reading.engine))


def _another_look(
    page: Page, best: Look, strip: Box | None, engine: Engine, second: PageReader | None, ends: float
) -> Look:
    """The look that makes most sense of a page that gave litter: turned, or cleaned by the other branches."""
    quarters = _quarters_by(strip, best.page, engine) if strip else 0
    if quarters:
        other = quick_look(turned(best.page, quarters), engine)
        if other.sense >= _LITTER:
            return other
    if not has_letters(best.page):
        # Nothing makes text of specks; what was read without one word of sense was read into them.
        return best if best.known else _without_words(best)
    by_second = second.quarters(best.page) if second else None
    if by_second is not None:
        # Who can tell which way is up can read the page: no other branch is needed.
        return quick_look(turned(best.page, by_second), engine) if by_second else best
    for clean in _other_ways(page, best.page, quarters):
        if best.sense >= _LITTER or _worked_s() > ends:
            break
        other = _look(clean, engine)
        if other.known > best.known:
            best = other
    return best


def _worked_s() -> float:
    """Processor time of this process and of the programs it ran: a busy machine must not change a reading."""
    by_programs = os.times()
    return time.process_time() + by_programs.children_user + by_programs.children_system


# A scan's first reading is done at this size: a third less time, and three words in a thousand differ.
_QUICK_SCALE = 0.7
# What the engine is less sure of where it saw no text at first is litter.
_LEAST_SURE = 30.0
# Phrases of pictures that it is less sure of are read again by themselves: it may have run two rows together.
_MADE_OUT = 75.0


def quick_look(clean: CleanPage, engine: Engine, layout: Layout = "page") -> Look:
    """The first reading of a page, and of what it left out; a scan is read smaller.

    The words are placed on the page as it is.
    """
    scale = _QUICK_SCALE if clean.kind == "scan" else 1.0
    height, width = clean.pixels.shape
    whole = Box(0, 0, width, height)
    small = zoomed(clean, whole, scale)
    look = _look(small, engine, layout=layout)
    if look.reading is None:
        return Look(clean, None)
    sure, unsure = _parted(look.reading, clean.kind)
    boxes = rows_left_out(small.pixels, sure) or rows_left_out(small.pixels, look.reading.words)
    words = [_placed(word, whole, scale) for word in sure]
    weak = [_placed(word, whole, scale) for word in unsure]
    for box in (_back(box, whole, scale) for box in boxes):
        stale = [word for word in weak if _lies_in(word.box, box)]
        found = _read_crops(clean, [_with_signs(box, stale)], engine, scale).words
        fresh = [word for word in found if word.confidence >= _LEAST_SURE]
        if _confidence(fresh) > _confidence(stale):
            words += fresh
            weak = [word for word in weak if word not in stale]
    return Look(clean, page_text(clean, [*words, *weak], look.reading.engine))


def _parted(reading: PageText, kind: CaptureKind) -> tuple[list[Word], list[Word]]:
    """The words, and of a picture those in phrases that the engine hardly made out, by themselves."""
    sure: list[Word] = []
    unsure: list[Word] = []
    for phrase in (phrase for line in reading.lines for phrase in line.phrases):
        hardly = kind != "digital" and _confidence(phrase.words) < _MADE_OUT
        (unsure if hardly else sure).extend(phrase.words)
    return sure, unsure


# A word of one row is not so many times as high as the letters of that row with their white.
_AS_HIGH = 1.3


def _with_signs(box: Box, stale: Sequence[Word]) -> Box:
    """The box with the beginning of words that reach far out of it: signs that mask a number."""
    lefts = [word.box.left for word in stale if word.box.height < _AS_HIGH * box.height]
    left = min(lefts, default=box.left)
    return dataclasses.replace(box, left=left) if box.left - left > box.height else box


def _lies_in(box: Box, region: Box) -> bool:
    x, y = box.middle
    return region.left <= x <= region.right and region.top <= y <= region.bottom


def _confidence(words: Sequence[Word]) -> float:
    """The mean confidence of some words by their letters; 0 of none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _look(clean: CleanPage, engine: Engine, region: Box | None = None, layout: Layout = "page") -> Look:
    try:
        return Look(clean, engine.read(clean, region, layout))
    except ToolMissing:
        raise
    except ToolError:
        return Look(clean, None)


def _quarters_by(strip: Box, clean: CleanPage, engine: Engine) -> int:
    """How many quarter turns make a strip of litter into text; 0 where the evidence is weak."""
    straight = _look(clean, engine, strip, "block").known
    ways = []
    for quarters in (2, 1, 3) if _axis_unsure(clean) else (2,):
        other = turned(clean, quarters)
        ways.append((_look(other, engine, _strip(other), "block").known, quarters))
    known, quarters = max(ways)
    # A few words come out of any litter.
    return quarters if known > max(2 * straight, _LEAST_KNOWN) else 0


def _shows_through(strip: Box, clean: CleanPage, engine: Engine) -> bool:
    """Whether a strip of litter is faint and makes sense in a mirror: the other side of the sheet shows."""
    if not quality.is_faint(clean):
        return False
    mirrored = dataclasses.replace(clean, pixels=np.ascontiguousarray(clean.pixels[:, ::-1]))
    width = clean.pixels.shape[1]
    there = Box(width - strip.right, strip.top, width - strip.left, strip.bottom)
    known = _look(mirrored, engine, there, "block").known
    return known > _LEAST_KNOWN and known > 2 * _look(clean, engine, strip, "block").known


def _is_a_back(page: Page, look: Look) -> bool:
    """Whether a photo off which only litter was read shows a blank sheet: the marks are those of the desk."""
    return look.page.kind == "photo" and look.known < _LEAST_KNOWN and shows_a_blank_sheet(page)


def _other_ways(page: Page, clean: CleanPage, quarters: int) -> Iterator[CleanPage]:
    """Further chances for a page that gave litter: turned, then by the other branches."""
    if quarters:
        yield turned(clean, quarters)
    for branch in ORDER[clean.kind][1:]:
        yield turned(clean_page(page, branch), quarters)


def _axis_unsure(clean: CleanPage) -> bool:
    """Whether rows and columns of the page stood out about equally."""
    ratio = next((dict(note.settings)["axis"] for note in clean.steps if note.name == "straighten"), 1.0)
    return _AXIS_SURE < float(ratio) < 1 / _AXIS_SURE


def _strip(clean: CleanPage) -> Box | None:
    """A band across the page where most letters stand, a sixth of it high; None on a blank page."""
    marks = marks_of(ink_of(clean.pixels))
    chosen = marks.letters
    if not chosen.any():
        return None
    height, width = clean.pixels.shape
    rows = np.bincount(marks.boxes[chosen, 1], minlength=height).astype(np.float64)
    band = max(1, height // 6)
    top = int(np.argmax(np.convolve(rows, np.ones(band), mode="valid")))
    return Box(0, top, width, top + band)


def stamp_look(clean: CleanPage, engine: Engine) -> PageText | None:
    """Read the upper right quarter of an envelope for scattered words; None where there are none.

    Whole pages are read by their columns, in which what stands in a round stamp is taken for a picture.
    """
    height, width = clean.pixels.shape
    part = zoomed(clean, Box(width / 2, 0, width, height / 2), 1.0)
    reading = _look(part, engine, layout="sparse").reading
    return reading if reading is not None and reading.words else None


def closer_look(clean: CleanPage, spots: Sequence[Box], engine: Engine) -> tuple[PageText, ...]:
    """Read some spots of a clean page alone, at other sizes than the page; one reading for each size.

    Parameters
    ----------
    clean
        The page as one of the branches made it.
    spots
        Boxes in pixels of the page as it arrived.

    """
    crops = [crop for crop in (_crop_box(clean, spot) for spot in spots) if min(crop.width, crop.height) >= 1]
    scales = _SCALES_OF_SCANS if clean.kind == "scan" else _SCALES
    return tuple(_read_crops(clean, crops, engine, scale) for scale in scales)


def _read_crops(clean: CleanPage, crops: Sequence[Box], engine: Engine, scale: float) -> PageText:
    words: list[Word] = []
    label = engine.name
    for crop in crops:
        part = zoomed(clean, crop, scale)
        layout: Layout = "line" if crop.height < 2.2 * _LINE_PX else "block"
        if layout == "line":
            part = dataclasses.replace(part, pixels=without_neighbours(part.pixels))
        look = _look(part, engine, layout=layout)
        if look.reading is not None:
            label = look.reading.engine
            words.extend(_placed(word, crop, scale) for word in look.reading.words)
    named = dataclasses.replace(clean, branch=f"{clean.branch} x{scale:g}")
    return page_text(named, words, label)


def placed_on(clean: CleanPage, reading: PageText) -> PageText:
    """A reading with its words where they stand on a clean page: those of a skimmed page stand on a band."""
    if reading.to_original == clean.to_original:
        return reading
    words = [
        dataclasses.replace(word, box=clean.to_original.box_before(reading.to_original.box(word.box)))
        for word in reading.words
    ]
    return page_text(clean, words, reading.engine)


# A line of text with its white, at the size that pages are cleaned to.
_LINE_PX = 44.0


def _crop_box(clean: CleanPage, spot: Box) -> Box:
    """The spot on the clean page with some white around it."""
    box = clean.to_original.box_before(spot)
    size = min(box.height, _LINE_PX)
    height, width = clean.pixels.shape
    left, top = max(0.0, box.left - _BESIDE * size), max(0.0, box.top - _ABOVE * size)
    right, bottom = min(width, box.right + _BESIDE * size), min(height, box.bottom + _ABOVE * size)
    return Box(left, top, right, bottom)


def zoomed(clean: CleanPage, box: Box, scale: float) -> CleanPage:
    """A part of a clean page at another size, as a page of its own."""
    left, top = int(box.left), int(box.top)
    part = clean.pixels[top : max(top + 1, round(box.bottom)), left : max(left + 1, round(box.right))]
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    pixels = part if scale == 1 else np.asarray(cv2.resize(part, size, interpolation=how), np.uint8)
    back = Transform(((1 / scale, 0.0, float(left)), (0.0, 1 / scale, float(top)), (0.0, 0.0, 1.0)))
    return dataclasses.replace(clean, pixels=pixels, to_original=back.then(clean.to_original))


def _placed(word: Word, crop: Box, scale: float) -> Word:
    """A word of a zoomed part in pixels of the clean page."""
    return dataclasses.replace(word, box=_back(word.box, crop, scale))


def _back(box: Box, crop: Box, scale: float) -> Box:
    """A box of a zoomed part in pixels of the clean page."""
    left, top = int(crop.left), int(crop.top)
    return Box(
        box.left / scale + left,
        box.top / scale + top,
        box.right / scale + left,
        box.bottom / scale + top,
    )
