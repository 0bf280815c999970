"""Pages that are not one of the core notices: other IRS letters and things that are no IRS letter.

Most of the IRS letters outside the core ask for no payment, so their `amount_due` is null: a CP2000 only
proposes, a CP49, CP05 and Letter 5071C keep or hold a refund, a Letter 3172 tells of a lien. Those of
`ASKING` ask for one: a penalty of a retirement plan, a payment of a payment plan, a balance.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samples.days import add_business_days, written
from samples.layouts import LEFT, RIGHT, Sheet, addressee, header_box, sender
from samples.model import Ledger, make_case
from samples.people import person_name, street_address
from samples.typeset import PAGE_HEIGHT, Bullets, Pen, Section, Table
from samples.wording import Words

OUTSIDE = (
    *("CP2000", "CP49", "CP05", "Letter 5071C", "Letter 3172", "CP05B", "CP06", "CP20", "CP74"),
    *("Letter 6612", "CP283", "CP283C", "Letter 1961C", "Letter 2840C", "Letter 5972C", "Letter 3193"),
    *("CP248", "CP262", "CP282", "Letter 5699"),
)
ASKING = frozenset({"CP283", "CP283C", "Letter 1961C", "Letter 2840C", "Letter 5972C"})
# Lines that every letter of a kind prints (classify/catalogue/notices/letter-5071c.toml).
_LINES = {"Letter 5071C": "800-830-5084"}
NOT_IRS = ("BANK", "STATE", "UTILITY", "ADVERT", "DRAWING", "BLANK")


@dataclass(frozen=True)
class Drawn:
    """A drawn page with what it says."""

    pen: Pen
    ledger: Ledger
    pdf: bytes
    truth: dict[str, Any]


def draw(code: str, seed: int) -> Drawn:
    """Draw one of OUTSIDE or NOT_IRS."""
    case = make_case(code, seed, "letter" if code.startswith("Letter") else "box")
    total = 0
    while True:
        ledger = Ledger(case)
        pen = Pen(case.pick("family", _FAMILIES), 9.8, total)
        sheet = Sheet(pen, case, ledger, Words(case, ledger), _continued)
        truth = _IRS[code](sheet) if code in OUTSIDE else _foreign(sheet)
        pdf = pen.finish()
        if total == pen.page:
            return Drawn(pen, ledger, pdf, truth)
        total = pen.page


_FAMILIES = ("Liberation Sans", "Helvetica", "Liberation Serif", "DejaVu Sans Condensed")


def _continued(sheet: Sheet) -> float:
    pen = sheet.pen
    if sheet.case.code in OUTSIDE:
        pen.text(RIGHT, 46, f"Page {pen.page} of {pen.total_pages}", 8.5, align="right")
    return 76.0


def _irs_truth(sheet: Sheet, due: dt.date | None, asked: Decimal | None = None) -> dict[str, Any]:
    case = sheet.case
    return {
        "status": "irs",
        "notice": case.code,
        "notice_date": case.notice_date.isoformat(),
        "tax_periods": [
            {"form": form, "end": end.isoformat()} for form, end in sorted(sheet.ledger.periods, key=str)
        ],
        "amount_due": None if asked is None else f"{asked:.2f}",
        "due_date": due.isoformat() if due else None,
        "taxpayer_id_last4": case.taxpayer.last4,
        "layout": case.layout,
        "due_date_deviates": False,
    }


# -- IRS letters outside the core --------------------------------------------------------------


def _boxed(sheet: Sheet, lines: list[str]) -> None:
    """Head of a notice with a box and a bold headline."""
    case, words, ledger = sheet.case, sheet.words, sheet.ledger
    sender(sheet, LEFT, 50)
    account = words.account
    quarterly = account.form == "941"
    told = ledger.date("period_end", account.end) if quarterly else str(account.end.year)
    rows = [
        ("Notice", case.code),
        ("Tax period" if quarterly else "Tax year", ledger.period(account, told)),
        ("Notice date", words.notice_date()),
        (words.id_label, case.taxpayer.number),
        ("To contact us", ledger.contact("phone", case.contact.phone or "")),
    ]
    y = max(header_box(sheet, rows), addressee(sheet, LEFT + 20, 150), 205) + 20
    for line in lines:
        y = sheet.pen.paragraph(LEFT, y, RIGHT - LEFT, line, 15, bold=True) + 2
    sheet.y = y + 12


def _form_words(sheet: Sheet) -> str:
    account = sheet.words.account
    name = f" Form {account.form}" if sheet.case.names_form else " tax return"
    return f"{account.end.year}{name}"


def _cp2000(sheet: Sheet) -> dict[str, Any]:
    case, ledger, a = sheet.case, sheet.ledger, sheet.words.account
    due = case.notice_date + dt.timedelta(days=30)
    by = ledger.date("answer_by", due)
    more = (a.tax * Decimal("0.22")).quantize(Decimal(1))
    penalty, interest = more * Decimal("0.2"), (more * Decimal("0.061")).quantize(Decimal("0.01"))
    total = ledger.money("proposed", more + penalty + interest)
    _boxed(sheet, [f"Proposed amount due: {total}", f"Respond by {by}"])
    table = Table(
        ("Summary of proposed changes", "Amount"),
        (
            ("Tax you owe", ledger.money("tax", more)),
            ("Substantial tax understatement penalty", ledger.money("penalty", penalty)),
            (f"Interest if paid by {by}", ledger.money("interest", interest)),
            ("Amount due", total),
        ),
        (0.7, 0.3),
        total=True,
    )
    _sections(
        sheet,
        (
            "The income and payment information we have on file from sources such as employers or "
            "financial institutions doesn’t match the information you reported on your "
            f"{_form_words(sheet)}. If our information is correct, you will owe {total} (including "
            "interest), which you need to pay or tell us why you disagree. This is not a bill.",
            table,
            Bullets(
                (
                    f"Complete and return the Response form by {by} whether you agree or not.",
                    f"If we don’t hear from you by {by}, we will send you a Statutory Notice of "
                    "Deficiency (CP3219A) followed by a final bill (CP22A).",
                )
            ),
        ),
    )
    return _irs_truth(sheet, due)


def _cp49(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    refund = ledger.money("refund", a.interest + Decimal("812.40"))
    _boxed(sheet, ["We applied your overpayment to an unpaid balance", "Refund due: none"])
    _sections(
        sheet,
        (
            f"We applied {refund} of your {_form_words(sheet)} overpayment to an amount owed for "
            f"another year, about which we wrote to you in notice CP14 on "
            f"{sheet.words.earlier_date()}. As a result, you are not due a refund.",
            "You don’t need to take any action if you agree with this notice.",
        ),
    )
    return _irs_truth(sheet, None)


def _cp05(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    refund = ledger.money("refund", a.interest + Decimal("1204.00"))
    _boxed(sheet, [f"We’re holding your refund for {a.end.year}"])
    _sections(
        sheet,
        (
            f"We’re reviewing your {_form_words(sheet)} and holding your refund of {refund} until "
            "we verify income, withholding and tax credits you claimed.",
            "You don’t need to do anything now. If you don’t hear from us within 60 days of the "
            "date of this notice, call us at the number above.",
        ),
    )
    return _irs_truth(sheet, None)


def _cp05b(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    due = sheet.case.notice_date + dt.timedelta(days=30)
    refund = ledger.money("refund", a.interest + Decimal("1377.00"))
    _boxed(sheet, ["We’re holding your refund", "Send us information about your income"])
    _sections(
        sheet,
        (
            f"Your {_form_words(sheet)} shows a refund of {refund}. The income on the return does not "
            "match the income that was reported to us on Forms W-2, W-2G or 1099. We’re holding your "
            "refund until we receive the information below.",
            Bullets(
                (
                    "Collect copies of documents that support the income you reported.",
                    f"Send them by {ledger.date('answer_by', due)} with the voucher on the last page.",
                )
            ),
            "If the information doesn’t support your return or if we don’t receive a response, we’ll "
            "disallow all or part of your refund.",
        ),
    )
    return _irs_truth(sheet, due)


def _cp06(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    due = sheet.case.notice_date + dt.timedelta(days=30)
    refund = ledger.money("refund", a.interest + Decimal("2180.00"))
    _boxed(sheet, [f"We’re auditing your {_form_words(sheet)}", "We need documentation from you"])
    _sections(
        sheet,
        (
            f"We need documentation to verify the Premium Tax Credit (PTC) you claimed. We’re holding "
            f"{refund} of your refund until the audit is completed.",
            f"Send all documentation by {ledger.date('answer_by', due)}.",
            Bullets(
                (
                    "Form 14950, Premium Tax Credit Verification, lists the documents we need.",
                    "Complete Form 8962, Premium Tax Credit, and send it with your documents.",
                    "Contact the Health Insurance Marketplace if you don’t have Form 1095-A.",
                )
            ),
        ),
    )
    return _irs_truth(sheet, due)


def _cp20(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    due = sheet.case.notice_date + dt.timedelta(days=30)
    refund = ledger.money("refund", a.interest + Decimal("945.00"))
    _boxed(sheet, ["We are examining items on your return", f"Respond by {ledger.date('answer_by', due)}"])
    _sections(
        sheet,
        (
            f"Your {_form_words(sheet)} shows an overpayment of {refund}. We have questions about the "
            "items listed below. Please send documentation that supports them.",
            Bullets(("Education credits", "Dependents")),
            "Send copies only. Keep the originals for your records.",
        ),
    )
    return _irs_truth(sheet, due)


def _cp74(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    refund = ledger.money("refund", a.interest + Decimal("1610.00"))
    _boxed(sheet, ["You are eligible for the credits you claimed"])
    _sections(
        sheet,
        (
            "We received your Form 8862, Information to Claim Certain Credits After Disallowance. You "
            f"showed that you are eligible for the credits claimed on your {_form_words(sheet)}.",
            "You don’t need to do anything now. If you don’t owe other tax or debts we are required to "
            f"collect, you will receive your refund of {refund} within 6 weeks.",
        ),
    )
    return _irs_truth(sheet, None)


def _cp248(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    _boxed(sheet, ["You didn’t make a federal tax deposit electronically"])
    end = ledger.date("period_end", a.end)
    _sections(
        sheet,
        (
            f"Our records show that you didn’t make a federal tax deposit (FTD) through the Electronic "
            f"Federal Tax Payment System (EFTPS) for your Form {a.form} for the tax period ended {end}.",
            Bullets(
                (
                    "Review your tax records for the deposits you made during the tax period.",
                    "Determine why you made your deposits incorrectly.",
                    "Make all future federal tax deposits electronically.",
                )
            ),
        ),
    )
    return _irs_truth(sheet, None)


def _cp262(sheet: Sheet) -> dict[str, Any]:
    _boxed(sheet, ["We revoked your subchapter S election"])
    _sections(
        sheet,
        (
            f"We revoked your subchapter S election. File your {_form_words(sheet)}, U.S. Corporation Income "
            "Tax Return, by the required due date.",
            "You must wait five years before you’re eligible to make a new election.",
            "Keep this notice for your permanent records.",
        ),
    )
    return _irs_truth(sheet, None)


def _cp282(sheet: Sheet) -> dict[str, Any]:
    _boxed(sheet, ["You may be liable for withholding on your foreign partners"])
    _sections(
        sheet,
        (
            f"You indicated on your {_form_words(sheet)}, U.S. Return of Partnership Income, that you have "
            "foreign partners. A partnership that has income effectively connected with a U.S. trade or "
            "business must pay a withholding tax on the income that it allocates to its foreign partners.",
            Bullets(
                (
                    "If you determine you are liable for withholding, complete the appropriate forms.",
                    "If you determine you’re not liable, write “not liable” on the notice and send it to the "
                    "address at the top.",
                    "If you already filed the appropriate forms, write on the notice the names of the forms.",
                )
            ),
        ),
    )
    return _irs_truth(sheet, None)


def _plan_penalty(sheet: Sheet) -> dict[str, Any]:
    """CP283 and CP283C: a penalty for the yearly return of a retirement plan."""
    case, ledger, a = sheet.case, sheet.ledger, sheet.words.account
    due = case.notice_date + dt.timedelta(days=21)
    by = ledger.date("pay_by", due)
    late = case.pick("days late", [12, 37, 60, 145])
    penalty = Decimal(late * (250 if case.code == "CP283" else 10))
    total = ledger.money("due_now", penalty)
    _boxed(sheet, [f"We charged a penalty on your Form {a.form}", f"Amount due by {by}: {total}"])
    ledger.period(a, ledger.date("period_end", a.end))
    _sections(
        sheet,
        (
            f"We charged a penalty because your Form {a.form} for the plan year ended "
            f"{ledger.date('period_end', a.end)} was late or incomplete.",
            Table(
                ("Billing summary", "Amount"),
                (("Penalty", ledger.money("penalty", penalty)), (f"Amount due by {by}", total)),
                (0.7, 0.3),
                total=True,
            ),
            Bullets(
                (
                    f"Pay the amount due of {total} by {by}.",
                    "If you have an acceptable reason why your return was late or incomplete, send us a "
                    "signed statement and request removal of the penalty.",
                )
            ),
        ),
    )
    return _irs_truth(sheet, due, penalty)


def _letter_top(sheet: Sheet, number: str, year: str | None = None) -> None:
    case, ledger, words, pen = sheet.case, sheet.ledger, sheet.words, sheet.pen
    sender(sheet, LEFT, 50)
    rows = [
        ("Date:", words.notice_date()),
        ("Taxpayer ID number:", case.taxpayer.number),
        *([] if year is None else [("Tax year:", year)]),
        ("Phone:", ledger.contact("phone", _LINES.get(case.code) or case.contact.phone or "")),
    ]
    if case.contact.person:
        rows.append(("Person to contact:", ledger.contact("person", case.contact.person)))
    y = 50.0
    for label, value in rows:
        pen.text(372, y, label, 9, bold=True)
        pen.text(480, y, value, 9)
        y += 14
    sheet.y = addressee(sheet, LEFT + 20, 160) + 40
    place = case.pick("number place", ["top", "foot"])
    if place == "top":
        pen.text(480, y, number, 9, bold=True)
    else:
        pen.text(RIGHT, 766, f"{number} (Rev. 4-2021)", 8.5, align="right")


def _letter_5071c(sheet: Sheet) -> dict[str, Any]:
    _letter_top(sheet, "Letter 5071C")
    account = sheet.words.account
    sheet.ledger.period(account, str(account.end.year))
    _sections(
        sheet,
        (
            f"We received your {_form_words(sheet)} federal income tax return. To process it, we "
            "need to verify your identity: we want to be sure that you, not someone else, filed "
            "the return.",
            "You must verify within 30 days of the date of this letter at "
            "www.irs.gov/verifyreturn or by calling the toll-free number above.",
            Bullets(
                (
                    "This 5071C letter",
                    "The income tax return named above (Form W-2 and Form 1099 do not replace it)",
                    "A prior-year tax return",
                )
            ),
        ),
    )
    return _irs_truth(sheet, None)


def _letter_3172(sheet: Sheet) -> dict[str, Any]:
    case, ledger, words = sheet.case, sheet.ledger, sheet.words
    _letter_top(sheet, "Letter 3172")
    filed = case.notice_date - dt.timedelta(days=2)
    filed -= dt.timedelta(days=max(0, filed.weekday() - 4))
    until = add_business_days(filed, 5) + dt.timedelta(days=30)
    by = ledger.date("hearing", until)
    rows = []
    for a in case.accounts:
        end = ledger.period(a, ledger.date("period_end", a.end, "slash"))
        rows.append((a.form, end, ledger.money("period_total", a.total)))
    address = "\n".join(ledger.contact("reply_address", x) for x in case.contact.hearing_address)
    sheet.pen.text(
        LEFT,
        sheet.y - 14,
        "Notice of Federal Tax Lien Filing and Your Right to a Hearing Under IRC 6320",
        11.5,
        bold=True,
    )
    sheet.y += 8
    _sections(
        sheet,
        (
            f"We filed a Notice of Federal Tax Lien on {ledger.date('mentioned', filed)}. You have "
            f"a right to request a hearing by {by} with Form 12153.",
            Table(("Type of tax", "Tax period", "Amount on lien"), tuple(rows), (0.3, 0.4, 0.3)),
            "Send your request to:",
            address,
            f"We last wrote to you about the unpaid tax on {words.earlier_date()} (CP504).",
        ),
    )
    return _irs_truth(sheet, until)


def _letter_6612(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    due = sheet.case.notice_date + dt.timedelta(days=30)
    _letter_top(sheet, "Letter 6612")
    end = ledger.period(a, ledger.date("period_end", a.end))
    claimed = ledger.money("refund", a.interest + Decimal("21400.00"))
    _sections(
        sheet,
        (
            f"We’re auditing your Form {a.form} for the tax period ended {end} and need documentation "
            f"to verify the Employee Retention Credit (ERC) of {claimed} you claimed. We’re holding the "
            "ERC until we get the results of this audit.",
            f"Please send your response by {ledger.date('answer_by', due)}.",
            Bullets(
                (
                    "Read the enclosed Form 4564, Information Document Request.",
                    "Send copies of the documents it lists.",
                    "If you determine that you’re not entitled to the ERC, call us about how to withdraw "
                    "your claim.",
                )
            ),
        ),
    )
    return _irs_truth(sheet, due)


def _letter_5699(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    year = ledger.period(a, str(a.end.year))
    _letter_top(sheet, "Letter 5699", year)
    _sections(
        sheet,
        (
            "Request for Employer Reporting of Offers of Health Insurance Coverage (Forms 1094-C and 1095-C)",
            f"Our records show that you may have been an Applicable Large Employer (ALE) for calendar year "
            f"{year}. We have no record that you filed Form 1094-C and Forms 1095-C for that year.",
            "Check the box that applies and mail this letter back to us within 30 days from the date at the "
            "top of this letter.",
            Bullets(
                (
                    "I was an ALE and already filed with the IRS.",
                    "I was an ALE and will file my forms.",
                    "I was not an ALE.",
                    "Other. Explain.",
                )
            ),
        ),
    )
    return _irs_truth(sheet, None)


def _plan(sheet: Sheet, words: tuple[str, ...], due: dt.date, payment: Decimal) -> dict[str, Any]:
    """A letter about a payment plan: what it says, and the balance behind it."""
    case, ledger, a = sheet.case, sheet.ledger, sheet.words.account
    _letter_top(sheet, case.code)
    ledger.period(a, str(a.end.year))
    whole = ledger.money("whole_debt", case.debt)
    _sections(
        sheet,
        (
            *words,
            f"Your total balance for {_form_words(sheet)} is {whole}, with penalty and interest to the "
            "date of this letter. We continue to charge interest until you pay in full.",
        ),
    )
    return _irs_truth(sheet, due, payment)


def _letter_2840c(sheet: Sheet) -> dict[str, Any]:
    case, ledger = sheet.case, sheet.ledger
    due = case.notice_date + dt.timedelta(days=35)
    payment = Decimal(case.pick("payment", [75, 130, 275, 410]))
    said = (
        "We have set up the installment agreement you requested.",
        f"Your monthly payment is {ledger.money('due_now', payment)}. Your first payment is due "
        f"{ledger.date('pay_by', due)}.",
        "Mail your payments to the address at the top of this letter until we begin to withdraw them "
        "from your bank account.",
    )
    return _plan(sheet, said, due, payment)


def _letter_1961c(sheet: Sheet) -> dict[str, Any]:
    case, ledger = sheet.case, sheet.ledger
    due = case.notice_date + dt.timedelta(days=28)
    payment = Decimal(case.pick("payment", [60, 145, 250, 390]))
    said = (
        "We could not withdraw the payment for your installment agreement from your bank account.",
        "To keep your agreement, please mail your payments to us. Your monthly payment is "
        f"{ledger.money('due_now', payment)}. Your next payment is due {ledger.date('pay_by', due)}.",
        "If you do not make your payments, your installment agreement will default.",
    )
    return _plan(sheet, said, due, payment)


def _letter_5972c(sheet: Sheet) -> dict[str, Any]:
    case, ledger, a = sheet.case, sheet.ledger, sheet.words.account
    _letter_top(sheet, "Letter 5972C")
    total = ledger.money("due_now", case.debt)
    rows = (
        ("Tax you owe", ledger.money("tax", a.owed)),
        ("Penalty", ledger.money("penalty", a.payment_penalty)),
        ("Interest", ledger.money("interest", a.interest)),
        ("Amount due", total),
    )
    year = ledger.period(a, str(a.end.year))
    _sections(
        sheet,
        (
            f"You have a balance due on your {year} Form {a.form} account. Please pay {total} immediately "
            "to avoid possible enforcement action.",
            Table((f"Form {a.form} for {year}", "Amount"), rows, (0.7, 0.3), total=True),
            "If you can’t pay in full, pay as much as you can and ask us about a payment plan. Please "
            "contact us within 21 calendar days from the date of this letter. You can chat with us at "
            "www.irs.gov/intl5972c.",
        ),
    )
    return _irs_truth(sheet, None, case.debt)


def _letter_3193(sheet: Sheet) -> dict[str, Any]:
    ledger, a = sheet.ledger, sheet.words.account
    _letter_top(sheet, "Letter 3193")
    rows = ((a.form, ledger.period(a, ledger.date("period_end", a.end, "slash"))),)
    sheet.pen.text(
        LEFT,
        sheet.y - 14,
        "Notice of Determination Concerning Collection Actions Under Sections 6320 and 6330",
        11.5,
        bold=True,
    )
    sheet.y += 8
    _sections(
        sheet,
        (
            "We have reviewed the collection action that was taken or proposed for the period shown "
            "below. This letter is your Notice of Determination, as required by law.",
            Table(("Type of tax", "Tax period"), rows, (0.4, 0.6)),
            "If you want to dispute this determination in court, you must file a petition with the "
            "United States Tax Court within 30 days from the date of this letter. You can download a "
            "petition form from www.ustaxcourt.gov.",
            "Summary of determination: the proposed levy action is sustained. If you do not petition the "
            "court within the time frame, your case will be returned to the originating IRS office.",
        ),
    )
    return _irs_truth(sheet, None)


_IRS: dict[str, Callable[[Sheet], dict[str, Any]]] = {
    "CP2000": _cp2000,
    "CP49": _cp49,
    "CP05": _cp05,
    "Letter 5071C": _letter_5071c,
    "Letter 3172": _letter_3172,
    "CP05B": _cp05b,
    "CP06": _cp06,
    "CP20": _cp20,
    "CP74": _cp74,
    "Letter 6612": _letter_6612,
    "CP283": _plan_penalty,
    "CP283C": _plan_penalty,
    "Letter 1961C": _letter_1961c,
    "Letter 2840C": _letter_2840c,
    "Letter 5972C": _letter_5972c,
    "Letter 3193": _letter_3193,
    "CP248": _cp248,
    "CP262": _cp262,
    "CP282": _cp282,
    "Letter 5699": _letter_5699,
}


def _sections(sheet: Sheet, items: tuple[Any, ...]) -> None:
    for item in items:
        sheet.item(LEFT, RIGHT - LEFT, item)
    sheet.y += 12
    for section in sheet.words.closing():
        sheet.stacked_section(section)


# -- not from the IRS --------------------------------------------------------------------------


def _foreign(sheet: Sheet) -> dict[str, Any]:
    rng = random.Random(f"foreign/{sheet.case.code}/{sheet.case.seed}")
    maker = {
        "BANK": _bank,
        "STATE": _state,
        "UTILITY": _utility,
        "ADVERT": _advert,
        "DRAWING": _drawing,
        "BLANK": _blank,
    }[sheet.case.code]
    maker(sheet, rng)
    sheet.ledger.entries.clear()
    nothing = ("notice", "notice_date", "amount_due", "due_date", "taxpayer_id_last4")
    return {
        "status": "not_irs",
        **dict.fromkeys(nothing),
        "tax_periods": [],
        "layout": sheet.case.code.lower(),
        "due_date_deviates": False,
    }


def _letterhead(sheet: Sheet, rng: random.Random, name: str, lines: list[str]) -> None:
    pen = sheet.pen
    pen.text(LEFT, 56, name, 17, bold=True)
    for n, line in enumerate((*street_address(rng), *lines)):
        pen.text(LEFT, 72 + 12 * n, line, 9)
    sheet.y = addressee(sheet, LEFT + 10, 160) + 36


def _money(rng: random.Random) -> str:
    return f"${Decimal(rng.randint(2_000, 900_000)) / 100:,.2f}"


def _bank(sheet: Sheet, rng: random.Random) -> None:
    day = sheet.case.notice_date
    _letterhead(sheet, rng, "First Placeholder Savings Bank", ["Member of nothing at all"])
    sheet.pen.text(420, 60, f"Statement date {written(day)}", 9)
    sheet.pen.text(420, 73, f"Account ending {rng.randint(1000, 9999)}", 9)
    rows = tuple(
        (
            written(day - dt.timedelta(days=3 * n), "slash"),
            rng.choice(["Card purchase", "Deposit", "IRS USATAXPYMT", "Transfer", "Check 504"]),
            _money(rng),
        )
        for n in range(12)
    )
    sheet.item(LEFT, RIGHT - LEFT, Table(("Date", "Description", "Amount"), rows, (0.2, 0.55, 0.25)))
    sheet.item(
        LEFT,
        RIGHT - LEFT,
        f"Minimum amount due {_money(rng)} by "
        f"{written(day + dt.timedelta(days=21))}. Interest charges may apply.",
    )


def _state(sheet: Sheet, rng: random.Random) -> None:
    day = sheet.case.notice_date
    _letterhead(sheet, rng, "State of Exampleland", ["Department of Revenue and Taxation"])
    rows = [
        ("Notice", f"DR-{rng.randint(100, 999)}"),
        ("Tax year", str(day.year - 1)),
        ("Notice date", written(day)),
        ("Account number", f"XX-{rng.randint(10000, 99999)}"),
    ]
    header_box(sheet, rows)
    total = _money(rng)
    for section in (
        Section(
            f"Notice of assessment: you owe {total} in state income tax",
            (
                f"Our records show a balance due for the year ended December 31, {day.year - 1}. "
                f"Pay {total} by {written(day + dt.timedelta(days=30))} to avoid a tax warrant.",
                "Your federal return filed with the Internal Revenue Service (Form 1040) shows a "
                "different income than your state return.",
            ),
        ),
        Section(
            "If you disagree",
            (
                "You may protest this assessment in writing within 60 days. This notice does not "
                "concern federal tax; do not call the IRS.",
            ),
        ),
    ):
        sheet.stacked_section(section)


def _utility(sheet: Sheet, rng: random.Random) -> None:
    day, total = sheet.case.notice_date, _money(rng)
    _letterhead(sheet, rng, "Hollow Creek Water & Power", ["Customer care 800-555-0166"])
    rows = (
        ("Previous balance", _money(rng)),
        ("Water", _money(rng)),
        ("Electricity", _money(rng)),
        ("Late penalty", "$15.00"),
        ("Amount due", total),
    )
    sheet.item(LEFT, RIGHT - LEFT, Table(("Billing summary", "Amount"), rows, (0.7, 0.3), True))
    sheet.item(
        LEFT,
        RIGHT - LEFT,
        f"Final notice: pay {total} by "
        f"{written(day + dt.timedelta(days=14))} or service may be disconnected.",
    )


def _advert(sheet: Sheet, rng: random.Random) -> None:
    """A debt-relief advert got up to look official, which mentions CP504 and levies."""
    pen, day = sheet.pen, sheet.case.notice_date
    pen.box(LEFT, 34, RIGHT, 64, fill=0.85)
    pen.text(LEFT + 8, 54, "TAX DEBT RESOLUTION UNIT", 16, bold=True)
    pen.text(420, 82, f"Notice: FINAL-{rng.randint(100, 999)}", 9, bold=True)
    pen.text(420, 95, f"Date: {written(day)}", 9)
    pen.text(420, 108, f"Case ID: {rng.randint(10**7, 10**8 - 1)}", 9)
    sheet.y = addressee(sheet, LEFT + 10, 150) + 40
    total = f"${rng.randint(80, 480) * 100:,}"
    for section in (
        Section(
            "DISTRAINT WARRANT: intent to seize property may follow",
            (
                f"Public records show a federal or state lien of {total}. The Internal Revenue "
                "Service can levy wages, bank accounts and Social Security. Did you get a CP504, "
                "an LT11 or a Letter 1058? Our enrolled agents may settle your debt for less.",
                f"Call 800-555-01{rng.randint(10, 99)} by {written(day + dt.timedelta(days=10))} "
                "to avoid enforcement. Ask for Fresh Start program eligibility.",
            ),
        ),
    ):
        sheet.stacked_section(section)
    pen.text(
        306,
        770,
        f"{person_name(rng)} & Associates is a private company. Not affiliated with "
        "any government agency. This is an advertisement.",
        6.5,
        align="center",
        grey=0.3,
    )


def _drawing(sheet: Sheet, rng: random.Random) -> None:
    """A cat, roughly."""
    canvas = sheet.pen.canvas
    tone = rng.uniform(0.3, 0.7)
    canvas.setFillGray(tone)
    x, y = rng.uniform(230, 380), rng.uniform(330, 450)
    canvas.ellipse(x - 120, y - 190, x + 120, y + 20, stroke=1, fill=1)
    canvas.circle(x, y + 80, 85, stroke=1, fill=1)
    for side in (-1, 1):
        path = canvas.beginPath()
        path.moveTo(x + side * 75, y + 120)
        path.lineTo(x + side * 70, y + 215)
        path.lineTo(x + side * 20, y + 160)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
    canvas.setFillGray(1)
    for side in (-1, 1):
        canvas.ellipse(x + side * 35 - 16, y + 85, x + side * 35 + 16, y + 115, stroke=1, fill=1)
        for tilt in (-12, 0, 12):
            canvas.line(x + side * 20, y + 55, x + side * 130, y + 55 + tilt)
    canvas.setFillGray(0)
    for side in (-1, 1):
        canvas.ellipse(x + side * 35 - 4, y + 87, x + side * 35 + 4, y + 113, stroke=0, fill=1)
    canvas.circle(x, y + 60, 8, fill=1)
    assert y < PAGE_HEIGHT


def _blank(sheet: Sheet, rng: random.Random) -> None:
    """Nothing, but for one dot of dirt."""
    sheet.pen.box(rng.uniform(50, 550), 300, rng.uniform(551, 553), 301, fill=0.9)
