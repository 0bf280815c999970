"""Labels that stand elsewhere than before their values: under them, or at the other side of a cell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from classify.field import Period
from tests.classify.rows import Classify, Rows, headed_letter

_CARD: Rows = [
    [(100, "Department of the Treasury"), (1500, "SAMPLE CABINETS LLC")],
    [(100, "Internal Revenue Service"), (1500, "1 MAIN ST")],
    None,
    None,
    [(100, "CP90"), (800, "05/12/25"), (1400, "XX-XXX1794")],
    [(100, "NOTICE"), (800, "NOTICE DATE"), (1400, "EMPLOYER ID NO.")],
    None,
    [(100, "1120-S"), (800, "12/31/22"), (1400, "127106")],
    [(100, "TAX FORM"), (800, "TAX PERIOD"), (1400, "CALLER ID")],
    None,
    None,
    "Intent to seize your assets and notice of your right to a hearing",
    [(100, "Tax owed"), (700, "New penalty"), (1100, "New interest"), (1600, "Amount due immediately")],
    [(300, "$7,164.27"), (900, "$1,420.03"), (1350, "$473.94"), (2000, "$9,058.24")],
    "If you wish to appeal, mail the enclosed Form 12153 by 06/11/25.",
]


@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_a_label_under_its_value_is_its_own(classify: Classify, kind: str) -> None:
    found = classify(_CARD, kind=kind)
    assert (found.notice.value, found.notice_date.value) == ("CP90", dt.date(2025, 5, 12))
    assert found.tax_periods.value == (Period(dt.date(2022, 12, 31), "1120-S"),)
    assert (found.taxpayer_id_last4.value, found.amount_due.value) == ("1794", Decimal("9058.24"))


def test_a_label_over_the_next_value_is_not_that_of_the_one_before(classify: Classify) -> None:
    """The date of the letter stands alone, and the label right under it has a value of its own."""
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Notice CP501")],
        [(100, "Internal Revenue Service"), (1500, "March 21, 2024")],
        None,
        [(1500, "Due date")],
        [(1500, "April 20, 2024")],
        None,
        "You still owe $912.06 on your Form 1040 for 2022.",
    ]
    found = classify(rows)
    assert (found.notice_date.value, found.due_date.value) == (dt.date(2024, 3, 21), dt.date(2024, 4, 20))


def test_labels_at_the_left_of_cells_go_with_values_at_their_right(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Remaining balance"), (900, "Past due, please pay now")],
        [(700, "$4,568.19"), (1500, "$218.53")],
    ]
    found = classify(headed_letter("CP523", *rows, year=2018))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("218.53"), True)


def test_a_date_under_its_label_in_a_panel_is_no_row_of_payments(classify: Classify) -> None:
    """A panel stands beside a table whose money falls into the same rows."""
    rows: Rows = [
        [(100, "Department of the Treasury"), (1500, "Period ending")],
        [(100, "Internal Revenue Service"), (1500, "12-31-2023")],
        [(100, "We intend to levy"), (1500, "Date")],
        [(100, "Deposits"), (700, "-$502"), (1500, "10-27-2025")],
        [(100, "You owe"), (700, "$4,823"), (1500, "Notice")],
        [(1500, "CP504B")],
    ]
    assert classify(rows).notice_date.value == dt.date(2025, 10, 27)
