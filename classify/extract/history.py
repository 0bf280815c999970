"""The rows of tables of what went before (ingest/past.py): no code and no date in them is the letter's own."""

from __future__ import annotations

from collections.abc import Iterator

from classify import grammar
from classify.codes import KNOWN
from classify.layout import Sheet
from ingest.past import heads_the_past, titles_the_past
from ingest.text import Line


def rows_of_the_past(sheet: Sheet) -> frozenset[int]:
    """Numbers of the rows that stand in such tables; the first one without a day ends a table."""
    return frozenset(_rows(sheet))


def _rows(sheet: Sheet) -> Iterator[int]:
    inside = titled = False
    for number, row in enumerate(sheet.rows):
        dated = next(grammar.dates(row.text), None) is not None
        headed = titled or heads_the_past(sheet.plain_row(number))
        titled = titles_the_past(sheet.plain_row(number))
        if titled or (len(row.phrases) > 1 and not dated and headed):
            inside = True
        elif inside and (dated or _names_a_notice(row.text)) and not _is_sentence(row):
            yield number
        else:
            inside = False


# A row of one cell with more words than these is text below the table.
_CELL_WORDS = 8


def _is_sentence(row: Line) -> bool:
    return len(row.phrases) == 1 and len(row.words) > _CELL_WORDS


def _names_a_notice(text: str) -> bool:
    """Whether a row holds a code and money: its day was not made out."""
    money = next(grammar.money(text), None) is not None
    return money and next(grammar.codes(text, KNOWN), None) is not None
