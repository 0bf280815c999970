"""Tax periods and their forms: from labels, sentences and the rows of tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.extract.accounts import all_rows, among_others
from classify.extract.candidate import TOLD, Candidate, is_echo, labels, matches, several_looks
from classify.extract.period_columns import heads_of_columns
from classify.extract.period_days import written_days, written_months
from classify.extract.period_form import BY_QUARTER, HEAD
from classify.extract.period_quarters import listed_quarters, quarters
from classify.extract.period_stack import stacked
from classify.extract.period_years import written_years
from classify.field import Period
from classify.layout import Sheet

# In a narrow cell: "Q2" over "2023".
_QUARTER_OVER = re.compile(
    r"\W*(?:q[1-4]|(?:1st|2nd|3rd|4th|first|second|third|fourth) (?:quarter|qtr\.?))\W*"
)


def tax_periods(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Every tax period on the letter that a label, a sentence or a row of a table calls one."""
    told = [*written_years(sheets), *written_days(sheets), *quarters(sheets), *listed_quarters(sheets)]
    told += [*written_months(sheets), *_with_type_code(sheets)]
    told += [Candidate(row.period, "own", "table:row", 3, row.spot, row.cost) for row in all_rows(sheets)]
    told += [c for sheet in sheets for c in heads_of_columns(sheet)]
    of_others = among_others(sheets)
    told = [c for c in told if not of_others(c.spot)]
    told += stacked(sheets, [c for c in told if c.rule.startswith(("label:", "table:"))])
    told = list(_without_lost_quarters(told, sheets))
    yield from told
    yield from _echoes(several_looks(sheets), told)


_DECEMBER = 12
_YEAR_ALONE = re.compile(r"\W*\d{4}\W*")


def _without_lost_quarters(
    told: Sequence[Candidate[Period]], sheets: Sequence[Sheet]
) -> Iterator[Candidate[Period]]:
    """The periods but years at places where another reading has a quarter of that year: this one lost it.

    Nor years alone of what is filed by quarter, where a quarter of that year is told.
    """
    quarters = [(match.value, spot) for match, _, spot in matches(sheets, grammar.quarters)]
    for c in told:
        bare = c.value.end.month == _DECEMBER and _YEAR_ALONE.fullmatch(c.spot.text)
        by_quarter = c.value.form in BY_QUARTER
        same = (spot for end, spot in quarters if end.year == c.value.end.year)
        under = any(map(_QUARTER_OVER.fullmatch, c.spot.around.above[:1]))
        if not (bare and (under or any(by_quarter or is_echo(c.spot, spot) for spot in same))):
            yield c


def _echoes(sheets: Sequence[Sheet], told: Sequence[Candidate[Period]]) -> Iterator[Candidate[Period]]:
    """What further readings have at the places of periods: labels and rows need be made out only once."""
    if not sheets:
        return
    for match, _, spot in matches(sheets, grammar.years):
        if any(is_echo(spot, c.spot) and _YEAR_ALONE.fullmatch(c.spot.text) for c in told):
            end = dt.date(match.value, 12, 31)
            yield Candidate(Period(end, None), "own", "echo:tax-year", TOLD, spot, match.cost)
    for day, _, spot in matches(sheets, grammar.dates):
        if grammar.is_month_end(day.value) and any(is_echo(spot, c.spot) for c in told):
            yield Candidate(Period(day.value, None), "own", "echo:period", TOLD, spot, day.cost)


def _with_type_code(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Periods that letters of the correspondence system print for the IRS's clerks under the taxpayer's number.

    Several forms are filed for one type of tax: the letter's is told where no other of them is named.
    """
    for match, sheet, spot in matches(sheets, grammar.accounts):
        if not spot.first or spot.y >= HEAD:
            continue
        end, form = match.value
        named = {m.value for passage, _ in sheet.passages for m in grammar.forms(passage.text)}
        family = {name for name in named if name.startswith(form)}
        own = form if form == "CIVPEN" or family == {form} else None
        yield Candidate(Period(end, own), "own", "line:type-code", 3, spot)


_SEVERAL = re.compile(r"\b(?:years|periods|quarters)(?: end(?:ed|ing))?\W*$")
# "In tax year 2009 ...", "for tax years 2019, 2020 and 2021".
_PREPOSED = re.compile(
    r"\b(?:for|in|of|on|from|to|and|your|the|this|that|any|each)\W+(?:the )?tax (?:year|period|quarter)s?(?: end(?:ed|ing|s)?)?"
    rf"{grammar.LISTED}[\s:;,.()#&]*$"
)
_LINE_OF_PERIOD = re.compile(r"\W*for (?:the )?tax (?:year|period|quarter)s?(?: end(?:ed|ing))?\W*")


def stands_apart(candidate: Candidate[Period]) -> bool:
    """Whether a period stands at a label of its own, in a table or in a headline, and not within a sentence."""
    told = candidate.rule.startswith(("label:", "table:", "headline:", "line:"))
    around = candidate.spot.around
    # "For tax year 2021" in a line of its own.
    if not around.rest.strip() and _LINE_OF_PERIOD.fullmatch(around.same_line):
        return told
    return told and _PREPOSED.search(around.before) is None


def names_several(candidate: Candidate[Period]) -> bool:
    """Whether the label at a period is one for several."""
    told = labels(candidate.spot.around)
    if candidate.rule == "label:period":
        # Over the column of a table may stand its title, "Account balance and tax periods".
        return _SEVERAL.search(next(told, "")) is not None
    return candidate.rule == "label:tax-year" and any(map(_SEVERAL.search, told))
