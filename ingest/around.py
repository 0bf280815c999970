"""What stands around a place on a page: the phrases that a second reader must read to tell its value anew."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.text import PageText, Phrase, Word
from ingest.transform import Box

# A value's label stands in its own row, or at most so many text heights above or below it.
_LABEL_ABOVE, _LABEL_BELOW = 3.2, 0.8
# Rows of a photo are never quite level.
_IN_ROW = 0.3
# A place less of which is covered by what was read has more to be read.
_COVERED = 0.5
# A word that the first reader is less sure of may have been a number.
_DOUBTFUL = 60.0


def phrases_around(reading: PageText, boxes: Sequence[Box]) -> list[Phrase]:
    """The phrases of some places with their labels: what stands in their rows, and right above or below.

    Parameters
    ----------
    boxes
        In pixels of the page as it arrived. Without any, every phrase that may hold a value is a place.

    Returns
    -------
    list
        From top to bottom, then places where little or nothing was read; without words that fell out of their
        line and stand inside another phrase, which would be read twice.

    """
    phrases = [phrase for line in reading.lines for phrase in line.phrases]
    places = [reading.to_original.box_before(box) for box in boxes]
    places = places or [phrase.box for phrase in phrases if _may_hold_value(phrase)]
    height = reading.text_height_px
    chosen = [phrase for phrase in phrases if any(_is_beside(phrase.box, place, height) for place in places)]
    kept = [p for p in chosen if not any(q is not p and _holds(q.box, p.box) for q in chosen)]
    bare = [place for place in places if _covered(place, kept) < _COVERED]
    # Where the first reader saw nothing, or a part, the second may see all: the place is read as it is.
    return [*kept, *(Phrase((Word("?", place),)) for place in bare)]


def _may_hold_value(phrase: Phrase) -> bool:
    """Whether a value can stand here: all have digits, which may have been misread."""
    return any(word.confidence < _DOUBTFUL or any(map(str.isdigit, word.text)) for word in phrase.words)


def _is_beside(box: Box, place: Box, height: float) -> bool:
    """Whether a phrase stands in the row of a place, or right above or below it."""
    middle = box.middle[1]
    if place.top - _IN_ROW * height <= middle <= place.bottom + _IN_ROW * height:
        return True
    near = place.top - _LABEL_ABOVE * height <= middle <= place.bottom + _LABEL_BELOW * height
    return near and box.left <= place.right + height and box.right >= place.left - height


def _covered(place: Box, phrases: Sequence[Phrase]) -> float:
    """The share of a place's width that phrases in its row cover, 0 to 1."""
    covered = 0.0
    for box in (phrase.box for phrase in phrases):
        if min(box.bottom, place.bottom) - max(box.top, place.top) > 0.3 * min(box.height, place.height):
            covered += max(0.0, min(box.right, place.right) - max(box.left, place.left))
    return min(1.0, covered / max(place.width, 1.0))


def _holds(outer: Box, inner: Box) -> bool:
    width = min(outer.right, inner.right) - max(outer.left, inner.left)
    height = min(outer.bottom, inner.bottom) - max(outer.top, inner.top)
    return width > 0.9 * inner.width and height > 0.5 * inner.height and outer.width > inner.width
