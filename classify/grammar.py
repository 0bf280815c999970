"""Strict grammars for what letters print: dates, money, taxpayer numbers, forms, notice codes.

A grammar may put right what an engine does to characters of the wrong type (the letter O among the
digits of a date, a full stop in place of a comma in money) and counts every such repair as a cost. It
never changes one digit into another, and never one code into a neighbouring one.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

V = TypeVar("V")

FIRST_YEAR = 1985
LAST_YEAR = 2040


@dataclass(frozen=True, slots=True)
class Match(Generic[V]):
    """A typed thing in a text: its value, where it stands, and how much had to be put right."""

    value: V = field(repr=False)
    start: int
    end: int
    cost: int = 0


# What engines read in place of a digit, where only a digit can stand.
_DIGIT_FOR = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "i": "1", "|": "1", "!": "1",
     "]": "1", "[": "1", "S": "5", "s": "5", "B": "8", "Z": "2", "z": "2", "G": "6"}
)  # fmt: skip
_DIGITISH = r"[0-9OoQDIli|!\]\[SsBZzG]"


def digits(text: str) -> tuple[str, int]:
    """Read text as digits; the text with look-alikes replaced, and how many were."""
    plain = text.translate(_DIGIT_FOR)
    return plain, sum(a != b for a, b in zip(text, plain, strict=True))


# ---------------------------------------------------------------------------------------------- dates

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8,
          "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
# Where a value begins: not inside a word, but for a label whose blank was lost, "Notice dateAug. 16, 2021".
_BEGINS = r"(?:(?<![A-Za-z0-9])|(?<=[a-z])(?=[A-Z]))"
_WRITTEN = re.compile(
    rf"{_BEGINS}(?![A-Za-z]*[a-z][A-Z])([A-Za-z0-9|!]{{3,10}})[.,]?\s{{0,2}}({_DIGITISH}{{1,2}})(?:st|nd|rd|th)?"
    rf"\s{{0,2}}[.,;:'`’]{{0,2}}\s{{0,2}}({_DIGITISH}{{4}})(?![0-9A-Za-z]|[.,]\d)"
)
_NUMERIC = re.compile(
    rf"(?<![0-9A-Za-z/.\-$,])({_DIGITISH}{{1,2}})\s?([/\-.])\s?({_DIGITISH}{{1,2}})\s?\2\s?"
    rf"({_DIGITISH}{{4}}|\d{{2}})(?![0-9A-Za-z]|[/\-]\d|[.,]\d)"
)


# As the IRS prints them in Spanish: 30 de enero de 2018, 1.º de abril del 2024.
_SPANISH_MONTHS = {
    name: n
    for n, names in enumerate(
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre setiembre",
         "octubre", "noviembre", "diciembre"), 1)
    for name in names.split()
}  # fmt: skip
_IN_SPANISH = re.compile(
    rf"(?<![A-Za-z0-9])(?:({_DIGITISH}{{1,2}})(?:\.?[º°]|ro|er)?|(primero))\s{{1,2}}de\s{{0,2}}([^\W\d_]{{4,11}}|[A-Za-z0-9|!]{{4,11}})"
    rf"[.,]?\s{{0,2}}del?\s{{0,2}}({_DIGITISH}{{4}})(?![0-9A-Za-z]|[.,]\d)",
    re.IGNORECASE,
)


def dates(text: str) -> Iterator[Match[dt.date]]:
    """US dates: ``January 30, 2018``, ``Jan. 30, 2018``, ``01/30/2018``, ``1-30-18``, ``30 de enero de 2018``.

    Numbers are month, day, year, also on Spanish letters, as the IRS writes them. Two-digit years are read as 1985 to 2040. Nothing is filled in: a month without a day is no date.
    """
    for found in _WRITTEN.finditer(text):
        name, day = _parted(found[1], found[2]) if found.end(1) == found.start(2) else found.group(1, 2)
        month, month_cost = _month(name)
        if month:
            made = _date(found[3], month, day)
            if made:
                yield Match(made[0], found.start(), found.end(), made[1] + month_cost)
    for found in _NUMERIC.finditer(text):
        month_text, cost = digits(found[1])
        made = _date(found[4], int(month_text), found[3])
        if made:
            yield Match(made[0], found.start(), found.end(), made[1] + cost)
    # Looked for only where it can be: most letters are English.
    if " de " in text or " DE " in text:
        yield from spanish_dates(text)


def _parted(name: str, day: str) -> tuple[str, str]:
    """A month and a day without a blank between them: July28 is no eighth of "July2". Empty where none fits."""
    glued = name + day
    names = (month for month in (*_MONTHS, *_SHORT) if glued.lower().startswith(month))
    month = max(names, key=len, default="")
    rest = glued[len(month) :]
    return (month, rest) if month and re.fullmatch(rf"{_DIGITISH}{{1,2}}", rest) else ("", "")


def spanish_dates(text: str) -> Iterator[Match[dt.date]]:
    """Dates in Spanish words: ``30 de enero de 2018``, ``1.º de abril del 2024``; a year is always there."""
    for found in _IN_SPANISH.finditer(text):
        month, month_cost = _named_month(found[3].lower(), _SPANISH_MONTHS)
        if month:
            made = _date(found[4], month, found[1] or "1")
            if made:
                yield Match(made[0], found.start(), found.end(), made[1] + month_cost)


def other_order(text: str) -> dt.date | None:
    """What a date in numbers says where its day comes first; None where that is none, or the same day."""
    found = _NUMERIC.search(text)
    if found is None:
        return None
    us, other = (
        _date(found[4], int(digits(month)[0]), day)
        for month, day in ((found[1], found[3]), (found[3], found[1]))
    )
    return other[0] if us and other and us[0] != other[0] else None


def _month(name: str) -> tuple[int, int]:
    """The month that a word names and the cost; (0, 0) for any other word.

    A long name may have one slip, or two where no other month is nearer than four; the short names
    must be exact, since ``jun`` and ``jan`` are one slip apart.
    """
    low = name.lower()
    if low in _MONTHS:
        return _MONTHS[low], 0
    if low in _SHORT:
        return _SHORT[low], 0
    if low in _SPANISH_MONTHS:
        return _SPANISH_MONTHS[low], 0
    return _named_month(low, _MONTHS)


def _named_month(low: str, months: Mapping[str, int]) -> tuple[int, int]:
    """The month whose name a word in lower case is, or is a slip away from, and the cost; else (0, 0)."""
    if low in months:
        return months[low], 0
    if len(low) < 5:
        return 0, 0
    nearest: dict[int, int] = {}
    for month, number in months.items():
        nearest[number] = min(nearest.get(number, len(low)), OSA.distance(low, month))
    ranked = sorted((distance, number) for number, distance in nearest.items())
    (best, number), (second, _) = ranked[0], ranked[1]
    allowed = 1 if len(low) < 7 else 2
    return (number, best) if best <= allowed and second - best >= 2 else (0, 0)


def _date(year: str, month: int, day: str) -> tuple[dt.date, int] | None:
    year_text, year_cost = digits(year)
    day_text, day_cost = digits(day)
    number = int(year_text)
    if len(year_text) == 2:
        number += 2000 if number <= LAST_YEAR - 2000 else 1900
    if not FIRST_YEAR <= number <= LAST_YEAR or not 1 <= month <= 12:
        return None
    if not 1 <= int(day_text) <= calendar.monthrange(number, month)[1]:
        return None
    return dt.date(number, month, int(day_text)), year_cost + day_cost


# ---------------------------------------------------------------------------------------------- money

_MONEY = re.compile(
    rf"(?:(?<![0-9A-Za-z.,/])|(?<=[a-z])(?=\$))([\-–—−(]?)\s?(\$|[sS§](?=\d{{1,3}}[,.]\d{{3}}))?\s?([\-–—−]?)\s?"
    rf"((?:\d|(?<=[\d,.]){_DIGITISH}){{1,3}}(?:(?:,\s?|\.|\s(?=\d{{3}}[.,]\d{{2}}(?!\d)))"
    rf"(?:\d|{_DIGITISH}){{3}})+|\d{{1,9}})"
    rf"(?:([.,:]\s?|\s\.\s?)({_DIGITISH}{{2}}))?(?![0-9A-Za-z%])(?!-\d)"
)


def money(text: str) -> Iterator[Match[Decimal]]:
    """US money in dollars and cents: ``$1,075.21``, ``-3,328.00``, ``318.30``, ``$50``.

    An amount needs a dollar sign or cents. A comma read as a full stop, or the other way round, is put
    right where the groups of three leave one way to read it. Negative amounts keep their sign.
    """
    for found in _MONEY.finditer(text):
        sign, dollar, inner, whole, point, cents = found.groups()
        if not dollar and not cents:
            continue
        grouped = re.split(r"[,.\s]\s?", whole)
        if not dollar and len(grouped) == 1 and len(whole) > 6:
            continue
        whole_text, cost = digits("".join(grouped))
        cents_text, cents_cost = digits(cents or "00")
        if not whole_text.isdigit() or not cents_text.isdigit():
            continue
        cost += cents_cost + whole.count(".") + (point is not None and point != ".") + (" " in whole)
        if dollar and dollar != "$":
            cost += 1
        value = Decimal(f"{whole_text}.{cents_text}")
        negative = (
            (sign and sign != "(") or inner or (sign == "(" and text[found.end() : found.end() + 1] == ")")
        )
        yield Match(-value if negative else value, found.start(), found.end(), cost)


# ------------------------------------------------------------------------------- taxpayer numbers

_MASK = r"[Xx*#KkNn%×•·—=¥&]"
_SSN = re.compile(
    rf"{_BEGINS}(?:{_MASK}{{2,5}}|\d{{3}})\s?[-–—.~_]\s?(?:{_MASK}{{1,3}}|\d{{2}})\s?[-–—.~_]\s?"
    rf"({_DIGITISH}{{4}})(?![0-9])"
)
_EIN = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_MASK}{{1,3}}|\d{{2}})\s?[-–—.~_]\s?(?:{_MASK}{{2,4}}|\d{{3}})({_DIGITISH}{{4}})(?![0-9])"
)

# A run of mask signs with no hyphens: *****9780.
_RUN = re.compile(rf"(?<![A-Za-z0-9]){_MASK}{{4,7}}({_DIGITISH}{{4}})(?![0-9A-Za-z])")


# Mask signs as engines spell them on poor pages: 4#41*.9709, **.¥%.9709, KKK-XX-9709.
_TAIL = re.compile(rf"(?<![0-9A-Za-z$,])[^\s$]{{2,9}}[-–—.~*_•]\s?({_DIGITISH}{{4}})(?![0-9A-Za-z]|[.,]\d)")


_DATE_LIKE = re.compile(r"\d{1,2}[-\u2010-\u2015./]\d{1,2}[-\u2010-\u2015./](?:19|20)\d\d")


def masked_tails(text: str) -> Iterator[Match[str]]:
    """Four digits behind what may have been mask signs; only a label can tell that they were."""
    for found in _TAIL.finditer(text):
        if _DATE_LIKE.fullmatch(found[0]):
            continue
        last, cost = digits(found[1])
        yield Match(last, found.start(), found.end(), cost + 1)


_ENDS_IN_FOUR = re.compile(
    rf"(?<!\S)(?![^\s]*\$)[^\s]{{0,9}}?(?<![0-9/])(?<![0-9][.,])({_DIGITISH}{{4}})(?=[^0-9A-Za-z\s]{{0,2}}(?!\S))"
)


def ending_fours(text: str) -> Iterator[Match[str]]:
    """Four digits at the end of a word, whatever stands before them.

    Only another reading of the same place can tell that they end a taxpayer's number.
    """
    for found in _ENDS_IN_FOUR.finditer(text):
        last, cost = digits(found[1])
        if cost < 2 and not _DATE_LIKE.search(found[0]):
            yield Match(last, found.start(), found.end(), cost + 1)


def bare_fours(text: str) -> Iterator[Match[str]]:
    """Four digits by themselves, as behind "last 4 digits"."""
    for found in re.finditer(rf"(?<![0-9A-Za-z.,$\-/])({_DIGITISH}{{4}})(?![0-9A-Za-z]|[.,\-/]\d)", text):
        last, cost = digits(found[1])
        if cost < 3:
            yield Match(last, found.start(), found.end(), cost)


def last_fours(text: str) -> Iterator[Match[str]]:
    """The last four digits of masked (or whole) taxpayer numbers, SSN or EIN shaped."""
    for pattern in (_SSN, _EIN, _RUN):
        for found in pattern.finditer(text):
            last, cost = digits(found[1])
            yield Match(last, found.start(), found.end(), cost)


# -------------------------------------------------------------------------------- forms and years

# Returns and accounts that a notice can be about; Form 12153 or 9465 is paper, not an account. A civil penalty is an
# account of its own, printed in place of a form.
TAX_FORMS = (
    "1040-SR", "1040-NR", "1040-ES", "1040SR", "1040NR", "1040EZ", "1040A", "1040X", "1040", "1041", "1042", "1065",
    "1066", "1120-S", "1120S", "1120-F", "1120-H", "1120", "11-C", "2290", "3520-A", "3520", "5227", "5329",
    "5330", "5471", "5500-EZ", "5500", "706", "709", "720", "730", "8804", "8288", "940", "941", "943", "944", "945",
    "990-PF", "990-EZ", "990-T", "990", "4720", "CT-1", "CIVPEN",
)  # fmt: skip
_FORM_WORD = re.compile(
    r"(?:\bforms?(?:\s+(?:number|no\.?))?\W{0,3}|\b(?=CIVPEN))("
    + "|".join(re.escape(f) for f in TAX_FORMS)
    + r")(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# The dashes of a rule above a row of a table stick to what stands under them.
_FORM_BARE = re.compile(
    r"(?:(?<![0-9A-Za-z.,$\-/])|(?<=\b[Ff]orm[.,\-])|(?<=---))("
    + "|".join(re.escape(f) for f in TAX_FORMS)
    + r")(?![0-9A-Za-z]|[.,\-/]\d)"
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
_YEAR = re.compile(r"(?<![0-9A-Za-z.,$\-/])((?:19|20)\d{2})(?![0-9A-Za-z]|[.,\-/]\d|-\d)")


# A date up to its year has at most so many characters.
_DATE_CHARS = 30
_DAY_BEFORE = re.compile(
    r"[A-Za-z]{3,9}[.,]? \d{1,2}[.,]? ?$|(?:\d\S{0,2}|primero) de [^\W\d_]{4,11}[.,]? del? $", re.IGNORECASE
)


def forms(text: str, *, bare: bool = False) -> Iterator[Match[str]]:
    """Tax forms after the word Form; with ``bare`` also a form number standing by itself."""
    for found in (_FORM_BARE if bare else _FORM_WORD).finditer(text):
        form = found[1].upper()
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
        folded = token.translate(_DIGIT_FOR)
        if any(OSA.distance(folded, form.translate(_DIGIT_FOR)) <= 1 for form in _LONG_FORMS):
            yield Match(token, found.start(), found.end(1))


def years(text: str) -> Iterator[Match[int]]:
    """Four-digit years from 1985 to 2040 that stand by themselves."""
    for found in _YEAR.finditer(text):
        in_date = _DAY_BEFORE.search(text, max(0, found.start() - _DATE_CHARS), found.start())
        if FIRST_YEAR <= int(found[1]) <= LAST_YEAR and not in_date:
            yield Match(int(found[1]), found.start(), found.end())


# Returns for a quarter end with one; returns for a year of an employer or an estate end with December.
_QUARTERLY = frozenset({"941", "720", "CT-1"})
_CALENDAR_YEAR = frozenset({"940", "943", "944", "945", "1040EZ", "1040A"})


def fits_form(end: dt.date, form: str | None) -> bool:
    """Whether a tax period of this form can end on this day: Form 941 is for a quarter, Form 940 for a year."""
    if form in _QUARTERLY:
        return end.month % 3 == 0
    return form not in _CALENDAR_YEAR or end.month == 12


def is_month_end(day: dt.date) -> bool:
    """Whether a date is the last of its month, as every tax period's end is."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


# ---------------------------------------------------------------------------------- notice codes

_CODE_DIGIT = str.maketrans(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "!": "1", "]": "1", "[": "1", "S": "5", "Z": "2", "B": "8", "G": "6"}
)  # fmt: skip
_CODE = re.compile(
    r"(?<![A-Za-z0-9$])(?P<prefix>[CG][PF]|[L][TY]|LTR|Letter|LETTER|letter|Carta|CARTA)\s?[-.#:]?\s?"
    r"(?:(?:No\.?|Number|NUMBER|number)\s?[:#]?\s)?"
    r"(?P<body>[0-9OQDIl|!\]\[SZBG]{1,5})(?P<gap>[-\s]?)(?P<suffix>[A-Z]{0,2})(?![A-Za-z0-9])"
)
# A suffix letter that an engine may have read as a digit.
_SUFFIX_FOR = str.maketrans("805126", "BOSIZG")


@dataclass(frozen=True, slots=True)
class Code:
    """One way to read a printed code, as the IRS writes it, and whether such a code is known."""

    name: str
    known: bool
    cost: int


def codes(text: str, known: Mapping[str, str]) -> Iterator[Match[tuple[Code, ...]]]:
    """Notice codes as printed, each with every way it can be read, cheapest first.

    ``CP5O4`` reads CP504 at a cost of 1. ``CP5048`` is no known code and, since engines take ``B`` for
    ``8``, reads CP504B at a cost of 1. Digits are never exchanged for other digits, and a code that is not
    known is kept only as it stands.

    Parameters
    ----------
    text
        Any text of the letter.
    known
        Squeezed code to the code as the IRS writes it, see ``classify.codes``.

    """
    for found in _CODE.finditer(text):
        readings = dict[str, Code]()
        for code in _readings(found, known):
            if code.name not in readings or code.cost < readings[code.name].cost:
                readings[code.name] = code
        if readings:
            ranked = sorted(readings.values(), key=lambda c: (c.cost, not c.known))
            yield Match(tuple(ranked), found.start(), found.end(), ranked[0].cost)


# The page about a notice on the IRS's site has its code for a name.
_IRS_PAGE = re.compile(r"\birs\.gov ?/ ?(?P<code>(?:cp|lt)\d{1,4}[a-z]{0,2})\b", re.IGNORECASE)


def page_codes(text: str, known: Mapping[str, str]) -> Iterator[Match[str]]:
    """Codes of notices whose pages on the IRS's site a text names: ``www.irs.gov/cp504``."""
    for found in _IRS_PAGE.finditer(text):
        if name := known.get(found["code"].upper()):
            yield Match(name, found.start("code"), found.end("code"))


_LETTER_NUMBER = re.compile(
    r"(?<![A-Za-z0-9$.,/\-])[0-9OQDIl|SZBG]{2,4}(?:-?[A-Z]{1,2})?(?![A-Za-z0-9\-]|[.,/]\d)"
)


def letter_numbers(text: str, known: Mapping[str, str]) -> Iterator[Match[tuple[Code, ...]]]:
    """Numbers of letters without the word, as they stand behind or under the label "Letter:"."""
    for found in _LETTER_NUMBER.finditer(text):
        for match in codes(f"Letter {found[0]}", known):
            yield Match(match.value, found.start(), found.end(), match.cost)


def _readings(found: re.Match[str], known: Mapping[str, str]) -> Iterator[Code]:
    """Every code that letters and digits of these shapes can stand for."""
    head, head_cost = _prefix(found["prefix"])
    body = found["body"].replace("l", "I")
    for tail_length in (0, 1):
        number = body[: len(body) - tail_length].translate(_CODE_DIGIT)
        tail = body[len(body) - tail_length :].translate(_SUFFIX_FOR)
        if not number.isdigit() or tail.isdigit():
            continue
        cost = head_cost + sum(a != b for a, b in zip(body, number + tail, strict=True))
        # A letter behind a blank may be the code's or the next word's: both are offered.
        endings = [tail + found["suffix"]] + ([tail] if found["gap"] and found["suffix"] else [])
        for ending in endings:
            name = known.get(f"{head}{number}{ending}".upper())
            if name:
                yield Code(name, known=True, cost=cost)
            elif cost == 0 and (ending == tail or not found["gap"]) and len(number) >= 2 - (head == "LT"):
                yield Code(
                    f"{head} {number}{ending}" if head == "Letter" else f"{head}{number}{ending}",
                    known=False,
                    cost=0,
                )


def _prefix(prefix: str) -> tuple[str, int]:
    """The prefix as the IRS writes it in English: CP, LT or Letter."""
    upper = prefix.upper()
    if upper in {"LETTER", "LTR", "CARTA"}:
        return "Letter", 0
    if upper in {"CP", "LT"}:
        return upper, 0
    return ("CP", 1) if upper[0] in "CG" else ("LT", 1)
