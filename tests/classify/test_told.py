"""How much of a letter must be read: whether its first pages told all, and where to look again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from classify.decide import is_missing_something, is_sure, is_told, open_places, runs_on, torn_pages
from classify.finding import Finding
from ingest.letter import ReadPage

Rows = list[Any]
Classify = Callable[..., Finding]

_PAGE_1: Rows = [
    [(100, "Department of the Treasury"), (1500, "Notice"), (2000, "LT11")],
    [(100, "Internal Revenue Service"), (1500, "Notice date"), (2000, "May 6, 2024")],
    [(1500, "Social security number"), (2000, "XXX-XX-1234")],
    [(1500, "Page 1 of 2")],
    None,
    "Notice of intent to levy",
    "Intent to seize your property or rights to property",
    "Amount due immediately: $9,533.53",
    "We will levy if we do not hear from you. You have the right to request a Collection Due Process hearing",
    "by June 5, 2024. Complete the enclosed Form 12153.",
    "Amount due immediately $9,533.53",
    "If you request a hearing by June 5, 2024, we will not levy.",
]
_TABLE: Rows = [
    [(100, "Tax period ending"), (800, "Form number"), (1500, "Amount you owe")],
    [(100, "December 31, 2021"), (800, "1040"), (1500, "$9,000.00")],
    [(100, "December 31, 2020"), (800, "1040"), (1500, "$533.53")],
    [(100, "Total amount due"), (1500, "$9,533.53")],
]
_HEAD: Rows = [
    [(1500, "Notice"), (2000, "LT11")],
    [(1500, "Notice date"), (2000, "May 6, 2024")],
    [(1500, "Social security number"), (2000, "XXX-XX-1234")],
    [(1500, "Page 2 of 2")],
    None,
]


def test_a_table_that_adds_up_is_settled_by_its_rows_and_needs_no_further_page(classify: Classify) -> None:
    finding = classify(_PAGE_1, [*_HEAD, *_TABLE], kind="scan")
    assert not finding.tax_periods.accepted  # each row was read once
    assert is_told(finding, 2)
    assert is_sure(finding)
    assert not torn_pages(finding)


@pytest.mark.parametrize("lost", [1, 2])
def test_a_table_that_lacks_a_row_is_neither_and_its_page_is_read_again(
    classify: Classify, lost: int
) -> None:
    rows = [*_HEAD, *_TABLE[:lost], *_TABLE[lost + 1 :]]
    finding = classify(_PAGE_1, rows, kind="scan")
    assert not is_told(finding, 2)
    assert not is_sure(finding)
    assert torn_pages(finding) == {4}
    assert len({box for page, box in open_places(finding) if page == 4}) >= len(_TABLE) - 1
    assert not is_missing_something(finding)


def test_a_table_that_adds_up_makes_nothing_else_sure(classify: Classify) -> None:
    once = [row for row in _PAGE_1 if "June 5" not in str(row)]
    finding = classify([*once, "Request a hearing by June 5, 2024."], [*_HEAD[:2], *_TABLE], kind="scan")
    assert not finding.taxpayer_id_last4.accepted
    assert not is_sure(finding)


def test_a_torn_table_that_reaches_to_the_foot_may_go_on_overleaf(
    classify: Classify, pages: Callable[..., ReadPage]
) -> None:
    rows = [*_HEAD, *_TABLE[:2]]
    below = ["You may ask for a hearing before we take your wages or other property."]
    for tail, expected in ([], True), (below, False):
        finding = classify(_PAGE_1, [*rows, *tail], kind="scan")
        assert torn_pages(finding) == {4}
        assert runs_on(finding, pages(4, [*rows, *tail], kind="scan")) is expected


def test_a_code_that_was_not_made_out_is_looked_for_at_its_label(classify: Classify) -> None:
    garbled: Rows = [[(100, "Department of the Treasury"), (1500, "Notice"), (2000, "LTi")], *_PAGE_1[1:]]
    finding = classify([row for row in garbled if "levy" not in str(row)], kind="scan")
    assert finding.notice.value is None
    (look,) = (look for look in finding.looks if look.field == "notice")
    assert (look.page, look.box) in open_places(finding)
    assert look.box.left == pytest.approx(2000, abs=5)
    assert not any(look.field == "notice" for look in classify(_PAGE_1, kind="scan").looks)
