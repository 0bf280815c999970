"""What was read on a page: words with boxes, and the lines they make."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.transform import Box, Transform

# Two words stand on one line when their middles lie within this share of the smaller height.
_SAME_LINE = 0.55
# A gap wider than this many text heights ends a phrase: the next column, or the value after its label.
_PHRASE_GAP = 1.4


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
        object.__setattr__(self, "text", " ".join(word.text for word in self.words))
        object.__setattr__(self, "box", box_around(self.words))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page from edge to edge, in phrases from left to right."""

    phrases: tuple[Phrase, ...]
    box: Box = field(init=False, compare=False)
    """The box around all words."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "box", box_around(self.phrases))

    @property
    def words(self) -> tuple[Word, ...]:
        """All words from left to right."""
        return tuple(word for phrase in self.phrases for word in phrase.words)

    @property
    def text(self) -> str:
        """The words with single blanks between them, phrases three blanks apart."""
        return "   ".join(phrase.text for phrase in self.phrases)


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

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, line by line."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def text(self) -> str:
        """The page as lines of text."""
        return "\n".join(line.text for line in self.lines)

    @property
    def text_height_px(self) -> float:
        """The median height of its words in pixels; 0 for an empty page."""
        heights = [word.box.height for word in self.words if len(word.text) > 1]
        return statistics.median(heights) if heights else 0.0


def box_around(words: Sequence[Word] | Sequence[Phrase]) -> Box:
    """The smallest box that holds all of the words or phrases, of which there is at least one."""
    return Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )


def lines_of(words: Iterable[Word]) -> tuple[Line, ...]:
    """Group words into rows by where they stand, whatever order the engine gave them in.

    An engine's own blocks cut tables between label and value; what a person reads as one row is
    one row here, and wide gaps split it into phrases.
    """
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.middle[1]):
        row = next((r for r in reversed(rows[-6:]) if _on_row(word, r)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    rows.sort(key=lambda row: statistics.fmean(w.box.middle[1] for w in row))
    return tuple(Line(_phrases(sorted(row, key=lambda w: w.box.left))) for row in rows)


def _on_row(word: Word, row: Sequence[Word]) -> bool:
    """Whether the word stands on the row, judged by its nearest neighbour there."""
    near = min(row, key=lambda w: max(word.box.left - w.box.right, w.box.left - word.box.right))
    apart = abs(near.box.middle[1] - word.box.middle[1])
    if apart > _SAME_LINE * min(near.box.height, word.box.height):
        return False
    overlap = min(near.box.right, word.box.right) - max(near.box.left, word.box.left)
    return overlap < 0.5 * min(near.box.width, word.box.width)


def _phrases(words: Sequence[Word]) -> tuple[Phrase, ...]:
    """Cut a row of words at its wide gaps."""
    phrases: list[list[Word]] = []
    for word in words:
        if phrases and _close(phrases[-1][-1], word):
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return tuple(Phrase(tuple(phrase)) for phrase in phrases)


def _close(left: Word, right: Word) -> bool:
    height = max(left.box.height, right.box.height)
    return right.box.left - left.box.right <= _PHRASE_GAP * height
