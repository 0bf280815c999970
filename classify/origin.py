"""Whether a letter is from the IRS at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classify.layout import Sheet

# A letterhead, standing by itself: not the agency named in a sentence.
_HEAD = re.compile(
    r"^\W*(?:(?:united states )?department of the treasury|internal revenue service|irs|united states treasury)\W*(?:internal revenue service)?\W*$"
)
_CUES = (
    re.compile(r"\bwww\.irs\.gov|\birs\.gov\b"),
    re.compile(r"\binternal revenue service\b"),
    re.compile(r"\bdepartment of the treasury\b"),
    re.compile(r"\bunited states treasury\b"),
    re.compile(r"\bpublication \d{1,4}\b|\bform (?:12153|9423|9465|843|656|433)\b"),
    re.compile(r"\byour caller id\b|\btaxpayer advocate\b"),
    re.compile(r"\bsocial security number\b|\btaxpayer id|\bemployer id"),
)  # fmt: skip
# Whose letters look like the IRS's and are not.
_FOREIGN = re.compile(
    r"\b(?:franchise tax board|department of revenue|dept\.? of revenue|department of taxation|division of taxation|state tax"
    r"|comptroller|county (?:tax|treasurer|assessor|collector)|tax collector|social security administration|medicare"
    r"|bank|credit union|n\.a\.|member fdic|law (?:firm|offices?)|attorneys? at law|cpas?\b|certified public accountants?"
    r"|tax (?:relief|resolution|defense|debt|help|solutions|services|advisors?|group|associates)|enrolled agents?|collection agency"
    r"|free consultation|our clients?|engagement|dear client|electric|utility|insurance)\b"
)  # fmt: skip
_WORD = re.compile(r"[a-z]{3,}")
# Fewer real words than this on the whole letter, and nothing can be told from them.
_FEW_WORDS = 12


@dataclass(frozen=True, slots=True)
class Traits:
    """What speaks for and against the IRS as the sender."""

    words: int
    heads: int
    cues: int
    foreign: int


def traits(sheets: Sequence[Sheet]) -> Traits:
    """Count the letterheads, cues and foreign names of the best reading of each page."""
    heads = cues = foreign = words = 0
    seen: set[int] = set()
    for sheet in sheets:
        if sheet.reading:
            continue
        text = "\n".join(passage.plain for passage, _ in sheet.passages)
        words += len(_WORD.findall(text))
        seen |= {n for n, cue in enumerate(_CUES) if cue.search(text)}
        cues = len(seen)
        for row in range(len(sheet.rows)):
            for index in range(len(sheet.rows[row].phrases)):
                heads += bool(_HEAD.match(sheet.plain(row, index)))
        top = [r for r in range(len(sheet.rows)) if sheet.rows[r].box.top < 0.25 * sheet.text.size_px[1]]
        head = "\n".join(sheet.plain(r, n) for r in top for n in range(len(sheet.rows[r].phrases)))
        # Banks, agencies and attorneys are named in letters of the IRS too; a letterhead is another matter.
        if sheet.page.number == 1:
            foreign = 2 * len(set(_FOREIGN.findall(head)))
    return Traits(words, heads, cues, foreign)


def few_words(found: Traits) -> bool:
    """Whether there is too little text to tell anything."""
    return found.words < _FEW_WORDS


def is_irs(found: Traits, *, own_code: bool, legible: bool) -> bool | None:
    """True or False where it can be told, None where a person must look.

    Parameters
    ----------
    found
        What speaks for and against.
    own_code
        Whether a notice code stands in a code's place.
    legible
        Whether the pages were read well: where they were not, what is missing may only be unread.

    """
    if found.heads and found.cues >= 2 and found.foreign < 4:
        return True
    if own_code and found.cues >= 3 and found.foreign < 3:
        return True
    if found.foreign >= 3 and not found.heads:
        return False
    if not found.heads and not own_code and (found.foreign or (legible and found.cues <= 2)):
        return False
    return None
