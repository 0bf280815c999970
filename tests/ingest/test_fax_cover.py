"""The cover sheet of a fax, as people's machines and people themselves make one; all names are made up."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.fax_cover import is_fax_cover
from tests.classify.conftest import page_of

NAMES = ["To: Marlow & Finch", "From: June A Halloran"]
BY_HAND = [*NAMES, "10-29-2021", "What should I do?", "2 pages with this one"]
TITLED: list[Any] = [
    "FACSIMILE TRANSMITTAL SHEET",
    [(200, "TO: Marlow & Finch"), (1400, "FROM: Theo Halloran")],
    [(200, "FAX NUMBER: (555) 555-0188"), (1400, "DATE: April 25")],
    "See attached letter.",
]
COVERS = [BY_HAND, TITLED, [*NAMES, "Three pages follow"], [*NAMES, "4 pgs incl. cover"]]


@pytest.mark.parametrize("rows", COVERS)
def test_covers_are_known(rows: list[Any]) -> None:
    assert is_fax_cover(page_of(1, rows).readings[0])


@pytest.mark.parametrize(
    "rows",
    [
        BY_HAND[:-1],
        [*BY_HAND[:-1], "Please read the 2 pages with this one before you answer"],
        ["From: Internal Revenue Service", "To: June A Halloran", "2 pages with this one"],
        [*BY_HAND, "Department of the Treasury"],
        [*BY_HAND, "Department of the Treasury - Internal Revenue Service"],
        [
            "FAX COVER SHEET",
            "Internal Revenue Service",
            "TO: June A Halloran",
            "FROM: Dana Reed, Revenue Agent",
            "PAGES: 2",
            "Please sign the attached Form 872 and fax it back to me by August 4, 2023.",
        ],
        [*BY_HAND, "Our records show that you owe $4,120.55 for 2020."],
        [*BY_HAND, "If we do not hear from you we will levy your wages."],
        [*BY_HAND, *["So much was written here that it is a letter"] * 17],
    ],
)
def test_letters_are_none(rows: list[Any]) -> None:
    assert not is_fax_cover(page_of(1, rows).readings[0])


def test_an_officers_fax_that_asks_for_money_is_no_cover() -> None:
    rows: list[Any] = [
        "Fax Cover Sheet",
        "Internal Revenue Service",
        "To: Sample",
        "From: Revenue Officer",
        "Pages: 2",
    ]
    assert is_fax_cover(page_of(1, rows).readings[0])
    assert not is_fax_cover(page_of(1, [*rows, "You owe $9,533.53."]).readings[0])
