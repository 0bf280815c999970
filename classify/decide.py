"""The whole of classify on one screen: a letter goes in, a finding comes out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from classify import origin, settle
from classify.arithmetic import sum_of, total_of
from classify.choose import Bench
from classify.contact import contact_of
from classify.doubt import Doubt
from classify.extract.accounts import TableRow, lacks_periods
from classify.extract.notice_code import NAMED_IN_WORDS
from classify.field import Field, Period
from classify.finding import Finding
from classify.guess import NoticeGuesser
from classify.kinds import ENDS_PLAN, PLANS
from classify.layout import Sheet, sheets
from classify.looks import looks
from classify.postmark import postmarks
from ingest.letter import Letter, ReadPage
from ingest.transform import Box

_NO_SPANISH_DATA = (
    "This letter is in Spanish: install Tesseract's Spanish data (Debian: tesseract-ocr-spa), "
    "then read it again."
)
_ENVELOPE = (
    "This looks like an envelope: read it in one file with its letter, or give the letter its postmark "
    "with --postmark."
)
# A single row in a text layer is no table of which another may be missing.
_ROWS_OF_A_TABLE = 2
# Fewer words than these under a table are the foot of the page.
_WORDS_BELOW = 12
# Kinds that say on their first page all that a record holds; the pages behind it explain.
_ALL_ON_PAGE_1 = frozenset({"CP14", "CP501", "CP503", "CP504", "CP504B", "CP523", "CP161"}) | frozenset(
    {"CP714", "CP601", "CP603", "CP604", "CP623"}
)


def classify_letter(letter: Letter, *, today: dt.date, guesser: NoticeGuesser | None = None) -> Finding:
    """Read every field off a letter.

    Parameters
    ----------
    letter
        With at least one reading for each page that has text.
    today
        Only to notice a letter dated in the future; no date is ever counted from it.
    guesser
        A learned second witness for the notice code, or None to do without.

    """
    pages = sheets(letter)
    bench = _bench(letter)
    # The guesser has learned English wording only.
    guess = guesser.guess(letter.text) if guesser and not any(sheet.spanish for sheet in pages) else None
    learned = guesser.codes if guesser else frozenset()
    notice, doubts = settle.settle_notice(pages, bench, guess, learned)
    sender = _sender(letter, pages, notice)
    if sender == "not_irs":
        return _empty("not_irs", ())
    if sender == "unreadable":
        return _empty("unreadable", (Doubt("page-unread", "Nothing on the pages could be read.", None),))
    dates = settle.settle_dates(pages, bench, notice.value, today)
    periods, rows, period_doubts = settle.settle_periods(pages, bench, notice.value)
    money = settle.settle_amounts(pages, bench, rows, notice.value)
    if why := _table_lacks(money, rows, notice.value, bench) or _period_lost(pages, bench):
        periods = dataclasses.replace(periods, accepted=False)
        period_doubts = [*period_doubts, Doubt("table-incomplete", why, "tax_periods")]
    if why := _yet_to_come(periods, dates.notice_date):
        periods = dataclasses.replace(periods, accepted=False)
        period_doubts = [*period_doubts, Doubt("tax-period-unsure", why, "tax_periods")]
    taxpayer, taxpayer_doubts = settle.settle_taxpayer(pages, bench)
    doubts += [*dates.doubts, *period_doubts, *money.doubts, *taxpayer_doubts]
    doubts += _page_doubts(letter, _all_on_page_1(notice, money, rows))
    if letter.is_envelope:
        doubts.insert(0, Doubt("maybe-not-irs", _ENVELOPE))
    elif sender == "unsure":
        doubts.append(Doubt("maybe-not-irs", "Parts of the letter do not look like an IRS letter."))
    found = Finding(
        origin="irs",
        notice=notice,
        notice_date=dates.notice_date,
        tax_periods=periods,
        amount_due=money.amount_due,
        due_date=dates.due_date,
        taxpayer_id_last4=taxpayer,
        amounts=money.amounts,
        dates=(*dates.mentions, *postmarks(letter)),
        contact=contact_of(pages),
        doubts=tuple(doubts),
        looks=tuple(dict.fromkeys(looks(pages, notice, taxpayer, periods))),
    )
    return found if found.notice_date.accepted else _prose_in_doubt(found)


_IN_PROSE = (
    ("tax_periods", "tax-period-unsure", "A tax period"),
    ("amount_due", "amount-unsure", "The amount asked for"),
    ("due_date", "due-date-unsure", "The date to pay or answer by"),
)


def _prose_in_doubt(found: Finding) -> Finding:
    """The finding of a letter whose own date is not certain, with what rests on sentences alone in doubt.

    Such a letter tells its facts in prose, where sums, periods and days of other things are told alike: of 36
    amounts and periods taken so four were wrong, of 21 from letters with a certain date one (eight hands of
    testers, 2026-11-30).
    """
    changed: dict[str, Any] = {}
    doubts = list(found.doubts)
    for name, doubt, what in _IN_PROSE:
        field: Field[Any] = getattr(found, name)
        told = [place.rule for place in field.evidence]
        if field.accepted and told and all(rule.startswith(("sentence:", "echo:")) for rule in told):
            why = (
                f"{what} is not certain: only a sentence tells it, on a letter whose own date is not certain."
            )
            changed[name] = dataclasses.replace(field, accepted=False)
            doubts.append(Doubt(doubt, why, name))
    return dataclasses.replace(found, **changed, doubts=tuple(doubts))


# Letters about elections and estimated tax speak of the year that runs or comes next.
_LONGEST_AHEAD = dt.timedelta(days=366)


def _yet_to_come(periods: Field[tuple[Period, ...]], date: Field[dt.date]) -> str | None:
    """What is wrong with a period that no letter of that day can be about."""
    if date.value is None or all(period.end <= date.value + _LONGEST_AHEAD for period in periods.value or ()):
        return None
    return "A tax period is not certain: it ends more than a year after the letter's date."


def spots_in_doubt(finding: Finding) -> tuple[tuple[int, Box], ...]:
    """Where a second look would help, page and box: the places of fields not accepted, and beside labels."""
    places = [
        (place.page, place.box)
        for field in finding.fields
        if not field.accepted
        for place in (*field.evidence, *(e for rival in field.rivals for e in rival.evidence))
    ]
    return tuple(dict.fromkeys([*places, *((look.page, look.box) for look in finding.looks)]))


def unlike(
    spots: Sequence[tuple[int, Box]], others: Sequence[tuple[int, Box]]
) -> tuple[tuple[int, Box], ...]:
    """The spots that lie in none of the others, each place once."""
    new: list[tuple[int, Box]] = []
    for page, box in spots:
        x, y = box.middle
        seen = (b for number, b in (*others, *new) if number == page)
        if not any(b.left <= x <= b.right and b.top <= y <= b.bottom for b in seen):
            new.append((page, box))
    return tuple(new)


def is_told(finding: Finding, pages: int) -> bool:
    """Whether the pages read so far say all that a record holds, so that those behind them only explain.

    Bills say it on their first page; where that names no form, a table on the second may. Any other letter
    has said it where every field was found and its table of periods adds up to what is asked for. A date to
    act by that the first page does not print may stand on the second; where neither prints one and the
    letter says what it says in place of a date, there is none.
    """
    if finding.amount_due.value is None:
        return False
    if finding.notice.value in _ALL_ON_PAGE_1:
        return pages > 1 or all(period.form is not None for period in finding.tax_periods.value or ())
    others = (field for field in finding.fields if field is not finding.due_date)
    dated = finding.due_date.value is not None or (finding.due_date.accepted and pages > 1)
    return _table_adds_up(finding) and all(field.value is not None for field in others) and dated


def is_sure(finding: Finding) -> bool:
    """Whether nothing of the letter is in doubt that pages not read yet may settle.

    A form that was not found may stand on the coupon. A table of periods that adds up is settled by a closer
    look at its rows, and by no other page.
    """
    table = _table_adds_up(finding)
    accepted = all(field.accepted for field in finding.fields if not (table and field is finding.tax_periods))
    named = all(period.form is not None for period in finding.tax_periods.value or ())
    fields = {"tax_periods"} if table else set()
    return accepted and named and all(d.name == "pages-missing" or d.field in fields for d in finding.doubts)


def _table_adds_up(finding: Finding) -> bool:
    """Whether the rows of a table of periods come to the amount that is asked for."""
    rows = [amount.value for amount in finding.amounts if amount.role == "period_total"]
    return bool(rows) and sum_of(rows) == finding.amount_due.value


def is_missing_something(finding: Finding) -> bool:
    """Whether a field was not found at all: there is no place to look at again but the whole letter."""
    found = any(look.field == "taxpayer_id_last4" for look in finding.looks)
    others = (field for field in finding.fields if not (found and field is finding.taxpayer_id_last4))
    return any(field.value is None and not field.accepted for field in others)


def torn_pages(finding: Finding) -> frozenset[int]:
    """The pages with a table of accounts that lacks a row or has a misread one."""
    if all(doubt.name != "table-incomplete" for doubt in finding.doubts):
        return frozenset()
    headed = {look.page for look in finding.looks if look.field == "tax_periods"}
    return frozenset(headed | {page for page, _ in _row_totals(finding)})


def open_places(finding: Finding) -> tuple[tuple[int, Box], ...]:
    """Page and box of what was not made out: code, taxpayer's number, the rows of a table that is torn."""
    named = {"notice": finding.notice, "taxpayer_id_last4": finding.taxpayer_id_last4}
    unread = {name for name, field in named.items() if field.value is None}
    torn = torn_pages(finding)
    unread |= {"tax_periods"} if torn else set()
    places = [(look.page, look.box) for look in finding.looks if look.field in unread]
    rows = [(place.page, place.box) for place in finding.tax_periods.evidence if place.page in torn]
    return tuple(dict.fromkeys([*places, *rows]))


def runs_on(finding: Finding, page: ReadPage) -> bool:
    """Whether a table of accounts reaches to the foot of a page: it may go on overleaf."""
    reading = page.readings[0]
    rows = [reading.to_original.box_before(box) for at, box in _row_totals(finding) if at == page.number]
    if not rows:
        return False
    foot = max(row.bottom for row in rows)
    return sum(word.box.top > foot for word in reading.words) < _WORDS_BELOW


def _row_totals(finding: Finding) -> Iterator[tuple[int, Box]]:
    """Page and box of the last amount in each row of a table of accounts."""
    for amount in finding.amounts:
        if amount.role == "period_total":
            yield from ((place.page, place.box) for place in amount.evidence)


def _bench(letter: Letter) -> Bench:
    captures = [page.capture for page in letter.pages]
    return Bench(
        digital=all(c.kind == "digital" for c in captures),
        clean=all(c.kind in {"digital", "scan"} and c.quality == "good" for c in captures),
        legible=all(c.quality == "good" for c in captures),
    )


def _sender(letter: Letter, pages: Sequence[Sheet], notice: Field[str]) -> str:
    found = origin.traits(pages)
    if origin.few_words(found) and notice.value is None:
        # Paper with writing on it that nobody can read is a letter still; a picture of something else is not.
        return "not_irs" if all(page.capture.wordless for page in letter.pages) else "unreadable"
    legible = all(page.capture.quality == "good" for page in letter.pages)
    poor = any(page.capture.quality == "poor" for page in letter.pages)
    # A code that only a sentence names may be that of the letter which somebody answers.
    own_code = notice.value is not None and any(e.rule not in NAMED_IN_WORDS for e in notice.evidence)
    verdict = origin.is_irs(found, own_code=own_code, legible=legible, poor=poor)
    return {True: "irs", False: "not_irs", None: "unsure"}[verdict]


def _table_lacks(money: settle.Money, rows: Sequence[TableRow], code: str | None, bench: Bench) -> str | None:
    """Why a row of the table of accounts may be missing; None where none need be."""
    if bench.digital:
        fits = len(rows) < _ROWS_OF_A_TABLE or _comes_out(rows, money)
        return (
            None
            if fits
            else "The rows of the table come to no amount on the letter, so one may not be understood."
        )
    if not rows or _adds_up(money, rows, code):
        return None
    return "The rows of the table do not add up to what is asked for, so one may be missing or misread."


def _period_lost(pages: Sequence[Sheet], bench: Bench) -> str | None:
    """Why a row of a table in a text layer is a doubt: nobody knows how its period is told."""
    lost = bench.digital and any(map(lacks_periods, pages))
    return "A row of the table names a form, and its period was not understood." if lost else None


def _comes_out(rows: Sequence[TableRow], money: settle.Money) -> bool:
    """Whether what the rows of a table come to stands on the letter: their last cells, or all of them."""
    every = sum((sum(row.amounts) for row in rows), Decimal())
    return bool({total_of(rows), every} & {amount.value for amount in money.amounts})


def _adds_up(money: settle.Money, rows: Sequence[TableRow], code: str | None) -> bool:
    """Whether the rows of the table come to an amount that is certain apart from them.

    Of a plan only a part is asked for, and they come to what is owed.
    """
    asked, total = money.amount_due, total_of(rows)
    owed = {amount.value for amount in money.amounts if amount.role in {"whole_debt", "tax"}}
    return asked.accepted and (
        asked.value == total or ((code in ENDS_PLAN or code in PLANS) and total in owed)
    )


def _all_on_page_1(notice: Field[str], money: settle.Money, rows: Sequence[TableRow]) -> bool:
    """Whether pages behind the first can change no field: bills say all on page 1, tables add up."""
    if notice.accepted and notice.value in _ALL_ON_PAGE_1:
        return True
    return bool(rows) and total_of(rows) == money.amount_due.value


def _page_doubts(letter: Letter, complete: bool) -> Iterator[Doubt]:
    if letter.cut_unsure:
        yield Doubt("cut-unsure", "It is not certain that just these pages of the file are this letter.")
    if letter.missing_pages and (1 in letter.missing_pages or not complete):
        listed = ", ".join(str(n) for n in letter.missing_pages)
        yield Doubt("pages-missing", f"The letter names pages that are not here: {listed}.")
    if any(page.lacks_data for page in letter.pages):
        yield Doubt("spanish-data-missing", _NO_SPANISH_DATA)
    for page in letter.pages:
        if page.capture.quality == "poor":
            yield Doubt("capture-poor", page.capture.advice or f"Page {page.number} is too poor to trust.")


def _empty(sender: str, doubts: tuple[Doubt, ...]) -> Finding:
    """A finding without fields: not from the IRS, or not readable."""
    sure = sender == "not_irs"
    return Finding(
        origin="not_irs" if sure else "unreadable",
        notice=Field(None, accepted=sure),
        notice_date=Field(None, accepted=sure),
        tax_periods=Field(None, accepted=sure),
        amount_due=Field(None, accepted=sure),
        due_date=Field(None, accepted=sure),
        taxpayer_id_last4=Field(None, accepted=sure),
        doubts=doubts,
    )
