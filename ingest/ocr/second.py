"""The second reader: RapidOCR's recognition model on single phrases, an independent witness.

Only the model that reads a line is used: where text stands is known from the first reader, so the
models that look for it, and their memory, are not needed. The models lie inside the package; nothing is
fetched when it runs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from importlib import metadata, util
from typing import Any

import cv2
import numpy as np

from ingest.page import CleanPage, Pixels
from ingest.text import Phrase, Word
from ingest.transform import Box

# The model was trained on lines of this height.
_LINE_PX = 48
# White around a phrase, as a share of its height: tight crops lose their first and last letters.
_AROUND = 0.25
# The library shrinks what is longer than 2000 pixels, and fails where nothing is left of its height.
_LONGEST_HEIGHTS = 25
# Below this the model says itself that it guesses.
_LEAST_SCORE = 0.5


_SWALLOWED = re.compile(r"(?<=[a-z]{3})(?=[\d$])|(?<=\d)(?=[A-Z][a-z]{2})|(?<=[a-z]{2}:)(?=[\w$])")


def second_reader() -> SecondReader | None:
    """The second reader, or None where it is not installed (extra ``second-reader``)."""
    if util.find_spec("rapidocr") is None or util.find_spec("onnxruntime") is None:
        return None
    return SecondReader()


class SecondReader:
    """Reads phrases that another engine has found."""

    name = "rapidocr"

    def __init__(self) -> None:
        self._model: Any = None

    def version(self) -> str:
        """Version of the library that reads."""
        return metadata.version("rapidocr")

    def read(self, page: CleanPage, phrase: Phrase) -> list[Word]:
        """Read one phrase anew; the words with boxes in pixels of ``page.pixels``.

        The model gives text and no places: the phrase's box is divided among the words by their letters.
        Empty where the model is not sure.
        """
        return [word for box in _stretches(phrase) for word in self._words(page, box)]

    def _words(self, page: CleanPage, box: Box) -> list[Word]:
        crop = _crop(page.pixels, box)
        if not crop.size:
            return []
        said = self._opened()(crop, use_det=False, use_cls=False, use_rec=True)
        if not said.txts or said.scores[0] < _LEAST_SCORE:
            return []
        # The model swallows blanks: "date05/02/2022", "December31,2020Form".
        text = _SWALLOWED.sub(" ", said.txts[0])
        return _shared_out(text, box, 100.0 * float(said.scores[0]))

    def _opened(self) -> Any:
        """The model, loaded at first need: most letters never ask for it."""
        if self._model is None:
            from rapidocr import RapidOCR

            logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
            one_thread = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
            off = {"Global.use_det": False, "Global.use_cls": False, "Global.log_level": "critical"}
            self._model = RapidOCR(params={**off, **one_thread})
        return self._model


def _stretches(phrase: Phrase) -> Iterator[Box]:
    """The phrase in pieces that are not too long for the model, cut between words."""
    stretch = phrase.words[0].box
    for word in phrase.words[1:]:
        longer = stretch.union(word.box)
        if longer.width > _LONGEST_HEIGHTS * max(longer.height, 1.0):
            yield stretch
            stretch = word.box
        else:
            stretch = longer
    yield stretch


def _crop(pixels: Pixels, box: Box) -> Pixels:
    """A phrase with some white around it, at the height that the model likes, in three equal channels."""
    height, width = pixels.shape
    around = _AROUND * box.height
    top, bottom = max(0, int(box.top - around)), min(height, round(box.bottom + around))
    left, right = max(0, int(box.left - around)), min(width, round(box.right + around))
    part = pixels[top:bottom, left:right]
    if min(part.shape) < 4:
        return np.empty((0, 0, 3), np.uint8)
    scale = _LINE_PX / part.shape[0]
    size = min(1900, max(_LINE_PX // 2, round(part.shape[1] * scale))), _LINE_PX
    sized = cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return np.asarray(cv2.cvtColor(sized, cv2.COLOR_GRAY2BGR), np.uint8)


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
