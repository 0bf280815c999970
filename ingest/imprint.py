"""Imprint: what a page says of the letter it belongs to, wherever the sender printed it.

A letter tells its pages together by "Page 2 of 4", by its code, date, period and the last four digits of the
taxpayer's number repeated in a heading, or by the code in the foot; its first page by the letterhead, the
address block and the salutation. Envelopes and leaflets come with letters and have an imprint of their own.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz

from ingest.letter import ReadPage
from ingest.text import Line, PageText, Phrase

PaperKind = Literal["sheet", "blank", "unread", "leaflet", "envelope"]

# Digits as OCR reads them in a small footer.
_DIGIT_SLIPS = str.maketrans("lI|!iOoQSsBZzAg", "111110005582249")
_DIGITS = r"[0-9lI|!iOoQSsBZzAg]{1,3}"
_PAGE = r"P\s?[aeo4@]\s?[gqy9]\s?[eco]"
_PAGE_OF = re.compile(
    rf"(?:\b|(?<=\d)){_PAGE}\s*({_DIGITS})\s*[o0c][f1ltr]\s*({_DIGITS})(?![\w$])", re.IGNORECASE
)
# Alone, or beside a form's number: "Letter 1058 Page 2", "Page 2 Catalog Number 40488S".
_PAGE_ALONE = re.compile(
    rf"(?:^|\||\)|\d[A-Z]?)\s*{_PAGE}\s+([0-9lI|!OSBZ]{{1,2}})(?:$|\s+(?:cat|rev|form|\|))", re.IGNORECASE
)
_MOST_PAGES = 60
# A page number without a count that is higher than this and the file's pages is a misread one.
_LIKELY_NUMBER = 9
# "See page 2 of 4 for details" is a sentence, not a page number.
_LONGEST_FOOTER_WORDS = 10
_LONGEST_PAGE_ALONE = 7

# Headings stand in the upper third of a page, feet in the last eighth. There a code or a date stands alone or
# after its label; in a sentence it is only mentioned.
_HEADING = 0.36
_FOOT = 0.875
_LETTERHEAD = 0.24
_ADDRESSES = 0.42
_CODE = re.compile(
    r"(?:(?:number\s+of\s+)?(?:this\s+)?(?:notice|letter)?)(?:\s*(?:number|no\.?))?\s*:?\s*"
    r"((?:CP|LT|LP)\s?-?\s?\d{1,4}[A-Z]{0,2}|(?:Letter|LTR)\s*:?\s*\d{2,4}[A-Z]{0,2})"
    r"(?=$|\s*[(|]|\s+(?:[A-Z]{2}\)|rev|page\b|[X*0-9]{2,3}-|\*{2}))",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE_LABEL = re.compile(
    r"(?:(?:notice|letter)\s*)?date(?:\s+of\s+(?:this\s+)?(?:notice|letter))?\s*:?$", re.IGNORECASE
)
_OTHER_LABEL = re.compile(r"period|year|end(?:ed|ing)|due|\bby\b|from|amount|before|interest", re.IGNORECASE)
_DATE = re.compile(
    r"((?:(?:notice|letter)\s*)?date(?:\s+of\s+(?:this\s+)?(?:notice|letter))?\s*:?\s*)?"
    rf"(?:({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}}),?\s+(\d{{4}})|(\d{{1,2}})[-/](\d{{1,2}})[-/](\d{{4}}))",
    re.IGNORECASE,
)
_LAST_FOUR = re.compile(
    r"(?<![\w*#-])[X*#0-9]{3}\s?-\s?[X*#0-9]{2}\s?-\s?(\d{4})\b"
    r"|(?<![\w*#-])[X*#0-9]{2}\s?-\s?[X*#0-9]{3}(\d{4})\b|(?<![\w*])\*{5}(\d{4})\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:.*\s)?Tax\s+(?:year|period)s?(?:\s+end(?:ed|ing))?\s*:?\s+(\S.{0,20}\d{4})", re.IGNORECASE
)
_LONGEST_PERIOD_WORDS = 9

# The end of an address: "Ogden, UT 84201-0039".
_PLACE = re.compile(r"\b[A-Za-z.]{2,},?\s+[A-Z]{2}\.?\s+\d{5}(?:\s?-\s?\d{4})?\s*$")
_SALUTATION = re.compile(r"^(?:dear\b|to whom it may concern|estimad[oa])", re.IGNORECASE)
_SENDER = ("department of the treasury", "internal revenue service")
_ALIKE = 86
_LEAFLET = re.compile(
    r"^(?:IRS\s+)?(?:Publication|Pub\.?|Form|Instructions\s+for\s+Form)\s+\d{1,5}(?:-?[A-Z]{1,3})?"
    r"(?:\s*(?:\(|Rev|Catalog|Cat\.|Page|\|).*)?$",
    re.IGNORECASE,
)
_LEAFLET_HEAD = 0.15
_LONGEST_TITLE_WORDS = 9
_POSTAL = (
    "penalty for private use",
    "official business",
    "postage and fees paid",
    "first-class mail",
    "return service requested",
    "address service requested",
    "presorted",
    "certified mail",
    "return receipt requested",
)
_MOST_WORDS_ON_ENVELOPE = 60
_SUREST_OPENING = 6
_SCANT_WORDS = 25
# The back of a sheet may show specks, or the line of the fax machine.
_BACK_WORDS = 12
# A line of running text has at least so many words.
_RUNNING_WORDS = 5


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a page says of its letter; None where it does not say.

    Parameters
    ----------
    number, count
        Its "Page 2 of 4", or its "Page 2" with no count.
    code, date, last_four, period
        As its heading has them, the code also its foot; so written that two readings of one compare equal.
    opening
        How much it looks like the first page of a letter: 0 not at all, 2 and above very much.
    paper
        What kind of paper it is; a leaflet and an envelope say nothing of the letter, and what an unread one
        says is not known.
    runs_in, runs_out
        Whether its text begins, or ends, inside a sentence.
    misreadable
        Whether it was read off a picture, so that a mark may be one letter off.
    scant
        Whether there is so little on it that it may be a back that shows through.

    """

    number: int | None = None
    count: int | None = None
    code: str | None = field(default=None, repr=False)
    date: str | None = field(default=None, repr=False)
    last_four: str | None = field(default=None, repr=False)
    period: str | None = field(default=None, repr=False)
    opening: int = 0
    paper: PaperKind = "sheet"
    runs_in: bool = False
    runs_out: bool = False
    misreadable: bool = False
    scant: bool = False

    @property
    def names_letter(self) -> bool:
        """Whether it says anything by which its letter could be known again."""
        return any((self.number, self.code, self.date, self.last_four))


@dataclass(frozen=True, slots=True)
class _Zones:
    """The lines of a reading by where they stand on the page."""

    head: tuple[Line, ...]
    letterhead: tuple[Line, ...]
    addresses: tuple[Line, ...]
    foot: tuple[Line, ...]


def imprint_of(page: ReadPage, pages: int = 0) -> Imprint:
    """The imprint of a page; the best reading first, the others where it says nothing.

    Parameters
    ----------
    pages
        How many pages the file has: a fax machine numbers them all alike, which says nothing of letters.

    """
    if not page.has_words:
        return Imprint(paper="unread" if page.capture.quality == "poor" else "blank", scant=True)
    found: dict[str, str | int] = {}
    skimmed = any(step.name == "skimmed" for step in page.steps)
    for at, reading in enumerate(page.readings):
        zones = _zones(reading, band=at if skimmed and at < 2 else None)
        for name, value in _marks_in(reading, zones, (page.number, pages)):
            found.setdefault(name, value)
    first = page.readings[0]
    zones = _zones(first, band=0 if skimmed else None)
    paper = _paper(first, zones, found)
    if paper != "sheet":
        return Imprint(paper=paper)
    if not found and len(first.words) < _BACK_WORDS and not skimmed:
        return Imprint(paper="blank", scant=True)
    imprint = Imprint(**found, misreadable=page.capture.kind != "digital")  # type: ignore[arg-type]
    runs_in, runs_out = _running(first)
    scant = len(first.words) < _SCANT_WORDS and not skimmed
    opening = 0 if (imprint.number or 1) > 1 else _opening(zones, dated="date" in found)
    return dataclasses.replace(
        imprint, opening=opening, runs_in=runs_in, runs_out=runs_out and not skimmed, scant=scant
    )


def _zones(reading: PageText, band: int | None) -> _Zones:
    """Where the lines stand; of a skimmed page the first band is all head, the second all foot."""
    lines, height = reading.lines, reading.size_px[1]
    if band is not None:
        return _Zones(lines, lines, lines, ()) if band == 0 else _Zones((), (), (), lines)

    def above(share: float) -> tuple[Line, ...]:
        return tuple(line for line in lines if line.box.bottom <= share * height)

    foot = tuple(line for line in lines if line.box.top >= _FOOT * height)
    return _Zones(above(_HEADING), above(_LETTERHEAD), above(_ADDRESSES), foot)


def _marks_in(reading: PageText, zones: _Zones, of_file: tuple[int, int]) -> Iterator[tuple[str, str | int]]:
    numbers = dict.fromkeys(_page_numbers(reading.lines))
    if len(numbers) > 1:
        numbers.pop(of_file, None)
    if numbered := next(iter(numbers), None):
        yield "number", numbered[0]
        yield "count", numbered[1]
    elif (alone := _page_alone(zones)) is not None and alone <= max(_LIKELY_NUMBER, of_file[1]):
        yield "number", alone
    for phrase in _phrases((*zones.head, *zones.foot)):
        if code := _CODE.match(phrase.text):
            name = re.sub(r"[\s:-]", "", code.group(1)).upper()
            yield "code", name.replace("LTR", "LETTER")
    yield from _dates(zones.head, later=numbered is not None and numbered[0] > 1)
    for line in zones.head:
        if last := _LAST_FOUR.search(line.text):
            yield "last_four", next(group for group in last.groups() if group)
        for phrase in line.phrases:
            period = _PERIOD.fullmatch(phrase.text)
            if period and len(phrase.words) <= _LONGEST_PERIOD_WORDS:
                yield "period", re.sub(r"\W", "", period.group(1)).lower()


def _dates(lines: Sequence[Line], *, later: bool) -> Iterator[tuple[str, str]]:
    """Dates that a label calls the letter's own; on first pages, then those that stand alone."""
    alone = []
    for at, line in enumerate(lines):
        before = ""
        for phrase in line.phrases:
            dated = _DATE.fullmatch(phrase.text)
            label = before or _above(phrase, lines[max(0, at - 2) : at])
            if dated and (dated.group(1) or _DATE_LABEL.search(label)):
                yield "date", _date_key(dated)
            elif dated and not _OTHER_LABEL.search(label):
                alone.append(_date_key(dated))
            before = phrase.text
    for date in () if later else alone:
        yield "date", date


def _above(phrase: Phrase, lines: Sequence[Line]) -> str:
    """What stands right above, where a box has its labels."""
    for line in reversed(lines):
        for other in line.phrases:
            if other.box.left < phrase.box.right and phrase.box.left < other.box.right:
                return other.text
    return ""


def _phrases(lines: Sequence[Line]) -> Iterator[Phrase]:
    for line in lines:
        yield from line.phrases


def _page_numbers(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Every "Page 2 of 4" that is no part of a sentence."""
    for phrase in _phrases(lines):
        match = _PAGE_OF.search(phrase.text)
        if not match or len(phrase.words) > _LONGEST_FOOTER_WORDS:
            continue
        number, count = (_as_number(part) for part in match.groups())
        if number and count and number <= count <= _MOST_PAGES:
            yield number, count


def _page_alone(zones: _Zones) -> int | None:
    """The number of a page that says "Page 2" and not of how many."""
    for phrase in _phrases((*zones.foot, *zones.letterhead)):
        match = _PAGE_ALONE.search(phrase.text)
        if match and len(phrase.words) <= _LONGEST_PAGE_ALONE:
            number = _as_number(match.group(1))
            if number and number <= _MOST_PAGES:
                return number
    return None


def _as_number(text: str) -> int | None:
    digits = text.translate(_DIGIT_SLIPS)
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def _date_key(match: re.Match[str]) -> str:
    """A date so written that two readings of one date compare equal."""
    _, month, day, year, month_number, day_of, year_of = match.groups()
    if month:
        return f"{year}-{_MONTHS.index(month.lower()) + 1:02}-{int(day):02}"
    return f"{year_of}-{int(month_number):02}-{int(day_of):02}"


def _paper(reading: PageText, zones: _Zones, found: dict[str, str | int]) -> PaperKind:
    """Envelopes and leaflets are told by what is printed on them, and by having no date and no code."""
    text = re.sub(r"\s+", " ", reading.text).lower()
    words = sum(any(c.isalpha() for c in word.text) for word in reading.words)
    if words <= _MOST_WORDS_ON_ENVELOPE and any(phrase in text for phrase in _POSTAL):
        return "envelope"
    if found.keys() & {"code", "date", "last_four"}:
        return "sheet"
    edge = _LEAFLET_HEAD * reading.size_px[1]
    titles = (*zones.foot, *(line for line in zones.head if line.box.bottom <= edge))
    return "leaflet" if any(_is_title(phrase) for phrase in _phrases(titles)) else "sheet"


def _is_title(phrase: Phrase) -> bool:
    return len(phrase.words) <= _LONGEST_TITLE_WORDS and _LEAFLET.match(phrase.text) is not None


def _opening(zones: _Zones, *, dated: bool) -> int:
    """Letterhead, addresses, salutation, date: one each, and the Treasury's name counts twice."""
    heads = [phrase.text.lower() for phrase in _phrases(zones.letterhead)]
    treasury, service = (
        any(fuzz.partial_ratio(name, head) >= _ALIKE for head in heads if len(head) > 12) for name in _SENDER
    )
    places = sum(_PLACE.search(phrase.text) is not None for phrase in _phrases(zones.addresses))
    salutation = any(_SALUTATION.match(phrase.text) for phrase in _phrases(zones.addresses))
    addressed = places > 0
    head = treasury and (service or addressed or dated)
    # Sender and addressee: a coupon has both too, but names its letter beside them.
    both = (0, 1, 3)[min(places, 2)]
    return min(_SUREST_OPENING, 2 * head + both + salutation + (dated and addressed))


def _running(reading: PageText) -> tuple[bool, bool]:
    """Whether the text begins in the middle of a sentence, and whether it ends in one."""
    lines = [line.text for line in reading.lines if len(line.words) >= _RUNNING_WORDS]
    lines = [line for line in lines if not _PAGE_OF.search(line)]
    if not lines:
        return False, False
    return lines[0][0].islower(), lines[-1].rstrip()[-1].isalnum() or lines[-1].rstrip()[-1] == ","
