"""Tax periods told by their year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.extract.accounts import rows_of_others
from classify.extract.candidate import FACT_SIGN, Candidate, matches
from classify.extract.period_form import (
    FORM_BEFORE,
    HEADING,
    YOUR_FORM,
    form_behind,
    form_beside,
    form_in_heading,
    form_near,
    form_right_before,
    is_written_so,
)
from classify.extract.period_list import follows, is_further, shifted, years_through
from classify.extract.period_words import APPLIED, HEADLINE, NOT_OWN, SENTENCE, SETTLED, is_labelled
from classify.field import Period
from classify.layout import Sheet, Spot

# "You have Form 940 for the year 2004 to show us".
_FORM_FOR_THE_YEAR = re.compile(r"\bforms? \S+ (?:(?:for )?(?:the )?(?:tax |calendar )?years?|of)\W*$")
# "We are writing about Form 1040 for 2013 and 2014."
_ABOUT = re.compile(r"\b(?:about|concerning|regarding|your)(?: \w+){0,2} $")
# "First / quarter 2022": the quarter was lost, and the year is not the period.
_QUARTER_OF = re.compile(r"\b(?:quarter|qtr)\.?\W*$")
# "Your 2024 tax bill: $4,381"; "Second notice: your 2023 tax is overdue".
_YOUR_YEARS_TAX = re.compile(
    r"^\W*(?:(?:federal|income|individual|unpaid|overdue) )*tax(?:es)? (?:bill|balance|debt|is|are|remains?|due)\b"
)
# "We are holding your 2022 refund": what a headline says; sentences speak of refunds of other years.
_YOUR_YEARS_REFUND = re.compile(r"^\W*(?:(?:federal|income|tax) )*(?:refund|return)\b")
_ON_YOUR_FORM = re.compile(r"^\W*(?:on (?:your|the) forms? \S+\W*(?:$|[.,;:])|\(forms? \S+\))")
# "2032 Juniper Ln" below a label is the number of a house.
_STREET = re.compile(
    r"^\W*(?!.*\b(?:the|of|in|for|on|to|and|your?|our|we)\b)(?:[nsew]{1,2}\.? )?(?:[a-z0-9'.-]+ ){1,4}(?:st|street|ave?|avenue|rd|road|ln|lane|dr|drive|ct|court|blvd|boulevard|way|pl|place"
    r"|ter|terrace|cir|circle|pkwy|parkway|hwy|highway|trl|trail|loop|sq|square)\b\W*(?:(?:apt|unit|ste|suite|#)\W.*)?$"
)
# Headlines are larger than the usual text by this factor.
_HEADLINE_SIZE = 1.15
# So are short lines.
_TITLE_WORDS, _UPPER_HALF = 7, 0.5
_FACT_BEGINS = re.compile(rf"(?:^|{FACT_SIGN})\s*$")
_YEAR_BEFORE = re.compile(rf"^\W*tax year\s*(?:$|{FACT_SIGN})")


def written_years(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Periods told by their year."""
    labelled: Spot | None = None
    told: tuple[Spot, tuple[str, float]] | None = None
    others = {sheet: rows_of_others(sheet) for sheet in sheets}
    years = list(matches(sheets, grammar.years))
    # To these a refund was applied; what the letter goes on to say of their balance makes them no more its own.
    applied = {match.value for match, _, spot in years if APPLIED.search(spot.around.before)}
    for match, sheet, spot in years:
        around = spot.around
        other = (
            spot.row in others[sheet]
            or (not around.same_line.strip() and _STREET.match(around.rest))
            or NOT_OWN.search(around.before)
            or SETTLED.search(around.after)
            or APPLIED.search(around.same_line)
            or _QUARTER_OF.search(around.same_line)
            or next(grammar.quarters(f"{around.same_line[-20:]}{spot.text} {around.rest[:20]}"), None)
        )
        form = form_beside(spot)
        found = None if other else ("label:form-and-year", 3.0) if form else _year_rule(spot)
        if found and match.value in applied and found[0].endswith(":for-year"):
            continue
        # "For tax years 2021, / 2022 and 2023": the list may go on in the next line of its sentence.
        if labelled and (is_further(labelled, spot) or (found and follows(labelled, spot))):
            found = _LISTED_YEAR
        if told and not found and not other and _is_named_too(spot, told[0]):
            found = told[1]
        if found:
            told = spot, found
            labelled = spot if found[0].startswith("label:") else labelled
            for nth, year in enumerate((match.value, *years_through(match.value, spot))):
                period, place = Period(dt.date(year, 12, 31), form or form_near(spot)), shifted(spot, nth)
                yield Candidate(period, "own", found[0], found[1], place, match.cost)


# "What you owe on Form 1040 for the year 2019, namely $13,744.90, and for the year 2022, namely $9,170.48".
_AND_FOR = re.compile(r"\b(?:and|again|nor|or) for (?:the )?(?:tax |calendar )?(?:year )?$")
_WE_OWE = re.compile(r"^\W*(?:we|please|no change|you(?: are|.re| have))\b")


def _is_named_too(spot: Spot, told: Spot) -> bool:
    """Whether a sentence that has told a year goes on with "and for" this one."""
    beside = (spot.page, spot.reading) == (told.page, told.reading)
    named = _AND_FOR.search(spot.around.before) and told.text.lower() in spot.around.before
    return bool(beside and named and not _WE_OWE.match(spot.around.after))


_LISTED_YEAR = ("label:listed-year", 3.0)


def _year_rule(spot: Spot) -> tuple[str, float] | None:
    around = spot.around
    if is_labelled(around):
        return _LISTED_YEAR if around.same_line.strip() else ("label:tax-year", 3)
    if form_in_heading(spot):
        return HEADING, 2.5
    if SENTENCE.search(around.before) or _FORM_FOR_THE_YEAR.search(around.before):
        return "sentence:tax-year", 2
    if form_right_before(spot, of_year=True) and not APPLIED.search(around.before):
        return "sentence:form-year", 2 if spot.first else 1.5
    # In a line of facts, "Form 1040 / 2018 tax year / ...".
    if spot.first and _FACT_BEGINS.search(around.same_line) and _YEAR_BEFORE.match(around.rest):
        return "line:tax-year", 2.5
    return None if APPLIED.search(around.before) else _for_year(spot)


def _for_year(spot: Spot) -> tuple[str, float] | None:
    """The rule by which a year that nothing calls one of a tax is the letter's all the same."""
    around = spot.around
    if HEADLINE.search(around.before) or HEADLINE.search(around.same_line):
        if spot.line_size > _HEADLINE_SIZE:
            return "headline:for-year", 2.5
        # "You have not paid the tax due for 2015 on your Form 1040."
        return ("sentence:for-year", 2 if spot.first and _ON_YOUR_FORM.match(around.after) else 1.5)
    if spot.first and re.search(r"\byour\W*$", around.before):
        large = spot.line_size > _HEADLINE_SIZE
        large = large or _is_title(spot)
        headline = large and _YOUR_YEARS_REFUND.match(around.after)
        if _YOUR_YEARS_TAX.match(around.after) or headline:
            return ("headline:your-year", 2.5) if large else ("sentence:your-year", 1.5)
    if (YOUR_FORM.search(around.before) or is_written_so(spot)) and form_behind(spot):
        return "sentence:year-form", 2
    if spot.first and (named := FORM_BEFORE.search(around.before)):
        about = _ABOUT.search(around.before[: named.start()])
        return "sentence:form-for-year", 2 if about else 1.5
    return None


# A line of a list of what to have at hand is no title: "- your 2022 return;".
_ENDS_ITEM = re.compile(r"[;,.]\W*$")
_LEAST_BEFORE = 2
_TO_FILE = re.compile(r"\b(?:file|filing|before|when|if|next|reduced)\b|\b(?:on|to|with) your\W*$")


def _is_title(spot: Spot) -> bool:
    """Whether a short line by itself in the upper half of the first page says what the letter is about."""
    around = spot.around
    alone = around.before.strip() == around.same_line.strip() and not _ENDS_ITEM.search(around.row)
    long_enough = len(around.same_line.split()) > _LEAST_BEFORE
    says = long_enough and not _TO_FILE.search(around.same_line)
    return spot.y < _UPPER_HALF and alone and says and len(around.row.split()) <= _TITLE_WORDS
