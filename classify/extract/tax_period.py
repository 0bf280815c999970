"""Tax periods and their forms: from labels, sentences and the rows of tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from classify import grammar
from classify.extract.accounts import all_rows, among_others, rows_of_others
from classify.extract.candidate import FACT_SIGN, TOLD, Candidate, is_echo, labels, matches, several_looks
from classify.extract.period_columns import heads_of_columns
from classify.extract.period_form import (
    BY_QUARTER,
    FORM_AND_PERIOD,
    FORM_BEFORE,
    HEAD,
    HEADING,
    YOUR_FORM,
    form_behind,
    form_beside,
    form_in_heading,
    form_in_subject,
    form_near,
    form_right_before,
    form_told_beside,
    is_written_so,
)
from classify.extract.period_list import (
    LIST,
    ends_between,
    follows,
    is_further,
    range_behind,
    shifted,
    whole_period,
    years_through,
)
from classify.extract.period_stack import stacked
from classify.field import Period
from classify.layout import Sheet, Spot, Surroundings

_UNIT = (
    r"(?:year|period|quarter|yr\.?|prd\.?|per\.|qtr\.?|fy)s?(?: ?\(s\))?(?: or (?:year|period|quarter)s?)?"
)
_ENDED = r"end(?:ed|ing|s)?(?: date)?"
_PERIOD = rf"\b(?:tax(?:able)?|tx) {_UNIT}(?: (?:{_ENDED}|is|of|for|covered|involved|affected|(?:at|in) (?:issue|question)))?"
_LABEL = re.compile(
    rf"(?:{_PERIOD}|^\W*(?:for the )?(?:tax |tx |fiscal |calendar |return )?{_UNIT}(?: (?:{_ENDED}|(?:at|in) (?:issue|question)))?|^\W*(?:ty|calendar)|^\W*tax year (?:of|for|on) [a-z0-9 ]{{3,40}})"
    rf"(?:{grammar.LISTED}| and (?:deficiency|penalty))[\s:;,.()#&]*$"
)
# "For Form 941 for the periods 06/30/2013 through 12/31/2013".
_FOR_PERIODS = re.compile(
    rf"(?:{_PERIOD}|\bfor (?:the )?(?:period|quarter|year)s(?: end(?:ed|ing))?)[\s:,]*$"
)
# The label says that it is a tax period, and not just a period.
_TAX_PERIOD = re.compile(rf"{_PERIOD}[\s:;,.()#&]*$")
_SENTENCE = re.compile(
    rf"(?:{_PERIOD}|\b(?:period|year|quarter)s? (?:that )?end(?:ed|ing)|(?<!\d )\bfor (?:the )?calendar years?)(?: on)?{grammar.LISTED}(?: (?:on|the))?[\s:;,.()#&]*$"
)
_HEADLINE = re.compile(
    r"\b(?:taxes|tax|due|owed?|balance|return|refund|account|liability|income)\b(?: \w+)? for(?: both)?(?: (?:the )?(?:calendar |tax )?(?:year|period))?"
    rf"{grammar.LISTED}[\W]*$|\bdeficienc(?:y|ies)\b[^.;$]{{0,60}}\bfor[\W]*$"
)
# "You have Form 940 for the year 2004 to show us".
_FORM_FOR_THE_YEAR = re.compile(r"\bforms? \S+ (?:(?:for )?(?:the )?(?:tax |calendar )?years?|of)\W*$")
# "We are writing about Form 1040 for 2013 and 2014."
_ABOUT = re.compile(r"\b(?:about|concerning|regarding|your)(?: \w+){0,2} $")
# "We applied ... your refund to the amount you owe for 2015": the year of another account.
# A payment is applied to the account that the letter is about.
_APPLIED = re.compile(r"\bappl(?:y|ied)\b(?! (?:an?|your|the|this|that) payments?\b).* to\b")
# "First / quarter 2022": the quarter was lost, and the year is not the period.
_QUARTER_OF = re.compile(r"\b(?:quarter|qtr)\.?\W*$")
# In a narrow cell: "Q2" over "2023".
_QUARTER_OVER = re.compile(
    r"\W*(?:q[1-4]|(?:1st|2nd|3rd|4th|first|second|third|fourth) (?:quarter|qtr\.?))\W*"
)
# "Your 2024 tax bill: $4,381"; "Second notice: your 2023 tax is overdue".
_YOUR_YEARS_TAX = re.compile(
    r"^\W*(?:(?:federal|income|individual|unpaid|overdue) )*tax(?:es)? (?:bill|balance|debt|is|are|remains?|due)\b"
)
# "We are holding your 2022 refund": what a headline says; sentences speak of refunds of other years.
_YOUR_YEARS_REFUND = re.compile(r"^\W*(?:(?:federal|income|tax) )*(?:refund|return)\b")
# "This notice does not cover tax year 2010"; "have with you a return for 2015".
_SETTLED = re.compile(
    # "Your Forms 941 for 2020 show you paid wages", in a letter about a Form 940.
    r"^\W*shows? (?:that )?you paid (?:wages|employees|salaries)\b|"
    # "Your Form 945 for 2021 was also looked at; there is no change to it."
    r"^\W*was also (?:looked at|examined|reviewed)\b|"
    r"^\W*(?:\(.{0,14}\) )?(?:is|was|are|were|has been|have been) (?:(?:fully|already|now) )?(?:paid|settled|closed|forgiven|refunded)\b"
    r"|^\W*(?:\([^()]{0,30}\) )?you(?: will|.ll) (?:get|receive|be sent) (?:another|a separate|its own)\b"
    # "In tax year 2009 they had 162 clinics."
    r"|^\W*(?:they|there|taxpayers|people|more than|about|over) (?:\w+ ){0,2}(?:had|were|was|have|filed|got|helped|received)\b"
    r"|^\W*(?:is|was|are|were)(?: not|n.?t) (?:part of|covered|included|affected)\b"
)
_NOT_OWN = re.compile(
    r"\blookback period\b[^.;]*$|\bno longer need to file\b[^.;]*$|\bwe have your form\b[^.;]*$|\b(?:review|change) your withholding\b[^.;]*$|"
    r"\b(?:cannot|can.?t|can|may|may not|if you) claim (?:it|them|this|that|(?:the|this) credit)\b[^.;]{0,30}$"
    r"|\byour next (?:filing|return|form)\b[^.;]{0,40}$|\bprior[- ]year\b[^.;]{0,40}$|\b(?:credit|apply|credited|applied)\b(?:[^.;]|\.\d)* to your (?:\d{4} )?estimated tax\b[^.;]*$"
    # As "You may need your return for 2022 also" says of another year.
    r"|\b(?:may|will) (?:also )?need (?:your|the) (?:tax )?(?:return|form)\b[^.;]*$"
    # "If you qualified for penalty relief for tax years 2020 and 2021, it was applied already."
    r"|\bif you (?:qualif|were eligible|are eligible)[^.;]*\brelief\b[^.;]{0,60}$"
    r"|\b(?:does|do|did)(?: not|n.?t) (?:cover|include|affect|concern|apply to|relate to)\b|\b(?:have|bring) with you\b"
    r"|\breport (?:it|this|that|them|the (?:interest|refund)) (?:on|in|with) your\W*$"
    r"|\b(?:first|originally|wrongly|incorrectly|mistakenly|had|had been) (?:gone|credited|applied|posted|sent) to\W*(?:tax )?(?:year|period)?\W*$"
)
# The first date of a span of days, as in a table of interest, is no period's end.
_SPAN = re.compile(r"^[\s.,]*(?:[–—-]|to\b|through\b|thru\b)\s*(?:\d|[a-z]{3,9}\.? \d)")


def tax_periods(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Every tax period on the letter that a label, a sentence or a row of a table calls one."""
    told = [*_written_years(sheets), *_written_days(sheets), *_quarters(sheets), *_listed_quarters(sheets)]
    told += [*_written_months(sheets), *_with_type_code(sheets)]
    told += [Candidate(row.period, "own", "table:row", 3, row.spot, row.cost) for row in all_rows(sheets)]
    told += [c for sheet in sheets for c in heads_of_columns(sheet)]
    of_others = among_others(sheets)
    told = [c for c in told if not of_others(c.spot)]
    told += stacked(sheets, [c for c in told if c.rule.startswith(("label:", "table:"))])
    told = list(_without_lost_quarters(told, sheets))
    yield from told
    yield from _echoes(several_looks(sheets), told)


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


def _written_years(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Periods told by their year."""
    labelled: Spot | None = None
    told: tuple[Spot, tuple[str, float]] | None = None
    others = {sheet: rows_of_others(sheet) for sheet in sheets}
    years = list(matches(sheets, grammar.years))
    # To these a refund was applied; what the letter goes on to say of their balance makes them no more its own.
    applied = {match.value for match, _, spot in years if _APPLIED.search(spot.around.before)}
    for match, sheet, spot in years:
        around = spot.around
        other = (
            spot.row in others[sheet]
            or (not around.same_line.strip() and _STREET.match(around.rest))
            or _NOT_OWN.search(around.before)
            or _SETTLED.search(around.after)
            or _APPLIED.search(around.same_line)
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


def _quarters(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Periods told by year and quarter: "Tax period | 2021 Q3"."""
    labelled: Spot | None = None
    for match, sheet, spot in matches(sheets, grammar.quarters):
        period = Period(match.value, form_near(spot))
        before = spot.around.before
        if _SETTLED.search(spot.around.after) or _APPLIED.search(before) or _NOT_OWN.search(before):
            continue
        if labelled and (is_further(labelled, spot) or follows(labelled, spot)):
            labelled = spot
            yield Candidate(period, "own", "label:listed-period", 3, spot)
        elif _is_labelled(spot.around) or re.search(r"\b(?:tax )?periods?\W*$", spot.around.same_line):
            labelled = spot
            yield Candidate(period, "own", "label:period", 3, spot)
        elif any(told.search(spot.around.before) for told in (_SENTENCE, _HEADLINE, FORM_BEFORE)):
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


def _listed_quarters(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """The quarters of a list in a sentence: "Forms 941 for the first and second quarters of 2023"."""
    for match, _, spot in matches(sheets, grammar.quarter_lists):
        if not _SETTLED.search(spot.around.after) and any(
            told.search(spot.around.before) for told in (_SENTENCE, _HEADLINE, FORM_BEFORE)
        ):
            for nth, end in enumerate(match.value):
                yield Candidate(Period(end, form_near(spot)), "own", "sentence:period", 2, shifted(spot, nth))


def _written_months(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """Periods told by the month in which they end: "Tax period(s) ended: 12/2017 12/2018"."""
    labelled: Spot | None = None
    for match, _, spot in matches(sheets, grammar.months):
        listed = labelled is not None and is_further(labelled, spot)
        if listed or _is_labelled(spot.around):
            labelled = spot
            yield Candidate(Period(match.value, form_near(spot)), "own", "label:period", 3, spot)
        elif _SENTENCE.search(spot.around.before):
            yield Candidate(Period(match.value, form_near(spot)), "own", "sentence:period", 2, spot)


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


def _written_days(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
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
        if spot.row in others[sheet] or _NOT_OWN.search(spot.around.before):
            continue
        listed = labelled is not None and is_further(labelled, spot)
        if listed or _is_labelled(spot.around):
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
    if any(told.search(spot.around.before) for told in (_SENTENCE, _HEADLINE, FORM_BEFORE)):
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
    if _is_labelled(spot.around):
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
    if any(_TAX_PERIOD.search(text) for text in labels(spot.around)):
        rule, weight = "label:period", 3.0
    elif _FOR_PERIODS.search(spot.around.before):
        rule, weight = "sentence:period", 2.0
    else:
        return
    for nth, end in enumerate(ends_between(first.value, last.value)):
        yield Candidate(Period(end, None), "own", rule, weight, shifted(spot, nth), first.cost)


_LISTED_YEAR = ("label:listed-year", 3.0)

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


def _year_rule(spot: Spot) -> tuple[str, float] | None:
    around = spot.around
    if _is_labelled(around):
        return _LISTED_YEAR if around.same_line.strip() else ("label:tax-year", 3)
    if form_in_heading(spot):
        return HEADING, 2.5
    if _SENTENCE.search(around.before) or _FORM_FOR_THE_YEAR.search(around.before):
        return "sentence:tax-year", 2
    if form_right_before(spot, of_year=True) and not _APPLIED.search(around.before):
        return "sentence:form-year", 2 if spot.first else 1.5
    # In a line of facts, "Form 1040 / 2018 tax year / ...".
    if spot.first and _FACT_BEGINS.search(around.same_line) and _YEAR_BEFORE.match(around.rest):
        return "line:tax-year", 2.5
    return None if _APPLIED.search(around.before) else _for_year(spot)


def _for_year(spot: Spot) -> tuple[str, float] | None:
    """The rule by which a year that nothing calls one of a tax is the letter's all the same."""
    around = spot.around
    if _HEADLINE.search(around.before) or _HEADLINE.search(around.same_line):
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


def _row_before(around: Surroundings) -> str:
    """The row up to a value that has something before it on its line: "Form / Tax year:   1040 / December 31"."""
    at = around.row.find(around.same_line) if around.same_line.strip() else -1
    return around.row[: at + len(around.same_line)] if at >= 0 else ""


def _is_labelled(around: Surroundings) -> bool:
    """Whether a label for periods stands at a value, or at the list or column that it goes on with."""
    if any(_LABEL.search(text) for text in labels(around)):
        return True
    if FORM_AND_PERIOD.search(around.before) or FORM_AND_PERIOD.search(_row_before(around)):
        return True
    behind = around.same_line.strip() or next(iter(around.above), "")
    # Of "for tax years / 2016 and 2021" both stand in the line below.
    listed = LIST.fullmatch(behind) or (not around.same_line.strip() and LIST.fullmatch(around.rest))
    return bool(listed and _SENTENCE.search(around.before))
