"""Train the role guesser on marked letters: ``python -m models.train_roles``.

Of each writer's letters the score is that of a model which has seen only the other writers', so that it says
how the guesser does on a wording that nobody had thought of.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import sklearn
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from classify.clues import KINDS, Kind, places
from models.role_guesser import BUCKETS, CARD_FILE, WEIGHTS_FILE, Part, buckets_of
from models.role_letters import MAIN, OTHER, made, written

# Where a role counts as told.
_SURE = 0.5
# How little a weight is held down: a clue of one letter should not decide by itself.
_INVERSE_OF_PENALTY = 0.3


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a made letter."""

    writer: str
    letter: int
    kind: Kind
    clues: tuple[str, ...]
    role: str


def samples(copies: int, seed: int) -> Iterator[Sample]:
    """Every value of the marked letters, each letter filled and laid out ``copies`` times."""
    for number, (writer, text) in enumerate(written()):
        for copy in range(copies):
            letter = made(writer, text, random.Random(f"{seed} {number} {copy}"))
            for kind in KINDS:
                for place in places([letter.sheet], kind):
                    role = letter.roles.get((kind, place.value), OTHER)
                    yield Sample(writer, number * copies + copy, kind, place.clues, role)


def fitted(found: Sequence[Sample], seed: int) -> Part:
    """A linear model of values of one kind."""
    buckets = [buckets_of(sample.clues) for sample in found]
    ends = np.cumsum([0, *map(len, buckets)])
    ones = np.ones(int(ends[-1]), np.float32)
    counts = csr_matrix((ones, np.concatenate(buckets), ends), shape=(len(found), BUCKETS))
    model = LogisticRegression(C=_INVERSE_OF_PENALTY, max_iter=2000, random_state=seed)
    model.fit(counts, [sample.role for sample in found])
    slopes, offsets = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        # Of two classes scikit-learn keeps one row.
        slopes, offsets = np.vstack([-slopes / 2, slopes / 2]), np.hstack([-offsets / 2, offsets / 2])
    # Half the precision does as well and halves the file.
    rounded = slopes.astype(np.float16).astype(np.float32)
    return Part(tuple(map(str, model.classes_)), rounded, offsets)


def held_out(found: Sequence[Sample], seed: int) -> dict[str, Any]:
    """How each writer's letters are told by what the others wrote: main values right, of how many letters."""
    scores: dict[str, Any] = {}
    for writer in sorted({sample.writer for sample in found}):
        own = [sample for sample in found if sample.writer == writer]
        for kind in KINDS:
            part = fitted([s for s in found if s.kind == kind and s.writer != writer], seed)
            scores[f"{writer} {kind}"] = _score(part, [s for s in own if s.kind == kind], MAIN[kind])
    return scores


def _score(part: Part, found: Iterable[Sample], role: str) -> dict[str, int]:
    """Of letters that have a value in a role: how often the likeliest place holds it, and when sure of it."""
    letters: dict[int, list[Sample]] = {}
    for sample in found:
        letters.setdefault(sample.letter, []).append(sample)
    score = {"letters": 0, "right": 0, "sure": 0, "sure_right": 0}
    for values in letters.values():
        if not any(sample.role == role for sample in values):
            continue
        likely = [part.probabilities(sample.clues)[role] for sample in values]
        best = max(range(len(values)), key=lambda at: likely[at])
        right = values[best].role == role
        sure = likely[best] >= _SURE
        score["letters"] += 1
        score["right"] += right
        score["sure"] += sure
        score["sure_right"] += sure and right
    return score


@click.command()
@click.option("--copies", default=4, show_default=True, help="How often each text is filled anew.")
@click.option("--seed", default=17, show_default=True)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=Path(__file__).parent)
@click.option("--check", is_flag=True, help="Only print the scores on writers that were held out.")
def main(copies: int, seed: int, output: Path, check: bool) -> None:
    """Print how each writer is told by the others, then train on all and write weights and card."""
    found = list(samples(copies, seed))
    scores = held_out(found, seed)
    for name, score in scores.items():
        told = f"{score['right']:4} of {score['letters']:4} right"
        print(f"{name:20}{told}, sure of {score['sure']:4}, of these {score['sure_right']:4} right")
    if check:
        return
    kept = io.BytesIO()
    arrays: dict[str, Any] = {}
    for kind in KINDS:
        part = fitted([sample for sample in found if sample.kind == kind], seed)
        arrays |= {
            f"{kind}_roles": np.array(part.roles),
            f"{kind}_slopes": part.slopes.astype(np.float16),
            f"{kind}_offsets": part.offsets,
        }
    np.savez_compressed(kept, **arrays)
    data = kept.getvalue()
    (output / WEIGHTS_FILE).write_bytes(data)
    card = {
        "model": "role_guesser",
        "what": "Logistic regression over hashed words around a value and its standing among others",
        "trained_on": {
            "letters": len({sample.letter for sample in found}) // copies,
            "values": len(found),
            "copies": copies,
            "seed": seed,
            "source": "models/role_texts",
        },
        "held_out_by_writer": scores,
        "limits": "It only suggests: what it tells is never accepted, and no date is counted from it.",
        "sha256": hashlib.sha256(data).hexdigest(),
        "versions": {"python": platform.python_version(), "scikit-learn": sklearn.__version__},
    }
    (output / CARD_FILE).write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    print(f"values to learn from {len(found)}, bytes {len(data):,}")


if __name__ == "__main__":
    main()
