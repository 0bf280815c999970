"""What on a letter is unusual for the IRS: reasons to look before paying, never proof.

Each sign is looked for narrowly: a real letter that is called unusual costs the trust in every other line of
the card.

Telephone numbers are judged only on letters of a kind that is known to print one line: officers and
collection agencies have their own, and for most kinds nobody says which line they print.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby, product

from rapidfuzz.distance import OSA

from classify import grammar
from classify.advice import Advice
from classify.catalogue import Catalogue, Notice
from classify.catalogue.sign import PAYMENT_WAY, Signs
from classify.doubt import Doubt
from classify.extract.contact import phones
from classify.field import Evidence
from classify.finding import Finding
from classify.layout import Sheet, sheets
from classify.payment_ways import ASK_FIRST, ways_asked_for
from ingest.letter import Letter, ReadPage
from ingest.page import Link
from ingest.transform import Box


@dataclass(frozen=True, slots=True)
class Unusual:
    """One thing on the letter that letters of the IRS do not show.

    Parameters
    ----------
    key
        One of ``classify.catalogue.sign.SIGNS``.
    name
        What it is, in a few words.
    why
        What the letter says, and why that is unusual.
    evidence
        Where on the letter.
    source
        Where the reason was read; empty where it is common knowledge.

    """

    key: str
    name: str
    why: str = field(repr=False)
    evidence: tuple[Evidence, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    key: str
    what: str = field(repr=False)
    named: str = field(repr=False)
    place: Evidence
    beside: str = field(default="", repr=False)
    source: str = ""


def unusual_in(letter: Letter, finding: Finding, catalogue: Catalogue) -> tuple[Unusual, ...]:
    """Everything unusual on a letter, one entry for each kind and wording.

    Parameters
    ----------
    letter
        Its pages as read; the best reading of each page counts.
    finding
        What was read on it; a letter that is not from the IRS, or could not be read, has nothing unusual.
    catalogue
        For its signs, the line that a kind of letter is known to print, and the language of the reasons.

    """
    if finding.origin != "irs":
        return ()
    signs = catalogue.signs
    order = list(signs.by_key)
    seen = sorted(_looked_over(letter, finding, catalogue), key=lambda one: (order.index(one.key), one.named))
    told = []
    for (key, what, named, beside), same in groupby(
        seen, key=lambda one: (one.key, one.what, one.named, one.beside)
    ):
        sign, alike = signs.by_key[key], list(same)
        source = alike[0].source or (sign.why.sources[0].cited if sign.why.sources else "")
        said = f"{catalogue.language.say(what, named=named, beside=beside)} {sign.why.said}"
        told.append(Unusual(key, sign.name, said, tuple(one.place for one in alike), source))
    return tuple(told)


def doubt_about(found: Sequence[Unusual], catalogue: Catalogue) -> tuple[Doubt, ...]:
    """The doubt that sends the letter to a person; none where nothing is unusual."""
    if not found:
        return ()
    listed = ", ".join(dict.fromkeys(one.name[0].lower() + one.name[1:] for one in found))
    lead = catalogue.language.say("Unusual for a letter from the IRS: {listed}.", listed=listed)
    return (Doubt("unusual", f"{lead} {catalogue.signs.advice.said}"),)


def with_caution(advice: Advice | None, found: Sequence[Unusual], catalogue: Catalogue) -> Advice | None:
    """The advice, but to ask the IRS first where the letter asks for gift cards, as only swindlers do."""
    ways = (place.text.lower() for one in found if one.key == PAYMENT_WAY for place in one.evidence)
    if advice is None or not any("gift" in way and "card" in way for way in ways):
        return advice
    warnings = tuple(one for one in advice.warnings if one != advice.next_action)
    return replace(advice, next_action=catalogue.language.say(ASK_FIRST), warnings=warnings, send_to="")


def _looked_over(letter: Letter, finding: Finding, catalogue: Catalogue) -> Iterator[_Seen]:
    signs = catalogue.signs
    of_agency = finding.notice.value == "CP40"
    notice = catalogue.find(finding.notice.value or "") if finding.notice.accepted else None
    if notice is not None and notice.phones:
        yield from _phones(letter, finding, notice, signs)
    for page in () if of_agency else letter.pages:
        yield from _ways_out(page, signs)
    for sheet in sheets(letter):
        if sheet.reading:
            continue
        yield from _payees(sheet, finding.notice_date.value)
        yield from _ways_of_paying(sheet)
        # A collection agency has its own address; CP40 says to whom the debt went.
        if not of_agency:
            yield from _web_addresses(sheet, signs)
        if sheet.page.capture.kind == "digital":
            yield from _codes(sheet)
            yield from _summaries(sheet)


def _place(sheet: Sheet, which: int, start: int, end: int, rule: str) -> Evidence:
    spot = sheet.spot(which, start, end)
    return Evidence(spot.page, spot.box, spot.text, f"unusual:{rule}", spot.engine)


# --------------------------------------------------------------------------------------------- payee

# Only an order to the reader counts: a refund check is payable to the taxpayer. The next order is no payee.
_PAYABLE = re.compile(
    r"\b(?:make|making|write|send)\b[^.!?]{0,70}?\bpayable to:?\s+(?:the\s+)?"
    r"(?!\W*(?:write|include|enclose|put) )(?P<payee>[^.,;:()\n]{2,60})",
    re.IGNORECASE,
)
_TREASURY = (
    "united states treasury",
    "u s treasury",
    "us treasury",
    "department of the treasury",
    "treasury",
)
_INITIALS = re.compile(r"\b(?:[A-Z]\. ?){2,}")
_FEW = 2
_FIRST_WORDS = 3


# Before that checks for taxes were made out to the IRS (Restructuring and Reform Act of 1998, section 3703;
# 63 FR 69031 of December 15, 1998).
_PAYABLE_TO_THE_IRS_UNTIL = dt.date(1998, 12, 31)
# An engine's way to say that it made nothing of the name.
_GARBLED = re.compile(r"[#~^*_|<>{}=\\]")


def _payees(sheet: Sheet, letter: dt.date | None) -> Iterator[_Seen]:
    """A check that is to be made out to anybody but the Treasury."""
    slips = 0 if sheet.page.capture.kind == "digital" else 4
    for which, (passage, _) in enumerate(sheet.passages):
        # The full stops of "U.S." and "I.R.S." do not end the payee.
        text = _INITIALS.sub(lambda found: found[0].replace(".", "").ljust(len(found[0])), passage.text)
        for found in _PAYABLE.finditer(text):
            payee = " ".join(re.findall(r"[a-z0-9&']+", found["payee"].lower()))
            if (
                len(payee) <= _FEW
                or _is_treasury(payee, slips)
                or (slips and _GARBLED.search(found["payee"]))
            ):
                continue
            if (
                letter
                and letter <= _PAYABLE_TO_THE_IRS_UNTIL
                and payee.startswith("internal revenue service")
            ):
                continue
            named = passage.text[found.start("payee") : found.end("payee")].strip()
            words = re.split(r"\s+(?:and|for|in the|at|with|on|by|to)\b", named)[0]
            place = _place(sheet, which, found.start("payee"), found.start("payee") + len(words), "payee")
            yield _Seen("payee", "The letter asks for a payment to {named}.", f'"{words}"', place)


def _is_treasury(payee: str, slips: int) -> bool:
    """Whether it is the Treasury, also where the line ends within its name."""
    if slips and any(OSA.distance(word, "states") <= 1 for word in payee.split()[:_FIRST_WORDS]):
        # What is left of "United States Treasury" on a poor picture is nobody else.
        return True
    for name in _TREASURY:
        length = min(len(name), len(payee))
        if OSA.distance(payee[: len(name)], name[:length]) <= min(slips, length // 4):
            return True
    return False


# ---------------------------------------------------------------------------------------- ways of paying


def _ways_of_paying(sheet: Sheet) -> Iterator[_Seen]:
    for which, (passage, _) in enumerate(sheet.passages):
        for found in ways_asked_for(passage.text):
            place = _place(sheet, which, found.start("way"), found.end("way"), "payment-way")
            yield _Seen("payment-way", "The letter asks for payment by {named}.", found["way"].lower(), place)


# ---------------------------------------------------------------------------------------- web addresses

_HOST = re.compile(
    r"(?<![\w@.\-/])(?P<lead>https?://|www\.|[\w.+\-]{2,40}@)?"
    r"(?P<host>(?:[a-z0-9](?:[a-z0-9\-]{0,40}[a-z0-9])?\.){1,5}(?P<top>[a-z]{2,12}))(?=[/:?#]|[^\w\s]*(?:\s|$))",
    re.IGNORECASE,
)
# Without a lead a point may only be a missing blank between two sentences.
_PLAIN_TOPS = frozenset({"com", "org", "net", "info", "biz", "online", "xyz", "site", "top", "live", "club"})
_GOVERNMENT = ("gov", "mil")
# How many characters an engine may slip in a host that is one of the known ones.
_SLIPS = 1
# On a picture the slash behind a host is often read as a letter, or with the one before it: irs.govioffers,
# irs.gowoffers. No address ends so.
_SLASH_READ_AS_LETTER = re.compile(r"(?:^|\.)[il1]?rs\.go(?:v[ijlt]|w)[a-z0-9]+$")


def _web_addresses(sheet: Sheet, signs: Signs) -> Iterator[_Seen]:
    slips = 0 if sheet.page.capture.kind == "digital" else _SLIPS
    for which, (passage, _) in enumerate(sheet.passages):
        for found in _HOST.finditer(passage.text):
            host, top = found["host"].lower(), found["top"].lower()
            if not found["lead"] and (top not in _PLAIN_TOPS or max(map(len, host.split(".")[:-1])) < 3):
                continue
            if not _is_usual(host, signs, slips):
                place = _place(sheet, which, *found.span(), "web-address")
                yield _Seen("web-address", "The letter names {named}.", host, place)


def _is_usual(host: str, signs: Signs, slips: int = 0) -> bool:
    """Whether a host is the government's or one of those that its letters print."""
    labels = host.removeprefix("www.").split(".")
    if labels[-1] in _GOVERNMENT or (slips and _SLASH_READ_AS_LETTER.search(host)):
        return True
    plain = ".".join(labels)
    return any(
        f".{plain}".endswith(f".{known}") or OSA.distance(plain, known) <= slips
        for known in ("irs.gov", *signs.hosts)
    )


def _ways_out(page: ReadPage, signs: Signs) -> Iterator[_Seen]:
    """QR codes, and links of a file, that lead to another place than the government's."""
    for link in page.links:
        if _is_usual(link.host, signs):
            continue
        place = Evidence(page.number, link.box, link.host, f"unusual:{link.kind}", link.kind)
        if link.kind == "qr-code":
            yield _Seen(link.kind, "A QR code leads to {named}.", link.host, place)
        elif (shown := _host_shown(page, link)) and shown != link.host.removeprefix("www."):
            said = "The text says {beside}, and the link behind it leads to {named}."
            yield _Seen(link.kind, said, link.host, place, shown)
        else:
            yield _Seen(link.kind, "A link in the file leads to {named}.", link.host, place)


def _host_shown(page: ReadPage, link: Link) -> str:
    """The address that the text of a link shows; empty where it shows none."""
    words = (
        word.text
        for reading in page.readings[:1]
        for line in reading.lines
        for word in line.words
        if _holds(link.box, reading.to_original.box(word.box).middle)
    )
    found = _HOST.search(" ".join(words))
    return found["host"].lower() if found else ""


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


# ----------------------------------------------------------------------------------------------- phones


def _phones(letter: Letter, finding: Finding, notice: Notice, signs: Signs) -> Iterator[_Seen]:
    """The number to call, on a letter that does not print the line its kind is known for.

    A line of all letters is usual too, and a person who is named has a line of their own.
    """
    known, number = notice.phones[0], finding.contact.phone
    if number is None or finding.contact.person is not None:
        return
    # An engine may slip on a digit.
    slips = 0 if all(page.capture.kind == "digital" for page in letter.pages) else 1
    printed = {one.value[: len(known.number)] for one in phones(sheets(letter))}
    lines = [line.number for line in notice.phones]
    if _near(printed, lines, slips) or _near({number}, signs.phones, slips):
        return
    for place in finding.contact.evidence:
        if place.rule == "label:phone":
            said = "The letter says to call {named}; this kind is known to print {beside}."
            where = dataclasses.replace(place, rule="unusual:phone")
            yield _Seen("phone", said, number, where, known.number, known.basis.sources[0].cited)


def _near(numbers: Iterable[str], others: Iterable[str], slips: int) -> bool:
    return any(OSA.distance(one, other) <= slips for one, other in product(numbers, others))


# ------------------------------------------------------------------------------------------------ codes

_ODD_CODE = re.compile(r"(?<![\w-])(?:CP|LT)\s?(?P<number>0+|\d{5,9})[A-Z]{0,2}(?![\w-])")
_CODE_LABEL = re.compile(r"^\W*(?:notice|letter)(?: (?:number|no|code))?\W*$")


def _codes(sheet: Sheet) -> Iterator[_Seen]:
    """A code in its place whose number cannot be one; an unknown code is no sign of anything."""
    for which, (passage, _) in enumerate(sheet.passages):
        for found in _ODD_CODE.finditer(passage.text):
            spot = sheet.spot(which, *found.span())
            around = spot.around
            if any(_CODE_LABEL.match(text) for text in (around.same_line, around.left, *around.above[:1])):
                place = _place(sheet, which, *found.span(), "notice-code")
                yield _Seen("notice-code", "The letter calls itself {named}.", found[0], place)


# ---------------------------------------------------------------------------------------------- amounts

# The first and the last row of a summary; what begins otherwise may be the rest of a longer one.
_FIRST = re.compile(
    r"^\W*(?:(?:total )?tax\b|(?:prior|previous|unpaid|assessed) |amount you (?:previously )?owed)"
)
_TOTAL = re.compile(r"^\W*(?:total )?(?:amount (?:due|you owe\b)|(?:total )?balance due)")
# Fewer rows than this may be two amounts that have nothing to do with each other; more take too long to try.
_FEWEST_ROWS, _MOST_ROWS = 3, 8
# A label may have two lines, so rows stand up to so many text heights apart.
_MOST_GAP = 4


@dataclass(frozen=True, slots=True)
class _Row:
    label: str = field(repr=False)
    value: Decimal = field(repr=False)
    box: Box
    row: int


def _summaries(sheet: Sheet) -> Iterator[_Seen]:
    """A column of amounts that do not make its total, whatever sign each has and whichever are left out."""
    for column in _columns(sheet):
        *rows, total = column
        if not _FEWEST_ROWS <= len(rows) <= _MOST_ROWS:
            continue
        if not _makes([row.value for row in rows], total.value):
            line = sheet.rows[total.row]
            place = Evidence(
                sheet.page.number,
                sheet.text.to_original.box(line.box),
                " ".join(phrase.text for phrase in line.phrases),
                "unusual:amounts",
                sheet.text.engine,
            )
            yield _Seen("amounts", "The amounts of the summary do not come to its total.", "", place)


def _makes(values: Sequence[Decimal], total: Decimal) -> bool:
    cents = [int(value * 100) for value in values]
    wanted = int(total * 100)
    return any(
        sum(sign * value for sign, value in zip(signs, cents, strict=True)) == wanted
        for signs in product((1, -1, 0), repeat=len(cents))
    )


def _columns(sheet: Sheet) -> Iterator[list[_Row]]:
    """Labelled amounts under each other, from the row of the tax to the first that is a total."""
    column: list[_Row] = []
    for row in (row for number in range(len(sheet.rows)) if (row := _row(sheet, number)) is not None):
        if _FIRST.match(row.label):
            column = [row]
        elif column and _is_under(row, column[-1], sheet.height_px):
            column = [*column, row]
        else:
            column = []
        if column and _TOTAL.match(row.label):
            yield column
            column = []


def _is_under(row: _Row, last: _Row, height_px: float) -> bool:
    """Whether an amount stands in the column of the one before it, close below."""
    aside = min(abs(row.box.right - last.box.right), abs(row.box.left - last.box.left))
    return aside < height_px and row.box.top - last.box.bottom < _MOST_GAP * height_px


def _row(sheet: Sheet, number: int) -> _Row | None:
    """A label and one amount at the right end of a row; what stands left of them belongs to other text."""
    phrases = sheet.rows[number].phrases
    if len(phrases) < 2:
        return None
    money = list(grammar.money(phrases[-1].text))
    if len(money) != 1 or money[0].cost or len(phrases[-1].words) > 2:
        return None
    return _Row(sheet.plain(number, len(phrases) - 2), money[0].value, phrases[-1].box, number)
