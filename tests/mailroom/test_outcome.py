"""What a reader answers is taken for a record only where it has a record's shape, and masked."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fake_readers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import ReaderDied
from mailroom.outcome import checked, worst
from mailroom.process import ReadingRoom
from mailroom.shown import masked, masked_throughout, shown, shown_name

SHA = "0" * 64

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


def a_record() -> dict[str, Any]:
    source = {"name": "x", "sha256": SHA, "pages": 1, "kind": "pdf"}
    return {"schema": 1, "source": source, "letters": [fake_readers.letter_of(SHA, "review")]}


def test_a_record_keeps_what_it_says_under_the_name_that_we_give() -> None:
    record = checked(a_record(), sha256=SHA, name="letter.pdf")
    assert record["source"]["name"] == "letter.pdf"
    assert record["letters"] == a_record()["letters"]


SPOILS: dict[str, Callable[[dict[str, Any]], object]] = {
    "another schema": lambda r: r.update(schema=2),
    "other bytes": lambda r: r["source"].update(sha256="1" * 64),
    "no letters": lambda r: r.update(letters=[]),
    "letters are text": lambda r: r.update(letters="none"),
    "a status of its own": lambda r: r["letters"][0].update(status="sure"),
    "accepted in doubt": lambda r: r["letters"][0].update(status="accepted"),
    "a date that is none": lambda r: r["letters"][0]["notice_date"].update(value="2024-02-30"),
    "a deadline that is none": lambda r: r["letters"][0]["advice"]["deadline"].update(date="soon"),
    "an amount as a number": lambda r: r["letters"][0]["amount_due"].update(value=12.5),
    "urgency as truth": lambda r: r["letters"][0]["advice"].update(urgency=True),
    "a period without an end": lambda r: r["letters"][0]["tax_periods"].update(value=[{"form": "1040"}]),
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_has_not_the_shape_is_no_record(spoil: Callable[[dict[str, Any]], object]) -> None:
    record = a_record()
    spoil(record)
    with pytest.raises(ReaderDied):
        checked(record, sha256=SHA, name="x")


@settings(max_examples=60)
@given(data=st.data())
def test_any_part_may_be_anything_and_the_answer_is_a_record_or_one_error(data: st.DataObject) -> None:
    record = a_record()
    part: Any = record
    while isinstance(part, dict | list) and part:
        key = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if data.draw(st.booleans()) or not isinstance(part[key], dict | list):
            part[key] = data.draw(json_values)
            break
        part = part[key]
    with contextlib.suppress(ReaderDied):
        assert checked(copy.deepcopy(record), sha256=SHA, name="x")["letters"]


def test_a_whole_number_in_a_record_is_masked_whatever_the_reader_did(
    rooms: dict[str, ReadingRoom], letter: Path
) -> None:
    record = rooms["leaking"].read(letter)
    assert masked_throughout(record)["letters"][0]["advice"]["meaning"] == "Yours is XXX-XX-3456."


def test_numbers_are_masked_and_what_only_looks_near_is_not() -> None:
    assert masked("000-12-3456 and 00-1234567, 000 12 3456") == "XXX-XX-3456 and XX-XXX4567, XXX-XX-3456"
    for text in ("800-829-1040", "2024-03-11", "12345-6789", "$1,075.21", "A1-23-4567890"):
        assert masked(text) == text


def test_names_are_valid_text_on_one_line() -> None:
    assert shown_name("scan 000123456.pdf") == "scan XXXXX3456.pdf"
    assert shown_name("b\udcff.pdf") == "b\\xff.pdf"
    assert shown("a\x1b[2J\u202eb\r\n") == "a?[2J?b??"


def test_the_worst_wins() -> None:
    order = (1, 6, 5, 4, 3, 10, 0)
    for place, code in enumerate(order):
        assert worst(reversed(order[place:])) == code
    assert worst([]) == 0
