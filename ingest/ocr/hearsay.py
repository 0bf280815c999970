"""What somebody else's reading of a page may say: that a word of ours was read alike, or with a slip.

A scanner's text layer may be old, of another page, or forged, and nobody sees it. So it is never a source
of its own: of its words only those are kept that stand where we read the same word, or nearly the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from ingest.text import PageText, Word, lines_of
from ingest.transform import Box

# A word this long may differ in one letter, one twice as long in two: a slip of either reader.
_LETTERS_PER_SLIP = 5
# Words stand at one place where this share of the narrower lies beside the other, each way.
_SAME_PLACE = 0.5
_ROW_PX = 64.0


def heard(ours: PageText, layer: PageText) -> PageText | None:
    """The words of the layer that speak of words we read ourselves; None where none does.

    Parameters
    ----------
    ours
        Our own reading of the page's picture.
    layer
        The other one, its boxes in pixels of the page as it arrived.

    """
    shelf = _by_rows([(ours.to_original.box(word.box), word.text) for word in ours.words])
    words = [word for word in layer.words if any(_speaks_of(word, *own) for own in _near(shelf, word.box))]
    if not words:
        return None
    return PageText(lines_of(words), layer.size_px, layer.to_original, layer.engine, "as it came")


_Placed = tuple[Box, str]


def _by_rows(words: Sequence[_Placed]) -> dict[int, list[_Placed]]:
    """Words by the bands of the page that they touch: a page has hundreds of each reader's."""
    shelf: dict[int, list[_Placed]] = {}
    for box, text in words:
        for row in _rows(box):
            shelf.setdefault(row, []).append((box, text))
    return shelf


def _near(shelf: dict[int, list[_Placed]], box: Box) -> Iterator[_Placed]:
    for row in _rows(box):
        yield from shelf.get(row, ())


def _rows(box: Box) -> range:
    return range(int(box.top // _ROW_PX), int(box.bottom // _ROW_PX) + 1)


def _speaks_of(word: Word, place: Box, text: str) -> bool:
    across = min(word.box.right, place.right) - max(word.box.left, place.left)
    down = min(word.box.bottom, place.bottom) - max(word.box.top, place.top)
    if across < _SAME_PLACE * min(word.box.width, place.width):
        return False
    if down < _SAME_PLACE * min(word.box.height, place.height):
        return False
    return OSA.distance(word.text, text) <= max(len(word.text), len(text)) // _LETTERS_PER_SLIP
