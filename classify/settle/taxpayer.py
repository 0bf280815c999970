"""The last four digits of the taxpayer's number."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from classify.choose import Bench, choose
from classify.doubt import Doubt
from classify.extract.candidate import Candidate
from classify.extract.taxpayer import names_taxpayer, taxpayer_numbers
from classify.field import Field
from classify.layout import Sheet


def settle_taxpayer(sheets: Sequence[Sheet], bench: Bench) -> tuple[Field[str], list[Doubt]]:
    """The last four digits; of two spouses' numbers the one that stands first and most often."""
    found = list(taxpayer_numbers(sheets))
    # On a picture the one at the label may be what was misread.
    chosen = choose(_without_others(found) if bench.digital else found, bench, enough=1.5)
    if chosen.value is None:
        why = "The last four digits of the taxpayer's number could not be read."
        return Field(None, accepted=False), [Doubt("taxpayer-unread", why, "taxpayer_id_last4")]
    # A place that was read by itself says nothing of where it stands.
    told = [
        c
        for vote in chosen.votes[:1]
        for c in vote.candidates
        if c.spot.around.row.strip() != c.spot.text.lower()
    ]
    in_text = bool(told) and all(map(_runs_on, told))
    if chosen.accepted and in_text and any(map(_has_label, sheets)):
        # A letter about a business names its number in a sentence; its receiver's stands at the label.
        chosen = dataclasses.replace(chosen, accepted=False, why="the one at its label could not be read")
    own = chosen.votes[0].candidates if chosen.votes else ()
    if chosen.accepted and chosen.votes[0].engines == 1 and all(c.rule.endswith("-tail") for c in own):
        # Who made "44." of the mask misreads the digits behind it as well, and alike in every place.
        chosen = dataclasses.replace(chosen, accepted=False, why="its mask could not be made out")
    if chosen.accepted:
        return chosen.as_field(str), []
    why = f"The last four digits are not certain: {chosen.why}."
    return chosen.as_field(str), [Doubt("taxpayer-unsure", why, "taxpayer_id_last4")]


def _without_others(found: Sequence[Candidate[str]]) -> list[Candidate[str]]:
    """Without the numbers of payers, children and spouses in text and tables, where a label has one."""
    own = {c.value for c in found if not _is_unlabelled(c)}
    return [c for c in found if not own or not _is_unlabelled(c) or c.value in own]


def _is_unlabelled(candidate: Candidate[str]) -> bool:
    return _runs_on(candidate) or candidate.rule.startswith(("shape:", "sentence:"))


# So many words before a number in its line make a sentence; labels are shorter, or stand in a cell.
_WORDS_OF_TEXT = 3
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# "Write your employer ID number (XX-XXX1234) on your payment".
_YOUR_NUMBER = re.compile(r"\byour (?:\w+ ){0,3}(?:number|no\.?|id|ssn|ein|tin)\W*$")
# "EIN 00-1234567, which did not pay": the sentence began in the line before.
_GOES_ON = re.compile(r"^\W*(?:which|who|whose|and|is|was|has|had|did|does)\b")


def _runs_on(candidate: Candidate[str]) -> bool:
    """Whether a number stands in running text; what a label says in brackets makes it no sentence."""
    before = _IN_BRACKETS.sub("", candidate.spot.around.same_line)
    if _GOES_ON.match(candidate.spot.around.rest):
        return True
    own = names_taxpayer(before) or _YOUR_NUMBER.search(before)
    return len(before.split()) >= _WORDS_OF_TEXT and not own


# "Social security number: HHI T375,": a fax smeared what stands behind it.
_LABEL_AND_VALUE = re.compile(
    r"^\W*(?:your )?(?:(?:taxpayer|employer)(?:.?s)? id\w*|social security|ssn|ein|tin)(?: number| no\.?)?"
    r": *\S+(?: \S+)?$"
)


def _has_label(sheet: Sheet) -> bool:
    """Whether the head of a letter has the label of a taxpayer's number by itself or with its value."""
    rows = enumerate(sheet.rows if sheet.first else ())
    phrases = (sheet.plain(n, index).strip() for n, row in rows for index in range(len(row.phrases)))
    return any(names_taxpayer(phrase) or _LABEL_AND_VALUE.match(phrase) for phrase in phrases)
