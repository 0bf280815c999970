"""By when: the dates that a notice sets, each with every step of how it was worked out.

Three things are kept apart: the date that the letter prints, which is the working date; the date that the
rule gives when counted from the letter, which checks it or stands in for it; and what the law says where
both differ. Nothing is ever counted from today, from the day a letter came or from a date that is not
there: without an anchor there is no date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from classify.advice import Deadline, DeadlineKind
from classify.catalogue import DeadlineRule, Notice
from classify.doubt import Doubt
from classify.workdays import (
    add_business_days,
    business_days_between,
    holiday_name,
    last_business_day,
    next_business_day,
    why_not_business_day,
)

_DAY = dt.timedelta(days=1)
HEADLINE = "due_date"


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a letter gives to count from.

    Parameters
    ----------
    notice_date
        The date of the letter, None where it is not known.
    amount
        What it asks to be paid, in dollars; None where it is not known.
    printed
        Printed dates by role, and under ``due_date`` a headline date whose role is not known.
    abroad
        Whether it is addressed outside the United States.
    postmark
        The day it was mailed, where the envelope tells it.

    """

    notice_date: dt.date | None = None
    amount: Decimal | None = None
    printed: Mapping[str, dt.date] = field(default_factory=dict)
    abroad: bool = False
    postmark: dt.date | None = None


@dataclass(frozen=True, slots=True)
class _Count:
    """A count from an anchor to a date; ``rivals`` are the ends of other counts that may be the true one."""

    end: dt.date
    steps: tuple[str, ...]
    rivals: tuple[dt.date, ...] = ()


def deadlines(notice: Notice, anchors: Anchors) -> tuple[tuple[Deadline, ...], tuple[Doubt, ...]]:
    """Every date that the notice sets, in the order of its rules, and the doubts about them.

    A rule without an anchor gives no date, so the first date is not always that of the first rule.
    """
    found: list[Deadline] = []
    doubts: list[Doubt] = []
    for number, rule in enumerate(notice.deadlines):
        deadline, doubt = _deadline(rule, anchors, main=number == 0)
        found += [deadline] if deadline else []
        doubts += [doubt] if doubt else []
    return tuple(found), tuple(doubts)


def spoken(day: dt.date, *, weekday: bool = False) -> str:
    """A date as a letter writes it: ``March 11, 2024``, or ``Monday, March 11, 2024``."""
    plain = f"{day:%B} {day.day}, {day.year}"
    return f"{day:%A}, {plain}" if weekday else plain


def agree(one: dt.date, other: dt.date) -> bool:
    """Whether two dates differ by no more than a weekend, a holiday or one business day."""
    return business_days_between(one, other) <= 1


def _deadline(rule: DeadlineRule, anchors: Anchors, *, main: bool) -> tuple[Deadline | None, Doubt | None]:
    printed = _printed(rule, anchors, main=main)
    count = _count(rule, anchors)
    if printed is None and count is None:
        return None, None
    if count is None and printed is not None:
        steps = (_prints(rule, printed), *_weekend_note(printed))
        return _made(rule, printed, rule.kind, steps, printed), None
    if printed is None and count is not None:
        kind = "estimated" if count.rivals else rule.computed_kind or rule.kind
        return _made(rule, count.end, kind, (*count.steps, *_mailing(rule, anchors)), None), None
    assert printed is not None  # noqa: S101 - the two cases above leave both
    assert count is not None  # noqa: S101 - the same
    return _reconciled(rule, printed, count, _mailing(rule, anchors))


def _made(
    rule: DeadlineRule,
    date: dt.date,
    kind: DeadlineKind,
    steps: Sequence[str],
    printed: dt.date | None,
) -> Deadline:
    return Deadline(
        act=rule.act,
        date=date,
        kind=kind,
        origin="printed" if date == printed else "computed",
        rule=rule.name,
        derivation=tuple(steps),
        printed=printed,
        source=rule.authority,
        lost=rule.lost,
    )


def _printed(rule: DeadlineRule, anchors: Anchors, *, main: bool) -> dt.date | None:
    """The date the letter prints for this act; a headline date of unknown role belongs to the first rule."""
    roles = (*rule.printed, HEADLINE) if main else rule.printed
    return next((anchors.printed[role] for role in roles if role in anchors.printed), None)


def _reconciled(
    rule: DeadlineRule, printed: dt.date, count: _Count, mailing: tuple[str, ...]
) -> tuple[Deadline, Doubt | None]:
    """The printed date held against the count: it stands, or the earlier one does with a doubt."""
    steps = [*count.steps, _prints(rule, printed)]
    ends = (count.end, *count.rivals)
    if any(_fits(rule, printed, end) for end in ends):
        kind: DeadlineKind = "estimated" if count.rivals else rule.kind
        steps += [_standing(rule, printed, ends), *_weekend_note(printed), *mailing]
        return _made(rule, printed, kind, steps, printed), None
    earlier = min(printed, *ends)
    steps += [f"The two differ: the earlier, {spoken(earlier)}, stands.", *mailing]
    why = (
        f"The letter prints {spoken(printed)}; the rule gives {spoken(count.end)}. "
        "The earlier one stands until a person has looked."
    )
    return _made(rule, earlier, "estimated", steps, printed), Doubt("due-date-conflict", why, HEADLINE)


def _fits(rule: DeadlineRule, printed: dt.date, end: dt.date) -> bool:
    if agree(printed, end):
        return True
    return {
        "equal": False,
        "not-later": printed < end,
        "not-earlier": printed > end,
    }[rule.agreement]


def _standing(rule: DeadlineRule, printed: dt.date, ends: Sequence[dt.date]) -> str:
    if printed in ends:
        return "Both agree."
    if any(agree(printed, end) for end in ends):
        nearest = min(ends, key=lambda end: abs(end - printed))
        note = f" To be safe, act by {spoken(nearest, weekday=True)}." if nearest < printed else ""
        return f"They differ by no more than one working day: the printed date stands.{note}"
    if rule.agreement == "not-later":
        return "The IRS may ask for an earlier day than the law's: the printed date stands."
    return "The law only sets the least time: the printed date stands."


def _prints(rule: DeadlineRule, printed: dt.date) -> str:
    return f"The letter prints {spoken(printed, weekday=True)} as the day to {rule.act}."


def _weekend_note(printed: dt.date) -> tuple[str, ...]:
    """What to know of a printed date on a day without business: it is kept, whatever the law would allow."""
    why = why_not_business_day(printed)
    if why is None:
        return ()
    before = spoken(last_business_day(printed), weekday=True)
    return (f"{_short(printed)} is {why}: to be safe, act by {before}.",)


def _count(rule: DeadlineRule, anchors: Anchors) -> _Count | None:
    if rule.clock == "notice_date" and anchors.notice_date is not None:
        return _counted(rule, anchors, anchors.notice_date, "Notice date")
    end_of_plan = anchors.printed.get("termination")
    if rule.clock == "termination_date" and end_of_plan is not None:
        return _counted(rule, anchors, end_of_plan, "Termination date")
    return None


def _counted(rule: DeadlineRule, anchors: Anchors, start: dt.date, name: str) -> _Count:
    first = f"{name} {spoken(start, weekday=True)}."
    if rule.threshold is None:
        count = _plain_count(rule, anchors, start)
        return _Count(count.end, (first, *count.steps))
    long, limit = _plain_count(rule, anchors, start), f"${rule.threshold.amount:,.2f}"
    short = _business_count(start, rule.threshold.business_days)
    length = f"{rule.threshold.business_days} business days"
    if anchors.amount is None:
        said = f"The amount is not known: from {limit} on {length} count, so the earlier date stands."
        ends = sorted((short, long), key=lambda count: count.end)
        return _Count(ends[0].end, (first, said, *short.steps, *long.steps), (ends[1].end,))
    if anchors.amount >= rule.threshold.amount:
        said = f"The amount, ${anchors.amount:,.2f}, is {limit} or more: {length} count."
        return _Count(short.end, (first, said, *short.steps))
    said = f"The amount, ${anchors.amount:,.2f}, is below {limit}: {rule.days} days count."
    return _Count(long.end, (first, said, *long.steps))


def _plain_count(rule: DeadlineRule, anchors: Anchors, start: dt.date) -> _Count:
    """The count without a threshold, rolled where the law rolls it."""
    if rule.business_days is not None:
        return _business_count(start, rule.business_days)
    if rule.years is not None:
        end = _years_later(start + _DAY, rule.years) - _DAY
        steps = [f"The period begins on {spoken(start + _DAY)} and ends on {spoken(end)}."]
    else:
        days = rule.days or 0
        steps = []
        if anchors.abroad and rule.abroad_days is not None:
            days = rule.abroad_days
            steps.append(f"The letter is addressed outside the United States: {days} days count.")
        end = start + dt.timedelta(days=days)
        steps.append(f"Day 1 is {_short(start + _DAY)}; day {days} is {spoken(end)}.")
    rolled, said = _rolled(end, statutory=rule.statutory)
    return _Count(rolled, (*steps, said))


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day of a later year; February 29 becomes March 1 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _business_count(start: dt.date, days: int) -> _Count:
    first, end = add_business_days(start, 1), add_business_days(start, days)
    skipped = [
        f"{_short(day)}, {holiday_name(day)}"
        for day in (start + dt.timedelta(days=n) for n in range(1, (end - start).days))
        if day.weekday() < 5 and holiday_name(day) is not None
    ]
    without = "Saturdays, Sundays" + "".join(f" and {day}," for day in skipped)
    steps = (
        f"Business day 1 is {_short(first)}; business day {days} is {spoken(end, weekday=True)}.",
        f"{without.rstrip(',')} are not counted.",
    )
    return _Count(end, steps)


def _rolled(end: dt.date, *, statutory: bool) -> tuple[dt.date, str]:
    """The working date of a count that ends on a day, and the sentence that says why."""
    why = why_not_business_day(end)
    if why is None:
        return end, f"{_short(end)} is a {end:%A}: no roll."
    if statutory:
        moved = next_business_day(end)
        return moved, f"{_short(end)} is {why}: it moves to {spoken(moved, weekday=True)} (IRC 7503)."
    before = spoken(last_business_day(end), weekday=True)
    return end, f"{_short(end)} is {why}; the law does not move this date. To be safe, act by {before}."


def _mailing(rule: DeadlineRule, anchors: Anchors) -> tuple[str, ...]:
    """What the law says where a letter was mailed after its date; the working date never moves by it."""
    if not rule.from_mailing or anchors.postmark is None or anchors.notice_date is None:
        return ()
    if anchors.postmark <= anchors.notice_date:
        return ()
    later = _plain_count(rule, anchors, anchors.postmark).end
    mailed = f"Mailed on {spoken(anchors.postmark)}, after its own date."
    return (
        f"{mailed} The law counts from mailing, to {spoken(later)}.",
        "Work to the earlier date all the same, and keep the envelope as proof.",
    )


def _short(day: dt.date) -> str:
    return f"{day:%B} {day.day}"
