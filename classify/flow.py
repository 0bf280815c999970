"""Chains the phrases of a page into passages: paragraphs, columns, the lines of a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classify.passage import Passage, Plain
from ingest.text import Line, Phrase
from ingest.transform import Box

# Lines of one paragraph follow each other within this many text heights (gap between the boxes).
FLOW_HEIGHTS = 1.15


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands: its row, and its index in the row."""

    row: int
    index: int


def flow(rows: tuple[Line, ...], height_px: float, plain: Plain) -> Iterator[tuple[Passage, list[Place]]]:
    """Chain phrases down the page into passages: paragraphs, columns, the lines of a box."""
    chains: list[tuple[list[Phrase], list[Place]]] = []
    # The box of each chain's last line, which may be several sentences wide, and how high its words are.
    ends: list[Box] = []
    heights: list[float] = []
    live: list[int] = []
    for number, row in enumerate(rows):
        live = [n for n in live if row.box.top - ends[n].bottom < 2 * height_px]
        taken: set[int] = set()
        chain: int | None = None
        for index, phrase in enumerate(row.phrases):
            if chain is not None and _next_sentence(row.phrases[index - 1], phrase, height_px):
                ends[chain] = ends[chain].union(phrase.box)
            else:
                high = _height(phrase)
                alike = [
                    n for n in live if n not in taken and max(high, heights[n]) <= 1.7 * min(high, heights[n])
                ]
                chain = _continues(phrase, alike, ends, height_px)
                if chain is None:
                    chain = len(chains)
                    chains.append(([], []))
                    ends.append(phrase.box)
                    heights.append(high)
                    live.append(chain)
                ends[chain], heights[chain] = phrase.box, high
            taken.add(chain)
            chains[chain][0].append(phrase)
            chains[chain][1].append(Place(number, index))
    for phrases, places in chains:
        yield Passage.of(phrases, plain), places


def _height(phrase: Phrase) -> float:
    """How high the words of a phrase are; its bullet may be twice as high, and one word in a stain."""
    words = sorted(word.box.height for word in phrase.words if any(map(str.isalnum, word.text)))
    return words[-1 - len(words) // _WORDS_TO_ONE_ODD] if words else phrase.box.height


# Of so many words one may have a box that is too high.
_WORDS_TO_ONE_ODD = 6


# Typewriters leave two blanks behind a sentence: so many text heights part it from the next one.
_SENTENCE_GAP = 2.6
# Fewer words before a full stop are a label or an abbreviation.
_SENTENCE_WORDS = 3


def _next_sentence(one: Phrase, other: Phrase, height_px: float) -> bool:
    """Whether a phrase goes on with the running text of the one to its left."""
    ended = len(one.words) >= _SENTENCE_WORDS and one.text[-1] in ".?!"
    return ended and other.text[0].isalpha() and other.box.left - one.box.right <= _SENTENCE_GAP * height_px


def _continues(phrase: Phrase, live: list[int], ends: Sequence[Box], height_px: float) -> int | None:
    """Which open chain the phrase carries on, if any: the one it lies under most squarely."""
    best: tuple[float, int] | None = None
    for n in live:
        last = ends[n]
        gap = phrase.box.top - last.bottom
        if gap > FLOW_HEIGHTS * height_px or gap < -0.5 * height_px:
            continue
        shared = overlap(phrase.box, last) / max(1.0, min(phrase.box.width, last.width))
        aligned = abs(phrase.box.left - last.left) < 1.2 * height_px
        if shared < 0.3 or not (aligned or shared > 0.6):
            continue
        score = shared + aligned
        if best is None or score > best[0]:
            best = (score, n)
    return None if best is None else best[1]


def overlap(one: Box, other: Box) -> float:
    """How far two boxes lie over each other from left to right; negative where they lie apart."""
    return min(one.right, other.right) - max(one.left, other.left)
