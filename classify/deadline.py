"""By when: the dates that a notice sets, each with every step of how it was worked out.

Three things are kept apart: the date that the letter prints, which is the working date; the date that the
rule gives when counted from the letter, which checks it or stands in for it; and what the law says where
both differ. Nothing is ever counted from today, from the day a letter came or from a date that is not
there: without an anchor there is no date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from classify.advice import Deadline, DeadlineKind
from classify.catalogue import DeadlineRule, Notice
from classify.catalogue.entry import CHECK_FIRST
from classify.count import LATEST_MAILING, Anchors, Count, Mailing, count_of, mailing_of, misread, plain_count
from classify.doubt import Doubt
from classify.workdays import agree, last_business_day, short, spoken, why_not_business_day

HEADLINE = "due_date"
# A letter may be dated this far ahead of the day it is read; further on the date is misread.
FAR_FUTURE = dt.timedelta(days=45)
GIVE_POSTMARK = "Give the day with --postmark if you can read it."


@dataclass(frozen=True, slots=True)
class _Printed:
    """A date that the letter prints.

    ``told`` is False where what it is for is not known, ``guessed`` True where it does not fit the count of
    this act either and another act, or a right that ends on another day, may be meant. ``doubted`` is True
    where more than one day was read for the act.
    """

    day: dt.date
    told: bool = True
    guessed: bool = False
    doubted: bool = False


def deadlines(notice: Notice, anchors: Anchors) -> tuple[tuple[Deadline, ...], tuple[Doubt, ...]]:
    """Every date that the notice sets, in the order of its rules, and the doubts about them.

    A rule without an anchor gives no date, so the first date is not always that of the first rule.
    """
    found: list[Deadline] = []
    doubts: list[Doubt] = []
    owner, headline = _owned(notice, anchors)
    for rule in notice.deadlines:
        printed = _printed(rule, anchors) or (headline if rule is owner else None)
        deadline, doubt = _deadline(rule, anchors, printed)
        found += [deadline] if deadline else []
        doubts += [doubt] if doubt else []
    if any(rule.from_mailing for rule in notice.deadlines):
        doubts += _about_postmark(anchors)
    return within_ends(notice, found), tuple(doubts)


def _about_postmark(anchors: Anchors) -> Iterator[Doubt]:
    """That a date hangs on a mark which was only read; one before the letter's date changes nothing."""
    dated, mailed = anchors.notice_date, anchors.postmark
    if anchors.envelope is None or dated is None or mailed is None or mailed <= dated:
        return
    seen = f"The envelope (page {anchors.envelope}) seems to be postmarked {spoken(mailed)}"
    if mailed - dated > LATEST_MAILING:
        why = f"{seen}, more than {LATEST_MAILING.days} days after the letter's date: it is not believed."
    else:
        why = f"{seen}, after the letter's date. One mark is no proof, so the earlier date stands."
    yield Doubt("postmark-unsure", f"{why} {GIVE_POSTMARK}")


def within_ends(notice: Notice, found: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """The deadlines, none later or surer than the end of a plan that it hangs on.

    Parameters
    ----------
    notice
        Whose rules made them.
    found
        The deadlines in the order of the rules.

    Returns
    -------
    tuple
        The same ones: an act that must come before the end stands on the day of the end where its own count
        is longer, and what is counted from an end that is only an estimate is an estimate as well.

    """
    rules = {rule.name: rule for rule in notice.deadlines}
    made: dict[str, Deadline] = {}
    for deadline in found:
        rule = rules[deadline.rule]
        end = made.get(rule.no_later_than or "")
        if end is not None and end.date < deadline.date:
            made[rule.name] = _ended(deadline, end)
        elif rule.clock == "termination_date" and _is_shaky(_end_of_plan(made, rules), deadline):
            made[rule.name] = _shaken(deadline)
        else:
            made[rule.name] = deadline
    return tuple(made.values())


def _ended(deadline: Deadline, end: Deadline) -> Deadline:
    said = f"No later than the last day to {end.act}: {spoken(end.date, weekday=True)} stands."
    kind: DeadlineKind = "estimated" if end.kind == "estimated" else deadline.kind
    return replace(deadline, date=end.date, kind=kind, derivation=(*deadline.derivation, said))


def _end_of_plan(made: Mapping[str, Deadline], rules: Mapping[str, DeadlineRule]) -> Deadline | None:
    return next((d for name, d in made.items() if "termination" in rules[name].printed), None)


def _is_shaky(end: Deadline | None, counted: Deadline) -> bool:
    """Whether the end is not certain and what is counted from it still claims to be."""
    return end is not None and end.kind == "estimated" and counted.kind != "estimated"


def _shaken(deadline: Deadline) -> Deadline:
    said = "The date on which the plan ends is itself not certain, so this is only an estimate."
    return replace(deadline, kind="estimated", derivation=(*deadline.derivation, said))


def _printed(rule: DeadlineRule, anchors: Anchors) -> _Printed | None:
    """The date that the letter prints for this very act."""
    role = next((role for role in rule.printed if role in anchors.printed), None)
    return None if role is None else _Printed(anchors.printed[role], doubted=role in anchors.doubted)


def _owned(notice: Notice, anchors: Anchors) -> tuple[DeadlineRule | None, _Printed | None]:
    """A date of unknown purpose, and the rule that it is taken for.

    It is the first whose count the date fits; where it fits none, the first that a date is printed for. That
    is a guess where there are others, and where a right is lost: it may end on another day.
    """
    headline = anchors.printed.get(HEADLINE)
    free = [rule for rule in notice.deadlines if rule.printed and _printed(rule, anchors) is None]
    if headline is None or not free:
        return None, None
    doubted = HEADLINE in anchors.doubted
    for rule in free:
        count = count_of(rule, anchors)
        if count is not None and any(agree(headline, end) for end in (count.end, *count.rivals)):
            return rule, _Printed(headline, told=False, doubted=doubted)
    guessed = len(free) > 1 or free[0].kind == "hard"
    return free[0], _Printed(headline, told=False, guessed=guessed, doubted=doubted)


def _deadline(
    rule: DeadlineRule, anchors: Anchors, printed: _Printed | None
) -> tuple[Deadline | None, Doubt | None]:
    count = count_of(rule, anchors)
    if printed is not None:
        return (
            _reconciled(rule, printed, count, anchors)
            if count is not None
            else _only_printed(rule, printed, anchors)
        )
    if count is None:
        return None, None
    mailing = mailing_of(rule, anchors)
    kind = _counted_kind(rule, count)
    why = () if rule.estimated_why is None else (f"The date is only an estimate. {rule.estimated_why}",)
    return _made(rule, count.end, kind, (*count.steps, *why, *mailing.steps), None, count, mailing), None


def _counted_kind(rule: DeadlineRule, count: Count) -> DeadlineKind:
    sure = count.verified and not count.rivals and rule.basis.mark != "general"
    return (rule.computed_kind or rule.kind) if sure else "estimated"


def _made(
    rule: DeadlineRule,
    date: dt.date,
    kind: DeadlineKind,
    steps: Sequence[str],
    printed: dt.date | None,
    count: Count | None = None,
    mailing: Mailing | None = None,
) -> Deadline:
    checked = rule.basis.mark != "general"
    return Deadline(
        act=rule.act,
        date=date,
        kind=kind,
        origin="printed" if date == printed else "computed",
        rule=rule.name,
        derivation=tuple(steps) if checked else (*steps, f"This rule was not checked. {CHECK_FIRST}"),
        printed=printed,
        source=rule.authority,
        lost=rule.lost if checked else f"{rule.lost} ({CHECK_FIRST})",
        computed=None if count is None else count.end,
        by_mailing=None if mailing is None else mailing.end,
        mailing_sure=mailing is None or mailing.sure,
        checked=checked,
    )


def _only_printed(
    rule: DeadlineRule, printed: _Printed, anchors: Anchors
) -> tuple[Deadline | None, Doubt | None]:
    """The printed date where nothing can be counted to check it: only that it can be meant at all."""
    steps = (_prints(rule, printed), *_weekend_note(printed.day))
    wrong = misread(printed.day, anchors.notice_date)
    if wrong is None:
        kind: DeadlineKind = "estimated" if printed.guessed or printed.doubted else rule.kind
        return _made(rule, printed.day, kind, steps, printed.day), _unknown_purpose(rule, printed)
    why = f"The letter prints {spoken(printed.day)}, which {wrong}: one of the two may be misread."
    doubt = Doubt("due-date-unsure", why, HEADLINE)
    if anchors.notice_date is not None and printed.day > anchors.notice_date:
        return None, doubt
    return _made(rule, printed.day, "estimated", (*steps, why), printed.day), doubt


def _unknown_purpose(rule: DeadlineRule, printed: _Printed) -> Doubt | None:
    """That a right may end on another day than the one printed for what is not known."""
    if not printed.guessed or rule.kind != "hard":
        return None
    why = (
        f"The letter prints {spoken(printed.day)}; what for is not known. "
        f"The day to {rule.act} may be another: look for it in the letter."
    )
    return Doubt("due-date-unsure", why, HEADLINE)


def _reconciled(
    rule: DeadlineRule, printed: _Printed, count: Count, anchors: Anchors
) -> tuple[Deadline, Doubt | None]:
    """The printed date held against the count: it stands, or the earlier one does with a doubt."""
    day, mailing = printed.day, mailing_of(rule, anchors)
    steps = [*count.steps, _prints(rule, printed)]
    if _fits(rule, printed, count.end, anchors.notice_date):
        sure = not printed.guessed and not printed.doubted and not count.rivals
        if not printed.told and rule.kind == "hard" and day > count.end:
            # Only a letter that says what its date is for may give one working day more than the law.
            steps += [f"As that is not known, the count stands: {spoken(count.end)}.", *mailing.steps]
            return _made(rule, count.end, _counted_kind(rule, count), steps, day, count, mailing), None
        kind = rule.kind if sure else "estimated"
        steps += [_standing(rule, day, count.end), *_weekend_note(day), *mailing.steps]
        made = _made(rule, day, kind, steps, day, count, mailing)
        return made, _unknown_purpose(rule, printed)
    earlier = min(day, count.end)
    hints = (*_misreading(day, anchors), *_other_count(rule, day, count, anchors))
    steps += [*hints, f"The two differ: the earlier, {spoken(earlier)}, stands.", *mailing.steps]
    unknown = "" if printed.told else "what for is not known, and "
    parts = (
        f"The letter prints {spoken(day)}; {unknown}the rule gives {spoken(count.end)}.",
        *hints,
        "The earlier one stands until a person has looked.",
    )
    doubt = Doubt("due-date-conflict", " ".join(parts), HEADLINE)
    return _made(rule, earlier, "estimated", steps, day, count, mailing), doubt


def _misreading(printed: dt.date, anchors: Anchors) -> tuple[str, ...]:
    wrong = misread(printed, anchors.notice_date)
    return () if wrong is None else (f"The printed date {wrong}.",)


def _other_count(rule: DeadlineRule, printed: dt.date, count: Count, anchors: Anchors) -> tuple[str, ...]:
    """Which other count the printed date fits: that of a smaller amount, or of an address elsewhere."""
    if rule.threshold is not None and any(agree(printed, end) for end in count.rivals):
        return (
            f"The printed date fits an amount below ${rule.threshold.amount:,.2f}; the amount is not known.",
        )
    if rule.abroad_days is None or anchors.notice_date is None:
        return ()
    elsewhere = replace(anchors, abroad=not anchors.abroad)
    if not agree(printed, plain_count(rule, elsewhere, anchors.notice_date).end):
        return ()
    days = rule.days if anchors.abroad else rule.abroad_days
    where = "in" if anchors.abroad else "outside"
    return (f"The printed date fits the {days} days that count for an address {where} the United States.",)


def _fits(rule: DeadlineRule, printed: _Printed, end: dt.date, notice_date: dt.date | None) -> bool:
    if agree(printed.day, end):
        return True
    if misread(printed.day, notice_date) is not None:
        return False
    return {
        "equal": False,
        "not-later": printed.day < end,
        # A later day is the letter's to set, not that of a date which may be for something else.
        "not-earlier": printed.day > end and not printed.guessed,
    }[rule.agreement]


def _standing(rule: DeadlineRule, printed: dt.date, end: dt.date) -> str:
    if printed == end:
        return "Both agree."
    if agree(printed, end):
        note = f" To be safe, act by {spoken(end, weekday=True)}." if end < printed else ""
        return f"They differ by no more than one working day: the printed date stands.{note}"
    if rule.agreement == "not-later":
        return "The IRS may ask for an earlier day than the law's: the printed date stands."
    return "The law only sets the least time: the printed date stands."


def _prints(rule: DeadlineRule, printed: _Printed) -> str:
    day = spoken(printed.day, weekday=True)
    more = " More than one day was read for it; this is the earliest." if printed.doubted else ""
    if not printed.told:
        return (
            f"The letter prints {day}; what for is not known, so it is taken as the day to {rule.act}.{more}"
        )
    return f"The letter prints {day} as the day to {rule.act}.{more}"


def _weekend_note(printed: dt.date) -> tuple[str, ...]:
    """What to know of a printed date on a day without business: it is kept, whatever the law would allow."""
    why = why_not_business_day(printed)
    if why is None:
        return ()
    before = spoken(last_business_day(printed), weekday=True)
    return (f"{short(printed)} is {why}: to be safe, act by {before}.",)
