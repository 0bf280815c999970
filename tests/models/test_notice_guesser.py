"""The notice guesser: codes masked, file checked against its card, no type trusted."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from ingest.errors import SetupError
from models import notice_guesser
from models.notice_guesser import CARD_FILE, MODEL_FILE, load_notice_guesser
from models.text import prepared


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


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped model and card, loaded in their place."""
    for name in (MODEL_FILE, CARD_FILE):
        (tmp_path / name).write_bytes(files("models").joinpath(name).read_bytes())
    monkeypatch.setattr(notice_guesser, "files", lambda _package: tmp_path)
    return tmp_path


def test_a_model_changed_by_one_byte_is_refused(shipped: Path) -> None:
    data = bytearray((shipped / MODEL_FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (shipped / MODEL_FILE).write_bytes(data)
    with pytest.raises(SetupError, match="not the one that its card describes"):
        load_notice_guesser()


def test_a_missing_model_is_told(shipped: Path) -> None:
    (shipped / MODEL_FILE).unlink()
    with pytest.raises(SetupError, match="missing or damaged"):
        load_notice_guesser()


def test_a_model_of_another_version_is_refused(shipped: Path) -> None:
    card = json.loads((shipped / CARD_FILE).read_text("utf-8"))
    card["versions"]["scikit-learn"] = "0.1"
    (shipped / CARD_FILE).write_text(json.dumps(card), "utf-8")
    with pytest.raises(SetupError, match=r"made with scikit-learn 0\.1"):
        load_notice_guesser()
