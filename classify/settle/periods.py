"""The tax periods that a letter is about, with their forms, and the rows of its table of accounts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from classify import arithmetic, grammar
from classify.choose import Bench, Vote, judge_votes, merge_forms, tally
from classify.doubt import Doubt
from classify.extract.accounts import TableRow
from classify.extract.amount import amounts
from classify.extract.candidate import Candidate, matches
from classify.extract.letter_form import FORMS_LISTED, forms_not_made_out, letter_forms
from classify.extract.period_form import HEADING, form_left
from classify.extract.period_list import breaks_off, follows
from classify.extract.period_stack import STACKED
from classify.extract.tax_period import names_several, stands_apart, tax_periods
from classify.field import Field, Period
from classify.kinds import ELECTIONS, HAS_NO_PERIOD, WANTS_RETURNS
from classify.layout import Sheet, same_place
from classify.settle.table import best_rows

# A period with less behind it is only mentioned, where another has more.
_STRONG = 2.4
_AS_STRONG = 0.9


def settle_periods(
    sheets: Sequence[Sheet], bench: Bench, code: str | None
) -> tuple[Field[tuple[Period, ...]], tuple[TableRow, ...], list[Doubt]]:
    """Every period the letter is about, each with its form; and the rows of its table of accounts."""
    found = [*tax_periods(sheets), *(_unfiled(sheets) if code in WANTS_RETURNS else ())]
    if code in ELECTIONS:
        # A printing that has a period has it in its head.
        found = [c for c in found if c.rule.startswith("label:") and c.spot.first and c.spot.y < _HEAD]
    rows = best_rows(sheets)
    votes = tally(Candidate(c.value.end, c.role, c.rule, c.weight, c.spot, c.cost) for c in found)
    if not votes:
        return _none_read(code), rows, list(_unread(code))
    generic = list(letter_forms(sheets))
    votes = [
        v
        for v in votes
        if any(grammar.fits_form(v.value, f) for f in _forms_of(v.value, found, rows, generic))
    ]
    listed = {row.period.end for row in rows}
    strong = _own_periods(_strong(votes, found, listed, bench), found, rows, sheets)
    strong, odd = _without_slips(strong, listed, sheets[0].page.number, bench)
    if not strong:
        why = "What was read as a tax period fits no form that the letter names."
        return Field(None, accepted=False), rows, [Doubt("tax-period-unread", why, "tax_periods")]
    # The form named with another year, as "your Form 1040-X for 2020", is not this one's.
    own = [c for c in found if c.value.end in {v.value for v in strong}]
    generic = [c for c in generic if not _is_of_another_year(c, {v.value.year for v in strong})]
    periods = {Period(v.value, form) for v in strong for form in _forms_of(v.value, own, rows, generic)}
    lacks = [lack for v in strong if (lack := judge_votes([v], bench).why)]
    lacks += _misfits(found, rows, {v.value for v in strong}, sheets, bench)
    if odd:
        lacks.append("a later page names another one than the first")
    guessed = any(_form_guessed(v.value, rows) for v in strong)
    if guessed or any(_form_contested(v.value, own, rows, generic, digital=bench.digital) for v in strong):
        lacks.append("the form that it is for is not certain")
    if any(period.form is None for period in periods) and (lack := _form_lack(sheets, bench)):
        lacks.append(lack)
    evidence = tuple(e for v in strong for e in v.evidence)
    forms = () if bench.clean else tuple(_form_votes(periods, own, generic))
    if any(judge_votes([vote], bench).why for vote in forms):
        lacks.append("only one place names the form that it is for")
        evidence += tuple(e for vote in forms for e in vote.evidence)
    field = Field(tuple(sorted(periods, key=_by_end)), accepted=not lacks, evidence=evidence)
    doubts = [
        Doubt("tax-period-unsure", f"A tax period is not certain: {lack}.", "tax_periods")
        for lack in lacks[:1]
    ]
    return field, rows, doubts


def _strong(
    votes: Sequence[Vote[dt.date]], found: Sequence[Candidate[Period]], listed: set[dt.date], bench: Bench
) -> list[Vote[dt.date]]:
    """The periods for which enough speaks, or those for which most does."""
    # Where only sentences name any, those that are named alike are named together.
    hinted = [v for v in votes if v.weight >= _AS_STRONG * votes[0].weight]
    strong = [v for v in votes if v.weight >= _STRONG or v.value in listed] or hinted
    strong = _with_their_lists(strong, votes)
    if not bench.digital:
        return strong
    # What sentences say of other years may be about anything; no label or row of a table is lost here.
    apart = {c.value.end for c in found if stands_apart(c) or c.rule == _UNFILED}
    return [v for v in strong if v.value in apart] or strong


def _with_their_lists(strong: list[Vote[dt.date]], votes: Sequence[Vote[dt.date]]) -> list[Vote[dt.date]]:
    """The periods, and those that a sentence names right behind or before them: all stand or fall."""

    def is_beside(vote: Vote[dt.date]) -> bool:
        pairs = ((c, s) for c in vote.candidates for v in strong for s in v.candidates if c.rule == s.rule)
        return any(follows(c.spot, s.spot) or follows(s.spot, c.spot) for c, s in pairs)

    while more := [v for v in votes if v not in strong and is_beside(v)]:
        strong = [*strong, *more]
    return strong


def _misfits(
    found: Sequence[Candidate[Period]],
    rows: Sequence[TableRow],
    ends: set[dt.date],
    sheets: Sequence[Sheet],
    bench: Bench,
) -> Iterator[str]:
    """What the letter says of its periods besides those that were settled on."""
    if not bench.digital and any(row.period.end not in ends for row in rows):
        yield "a row of the table fits no form as it was read"
    if not bench.digital and any(c.rule == _LISTED and c.value.end not in ends for c in found):
        yield "a year of a list was read in two ways"
    if not bench.digital and len(ends) == 1 and _lacks_others(found, sheets):
        yield "its label speaks of several"
    if _headed(found) - ends:
        yield "a heading names another one"
    if breaks_off([c.spot for c in found if c.rule.startswith("label:") and stands_apart(c)]):
        yield "a list of them goes on where nothing could be read"
    if breaks_off([c.spot for c in found if c.rule.startswith("sentence:") and c.value.end in ends]):
        yield "a sentence goes on to another one that could not be read"
    if any(c.rule.startswith(("label:", "table:")) and c.value.end not in ends for c in found):
        yield "a label or a table names another one"
    if not any(c.rule.startswith(("label:", "table:", "line:")) for c in found) and _label_unread(sheets):
        yield "what stands at the label for it could not be read"


def _none_read(code: str | None) -> Field[tuple[Period, ...]]:
    """No period, which is right of some kinds of letters."""
    return Field(None, accepted=code in HAS_NO_PERIOD)


def _unread(code: str | None) -> Iterator[Doubt]:
    if code not in HAS_NO_PERIOD:
        yield Doubt("tax-period-unread", "No tax period could be read.", "tax_periods")


# A year behind others under one label.
_LISTED = "label:listed-year"
# The head of a page ends here, as a share of its height.
_HEAD = 0.3


def _own_periods(
    votes: list[Vote[dt.date]],
    found: Sequence[Candidate[Period]],
    rows: Sequence[TableRow],
    sheets: Sequence[Sheet],
) -> list[Vote[dt.date]]:
    """Without periods that the letter only mentions, where it says which are its own.

    Its head names them; or a table of accounts does, whose rows come to a total that it prints. What a
    headline says stays: a list in the head may have been read in part.
    """
    labelled = [c for c in found if c.rule.startswith("label:") and c.spot.first]
    in_head = [c for c in labelled if c.spot.y < _HEAD]
    # A list that begins there may end in the line below.
    ends = {(c.spot.reading, c.spot.row + 1) for c in in_head}
    in_head += [c for c in labelled if (c.spot.reading, c.spot.row) in ends and c not in in_head]
    named = {c.value.end for c in in_head}
    total = arithmetic.total_of(rows)
    if total is not None and any(c.value == total for c in amounts(sheets) if c.role in {"due_now", "total"}):
        named = {row.period.end for row in rows}
    elif named:
        kept = {"headline:for-year", *STACKED} | ({"table:row"} if len(rows) > 1 else set())
        # Over the account of each period stands its heading, where the head's list is one of these.
        kept |= {HEADING} if named < _headed(found) else set()
        named |= {c.value.end for c in found if c.rule in kept}
    if named:
        named |= {c.value.end for c in found if c.rule == _UNFILED}
        # Returns that were not filed are listed apart, each with its form.
        named |= {
            c.value.end for c in found if c.rule.startswith("label:") and c.value.form and form_left(c.spot)
        }
    return [vote for vote in votes if vote.value in named] or votes


def _headed(found: Iterable[Candidate[Period]]) -> set[dt.date]:
    """The periods that have a heading of their own over their account."""
    return {c.value.end for c in found if c.rule == HEADING}


def _without_slips(
    votes: Sequence[Vote[dt.date]], listed: set[dt.date], first_page: int, bench: Bench
) -> tuple[list[Vote[dt.date]], bool]:
    """Without what only headings of later pages say and is one character off a period of the first page.

    Also whether any later page names a period that the first page and the table of accounts do not.
    """
    first = [v for v in votes if any(e.page == first_page for e in v.evidence)]
    later = [v for v in votes if v not in first and v.value not in listed]
    if bench.digital or not first or not later:
        return list(votes), False
    slips = [v for v in later if any(OSA.distance(str(v.value), str(f.value)) <= 1 for f in first)]
    return [v for v in votes if v not in slips], True


def _lacks_others(found: Iterable[Candidate[Period]], sheets: Sequence[Sheet]) -> bool:
    """Whether a label speaks of several periods, and there may be more than the one that was read.

    Letters of the correspondence system say "Tax periods:" of one as well; the next label is right under it,
    which a closer look at the period alone does not show.
    """
    prepared = {(sheet.page.number, sheet.reading): sheet for sheet in sheets}
    spots = [c.spot for c in found if names_several(c)]
    ends = [spot for spot in spots if prepared[spot.page, spot.reading].ends_list(spot)]
    return not all(any(same_place(spot, other) for other in ends) for spot in spots)


# The rule of a period for which a letter asks for the return.
_UNFILED = "sentence:unfiled"
_OF_RETURNS = re.compile(r"\b(?:file|filed|(?:your|tax|these|the|form \S+) returns?(?: ?\(s\))?)\b")


# "When you call, have your tax return for 2018": that one was filed.
_AT_HAND = re.compile(r"\bwhen you call\b|\bhave (?:ready|available|with you|on hand)\b|\bhave:")


# A row of the returns that are not there: "Form 1040   December 31, 2017".
_RETURN_OF = re.compile(r"\W*form \d{3,4}[\w-]*\W*")


def _unfiled(sheets: Sequence[Sheet]) -> Iterator[Candidate[Period]]:
    """The periods in the sentences that speak of returns and filing, and in rows of forms."""
    years = [(dt.date(match.value, 12, 31), spot) for match, _, spot in matches(sheets, grammar.years)]
    days = [(match.value, spot) for match, _, spot in matches(sheets, grammar.dates)]
    for end, spot in (*years, *days):
        said = f"{spot.around.before} {spot.around.after.split('.')[0]}"
        told = _OF_RETURNS.search(said) and not _AT_HAND.search(spot.around.before)
        row = _RETURN_OF.fullmatch(spot.around.same_line or spot.around.left)
        listed = row is not None and not spot.around.rest.strip()
        if grammar.is_month_end(end) and ((spot.around.before and told) or listed):
            yield Candidate(Period(end, None), "own", _UNFILED, 2.5, spot)


_LABEL_WITH_VALUE = re.compile(
    r"\btax (?:period|year|quarter)(?: ?\(s\)|s)?(?: end(?:ed|ing))?\W{0,2}:\W*\w*\d"
)


def _label_unread(sheets: Iterable[Sheet]) -> bool:
    """Whether a first page has a label for periods with a value beside it."""
    rows = ((sheet, row) for sheet in sheets if sheet.first for row in range(len(sheet.rows)))
    return any(_LABEL_WITH_VALUE.search(sheet.plain_row(row)) for sheet, row in rows)


_FOR_YEAR = re.compile(r"^\W*for (?:the )?(?:tax |calendar )?(?:year )?((?:19|20)\d\d)\b")


def _is_of_another_year(form: Candidate[str], years: set[int]) -> bool:
    """Whether a form is named with a year that the letter is not about: "your Form 1040-X for 2020"."""
    found = _FOR_YEAR.match(form.spot.around.after)
    return found is not None and int(found[1]) not in years


def _by_end(period: Period) -> tuple[dt.date, str]:
    return period.end, period.form or ""


def _forms_of(
    end: dt.date,
    found: Sequence[Candidate[Period]],
    rows: Sequence[TableRow],
    generic: Sequence[Candidate[str]],
) -> Sequence[str | None]:
    """The forms of one period end: every one that the table lists, else the one named with it or for all."""
    listed = list(dict.fromkeys(row.period.form for row in rows if row.period.end == end and row.period.form))
    if listed:
        return listed
    beside = {form_left(c.spot) for c in found if c.value.end == end and c.rule.startswith("label:")} - {None}
    if len(beside) > 1:
        return sorted(form for form in beside if form)
    named = _named_forms(end, found, generic)
    others = {c.value.form for c in found if c.value.form}
    if not named and len(others) == 1:
        return [others.pop()]
    return [merge_forms(named)]


def _named_forms(
    end: dt.date, found: Sequence[Candidate[Period]], generic: Sequence[Candidate[str]]
) -> dict[str, float]:
    """The forms named with a period end, or where there are none those named for the letter, by weight."""
    named: dict[str, float] = {}
    for c in found:
        if c.value.end == end and c.value.form:
            named[c.value.form] = named.get(c.value.form, 0.0) + c.weight
    for other in [] if named else generic:
        named[other.value] = named.get(other.value, 0.0) + other.weight * 0.9**other.cost
    return named


def _form_votes(
    periods: Iterable[Period], found: Sequence[Candidate[Period]], generic: Sequence[Candidate[str]]
) -> Iterable[Vote[str]]:
    """What speaks for each period's form: a poor picture soon loses its suffix, and 1040A is not 1040."""
    for period in periods:
        if period.form is None:
            continue
        labelled = [c for c in generic if c.value == period.form]
        # In a row of a table the form stands beside the period, whose place is taken for both.
        in_rows = [
            Candidate(period.form, c.role, c.rule, c.weight, c.spot, c.cost)
            for c in found
            if c.value == period and c.rule == "table:row"
        ]
        yield from tally(labelled if len(labelled) > len(in_rows) else in_rows)


# A coupon asks for what tells the payment's account: the form as well, where the letter is for one.
_NO_FORM = re.compile(
    r"\bwrite your\b.{0,60}\btax (?:year|period) \([^()]{4,25}\) on your (?:check|payment)\b"
)


def _asks_no_form(sheets: Sequence[Sheet]) -> bool:
    """Whether the coupon asks for number and year on the payment, and for no form between them."""
    return any(_NO_FORM.search(passage.plain) for sheet in sheets for passage, _ in sheet.passages)


# Behind these words the letter's own form is named: "the tax year ended December 31, 2013 (Form 1040A)".
# And "orm" is what is left of one.
_NUMBER_LOST = re.compile(
    r"(?:\(forms?|\bthe form number|\byour(?: \S{1,4})? form|\borm)\b"
    r"(?!\W{0,3}(?:[1-9]\d{2,4}|[a-z]{1,2}-?\d))"
)


def _form_lack(sheets: Sequence[Sheet], bench: Bench) -> str | None:
    """What keeps a period without a form from being believed; a text layer hides none."""
    if forms_not_made_out(sheets):
        return "a form is named that could not be made out"
    if bench.digital:
        return None
    lost = any(_NUMBER_LOST.search(passage.plain) for sheet in sheets for passage, _ in sheet.passages)
    if lost or any(True for _ in matches(sheets, grammar.garbled_forms)):
        return "a form is named whose number could not be read"
    if bench.clean or _asks_no_form(sheets):
        return None
    return "no form could be read, which does not say that none is printed"


# A second form with this share of the first one's weight contests it.
_FORM_SHARE = 0.4
# What weighs less hints at a form and does not tell it.
_HINT = 1.5


def _form_guessed(end: dt.date, rows: Sequence[TableRow]) -> bool:
    """Whether a period's form is guessed from its neighbours in a table: its own was not made out in its row.

    In a text layer it may be one that nobody knows.
    """
    own = [row for row in rows if row.period.end == end]
    return bool(own) and not any(row.period.form for row in own) and any(row.period.form for row in rows)


def _form_contested(
    end: dt.date,
    found: Sequence[Candidate[Period]],
    rows: Sequence[TableRow],
    generic: Sequence[Candidate[str]],
    *,
    digital: bool,
) -> bool:
    """Whether a period's form was hardly told, or two are named for it."""
    if any(row.period.form for row in rows if row.period.end == end):
        return False
    if len(_forms_of(end, found, rows, generic)) > 1:
        return False
    if digital:
        # In a text layer only a list of them counts.
        beside = {c.value.form for c in found if c.value.end == end and c.value.form}
        return not beside and any(c.rule == FORMS_LISTED for c in generic)
    named = sorted(_named_forms(end, found, generic).values(), reverse=True)
    if not named:
        return bool(rows)
    return named[0] < _HINT or (len(named) > 1 and named[1] >= _FORM_SHARE * named[0])
