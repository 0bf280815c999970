"""What a letter says, before any layout: blocks of text, rows of money, and its truth."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .account import Account
from .dates import FORMATS
from .people import OFFICES, Taxpayer, draw_taxpayer, phone

Block = tuple[str, Any]  # ("p", text) ("ul", [text]) ("ol", [text]) ("table", (head, rows)) ("pre", text)


@dataclass
class Style:
    """How one drawing of a letter prints its values."""

    layout: str
    date_format: str
    mask: str
    year_style: str  # "year" or "end"
    name_form: bool

    def d(self, day: date) -> str:
        """A date as this letter prints dates."""
        return FORMATS[self.date_format](day)

    def m(self, amount: Decimal) -> str:
        """An amount with dollar sign."""
        return f"-${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"

    def period(self, acc: Account) -> str:
        """A period: the tax year or its last day."""
        return str(acc.year) if self.by_year(acc) else self.d(acc.end)

    def by_year(self, acc: Account) -> bool:
        """Whether the period is printed as a bare year."""
        return self.year_style == "year" and acc.form.startswith("1040")

    def form(self, acc: Account) -> str:
        """' (Form 1040)' or nothing."""
        return f" (Form {acc.form})" if self.name_form else ""


@dataclass
class Case:
    """Everything drawn before the wording: who, when, which style."""

    rng: random.Random
    taxpayer: Taxpayer
    notice_date: date
    style: Style
    phone: str
    local_phone: str
    office: tuple[str, str, str]
    broken: bool  # the printed due date breaks the usual rule

    def v(self, *options: str) -> str:
        """One wording out of several; none that names the web before it was printed in letters."""
        return self.rng.choice(self.timely(list(options)) or list(options))

    def timely(self, options: list[str]) -> list[str]:
        """The wordings that fit the year of the letter."""
        if self.notice_date.year >= 2001:
            return options
        return [
            x
            for x in options
            if not any(
                w in x.lower()
                for w in ("www", "irs.gov", "online", "irs2go", "eftps", "offer in compromise lets")
            )
        ]

    def some(self, options: list[str], low: int, high: int) -> list[str]:
        """A few sentences, in their given order."""
        options = self.timely(options)
        k = min(len(options), self.rng.randint(low, high))
        keep = sorted(self.rng.sample(range(len(options)), k))
        return [options[i] for i in keep]


@dataclass
class Letter:
    """A finished letter: content for a layout plus its truth."""

    code: str | None
    case: Case
    periods: list[Account]
    title: list[str]
    amount: Decimal | None = None
    amount_label: str = ""
    due: date | None = None
    lead: list[Block] = field(default_factory=list)
    summary_title: str = "Billing Summary"
    summary: list[tuple[str, Decimal]] = field(default_factory=list)
    summary_total: tuple[str, Decimal] | None = None
    steps: list[Block] = field(default_factory=list)
    sections: list[tuple[str, list[Block]]] = field(default_factory=list)
    coupon: str = "none"  # none, pay, blank, reply
    box_period: bool = True
    extra_box: list[tuple[str, str]] = field(default_factory=list)
    deadline: tuple[date, str] | None = None
    alternatives: dict[str, list[Any]] = field(default_factory=dict)
    letterhead: list[str] = field(default_factory=list)
    status: str = "irs"


CORE_BOX = "box"
VINTAGE = {
    "typewriter": (1994, 2006),
    "courier": (2001, 2011),
    "box": (2011, 2023),
    "plainbox": (2010, 2022),
    "redesign": (2024, 2026),
    "strip": (2024, 2026),
    "letter": (1999, 2025),
    "memo": (2005, 2024),
}
DATE_FORMATS = {
    "typewriter": ("caps", "nodot", "dash"),
    "courier": ("mixed", "dash", "long"),
    "box": ("long",),
    "plainbox": ("long", "long", "mixed"),
    "redesign": ("long",),
    "strip": ("long", "long", "slash"),
    "letter": ("long", "slash", "mixed"),
    "memo": ("long", "slash", "dash"),
}
MASKS = ("full", "full", "XXX-XX-", "xxx-xx-", "***-**-", "nnn-nn-", "*****")


def draw_date(rng: random.Random, layout: str) -> date:
    """A notice date in the layout's years; computer notices are mostly dated on Mondays."""
    low, high = VINTAGE[layout]
    day = date(rng.randint(low, high), rng.randint(1, 12), rng.randint(1, 28))
    if day > date(2026, 6, 30):
        day = day.replace(year=2025)
    if layout not in ("letter", "memo") and rng.random() < 0.85:
        day = date.fromordinal(day.toordinal() - day.weekday())
    elif day.weekday() > 4:
        day = date.fromordinal(day.toordinal() - 2)
    return day


def draw_case(rng: random.Random, layout: str, business: bool) -> Case:
    """Draw who, when and how for one letter."""
    mask = rng.choice(MASKS)
    style = Style(
        layout,
        rng.choice(DATE_FORMATS[layout]),
        mask,
        rng.choice(("year", "year", "end")),
        rng.random() > 0.07,
    )
    return Case(
        rng,
        draw_taxpayer(rng, business),
        draw_date(rng, layout),
        style,
        phone(rng),
        phone(rng, False),
        rng.choice(OFFICES),
        rng.random() < 0.05,
    )


def print_number(case: Case) -> str:
    """The taxpayer number as the letter prints it, full or masked."""
    n, mask = case.taxpayer.number, case.style.mask
    if mask == "full":
        return f"{n[:2]}-{n[2:]}" if case.taxpayer.business else f"{n[:3]}-{n[3:5]}-{n[5:]}"
    if case.taxpayer.business:
        c = mask[0]
        return f"{c * 2}-{c * 3}{n[-4:]}"
    return mask + n[-4:]


def truth_of(letter: Letter) -> dict[str, Any]:
    """The truth fields of a letter, as the record format defines them."""
    irs = letter.status == "irs"
    periods = [
        {"form": a.form if letter.case.style.name_form else None, "end": a.end.isoformat()}
        for a in letter.periods
    ]
    return {
        "notice": letter.code if irs else None,
        "notice_date": letter.case.notice_date.isoformat() if irs else None,
        "tax_periods": periods if irs else [],
        "amount_due": f"{letter.amount:.2f}" if irs and letter.amount is not None else None,
        "due_date": letter.due.isoformat() if irs and letter.due else None,
        "taxpayer_id_last4": letter.case.taxpayer.last4 if irs else None,
        "status": letter.status,
        "deadline": (
            {"date": letter.deadline[0].isoformat(), "kind": letter.deadline[1]}
            if irs and letter.deadline
            else None
        ),
        "alternatives": letter.alternatives if irs else {},
    }
