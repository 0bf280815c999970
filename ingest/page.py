"""A page as it arrived, and as it was cleaned for reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.text import PageText
from ingest.transform import Box, Transform

Pixels: TypeAlias = NDArray[np.uint8]
CaptureKind = Literal["digital", "scan", "fax", "photo"]


@dataclass(frozen=True, slots=True)
class StepNote:
    """What a clean-up step did: its name and the settings or measures that mattered."""

    name: str
    settings: tuple[tuple[str, str | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A way out of a page: a QR code on it, or a link in its file.

    Parameters
    ----------
    box
        In pixels of the page as it arrived.
    host
        Where it leads, without what stands before and behind the host.
    kind
        What it is.

    """

    box: Box
    host: str = field(repr=False)
    kind: Literal["qr-code", "link"]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page of a file.

    Parameters
    ----------
    number
        Counted from 1 in the file.
    pixels
        Grey, shape (height, width), or RGB, shape (height, width, 3); None where the text layer
        is trusted and nothing needed rendering.
    dpi
        What the file claims or the renderer used; None where nothing believable is said.
    to_original
        From these pixels to the page as it arrived (a PDF page: at 300 dpi).
    size_px
        Width and height of the page as it arrived.
    text
        The text layer, where it is born digital and can be trusted.
    layer
        Somebody else's reading of the picture that lies with it in the file: a witness to be heard beside
        our own, never alone.
    links
        Of a page whose text layer is trusted: links in the file and codes drawn on it.

    """

    number: int
    pixels: Pixels | None = field(repr=False)
    dpi: float | None
    to_original: Transform
    size_px: tuple[int, int]
    text: PageText | None = field(default=None, repr=False)
    layer: PageText | None = field(default=None, repr=False)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CleanPage:
    """A page made fit for reading: grey, upright, straight, evenly lit, near 300 dpi.

    ``to_original`` leads from its pixels to the page as it arrived, whatever was done in between.
    """

    number: int
    pixels: Pixels = field(repr=False)
    to_original: Transform
    size_px: tuple[int, int]
    kind: CaptureKind
    branch: str = "plain"
    steps: tuple[StepNote, ...] = ()
