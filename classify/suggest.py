"""What the words around a value suggest, for a person to look at: it is never accepted.

Rules know the wordings that somebody thought of. A learned model (models/role_guesser.py) has seen how many
writers say such things and generalizes, but is wrong too often to be believed. It is asked where no rule
told a field, or only a sentence did and in doubt. What it suggests stands in the field with a doubt, and no
advice is given on it (mailroom/desk.py). A value that a rule told, and of which it holds that it plays
another part, is in doubt, and so is that there is none where it holds that there is one: rules and wording
must not contradict each other.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from classify import kinds
from classify.choose import evidence_of, merge_forms
from classify.clues import Kind, Place, places
from classify.doubt import Doubt
from classify.extract.candidate import NO_RULE, Candidate
from classify.extract.date_apart import TO_YOU
from classify.extract.letter_form import letter_forms
from classify.field import Evidence, Field, Period, Rival
from classify.finding import Finding
from classify.grammar import fits_form
from classify.guess import RoleGuesser
from classify.kinds import ASKS_NOTHING, PLANS, PROPOSES
from classify.layout import Sheet

# The rule of what was suggested.
LEARNED = "learned:wording"
# How likely a role must be; less is enough where it is so many times as likely as for any other value.
_LIKELY, _FAIRLY, _TIMES = 0.5, 0.2, 3.0
# What a sentence told gives way to what is at least so likely, and by so much likelier.
_SURELY, _LIKELIER = 0.7, 0.4
# What a rule told is in doubt where its role is no likelier than this at any place: of 169 right values
# on ten testers' born-digital letters none was, and the one wrong one was (docs/evaluation-log.md).
_AGAINST = 0.03
# A sum that sentences alone ask for is in doubt sooner: what others pay, or may, is told in the like words.
_HARDLY = 0.3
# A day to act by that nobody told lies so soon behind the letter; a later hearing may be asked for in a year.
_SOON = dt.timedelta(days=200)
_TO_ACT = ("pay_by", "answer_by", "hearing", "termination")
_OBJECTS: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
    ("notice_date", "date", ("letter",)),
    ("due_date", "date", _TO_ACT),
    ("amount_due", "amount", ("due_now",)),
    ("tax_periods", "period", ("own",)),
)
# Of these the model takes what is refunded, proposed or paid by instalments for asked for.
_OF_REFUNDS_AND_CLAIMS = kinds.Kind(
    {
        "CP12",
        "CP16",
        "CP21B",
        "CP24",
        "CP30",
        "CP2501",
        "Letter 105C",
        "Letter 106C",
        "Letter 916C",
        "Letter 5262",
    }
)
_NOT_BILLS = (ASKS_NOTHING, PLANS, PROPOSES, _OF_REFUNDS_AND_CLAIMS)
_UNSURE = {
    "notice": ("notice-unread", "notice-unsure", "The notice code"),
    "notice_date": ("notice-date-unread", "notice-date-unsure", "The date of the letter"),
    "tax_periods": ("tax-period-unread", "tax-period-unsure", "The tax period"),
    "amount_due": ("amount-unread", "amount-unsure", "The amount asked for"),
    "taxpayer_id_last4": ("taxpayer-unread", "taxpayer-unsure", "The taxpayer's number"),
    "due_date": ("due-date-unsure", "due-date-unsure", "The printed date for paying or answering"),
}


def with_suggestions(
    finding: Finding, sheets: Sequence[Sheet], guesser: RoleGuesser, today: dt.date
) -> Finding:
    """The finding with suggestions in fields that nothing told, or that a sentence told in doubt.

    Only of letters in English that seem to be from the IRS: the model has learned no others.
    """
    if finding.origin != "irs" or any(sheet.spanish for sheet in sheets):
        return finding
    wording = _Wording(sheets, guesser, frozenset(_set_apart(finding)))
    found = finding
    for name, suggest in _SUGGEST.items():
        field: Field[Any] = getattr(found, name)
        if name == "amount_due" and _asks_for_nothing(found):
            continue
        if not field.accepted and (field.value is None or _is_hardly_told(field)):
            suggested = suggest(wording, field, found.notice_date.value, today)
            if suggested is not None:
                found = _changed(found, name, suggested)
    return found


def with_objections(finding: Finding, sheets: Sequence[Sheet], guesser: RoleGuesser) -> Finding:
    """The finding with accepted values in doubt where the words around them speak of something else.

    Periods stand at labels that the model hardly knows, so of these only what sentences tell is asked about.
    """
    if finding.origin != "irs" or any(sheet.spanish for sheet in sheets):
        return finding
    # What a sentence says of a day, the model has read as well; a stamp stands by itself.
    wording = _Wording(sheets, guesser, frozenset(_set_apart(finding, by_sentences=False)))
    for name, kind, roles in _OBJECTS:
        field: Field[Any] = getattr(finding, name)
        if not field.accepted:
            continue
        unread, unsure, what = _UNSURE[name]
        why = f"{what} is not certain: the words around it speak of something else."
        if field.value is None:
            unsure, why = (
                unread,
                f"{what} is not certain: none was told, and the words around one speak of it.",
            )
            against = _is_spoken_of(name, wording, finding)
        else:
            asked = kind != "period" or _is_hardly_told(field)
            least = _HARDLY if kind == "amount" and _is_hardly_told(field) else _AGAINST
            against = asked and any(wording.is_against(v, kind, roles, least) for v in _values(field.value))
        if against:
            doubts = (*finding.doubts, Doubt(unsure, why, name))
            changed: dict[str, Any] = {name: dataclasses.replace(field, accepted=False), "doubts": doubts}
            finding = dataclasses.replace(finding, **changed)
    return finding


def _is_spoken_of(name: str, wording: _Wording, finding: Finding) -> bool:
    """Whether the words around a day to act by, or a sum asked for, speak of one where rules know of none.

    What letters of a kind that asks for nothing say of sums is not heard.
    """
    letter = finding.notice_date.value
    if name == "due_date":
        days = wording.ranked("date", *_TO_ACT)
        return any(likely >= _LIKELY and _is_ahead(place.value, letter, wording) for likely, place in days)
    if name == "amount_due" and not _asks_for_nothing(finding):
        sums = wording.ranked("amount", "due_now")
        return any(likely >= _LIKELY and place.value > 0 for likely, place in sums)
    return False


def _asks_for_nothing(finding: Finding) -> bool:
    return any(finding.notice.value in kind for kind in _NOT_BILLS)


def _is_ahead(day: dt.date, letter: dt.date | None, wording: _Wording) -> bool:
    soon = letter is None or letter < day <= letter + _SOON
    return soon and day not in wording.set_apart


def _values(value: Any) -> list[Any]:
    """A field's value, of periods the last day of each."""
    return [period.end for period in value] if isinstance(value, tuple) else [value]


def _set_apart(finding: Finding, *, by_sentences: bool = True) -> Iterator[dt.date]:
    """The days that a rule holds to be of something else, as that of a stamp: they are not suggested."""
    for mention in finding.dates:
        rules = {place.rule for place in mention.evidence}
        doubtful = not by_sentences and any(r.startswith("sentence:") and r != TO_YOU for r in rules)
        told = NO_RULE not in rules and not doubtful
        if mention.role == "mentioned" and told:
            yield mention.value


def _changed(finding: Finding, name: str, field: Field[Any]) -> Finding:
    """The finding with a field suggested; a doubt that nothing could be read is one about the suggestion."""
    unread, unsure, what = _UNSURE[name]
    why = f"{what} is not certain: only the words around it suggest it."
    others = [d for d in finding.doubts if d.field != name or d.name not in {unread, unsure}]
    changed: dict[str, Any] = {name: field, "doubts": (*others, Doubt(unsure, why, name))}
    return dataclasses.replace(finding, **changed)


def _is_hardly_told(field: Field[Any]) -> bool:
    """Whether only sentences tell a value, or the place where it stands."""
    return all(
        place.rule.startswith(("sentence:", "place:", "echo", "headline:")) for place in field.evidence
    )


@dataclass(frozen=True, slots=True)
class _Wording:
    """What the guesser says of one letter's values."""

    sheets: Sequence[Sheet]
    guesser: RoleGuesser
    set_apart: frozenset[dt.date] = frozenset()

    def ranked(self, kind: Kind, *roles: str) -> list[tuple[float, Place]]:
        """All values of a kind by how likely they play one of some roles, likeliest first."""
        found = []
        for place in places(self.sheets, kind):
            told = self.guesser.roles(kind, place.clues)
            found.append((sum(told.get(role, 0.0) for role in roles), place))
        return sorted(found, key=lambda each: -each[0])

    def is_against(self, value: Any, kind: Kind, roles: Sequence[str], least: float) -> bool:
        """Whether its role is less likely at every place of a value; not where no place was found."""
        told = [self.guesser.roles(kind, p.clues) for p in places(self.sheets, kind) if p.value == value]
        return bool(told) and all(sum(each.get(role, 0.0) for role in roles) < least for each in told)


def _best(
    ranked: Sequence[tuple[float, Place]], field: Field[Any], fits: Callable[[Any], bool]
) -> Field[Any] | None:
    """A field with the likeliest value that fits; None where none is likely, or what was told stands."""
    fitting = [(likely, place) for likely, place in ranked if fits(place.value)]
    if not fitting:
        return None
    likely, best = fitting[0]
    other = max((each for each, place in fitting if place.value != best.value), default=0.0)
    if likely < _LIKELY and not (likely >= _FAIRLY and likely >= _TIMES * other):
        return None
    if field.value is None:
        return _field(best.value, [best], field)
    told = max((other for other, place in fitting if place.value == field.value), default=0.0)
    gives_way = best.value != field.value and likely >= max(_SURELY, told + _LIKELIER)
    return _field(best.value, [best], field) if gives_way else None


def _code(
    wording: _Wording, field: Field[Any], _letter: dt.date | None, _today: dt.date
) -> Field[str] | None:
    ranked = wording.ranked("code", "own")
    told = None if field.value else _best(ranked, field, bool)
    if told is None:
        return None
    # Deadlines are those of whichever comes first of all that are named.
    others = {place.value: place for _, place in reversed(ranked) if place.value != told.value}
    rivals = tuple(Rival(code, 0.0, (_evidence(place),)) for code, place in reversed(others.items()))
    return replace(told, rivals=(*told.rivals, *rivals))


def _date(
    wording: _Wording, field: Field[Any], _letter: dt.date | None, today: dt.date
) -> Field[dt.date] | None:
    def fits(day: dt.date) -> bool:
        return day <= today and day not in wording.set_apart

    return _best(wording.ranked("date", "letter"), field, fits)


def _amount(
    wording: _Wording, field: Field[Any], _letter: dt.date | None, _today: dt.date
) -> Field[Decimal] | None:
    return _best(wording.ranked("amount", "due_now"), field, lambda value: bool(value > 0))


def _taxpayer(
    wording: _Wording, field: Field[Any], _letter: dt.date | None, _today: dt.date
) -> Field[str] | None:
    return None if field.value else _best(wording.ranked("taxpayer", "own"), field, bool)


def _due(
    wording: _Wording, field: Field[Any], letter: dt.date | None, _today: dt.date
) -> Field[dt.date] | None:
    """The day to pay by, or else the earliest of those by which to do something."""
    if letter is None or field.value is not None:
        return None
    for roles in (("pay_by",), _TO_ACT):
        ranked = wording.ranked("date", *roles)
        likely = [place for chance, place in ranked if chance >= _LIKELY]
        after = [p for p in likely if p.value > letter and p.value not in wording.set_apart]
        if after:
            first = min(after, key=lambda place: place.value)
            return _field(first.value, [first], field)
    return None


def _periods(
    wording: _Wording, field: Field[Any], letter: dt.date | None, _today: dt.date
) -> Field[tuple[Period, ...]] | None:
    """Every period that is likely the letter's own, with the form that it names."""
    own = [
        place
        for likely, place in wording.ranked("period", "own")
        if likely >= _LIKELY and (letter is None or place.value <= letter)
    ]
    if not own or field.value is not None:
        return None
    named: dict[str, float] = {}
    for told in letter_forms(wording.sheets):
        named[told.value] = named.get(told.value, 0.0) + told.weight
    form = merge_forms(named)
    ends = sorted({place.value for place in own})
    periods = tuple(Period(end, form if fits_form(end, form) else None) for end in ends)
    return _field(periods, own, field)


_SUGGEST: dict[str, Callable[[_Wording, Field[Any], dt.date | None, dt.date], Field[Any] | None]] = {
    "notice": _code,
    "notice_date": _date,
    "tax_periods": _periods,
    "amount_due": _amount,
    "due_date": _due,
    "taxpayer_id_last4": _taxpayer,
}


def _field(value: Any, found: Sequence[Place], told: Field[Any]) -> Field[Any]:
    """A field in doubt; what was told before is its first rival."""
    before = () if told.value is None else (Rival(told.value, 0.0, told.evidence),)
    evidence = tuple(map(_evidence, found))
    return Field(value, accepted=False, evidence=evidence, rivals=(*before, *told.rivals))


def _evidence(place: Place) -> Evidence:
    return evidence_of(Candidate(place.value, "suggested", LEARNED, 0.0, place.spot))
