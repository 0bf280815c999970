"""From a finding to advice: what the letter means, by when, and what to do next.

Nothing is said that the catalogue does not say, and no date is given that rests on nothing. Where a field
is not certain, every plausible value of it is worked through and the earliest date stands as an estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from classify.advice import INFORMS, Advice, Deadline
from classify.catalogue import Catalogue, DeadlineRule, Notice, Statement
from classify.catalogue.entry import CHECK_FIRST, PRINTED_ROLES, spelled
from classify.count import Anchors
from classify.deadline import GIVE_POSTMARK, HEADLINE, deadlines, within_ends
from classify.doubt import Doubt
from classify.field import Field
from classify.finding import Finding
from classify.ladder import standing, told
from classify.language import Language
from classify.options import BUSINESS_FORMS, CIVIL_PENALTY, Circumstances, options_for
from classify.postmark import ROLE as POSTMARK
from classify.waiting import waiting_on
from classify.workdays import spoken

# Uncertain fields are worked through in every combination; a reader that offers more rivals is cut here.
_MOST_RIVALS = 4


def advise(
    finding: Finding,
    catalogue: Catalogue,
    *,
    today: dt.date,
    abroad: bool = False,
    postmark: dt.date | None = None,
) -> tuple[Advice | None, tuple[Doubt, ...]]:
    """Say what a letter means, with the doubts that came up on the way.

    Parameters
    ----------
    finding
        What was read on the letter.
    catalogue
        What is known of the kinds of letters.
    today
        Only for what is said of a date that has passed; no date is ever counted from it.
    abroad
        Whether the letter is addressed outside the United States.
    postmark
        The day the letter was mailed, where a person says it; it goes before what was read off an envelope.

    Returns
    -------
    tuple
        None in place of advice where the letter is not from the IRS, could not be read, or is of a kind
        that the catalogue does not know: nothing is invented for it.

    """
    code = finding.notice.value
    if finding.origin != "irs" or code is None:
        return None, ()
    notice = catalogue.find(code)
    if notice is None:
        return None, _new(finding, [_unknown(code, catalogue)])
    mailed = _Mailed(postmark) if postmark is not None else _read_off_envelope(finding, notice, today)
    found, doubts = _settled(finding, notice, catalogue, abroad=abroad, mailed=mailed)
    return _told(finding, notice, catalogue, found, today), _new(finding, [*doubts, *mailed.doubts])


@dataclass(frozen=True, slots=True)
class _Mailed:
    """The day a letter was mailed, and the page on which that was read; None where a person says it."""

    day: dt.date | None = None
    page: int | None = None
    doubts: tuple[Doubt, ...] = ()


def _read_off_envelope(finding: Finding, notice: Notice, today: dt.date) -> _Mailed:
    """The postmark that was read; none, with a doubt, where it cannot be one or there are two."""
    marks = [mention for mention in finding.dates if mention.role == POSTMARK]
    if not marks or not any(rule.from_mailing for rule in notice.deadlines):
        return _Mailed()
    listed = " and ".join(spoken(mark.value) for mark in marks)
    page = marks[0].evidence[0].page
    if len(marks) > 1:
        why = f"More than one day was read on the envelope (page {page}): {listed}. None is counted from."
    elif marks[0].value > today:
        why = f"The postmark on the envelope (page {page}) was read as {listed}, which has not come."
    else:
        return _Mailed(marks[0].value, page)
    return _Mailed(doubts=(Doubt("postmark-unsure", f"{why} {GIVE_POSTMARK}"),))


def _unknown(code: str, catalogue: Catalogue) -> Doubt:
    """Why nothing is said of a code: nobody knows it, or nothing of it was confirmed."""
    entry = catalogue.find_unclassified(code)
    if entry is not None:
        why = f"{code} is not classified: {entry.why} Nothing is said of its meaning or its dates."
        return Doubt("notice-unclassified", why, "notice")
    why = f"{code} is not in the catalogue, so nothing is said of its meaning or its dates."
    return Doubt("notice-unknown", why, "notice")


def _new(finding: Finding, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The doubts that the finding does not hold already, each once."""
    held = {(doubt.name, doubt.field) for doubt in finding.doubts}
    return tuple(dict.fromkeys(doubt for doubt in doubts if (doubt.name, doubt.field) not in held))


def _settled(
    finding: Finding, notice: Notice, catalogue: Catalogue, *, abroad: bool, mailed: _Mailed
) -> tuple[tuple[Deadline, ...], list[Doubt]]:
    """The deadlines of the letter, one for each rule that has one."""
    printed, doubted, doubts = _printed(finding)
    sure = finding.notice.accepted and finding.notice_date.accepted and finding.due_date.accepted
    amount = finding.amount_due.value if finding.amount_due.accepted else None
    dated = None if _has_no_true_date(finding) else finding.notice_date.value
    anchors = Anchors(dated, amount, printed, abroad, mailed.day, mailed.page, doubted)
    found, conflicts = deadlines(notice, anchors)
    doubts += conflicts
    if sure:
        return found, doubts
    entries = _entries(finding, notice, catalogue)
    tries = [
        (entry, deadlines(entry, replace(anchors, notice_date=day, printed=dates))[0])
        for entry, day, dates in product(entries, _notice_dates(finding), _due_dates(finding, printed))
    ]
    return within_ends(notice, [_earliest(deadline, notice, tries) for deadline in found]), doubts


def _has_no_true_date(finding: Finding) -> bool:
    """Whether the letter's date cannot be true: nothing is counted from a day that has not come."""
    return any(doubt.name == "notice-date-implausible" for doubt in finding.doubts)


def _earliest(
    deadline: Deadline, notice: Notice, tries: Iterable[tuple[Notice, tuple[Deadline, ...]]]
) -> Deadline:
    """The earliest that a deadline can be, over every plausible reading of the letter."""
    main = deadline.rule == notice.deadlines[0].name
    rivals = [
        other
        for entry, made in tries
        for other in made
        if (other.rule == deadline.rule and entry is notice)
        or (main and other.rule == entry.deadlines[0].name)
    ]
    first = min([deadline, *rivals], key=lambda rival: rival.date)
    steps = list(deadline.derivation)
    if first.date < deadline.date:
        steps.append(f"Not everything could be read with certainty: it may be {spoken(first.date)} already.")
    steps.append("What this date rests on is not certain, so the earliest plausible date stands.")
    origin = deadline.origin if first.date == deadline.date else "computed"
    return replace(deadline, date=first.date, kind="estimated", origin=origin, derivation=tuple(steps))


def _rivals(field: Field[dt.date]) -> Iterator[dt.date]:
    for rival in field.rivals[:_MOST_RIVALS]:
        if isinstance(rival.value, dt.date):
            yield rival.value


def _entries(finding: Finding, notice: Notice, catalogue: Catalogue) -> list[Notice]:
    """The notice, and the others that the letter may be where its code is not certain."""
    if finding.notice.accepted:
        return [notice]
    named = (catalogue.find(rival.value) for rival in finding.notice.rivals[:_MOST_RIVALS])
    return [notice, *(entry for entry in named if entry is not None and entry is not notice)]


def _notice_dates(finding: Finding) -> list[dt.date | None]:
    """The date of the letter and its plausible rivals: a letter is not older than what it bills."""
    field = finding.notice_date
    if _has_no_true_date(finding):
        return [None]
    if field.accepted or field.value is None:
        return [field.value]
    ends = [period.end for period in finding.tax_periods.value or ()]
    return [field.value, *(day for day in _rivals(field) if not ends or day > max(ends))]


def _due_dates(finding: Finding, printed: dict[str, dt.date]) -> list[dict[str, dt.date]]:
    """The printed dates, once for each plausible reading of the headline date."""
    field = finding.due_date
    if field.accepted:
        return [printed]
    start = finding.notice_date.value
    role = next((role for role, day in printed.items() if day == field.value), HEADLINE)
    later = [day for day in _rivals(field) if start is None or day > start]
    # Without the uncertain date as well: the count from the notice date may be earlier than it.
    without = {key: day for key, day in printed.items() if key != role}
    return [printed, without, *({**without, role: day} for day in later)]


def _printed(finding: Finding) -> tuple[dict[str, dt.date], frozenset[str], list[Doubt]]:
    """The printed dates by role, and the roles that have several: the earliest stands, with a doubt."""
    printed: dict[str, dt.date] = {}
    doubted: set[str] = set()
    doubts = []
    for role in PRINTED_ROLES:
        days = sorted({mention.value for mention in finding.dates if mention.role == role})
        if days:
            printed[role] = days[0]
        if len(days) > 1:
            doubted.add(role)
            listed = " and ".join(spoken(day) for day in days)
            why = f"The letter prints {listed} for the same thing; the earlier stands."
            doubts.append(Doubt("due-date-unsure", why, HEADLINE))
    headline = finding.due_date.value
    if headline is not None and headline not in printed.values():
        printed[HEADLINE] = headline
    return printed, frozenset(doubted), doubts


def _told(
    finding: Finding,
    notice: Notice,
    catalogue: Catalogue,
    found: tuple[Deadline, ...],
    today: dt.date,
) -> Advice:
    """The advice in words."""
    rules = {rule.name: rule for rule in notice.deadlines}
    main = next((d for d in found if d.rule == notice.deadlines[0].name), None) if rules else None
    late = main is not None and main.date < today
    say = catalogue.language
    by = _by(main, say, late=late)
    business = _is_business(finding, notice)
    open_still = [d for d in found if rules[d.rule].kind == "hard" and d.date >= today]
    mailed = main is not None and _is_open_by_mailing(main, today)
    any_open = bool(open_still) or _may_be_open(main, rules, found, today)
    gone = _gone(main, late=late and not mailed, any_open=any_open)
    dated = finding.notice_date.value if finding.notice_date.accepted else None
    place = standing(notice, catalogue, business=business, dated=dated)
    debt = _debt(finding)
    circumstances = Circumstances(debt, _tax(finding), business, finding.notice_date.value, gone)
    options, not_fitting = options_for(notice, catalogue, circumstances)
    over = gone >= _HEARINGS
    steps = [step for step in notice.steps if not (over and _is_for_a_hearing(step))]
    cautions = [caution.said for caution in notice.cautions if not (over and _is_for_a_hearing(caution))]
    action = (
        _left(main, rules, found, today) if main is not None and late and not mailed else notice.next_action
    )
    return Advice(
        title=notice.title.said,
        meaning=notice.meaning.said,
        category=notice.category,
        urgency=notice.urgency,
        stage=notice.stage,
        deadline=None if main is None else _told_date(main, say),
        other_deadlines=tuple(_told_date(deadline, say) for deadline in found if deadline is not main),
        next_action=_filled(action, by),
        steps=tuple(_filled(step, by) for step in steps),
        options=options,
        options_not_fitting=not_fitting,
        rights=tuple(right.said for right in notice.rights),
        warnings=(*_warnings(finding, notice, found, main, today, say), *cautions),
        sources=_sources(notice),
        send_to="" if over and _is_for_a_hearing(notice.send_to) else notice.send_to.said,
        if_ignored=notice.if_ignored.said,
        levy="" if notice.levy is None else notice.levy.said,
        not_rights=tuple(right.said for right in notice.not_rights),
        forms=notice.forms,
        language=say.code,
        note=say.say(INFORMS),
        ladder=told(place, say),
        sequence=place,
        growth=waiting_on(finding, notice, catalogue, debt=debt, deadline=main, today=today),
    )


_YEAR = dt.timedelta(days=366)
# Options that a date ends.
_HEARINGS = frozenset({"cdp", "equivalent"})


def _gone(main: Deadline | None, *, late: bool, any_open: bool) -> frozenset[str]:
    """Hearings that can no longer be asked for; none where the date itself is not certain."""
    if main is None or not late or main.kind == "estimated":
        return frozenset()
    return frozenset({"cdp"}) if any_open else _HEARINGS


def _may_be_open(
    main: Deadline | None, rules: Mapping[str, DeadlineRule], found: tuple[Deadline, ...], today: dt.date
) -> bool:
    """Whether an equivalent hearing can still be asked for though the letter does not tell its last day.

    Its year begins on the same day as the thirty days of the other hearing (Treas. Reg. 301.6320-1(i)(2),
    301.6330-1(i)(2)), so it is over a year after that one at the latest.
    """
    if main is None or "equivalent-hearing" not in rules:
        return False
    dated = any(deadline.rule == "equivalent-hearing" for deadline in found)
    return not dated and today <= main.date + _YEAR


def _told_date(deadline: Deadline, language: Language) -> Deadline:
    """A deadline whose rule was not checked says so in the language of the rest."""
    lost = deadline.lost and deadline.lost.replace(CHECK_FIRST, language.say(CHECK_FIRST))
    return replace(deadline, lost=lost)


def _is_open_by_mailing(deadline: Deadline, today: dt.date) -> bool:
    """Whether its working date has passed and the law's, counted from a later mailing, has not."""
    return deadline.by_mailing is not None and deadline.date < today <= deadline.by_mailing


def _is_for_a_hearing(statement: Statement) -> bool:
    return any(word in statement.text for word in ("12153", "hearing", "{by}", "by the printed date"))


def _by(main: Deadline | None, language: Language, *, late: bool) -> str:
    """What stands for ``{by}`` in a text."""
    if main is None:
        return language.say("by the date printed on the letter")
    if late:
        return language.say("at once")
    return language.say("by {day}", day=language.day(main.date, weekday=True))


def _filled(statement: Statement, by: str) -> str:
    return statement.said.replace("{by}", by)


def _warnings(
    finding: Finding,
    notice: Notice,
    found: tuple[Deadline, ...],
    main: Deadline | None,
    today: dt.date,
    language: Language,
) -> Iterator[str]:
    """What must be known first: a date that has passed, what is still open, what is not certain."""
    rules = {rule.name: rule for rule in notice.deadlines}
    if main is not None and main.date < today:
        yield from _passed(main, rules, found, today, language)
    elif main is not None and main.by_mailing is not None and main.by_mailing > main.date:
        day = language.day(main.by_mailing, weekday=True)
        yield language.say(_MAILED_LATE if main.mailing_sure else _SEEMS_MAILED_LATE, day=day)
    if main is not None and _has_safer_day(main, rules[main.rule]):
        day = language.day(main.computed or main.date, weekday=True)
        yield language.say("The rule gives {day}: to be safe, act by then.", day=day)
    if _has_no_true_date(finding):
        yield language.say("The date of the letter lies in the future, so nothing was counted from it.")
    if main is not None and main.kind == "estimated":
        yield language.say("The date is an estimate: look at the letter itself before you rely on it.")
    if main is None and notice.deadlines:
        yield language.say("No date could be worked out: look for one on the letter, and act soon.")
    code = finding.notice.value or notice.code
    if spelled(code) != spelled(notice.code):
        yield language.say(
            "The letter is a {code}; it is treated like a {like}. Its own wording comes first.",
            code=code,
            like=notice.code,
        )


_MAILED_LATE = (
    "Counted from mailing, the law gives until {day}: work to the earlier date, and keep the envelope."
)
_SEEMS_MAILED_LATE = (
    "If the postmark on the envelope was read right, the law gives until {day}: "
    "work to the earlier date, and keep the envelope."
)


def _has_safer_day(deadline: Deadline, rule: DeadlineRule) -> bool:
    """Whether the letter prints a day that is later than the law's, though by no more than a working day."""
    law = deadline.computed
    return law is not None and law < deadline.date and rule.agreement != "not-earlier"


def _passed(
    main: Deadline,
    rules: Mapping[str, DeadlineRule],
    found: tuple[Deadline, ...],
    today: dt.date,
    language: Language,
) -> Iterator[str]:
    """That the first date has passed, and what is still possible: another hard date, or what is left."""
    day = language.day(main.date, weekday=True)
    yield language.say("The date to {act} was {day}: it has passed.", act=main.act, day=day)
    if main.by_mailing is not None and _is_open_by_mailing(main, today):
        day = language.day(main.by_mailing, weekday=True)
        law = "The law counts from mailing, to {day}: act at once, and keep the envelope as proof."
        if not main.mailing_sure:
            law = (
                "If the postmark on the envelope was read right, the law counts from mailing, to {day}: "
                "act at once, and keep the envelope as proof."
            )
        yield language.say(law, day=day)
    still = [other for other in found if rules[other.rule].kind == "hard" and other.date >= today]
    for other in still:
        day = language.day(other.date, weekday=True)
        yield language.say("Still open until {day}: {act}.", day=day, act=other.act)
    if not still and not _is_open_by_mailing(main, today):
        yield _left(main, rules, found, today).said


def _left(
    main: Deadline, rules: Mapping[str, DeadlineRule], found: tuple[Deadline, ...], today: dt.date
) -> Statement:
    """What to do when the first date has passed, or the last of the hard ones that have passed as well."""
    passed = [other for other in found if rules[other.rule].kind == "hard" and other.date < today]
    last = max([main, *passed], key=lambda deadline: deadline.date)
    return rules[last.rule].if_late


def _is_business(finding: Finding, notice: Notice) -> bool | None:
    """Whether the taxpayer is a business, by the notice or by the forms; None where neither tells."""
    if notice.audience != "both":
        return notice.audience == "business"
    forms = {period.form for period in finding.tax_periods.value or () if period.form is not None}
    forms.discard(CIVIL_PENALTY)
    if not forms:
        return None
    return bool(forms & BUSINESS_FORMS) if not any(form.startswith("1040") for form in forms) else False


def _debt(finding: Finding) -> Decimal | None:
    """The whole debt where the letter tells it, else what it asks to be paid."""
    whole = [amount.value for amount in finding.amounts if amount.role == "whole_debt"]
    asked = finding.amount_due.value if finding.amount_due.accepted else None
    return max(whole, default=asked)


def _tax(finding: Finding) -> Decimal | None:
    """The tax in the debt, where the letter tells one and only one amount of it."""
    told = {amount.value for amount in finding.amounts if amount.role == "tax"}
    return told.pop() if len(told) == 1 else None


def _sources(notice: Notice) -> tuple[str, ...]:
    """Every source of what is said, each once, in the order it is said."""
    cited = (source.cited for statement in notice.statements for source in statement.sources)
    return tuple(dict.fromkeys(cited))
