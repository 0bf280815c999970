"""The line that a fax machine prints over a page: who sent it on, when, and which page of how many."""

from __future__ import annotations

import re

# The second as a bad fax leaves it: "T1I46AM".
_CLOCK = re.compile(
    r"\b\d{1,2}:\d{2}(?:\b|[ap]m\b)|\b(?=\S*\d\S*\d)[\dtilo|]{1,2}[:.;ij|]?[\dilos]{2} ?[ap]m\b"
)
_SENT = re.compile(r"\bfax\b|\bp(?:age|g)?\W{0,2}\d{1,3}(?:/\d{1,3})?\W*$|^\W*from\b")


def tells_time(row: str) -> bool:
    """Whether a row of text in lower case tells a time of day, as letters themselves do not in their head."""
    return _CLOCK.search(row) is not None


def is_fax_line(row: str) -> bool:
    """Whether a row of text in lower case is such a line: a time of day, and a page, a sender or the word."""
    return tells_time(row) and _SENT.search(row) is not None
