"""The second reader is given a value with its label, and not the rest of the page."""

from __future__ import annotations

from ingest.around import phrases_around
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform

ROWS = (
    (100, ((100, "Department"), (320, "of"), (370, "the"), (430, "Treasury"))),
    (400, ((100, "Amount"), (260, "due"), (1200, "Notice"), (1360, "date"))),
    (440, ((100, "$1,250.00"), (1200, "March"), (1320, "4,"), (1370, "2024"))),
    (700, ((100, "Please"), (230, "call"), (320, "us"), (370, "about"), (490, "this"))),
    (740, ((100, "before"), (240, "Apri1"), (340, "with"), (430, "your"), (530, "letter"))),
)


def _reading(unsure: str = "") -> PageText:
    words = [
        Word(text, Box(left, top, left + 20 * len(text), top + 30), 40.0 if text == unsure else 95.0)
        for top, row in ROWS
        for left, text in row
    ]
    return PageText(lines_of(words), (1700, 2200), Transform.scale(2.0, 2.0), "tesseract 5")


def _texts(reading: PageText, *boxes: Box) -> list[str]:
    return [phrase.text for phrase in phrases_around(reading, boxes)]


def test_a_value_comes_with_its_row_and_the_label_above_it() -> None:
    amount = Box(200, 880, 560, 940)
    assert _texts(_reading(), amount) == ["Amount due", "$1,250.00", "March 4, 2024"]


def test_a_label_brings_the_value_below_it_only_where_it_is_near() -> None:
    label = Box(2400, 800, 2880, 860)
    assert _texts(_reading(), label) == ["Amount due", "Notice date"]


def test_without_a_place_all_that_may_hold_a_value_is_read() -> None:
    found = _texts(_reading())
    assert "Department of the Treasury" not in found
    assert found == [
        "Amount due",
        "Notice date",
        "$1,250.00",
        "March 4, 2024",
        "Please call us about this",
        "before Apri1 with your letter",
    ]


def test_a_word_that_was_hardly_read_may_have_been_a_number() -> None:
    assert "Department of the Treasury" in _texts(_reading(unsure="Treasury"))


def test_a_place_of_which_little_was_read_is_read_as_it_is() -> None:
    beside = Box(600, 800, 1000, 860)
    assert _texts(_reading(), beside) == ["Amount due", "Notice date", "?"]
    amount = Box(200, 880, 560, 940)
    assert "?" not in _texts(_reading(), amount)
    assert _texts(_reading(), Box(200, 880, 1400, 940))[-1] == "?"
