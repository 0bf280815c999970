"""Pages of HEIC files: every picture that stands for itself, no thumbnails, depth or gain maps."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pillow_heif

from ingest.errors import DamagedFile, EmptyFile, OversizeFile
from ingest.images import BROKEN, is_beside, upright_pixels
from ingest.page import Page, Pixels
from ingest.pages import Part
from ingest.source import SourceFile, SourceLimits
from ingest.transform import Transform


class HeicPages:
    """The pictures of one HEIC file, each decoded when it is asked for.

    Raises
    ------
    DamagedFile, EmptyFile, OversizeFile
        Sizes are taken from the headers; nothing is decoded before they are within the limits.

    """

    parts: tuple[Part, ...] = ()

    def __init__(self, source: SourceFile, limits: SourceLimits) -> None:
        self._limits = limits
        with self._decoding():
            # Thumbnails, depth and other auxiliary pictures are not among the pictures of the file.
            self._file: Any = pillow_heif.open_heif(io.BytesIO(source.content))
            sizes = [(int(picture.size[0]), int(picture.size[1])) for picture in self._file]
        if not sizes:
            raise EmptyFile("The file has no pictures.")
        largest = max(sizes, key=lambda size: size[0] * size[1])
        self._pictures = [at for at, size in enumerate(sizes) if not is_beside(size, largest)]
        if len(self._pictures) > limits.max_pages:
            raise OversizeFile(f"The file has more than {limits.max_pages} pictures.")
        self._check_size(sizes[self._pictures[0]])

    def __len__(self) -> int:
        return len(self._pictures)

    def page(self, number: int) -> Page:
        """The page of this number, from 1; a camera tells no resolution of the sheet.

        Raises
        ------
        DamagedFile, OversizeFile
            where this page cannot be read; others of the same file may be.

        """
        pixels = self._decoded(number)
        return Page(number, pixels, None, Transform.identity(), (pixels.shape[1], pixels.shape[0]))

    def picture(self, number: int) -> Pixels:
        """The page as RGB, as it arrived.

        Raises
        ------
        DamagedFile, OversizeFile

        """
        pixels = self._decoded(number)
        return pixels if pixels.ndim == 3 else np.repeat(pixels[:, :, None], 3, axis=2)

    def _decoded(self, number: int) -> Pixels:
        """Grey or RGB; turned by its decoder as the file orders, and not again as EXIF notes."""
        if not 1 <= number <= len(self._pictures):
            raise IndexError(number)
        picture = self._file[self._pictures[number - 1]]
        self._check_size(picture.size)
        with self._decoding():
            return upright_pixels(picture.to_pillow())

    @contextmanager
    def _decoding(self) -> Iterator[None]:
        try:
            yield
        except MemoryError:
            raise OversizeFile("The picture needs more memory than there is.") from None
        except BROKEN:
            raise DamagedFile("The picture cannot be decoded: it is damaged or cut off.") from None

    def _check_size(self, size_px: tuple[int, int]) -> None:
        if min(size_px) < 1:
            raise DamagedFile("The picture has no size.")
        if size_px[0] * size_px[1] > self._limits.max_picture_px:
            most = self._limits.max_picture_px / 1e6
            raise OversizeFile(f"The picture has more than {most:.0f} million pixels.")
