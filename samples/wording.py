"""What the letters say: headlines, opening words, billing rows and the pages that follow.

The wording follows the IRS's published samples. It mentions on purpose other notices, forms,
publications, fees, earlier payments and earlier dates, as real letters do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from samples.model import HEARING, Account, Case, Ledger
from samples.typeset import Bullets, Item, Section, Table

_EARLIER = {
    "CP14": "Form 1040",
    "CP501": "CP14",
    "CP503": "CP501",
    "CP504": "CP503",
    "CP504B": "CP161",
    "LT11": "CP504",
    "Letter 1058": "CP504",
    "CP90": "CP504",
    "CP297": "CP504B",
    "CP523": "CP521",
}
_LEVY = (
    "Notice of intent to seize (levy) your property or rights to property",
    "Notice of intent to levy\nIntent to seize your property or rights to property",
)
_SEIZE = ("Intent to seize your assets and notice of your right to a hearing",)
_HEADLINES = {
    "CP504": _LEVY,
    "CP504B": _LEVY,
    "CP523": ("Notice of intent to levy\nIntent to terminate your installment agreement",),
    "LT11": (
        "Notice of intent to levy and notice of your right to a hearing",
        "Final notice: Notice of intent to levy and notice of your right to a hearing",
        "Intent to seize your property or rights to property",
    ),
    "CP90": _SEIZE,
    "CP297": _SEIZE,
}


@dataclass(frozen=True)
class Words:
    """The wording of one letter; each sum and date it prints goes through the ledger."""

    case: Case
    ledger: Ledger

    # -- small pieces ---------------------------------------------------------------------

    @property
    def account(self) -> Account:
        """The newest period."""
        return self.case.accounts[-1]

    @property
    def id_label(self) -> str:
        """What the taxpayer number is called."""
        if self.case.taxpayer.business:
            names = ["Employer ID number", "Employer identification number", "Taxpayer ID number"]
        else:
            names = [
                "Social security number",
                "Social security number",
                "Taxpayer ID number",
                "Taxpayer identification number",
                "Your SSN",
            ]
        return self.case.pick("id label", names)

    @property
    def period_label(self) -> str:
        """What the period is called in the header box."""
        if self._by_year:
            return "Tax year"
        return self.case.pick("period label", ["Tax period", "Tax period ended", "Tax period"])

    @property
    def _by_year(self) -> bool:
        return self.account.whole_year and self.case.pick("by year", [True, True, True, False])

    @property
    def period_value(self) -> str:
        """The period in the header box: a year or the last day of the period."""
        if self._by_year:
            return self.ledger.period(self.account, str(self.account.end.year))
        return self.ledger.period(self.account, self.ledger.date("period_end", self.account.end, "long"))

    def _period_words(self) -> str:
        return str(self.account.end.year) if self._by_year else self._end(self.account)

    def _end(self, account: Account) -> str:
        return self.ledger.date("period_end", account.end)

    def due(self, cents: bool = True) -> str:
        """The sum asked for."""
        return self.ledger.money("due_now", self.case.asked, cents=cents)

    def notice_date(self, style: str | None = None) -> str:
        """The letter's own date."""
        return self.ledger.date("letter", self.case.notice_date, style or self.ledger.head_style)

    def form(self) -> str:
        """The form's name in brackets or nothing, where the letter never names it."""
        form = self.account.form
        if not self.case.names_form:
            return ""
        return self.case.pick("form words", [f" (Form {form})", f", Form {form}", f" Form {form}"])

    def earlier_date(self) -> str:
        """The date of a letter written before this one."""
        days = self.case.pick("earlier", [35, 42, 56, 61, 89])
        return self.ledger.date("mentioned", self.case.notice_date - dt.timedelta(days=days))

    # -- page 1 ---------------------------------------------------------------------------

    def headline(self) -> list[str]:
        """The bold lines above the letter; the last names the sum."""
        return [*self._headline_words().split("\n"), self._headline_sum()]

    def _headline_words(self) -> str:
        code, pick = self.case.code, self.case.pick
        if code in ("CP14", "CP501", "CP503"):
            when = self._period_words()
        if code == "CP14":
            bills = (
                f"You have a balance due for {when}",
                f"You owe money on your {when} taxes",
                f"You have unpaid taxes for {when}",
            )
            return pick("headline", bills)
        if code == "CP501":
            reminder = "Reminder: " if self.case.chance("reminder", 0.4) else ""
            return f"{reminder}You have unpaid taxes for {when}"
        if code == "CP503":
            return f"Second reminder: You have unpaid taxes for {when}"
        return pick("headline", _HEADLINES[code])

    def _headline_sum(self) -> str:
        if self.case.code in ("CP14", "CP501", "CP503"):
            if self.case.pay_by is None:
                return f"Amount due immediately: {self.due()}"
            if self.case.chance("headline by", 0.3):
                return f"Amount due by {self.pay_by()}: {self.due()}"
            return f"Amount due: {self.due()}"
        if self.case.code == "CP523":
            label = self.case.pick(
                "past due label",
                [
                    "Payment Due Immediately",
                    "Past due amount due immediately:",
                    "Amount due immediately:",
                ],
            )
            return f"{label} {self.due()}"
        return f"Amount due immediately: {self.due()}"

    def pay_by(self) -> str:
        """The date printed to pay by."""
        assert self.case.pay_by is not None
        return self.ledger.date("pay_by", self.case.pay_by)

    def opening(self) -> list[str]:
        """The first paragraphs."""
        code = self.case.code
        if code == "CP14":
            return self._opening_bill()
        if code in ("CP501", "CP503"):
            return self._opening_reminder()
        if code in ("CP504", "CP504B"):
            return self._opening_levy()
        if code == "CP523":
            return self._opening_default()
        return self._opening_hearing()

    def _year_end(self) -> str:
        if self._by_year and self.case.chance("plain year", 0.5):
            return f"{self.account.end.year} taxes{self.form()}"
        words = "tax year" if self.account.whole_year else "tax period"
        return f"the {words} ended {self._end(self.account)}{self.form()}"

    def _opening_bill(self) -> list[str]:
        return [
            f"Our records show you have unpaid taxes and/or penalties and interest for {self._year_end()}.",
            "If you already paid your balance in full within the last 21 days or made payment "
            "arrangements, please disregard this notice.",
            "If you already have an installment or payment agreement in place for this tax year, "
            "then continue with that agreement.",
        ]

    def _opening_reminder(self) -> list[str]:
        known = "As we notified you before, our"
        if self.case.chance("known", 0.5):
            known = f"We wrote to you on {self.earlier_date()} (notice {_EARLIER[self.case.code]}). Our"
        if self.case.pay_by:
            act = (
                f"If you don’t pay {self.due()} by {self.pay_by()}, the amount of interest will "
                "increase and additional penalties may apply."
            )
        else:
            act = (
                f"If you don’t pay {self.due()} immediately, we may file a Notice of Federal Tax "
                "Lien against your property."
            )
        return [f"{known} records show you have unpaid taxes for {self._year_end()}.", act]

    def _opening_levy(self) -> list[str]:
        if self.case.pay_by:
            act = f"If you don’t pay the amount due by {self.pay_by()}"
        else:
            act = (
                "If you don’t call us to make payment arrangements or we don’t receive the amount "
                "due within 30 days from the date of this notice"
            )
        return [
            "This is a notice of intent to levy your state tax refund or other property. As we "
            f"notified you before, our records show you have unpaid taxes for {self._year_end()}. "
            f"{act}, we may levy your property or rights to property and apply it to the "
            f"{self.due()} you owe."
        ]

    def _opening_default(self) -> list[str]:
        if self.case.ends_on:
            end = f"on {self.ledger.date('termination', self.case.ends_on)}"
        else:
            end = "30 days from the date of this notice"
        reason = self.case.pick(
            "reason",
            [
                "We didn’t receive one or more payments from you, as your installment agreement requires.",
                "You have a new balance due for another tax year, and your agreement requires "
                "that you pay all taxes on time.",
            ],
        )
        return [
            f"The monthly payment for your installment agreement is past due. {reason} If you "
            "don’t make the required payments (the past due amount), we will terminate your "
            f"installment agreement {end}.",
            "In addition, this notice is your notice of intent to levy. If we terminate your "
            "installment agreement and you exhaust your right to appeal the termination, then we "
            "may seek to collect the total amount of your unpaid liability.",
        ]

    def hearing_until(self) -> str:
        """How the letter sets the time for a hearing request."""
        if self.case.hearing_by is None:
            return "within 30 days from the date of this letter"
        return f"by {self.ledger.date('hearing', self.case.hearing_by)}"

    def _opening_hearing(self) -> list[str]:
        known = (
            "We haven’t received full payment despite sending you several notices about your "
            "unpaid federal taxes."
        )
        if self.case.chance("known", 0.5):
            known = (
                f"We previously sent you notice {_EARLIER[self.case.code]} dated "
                f"{self.earlier_date()}, but you still haven’t paid your unpaid federal taxes."
            )
        return [
            f"{known} The IRS may seize (levy) your property. However, you can appeal the proposed "
            "seizure (levy) of your assets by requesting a Collection Due Process hearing "
            f"(Internal Revenue Code Section 6330) {self.hearing_until()}."
        ]

    def billing(self) -> list[tuple[str, str]]:
        """Rows of the billing summary; they add up to the last one."""
        if self.case.code == "CP14":
            return self._billing_first()
        return self._billing_later()

    def _billing_first(self) -> list[tuple[str, str]]:
        a, money = self.account, self.ledger.money
        paid = self.case.pick("paid", ["Payments and credits", "Payments you made"])
        dash = self.case.pick("minus", ["-", "– "])
        rows = [("Tax you owed", money("tax", a.tax))]
        if a.credits:
            rows.append((paid, money("payments", a.credits, sign=dash)))
        for label, role, amount in (
            ("Failure-to-file penalty", "penalty", a.filing_penalty),
            ("Failure-to-pay penalty", "penalty", a.payment_penalty),
            ("Interest charges", "interest", a.interest),
            ("Failure-to-pay estimated tax penalty", "penalty", a.estimate_penalty),
        ):
            if amount:
                rows.append((label, money(role, amount, sign="")))
        return [*rows, (self.due_label(), self.due())]

    def _billing_later(self) -> list[tuple[str, str]]:
        money, accounts = self.ledger.money, self.case.accounts
        more = "Additional " if self.case.code in (*HEARING, "CP503") else ""
        penalty = f"{more}failure-to-pay penalty" if more else "Failure-to-pay penalty"
        interest = f"{more}interest charges" if more else "Interest charges"
        rows = [
            ("Amount you owed", money("tax", _sum(accounts, "owed"))),
            (penalty, money("penalty", _sum(accounts, "payment_penalty"), sign="")),
            (interest, money("interest", _sum(accounts, "interest"), sign="")),
        ]
        if self.case.code == "CP523":
            return [
                *rows,
                (
                    "Total amount due if we terminate your installment agreement and you exhaust "
                    "your appeal rights",
                    money("whole_debt", self.case.debt),
                ),
                (
                    "Past Due Amount Due Immediately (to prevent default of your Installment Agreement)",
                    self.due(),
                ),
            ]
        return [*rows, (self.due_label(), self.due())]

    def due_label(self) -> str:
        """The label of the sum due, in the summary and on the coupon."""
        if self.case.code in ("CP14", "CP501", "CP503") and self.case.pay_by:
            return f"Amount due by {self.pay_by()}"
        return self.case.pick("due label", ["Amount due immediately", "Payment due immediately"])

    def coupon_label(self) -> str:
        """The label beside the coupon's sum; a CP523 may leave the sum to be filled in."""
        if self.case.code == "CP523" and self.case.chance("remitted", 0.5):
            return "Amount due remitted"
        return self.due_label()

    def what_to_do(self) -> list[Item]:
        """The first steps, on page 1."""
        return [
            "If you agree with the amount due and you’re not working with an IRS representative",
            Bullets((self._pay_step(), self._pay_online())),
        ]

    def _pay_step(self) -> str:
        if self.case.code == "CP523":
            return (
                f"Pay the past due amount of {self.due()} immediately to keep your installment "
                "agreement. A reinstatement fee of "
                f"{self.ledger.money('mentioned', Decimal(89), cents=False)} may apply."
            )
        if self.case.pay_by:
            return (
                f"Pay the amount due of {self.due()} by {self.pay_by()}, to avoid additional "
                "penalty and interest charges."
            )
        return (
            f"Pay the amount due of {self.due()} immediately or we may file a Notice of Federal "
            "Tax Lien, the amount of interest will increase, and additional penalties may apply."
        )

    def _pay_online(self) -> str:
        return (
            "Pay online or mail a check or money order with the attached payment stub. You can "
            "pay online now at www.irs.gov/payments."
        )

    # -- later pages ----------------------------------------------------------------------

    def period_table(self) -> Section:
        """The debt by form and period."""
        money = self.ledger.money
        rows = []
        style = self.ledger.head_style
        for a in self.case.accounts:
            end = self.ledger.date("period_end", a.end, style)
            rows.append(
                (
                    self.ledger.period(a, end),
                    a.form,
                    money("tax", a.owed),
                    money("penalty", a.payment_penalty),
                    money("interest", a.interest),
                    money("period_total", a.total),
                )
            )
        if len(rows) > 1:
            rows.append(("Total", "", "", "", "", self.due()))
        head = self.case.pick(
            "table head",
            [
                (
                    "Tax period ending",
                    "Form number",
                    "Amount you owed",
                    "Additional penalty",
                    "Additional interest",
                    "Total",
                ),
                (
                    "Tax period",
                    "Form number",
                    "Amount due",
                    "Penalty",
                    "Interest",
                    "Total amount due",
                ),
            ],
        )
        table = Table(head, tuple(rows), (0.235, 0.105, 0.17, 0.155, 0.155, 0.18), total=len(rows) > 1)
        return Section("Your billing details", (table,))

    def further(self) -> list[Section]:
        """The sections of the later pages."""
        makers: list[Callable[[], Section]] = [self._payment_options]
        if self.case.code in HEARING:
            makers = [self._hearing, self._levy_targets, *makers]
        elif self.case.code in ("CP504", "CP504B"):
            makers = [self._levy_warning, *makers]
        elif self.case.code == "CP523":
            makers = [self._appeal, *makers]
        makers += [self._disagree, self._no_answer, self._penalties, self._interest, self._help]
        if self.case.chance("rights", 0.7):
            makers.append(self._rights)
        if self.case.chance("reply form", 0.6):
            makers.append(self._reply_form)
        return [make() for make in makers]

    def closing(self) -> list[Section]:
        """The last sections alone, for letters that bill nothing."""
        return [self._help(), self._rights()]

    def _rights(self) -> Section:
        return Section(
            "Your rights as a taxpayer",
            (
                "Publication 1 explains the rights every taxpayer has when dealing with the "
                "Internal Revenue Service:",
                Bullets(
                    (
                        "The right to be informed",
                        "The right to quality service",
                        "The right to pay no more than the correct amount of tax",
                        "The right to challenge the IRS’s position and be heard",
                        "The right to appeal an IRS decision in an independent forum",
                        "The right to finality, to privacy and to confidentiality",
                        "The right to retain representation (Form 2848)",
                        "The right to a fair and just tax system",
                    )
                ),
                "We may contact third parties, such as neighbors, banks or employers, about your "
                "account under Internal Revenue Code Section 7602(c).",
                "Low Income Taxpayer Clinics are independent from the IRS. See Publication 4134. "
                "If you were affected by a disaster, call 866-562-5227.",
            ),
        )

    def _reply_form(self) -> Section:
        """The slip for a changed address."""
        blank = "________________________"
        office = "\n".join(self.case.contact.office)
        return Section(
            "Contact information",
            (
                f"{self.case.taxpayer.number}\nIf your address has changed, please call "
                f"{self.ledger.contact('phone', self.case.contact.phone or '')} or visit "
                "www.irs.gov. Please check here if you’ve included any correspondence: [  ]",
                f"Primary phone {blank}   Best time to call ______ a.m./p.m.",
                f"Secondary phone {blank}   Best time to call ______ a.m./p.m.",
                "INTERNAL REVENUE SERVICE\n" + office.replace("Internal Revenue Service\n", "").upper(),
            ),
        )

    def _payment_options(self) -> Section:
        fees = [
            self.ledger.money("mentioned", Decimal(n), cents=False)
            for n in self.case.pick("fees", [(31, 107), (22, 69), (52, 105), (31, 225)])
        ]
        start = self.ledger.date("mentioned", dt.date(self.case.notice_date.year, 1, 1), "long")
        return Section(
            "Payment options",
            (
                "Pay now electronically",
                "We offer free payment options to securely pay your tax bill directly from your "
                "checking or savings account. Visit www.irs.gov/payments or call 800-555-0148.",
                "Payment plans",
                "If you can’t pay the full amount you owe, pay as much as you can now and make "
                "arrangements to pay your remaining balance. Visit www.irs.gov/paymentplan for "
                "more information on installment agreements and online payment agreements. "
                f"A user fee of {fees[0]} applies if you set up a direct debit plan online and "
                f"{fees[1]} otherwise; as of {start}, low-income taxpayers pay a reduced fee.",
                "Offer in Compromise",
                "An offer in compromise allows you to settle your tax debt for less than the full "
                "amount you owe. For more information, visit www.irs.gov/offers or see Form "
                "656-B.",
            ),
        )

    def _disagree(self) -> Section:
        phone = self.ledger.contact("phone", self.case.contact.phone or "800-829-1040")
        return Section(
            "If you disagree with the amount due",
            (
                f"Call us at {phone} to review your account with a representative. Be sure to "
                "have your account information available when you call.",
                "We’ll assume you agree with the information in this notice if we don’t hear from you.",
            ),
        )

    def _no_answer(self) -> Section:
        return Section(
            "If we don’t hear from you",
            (
                "If you don’t pay the amount due or call us to make payment arrangements, we can "
                "file a Notice of Federal Tax Lien on your property at any time, if we haven’t "
                "already done so.",
                "If the lien is in place, you may find it difficult to sell or borrow against "
                "your property. The tax lien would also appear on your credit report.",
                "The law also requires us to tell the State Department about seriously delinquent "
                f"tax debt (more than {self.ledger.money('mentioned', Decimal(59000), cents=False)}"
                ", adjusted for inflation). See Publication 594, The IRS Collection Process.",
            ),
        )

    def _penalties(self) -> Section:
        late = self.ledger.money("penalty", _sum(self.case.accounts, "payment_penalty"))
        table = Table(
            ("Description", "Amount"),
            (("Total failure-to-pay", late),),
            (0.7, 0.3),
        )
        return Section(
            "Penalties",
            (
                "We are required by law to charge any applicable penalties.",
                table,
                "We assess a 1/2% monthly penalty for not paying the tax you owe by the due date. "
                "We base the monthly penalty for paying late on the net unpaid tax at the "
                "beginning of each penalty month following the payment due date for that tax. The "
                "penalty increases to 1% a month 10 days after we issue a notice of intent to "
                "levy (Internal Revenue Code Section 6651).",
                "Removal or reduction of penalties",
                "We understand that circumstances such as serious illness or injury, a family "
                "member’s death, or loss of financial records due to natural disaster may make it "
                "difficult for you to meet your taxpayer responsibility in a timely manner.",
            ),
        )

    def _interest(self) -> Section:
        until = self.case.notice_date
        begin = self.account.end + dt.timedelta(days=105 if self.account.whole_year else 31)
        begin = min(begin, until - dt.timedelta(days=40))
        days = (until - begin).days
        middle = begin + dt.timedelta(days=days // self.case.pick("interest days", [2, 3, 4]))
        both = self.ledger.money("interest", _sum(self.case.accounts, "interest"))
        show = self.ledger.date
        table = Table(
            ("Period", "Days", "Interest rate"),
            (
                (
                    f"{show('mentioned', begin, 'slash')} – {show('mentioned', middle, 'slash')}",
                    str((middle - begin).days),
                    self.case.pick("rate", ["4.0%", "5.0%", "6.0%"]),
                ),
                (
                    f"{show('mentioned', middle, 'slash')} – {show('mentioned', until, 'slash')}",
                    str(days - (middle - begin).days),
                    self.case.pick("rate", ["5.0%", "7.0%", "8.0%"]),
                ),
            ),
            (0.55, 0.2, 0.25),
        )
        items: tuple[Item, ...] = (
            "We are required by law to charge interest when you do not pay your liability on "
            f"time. Total interest: {both}",
            table,
        )
        if self.case.chance("payment", 0.5):
            paid = self.ledger.money("payments", Decimal(self.case.pick("part", [50, 100, 250])))
            items += (
                f"A payment of {paid} was received on {show('mentioned', middle)} and has been "
                "applied to your account.",
            )
        return Section("Interest charges", items)

    def _help(self) -> Section:
        return Section(
            "Additional information",
            (
                Bullets(
                    (
                        "Visit www.irs.gov/notices or www.irs.gov/forms.",
                        "Review the enclosed documents: IRS Collection Process (Publication 594)"
                        " and Your Rights as a Taxpayer (Publication 1).",
                        "The Taxpayer Advocate Service is an independent organization within the "
                        "IRS. Call 877-777-4778 or see Form 911.",
                        "Keep this notice for your records.",
                    )
                ),
                "If you are a debtor in a bankruptcy case, this notice is for your information "
                "only and is not intended to seek payment outside of the bankruptcy process of "
                "taxes due before you filed your petition.",
            ),
        )

    def _levy_warning(self) -> Section:
        levy = "Bank accounts", "Wages, commissions and other income", "State income tax refunds"
        return Section(
            "If we don’t hear from you",
            (
                "If you don’t pay the amount due immediately or make payment arrangements, we can "
                "seize (levy) any state tax refund to which you’re entitled and apply it to the "
                "amount you owe. If you still have an outstanding balance, we may send you a "
                "notice (such as an LT11 or Letter 1058) giving you a right to a hearing before "
                "the IRS Independent Office of Appeals, if you have not already received one. We "
                "may then levy your property, including:",
                Bullets(levy),
                "You may ask for a Collection Appeal Program review (Form 9423). See Publication 1660.",
            ),
        )

    def _appeal(self) -> Section:
        return Section(
            "Your right to appeal",
            (
                "You may appeal the termination of your installment agreement. Call us first; if "
                "you can’t settle the matter, complete Form 9423, Collection Appeal Request, and "
                "mail it to the address above. See Publication 1660.",
                "Your last payment of "
                f"{self.ledger.money('payments', Decimal(self.case.pick('last', [75, 150, 300])))}"
                f" was received on {self.earlier_date()}.",
            ),
        )

    def _levy_targets(self) -> Section:
        return Section(
            "What we may levy",
            (
                Bullets(
                    (
                        "Wages, real estate commissions and other income",
                        "Bank accounts, business assets, personal assets (including your car and home)",
                        "Social Security benefits and state tax refunds",
                    )
                ),
            ),
        )

    def _hearing(self) -> Section:
        contact = self.case.contact
        address = "\n".join(self.ledger.contact("reply_address", line) for line in contact.hearing_address)
        fax = ""
        if contact.fax:
            fax = f" You may also fax your request to {self.ledger.contact('fax', contact.fax)}."
        return Section(
            "If you want to request a hearing",
            (
                "Complete the enclosed Form 12153, Request for a Collection Due Process or "
                f"Equivalent Hearing, and send it to the address below {self.hearing_until()}."
                f"{fax}",
                address,
                "If you don’t file a request in time, you may still ask for an Equivalent Hearing "
                "within one year of the date of this letter. A copy of Publication 1660, "
                "Collection Appeal Rights, is enclosed. A request sent to the payment address may "
                "arrive late.",
                "At the hearing you may raise, among others, an installment agreement, an offer in "
                "compromise, innocent spouse relief (Form 8857) or whether you owe the tax, if you "
                "did not have an earlier chance to dispute it. While the hearing and an appeal to "
                "the Tax Court are pending we may not levy for the periods listed, and the time we "
                "have to collect (10 years from assessment) is suspended.",
            ),
        )


def _sum(accounts: tuple[Account, ...], name: str) -> Decimal:
    return sum((getattr(a, name) for a in accounts), Decimal(0))
