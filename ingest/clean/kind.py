"""What made the picture: told from its pixels, not from its name or its claimed resolution."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from ingest.clean.light import grey_of, paper_of
from ingest.clean.marks import marks_of
from ingest.page import CaptureKind, CleanPage, Pixels, StepNote
from ingest.transform import Transform

# A picture in which nearly nothing is between black and white was made by a threshold.
_BETWEEN_SHARE = 0.01
# A fax has at most 204 x 196 dots an inch: 2900 rows hold a legal page, scans at 300 dpi have more.
_FAX_LONGER_PX = 2900
# At 204 x 98 dots an inch letters look twice as wide as they are.
_SQUASHED_ASPECT = 1.3
_LEAST_LETTERS = 60
# Middle half of the paper's brightness: a scanner's lamp is even, a room's is not.
_EVEN_SPREAD = 0.045
# Share of the picture's rim that is no paper: a desk, a hand, another sheet.
_RIM_SHARE = 0.2


def tell_kind(page: CleanPage) -> CleanPage:
    """Name the kind of capture; a fax with oblong pixels gets square ones."""
    grey = grey_of(page.pixels)
    small = grey[:: max(1, grey.shape[0] // 1000), :: max(1, grey.shape[1] // 1000)]
    between = float(np.mean((small > 40) & (small < 215)))
    if between < _BETWEEN_SHARE and float(np.mean(small > 215)) > 0.5 and is_bilevel(grey):
        return _bilevel(page, grey)
    paper = paper_of(grey)[::8, ::8]
    low, middle, high = (float(v) for v in np.percentile(paper, (25, 50, 75)))
    spread = (high - low) / max(middle, 1.0)
    rim = rim_share(paper)
    kind: CaptureKind = "photo" if spread > _EVEN_SPREAD or rim > _RIM_SHARE else "scan"
    note = StepNote("kind", (("kind", kind), ("spread", round(spread, 3)), ("rim", round(rim, 3))))
    return dataclasses.replace(page, kind=kind, steps=(*page.steps, note))


def is_bilevel(grey: Pixels) -> bool:
    """Whether the picture has two levels only (JPEG may have blurred them a little)."""
    counts = np.bincount(grey[::3, ::3].ravel(), minlength=256)
    return float(counts[12:244].sum()) <= 0.005 * float(counts.sum())


def rim_share(paper: Pixels) -> float:
    """Share of the picture's rim that is much darker than its bright part."""
    depth = max(1, min(paper.shape) // 40)
    sides = (paper[:depth], paper[-depth:], paper[:, :depth].T, paper[:, -depth:].T)
    rim = np.concatenate([side.ravel() for side in sides])
    return float(np.mean(rim < 0.75 * np.percentile(paper, 80)))


def _bilevel(page: CleanPage, grey: Pixels) -> CleanPage:
    """A fax, or a scan in black and white when it has more dots than a fax can."""
    grey = np.where(grey < 128, np.uint8(0), np.uint8(255))
    grey, doubled = _without_doubled_rows(grey)
    stretch = 2 if doubled or _squashed(grey) else 1
    height, width = grey.shape
    kind: CaptureKind = "fax" if max(height * stretch, width) <= _FAX_LONGER_PX else "scan"
    undo = Transform.scale(1.0, 2.0 if doubled else 1.0)
    if stretch == 2:
        grey = np.asarray(cv2.resize(grey, (width, 2 * height), interpolation=cv2.INTER_CUBIC), np.uint8)
        undo = Transform.scale(1.0, 1.0 if doubled else 0.5)
    note = StepNote("kind", (("kind", kind), ("rows_stretched", float(stretch)), ("doubled", float(doubled))))
    return dataclasses.replace(
        page, kind=kind, pixels=grey, to_original=undo.then(page.to_original), steps=(*page.steps, note)
    )


def _without_doubled_rows(grey: Pixels) -> tuple[Pixels, bool]:
    """One of each two rows where all come in equal pairs: a coarse fax that was made square."""
    rows = grey[: grey.shape[0] // 2 * 2]
    for first in (0, 1):
        upper, lower = rows[first::2], rows[first + 1 :: 2]
        count = min(len(upper), len(lower))
        unlike = float(np.mean(upper[:count] != lower[:count]))
        within = float(np.mean(upper[1:count] != lower[: count - 1]))
        if within > 0 and unlike < 0.02 * within:
            return np.ascontiguousarray(upper[:count]), True
    return grey, False


def _squashed(grey: Pixels) -> bool:
    """Whether letters are much wider than high."""
    marks = marks_of(np.asarray(grey < 128, np.uint8))
    chosen = marks.letters
    if np.count_nonzero(chosen) < _LEAST_LETTERS:
        return False
    aspect = marks.width[chosen] / marks.height[chosen]
    weight = marks.area[chosen].astype(np.float64)
    order = np.argsort(aspect)
    middle = np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)
    return bool(aspect[order][middle] > _SQUASHED_ASPECT)
