"""The form of a tax period: what the text, the row or the label beside it names."""

from __future__ import annotations

import re

from classify import grammar
from classify.layout import Spot, Surroundings

# So near the top of page 1 stands what is the letter's own.
HEAD = 0.3

# A form named within so many letters behind a period is the period's form.
_NEAR_CHARS = 45

# "Form & year: 1040 2019", "Tax year and form | 2018 1040"; the newest heads say "1040 for 2022" alone.
_FORM_AND_YEAR = re.compile(
    r"\b(?:form (?:&|and|/) (?:tax )?(?:year|period)|(?:tax )?(?:year|period) (?:&|and|/) (?:tax )?form)s?\W+(?P<values>.*)$"
)
# "Tax form and period | 1040 December 31, 2006".
FORM_AND_PERIOD = re.compile(
    r"\bforms? (?:and|&|/) (?:tax )?(?:period|year)s?\W+(?:form )?(?P<form>\S{3,7})\W*$"
)
_FORM_FOR_YEAR = re.compile(r"^\W*(?:form )?\S{3,7} for(?: tax year)?$")


def form_beside(spot: Spot) -> str | None:
    """The form that stands beside a year under one label for both, or as "1040 for 2022" in the head."""
    around = spot.around
    if (both := _FORM_AND_YEAR.search(around.row)) and spot.text in both["values"]:
        found = next(grammar.forms(both["values"].upper(), bare=True), None)
    elif spot.first and spot.y < HEAD and not around.rest and _FORM_FOR_YEAR.match(_before(around)):
        found = next(grammar.forms(_before(around).upper(), bare=True), None)
    else:
        found = None
    return found.value if found else None


def _before(around: Surroundings) -> str:
    """What stands before a value on its line, or in the cell beside it."""
    return around.same_line.strip() or around.left.strip()


_RETURN_OF = re.compile(
    r"^\W*(?:(?:federal|individual|joint|income|employment|corporate|partnership) ){0,3}(?:tax(?: return)?|return) (?=\(form )"
)
_FOR = re.compile(r"^\W*(?:for|of|with|on)\b")


def form_behind(spot: Spot) -> str | None:
    """The form that a period is the period of, right behind it: "your 2017 Form 1040", not "on May 31 for ..."."""
    # "Your 2019 individual return (Form 1040)", "your 2023 income tax (Form 1040)".
    after = _RETURN_OF.sub("", spot.around.after)[:20]
    found = None if _FOR.match(after) else next(grammar.forms(after), None)
    return found.value if found else None


_TERM = r" (?:tax |calendar )?(?:year|period|quarter|qtr\.?|yr\.?|fy)s?(?: end(?:ed|ing))?"
# "Your Forms 1040 for the tax years 2018 and 2019".
FORM_BEFORE = re.compile(
    rf"\b(forms? \S+)(?: (?:tax )?returns?| tax(?:es)?| liabilit(?:y|ies)| accounts?)?(?: from you|,? (?:which|that) (?:\S+ ){{1,6}}filed)?,?(?: (?:for|of)(?: the| both)?| for(?: the)?{_TERM}|{_TERM}){grammar.LISTED}[\s,]*$"
)


# "Your plan for Form 1040, 2019, calls for"; "Form 1040 - 2018, 2019 and 2020 - SSN".
_FORM_RIGHT_BEFORE = re.compile(
    rf"(?<!from )\b(forms? \S+?)\s*[,|\u2013\u2014\u2022\u00b7-]?\s*{grammar.LISTED}[\s,]*$"
)
_OF_ITS_YEAR = re.compile(r"^\W*(?:instructions?|schedules?|version|revision)\b")
# The year alone tells no period of what is filed by quarter.
BY_QUARTER = frozenset({"941", "720"})


def form_right_before(spot: Spot, *, of_year: bool = False) -> str | None:
    """The form right before a period, or a list of them, with nothing but a sign between."""
    named = _FORM_RIGHT_BEFORE.search(spot.around.before)
    found = next(grammar.forms(named[1]), None) if named else None
    if found is None or _OF_ITS_YEAR.match(spot.around.rest) or (of_year and found.value in BY_QUARTER):
        return None
    return found.value


# "Case 7719284 Your SSN: XXX-XX-0675 2023 Form 1040"; "with \"2019 Form 1040\" on it".
_FORM_ENDS = re.compile(r"^\W*form \S+\W*$")
_IN_QUOTES = re.compile(r"[\"'\u201c\u2018]$")
_BEHIND_A_FACT = re.compile(r"(?:^|\d|[|\u2022\u00b7\u2013\u2014])\s*$")


def is_written_so(spot: Spot) -> bool:
    """Whether a year and its form are quoted, as they are to be written on a check, or end a line of facts."""
    around = spot.around
    ends = spot.first and _FORM_ENDS.match(around.rest) and _BEHIND_A_FACT.search(around.same_line)
    return bool(ends or _IN_QUOTES.search(around.before))


# "Re: LT14; Form 1040 12-31-2012".
_SUBJECT_FORM = re.compile(r"^\W*(?:re|subject|regarding)\b.*\b(forms? \S+)\W*$")


def form_in_subject(spot: Spot) -> str | None:
    """The form right before a period in the line that says what a letter is about."""
    named = _SUBJECT_FORM.match(spot.around.row.partition(spot.text.lower())[0])
    found = next(grammar.forms(named[1]), None) if named else None
    return found.value if found else None


# "Form 1040 · 12/31/2023" in a line of its own; engines make a plus or a star of the dot.
_FORM_FACT = re.compile(r"^\W*(forms? \S+)\s+[^\w\s$]\s*$")


def _form_in_facts(spot: Spot) -> str | None:
    """The form before a period in a line of just these two facts."""
    named = None if spot.around.rest.strip() else _FORM_FACT.match(spot.around.same_line)
    found = next(grammar.forms(named[1]), None) if named else None
    return found.value if found else None


# "Form 1040, period ended 12-31-2022" over the account of that period.
_HEADING = re.compile(rf"^\W*(forms? \S+?)\W*{_TERM}\W*$")
HEADING = "line:heading"


def form_in_heading(spot: Spot) -> str | None:
    """The form before a period in a line of just these two, as stands over the account of each period."""
    bare = not re.search(r"\w", spot.around.rest)
    named = _HEADING.match(spot.around.same_line) if bare and spot.around.same_line else None
    found = next(grammar.forms(named[1]), None) if named else None
    return found.value if found else None


# "Your 2022 Form 1040".
YOUR_FORM = re.compile(r"(?:\b(?:your|the|on|our|a)|[a-z].s)[\W]*$")


def form_told_beside(spot: Spot) -> tuple[str, str, float] | None:
    """The form that makes a day the end of its period, with the rule and its weight."""
    if spot.first and (form := _form_in_facts(spot)):
        return form, "line:form-fact", 2.5
    if YOUR_FORM.search(spot.around.before) and (form := form_behind(spot)):
        return form, "sentence:period-form", 2
    return None


_CELL_OF_FORM = re.compile(rf"(?:FORM )?({'|'.join(map(re.escape, grammar.TAX_FORMS))})")


def form_near(spot: Spot) -> str | None:
    """The form that the text names right before a period and for it, or right behind it."""
    if before := FORM_BEFORE.search(spot.around.before):
        found = next(grammar.forms(before[1]), None)
    elif right := form_right_before(spot):
        return right
    elif both := FORM_AND_PERIOD.search(spot.around.before):
        found = next(grammar.forms(both["form"].upper(), bare=True), None)
    else:
        # Behind a sum of money another account begins.
        after = spot.around.after[:_NEAR_CHARS].split("$")[0]
        stop = after.find(". ")
        found = next(grammar.forms(after if stop < 0 else after[:stop]), None)
    return found.value if found else form_left(spot)


def form_left(spot: Spot) -> str | None:
    """The form in the cell before a period, in a table without amounts, or the only one in its row."""
    cell = _CELL_OF_FORM.fullmatch(spot.around.left.upper())
    cells = [cell[1]] if cell else _cells_of_forms(spot)
    found = next(grammar.forms(cells[0], bare=True), None) if len(cells) == 1 else None
    return found.value if found else None


def _cells_of_forms(spot: Spot) -> list[str]:
    """What can only be the number of a form in the row of a period that begins its cell."""
    if spot.around.same_line.strip() or spot.around.rest.strip():
        return []
    return [word for word in spot.around.row.upper().split() if _CELL_OF_FORM.fullmatch(word)]
