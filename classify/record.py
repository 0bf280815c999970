"""The record: finding and advice of one letter as the JSON that the program prints (docs/record.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from classify.advice import Advice, Deadline, Option
from classify.doubt import Doubt
from classify.field import Amount, Contact, DatedMention, Evidence, Field, Period
from classify.finding import Finding
from classify.growth import Growth, Waiting
from classify.ladder import Standing
from classify.unusual import Unusual
from ingest.letter import Letter, Signs

SCHEMA = 1

Json = dict[str, Any]
T = TypeVar("T")


def letter_record(
    letter: Letter,
    finding: Finding,
    advice: Advice | None,
    doubts: Sequence[Doubt],
    provenance: Mapping[str, Any],
    title: str | None,
    unusual: Sequence[Unusual] = (),
) -> Json:
    """One letter's object of the record.

    Parameters
    ----------
    doubts
        Those that arose in advising, after the finding's own.
    title
        The notice's title in the catalogue, or None.
    unusual
        What letters of the IRS do not show.

    """
    every = (*finding.doubts, *doubts)
    return {
        "id": letter.id,
        "pages": [page.number for page in (*letter.pages, *letter.enclosures)],
        "enclosures": [page.number for page in letter.enclosures],
        "status": status_of(finding, every),
        "doubts": [{"name": d.name, "field": d.field, "why": d.why} for d in every],
        "notice": {**_field(finding.notice, str), "title": title},
        "notice_date": _field(finding.notice_date, dt.date.isoformat),
        "tax_periods": _field(finding.tax_periods, lambda periods: [_period(p) for p in periods]),
        "amount_due": _field(finding.amount_due, money_text),
        "due_date": _field(finding.due_date, dt.date.isoformat),
        "taxpayer_id_last4": _field(finding.taxpayer_id_last4, str),
        "amounts": [_amount(a) for a in finding.amounts],
        "dates": [_mention(d) for d in finding.dates],
        "contact": _contact(finding.contact),
        "capture": {
            "kind": letter.capture.kind,
            "quality": letter.capture.quality,
            "advice": _capture_advice(letter),
        },
        "missing_pages": list(letter.missing_pages),
        "signs": _signs(letter.signs),
        "unusual": [_unusual(one) for one in unusual],
        "advice": None if advice is None else _advice(advice),
        "provenance": dict(provenance),
    }


def _signs(signs: Signs) -> Json:
    return {
        "numbers": list(signs.numbers),
        "of": signs.count,
        "code": signs.code,
        "date": signs.date,
        "last4": signs.last_four,
        "period": signs.period,
    }


def _capture_advice(letter: Letter) -> str | None:
    """What to tell the person who made the capture; pages that are not here come first."""
    if not letter.missing_pages:
        return letter.capture.advice
    listed = ", ".join(str(number) for number in letter.missing_pages)
    gone = (
        f"Not here: page {listed} of the letter."
        if len(letter.missing_pages) == 1
        else (f"Not here: pages {listed} of the letter.")
    )
    return gone if letter.capture.advice is None else f"{gone} {letter.capture.advice}"


def status_of(finding: Finding, doubts: Sequence[Doubt]) -> str:
    """``accepted`` only where there is no doubt at all and every field is accepted."""
    if finding.origin != "irs":
        return finding.origin
    return "accepted" if not doubts and all(field.accepted for field in finding.fields) else "review"


def money_text(value: Decimal) -> str:
    """Dollars and cents, two decimals, no sign of currency."""
    return f"{value:.2f}"


def _field(field: Field[T], text: Callable[[T], Any]) -> Json:
    return {
        "value": None if field.value is None else text(field.value),
        "accepted": field.accepted,
        "probability": field.probability,
        "evidence": [_evidence(e) for e in field.evidence],
        "rivals": [
            {"value": text(r.value), "score": r.score, "evidence": [_evidence(e) for e in r.evidence]}
            for r in field.rivals
        ],
    }


def _evidence(evidence: Evidence) -> Json:
    box = evidence.box
    return {
        "page": evidence.page,
        "box": [round(box.left), round(box.top), round(box.right), round(box.bottom)],
        "text": evidence.text,
        "rule": evidence.rule,
        "engine": evidence.witness,
    }


def _period(period: Period) -> Json:
    return {"form": period.form, "end": period.end.isoformat()}


def _amount(amount: Amount) -> Json:
    return {
        "role": amount.role,
        "value": money_text(amount.value),
        "evidence": [_evidence(e) for e in amount.evidence],
    }


def _mention(mention: DatedMention) -> Json:
    return {
        "role": mention.role,
        "value": mention.value.isoformat(),
        "evidence": [_evidence(e) for e in mention.evidence],
    }


def _unusual(one: Unusual) -> Json:
    return {
        "key": one.key,
        "name": one.name,
        "why": one.why,
        "source": one.source,
        "evidence": [_evidence(e) for e in one.evidence],
    }


def _contact(contact: Contact) -> Json:
    return {
        "phone": contact.phone,
        "fax": contact.fax,
        "reply_address": contact.reply_address,
        "person": contact.person,
        "reference": contact.reference,
        "evidence": [_evidence(e) for e in contact.evidence],
    }


def _advice(advice: Advice) -> Json:
    return {
        "title": advice.title,
        "meaning": advice.meaning,
        "category": advice.category,
        "urgency": advice.urgency,
        "stage": advice.stage,
        "deadline": None if advice.deadline is None else deadline_record(advice.deadline),
        "other_deadlines": [deadline_record(d) for d in advice.other_deadlines],
        "next_action": advice.next_action,
        "steps": list(advice.steps),
        "options": [_option(option) for option in advice.options],
        "options_not_fitting": [
            {"key": o.key, "name": o.name, "why_not": o.why_not, "source": o.source, "checked": o.checked}
            for o in advice.options_not_fitting
        ],
        "rights": list(advice.rights),
        "warnings": list(advice.warnings),
        "sources": list(advice.sources),
        "send_to": advice.send_to,
        "if_ignored": advice.if_ignored,
        "levy": advice.levy,
        "not_rights": list(advice.not_rights),
        "forms": list(advice.forms),
        "ladder": list(advice.ladder),
        "note": advice.note,
        "language": advice.language,
        "sequence": None if advice.sequence is None else _sequence(advice.sequence),
        "growth": None if advice.growth is None else _waiting(advice.growth),
    }


def _sequence(standing: Standing) -> Json:
    wait = standing.wait
    return {
        "name": standing.ladder.name,
        "rung": standing.rung + 1,
        "rungs": [list(rung) for rung in standing.ladder.rungs],
        "next": list(standing.after),
        "not_before": None if standing.earliest is None else standing.earliest.isoformat(),
        "by_law": None if wait is None else wait.law,
        "source": None if wait is None or not wait.basis.sources else wait.basis.sources[0].cited,
    }


def _waiting(waiting: Waiting) -> Json:
    return {
        "from": waiting.start.isoformat(),
        "balance": money_text(waiting.balance),
        "tax": None if waiting.tax is None else money_text(waiting.tax),
        "said": waiting.said,
        "by": [growth_record(growth) for growth in waiting.by],
        "note": waiting.note,
    }


def growth_record(growth: Growth) -> Json:
    """What a debt grows to by one day, as the record writes it."""
    return {
        "date": growth.date.isoformat(),
        "least": money_text(growth.least),
        "most": money_text(growth.most),
        "interest": [money_text(value) for value in growth.interest],
        "penalty": [money_text(value) for value in growth.penalty],
        "assumed_rate": growth.assumed,
        "derivation": list(growth.derivation),
    }


def _option(option: Option) -> Json:
    return {
        "key": option.key,
        "name": option.name,
        "why": option.why,
        "fits": option.fits,
        "limits": list(option.limits),
        "needs": list(option.needs),
        "source": option.source,
        "sources": list(option.sources),
        "checked": option.checked,
    }


def deadline_record(deadline: Deadline) -> Json:
    """One deadline as the record writes it."""
    return {
        "date": deadline.date.isoformat(),
        "kind": deadline.kind,
        "from": deadline.origin,
        "rule": deadline.rule,
        "act": deadline.act,
        "lost": deadline.lost,
        "derivation": list(deadline.derivation),
        "printed": _day(deadline.printed),
        "computed": _day(deadline.computed),
        "by_mailing": _day(deadline.by_mailing),
        "mailing_sure": deadline.mailing_sure,
        "source": deadline.source,
        "checked": deadline.checked,
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
