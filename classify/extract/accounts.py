"""The rows of a table of accounts: a period with its form, and the amounts that are owed for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from classify import grammar
from classify.extract.wrapped import unwrapped
from classify.fax_line import is_fax_line
from classify.field import Period
from classify.layout import Sheet, Spot


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table of accounts: a period, its form, and the amounts behind them, left to right."""

    period: Period
    amounts: tuple[Decimal, ...] = field(repr=False)
    spot: Spot
    total_spot: Spot
    cost: int

    @property
    def adds_up(self) -> bool:
        """Whether the last amount is the sum of the others, of which there are at least two."""
        return len(self.amounts) > 2 and sum(self.amounts[:-1]) == self.amounts[-1]


def all_rows(sheets: Sequence[Sheet]) -> Iterator[TableRow]:
    """The rows of tables of accounts on all pages; one that has no total yet goes on behind a page's head."""
    page, goes_on, unfinished = None, False, False
    of_others = among_others(sheets)
    for sheet in sheets:
        if sheet.page is not page:
            page, goes_on, unfinished = sheet.page, unfinished, False
        rows = [row for row in table_rows(sheet, goes_on=goes_on) if not of_others(row.spot)]
        yield from rows
        unfinished = unfinished or (bool(rows) and not _is_totalled(sheet, rows[-1].spot.row))


def _is_totalled(sheet: Sheet, last: int) -> bool:
    """Whether a total stands under the last row of a table."""
    below = range(last + 1, min(last + _NEAR_ROWS, len(sheet.rows)))
    return any(TOTAL.search(sheet.plain_row(number)) for number in below)


def table_rows(sheet: Sheet, *, goes_on: bool = False) -> Iterator[TableRow]:
    """Rows that name a form and a period end, or a period end under a heading for periods, with money.

    Where a table of the page before ``goes_on``, its rows may stand under the page's head without a heading.
    """
    last_heading, others, bare = -_NEAR_ROWS, rows_of_others(sheet), _bare_years_add_up(sheet)
    for number, row in enumerate(sheet.rows):
        low = " ".join(sheet.plain(number, n) for n in range(len(row.phrases)))
        if names_columns(low):
            last_heading = number
        if number in others or is_fax_line(low):
            continue
        heading = number - last_heading < _NEAR_ROWS or (goes_on and number < _HEAD_ROWS)
        whole = unwrapped(sheet, number)
        found = _row_of(whole.text, low if sheet.spanish else None, heading=heading, bare=heading and bare)
        if found is None:
            continue
        last_heading = number
        period, money, span, money_span, cost = found
        start, end, first, last = map(whole.place, (*span, *money_span))
        # A date that stands over and under the row has no place in it but that of what is before.
        spot = sheet.row_spot(number, start if end > start else 0, end)
        if below := _total_below(sheet, number, money):
            money, total_spot = (*money, below[0]), below[1]
        else:
            total_spot = sheet.row_spot(number, first, last)
        yield TableRow(period, money, spot, total_spot, cost)


def _total_below(sheet: Sheet, number: int, money: Sequence[Decimal]) -> tuple[Decimal, Spot] | None:
    """The total of a row of two lines, which stands in the second one, and its place."""
    below = sheet.rows[number + 1].text if number + 1 < len(sheet.rows) else ""
    total = next(grammar.money(below), None)
    if total is None or len(money) < _LEAST_PARTS or sum(money) != total.value:
        return None
    return total.value, sheet.row_spot(number + 1, total.start, total.end)


def lacks_periods(sheet: Sheet) -> bool:
    """Whether a row of a table of accounts names a form and money, and its period was not understood."""
    last_row = -_NEAR_ROWS
    for number, row in enumerate(sheet.rows):
        told = sheet.plain_row(number)
        money = next(grammar.money(row.text), None)
        if names_columns(told) and not money:
            last_row = number
        elif money and number - last_row < _NEAR_ROWS:
            last_row = number
            if _is_undated(row.text[: money.start]):
                return True
    return False


def _is_undated(head: str) -> bool:
    """Whether what stands before the money of a row is a form, and figures that are no period known here."""
    form = next(grammar.forms(head, bare=True), None)
    readings = (grammar.dates(head), grammar.years(head), grammar.quarters(head), grammar.months(head))
    if form is None or _is_text(head) or next(chain(*readings), None):
        return False
    return re.search(r"\d", head[: form.start] + head[form.end :]) is not None


# Tax, and what was added to it.
_LEAST_PARTS = 2
_PERIOD_COLUMN = re.compile(r"\b(?:tax )?(?:period|year)")
_OTHER_COLUMN = re.compile(r"\b(?:form|type|amount|balance|penalty|interest|tax|assessed|additions)\b")
_OTHERS_COLUMN = re.compile(r"\bappl(?:ied|y)\b|\boffset\b")


# The title of a part of the letter that is about something else than what the letter is about.
_TITLE_OF_OTHERS = re.compile(
    r"^\W*(?:(?:your )?other (?:tax )?(?:periods|years|quarters|balances?)\b|returns we (?:have|received)\b|(?:reminder\W+)?(?:\d{4} )?estimated tax(?: payments)?\W*$)"
)
# Between such a title and its table stand no more rows than these.
_ROWS_TO_TABLE = 5


# Years, days and the rows of tables each ask for those of the same few sheets.
@lru_cache(maxsize=32)
def rows_of_others(sheet: Sheet) -> frozenset[int]:
    """Numbers of the rows of a table of other periods than the letter's own.

    A refund was applied to them, or they are told for information, or estimated tax is to be paid for them.
    """
    rows: set[int] = set()
    inside, title = False, -_ROWS_TO_TABLE
    for number, row in enumerate(sheet.rows):
        plain = sheet.plain_row(number)
        dated = title >= 0 and len(row.phrases) > 1 and next(grammar.dates(row.text), None)
        holds = next(grammar.money(row.text), None) or dated
        if _TITLE_OF_OTHERS.match(plain):
            title = number
        elif number - title < _ROWS_TO_TABLE and not holds:
            inside = True
        elif names_columns(plain):
            inside = _OTHERS_COLUMN.search(plain) is not None
        elif inside and holds:
            rows.add(number)
        else:
            inside = False
    return frozenset(rows)


def among_others(sheets: Sequence[Sheet]) -> Callable[[Spot], bool]:
    """Tells whether a place stands in a row of others, as any reading of its page has them.

    What a closer look read of such a table lacks the title over it.
    """
    rows = [sheet.row_spot(n, 0, len(sheet.rows[n].text)) for sheet in sheets for n in rows_of_others(sheet)]

    def tells(spot: Spot) -> bool:
        middle = spot.upright.middle[1]
        return any(row.page == spot.page and row.upright.top < middle < row.upright.bottom for row in rows)

    return tells


def names_columns(row: str) -> bool:
    """Whether a row in plain text may be the heading of a table of accounts."""
    return _PERIOD_COLUMN.search(row) is not None and _OTHER_COLUMN.search(row) is not None


# A row of accounts stands within so many rows of the heading or of another row, or of the top of a page.
_NEAR_ROWS, _HEAD_ROWS = 6, 10
# What tells the line of totals under a table.
TOTAL = re.compile(
    r"^\W*(?:amount|balance) (?:that )?you owe\b|\btotals?\b|\bamount due\b|\bsum\b|^\W*all (?:tax )?(?:years|periods|quarters)\b"
)
# What a row of accounts says before its amounts; an engine may slip on a word.
_ROW_WORDS = frozenset(
    [
        "form",
        "tax",
        "income",
        "period",
        "periods",
        "ended",
        "ending",
        "year",
        "quarter",
        "quarterly",
        "type",
        "corporate",
        "corporation",
        "employment",
        "individual",
        "partnership",
        "unemployment",
        "annual",
        "return",
        "civil",
        "civpen",
        "penalty",
        "us",
        "federal",
        "excise",
        "estate",
        "gift",
        "payroll",
        "withholding",
        "employer",
        "business",
        "highway",
        "use",
        "sr",
        "nr",
        "ez",
        "ct",
        "trust",
        "fund",
        "recovery",
    ]
)
_STRANGE_WORDS = 1
# "December 31, 2014 (Form 1040).   Additional penalty": text beside the rows of a summary.
_ENDS_SENTENCE = re.compile(r"\byour\b.*\.\s*$|\(form [\w-]+\)\.\s+[a-z]|[a-z] \d{1,2}, \d{4}\.\s+[a-z]")
_FORM_BEFORE = re.compile(r"\b[Ff]orms?\W{1,2}$")
# "(June 30, 2023) and $2,609.40 for September 30, 2023, $6,422.76 in all": the line of a sentence.
_IN_TEXT = re.compile(r"\d\.\d\d,? (?:for|in all|altogether)\b")
# Words of billing rows and sentences, which are no rows of accounts though they hold a date and money.
_NO_ROW = re.compile(r"\b(?:due|by|pay|paid|date|received|if|on|since|the|through)\b")

_Found = tuple[Period, tuple[Decimal, ...], tuple[int, int], tuple[int, int], int]


def _row_of(text: str, told: str | None, *, heading: bool, bare: bool) -> _Found | None:
    """Period, form and money of one row of text, or None where it is no row of accounts.

    ``told`` is the row as an English letter has it, where it is not English; ``bare``: a year needs no form.
    """
    # "Form 1040, so we corrected": the number of a form, and letters like digits behind it.
    money = [m for m in grammar.money(text) if not _FORM_BEFORE.search(text, 0, m.start)]
    if not money:
        return None
    head = text[: money[0].start]
    plain = head.lower() if told is None else _up_to_money(told)
    # What ends a sentence stands beside a table, and not in it.
    if _is_text(plain) or "%" in text or _ENDS_SENTENCE.search(plain) or _IN_TEXT.search(text):
        return None
    ends = list(grammar.dates(head))
    form = next(grammar.forms(head, bare=True), None)
    if form and heading and _is_filing_day(ends, head):
        # The year of a return has behind it the day on which it was filed.
        ends = []
    if ends and not grammar.is_month_end(ends[0].value):
        return None
    # A table of a lien names the day of assessment behind the period, and that until which it may be filed again.
    assessed = form is not None and heading and all(m.value > ends[0].value for m in ends[1:])
    if (len(ends) == 1 and (form or heading)) or (len(ends) in {2, 3} and assessed):
        end, span, cost = ends[0].value, (ends[0].start, ends[0].end), ends[0].cost
    elif (
        (form or (bare and _is_bare(head)))
        and not ends
        and (found := _told_otherwise(head, plain, heading=heading))
    ):
        end, span, cost = found.value, (found.start, found.end), 0
    else:
        return None
    values = tuple(m.value for m in money)
    cost += sum(m.cost for m in money)
    return Period(end, form.value if form else None), values, span, (money[-1].start, money[-1].end), cost


# "2016   $2,932.03   $323.98   $3,256.01", where the heading says "Year".
_BARE_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_LEAST_SUMMED = 3


def _bare_years_add_up(sheet: Sheet) -> bool:
    """Whether rows with nothing but a year before their amounts need no form: in each, these come to the last."""
    read = ((row.text, list(grammar.money(row.text))) for row in sheet.rows)
    bare = [
        [each.value for each in money] for text, money in read if money and _is_bare(text[: money[0].start])
    ]
    return all(len(values) >= _LEAST_SUMMED and sum(values[:-1]) == values[-1] for values in bare)


def _is_bare(head: str) -> bool:
    return _BARE_YEAR.fullmatch(head) is not None


def _is_text(head: str) -> bool:
    """Whether what stands before the money of a row is more than form and period."""
    # What stands in brackets behind a period tells the account, as "(new)" does.
    plain = re.sub(r"\([^()]*\)", " ", head.lower())
    # The signs that mask a taxpayer's number, which rows of a lien hold, are no words.
    words = [word for word in re.findall(r"[a-z]{2,}", plain) if set(word) - set("xn")]
    strange = sum(
        word not in _ROW_WORDS and not next(grammar.dates(f"{word} 1, 2020"), None) for word in words
    )
    return strange > _STRANGE_WORDS or _NO_ROW.search(plain) is not None


def _is_filing_day(ends: Sequence[grammar.Match[dt.date]], head: str) -> bool:
    """Whether the only date of a row is the day on which the return for its year was filed or due."""
    year = _only_year(head)
    return (
        len(ends) == 1 and year is not None and year.end <= ends[0].start and ends[0].value.year > year.value
    )


def _up_to_money(text: str) -> str:
    first = next(grammar.money(text), None)
    return text[: first.start] if first else text


def _told_otherwise(head: str, plain: str, *, heading: bool) -> grammar.Match[dt.date] | None:
    """The period of a row that tells it by its quarter, its month or its year."""
    told = next(chain(grammar.quarters(head), grammar.months(head) if heading else ()), None)
    if told is None and not _MONTH.search(plain) and (year := _only_year(head)):
        return grammar.Match(dt.date(year.value, 12, 31), year.start, year.end)
    return told


# A month beside a year is what is left of a date whose day was lost; the year alone is then no period.
_MONTH = re.compile(rf"\b{grammar.MONTH}\b", re.IGNORECASE)


def _only_year(text: str) -> grammar.Match[int] | None:
    found = list(grammar.years(text))
    return found[0] if len(found) == 1 else None
