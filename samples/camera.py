"""A phone's camera above a desk: pose of the page, bent paper, light, lens, sensor."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Camera:
    """One phone: picture size in pixels, colour cast (gains of R, G, B), sensor noise."""

    width: int
    height: int
    gains: tuple[float, float, float]
    grain: float

    @classmethod
    def bought(cls, rng: random.Random) -> Camera:
        """A camera of 8 to 12 million pixels, held upright."""
        width, height = rng.choice([(2448, 3264), (3024, 4032), (2736, 3648)])
        warm = rng.uniform(-0.09, 0.12)
        gains = (1 + warm, 1.0 + rng.uniform(-0.02, 0.02), 1 - warm * 1.3)
        return cls(width, height, gains, rng.uniform(3.0, 9.0))

    def shot(self, page: Pixels, rng: random.Random) -> tuple[Pixels, dict[str, Any]]:
        """A photo (RGB) of a grey page at 250 dpi, and what was done, for the truth."""
        dice = np.random.default_rng(rng.getrandbits(64))
        tilt = rng.uniform(6, 25)
        corners = self._pose(page.shape, tilt, rng)
        paper, cover = self._seen(_bent_light(page, dice, rng), corners, dice, rng)
        light = self._light(dice, rng)
        # a phone exposes for the paper: its lit parts come out light grey, seldom white
        lit = (paper[::16, ::16] * light[::16, ::16])[cover[::16, ::16] > 0.5]
        light *= rng.uniform(150, 225) / float(np.percentile(lit, 80))
        tint, desk = _desk(self.height, self.width, dice, rng)
        paper *= light * cover
        desk *= light * (1 - cover)
        scene = _merged(paper, desk, tint, self.gains)
        scene, blur = _lens(scene, rng)
        return self._developed(scene, dice, rng), {"tilt": round(tilt, 1), **blur}

    def _pose(self, shape: tuple[int, ...], tilt: float, rng: random.Random) -> Floats:
        """Where the page's corners fall in the picture (clockwise from the top left)."""
        height, width = 11.0, 8.5
        corners = (
            np.array([[-width, -height, 0], [width, -height, 0], [width, height, 0], [-width, height, 0]]) / 2
        )
        spin, way = np.radians(rng.gauss(0, 3.5)), rng.uniform(0, 2 * np.pi)
        axis = np.array([np.cos(way), np.sin(way), 0.0]) * np.radians(tilt)
        turn, _ = cv2.Rodrigues(axis)
        roll, _ = cv2.Rodrigues(np.array([0.0, 0.0, spin]))
        seen = corners @ (turn @ roll).T
        seen[:, 2] += rng.uniform(15, 21)
        flat = seen[:, :2] / seen[:, 2:]
        middle = (flat.max(0) + flat.min(0)) / 2
        fill = rng.uniform(0.84, 0.97)
        room = np.array([self.width, self.height]) * fill / (flat.max(0) - flat.min(0))
        drift = np.array([rng.uniform(-0.3, 0.3), rng.uniform(-0.3, 0.3)]) * (1 - fill)
        size = np.array([self.width, self.height])
        placed = (flat - middle) * room.min() + size * (0.5 + drift)
        return np.asarray(placed, np.float32)

    def _seen(
        self, page: Floats, corners: Floats, dice: np.random.Generator, rng: random.Random
    ) -> tuple[Floats, Floats]:
        """The page as it falls on the sensor, slightly curled, and where it covers the desk."""
        height, width = page.shape
        frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        back = np.linalg.inv(cv2.getPerspectiveTransform(frame, corners)).astype(np.float32)
        # the bend is smooth, so an eighth of the points is enough
        xs, ys = np.meshgrid(_every_eighth(self.width), _every_eighth(self.height))
        w = back[2, 0] * xs + back[2, 1] * ys + back[2, 2]
        u = (back[0, 0] * xs + back[0, 1] * ys + back[0, 2]) / w
        v = (back[1, 0] * xs + back[1, 1] * ys + back[1, 2]) / w
        rows, columns = u.shape
        v += _smooth(dice, rows, columns, 3) * rng.uniform(4, 16)
        u += _smooth(dice, rows, columns, 4) * rng.uniform(2, 8)
        edge = np.minimum(np.minimum(u, width - u), np.minimum(v, height - v))
        size = (self.width, self.height)
        u, v, edge = (cv2.resize(np.asarray(x, np.float32), size) for x in (u, v, edge))
        seen = cv2.remap(page, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen, np.float32), np.asarray(np.clip(edge, 0, 1), np.float32)

    def _light(self, dice: np.random.Generator, rng: random.Random) -> Floats:
        """Light over the picture: a lamp to one side, vignetting, often a shadow."""
        ys, xs = np.mgrid[0:1:200j, 0:1:150j].astype(np.float32)
        way = rng.uniform(0, 2 * np.pi)
        ramp = (xs - 0.5) * np.cos(way) + (ys - 0.5) * np.sin(way)
        light = rng.uniform(0.72, 1.0) + ramp * rng.uniform(0.1, 0.55)
        light *= 1 - rng.uniform(0.1, 0.35) * ((xs - 0.5) ** 2 + (ys - 0.5) ** 2) * 1.6
        if rng.random() < 0.7:
            dark = _shadow(rng)
            light *= 1 - rng.uniform(0.25, 0.55) * dark
        big = cv2.resize(light.astype(np.float32), (self.width, self.height))
        return np.asarray(np.clip(big, 0.12, 1.15), np.float32)

    def _developed(self, scene: Pixels, dice: np.random.Generator, rng: random.Random) -> Pixels:
        """Sensor noise, fine in brightness and blotchy in colour, and a little sharpening."""
        side = 1024
        stain = dice.standard_normal((side // 2, side // 2, 3), np.float32) * 0.7
        tile = np.asarray(cv2.resize(stain, (side, side)), np.float32)
        tile += dice.standard_normal((side, side, 1), np.float32)
        tile = np.roll(tile * self.grain, rng.randrange(side), axis=1)
        down, across = -(-scene.shape[0] // side), -(-scene.shape[1] // side)
        noise = np.tile(tile.astype(np.int16), (down, across, 1))
        noise = noise[: scene.shape[0], : scene.shape[1]]
        scene = np.asarray(cv2.add(scene, noise, dtype=cv2.CV_8U), np.uint8)
        if rng.random() < 0.6:
            soft = cv2.GaussianBlur(scene, (0, 0), 1.6)
            much = rng.uniform(0.2, 0.6)
            scene = np.asarray(cv2.addWeighted(scene, 1 + much, soft, -much, 0), np.uint8)
        return scene


def _every_eighth(length: int) -> Floats:
    """Middles of the cells, eight pixels wide, that `cv2.resize` spreads over `length` pixels."""
    return np.asarray((np.arange(length // 8) + 0.5) * 8 - 0.5, np.float32)


def _merged(
    paper: Floats, desk: Floats, tint: tuple[int, int, int], gains: tuple[float, float, float]
) -> Pixels:
    """Paper and desk (each dark where the other lies) as one picture in RGB."""
    channels = [
        cv2.addWeighted(paper, gain, desk, shade * gain, 0, dtype=cv2.CV_8U)
        for shade, gain in zip(tint, gains, strict=True)
    ]
    return np.asarray(cv2.merge(channels), np.uint8)


def _smooth(dice: np.random.Generator, height: int, width: int, cells: int) -> Floats:
    """A smooth random field with values about -1 to 1."""
    small = dice.normal(0, 0.6, (cells + 1, cells + 1)).astype(np.float32)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _bent_light(page: Pixels, dice: np.random.Generator, rng: random.Random) -> Floats:
    """The page's brightness with print not quite black, paper grain and the folds of a letter."""
    height, width = page.shape
    ink = 1 - page.astype(np.float32) / 255
    paper = rng.uniform(205, 245) + 5 * _smooth(dice, height, width, 9)
    image = paper * (1 - ink * rng.uniform(0.68, 0.9))
    if rng.random() < 0.75:
        rows = np.arange(height, dtype=np.float32)
        for third in (1, 2):
            at = height * third / 3 + rng.uniform(-25, 25)
            bend = np.exp(-(((rows - at) / rng.uniform(3, 7)) ** 2)) * rng.uniform(0.08, 0.3)
            side = np.tanh((rows - at) / 60) * np.exp(-np.abs(rows - at) / 400)
            image *= (1 - bend + side * rng.uniform(-0.09, 0.09))[:, None]
    return np.asarray(image, np.float32)


def _shadow(rng: random.Random) -> Floats:
    """The soft shadow of a phone or an arm, 0 to 1, on a small picture 150 wide, 200 high."""
    dark = np.zeros((200, 150), np.float32)
    if rng.random() < 0.5:
        x, y = rng.randint(10, 100), rng.randint(40, 160)
        points = [[x, y], [x + 55, y - 15], [x + 90, 230], [x - 5, 230]]
    else:
        x = rng.randint(-20, 120)
        points = [[x, -20], [x + rng.randint(40, 160), -20], [x + 60, 220], [x - 60, 220]]
    cv2.fillPoly(dark, [np.array(points, np.int32)], (1.0,))
    return np.asarray(cv2.GaussianBlur(dark, (0, 0), rng.uniform(4, 14)), np.float32)


def _lens(scene: Pixels, rng: random.Random) -> tuple[Pixels, dict[str, float]]:
    """Out of focus and shaken by a hand: sigma and length in pixels."""
    scale = scene.shape[1] / 3024
    sigma = rng.uniform(0.8, 1.9) * scale
    scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), sigma), np.uint8)
    length = rng.uniform(3, 8) * scale if rng.random() < 0.5 else 0.0
    if length >= 2:
        side = int(length) | 1
        kernel = np.zeros((side, side), np.float32)
        kernel[side // 2] = 1
        turn = cv2.getRotationMatrix2D((side // 2, side // 2), rng.uniform(0, 180), 1)
        kernel = np.asarray(cv2.warpAffine(kernel, turn, (side, side)), np.float32)
        scene = np.asarray(cv2.filter2D(scene, -1, kernel / kernel.sum()), np.uint8)
    return scene, {"defocus": round(sigma, 2), "shake": round(length, 1)}


def _desk(
    height: int, width: int, dice: np.random.Generator, rng: random.Random
) -> tuple[tuple[int, int, int], Floats]:
    """A wooden, stone or cloth table top: its colour (RGB) and its grain (about 1)."""
    tint = rng.choice([(150, 105, 65), (92, 62, 40), (70, 72, 78), (185, 178, 165), (60, 80, 95)])
    kind = rng.choice(["wood", "stone", "cloth"])
    rows, columns = {"wood": (12, 220), "stone": (160, 120), "cloth": (400, 300)}[kind]
    if kind == "wood" and rng.random() < 0.5:
        rows, columns = columns, rows
    grain = dice.normal(0, 1, (rows, columns)).astype(np.float32)
    field = cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR)
    slow = cv2.resize(_smooth(dice, height // 8, width // 8, 3), (width, height))
    return tint, np.asarray(1 + 0.14 * field + 0.1 * slow, np.float32)
