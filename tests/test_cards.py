"""The pictures in docs/cards: made from the present texts, and complete in themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.cards import MODELS, Model, drawn, file_name
from classify.catalogue import load_catalogue

FOLDER = Path(__file__).parent.parent / "docs" / "cards"
CATALOGUE = load_catalogue()
STALE = "the texts have changed: `make cards` draws the pictures anew; look at them before you commit"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_the_picture_is_made_from_the_present_texts(model: Model) -> None:
    picture = drawn(model, CATALOGUE)
    kept = (FOLDER / file_name(model)).read_text(encoding="utf-8")
    assert kept == picture, STALE
    # A picture that fetched something would show nothing without a network.
    assert set(re.findall(r"https?://[^\s\"<]+", picture)) == {"http://www.w3.org/2000/svg"}


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.svg")} == {file_name(model) for model in MODELS}
