"""Counts from a day on the letter to the day on which a period ends, with every step.

Days, business days and years, the shorter count for large amounts, and what the law says of a letter that was
mailed after its date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from classify.catalogue import DeadlineRule
from classify.workdays import (
    add_business_days,
    holiday_name,
    is_verified,
    last_business_day,
    next_business_day,
    short,
    spoken,
    why_not_business_day,
)

_DAY = dt.timedelta(days=1)
# A printed date further than this from the letter's own is a misreading, not an answer.
_LONGEST = dt.timedelta(days=366)
_WEEKENDS = "Saturdays and Sundays"
# A letter is mailed within days of its date; a mark read later than this is another one, or misread.
LATEST_MAILING = dt.timedelta(days=60)


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
        Printed dates by role, and under ``due_date`` one of which is not known what it is for.
    abroad
        Whether it is addressed outside the United States.
    postmark
        The day it was mailed, where the envelope tells it.
    envelope
        The page on which that was read; None where a person says it. One mark that was read is no proof.
    doubted
        Roles of printed dates for which more than one day was read; the earliest stands in ``printed``.

    """

    notice_date: dt.date | None = None
    amount: Decimal | None = None
    printed: Mapping[str, dt.date] = field(default_factory=dict)
    abroad: bool = False
    postmark: dt.date | None = None
    envelope: int | None = None
    doubted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Count:
    """A count from an anchor to a date.

    ``rivals`` are the ends of other counts that may be the true one, all of them later; ``verified`` is
    False where the legal holidays on the way are not known.
    """

    end: dt.date
    steps: tuple[str, ...]
    rivals: tuple[dt.date, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Mailing:
    """What the law says where a letter was mailed after its date; the working date never moves by it."""

    end: dt.date | None = None
    steps: tuple[str, ...] = ()
    sure: bool = True


def misread(printed: dt.date, notice_date: dt.date | None) -> str | None:
    """Why a printed date cannot be meant as it was read, as words after ``which``; None where it can."""
    if notice_date is None:
        return None
    if printed <= notice_date:
        return f"is not after the letter's own date, {spoken(notice_date)}"
    if printed - notice_date > _LONGEST:
        return f"is more than a year after the letter's own date, {spoken(notice_date)}"
    return None


def count_of(rule: DeadlineRule, anchors: Anchors) -> Count | None:
    """The count of a rule from the day that it begins with; None where the letter lacks that day."""
    if rule.clock == "notice_date" and anchors.notice_date is not None:
        return _counted(rule, anchors, anchors.notice_date, "Notice date")
    end_of_plan = anchors.printed.get("termination")
    if (
        rule.clock == "termination_date"
        and end_of_plan is not None
        and misread(end_of_plan, anchors.notice_date) is None
    ):
        return _counted(rule, anchors, end_of_plan, "Termination date")
    return None


def _counted(rule: DeadlineRule, anchors: Anchors, start: dt.date, name: str) -> Count:
    first = f"{name} {spoken(start, weekday=True)}."
    long = plain_count(rule, anchors, start)
    if rule.threshold is None:
        return replace(long, steps=(first, *long.steps))
    limit, days = f"${rule.threshold.amount:,.2f}", rule.threshold.business_days
    short, length = _business_count(start, days), f"{days} business days"
    if anchors.amount is None:
        said = f"The amount is not known: from {limit} on {length} count, so the earlier date stands."
        near, far = sorted((short, long), key=lambda count: count.end)
        verified = near.verified and far.verified
        return Count(near.end, (first, said, *short.steps, *long.steps), (far.end,), verified)
    if anchors.amount >= rule.threshold.amount:
        said = f"The amount, ${anchors.amount:,.2f}, is {limit} or more: {length} count."
        return replace(short, steps=(first, said, *short.steps))
    said = f"The amount, ${anchors.amount:,.2f}, is below {limit}: {rule.days} days count."
    return replace(long, steps=(first, said, *long.steps))


def plain_count(rule: DeadlineRule, anchors: Anchors, start: dt.date) -> Count:
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
        steps.append(f"Day 1 is {short(start + _DAY)}; day {days} is {spoken(end)}.")
    rolled, said = _rolled(end, rule)
    unknown = _unverified(end, rolled) if rule.statutory else ()
    return Count(rolled, (*steps, said, *unknown), verified=not unknown)


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day of a later year; February 29 becomes March 1 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _business_count(start: dt.date, days: int) -> Count:
    first, end = add_business_days(start, 1), add_business_days(start, days)
    skipped = [
        f"{short(day)}, {holiday_name(day)}"
        for day in (start + dt.timedelta(days=n) for n in range(1, (end - start).days))
        if day.weekday() < 5 and holiday_name(day) is not None
    ]
    without = "Saturdays, Sundays" + "".join(f" and {day}," for day in skipped) if skipped else _WEEKENDS
    unknown = _unverified(start, end)
    steps = (
        f"Business day 1 is {short(first)}; business day {days} is {spoken(end, weekday=True)}.",
        f"{without.rstrip(',')} are not counted.",
        *unknown,
    )
    return Count(end, steps, verified=not unknown)


def _unverified(*days: dt.date) -> tuple[str, ...]:
    """That the legal holidays of a year are not known, where one of the days lies in such a year."""
    years = sorted({day.year for day in days if not is_verified(day)})
    if not years:
        return ()
    named = " and ".join(str(year) for year in years)
    return (f"The legal holidays of {named} are not verified here: they could only make the date later.",)


def _rolled(end: dt.date, rule: DeadlineRule) -> tuple[dt.date, str]:
    """The working date of a count that ends on a day, and the sentence that says why."""
    why = why_not_business_day(end)
    if why is None:
        return end, f"{short(end)} is a {end:%A}: no roll."
    if rule.statutory:
        moved = next_business_day(end)
        return moved, f"{short(end)} is {why}: it moves to {spoken(moved, weekday=True)} (IRC 7503)."
    before = spoken(last_business_day(end), weekday=True)
    law = "the law does not move this date"
    if rule.roll_is_open:
        law = "whether the law moves this date (IRC 7503) is not settled, so it stays"
    return end, f"{short(end)} is {why}; {law}. To be safe, act by {before}."


def mailing_of(rule: DeadlineRule, anchors: Anchors) -> Mailing:
    """What the postmark says of the end of a count; nothing where the rule does not ask for it."""
    dated, mailed, page = anchors.notice_date, anchors.postmark, anchors.envelope
    if not rule.from_mailing or mailed is None or dated is None or (page is None and mailed <= dated):
        return Mailing()
    seen = f"The envelope (page {page}) seems to be postmarked {spoken(mailed)}"
    if page is not None and not dt.timedelta(0) <= mailed - dated <= LATEST_MAILING:
        when = "before" if mailed < dated else f"more than {LATEST_MAILING.days} days after"
        return Mailing(steps=(f"{seen}, {when} the letter's own date: it is not believed.",))
    if mailed == dated:
        return Mailing(steps=(f"{seen}, the letter's own date.",))
    later = plain_count(rule, anchors, mailed).end
    said = (
        f"Mailed on {spoken(mailed)}, after its own date. The law counts from mailing, to {spoken(later)}."
        if page is None
        else f"{seen}, after its own date. If it was mailed then, the law counts to {spoken(later)}."
    )
    steps = (said, "Work to the earlier date all the same, and keep the envelope as proof.")
    return Mailing(later, steps, sure=page is None)
