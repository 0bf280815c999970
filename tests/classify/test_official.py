"""The official wording of five sample notices, on pages laid out by this test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from classify.finding import Finding
from classify.record import money_text

# What page 1 of each says; None where it prints none. The samples print no digit of a taxpayer number.
OFFICIAL = {
    "CP14": ("CP14", "2018-01-30", [("1040", "2017-12-31")], "1075.21", "2018-02-20"),
    "CP504": ("CP504", "2019-01-30", [("1040A", "2018-12-31")], "9533.53", None),
    "CP523": ("CP523", "2019-01-30", [("1040", "2017-12-31")], "300.00", None),
    "CP90": ("CP90", "2019-01-23", None, "5947.81", "2019-02-22"),
    "CP161": ("CP161", "2018-01-08", [("941", "2017-12-31")], "97647.55", "2018-01-29"),
}
_VALUE = re.compile(r"[–-]? ?\$?[\d,]+\.\d\d")  # noqa: RUF001 - the dash that the IRS prints


def rows_of(text: str) -> list[Any]:
    """One row for each line, an amount of money in the row of the line before it."""
    rows: list[Any] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        before = rows[-1] if rows else None
        if _VALUE.fullmatch(line) and isinstance(before, str) and not re.search(r"\d{4}$", before):
            rows[-1] = [(100, before), (1800, line)]
        else:
            rows.append(line)
    return rows


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_official_wording_is_read(name: str, kind: str, classify: Callable[..., Finding]) -> None:
    folder = os.environ.get("INGEST_TEST_DATA")
    if not folder:
        pytest.skip("INGEST_TEST_DATA names no folder with official wording")
    text = (Path(folder) / "official-text" / f"{name}.p1.txt").read_text("utf-8")
    finding = classify(rows_of(text), kind=kind)
    code, date, periods, amount, due = OFFICIAL[name]
    assert finding.notice.value == code
    assert finding.notice_date.value is not None
    assert finding.notice_date.value.isoformat() == date
    found = finding.tax_periods.value
    assert (found and [(p.form, p.end.isoformat()) for p in found]) == periods
    assert finding.amount_due.value is not None
    assert money_text(finding.amount_due.value) == amount
    assert (finding.due_date.value and finding.due_date.value.isoformat()) == due
