"""What it costs to wait with a letter: the debt that it tells, some days ahead, as a span."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from classify.advice import Deadline
from classify.arithmetic import sum_of
from classify.catalogue import Catalogue, DeadlineRule, Notice
from classify.finding import Finding
from classify.growth import CAP, Course, Growth, Waiting, courses, grow, rough
from classify.ladder import standing
from classify.language import Language

# Letters that ask for a debt that stands on the books; a proposed tax or a refund does not grow by a bill.
OWED = frozenset(
    {
        "balance due",
        "reminder",
        "intent to levy",
        "final notice+CDP",
        "installment agreement",
        "lien",
    }
)
_LEVY_NOTICES = frozenset({"intent to levy", "final notice+CDP"})
# From the letter's date: a month, a quarter and half a year on.
_AHEAD = (30, 90, 180)
_TOLD = 90
# The shortest time that was seen between two letters (ladders.toml), and one that is long enough for the
# higher rate to count from the first day.
_NEXT_LETTER = dt.timedelta(days=35)
_LONG_AGO = dt.timedelta(days=60)


def waiting_on(
    finding: Finding,
    notice: Notice,
    catalogue: Catalogue,
    *,
    debt: Decimal | None,
    deadline: Deadline | None,
    today: dt.date,
) -> Waiting | None:
    """What it costs to wait, or None where the letter asks for no debt or tells too little with certainty.

    Parameters
    ----------
    debt
        The whole debt, in dollars.
    deadline
        The date that counts: what is owed on it is told first.
    today
        Days that have passed are left out; for an old letter, days from here on are told.

    """
    start = finding.notice_date.value
    sure = finding.notice.accepted and finding.notice_date.accepted and finding.amount_due.accepted
    if not sure or start is None or not debt or notice.category not in OWED or _is_postponed(notice):
        return None
    if notice.category == "installment agreement" and not _tells_the_whole(finding):
        return None  # What it asks for may be one payment of the plan.
    if start < catalogue.rates.quarters[0].first:
        return None
    tax = _unpaid_tax(finding, notice, catalogue)
    cheap, dear = _courses(finding, notice, catalogue, start, debt, tax)
    grace = _grace(notice, deadline)
    by = tuple(
        _paid_in_time(debt, day)
        if grace is not None and day <= grace
        else grow(replace(cheap, start=min(cheap.start, day)), dear, day, catalogue.rates)
        for day in _days(start, deadline, today)
    )
    return Waiting(start, debt, tax, by, _said(by, start, catalogue.language))


def _tells_the_whole(finding: Finding) -> bool:
    return any(amount.role == "whole_debt" for amount in finding.amounts)


def _days(start: dt.date, deadline: Deadline | None, today: dt.date) -> list[dt.date]:
    """The deadline and some days after the letter's date; of an old letter, days after today instead."""
    ahead = {start + dt.timedelta(days=days) for days in _AHEAD}
    if max(ahead) <= today:
        ahead = {today + dt.timedelta(days=days) for days in _AHEAD}
    if deadline is not None:
        ahead.add(deadline.date)
    return sorted(day for day in ahead if day > max(start, today))


def _is_postponed(notice: Notice) -> bool:
    """Whether a disaster holds the charges for a time that the letter does not tell."""
    return any(rule.clock == "disaster_date" for rule in notice.deadlines)


def _grace(notice: Notice, deadline: Deadline | None) -> dt.date | None:
    """The last day on which the bill is paid with the amount it prints (IRC 6601(e)(3)); None without one."""
    rule = _rule(notice, deadline)
    return deadline.date if deadline is not None and rule is not None and rule.threshold else None


def _rule(notice: Notice, deadline: Deadline | None) -> DeadlineRule | None:
    return next((rule for rule in notice.deadlines if deadline and rule.name == deadline.rule), None)


def _paid_in_time(debt: Decimal, day: dt.date) -> Growth:
    step = "Paid in full by this day, it is what the letter asks for: no further interest (IRC 6601(e)(3))."
    none = (Decimal("0.00"), Decimal("0.00"))
    return Growth(day, debt, debt, none, none, assumed=False, derivation=(step,))


def _unpaid_tax(finding: Finding, notice: Notice, catalogue: Catalogue) -> Decimal | None:
    """The tax that is unpaid, where a first bill shows it: tax less payments, and its rows add up.

    What a reminder calls the amount you owed holds earlier penalties and interest as well.
    """
    if not _is_first_bill(notice, catalogue):
        return None
    found = {
        role: [amount.value for amount in finding.amounts if amount.role == role]
        for role in ("tax", "payments", "penalty", "interest")
    }
    if len(found["tax"]) != 1 or len(found["payments"]) > 1:
        return None
    tax = found["tax"][0] - sum_of(abs(value) for value in found["payments"])
    whole = tax + sum_of(found["penalty"]) + sum_of(found["interest"])
    return tax if tax > 0 and whole == finding.amount_due.value else None


def _is_first_bill(notice: Notice, catalogue: Catalogue) -> bool:
    stands_first = any(ladder.rung_of(notice.code) == 0 for ladder in catalogue.ladders)
    return notice.category == "balance due" and stands_first


def _courses(
    finding: Finding,
    notice: Notice,
    catalogue: Catalogue,
    start: dt.date,
    debt: Decimal,
    tax: Decimal | None,
) -> tuple[Course, Course]:
    """The cheapest and the dearest course that fit what the letter tells."""
    cheap, dear = courses(debt, tax, start)
    own = start if notice.category in _LEVY_NOTICES else None
    # A notice of intent to levy may have come before, or may be the next letter: the dearest course has it.
    before = _may_follow_levy_notice(notice, catalogue)
    soonest = start + (-_LONG_AGO if before else _NEXT_LETTER)
    through = _paid_through(finding, notice, start)
    return (
        replace(
            cheap,
            start=through,
            due=through - dt.timedelta(days=1),
            charged=_most_charged(finding, start, doubled=before),
            plan=notice.category == "installment agreement",
            levy_notice=own,
        ),
        replace(dear, levy_notice=own if own and not before else soonest),
    )


def _may_follow_levy_notice(notice: Notice, catalogue: Catalogue) -> bool:
    if notice.category == "balance due":
        return False
    place = standing(notice, catalogue)
    return place is None or any(
        (entry := catalogue.get(code)) is not None and entry.category in _LEVY_NOTICES
        for rung in place.before
        for code in rung
    )


def _paid_through(finding: Finding, notice: Notice, start: dt.date) -> dt.date:
    """The day to which a later bill may have counted its amount already: the date printed for paying it."""
    if any(rule.threshold for rule in notice.deadlines):
        return start
    printed = (mention.value for mention in finding.dates if mention.role == "pay_by")
    day = finding.due_date.value if finding.due_date.accepted else None
    return day if day is not None and day > start and day in printed else start


def _most_charged(finding: Finding, start: dt.date, *, doubled: bool) -> Decimal:
    """The most that the penalty can have reached by the letter, in percent, since the period ended."""
    ends = [period.end for period in finding.tax_periods.value or ()]
    if not finding.tax_periods.accepted or not ends:
        return CAP
    months = (start.year - min(ends).year) * 12 + start.month - min(ends).month + 1
    return min(CAP, Decimal(max(0, months)) * (Decimal(1) if doubled else Decimal("0.5")))


def _said(by: tuple[Growth, ...], start: dt.date, language: Language) -> str:
    """One sentence: what it comes to about three months after the letter, or as near as the days allow."""
    later = [growth for growth in by if (growth.date - start).days >= _TOLD]
    told = later[0] if later else by[-1]
    return language.say(
        "If nothing is paid, the debt grows to about {amount} by {day} (an estimate).",
        amount=_rough(told, language),
        day=language.day(told.date),
    )


def _rough(told: Growth, language: Language) -> str:
    """The amount as it is told; a span is told with a word between its ends."""
    amount = rough(told.least, told.most)
    least, between, most = amount.partition(" to ")
    return language.say("{least} to {most}", least=least, most=most) if between else amount
