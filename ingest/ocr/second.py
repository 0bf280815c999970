"""The second reader: RapidOCR, an independent witness on single phrases, and on pages where the first fails.

A phrase is read by the recognition model alone: where text stands is known from the first reader, so the
model that looks for it, and its memory, are not needed. A whole page needs both. The models lie inside the
package; nothing is fetched when it runs.
"""

from __future__ import annotations

import functools
import itertools
import logging
import os
import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata, util
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.ocr.engine import SECOND_READER, page_text
from ingest.page import CleanPage, Pixels
from ingest.text import PageText, Phrase, Word
from ingest.transform import Box

# ONNX Runtime reports to its makers over the net and leaves a number for the machine in the user's folder,
# unless it is told before it is loaded that it must not (its Privacy.md, "Disabling Telemetry").
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# The model was trained on lines of this height.
_LINE_PX = 48
# White around a phrase, as a share of its height: tight crops lose their first and last letters.
_AROUND = 0.25
# The library shrinks what is longer than 2000 pixels, and fails where nothing is left of its height.
_LONGEST_HEIGHTS = 25
# Words of a row stand no further above or below most of them than this share of their height: g, p, commas.
_ROW_SLACK = 0.4
# Below this the model says itself that it guesses.
_LEAST_SCORE = 0.5
# Lines are looked for on a page of at most this size of its longer side: time and memory grow with it.
_SEARCH_PX = 1280
# Longer than any line that is read: the library would shrink what exceeds it.
_LONGEST_PX = 8000
# The model also knows signs of East Asian scripts, which begin here, and takes boxes and stains for them.
_BEYOND_LATIN = "\u2e80"
# Two letters further apart than so many columns of the model's output, eight pixels each, and so many steps
# from letter to letter, belong to two words.
_LEAST_GAP, _GAP_PITCHES = 5.0, 2.0
_INK = 160
# Which way is up is told by so many of the longest lines. The right way must show so many letters, and so
# many times the letters of any other way.
_TELLING_LINES = 6
_LEAST_TELLING, _TELLING_FACTOR = 24.0, 1.6
# A line read the wrong way round seldom scores as high.
_READ_WELL = 0.8

Corners: TypeAlias = NDArray[np.float32]
"""Four corners of a line in pixels, shape (4, 2), clockwise from where its writing begins."""


_SWALLOWED = re.compile(r"(?<=[a-z]{3})(?=[\d$])|(?<=\d)(?=[A-Z][a-z]{2})|(?<=[a-z]{2}:)(?=[\w$])")


def second_reader() -> SecondReader | None:
    """The second reader, or None where it is not installed (extra ``second-reader``)."""
    if util.find_spec("rapidocr") is None or util.find_spec("onnxruntime") is None:
        return None
    return SecondReader()


class SecondReader:
    """Reads phrases that another engine has found."""

    name = SECOND_READER

    def __init__(self) -> None:
        self._found: tuple[CleanPage, list[Corners]] | None = None

    def version(self) -> str:
        """Version of the library that reads."""
        return metadata.version("rapidocr")

    def load(self) -> None:
        """Load the recognition model now: once in a process, and what is forked from it has it too."""
        self._line(np.full((_LINE_PX, _LINE_PX, 3), 255, np.uint8))

    def read(self, page: CleanPage, phrase: Phrase) -> list[Word]:
        """Read one phrase anew; the words with boxes in pixels of ``page.pixels``.

        Empty where the model is not sure.
        """
        # A single word longer than that is a rule, which would take 300 MB to read.
        boxes = (box for box in _stretches(phrase) if box.width <= 2 * _LONGEST_HEIGHTS * box.height)
        pieces = (_with_white(box, page.pixels) for box in boxes)
        return [word for box in pieces for word in self._words(page.pixels, _cut(page.pixels, box), box)]

    def read_page(self, page: CleanPage) -> PageText:
        """Read a whole page, upright and straight; its lines are found by a model too."""
        pixels = page.pixels
        words = [
            word
            for line in self._lines(page)
            for word in self._words(pixels, _level(pixels, line), _box_around(line))
        ]
        return page_text(page, words, f"{self.name} {self.version()}")

    def quarters(self, page: CleanPage) -> int | None:
        """How many quarter turns clockwise bring a straight page upright; None where the evidence is weak.

        The longest lines are read in all four directions: the right one gives letters that the model is
        sure of, the others few or none.
        """
        lines = self._lines(page)
        letters = [self._letters(page.pixels, lines, quarters) for quarters in range(4)]
        best = max(range(4), key=letters.__getitem__)
        others = max(count for quarters, count in enumerate(letters) if quarters != best)
        return best if letters[best] > max(_LEAST_TELLING, _TELLING_FACTOR * others) else None

    def _lines(self, page: CleanPage) -> list[Corners]:
        """Where lines of writing are on the page, in its pixels; the last page's are at hand."""
        if self._found is None or self._found[0] is not page:
            self._found = page, self._looked_for(page.pixels)
        return self._found[1]

    def _looked_for(self, pixels: Pixels) -> list[Corners]:
        if min(pixels.shape) < _LINE_PX // 2:
            return []
        found = _opened()(_in_colour(pixels), use_det=True, use_cls=False, use_rec=False)
        return [] if found.boxes is None else [np.asarray(corners, np.float32) for corners in found.boxes]

    def _letters(self, pixels: Pixels, lines: Sequence[Corners], quarters: int) -> float:
        """Letters and digits that the longest lines in a direction give when the page is turned so far."""
        boxes = [_box_around(line) for line in lines]
        along = [box for box in boxes if (box.width >= box.height) == (quarters % 2 == 0)]
        total = 0.0
        for box in sorted(along, key=lambda box: max(box.width, box.height))[-_TELLING_LINES:]:
            part = pixels[int(box.top) : round(box.bottom), int(box.left) : round(box.right)]
            read = self._line(_sized(np.ascontiguousarray(np.rot90(part, -quarters))))
            if read is not None and read.score >= _READ_WELL:
                total += sum(map(str.isalnum, read.text))
        return total

    def _line(self, crop: Pixels) -> _Line | None:
        """One line, upright and of the size that the model likes; None where nothing is read."""
        if not crop.size:
            return None
        said = _opened()(crop, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
        if not said.txts or not said.txts[0].strip():
            return None
        found = said.word_results[0]
        columns = [column for word in found.word_cols for column in word]
        return _Line(said.txts[0], float(said.scores[0]), tuple(columns), found.line_txt_len)

    def _words(self, pixels: Pixels, line: Pixels, box: Box) -> Iterator[Word]:
        """The words of one line, which was cut out of the page around the box."""
        read = self._line(line)
        if read is None or read.score < _LEAST_SCORE:
            return
        for said, left, right in read.words():
            text = unicodedata.normalize("NFKC", said)
            if any(letter >= _BEYOND_LATIN for letter in text):
                continue
            # Letters that the model saw in the white behind the line have no width of their own.
            begin = box.left + left * box.width
            place = Box(begin, box.top, max(begin + 1, box.left + right * box.width), box.bottom)
            yield from _shared_out(_SWALLOWED.sub(" ", text), _inked(pixels, place), 100.0 * read.score)


@functools.cache
def _opened() -> Any:
    """The models, each of them loaded when it is first used: most letters never ask for one."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    one_thread = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    sizes = {
        "Global.max_side_len": _LONGEST_PX,
        "Det.limit_type": "max",
        "Det.limit_side_len": _SEARCH_PX,
        # Lines are padded with grey to this width: most phrases are shorter than the usual 320.
        "Rec.rec_img_shape": [3, _LINE_PX, _LINE_PX],
    }
    return RapidOCR(params={"Global.log_level": "critical", **sizes, **one_thread})


@dataclass(frozen=True, slots=True)
class _Line:
    """What the model reads in a line.

    Parameters
    ----------
    columns
        For each letter that is no blank, the column of the model's output where its middle stands.
    length
        How many columns the line is long.

    """

    text: str = field(repr=False)
    score: float
    columns: tuple[int, ...]
    length: float

    def words(self) -> Iterator[tuple[str, float, float]]:
        """Each word with its beginning and end as shares of the line's length.

        A blank parts words, and so does a gap that the model left without saying one.
        """
        letters = [letter for letter in self.text if not letter.isspace()]
        if len(letters) != len(self.columns):
            return
        half = 0.5 * self._pitch()
        for at, after in itertools.pairwise((0, *self._starts(), len(letters))):
            left, right = self.columns[at] + 0.5 - half, self.columns[after - 1] + 0.5 + half
            yield "".join(letters[at:after]), self._share(left), self._share(right)

    def _starts(self) -> Iterator[int]:
        """Letters that begin a word, but for the first, counted without blanks."""
        gap = max(_LEAST_GAP, _GAP_PITCHES * self._pitch())
        blank, at = False, 0
        for letter in self.text:
            if letter.isspace():
                blank = True
                continue
            if at and (blank or self.columns[at] - self.columns[at - 1] > gap):
                yield at
            blank, at = False, at + 1

    def _pitch(self) -> float:
        """Columns from one letter to the next."""
        steps = [b - a for a, b in itertools.pairwise(self.columns)]
        return statistics.median(steps) if steps else 2.0

    def _share(self, column: float) -> float:
        return min(max(column / max(self.length, 1.0), 0.0), 1.0)


def _box_around(corners: Corners) -> Box:
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _level(pixels: Pixels, corners: Corners) -> Pixels:
    """The line between the corners, level, at the height that the model likes, in three equal channels."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = round(float(max(sides[0], sides[2]))), round(float(max(sides[1], sides[3])))
    if min(width, height) < 4:
        return np.empty((0, 0, 3), np.uint8)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    cut = cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return _sized(np.asarray(cut, np.uint8))


def _sized(part: Pixels) -> Pixels:
    """A line at the height that the model likes, in three equal channels; empty where it is too small."""
    if min(part.shape) < 4:
        return np.empty((0, 0, 3), np.uint8)
    scale = _LINE_PX / part.shape[0]
    size = min(_LONGEST_PX, max(_LINE_PX // 2, round(part.shape[1] * scale))), _LINE_PX
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return _in_colour(np.asarray(cv2.resize(part, size, interpolation=how), np.uint8))


def _in_colour(grey: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)


def _inked(pixels: Pixels, box: Box) -> Box:
    """The box no higher than the ink in its middle: the model that finds lines leaves white around them."""
    top, left = max(0, int(box.top)), max(0, int(box.left))
    part = pixels[top : round(box.bottom) + 1, left : round(box.right) + 1]
    rows = np.flatnonzero((part < _INK).any(axis=1)) if part.size else np.empty(0, np.int64)
    if not rows.size:
        return box
    # Ink of the lines above and below is cut off from it by white.
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    middle = part.shape[0] / 2
    run = min(runs, key=lambda run: max(run[0] - middle, middle - run[-1], 0.0) - 0.01 * len(run))
    return Box(box.left, float(top + run[0]), box.right, float(top + run[-1] + 1))


def _stretches(phrase: Phrase) -> Iterator[Box]:
    """The phrase in pieces that are not too long for the model, cut between words."""
    stretch = [phrase.words[0]]
    for word in phrase.words[1:]:
        box = _row_of([*stretch, word])
        if box.width > _LONGEST_HEIGHTS * max(box.height, 1.0):
            yield _row_of(stretch)
            stretch = []
        stretch.append(word)
    yield _row_of(stretch)


def _row_of(words: Sequence[Word]) -> Box:
    """The box around words of a row, no higher than most of them: one box may reach into the next row."""
    tops, bottoms = [word.box.top for word in words], [word.box.bottom for word in words]
    slack = _ROW_SLACK * statistics.median(word.box.height for word in words)
    top = max(min(tops), statistics.median(tops) - slack)
    bottom = min(max(bottoms), statistics.median(bottoms) + slack)
    return Box(min(w.box.left for w in words), top, max(w.box.right for w in words), bottom)


def _with_white(box: Box, pixels: Pixels) -> Box:
    """A phrase with some white around it, in whole pixels."""
    height, width = pixels.shape
    around = _AROUND * box.height
    top, bottom = max(0, int(box.top - around)), min(height, round(box.bottom + around))
    left, right = max(0, int(box.left - around)), min(width, round(box.right + around))
    return Box(left, top, right, bottom)


def _cut(pixels: Pixels, box: Box) -> Pixels:
    """That part of the page at the height that the model likes."""
    return _sized(pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)])


def _shared_out(text: str, box: Box, confidence: float) -> list[Word]:
    """Words side by side in the box, each as wide as its share of the letters."""
    letter_px = box.width / max(1, len(text))
    words: list[Word] = []
    at = 0
    for part in text.split(" "):
        if part:
            left = box.left + at * letter_px
            place = Box(left, box.top, left + len(part) * letter_px, box.bottom)
            words.append(Word(part, place, confidence))
        at += len(part) + 1
    return words
