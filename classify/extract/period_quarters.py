"""Tax periods told by their quarter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.extract.candidate import Candidate, matches
from classify.extract.period_form import BY_QUARTER, FORM_BEFORE, form_near
from classify.extract.period_list import follows, is_further, shifted
from classify.extract.period_words import APPLIED, HEADLINE, NOT_OWN, SENTENCE, SETTLED, is_labelled
from classify.field import Period
from classify.layout import Sheet, Spot


def quarters(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Periods told by year and quarter: "Tax period | 2021 Q3"."""
    labelled: Spot | None = None
    for match, sheet, spot in matches(sheets, grammar.quarters):
        period = Period(match.value, form_near(spot))
        before = spot.around.before
        if SETTLED.search(spot.around.after) or APPLIED.search(before) or NOT_OWN.search(before):
            continue
        if labelled and (is_further(labelled, spot) or follows(labelled, spot)):
            labelled = spot
            yield Candidate(period, "own", "label:listed-period", 3, spot)
        elif is_labelled(spot.around) or re.search(r"\b(?:tax )?periods?\W*$", spot.around.same_line):
            labelled = spot
            yield Candidate(period, "own", "label:period", 3, spot)
        elif any(told.search(spot.around.before) for told in (SENTENCE, HEADLINE, FORM_BEFORE)):
            yield Candidate(period, "own", "sentence:period", 2, spot)
        elif _begins_account(sheet, spot):
            yield Candidate(period, "own", "table:quarter", 3, spot)


def _begins_account(sheet: Sheet, spot: Spot) -> bool:
    """Whether a quarter begins a row with money, on a page that names a form filed by quarter.

    Payments of estimated tax are listed by quarter as well.
    """
    if not spot.alone or spot.around.left or not next(grammar.money(spot.around.row), None):
        return False
    named = {form.value for passage, _ in sheet.passages for form in grammar.forms(passage.text)}
    return bool(named & BY_QUARTER)


def listed_quarters(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """The quarters of a list in a sentence: "Forms 941 for the first and second quarters of 2023"."""
    for match, _, spot in matches(sheets, grammar.quarter_lists):
        if not SETTLED.search(spot.around.after) and any(
            told.search(spot.around.before) for told in (SENTENCE, HEADLINE, FORM_BEFORE)
        ):
            for nth, end in enumerate(match.value):
                yield Candidate(Period(end, form_near(spot)), "own", "sentence:period", 2, shifted(spot, nth))
