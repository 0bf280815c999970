"""What the comparisons rest on: the plain rules find what is plain, and errors are counted as said."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from benchmarks.pages import character_error
from benchmarks.peers import words_of
from benchmarks.plain import PlainFields, fields_in
from benchmarks.score import load_records, record_of


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


def test_a_record_is_found_by_content_where_its_name_is_masked(tmp_path: Path) -> None:
    (tmp_path / "8fc624394571d0.pdf").write_bytes(b"letter")
    record = {"source": {"name": "8fcXXXXX4571d0.pdf", "sha256": hashlib.sha256(b"letter").hexdigest()}}
    (tmp_path / "records.jsonl").write_text(json.dumps(record) + "\n")
    records = load_records(tmp_path / "records.jsonl")
    assert record_of({"file": "8fc624394571d0.pdf"}, records, tmp_path) == record
    assert record_of({"file": "another.pdf"}, records, tmp_path) is None
