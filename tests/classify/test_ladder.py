"""Where a letter stands in its sequence: what is usual, with its source, and nothing about what was sent."""

from __future__ import annotations

import datetime as dt

import pytest

from classify.catalogue import load_catalogue
from classify.ladder import NO_INFERENCE, Standing, standing, told

CATALOGUE = load_catalogue()
D = dt.date
DATED = D(2024, 3, 11)


def place(code: str, *, business: bool | None = None, dated: dt.date | None = DATED) -> Standing:
    notice = CATALOGUE.get(code)
    assert notice is not None
    found = standing(notice, CATALOGUE, business=business, dated=dated)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "business", "name", "rung", "after"),
    [
        ("CP14", None, "individual income tax", 0, ("CP501",)),
        ("CP503", None, "individual income tax", 2, ("CP504",)),
        ("LT11", None, "individual income tax", 4, ("levy",)),
        ("LT11", True, "business tax", 2, ("levy",)),
        (
            "CP604",
            None,
            "individual income tax, letters in Spanish",
            3,
            ("LT11", "Letter 1058", "CP90", "CP77"),
        ),
        ("CP504B", True, "business tax", 1, ("CP297", "LT11", "Letter 1058", "CP77")),
        ("CP523", None, "payment plan", 2, ("end of the plan",)),
        ("CP3219N", None, "return not filed", 3, ("bill",)),
        ("CP2501", None, "income that others reported", 0, ("CP2000",)),
        ("CP2000", None, "income that others reported", 1, ("CP3219A",)),
        ("CP75", None, "audit by mail", 0, ("Letter 525",)),
        ("Letter 531", None, "audit by mail", 3, ("bill",)),
    ],
)
def test_each_letter_stands_on_its_ladder(
    code: str, business: bool | None, name: str, rung: int, after: tuple[str, ...]
) -> None:
    found = place(code, business=business)
    assert (found.ladder.name, found.rung, found.after) == (name, rung, after)


@pytest.mark.parametrize(
    ("code", "day", "law"),
    [
        ("CP14", D(2024, 4, 15), False),
        ("CP503", D(2024, 4, 15), False),
        ("LT11", D(2024, 4, 10), True),
        ("CP523", D(2024, 4, 10), True),
        ("CP3219A", D(2024, 6, 9), True),
        ("Letter 3219", D(2024, 6, 9), True),
        ("CP759", D(2024, 5, 6), False),
    ],
)
def test_how_soon_the_next_comes_has_its_source(code: str, day: dt.date, law: bool) -> None:
    found = place(code)
    assert found.wait is not None
    assert (found.earliest, found.wait.law) == (day, law)
    assert found.wait.basis.mark in {"verified", "secondary"}
    assert found.wait.basis.sources
    if law:
        assert found.wait.basis.mark == "verified"


@pytest.mark.parametrize("code", ["CP504", "CP504B", "CP161", "CP2000", "CP601", "Letter 525"])
def test_where_nobody_has_said_how_soon_nothing_is_said(code: str) -> None:
    found = place(code)
    assert (found.wait, found.earliest) == (None, None)
    assert not any("not before" in sentence for sentence in told(found))


def test_without_a_date_nothing_is_counted() -> None:
    found = place("LT11", dated=None)
    assert found.earliest is None
    assert any(sentence == "Usually comes next: a levy." for sentence in told(found))


def test_it_is_told_in_words() -> None:
    assert told(place("CP503")) == (
        "Usually came before it: CP14, CP501.",
        "Usually comes next: CP504, not before about April 15, 2024.",
        "In 2011 the IRS left 35 days between its reminders; later practice was not confirmed.",
        "After the bill up to three reminders follow.",
        NO_INFERENCE,
    )
    assert "Usually comes next: a levy, by law not before April 10, 2024." in told(place("LT11"))
    assert told(None) == ()


def test_what_nobody_has_checked_says_so() -> None:
    assert any("Check before relying on it" in sentence for sentence in told(place("CP523")))


def test_a_letter_of_no_sequence_stands_nowhere() -> None:
    notice = CATALOGUE.get("CP71")
    assert notice is not None
    assert standing(notice, CATALOGUE) is None


@pytest.mark.parametrize("code", sorted(CATALOGUE.notices))
def test_no_letter_is_said_to_have_been_sent(code: str) -> None:
    notice = CATALOGUE.notices[code]
    said = told(standing(notice, CATALOGUE, dated=DATED))
    assert not any("was sent" in sentence or "you received" in sentence for sentence in said)
    assert said == () or said[-1] == NO_INFERENCE


def test_every_letter_on_a_rung_is_known_or_known_to_be_missing() -> None:
    """A rung that names a code of which the catalogue holds nothing is seen here first."""
    named = {name for ladder in CATALOGUE.ladders for rung in ladder.rungs for name in rung}
    events = {"levy", "bill", "end of the plan"}
    unknown = {code for code in named - events if CATALOGUE.find(code) is None}
    assert unknown <= {"CP59", "CP515", "CP516", "CP518", "LT26"}
