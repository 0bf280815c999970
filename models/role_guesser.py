"""The role guesser: what part a date, a sum, a period or a code plays, told by the words around it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classify.clues import KINDS, Kind
from ingest.errors import SetupError
from models.features import hashes_of

WEIGHTS_FILE = "role_guesser.npz"
CARD_FILE = "role_guesser.card.json"
# Clues are hashed into so many buckets.
BUCKETS = 2**14
_ADVICE = "Install the program again, or train the model anew: python -m models.train_roles"


@dataclass(frozen=True, slots=True)
class Part:
    """A linear model of one kind of values.

    Parameters
    ----------
    roles
        What it tells apart, shape (n,).
    slopes, offsets
        Shapes (n, BUCKETS) and (n,).

    """

    roles: tuple[str, ...]
    slopes: NDArray[np.float32] = field(repr=False)
    offsets: NDArray[np.float64] = field(repr=False)

    def probabilities(self, clues: Sequence[str]) -> dict[str, float]:
        """Of each role, coming to 1."""
        scores = self.slopes[:, buckets_of(clues)].sum(axis=1) + self.offsets
        odds = np.exp(scores - scores.max())
        return dict(zip(self.roles, (odds / odds.sum()).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class WordingGuesser:
    """One linear model for each kind of values; ``id`` is its name and twelve hex digits of its hash."""

    parts: Mapping[Kind, Part] = field(repr=False)
    id: str

    def roles(self, kind: Kind, clues: Sequence[str]) -> Mapping[str, float]:
        """How likely each role is for a value with these clues."""
        return self.parts[kind].probabilities(clues)


def buckets_of(clues: Sequence[str]) -> NDArray[np.int64]:
    """The buckets that some clues fall in, each once."""
    return np.unique(hashes_of(clues).astype(np.int64) % BUCKETS)


def load_role_guesser() -> WordingGuesser:
    """Load the shipped guesser.

    Raises
    ------
    SetupError
        where a file is missing, was changed, or holds other than plain arrays.

    """
    try:
        card: dict[str, Any] = json.loads(files("models").joinpath(CARD_FILE).read_text("utf-8"))
        untrusted_bytes = files("models").joinpath(WEIGHTS_FILE).read_bytes()
    except (OSError, ValueError) as error:
        raise SetupError("The role model is missing or damaged.", advice=_ADVICE) from error
    if hashlib.sha256(untrusted_bytes).hexdigest() != card["sha256"]:
        raise SetupError("The role model is not the one that its card describes.", advice=_ADVICE)
    try:
        with np.load(io.BytesIO(untrusted_bytes), allow_pickle=False) as kept:
            parts = {kind: _part(kept, kind) for kind in KINDS}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SetupError("The role model's weights cannot be read.", advice=_ADVICE) from error
    return WordingGuesser(parts, f"role_guesser {card['sha256'][:12]}")


def _part(kept: Mapping[str, Any], kind: Kind) -> Part:
    roles = tuple(kept[f"{kind}_roles"].tolist())
    return Part(roles, kept[f"{kind}_slopes"].astype(np.float32), kept[f"{kind}_offsets"])
