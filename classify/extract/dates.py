"""Dates and the part each plays: the letter's own, for paying, answering, a hearing, ending a plan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.extract.accounts import rows_of_others
from classify.extract.candidate import NO_RULE, PAST, Candidate, judge, matches, without_past
from classify.extract.date_apart import of_others, set_apart
from classify.extract.date_place import ALONE_AT_TOP, BEHIND_CODE, without_rule
from classify.extract.date_rules import BY_ALONE, RULES
from classify.extract.history import rows_of_the_past
from classify.layout import Sheet, Spot

# Ends the name of a rule where a date in numbers was read with its day first, as Spanish has it.
DAY_FIRST = ":day-first"
_HEARING_AFTER = ("to request a hearing", "to ask for a hearing", "to appeal")
_DATE_LABEL = re.compile(r"\bdated?\W*$")


def dates(sheets: Sequence[Sheet]) -> Iterator[Candidate[dt.date]]:
    """Every date on the letter with its role; ``mentioned`` where nothing gives it one."""
    yield from without_past(list(_dates(sheets)))


def _dates(sheets: Sequence[Sheet]) -> Iterator[Candidate[dt.date]]:
    # Rows of what went before, and of what the letter is not about.
    others = {sheet: rows_of_the_past(sheet) | rows_of_others(sheet) for sheet in sheets}
    day_first = {sheet for sheet in sheets if grammar.day_first(sheet.text.text)}
    salutation = {sheet: _salutation(sheet) for sheet in sheets}
    for match, sheet, spot in matches(sheets, grammar.dates):
        role, name, weight = ("mentioned", PAST, 0.0) if spot.row in others[sheet] else _role(spot)
        if name == NO_RULE and spot.row < salutation[sheet] and _is_bare(spot):
            role, name, weight = "letter", ALONE_AT_TOP, 1.0
        if name == BEHIND_CODE and grammar.is_month_end(match.value):
            role, name, weight = "mentioned", NO_RULE, 0.0
        if role == "period_end" and not grammar.is_month_end(match.value):
            # No tax period ends so: where labels stand under their values, the one above is another's.
            role, name, weight = "mentioned", NO_RULE, 0.0
        yield Candidate(match.value, role, name, weight, spot, match.cost)
        # A place that is read in two ways speaks for neither: another must tell which it is.
        if (sheet.spanish or (sheet in day_first and "." in spot.text)) and (
            other := grammar.other_order(spot.text)
        ):
            yield Candidate(other, role, f"{name}{DAY_FIRST}", weight, spot, match.cost)


_DEAR = re.compile(
    r"^\W*(?:dear\b|to whom it may concern\b|(?:mr|mrs|ms|messrs)\.? [^.]{2,40}[:,\u2013\u2014-]\W*$)"
)
_UPPER_HALF = 0.5
_LABELLED = re.compile(
    r":\W*$|\b(?:appointment|response|inquiry|correspondence|received|death|birth|due|needed|by|form \d+|dated)\b"
)


def _is_bare(spot: Spot) -> bool:
    """Whether a day of the first page stands by itself, without a label beside or over it."""
    above = next(iter(spot.around.above), "")
    return spot.first and spot.alone and not spot.around.left.strip() and not _LABELLED.search(above)


def _salutation(sheet: Sheet) -> int:
    """The row of the salutation in the upper half of a page: a day by itself above it is the letter's; 0 without one."""
    reach = _UPPER_HALF * sheet.text.size_px[1]
    rows = range(sum(row.box.top < reach for row in sheet.rows))
    return next((row for row in rows if _DEAR.match(sheet.plain_row(row))), 0)


def _role(spot: Spot) -> tuple[str, str, float]:
    told = of_others(spot) or set_apart(spot)
    if told:
        return told
    found = judge(spot.around, RULES)
    open_to_both = found is not None and found.name in {"sentence:you-have-until", BY_ALONE}
    if open_to_both and any(phrase in spot.around.after for phrase in _HEARING_AFTER):
        return "hearing", "sentence:by-to-request", 2
    if found and found.name == "label:date" and _in_column(spot):
        return "mentioned", "column:date", 0
    if found and found.name != BY_ALONE:
        return found.role, found.name, found.weight
    other = next((told for so, told in without_rule(spot) if so), None)
    own = (found.role, found.name, found.weight) if found else ("mentioned", NO_RULE, 0)
    return other or own


def _in_column(spot: Spot) -> bool:
    """Whether a date stands in a table of payments, whose column is headed "Date"."""
    around = spot.around
    labelled = _DATE_LABEL.search(around.same_line) or _DATE_LABEL.search(around.left)
    # Over its label another value stands under its own: a panel beside the text.
    panel = (
        len(around.above) > 2 and re.search(r"\d", around.above[1]) and not re.search(r"\d", around.above[2])
    )
    return not labelled and not panel and next(grammar.money(around.row), None) is not None
