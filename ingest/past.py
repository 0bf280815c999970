"""Tables of what went before: earlier notices, postings to the account, spans of interest.

Their dates and codes are those of other letters and days, though they stand under headings that name them.
"""

from __future__ import annotations

import re

# A column of days on which other letters were sent.
_SENT = re.compile(r"\b(?:notice|letter|code|date)\b.*\b(?:mailed|sent|issued|balance then)\b")
# A column of days with what happened on them, or with what each cost.
_POSTED = re.compile(
    r"\bdate\b.*\b(?:description|activity|transaction|explanation|event)s?\b"
    r"|\b(?:description|activity|transaction|explanation|event)s?\b.*\bdate\b"
)
_FIGURED = re.compile(r"\b(?:date|from\b.*\bto|period)\b.*\b(?:days|rate|unpaid|month)\b")
# The numbered boxes of a form are no columns: "1 Type of notice | 2 Date mailed".
_NUMBERED = re.compile(r"^\W*\d{1,2}\W{1,2}[a-z].*\b\d{1,2}\W{1,2}[a-z]")
# Nor is a row of labels in which the taxpayer's number has its own: "Code | Date issued | TIN | Return".
_OWN = re.compile(r"\b(?:tin|ssn|ein|taxpayer|social security)\b")
# A heading has few words, and none that says something.
_HEADING_WORDS = 12
_SAYS = re.compile(r"\b(?:you|your|we|if|is|are|was|by|the|to pay)\b")

# What stands over a table of earlier letters, whatever its columns are called.
_TITLE = re.compile(
    r"^\W*(?:(?:other )?(?:notices?|letters?|correspondence) (?:that )?we (?:have )?(?:already |previously )?"
    r"(?:sent|mailed|issued)\b"
    r"|(?:previous|prior|earlier) (?:notices?|letters?|correspondence)\b)[^.:]{0,40}\W*$"
)


def titles_the_past(row: str) -> bool:
    """Whether a row, in lower case, is the title of such a table: "Notices we sent you before this one"."""
    return len(row.split()) <= _HEADING_WORDS and _TITLE.match(row) is not None


def heads_the_past(row: str) -> bool:
    """Whether a row, in lower case, is the heading of such a table; no date may stand in it."""
    # Behind a colon stands what it is the label of: "Date issued:".
    if (
        len(row.split()) > _HEADING_WORDS
        or row.rstrip().endswith(":")
        or _SAYS.search(row)
        or _NUMBERED.match(row)
        or _OWN.search(row)
    ):
        return False
    return any(pattern.search(row) for pattern in (_SENT, _POSTED, _FIGURED))
