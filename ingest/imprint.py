"""Imprint: what a page says of the letter it belongs to, wherever the sender printed it.

A letter tells its pages together by "Page 2 of 4", by its code, date, period and the last four digits of the
taxpayer's number repeated in a heading, or by the code in the foot; its first page by the letterhead, the
address block and the salutation. Envelopes and leaflets come with letters and have an imprint of their own.
Letters in Spanish say the same in the same places: "Página 2 de 4", "Aviso CP714", "Fecha del aviso".

Nothing here becomes a value of the letter. So marks are read with more slips than values may have: all that
counts is that two readings of one mark come out alike, and those of two marks do not.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ingest.fax_cover import is_fax_cover
from ingest.letter import ReadPage
from ingest.page_number import (
    DIGIT,
    DIGIT_SLIPS,
    LIKELY_NUMBER,
    PAGE_OF,
    as_number,
    number_alone,
    numbers_in,
    page_and_count,
)
from ingest.past import heads_the_past
from ingest.text import Line, PageText, Phrase, phrases_of

PaperKind = Literal["sheet", "blank", "unread", "garbled", "leaflet", "envelope", "cover"]

# Headings stand in the upper third of a page, feet in the last eighth. There a code or a date stands alone or
# after its label; in a sentence it is only mentioned.
_HEADING = 0.36
_FOOT = 0.875
_LETTERHEAD = 0.24
_ADDRESSES = 0.42
_CODE_LABEL = re.compile(
    r"(?:number\s+of\s+|n[uú]mero\s+de(?:l|\s+la)?\s+)?(?:this\s+|est[ea]\s+)?"
    r"(?:notice|letter|aviso|carta)(?:\s*(?:number|no\.?|n[uú]m\.?))?\s*:?\s*",
    re.IGNORECASE,
)
_CODE = re.compile(
    rf"(?:{_CODE_LABEL.pattern})?(?:(?:number|no\.?)\s*:?\s*)?"
    r"((?:CP|LT|LP)\s?-?\s?\d{1,4}[A-Z]{0,2}|(?:Lett[ae]r|LTR|Carta)\s*:?\s*\d{2,4}[A-Z]{0,2})"
    r"(?=$|\s*[(|]|\s+(?:[A-Z]{2}\)|rev|page\b|p[aá]gina\b|[X*0-9]{2,3}-|\*{2}))",
    re.IGNORECASE,
)
# Behind a label: a code with slips in it, or somebody else's.
_SLOPPY_CODE = re.compile(
    rf"([CG6(£€¢]\s?[PFR]|L\s?[T7P])\s?-?\s?({DIGIT}{{1,4}})([A-Z]{{0,2}})", re.IGNORECASE
)
_FOREIGN_CODE = re.compile(r"[A-Z]{1,4}\s?-?\s?\d{2,5}[A-Z]?")
_MONTHS = tuple(
    {name: at for at, name in enumerate(names.split(), 1)}
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
)
_DATE_LABELS = (
    *("date", "notice date", "letter date", "date of notice", "date of this notice", "date of letter"),
    *("date of this letter", "fecha", "fecha del aviso", "fecha de aviso", "fecha de este aviso"),
    *("fecha de la carta", "fecha de esta carta"),
    *("date issued", "issue date", "date of issue", "date mailed", "mailing date"),
    *("statement date", "invoice date", "billing date"),
)
# A label that is long enough may be misread a little.
_LABEL_LIKE, _SURE_LABEL = 78, 8
_OTHER_LABEL = re.compile(
    r"period|year|end(?:ed|ing)|due|\bby\b|from|amount|before|interest"
    r"|per[ií]odo|\ba[nñ]o|termin|finaliz|venc|antes|tardar|cantidad|inter[eé]s|desde|hasta",
    re.IGNORECASE,
)
_DAY, _YEAR = r"([\dlIOoSB|]{1,2})", r"([\dlIOoSB|]{4})"
_DATE = re.compile(
    rf"(.*?)\s*(?:([A-Za-z]{{3,10}})\.?\s+{_DAY}(?:st|nd|rd|th)?[,.]?\s+{_YEAR}"
    rf"|{_DAY}(?:st|nd|rd|th)?[\s-]+(?:de\s+|of\s+)?([A-Za-z]{{3,10}})[.,]?[\s-]+(?:del?\s+)?{_YEAR}"
    r"|(\d{1,2})[-/](\d{1,2})[-/](\d{4})|(\d{4})[-/](\d{2})[-/](\d{2}))"
)
# Beside such a thing a date stands in a table of rates or of postings.
_IN_TABLE = re.compile(r"[%$]|(?:\b(?:19|20)\d\d\b.*){2}")
_YEARS = range(1985, 2100)
_SLIPPED_MONTH = 4
_LONGEST_DATE_WORDS = 9
# Periods end on these days: one that stands alone on a letter is hardly its own date.
_QUARTER_ENDS = ("03-31", "06-30", "09-30", "12-31")
_LAST_FOUR = re.compile(
    r"(?<![\w*#-])[XN*#0-9]{3}\s?-\s?[XN*#0-9]{2}\s?-\s?(\d{4})\b"
    r"|(?<![\w*#-])[XN*#0-9]{2}\s?-\s?[XN*#0-9]{3}(\d{4})\b|(?<![\w*])\*{5}(\d{4})\b",
    re.IGNORECASE,
)
# The signs of a mask, or digits, as they come off a poor fax. What is masked behind a state is a ZIP code.
_WORN_LAST_FOUR = re.compile(
    r"(?<!\b[A-Z]{2}\s)(?<!\b[A-Z]{2},\s)(?<!\S)[_\W]?"
    r"(?:(?=\S*[X*#]{2})[X*#°'\"\u201c\u201d\u2018\u2019_.-]{3,9}"
    r"|[\dX*#$SOlIB]{3}[-.][\dX*#SOlIB]{2}[-.])(\d{4})$"
)
_PERIOD = re.compile(
    r"(?:.*\s)?(?:Tax\s+(?:year|period)s?(?:\s+end(?:ed|ing))?"
    r"|(?:A[nñ]o|Per[ií]odo)\s+(?:tributario|contributivo|fiscal)(?:\s+que\s+termin[oó]\s+el)?)"
    r"\s*:?\s+((?:\S.{0,20})?\d{4})",
    re.IGNORECASE,
)
_LONGEST_PERIOD_WORDS = 9

# The end of an address: "Ogden, UT 84201-0039".
_PLACE = re.compile(r"\b[A-Za-z.]{2,},?\s+[A-Z]{2}[.,]?\s+(?:\d{5}|X{5})(?:\s?-\s?\d{2,5})?[\s.,]*$")
_SALUTATION = re.compile(r"^(?:dear\b|to whom it may concern|estimad[oa])", re.IGNORECASE)
_TREASURY = ("department of the treasury", "departamento del tesoro")
_SERVICE = ("internal revenue service", "servicio de impuestos internos")
_ALIKE = 86
_LEAFLET = re.compile(
    r"^(?:IRS\s+)?(?:Publication|Publicaci[oó]n|Pub\.?|(?:Instructions\s+for\s+)?Form"
    r"|(?:Instrucciones\s+para\s+el\s+)?Formulario)\s+\d{1,5}(?:-?[A-Z]{1,3})?"
    r"(?:\s*(?:\(|Rev|Catalog|Cat\.|Page|P[aá]gina|\|).*)?$",
    re.IGNORECASE,
)
# The edition of a publication and its number in one line, with whose it is behind: no sentence, however long.
_CATALOG = re.compile(
    r"^(?:IRS\s+)?Pub\w*\.?\s.*\(Rev\b.{2,20}\)\s+Cat(?:alog)?\.?\s+(?:Number|No)\b", re.IGNORECASE
)
# Reports that come with the letters of an examination, filled in for the taxpayer, their pages counted apart.
_REPORT = re.compile(
    r"^Form\s+(?:4549(?:-?[A-E])?|4666|4668|886-?A|1902-?B|5278|5564|4089(?:-?[A-C])?|870(?:-?[A-Z]{1,2})?)"
    r"(?:\s*\(.*"
    r"|\W+(?:income tax|employment tax|report|explanation|summary|notice of deficiency|waiver|consent)\b"
    r".*)?$",
    re.IGNORECASE,
)
# The notice of lien that is filed; a copy lies with the letter that tells of the filing, and names it.
_LIEN = re.compile(r"^Form\s+668\s?\(?Y\)?", re.IGNORECASE)
_LIEN_ENCLOSED = re.compile(r"\benclos\w+\b[^.]{0,80}\bForm\s+668\s?\(?Y\)?", re.IGNORECASE)
# The letter that tells of the filing encloses it whether it says so or not.
_TELLS_OF_LIEN = "LETTER3172"
# What the privacy mask leaves of a taxpayer's number.
_MASKED_BUT = r"(?<![\w-])(?:[Xx*#•]{3}-[Xx*#•]{2}-|[\dXx*#•]{2}-[Xx*#•]{3})"
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
    "mailed from zip",
    "us postage",
    "u.s. postage",
    "postage paid",
)
_MOST_WORDS_ON_ENVELOPE = 60
_COUPON = ("check or money order", "cheque o giro pagadero")
_SUREST_OPENING = 6
_LEAST_OPENING = 2
# So much of letterhead, addresses and salutation stands on no later page.
_FULL_OPENING = 5
_SCANT_WORDS = 25
# A page number, and three of its count, code, date, last four digits and period.
_SAME_PAGE = 4
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
        What kind of paper it is; a leaflet, an envelope and the cover of a fax say nothing of the letter, and
        what an unread one says is not known. ``garbled`` is a sheet off which only litter was read.
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

    def says_the_same(self, other: Imprint) -> bool:
        """Whether both have the same page number and marks, and enough of them to be the same page."""
        mine, theirs = (
            (it.number, it.count, it.code, it.date, it.last_four, it.period) for it in (self, other)
        )
        return (
            mine == theirs
            and self.number is not None
            and sum(mark is not None for mark in mine) >= _SAME_PAGE
        )


def is_lien(page: ReadPage) -> bool:
    """Whether a page is headed as the notice of lien that the IRS files with a county or a state."""
    edge = _LEAFLET_HEAD * page.size_px[1]
    heads = (line for reading in page.readings[:1] for line in reading.lines if line.box.bottom <= edge)
    return any(_LIEN.match(phrase.text) for phrase in phrases_of(heads))


def encloses_lien(page: ReadPage, imprint: Imprint) -> bool:
    """Whether a page says that a copy of the notice of lien comes with it."""
    text = " ".join(line.text for reading in page.readings[:1] for line in reading.lines)
    return imprint.code == _TELLS_OF_LIEN or _LIEN_ENCLOSED.search(text) is not None


def has_number(page: ReadPage, last_four: str) -> bool:
    """Whether a page prints a taxpayer's number with these last four digits; a year or a phone is none."""
    number = re.compile(rf"{_MASKED_BUT}{last_four}(?![\d-])")
    return any(number.search(reading.text) for reading in page.readings[:1])


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
        for name, value in _marks_in(reading, zones):
            found.setdefault(name, value)
    number, count = page_and_count(page, pages)
    # One reading may tell of how many pages where another has only a part of it.
    if (alone := found.pop("alone", None)) is not None and int(alone) <= max(LIKELY_NUMBER, pages):
        number = number or int(alone)
    found |= {name: value for name, value in (("number", number), ("count", count)) if value}
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
    looks = _opening(zones, dated="date" in found)
    if imprint.misreadable and imprint.count is None and looks >= _FULL_OPENING:
        # A letterhead, addresses and more: a number that says otherwise was misread, as "Page lL".
        imprint = dataclasses.replace(imprint, number=1 if imprint.number else None)
    opening = 0 if (imprint.number or 1) > 1 else looks
    if not found and opening < _LEAST_OPENING and page.capture.quality == "poor":
        return Imprint(paper="garbled", misreadable=True)
    if imprint.misreadable and imprint.number == 1 and imprint.count is None and opening < _LEAST_OPENING:
        # First pages seldom number themselves, and look like it: this was another number.
        imprint = dataclasses.replace(imprint, number=None)
    return dataclasses.replace(
        imprint, opening=opening, runs_in=runs_in, runs_out=runs_out and not skimmed, scant=scant
    )


def _zones(reading: PageText, band: int | None) -> _Zones:
    """Where the lines stand; of a skimmed page the first band is all head, the second all foot."""
    lines, height = tuple(_without_the_past(reading.lines)), reading.size_px[1]
    if band is not None:
        return _Zones(lines, lines, lines, ()) if band == 0 else _Zones((), (), (), lines)

    def above(share: float) -> tuple[Line, ...]:
        return tuple(line for line in lines if line.box.bottom <= share * height)

    foot = tuple(line for line in lines if line.box.top >= _FOOT * height)
    return _Zones(above(_HEADING), above(_LETTERHEAD), above(_ADDRESSES), foot)


_SOME_DIGIT = re.compile(r"\d")


def _without_the_past(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines but those of a table of what went before, up to the first without a number."""
    inside = False
    for line in lines:
        numbered = _SOME_DIGIT.search(line.text) is not None
        heading = len(line.phrases) > 1 and not numbered and heads_the_past(line.text.lower())
        inside = heading or (inside and numbered)
        if not inside:
            yield line


def _marks_in(reading: PageText, zones: _Zones) -> Iterator[tuple[str, str | int]]:
    numbers = [number for number, _ in numbers_in(reading.lines)]
    if not numbers and (alone := number_alone((*zones.foot, *zones.letterhead))) is not None:
        yield "alone", alone
    for code in _codes((*zones.head, *zones.foot)):
        yield "code", code
    yield from _dates(zones.head, later=bool(numbers) and numbers[0] > 1)
    for line in zones.head:
        if last := _LAST_FOUR.search(line.text):
            yield "last_four", next(group for group in last.groups() if group)
        elif worn := next(filter(None, (_WORN_LAST_FOUR.search(p.text) for p in line.phrases)), None):
            yield "last_four", worn.group(1)
        before = ""
        for phrase in line.phrases:
            period = _PERIOD.fullmatch(f"{before} {phrase.text}") or _PERIOD.fullmatch(phrase.text)
            if (
                period
                and len(phrase.words) <= _LONGEST_PERIOD_WORDS
                and (key := _period_key(period.group(1)))
            ):
                yield "period", key
            before = phrase.text


def _period_key(text: str) -> str | None:
    """A year or the end of a period, so written that two readings compare equal; None for anything else."""
    dated = _DATE.fullmatch(text)
    if dated and (date := _date_key(dated)):
        return date
    return text if re.fullmatch(r"(?:19|20)\d\d", text) else None


def _codes(lines: Sequence[Line]) -> Iterator[str]:
    """Codes that stand alone or behind their label; those that are plainly one first."""
    worn = []
    for line in lines:
        before = ""
        for phrase in line.phrases:
            text = phrase.text.strip("_|.,'\" ")
            if code := _CODE.match(text):
                name = re.sub(r"[\s:-]", "", code.group(1)).upper()
                # No suffix begins with one of these.
                name = re.sub(r"(?<=\d)[LIO]", lambda slip: slip.group().translate(DIGIT_SLIPS), name)
                yield re.sub("^(?:LETTAR|LTR|CARTA)", "LETTER", name)
            elif _CODE_LABEL.fullmatch(before):
                worn.append(text)
            elif label := _CODE_LABEL.match(text):
                worn.append(text[label.end() :])
            before = phrase.text
    yield from filter(None, map(_worn_code, worn))


def _worn_code(text: str) -> str | None:
    """A code with slips in it as it will have been printed, or one that only somebody else gives."""
    sloppy = _SLOPPY_CODE.fullmatch(text)
    if not sloppy:
        return re.sub(r"[\s-]", "", text) if _FOREIGN_CODE.fullmatch(text) else None
    series, digits, suffix = sloppy.groups()
    if not suffix and len(digits) > 2 and digits[-1] in "AB":
        digits, suffix = digits[:-1], digits[-1]
    series = "CP" if series[0].upper() != "L" else "LP" if series[-1].upper() == "P" else "LT"
    return f"{series}{digits.translate(DIGIT_SLIPS)}{suffix.upper()}"


def _dates(lines: Sequence[Line], *, later: bool) -> Iterator[tuple[str, str]]:
    """Dates that a label calls the letter's own; on first pages, then those that stand alone."""
    alone = []
    for at, line in enumerate(lines):
        before = ""
        for phrase in line.phrases:
            dated = _DATE.fullmatch(phrase.text) if len(phrase.words) <= _LONGEST_DATE_WORDS else None
            if dated and (date := _date_key(dated)):
                label = dated.group(1) or before or _above(phrase, lines[max(0, at - 2) : at])
                if _is_date_label(label):
                    yield "date", date
                elif not (
                    dated.group(1)
                    or _OTHER_LABEL.search(label)
                    or date.endswith(_QUARTER_ENDS)
                    or _IN_TABLE.search(line.text)
                ):
                    alone.append(date)
            before = phrase.text
    for date in () if later else alone:
        yield "date", date


def _is_date_label(text: str) -> bool:
    label = text.lower().strip(" :.")
    return label in _DATE_LABELS or any(
        label.endswith(known) or fuzz.ratio(label, known) >= _LABEL_LIKE
        for known in _DATE_LABELS
        if min(len(known), len(label)) >= _SURE_LABEL
    )


def _above(phrase: Phrase, lines: Sequence[Line]) -> str:
    """What stands right above, where a box has its labels."""
    for line in reversed(lines):
        for other in line.phrases:
            if other.box.left < phrase.box.right and phrase.box.left < other.box.right:
                return other.text
    return ""


def _date_key(match: re.Match[str]) -> str | None:
    """A date so written that two readings of one date compare equal; None for what is no date."""
    _, name, day, year, day_before, name_after, year_after, *numbers = match.groups()
    if numbers[0] or numbers[3]:
        month, day_of, year_of = numbers[:3] if numbers[0] else (numbers[4], numbers[5], numbers[3])
        found = int(month), int(day_of), int(year_of)
    else:
        found = (
            _month(name or name_after),
            as_number(day or day_before) or 0,
            as_number(year or year_after) or 0,
        )
    sensible = found[0] in range(1, 13) and found[1] in range(1, 32) and found[2] in _YEARS
    return f"{found[2]}-{found[0]:02}-{found[1]:02}" if sensible else None


def _month(name: str) -> int:
    """The number of a month by its name or its beginning, with one slip in a longer name; 0 for no month."""
    name = name.lower()
    for months in _MONTHS:
        begun = {at for month, at in months.items() if month.startswith(name) or name == "sept"}
        near = {at for month, at in months.items() if Levenshtein.distance(month, name, score_cutoff=1) <= 1}
        for found in (begun, near if len(name) >= _SLIPPED_MONTH else set[int]()):
            if len(found) == 1:
                return found.pop()
    return 0


def _paper(reading: PageText, zones: _Zones, found: dict[str, str | int]) -> PaperKind:
    """Envelopes, leaflets and covers are told by what is printed on them, leaflets also by having no code."""
    if is_fax_cover(reading):
        return "cover"
    text = re.sub(r"\s+", " ", reading.text).lower()
    words = sum(any(c.isalpha() for c in word.text) for word in reading.words)
    if words <= _MOST_WORDS_ON_ENVELOPE and any(
        len(text) >= len(phrase) and fuzz.partial_ratio(phrase, text) >= _ALIKE for phrase in _POSTAL
    ):
        return "envelope"
    edge = _LEAFLET_HEAD * reading.size_px[1]
    heads = phrases_of(line for line in zones.head if line.box.bottom <= edge)
    if any(_REPORT.match(phrase.text) for phrase in heads):
        return "leaflet"
    if found.keys() & {"code", "date", "last_four"}:
        return "sheet"
    titles = (*zones.foot, *(line for line in zones.head if line.box.bottom <= edge))
    return "leaflet" if any(_is_title(phrase) for phrase in phrases_of(titles)) else "sheet"


def _is_title(phrase: Phrase) -> bool:
    short = len(phrase.words) <= _LONGEST_TITLE_WORDS or _CATALOG.search(phrase.text) is not None
    return short and _LEAFLET.match(phrase.text) is not None


def _opening(zones: _Zones, *, dated: bool) -> int:
    """Letterhead, addresses, salutation, date: one each, and the Treasury's name with another of them twice.

    A coupon has sender and addressee too.
    """
    heads = [phrase.text.lower() for phrase in phrases_of(zones.letterhead)]
    treasury, service = (
        any(fuzz.partial_ratio(name, head) >= _ALIKE for name in names for head in heads if len(head) > 12)
        for names in (_TREASURY, _SERVICE)
    )
    places = sum(_PLACE.search(phrase.text) is not None for phrase in phrases_of(zones.addresses))
    salutation = any(_SALUTATION.match(phrase.text) for phrase in phrases_of(zones.addresses))
    if not salutation and any(_is_of_coupon(phrase) for phrase in phrases_of(zones.head)):
        return 0
    addressed = places > 0
    head = treasury and (service or addressed or dated)
    both = (0, 1, 3)[min(places, 2)]
    return min(_SUREST_OPENING, (2 * head or treasury) + both + salutation + (dated and addressed))


def _is_of_coupon(phrase: Phrase) -> bool:
    """Whether it tells how to make a check out: where that stands at the head, a coupon fills a last page."""
    text = phrase.text.lower()
    return len(text) >= len(_COUPON[0]) and any(fuzz.partial_ratio(part, text) >= _ALIKE for part in _COUPON)


def _running(reading: PageText) -> tuple[bool, bool]:
    """Whether the text begins in the middle of a sentence, and whether it ends in one."""
    lines = [line.text for line in reading.lines if len(line.words) >= _RUNNING_WORDS]
    lines = [line for line in lines if not PAGE_OF.search(line)]
    if not lines:
        return False, False
    return lines[0][0].islower(), lines[-1].rstrip()[-1].isalnum() or lines[-1].rstrip()[-1] == ","
