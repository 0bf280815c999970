"""First bills and reminders: CP14, CP161, CP22A, CP11, CP501, CP503, CP504, CP504B, CP523, CP71C."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from . import wording as w
from .account import Account, cents, draw_accounts
from .content import Block, Case, Letter
from .dates import payment_date, roll


def tax_phrase(c: Case, acc: Account) -> str:
    """How the text names the period: 'your 2017 Form 1040', 'the tax period ended ...'."""
    s = c.style
    if s.by_year(acc):
        return f"your {acc.year} Form {acc.form}" if s.name_form else f"your {acc.year} taxes"
    return c.v(
        f"the tax period ended {s.d(acc.end)}{s.form(acc)}",
        f"the tax period ending {s.d(acc.end)}" + (f", Form {acc.form}" if s.name_form else ""),
    )


def printed_due(c: Case, usual: date) -> date:
    """The date that gets printed: the usual one, or in broken letters one well off it."""
    return usual + timedelta(c.rng.choice((-9, -7, -6, 7, 9, 14, 28))) if c.broken else usual


def earlier(printed: date | None, computed: date | None) -> date | None:
    """Where a printed and a computed date differ, the earlier one is the working date."""
    days = [d for d in (printed, computed) if d]
    return min(days) if days else None


def bill_rows(c: Case, acc: Account) -> list[tuple[str, Decimal]]:
    """The rows of a first bill; they sum to the total."""
    rows = [
        (c.v("Tax you owed", "Tax on return", "Tax you owe"), acc.tax),
        (c.v("Payments and credits", "Payments you made", "Total payments and credits"), -acc.payments),
    ]
    rows += [
        (label, x)
        for label, x in (
            ("Failure-to-file penalty", acc.ftf),
            ("Failure-to-pay penalty", acc.ftp),
            ("Failure-to-pay estimated tax penalty", acc.est),
            (c.v("Interest charges", "Interest"), acc.interest),
        )
        if x
    ]
    assert sum(x for _, x in rows) == acc.total
    return rows


def reminder_rows(c: Case, acc: Account) -> list[tuple[str, Decimal]]:
    """The rows of a reminder: what was owed before, and what has come on top."""
    new = c.v("Failure-to-pay penalty", "Additional penalty", "Additional failure-to-pay penalty")
    more = c.v("Interest charges", "Additional interest", "Additional interest charges")
    rows = [
        (c.v("Amount you owed", "Amount you owed from prior notices", "Unpaid balance"), acc.prior),
        (new, acc.new_penalty),
        (more, acc.new_interest),
    ]
    assert sum(x for _, x in rows) == acc.total
    return rows


def pay_sections(c: Case, acc: Account) -> list[tuple[str, list[Block]]]:
    """A drawn selection of back-of-letter sections for bills."""
    out = [
        (c.v("Payment options", "How to pay", "If you agree with the amount due"), w.payment_methods(c)),
        (c.v("If you can't pay the full amount", "Can't pay now?"), w.cannot_pay(c)),
    ]
    extra = [
        (c.v("If we don't hear from you", "What happens if you don't pay"), [w.lien(c)]),
        (c.v("If you disagree with the amount due", "If you think we made a mistake"), w.disagree(c)),
        w.penalties(c, acc),
        w.interest(c, acc),
        w.help_section(c),
        w.privacy(c),
    ]
    keep = sorted(c.rng.sample(range(len(extra)), c.rng.randint(1, len(extra))))
    return out[: c.rng.randint(1, 2)] + [extra[i] for i in keep] + w.long_sections(c)


def steps_pay(c: Case, acc: Account, due: date | None) -> list[Block]:
    """The 'what you need to do' list."""
    by = f" by {c.style.d(due)}" if due else " immediately"
    amount = c.style.m(acc.total)
    return [
        (
            "ul",
            [
                c.v(
                    f"Pay the amount due of {amount}{by}, to avoid additional penalty and interest charges.",
                    f"Send us {amount}{by} so that no further charges are added.",
                    f"Pay {amount}{by}.",
                ),
                c.v(
                    "Pay online or mail a check or money order with the attached payment stub.",
                    "You can pay online now at www.irs.gov/payments.",
                    "Use the payment stub so that we credit the right account.",
                ),
            ],
        )
    ]


def _first_bill(c: Case, code: str, big: bool = False) -> tuple[Letter, Account]:
    acc = draw_accounts(c.rng, c.taxpayer.business, c.notice_date, 1, big, (1, 2))[0]
    usual = payment_date(c.notice_date, float(acc.total))
    due = printed_due(c, usual)
    letter = Letter(code, c, [acc], [], acc.total, c.v("Amount due", "Amount due", "Amount you owe"), due)
    letter.coupon = "pay"
    letter.summary = bill_rows(c, acc)
    letter.summary_total = (
        c.v(f"Amount due by {c.style.d(due)}", f"Amount due by {c.style.d(due)}", "Amount you owe"),
        acc.total,
    )
    letter.steps = steps_pay(c, acc, due)
    letter.sections = pay_sections(c, acc)
    stands = earlier(due, usual)
    letter.deadline = (stands, "soft") if stands else None
    return letter, acc


def cp14(c: Case) -> Letter:
    """First bill on an individual's return."""
    letter, acc = _first_bill(c, "CP14", c.rng.random() < 0.12)
    t = tax_phrase(c, acc)
    letter.title = [
        c.v(
            f"You have a balance due for {c.style.period(acc)}",
            f"You have unpaid taxes for {c.style.period(acc)}",
            f"You owe additional tax for {c.style.period(acc)}",
            "Balance due - no error",
        )
    ]
    letter.lead = [
        (
            "p",
            c.v(
                f"Our records show you have unpaid taxes and/or penalties and interest on {t}.",
                f"We received {t.replace('your', 'your', 1)} return, but not all of the tax was paid.",
                f"Our records show that you still owe on {t}. This is your bill.",
            ),
        )
    ]
    letter.lead += [
        b for b in (w.already_paid(c), w.bankruptcy(c), w.received_payment(c, acc)) if c.rng.random() < 0.5
    ]
    return letter


def cp161(c: Case) -> Letter:
    """First bill to a business; it may ask for the tax alone by an earlier date."""
    letter, acc = _first_bill(c, "CP161", c.rng.random() < 0.15)
    letter.title = [
        c.v(
            f"You have unpaid taxes for {c.style.d(acc.end)}",
            f"Balance due for tax period {c.style.d(acc.end)}",
        )
    ]
    letter.lead = [
        (
            "p",
            c.v(
                f"Our records show you have unpaid taxes for {tax_phrase(c, acc)}.",
                f"There is a balance due on your account for {tax_phrase(c, acc)}.",
            ),
        )
    ]
    letter.lead += [b for b in (w.already_paid(c), w.received_payment(c, acc)) if c.rng.random() < 0.5]
    if c.rng.random() < 0.25 and not c.broken and letter.due:
        unpaid, first = c.style.m(acc.tax - acc.payments), c.style.d(c.notice_date + timedelta(10))
        letter.steps.insert(
            0,
            (
                "p",
                f"You must pay the unpaid tax of {unpaid} by {first}, and the full balance by "
                f"{c.style.d(letter.due)} to avoid additional penalties and interest.",
            ),
        )
    if c.rng.random() < 0.3:
        letter.lead.append(
            ("p", "You must make federal tax deposits on time; see Publication 15, Circular E.")
        )
    return letter


def cp22a(c: Case) -> Letter:
    """An adjustment that leaves a balance."""
    letter, acc = _first_bill(c, "CP22A")
    p = c.style.period(acc)
    letter.title = [c.v(f"Changes to your {p} return", f"We made changes to your account for {p}")]
    letter.lead = [
        (
            "p",
            c.v(
                f"We changed {tax_phrase(c, acc)} "
                + c.v("as you asked", "after your audit", "because of the information you sent")
                + ". As a result you owe the amount shown.",
                f"Based on the information you provided, we changed {tax_phrase(c, acc)}. You now have a balance due.",
            ),
        )
    ]
    change = cents(c.rng.uniform(50, 2500))
    letter.lead.append(
        (
            "p",
            f"Your account balance before this change was {c.style.m(acc.total - change)}; tax increased by {c.style.m(change)}."
            if acc.total > change
            else "Please correct the copy of your return.",
        )
    )
    return letter


def cp11(c: Case) -> Letter:
    """A math error with a balance due: pay in 21 days, dispute in 60."""
    letter, acc = _first_bill(c, "CP11")
    p = c.style.period(acc)
    letter.title = [
        c.v(f"Changes to your {p} return", f"We changed your {p} return"),
        c.v("You have a balance due", "As a result, you owe money"),
    ]
    said = cents(acc.tax - c.rng.randint(20, 100))
    letter.lead = [
        (
            "p",
            c.v(
                f"We found miscalculations on {tax_phrase(c, acc)}, so we corrected them. You owe the amount shown.",
                f"We believe there's a miscalculation on {tax_phrase(c, acc)}, which affects your return.",
            ),
        ),
        (
            "table",
            (
                ["Your tax calculations", "Your figure", "IRS figure"],
                [
                    ["Total tax", c.style.m(said), c.style.m(acc.tax)],
                    ["Payments", c.style.m(acc.payments), c.style.m(acc.payments)],
                ],
            ),
        ),
    ]
    sixty = c.notice_date + timedelta(60)
    letter.steps.append(
        (
            "p",
            c.v(
                "If you disagree, contact us within 60 days of the date of this notice and we will reverse the change.",
                f"If you don't agree with the changes, call us by {c.style.d(sixty)} (60 days from the date of this notice).",
            ),
        )
    )
    return letter


def _reminder(c: Case, code: str, due: date | None, back: tuple[int, int] = (1, 4)) -> tuple[Letter, Account]:
    acc = draw_accounts(c.rng, c.taxpayer.business, c.notice_date, 1, c.rng.random() < 0.04, back)[0]
    label = "Amount due" if due else "Amount due immediately"
    letter = Letter(code, c, [acc], [], acc.total, c.v(label, label, "Amount you owe"), due)
    letter.coupon = "pay"
    letter.summary = reminder_rows(c, acc) if c.rng.random() < 0.85 else bill_rows(c, acc)
    letter.summary_total = (
        f"Amount due by {c.style.d(due)}" if due else c.v("Amount due immediately", "Total amount due"),
        acc.total,
    )
    letter.steps = steps_pay(c, acc, due)
    letter.sections = pay_sections(c, acc)
    return letter, acc


def cp501(c: Case) -> Letter:
    """First reminder."""
    due = (
        printed_due(c, c.notice_date + timedelta(c.rng.choice((10, 21, 21))))
        if c.rng.random() < 0.85
        else None
    )
    letter, acc = _reminder(c, "CP501", due)
    letter.title = [
        c.v(
            f"You have unpaid taxes for {c.style.period(acc)}",
            "Reminder - you have unpaid taxes",
            f"Reminder: you owe taxes for {c.style.period(acc)}",
        )
    ]
    letter.lead = [
        (
            "p",
            c.v(
                f"Our records show you have unpaid taxes for {tax_phrase(c, acc)}.",
                f"This is a reminder that you still have a balance due for {tax_phrase(c, acc)}.",
            ),
        )
    ]
    letter.lead += [
        b
        for b in (w.earlier_bill(c, acc), w.received_payment(c, acc), w.already_paid(c))
        if c.rng.random() < 0.5
    ]
    letter.deadline = (due, "soft") if due else None
    return letter


def cp503(c: Case) -> Letter:
    """Second reminder; older printings ask for payment at once without a date."""
    due = (
        printed_due(c, c.notice_date + timedelta(c.rng.choice((10, 10, 21))))
        if c.rng.random() < 0.7
        else None
    )
    letter, acc = _reminder(c, "CP503", due)
    letter.title = [
        c.v(
            f"Second reminder: You have unpaid taxes for {c.style.period(acc)}",
            "Second notice: you have unpaid taxes",
            "Immediate action is required",
        )
    ]
    letter.lead = [
        (
            "p",
            c.v(
                f"As we notified you before, our records show you have unpaid taxes for {tax_phrase(c, acc)}.",
                f"We've written to you about {tax_phrase(c, acc)}, and you still have not paid.",
            ),
        )
    ]
    letter.lead += [
        b for b in (w.earlier_bill(c, acc), w.received_payment(c, acc), w.lien(c)) if c.rng.random() < 0.5
    ]
    letter.lead.append(
        (
            "p",
            c.v(
                "If we don't receive payment, you may receive a CP504, Notice of intent to levy.",
                "Interest will grow, and we may file a Notice of Federal Tax Lien.",
            ),
        )
    )
    letter.deadline = (due, "soft") if due else None
    return letter


def cp504(c: Case) -> Letter:
    """Intent to levy a state refund; with or without a printed date."""
    code = "CP504B" if c.taxpayer.business else "CP504"
    usual = c.notice_date + timedelta(30)
    due = printed_due(c, usual) if c.rng.random() < 0.4 else None
    letter, acc = _reminder(c, code, due)
    if c.rng.random() < 0.7:
        letter.amount_label, letter.summary_total = (
            "Amount due immediately",
            ("Amount due immediately", acc.total),
        )
    letter.title = [
        c.v(
            "Notice of intent to levy",
            "Notice of intent to seize (levy) your property or rights to property",
            "Urgent!! We intend to levy on certain assets. Please respond NOW.",
        )
    ]
    if c.rng.random() < 0.5:
        letter.title.append("Intent to seize your property or rights to property")
    refund = "your property or rights to property" if c.taxpayer.business else "any state tax refund"
    until = (
        f"by {c.style.d(due)}" if due else c.v("within 30 days from the date of this notice", "immediately")
    )
    amount = c.style.m(acc.total)
    letter.lead = [
        (
            "p",
            c.v(
                f"As we notified you before, our records show you have unpaid taxes for {tax_phrase(c, acc)}. If you don't call us "
                f"or we don't receive the amount due {until}, we may levy {refund} and apply it to the {amount} you owe.",
                f"This is a notice of intent to levy (Internal Revenue Code Section 6331 (d)). Our records show unpaid taxes for "
                f"{tax_phrase(c, acc)}. Pay {amount} {until}, or we can seize {refund}.",
                f"The law requires that you pay your tax at the time you file your return. Our records indicate that you haven't "
                f"paid {amount} for {tax_phrase(c, acc)}. To prevent collection action, please pay {until}.",
            ),
        )
    ]
    letter.lead += [
        b for b in (w.earlier_bill(c, acc), w.received_payment(c, acc), w.lien(c)) if c.rng.random() < 0.4
    ]
    letter.sections.insert(
        0,
        (
            c.v("Rights to appeal", "Right to request an appeal"),
            [
                (
                    "p",
                    c.v(
                        "You may request a Collection Appeals Program (CAP) hearing before we levy: call us, then send Form 9423.",
                        "If you don't agree, you have the right to ask for an appeal under the Collection Appeals Program.",
                    ),
                )
            ],
        ),
    )
    if c.rng.random() < 0.5:
        letter.sections.insert(
            1, ("Levy", [("p", "Property or rights to property include:"), w.levy_targets(c)])
        )
    if c.notice_date.year >= 2018 and c.rng.random() < 0.6:
        letter.sections.append(("Passport", [w.passport(c, 50_000 + 1_000 * (c.notice_date.year - 2017))]))
    letter.deadline = (earlier(due, usual) or usual, "soft")
    return letter


def cp523(c: Case) -> Letter:
    """A plan in default: the past-due amount is what is asked for, the whole debt stands beside it."""
    usual = roll(c.notice_date + timedelta(30))
    ends = printed_due(c, usual) if c.rng.random() < 0.6 else None
    letter, acc = _reminder(c, "CP523", None)
    past = cents(c.rng.choice((50, 75, 100, 125, 150, 200, 250, 285, 300, 450, 612.5)) * c.rng.randint(1, 3))
    past = min(past, acc.total)
    letter.amount, letter.due = past, ends
    letter.amount_label = c.v("Payment due immediately", "Past due amount", "Amount due immediately")
    letter.title = [
        c.v("Notice of intent to levy", "Intent to terminate your installment agreement"),
        c.v("Intent to terminate your installment agreement", "You missed one or more payments"),
    ]
    letter.title = list(dict.fromkeys(letter.title))
    letter.summary_total = (
        c.v("Total amount due if we terminate your installment agreement", "Total you owe"),
        acc.total,
    )
    when = f"on {c.style.d(ends)}" if ends else "30 days from the date of this notice"
    letter.lead = [
        (
            "p",
            c.v(
                f"The monthly payment for your installment agreement is past due. If you don't pay {c.style.m(past)}, we will "
                f"terminate your installment agreement {when}.",
                f"You have defaulted on your agreement for {tax_phrase(c, acc)}. To keep it, pay the past due amount of "
                f"{c.style.m(past)}. Otherwise it ends {when}.",
            ),
        )
    ]
    letter.lead.append(
        (
            "p",
            c.v(
                "This is also your notice of intent to levy. We may then collect the total unpaid "
                f"liability of {c.style.m(acc.total)}.",
                "In addition, this notice is your notice of intent to levy "
                "(Internal Revenue Code Section 6331(d)).",
            ),
        )
    )
    if c.rng.random() < 0.5:
        letter.lead.append(w.received_payment(c, acc))
    before = f"before {c.style.d(ends)}" if ends else "now"
    letter.steps = [
        (
            "ul",
            [
                f"Pay the past due amount of {c.style.m(past)} {before}.",
                c.v(
                    "Call us to discuss your agreement. A reinstatement fee of $89 may be charged.",
                    "If you already sent this payment, disregard this notice.",
                ),
            ],
        )
    ]
    letter.sections.insert(
        0,
        (
            "Your right to appeal the termination",
            [
                (
                    "p",
                    "You may ask for an appeal with Form 9423, Collection Appeal Request, before and within 30 days after the agreement ends.",
                )
            ],
        ),
    )
    letter.coupon = c.v("pay", "blank")
    letter.deadline = (earlier(ends, usual) or usual, "hard")
    return letter


def cp71c(c: Case) -> Letter:
    """The yearly reminder."""
    letter, acc = _reminder(c, "CP71C", None, (2, 8))
    letter.amount_label = c.v("Amount due", "Amount you owe", "Total amount due")
    letter.summary_total = (letter.amount_label, acc.total)
    letter.title = [
        c.v(
            "Reminder of overdue taxes",
            f"Annual reminder: You have overdue taxes for {c.style.period(acc)}",
            f"You still owe taxes for {c.style.period(acc)}",
        )
    ]
    letter.lead = [
        (
            "p",
            c.v(
                f"The law requires us to remind you once a year that you owe taxes for {tax_phrase(c, acc)}. Please pay the amount due.",
                f"This is our annual notice about {tax_phrase(c, acc)}. Pay now to reduce what you will be charged.",
            ),
        )
    ]
    letter.steps = [
        (
            "ul",
            [
                f"Pay {c.style.m(acc.total)} to stop further charges.",
                "If we agreed to delay collection, call us if your situation changed.",
            ],
        )
    ]
    if c.rng.random() < 0.5:
        letter.lead.append(w.received_payment(c, acc))
    return letter
