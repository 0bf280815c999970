"""What extractors yield: everything on the letter that could be a field's value, with its place and role."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from classify.grammar import Match
from classify.layout import SIGNS, Sheet, Spot, Surroundings, same_place

V = TypeVar("V")


# The rule of what nothing tells.
NO_RULE = "none"
# What stands above a value and has more words than this is a paragraph, not its label; one with a colon is longer.
_LABEL_WORDS, _WORDS_WITH_COLON = 8, 12


@dataclass(frozen=True, slots=True)
class Candidate(Generic[V]):
    """One reading of one place as a value for a role.

    Parameters
    ----------
    role
        The part the value plays on the letter: ``letter``, ``pay_by``, ``due_now``, ``mentioned`` …
    rule
        The name of the rule that gave it this role.
    weight
        How surely the rule tells the role: 3 a label made for it, 2 a sentence about it, 1 a hint.
    cost
        How many characters the grammar had to put right.

    """

    value: V = field(repr=False)
    role: str
    rule: str
    weight: float
    spot: Spot
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A label or a turn of phrase in front of a value, and the role that it gives.

    ``where`` names the surroundings it is looked for in: ``label`` (same line, left, above) or
    ``sentence`` (running text before the value). The pattern must reach up to the value.
    """

    role: str
    name: str
    where: str
    pattern: re.Pattern[str]
    weight: float


def rule(role: str, name: str, where: str, pattern: str, weight: float) -> Rule:
    """A rule whose pattern ends where the value begins, whatever punctuation stands between."""
    return Rule(role, name, where, re.compile(rf"(?:{pattern})[\s\W]*$"), weight)


# What parts the facts of one line: "CP504 notice / December 16, 2019 / Form 1040".
FACT_SIGN = r"[/|;\u2022\u00b7]"
_LAST_OF_MANY = re.compile(
    r"(?:[|;\u2022\u00b7]|\S*\d\S*)\s+((?:[a-z][\w.'()/#&-]*\s){0,5}[a-z][\w.'()/#&-]*\s?:\W*)$"
)


def labels(around: Surroundings) -> Iterator[str]:
    """The texts that may be a value's label, nearest first."""
    for text in _labels(around):
        yield text
        # The number of a box is no part of its label: "8. Last day to pay".
        if (label := unnumbered(text)) != text:
            yield label


_BOX_NUMBER = re.compile(r"\W*\d{1,2}[.)]?\s(?=[a-z]{3})")


def unnumbered(label: str) -> str:
    """A label without the number of its box: "2 Mailed on"."""
    numbered = _BOX_NUMBER.match(label)
    return label[numbered.end() :] if numbered else label


def _labels(around: Surroundings) -> Iterator[str]:
    if around.same_line.strip(SIGNS):
        yield around.same_line
        # In one line of facts, "CP297 Date: October 7, 2019 | Form: 940", what stands right before the value.
        if last := _LAST_OF_MANY.search(around.same_line):
            yield last[1]
    else:
        if around.left:
            yield around.left
        # Behind a paragraph stands no label, whatever its headline is.
        above = list(itertools.takewhile(_is_short, around.above[:2]))
        yield from above
        # A label of two lines, the value under or beside its second.
        if len(above) > 1:
            yield f"{above[1]} {above[0]}"


def _is_short(text: str) -> bool:
    label = text.endswith(":") or text.startswith(("last day", "last date"))
    return len(text.split()) <= (_WORDS_WITH_COLON if label else _LABEL_WORDS)


def judge(around: Surroundings, rules: Iterable[Rule]) -> Rule | None:
    """The first rule whose pattern stands in front of the value; nearest label first."""
    rules = tuple(rules)
    for text in labels(around):
        for each in rules:
            if each.where == "label" and each.pattern.search(text):
                return each
    for each in rules:
        if each.where == "sentence" and each.pattern.search(around.before):
            return each
    return None


# A place is told by a rule of this weight.
TOLD = 2


def with_echoes(found: Sequence[Candidate[V]]) -> Iterator[Candidate[V]]:
    """The candidates; what no rule, or only its place, tells takes the role that another reading tells there.

    A label need be read only once: a closer look at a value leaves it out, and an engine may lose its blanks.
    What such a reading says confirms the value, or speaks against it.
    """
    told = [c for c in found if c.weight >= TOLD]
    for c in found:
        hint = c.rule == NO_RULE or c.rule.startswith("place:")
        same = [t for t in told if is_echo(c.spot, t.spot)] if hint else []
        best = max(same, key=lambda t: t.weight, default=None)
        yield replace(c, role=best.role, rule=f"echo of {best.rule}", weight=best.weight) if best else c


# The rule of what stands in a table of what went before (ingest/past.py).
PAST = "row:of-the-past"


def without_past(found: Sequence[Candidate[V]]) -> Iterator[Candidate[V]]:
    """The candidates; at a place that one reading shows to be of the past, no other speaks for the letter.

    A closer look at a cell leaves out the heading over it.
    """
    past = [c.spot for c in found if c.rule == PAST]
    for c in found:
        is_past = c.rule != PAST and any(is_echo(c.spot, spot) for spot in past)
        yield replace(c, role="mentioned", rule=PAST, weight=0.0) if is_past else c


def is_echo(one: Spot, told: Spot) -> bool:
    """Whether two spots are the same place in different readings."""
    return told.reading != one.reading and same_place(told, one)


def several_looks(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The readings of pages that were read more than once."""
    return [sheet for sheet in sheets if len(sheet.page.readings) > 1]


def matches(
    sheets: Iterable[Sheet], grammar: Callable[[str], Iterator[Match[V]]]
) -> Iterator[tuple[Match[V], Sheet, Spot]]:
    """Everything a grammar finds on the letter, with its place."""
    for sheet in sheets:
        for match, spot in sheet.found(grammar):
            yield match, sheet, spot
