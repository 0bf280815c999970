"""Train the notice guesser on made-up letters: ``python -m models.train``.

The texts are those of drawn letters as a text layer gives them, and the same texts as a poor engine would
give them: letters exchanged, words lost, lines lost, pages lost. What is held out are whole letters, so
the score on the card says how the guesser does on new content in the same wording; how it does on another
hand's wording is in docs/evaluation.md.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import random
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
import sklearn
import skops
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.pipeline import FeatureUnion, Pipeline
from skops.io import dumps

from models.features import BUCKETS, LETTER_RUNS, WORD_RUNS
from models.notice_guesser import CARD_FILE, MODEL_FILE, WEIGHTS_FILE, load_pipeline
from models.text import prepared

# An engine loses whole lines; a line has about so many words.
_LINE_WORDS = 9
# A drawing or a blank page has no wording to learn from.
_FEW_LETTERS = 200
# The class of letters that are not from the IRS.
NOBODY = "none"
# Letters that stand for themselves in a wording of their own, and what engines make of them.
_CONFUSIONS = {
    "o": "0ca", "l": "1i|", "i": "1l|", "e": "co", "a": "oe", "s": "5", "b": "8h", "t": "fl", "n": "mr",
    "m": "rn", "u": "v", "c": "eo", "h": "b", "f": "t", "r": "n", "g": "q9", "d": "cl", "w": "vv",
}  # fmt: skip


def build_pipeline(seed: int) -> Pipeline:
    """Words and pairs of words beside runs of letters, under one linear model.

    ``models.features`` counts the same without scikit-learn.
    """
    words = HashingVectorizer(ngram_range=WORD_RUNS, n_features=BUCKETS, alternate_sign=False, norm=None)
    letters = HashingVectorizer(
        analyzer="char_wb", ngram_range=LETTER_RUNS, n_features=BUCKETS, alternate_sign=False, norm=None
    )
    features = FeatureUnion([("words", words), ("letters", letters)])
    model = LogisticRegression(C=20.0, class_weight="balanced", max_iter=2000, random_state=seed)
    return Pipeline(
        [("features", features), ("weights", TfidfTransformer(sublinear_tf=True)), ("model", model)]
    )


def weights_of(pipeline: Pipeline) -> bytes:
    """The weights of a fitted pipeline as plain arrays (NPZ): all that a reader needs of it."""
    kept = io.BytesIO()
    np.savez_compressed(
        kept,
        codes=np.array([str(code) for code in pipeline.classes_]),
        rarity=pipeline["weights"].idf_.astype(np.float32),
        slopes=pipeline["model"].coef_.astype(np.float32),
        offsets=pipeline["model"].intercept_,
    )
    return kept.getvalue()


def write_weights(pipeline: Pipeline, folder: Path) -> None:
    """Write the weights beside model and card, and their hash into the card."""
    data = weights_of(pipeline)
    card = json.loads((folder / CARD_FILE).read_text("utf-8"))
    card["weights_sha256"] = hashlib.sha256(data).hexdigest()
    (folder / WEIGHTS_FILE).write_bytes(data)
    (folder / CARD_FILE).write_text(json.dumps(card, indent=2) + "\n", "utf-8")


def spoiled(text: str, rate: float, chance: random.Random) -> str:
    """The text as a poor engine would read it; ``rate`` is the share of letters and words hit."""
    words = text.split()
    lines = [words[at : at + _LINE_WORDS] for at in range(0, len(words), _LINE_WORDS)]
    return "\n".join(" ".join(_spoiled_words(line, rate, chance)) for line in lines if chance.random() > rate)


def _spoiled_words(words: Sequence[str], rate: float, chance: random.Random) -> Iterator[str]:
    for word in words:
        if chance.random() > rate / 2:
            yield "".join(_spoiled_letter(letter, rate, chance) for letter in word)


def _spoiled_letter(letter: str, rate: float, chance: random.Random) -> str:
    options = _CONFUSIONS.get(letter.lower())
    return chance.choice(options) if options and chance.random() < rate else letter


def corpus(count: int, seed: int) -> Iterator[tuple[str, str, int]]:
    """Prepared text, notice and letter number of ``count`` letters of each notice, spoiled three ways."""
    # The sample maker is part of a checkout, not of the installed program.
    from samples.make import CODES, NOT_IRS, make_letter

    for code in CODES:
        for number in range(count):
            letter_seed = seed * 1_000_000 + number
            chance = random.Random(f"{code} {letter_seed}")
            pages = make_letter(code, letter_seed).texts
            for rate in (0.0, 0.04, 0.12):
                kept = pages if chance.random() < 0.6 else pages[:1]
                text = prepared(spoiled("\n".join(kept), rate, chance))
                if len(text) > _FEW_LETTERS:
                    yield text, NOBODY if code in NOT_IRS else code, number


@click.command()
@click.option("--count", default=60, show_default=True, help="Letters of each notice.")
@click.option("--seed", default=11, show_default=True)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=Path(__file__).parent)
@click.option("--weights", "weights_only", is_flag=True, help="Only take the weights out of the kept model.")
def main(count: int, seed: int, output: Path, weights_only: bool) -> None:
    """Train on four letters of five, print the score on the fifth, and write model, weights and card."""
    if weights_only:
        write_weights(load_pipeline(), output)
        return
    samples = list(corpus(count, seed))
    fit = [(text, code) for text, code, number in samples if number % 5]
    held = [(text, code) for text, code, number in samples if not number % 5]
    pipeline = build_pipeline(seed)
    pipeline.fit([text for text, _ in fit], [code for _, code in fit])
    score = float(accuracy_score([code for _, code in held], pipeline.predict([text for text, _ in held])))
    # Half the precision tells the notices apart just as well and halves the file.
    pipeline[-1].coef_ = pipeline[-1].coef_.astype(np.float32)
    data = dumps(pipeline, compression=zipfile.ZIP_DEFLATED)
    (output / MODEL_FILE).write_bytes(data)
    card = {
        "model": "notice_guesser",
        "what": "TF-IDF of words and letters with the printed code masked, logistic regression",
        "codes": sorted({code for _, code in fit}),
        "trained_on": {
            "letters_per_notice": count,
            "texts": len(fit),
            "seed": seed,
            "source": "samples/make.py",
        },
        "held_out": {"texts": len(held), "accuracy": round(score, 4)},
        "limits": "One maker's wording: a second witness of a printed code, never a code by itself.",
        "sha256": hashlib.sha256(data).hexdigest(),
        "versions": {
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "skops": skops.__version__,
        },
    }
    (output / CARD_FILE).write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    write_weights(pipeline, output)
    print(f"texts to learn from {len(fit)}, held out {len(held)}, right {score:.4f}, bytes {len(data):,}")


if __name__ == "__main__":
    main()
