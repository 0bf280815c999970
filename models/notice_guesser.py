"""The notice guesser: which notice a wording belongs to, told without its printed code."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from classify.guess import Guess
from ingest.errors import SetupError
from models.text import prepared

MODEL_FILE = "notice_guesser.skops"
CARD_FILE = "notice_guesser.card.json"
# Every type that the file may hold beyond skops' own defaults: none. The model is plain scikit-learn.
_TRUSTED: tuple[str, ...] = ()
_ADVICE = "Install the program again, or train the model anew: python -m models.train"


@dataclass(frozen=True, slots=True)
class TextGuesser:
    """TF-IDF of words and letters, and a linear model over them.

    Parameters
    ----------
    pipeline
        A fitted scikit-learn pipeline with ``predict_proba`` over prepared texts.
    id
        Name and the first twelve hex digits of the file's SHA-256.
    codes
        The notices it has learned.

    """

    pipeline: Any = field(repr=False)
    id: str
    codes: frozenset[str]

    def guess(self, text: str) -> Guess:
        """Rank the notices that a letter's wording may belong to."""
        probabilities = self.pipeline.predict_proba([prepared(text)])[0]
        names = self.pipeline.classes_
        ranked = sorted(zip(names, probabilities, strict=True), key=lambda pair: -pair[1])
        return Guess(tuple((str(name), float(p)) for name, p in ranked[:5]))


def load_notice_guesser() -> TextGuesser:
    """Load the shipped guesser.

    Raises
    ------
    SetupError
        where the file is missing, was changed, holds other than scikit-learn's own types, or was made by
        another version of scikit-learn.

    """
    import sklearn
    from skops.io import get_untrusted_types, loads

    folder = files("models")
    try:
        untrusted_bytes = folder.joinpath(MODEL_FILE).read_bytes()
        card = json.loads(folder.joinpath(CARD_FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError("The notice model or its card is missing or damaged.", advice=_ADVICE) from error
    digest = hashlib.sha256(untrusted_bytes).hexdigest()
    if digest != card["sha256"]:
        raise SetupError("The notice model is not the one that its card describes.", advice=_ADVICE)
    if _minor(sklearn.__version__) != _minor(card["versions"]["scikit-learn"]):
        made = card["versions"]["scikit-learn"]
        raise SetupError(
            f"The notice model was made with scikit-learn {made}, this is {sklearn.__version__}.",
            advice=_ADVICE,
        )
    foreign = [name for name in get_untrusted_types(data=untrusted_bytes) if name not in _TRUSTED]
    if foreign:
        raise SetupError("The notice model holds types that are not trusted.", advice=_ADVICE)
    return TextGuesser(loads(untrusted_bytes), f"notice_guesser {digest[:12]}", frozenset(card["codes"]))


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])
