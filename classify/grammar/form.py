"""Tax forms, and the periods that fit them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from classify.grammar.common import DIGIT_FOR, Match

# Returns and accounts that a notice can be about; Form 12153 or 9465 is paper, not an account. A civil penalty is an
# account of its own, printed in place of a form.
TAX_FORMS = (
    "1040-SR", "1040-NR", "1040-ES", "1040SR", "1040NR", "1040EZ", "1040A", "1040X", "1040", "1041", "1042", "1065",
    "1066", "1120-S", "1120S", "1120-F", "1120-H", "1120", "11-C", "2290", "3520-A", "3520", "5227", "5329",
    "5330", "5471", "5500-EZ", "5500", "706", "709", "720", "730", "8804", "8288", "940", "941", "943", "944", "945",
    "990-PF", "990-EZ", "990-T", "990", "4720", "CT-1", "CIVPEN",
)  # fmt: skip
# A civil penalty in words stands in a form's place; in a sentence it is a penalty like others.
_CIVIL_PENALTY = r"civ(?:il|\.)? ?pen(?:alty|\.)?"
_FORM_WORD = re.compile(
    r"(?:\bforms?(?:\s+(?:number|no\.?))?\W{0,3}|\b(?=CIVPEN))("
    + "|".join(re.escape(f) for f in TAX_FORMS)
    + rf"|{_CIVIL_PENALTY})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# The dashes of a rule above a row of a table stick to what stands under them.
_FORM_BARE = re.compile(
    r"(?:(?<![0-9A-Za-z.,$\-/])|(?<=\b[Ff]orm[.,\-])|(?<=---))("
    + "|".join(re.escape(f) for f in TAX_FORMS)
    + rf"|(?i:{_CIVIL_PENALTY}))(?![0-9A-Za-z]|[.,\-/]\d)"
)
# A hyphen behind a form's number begins its suffix; one that cannot be told leaves no form at all, for the
# form without it is another. At the end of a line the suffix stands on the next one.
# A colon or a full stop may be a hyphen misread, but only right between number and suffix.
_FORM_TAIL = re.compile(
    r"\s?[-\u2010-\u2015]\s?(?P<suffix>[0-9A-Za-z$]{1,2}(?![0-9A-Za-z])|\s*$)"
    r"|[:.~_](?P<misread>[A-Za-z$]{1,2}(?![0-9A-Za-z]))"
)
_SUFFIXES = {
    "1040": {s: s for s in ("SR", "NR", "ES", "EZ", "A", "X", "C", "PR", "SS")}
    | {"5R": "SR", "E5": "ES", "55": "SS"},
    "1120": {s: s for s in ("F", "H", "L", "C")} | dict.fromkeys(("S", "5", "$"), "S"),
    "1041": {"A": "A", "N": "N", "T": "T"},
    "1042": dict.fromkeys(("S", "5", "$"), "S") | {"T": "T"},
    "1065": {"X": "X", "B": "B"},
    "990": {"PF": "PF", "EZ": "EZ", "T": "T", "N": "N"},
    "941": {"X": "X", "SS": "SS", "PR": "PR", "55": "SS"},
    "943": {"X": "X", "PR": "PR"},
    "944": {"X": "X"},
    "945": {"X": "X"},
    "940": {"PR": "PR", "EZ": "EZ"},
    "706": {"NA": "NA", "GS": "GS"},
    "709": {"NA": "NA"},
    "5500": {"EZ": "EZ", "SF": "SF"},
    "3520": {"A": "A"},
}


def forms(text: str, *, bare: bool = False) -> Iterator[Match[str]]:
    """Tax forms after the word Form; with ``bare`` also a form number standing by itself."""
    for found in (_FORM_BARE if bare else _FORM_WORD).finditer(text):
        form = "CIVPEN" if found[1][:3].upper() == "CIV" else found[1].upper()
        tail = _FORM_TAIL.match(text, found.end(1))
        ending = "" if tail is None else (tail["suffix"] or tail["misread"] or "").upper()
        if tail is None or (ending.isdigit() and len(ending) > 1):
            yield Match(form, found.start(1), found.end(1))
        elif suffix := _SUFFIXES.get(form, {}).get(ending):
            cost = int(suffix != ending) + int(tail["misread"] is not None)
            yield Match(f"{form}-{suffix}", found.start(1), tail.end(), cost)


# What may be the number of a form, or its remains; two digits of it must have come out.
_FORM_LIKE = re.compile(
    r"\bforms?\W{0,3}((?:\d{1,3} )?[0-9A-Za-z$|!][0-9A-Za-z$|!\-]{2,7})(?![0-9A-Za-z])", re.IGNORECASE
)
_LEAST_FORM_DIGITS = 2
# Papers that letters speak of, one character off the number of a return.
_PAPERS = frozenset({"1040V", "1045", "1127", "2210"})
_LONG_FORMS = tuple(dict.fromkeys(form.replace("-", "") for form in TAX_FORMS if len(form) > 3))


def garbled_forms(text: str) -> Iterator[Match[str]]:
    """The word Form with what is the number of none behind it, one character off that of a long one.

    Short numbers lie too near to each other: Form 911 is paper, and one off Form 941.
    """
    for found in _FORM_LIKE.finditer(text):
        token = re.sub("[- ]", "", found[1]).upper()
        told = token in _PAPERS or next(forms(found[0]), None) is not None
        if told or sum(map(str.isdigit, token)) < _LEAST_FORM_DIGITS:
            continue
        folded = token.translate(DIGIT_FOR)
        if any(OSA.distance(folded, form.translate(DIGIT_FOR)) <= 1 for form in _LONG_FORMS):
            yield Match(token, found.start(), found.end(1))


# Returns for a quarter end with one; returns for a year of an employer or an estate end with December.
_QUARTERLY = frozenset({"941", "720", "CT-1"})
_CALENDAR_YEAR = frozenset({"940", "943", "944", "945", "1040EZ", "1040A"})


def fits_form(end: dt.date, form: str | None) -> bool:
    """Whether a tax period of this form can end on this day: Form 941 is for a quarter, Form 940 for a year."""
    if form in _QUARTERLY:
        return end.month % 3 == 0
    return form not in _CALENDAR_YEAR or end.month == 12
