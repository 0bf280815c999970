"""Links in a PDF: where the file leads whoever clicks on a place, whatever the text there says."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from ingest.links import host_of
from ingest.page import Link
from ingest.transform import Box, Transform

_MOST_LINKS = 500
_LONGEST_ADDRESS = 1_000_000


def links_of(page: Any, to_arrival: Transform) -> Iterator[Link]:
    """The links of a page of PDFium's that lead to a host; those inside the file lead nowhere.

    Parameters
    ----------
    to_arrival
        From the page's own coordinates to pixels of the page as it arrived.

    """
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, place, link):
            return
        address = _address(page, link)
        sides = pdfium.FS_RECTF()
        if address is not None and pdfium.FPDFLink_GetAnnotRect(link, sides) and (host := host_of(address)):
            box = Box(sides.left, sides.bottom, sides.right, sides.top)
            yield Link(to_arrival.box(box), host, "link")


def _address(page: Any, link: Any) -> str | None:
    """Where a link leads out of the file; None where it does not."""
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return None
    length = pdfium.FPDFAction_GetURIPath(page.pdf, action, None, 0)
    if not 0 < length <= _LONGEST_ADDRESS:
        return None
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, length)
    return buffer.value.decode("utf-8", "replace")
