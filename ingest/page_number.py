"""The number that a page prints: "Page 2 of 4", or "Page 2" alone, read with the slips of small print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.letter import ReadPage
from ingest.ocr.engine import SECOND_READER, family
from ingest.text import Line, PageText, Phrase, phrases_of
from ingest.transform import Box

# Digits as OCR reads them in a small footer.
DIGIT_SLIPS = str.maketrans("lLI|!iOoQSsBZzAg", "1111110005582249")
DIGIT = r"[0-9lI|!iOoQSsBZzAg]"
_DIGITS = rf"{DIGIT}{{1,3}}"
_PAGE = r"P\s?[aeo4@á]\s?[gqy9]\s?(?:[eco]|[iíl1|!]n[aáeo@4])"
_PAGE_WORD = re.compile(rf"(?:\b|(?<=\d)){_PAGE}(?:\b|\s*{_DIGITS})", re.IGNORECASE)
PAGE_OF = re.compile(
    rf"(?:\b|(?<=\d)){_PAGE}\s*({_DIGITS})\s*(?:[o0c][f1ltr]|d[eco])\s*({_DIGITS})(?![\w$])",
    re.IGNORECASE,
)
# Of "Page 1 of 3" the 1, a thin stroke, is what is lost first.
_PAGE_LOST = re.compile(rf"{_PAGE}\s*(?:[o0c][f1ltr]|d[eco])\s*({_DIGITS})[.,]?", re.IGNORECASE)
# And its count may stand in the next row, where the sheet is curled.
_PAGE_TORN = re.compile(rf"{_PAGE}\s*(?:[o0c][f1ltr]|d[eco])", re.IGNORECASE)
_COUNT = re.compile(rf"{_DIGITS}[.,]?")
# Alone, or beside a form's number: "Letter 1058 Page 2", "Page 2 Catalog Number 40488S".
_PAGE_ALONE = re.compile(
    rf"(?:^|\||\)|\d[A-Z]?)\s*{_PAGE}\s+([0-9lI|!OSBZ]{{1,2}})[.,]?(?:$|\s+(?:cat|rev|form|\|))",
    re.IGNORECASE,
)
# "Page 1/2" by itself, as letters have it; fax machines count so too, in the first row, with the time.
_PAGE_SLASH = re.compile(rf"{_PAGE}\s+([1-9]\d?)\s?/\s?([1-9]\d?)", re.IGNORECASE)
_CLOCK = re.compile(r"\d:\d\d\b")
# The rest of "Page 1 of 3" where the engine tore its row.
_PAGE_REST = re.compile(rf"{_DIGITS}\s*[o0c][f1ltr]|[o0c][f1ltr]\s*{_DIGITS}|[o0c][f1ltr]", re.IGNORECASE)
_TORN_ROWS = 2.5
_MOST_PAGES = 60
# A page number without a count that is higher than this and the file's pages is a misread one.
LIKELY_NUMBER = 9
# "See page 2 of 4 for details" is a sentence, not a page number.
_LONGEST_FOOTER_WORDS = 10
_LONGEST_PAGE_ALONE = 7
# A heading may say more before it: "See page 2 table January 13, 2025 Page 2 of 3".
_LONGEST_HEADING_WORDS = 14


def page_and_count(page: ReadPage, pages: int) -> tuple[int | None, int | None]:
    """What the page says of its number and of how many; of two engines, what the second reader says.

    It is asked where the first one is in doubt, and about just these places.
    """
    said: dict[str, tuple[int | None, int | None]] = {}
    for reading in page.readings:
        numbers = dict.fromkeys(numbers_in(reading.lines))
        if len(numbers) > 1:
            numbers.pop((page.number, pages), None)
        if numbers:
            said.setdefault(family(reading.engine), next(iter(numbers)))
    return said.get(SECOND_READER) or next(iter(said.values()), (None, _count_alone(page)))


def _count_alone(page: ReadPage) -> int | None:
    """Of how many pages it is one, where "Page of 3" has lost its number, also with its 3 a row below."""
    return next(filter(None, (_count_of_lost(list(phrases_of(r.lines))) for r in page.readings)), None)


def _count_of_lost(phrases: Sequence[Phrase]) -> int | None:
    for phrase in phrases:
        if lost := _PAGE_LOST.fullmatch(phrase.text):
            told = [lost.group(1)]
        elif _PAGE_TORN.fullmatch(phrase.text):
            told = [
                other.text
                for other in phrases
                if _COUNT.fullmatch(other.text) and _is_beside(other.box, [phrase.box])
            ]
        else:
            continue
        if len(told) == 1 and 1 < (count := as_number(told[0]) or 0) <= _MOST_PAGES:
            return count
    return None


def number_phrases(reading: PageText) -> list[Phrase]:
    """Where a reading has a page's number, or what may be a part of one."""
    return [
        phrase
        for phrase in phrases_of(reading.lines)
        if len(phrase.words) <= _LONGEST_HEADING_WORDS and _PAGE_WORD.search(phrase.text)
    ]


def numbers_in(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Every "Page 2 of 4" or "Page 2/4" that is no part of a sentence."""
    found = ((phrase, PAGE_OF.search(phrase.text)) for phrase in phrases_of(lines))
    told = [match for phrase, match in found if match and _is_no_sentence(phrase, match)]
    for match in (*told, *_slashed(lines)):
        number, count = (as_number(part) for part in match.groups())
        if number and count and number <= count <= _MOST_PAGES:
            yield number, count


def _slashed(lines: Sequence[Line]) -> Iterator[re.Match[str]]:
    """Every "Page 1/2" that is a phrase by itself and was not put there by a fax machine."""
    for line in lines[1:]:
        if not _CLOCK.search(line.text):
            yield from filter(None, (_PAGE_SLASH.fullmatch(phrase.text) for phrase in line.phrases))


def _is_no_sentence(phrase: Phrase, match: re.Match[str]) -> bool:
    ends_heading = match.end() == len(phrase.text) and match[0][0].isupper()
    return len(phrase.words) <= (_LONGEST_HEADING_WORDS if ends_heading else _LONGEST_FOOTER_WORDS)


def number_alone(lines: Sequence[Line]) -> int | None:
    """The number of a page that says "Page 2" and not of how many; not what is left of "Page 1 of 3".

    Nor what a fax machine counts, beside the time; hours to call have two.
    """
    phrases = list(phrases_of(line for line in lines if len(_CLOCK.findall(line.text)) != 1))
    torn = [phrase.box for phrase in phrases if _PAGE_REST.fullmatch(phrase.text)]
    for phrase in phrases:
        match = _PAGE_ALONE.search(phrase.text)
        if match and len(phrase.words) <= _LONGEST_PAGE_ALONE and not _is_beside(phrase.box, torn):
            number = as_number(match.group(1))
            if number and number <= _MOST_PAGES:
                return number
    return None


def _is_beside(box: Box, others: Sequence[Box]) -> bool:
    """Whether another box lies across it in its row or the next one: rows of curled sheets are torn so."""
    return any(
        other.left < box.right + box.height
        and box.left < other.right + box.height
        and abs(other.middle[1] - box.middle[1]) < _TORN_ROWS * box.height
        for other in others
    )


def as_number(text: str) -> int | None:
    """Some digits with the slips of small print as a number; None where others stand among them."""
    digits = text.translate(DIGIT_SLIPS)
    return int(digits) if digits.isascii() and digits.isdecimal() else None
