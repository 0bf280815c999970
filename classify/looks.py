"""Where a closer look may help beyond the places that were read: at labels and headings without values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from classify.extract.accounts import names_columns
from classify.extract.candidate import matches
from classify.extract.code_role import names_notice
from classify.extract.taxpayer import names_taxpayer, taxpayer_numbers
from classify.field import Field, Period
from classify.finding import Look
from classify.grammar import garbled_forms
from classify.layout import Sheet
from ingest.transform import Box

# The last four digits take about this share of a masked number's width.
_DIGITS_SHARE = 0.47
# In heights of the text: how near under a label its value stands, how far below it a row that did not come
# out begins and how high it is, how wide a masked number is, and how narrow none is.
_NEXT_ROW, _ROW_GAP, _ROW_HIGH, _VALUE_WIDE, _SEEN_WIDE = 1.2, 0.1, 1.7, 7.0, 4.0
# What is shorter than a masked number has no mask signs left to leave out.
_MASKED_CHARS = 8


# A table of accounts goes on for so many rows under its heading or under another of its rows.
_NEAR_ROWS = 6
# More words than these make a row of text.
_HEADING_WORDS, _ROW_WORDS = 14, 6
# "Tax year 2021" in the head of a letter is no heading of a table.
_MONEY_COLUMN = re.compile(r"\b(?:form|type|amount|balance|penalty|interest|owed?)\b")
_WORD = re.compile(r"[a-z]{3,}")
_DIGITS = re.compile(r"\d{2}")


def looks(
    sheets: Sequence[Sheet],
    notice: Field[str],
    taxpayer: Field[str],
    periods: Field[tuple[Period, ...]],
) -> Iterator[Look]:
    """Places for the code where none was read; for number and table of periods where not accepted."""
    if notice.value is None:
        for sheet in sheets:
            for box in _beside_labels(sheet, names_notice):
                yield Look("notice", sheet.page.number, sheet.text.to_original.box(box))
    if not periods.accepted:
        for sheet in sheets:
            for box in _rows_of_accounts(sheet):
                yield Look("tax_periods", sheet.page.number, sheet.text.to_original.box(box))
        if any(period.form is None for period in periods.value or ()):
            for _, _, spot in matches(sheets, garbled_forms):
                yield Look("tax_periods", spot.page, spot.box)
    if not taxpayer.accepted:
        first = {sheet.page.number: sheet for sheet in sheets if not sheet.reading}
        yield from _taxpayer_looks(sheets, first, taxpayer)


def _rows_of_accounts(sheet: Sheet) -> Iterator[Box]:
    """The rows under a heading of a table of accounts, however little came out; in pixels of the reading."""
    left = 0
    for number, row in enumerate(sheet.rows):
        plain = sheet.plain_row(number)
        words = len(_WORD.findall(plain))
        if words <= _HEADING_WORDS and names_columns(plain) and _MONEY_COLUMN.search(plain):
            left = _NEAR_ROWS
        elif words > _ROW_WORDS:
            left = 0
        elif left and "%" not in plain and _DIGITS.search(plain):
            yield row.box
            left = _NEAR_ROWS
        left = max(0, left - 1)


def _taxpayer_looks(
    sheets: Sequence[Sheet], first: Mapping[int, Sheet], taxpayer: Field[str]
) -> Iterator[Look]:
    """The whole of the taxpayer's number, and its digits alone.

    Engines make words of mask signs and lose the digits with them; the digits by themselves they read well.
    """
    if taxpayer.value is None:
        for sheet in first.values():
            for box in _beside_labels(sheet, names_taxpayer):
                for part in (box, _digits_of(box)):
                    yield Look("taxpayer_id_last4", sheet.page.number, sheet.text.to_original.box(part))
    for candidate in taxpayer_numbers(sheets) if taxpayer.value is not None else ():
        spot = candidate.spot
        if len(spot.text) >= _MASKED_CHARS:
            box = first[spot.page].text.to_original.box(_digits_of(spot.upright))
            yield Look("taxpayer_id_last4", spot.page, box)


def _digits_of(box: Box) -> Box:
    return Box(box.right - _DIGITS_SHARE * box.width, box.top, box.right, box.bottom)


def _beside_labels(sheet: Sheet, is_label: Callable[[str], bool]) -> Iterator[Box]:
    """What stands to the right of a label, or else under it and in the column of its neighbours' values.

    In pixels of the reading.
    """
    for number, row in enumerate(sheet.rows):
        for index, phrase in enumerate(row.phrases):
            if not is_label(sheet.plain(number, index)):
                continue
            if index + 1 < len(row.phrases):
                yield _widened(row.phrases[index + 1].box, sheet)
                continue
            under = sheet.under(number, index)
            if under is not None and under.top - phrase.box.bottom < _NEXT_ROW * sheet.height_px:
                yield _widened(under, sheet)
            else:
                # Nothing came out between the label and the next one.
                yield _widened(_moved_down(phrase.box, sheet.height_px), sheet)
            if (value := _in_column(sheet, number, phrase.box)) is not None:
                yield _widened(value, sheet)


def _in_column(sheet: Sheet, number: int, label: Box) -> Box | None:
    """Where a label's value would stand by those of the labels right above and below it."""
    for row in sheet.rows[max(0, number - 1) : number + 2]:
        for other, value in pairwise(row.phrases):
            if abs(other.box.left - label.left) < sheet.height_px and value.box.left > label.right:
                return Box(value.box.left, label.top, value.box.right, label.bottom)
    return None


def _moved_down(box: Box, height_px: float) -> Box:
    """The row under a box, at its left edge."""
    top = box.bottom + _ROW_GAP * height_px
    return Box(box.left, top, box.left, top + _ROW_HIGH * height_px)


def _widened(box: Box, sheet: Sheet) -> Box:
    """A box in which a masked number fits: of its signs and digits an engine may have seen a few."""
    if box.width >= _SEEN_WIDE * sheet.height_px:
        return box
    width, _ = sheet.text.size_px
    return Box(box.left, box.top, min(float(width), box.left + _VALUE_WIDE * sheet.height_px), box.bottom)
