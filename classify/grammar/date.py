"""Dates in words and numbers, English and Spanish, and years."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

from classify.grammar.common import BEGINS, DIGITISH, FIRST_YEAR, LAST_YEAR, Match, digits

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8,
          "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?[.,]{0,2}\s{1,2})?"
_WRITTEN = re.compile(
    rf"{BEGINS}{_WEEKDAY}(?![A-Za-z]*[a-z][A-Z])([A-Za-z0-9|!]{{3,10}})[.,]?\s{{0,2}}({DIGITISH}{{1,2}})(?:st|nd|rd|th)?"
    rf"\s{{0,2}}[.,;:'`’]{{0,2}}\s{{0,2}}({DIGITISH}{{4}})(?![0-9A-Za-z]|[.,]\d)"
)
_NUMERIC = re.compile(
    rf"(?<![0-9A-Za-z/.\-$,])({DIGITISH}{{1,2}})\s?([/\-.])\s?({DIGITISH}{{1,2}})\s?\2\s?"
    rf"({DIGITISH}{{4}}|\d{{2}})(?![0-9A-Za-z]|[/\-]\d|[.,]\d)"
)

# As most of the world writes them: 14 March 2023, 14th of March 2023, 14-Mar-2023. Before the month of an edition
# may stand the number of a page.
_DAY_FIRST = re.compile(
    rf"(?<![0-9A-Za-z.,/$\-])(?<![Pp]age )(?<!\d of )(?=\w?\d)({DIGITISH}{{1,2}})(?:st|nd|rd|th)?(?:[\s.]{{1,2}}|\s?[-–]\s?)(?:of )?"
    rf"([A-Za-z0-9|!]{{3,10}})(?:[\s.,]{{1,3}}|\s?[-–]\s?)({DIGITISH}{{4}})(?![0-9A-Za-z]|[.,]\d)"
)
# As machines write them: 2023-03-14, 2023/03/14.
_YEAR_FIRST = re.compile(
    rf"(?<![0-9A-Za-z/.\-$,])({DIGITISH}{{4}})\s?([/\-–.])\s?({DIGITISH}{{2}})\s?\2\s?({DIGITISH}{{2}})(?![0-9A-Za-z]|[/\-–.]\d)"
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
    rf"(?<![A-Za-z0-9])(?:({DIGITISH}{{1,2}})(?:\.?[º°]|ro|er)?|(primero))\s{{1,2}}de\s{{0,2}}([^\W\d_]{{4,11}}|[A-Za-z0-9|!]{{4,11}})"
    rf"[.,]?\s{{0,2}}del?\s{{0,2}}({DIGITISH}{{4}})(?![0-9A-Za-z]|[.,]\d)",
    re.IGNORECASE,
)

# As papers that are signed say it: the 20th day of May, 2009; small print in a form loses its blanks.
_DAY_OF = re.compile(
    rf"(?<![A-Za-z0-9])({DIGITISH}{{1,2}})(?:st|nd|rd|th)?\s{{0,2}}day\s{{0,2}}of\s{{0,2}}([A-Za-z0-9|!]{{3,10}})"
    rf"\s{{0,2}}[.,]?\s{{0,2}}({DIGITISH}{{4}})(?![0-9A-Za-z]|[.,]\d)"
)


def dates(text: str) -> Iterator[Match[dt.date]]:
    """Dates: ``January 30, 2018``, ``Jan. 30, 2018``, ``01/30/2018``, ``1-30-18``, ``30 de enero de 2018``.

    Also ``30 January 2018``, ``30-Jan-2018`` and ``2018-01-30``, as people who rebuild notices write them. Other numbers are month, day, year, also on Spanish letters, as the IRS writes them; where that is no date and points part them, ``25.09.2023``, they are day, month, year. Two-digit years are read as 1985 to 2040. Nothing is filled in: a month without a day is no date.
    """
    for found, year, name, day in _in_words(text):
        month, cost = _month(name)
        if month and (made := _date(year, month, day)):
            yield Match(made[0], found.start(), found.end(), made[1] + cost)
    for found, year, number, day in _in_numbers(text):
        month_text, cost = digits(number)
        if made := _date(year, int(month_text), day):
            yield Match(made[0], found.start(), found.end(), made[1] + cost)
        elif _DAY_MONTH.match(found[0]) and (made := _date(year, int(digits(day)[0]), number)):
            yield Match(made[0], found.start(), found.end(), made[1] + cost + 1)
    # Looked for only where it can be: most letters are English.
    if " de " in text or " DE " in text:
        yield from spanish_dates(text)


def _in_words(text: str) -> Iterator[tuple[re.Match[str], str, str, str]]:
    """What may be a date with the name of its month: the place, year, name and day."""
    for found in _WRITTEN.finditer(text):
        name, day = _parted(found[1], found[2]) if found.end(1) == found.start(2) else found.group(1, 2)
        yield found, found[3], name, day
    for pattern in (_DAY_OF, _DAY_FIRST) if "day" in text else (_DAY_FIRST,):
        for found in pattern.finditer(text):
            yield found, found[3], found[2], found[1]


def _in_numbers(text: str) -> Iterator[tuple[re.Match[str], str, str, str]]:
    """What may be a date in numbers: the place, year, month and day."""
    for found in _NUMERIC.finditer(text):
        yield found, found[4], found[1], found[3]
    for found in _YEAR_FIRST.finditer(text):
        yield found, found[1], found[3], found[4]


def _parted(name: str, day: str) -> tuple[str, str]:
    """A month and a day without a blank between them: July28 is no eighth of "July2". Empty where none fits."""
    glued = name + day
    names = (month for month in (*_MONTHS, *_SHORT) if glued.lower().startswith(month))
    month = max(names, key=len, default="")
    rest = glued[len(month) :]
    return (month, rest) if month and re.fullmatch(rf"{DIGITISH}{{1,2}}", rest) else ("", "")


def spanish_dates(text: str) -> Iterator[Match[dt.date]]:
    """Dates in Spanish words: ``30 de enero de 2018``, ``1.º de abril del 2024``; a year is always there."""
    for found in _IN_SPANISH.finditer(text):
        month, month_cost = _named_month(found[3].lower(), _SPANISH_MONTHS)
        if month:
            made = _date(found[4], month, found[1] or "1")
            if made:
                yield Match(made[0], found.start(), found.end(), made[1] + month_cost)


# Manuals and programs number their parts with points as well, and not by two digits and four.
_DAY_MONTH = re.compile(r"\d\d\.\d\d\.\d{4}$")


def day_first(text: str) -> bool:
    """Whether any date in numbers with points is one only with its day first: ``25.09.2023``."""
    written = (found.group(1, 3, 4) for found in _NUMERIC.finditer(text) if _DAY_MONTH.match(found[0]))
    return any(
        int(digits(first)[0]) > len(_MONTHS) and _date(year, int(digits(second)[0]), first)
        for first, second, year in written
    )


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


_WITHOUT_J = {"une": 6, "uly": 7}


def _month(name: str) -> tuple[int, int]:
    """The month that a word names and the cost; (0, 0) for any other word.

    A long name may have one slip, or two where no other month is nearer than four; the short names
    must be exact, since ``jun`` and ``jan`` are one slip apart. Of June and July the J alone may be misread.
    """
    low = name.lower()
    if len(low) == len("june") and (month := _WITHOUT_J.get(low[1:])) and low[0] != "j":
        return month, 1
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


# The name of a month in plain text, in full or short, to be part of a pattern.
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_YEAR = re.compile(r"(?<![0-9A-Za-z.,$\-/])((?:19|20)\d{2})(?![0-9A-Za-z]|[.,\-/]\d|-\d)")
# A date up to its year has at most so many characters.
_DATE_CHARS = 30
_DAY_BEFORE = re.compile(
    rf"[A-Za-z]{{3,9}}[.,]? \d{{1,2}}(?:st|nd|rd|th)?[.,]? ?$|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}[.,]? ?$"
    r"|(?:\d\S{0,2}|primero) de [^\W\d_]{4,11}[.,]? del? $",
    re.IGNORECASE,
)


def years(text: str) -> Iterator[Match[int]]:
    """Four-digit years from 1985 to 2040 that stand by themselves."""
    for found in _YEAR.finditer(text):
        in_date = _DAY_BEFORE.search(text, max(0, found.start() - _DATE_CHARS), found.start())
        if FIRST_YEAR <= int(found[1]) <= LAST_YEAR and not in_date:
            yield Match(int(found[1]), found.start(), found.end())


_ORDINALS = ("first", "second", "third", "fourth")
_NTH_QUARTER = (
    r"q[1-4]|[1-4]q|(?:first|second|third|fourth|[1-4](?:st|nd|rd|th)) (?:quarters?|qtrs?\.?)|quarter [1-4]"
)
_FOUR_DIGITS = r"(?:19|20)\d\d"
_QUARTER = re.compile(
    rf"(?<![0-9a-z.,$\-/])(?:({_NTH_QUARTER}),?(?: of)? ?({_FOUR_DIGITS})|({_FOUR_DIGITS}),? ?({_NTH_QUARTER})(?!,?(?: of)? \d{{4}}))(?![0-9a-z])",
    re.IGNORECASE,
)


# "The first and second quarters of 2023".
_NTH = r"(?:first|second|third|fourth|[1-4](?:st|nd|rd|th))"
_QUARTERS = re.compile(
    rf"\b({_NTH}(?:,? {_NTH})*,? and {_NTH}) quarters?,?(?: of)? ?({_FOUR_DIGITS})(?![0-9a-z])",
    re.IGNORECASE,
)
_ALL_QUARTERS = re.compile(
    rf"\b(?:all|each of the) (?:four )?quarters,?(?: of)? ?({_FOUR_DIGITS})(?![0-9a-z])", re.IGNORECASE
)
# "July through September 2022".
_MONTHS_OF_QUARTER = re.compile(
    rf"\b(jan|apr|jul|oct)[a-z]*\.? ?(?:through|thru|to|[-\u2013\u2014]) ?(mar|jun|sep|dec)[a-z]*\.?,? ({_FOUR_DIGITS})(?![0-9a-z])",
    re.IGNORECASE,
)
_FIRST_MONTHS, _LAST_MONTHS = ("jan", "apr", "jul", "oct"), ("mar", "jun", "sep", "dec")


def _quarter_end(number: int, year: str) -> dt.date:
    return dt.date(int(year), 3 * number, 31 if number in {1, 4} else 30)


def quarter_lists(text: str) -> Iterator[Match[tuple[dt.date, ...]]]:
    """The last days of quarters that are listed before their year: ``first and second quarters of 2023``."""
    for found in _ALL_QUARTERS.finditer(text):
        yield Match(tuple(_quarter_end(n, found[1]) for n in (1, 2, 3, 4)), found.start(), found.end())
    for found in _QUARTERS.finditer(text):
        names = re.findall(_NTH, found[1].lower())
        ends = tuple(_quarter_end(_number_of(name), found[2]) for name in names)
        yield Match(ends, found.start(1), found.end(1))


def _number_of(nth: str) -> int:
    digit = re.search(r"\d", nth)
    return int(digit[0]) if digit else 1 + _ORDINALS.index(nth.split(maxsplit=1)[0].lower())


def quarters(text: str) -> Iterator[Match[dt.date]]:
    """The last days of quarters of calendar years: ``2021 Q3``, ``3Q2021``, ``third quarter of 2021``.

    Also ``July through September 2022``.
    """
    for found in _QUARTER.finditer(text):
        nth, year = (found[1], found[2]) if found[1] else (found[4], found[3])
        yield Match(_quarter_end(_number_of(nth), year), found.start(), found.end())
    for found in _MONTHS_OF_QUARTER.finditer(text):
        first, last = (
            names.index(name.lower())
            for names, name in zip((_FIRST_MONTHS, _LAST_MONTHS), found.groups(), strict=False)
        )
        if first == last:
            yield Match(_quarter_end(first + 1, found[3]), found.start(), found.end())


# A date in plain text, to be part of a label: "Total due by March 14, 2023".
DAY = (
    r"(?:[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}|\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?[a-z]{3,9}\.?,?[ -](?:19|20)\d{2}"
    r"|(?:19|20)\d{2}[-/]\d{2}[-/]\d{2}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4})"
)
# Years or dates that came before in the same list: "tax years 2016, 2017 and 2018".
LISTED = rf"(?:[\s,;:&()]*(?:{DAY}|(?:19|20)\d{{2}}|\$ ?[\d,]+(?:\.\d{{2}})?|and|\d{{1,2}}[-/]\d{{4}}|(?:19|20)\d{{4}}))*"


_IN_MONTH = re.compile(
    rf"(?<![0-9A-Za-z.,$\-/])(?:(0?[1-9]|1[0-2])\s?[/\-]\s?({_FOUR_DIGITS})|({_FOUR_DIGITS})/?(0[1-9]|1[0-2]))(?![0-9A-Za-z]|\s?[/\-]\s?\d|[.,]\d)"
)


def months(text: str) -> Iterator[Match[dt.date]]:
    """The last days of months told by month and year: ``12/2017``, ``12-2017``, ``201712``, ``2017/12``.

    So tax periods are told beside their label, and editions of forms elsewhere.
    """
    for found in _IN_MONTH.finditer(text):
        month, year = (int(found[1]), int(found[2])) if found[1] else (int(found[4]), int(found[3]))
        if FIRST_YEAR <= year <= LAST_YEAR:
            yield Match(dt.date(year, month, calendar.monthrange(year, month)[1]), found.start(), found.end())


def is_month_end(day: dt.date) -> bool:
    """Whether a date is the last of its month, as every tax period's end is."""
    return day.day == calendar.monthrange(day.year, day.month)[1]
