"""What was read on a page: words with boxes, and the lines they make."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from ingest.transform import Box, Transform

# Two words stand on one line when this share of the lower one's height lies beside the other.
_SAME_LINE = 0.5
# Less of it beside a word so many of its heights away is no sign of one row while others may come.
_LEVEL, _CELLS_APART = 0.8, 2.0
# Strokes without letters that are this many times as high as the text are rules, not words.
_RULE_HEIGHTS = 1.8
# A gap wider than this many text heights ends a phrase: the next column, or the value after its label.
_PHRASE_GAP = 1.4
# Words of one row overlap by less than this share of the narrower one; single letters by less than that.
_OVERLAP, _OVERLAP_OF_LETTERS = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Word:
    """One word as an engine read it.

    Parameters
    ----------
    text
        Never empty, never with blanks inside.
    box
        In pixels of the picture the engine read.
    confidence
        0 to 100, as the engine says; 100 for a text layer. A hint, never a proof.

    """

    text: str = field(repr=False)
    box: Box
    confidence: float = 100.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of one line that stand close together: a label, a value, a stretch of running text."""

    words: tuple[Word, ...]
    text: str = field(init=False, repr=False, compare=False)
    """The words with single blanks between them."""
    box: Box = field(init=False, compare=False)
    """The box around all words."""

    def __post_init__(self) -> None:
        # Asked for again and again by whoever looks for labels: worked out once.
        object.__setattr__(self, "text", " ".join([word.text for word in self.words]))
        object.__setattr__(self, "box", box_around(self.words))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page from edge to edge, in phrases from left to right."""

    phrases: tuple[Phrase, ...]
    words: tuple[Word, ...] = field(init=False, repr=False, compare=False)
    """All words from left to right."""
    text: str = field(init=False, repr=False, compare=False)
    """The words with single blanks between them, phrases three blanks apart."""
    box: Box = field(init=False, compare=False)
    """The box around all words."""

    def __post_init__(self) -> None:
        # Asked for again and again, like those of a phrase.
        object.__setattr__(self, "words", tuple([word for phrase in self.phrases for word in phrase.words]))
        object.__setattr__(self, "text", "   ".join([phrase.text for phrase in self.phrases]))
        object.__setattr__(self, "box", box_around(self.phrases))


@dataclass(frozen=True, slots=True)
class PageText:
    """One reading of one page.

    Parameters
    ----------
    lines
        From top to bottom.
    size_px
        Width and height of the picture that was read.
    to_original
        From pixels of that picture to pixels of the page as it arrived (a PDF page: at 300 dpi).
    engine
        Name and version of what read it, such as ``tesseract 5.3.0`` or ``text layer``.
    branch
        Which clean-up branch the picture came from; readings of different branches by one
        engine are one witness, not two.

    """

    lines: tuple[Line, ...] = field(repr=False)
    size_px: tuple[int, int]
    to_original: Transform
    engine: str
    branch: str = "plain"
    words: tuple[Word, ...] = field(init=False, repr=False, compare=False)
    """All words, line by line."""
    text: str = field(init=False, repr=False, compare=False)
    """The page as lines of text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", tuple([word for line in self.lines for word in line.words]))
        object.__setattr__(self, "text", "\n".join([line.text for line in self.lines]))

    @property
    def text_height_px(self) -> float:
        """The median height of its words in pixels; 0 for an empty page."""
        heights = [word.box.height for word in self.words if len(word.text) > 1]
        return statistics.median(heights) if heights else 0.0


def box_around(words: Sequence[Word] | Sequence[Phrase]) -> Box:
    """The smallest box that holds all of the words or phrases, of which there is at least one."""
    boxes = [word.box for word in words]
    if len(boxes) == 1:
        return boxes[0]
    return Box(
        min([box.left for box in boxes]),
        min([box.top for box in boxes]),
        max([box.right for box in boxes]),
        max([box.bottom for box in boxes]),
    )


def lines_of(words: Iterable[Word]) -> tuple[Line, ...]:
    """Group words into rows by where they stand, whatever order the engine gave them in.

    An engine's own blocks cut tables between label and value; what a person reads as one row is
    one row here, and wide gaps split it into phrases.
    """
    words = list(words)
    rows: list[_Row] = []
    waiting: list[tuple[float, Word]] = []
    # Marks come after what has letters: a speck taken for a colon would tie the halves of two rows together.
    placed = [(_is_mark(word), word.box.middle[1], word) for word in _without_rules(words)]
    for is_mark, middle, word in sorted(placed, key=itemgetter(0, 1)):
        near = rows if is_mark else rows[-6:]
        if (fit := _best_fit(near, word)) is None:
            rows.append(_Row(word, middle))
            continue
        (beside, apart), row = fit
        if beside < _LEVEL and -apart > _CELLS_APART * word.box.height and _stands_alone(word, words):
            # A cell half beside a row of another column: the row of its own may only begin below.
            waiting.append((middle, word))
        else:
            row.add(word, middle)
    for middle, word in waiting:
        if fit := _best_fit(rows, word):
            fit[1].add(word, middle)
        else:
            rows.append(_Row(word, middle))
    rows.sort(key=_Row.height_on_page)
    return tuple([Line(_phrases(sorted(row.words, key=attrgetter("box.left")))) for row in rows])


def _sides_of(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


class _Row:
    """A row of a page while its words are being gathered."""

    __slots__ = ("_least", "_middles", "_sides", "bottom", "top", "words")

    def __init__(self, word: Word, middle: float) -> None:
        self.words = [word]
        self._middles = [middle]
        self._sides = [_sides_of(word.box)]
        self.top, self.bottom = word.box.top, word.box.bottom
        self._least = self.bottom - self.top

    def add(self, word: Word, middle: float) -> None:
        """Put a word on the row."""
        box = word.box
        self.words.append(word)
        self._middles.append(middle)
        self._sides.append(_sides_of(box))
        self.top, self.bottom = min(self.top, box.top), max(self.bottom, box.bottom)
        self._least = min(self._least, box.bottom - box.top)

    def height_on_page(self) -> float:
        """How far down the page it stands."""
        return statistics.fmean(self._middles)

    def takes(self, box: Box) -> tuple[float, float] | None:
        """How well a word of this box stands on the row, by its nearest neighbour there; None: not at all.

        First how much of the lower of the two is beside the other, in tenths, then how near they are.
        """
        top, bottom, left, right = box.top, box.bottom, box.left, box.right
        # What no word of the row could have beside it: most rows are ruled out at once.
        most = min(self.bottom, bottom) - max(self.top, top)
        if most < _SAME_LINE * min(self._least, bottom - top):
            return None
        near, nearest = self._sides[0], math.inf
        for sides in self._sides:
            before, behind = left - sides[2], sides[0] - right
            apart = before if before > behind else behind  # noqa: FURB136  # asked a thousand times a letter
            if apart < nearest:
                near, nearest = sides, apart
        near_left, near_top, near_right, near_bottom = near
        beside = min(near_bottom, bottom) - max(near_top, top)
        lower = min(near_bottom - near_top, bottom - top)
        if beside < _SAME_LINE * lower:
            return None
        overlap = min(near_right, right) - max(near_left, left)
        width = min(near_right - near_left, right - left)
        # An engine's box may reach over half of a single letter beside it ("of 4").
        is_letter = width < min(near_bottom - near_top, bottom - top)
        if overlap >= (_OVERLAP_OF_LETTERS if is_letter else _OVERLAP) * width:
            return None
        return round(beside / max(lower, 1.0), 1), -nearest


def _best_fit(rows: Sequence[_Row], word: Word) -> tuple[tuple[float, float], _Row] | None:
    """The row that a word stands on best, the last one where two are alike, and how well; None: on none."""
    box = word.box
    top, bottom = box.top, box.bottom
    # Most rows end above the word or begin below it: asked here, as a call takes longer than its answer.
    level = [row for row in reversed(rows) if row.top <= bottom and row.bottom >= top]
    fits = [(fit, row) for row in level if (fit := row.takes(box))]
    return max(fits, key=itemgetter(0), default=None)


def _stands_alone(word: Word, words: Iterable[Word]) -> bool:
    """Whether no other word stands close before or behind it."""
    box, reach = word.box, _CELLS_APART * word.box.height
    level = (
        other.box
        for other in words
        if other is not word
        and min(box.bottom, other.box.bottom) - max(box.top, other.box.top) > _SAME_LINE * box.height
    )
    return not any(max(beside.left - box.right, box.left - beside.right) < reach for beside in level)


def _without_rules(words: Sequence[Word]) -> list[Word]:
    """The words without the strokes of frames and tables, which would tie neighbouring rows together."""
    if not words:
        return []
    height = statistics.median([word.box.height for word in words])
    return [
        word
        for word in words
        if not _is_mark(word) or (word.text != "|" and word.box.height < _RULE_HEIGHTS * height)
    ]


def _is_mark(word: Word) -> bool:
    """Whether a word has neither letter nor digit."""
    return not (word.text.isalnum() or any(letter.isalnum() for letter in word.text))


def _phrases(words: Sequence[Word]) -> tuple[Phrase, ...]:
    """Cut a row of words at its wide gaps."""
    phrases: list[list[Word]] = []
    for nth, word in enumerate(words):
        if phrases and (_close(phrases[-1][-1], word) or _is_within_date(words, nth)):
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return tuple([Phrase(tuple(phrase)) for phrase in phrases])


_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?", re.IGNORECASE)
_DAY_OF_MONTH, _YEAR = re.compile(r"\d{1,2},?"), re.compile(r"(?:19|20)\d\d\W?")
# Type spaced out to the margin has such gaps, as multiples of its height; columns stand further apart.
_SPACED_OUT = 3.5


def _is_within_date(words: Sequence[Word], nth: int) -> bool:
    """Whether a word stands within the three words of a date, near the one before: no cell ends there."""
    for first in (nth - 1, nth - 2):
        named = [word.text for word in words[max(first, 0) : first + 3]]
        kinds = (_MONTH, _DAY_OF_MONTH, _YEAR)
        if len(named) == len(kinds) and all(k.fullmatch(text) for k, text in zip(kinds, named, strict=True)):
            left, right = words[nth - 1].box, words[nth].box
            return right.left - left.right <= _SPACED_OUT * max(left.height, right.height)
    return False


def _close(left: Word, right: Word) -> bool:
    height = max(left.box.height, right.box.height)
    return right.box.left - left.box.right <= _PHRASE_GAP * height


def phrases_of(lines: Iterable[Line]) -> Iterator[Phrase]:
    """The phrases of some lines, one after the other."""
    for line in lines:
        yield from line.phrases
