"""A page with boxes drawn on it. Runs in the reader only: it decodes the file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from ingest.errors import MissingFile
from mailroom.config import Settings
from mailroom.reader import Progress

# Boxes on a PDF page are given in pixels at this resolution (docs/record.md).
_PDF_DPI = 300
_POINTS_PER_INCH = 72
_MOST_SIDE_PX = 1600
_INK = (200, 30, 30)


def drawn(
    path: Path, settings: Settings, progress: Progress, *, page: int, places: list[dict[str, Any]]
) -> dict[str, Any]:
    """The page as PNG in hex, each place framed and labelled.

    Raises
    ------
    MissingFile
        where the file has no such page.

    """
    del settings
    progress(1, 1)
    image = _page_image(path, page)
    pen = ImageDraw.Draw(image)
    for place in places:
        left, top, right, bottom = place["box"]
        pen.rectangle((left - 6, top - 6, right + 6, bottom + 6), outline=_INK, width=4)
        pen.text((left, max(0, top - 44)), place["label"], fill=_INK, font_size=32)
    image.thumbnail((_MOST_SIDE_PX, _MOST_SIDE_PX))
    png = io.BytesIO()
    image.save(png, "PNG")
    return {"png": png.getvalue().hex()}


def _page_image(path: Path, page: int) -> Image.Image:
    with path.open("rb") as file:
        if file.read(5) == b"%PDF-":
            return _pdf_page_image(path, page)
    with Image.open(path, formats=("PNG", "JPEG", "TIFF", "MPO")) as image:
        if page > getattr(image, "n_frames", 1):
            raise MissingFile(f"The file has no page {page}.")
        image.seek(page - 1)
        return image.convert("RGB")


def _pdf_page_image(path: Path, page: int) -> Image.Image:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        if page > len(document):
            raise MissingFile(f"The file has no page {page}.")
        image: Image.Image = document[page - 1].render(scale=_PDF_DPI / _POINTS_PER_INCH).to_pil()
        return image.convert("RGB")
