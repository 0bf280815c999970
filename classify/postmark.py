"""The day stamped on the envelope that lies with a letter: a hint of when it was mailed, never more.

Meters print it beside the postage ("MAILED FROM ZIP CODE 64999", "US POSTAGE PAID"), cancellations beside the
place, both in the upper right corner. An envelope bears other days too: when it was received, sent on or
returned, and what its window shows of the letter. Those are not told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.field import DatedMention, Evidence
from ingest.letter import Letter, ReadPage
from ingest.text import PageText, Phrase, Word, box_around
from ingest.transform import Box

ROLE = "postmark"
# Around a date, what tells that the post or its meter stamped it.
_POSTAL = re.compile(
    r"\b(?:mailed from|postage|presort\w*|first[- ]class|usps|us mail|pitney|neopost|quadient|hasler|permit"
    r"|zip(?: code)? \d{5}|[ap]m \d{0,2} ?l)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:received|rec'?d|recvd|nixie|return(?:ed)? to|forward\w*|unclaimed|refused|notice|letter|due|rev"
    r"|catalog|fax|from:|\d{1,2}:\d{2})(?!\w)",
    re.IGNORECASE,
)
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"'?((?:20)?\d{2})(?!\d|[/-]\d)"
# As cancellations write it, and with a year of two digits: "26 NOV 2026", "NOV 26 26".
_DAY_FIRST = re.compile(rf"(?<![\d/-])(\d{{1,2}})\s?{_MONTH},?\s?{_YEAR}", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s?(\d{{1,2}}),?\s{_YEAR}", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Phrases of one stamp stand no further apart than this many text heights.
_BELOW, _BESIDE = 1.0, 2.5


def postmarks(letter: Letter) -> tuple[DatedMention, ...]:
    """The days that the envelopes of a letter seem to be stamped with, each once; most often none or one."""
    places: dict[dt.date, list[Evidence]] = {}
    for page in letter.envelopes:
        for day, place in _on(page):
            places.setdefault(day, []).append(place)
    return tuple(DatedMention(ROLE, day, tuple(found)) for day, found in sorted(places.items()))


def _on(page: ReadPage) -> Iterator[tuple[dt.date, Evidence]]:
    """The stamped days on an envelope: in its best reading, and in that of the corner where stamps are."""
    written = [reading for reading in page.readings if reading.words]
    for reading in written:
        upright = written[0].to_original.inverse
        for stamp in _stamps(reading):
            words = [word for phrase in stamp for word in phrase.words]
            text = " ".join(word.text for word in words)
            if _OTHER.search(text):
                continue
            if _POSTAL.search(text):
                rule = "postmark:label"
            elif _is_upper_right(
                upright.box(reading.to_original.box(box_around(words))), box_around(written[0].words)
            ):
                rule = "postmark:place"
            else:
                continue
            for day, start, end in _days(text):
                own = _between(words, start, end)
                box = reading.to_original.box(box_around(own))
                yield day, Evidence(page.number, box, text[start:end], rule, reading.engine)


def _stamps(reading: PageText) -> list[list[Phrase]]:
    """The phrases of the reading in groups of those that stand together, each in the order of reading."""
    groups: list[list[Phrase]] = []
    for phrase in (phrase for line in reading.lines for phrase in line.phrases):
        near = [group for group in groups if any(_are_near(phrase, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), phrase])
    order = {id(phrase): at for at, line in enumerate(reading.lines) for phrase in line.phrases}
    return [sorted(group, key=lambda phrase: (order[id(phrase)], phrase.box.left)) for group in groups]


def _are_near(one: Phrase, other: Phrase) -> bool:
    a, b = one.box, other.box
    height = min(max(a.height, b.height), 2 * min(a.height, b.height))
    across = max(a.left, b.left) - min(a.right, b.right)
    down = max(a.top, b.top) - min(a.bottom, b.bottom)
    return (across < 0 and down < _BELOW * height) or (down < 0 and across < _BESIDE * height)


def _is_upper_right(box: Box, whole: Box) -> bool:
    (x, y), (middle_x, middle_y) = box.middle, whole.middle
    return x > middle_x and y < middle_y


def _days(text: str) -> Iterator[tuple[dt.date, int, int]]:
    """Each day in a text with where it stands; nothing is put right in it."""
    found = [(match.value, match.start, match.end) for match in grammar.dates(text) if not match.cost]
    for match in _DAY_FIRST.finditer(text):
        found += _day(match[3], match[2], match[1], match)
    for match in _MONTH_FIRST.finditer(text):
        found += _day(match[3], match[1], match[2], match)
    yield from dict.fromkeys(found)


def _day(year: str, month: str, day: str, match: re.Match[str]) -> list[tuple[dt.date, int, int]]:
    try:
        number = int(year) if len(year) == 4 else 2000 + int(year)
        return [(dt.date(number, _MONTHS.index(month.lower()) + 1, int(day)), match.start(), match.end())]
    except ValueError:
        return []


def _between(words: Sequence[Word], start: int, end: int) -> list[Word]:
    """The words that hold the letters of their text, joined by blanks, from start to end."""
    own, at = [], 0
    for word in words:
        if at < end and at + len(word.text) > start:
            own.append(word)
        at += len(word.text) + 1
    return own
