"""Standing paragraphs of the letters, several wordings each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from .account import Account, cents, due_of_return
from .content import Block, Case


def payment_methods(c: Case) -> list[Block]:
    """How to pay."""
    if c.style.layout in ("typewriter", "courier"):
        return [
            (
                "p",
                c.v(
                    "Make your check or money order payable to the United States Treasury. Write your taxpayer identifying "
                    "number, the tax form number and the tax period on your payment and mail it in the enclosed envelope.",
                    "Please send us your payment in full with the stub at the bottom of this notice. Don't send cash through "
                    "the mail. Allow enough mailing time so that we receive it by the date shown.",
                ),
            )
        ]
    return [
        (
            "ul",
            c.some(
                [
                    c.v(
                        "Pay online at www.irs.gov/payments.",
                        "Visit IRS.gov/payments for the fastest way to pay.",
                    ),
                    "Pay by debit or credit card, or from your bank account with Direct Pay. A processing fee may apply to cards.",
                    c.v(
                        "Mail a check or money order with the payment stub below. Make it payable to the United States Treasury.",
                        "If you pay by mail, make your check payable to United States Treasury and return the slip with it.",
                    ),
                    "Use the Electronic Federal Tax Payment System (EFTPS) at www.eftps.gov or call 800-555-4477.",
                    "Download the IRS2Go app to pay from your phone.",
                ],
                2,
                4,
            ),
        )
    ]


def cannot_pay(c: Case) -> list[Block]:
    """What to do if the amount cannot be paid in full."""
    return [
        (
            "p",
            c.v(
                "If you can't pay the full amount now, pay as much as you can and make arrangements to pay the rest over time.",
                "Pay what you can today. For the remainder you may ask for an installment agreement.",
            ),
        ),
        (
            "ul",
            c.some(
                [
                    f"Go to www.irs.gov and search 'Online Payment Agreement', or call {c.phone} to discuss your options.",
                    "Complete and mail the enclosed Form 9465, Installment Agreement Request. A user fee of "
                    + c.v("$43", "$105", "$178", "$225")
                    + " may be charged.",
                    "An offer in compromise lets some taxpayers settle for less than they owe; see Form 656-B. The "
                    "application fee is " + c.v("$186", "$205", "$150") + ".",
                    "If you owe less than $50,000 in combined tax, penalties and interest you can usually set up a plan online.",
                    "We may delay collection if you can show that paying would cause hardship; you'll need Form 433-F.",
                ],
                2,
                4,
            ),
        ),
    ]


def disagree(c: Case) -> list[Block]:
    """What to do if the reader disagrees."""
    return [
        (
            "p",
            c.v(
                f"If you believe this notice is wrong, call us at {c.phone}. Please have your papers, such as cancelled checks "
                "or an amended return, at hand.",
                f"Don't agree? Call {c.phone} or write to us at the address at the top of this notice and include copies, not "
                "originals, of anything that supports your position.",
            ),
        )
    ]


def penalties(c: Case, acc: Account) -> tuple[str, list[Block]]:
    """The penalty section, with a table whose rows add up."""
    out: list[Block] = [
        (
            "p",
            c.v(
                "We are required by law to charge any applicable penalties.",
                "The law requires us to charge penalties in the cases below. The amounts shown are those charged to date.",
            ),
        )
    ]
    rate = c.v("1/2 %", "0.5%", "1%")
    if acc.ftp > 0:
        parts = _split(c, acc.ftp)
        rows = [
            [c.style.d(due_of_return(acc.form, acc.end)) if i == 0 else f"{i} months later", c.style.m(p)]
            for i, p in enumerate(parts)
        ]
        rows.append(["Total failure-to-pay", c.style.m(acc.ftp)])
        out += [
            (
                "p",
                f"<b>Failure-to-pay.</b> We assess a {rate} monthly penalty for not paying the tax you owe by "
                "the due date, for each month or part of a month, up to 25% (Internal Revenue Code Section 6651).",
            ),
            ("table", (["From", "Amount"], rows)),
        ]
    if acc.ftf > 0:
        out.append(
            (
                "p",
                "<b>Failure-to-file.</b> When you file after the due date we charge 5% for each month the "
                f"return is late, up to five months. Charged: {c.style.m(acc.ftf)}.",
            )
        )
    out.append(
        (
            "p",
            c.v(
                "<b>Removal or reduction of penalties.</b> We understand that circumstances such as economic hardship, a family "
                "member's death or loss of records may make it hard to meet your duty. Send us a signed statement.",
                "If you were charged because of a written IRS advice that was wrong, we will remove the penalty. Use Form 843.",
            ),
        )
    )
    return "Penalties", out


def _split(c: Case, total: Decimal) -> list[Decimal]:
    parts, rest = [], total
    for _ in range(c.rng.randint(0, 2)):
        part = cents(rest * Decimal(c.rng.uniform(0.2, 0.6)))
        parts.append(part)
        rest -= part
    return parts + [rest]


def interest(c: Case, acc: Account) -> tuple[str, list[Block]]:
    """The interest section with a rate table."""
    year = max(acc.year, c.notice_date.year - 2)
    spans = [
        ("January 1", "March 31"),
        ("April 1", "June 30"),
        ("July 1", "September 30"),
        ("October 1", "December 31"),
    ]
    rows = [
        [f"{a}, {year} - {b}, {year}", f"{c.rng.randint(3, 9)}%"] for a, b in spans[: c.rng.randint(2, 4)]
    ]
    return "Interest charges", [
        (
            "p",
            c.v(
                "We are required by law to charge interest on unpaid tax from the date the tax return was due to the "
                "date the tax is paid in full. Interest compounds daily (Internal Revenue Code Section 6601).",
                "Interest accrues on the unpaid balance, compounded daily, including on penalties, until paid.",
            ),
        ),
        ("table", (["Period", "Interest rate"], rows)),
        ("p", f"Total interest: {c.style.m(acc.interest)}"),
    ]


def help_section(c: Case) -> tuple[str, list[Block]]:
    """Contact and rights at the end."""
    items = [
        "Visit www.irs.gov/" + c.v("notices", "help", "account") + ".",
        "For tax forms, instructions and publications call 800-TAX-FORM (800-829-3676).",
        f"Call {c.phone} between 7 a.m. and 7 p.m. local time.",
        "The Taxpayer Advocate Service is an independent organization within the IRS. Call 877-777-4778 or see Form 911.",
        "Low Income Taxpayer Clinics: see Publication 4134 or www.irs.gov/litc.",
        "Your rights as a taxpayer are explained in Publication 1; the collection process in Publication 594.",
        "Keep this notice for your records. If you need help, don't hesitate to contact us.",
    ]
    return c.v("Additional information", "If you need assistance", "Where to find help"), [
        ("ul", c.some(items, 3, 6))
    ]


def bankruptcy(c: Case) -> Block:
    """A note for bankrupt debtors."""
    return (
        "p",
        "If you are a debtor in a bankruptcy case, this notice is for your information only and is not intended "
        "to seek payment outside of the bankruptcy process of taxes due before you filed your petition.",
    )


def already_paid(c: Case) -> Block:
    """If the payment crossed the letter."""
    return (
        "p",
        c.v(
            "If you already paid your balance in full within the last 21 days or made payment arrangements, please "
            "disregard this notice.",
            "If you've paid within the past 14 days, or already have an agreement to pay, you don't need to do anything.",
            "Have you already sent the payment? Then please accept our thanks and ignore this notice.",
        ),
    )


def earlier_bill(c: Case, acc: Account) -> Block:
    """A mention of an earlier notice with its own code, date and amount: a trap for readers."""
    when = c.notice_date - timedelta(35 * c.rng.randint(1, 3))
    old = c.v("CP14", "CP501", "CP503") if not c.taxpayer.business else c.v("CP161", "CP210")
    return (
        "p",
        c.v(
            f"We previously sent you a {old} notice dated {c.style.d(when)} showing {c.style.m(acc.prior)}.",
            f"Our last notice ({old}, {c.style.d(when)}) asked for {c.style.m(acc.prior)}. Charges have been added since.",
            f"On {c.style.d(when)} we wrote to you about this debt. We have not received an answer.",
        ),
    )


def received_payment(c: Case, acc: Account) -> Block:
    """A mention of a payment received: another trap."""
    when = c.notice_date - timedelta(c.rng.randint(20, 200))
    return (
        "p",
        c.v(
            f"Your last payment of {c.style.m(cents(c.rng.uniform(20, 900)))} was received on {c.style.d(when)}. Thank you.",
            f"We credited a payment of {c.style.m(cents(c.rng.uniform(20, 900)))} to your account on {c.style.d(when)}.",
        ),
    )


def lien(c: Case) -> Block:
    """The lien paragraph."""
    return (
        "p",
        c.v(
            "<b>Notice of Federal Tax Lien.</b> If you don't pay or call us, we may file a Notice of Federal Tax Lien at any "
            "time. A lien is a public claim against your property and may affect your credit.",
            "A Notice of Federal Tax Lien may be filed to protect the government's interest. It attaches to everything you "
            "own now and acquire later.",
        ),
    )


def passport(c: Case, limit: int) -> Block:
    """Passport warning with an amount that is nobody's debt."""
    return (
        "p",
        "<b>Denial or revocation of United States passport.</b> Seriously delinquent tax debt means an unpaid, "
        f"legally enforceable federal tax debt totaling more than ${limit:,}, adjusted yearly. The State "
        "Department generally will not issue or renew a passport after receiving certification.",
    )


def levy_targets(c: Case) -> Block:
    """What may be seized."""
    return (
        "ul",
        c.some(
            [
                "Wages, real estate commissions, and other income",
                "Bank accounts",
                "Business assets",
                "Personal assets (including your car and home)",
                "Social Security benefits",
                "Alaska Permanent Fund dividends and state tax refunds",
                "Federal payments and retirement income",
            ],
            4,
            7,
        ),
    )


def privacy(c: Case) -> tuple[str, list[Block]]:
    """Back-page text."""
    return c.v("Privacy Act and Paperwork Reduction Act Notice", "Notice to the person addressed"), [
        ("p", t)
        for t in c.some(
            [
                "Our legal right to ask for information is found in Internal Revenue Code sections 6001, 6011, 6012(a), 6331 and "
                "their regulations. We ask for it to carry out the tax laws of the United States.",
                "You are not required to give the information requested on a form that is subject to the Paperwork Reduction "
                "Act unless the form displays a valid OMB control number, for example 1545-0074 or 1545-2250.",
                "We may give this information to the Department of Justice, to cities, states, the District of Columbia and to "
                "other countries under a tax treaty. We may also disclose it to combat terrorism.",
                "If you are not the person addressed, return this letter to the address shown or call 800-829-1040. "
                "Report misconduct to the Treasury Inspector General at 800-366-4484.",
                "We will stop sending notices while you are in a combat zone; write COMBAT ZONE on top of the letter.",
            ],
            2,
            5,
        )
    ]


def long_sections(c: Case) -> list[tuple[str, list[Block]]]:
    """Further pages that many letters carry: rights, special cases, forms to send back."""
    pool: list[tuple[str, list[Block]]] = [
        (
            "Innocent spouse relief",
            [
                (
                    "p",
                    c.v(
                        "If you filed jointly and believe that only your spouse or former spouse should be held liable, you may be "
                        "relieved of the tax. Send Form 8857 no later than two years after our first attempt to collect.",
                        "You may not have to pay the part of a joint debt that belongs to your spouse. See Publication 971.",
                    ),
                )
            ],
        ),
        (
            "The collection process",
            [
                (
                    "p",
                    "If you do not pay, the steps are: a bill; reminders; a notice of intent to levy; a final "
                    "notice with the right to a hearing, such as LT11, CP90 or Letter 1058; and then a levy or the sale of property.",
                ),
                (
                    "p",
                    "By law we have ten years from the date of assessment to collect. Some events extend this time.",
                ),
                ("p", "A bank must hold levied funds for 21 days before it sends them to us."),
            ],
        ),
        (
            "Your rights as a taxpayer",
            [
                (
                    "ul",
                    [
                        "The right to be informed",
                        "The right to quality service",
                        "The right to pay no more than the correct amount of tax",
                        "The right to challenge our position and be heard",
                        "The right to appeal in an independent forum",
                        "The right to finality",
                        "The right to privacy and confidentiality",
                        "The right to retain representation",
                    ],
                )
            ],
        ),
        (
            "Installment agreement request",
            [
                (
                    "table",
                    (
                        ["Monthly payment", "Setup fee", "How to apply"],
                        [
                            ["Direct debit", "$31.00", "Online"],
                            ["Payroll deduction", "$225.00", "Form 2159"],
                            ["Check", "$149.00", "Online or Form 9465"],
                        ],
                    ),
                ),
                ("p", "I can pay $__________ each month, on the ______ day of each month (1st to 28th)."),
                (
                    "p",
                    "Signature ________________________  Date ____________  Daytime phone (      ) ____________",
                ),
            ],
        ),
        (
            "Contact information",
            [
                ("p", "If your address has changed, please make the changes below and return this page."),
                ("p", "Address ____________________________________________ Apt ______"),
                (
                    "p",
                    "City ______________________ State ____ ZIP ________ "
                    "Primary phone ______________ Best time to call ________",
                ),
            ],
        ),
        (
            "Authorization",
            [
                (
                    "p",
                    "You may let another person speak with us. Attach Form 2848, Power of Attorney, or Form 8821. Your "
                    "representative may call us weekdays.",
                )
            ],
        ),
        (
            "Deferral and disaster relief",
            [
                (
                    "p",
                    "If you live in a federally declared disaster area we may give you more time. Call "
                    "866-562-5227. Members of the Armed Forces may ask for a deferral of up to 180 days after their service ends.",
                )
            ],
        ),
        (
            "Earned income and other credits",
            [
                (
                    "p",
                    "Many people miss credits they may claim. See Publication 596, and Publication 17, for "
                    "the income limits.",
                )
            ],
        ),
        (
            "Aviso en español",
            [
                (
                    "p",
                    "Si necesita ayuda en español, llame al 800-829-1040. Para obtener esta carta en otro idioma o "
                    "formato, visite IRS.gov/es.",
                )
            ],
        ),
    ]
    count = c.rng.choice((0, 1, 2, 4, 6, 8))
    keep = sorted(c.rng.sample(range(len(pool)), count))
    return [pool[i] for i in keep]
