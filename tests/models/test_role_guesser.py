"""The role guesser: what it was taught, how it does on writers it has not seen, and its file's checks."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from classify.clues import KINDS, places
from classify.decide import classify_letter
from classify.layout import sheets
from classify.suggest import with_suggestions
from ingest.errors import SetupError
from ingest.letter import Letter
from models import role_guesser
from models.role_guesser import CARD_FILE, WEIGHTS_FILE, load_role_guesser
from models.role_letters import MAIN, ROLES, made, written
from models.train_roles import fitted, samples
from tests.classify.conftest import TODAY, page_of

TEXTS = list(written())
KNOWN = {*ROLES, "other_date", "other_amount", "other_year", "other_period_end", "other_quarter"}
KNOWN |= {"plain_year", "other_code"}


def test_every_text_is_a_letter_with_a_date_and_known_slots() -> None:
    for writer, text in TEXTS:
        slots = {part.split("}")[0] for part in text.split("{")[1:]}
        assert "date" in slots, (writer, text)
        assert slots <= KNOWN, (writer, slots - KNOWN)


@pytest.mark.parametrize("number", range(0, len(TEXTS), 23))
def test_the_values_of_a_made_letter_are_found_in_their_roles(number: int) -> None:
    letter = made(*TEXTS[number], random.Random(f"{number}"))
    found = {
        (kind, letter.roles[kind, place.value])
        for kind in KINDS
        for place in places([letter.sheet], kind)
        if (kind, place.value) in letter.roles
    }
    wanted = {(kind, role) for (kind, _), role in letter.roles.items() if role == MAIN[kind]}
    assert ("date", "letter") in found
    assert len(wanted - found) <= 1


def test_writers_that_were_held_out_are_told_as_the_card_says() -> None:
    card = json.loads(files("models").joinpath(CARD_FILE).read_text("utf-8"))
    scores = card["held_out_by_writer"]
    assert {name.split()[0] for name in scores} == {writer for writer, _ in TEXTS}
    dates = [score for name, score in scores.items() if name.endswith(" date")]
    assert sum(s["sure_right"] for s in dates) >= 0.95 * sum(s["sure"] for s in dates)


def test_training_comes_out_alike() -> None:
    found = [sample for sample in samples(1, 5) if sample.kind == "code"]
    one, other = fitted(found, 5), fitted(found, 5)
    assert (one.slopes == other.slopes).all()
    assert set(one.roles) == {"own", "other"}
    assert sum(one.probabilities(found[0].clues).values()) == pytest.approx(1.0)


def test_a_wording_that_no_rule_knows_is_suggested() -> None:
    rows = [
        "Department of the Treasury",
        "Internal Revenue Service",
        None,
        "Dear Ms. Vale,",
        "I drop this CP503 into the mail on June 5, 2023. A first bill went to you on February 6, 2023 and",
        "was not answered. With interest through June 26, 2023 there is $2,318.90 to be sent to us for 2021,",
        "after the $300.00 that reached us in March.",
    ]
    letter = Letter("0a1b2c3d#1", (page_of(1, rows, kind="digital"),))
    finding = classify_letter(letter, today=TODAY)
    found = with_suggestions(finding, sheets(letter), load_role_guesser(), TODAY)
    assert found.notice.value == "CP503"
    assert str(found.notice_date.value) == "2023-06-05"
    assert str(found.amount_due.value) == "2318.90"
    assert not found.notice_date.accepted


def test_it_loads_neither_scikit_learn_nor_scipy() -> None:
    said = (
        "import sys; from models.role_guesser import load_role_guesser as load; load().roles('date', ['a']);"
        "print({'sklearn', 'scipy', 'skops'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped weights and card, loaded in their place."""
    for name in (WEIGHTS_FILE, CARD_FILE):
        (tmp_path / name).write_bytes(files("models").joinpath(name).read_bytes())
    monkeypatch.setattr(role_guesser, "files", lambda _package: tmp_path)
    return tmp_path


def test_weights_changed_by_one_byte_are_refused(shipped: Path) -> None:
    data = bytearray((shipped / WEIGHTS_FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (shipped / WEIGHTS_FILE).write_bytes(data)
    with pytest.raises(SetupError, match="not the one that its card describes"):
        load_role_guesser()


@pytest.mark.parametrize("name", [WEIGHTS_FILE, CARD_FILE])
def test_a_missing_file_is_told(shipped: Path, name: str) -> None:
    (shipped / name).unlink()
    with pytest.raises(SetupError, match="missing or damaged"):
        load_role_guesser()


def test_weights_that_are_no_arrays_are_refused(shipped: Path) -> None:
    card = json.loads((shipped / CARD_FILE).read_text("utf-8"))
    card["sha256"] = hashlib.sha256(b"no arrays").hexdigest()
    (shipped / CARD_FILE).write_text(json.dumps(card), "utf-8")
    (shipped / WEIGHTS_FILE).write_bytes(b"no arrays")
    with pytest.raises(SetupError, match="cannot be read"):
        load_role_guesser()
