"""The form that a letter is about, named by a label or a sentence rather than beside a period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.extract.candidate import NO_RULE, TOLD, Candidate, labels, matches, with_echoes
from classify.extract.period_form import HEAD
from classify.layout import Sheet, Spot

_FORM_LABEL = re.compile(
    r"\b(?:tax )?form(?: ?\(s\))?(?: (?:number|no\.?))?[\W]*$|\btype of tax[\W]*$|\bform number \(?$"
    r"|\bform (?:type|filed)[\W]*$|^\W*(?:tax )?return(?: (?:type|form))?[\W]*$|^\W*(?:tax type|(?:type|kind) of (?:return|form|tax))[\W]*$"
    # "The examination of your Forms 1040", "the company's Forms 941".
    r"|\b(?:your|its|his|her|their|joint|[a-z]+.s) forms[\W]*$"
)
# The rule of a further form behind one at a label.
FORMS_LISTED = "label:form-listed"
# What stands before the second one of "Form(s): 941, 940".
_LISTED = re.compile(r"(?:\d[\w-]{1,5}(?:[\s,;&]|and\b)+)+")
# No letter is about the vouchers of estimated tax, but many name them as a way to pay.
_VOUCHERS = "1040-ES"
# A label that is none of a sentence's words counts so much more.
_BOXED = 1.0
# A penalty about information returns is for one of these; other letters name them as somebody's papers.
_INFORMATION = re.compile(
    r"(?<![0-9A-Za-z.,$\-/])(W-2|1042-S|1094|1095|1096|1098|1099|5472|8027|8300)(?![0-9A-Za-z]|[.,\-/]\d)"
)
_PENALTY_FOR = re.compile(r"\bpenalty\b[^.]{0,40}\(forms? $|\bform number \($")


# A label of forms, beside or under which a number stands that is none of a return or two of them.
_FORMS_LABEL = re.compile(r"^\W*(?:tax )?forms?(?: (?:number|no)s?\.?)?\W*$")
_FORM_DIGITS = re.compile(r"\d{3}")


def forms_not_made_out(sheets: Sequence[Sheet]) -> bool:
    """Whether a label of forms has a value of which nothing was made out: "Form: 1040/1040-SR", "Forms: 940 and 941"."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows):
            for index in range(len(row.phrases) - 1):
                value = row.phrases[index + 1].text
                if _FORMS_LABEL.match(sheet.plain(number, index)) and _FORM_DIGITS.search(value):
                    return True
    return False


def letter_forms(sheets: Sequence[Sheet]) -> Iterator[Candidate[str]]:
    """Forms that the letter names as the one it is about: behind a label, or in "your 2017 Form 1040".

    The label need be read only once; what other readings have at its place counts for it or against it.
    """
    found = []
    for match, _, spot in matches(sheets, _bare_forms):
        before = spot.around.before
        if match.value == _VOUCHERS and not any(map(_FORMS_LABEL.match, labels(spot.around))):
            continue
        listed = _goes_on(spot)
        boxed = listed or any(_FORM_LABEL.search(text) for text in labels(spot.around))
        told = boxed or _FORM_LABEL.search(before)
        rule = FORMS_LISTED if listed else "label:form"
        name, weight = (rule, TOLD + boxed * _BOXED) if told else (NO_RULE, 0.0)
        if not told and spot.alone and spot.first and spot.y < HEAD:
            # Its label was lost, as "Form:" is to a stroke over it.
            name, weight = "place:alone-at-top", 1.0
        found.append(Candidate(match.value, "own", name, weight, spot, match.cost))
    yield from (c for c in with_echoes(found) if c.rule != NO_RULE)
    for match, _, spot in matches(sheets, _information_returns):
        if _PENALTY_FOR.search(spot.around.before):
            yield Candidate(match.value, "own", "label:penalty-form", 2, spot)


def _bare_forms(text: str) -> Iterator[grammar.Match[str]]:
    return grammar.forms(text, bare=True)


def _goes_on(spot: Spot) -> bool:
    """Whether a form goes on with a list behind its label, in the same cell or beside it."""
    before = spot.around.same_line
    listed = re.search(rf"\bforms?(?: ?\(s\))?\W+{re.escape(before.strip())}", spot.around.row)
    return _LISTED.fullmatch(before.strip() + " ") is not None and listed is not None


def _information_returns(text: str) -> Iterator[grammar.Match[str]]:
    return (grammar.Match(found[1], found.start(), found.end()) for found in _INFORMATION.finditer(text))
