"""Look-alikes and strangers: state and county bills, banks, SSA, preparers, scams, advertisements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from . import wording as w
from .account import cents, draw_accounts
from .content import Case, Letter
from .people import BANKS

STATES = (
    ("State of Wyandotte Department of Revenue", "Individual Income Tax"),
    ("Comptroller of Cumberland", "Sales and Use Tax"),
    ("Franchise Tax Office, State of Tamalpais", "Personal Income Tax"),
    ("Oregon Trail Revenue Division", "Withholding Tax"),
)


def _base(c: Case, head: list[str], title: list[str]) -> Letter:
    letter = Letter(None, c, [], title, status="not_irs")
    letter.letterhead = head
    letter.box_period = False
    return letter


def state_bill(c: Case) -> Letter:
    """A state revenue department's bill: amount, date, period, masked number, like the IRS's."""
    office, tax = c.rng.choice(STATES)
    acc = draw_accounts(c.rng, False, c.notice_date, 1)[0]
    due = c.notice_date + timedelta(c.rng.choice((15, 20, 30)))
    letter = _base(
        c,
        [office, "Collections Bureau", "PO Box 4410"],
        [c.v("Notice of Assessment", "Final Notice of Intent to Levy", "Statement of Account - Balance Due")],
    )
    letter.amount, letter.amount_label, letter.due = acc.total, "Amount due", due
    letter.summary = [
        ("Tax", acc.tax),
        ("Payments", -acc.payments),
        ("Penalty", acc.ftf + acc.ftp + acc.est),
        ("Interest", acc.interest),
    ]
    letter.summary_total = (f"Pay this amount by {c.style.d(due)}", acc.total)
    letter.lead = [
        (
            "p",
            f"Our records show an unpaid {tax.lower()} balance for the period ending {c.style.d(acc.end)}.",
        ),
        (
            "p",
            c.v(
                "The Internal Revenue Service gave us information that differs from your state return.",
                "A warrant may be filed with the county clerk.",
                "We may offset your federal refund through the Treasury Offset Program.",
            ),
        ),
    ]
    letter.steps = [
        (
            "ul",
            [
                f"Pay {c.style.m(acc.total)} by {c.style.d(due)}.",
                "You may protest this notice within 60 days.",
            ],
        )
    ]
    letter.extra_box = [("Letter ID", f"L{c.rng.randrange(10**9, 10**10)}"), ("Account type", tax)]
    letter.coupon = "pay"
    return letter


def county(c: Case) -> Letter:
    """A property tax bill."""
    due, half = c.notice_date + timedelta(45), cents(c.rng.uniform(300, 4800))
    letter = _base(
        c,
        [f"{c.taxpayer.town} County Treasurer", "Courthouse Square"],
        [f"{c.notice_date.year} Real Property Tax Statement"],
    )
    letter.summary = [
        ("County general", half),
        ("School district", half),
        ("Fire protection", cents(half / 10)),
    ]
    letter.summary_total = (f"Full amount due {c.style.d(due)}", half * 2 + cents(half / 10))
    letter.extra_box = [
        (
            "Parcel number",
            f"{c.rng.randrange(10, 99)}-{c.rng.randrange(100, 999)}-{c.rng.randrange(1000, 9999)}",
        )
    ]
    letter.lead = [
        ("p", "Taxes unpaid after the due date become delinquent and accrue interest at one percent a month.")
    ]
    letter.coupon = "pay"
    letter.amount, letter.amount_label, letter.due = letter.summary_total[1], "Total due", due
    return letter


def bank(c: Case) -> Letter:
    """A bank's letter, sometimes about an IRS levy on the account."""
    name = c.rng.choice(BANKS)
    letter = _base(
        c,
        [name, "Legal Process Department"],
        [c.v("Notice of legal process received", "Your account is overdrawn", "Form 1099-INT is available")],
    )
    letter.lead = [
        (
            "p",
            c.v(
                f"We have received a Notice of Levy (Form 668-A) from the Internal Revenue Service for {c.style.m(cents(c.rng.uniform(500, 9000)))}. We must hold the funds for 21 days.",
                f"Your account ending in {c.rng.randrange(1000, 9999)} shows a balance of -{c.style.m(cents(c.rng.uniform(5, 400)))}. Please deposit by {c.style.d(c.notice_date + timedelta(10))}.",
            ),
        ),
        ("p", f"A processing fee of $125.00 was charged. Questions? Call {c.phone}. Member FDIC."),
    ]
    return letter


def ssa(c: Case) -> Letter:
    """A Social Security Administration letter."""
    letter = _base(
        c,
        ["Social Security Administration", "Retirement, Survivors and Disability Insurance"],
        [c.v("Important Information", "Notice of Change in Benefits", "Notice of Overpayment")],
    )
    letter.lead = [
        (
            "p",
            f"We are writing to tell you about changes in your Social Security benefits. You will receive {c.style.m(Decimal(c.rng.randrange(700, 2900)))} around "
            f"{c.style.d(c.notice_date + timedelta(20))}.",
        ),
        (
            "p",
            "If you disagree with the decision you have the right to appeal. You have 60 days to ask for an appeal. Use Form SSA-561.",
        ),
        (
            "p",
            f"The Medicare premium of {c.style.m(Decimal('174.70'))} was deducted. We withheld federal tax as you asked.",
        ),
    ]
    letter.extra_box = [("Claim number", c.taxpayer.number[:3] + "-XX-" + c.taxpayer.last4 + "A")]
    return letter


def preparer(c: Case) -> Letter:
    """A preparer's cover letter that quotes an IRS notice with code, amount and date."""
    acc = draw_accounts(c.rng, False, c.notice_date, 1)[0]
    code = c.v("CP504", "CP14", "CP2000", "LT11", "Letter 1058")
    letter = _base(
        c,
        [
            c.v("Halvorsen & Pruitt, CPAs", "Maplewood Tax & Bookkeeping", "D. Quillfeather, Enrolled Agent"),
            "Certified Public Accountants",
        ],
        [f"Re: IRS notice {code}, tax year {acc.year}"],
    )
    letter.lead = [
        ("p", "Dear client," if c.taxpayer.business else f"Dear {c.taxpayer.names[0].split()[0]},"),
        (
            "p",
            f"You asked us about the {code} dated {c.style.d(c.notice_date - timedelta(9))} that you got from the Internal Revenue Service for your {acc.year} Form 1040. "
            f"It shows an amount due of {c.style.m(acc.total)} to be paid by {c.style.d(c.notice_date + timedelta(14))}.",
        ),
        (
            "p",
            "Please sign the enclosed Form 2848 so that we may call the IRS for you. Our fee for this work is $350.00.",
        ),
    ]
    return letter


def scam(c: Case) -> Letter:
    """An imitation meant to frighten: no real notice, odd bureau, pay by gift card."""
    amount = cents(c.rng.uniform(900, 20000))
    letter = _base(
        c,
        [
            c.v(
                "Tax Processing Unit",
                "Federal Tax Bureau of Enforcement",
                "Public Judgment Records - Tax Division",
            ),
            "Internal Processing Center",
            "Washington DC",
        ],
        [
            c.v(
                "DISTRAINT WARRANT - FINAL DEMAND",
                "FINAL NOTICE BEFORE SEIZURE",
                "NOTICE OF ARREST WARRANT FOR TAX FRAUD",
            )
        ],
    )
    letter.amount, letter.amount_label = amount, "Immediate payment"
    letter.summary, letter.summary_total = [("Unpaid federal tax", amount)], ("Immediate payment", amount)
    letter.lead = [
        (
            "p",
            "Your outstanding tax debt was referred for property seizure. Wages, bank accounts, Social Security and cars may be taken without further warning.",
        ),
        (
            "p",
            f"Call {c.phone} today, state your case number {c.rng.randrange(10**6, 10**7)} and settle by prepaid gift cards or wire transfer to avoid arrest.",
        ),
    ]
    letter.extra_box = [("Warrant ID", f"FTL-{c.rng.randrange(10**5, 10**6)}")]
    return letter


def advertisement(c: Case) -> Letter:
    """A debt-relief firm's mailing after a lien filing."""
    amount = cents(c.rng.uniform(9000, 90000))
    letter = _base(
        c,
        [
            c.v(
                "National Fresh Start Assistance", "Liberty Ledger Tax Relief", "Tax Defense Network Partners"
            ),
            "Eligibility Department",
        ],
        [
            c.v(
                "FINAL NOTICE - Fresh Start Program eligibility",
                "You may qualify to settle your IRS debt",
                "Tax lien record: response requested",
            )
        ],
    )
    letter.lead = [
        (
            "p",
            f"Public records show that a federal tax lien of {c.style.m(amount)} was filed against you by the Internal Revenue Service. You may have got a CP504 or LT11.",
        ),
        (
            "p",
            f"Call {c.phone} by {c.style.d(c.notice_date + timedelta(7))} before the IRS levies your wages. Reference your file number.",
        ),
        ("p", "We are not affiliated with the IRS or any government agency. This is an advertisement."),
        w.levy_targets(c),
    ]
    letter.extra_box = [("File number", f"{c.rng.randrange(10**6, 10**7)}")]
    return letter


KINDS: dict[str, Callable[[Case], Letter]] = {
    "state": state_bill,
    "county": county,
    "bank": bank,
    "ssa": ssa,
    "preparer": preparer,
    "scam": scam,
    "ad": advertisement,
}
