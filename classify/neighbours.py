"""Where the label of a value stands: to its left in a table, over it in a box, under it on a card."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from classify.captions import is_caption
from classify.flow import FLOW_HEIGHTS, Place, overlap
from ingest.text import Line, Phrase
from ingest.transform import Box

# How far up, in text heights, the label of a boxed value may stand.
_ABOVE_HEIGHTS = 3.2
# A label under its value is nearer to it than this share of the way to anything else.
_NEARER = 0.88
# So many labels over as many values are the heads of cells.
_LEAST_CELLS = 2
# A value set in under its label begins so many heights behind the label's end, at most.
_SET_IN_HEIGHTS = 2.0
# The end of a label that was broken behind no more words than these.
_BROKEN_LABEL_WORDS = 3
_REST_OF_LABEL = re.compile(
    r"(?:(?:tax )?(?:years?|periods?|quarters?|form)|date|number|ending|ended|due)\W*"
)


_PHONE = re.compile(r"\W*(?:1-)?\d{3}\W{1,2}\d{3}-\d{4}\W*")
# A phrase of so many words is a line of text.
_TEXT_WORDS = 6


def _is_text(phrase: str) -> bool:
    return len(phrase.split()) >= _TEXT_WORDS


def _is_value(phrase: str) -> bool:
    """Whether a phrase may be the value of a label to its left."""
    return any(map(str.isdigit, phrase)) and _PHONE.fullmatch(phrase) is None


class Neighbours:
    """The phrases around each phrase of a reading.

    Parameters
    ----------
    plain
        The plain text of a phrase, by its row and its place in the row.
    height_px
        The height of the page's usual text.

    """

    def __init__(self, rows: Sequence[Line], plain: Callable[[int, int], str], height_px: float) -> None:
        self.rows, self.plain, self.height_px = rows, plain, height_px

    def left(self, place: Place) -> str:
        """The plain text left of a phrase in its row, rules and specks passed over."""
        for index in range(place.index - 1, -1, -1):
            text = self.plain(place.row, index)
            if any(map(str.isalnum, text)):
                return f"{text} {more}" if (more := self._label_goes_on(place.row, index)) else text
        return ""

    def _label_goes_on(self, row: int, index: int) -> str:
        """The rest of a label that a narrow column broke, as "Tax" over "year"; empty where it did not.

        Beside the rest stands no value of its own.
        """
        own, below = self.rows[row].phrases[index], row + 1
        if len(own.words) > _BROKEN_LABEL_WORDS or below >= len(self.rows):
            return ""
        line = self.rows[below]
        if line.box.top - own.box.bottom > FLOW_HEIGHTS * self.height_px:
            return ""
        for at, phrase in enumerate(line.phrases):
            if overlap(phrase.box, own.box) > 0.6 * min(phrase.box.width, own.box.width):
                text = self.plain(below, at)
                if at + 1 < len(line.phrases) or not _REST_OF_LABEL.fullmatch(text):
                    return ""
                return f"{text} {self._label_goes_on(below, at)}".rstrip()
        return ""

    def above(self, place: Place) -> Iterator[str]:
        """Texts of the phrases that stand over a phrase, nearest first."""
        if caption := self._caption(place):
            yield caption
            return
        own = self.rows[place.row].phrases[place.index].box
        floor = own.top
        for number in range(place.row - 1, -1, -1):
            row = self.rows[number].phrases
            over = [n for n, p in enumerate(row) if overlap(p.box, own) > 0.3 * min(p.box.width, own.width)]
            if not over and number == place.row - 1:
                over = self._set_under(place)
            if not over:
                continue
            nearest = row[over[0]].box
            if floor - nearest.bottom > _ABOVE_HEIGHTS * self.height_px:
                return
            yield self.plain(number, over[0])
            floor = nearest.top

    def _set_under(self, place: Place) -> list[int]:
        """The label in the row above that a phrase stands under, apart; empty without one."""
        labels, row = self.rows[place.row - 1].phrases, self.rows[place.row].phrases
        own = row[place.index].box
        if self._is_set_in(own, labels[-1]):
            return [len(labels) - 1]
        if len(labels) != len(row) or len(row) < _LEAST_CELLS:
            return []
        # Labels at the left of cells, values at their right.
        ends = [label.box.left for label in labels[1:]] + [float("inf")]
        cells = zip(labels, row, ends, strict=True)
        in_cells = all(
            label.box.left <= value.box.left and value.box.right <= end for label, value, end in cells
        )
        return [place.index] if in_cells else []

    def _caption(self, place: Place) -> str:
        """The label that stands under a phrase and is its own; empty where there is none.

        It is nearer to the phrase than whatever stands above that, and than whatever stands under itself.
        """
        under = self.under(place.row, place.index)
        if under is None:
            return ""
        row = self.rows[under.row].phrases[under.index :]
        label, *others = [self.plain(under.row, under.index + n) for n in range(len(row))]
        # Beside a panel of cards may stand the text of the letter; behind a label that comes first, a value.
        cards = len(self.rows[place.row].phrases) == len(self.rows[under.row].phrases)
        beside = [other for other in others if not (is_caption(other) or _is_text(other))]
        if not is_caption(label) or (beside and not cards) or any(map(_is_value, beside)):
            return ""
        own, below = self.rows[place.row].phrases[place.index].box, row[0].box
        down = below.middle[1] - own.middle[1]
        around = [self._over(place), self.under(under.row, under.index)]
        boxes = [self.rows[p.row].phrases[p.index].box for p in around if p is not None]
        apart = [min(abs(box.middle[1] - one.middle[1]) for one in (own, below)) for box in boxes]
        return label if all(down < _NEARER * gap for gap in apart) else ""

    def _over(self, place: Place) -> Place | None:
        """The nearest phrase over a phrase, as far as a label stands over its value."""
        own = self.rows[place.row].phrases[place.index].box
        for above in range(place.row - 1, -1, -1):
            line = self.rows[above]
            if own.top - line.box.bottom > _ABOVE_HEIGHTS * self.height_px:
                return None
            for at, phrase in enumerate(line.phrases):
                if overlap(phrase.box, own) > 0.3 * min(phrase.box.width, own.width):
                    return Place(above, at)
        return None

    def under(self, row: int, index: int) -> Place | None:
        """The nearest phrase under a phrase, as far as a value stands under its label."""
        own = self.rows[row].phrases[index].box
        for below in range(row + 1, len(self.rows)):
            line = self.rows[below]
            if line.box.top - own.bottom > _ABOVE_HEIGHTS * self.height_px:
                return None
            for at, phrase in enumerate(line.phrases):
                if overlap(phrase.box, own) > 0.3 * min(phrase.box.width, own.width):
                    return Place(below, at)
        return None

    def _is_set_in(self, own: Box, label: Phrase) -> bool:
        """Whether a phrase is set in under a short label with a colon, about whose end it begins."""
        reach = _SET_IN_HEIGHTS * self.height_px
        in_reach = label.box.left + self.height_px < own.left < label.box.right + reach
        return in_reach and label.text.endswith(":")
