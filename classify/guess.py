"""What classify asks of a learned model. The models themselves are handed in by the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from classify.clues import Kind


@dataclass(frozen=True, slots=True)
class Guess:
    """Notice codes that wording like this belongs to, likeliest first, with probabilities from 0 to 1."""

    ranked: tuple[tuple[str, float], ...]

    def probability(self, code: str) -> float:
        """How likely the code is; 0 for one that the model has never seen."""
        return dict(self.ranked).get(code, 0.0)


class NoticeGuesser(Protocol):
    """Tells a notice by its wording alone: printed codes are masked before it looks."""

    @property
    def id(self) -> str:
        """Name and hash of the model, for provenance."""
        ...

    @property
    def codes(self) -> frozenset[str]:
        """The codes that it has learned; about any other it says nothing."""
        ...

    def guess(self, text: str) -> Guess:
        """Which notice the wording of a letter belongs to."""
        ...


class RoleGuesser(Protocol):
    """Tells what part a value plays on its letter by the clues of its place (classify/clues.py)."""

    @property
    def id(self) -> str:
        """Name and hash of the model, for provenance."""
        ...

    def roles(self, kind: Kind, clues: Sequence[str]) -> Mapping[str, float]:
        """How likely each role is, with probabilities from 0 to 1."""
        ...
