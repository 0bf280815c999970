"""The letter's own code: from its candidates to the chosen one and the doubts about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from classify.choose import Bench, choose
from classify.doubt import Doubt
from classify.extract.candidate import TOLD, Candidate
from classify.extract.notice_code import Reading, named_only, notice_codes, page_codes
from classify.field import Field
from classify.guess import Guess
from classify.layout import Sheet

# Wording this likely speaks for a code; wording this sure of another code contradicts the printed one.
_WORDING_SPEAKS = 0.5
_WORDING_CONTRADICTS = 0.97
# The unknown reading of a code counts this much beside a known one of the same place.
_UNKNOWN = 0.3


def settle_notice(
    sheets: Sequence[Sheet], bench: Bench, guess: Guess | None, learned: frozenset[str]
) -> tuple[Field[str], list[Doubt]]:
    """The letter's own code: printed in its places; its wording and the page that it names are witnesses."""
    codes = list(notice_codes(sheets))
    printed = [found for found in codes if found.role == "own"]
    if bench.digital and len({code.name for found in codes for code in found.value}) == 1:
        printed = [dataclasses.replace(c, weight=TOLD) if _has_its_row(c) else c for c in printed]
    candidates = [c for found in printed for c in _ways(found)]
    linked = list(page_codes(sheets))
    # Where no code came out in its own places, the page that the letter sends people to tells it.
    legible = any(code.known for found in printed for code in found.value)
    if not legible:
        candidates += linked
    if not candidates:
        return _of_text(codes, bench)

    pages = {c.value for c in linked} if legible else set()

    def others(code: object) -> int:
        wording = guess is not None and guess.probability(str(code)) >= _WORDING_SPEAKS
        return int(wording) + int(code in pages)

    chosen = choose(candidates, dataclasses.replace(bench, outside=others))
    exists = {code.name for found in printed for code in found.value if code.known}
    exists |= {c.value for c in linked}
    if chosen.accepted and not bench.digital and chosen.value not in exists:
        # Of "LT11" a picture may leave "111", at its label and alike at both looks.
        chosen = dataclasses.replace(chosen, accepted=False, why="no such code is known")
    field = chosen.as_field(str)
    doubts = []
    if not chosen.accepted:
        doubts.append(Doubt("notice-unsure", f"The notice code is not certain: {chosen.why}.", "notice"))
    top = guess.ranked[0] if guess and guess.ranked else None
    if top and chosen.value in learned and top[0] != chosen.value and top[1] >= _WORDING_CONTRADICTS:
        why = f"The letter is marked {chosen.value}, but its wording is that of a {top[0]}."
        doubts.append(Doubt("notice-contradicted", why, "notice"))
        field = dataclasses.replace(field, accepted=False)
    return field, doubts


def _of_text(codes: Sequence[Candidate[Reading]], bench: Bench) -> tuple[Field[str], list[Doubt]]:
    """The only code that the text names, for a person to look at; nothing where it names none or several."""
    chosen = choose((c for found in named_only(codes) for c in _ways(found)), bench)
    if chosen.value is None:
        why = "No notice code could be read on the letter."
        return Field(None, accepted=False), [Doubt("notice-unread", why, "notice")]
    why = "The notice code is not certain: only the text names it, and it may be another letter's."
    field = dataclasses.replace(chosen, accepted=False).as_field(str)
    return field, [Doubt("notice-unsure", why, "notice")]


def _has_its_row(found: Candidate[Reading]) -> bool:
    """Whether a code stands in a row by itself: the only one of a text layer is the letter's own there."""
    around = found.spot.around
    over = next(iter(around.above), "")
    return found.rule == "place:alone" and not around.left.strip() and not over.rstrip().endswith(":")


def _ways(found: Candidate[Reading]) -> Iterable[Candidate[str]]:
    """A printed code as a candidate for every way it can be read."""
    known = any(code.known for code in found.value)
    for code in found.value:
        weight = found.weight * (1.0 if code.known or not known else _UNKNOWN)
        yield Candidate(code.name, found.role, found.rule, weight, found.spot, code.cost)
