"""Notice codes: the letter's own, and those it only mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from classify import grammar
from classify.codes import KNOWN
from classify.extract.candidate import PAST, TOLD, Candidate, matches, without_past
from classify.extract.code_role import (
    BY_SENTENCE,
    BY_SUBJECT,
    DAY_ONLY,
    EARLIER,
    NUMBER_OF,
    OFFICE,
    TOP,
    box_label,
    names_code,
    role_of,
    running,
)
from classify.extract.history import rows_of_the_past
from classify.grammar import Code
from classify.layout import Sheet, Spot

Reading = tuple[Code, ...]
# What others put before a code, as if it were a part of it: "Form CP501", "IRS Notice CP-504".
_PREFIX = re.compile(r"\b(?:form|irs(?: notice| letter)?)\s$", re.IGNORECASE)
# The rule of the only code that a letter names: it may be another letter's.
_NAMED_ONLY = "text:named-only"
NAMED_IN_WORDS = frozenset({BY_SENTENCE, BY_SUBJECT, _NAMED_ONLY})
_OF_ANOTHER = re.compile(r"\b(?:our|your|an?|any|that|each) (?:irs )?(?:notice |letter )?$")


def notice_codes(sheets: Sequence[Sheet]) -> Iterator[Candidate[Reading]]:
    """Every code on the letter: ``own`` in a label's place, ``mentioned`` in running text."""
    yield from without_past(list(_codes(sheets)))


def _codes(sheets: Sequence[Sheet]) -> Iterator[Candidate[Reading]]:
    past = {sheet: rows_of_the_past(sheet) for sheet in sheets}
    for match, sheet, spot in matches(sheets, known_codes):
        role, name, weight = ("mentioned", PAST, 0.0) if spot.row in past[sheet] else role_of(spot)
        if name == "place:heading" and not any(code.known for code in match.value):
            role = "mentioned"
        yield Candidate(match.value, role, name, weight, spot, match.cost)

    for match, _, spot in matches(sheets, grammar.levy_forms):
        # At the head of its paper, or at its foot; letters about a levy speak of it in sentences.
        alone = not spot.around.same_line.strip() and not running(spot.around.rest)
        role, name, weight = (
            ("own", "place:form", 2.0) if alone and spot.first else ("mentioned", "none", 0.0)
        )
        yield Candidate(match.value, role, name, weight, spot, match.cost)

    for match, _, spot in matches(sheets, _known_numbers):
        around = spot.around
        alone = not around.same_line.strip() and not OFFICE.sub("", around.rest).strip()
        known = any(code.known for code in match.value)
        label = _LETTER_OR_NOTICE_LABEL if known else _LETTER_LABEL
        at_length = known and NUMBER_OF.match(around.left)
        last = not around.rest.strip() or _LETTER_BEHIND.match(around.rest)
        before = known and last and label.match(around.same_line)
        near = tuple(map(box_label, (around.left, *around.above[:1])))
        beside = alone and (at_length or any(map(label.match, near)))
        # "Type of notice | IRS 3172 Letter".
        behind = known and _LETTER_BEHIND.match(around.rest) and any(map(names_code, near))
        alone_at_head = known and spot.first and spot.y < TOP and _stands_at_head(spot)
        if before or beside or behind or alone_at_head:
            yield Candidate(match.value, "own", "label:letter-number", 3, spot, match.cost)


# A letter of the correspondence system: "6331C" in a row of its own, or beside the day.
_OF_CORRESPONDENCE = re.compile(r"\W*\d{2,4}c\W*", re.IGNORECASE)


def _stands_at_head(spot: Spot) -> bool:
    """Whether the bare number of such a letter stands beside the day, or right under it."""
    if not _OF_CORRESPONDENCE.fullmatch(spot.text):
        return False
    rest = spot.around.row.replace(spot.text.lower(), "", 1)
    beside = rest if rest.strip() else next(iter(spot.around.above), "")
    return DAY_ONLY.match(beside) is not None


def named_only(found: Sequence[Candidate[Reading]]) -> list[Candidate[Reading]]:
    """The code that a letter names without calling it its own, where it names no other; empty where it does."""
    named = [c for c in found if c.rule != PAST and any(code.known for code in c.value)]
    names = {code.name for c in named for code in c.value if code.known}
    past = (any(told.search(c.spot.around.before) for told in (EARLIER, _OF_ANOTHER)) for c in named)
    if len(names) != 1 or any(past):
        return []
    return [replace(c, role="own", rule=_NAMED_ONLY, weight=1.0) for c in named]


def page_codes(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """Codes whose page on the IRS's site the letter names: notices send people to their own."""
    for match, _, spot in matches(sheets, _known_pages):
        yield Candidate(match.value, "own", "link:irs-page", TOLD, spot)


def known_codes(text: str) -> Iterator[grammar.Match[Reading]]:
    """Every notice code of a text, in each way that it can be read."""
    return _with_prefix(text, grammar.codes(text, KNOWN))


def _known_numbers(text: str) -> Iterator[grammar.Match[Reading]]:
    return _with_prefix(text, grammar.letter_numbers(text, KNOWN))


def _with_prefix(text: str, found: Iterator[grammar.Match[Reading]]) -> Iterator[grammar.Match[Reading]]:
    for match in found:
        prefix = _PREFIX.search(text, 0, match.start)
        yield replace(match, start=prefix.start()) if prefix else match


def _known_pages(text: str) -> Iterator[grammar.Match[str]]:
    return grammar.page_codes(text, KNOWN)


# What stands before the number of a letter by itself; the date and the rest of its label are another's.
_LETTER_LABEL = re.compile(r"^\W*(?:our |this )?letter(?: (?:number|no\.?|id))?\W*$")
_LETTER_BEHIND = re.compile(r"^\W*(?:letter|ltr)\b\W*$")
# A letter may be called a notice; a number that no letter has may be a year there.
_LETTER_OR_NOTICE_LABEL = re.compile(r"^\W*(?:letter|notice)(?: (?:number|no\.?|id))?\W*$")
