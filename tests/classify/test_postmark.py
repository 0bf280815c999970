"""What an envelope is stamped with, and above all what else stands on it and is no postmark."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from classify.decide import classify_letter
from classify.postmark import postmarks
from ingest.letter import Letter, ReadPage
from ingest.transform import Transform

D = dt.date
Pages = Callable[..., ReadPage]
RIGHT = 1700
FRONT: list[Any] = [
    "Department of the Treasury",
    "Internal Revenue Service",
    "Kansas City, MO 64999-0025",
    "Official Business",
    "Penalty for Private Use, $300",
    None,
    None,
    None,
    [(900, "PAT EXAMPLE")],
    [(900, "12 SAMPLE LANE")],
    [(900, "TESTBURY, NY 10513")],
]


def stamped(*lines: str, x: int = RIGHT) -> list[Any]:
    """The front of an envelope with lines under each other in the corner, or further left."""
    rows = list(FRONT)
    for at, line in enumerate(lines):
        rows[at] = [(100, FRONT[at]), (x, line)]
    return rows


@pytest.fixture
def read(pages: Pages) -> Callable[..., list[dt.date]]:
    """The days on one envelope of a letter."""

    def run(rows: Sequence[Any]) -> list[dt.date]:
        letter = Letter("0a1b2c3d#1", (pages(1, ["x"]),), envelopes=(pages(5, rows),))
        found = postmarks(letter)
        assert all(mention.role == "postmark" for mention in found)
        assert all(place.page == 5 for mention in found for place in mention.evidence)
        return [mention.value for mention in found]

    return run


@pytest.mark.parametrize(
    "lines",
    [
        ("US POSTAGE PAID", "NOV 26 2026", "MAILED FROM ZIP CODE 64999"),
        ("US POSTAGE $000.53", "11/26/2026", "MAILED FROM ZIP 64999"),
        ("FIRST-CLASS MAIL", "NOV. 26, 2026"),
        ("KANSAS CITY MO 640", "26 NOV 2026 PM 3 L"),
        ("KANSAS CITY MO", "NOV 26 26"),
        ("NOV 26", "2026"),
    ],
)
def test_what_the_post_or_its_meter_stamps_is_the_postmark(
    read: Callable[..., list[dt.date]], lines: tuple[str, ...]
) -> None:
    assert read(stamped(*lines)) == [D(2026, 11, 26)]


def test_a_mark_is_known_by_its_words_wherever_it_stands(read: Callable[..., list[dt.date]]) -> None:
    assert read([*FRONT, None, None, "MAILED FROM ZIP CODE 64999 11/26/2026"]) == [D(2026, 11, 26)]
    assert read([*FRONT, None, None, "11/26/2026"]) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("RECEIVED", "NOV 26 2026"),
        ("REC'D 11/26/2026",),
        ("NIXIE 640 DE 1", "0012/05/26", "RETURN TO SENDER"),
        ("FORWARD TIME EXP", "11/26/2026"),
        ("Notice date", "November 23, 2026"),
        ("E-142 (Rev. 10-2019)", "Catalog Number 40488S"),
        ("US POSTAGE PAID", "PERMIT NO. G-48"),
        ("11/26/2026 09:46 555-0161 P.4",),
        ("Nov 26 2026 FROM: FRONT DESK",),
        ("US POSTAGE PAID", "NOV 31 2026"),
        ("MAILED FROM ZIP 64999", "N0V 2G 2026"),
    ],
)
def test_other_days_on_an_envelope_are_not_told(
    read: Callable[..., list[dt.date]], lines: tuple[str, ...]
) -> None:
    assert read(stamped(*lines)) == []


def test_the_corner_that_was_read_for_itself_is_placed_on_the_whole_envelope(pages: Pages) -> None:
    whole = pages(5, FRONT)
    corner = pages(5, [[(300, "NOV 26")], [(300, "2026")]]).readings[0]
    placed = dataclasses.replace(corner, to_original=shifted(1400, 0))
    letter = Letter(
        "0a1b2c3d#1",
        (pages(1, ["x"]),),
        envelopes=(dataclasses.replace(whole, readings=(*whole.readings, placed)),),
    )
    (mark,) = postmarks(letter)
    assert (mark.value, mark.evidence[0].rule) == (D(2026, 11, 26), "postmark:place")
    assert mark.evidence[0].box.left == 1700


def shifted(x: float, y: float) -> Transform:
    return Transform(((1.0, 0.0, x), (0.0, 1.0, y), (0.0, 0.0, 1.0)))


def test_two_marks_are_both_told(read: Callable[..., list[dt.date]]) -> None:
    rows = [*stamped("US POSTAGE PAID", "NOV 26 2026"), None, None, "MAILED FROM ZIP CODE 64999 11/30/2026"]
    assert read(rows) == [D(2026, 11, 26), D(2026, 11, 30)]


def test_a_letter_without_an_envelope_has_no_postmark(pages: Pages) -> None:
    page = pages(1, stamped("US POSTAGE PAID", "NOV 26 2026"))
    assert postmarks(Letter("0a1b2c3d#1", (page,))) == ()
    assert postmarks(Letter("0a1b2c3d#1", (page,), enclosures=(page,))) == ()


def test_an_envelope_without_its_letter_says_so_first(pages: Pages) -> None:
    page = pages(1, stamped("US POSTAGE PAID", "NOV 26 2026"))
    finding = classify_letter(Letter("0a1b2c3d#1", (page,), envelopes=(page,)), today=D(2026, 12, 1))
    assert finding.origin == "irs"
    assert (finding.doubts[0].name, finding.doubts[0].why[:30]) == (
        "maybe-not-irs",
        "This looks like an envelope: r",
    )
