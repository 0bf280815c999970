"""The fictional taxpayer's account behind a letter, and the ledger of what the letter prints.

A case is drawn up first (who owes what for which period, since when, until when) and the layouts
only print it, so the money adds up and the dates follow from one another. Wording asks the
ledger for every sum and date it prints; the ledger is the truth that goes with the letter.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from samples.days import add_business_days, written
from samples.people import Taxpayer, make_taxpayer, person_name, street_address

T = TypeVar("T")
CENT = Decimal("0.01")
BUSINESS = frozenset({"CP504B", "CP297", "CP283C", "Letter 6612", "CP248", "CP262", "CP282", "Letter 5699"})
HEARING = frozenset({"LT11", "Letter 1058", "CP90", "CP297"})
MANY_PERIODS = HEARING
LARGE = Decimal(100_000)
# Letters about one form alone, and the years in which those about a credit that is over are written.
ONE_FORM = {
    "CP283": "5500-EZ",
    "CP283C": "8955-SSA",
    "Letter 6612": "941",
    "CP248": "941",
    "CP262": "1120",
    "CP282": "1065",
    "Letter 5699": "1094-C",
}
NAMES_FORM = frozenset({*ONE_FORM, *MANY_PERIODS, "Letter 3193", "Letter 5972C"})
WRITTEN_IN = {"Letter 6612": (2023, 2025), "Letter 5699": (2018, 2026)}


@dataclass(frozen=True)
class Account:
    """One period's debt in dollars: `owed` is what stood on the books before this letter."""

    form: str
    end: dt.date
    tax: Decimal
    credits: Decimal
    filing_penalty: Decimal
    estimate_penalty: Decimal
    payment_penalty: Decimal
    interest: Decimal

    @property
    def owed(self) -> Decimal:
        """Tax less credits plus the penalties that do not grow any more."""
        return self.tax - self.credits + self.filing_penalty + self.estimate_penalty

    @property
    def total(self) -> Decimal:
        """What the period owes on the day of the letter."""
        return self.owed + self.payment_penalty + self.interest

    @property
    def whole_year(self) -> bool:
        """Whether the period is a calendar year (and not a quarter)."""
        return not self.form.startswith("94") or self.form in ("940", "944")


@dataclass(frozen=True)
class Contact:
    """How the letter says its sender is reached; None where it is not printed."""

    phone: str | None
    fax: str | None
    office: tuple[str, ...]
    hearing_address: tuple[str, ...]
    person: str | None
    employee: str
    reference: str | None


@dataclass(frozen=True)
class Case:
    """All that one letter says, before anything is laid out.

    `pay_by`, `hearing_by` and `ends_on` are the dates printed, or None where none is printed;
    `past_due` is what a CP523 asks for; `deviates` tells that the printed date breaks the rule.
    """

    code: str
    seed: int
    layout: str
    taxpayer: Taxpayer
    notice_date: dt.date
    accounts: tuple[Account, ...]
    contact: Contact
    names_form: bool
    pay_by: dt.date | None = None
    hearing_by: dt.date | None = None
    ends_on: dt.date | None = None
    past_due: Decimal | None = None
    deviates: bool = False

    @property
    def debt(self) -> Decimal:
        """Everything owed, over all periods."""
        return sum((account.total for account in self.accounts), Decimal(0))

    @property
    def asked(self) -> Decimal:
        """What the letter asks to be paid."""
        return self.debt if self.past_due is None else self.past_due

    def pick(self, key: str, options: Sequence[T]) -> T:
        """A choice that depends on the letter and `key` alone, so a second pass repeats it."""
        return random.Random(f"{self.code}/{self.seed}/{key}").choice(options)

    def chance(self, key: str, share: float) -> bool:
        """True for about `share` of the letters."""
        return random.Random(f"{self.code}/{self.seed}/{key}").random() < share


# -- drawing up a case -------------------------------------------------------------------------

_OFFICES = (
    ("P.O. Box 9019", "Holtsville, NY 11742-9019"),
    ("Cincinnati, OH 45999-0149",),
    ("Austin, TX 73301-0030",),
    ("Philadelphia, PA 19255-0010",),
    ("Kansas City, MO 64999-0202",),
    ("Ogden, UT 84201-0039",),
    ("P.O. Box 219690", "Kansas City, MO 64121-9690"),
    ("Fresno, CA 93888-0419",),
)
_HEARING_DESKS = (
    ("ACS Support, Stop 5050", "PO Box 219236", "Kansas City, MO 64121-9236"),
    ("ACS Support", "PO Box 8208", "Philadelphia, PA 19101-8208"),
    ("ACS Correspondence", "PO Box 24017", "Fresno, CA 93779-4017"),
    ("ACS Support, Stop 813G", "PO Box 145566", "Cincinnati, OH 45250-5566"),
)
_TOLL_FREE = ("800-829-1040", "800-829-0922", "800-829-7650", "800-829-8374")


def _dollars(rng: random.Random, low: float, high: float, whole: bool = False) -> Decimal:
    """A sum between low and high, small ones likelier."""
    value = low * (high / low) ** rng.random()
    return Decimal(round(value)) if whole else Decimal(str(value)).quantize(CENT)


def _quarter_ends(last: dt.date, count: int) -> list[dt.date]:
    ends = []
    year, quarter = last.year, (last.month - 1) // 3
    for _ in range(count):
        if quarter == 0:
            year, quarter = year - 1, 4
        month = quarter * 3
        ends.append(dt.date(year, month, 31 if month in (3, 12) else 30))
        quarter -= 1
    return ends[::-1]


def _forms_and_ends(
    rng: random.Random, business: bool, notice_date: dt.date, count: int, code: str
) -> list[tuple[str, dt.date]]:
    """Which returns are unpaid: consecutive quarters or years, the latest before the letter."""
    form = rng.choice(["941", "941", "940", "1120", "944"]) if business else "1040"
    form = ONE_FORM.get(code, form)
    if code == "Letter 6612":
        return [(form, rng.choice(_quarter_ends(dt.date(2021, 10, 1), 6)))]
    if form == "941":
        before = notice_date - dt.timedelta(days=60 + 91 * rng.randint(0, 6))
        return [(form, end) for end in _quarter_ends(before, count)]
    newest = notice_date.year - 1 - rng.choice([0, 0, 1, 2])
    if notice_date.month < 6:
        newest = min(newest, notice_date.year - 2)
    gap = rng.choice([0, 0, 1]) if count > 1 else 0
    years = [newest - k - (gap if k else 0) for k in range(count)][::-1]
    return [(_year_form(rng, form, year), dt.date(year, 12, 31)) for year in years]


def _year_form(rng: random.Random, form: str, year: int) -> str:
    if form != "1040":
        return form
    if year <= 2017:
        return rng.choice(["1040", "1040", "1040", "1040A"])
    return rng.choice(["1040"] * 5 + ["1040-SR"]) if year >= 2019 else form


def _account(
    rng: random.Random, form: str, end: dt.date, on: dt.date, large: bool, first_bill: bool
) -> Account:
    tax = _dollars(rng, 900, 60_000, whole=True)
    if large:
        tax = _dollars(rng, 150_000, 400_000, whole=True)
    share = Decimal(str(round(rng.uniform(0.0, 0.35 if large else 0.9), 2)))
    credits = (tax * share).quantize(Decimal(1)) if rng.random() < 0.8 else Decimal(0)
    unpaid = tax - credits
    months = max(1, (on - end).days // 30 - 3)
    late = Decimal(str(rng.choice([0, 0, 0, 0.045, 0.09, 0.225])))
    estimate = _dollars(rng, 11, 900) if first_bill and rng.random() < 0.3 else Decimal(0)
    rate = Decimal(str(min(0.25, 0.005 * months)))
    return Account(
        form=form,
        end=end,
        tax=tax,
        credits=credits,
        filing_penalty=(unpaid * late).quantize(CENT),
        estimate_penalty=estimate,
        payment_penalty=(unpaid * rate).quantize(CENT),
        interest=(unpaid * Decimal(months) * Decimal("0.0052")).quantize(CENT),
    )


def _notice_date(rng: random.Random, layout: str, code: str) -> dt.date:
    """Mostly a Monday, of the years in which the layout was in use."""
    first, last = WRITTEN_IN.get(code) or {
        "old": (2004, 2012),
        "redesign": (2024, 2026),
        "letter-old": (2006, 2016),
        "letter": (2017, 2025),
    }.get(layout, (2015, 2024))
    start = dt.date(first, 1, 5)
    day = start + dt.timedelta(days=rng.randint(0, (dt.date(last, 6, 30) - start).days))
    if rng.random() < 0.7:
        day -= dt.timedelta(days=day.weekday())
    return day


def _contact(rng: random.Random, code: str) -> Contact:
    by_hand = code in ("Letter 1058", "Letter 3172", "Letter 3193")
    street, town = street_address(rng)
    office = ("Internal Revenue Service", street, town) if by_hand else rng.choice(_OFFICES)
    phone = f"{rng.randint(201, 989)}-555-01{rng.randint(0, 99):02d}"
    fax = f"{rng.choice(['855', '888', '877'])}-555-01{rng.randint(0, 99):02d}"
    reference = None
    if code == "LT11":
        reference = f"{rng.randint(1000, 9999)}" if rng.random() < 0.3 else _reference(rng)
    return Contact(
        phone=phone if by_hand else rng.choice(_TOLL_FREE),
        fax=fax if code in HEARING and (by_hand or rng.random() < 0.7) else None,
        office=office,
        hearing_address=office if by_hand else rng.choice(_HEARING_DESKS),
        person=person_name(rng) if by_hand else None,
        employee=f"{rng.randint(1000, 9999)}{rng.randint(100, 999)}",
        reference=reference,
    )


def _reference(rng: random.Random) -> str:
    return f"{rng.randint(10**9, 10**10 - 1)}"


def _deadline(rng: random.Random, day: dt.date, business_days: bool = False) -> tuple[dt.date, bool]:
    """`day`, or one time in twenty another day than the rule gives, and whether it is another."""
    if rng.random() >= 0.05:
        return day, False
    shift = rng.choice([-9, -7, -3, 3, 5, 10, 14])
    return day + dt.timedelta(days=shift), True


def _dates(rng: random.Random, code: str, on: dt.date, debt: Decimal) -> dict[str, Any]:
    """The printed deadlines of each code, as the facts about the notices give them."""

    def after(days: int) -> dt.date:
        return on + dt.timedelta(days=days)

    if code == "CP14":
        rule = add_business_days(on, 10) if debt >= LARGE else after(21)
        pay_by, deviates = _deadline(rng, rule)
        return {"pay_by": pay_by, "deviates": deviates}
    if code == "CP501":
        return {"pay_by": after(rng.choice([10, 21, 21, 21, 30]))}
    if code == "CP503":
        return {"pay_by": after(rng.choice([10, 10, 21])) if rng.random() < 0.7 else None}
    if code in ("CP504", "CP504B"):
        # most printings say "immediately" and "within 30 days" and name no day
        return {"pay_by": after(rng.choice([30, 30, 21, 10])) if rng.random() < 0.3 else None}
    if code == "CP523":
        return {"ends_on": after(rng.choice([30, 36, 45])) if rng.random() < 0.6 else None}
    printed = 0.75 if code in ("LT11", "Letter 1058") else 0.9
    day, deviates = _deadline(rng, after(30))
    if rng.random() < printed:
        return {"hearing_by": day, "deviates": deviates}
    return {}


def make_case(code: str, seed: int, layout: str) -> Case:
    """Draw up the case of one letter; the same arguments give the same case."""
    rng = random.Random(f"case/{code}/{seed}/{layout}")
    business = code in BUSINESS or (code in ("LT11", "Letter 1058") and rng.random() < 0.4)
    count = 1
    if code in MANY_PERIODS:
        count = rng.choice([1, 1, 2, 2, 3, 4, 5, 6, 8])
    on = _notice_date(rng, layout, code)
    large = rng.random() < 0.12
    accounts = tuple(
        _account(rng, form, end, on, large and i == 0, code == "CP14")
        for i, (form, end) in enumerate(_forms_and_ends(rng, business, on, count, code))
    )
    debt = sum((account.total for account in accounts), Decimal(0))
    past_due = _dollars(rng, 25, 900, whole=rng.random() < 0.7) if code == "CP523" else None
    return Case(
        code=code,
        seed=seed,
        layout=layout,
        taxpayer=make_taxpayer(rng, business),
        notice_date=on,
        accounts=accounts,
        contact=_contact(rng, code),
        names_form=business or code in NAMES_FORM or rng.random() < 0.88,
        past_due=past_due,
        **_dates(rng, code, on, debt),
    )


# -- what is printed ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """Something printed: what it is, its value as the record writes it, and how it looks."""

    kind: str
    role: str
    value: str
    printed: str


@dataclass
class Ledger:
    """Keeps what a letter prints and hands the wording the printed form."""

    case: Case
    entries: list[Entry] = field(default_factory=list)
    periods: dict[tuple[str | None, dt.date], str] = field(default_factory=dict)

    def _add(self, kind: str, role: str, value: str, printed: str) -> str:
        self.entries.append(Entry(kind, role, value, printed))
        return printed

    def money(self, role: str, amount: Decimal, sign: str = "$", cents: bool = True) -> str:
        """`amount` in dollars as printed, such as $1,075.21."""
        value = amount.quantize(CENT)
        printed = f"{sign}{value:,.2f}" if cents else f"{sign}{value:,.0f}"
        return self._add("amount", role, f"{value:.2f}", printed)

    def date(self, role: str, day: dt.date, style: str | None = None) -> str:
        """`day` as printed, in the letter's own style where none is given."""
        printed = written(day, style or self.prose_style)
        return self._add("date", role, day.isoformat(), printed)

    def contact(self, role: str, value: str) -> str:
        """A phone number, address line, name or reference of the sender."""
        return self._add("contact", role, value, value)

    def period(self, account: Account, printed: str) -> str:
        """Tell that the letter bills this period, here in the words `printed`."""
        form = account.form if self.case.names_form else None
        self.periods.setdefault((form, account.end), printed)
        return printed

    @property
    def prose_style(self) -> str:
        """How this letter writes dates within sentences."""
        return self.case.pick("prose style", ["long", "long", "long", "short"])

    @property
    def head_style(self) -> str:
        """How this letter writes dates in its header and tables."""
        return self.case.pick("head style", ["long", "long", "long", "short", "slash", "dash"])
