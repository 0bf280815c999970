"""Tables of what went before: earlier notices, postings to the account, spans of interest.

Their dates and codes are those of other letters and days, though they stand under headings that name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classify import grammar
from classify.codes import KNOWN
from classify.layout import Sheet

# A column of days on which other letters were sent.
_SENT = re.compile(r"\b(?:notice|letter|code|date)\b.*\b(?:mailed|sent|issued|balance then)\b")
# A column of days with what happened on them, or with what each cost.
_POSTED = re.compile(r"\bdate\b.*\b(?:description|activity|transaction|explanation|event)s?\b")
_FIGURED = re.compile(r"\b(?:date|from\b.*\bto|period)\b.*\b(?:days|rate|unpaid|month)\b")
# A heading has few words, and none that says something.
_HEADING_WORDS = 12
_SAYS = re.compile(r"\b(?:you|your|we|if|is|are|was|by|the|to pay)\b")


def rows_of_the_past(sheet: Sheet) -> frozenset[int]:
    """Numbers of the rows that stand in such tables; the first one without a day ends a table."""
    return frozenset(_rows(sheet))


def _rows(sheet: Sheet) -> Iterator[int]:
    inside = False
    for number, row in enumerate(sheet.rows):
        plain = sheet.plain_row(number)
        dated = next(grammar.dates(row.text), None) is not None
        if _is_heading(plain, dated=dated) and len(row.phrases) > 1:
            inside = True
        elif inside and (dated or _names_a_notice(row.text)):
            yield number
        else:
            inside = False


def _is_heading(plain: str, *, dated: bool) -> bool:
    if dated or len(plain.split()) > _HEADING_WORDS or _SAYS.search(plain):
        return False
    return any(pattern.search(plain) for pattern in (_SENT, _POSTED, _FIGURED))


def _names_a_notice(text: str) -> bool:
    """Whether a row holds a code and money: its day was not made out."""
    money = next(grammar.money(text), None) is not None
    return money and next(grammar.codes(text, KNOWN), None) is not None
