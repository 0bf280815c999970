"""The contact block: the best candidate for each of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from classify.choose import evidence_of, tally
from classify.extract.candidate import Candidate
from classify.extract.contact import persons, phones, references, reply_addresses
from classify.field import Contact, Evidence
from classify.layout import Sheet


def contact_of(sheets: Sequence[Sheet]) -> Contact:
    """What the letter prints for reaching its sender; nothing is accepted or doubted here, only shown."""
    found = list(chain(phones(sheets), persons(sheets), references(sheets), reply_addresses(sheets)))
    phone = _best(c for c in found if c.role == "phone")
    fax = _best(c for c in found if c.role == "fax")
    person = _best(c for c in found if c.role == "person")
    reference = _best(c for c in found if c.role == "reference")
    addresses = (_best(c for c in found if c.role == role) for role in ("hearing", "reply", "head"))
    reply = next(filter(None, addresses), None)
    return Contact(
        phone=_value(phone),
        fax=_value(fax),
        reply_address=_value(reply),
        person=_value(person),
        reference=_value(reference),
        evidence=tuple(_evidence(c for c in (phone, fax, reply, person, reference) if c)),
    )


def _best(found: Iterable[Candidate[str]]) -> Candidate[str] | None:
    votes = tally(found)
    return max(votes[0].candidates, key=lambda c: c.weight) if votes else None


def _value(candidate: Candidate[str] | None) -> str | None:
    return candidate.value if candidate else None


def _evidence(chosen: Iterable[Candidate[str]]) -> Iterable[Evidence]:
    return (evidence_of(c) for c in chosen)
