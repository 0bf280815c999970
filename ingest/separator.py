"""Our separator sheet: a page that parts two letters of a stack for sure, and belongs to neither.

It carries a large QR code and says in words what it is. Only a code that takes a good part of the page's
width counts: a letter that shows a small one cannot make itself pass for a separator and go unread.
"""

from __future__ import annotations

import io

import cv2
import numpy as np
import pikepdf
import zxingcpp

from ingest.page import Page, Pixels
from ingest.text import PageText

# The sender of the code, its meaning and the version of both; a later version reads the earlier ones too.
PAYLOAD = "IRS-LETTER-READER:SEPARATOR:1"
_KNOWN = frozenset({PAYLOAD})

_WIDTH, _HEIGHT = 612, 792
_CODE_PT = 260.0
# A code of this share of the page's width is ours; the sheet's own has 0.42.
_LEAST_SHARE = 0.2
# Small enough that the specks of a fax melt away; a module is still seven pixels wide. What
# a fax smears at one size may be clear at another.
_LOOKED_AT_PX = (500, 400)
_MOST_WORDS = 80

_WORDS = (
    (26, 96, "SEPARATOR SHEET"),
    (13, 124, "Put one between two letters before you scan a stack. Where it lies, one letter"),
    (13, 142, "ends and the next begins. The sheet itself belongs to no letter."),
    (13, 520, "Print as many as you need; copies work as well. Do not shrink it to less than half."),
    (9, 740, PAYLOAD),
)


def sheet() -> bytes:
    """The sheet as a PDF of one US letter page, the same bytes every time."""
    modules = np.array(
        zxingcpp.write_barcode_to_image(
            zxingcpp.create_barcode(PAYLOAD, zxingcpp.BarcodeFormat.QRCode, ec_level="H"),
            add_quiet_zones=False,
        )
    )
    side = _CODE_PT / len(modules)
    left, top = (_WIDTH - _CODE_PT) / 2, 192.0
    drawn = [
        f"{left + x * side:.3f} {_HEIGHT - top - (y + 1) * side:.3f} {side:.3f} {side:.3f} re"
        for y, x in np.argwhere(modules == 0)
    ]
    texts = [f"BT /F {size} Tf 72 {_HEIGHT - down} Td ({text}) Tj ET" for size, down, text in _WORDS]
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = pdf.add_blank_page(page_size=(_WIDTH, _HEIGHT))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream("\n".join([*drawn, "f", *texts]).encode("ascii"))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def is_separator(page: Page) -> bool:
    """Whether the page is a separator sheet: by its code, or by its words where there is a text layer."""
    if page.text is not None:
        return reads_as_separator(page.text)
    return page.pixels is not None and _has_code(page.pixels)


def reads_as_separator(reading: PageText) -> bool:
    """Whether the page says in words that it is one; so a code that a fax smeared does no harm."""
    words = reading.words
    return len(words) <= _MOST_WORDS and any(word.text in _KNOWN for word in words)


def _has_code(pixels: Pixels) -> bool:
    for looked_at_px in _LOOKED_AT_PX:
        pixels = _no_larger(pixels, looked_at_px)
        grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        found = zxingcpp.read_barcodes(
            np.ascontiguousarray(grey),
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
            try_invert=False,
            try_downscale=False,
        )
        least_px = _LEAST_SHARE * min(grey.shape)
        if any(code.text in _KNOWN and _width(code.position) >= least_px for code in found):
            return True
    return False


def _no_larger(pixels: Pixels, side_px: int) -> Pixels:
    """The picture with a shorter side of at most so many pixels."""
    height, width = pixels.shape[:2]
    scale = min(1.0, side_px / min(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return (
        pixels if scale == 1 else np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    )


def _width(position: zxingcpp.Position) -> float:
    """The longer of the code's upper and left edge, in pixels."""
    corner = np.array([position.top_left.x, position.top_left.y], np.float64)
    ends = np.array([[p.x, p.y] for p in (position.top_right, position.bottom_left)], np.float64)
    return float(np.linalg.norm(ends - corner, axis=1).max())
