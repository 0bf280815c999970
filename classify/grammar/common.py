"""What all grammars share: a match, and digits as engines read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

V = TypeVar("V")

FIRST_YEAR = 1985
LAST_YEAR = 2040


@dataclass(frozen=True, slots=True)
class Match(Generic[V]):
    """A typed thing in a text: its value, where it stands, and how much had to be put right."""

    value: V = field(repr=False)
    start: int
    end: int
    cost: int = 0


# Where a value begins: not inside a word, but for a label whose blank was lost, "Notice dateAug. 16, 2021".
BEGINS = r"(?:(?<![A-Za-z0-9])|(?<=[a-z])(?=[A-Z]))"
# What engines read in place of a digit, where only a digit can stand.
DIGIT_FOR = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "i": "1", "|": "1", "!": "1",
     "]": "1", "[": "1", "S": "5", "s": "5", "B": "8", "Z": "2", "z": "2", "G": "6"}
)  # fmt: skip
DIGITISH = r"[0-9OoQDIli|!\]\[SsBZzG]"


def digits(text: str) -> tuple[str, int]:
    """Read text as digits; the text with look-alikes replaced, and how many were."""
    plain = text.translate(DIGIT_FOR)
    return plain, sum(a != b for a, b in zip(text, plain, strict=True))
