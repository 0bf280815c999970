"""Where a closer look may help beyond the places that were read: beside labels without their value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classify.extract.taxpayer import names_taxpayer, taxpayer_numbers
from classify.field import Field
from classify.finding import Look
from classify.layout import Sheet
from ingest.transform import Box

# The last four digits take about this share of a masked number's width.
_DIGITS_SHARE = 0.47
# What is shorter than a masked number has no mask signs left to leave out.
_MASKED_CHARS = 8


def looks(sheets: Sequence[Sheet], taxpayer: Field[str]) -> Iterator[Look]:
    """Places for the taxpayer's number where it is not accepted: the whole of it, and its digits alone.

    Engines make words of mask signs and lose the digits with them; the digits by themselves they read well.
    """
    if taxpayer.accepted:
        return
    first = {sheet.page.number: sheet for sheet in sheets if not sheet.reading}
    if taxpayer.value is None:
        for sheet in first.values():
            for box in _beside_labels(sheet):
                for part in (box, _digits_of(box)):
                    yield Look("taxpayer_id_last4", sheet.page.number, sheet.text.to_original.box(part))
    for candidate in taxpayer_numbers(sheets) if taxpayer.value is not None else ():
        spot = candidate.spot
        if len(spot.text) >= _MASKED_CHARS:
            box = first[spot.page].text.to_original.box(_digits_of(spot.upright))
            yield Look("taxpayer_id_last4", spot.page, box)


def _digits_of(box: Box) -> Box:
    return Box(box.right - _DIGITS_SHARE * box.width, box.top, box.right, box.bottom)


def _beside_labels(sheet: Sheet) -> Iterator[Box]:
    """What stands to the right of a taxpayer's label, or else under it, in pixels of the reading."""
    for number, row in enumerate(sheet.rows):
        for index in range(len(row.phrases)):
            if not names_taxpayer(sheet.plain(number, index)):
                continue
            if index + 1 < len(row.phrases):
                yield row.phrases[index + 1].box
            elif (under := sheet.under(number, index)) is not None:
                yield under
