"""Where a point of one picture lies in another: 3x3 projective transforms, and the bend of a curled sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial.polynomial import polyval2d
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels: left, top inside; right, bottom just outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre as (x, y) in pixels."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Bend:
    """How far level rows hang or rise on a curled sheet: a smooth shift down the page, nothing across it.

    Parameters
    ----------
    middle, reach
        Place and half size of the page in pixels, as (x, y): the polynomial's variables run from -1 to 1.
    coefficients
        ``coefficients[i][j]`` of u to the power i + 1 times v to the power j, in pixels; the middle column
        stays where it is.
    backwards
        Whether the shift is undone instead.

    """

    middle: tuple[float, float]
    reach: tuple[float, float]
    coefficients: tuple[tuple[float, ...], ...]
    backwards: bool = False

    def shift(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """The shift in pixels at places of the level page; both arrays have one shape."""
        u, v = (x - self.middle[0]) / self.reach[0], (y - self.middle[1]) / self.reach[1]
        return np.asarray(polyval2d(u, v, [(0.0,) * len(self.coefficients[0]), *self.coefficients]))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        across = np.array([x])
        if not self.backwards:
            return x, y + float(self.shift(across, np.array([y]))[0])
        level = y
        # The shift changes little down the page, so this settles at once.
        for _ in range(4):
            level = y - float(self.shift(across, np.array([level]))[0])
        return x, level


# Below this, width and height of a turned box cannot be told apart: about 35 to 55 degrees.
_LEAST_SPREAD = 0.2
# So often what perspective and bend add is taken back.
_ROUNDS = 3
_AS_IT_IS = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Transform:
    """A projective map of the plane, row by row as nine floats.

    Where a curled sheet was made flat, a bend comes before it, and before that another projective map,
    ``before``; both are None anywhere else.

    ``a.then(b)`` is the map that applies ``a`` first and ``b`` after it, so that each
    clean-up step writes ``page.to_original`` as ``undo_step.then(page.to_original)``.
    """

    rows: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
    bend: Bend | None = None
    before: Transform | None = None

    @classmethod
    def identity(cls) -> Transform:
        """The map that leaves every point where it is."""
        return cls(_AS_IT_IS)

    @classmethod
    def scale(cls, x: float, y: float) -> Transform:
        """The map that multiplies x and y by the two factors."""
        return cls(((x, 0.0, 0.0), (0.0, y, 0.0), (0.0, 0.0, 1.0)))

    @classmethod
    def of_matrix(cls, matrix: NDArray[np.floating]) -> Transform:
        """From a 3x3, or an affine 2x3, array as OpenCV gives it."""
        full = np.vstack([matrix, (0.0, 0.0, 1.0)]) if matrix.shape == (2, 3) else matrix
        first, second, third = ((float(r[0]), float(r[1]), float(r[2])) for r in full)
        return cls((first, second, third))

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The 3x3 array, shape (3, 3)."""
        return np.array(self.rows, dtype=np.float64)

    @property
    def inverse(self) -> Transform:
        """The map that undoes this one.

        Raises
        ------
        numpy.linalg.LinAlgError
            where the map flattens the plane and cannot be undone.

        """
        back = Transform.of_matrix(np.linalg.inv(self.matrix))
        if self.bend is None:
            return back
        after = Transform.identity() if self.before is None else self.before.inverse
        bend = replace(self.bend, backwards=not self.bend.backwards)
        return replace(after, bend=bend, before=back)

    def then(self, after: Transform) -> Transform:
        """This map first, then the other.

        Raises
        ------
        ValueError
            where both hold a bend.

        """
        if after.bend is None:
            return replace(
                Transform.of_matrix(after.matrix @ self.matrix), bend=self.bend, before=self.before
            )
        if self.bend is not None:
            raise ValueError("a page is made flat once")
        before = self if after.before is None else self.then(after.before)
        return replace(after, before=before)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where (x, y) goes."""
        if self.bend is not None:
            x, y = (x, y) if self.before is None else self.before.point(x, y)
            x, y = self.bend.point(x, y)
        (a, b, c), (d, e, f), (g, h, i) = self.rows
        w = g * x + h * y + i
        return (a * x + b * y + c) / w, (d * x + e * y + f) / w

    def corners(self, box: Box) -> tuple[tuple[float, float], ...]:
        """Where the four corners of a box go, clockwise from its top left."""
        return tuple(
            self.point(x, y)
            for x, y in (
                (box.left, box.top),
                (box.right, box.top),
                (box.right, box.bottom),
                (box.left, box.bottom),
            )
        )

    def box(self, box: Box) -> Box:
        """The smallest upright box around the four corners after the map."""
        if self.rows == _AS_IT_IS and self.bend is None:
            return box
        xs, ys = zip(*self.corners(box), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def box_before(self, box: Box) -> Box:
        """The upright box around which ``box`` gives that one: the inverse of the map would make it grow.

        Where the map turns by about an eighth of a circle, what the box was cannot be told, and the
        one around the corners is returned.
        """
        if self.rows == _AS_IT_IS and self.bend is None:
            return box
        back = self.inverse
        x, y = back.point(*box.middle)
        # How far width and height go across and down: the map is nearly affine around the box.
        spread = np.abs(
            [
                np.subtract(self.point(x + 0.5, y), self.point(x - 0.5, y)),
                np.subtract(self.point(x, y + 0.5), self.point(x, y - 0.5)),
            ]
        ).T
        if abs(np.linalg.det(spread)) < _LEAST_SPREAD * float(np.prod(spread.sum(axis=0))):
            return back.box(box)
        size, middle = np.linalg.solve(spread, (box.width, box.height)), np.array((x, y))
        for _ in range(_ROUNDS):
            got = self.box(_box_at(middle, size))
            size = size + np.linalg.solve(spread, (box.width - got.width, box.height - got.height))
            middle = middle + np.subtract((x, y), back.point(*got.middle))
        return _box_at(middle, size) if size.min() > 0 else back.box(box)


def _box_at(middle: NDArray[np.floating], size: NDArray[np.floating]) -> Box:
    return Box(*map(float, (*(middle - size / 2), *(middle + size / 2))))
