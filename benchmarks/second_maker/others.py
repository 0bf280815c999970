"""IRS letters that are not bills in collection: proposals, refunds, audits, identity, missing returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from . import wording as w
from .account import Account, cents, draw_accounts
from .bills import printed_due, tax_phrase
from .content import Block, Case, Letter
from .dates import petition_date
from .people import PAYERS


def _one(c: Case, back: tuple[int, int] = (1, 2)) -> Account:
    return draw_accounts(c.rng, c.taxpayer.business, c.notice_date, 1, back=back)[0]


def _tail(c: Case) -> list[tuple[str, list[Block]]]:
    parts = [w.help_section(c), w.privacy(c)]
    return parts[: c.rng.randint(1, 2)] + w.long_sections(c)


def _payers(c: Case, m: int) -> tuple[list[str], list[list[str]], Decimal]:
    rows, total = [], Decimal(0)
    for name in c.rng.sample(PAYERS, m):
        shown = cents(c.rng.choice((0, 0, c.rng.uniform(100, 4000))))
        more = cents(c.rng.uniform(80, 9000))
        total += more
        rows.append([name, c.style.m(shown), c.style.m(shown + more), c.style.m(more)])
    return ["Received from", "Shown on return", "Reported to IRS by others", "Difference"], rows, total


def _proposal_rows(c: Case, increase: Decimal) -> list[tuple[str, Decimal]]:
    tax = cents(increase * Decimal(c.rng.choice((0.12, 0.22, 0.24))))
    rows = [
        (c.v("Tax you owe", "Increase in tax"), tax),
        ("Payments", -cents(c.rng.choice((0, 0, 55.0)))),
        ("Interest charges", cents(tax * Decimal("0.061"))),
    ]
    if c.rng.random() < 0.5:
        rows.insert(2, ("Substantial tax understatement penalty", cents(tax * Decimal("0.2"))))
    return [r for r in rows if r[1]]


def cp2000(c: Case) -> Letter:
    """A proposal: whether its sum is 'asked for' is open, so both readings count."""
    acc = _one(c, (2, 3))
    due = printed_due(c, c.notice_date + timedelta(30))
    head, rows, more = _payers(c, c.rng.randint(1, 4))
    money = _proposal_rows(c, more)
    total = sum((x for _, x in money), Decimal(0))
    letter = Letter(
        "CP2000",
        c,
        [acc],
        [
            c.v(
                f"We are proposing changes to {tax_phrase(c, acc)}",
                f"Proposed changes to {tax_phrase(c, acc)}",
            )
        ],
        total,
        c.v("Amount due", "Proposed amount due"),
        due,
    )
    letter.alternatives = {"amount_due": [None]}
    letter.summary_title, letter.summary = "Summary of proposed changes", money
    letter.summary_total = (
        c.v(f"Amount due by {c.style.d(due)}", f"Your payment is due by {c.style.d(due)}"),
        total,
    )
    letter.lead = [
        (
            "p",
            c.v(
                f"The income and payment information we have on file from sources such as employers or banks doesn't match {tax_phrase(c, acc)}. If our "
                f"information is correct, you will owe {c.style.m(total)} (including interest), which you need to pay by {c.style.d(due)}.",
                f"Our information differs from what you reported. You need to respond to this notice by {c.style.d(due)}.",
            ),
        ),
        ("p", "This is not a bill. It is a proposed change.") if c.rng.random() < 0.3 else w.already_paid(c),
    ]
    letter.steps = [
        (
            "ul",
            [
                f"Send us your response by {c.style.d(due)}.",
                "If you agree, sign the response form on the next page and return it with your payment.",
                "If we don't hear from you we will send a Statutory Notice of Deficiency (CP3219A).",
            ],
        )
    ]
    letter.sections = [("Changes to your return", [("table", (head, rows))])]
    letter.sections += [
        (
            "Response form",
            [
                (
                    "p",
                    "&#9744; I agree with all changes. &nbsp; &#9744; I do not agree with some of the changes.",
                ),
                (
                    "p",
                    "Signature ______________________ Date __________ Spouse's signature ______________________",
                ),
            ],
        )
    ] + _tail(c)
    letter.coupon = c.v("none", "pay")
    letter.deadline = (due, "soft")
    return letter


def cp3219a(c: Case) -> Letter:
    """The ninety-day letter."""
    acc = _one(c, (2, 3))
    usual = petition_date(c.notice_date)
    head, rows, more = _payers(c, c.rng.randint(1, 3))
    money = _proposal_rows(c, more)
    letter = Letter(
        "CP3219A",
        c,
        [acc],
        [c.v("Notice of Deficiency", "Notice of Deficiency - increase in tax")],
        None,
        "",
        usual,
    )
    letter.summary_title, letter.summary = "Summary of proposed changes", money[:-1]
    letter.extra_box = [
        (c.v("Last date to petition Tax Court", "Last day to file petition"), c.style.d(usual))
    ]
    letter.lead = [
        (
            "p",
            f"We determined that there is a deficiency (increase) in your income tax based on information from third parties that doesn't match "
            f"{tax_phrase(c, acc)}.",
        ),
        (
            "p",
            f"You have the right to challenge our decision in U.S. Tax Court. The last day to file a petition is {c.style.d(usual)}. We cannot extend it.",
        ),
    ]
    letter.steps = [
        (
            "ul",
            [
                "If you agree, sign and return Form 5564, Notice of Deficiency - Waiver. We will then send you a bill.",
                "United States Tax Court, 400 Second Street NW, Washington DC 20217. The filing fee is $60.",
            ],
        )
    ]
    letter.sections = [("Explanation of changes", [("table", (head, rows))])] + _tail(c)
    letter.deadline = (usual, "hard")
    return letter


def letter_525(c: Case) -> Letter:
    """The thirty-day letter of a mail audit."""
    acc = _one(c, (1, 3))
    due = c.notice_date + timedelta(30)
    letter = Letter(
        "Letter 525",
        c,
        [acc],
        [c.v("Report of changes to your return", "We are proposing changes to your tax return")],
        None,
    )
    show = c.rng.random() < 0.6
    letter.due = due if show else None
    inc = cents(c.rng.uniform(300, 9000))
    letter.lead = [
        (
            "p",
            f"We finished the review of {tax_phrase(c, acc)} and propose the changes on the enclosed Form 4549.",
        ),
        (
            "p",
            f"Please respond {'by ' + c.style.d(due) if show else 'within 30 days from the date of this letter'}.",
        ),
    ]
    letter.steps = [
        (
            "ul",
            [
                "If you agree, sign and return the agreement part of the report.",
                "If you don't, request an appeal with Form 12203, or send more papers.",
            ],
        )
    ]
    letter.sections = [
        (
            "Proposed adjustments",
            [
                (
                    "table",
                    (
                        ["Item", "Per return", "Corrected"],
                        [
                            ["Total tax", c.style.m(acc.tax), c.style.m(acc.tax + inc)],
                            ["Earned income credit", "$2,140.00", "$0.00"],
                        ],
                    ),
                ),
                ("p", f"Net increase in tax: {c.style.m(inc)}. You will get a bill later."),
            ],
        )
    ] + _tail(c)
    letter.letterhead = [
        f"Person to contact: {c.v('Tax Examiner', 'Ms. Ortega', 'Mr. Falk')}",
        f"Telephone: {c.phone}",
    ]
    letter.deadline = (due, "soft")
    return letter


def _refund(c: Case, code: str, titles: list[str], text: str) -> tuple[Letter, Account, Decimal]:
    acc = _one(c)
    refund = cents(c.rng.uniform(40, 7000))
    letter = Letter(
        code,
        c,
        [acc],
        [t.replace("PERIOD", c.style.period(acc)).replace("REFUND", c.style.m(refund)) for t in titles],
    )
    letter.summary_title = c.v("Refund summary", "Account summary", "Summary")
    letter.lead = [("p", text.replace("PERIOD", tax_phrase(c, acc)).replace("REFUND", c.style.m(refund)))]
    letter.sections = list(_tail(c))
    return letter, acc, refund


def cp12(c: Case) -> Letter:
    """A correction that makes or changes a refund."""
    letter, acc, refund = _refund(
        c,
        "CP12",
        [
            c.v("Changes to your PERIOD return", "We changed your PERIOD return"),
            "You are due a refund of REFUND",
        ],
        c.v(
            "We found miscalculations on PERIOD, so we corrected them. You are due a refund of REFUND.",
            "We made changes to PERIOD that affect your refund. You should receive REFUND in four to six weeks.",
        ),
    )
    paid = acc.tax + refund
    letter.summary = [("Total tax", -acc.tax), ("Payments and credits", paid)]
    letter.summary_total = ("Refund due", refund)
    sixty = c.notice_date + timedelta(60)
    show = c.rng.random() < 0.4
    letter.due = sixty if show else None
    letter.steps = [
        (
            "ul",
            [
                f"If you agree, you don't need to do anything. If you disagree, call us {'by ' + c.style.d(sixty) if show else 'within 60 days from the date of this notice'}."
            ],
        )
    ]
    letter.deadline = (sixty, "hard")
    return letter


def cp21b(c: Case) -> Letter:
    """A change asked for that gives a refund."""
    letter, _, refund = _refund(
        c,
        "CP21B",
        [
            c.v("Changes to your PERIOD return", "We changed your account"),
            c.v("You are due a refund of REFUND", "Amount of refund: REFUND"),
        ],
        "We made the changes you requested to PERIOD. You are due a refund of REFUND, which you should receive within 2-3 weeks.",
    )
    interest = cents(refund * Decimal("0.02"))
    letter.summary = [("Decrease in tax", refund - interest), ("Interest we owe you", interest)]
    letter.summary_total = ("Refund due to you", refund)
    return letter


def cp49(c: Case) -> Letter:
    """A refund that paid another debt. Whether the debt's period is 'what it is about' is open."""
    letter, acc, refund = _refund(
        c,
        "CP49",
        [
            c.v(
                "Your PERIOD refund was applied to other taxes you owe",
                "We applied your PERIOD overpayment to an unpaid balance",
            )
        ],
        "We applied all or part of the overpayment on PERIOD to the amount you owe for other tax years.",
    )
    other = date(acc.end.year - c.rng.randint(1, 4), 12, 31)
    applied = cents(refund * Decimal(c.rng.choice((1, 1, 0.6))))
    label = str(other.year) if c.style.by_year(acc) else c.style.d(other)
    letter.summary = [
        (f"Overpayment for {c.style.period(acc)}", refund),
        (f"Amount applied to {label}", -applied),
    ]
    letter.summary_total = ("Refund you will receive", refund - applied)
    named = acc.form if c.style.name_form else None
    own = {"form": named, "end": acc.end.isoformat()}
    letter.alternatives = {
        "tax_periods": [[own, {"form": f, "end": other.isoformat()}] for f in (named, None)]
    }
    return letter


def cp05(c: Case) -> Letter:
    """Under review."""
    letter, _, _ = _refund(
        c,
        "CP05",
        [c.v("We are reviewing your PERIOD return", "Your refund is being held")],
        c.v(
            "We received PERIOD and are holding your refund of REFUND until we finish reviewing it. Allow 60 days from the date of this notice.",
            "We're verifying income, withholding and credits on PERIOD. The review may take up to 60 days. Expected refund: REFUND.",
        ),
    )
    letter.steps = [("p", "You don't need to do anything at this time. Don't file an amended return.")]
    return letter


def cp75(c: Case) -> Letter:
    """An audit by mail of credits; the refund is held."""
    letter, _, _ = _refund(
        c,
        "CP75",
        [c.v("We're auditing your PERIOD return", "We are auditing your PERIOD tax return")],
        "We're auditing PERIOD and need documentation to verify the Earned Income Credit. We are holding REFUND of your refund.",
    )
    due = printed_due(c, c.notice_date + timedelta(30))
    letter.due = due
    letter.steps = [
        (
            "ul",
            [
                f"Send us copies of the papers listed by {c.style.d(due)}.",
                "Use the enclosed response form and Form 886-H-EIC.",
            ],
        )
    ]
    letter.extra_box = [("Audit number", f"{c.rng.randrange(10**8, 10**9)}")] if c.rng.random() < 0.5 else []
    letter.deadline = (due, "soft")
    return letter


def cp59(c: Case) -> Letter:
    """No record of a return."""
    acc = _one(c, (2, 3))
    letter = Letter(
        "CP59",
        c,
        [acc],
        [
            c.v(
                f"You didn't file a {'Form ' + acc.form + ' ' if c.style.name_form else ''}tax return",
                f"We have no record of your {c.style.period(acc)} return",
            )
        ],
    )
    letter.lead = [
        (
            "p",
            f"We have no record of receiving {tax_phrase(c, acc)}{' tax return' if c.style.by_year(acc) else ''}. File immediately, or explain on the enclosed Form 15103 why you don't need to.",
        )
    ]
    letter.steps = [
        (
            "ul",
            [
                "File and sign your return now and send full payment of any tax.",
                "If you filed within the last eight weeks, disregard this notice.",
                "You may lose a refund if you don't file within three years of the due date.",
            ],
        )
    ]
    letter.sections = list(_tail(c))
    letter.coupon = c.v("none", "reply")
    return letter


def letter_5071c(c: Case) -> Letter:
    """Identity verification; these letters print the hotline of the Taxpayer Protection Program, not any line."""
    c = replace(c, phone="800-830-5084")
    acc = _one(c, (1, 1))
    letter = Letter(
        "Letter 5071C",
        c,
        [acc],
        [c.v("Potential identity theft with your tax return", "We need you to verify your identity")],
    )
    letter.lead = [
        (
            "p",
            f"We received {tax_phrase(c, acc)}{' income tax return' if c.style.by_year(acc) else ''} with your name and number, and need to verify that you filed it.",
        ),
        (
            "p",
            c.v(
                "Use the Identity Verification Service at www.irs.gov/verifyreturn within 30 days from the date of this letter.",
                f"Call {c.phone} within 30 days. Have this letter and the previous year's return at hand.",
            ),
        ),
    ]
    letter.sections = [
        (
            "What happens next",
            [("p", "After verification it may take up to nine weeks to receive your refund.")],
        )
    ] + list(_tail(c))
    letter.letterhead = [
        f"Contact telephone: {c.phone}",
        "Control number: " + "".join(c.rng.choices("0123456789", k=14)),
    ]
    letter.deadline = (c.notice_date + timedelta(30), "soft")
    return letter
