"""The capture model: what scanners, fax machines and telephones make of a printed page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator

Image = Any  # a picture as a numpy array
DPI = 300


def to_gray(page: Image) -> Image:
    """Gray from RGB."""
    return cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) if page.ndim == 3 else page


def smooth_noise(g: Generator, shape: tuple[int, int], cell: int) -> Image:
    """Slowly varying noise between -1 and 1."""
    small = g.uniform(-1, 1, (shape[0] // cell + 3, shape[1] // cell + 3)).astype(np.float32)
    return cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def grain(g: Generator, img: Image, sigma: float) -> Image:
    """Add sensor noise."""
    noise = g.standard_normal(img.shape[:2], dtype=np.float32)
    noise *= sigma
    wide = noise if img.ndim == 2 else cv2.merge([noise] * img.shape[2])
    return cv2.add(img, wide, dtype=cv2.CV_8U)


def printed(g: Generator, page: Image) -> Image:
    """Ink on paper: softened edges, uneven toner, paper a little off white."""
    img = cv2.GaussianBlur(page, (0, 0), g.uniform(0.4, 0.8)).astype(np.float32)
    tone = smooth_noise(g, page.shape[:2], 90) * np.float32(g.uniform(2, 9) / 255)
    img = (img - cv2.multiply(img - 255, tone if img.ndim == 2 else cv2.merge([tone] * 3))) - np.float32(
        g.uniform(0, 9)
    )
    return np.clip(img, 0, 255).astype(np.uint8)


def ribbon(page: Image) -> Image:
    """The wider stroke of an impact printer, for types that are drawn as hairlines."""
    return cv2.erode(page, np.ones((2, 2), np.uint8))


def rotate(img: Image, angle: float, fill: int) -> Image:
    """Rotate, widening the canvas so that nothing is cut."""
    h, w = img.shape[:2]
    m: Image = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1)
    c, s = abs(m[0, 0]), abs(m[0, 1])
    nw, nh = int(h * s + w * c), int(h * c + w * s)
    m[:, 2] += [(nw - w) / 2, (nh - h) / 2]
    return cv2.warpAffine(img, m, (nw, nh), flags=cv2.INTER_CUBIC, borderValue=(fill,) * 3)


def scanner(g: Generator, page: Image, angle: float, wide: bool) -> Image:
    """A flatbed or feeder scan at 300 dpi."""
    img = printed(g, page if g.random() < 0.35 else to_gray(page))
    fill = int(g.choice((255, 250, 235, 40))) if wide else 252
    if wide:
        img = rotate(img, angle, fill)
    else:
        h, w = img.shape[:2]
        m: Image = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1)
        m[:, 2] = m[:, 2] + g.uniform(-12, 12, 2)
        img = cv2.warpAffine(img, m, (w, h), flags=cv2.INTER_CUBIC, borderValue=(fill,) * 3)
    img = np.clip(
        (img.astype(np.float32) - 128) * g.uniform(0.9, 1.15) + 128 + g.uniform(-6, 14), 0, 255
    ).astype(np.uint8)
    img = grain(g, img, g.uniform(1, 4))
    if g.random() < 0.25:
        return bilevel(g, to_gray(img), g.uniform(150, 190), 0.0003)
    return img


def bilevel(g: Generator, gray: Image, level: float, specks: float) -> Image:
    """Black and white, with a few specks of dust."""
    out = np.where(gray > level, 255, 0).astype(np.uint8)
    n = int(specks * gray.size / 9)
    ys, xs = g.integers(0, gray.shape[0] - 3, n), g.integers(0, gray.shape[1] - 3, n)
    for y, x in zip(ys, xs, strict=True):
        out[y : y + int(g.integers(1, 3)), x : x + int(g.integers(1, 3))] = 0
    return out


def clean_scan(g: Generator, page: Image) -> Image:
    """A good office scan."""
    return scanner(g, page, g.normal(0, 0.25), False)


def skewed(g: Generator, page: Image) -> Image:
    """A page laid crooked, up to fifteen degrees."""
    return scanner(g, page, g.uniform(2, 15) * g.choice((-1, 1)), True)


def turned(g: Generator, page: Image) -> Image:
    """A scan with the page the wrong way round."""
    return np.ascontiguousarray(
        np.rot90(scanner(g, page, g.normal(0, 0.6), False), int(g.choice((0, 1, 1, 2, 2, 2, 3, 3))))
    )


def fax_header(g: Generator, img: Image, stamp: str) -> Image:
    """The line that the sending machine puts on top; its date is not the letter's."""
    cv2.putText(img, stamp, (30, 34), cv2.FONT_HERSHEY_SIMPLEX, 0.72, 0, 2, cv2.LINE_8)
    return img


def _fax(g: Generator, page: Image, vertical: float, stamp: str) -> Image:
    img = printed(g, to_gray(page))
    img = rotate(img, g.normal(0, 0.5), 255)[: page.shape[0], : page.shape[1]]
    img = cv2.resize(img, (1728, round(img.shape[0] * 204 / DPI)), interpolation=cv2.INTER_AREA)
    img = fax_header(g, img, stamp) if stamp else img
    img = cv2.resize(img, (1728, round(page.shape[0] * vertical / DPI)), interpolation=cv2.INTER_AREA)
    img = grain(g, img, g.uniform(5, 16))
    out = bilevel(g, img, g.uniform(155, 200), g.uniform(0.0001, 0.002))
    for _ in range(int(g.integers(0, 3))):
        y = int(g.integers(60, out.shape[0] - 4))
        out[y : y + 1] = out[y - 1 : y] if g.random() < 0.7 else 255
    if g.random() < 0.2:
        x = int(g.integers(40, out.shape[1] - 40))
        out[:, x : x + 1] = 0
    return out


def coffee(g: Generator, img: Image) -> Image:
    """A ring left by a cup."""
    h, w = img.shape[:2]
    yy, xx = np.arange(h, dtype=np.float32)[:, None], np.arange(w, dtype=np.float32)[None, :]
    cy, cx, r = g.uniform(0.1, 0.9) * h, g.uniform(0.1, 0.9) * w, g.uniform(380, 560)
    dist = np.hypot(yy - np.float32(cy), xx - np.float32(cx)) + smooth_noise(g, (h, w), 120) * 14
    edge = np.exp(-(((dist - np.float32(r)) / np.float32(g.uniform(9, 18))) ** 2)) * np.float32(
        g.uniform(0.25, 0.5)
    )
    ring = edge + (dist < r).astype(np.float32) * np.float32(g.uniform(0.03, 0.12))
    tint = np.array((60, 105, 150), np.float32) / 255
    return np.clip(img * (1 - ring[..., None] * tint), 0, 255)


def folds(g: Generator, img: Image) -> Image:
    """The letter folds in thirds, with a shade to each side."""
    h, w = img.shape[:2]
    yy = np.arange(h, dtype=np.float32)[:, None]
    for part in (1 / 3, 2 / 3):
        centre = (
            np.float32(h * part + g.uniform(-40, 40))
            + np.linspace(0, g.uniform(-15, 15), w, dtype=np.float32)[None, :]
        )
        d = yy - centre
        shade = np.exp(-(np.abs(d) / np.float32(g.uniform(30, 90)))) * np.where(
            d > 0, np.float32(14), np.float32(-12)
        )
        shade = (shade - np.exp(-((d / 2.2) ** 2)) * np.float32(g.uniform(20, 70))).astype(np.float32)
        img = img + shade[..., None]
    return np.clip(img, 0, 255)


def highlighter(g: Generator, img: Image) -> Image:
    """Strokes of a yellow, green or pink pen over some lines."""
    h, w = img.shape[:2]
    colour = (
        np.array(((255, 250, 90), (160, 255, 120), (255, 160, 215))[int(g.integers(0, 3))], np.float32) / 255
    )
    for _ in range(int(g.integers(1, 4))):
        y, x, long = int(g.uniform(0.08, 0.85) * h), int(g.uniform(0.05, 0.5) * w), int(g.uniform(400, 1200))
        img[y : y + int(g.uniform(42, 66)), x : x + long] *= colour
    return img


def stained(g: Generator, page: Image) -> Image:
    """An old paper: coffee, folds, faint print, pen marks; scanned in colour or gray."""
    img: Image = printed(g, page).astype(np.float32)
    if g.random() < 0.6:
        img = 255 - (255 - img) * np.float32(g.uniform(0.42, 0.75))
    for effect, chance in ((coffee, 0.7), (folds, 0.75), (highlighter, 0.6)):
        if g.random() < chance:
            img = effect(g, img)
    img *= np.array((1, g.uniform(0.96, 1), g.uniform(0.86, 0.98)), np.float32)
    img = rotate(np.clip(img, 0, 255).astype(np.uint8), g.normal(0, 0.7), 245)
    img = grain(g, img, g.uniform(2, 5))
    return to_gray(img) if g.random() < 0.3 else img


def desk(g: Generator, h: int, w: int) -> Image:
    """What the paper lies on: wood, cloth or a plain table, partly uneven."""
    base = np.array(
        ((120, 84, 55), (70, 72, 78), (176, 160, 138), (52, 44, 40), (150, 154, 160))[int(g.integers(0, 5))],
        np.float32,
    )
    img: Image = np.empty((h, w, 3), np.float32)
    img[:] = base
    img += smooth_noise(g, (h, w), 500)[..., None] * 22
    if g.random() < 0.55:
        stripes = cv2.resize(
            g.normal(0, 1, (h // 6 + 1, 6)).astype(np.float32), (w, h), interpolation=cv2.INTER_LINEAR
        )
        img += stripes[..., None] * 9
    img += g.standard_normal((h, w, 1), dtype=np.float32) * 4
    return np.clip(img, 0, 255)


def curl(g: Generator, img: Image, strength: float) -> Image:
    """A mild bend of the sheet: rows shift in a soft wave."""
    h, w = img.shape[:2]
    yy, xx = np.arange(h, dtype=np.float32)[:, None], np.arange(w, dtype=np.float32)[None, :]
    a, ph = strength * h, g.uniform(0, np.pi)
    mx = (xx + a * 0.35 * np.sin(np.pi * yy / h + ph)).astype(np.float32)
    my = (yy + a * np.sin(np.pi * xx / w * g.uniform(0.7, 1.3) + ph)).astype(np.float32)
    return cv2.remap(img, mx, my, cv2.INTER_LINEAR, borderValue=(255, 255, 255, 0))


def _corners(
    g: Generator, w: int, h: int, size: tuple[int, int], tilt: float, spin: float
) -> tuple[np.ndarray, float]:
    """Where the paper's corners land for a camera tilted by an angle; also the paper's scale."""
    t, az = np.radians(tilt), g.uniform(0, 2 * np.pi)
    pts = np.array([(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)])
    axis = np.array((np.cos(az), np.sin(az)))
    along, across = pts @ axis, pts @ np.array((-axis[1], axis[0]))
    depth = 1 + across * np.sin(t) / (2.4 * h)
    flat = (along[:, None] * axis + (across * np.cos(t))[:, None] * np.array((-axis[1], axis[0]))) / depth[
        :, None
    ]
    a = np.radians(spin)
    flat = flat @ np.array(((np.cos(a), np.sin(a)), (-np.sin(a), np.cos(a))))
    span = flat.max(0) - flat.min(0)
    scale = min(size[0] / span[0], size[1] / span[1]) * g.uniform(0.9, 0.97)
    flat = flat * scale
    middle = (flat.max(0) + flat.min(0)) / 2
    return (flat - middle + np.array(size) / 2).astype(np.float32), scale


def shadow(g: Generator, h: int, w: int, strength: float) -> Image:
    """A soft-edged shadow of a head or a phone."""
    mask: Image = np.zeros((h // 8, w // 8), np.float32)
    pts = (g.uniform(-0.3, 1.3, (5, 2)) * (w // 8, h // 8)).astype(np.int32)
    cv2.fillConvexPoly(mask, cv2.convexHull(pts), 1.0)
    mask = cv2.GaussianBlur(mask, (0, 0), g.uniform(6, 30))
    return 1 - strength * cv2.resize(mask, (w, h))


def clutter(g: Generator, img: Image) -> Image:
    """A thumb or another sheet at the edge of the frame."""
    h, w = img.shape[:2]
    if g.random() < 0.5:
        y = int(g.uniform(0.45, 0.85) * h)
        side = 0 if g.random() < 0.5 else w
        skin = np.array(((206, 158, 132), (141, 94, 66), (232, 190, 172))[int(g.integers(0, 3))], np.float32)
        mask: Image = np.zeros((h, w), np.float32)
        cv2.ellipse(
            mask,
            (side, y),
            (int(g.uniform(0.05, 0.075) * w), int(0.028 * h)),
            g.uniform(-25, 25),
            0,
            360,
            1.0,
            -1,
        )
        mask = cv2.GaussianBlur(mask, (0, 0), 4)[..., None]
        return img * (1 - mask) + skin * mask
    x = int(g.uniform(0.94, 0.99) * w)
    poly = np.array([(x, 0), (w, 0), (w, h), (x + int(g.uniform(-60, 60)), h)], np.int32)
    cv2.fillPoly(img, [poly], (232, 230, 222))
    for yy in range(80, h, 60):
        cv2.line(img, (x + 40, yy), (w, yy), (110, 110, 110), 5)
    return img


def _photo(g: Generator, page: Image, hard: bool) -> Image:
    ph, pw = page.shape[:2]
    sheet = cv2.cvtColor(printed(g, page), cv2.COLOR_RGB2RGBA)
    if hard:
        pad = 60
        sheet = cv2.copyMakeBorder(sheet, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255, 255, 255, 0))
        sheet = curl(g, sheet, g.uniform(0.004, 0.013))
        ph, pw = sheet.shape[:2]
    dpi = g.uniform(175, 200) if hard else g.uniform(225, 290)
    size = (int(8.5 * dpi * (1.16 if hard else 1.08)), int(11 * dpi * (1.12 if hard else 1.07)))
    corners, _ = _corners(
        g, pw, ph, size, g.uniform(8, 30) if hard else g.uniform(0, 9), g.normal(0, 3.5 if hard else 1.5)
    )
    m = cv2.getPerspectiveTransform(np.array([(0, 0), (pw, 0), (pw, ph), (0, ph)], np.float32), corners)
    soft = cv2.GaussianBlur(sheet, (0, 0), 0.42 * DPI / dpi)
    warped = cv2.warpPerspective(soft, m, size, flags=cv2.INTER_LINEAR, borderValue=(0, 0, 0, 0)).astype(
        np.float32
    )
    alpha = warped[..., 3:] / 255
    back = desk(g, size[1], size[0])
    dark = cv2.resize(cv2.GaussianBlur(cv2.resize(alpha[..., 0], None, fx=0.25, fy=0.25), (0, 0), 3.5), size)
    img = warped[..., :3] * alpha + back * (1 - 0.35 * dark[..., None]) * (1 - alpha)
    img = clutter(g, img) if hard and g.random() < 0.6 else img
    img *= light(g, size[1], size[0], hard)
    img = cv2.GaussianBlur(img, (0, 0), g.uniform(0.5, 0.85) if hard else g.uniform(0.3, 0.6))
    return grain(g, np.clip(img, 0, 255).astype(np.uint8), g.uniform(3, 7) if hard else g.uniform(1, 3.5))


def light(g: Generator, h: int, w: int, hard: bool) -> Image:
    """Uneven light, colour cast and, in hard photos, a shadow."""
    yy, xx = np.linspace(0, 1, h, dtype=np.float32)[:, None], np.linspace(0, 1, w, dtype=np.float32)[None, :]
    az, k = g.uniform(0, 2 * np.pi), g.uniform(0.15, 0.4) if hard else g.uniform(0.02, 0.15)
    field: Image = 1 - k * (0.5 + 0.5 * ((xx - 0.5) * np.cos(az) + (yy - 0.5) * np.sin(az)) * 1.4)
    if hard:
        field = field * shadow(g, h, w, g.uniform(0.25, 0.55))
    cast = np.array((1, g.uniform(0.95, 0.99), g.uniform(0.82, 0.98)), np.float32)
    return field.astype(np.float32)[..., None] * (cast * np.float32(g.uniform(0.92, 1.02)))


def capture(kind: str, g: Generator, page: Image, stamp: str) -> Image:
    """One page as the given capture sees it."""
    if kind.startswith("fax"):
        return _fax(g, page, 196 if kind == "fax_fine" else 98, stamp)
    if kind.startswith("photo"):
        return _photo(g, page, kind == "photo_hard")
    simple: dict[str, Callable[[Generator, Image], Image]] = {
        "clean_scan": clean_scan,
        "skewed": skewed,
        "turned": turned,
        "stained": stained,
    }
    return simple[kind](g, page)


CAPTURES = (
    "pdf",
    "clean_scan",
    "skewed",
    "turned",
    "fax_fine",
    "fax_standard",
    "photo_good",
    "photo_hard",
    "stained",
)
