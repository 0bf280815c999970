"""Setting text on pages: fonts, a pen that measures from the top left, and flowing sections.

All lengths are points (1/72 inch); the page is US letter, 612 by 792.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
Align = Literal["left", "right", "center"]
_ROOT = Path("/usr/share/fonts/truetype")

# family -> files of regular, bold and italic, and the built-in family when a file is absent
_FILES: dict[str, tuple[str, str, str, str]] = {
    "Liberation Sans": (
        "liberation/LiberationSans-Regular.ttf",
        "liberation/LiberationSans-Bold.ttf",
        "liberation/LiberationSans-Italic.ttf",
        "Helvetica",
    ),
    "Liberation Sans Narrow": (
        "liberation/LiberationSansNarrow-Regular.ttf",
        "liberation/LiberationSansNarrow-Bold.ttf",
        "liberation/LiberationSansNarrow-Italic.ttf",
        "Helvetica",
    ),
    "Liberation Serif": (
        "liberation/LiberationSerif-Regular.ttf",
        "liberation/LiberationSerif-Bold.ttf",
        "liberation/LiberationSerif-Italic.ttf",
        "Times",
    ),
    "Liberation Mono": (
        "liberation/LiberationMono-Regular.ttf",
        "liberation/LiberationMono-Bold.ttf",
        "liberation/LiberationMono-Italic.ttf",
        "Courier",
    ),
    "DejaVu Sans Condensed": (
        "dejavu/DejaVuSansCondensed.ttf",
        "dejavu/DejaVuSansCondensed-Bold.ttf",
        "dejavu/DejaVuSansCondensed-Oblique.ttf",
        "Helvetica",
    ),
    "DejaVu Serif Condensed": (
        "dejavu/DejaVuSerifCondensed.ttf",
        "dejavu/DejaVuSerifCondensed-Bold.ttf",
        "dejavu/DejaVuSerifCondensed-Italic.ttf",
        "Times",
    ),
}
_BUILTIN = {
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "Courier": ("Courier", "Courier-Bold", "Courier-Oblique"),
}
_RELATIVE_SIZE = {"DejaVu Sans Condensed": 0.9, "DejaVu Serif Condensed": 0.9}


def fonts(family: str) -> tuple[str, str, str]:
    """Font names of regular, bold and italic; a built-in family where the files are absent."""
    if family in _BUILTIN:
        return _BUILTIN[family]
    *files, spare = _FILES[family]
    paths = [_ROOT / name for name in files]
    if not all(path.is_file() for path in paths):
        return _BUILTIN[spare]
    names = tuple(path.stem for path in paths)
    for name, path in zip(names, paths, strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(path)))
    return names[0], names[1], names[2]


@dataclass(frozen=True)
class Table:
    """Rows under a head; `widths` are shares of the whole width; the last row may be a total."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    total: bool = False


@dataclass(frozen=True)
class Bullets:
    """Items behind a mark; numbered where `numbered` holds."""

    items: tuple[str, ...]
    numbered: bool = False


Item = str | Bullets | Table


@dataclass(frozen=True)
class Section:
    """A heading and what stands under (or right of) it."""

    heading: str
    items: tuple[Item, ...]


@dataclass
class Pen:
    """Draws on the pages of one PDF, measured from the top left, and keeps each page's words."""

    family: str
    size: float = 10.0
    total_pages: int = 0
    page: int = 1
    words: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1)
        self._fonts = fonts(self.family)
        self.size *= _RELATIVE_SIZE.get(self.family, 1.0)
        self._scale = _RELATIVE_SIZE.get(self.family, 1.0)

    def font(self, bold: bool = False, italic: bool = False) -> str:
        """The PDF font name of the wanted style."""
        return self._fonts[1 if bold else 2 if italic else 0]

    def width(self, text: str, size: float | None = None, bold: bool = False) -> float:
        """Width of `text` in points."""
        return float(pdfmetrics.stringWidth(text, self.font(bold), self._actual(size)))

    def _actual(self, size: float | None) -> float:
        return self.size if size is None else size * self._scale

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float | None = None,
        bold: bool = False,
        italic: bool = False,
        align: Align = "left",
        grey: float = 0.0,
    ) -> None:
        """One line with its baseline `y` points below the top edge."""
        self.canvas.setFont(self.font(bold, italic), self._actual(size))
        self.canvas.setFillGray(grey)
        draw = {
            "left": self.canvas.drawString,
            "right": self.canvas.drawRightString,
            "center": self.canvas.drawCentredString,
        }[align]
        draw(x, PAGE_HEIGHT - y, text)
        self.words.setdefault(self.page, []).append(text)

    def broken(self, text: str, width: float, size: float | None = None, bold: bool = False) -> list[str]:
        """`text` broken into lines no wider than `width`."""
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for word in part.split():
                longer = f"{line} {word}" if line else word
                if line and self.width(longer, size, bold) > width:
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines

    def leading(self, size: float | None = None) -> float:
        """Distance between baselines."""
        return self._actual(size) * 1.22

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float | None = None,
        bold: bool = False,
    ) -> float:
        """Broken text from baseline `y` on; the baseline after its last line is given back."""
        for line in self.broken(text, width, size, bold):
            self.text(x, y, line, size, bold)
            y += self.leading(size)
        return y

    def rule(self, x0: float, y: float, x1: float, weight: float = 0.6, dash: bool = False) -> None:
        """A level line."""
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(weight)
        self.canvas.setDash([4, 3] if dash else [])
        self.canvas.line(x0, PAGE_HEIGHT - y, x1, PAGE_HEIGHT - y)
        self.canvas.setDash([])

    def box(
        self, x0: float, y0: float, x1: float, y1: float, fill: float | None = None, edge: float = 0
    ) -> None:
        """A rectangle, filled with a grey (0 black, 1 white) and edged where `edge` is wide."""
        if fill is not None:
            self.canvas.setFillGray(fill)
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(edge)
        self.canvas.rect(
            x0,
            PAGE_HEIGHT - y1,
            x1 - x0,
            y1 - y0,
            stroke=int(edge > 0),
            fill=int(fill is not None),
        )
        self.canvas.setFillGray(0)

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """A QR code whose top left corner is at x, y."""
        widget = QrCodeWidget(content, barLevel="M")
        x0, y0, x1, y1 = widget.getBounds()
        drawing = Drawing(side, side, transform=[side / (x1 - x0), 0, 0, side / (y1 - y0), -x0, -y0])
        drawing.add(widget)
        renderPDF.draw(drawing, self.canvas, x, PAGE_HEIGHT - y - side)

    def next_page(self) -> None:
        """Begin another page."""
        self.canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        """The PDF."""
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()

    # -- items of a section ---------------------------------------------------------------

    def item_height(self, item: Item, width: float) -> float:
        """Height in points that `item` takes at `width`."""
        if isinstance(item, str):
            return len(self.broken(item, width)) * self.leading() + 4
        if isinstance(item, Bullets):
            lines = sum(len(self.broken(text, width - 14)) for text in item.items)
            return lines * self.leading() + 3 * len(item.items) + 4
        return (len(item.rows) + 1) * (self.leading() + 4) + self.leading() + 8

    def item(self, x: float, y: float, width: float, item: Item) -> float:
        """Draw `item` from baseline `y`; the next free baseline is given back."""
        if isinstance(item, str):
            return self.paragraph(x, y, width, item) + 4
        if isinstance(item, Bullets):
            for number, text in enumerate(item.items, 1):
                self.text(x + 2, y, f"{number}." if item.numbered else "•")
                y = self.paragraph(x + 14, y, width - 14, text) + 3
            return y + 4
        return self.table(x, y, width, item)

    def table(self, x: float, y: float, width: float, table: Table) -> float:
        """Draw a table with a shaded head; numbers stand to the right of their columns."""
        step = self.leading() + 4
        lefts = [x + width * sum(table.widths[:i]) for i in range(len(table.widths) + 1)]
        heads = [
            self.broken(head, lefts[i + 1] - lefts[i] - 6, self.size * 0.9, bold=True)
            for i, head in enumerate(table.head)
        ]
        depth = max(map(len, heads))
        top = y - self.leading() + 2
        self.box(x, top, x + width, top + depth * self.leading() + 4, fill=0.87)
        for i, lines in enumerate(heads):
            for k, line in enumerate(lines):
                self._cell(lefts, i, y + k * self.leading(), line, bold=True)
        y += (depth - 1) * self.leading() + step
        for n, row in enumerate(table.rows):
            last = table.total and n == len(table.rows) - 1
            for i, cell in enumerate(row):
                self._cell(lefts, i, y, cell, bold=last)
            self.rule(x, y + 4, x + width, 1.0 if last else 0.3)
            y += step
        return y + 4

    def _cell(self, lefts: Sequence[float], column: int, y: float, text: str, bold: bool) -> None:
        size = self.size / self._scale * (0.9 if bold else 1.0)
        if column == 0 or (not any(c.isdigit() for c in text) and not bold):
            self.text(lefts[column] + 3, y, text, size, bold)
        elif bold and not any(c.isdigit() for c in text):
            self.text(lefts[column + 1] - 3, y, text, size, bold, align="right")
        else:
            self.text(lefts[column + 1] - 3, y, text, size, bold, align="right")
