"""The notice guesser: which notice a wording belongs to, told without its printed code."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classify.guess import Guess
from ingest.errors import SetupError
from models.features import counts
from models.text import prepared

MODEL_FILE = "notice_guesser.skops"
WEIGHTS_FILE = "notice_guesser.npz"
CARD_FILE = "notice_guesser.card.json"
# Every type that the file may hold beyond skops' own defaults: none. The model is plain scikit-learn.
_TRUSTED: tuple[str, ...] = ()
_ADVICE = "Install the program again, or train the model anew: python -m models.train"
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model over weighed counts: what the kept pipeline computes, as plain arrays.

    Parameters
    ----------
    codes
        The notices it tells apart, shape (n,).
    rarity
        What each feature's count is multiplied with, shape (features,).
    slopes, offsets
        Of the linear model, shapes (n, features) and (n,).

    """

    codes: NDArray[np.str_]
    rarity: NDArray[np.float32] = field(repr=False)
    slopes: NDArray[np.float32] = field(repr=False)
    offsets: NDArray[np.float64] = field(repr=False)

    def probabilities(self, text: str) -> NDArray[np.float64]:
        """Of each code for a prepared text, shape (n,): they come to 1."""
        found = counts(text)
        (at,) = found.nonzero()
        # A word that is there twice says little more than one that is there once.
        weighed = (1.0 + np.log(found[at])) * self.rarity[at]
        length = float(np.sqrt(weighed @ weighed))
        scores = self.slopes[:, at] @ (weighed / length if length else weighed) + self.offsets
        odds = np.exp(scores - scores.max())
        return np.asarray(odds / odds.sum(), np.float64)


@dataclass(frozen=True, slots=True)
class TextGuesser:
    """TF-IDF of words and letters, and a linear model over them.

    Parameters
    ----------
    id
        Name and the first twelve hex digits of the SHA-256 of the kept model.
    codes
        The notices it has learned.

    """

    weights: Weights = field(repr=False)
    id: str
    codes: frozenset[str]

    def guess(self, text: str) -> Guess:
        """Rank the notices that a letter's wording may belong to."""
        probabilities = self.weights.probabilities(prepared(text)).tolist()
        ranked = sorted(zip(self.weights.codes.tolist(), probabilities, strict=True), key=lambda p: -p[1])
        return Guess(tuple(ranked[:_MOST_TOLD]))


def load_notice_guesser() -> TextGuesser:
    """Load the shipped guesser: its weights alone, which need neither scikit-learn nor SciPy.

    Raises
    ------
    SetupError
        where a file is missing, was changed, or holds other than plain arrays.

    """
    card = _card()
    untrusted_bytes = _checked(WEIGHTS_FILE, card["weights_sha256"])
    try:
        with np.load(io.BytesIO(untrusted_bytes), allow_pickle=False) as kept:
            weights = Weights(kept["codes"], kept["rarity"], kept["slopes"], kept["offsets"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SetupError("The notice model's weights cannot be read.", advice=_ADVICE) from error
    return TextGuesser(weights, f"notice_guesser {card['sha256'][:12]}", frozenset(card["codes"]))


def load_pipeline() -> Any:
    """Load the kept model itself, a fitted scikit-learn pipeline with ``predict_proba`` over prepared texts.

    Raises
    ------
    SetupError
        where the file is missing, was changed, holds other than scikit-learn's own types, or was made by
        another version of scikit-learn.

    """
    import sklearn
    from skops.io import get_untrusted_types, loads

    card = _card()
    untrusted_bytes = _checked(MODEL_FILE, card["sha256"])
    if _minor(sklearn.__version__) != _minor(card["versions"]["scikit-learn"]):
        made = card["versions"]["scikit-learn"]
        raise SetupError(
            f"The notice model was made with scikit-learn {made}, this is {sklearn.__version__}.",
            advice=_ADVICE,
        )
    foreign = [name for name in get_untrusted_types(data=untrusted_bytes) if name not in _TRUSTED]
    if foreign:
        raise SetupError("The notice model holds types that are not trusted.", advice=_ADVICE)
    return loads(untrusted_bytes)


def _card() -> dict[str, Any]:
    try:
        card: dict[str, Any] = json.loads(files("models").joinpath(CARD_FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError("The notice model's card is missing or damaged.", advice=_ADVICE) from error
    return card


def _checked(name: str, sha256: str) -> bytes:
    """The bytes of a file beside the card, where they are those that the card describes."""
    try:
        untrusted_bytes = files("models").joinpath(name).read_bytes()
    except OSError as error:
        raise SetupError("The notice model is missing or damaged.", advice=_ADVICE) from error
    if hashlib.sha256(untrusted_bytes).hexdigest() != sha256:
        raise SetupError("The notice model is not the one that its card describes.", advice=_ADVICE)
    return untrusted_bytes


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])
