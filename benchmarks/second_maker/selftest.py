"""Quick self-test of the calendar and of drawing: python -m benchmarks.second_maker.selftest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .__main__ import base_letter
from .catalogue import CODES, draw_letter
from .dates import (
    add_business_days,
    dc_holidays,
    hearing_date,
    is_business_day,
    lien_hearing_date,
    payment_date,
    petition_date,
)
from .files import text_pages
from .truth import misses


def test_calendar() -> None:
    """Dates worked by hand."""
    assert payment_date(date(2018, 1, 30), 1075.21) == date(2018, 2, 20)
    assert payment_date(date(2018, 1, 8), 99_999.99) == date(2018, 1, 29)
    assert payment_date(date(2023, 6, 12), 100_000) == date(2023, 6, 27)  # Juneteenth in between
    assert hearing_date(date(2019, 1, 23)) == date(2019, 2, 22)
    assert hearing_date(date(2024, 6, 4)) == date(2024, 7, 5)  # 4 July moves on
    assert lien_hearing_date(date(2024, 5, 20)) == date(2024, 6, 27)  # Memorial Day in between
    assert petition_date(date(2024, 1, 8)) == date(2024, 4, 8)
    assert add_business_days(date(2021, 1, 15), 1) == date(2021, 1, 19)
    assert date(2021, 1, 20) in dc_holidays(2021) and date(2023, 4, 17) in dc_holidays(2023)
    assert not is_business_day(date(2021, 12, 31))  # New Year's Day 2022 is kept on Friday


def test_money_and_truth(n: int = 40) -> None:
    """Totals add up over the periods, and each truth stands in the text."""
    for i in range(n):
        letter, _ = draw_letter(77, i, list(CODES))
        total = sum((a.total for a in letter.periods), Decimal(0))
        if letter.summary_total and letter.summary and letter.status == "irs" and letter.code != "CP12":
            assert sum((x for _, x in letter.summary), Decimal(0)) == letter.summary_total[1], letter.code
        if letter.code in ("CP14", "CP504", "LT11", "Letter 1058"):
            assert letter.amount == total
        pdf, t = base_letter(77, i, tuple(CODES))
        assert not misses(text_pages(pdf), t)
        assert (pdf, t) == base_letter.__wrapped__(77, i, tuple(CODES)), "not deterministic"


if __name__ == "__main__":
    test_calendar()
    test_money_and_truth()
    print("fine")
