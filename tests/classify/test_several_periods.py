"""Letters about several tax periods: every way to list them, and what only looks like one of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from classify.decide import classify_letter
from ingest.letter import Letter, ReadPage
from ingest.text import Line, PageText, Phrase, Word
from tests.classify.conftest import TODAY
from tests.classify.rows import Classify, Rows, headed_letter


def _ends(*years: int) -> list[dt.date]:
    return [dt.date(year, 12, 31) for year in years]


@pytest.mark.parametrize("kind", ["digital", "scan"])
@pytest.mark.parametrize(
    ("rows", "years"),
    [
        # The next line of a box holds several, beside the address.
        (
            [
                [(1500, "Tax periods"), (2000, "12/31/2018,")],
                [(100, "Austin, TX 73301"), (2000, "12/31/2020, 12/31/2021")],
                [(1500, "Form"), (2000, "1040")],
            ],
            [2018, 2020, 2021],
        ),
        (
            [
                [(1500, "Tax periods"), (2000, "201612, 201712,")],
                [(100, "Andover, MA 01810"), (2000, "201912, 202012,")],
                [(2000, "202212")],
                [(1500, "Form"), (2000, "1040")],
            ],
            [2016, 2017, 2019, 2020, 2022],
        ),
        # A range whose end stands in the next line.
        (
            [
                [(1500, "Tax Years Ended:")],
                [(1500, "December 31, 2020 through")],
                [(100, "Quincy Sample"), (1500, "December 31, 2022")],
                [(1500, "Person to Contact:")],
            ],
            [2020, 2021, 2022],
        ),
        # They head the columns of the account.
        (
            [
                [(100, "Form 1040"), (900, "December 31, 2016"), (1600, "December 31, 2018")],
                [(100, "Tax"), (900, "7,104.29"), (1600, "7,843.41")],
                [(100, "Penalty"), (900, "938.51"), (1600, "1,489.40")],
                [(100, "Interest"), (900, "375.39"), (1600, "549.39")],
                [(100, "Total for the year"), (900, "8,418.19"), (1600, "9,882.20")],
                "Amount due now: $18,300.39",
            ],
            [2016, 2018],
        ),
    ],
)
def test_every_period_of_a_list_is_told(classify: Classify, rows: Rows, years: list[int], kind: str) -> None:
    found = classify(headed_letter("CP504", *rows), kind=kind).tax_periods
    assert [period.end for period in found.value or ()] == _ends(*years)


def test_days_to_pay_by_over_sums_are_no_periods(classify: Classify) -> None:
    rows: Rows = [
        [(100, "If you pay by"), (900, "January 31, 2025"), (1600, "February 28, 2025")],
        [(100, "Pay"), (900, "$7,104.29"), (1600, "$7,143.41")],
    ]
    found = classify(headed_letter("CP504", *rows, year=2021)).tax_periods
    assert [period.end for period in found.value or ()] == _ends(2021)


def test_part_of_a_list_is_a_doubt(classify: Classify) -> None:
    """What follows in its line is a period, which nothing tells as one."""
    rows: Rows = [
        [(1500, "Tax periods"), (2000, "12/31/2018,")],
        [(2000, "12/31/2020, 12/31/2O2l")],
    ]
    assert not classify(headed_letter("CP504", *rows)).tax_periods.accepted


_TWO_LINES: Rows = [
    [(100, "Tax period December 31, 2017"), (1100, "Tax 4,914.35 Penalty 1,204.79 Interest 489.22")],
    [(100, "Form 1040"), (1100, "Total $6,608.36")],
    [(100, "Tax period December 31, 2018"), (1100, "Tax 1,189.18 Penalty 165.97 Interest 49.58")],
    [(100, "Form 1040"), (1100, "Total $1,404.73")],
]


def test_a_row_of_a_table_may_take_two_lines(classify: Classify) -> None:
    said = [
        "We are sending reminders again. You still owe",
        "$8,013.09, which should be paid by March 29, 2024.",
    ]
    found = classify(headed_letter("LT38", *said, *_TWO_LINES), kind="scan")
    assert [period.end for period in found.tax_periods.value or ()] == _ends(2017, 2018)
    totals = [amount.value for amount in found.amounts if amount.role == "period_total"]
    assert totals == [Decimal("6608.36"), Decimal("1404.73")]
    assert (found.amount_due.value, "table-incomplete" in {d.name for d in found.doubts}) == (
        Decimal("8013.09"),
        False,
    )


def test_years_whose_penalties_anybody_may_be_spared_are_not_the_letters(classify: Classify) -> None:
    said = (
        "If you qualified for penalty relief under Notice 2024-7 for tax years 2020 and 2021, it was applied."
    )
    found = classify(headed_letter("LT38", *_TWO_LINES, said), kind="scan").tax_periods
    assert [period.end for period in found.value or ()] == _ends(2017, 2018)


def test_the_line_of_a_sentence_is_no_row_of_a_table(classify: Classify) -> None:
    rows: Rows = [
        [(1500, "Form: 941")],
        [(1500, "Tax period: June 30, 2023")],
        [(1500, "Tax period: September 30, 2023")],
        "Our records show you owe $3,813.36 for",
        "June 30, 2023 and $2,609.40 for September 30, 2023, $6,422.76 in all, including penalty.",
        "Please pay the full amount by April 10, 2024.",
    ]
    found = classify(headed_letter("Letter 2797", *rows))
    assert [p.end for p in found.tax_periods.value or ()] == [dt.date(2023, 6, 30), dt.date(2023, 9, 30)]
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("6422.76"), True)


def test_a_year_with_a_comma_under_its_line_is_no_headline(pages: Callable[..., ReadPage]) -> None:
    """Its box is higher than those of most words, and its line is like all others."""
    rows = headed_letter(
        "Letter 915",
        "We used your return for 2019, received October 9, 2020, only to check the loss carried over.",
        year=2021,
    )
    page = pages(1, rows, kind="fax")
    page = dataclasses.replace(page, readings=tuple(_with_low_commas(r) for r in page.readings))
    found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY).tax_periods
    assert [period.end for period in found.value or ()] == _ends(2021)


def _with_low_commas(text: PageText) -> PageText:
    """A reading in which the words with a comma reach below the line."""

    def low(word: Word) -> Word:
        box = word.box
        deep = dataclasses.replace(box, bottom=box.bottom + 6)
        return dataclasses.replace(word, box=deep) if word.text.endswith(",") else word

    lines = [Line(tuple(Phrase(tuple(map(low, p.words))) for p in line.phrases)) for line in text.lines]
    return dataclasses.replace(text, lines=tuple(lines))


@pytest.mark.parametrize(
    "rows",
    [
        # Text beside a summary.
        [
            [(100, "have unpaid taxes for the tax period ended"), (1500, "You owed"), (2000, "$2,655.09")],
            [(100, "December 31, 2014 (Form 1040)."), (1500, "Additional penalty"), (2000, "184.95")],
            [(1500, "Additional interest"), (2000, "228.75")],
        ],
        # Letters like digits behind the number of a form.
        [
            [(100, "We found miscalculations on the tax period ending"), (1500, "Summary")],
            [(100, "December 31, 2014, Form 1040, so we corrected"), (1500, "Tax"), (2000, "-$4,974.15")],
        ],
    ],
)  # fmt: skip
def test_text_beside_a_summary_is_no_row_of_accounts(classify: Classify, rows: Rows) -> None:
    found = classify(
        headed_letter("CP503", *rows, "Amount due immediately: $3,068.79", year=2014), kind="scan"
    )
    assert "period_total" not in {amount.role for amount in found.amounts}
    assert "table-incomplete" not in {doubt.name for doubt in found.doubts}


def test_a_span_in_a_table_of_rates_is_no_period_though_its_rate_was_lost(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Period"), (900, "Interest rate")],
        [(100, "January 1, 2004 - March 31, 2004"), (900, "EEE")],
        [(100, "April 1, 2004 - June 30, 2004"), (900, "6%")],
    ]
    found = classify(headed_letter("CP14", year=2004), rows).tax_periods
    assert ([period.end for period in found.value or ()], found.accepted) == (_ends(2004), True)


def test_the_year_to_which_a_payment_had_gone_is_not_the_letters(classify: Classify) -> None:
    rows: Rows = [
        "We applied a payment to your 2022 Form 1040",
        "We found your payment of $900.00 of October 16, 2023, which had gone to tax",
        "year 2021. We applied it to 2022.",
    ]
    found = classify(headed_letter("CP62", *rows), kind="photo").tax_periods
    assert [period.end for period in found.value or ()] == _ends(2022)
