"""What the comparisons rest on: the plain rules find what is plain, and errors are counted as said."""

from __future__ import annotations

import pytest

from benchmarks.pages import character_error
from benchmarks.peers import words_of
from benchmarks.plain import PlainFields, fields_in


def test_the_plain_rules_find_what_is_plainly_there() -> None:
    text = (
        "Notice CP503\nNotice date: Oct. 9, 2017\n"
        "Form 1040 December 31, 2015\nAmount due immediately: $1,463.00"
    )
    assert fields_in(text) == PlainFields("CP503", "2017-10-09", "1463.00", frozenset({"2015-12-31"}))


def test_the_plain_rules_give_nothing_where_there_is_nothing() -> None:
    assert fields_in("Dear customer, thank you.") == PlainFields(None, None, None, frozenset())


@pytest.mark.parametrize(
    ("true", "read", "percent"),
    [
        ("pay 100 now", "now 100 pay", 0),  # the order is open
        ("Pay, 100!", "pay100", 0),  # blanks and signs are set aside
        ("pay 100 now", "pay 700 now", 100 / 9),  # one of nine characters
        ("pay 100 now", "pay now", 300 / 9),  # a word is missing
        ("pay", "pay twice", 500 / 3),  # a word too many counts with all its characters
        ("pay 100 now", "", 100),
    ],
)
def test_the_character_error_counts_edits_of_paired_words(true: str, read: str, percent: float) -> None:
    assert character_error(words_of(true), words_of(read)) == pytest.approx(percent)
