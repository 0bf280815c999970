"""Tax periods told by the day or the month in which they end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from classify import grammar
from classify.extract.accounts import rows_of_others
from classify.extract.candidate import Candidate, labels, matches
from classify.extract.period_form import (
    FORM_BEFORE,
    HEADING,
    form_in_heading,
    form_in_subject,
    form_near,
    form_told_beside,
)
from classify.extract.period_list import (
    ends_between,
    follows,
    is_further,
    range_behind,
    shifted,
    whole_period,
)
from classify.extract.period_words import (
    FOR_PERIODS,
    HEADLINE,
    LABEL,
    NOT_OWN,
    SENTENCE,
    TAX_PERIOD,
    is_labelled,
)
from classify.field import Period
from classify.layout import Sheet, Spot

# The first date of a span of days, as in a table of interest, is no period's end.
_SPAN = re.compile(r"^[\s.,]*(?:[–—-]|to\b|through\b|thru\b)\s*(?:\d|[a-z]{3,9}\.? \d)")


# "2014/12": so clerks number cases and files as well.
_YEAR_SLASH = re.compile(r"\W*(?:19|20)\d\d/")
_GOES_ON = re.compile(r"^\W*(?:to|through|thru|and)?\W*(?:19|20)\d\d")


def _is_its_labels_only(spot: Spot) -> bool:
    """Whether a value stands alone behind the label of a period in its own row."""
    around = spot.around
    near = around.same_line if around.same_line.strip() else around.left
    return LABEL.search(near) is not None and not _GOES_ON.match(around.rest)


def written_months(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Periods told by the month in which they end: "Tax period(s) ended: 12/2017 12/2018"."""
    labelled: Spot | None = None
    for match, _, spot in matches(sheets, grammar.months):
        listed = labelled is not None and is_further(labelled, spot)
        if _YEAR_SLASH.match(spot.text) and not _is_its_labels_only(spot):
            continue
        if listed or is_labelled(spot.around):
            labelled = spot
            yield Candidate(Period(match.value, form_near(spot)), "own", "label:period", 3, spot)
        elif SENTENCE.search(spot.around.before):
            yield Candidate(Period(match.value, form_near(spot)), "own", "sentence:period", 2, spot)


def written_days(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Periods told by the day on which they end; those of one list in running text are told alike."""
    found = list(_days(sheets))
    rules = [(c.rule, c.weight) for c in found]
    for at in (*range(1, len(found)), *range(len(found) - 1, 0, -1)):
        if follows(found[at - 1].spot, found[at].spot):
            rules[at - 1] = rules[at] = max(rules[at - 1], rules[at], key=lambda told: told[1])
    for c, (rule, weight) in zip(found, rules, strict=True):
        yield replace(c, rule=rule, weight=weight)


def _days(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    labelled: Spot | None = None
    subject: Spot | None = None
    others = {sheet: rows_of_others(sheet) for sheet in sheets}
    for match_date, sheet, spot in matches(sheets, grammar.dates):
        end = whole_period(match_date.value, spot)
        if end and not _is_under_rates(sheet, spot) and (told := _span_rule(spot)):
            period = Period(end, _form_before(spot))
            yield Candidate(period, "own", told[0], told[1], spot, match_date.cost)
        if not grammar.is_month_end(match_date.value):
            continue
        if _SPAN.match(range_behind(spot)):
            yield from _up_to(match_date, spot)
            continue
        if spot.row in others[sheet] or NOT_OWN.search(spot.around.before):
            continue
        listed = labelled is not None and is_further(labelled, spot)
        if listed or is_labelled(spot.around):
            labelled = spot
            period = Period(match_date.value, form_near(spot))
            rule = "label:listed-period" if listed else "label:period"
            yield Candidate(period, "own", rule, 3, spot, match_date.cost)
        elif beside := _day_rule(spot):
            yield Candidate(Period(match_date.value, beside[0]), "own", *beside[1:], spot, match_date.cost)
        elif form := form_in_subject(subject if subject and follows(subject, spot) else spot):
            subject = spot
            yield Candidate(Period(match_date.value, form), "own", "line:subject", 2, spot, match_date.cost)


def _day_rule(spot: Spot) -> tuple[str | None, str, float] | None:
    """The form of a period without a label, the rule that tells it by its day, and its weight."""
    if form := form_in_heading(spot):
        return form, HEADING, 2.5
    if any(told.search(spot.around.before) for told in (SENTENCE, HEADLINE, FORM_BEFORE)):
        return form_near(spot), "sentence:period", 2
    return form_told_beside(spot)


# A table of rates has its heading so many rows above at most.
_RATES, _ROWS_OF_RATES = re.compile(r"\binterest\b.*\brate\b|\bperiod\b.*\brates?\b"), 10


def _is_under_rates(sheet: Sheet, spot: Spot) -> bool:
    """Whether a span of days stands in a table of interest, under "Period | Interest rate"."""
    above = range(max(0, spot.row - _ROWS_OF_RATES), spot.row)
    return any(_RATES.search(sheet.plain_row(number)) for number in above)


# "$4,903.20 for Form 941 (04/01/2017 - 06/30/2017)".
_FORM_SPAN = re.compile(r"\b(forms? \S+)(?: (?:for|covering)(?: the period)?)?\W*$")


def _span_rule(spot: Spot) -> tuple[str, float] | None:
    """The rule by which a span of days is a period: its label, or the form right before it."""
    if "%" in spot.around.row:
        return None
    if is_labelled(spot.around):
        return "label:period", 3
    return ("sentence:period", 2) if _FORM_SPAN.search(spot.around.before) else None


def _form_before(spot: Spot) -> str | None:
    named = _FORM_SPAN.search(spot.around.before)
    found = next(grammar.forms(named[1]), None) if named else None
    return found.value if found else None


def _up_to(first: grammar.Match[dt.date], spot: Spot) -> Iterator[Candidate[Period]]:
    """The years of "Tax periods: Dec. 31, 2015 through Dec. 31, 2017", whose first date is this one, or the quarters."""
    last = next(grammar.dates(range_behind(spot)), None)
    # A table of interest has spans under the heading "Period", and money beside them.
    in_table = "%" in spot.around.row or next(grammar.money(spot.around.row), None)
    if last is None or not grammar.is_month_end(last.value) or in_table:
        return
    if any(TAX_PERIOD.search(text) for text in labels(spot.around)):
        rule, weight = "label:period", 3.0
    elif FOR_PERIODS.search(spot.around.before):
        rule, weight = "sentence:period", 2.0
    else:
        return
    for nth, end in enumerate(ends_between(first.value, last.value)):
        yield Candidate(Period(end, None), "own", rule, weight, shifted(spot, nth), first.cost)
