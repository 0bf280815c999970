"""What the letter prints for reaching its sender."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classify.extract.candidate import Candidate, labels, matches
from classify.grammar import Match
from classify.layout import Sheet

_PHONE = re.compile(
    r"(?<![\d\-/])(?:1[-. ]?)?\(?(\d{3})\)?[-. ]{1,2}(\d{3})[-. ](\d{4})(?![\d\-])(?:,? ?(?:ext\.?|x) ?(\d{1,6}))?"
)
_FAX = re.compile(r"\bfax\b[^.]{0,40}$")
_CALL = re.compile(r"\b(?:phone|telephone|call|contact|tel)\b[^.]{0,40}$")
_PERSON = re.compile(r"(?:person to contact|contact person|your contact|revenue officer|contact name)[\s:]*$")
_REFERENCE = re.compile(
    r"(?:case reference(?: number)?|reference number|caller id|employee (?:id|identification)(?: number)?|badge number)[\s:.#]*$"
)
_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms)\.? )?[A-Z][A-Za-z.'\-]+(?: [A-Z][A-Za-z.'\-]*){1,3}")
_NUMBER = re.compile(r"(?<![\d\-$.,])(?:[A-Z]{0,3}\d[\dA-Z\-]{3,15})(?![\d.,]\d)")
_CITY = re.compile(r"\b[A-Z][A-Za-z. ]+,? ?[A-Z]{2} {1,2}\d{5}(?:-\d{4})?\b")
_REPLY_CUE = re.compile(
    r"\b(?:send|mail|fax|submit|return|file)\b.{0,80}\b(?:request|form 12153|form|reply|response|hearing)\b|\b(?:contact|reply|return|hearing request|mailing|irs) address\b|\bmail (?:it|your request|this form) to\b"
)
# An address is at most this many lines.
_ADDRESS_LINES = 6


def phones(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """Phone and fax numbers, told by their labels."""
    for match, _, spot in matches(sheets, _phone_numbers):
        near = [*labels(spot.around), spot.around.before]
        if any(_FAX.search(text) for text in near):
            yield Candidate(match.value, "fax", "label:fax", 3, spot)
        elif any(_CALL.search(text) for text in near):
            yield Candidate(match.value, "phone", "label:phone", 3, spot)
        else:
            yield Candidate(match.value, "phone", "shape:phone", 1, spot)


def _phone_numbers(text: str) -> Iterator[Match[str]]:
    for found in _PHONE.finditer(text):
        number = "-".join(found.groups()[:3])
        yield Match(number + (f" ext. {found[4]}" if found[4] else ""), found.start(), found.end())


def persons(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """The person to contact, where the letter names one."""
    for match, _, spot in matches(
        sheets, lambda t: (Match(m[0], m.start(), m.end()) for m in _NAME.finditer(t))
    ):
        if any(_PERSON.search(text) for text in labels(spot.around)):
            yield Candidate(match.value, "person", "label:person", 3, spot)


def references(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """Case reference, caller id or employee id."""
    for match, _, spot in matches(
        sheets, lambda t: (Match(m[0], m.start(), m.end()) for m in _NUMBER.finditer(t))
    ):
        if any(_REFERENCE.search(text) for text in labels(spot.around)):
            yield Candidate(match.value, "reference", "label:reference", 3, spot)


def reply_addresses(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """Addresses of the IRS: those named for a reply first, else the one in the letter's head.

    An address is the run of short lines of one passage that ends in a city, a state and a ZIP code and
    has the IRS or the Treasury in it, or a line before it that says what to send there.
    """
    for sheet in sheets:
        for which, (passage, _) in enumerate(sheet.passages):
            for city in _CITY.finditer(passage.text):
                first, last = passage.span(city.start(), city.end())
                line = passage.line_of(first)
                top = max(0, line - _ADDRESS_LINES + 1)
                while top < line and passage.first_words[top + 1] - passage.first_words[top] > 7:
                    top += 1
                start = passage.starts[passage.first_words[top]]
                text = passage.text[start : city.end()]
                low = text.lower()
                before = passage.before(passage.first_words[top], start)[-160:]
                cue = _REPLY_CUE.search(before)
                if not cue and not re.search(r"internal revenue|\birs\b|treasury", low):
                    continue
                if re.search(r"united states treasury", low):
                    continue
                spot = sheet.spot(which, start, city.end())
                role = "reply" if cue else "head"
                lines = [
                    " ".join(w.text for w in passage.words[a:b])
                    for a, b in zip(
                        passage.first_words[top : line + 1],
                        (*passage.first_words[top + 1 : line + 1], last),
                        strict=True,
                    )
                ]
                yield Candidate("\n".join(lines), role, f"address:{role}", 3 if cue else 1, spot)
