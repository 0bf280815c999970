"""Deadlines asked for by hand: a code, a date, and every step from there to each date that counts.

No letter is read here. What a person knows of one is the only anchor, and where it holds none there is no
date: nothing is counted from today, and a code that the catalogue does not know is taken for no other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from classify.advice import INFORMS, Deadline
from classify.catalogue import Catalogue, DeadlineRule, Notice
from classify.catalogue.entry import PRINTED_ROLES, spelled
from classify.count import Anchors
from classify.deadline import FAR_FUTURE, HEADLINE, deadlines
from classify.doubt import Doubt
from classify.record import deadline_record, money_text
from ingest.errors import QuestionError
from mailroom import wording
from mailroom.lines import Lines, safe
from mailroom.notices import entry_of
from mailroom.outcome import NEEDS_PERSON, SCHEMA, JsonObject
from mailroom.shown import shown

# Collection Due Process began in 1999; the oldest letters that can matter to anybody are not much older.
_YEARS = range(1990, 2100)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d\d)?")
# Why a clock has no date, by what it runs from.
_LACKS = {
    "notice_date": ("its days run from the notice date", "Give it with --date."),
    "termination_date": ("its days run from the date on which the plan ends", "Give it with --termination."),
    "printed_date": ("only a date printed on the letter counts", "Give it with --printed."),
    "filing_date": (
        "its days run from the filing of the lien, which no letter's own date tells",
        "Give the date that the letter prints for it with --printed.",
    ),
    "disaster_date": (
        "it depends on the relief for a disaster, which is never worked out here",
        "Give the date that the letter prints with --printed.",
    ),
    "receipt_date": (
        "its days run from the day the letter came, which the letter does not tell",
        "Give the date that it prints with --printed.",
    ),
    "levy_date": (
        "its days run from the levy, which the letter does not tell",
        "Give the date that it prints with --printed.",
    ),
    "return_due_date": (
        "it runs from the due date of a return, which the letter does not tell",
        "Give the date that it prints with --printed.",
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the catalogue's rules give for the anchors of one question.

    Parameters
    ----------
    code
        As it was asked for.
    without
        The clocks that have no date, for want of an anchor.
    warnings
        What must be known first; that a date has passed comes before all else.

    """

    code: str
    notice: Notice
    anchors: Anchors
    today: dt.date
    found: tuple[Deadline, ...]
    without: tuple[DeadlineRule, ...]
    doubts: tuple[Doubt, ...]
    warnings: tuple[str, ...] = field(default=())

    @property
    def exit_code(self) -> int:
        """0, or 10 where a person must look."""
        return NEEDS_PERSON if self.doubts else 0


def anchors_of(
    dated: str | None = None,
    printed: Sequence[str] = (),
    amount: str | None = None,
    postmark: str | None = None,
    termination: str | None = None,
    *,
    abroad: bool = False,
) -> Anchors:
    """The anchors that were typed.

    Raises
    ------
    QuestionError
        for what is no date or amount, and for two printed dates for one thing.

    """
    days: dict[str, dt.date] = {}
    given = [printed_of(text) for text in printed]
    if termination is not None:
        given.append(("termination", day_of(termination, "--termination")))
    for role, day in given:
        if days.setdefault(role, day) != day:
            raise QuestionError(
                "Two printed dates are given for one thing.",
                advice="Say what each is for: --printed hearing=DATE.",
            )
    return Anchors(
        notice_date=None if dated is None else day_of(dated, "--date"),
        amount=None if amount is None else amount_of(amount),
        printed=days,
        abroad=abroad,
        postmark=None if postmark is None else day_of(postmark, "--postmark"),
    )


def day_of(text: str, option: str) -> dt.date:
    """A date as it is typed: ``2024-03-11``.

    Raises
    ------
    QuestionError
        for anything else, for a day that no calendar has, and for a year that no such letter has.

    """
    try:
        day = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        advice = f"Write year, month and day, {_YEARS.start} to {_YEARS.stop - 1}: 2024-03-11."
        raise QuestionError(f"{option}: {shown(text)[:40]} is no date that a letter can have.", advice=advice)
    return day


def printed_of(text: str) -> tuple[str, dt.date]:
    """A printed date, with what it is for where that is said: ``2024-04-10`` or ``hearing=2024-04-10``.

    Raises
    ------
    QuestionError
        for a purpose that is none, or what is no date.

    """
    role, parted, day = text.rpartition("=")
    if parted and role not in PRINTED_ROLES:
        advice = f"It can be for {', '.join(PRINTED_ROLES)}: --printed hearing=2024-04-10."
        raise QuestionError(f"--printed: {shown(role)[:40]} is nothing that a date is for.", advice=advice)
    return role or HEADLINE, day_of(day, "--printed")


def amount_of(text: str) -> Decimal:
    """An amount as it is typed: ``9533.53`` or ``$9,533.53``.

    Raises
    ------
    QuestionError
        for anything else.

    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise QuestionError(
            f"--amount: {shown(text)[:40]} is no amount.", advice="Write dollars and cents: 9533.53."
        )
    return Decimal(match[1].replace(",", "") + (match[2] or ""))


def answer(catalogue: Catalogue, code: str, anchors: Anchors, today: dt.date) -> Answer:
    """Work out every date that a notice sets.

    Parameters
    ----------
    today
        Only to say that a date has passed or has not come; nothing is counted from it.

    Raises
    ------
    SetupError
        for a code that the catalogue does not know, or of which nothing was confirmed.
    QuestionError
        where the notice has clocks and none of them has an anchor.

    """
    code = catalogue.meant_by(code)
    notice = entry_of(catalogue, code)
    found, doubts = deadlines(notice, anchors)
    dated = {deadline.rule for deadline in found}
    without = tuple(rule for rule in notice.deadlines if rule.name not in dated)
    if without and not found and not doubts:
        raise _no_anchor(notice, without[0])
    if anchors.notice_date is not None and anchors.notice_date > today + FAR_FUTURE:
        doubts = (*doubts, Doubt("notice-date-implausible", "The notice date lies far ahead.", "notice_date"))
        found = tuple(replace(deadline, kind="estimated") for deadline in found)
    made = Answer(code, notice, anchors, today, found, without, doubts)
    return replace(made, warnings=tuple(_warnings(made)))


def _lack(rule: DeadlineRule) -> tuple[str, str]:
    """Why a clock has no date, and what could give it one."""
    why, advice = _LACKS[rule.clock]
    can_be_printed = rule.printed or rule.clock in ("notice_date", "termination_date")
    return why, advice if can_be_printed else "Ask the sender: no such letter prints it."


def _no_anchor(notice: Notice, rule: DeadlineRule) -> QuestionError:
    why, advice = _lack(rule)
    return QuestionError(f"No date, no deadline: {notice.code}, to {rule.act}: {why}.", advice=advice)


def _warnings(made: Answer) -> Iterator[str]:
    """That dates have passed, that a day given has not come, that a sibling's treatment is shared."""
    anchors, today = made.anchors, made.today
    for deadline in made.found:
        if deadline.date < today:
            when = wording.day(deadline.date, weekday=True)
            yield f"The date to {deadline.act} was {when}: it {wording.days_left(deadline.date, today)}."
            if deadline.by_mailing is not None and deadline.by_mailing >= today:
                law = wording.day(deadline.by_mailing, weekday=True)
                yield f"The law counts from mailing, to {law}: act at once, and keep the envelope as proof."
    for what, day in (("notice date", anchors.notice_date), ("postmark", anchors.postmark)):
        if day is not None and day > today:
            yield f"The {what}, {wording.day(day)}, lies in the future: check it."
    if spelled(made.code) != spelled(made.notice.code):
        yield (
            f"{made.code.upper()} is treated like {made.notice.code}; its own wording comes first. "
            "What it prints stands before what is worked out here."
        )
    yield from (caution.said for caution in made.notice.cautions)


def record(made: Answer) -> JsonObject:
    """The answer as JSON, with the deadlines as docs/record.md writes them."""
    anchors = made.anchors
    return {
        "schema": SCHEMA,
        "notice": {"value": made.notice.code, "asked": made.code, "title": made.notice.title.said},
        "anchors": {
            "notice_date": _iso(anchors.notice_date),
            "amount": None if anchors.amount is None else money_text(anchors.amount),
            "printed": {role: day.isoformat() for role, day in anchors.printed.items()},
            "abroad": anchors.abroad,
            "postmark": _iso(anchors.postmark),
        },
        "warnings": list(made.warnings),
        "deadlines": [
            {**deadline_record(deadline), "passed": deadline.date < made.today} for deadline in made.found
        ],
        "without_date": [
            {"rule": rule.name, "act": rule.act, "why": " ".join(_said_of_lack(rule))}
            for rule in made.without
        ],
        "doubts": [{"name": d.name, "field": d.field, "why": d.why} for d in made.doubts],
        "note": INFORMS,
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _said_of_lack(rule: DeadlineRule) -> tuple[str, str]:
    why, advice = _lack(rule)
    return f"No date: {why}.", advice


def show(console: Console, made: Answer) -> None:
    """Print the dates, what has passed first, each with its steps; then the clocks that have none."""
    lines = Lines(console)
    lines.say(Text.assemble(safe(f"{made.notice.code}  ", "bold"), safe(made.notice.title.said, "bold")))
    if made.doubts:
        lines.banner("A PERSON MUST LOOK AT THIS LETTER", "bold white on magenta")
        for doubt in made.doubts:
            lines.item(doubt.why, indent=0)
    for number, warning in enumerate(made.warnings):
        lines.row("" if number else "FIRST", warning)
    if not made.notice.deadlines:
        lines.say("This letter sets no date for the person who gets it.")
    for deadline in made.found:
        _one(lines, deadline, made.today)
    for rule in made.without:
        lines.heading("NO DATE")
        lines.item(f"to {rule.act}")
        for sentence in _said_of_lack(rule):
            lines.item(sentence)
    lines.gap()
    lines.say(safe(INFORMS, "italic"))
    lines.say(f"Sources: `ingest notices {made.notice.code}`.")
    lines.show()


_ORIGIN: Mapping[str, str] = {"printed": "printed on the letter", "computed": "worked out by rule"}
_KIND: Mapping[str, str] = {
    "hard": "Set by law: a right is lost after it",
    "soft": "Set by the IRS or by custom, or by law without loss of a right",
    "estimated": "An estimate",
}


def _one(lines: Lines, deadline: Deadline, today: dt.date) -> None:
    lines.heading(f"DEADLINE: {deadline.rule}")
    left = wording.days_left(deadline.date, today)
    told = f"{wording.day(deadline.date, weekday=True)}: {left}"
    lines.row("BY WHEN", safe(told, wording.nearness(deadline.date, today)))
    lines.row("", f"to {deadline.act}")
    lines.row("", f"{_KIND[deadline.kind]}; {_ORIGIN[deadline.origin]}.")
    for label, day in (("PRINTED", deadline.printed), ("COMPUTED", deadline.computed)):
        if day is not None:
            lines.row(label, wording.day(day, weekday=True))
    if deadline.by_mailing is not None:
        lines.row("BY LAW", f"{wording.day(deadline.by_mailing, weekday=True)}, counted from mailing")
    if deadline.lost:
        lines.row("AT STAKE", deadline.lost)
    lines.row("SET BY", deadline.source)
    for number, step in enumerate(deadline.derivation, 1):
        lines.item(step, mark=f"{number}.")
