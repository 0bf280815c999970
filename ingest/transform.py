"""Where a point of one picture lies in another: 3x3 projective transforms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
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
class Transform:
    """A projective map of the plane, row by row as nine floats.

    ``a.then(b)`` is the map that applies ``a`` first and ``b`` after it, so that each
    clean-up step writes ``page.to_original`` as ``undo_step.then(page.to_original)``.
    """

    rows: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]

    @classmethod
    def identity(cls) -> Transform:
        """The map that leaves every point where it is."""
        return cls(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))

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
        return Transform.of_matrix(np.linalg.inv(self.matrix))

    def then(self, after: Transform) -> Transform:
        """This map first, then the other."""
        return Transform.of_matrix(after.matrix @ self.matrix)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where (x, y) goes."""
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
        xs, ys = zip(*self.corners(box), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))
