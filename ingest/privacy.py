"""Whole taxpayer numbers are masked the moment they are read; only the last four digits stay.

A mask keeps the length and the shape of what it covers (``123-45-6789`` becomes ``XXX-XX-6789``,
``12-3456789`` becomes ``XX-XXX6789``), as 26 CFR 301.6109-4 shows a truncated number. So a masked
text lines up with its source letter by letter, and words keep their boxes.
"""

from __future__ import annotations

import logging
import re
import traceback
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from ingest.text import Line, PageText, Phrase, Word

# What OCR makes of digits. A match must still hold enough true digits not to be a word.
_DIGIT = r"[0-9OoQDIl|!ZSB]"
# Between the groups: a hyphen or what OCR and word wrap make of it, or one blank.
_JOINT = r"(?:[ ]?[-\u2010-\u2015\u2212.~_]{1,2}[ \n]?|[ ])"

_SPLIT = re.compile(rf"(?<!\d){_DIGIT}{{3}}{_JOINT}{_DIGIT}{{2}}{_JOINT}{_DIGIT}{{4}}(?!\d)")
_EMPLOYER = re.compile(rf"(?<!\d){_DIGIT}{{2}}{_JOINT}{_DIGIT}{{7}}(?!\d)")
# A digit more than there was, as engines double one, and other signs between the groups: in its shape, no
# date, telephone number or amount is so written.
_SLIPPED = re.compile(
    r"(?<![\d-])(?:\d{3,4}-\d{2}-\d{4,5}|\d{3}([/,:*\u00b7\u2022])\d{2}\1\d{4}|\(\d{3}\) ?\d{2}-\d{4}"
    r"|\d{2}-\d{8}|\d{2}[/:*\u00b7\u2022]\d{7})(?![\d-])"
    # And the letter that the IRS sets behind a number.
    r"|(?<![\w.,$-])(?:[A-Z]\d{9}|\d{9}[A-Z])(?!\w)"
)
# A blank cannot tell "Form 941 12 2021" from a number by its shape.
_FORM = re.compile(r"\b(?:form|formulario)s?\s*$", re.IGNORECASE)
# "$15,665.51 2023": a sum in dollars and cents, and the year in the next cell.
_SUM_AND_YEAR = re.compile(r"\d{3}\.\d{2} (?:19|20)\d{2}")
_DOLLARS = re.compile(r"\$ ?(?:\d{1,3},(?:\d{3},)*)?$")
# Nine digits alone: not part of a longer run, an amount, a fraction or a telephone number.
_BARE = re.compile(rf"(?<![\dA-Za-z.,$-]){_DIGIT}{{9}}(?![\dA-Za-z]|[.,-]\d)")
_LABEL = re.compile(
    r"\bSSN|\bI?TIN\b|\bEIN\b|\bFEIN\b|social\s+security|tax\s*payer\s+(?:id|number)|taxpayer's\s+id"
    r"|(?:tax|employer)\s+id|identification\s+(?:no|num)|seguro\s+social|identificaci[oó]n",
    re.IGNORECASE,
)
# After a label: nine digits with anything small between them, within the reach of one line. A look-alike at
# the end of a word begins none ("call 1-800-..."), unless a digit is glued to it ("numberI23456789"), and one
# that begins a word ends none ("3219   2021   October").
_LABELLED = re.compile(
    rf"(?<![\d$.,-])(?:\d|(?<![A-Za-z]){_DIGIT}|{_DIGIT}(?=\d))(?:[ .:\u2010-\u2015_-]{{0,3}}{_DIGIT}){{8}}"
    r"(?![\d,.]*\d)(?!(?<= [A-Za-z])[a-z])"
)
# Three blanks part two phrases: the year of a date makes no number with what stands in the next column.
_YEAR_OF_DATE = re.compile(r"(?:\d[,.]?[ ]|[a-z]\.?[ ]|[-/])(?:19|20)\d{2}[ ]{3}")
_PARTS = "   "
_DATE_BEHIND = re.compile(r"/\d{1,2}/(?:19|20)?\d{2}(?!\d)")
# "CP297   2020-11-02", up to where nine digits are full.
_DAY_BEHIND, _YEAR_FIRST = re.compile(r"-\d{2}(?!\d)"), re.compile(r"[ ]{3}(?:19|20)\d{2}-\d{2}$")
_LABEL_REACH = 60

_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LONGEST_NAME = 120


def mask_text(text: str) -> str:
    """The text with all but the last four digits of each taxpayer number as ``X``; of the same length.

    When in doubt it masks: nine digits in the shape of a Social Security, individual or employer
    number, or standing alone, also where OCR read letters for digits. Telephone numbers, ZIP codes,
    dates and amounts have other shapes.
    """
    letters = list(text)
    for start, end in _number_spans(text):
        digits = [at for at in range(start, end) if re.match(_DIGIT, text[at])]
        for at in digits[:-4]:
            letters[at] = "X"
    return "".join(letters)


def _number_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where whole taxpayer numbers stand in the text; spans may overlap."""
    for pattern, least_digits in ((_SPLIT, 5), (_EMPLOYER, 6), (_BARE, 7), (_SLIPPED, 9)):
        for match in pattern.finditer(text):
            if _true_digits(match.group()) < least_digits:
                continue
            if pattern is not _SPLIT or not _is_of_something_else(text, match):
                yield match.span()
    whole = [match.span() for match in _SPLIT.finditer(text)]
    for label in _LABEL.finditer(text):
        start, end = label.end(), min(len(text), label.end() + _LABEL_REACH)
        labelled = _LABELLED.search(text, start, end)
        while labelled is not None and _ends_date(text, labelled.start()):
            labelled = _LABELLED.search(text, labelled.start() + 4, end)
        if labelled is not None and any(
            first > labelled.start() and first < labelled.end() for first, _ in whole
        ):
            # "1999 957-50-9765": the number itself is masked by its shape, and the year before it is none.
            continue
        if labelled is None or _parts_a_date(text, labelled):
            # In a row of cells, "XX-XXX0693   941   12/31/2020", a date begins, and no number ends.
            continue
        if _true_digits(labelled.group()) >= 5:
            yield labelled.span()


def _is_of_something_else(text: str, found: re.Match[str]) -> bool:
    """Whether three groups of digits are a form and its period, or end a sum of dollars and begin a year."""
    blanks_only = not any(not c.isalnum() and c != " " for c in found.group())
    sum_and_year = _SUM_AND_YEAR.fullmatch(found.group()) and _DOLLARS.search(text, 0, found.start())
    return bool(sum_and_year or (blanks_only and _FORM.search(text, 0, found.start())))


def _parts_a_date(text: str, found: re.Match[str]) -> bool:
    """Whether nine digits of a row of cells end within a date."""
    if _PARTS not in found.group():
        return False
    day = _YEAR_FIRST.search(found.group()) and _DAY_BEHIND.match(text, found.end())
    return bool(day or _DATE_BEHIND.match(text, found.end()))


def _ends_date(text: str, year: int) -> bool:
    """Whether the digits at a place are the year of a date that ends its phrase."""
    return any(
        _YEAR_OF_DATE.match(text, year - back) is not None and text[year - back : year].strip() != ""
        for back in (1, 2, 3)
        if year >= back
    )


def _true_digits(text: str) -> int:
    return sum(c.isdecimal() for c in text)


def mask_words(page: PageText) -> PageText:
    """The reading with whole taxpayer numbers masked, also those split over words; boxes stay."""
    masked = mask_text(page.text)
    if masked == page.text:
        return page
    lines = []
    at = 0
    for line in page.lines:
        told = masked[at : at + len(line.text)]
        # Lines are one newline apart, phrases three blanks, as PageText.text and Line.text join them.
        at += len(line.text) + 1
        if told == line.text:
            lines.append(line)
            continue
        letters = iter(told)
        phrases = []
        for number, phrase in enumerate(line.phrases):
            _skip(letters, 3 if number else 0)
            phrases.append(Phrase(tuple(_masked_words(phrase, letters))))
        lines.append(Line(tuple(phrases)))
    return replace(page, lines=tuple(lines))


def _masked_words(phrase: Phrase, letters: Iterator[str]) -> Iterator[Word]:
    for number, word in enumerate(phrase.words):
        _skip(letters, 1 if number else 0)
        yield replace(word, text="".join(next(letters) for _ in word.text))


def _skip(letters: Iterator[str], count: int) -> None:
    for _ in range(count):
        next(letters, None)


def safe_name(name: str) -> str:
    """A file name that can be printed: no control or direction marks, no taxpayer number, not endless."""
    shown = "".join("\N{REPLACEMENT CHARACTER}" if _is_unsafe(c) else c for c in name)
    if len(shown) > _LONGEST_NAME:
        shown = f"{shown[: _LONGEST_NAME - 21]}\N{HORIZONTAL ELLIPSIS}{shown[-20:]}"
    return mask_text(shown)


def _is_unsafe(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSAFE_CATEGORIES


class RedactingFilter(logging.Filter):
    """Masks taxpayer numbers in every log record and keeps only type and frames of an exception.

    The text of an exception may quote a letter (``int("000-00-0000")`` does), so it is dropped. Put
    it on handlers: a logger's filter does not see the records of its children.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place; every record passes."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = "a log record whose arguments do not fit"
        record.msg, record.args = mask_text(message), None
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, frames = record.exc_info
            record.exc_text = "".join((*traceback.format_tb(frames), kind.__name__))
        elif record.exc_text:
            record.exc_text = mask_text(record.exc_text)
        record.exc_info = None
        return True
