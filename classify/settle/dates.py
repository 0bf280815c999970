"""The letter's date and the printed date for paying or answering, each the other's witness."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from classify import arithmetic, grammar
from classify.choose import Bench, Choice, Vote, choose, is_slip, judge_votes, tally
from classify.deadline import FAR_FUTURE
from classify.doubt import Doubt
from classify.extract.candidate import NO_RULE, TOLD, Candidate, with_echoes
from classify.extract.date_apart import IF_PAID
from classify.extract.date_place import ALONE_AT_TOP, HINTS_AT_LETTER, SENT_THEN
from classify.extract.date_rules import ASKED_BY, BY_ALONE, NEXT_PAYMENT
from classify.extract.dates import DAY_FIRST, dates
from classify.fax_line import tells_time
from classify.field import DatedMention, Field
from classify.kinds import ASKS_FOR_MONEY, ENDS_PLAN, PRINTS_DUE_DATE, PRINTS_NO_DATE
from classify.layout import SIGNS, Sheet


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
    r"\b(?:amount|payment|balance) due (?:by|on)\W*$|^\W*(?:\w+ )?due date\W*$"
    r"|\b(?:respond|reply|response|answer|act|call us|contact us|send|file|request|received?)\b.{0,40}\b(?:by|before|no later than)\W*$"
    r"|^\W*(?:respond|reply|response|answer)\W*(?:by|date|due)\W*$"
)
# The same with the month at the end of a line and the day lost on the next.
_CUT_DATE = re.compile(rf"\b(?:by|before|no later than) {grammar.MONTH}\W*$")
# Or with the day, and the year lost.
_CUT_YEAR = re.compile(rf"\b(?:by|before|no later than) {grammar.MONTH}\.? \d{{1,2}},?\W*$")
_YEAR = re.compile(r"\W*(?:19|20)\d{2}\b")
_DAY_AND_YEAR = re.compile(r"\d{1,2}, (?:19|20)\d{2}\b")
# What can only be a date, not made out.
_UNREAD = re.compile(
    r"\b(?:by|before) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W+\S{1,3}\W+\S{4}\b"
    r"|\b(?:no later than|on or before) (?!\S+ (?:\w+ )?(?:day|week|month|year)s?\b)\S*\d\S*"
    r"|\bby \d\d?[/-]\d\d?[/-]\d+|\bby \S{1,3} (?:de|of) \S{4,11} (?:del?|of(?: the)?) \S{4}\b"
    # "Please respond by 8/4", "by Friday, August 4th": of which year is not printed.
    r"|\b(?:respond|reply|answer|pay|send|call|return|write|mail|contact)\b.{0,40}\bby (?:\d\d?/\d\d?\b(?!/)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? "
    r"\d\d?(?:st|nd|rd|th)?\b(?!,? (?:19|20)\d\d))"
    # "Your first payment is due July 20, and then on day 20 of each month": of which year is not printed.
    r"|\bpayment is due (?:on |by )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d\d?\b(?!,? ?(?:19|20)\d\d)"
)
# "Is not paid by November 2023": on a picture the day may be lost.
_NO_DAY = re.compile(rf"\b(?:by|before|until) {grammar.MONTH}\.?,? (?:19|20)\d\d\b")
# What a sentence may say in place of a date where it goes on in the next line: "no later than / two years after".
_SPAN_NAMED = re.compile(
    r"(?:an?|one|two|three|four|five|six|ten|thirty|sixty|ninety|\d{1,3}) (?:\w+ )?(?:day|week|month|year)s?\b"
    r"|the (?:end|due date|date (?:of|on|shown|we|you)|time|deadline|day)\b"
)
# What letters say where they print no date.
_IN_DAYS = re.compile(r"\b(?:within )?(?:\d\d|thirty) days (?:from|of|after) the date\b")
_PAY_IN_DAYS = re.compile(
    r"\b(?:pay|remit|send|submit)\b(?:[^.;]|\.\d){0,80}\bwithin \d{1,3} (?:\w+ )?days (?:\([^()]{0,80}\) )?(?:from|of|after) the date of (?:this|the|our) (?:notice|letter)"
)
# What stands beside the amount in the place of a date.
_DUE_AT_ONCE = re.compile(r"\b(?:amount|payment|balance|total) due (?:immediately|upon receipt|now)\b")
_AT_ONCE = re.compile(rf"{_DUE_AT_ONCE.pattern}|\bpay (?:\S+ ){{0,6}}immediately|\bdue upon receipt")


def settle_dates(sheets: Sequence[Sheet], bench: Bench, code: str | None, today: dt.date) -> Dates:
    """Choose the letter's date and the printed date; each can be the other's witness by the days between."""
    found = list(_told_apart(list(with_echoes(list(dates(sheets))))))
    dues = _dues(found, sheets, code)
    letters = [c for c in found if c.role == "letter"]
    letters = [c for c in letters if c.rule not in HINTS_AT_LETTER] or letters
    if bench.digital and _heads_the_letter(letters, [c.value for c in dues], today):
        letters = [dataclasses.replace(c, rule="place:head-of-letter", weight=TOLD) for c in letters]

    def spanned(day: object) -> int:
        return int(any(arithmetic.spans(day, c.value) for c in dues)) if isinstance(day, dt.date) else 0

    notice = choose(letters, dataclasses.replace(bench, outside=spanned))
    if notice.accepted and all(c.rule == SENT_THEN for c in letters if c.value == notice.value):
        notice = dataclasses.replace(notice, accepted=False, why="only a sentence tells it")
    doubts = list(_notice_date_doubts(notice, today))
    # Beside a day that has passed, as that of a payment which was missed, others are of no less weight.
    later = [c for c in found if notice.value is None or c.value >= notice.value]
    after = _dues(later, sheets, code)
    expected = code in PRINTS_DUE_DATE
    hidden = _levy_begins(found, notice.value) or _stands_apart(letters, notice.value)
    hidden = hidden or _may_be_due(found, notice.value)
    absent = _prints_none(sheets, bench, code) and not hidden
    due, due_doubts = _settle_due(after, bench, notice.value, absent=absent, expected=expected)
    if due.accepted and due.value and dues and due.value not in {c.value for c in dues}:
        why = "The printed date for paying or answering is not certain: the one beside it has passed."
        due = dataclasses.replace(due, accepted=False)
        due_doubts = [*due_doubts, Doubt("due-date-unsure", why, "due_date")]
    own = notice.as_field(_same_date)
    certain = [field.value for field in (own, due) if field.accepted and field.value is not None]
    mentions = tuple(_mentions(found, certain, bench, notice.value))
    return Dates(own, due, mentions, (*doubts, *due_doubts))


# In the margin above stands when and from where a page was printed.
_MARGIN = 0.03
# A label in a cell of its own, left of a day or over it, says that it is of something: "Date of death:".
_LABEL_OF_A_DAY = re.compile(
    r"^(?!.*\brefer(?:ence)?\b).*(?::\W*$|\b(?:date|day)\b|\b(?:received|filed|posted|paid|made|closed|born|died|since|until)\W*$)"
)


def _heads_the_letter(letters: Sequence[Candidate[dt.date]], dues: Sequence[dt.date], today: dt.date) -> bool:
    """Whether a typed letter has one date by itself at its head, as letters without labels have.

    It is no end of a tax period, no day to come, and nothing is to be done before it.
    """
    days = {c.value for c in letters}
    alone = all(c.rule == ALONE_AT_TOP and c.spot.y >= _MARGIN and not _is_labelled(c) for c in letters)
    if not alone or len(days) != 1 or any(tells_time(c.spot.around.row) for c in letters):
        return False
    day = days.pop()
    return not grammar.is_month_end(day) and day <= today and all(day < due for due in dues)


def _is_labelled(candidate: Candidate[dt.date]) -> bool:
    around = candidate.spot.around
    return any(map(_LABEL_OF_A_DAY.match, (around.left, *around.above[:1])))


def _same_date(day: dt.date) -> dt.date:
    return day


def _dues(
    found: Sequence[Candidate[dt.date]], sheets: Sequence[Sheet], code: str | None
) -> list[Candidate[dt.date]]:
    """What may be the day to pay or answer by, of a letter of that code."""
    dues = _due_candidates(found) or _refund_dates(found, sheets)
    if code in ENDS_PLAN:
        # What is past due is asked for by the day on which the plan ends.
        dues = [c for c in dues if c.rule != NEXT_PAYMENT] or dues
    return dues


def _due_candidates(found: Sequence[Candidate[dt.date]]) -> list[Candidate[dt.date]]:
    """The day for a petition, which no other replaces; or dates beside an amount; or every date for answering."""
    petition = [c for c in found if c.role == "answer_by" and "petition" in c.rule]
    beside = [c for c in found if c.role == "pay_by" and c.weight >= _LABELLED]
    answers = [c for c in found if c.role in _ANSWERS]
    return petition or beside or [c for c in answers if c.rule != BY_ALONE] or answers


def _is_in_a_box(candidate: Candidate[dt.date]) -> bool:
    """Whether a day stands beside or under its label, and not in a sentence."""
    return candidate.weight >= _LABELLED and not candidate.spot.around.same_line.strip(SIGNS)


def _told_apart(found: Sequence[Candidate[dt.date]]) -> Iterator[Candidate[dt.date]]:
    """The dates; those for answering that others show to be for something else are only mentioned.

    Where a label says by when to answer or to petition, sentences that name another day speak of something else, as
    of asking for more time. A day by which so much is owed is one to pay by only where no other is printed.
    """
    answers = [c for c in found if c.role in _ANSWERS]
    petition = {c.value for c in answers if "petition" in c.rule}
    labelled = petition or {c.value for c in answers if c.role == "answer_by" and _is_in_a_box(c)}
    asked = {c.value for c in answers if IF_PAID not in c.rule}
    for c in found:
        other = labelled and c.role == "answer_by" and c.value not in labelled
        later = asked and c.role == "pay_by" and IF_PAID in c.rule and c.value not in asked
        yield dataclasses.replace(c, role="mentioned", weight=0.0) if other or later else c


# Then the day by which a refund must be claimed is not the day for answering.
_FILE_AT_ONCE = re.compile(r"\bfile (?:\S+ ){0,5}(?:immediately|now|today|at once)\b")


def _refund_dates(found: Sequence[Candidate[dt.date]], sheets: Sequence[Sheet]) -> list[Candidate[dt.date]]:
    """The last day to claim a refund, where the letter does not ask for the return at once."""
    at_once = any(_FILE_AT_ONCE.search(passage.plain) for sheet in sheets for passage, _ in sheet.passages)
    return [] if at_once else [c for c in found if c.role == "refund_by"]


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
    asked = any(c.rule == ASKED_BY and c.value == chosen.value for c in dues)
    if not (beside or asked) and expected and not bench.digital and chosen.accepted:
        chosen = dataclasses.replace(
            chosen, accepted=False, why="the date beside the amount could not be read"
        )
    if chosen.accepted and all(c.rule == BY_ALONE for c in dues):
        chosen = dataclasses.replace(chosen, accepted=False, why="nothing says what is to be done by then")
    if letter is not None and chosen.value is not None and _is_too_far(chosen, letter):
        chosen = dataclasses.replace(chosen, accepted=False, why="it lies further off than letters give time")
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
    first = [sheet for sheet in sheets if not sheet.reading]
    # A sentence may say by when to pay, in days from the letter's date.
    counted = bench.digital and _says(_PAY_IN_DAYS, first)
    if code in PRINTS_DUE_DATE and not (counted or (bench.legible and _says(_DUE_AT_ONCE, first))):
        return False
    likely = [
        m[0] for sheet in first for passage, _ in sheet.passages for m in _UNREAD.finditer(passage.plain)
    ]
    if any(not next(grammar.dates(text), None) for text in likely):
        return False
    if not bench.digital and _says(_NO_DAY, first):
        return False
    if any(_awaits_a_date(line, rest) for sheet in first for line, rest in sheet.lines):
        return False
    if bench.digital or (bench.legible and code is not None and code not in ASKS_FOR_MONEY):
        return True
    asks_at_once = code in PRINTS_NO_DATE or code in PRINTS_DUE_DATE
    return _says(_AT_ONCE if asks_at_once else _IN_DAYS, first)


def _says(wording: re.Pattern[str], sheets: Iterable[Sheet]) -> bool:
    return any(wording.search(passage.plain) for sheet in sheets for passage, _ in sheet.passages)


# No letter gives more time to pay or to answer.
_LONGEST = dt.timedelta(days=180)


def _is_too_far(chosen: Choice[dt.date], letter: dt.date) -> bool:
    """Whether a day to act by lies so far behind the letter's date that it is likely one of another kind.

    A refund may be claimed for years.
    """
    claims = any(c.role == "refund_by" for vote in chosen.votes for c in vote.candidates)
    return chosen.value is not None and chosen.value > letter + _LONGEST and not claims


def _may_be_due(found: Iterable[Candidate[dt.date]], letter: dt.date | None) -> bool:
    """Whether a date of which nothing was made out lies soon after the letter's own: its words may be misread, or new.

    Where the letter's own is not known, any may.
    """
    days = [c.value for c in found if c.role == "mentioned" and c.rule == NO_RULE]
    if letter is None:
        # Then any of them may lie behind it.
        return bool(days)
    return any(letter < day <= letter + _LONGEST for day in days)


def _stands_apart(letters: Iterable[Candidate[dt.date]], letter: dt.date | None) -> bool:
    """Whether a day in the head of the letter that is not its own lies soon after it, under a label not known."""
    others = (c.value for c in letters if c.rule.startswith("place:"))
    return letter is not None and any(letter < day <= letter + _LONGEST for day in others)


_WORD = re.compile(r"[a-z]{3}")
_LEVY = re.compile(r"\b(?:levy|seize|levies|seizure)\b")


def _levy_begins(found: Iterable[Candidate[dt.date]], letter: dt.date | None) -> bool:
    """Whether a sentence about a levy names a day soon after the letter's: what is to be done is due before it."""
    days = [
        c for c in found if c.role == "mentioned" and c.rule == NO_RULE and _LEVY.search(c.spot.around.before)
    ]
    return _may_be_due(days, letter)


def _awaits_a_date(line: str, rest: str) -> bool:
    """Whether a line of text ends where only a date can follow, and the text goes on with no span of time."""
    if _CUT_DATE.search(line):
        return not _DAY_AND_YEAR.match(rest)
    if _CUT_YEAR.search(line):
        return not _YEAR.match(rest)
    return bool(_CUE.search(line) and not _SPAN_NAMED.match(rest))


def _mentions(
    found: Sequence[Candidate[dt.date]],
    certain: Sequence[dt.date],
    bench: Bench,
    letter: dt.date | None,
) -> Iterable[DatedMention]:
    """Every date with its role; not what a place that shows a certain date was misread as."""
    shown = tally(c for c in found if c.value in certain)
    for role in ("letter", *_ANSWERS, "refund_by", "period_end", "mentioned"):
        for vote in tally(c for c in found if c.role == role):
            answers = role in _ANSWERS
            far = answers and letter is not None and vote.value > letter + _LONGEST
            missed = answers and _were_due(vote, letter, certain)
            if vote.value in certain or not any(_is_misreading(vote, true, bench, far=far) for true in shown):
                yield DatedMention("mentioned" if missed else role, vote.value, vote.evidence)


def _were_due(vote: Vote[dt.date], letter: dt.date | None, certain: Sequence[dt.date]) -> bool:
    """Whether a day before the letter's own stands only in rows with money, under the heading of a column.

    Where the day to pay by is certain, what was due before the letter is history.
    """
    if letter is None or vote.value >= letter or not any(letter < day for day in certain):
        return False
    rows = (c.spot.around for c in vote.candidates)
    return all(
        not around.same_line.strip(SIGNS)
        and _WORD.search(around.left) is None
        and next(grammar.money(around.row), None) is not None
        for around in rows
    )


def _is_misreading(vote: Vote[dt.date], true: Vote[dt.date], bench: Bench, *, far: bool) -> bool:
    """Whether a date was read only where a certain one was read too, or is one slip of it.

    One slip on a picture is enough where it is ``far``, as no letter gives so much time; else many must say the other.
    """
    if far and not bench.digital and OSA.distance(str(vote.value), str(true.value)) <= 1:
        return True
    return is_slip(true, vote, bench) or all(true.stands_at(c.spot) for c in vote.candidates)
