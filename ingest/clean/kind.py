"""What made the picture: told from its pixels, not from its name or its claimed resolution."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from ingest.clean.deskew import lies_on_its_side, points_of
from ingest.clean.light import grey_of, paper_of, small_paper_of
from ingest.clean.marks import marks_of
from ingest.page import CaptureKind, CleanPage, Pixels, StepNote
from ingest.transform import Transform

# Paper of a picture made by a threshold is white, most of the page is paper, and at this share of its edges
# ink begins within one pixel.
_WHITE, _LEAST_WHITE = 245, 0.5
_JUMP, _HARD_JUMP, _HARD_SHARE = 60, 230, 0.3
# Rows of a fax may have been stretched from 98 or 196 to 204 an inch, or doubled; the first is no stretch.
_STRETCHED = (1.0, 0.5, 98 / 204, 196 / 204)
# Dots that touch no other, as a share of the picture: of grey made of dots 0.03 (hardly any) to 0.24, of 130
# pages in black and white at most 0.002, of one in grey 0.02.
_DARK, _SCREENED, _DOT_PX, _BAND_PX = 128, 0.05, 1.3, 64
# What is left between black and white, as a share of the ink, where a stretch was undone rightly.
_MIXED = 0.7
_SQUASHED_ROWS = 0.7
_COARSE = 204 / 98
# A fax has at most 204 x 196 dots an inch: 2900 rows hold a legal page, scans at 300 dpi have more.
_FAX_LONGER_PX = 2900
# At 204 x 98 dots an inch letters look twice as wide as they are. On a page that lies on its side they are
# wider than high anyway.
_SQUASHED_ASPECT, _SQUASHED_ON_SIDE = 1.3, 2.1
_LEAST_LETTERS = 60
# Middle half of the paper's brightness: a scanner's lamp is even, a room's is not.
_EVEN_SPREAD = 0.045
# Brightest less darkest channel, in levels: tinted paper stays below.
_COLOURFUL = 40
# Share of the picture's rim that is no paper: a desk, a hand, another sheet.
_RIM_SHARE = 0.2


def tell_kind(page: CleanPage) -> CleanPage:
    """Name the kind of capture; a fax with oblong pixels gets square ones."""
    grey = grey_of(page.pixels)
    if is_screened(grey):
        page = _unscreened(page, grey)
        grey = page.pixels
    elif is_bilevel(grey):
        return _bilevel(page, grey)
    paper = small_paper_of(grey)
    low, middle, high = (float(v) for v in np.percentile(paper, (25, 50, 75)))
    spread = (high - low) / max(middle, 1.0)
    rim = rim_share(paper)
    kind: CaptureKind = "photo" if spread > _EVEN_SPREAD or rim > _RIM_SHARE else "scan"
    note = StepNote(
        "kind",
        (
            ("kind", kind),
            ("spread", round(spread, 3)),
            ("rim", round(rim, 3)),
            ("colour", round(colour_share(page.pixels), 3)),
        ),
    )
    return dataclasses.replace(page, kind=kind, steps=(*page.steps, note))


def is_bilevel(grey: Pixels) -> bool:
    """Whether the picture was made by a threshold, also where its rows were stretched afterwards.

    Along a row, ink then begins from one pixel to the next; through a lens it never does.
    """
    if float(np.mean(grey[::3, ::3] > _WHITE)) < _LEAST_WHITE:
        return False
    jumps = np.abs(np.diff(grey[::6].astype(np.int16), axis=1))
    hard = int(np.count_nonzero(jumps >= _HARD_JUMP))
    return hard > 0 and hard >= _HARD_SHARE * int(np.count_nonzero(jumps >= _JUMP))


def is_screened(grey: Pixels) -> bool:
    """Whether grey was made of black dots, as a fax machine does with coloured paper."""
    height, width = grey.shape
    if height < _BAND_PX or width < 3:
        return False
    # A quarter of the rows, in bands, says it as well as all.
    bands = grey[: height - height % _BAND_PX].reshape(-1, _BAND_PX, width)[:, : _BAND_PX // 4]
    dark = bands < _DARK
    beside = dark[:, :-2, 1:-1] | dark[:, 2:, 1:-1] | dark[:, 1:-1, :-2] | dark[:, 1:-1, 2:]
    return float(np.mean(dark[:, 1:-1, 1:-1] & ~beside)) > _SCREENED


def _unscreened(page: CleanPage, grey: Pixels) -> CleanPage:
    """The grey that the dots stood for; oblong dots get square ones."""
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), _DOT_PX), np.uint8)
    ink = np.asarray(cv2.divide(soft, paper_of(soft), scale=255.0), np.uint8)
    height, width = soft.shape
    size = (width, round(height * _COARSE)) if height < width and _squashed(ink) else (width, height)
    pixels = np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    undo = Transform.scale(1.0, height / size[1])
    note = StepNote("screen", (("rows", float(size[1])),))
    return dataclasses.replace(
        page, pixels=pixels, to_original=undo.then(page.to_original), steps=(*page.steps, note)
    )


def colour_share(pixels: Pixels) -> float:
    """Share of the picture that is far from grey; 0 where it has no colour at all."""
    if pixels.ndim == 2:
        return 0.0
    some = pixels[::8, ::8].astype(np.int16)
    return float(np.mean(some.max(axis=2) - some.min(axis=2) > _COLOURFUL))


def rim_share(paper: Pixels) -> float:
    """Share of the picture's rim that is much darker than its bright part."""
    depth = max(1, min(paper.shape) // 40)
    sides = (paper[:depth], paper[-depth:], paper[:, :depth].T, paper[:, -depth:].T)
    rim = np.concatenate([side.ravel() for side in sides])
    return float(np.mean(rim < 0.75 * np.percentile(paper, 80)))


def _bilevel(page: CleanPage, grey: Pixels) -> CleanPage:
    """A fax, or a scan in black and white when it has more dots than a fax can."""
    height = grey.shape[0]
    rows = _own_rows(grey)
    width = rows.shape[1]
    # Bold letters that touch look squashed too, but on a sheet that is higher than wide already.
    squashed = len(rows) < _SQUASHED_ROWS * height or (len(rows) < width and _squashed(rows))
    size = (width, round(len(rows) * _COARSE)) if squashed else (width, len(rows))
    kind: CaptureKind = "fax" if max(size) <= _FAX_LONGER_PX else "scan"
    pixels = np.asarray(cv2.resize(rows, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    undo = Transform.scale(1.0, height / size[1])
    note = StepNote("kind", (("kind", kind), ("own_rows", float(len(rows))), ("rows", float(size[1]))))
    return dataclasses.replace(
        page, kind=kind, pixels=pixels, to_original=undo.then(page.to_original), steps=(*page.steps, note)
    )


def _own_rows(grey: Pixels) -> Pixels:
    """The rows that the fax machine sent, in black and white: stretched ones are brought back.

    Specks and streaks are one row high there and nowhere else.
    """
    ink = max(1, int(np.count_nonzero(grey < 128)))
    tries = []
    for share in _STRETCHED:
        size = grey.shape[1], max(1, round(grey.shape[0] * share))
        rows = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
        between = int(np.count_nonzero((rows > 50) & (rows < 205)))
        tries.append((between / (ink * share), -share, rows))
        if not between:
            # Nothing is purer than black and white alone.
            break
    mixed, _, rows = min(tries, key=lambda one: one[:2])
    if mixed > _MIXED:
        rows = grey
    return np.where(rows < 128, np.uint8(0), np.uint8(255))


def _squashed(grey: Pixels) -> bool:
    """Whether letters are much wider than high, as they lie."""
    marks = marks_of(np.asarray(grey < 128, np.uint8))
    chosen = marks.letters
    if np.count_nonzero(chosen) < _LEAST_LETTERS:
        return False
    aspect = marks.width[chosen] / marks.height[chosen]
    weight = marks.area[chosen].astype(np.float64)
    order = np.argsort(aspect)
    middle = aspect[order][np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)]
    return bool(
        middle > _SQUASHED_ON_SIDE or (middle > _SQUASHED_ASPECT and not lies_on_its_side(points_of(marks)))
    )
