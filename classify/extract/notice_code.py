"""Notice codes: the letter's own, and those it only mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.codes import KNOWN
from classify.extract.candidate import Candidate, matches
from classify.grammar import Code
from classify.layout import Sheet, Spot

Reading = tuple[Code, ...]

_LABEL = re.compile(
    r"^\W*(?:notice|letter|form)?\W*(?:notice|letter|number|no|name|code|type|id)\W*(?:number|no|name|code)?\W*$"
)
# More words before it in one passage than any label has.
_RUNNING_WORDS = 8
_TOP, _FOOT = 0.3, 0.85
# Words that a phrase holding the letter's own code may hold besides.
_ALLOWED = re.compile(r"^(?:notice|letter|number|no|name|code|rev|catalog|cat|page|of|date|irs|gov|www|tax|year|form|department|treasury|"
                      r"internal|revenue|service|[a-z]?\d.*|[a-z]{1,2}|\W*)$")  # fmt: skip


def notice_codes(sheets: Sequence[Sheet]) -> Iterator[Candidate[Reading]]:
    """Every code on the letter: ``own`` in a label's place, ``mentioned`` in running text."""

    def find(text: str) -> Iterator[grammar.Match[Reading]]:
        return grammar.codes(text, KNOWN)

    for match, _, spot in matches(sheets, find):
        role, name, weight = _role(spot)
        yield Candidate(match.value, role, name, weight, spot, match.cost)


def _role(spot: Spot) -> tuple[str, str, float]:
    around = spot.around
    if _running(around.rest):
        return "mentioned", "none", 0
    if around.same_line.strip():
        return ("own", "label:notice", 3) if _LABEL.match(around.same_line) else ("mentioned", "none", 0)
    if any(_LABEL.match(text) for text in (around.left, *around.above[:1])):
        return "own", "label:notice-box", 3
    if len(around.before.split()) > _RUNNING_WORDS:
        # The last line of a paragraph: "... as we told you in our notice / CP14."
        return "mentioned", "none", 0
    return "own", "place:alone", 2 if spot.y < _TOP or spot.y > _FOOT else 1


def _running(rest: str) -> bool:
    """Whether a sentence goes on behind the code: a word that no header has."""
    return any(not _ALLOWED.match(word.strip(".,:;()")) for word in rest.split()[:3])
