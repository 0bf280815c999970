"""A page with frames and labels around what was read. Runs in the reader only: it decodes the file."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import MissingFile
from ingest.page import Pixels
from ingest.pages import render_page
from ingest.source import open_source, passwords_in
from mailroom.config import Settings
from mailroom.reader import Progress

LongBox: TypeAlias = tuple[int, int, int, int]

# Large enough to read the page, small enough for the pipe (see MOST_ANSWER_BYTES in mailroom.process).
_LONG_SIDE_PX = 1800
_MOST_PNG_BYTES = 5 * 1024 * 1024
_LABEL_PX = 15
_LINE_PX = 3
_CLEAR_PX = 4
_COVER = (110, 110, 110)
_COLOURS = {
    "notice": (25, 95, 200),
    "notice_date": (20, 125, 55),
    "tax_periods": (135, 50, 180),
    "amount_due": (205, 25, 40),
    "due_date": (200, 95, 0),
    "taxpayer_id_last4": (0, 125, 140),
    "contact": (110, 75, 50),
}


def drawn(
    path: Path, settings: Settings, progress: Progress, *, page: int, places: list[dict[str, Any]]
) -> dict[str, Any]:
    """The page as it arrived, each place framed and labelled beside its text, as PNG in base64.

    Parameters
    ----------
    page
        Its number, from 1.
    places
        ``label`` (name of a field, or None for no frame), ``box`` in pixels of the page as it arrived,
        ``hide``: the share of the box, from its left, to cover.

    Raises
    ------
    MissingFile
        where the file has no such page.
    DamagedFile, OversizeFile
        where the page cannot be shown.

    """
    named = settings.read.password_file
    try:
        pixels = render_page(open_source(path), page, passwords=passwords_in(Path(named)) if named else ())
    except IndexError:
        raise MissingFile(f"The file has no page {page}.", advice="Give another --page.") from None
    progress(1, 1)
    return {"png": base64.b64encode(_fitting(pixels, places, _MOST_PNG_BYTES)).decode("ascii")}


def _fitting(pixels: Pixels, places: Sequence[dict[str, Any]], most_bytes: int) -> bytes:
    """The picture, made smaller until it takes no more than so many bytes: noise does not pack."""
    side = min(max(pixels.shape), _LONG_SIDE_PX)
    while len(png := _png(pixels, places, side)) > most_bytes:
        side = side * 3 // 4
    return png


def _png(pixels: Pixels, places: Sequence[dict[str, Any]], long_side_px: int) -> bytes:
    image = Image.fromarray(pixels)
    scale = min(1.0, long_side_px / max(image.size))
    image = image.resize(
        (max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.LANCZOS
    )
    framed = [(place["label"], _scaled(place["box"], scale), place["hide"]) for place in places]
    pen = ImageDraw.Draw(image)
    for _, box, hide in framed:
        if hide > 0:
            pen.rectangle((box[0], box[1], round(box[0] + (box[2] - box[0]) * hide), box[3]), fill=_COVER)
    room = _Room.on(np.asarray(image.convert("L")), [box for label, box, _ in framed if label])
    for label, box, _ in framed:
        if label is not None:
            _frame(pen, room, label, box)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _scaled(box: Sequence[float], scale: float) -> LongBox:
    left, top, right, bottom = (round(value * scale) for value in box)
    return left, top, right, bottom


def _frame(pen: ImageDraw.ImageDraw, room: _Room, label: str, box: LongBox) -> None:
    colour = _COLOURS[label]
    outer = _grown(box, _CLEAR_PX)
    pen.rectangle(outer, outline=colour, width=_LINE_PX)
    font = ImageFont.load_default(_LABEL_PX)
    left, top, right, bottom = (round(value) for value in font.getbbox(label))
    place = room.for_label(outer, (right - left + 8, bottom - top + 6))
    if (gap := _between(outer, place)) is not None:
        pen.line(gap, fill=colour, width=1)
    pen.rectangle(place, fill=colour)
    pen.text((place[0] + 4 - left, place[1] + 3 - top), label, fill="white", font=font)


def _grown(box: LongBox, by: int) -> LongBox:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _between(frame: LongBox, label: LongBox) -> LongBox | None:
    """A line from the frame to a label that does not touch it."""
    x0, x1 = _nearest((frame[0], frame[2]), (label[0], label[2]))
    y0, y1 = _nearest((frame[1], frame[3]), (label[1], label[3]))
    return None if abs(x0 - x1) + abs(y0 - y1) <= 2 * _CLEAR_PX else (x0, y0, x1, y1)


def _nearest(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The nearest points of two stretches of an axis."""
    if one[1] < other[0]:
        return one[1], other[0]
    if other[1] < one[0]:
        return one[0], other[1]
    both = (max(one[0], other[0]) + min(one[1], other[1])) // 2
    return both, both


@dataclass(slots=True)
class _Room:
    """Where a page is free of text, frames and labels.

    Parameters
    ----------
    taken
        1 where something stands, shape (height, width).

    """

    taken: np.ndarray[Any, np.dtype[np.uint8]]

    @classmethod
    def on(cls, grey: Pixels, boxes: Sequence[LongBox]) -> _Room:
        """The free room of a page: ink is what is much darker than the paper."""
        room = cls((grey < 0.7 * np.median(grey)).astype(np.uint8))
        for box in boxes:
            room.take(_grown(box, _CLEAR_PX))
        return room

    def take(self, box: LongBox) -> None:
        """Count a box as taken."""
        left, top, right, bottom = box
        self.taken[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = 1

    def for_label(self, frame: LongBox, size_px: tuple[int, int]) -> LongBox:
        """The nearest free place for a label of (width, height), or the least taken one; it is taken then."""
        best, least = None, 0.0
        for place in self._around(frame, size_px):
            left, top, right, bottom = _grown(place, 1)
            cost = float(self.taken[max(0, top) : bottom, max(0, left) : right].mean())
            if best is None or cost < least:
                best, least = place, cost
            if cost == 0:
                break
        chosen = best or (0, 0, *size_px)
        self.take(_grown(chosen, 2))
        return chosen

    def _around(self, frame: LongBox, size_px: tuple[int, int]) -> Iterator[LongBox]:
        """Places within the page around a frame, near ones first."""
        width, height = size_px
        tall, wide = self.taken.shape
        left, top, right, bottom = frame
        for step in range(0, 10 * height, max(1, height // 2)):
            for x, y in (
                (left, top - height - 1 - step),
                (right - width, top - height - 1 - step),
                (right + 2 + step, (top + bottom - height) // 2),
                (left - width - 2 - step, (top + bottom - height) // 2),
                (left, bottom + 2 + step),
                (right - width, bottom + 2 + step),
            ):
                if 0 <= x <= wide - width and 0 <= y <= tall - height:
                    yield x, y, x + width, y + height
