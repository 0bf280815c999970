"""The last four digits of the taxpayer's number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.extract.candidate import (
    TOLD,
    Candidate,
    Rule,
    is_echo,
    judge,
    labels,
    matches,
    rule,
    several_looks,
)
from classify.layout import SIGNS, Sheet, Spot, Surroundings, same_place

RULES = (
    rule("taxpayer", "label:taxpayer-number", "label",
         # "ID" alone, or that of a taxpayer: many others have one, a caller, a case, an agent.
         r"\b(?:social security|soc\.? sec\.?|taxpayer|employer|(?:federal|fed|tax) (?:id\b|identif\w+)|ssn|ein|tin)(?!\w).{0,30}"
         r"|^\W*(?:your )?(?:id|identif\w+)\b.{0,30}|^\W*number", 3),
    rule("taxpayer", "sentence:taxpayer-number", "sentence",
         r"\b(?:social security|taxpayer|employer|identif\w+|ssn|ein|tin)\b.{0,40}", 2),
)  # fmt: skip


# Of a couple the letter's taxpayer is the one named first; "Employee ID number" is that of who wrote the letter.
_OF_OTHERS = re.compile(r"\b(?:spouse|secondary|employee|badge|caller|operator)")
# "Employee: Sample Name   SSN: XXX-XX-4020": the row says whose number it is.
_ROW_OF_OTHERS = re.compile(
    r"^\W*(?:employee|spouse|child|dependent|payer|student|recipient)(?:.?s)?(?: name)?\W*:"
    # "Adele Sample   XXX-XX-1961   Child, 7 months".
    r"|\b(?:child|son|daughter|grandchild|dependent|parent|sibling|niece|nephew), (?:\d+|lived|months?)\b"
)
_PHONE = re.compile(r"\d{3}\W{0,2}\d{4}\W*$")
# Digits behind it are what it is the label of.
_LAST_FOUR = re.compile(r"\b(?:last|final) (?:4|four)\b(?:\D{0,30}| digits of \D{0,60})$")
_DIGITS_LABEL = re.compile(r"\W*digits\W*")
# "Your number: 4689 (last four digits)", "SSN 4129 (last four digits)".
_WHOSE = re.compile(
    r"\b(?:your number|ssn|ein|itin|social security (?:number|no\.?)|taxpayer id(?: number)?)\W*$"
)
_ARE_LAST_FOUR = re.compile(r"^\W*(?:the )?last (?:4|four)\b")
# "Form number: 1040", "Tax year 2022": a label of its own.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:forms?|returns?|years?|periods?|notice|letter)\b(?: (?:type|number|no\.?|ended|ending))?\W*$"
)
# "SSN ending in 1234", "your number on our records ends in 1234"; accounts and cards have such ends too, and
# a letter may name the number of a spouse.
_ENDING = re.compile(
    r"\b(?:ssn|ein|itin|tin|taxpayer id|(?:your|whose) number|(?:social security|taxpayer id\w*|identification|taxpayer) (?:number|no\.?)|(?:number|the one) on (?:your|the) (?:return|account))\W{0,3}"
    r"(?:(?:that|which|on our records|on file|with us|we have) )?end(?:s|ing)(?: (?:in|with))?(?: the digits?)?\W*$"
    r"|\btaxpayer\b[^;]{0,50}\bnumber end(?:s|ing)(?: in)?\W*$|\b(?:a|the) number that ends (?:in|with)\W*$"
    r"|\b(?:ssn|ein|social security number) \((?:it )?end(?:s|ing)(?: (?:in|with))?\W*$"
    # "The company, whose employer number ends in 7731"; "your EIN as ending in 6075"; "the social security number
    # that concludes with the digits 9072".
    r"|\b(?:ein|ssn|itin|(?:employer|taxpayer|social security)(?:.?s)?(?: identification)? number)\b"
    r"(?:(?!\b(?:account|card|check|case|phone|telephone|bank|spouse)\b)[^.\d]){0,60}"
    r"\b(?:end(?:s|ing)|concludes)(?: (?:in|with))?(?: the digits?)?\W*$"
    # "The last four digits of your social security number, which we show as 7730".
    r"|\blast (?:4|four) digits of your (?:ssn|social security number|taxpayer \w+(?: number)?|ein|number)\b[^.;\d]{0,30}$"
)
_ENDING_OF_OTHERS = re.compile(
    r"\b(?:spouse|(?<!taxpayer )whose(?! employer)|husband|wife|child|dependent|employee|partner|bank|check|card|account number)\b[^.;]*$"
)


# The line that machines read on a coupon: number, name control, type of tax, period, and a sum without its dot.
_SCAN_LINE = re.compile(r"\b\d{2} \d (?:19|20)\d{4} \d{3} \d{9,}\b")
_DIGITS_ONLY = re.compile(r"\W*\d{4}\W*")
_NAMES_TAXPAYER = re.compile(r"\b(?:social security|taxpayer|employer|identif\w+|ssn|ein|tin)\b.{0,30}$")


_OWN_LABEL = re.compile(
    r"^\W*(?:your number|(?:your )?(?:(?:taxpayer|employer)(?:.?s)?(?: id\w*)?|social security|identif\w+|ssn|ein|tin)"
    r"(?: (?:number|no\.?))?(?: \(\w+\))?)(?: or(?: employer)?| end(?:s|ing)(?: (?:in|with))?)?\W*$"
)


# As the mask leaves nine digits that are parted behind the fifth: a ZIP code, or the number of a case.
_FIVE_AND_FOUR = re.compile(r"\W*x{5}-\d{4}\W*", re.IGNORECASE)


# The line of facts at the head of a letter: "CP14   2024   July 14, 2025   ending in 5179".
_HEAD = 0.3
_ENDING_IN = re.compile(r"\bending in\W*$")
_CODE = re.compile(r"\b(?:cp|lt)[- ]?\d{1,4}[a-z]?\b|\bletter \d")


def _ends_facts(spot: Spot) -> bool:
    """Whether four digits end the number in a line of facts that has the letter's code too."""
    return bool(_ENDING_IN.search(spot.around.before) and _CODE.search(spot.around.row))


def _is_of_nine(spot: Spot, found: Rule) -> bool:
    """Whether a number is of a shape that no taxpayer's has, and no label stands right at it."""
    return found.where == "sentence" and _FIVE_AND_FOUR.fullmatch(spot.text) is not None


def _begins_rest(spot: Spot) -> bool:
    """Whether digits begin the line below their label: "... (last four: / 5147)", "(last 4 / digits): 2296"."""
    around = spot.around
    if _DIGITS_LABEL.fullmatch(around.same_line):
        return True
    ends = ")" in spot.text or re.search(r"[a-z]", around.rest) is None
    return not around.same_line.strip(SIGNS) and ends


def _ends_own(spot: Spot) -> bool:
    """Whether a sentence, or a row of a box, says that the taxpayer's number ends so."""
    around = spot.around
    # "Ending in" may stand in the cell of the number, beside its label.
    in_row = around.row.partition(spot.text.lower())[0]
    above = () if around.same_line.strip(SIGNS) else around.above[:1]
    texts = (around.before, around.left, in_row, *above)
    told = next((text for text in texts if _ENDING.search(text)), None)
    return told is not None and not _ENDING_OF_OTHERS.search(told)


def _alone_at_label(around: Surroundings) -> bool:
    """Whether digits stand alone beside or under a number's label, where there were mask signs before them."""
    if around.same_line.strip() or around.rest.strip():
        return False
    if names_taxpayer(around.left):
        return True
    return not re.search(r"[a-z]{3}", around.left) and any(map(_NAMES_TAXPAYER.search, around.above[:1]))


def names_taxpayer(label: str) -> bool:
    """Whether a label in plain text is that of a taxpayer's number and of nothing else."""
    return _OWN_LABEL.match(label) is not None


def taxpayer_numbers(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """Every masked taxpayer number on the letter, and how each reading has the digits at those places."""
    others = [
        spot
        for _, _, spot in matches(sheets, grammar.ending_fours)
        if _OF_OTHERS.search(next(labels(spot.around), "")) or _ROW_OF_OTHERS.search(spot.around.row)
    ]
    told = [c for c in _told(sheets) if not any(same_place(c.spot, spot) for spot in others)]
    yield from told
    yield from _echoes(several_looks(sheets), [c.spot for c in told if c.weight >= TOLD])


def _echoes(sheets: Sequence[Sheet], places: Sequence[Spot]) -> Iterator[Candidate[str]]:
    """What other readings of a taxpayer's number end in: engines lose its mask signs more often than its digits.

    A reading that has the same digits confirms them, one that has others speaks against them.
    """
    for match, _, spot in matches(sheets if places else (), grammar.ending_fours):
        if any(is_echo(spot, place) for place in places):
            yield Candidate(match.value, "taxpayer", "echo:taxpayer-number", TOLD, spot, match.cost)


def _told(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """The numbers that their shape or their label tells."""
    for match, _, spot in matches(sheets, grammar.last_fours):
        found = judge(spot.around, RULES)
        if found is None and match.value == "0000":
            continue  # No social security number ends so: these are the zeros of a line that machines read.
        # A run of mask signs with no hyphen and no label may be the line that machines read on a coupon.
        shape = 1.5 if re.search(r"[-–—]", spot.text) else 0.7
        name, weight = (found.name, found.weight) if found else ("shape:taxpayer-number", shape)
        if found is None and _SCAN_LINE.search(spot.around.row):
            name, weight = "line:coupon", 2.0
        yield Candidate(match.value, "taxpayer", name, weight, spot, match.cost)
    yield from _told_by_label(sheets)


def _told_by_label(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """The digits that only a label makes the end of a number."""
    for match, _, spot in matches(sheets, grammar.short_masks):
        if any(map(names_taxpayer, labels(spot.around))):
            yield Candidate(match.value, "taxpayer", "label:short-mask", 3, spot, match.cost)
    for match, sheet, spot in matches(sheets, grammar.masked_tails):
        found = judge(spot.around, RULES) if sheet.snap else None
        if found and not _PHONE.search(spot.text) and not _is_of_nine(spot, found):
            yield Candidate(match.value, "taxpayer", f"{found.name}-tail", found.weight, spot, match.cost)
    for match, sheet, spot in matches(sheets, grammar.bare_fours):
        if _OF_SOMETHING_ELSE.search(spot.around.same_line.strip() or spot.around.left):
            continue
        told = _ARE_LAST_FOUR.match(spot.around.rest) and _WHOSE.search(spot.around.before)
        # "Taxpayer ID number (last 4 / digits): 2296": the label takes two lines.
        wraps = _begins_rest(spot) and _LAST_FOUR.search(spot.around.before)
        if told or wraps or any(_LAST_FOUR.search(text) for text in labels(spot.around)) or _ends_own(spot):
            yield Candidate(match.value, "taxpayer", "label:last-four", 3, spot, match.cost)
        elif spot.first and spot.y < _HEAD and _ends_facts(spot):
            yield Candidate(match.value, "taxpayer", "line:ending-in", 2, spot, match.cost)
        elif sheet.snap and _DIGITS_ONLY.fullmatch(spot.text) and _alone_at_label(spot.around):
            yield Candidate(match.value, "taxpayer", "label:taxpayer-number-tail", 2, spot, match.cost + 1)
