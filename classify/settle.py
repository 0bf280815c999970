"""Field by field: from its candidates to the chosen value and the doubts about it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz.distance import OSA

from classify import arithmetic, grammar
from classify.choose import (
    Bench,
    Choice,
    Vote,
    choose,
    is_slip,
    judge_votes,
    merge_forms,
    tally,
)
from classify.deadline import FAR_FUTURE
from classify.doubt import Doubt
from classify.extract.amount import amounts
from classify.extract.candidate import Candidate, with_echoes
from classify.extract.dates import DAY_FIRST, dates
from classify.extract.notice_code import Reading, notice_codes
from classify.extract.tax_period import TableRow, letter_forms, table_rows, tax_periods
from classify.extract.taxpayer import taxpayer_numbers
from classify.field import Amount, DatedMention, Evidence, Field, Period
from classify.guess import Guess
from classify.layout import Sheet

# Wording this likely speaks for a code; wording this sure of another code contradicts the printed one.
_WORDING_SPEAKS = 0.5
_WORDING_CONTRADICTS = 0.97
# The unknown reading of a code counts this much beside a known one of the same place.
_UNKNOWN = 0.3
# Bills that ask for payment at once; many print no date.
_PRINTS_NO_DATE = frozenset({"CP503", "CP504", "CP504B", "CP603", "CP604"})
# A letter printed with a date of payment by custom: none found means none read.
_PRINTS_DUE_DATE = frozenset({"CP14", "CP501", "CP161", "CP714", "CP601"})
# Letters that always ask for money: none found means none read.
_ASKS_FOR_MONEY = frozenset(
    {"CP14", "CP501", "CP503", "CP504", "CP504B", "LT11", "Letter 1058", "CP90", "CP297", "CP523", "CP161"}
    | {"CP714", "CP601", "CP603", "CP604", "CP623"}
)
_MONEY_CUE = re.compile(r"\b(?:amount|balance|payment) due\b|\bamount you owe\b|\byou owe \$")
# A period with less behind it is only mentioned, where another has more.
_STRONG = 2.4


# ------------------------------------------------------------------------------------------ notice


def settle_notice(
    sheets: Sequence[Sheet], bench: Bench, guess: Guess | None, learned: frozenset[str]
) -> tuple[Field[str], list[Doubt]]:
    """The letter's own code: printed in its places, with the wording as a second witness."""
    candidates = [c for found in notice_codes(sheets) if found.role == "own" for c in _ways(found)]
    if not candidates:
        return Field(None, accepted=False), [
            Doubt("notice-unread", "No notice code could be read on the letter.", "notice")
        ]

    def wording(code: object) -> int:
        return int(guess is not None and guess.probability(str(code)) >= _WORDING_SPEAKS)

    chosen = choose(candidates, dataclasses.replace(bench, outside=wording))
    field = chosen.as_field(str)
    doubts = []
    if not chosen.accepted:
        doubts.append(Doubt("notice-unsure", f"The notice code is not certain: {chosen.why}.", "notice"))
    top = guess.ranked[0] if guess and guess.ranked else None
    if top and chosen.value in learned and top[0] != chosen.value and top[1] >= _WORDING_CONTRADICTS:
        why = f"The letter is marked {chosen.value}, but its wording is that of a {top[0]}."
        doubts.append(Doubt("notice-contradicted", why, "notice"))
        field = dataclasses.replace(field, accepted=False)
    return field, doubts


def _ways(found: Candidate[Reading]) -> Iterable[Candidate[str]]:
    """A printed code as a candidate for every way it can be read."""
    known = any(code.known for code in found.value)
    for code in found.value:
        weight = found.weight * (1.0 if code.known or not known else _UNKNOWN)
        yield Candidate(code.name, found.role, found.rule, weight, found.spot, code.cost)


# ------------------------------------------------------------------------------------------- dates


@dataclass(frozen=True, slots=True)
class Dates:
    """The letter's date, the printed date for paying or answering, and every date with its role."""

    notice_date: Field[dt.date]
    due_date: Field[dt.date]
    mentions: tuple[DatedMention, ...]
    doubts: tuple[Doubt, ...]


_LABELLED = 3.0
_ANSWERS = ("pay_by", "hearing", "termination", "answer_by")
# A label that a date should stand behind, at the end of its phrase.
_CUE = re.compile(
    r"\b(?:amount|payment|balance) due (?:by|on)\W*$|^\W*(?:payment )?due date\W*$"
    r"|\b(?:respond|reply|response|answer|act|call us|contact us|send|file|request|received?)\b.{0,40}\b(?:by|before|no later than)\W*$"
    r"|^\W*(?:respond|reply|response|answer)\W*(?:by|date|due)\W*$"
)
# The same with the month at the end of a line and the day lost on the next.
_CUT_DATE = re.compile(
    r"\b(?:by|before|no later than) (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\W*$"
)
# What can only be a date, not made out.
_UNREAD = re.compile(
    r"\b(?:by|before) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W+\S{1,3}\W+\S{4}\b"
    r"|\bby \d\d?[/-]\d\d?[/-]\d+|\bby \S{1,3} (?:de|of) \S{4,11} (?:del?|of(?: the)?) \S{4}\b"
)
# What a sentence may say in place of a date where it goes on in the next line: "no later than / two years after".
_SPAN_NAMED = re.compile(
    r"(?:an?|one|two|three|four|five|six|ten|thirty|sixty|ninety|\d{1,3}) (?:\w+ )?(?:day|week|month|year)s?\b"
    r"|the (?:end|due date|date (?:of|on|shown|we|you)|time|deadline|day)\b"
)
# What letters say where they print no date.
_IN_DAYS = re.compile(r"\b(?:within )?(?:\d\d|thirty) days (?:from|of|after) the date\b")
_AT_ONCE = re.compile(
    r"\b(?:amount|payment) due immediately|\bpay (?:\S+ ){0,6}immediately|\bdue upon receipt"
)


def settle_dates(sheets: Sequence[Sheet], bench: Bench, code: str | None, today: dt.date) -> Dates:
    """Choose the letter's date and the printed date; each can be the other's witness by the days between."""
    found = list(with_echoes(list(dates(sheets))))
    letters = [c for c in found if c.role == "letter"]
    dues = _due_candidates(found)

    def spanned(day: object) -> int:
        return int(any(arithmetic.spans(day, c.value) for c in dues)) if isinstance(day, dt.date) else 0

    notice = choose(letters, dataclasses.replace(bench, outside=spanned))
    doubts = list(_notice_date_doubts(notice, today))
    after = [c for c in dues if notice.value is None or c.value >= notice.value]
    absent, expected = _prints_none(sheets, bench, code), code in _PRINTS_DUE_DATE
    due, due_doubts = _settle_due(after, bench, notice.value, absent=absent, expected=expected)
    own = notice.as_field(_same_date)
    certain = [field.value for field in (own, due) if field.accepted and field.value is not None]
    mentions = tuple(_mentions(found, certain, bench))
    return Dates(own, due, mentions, (*doubts, *due_doubts))


def _same_date(day: dt.date) -> dt.date:
    return day


def _due_candidates(found: Sequence[Candidate[dt.date]]) -> list[Candidate[dt.date]]:
    """Dates beside an amount; where there is none, every date printed for answering."""
    beside = [c for c in found if c.role == "pay_by" and c.weight >= _LABELLED]
    return beside or [c for c in found if c.role in _ANSWERS]


def _notice_date_doubts(notice: Choice[dt.date], today: dt.date) -> Iterable[Doubt]:
    if notice.value is None:
        yield Doubt("notice-date-unread", "No date of the letter could be read.", "notice_date")
    elif not notice.accepted:
        why = f"The date of the letter is not certain: {_either_way(notice) or notice.why}."
        yield Doubt("notice-date-unsure", why, "notice_date")
    if notice.value and notice.value > today + FAR_FUTURE:
        yield Doubt("notice-date-implausible", "The date of the letter lies in the future.", "notice_date")


def _either_way(chosen: Choice[dt.date]) -> str | None:
    """What is in doubt about a date in numbers on a Spanish letter that no other place settles."""
    if chosen.accepted or not any(c.rule.endswith(DAY_FIRST) for v in chosen.votes for c in v.candidates):
        return None
    return "in numbers, it may have its month first or its day first"


def _settle_due(
    dues: Sequence[Candidate[dt.date]],
    bench: Bench,
    letter: dt.date | None,
    *,
    absent: bool,
    expected: bool,
) -> tuple[Field[dt.date], list[Doubt]]:
    if not dues:
        if absent:
            return Field(None, accepted=True), []
        why = "The letter seems to print a date for paying or answering that could not be read."
        return Field(None, accepted=False), [Doubt("due-date-unsure", why, "due_date")]

    def spanned(day: object) -> int:
        return int(letter is not None and isinstance(day, dt.date) and arithmetic.spans(letter, day))

    strict = dataclasses.replace(bench, outside=spanned)
    beside = all(c.role == "pay_by" and c.weight >= _LABELLED for c in dues)
    chosen = choose(dues, strict) if beside else _earliest(dues, strict)
    if not beside and expected and not bench.digital and chosen.accepted:
        chosen = dataclasses.replace(
            chosen, accepted=False, why="the date beside the amount could not be read"
        )
    doubts = []
    if not chosen.accepted:
        why = f"The printed date for paying or answering is not certain: {_either_way(chosen) or chosen.why}."
        doubts.append(Doubt("due-date-unsure", why, "due_date"))
    return chosen.as_field(_same_date), doubts


def _earliest(dues: Sequence[Candidate[dt.date]], bench: Bench) -> Choice[dt.date]:
    """The earliest of the dates for answering; other, later ones do not contradict it."""
    votes = [v for v in tally(dues) if v.weight >= 1.0]
    if not votes:
        return Choice(None, accepted=False, why="nothing was found")
    first = min(votes, key=lambda v: v.value)
    same_place = [v for v in votes if v is not first and _share_place(v, first)]
    return judge_votes([first, *same_place], bench)


def _share_place(one: Vote[dt.date], other: Vote[dt.date]) -> bool:
    return any(one.stands_at(candidate.spot) for candidate in other.candidates)


def _prints_none(sheets: Sequence[Sheet], bench: Bench, code: str | None) -> bool:
    """Whether the letter can be believed to print no date for paying or answering.

    A text layer hides nothing. On a picture a date may be there unread, so nothing on it may look like a date
    that was not made out, or like a label without its date; and a letter that asks for money, or is not well
    legible, must say what it says in place of a date.
    """
    if code in _PRINTS_DUE_DATE:
        return False
    first = [sheet for sheet in sheets if not sheet.reading]
    likely = [
        m[0] for sheet in first for passage, _ in sheet.passages for m in _UNREAD.finditer(passage.plain)
    ]
    if any(not next(grammar.dates(text), None) for text in likely):
        return False
    if any(_awaits_a_date(line, rest) for sheet in first for line, rest in sheet.lines):
        return False
    instead = _AT_ONCE if code in _PRINTS_NO_DATE else _IN_DAYS
    if bench.digital or (bench.legible and code is not None and code not in _ASKS_FOR_MONEY):
        return True
    return any(instead.search(p.plain) for sheet in first for p, _ in sheet.passages)


def _awaits_a_date(line: str, rest: str) -> bool:
    """Whether a line of text ends where only a date can follow, and the text goes on with no span of time."""
    return bool(_CUT_DATE.search(line) or (_CUE.search(line) and not _SPAN_NAMED.match(rest)))


def _mentions(
    found: Sequence[Candidate[dt.date]], certain: Sequence[dt.date], bench: Bench
) -> Iterable[DatedMention]:
    """Every date with its role; not what a place that shows a certain date was misread as."""
    shown = tally(c for c in found if c.value in certain)
    for role in ("letter", *_ANSWERS, "period_end", "mentioned"):
        for vote in tally(c for c in found if c.role == role):
            if vote.value in certain or not any(_is_misreading(vote, true, bench) for true in shown):
                yield DatedMention(role, vote.value, vote.evidence)


def _is_misreading(vote: Vote[dt.date], true: Vote[dt.date], bench: Bench) -> bool:
    """Whether a date was read only where a certain one was read too, or is one slip of it against many."""
    return is_slip(true, vote, bench) or all(true.stands_at(c.spot) for c in vote.candidates)


# ----------------------------------------------------------------------------------------- amounts


@dataclass(frozen=True, slots=True)
class Money:
    """What the letter asks for, and every amount with its role."""

    amount_due: Field[Decimal]
    amounts: tuple[Amount, ...]
    doubts: tuple[Doubt, ...]


def settle_amounts(
    sheets: Sequence[Sheet], bench: Bench, rows: Sequence[TableRow], code: str | None
) -> Money:
    """Choose what is asked for; sums that come out are witnesses for it."""
    found = list(with_echoes(list(amounts(sheets))))
    inside = {id(c) for c in found if _in_table(c, rows)}
    due = [c for c in found if c.role == "due_now" and id(c) not in inside]
    sums = set[Decimal]().union(*(arithmetic.totals(sheet) for sheet in sheets)) if sheets else set[Decimal]()
    row_sum = _row_sum(rows)
    if row_sum is not None:
        sums.add(row_sum)
    if code in {"CP523", "CP623"}:
        due = _past_due_first(due)
    if not due and code in _ASKS_FOR_MONEY:
        # The total under a table of accounts, where nothing else says what is asked for.
        due = [c for c in found if c.role == "total"]

    def added(value: object) -> int:
        return int(value in sums)

    listed = tuple(_listed(found, inside, rows))
    if not due:
        return _none_due(sheets, found, rows, code, listed)
    chosen = choose([_with_size(c) for c in due], dataclasses.replace(bench, outside=added))
    doubts = []
    if not chosen.accepted:
        conflict = bool(chosen.why and chosen.why.startswith("another"))
        name = "amount-conflict" if conflict else "amount-unsure"
        doubts.append(Doubt(name, f"The amount asked for is not certain: {chosen.why}.", "amount_due"))
    return Money(chosen.as_field(_same_amount), listed, tuple(doubts))


def _same_amount(value: Decimal) -> Decimal:
    return value


def _with_size(candidate: Candidate[Decimal]) -> Candidate[Decimal]:
    """A headline speaks louder than a line of text."""
    louder = 1.5 if candidate.spot.size >= 1.25 and candidate.spot.page == 1 else 1.0
    return dataclasses.replace(candidate, weight=candidate.weight * louder)


def _past_due_first(due: list[Candidate[Decimal]]) -> list[Candidate[Decimal]]:
    """A CP523 asks for the payments that are past due; the whole debt stands beside it."""
    past = {c.value for c in due if c.rule == "label:past-due" or "immediate" in c.spot.around.row}
    return [c for c in due if c.value in past] or due


def _none_due(
    sheets: Sequence[Sheet],
    found: Sequence[Candidate[Decimal]],
    rows: Sequence[TableRow],
    code: str | None,
    listed: tuple[Amount, ...],
) -> Money:
    """No label for an amount due: the sum of a table of accounts, or nothing, is what is asked for."""
    row_sum = _row_sum(rows)
    totalled = any(c.value == row_sum for c in found if c.role == "total")
    if row_sum is not None and (totalled or all(row.adds_up for row in rows)):
        evidence = tuple(
            Evidence(
                row.total_spot.page,
                row.total_spot.box,
                row.total_spot.text,
                "table:sum",
                row.total_spot.engine,
            )
            for row in rows
        )
        return Money(Field(row_sum, accepted=True, evidence=evidence), listed, ())
    asks = (
        code in _ASKS_FOR_MONEY
        or bool(rows)
        or any(_MONEY_CUE.search(passage.plain) for s in sheets for passage, _ in s.passages)
    )
    if not asks or any(c.role == "refund" for c in found):
        return Money(Field(None, accepted=True), listed, ())
    why = "No amount that the letter asks for could be read."
    return Money(Field(None, accepted=False), listed, (Doubt("amount-unread", why, "amount_due"),))


_TOTAL = re.compile(r"\btotal\b|\bamount due\b")
# A table's heading and its next row lie within so many heights of a row.
_ROW_ABOVE = 2.5


def _row_sum(rows: Sequence[TableRow]) -> Decimal | None:
    return arithmetic.sum_of(row.amounts[-1] for row in rows) if rows else None


def _in_table(candidate: Candidate[Decimal], rows: Sequence[TableRow]) -> bool:
    """Whether an amount stands among the rows of a table of accounts and not in its line of totals.

    A row that could not be made out as one holds amounts too, under a heading such as "Amount you owe".
    """
    spot = candidate.spot
    beside = [row.spot for row in rows if row.spot.page == spot.page]
    if not beside or _TOTAL.search(spot.around.row):
        return False
    top, bottom = min(s.upright.top for s in beside), max(s.upright.bottom for s in beside)
    middle, reach = spot.upright.middle[1], _ROW_ABOVE * spot.upright.height
    own_label = spot.around.same_line.strip(" $") and candidate.rule.startswith("label")
    return top - reach <= middle <= bottom + reach and not own_label


def _listed(
    found: Sequence[Candidate[Decimal]], inside: set[int], rows: Sequence[TableRow]
) -> Iterable[Amount]:
    roles = (
        "due_now",
        "whole_debt",
        "tax",
        "penalty",
        "interest",
        "payments",
        "refund",
        "proposed",
        "mentioned",
    )
    for role in roles:
        for vote in tally(c for c in found if c.role == role and id(c) not in inside):
            yield Amount(role, vote.value, vote.evidence)
    for row in rows:
        spot = row.total_spot
        yield Amount(
            "period_total",
            row.amounts[-1],
            (Evidence(spot.page, spot.box, spot.text, "table:row", spot.engine),),
        )


# ----------------------------------------------------------------------------------------- periods


def settle_periods(
    sheets: Sequence[Sheet], bench: Bench
) -> tuple[Field[tuple[Period, ...]], tuple[TableRow, ...], list[Doubt]]:
    """Every period the letter is about, each with its form; and the rows of its table of accounts."""
    found = list(tax_periods(sheets))
    rows = _best_rows(sheets)
    votes = tally(Candidate(c.value.end, c.role, c.rule, c.weight, c.spot, c.cost) for c in found)
    if not votes:
        why = "No tax period could be read."
        return Field(None, accepted=False), rows, [Doubt("tax-period-unread", why, "tax_periods")]
    generic = list(letter_forms(sheets))
    votes = [
        v
        for v in votes
        if any(grammar.fits_form(v.value, f) for f in _forms_of(v.value, found, rows, generic))
    ]
    listed = {row.period.end for row in rows}
    strong = [v for v in votes if v.weight >= _STRONG or v.value in listed] or votes[:1]
    strong = _own_periods(strong, found, rows, sheets)
    strong, odd = _without_slips(strong, listed, bench)
    if not strong:
        why = "What was read as a tax period fits no form that the letter names."
        return Field(None, accepted=False), rows, [Doubt("tax-period-unread", why, "tax_periods")]
    periods = {Period(v.value, form) for v in strong for form in _forms_of(v.value, found, rows, generic)}
    lacks = [lack for v in strong if (lack := judge_votes([v], bench).why)]
    if not bench.digital and any(row.period.end not in {v.value for v in strong} for row in rows):
        lacks.append("a row of the table fits no form as it was read")
    if not bench.digital and any(
        c.rule == _LISTED and c.value.end not in {v.value for v in strong} for c in found
    ):
        lacks.append("a year of a list was read in two ways")
    if odd:
        lacks.append("a later page names another one than the first")
    if not bench.digital and any(_form_contested(v.value, found, rows, generic) for v in strong):
        lacks.append("the form that it is for is not certain")
    if not bench.clean and any(period.form is None for period in periods):
        lacks.append("no form could be read, which does not say that none is printed")
    evidence = tuple(e for v in strong for e in v.evidence)
    forms = () if bench.clean else tuple(_form_votes(periods, found, generic))
    if any(judge_votes([vote], bench).why for vote in forms):
        lacks.append("only one place names the form that it is for")
        evidence += tuple(e for vote in forms for e in vote.evidence)
    field = Field(tuple(sorted(periods, key=_by_end)), accepted=not lacks, evidence=evidence)
    doubts = [
        Doubt("tax-period-unsure", f"A tax period is not certain: {lack}.", "tax_periods")
        for lack in lacks[:1]
    ]
    return field, rows, doubts


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

    Its head names them; or a table of accounts does, whose rows come to a total that it prints. What a headline
    says stays: a list in the head may have been read in part.
    """
    named = {c.value.end for c in found if c.rule.startswith("label:") and c.spot.y < _HEAD}
    total = _row_sum(rows)
    if total is not None and any(c.value == total for c in amounts(sheets) if c.role in {"due_now", "total"}):
        named = {row.period.end for row in rows}
    elif named:
        kept = {"headline:for-year", "table:row"} if len(rows) > 1 else {"headline:for-year"}
        named |= {c.value.end for c in found if c.rule in kept}
    return [vote for vote in votes if vote.value in named] or votes


def _without_slips(
    votes: Sequence[Vote[dt.date]], listed: set[dt.date], bench: Bench
) -> tuple[list[Vote[dt.date]], bool]:
    """Without what only headings of later pages say and is one character off a period of the first page.

    Also whether any later page names a period that the first page and the table of accounts do not.
    """
    first = [v for v in votes if any(e.page == 1 for e in v.evidence)]
    later = [v for v in votes if v not in first and v.value not in listed]
    if bench.digital or not first or not later:
        return list(votes), False
    slips = [v for v in later if any(OSA.distance(str(v.value), str(f.value)) <= 1 for f in first)]
    return [v for v in votes if v not in slips], True


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
    """What speaks for each period's form: on a poor picture its suffix is soon lost, and 1040A is not 1040."""
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


# A second form with this share of the first one's weight contests it.
_FORM_SHARE = 0.4


def _form_contested(
    end: dt.date,
    found: Sequence[Candidate[Period]],
    rows: Sequence[TableRow],
    generic: Sequence[Candidate[str]],
) -> bool:
    """Whether a period's form is only guessed from its neighbours in a table, or two forms are named for it."""
    if any(row.period.end == end and row.period.form for row in rows):
        return False
    named = sorted(_named_forms(end, found, generic).values(), reverse=True)
    if not named:
        return bool(rows)
    return len(named) > 1 and named[1] >= _FORM_SHARE * named[0]


# Rows of two readings are one row where their middles lie this near, as a share of the page's height.
_SAME_ROW = 0.006


def _best_rows(sheets: Sequence[Sheet]) -> tuple[TableRow, ...]:
    """The table of accounts, row by row from whichever reading made the row out best."""
    places: list[TableRow] = []
    for sheet in sheets:
        for row in table_rows(sheet):
            same = next((n for n, other in enumerate(places) if _is_same_row(row, other)), None)
            if same is None:
                places.append(row)
            elif _made_out(row) > _made_out(places[same]):
                places[same] = row
    kept: dict[Period, TableRow] = {}
    for row in sorted(places, key=lambda r: (r.spot.page, r.spot.y)):
        # A table printed again on a later page is the same table.
        kept.setdefault(row.period, row)
    return tuple(kept.values())


def _is_same_row(one: TableRow, other: TableRow) -> bool:
    return one.spot.page == other.spot.page and abs(one.spot.y - other.spot.y) < _SAME_ROW


def _made_out(row: TableRow) -> tuple[bool, bool, int, float]:
    """How well a row was made out: it adds up, it names its form, little was put right, all its words are sure."""
    return row.adds_up, row.period.form is not None, -row.cost, row.spot.confidence


# ---------------------------------------------------------------------------------------- taxpayer


def settle_taxpayer(sheets: Sequence[Sheet], bench: Bench) -> tuple[Field[str], list[Doubt]]:
    """The last four digits; of two spouses' numbers the one that stands first and most often."""
    chosen = choose(taxpayer_numbers(sheets), bench, enough=1.5)
    if chosen.value is None:
        why = "The last four digits of the taxpayer's number could not be read."
        return Field(None, accepted=False), [Doubt("taxpayer-unread", why, "taxpayer_id_last4")]
    if chosen.accepted:
        return chosen.as_field(str), []
    why = f"The last four digits are not certain: {chosen.why}."
    return chosen.as_field(str), [Doubt("taxpayer-unsure", why, "taxpayer_id_last4")]
