"""What the letter prints for reaching its sender."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classify.extract.candidate import Candidate, labels, matches
from classify.grammar import Match
from classify.layout import Sheet
from classify.passage import Passage

_PHONE = re.compile(
    r"(?<![\d\-/])(?:1[-. ]?)?\(?(\d{3})\)?[-. ]{1,2}(\d{3})[-. ](\d{4})(?![\d\-])(?:,? ?(?:ext\.?|x) ?(\d{1,6}))?"
)
_FAX = re.compile(r"\bfax\b[^.]{0,40}$")
_CALL = re.compile(r"\b(?:phone|telephone|call|contact|tel)\b[^.]{0,40}$")
_PERSON = re.compile(r"(?:person to contact|contact person|your contact|revenue officer|contact name)[\s:]*$")
_REFERENCE = re.compile(
    r"(?:case reference(?: number)?|reference number|caller id|employee (?:id|identification)(?: number)?|badge number)[\s:.#]*$"
)
# A name ends with its line; what a passage goes on with is the next label.
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms)\.? )?[A-Z][A-Za-z.'\-]+(?: (?!Employee|Contact|Telephone|Phone|Fax|Address|ID)[A-Z][A-Za-z.'\-]*){1,3}"
)
_NUMBER = re.compile(r"(?<![\d\-$.,])(?:[A-Z]{0,3}\d[\dA-Z\-]{3,15})(?![\d.,]\d)")
_CITY = re.compile(r"\b[A-Z][A-Za-z. ]+,? ?[A-Z]{2} {1,2}\d{5}(?:-\d{4})?\b")
_REPLY_CUE = re.compile(
    r"\b(?:send|mail|fax|submit|return|file)\b.{0,90}\b(?:request|form 12153|form|reply|response|hearing)\b"
    r"|\b(?:contact|reply|return|hearing request|mailing|irs) address\b|\bto (?:the|this) (?:following )?address\b"
    r"|\bmail (?:it|your request|this form) to\b"
)
# What sends a hearing request there, and no payment.
_HEARING_CUE = re.compile(r"\bform 12153\b|\bhearing request|\brequest\b.{0,40}\bhearing\b")
# An address is at most this many lines.
_ADDRESS_LINES = 6
_ADDRESS_WORDS = 6
# What is to be sent to an address is said within so many letters before it.
_CUE_CHARS = 240


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
    for match, _, spot in matches(sheets, _names):
        if any(_PERSON.search(text) for text in labels(spot.around)):
            yield Candidate(match.value, "person", "label:person", 3, spot)


def references(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """Case reference, caller id or employee id."""
    for match, _, spot in matches(sheets, _numbers):
        if any(_REFERENCE.search(text) for text in labels(spot.around)):
            yield Candidate(match.value, "reference", "label:reference", 3, spot)


def _names(text: str) -> Iterator[Match[str]]:
    return (Match(m[0], m.start(), m.end()) for m in _NAME.finditer(text))


def _numbers(text: str) -> Iterator[Match[str]]:
    return (Match(m[0], m.start(), m.end()) for m in _NUMBER.finditer(text))


def reply_addresses(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """Addresses of the IRS: those named for a hearing request or another reply, and the one in its head.

    An address is the run of short lines of one passage that ends in a city, a state and a ZIP code. It is the
    IRS's where it says so, and a reply address where the text before it says what to send there.
    """
    for sheet in sheets:
        for which, (passage, _) in enumerate(sheet.passages):
            for city in _CITY.finditer(passage.text):
                lines, start = _address_lines(passage, city)
                before = passage.before(passage.span(start, start + 1)[0], start)[-_CUE_CHARS:]
                role = _address_role(before, " ".join(lines).lower())
                if role:
                    spot = sheet.spot(which, start, city.end())
                    rule = f"address:{role}"
                    yield Candidate(", ".join(lines), role, rule, 1 if role == "head" else 3, spot)


def _address_role(before: str, address: str) -> str | None:
    """Whether an address is for a hearing request, for another reply, or the letter's head.

    Neither where it is for a check, which goes to the United States Treasury.
    """
    if "united states treasury" in address:
        return None
    if _REPLY_CUE.search(before):
        return "hearing" if _HEARING_CUE.search(before) else "reply"
    return "head" if re.search(r"internal revenue|\birs\b|treasury", address) else None


def _address_lines(passage: Passage, city: re.Match[str]) -> tuple[list[str], int]:
    """The short lines up to the one with the city, and where they start in the passage's text."""
    first, last = passage.span(city.start(), city.end())
    bounds = [*passage.first_words, len(passage.words)]
    line = top = passage.line_of(first)
    while top > 0 and line - top < _ADDRESS_LINES - 1 and _is_address_line(passage, bounds, top - 1):
        top -= 1
    ends = [*bounds[top + 1 : line + 1], last]
    lines = [
        " ".join(word.text for word in passage.words[begin:end])
        for begin, end in zip(bounds[top : line + 1], ends, strict=True)
    ]
    return lines, passage.starts[bounds[top]]


def _is_address_line(passage: Passage, bounds: Sequence[int], line: int) -> bool:
    words = [word.text for word in passage.words[bounds[line] : bounds[line + 1]]]
    return len(words) <= _ADDRESS_WORDS and not words[-1].endswith((".", ":"))
