"""The notice guesser: codes masked, file checked against its card, no type trusted."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import SetupError
from models import notice_guesser
from models.features import counts
from models.notice_guesser import CARD_FILE, MODEL_FILE, WEIGHTS_FILE, load_notice_guesser, load_pipeline
from models.text import prepared
from samples.make import CODES, make_letter


@pytest.mark.parametrize(
    "code",
    ["CP504", "CP 504", "Letter 1058", "LT11", "LTR 1058", "Notice CP14", "Notice Number: CP 504", "CP5O4"],
)
def test_printed_codes_are_masked(code: str) -> None:
    """A witness that could read the code would be no second witness."""
    left = prepared(f"before {code} after").split()
    assert left[0] == "before"
    assert left[-1] == "after"
    assert set(left) <= {"before", "notice", "number:", "after"}


def test_digits_say_nothing() -> None:
    assert prepared("due $1,075.21 on January 30, 2018") == prepared("due $9,999.99 on January 11, 2031")


def test_tells_a_wording_without_its_code() -> None:
    wording = (
        "Intent to terminate your installment agreement. The monthly payment for your installment agreement "
        "is past due. If you don't make the required payments, we will terminate your installment agreement "
        "30 days from the date of this notice."
    )
    guess = load_notice_guesser().guess(wording)
    assert guess.ranked[0][0] == "CP523"
    assert sum(p for _, p in guess.ranked) <= 1.0 + 1e-6


# Words of one and two letters, a word of 70, letters beyond ASCII, blanks at both ends, nothing at all.
ODD = (
    "",
    "a",
    "ab cd e",
    " due \u201cquick\u201d caf\u00e9s na\u00efve\u2014so \U0001f600 0000 00 _ ",
    "x" * 70 + " y",
    "se\u00f1or 0 w",
)


@pytest.fixture(scope="module")
def kept() -> Any:
    """The pipeline that was trained, loaded by skops."""
    return load_pipeline()


@pytest.mark.parametrize("text", ODD)
def test_counts_what_scikit_learn_counts(kept: Any, text: str) -> None:
    assert (counts(text) == kept["features"].transform([text]).toarray()[0]).all()


def test_the_weights_give_the_probabilities_of_the_model(kept: Any) -> None:
    guesser = load_notice_guesser()
    letters = [prepared("\n".join(make_letter(code, 5).texts)) for code in CODES[:6]]
    for text in (*letters, *ODD):
        ours = guesser.weights.probabilities(text)
        assert ours == pytest.approx(kept.predict_proba([text])[0], abs=1e-6)
    assert guesser.weights.codes.tolist() == [str(code) for code in kept.classes_]


def test_a_guess_loads_neither_scikit_learn_nor_scipy() -> None:
    said = (
        "import sys; from models.notice_guesser import load_notice_guesser as load; load().guess('owed tax');"
        "print({'sklearn', 'scipy', 'skops'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped model, weights and card, loaded in their place."""
    for name in (MODEL_FILE, WEIGHTS_FILE, CARD_FILE):
        (tmp_path / name).write_bytes(files("models").joinpath(name).read_bytes())
    monkeypatch.setattr(notice_guesser, "files", lambda _package: tmp_path)
    return tmp_path


@pytest.mark.parametrize(("name", "load"), [(WEIGHTS_FILE, load_notice_guesser), (MODEL_FILE, load_pipeline)])
def test_a_model_changed_by_one_byte_is_refused(shipped: Path, name: str, load: Callable[[], Any]) -> None:
    data = bytearray((shipped / name).read_bytes())
    data[len(data) // 2] ^= 1
    (shipped / name).write_bytes(data)
    with pytest.raises(SetupError, match="not the one that its card describes"):
        load()


@pytest.mark.parametrize(
    ("name", "load"),
    [(WEIGHTS_FILE, load_notice_guesser), (CARD_FILE, load_notice_guesser), (MODEL_FILE, load_pipeline)],
)
def test_a_missing_model_is_told(shipped: Path, name: str, load: Callable[[], Any]) -> None:
    (shipped / name).unlink()
    with pytest.raises(SetupError, match="missing or damaged"):
        load()


def test_weights_that_are_no_arrays_are_refused(shipped: Path) -> None:
    card = json.loads((shipped / CARD_FILE).read_text("utf-8"))
    card["weights_sha256"] = hashlib.sha256(b"no arrays").hexdigest()
    (shipped / CARD_FILE).write_text(json.dumps(card), "utf-8")
    (shipped / WEIGHTS_FILE).write_bytes(b"no arrays")
    with pytest.raises(SetupError, match="cannot be read"):
        load_notice_guesser()


def test_a_model_of_another_version_is_refused(shipped: Path) -> None:
    card = json.loads((shipped / CARD_FILE).read_text("utf-8"))
    card["versions"]["scikit-learn"] = "0.1"
    (shipped / CARD_FILE).write_text(json.dumps(card), "utf-8")
    with pytest.raises(SetupError, match=r"made with scikit-learn 0\.1"):
        load_pipeline()
