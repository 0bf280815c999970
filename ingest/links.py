"""Where QR codes and links on a page lead: the host alone, and never followed.

What stands behind the host may hold a case number or a taxpayer's, and is forgotten at once. A code that
holds no address (the barcodes of payments and of the mailroom) leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import cv2
import numpy as np
import zxingcpp

from ingest.page import Link, Page, Pixels
from ingest.privacy import mask_text
from ingest.transform import Box, Transform

# Small enough that the specks of a fax melt away; a module of a small code is still two pixels wide.
_LOOKED_AT_PX = 1000
# Around a code that is to be looked at more closely, as a share of its size.
_AROUND = 0.25
_MOST_CODES = 20
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

_WEB = re.compile(r"https?:[/\\]*(?P<rest>[^\s/\\]\S*)", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^@\s]*@(?P<host>[^\s?,;]+)", re.IGNORECASE)
# Without its scheme an address is only known by how it begins or ends.
_PLAIN = re.compile(
    r"(?:www\.\S+|(?:[a-z0-9-]+\.)+(?:com|org|net|gov|us|info|biz|online|site|top|xyz|live)(?:[/:?#]\S*)?)",
    re.IGNORECASE,
)
# Codes that ask a wallet to pay.
_COIN = re.compile(r"(?:bitcoin|ethereum|litecoin|dogecoin|monero|solana|tron):", re.IGNORECASE)
_LONGEST_HOST = 100
# Longer runs of digits in a host may be somebody's number.
_LONG_NUMBER = re.compile(r"\d{5,}")


def host_of(address: str) -> str | None:
    """The host that an address leads to, in lower case with long numbers masked; None where it is none.

    Of a code that asks a wallet to pay it is the coin: ``bitcoin:``. Addresses are taken as a browser takes
    them: what stands before ``@`` is no host, a backslash is a slash.
    """
    text = address.strip()
    if coin := _COIN.match(text):
        return coin[0].lower()
    if web := _WEB.search(text):
        rest = web["rest"]
    elif mail := _MAIL.match(text):
        rest = mail["host"]
    elif _PLAIN.fullmatch(text):
        rest = text
    else:
        return None
    try:
        host = urlsplit("http://" + rest.replace("\\", "/")).hostname or ""
        host = host.rstrip(".").encode("idna").decode("ascii")
    except ValueError:
        # Not even a browser would go there; that it was tried is still to be told.
        tried = re.split(r"[/?#\\]", rest.lower())[0].rpartition("@")[2]
        host = re.sub(r"[^a-z0-9.-]", "?", tried)
    return _LONG_NUMBER.sub(lambda found: "X" * len(found[0]), mask_text(host))[:_LONGEST_HOST] or None


def codes_on(page: Page) -> tuple[Link, ...]:
    """The QR codes on a page's picture that lead somewhere."""
    if page.pixels is None:
        return ()
    return tuple(codes_in(page.pixels, page.to_original))


def codes_in(pixels: Pixels, to_original: Transform) -> Iterator[Link]:
    """The QR codes in a picture that lead somewhere.

    Parameters
    ----------
    pixels
        Grey, shape (height, width), or RGB, shape (height, width, 3).
    to_original
        From its pixels to the page as it arrived.

    """
    small, scale = _no_larger(pixels, _LOOKED_AT_PX)
    for text, box in _seen(small, scale):
        if host := host_of(text or _closer(pixels, box)):
            yield Link(to_original.box(box), host, "qr-code")


def _seen(grey: Pixels, scale: float) -> Iterator[tuple[str, Box]]:
    """Each code with its text, empty where only its shape was seen, and its box in the whole picture."""
    found = zxingcpp.read_barcodes(
        grey, formats=_QR, try_invert=False, try_downscale=False, return_errors=True
    )
    for code in found[:_MOST_CODES]:
        at = code.position
        corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
        xs, ys = [p.x / scale for p in corners], [p.y / scale for p in corners]
        yield (code.text if code.valid else ""), Box(min(xs), min(ys), max(xs), max(ys))


def _closer(pixels: Pixels, box: Box) -> str:
    """What a code says that is looked at in full size; empty where it says nothing."""
    height, width = pixels.shape[:2]
    more = _AROUND * max(box.width, box.height)
    left, top = max(0, int(box.left - more)), max(0, int(box.top - more))
    right, bottom = min(width, int(box.right + more)), min(height, int(box.bottom + more))
    if right - left < 2 or bottom - top < 2:
        return ""
    part = _grey(np.ascontiguousarray(pixels[top:bottom, left:right]))
    found = zxingcpp.read_barcodes(part, formats=_QR, try_invert=False)
    return next((code.text for code in found if code.text), "")


def _no_larger(pixels: Pixels, side_px: int) -> tuple[Pixels, float]:
    """The picture in grey with a shorter side of at most so many pixels, and how much smaller it is."""
    height, width = pixels.shape[:2]
    scale = min(1.0, side_px / min(height, width))
    if scale == 1:
        return np.ascontiguousarray(_grey(pixels)), scale
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.ascontiguousarray(_grey(small)), scale


def _grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
