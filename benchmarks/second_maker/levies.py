"""Final notices and other letters with a hearing: LT11, Letter 1058, CP90, CP297, Letter 3172, CP508C."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from . import wording as w
from .account import Account, draw_accounts
from .bills import earlier, printed_due
from .content import Block, Case, Letter
from .dates import add_business_days, hearing_date, lien_hearing_date
from .people import LAST


def period_table(c: Case, accounts: list[Account], wide: bool) -> tuple[list[str], list[list[str]]]:
    """The table of periods; its money columns add up in both directions."""
    s, m = c.style, c.style.m
    kind = c.v("Form number", "Form", "Type of tax", "Type of tax or form number")
    when = c.v("Tax period ending", "Tax period", "Tax year", "Period ending")
    form_in_year = when == "Tax year" and all(s.by_year(a) for a in accounts)

    def label(a: Account) -> str:
        return (
            str(a.year)
            if form_in_year or (s.by_year(a) and c.style.year_style == "year" and when != "Period ending")
            else s.d(a.end)
        )

    if wide:
        head = [
            when,
            kind,
            c.v("Amount you owed", "Unpaid amount from prior notices", "Assessed balance"),
            c.v("Additional penalty", "Penalty"),
            c.v("Additional interest", "Interest"),
            c.v("Amount you owe", "Total"),
        ]
        rows = [
            [label(a), a.form, m(a.prior), m(a.new_penalty), m(a.new_interest), m(a.total)] for a in accounts
        ]
    else:
        head = [when, kind, c.v("Amount you owe", "Amount owed", "Balance")]
        rows = [[label(a), a.form, m(a.total)] for a in accounts]
    if not s.name_form:
        head, rows = (
            [h for i, h in enumerate(head) if i != 1],
            [[x for i, x in enumerate(r) if i != 1] for r in rows],
        )
    return head, rows


def modern(c: Case) -> None:
    """Hearings exist from 1999 on: move older dates there, keeping the weekday."""
    if c.notice_date.year < 1999:
        c.notice_date += timedelta(weeks=52 * (1999 - c.notice_date.year) + 26)


def _count(c: Case) -> int:
    return c.rng.choice((1, 1, 2, 3, 4, 6, 8)) if c.taxpayer.business else c.rng.choice((1, 1, 2, 3, 4, 5))


def total_of(accounts: list[Account]) -> Decimal:
    """Sum over the periods."""
    return sum((a.total for a in accounts), Decimal(0))


def officer(c: Case) -> list[str]:
    """A named revenue officer with office lines."""
    return [
        f"{c.rng.choice('ABDEGJKLMRT')}. {c.rng.choice(LAST)}",
        f"Employee ID: 10000{c.rng.randrange(10000, 99999)}",
        f"Telephone: {c.local_phone}",
        f"Fax: {c.rng.randrange(855, 889)}-555-01{c.rng.randrange(10, 99)}",
        f"{c.rng.randrange(100, 4999)} Federal Plaza, Stop {c.rng.randrange(1000, 9000)}",
    ]


def _hearing_sections(c: Case, printed: date | None) -> list[tuple[str, list[Block]]]:
    by = c.style.d(printed) if printed else "30 days from the date of this letter"
    year = c.style.d(c.notice_date + timedelta(365))
    out: list[tuple[str, list[Block]]] = [
        (
            c.v("Right to request a Collection Due Process hearing", "Your right to a hearing"),
            [
                (
                    "p",
                    c.v(
                        f"If you wish to appeal this proposed levy, complete and mail Form 12153, Request for a Collection "
                        f"Due Process or Equivalent Hearing, by {by}.",
                        f"You must file your hearing request by {by}. Send the form to the address shown, not with a payment.",
                    ),
                ),
                (
                    "p",
                    c.v(
                        f"If you miss the deadline you may still ask for an Equivalent Hearing within one year, that is by {year}.",
                        "You may ask for an Equivalent Hearing within one year from the date of this letter, but you cannot go to court.",
                    ),
                ),
            ],
        ),
        (c.v("What you can lose", "What we can seize"), [w.levy_targets(c)]),
    ]
    extra = [
        ("If you can't pay", w.cannot_pay(c)),
        w.help_section(c),
        w.privacy(c),
        ("Lien", [w.lien(c)]),
        ("Enclosures", [("ul", ["Form 12153", "Publication 594", "Publication 1660", "Envelope"])]),
    ]
    keep = sorted(c.rng.sample(range(len(extra)), c.rng.randint(1, 5)))
    return out[: c.rng.randint(1, 2)] + [extra[i] for i in keep] + w.long_sections(c)


def _levy_lead(c: Case, accounts: list[Account], printed: date | None) -> list[Block]:
    total, by = (
        c.style.m(total_of(accounts)),
        f"by {c.style.d(printed)}" if printed else "within 30 days from the date of this letter",
    )
    lead: list[Block] = [
        (
            "p",
            c.v(
                "We haven't received full payment despite sending you several notices about your unpaid federal taxes. The IRS "
                f"may seize (levy) your property. You can appeal by requesting a Collection Due Process hearing (Internal "
                f"Revenue Code Section 6330) {by}.",
                f"Your federal tax is still not paid. We previously asked you to pay this, but we still haven't received your "
                f"payment. This letter is your notice of our intent to levy under Internal Revenue Code Section 6331 and your "
                f"right to a hearing under Section 6330. Request it {by}.",
                f"We intend to seize your wages, bank accounts or other property because you did not pay {total}. If you don't "
                f"agree you may ask for a hearing {by}.",
            ),
        )
    ]
    if c.rng.random() < 0.4:
        lead.append(w.earlier_bill(c, accounts[-1]))
    if c.rng.random() < 0.3:
        lead.append(w.received_payment(c, accounts[-1]))
    return lead


def _final(c: Case, code: str, title: list[str]) -> Letter:
    modern(c)
    accounts = draw_accounts(c.rng, c.taxpayer.business, c.notice_date, _count(c), back=(1, 3))
    usual = hearing_date(c.notice_date)
    printed = printed_due(c, usual) if c.rng.random() < 0.6 else None
    letter = Letter(code, c, accounts, title, total_of(accounts), "Amount due immediately", printed)
    letter.box_period = False
    letter.lead = _levy_lead(c, accounts, printed)
    letter.coupon = "pay" if c.style.layout not in ("letter", "memo") else c.v("none", "none", "pay")
    prior = sum((a.prior for a in accounts), Decimal(0))
    letter.summary = [
        ("Amount you owed", prior),
        ("Additional failure-to-pay penalty", sum((a.new_penalty for a in accounts), Decimal(0))),
        ("Additional interest charges", sum((a.new_interest for a in accounts), Decimal(0))),
    ]
    letter.summary_total = (c.v("Amount due immediately", "Total amount due"), letter.amount or Decimal(0))
    table = period_table(c, accounts, c.rng.random() < 0.6)
    block: tuple[str, list[Block]] = (
        c.v("Account summary", "Amount you owe by period", "The amount you owe is"),
        [
            ("table", table),
            (
                "p",
                f"<b>{c.v('Total', 'Total amount due', 'Total amount you owe')}: {c.style.m(total_of(accounts))}</b>",
            ),
        ],
    )
    letter.steps = [
        (
            "ul",
            [
                c.v(
                    f"Pay {c.style.m(total_of(accounts))} immediately, or call us at {c.phone}.",
                    "Pay the full amount now, or make payment arrangements.",
                ),
                f"Request a hearing {'by ' + c.style.d(printed) if printed else 'within 30 days from the date of this letter'} if you disagree.",
            ],
        )
    ]
    letter.sections = [block] + _hearing_sections(c, printed)
    letter.deadline = (earlier(printed, usual) or usual, "hard")
    return letter


def lt11(c: Case) -> Letter:
    """The Automated Collection System's final notice."""
    letter = _final(
        c,
        "LT11",
        [
            c.v(
                "Notice of intent to levy and notice of your right to a hearing",
                "Final Notice of Intent to Levy and Notice of Your Right to a Hearing",
            )
        ],
    )
    if c.rng.random() < 0.5:
        letter.title.append("Intent to seize your property or rights to property")
    letter.extra_box = [("Case reference number", f"{c.rng.randrange(10**7, 10**8)}")]
    return letter


def letter_1058(c: Case) -> Letter:
    """A revenue officer's final notice."""
    letter = _final(
        c,
        "Letter 1058",
        c.rng.choice(
            (
                [
                    "Final Notice",
                    "Notice of Intent to Levy and Notice of Your Right to a Hearing",
                    "Please Respond Immediately",
                ],
                ["Notice of Intent to Levy and Your Right to a Collection Due Process Hearing"],
            )
        ),
    )
    letter.letterhead = officer(c)
    return letter


def cp90(c: Case) -> Letter:
    """The computer's final notice: CP90 for people, CP297 for firms."""
    return _final(
        c,
        "CP297" if c.taxpayer.business else "CP90",
        c.rng.choice(
            (
                ["Intent to seize your assets and notice of your right to a hearing"],
                [
                    "Final Notice",
                    "Notice Of Intent To Levy And Notice Of Your Right To A Hearing",
                    "Please Respond Immediately",
                ],
                ["Notice of intent to levy", "Notice of your right to a hearing"],
            )
        ),
    )


def letter_3172(c: Case) -> Letter:
    """A lien has been filed: the hearing period starts five business days after filing."""
    modern(c)
    accounts = draw_accounts(c.rng, c.taxpayer.business, c.notice_date, _count(c), back=(1, 4))
    filed = c.notice_date - timedelta(c.rng.randint(0, 4))
    printed = lien_hearing_date(filed)
    total = c.style.m(total_of(accounts))
    letter = Letter(
        "Letter 3172",
        c,
        accounts,
        ["Notice of Federal Tax Lien Filing and Your Right to a Hearing Under IRC 6320"],
        total_of(accounts),
        "Total amount you owe",
        printed,
    )
    letter.box_period = False
    letter.letterhead = officer(c)
    letter.lead = [
        (
            "p",
            c.v(
                f"We filed a Notice of Federal Tax Lien on {c.style.d(filed)}. You have a right to a hearing to discuss "
                "collection options and liability issues.",
                f"This letter is to inform you that a Notice of Federal Tax Lien was filed on {c.style.d(filed)} with the "
                f"county recorder. The total amount due is {total}.",
            ),
        ),
        (
            "p",
            f"You must submit your request for a hearing by {c.style.d(printed)}. Complete the enclosed Form 12153.",
        ),
    ]
    letter.sections = [
        (
            "Amount owed",
            [
                ("table", period_table(c, accounts, False)),
                ("p", f"<b>Total amount due: {total}</b>"),
                ("p", "Please pay this total immediately. It does not include all accrued interest."),
            ],
        ),
        (
            "Lien release",
            [
                (
                    "p",
                    f"We issue a release within 30 days after you pay in full. See Publication 1450. "
                    f"Equivalent hearings may be asked for until {c.style.d(add_business_days(filed, 5) + timedelta(366))}.",
                )
            ],
        ),
        w.help_section(c),
    ]
    letter.deadline = (printed, "hard")
    return letter


def cp508c(c: Case) -> Letter:
    """Certification of a seriously delinquent debt to the State Department."""
    c.notice_date = max(c.notice_date, date(2018, 3, 5))
    accounts = draw_accounts(c.rng, False, c.notice_date, c.rng.randint(1, 4), True, (1, 4))
    total = c.style.m(total_of(accounts))
    letter = Letter(
        "CP508C",
        c,
        accounts,
        [
            c.v(
                "Notice of certification of your seriously delinquent federal tax debt to the State Department",
                "We certified your tax debt to the State Department",
            )
        ],
        total_of(accounts),
        "Amount due",
    )
    letter.box_period = False
    letter.lead = [
        (
            "p",
            f"You have a seriously delinquent federal tax debt of {total}. The State Department may deny, revoke or limit your passport.",
        ),
        w.passport(c, 50_000 + 1_000 * (c.notice_date.year - 2017)),
    ]
    letter.steps = [
        (
            "ul",
            [
                f"Pay {total} in full, or arrange an installment agreement.",
                "If you have questions or disagree, contact us within 30 days of the date of this notice.",
            ],
        )
    ]
    letter.sections = [
        ("Tax periods certified", [("table", period_table(c, accounts, False)), ("p", f"Total: {total}")]),
        (
            "If you need to travel",
            [("p", "If you plan to leave within 45 days, call the number above and send proof of travel.")],
        ),
        w.help_section(c),
    ]
    letter.coupon = c.v("pay", "none")
    letter.deadline = (c.notice_date + timedelta(30), "soft")
    return letter
