"""What scanners, fax machines and phones do to a page.

Pages are numpy arrays of bytes, white 255: grey (height, width) or RGB (height, width, 3). All
chance comes from the `random.Random` passed in; pixel noise from a numpy generator seeded by it.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import time
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image

from samples.camera import Camera

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
_EPOCH = time.gmtime(0)


def spoil(
    document: pypdfium2.PdfDocument, pages: int, kind: str, rng: random.Random, sent: dt.date
) -> tuple[bytes, str, dict[str, Any]]:
    """The first `pages` pages as a file of `kind`: bytes, suffix, and what was done to them.

    `sent` is the day that a fax machine prints into its header line.
    """
    cv2.setNumThreads(1)
    if kind == "fax":
        return _fax_file(document, pages, rng, sent)
    maker = {"scan": _scan_file, "photo": _photo_file}[kind]
    return maker(document, pages, rng)


def render(document: pypdfium2.PdfDocument, page: int, dpi: float) -> Pixels:
    """Page number `page` (0 is the first) in grey at `dpi` dots per inch."""
    bitmap = document[page].render(scale=dpi / 72, grayscale=True)
    return np.ascontiguousarray(bitmap.to_numpy().reshape(bitmap.height, bitmap.width))


def _noise(rng: random.Random) -> np.random.Generator:
    return np.random.default_rng(rng.getrandbits(64))


def _clip(image: npt.NDArray[Any]) -> Pixels:
    return np.asarray(np.clip(image, 0, 255), np.uint8)


def _smooth_field(dice: np.random.Generator, shape: tuple[int, int], cells: int) -> Floats:
    """A smooth random field with values about -1 to 1, `cells` bumps across."""
    rows = max(2, round(cells * shape[0] / shape[1]))
    small = dice.normal(0, 0.6, (rows + 1, cells + 1)).astype(np.float32)
    return np.asarray(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def turned(image: Pixels, degrees: float, paper: int = 255) -> Pixels:
    """`image` turned about its middle by a small angle, counter-clockwise."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(
        cv2.warpAffine(
            image,
            matrix,
            (width, height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=[paper] * 3,
        ),
        np.uint8,
    )


# -- scanner -----------------------------------------------------------------------------------


def _scan_file(
    document: pypdfium2.PdfDocument, pages: int, rng: random.Random
) -> tuple[bytes, str, dict[str, Any]]:
    bilevel = rng.random() < 0.25
    skew_most = 7.0 if rng.random() < 0.15 else 2.0
    quarter = rng.choice([1, 2, 3]) if rng.random() < 0.12 else 0
    shade = rng.uniform(0, 0.14)
    images, angles = [], []
    for number in range(pages):
        angles.append(round(rng.uniform(-skew_most, skew_most) * rng.random() ** 0.5, 2))
        page = _scanned(render(document, number, 300), angles[-1], shade, rng)
        page = np.rot90(page, quarter)
        images.append(_bilevel(page, rng) if bilevel else Image.fromarray(page))
    suffix = rng.choice([".pdf", ".pdf", ".tif"] + ([".png"] if pages == 1 else []))
    done = {"bilevel": bilevel, "skew": angles, "quarter_turns": quarter}
    return pack(images, suffix, rng.randint(55, 85), 300), suffix, done


def _scanned(page: Pixels, skew: float, shade: float, rng: random.Random) -> Pixels:
    """One page off the glass: toner unevenness, soft lens, skew, shade at an edge, noise."""
    dice = _noise(rng)
    height, width = page.shape
    ink = 255.0 - page.astype(np.float32)
    ink *= rng.uniform(0.72, 1.0) + 0.1 * _smooth_field(dice, (height, width), 6)
    paper = rng.uniform(232, 252)
    image = turned(_clip(paper - ink * paper / 255), skew, int(paper))
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 1.1)), np.uint8)
    ramp = np.linspace(0, 1, width, dtype=np.float32) ** 8 * shade
    light = 1 - (ramp if rng.random() < 0.5 else ramp[::-1])
    noise = dice.normal(0, rng.uniform(1.5, 6), image.shape).astype(np.float32)
    return _clip(image * light + noise)


def _bilevel(page: Pixels, rng: random.Random) -> Image.Image:
    return Image.fromarray(page > rng.randint(120, 185))


def pack(images: list[Image.Image], suffix: str, quality: int, dpi: float) -> bytes:
    """Images as one file with fixed dates, so that equal seeds give equal bytes."""
    buffer = io.BytesIO()
    first, rest = images[0], images[1:]
    grey = first.mode != "1"
    if suffix == ".pdf":
        how: dict[str, Any] = {"quality": quality} if grey else {}
        how |= {"resolution": dpi, "creationDate": _EPOCH, "modDate": _EPOCH}
        first.save(buffer, "PDF", save_all=True, append_images=rest, **how)
    elif suffix == ".tif":
        how = {"compression": "jpeg", "quality": quality} if grey else {"compression": "group4"}
        first.save(buffer, "TIFF", save_all=True, append_images=rest, dpi=(dpi, dpi), **how)
    else:
        first.save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()


# -- fax ---------------------------------------------------------------------------------------


def _fax_file(
    document: pypdfium2.PdfDocument, pages: int, rng: random.Random, sent: dt.date
) -> tuple[bytes, str, dict[str, Any]]:
    fine = rng.random() < 0.75
    rows = 196 if fine else 98
    stamp = (
        f"{sent:%b-%d-%Y} {rng.randint(8, 18):02d}:{rng.randint(0, 59):02d}  FROM:"
        f"{rng.choice(['COPY CENTER', 'FRONT DESK', 'HOME OFFICE'])}  555-01"
        f"{rng.randint(0, 99):02d}"
    )
    skew = rng.uniform(-3, 3) if rng.random() < 0.2 else rng.uniform(-0.8, 0.8)
    streaks = sorted(rng.randint(30, 1690) for _ in range(rng.choice([0, 0, 1, 2])))
    stamp = stamp.upper()
    images = []
    for number in range(pages):
        page = turned(render(document, number, 204), skew + rng.uniform(-0.2, 0.2))
        page = _stamped(page, f"{stamp}   P.{number + 1:03d}/{pages:03d}")
        size = (1728, round(page.shape[0] * rows / 204))
        page = np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)
        images.append(Image.fromarray(_sent(page, streaks, rng)))
    buffer = io.BytesIO()
    images[0].save(
        buffer,
        "TIFF",
        save_all=True,
        append_images=images[1:],
        compression="group4",
        dpi=(204, rows),
    )
    return buffer.getvalue(), ".tif", {"fine": fine, "skew": round(skew, 2), "streaks": streaks}


def _stamped(page: Pixels, line: str) -> Pixels:
    """The sending machine's line along the top edge."""
    out = page.copy()
    cv2.putText(out, line, (60, 30), cv2.FONT_HERSHEY_PLAIN, 1.7, (0,), 2, cv2.LINE_AA)
    return out


def _sent(page: Pixels, streaks: list[int], rng: random.Random) -> npt.NDArray[np.bool_]:
    """One page over the line: uneven threshold, broken strokes, specks, streaks. True is white."""
    dice = _noise(rng)
    wave = _smooth_field(dice, page.shape, 5) * rng.uniform(5, 22)
    grain = dice.normal(0, rng.uniform(8, 24), page.shape).astype(np.float32)
    white = page.astype(np.float32) + grain > rng.uniform(130, 175) + wave
    specks = dice.random(page.shape) < rng.uniform(0.0002, 0.0025)
    holes = dice.random(page.shape) < rng.uniform(0.002, 0.03)
    white = (white | holes) & ~specks
    for x in streaks:
        white[:, x : x + 2] &= dice.random((page.shape[0], 1)) < 0.4
    return np.asarray(white, np.bool_)


# -- photo -------------------------------------------------------------------------------------


def _photo_file(
    document: pypdfium2.PdfDocument, pages: int, rng: random.Random
) -> tuple[bytes, str, dict[str, Any]]:
    camera = Camera.bought(rng)
    quality = rng.randint(60, 85)
    shots, done = [], []
    for number in range(pages):
        image, facts = camera.shot(render(document, number, 250), rng)
        shots.append(image)
        done.append(facts)
    if pages > 1:
        images = [Image.fromarray(shot) for shot in shots]
        return pack(images, ".pdf", quality, 300), ".pdf", {"shots": done}
    data, turn = _jpeg(shots[0], quality, rng)
    return data, ".jpg", {"shots": done, **turn}


def _jpeg(shot: Pixels, quality: int, rng: random.Random) -> tuple[bytes, dict[str, Any]]:
    """A phone's JPEG: now and then held sideways, with or without the EXIF tag that tells it."""
    way = rng.choices(["upright", "exif", "sideways"], [60, 25, 15])[0]
    turns = rng.choice([1, 2, 3]) if way != "upright" else 0
    exif = Image.Exif()
    if way == "exif":
        exif[0x0112] = {1: 6, 2: 3, 3: 8}[turns]
    buffer = io.BytesIO()
    Image.fromarray(np.rot90(shot, turns)).save(buffer, "JPEG", quality=quality, exif=exif)
    return buffer.getvalue(), {"held": way, "quarter_turns": turns}
