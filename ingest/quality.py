"""How good a capture is, and one sentence for the person who made it."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.clean.marks import ink_of, marks_of
from ingest.letter import Capture
from ingest.page import CleanPage, StepNote

# Heights of a small x in the picture as it came, in pixels: below the first nobody can read it.
_TINY_PX, _SMALL_PX = 7.0, 10.0
# Change of brightness across the edges of letters, in levels per pixel at reading size.
_BLURRED, _SOFT = 58.0, 130.0
_STRETCH_PX = 64
_FAINT_INK = 185.0
_DARK_PAPER = 60.0
# What to tell of each fault: of a photo, and of anything else.
_SAID = {
    "sheet": ("The edges of the sheet cannot be seen: photograph it whole, on a plain dark ground.",) * 2,
    "small": (
        "The print is too small in the picture: photograph it again and go closer.",
        "The print is too small in the picture: scan it again and use 300 dpi.",
    ),
    "faint": (
        "The print is faint: photograph it again with more contrast.",
        "The print is faint: scan it again with more contrast.",
    ),
    "blurred": (
        "The picture is blurred: photograph it again with the paper and the device at rest.",
        "The picture is blurred: scan it again with the paper and the device at rest.",
    ),
    "dark": ("Part of the page lies in the dark: photograph it again in even light.",) * 2,
    "coarse": ("The fax is coarse: ask for it again in fine resolution, or for a scan.",) * 2,
    "unread": (
        "The page could not be read: scan it again at 300 dpi, or photograph it from above in good light.",
    )
    * 2,
    "blank": (
        "Nothing is printed on the page: if it is the back of a sheet, photograph the other side.",
        "Nothing is printed on the page: if it is the back of a sheet, scan the other side.",
    ),
}
# Every sentence that may be said.
ADVICE = frozenset(sentence for both in _SAID.values() for sentence in both)


def measure(page: CleanPage) -> StepNote:
    """Text height in arrival pixels, sharpness of edges, ink and paper levels, sides cut off."""
    height = _noted(page, "straighten", "x_height", 0.0) * _noted(page, "straighten", "scale", 1.0)
    return StepNote(
        "quality",
        (
            ("x_height", round(height * _scale(page), 1)),
            ("edges", round(_edges(page), 1)),
            ("ink", _noted(page, "light", "ink", 0.0)),
            ("paper", _noted(page, "light", "paper_low", 255.0)),
            ("sides_cut", _noted(page, "sheet", "sides_cut", 0.0)),
        ),
    )


def capture_of(page: CleanPage, sense: float, *, blank: bool = False, doubtful: bool = False) -> Capture:
    """The quality of a page that was read, from its measures and how much sense the reading made.

    A page that the first reader's look left ``doubtful`` is fair at best, whoever read it then.
    """
    if blank:
        wordless = _is_wordless(page)
        empty = not wordless and _letters(page) < _FEW_LETTERS
        return Capture(page.kind, advice=_said("blank", page) if empty else None, wordless=wordless)
    measured = {name: float(value) for name, value in measure(page).settings}
    advice = _advice(page, measured)
    if sense < 0.2:
        return Capture(page.kind, "poor", advice or _said("unread", page), wordless=_is_wordless(page))
    sharp = page.kind == "fax" or measured["edges"] >= _SOFT
    if advice is None and sense >= 0.4 and sharp and not doubtful:
        return Capture(page.kind, "good", None)
    return Capture(page.kind, "fair", advice)


# A drawing has large dark areas and hardly a mark of a letter's size; a blank page has neither.
_DARK_SHARE = 0.06
_FEW_LETTERS = 20
# A picture that is mostly coloured and has no rows is of something else: paper is grey, and so is its blur.
_MOSTLY = 0.5
# Rows of text stand out three times and more; noise and outlines do not.
_ROWS = 2.0
_DARK = 128


def _is_wordless(page: CleanPage) -> bool:
    """Whether a picture in which no word was found shows something else than paper with writing.

    A photo in which a sheet was found may be of a letter too blurred to read, so it is never called wordless.
    """
    if page.kind == "photo":
        return _noted(page, "sheet", "score", 0.0) == 0.0
    rows = _noted(page, "straighten", "strength", 0.0)
    if _noted(page, "kind", "colour", 0.0) > _MOSTLY and rows < _ROWS:
        return True
    return _letters(page) < _FEW_LETTERS and float(np.mean(page.pixels < _DARK)) > _DARK_SHARE


def _letters(page: CleanPage) -> int:
    """How many marks have the size of letters."""
    return int(np.count_nonzero(marks_of(ink_of(page.pixels)).letters))


def unread(page: CleanPage) -> Capture:
    """For a page that no reading was got from."""
    return Capture(page.kind, "poor", _said("unread", page))


def _advice(page: CleanPage, measured: dict[str, float]) -> str | None:
    photo, fax = page.kind == "photo", page.kind == "fax"
    small = measured["x_height"] > 0
    faults = (
        ("sheet", photo and _noted(page, "sheet", "score", 1.0) == 0.0),
        ("small", small and measured["x_height"] < _TINY_PX),
        ("faint", is_faint(page)),
        ("blurred", not fax and measured["edges"] < _BLURRED),
        ("dark", photo and measured["paper"] < _DARK_PAPER),
        ("coarse", fax and small and measured["x_height"] < _SMALL_PX),
    )
    return next((_said(name, page) for name, is_there in faults if is_there), None)


def is_faint(page: CleanPage) -> bool:
    """Whether the print hardly stands out from the paper; of a fax, all black and white, none can say so."""
    return page.kind != "fax" and _noted(page, "light", "ink", 0.0) > _FAINT_INK


def _said(fault: str, page: CleanPage) -> str:
    of_photo, of_other = _SAID[fault]
    return of_photo if page.kind == "photo" else of_other


def _scale(page: CleanPage) -> float:
    """Arrival pixels per clean pixel at the middle of the page."""
    height, width = page.pixels.shape[:2]
    x, y = page.to_original.point(width / 2, height / 2)
    x2, y2 = page.to_original.point(width / 2, height / 2 + 10)
    return float(np.hypot(x2 - x, y2 - y)) / 10


def _edges(page: CleanPage) -> float:
    """The steepness that one in five of the pixels at the edges of letters exceeds."""
    # Every fourth stretch of rows is enough for a share of them all.
    height = page.pixels.shape[0]
    picture = np.vstack([page.pixels[top : top + _STRETCH_PX] for top in range(0, height, 4 * _STRETCH_PX)])
    ink = ink_of(picture)
    rim = cv2.morphologyEx(ink, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    across = cv2.Sobel(picture, cv2.CV_32F, 1, 0, ksize=3, scale=0.25)
    steep = np.abs(across[rim > 0])
    return float(np.percentile(steep, 80)) if steep.size else 0.0


def _noted(page: CleanPage, step: str, name: str, otherwise: float) -> float:
    for note in page.steps:
        if note.name == step:
            return float(dict(note.settings).get(name, otherwise))
    return otherwise
