"""Tax accounts whose money adds up."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
QUARTERLY = ("941", "720", "CT-2")
BUSINESS_FORMS = ("941", "941", "941", "940", "1120", "1120-S", "1065", "943", "944", "720", "945", "1041")


def cents(x: Decimal | float) -> Decimal:
    """Round to the cent."""
    return Decimal(x).quantize(CENT, ROUND_HALF_UP)


@dataclass
class Account:
    """One period of one form as it stands on the notice date."""

    form: str
    end: date
    tax: Decimal
    payments: Decimal
    ftf: Decimal
    ftp: Decimal
    est: Decimal
    interest: Decimal
    # split for reminders: what an earlier bill showed, and what came on top
    new_penalty: Decimal
    new_interest: Decimal

    @property
    def total(self) -> Decimal:
        """Everything owed for the period."""
        return self.tax - self.payments + self.ftf + self.ftp + self.est + self.interest

    @property
    def prior(self) -> Decimal:
        """What earlier notices showed: the total without the newest charges."""
        return self.total - self.new_penalty - self.new_interest

    @property
    def year(self) -> int:
        """The tax year."""
        return self.end.year


def due_of_return(form: str, end: date) -> date:
    """Roughly the day the tax was due."""
    if form in QUARTERLY:
        return end + timedelta(30)
    if form.startswith(("1120", "1065")):
        return end + timedelta(75)
    return end + timedelta(105)


def _money(rng: random.Random, low: float, high: float) -> Decimal:
    """A log-uniform amount; a third in whole dollars."""
    value = low * (high / low) ** rng.random()
    return cents(round(value)) if rng.random() < 0.35 else cents(value)


def make_account(rng: random.Random, form: str, end: date, notice: date, big: bool = False) -> Account:
    """An account with penalties and interest worked out for the time that has passed."""
    owed = _money(rng, 120_000, 900_000) if big else _money(rng, 90, 38_000)
    tax = owed + _money(rng, 200, 60_000)
    months = max(1, (notice - due_of_return(form, end)).days // 30)
    ftp = cents(owed * Decimal(min(0.25, 0.005 * months)))
    ftf = cents(owed * Decimal(0.045 * rng.randint(1, 5))) if rng.random() < 0.35 else Decimal("0.00")
    est = (
        cents(owed * Decimal(rng.uniform(0.005, 0.03)))
        if form.startswith("1040") and rng.random() < 0.3
        else Decimal("0.00")
    )
    rate = rng.uniform(0.03, 0.085)
    interest = cents(owed * Decimal((1 + rate / 365) ** (30 * months) - 1))
    part = Decimal(rng.uniform(0.1, 0.5))
    return Account(
        form, end, tax, tax - owed, ftf, ftp, est, interest, cents(ftp * part), cents(interest * part)
    )


def period_end(rng: random.Random, form: str, notice: date, back: tuple[int, int] = (1, 4)) -> date:
    """The end of a period that was over and assessed well before the notice."""
    if form in QUARTERLY:
        q = notice - timedelta(days=rng.randrange(back[0] * 110, back[1] * 300))
        month = ((q.month - 1) // 3) * 3 + 1
        end = date(q.year, month, 1) - timedelta(1)
        return (
            end if due_of_return(form, end) + timedelta(20) <= notice else period_end(rng, form, notice, back)
        )
    year = notice.year - rng.randint(*back)
    if form.startswith("1120") and rng.random() < 0.2:
        return rng.choice((date(year - 1, 6, 30), date(year - 1, 9, 30), date(year, 3, 31)))
    late = due_of_return(form, date(year, 12, 31)) + timedelta(30) > notice
    return date(year - late, 12, 31)


def individual_form(rng: random.Random, year: int) -> str:
    """A 1040-series form that existed for the year."""
    if year >= 2019:
        return rng.choice(("1040", "1040", "1040", "1040-SR", "1040-NR"))
    return rng.choice(("1040", "1040", "1040", "1040A", "1040EZ"))


def draw_accounts(
    rng: random.Random,
    business: bool,
    notice: date,
    count: int,
    big: bool = False,
    back: tuple[int, int] = (1, 4),
) -> list[Account]:
    """Distinct periods, oldest first; business lists may mix forms."""
    seen: dict[tuple[str, date], Account] = {}
    form = rng.choice(BUSINESS_FORMS)
    reach = (back[0], max(back[1], back[0] + count))
    for _ in range(200):
        if len(seen) == count:
            break
        if business:
            form = form if rng.random() < 0.7 else rng.choice(BUSINESS_FORMS)
            end = period_end(rng, form, notice, reach)
        else:
            end = period_end(rng, "1040", notice, reach)
            form = individual_form(rng, end.year)
            if any(e == end for _, e in seen):
                continue
        if form not in QUARTERLY and any(f == form and abs(e.year - end.year) < 1 for f, e in seen):
            continue
        seen.setdefault((form, end), make_account(rng, form, end, notice, big))
    return sorted(seen.values(), key=lambda a: (a.end, a.form))
