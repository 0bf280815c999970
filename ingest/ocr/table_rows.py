"""Rows of ruled tables that words alone do not close: pdfplumber finds the rules, we keep our words.

In a ruled table a label may wrap to two lines with its amount half-way between them. By where the
words stand these are three rows; by the rules of the table they are one.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.text import Line, PageText, Phrase, Word
from ingest.transform import Box, Transform

_MONEY = re.compile(r"[-+(]*\$?[-(]*(?:\d{1,3}(?:,\d{3})+|\d+)?\.\d{2}[)-]*|\$[\d,]+")
# A label that wraps to more lines than this is a paragraph in a frame.
_MOST_TORN = 4
_LETTERS = re.compile(r"[^\W\d_]{2}")


def lonely_amounts(text: PageText) -> tuple[float, ...]:
    """Where down the page rows of nothing but amounts of money stand: values that lost their label.

    Only then is pdfplumber asked: it costs fifty times what PDFium does.
    """
    return tuple(word.box.middle[1] for line in text.lines if _is_money(line.words) for word in line.words)


def _is_money(words: Sequence[Word]) -> bool:
    return bool(words) and all(_MONEY.fullmatch(word.text) for word in words)


def close_rows(text: PageText, rows: Sequence[Sequence[Box]]) -> PageText:
    """The reading with the words of each given row in one line, one phrase for each cell.

    Only rows are closed that hold one lonely amount in their last cell and a label in their first.

    Parameters
    ----------
    text
        A reading of a born-digital page.
    rows
        Of ruled tables, each as the boxes of its cells in pixels of that reading, left to right.

    """
    for cells in rows:
        inside = [held for line in text.lines if (held := _held(cells, line))]
        phrases = [phrase for cell in cells if (phrase := _cell_phrase(cell, inside))]
        if _is_torn(inside) and _LETTERS.search(phrases[0].text) and _is_money(phrases[-1].words):
            text = replace(text, lines=_with_row(text.lines, cells, Line(tuple(phrases))))
    return text


def _is_torn(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether these are one row torn apart; a frame around many rows has a row of its own as well."""
    return 2 <= len(lines) <= _MOST_TORN and sum(map(_is_money, lines)) == 1


def _held(cells: Sequence[Box], line: Line) -> tuple[Word, ...]:
    """The words of the line that stand in one of the cells."""
    return tuple(word for word in line.words if _holds(cells, word))


def _holds(cells: Sequence[Box], word: Word) -> bool:
    return any(_contains(cell, word) for cell in cells)


def _contains(cell: Box, word: Word) -> bool:
    x, y = word.box.middle
    return cell.left <= x <= cell.right and cell.top <= y <= cell.bottom


def _cell_phrase(cell: Box, lines: Sequence[Sequence[Word]]) -> Phrase | None:
    words = tuple(word for line in lines for word in line if _contains(cell, word))
    return Phrase(words) if words else None


def _with_row(lines: Sequence[Line], cells: Sequence[Box], row: Line) -> tuple[Line, ...]:
    """The lines with the words of the cells taken out and the row put where the first one stood."""
    closed: list[Line] = []
    placed = False
    for line in lines:
        if not _held(cells, line):
            closed.append(line)
            continue
        if not placed:
            closed.append(row)
            placed = True
        if rest := tuple(_without(line, cells)):
            closed.append(Line(rest))
    return tuple(closed)


def _without(line: Line, cells: Sequence[Box]) -> Iterator[Phrase]:
    for phrase in line.phrases:
        if kept := tuple(word for word in phrase.words if not _holds(cells, word)):
            yield Phrase(kept)


def ruled_rows(content: bytes, number: int, to_arrival: Transform, *, password: str = "") -> list[list[Box]]:
    """The rows of all ruled tables of a PDF page, by pdfplumber, as cells in pixels of the arrival.

    Empty for a page that is shown turned, and where pdfminer cannot read the file.
    """
    import pdfplumber

    # pdfminer's warnings quote the file; without a handler they would land on stderr.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(content), pages=[number], password=password) as document:
            page = document.pages[0]
            if page.rotation:
                return []
            # pdfplumber counts down from the height of the MediaBox, wherever that box stands.
            height = page.mediabox[3] - page.mediabox[1]
            upwards = Transform(((1.0, 0.0, 0.0), (0.0, -1.0, height), (0.0, 0.0, 1.0))).then(to_arrival)
            return [
                [upwards.box(Box(*cell)) for cell in row.cells if cell]
                for table in page.find_tables()
                for row in table.rows
            ]
    except Exception:  # noqa: BLE001  # pdfminer raises nearly anything on odd files; our words still stand
        return []
