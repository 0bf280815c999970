"""What waiting costs: how an unpaid debt grows by interest and by the penalty for paying late.

Interest runs at the underpayment rate of each quarter (IRC 6621) and is compounded daily (IRC 6622); the
penalty is a part of the unpaid tax for each month that begins (IRC 6651(a), (d), (h)). Where a letter does
not tell what the arithmetic needs, two courses of the same debt are worked out, the cheapest and the
dearest that fit, and the answer is the span between them. It is an estimate always.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

from classify.catalogue import Rates
from classify.workdays import spoken

_DAY = dt.timedelta(days=1)
_CENT = Decimal("0.01")
# Forty digits: a factor over thirty years is still exact to far below a cent.
_DIGITS = 40
# Percent of the unpaid tax (IRC 6651(a)(2), (d), (h)).
CAP = Decimal(25)
_USUAL, _AFTER_LEVY_NOTICE, _IN_PLAN = Decimal("0.5"), Decimal(1), Decimal("0.25")
# IRC 6651(d)(2): the day that lies so many days after the notice of intent to levy.
_LEVY_NOTICE_DAYS = 10

NOTE = (
    "An estimate of interest and of the penalty for paying late, if nothing is paid. It leaves out other "
    "penalties, interest on penalties that have not been billed yet, relief that was given, and the higher "
    "rate for large corporations. The IRS tells the exact amount for a day."
)


@dataclass(frozen=True, slots=True)
class Course:
    """One way in which a debt may run on while nothing is paid.

    Parameters
    ----------
    balance
        What is owed on ``start``, in dollars: tax, penalties and interest.
    tax
        The part of it that is unpaid tax; the penalty for paying late is counted on it alone.
    start
        The day to which the balance is worked out; interest runs from the day after.
    due
        The day the tax was due, or the same day of any later month: a month of the penalty ends on it.
    charged
        What the penalty has reached before, in percent of the tax; it ends at 25.
    plan
        Whether a payment plan is in force, for an individual who filed on time.
    levy_notice
        The date of a notice of intent to levy, None where there was none.

    """

    balance: Decimal
    tax: Decimal
    start: dt.date
    due: dt.date
    charged: Decimal = Decimal(0)
    plan: bool = False
    levy_notice: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on end, the last included, that earn interest at one rate.

    ``assumed`` says that nobody has told the rate; ``checked`` is False where it was not read at the IRS.
    """

    first: dt.date
    last: dt.date
    percent: int
    assumed: bool
    checked: bool = True

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def days_in_year(self) -> int:
        """365, or 366 in a leap year (Treas. Reg. 301.6622-1); a stretch never spans two years."""
        return (dt.date(self.first.year + 1, 1, 1) - dt.date(self.first.year, 1, 1)).days


@dataclass(frozen=True, slots=True)
class Cost:
    """What one course comes to by a day, in dollars, not rounded; months by their first day, with percent."""

    interest: Decimal
    penalty: Decimal
    stretches: tuple[Stretch, ...]
    months: tuple[tuple[dt.date, Decimal], ...]
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Growth:
    """What a debt grows to by a day: at least and at most, in dollars and cents, with every step.

    ``assumed`` says that a rate of interest is not known for some of the days.
    """

    date: dt.date
    least: Decimal
    most: Decimal
    interest: tuple[Decimal, Decimal]
    penalty: tuple[Decimal, Decimal]
    assumed: bool
    derivation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the debt of a letter grows to while nothing is paid.

    Parameters
    ----------
    start
        The day from which it is counted.
    balance
        What the letter says is owed, in dollars and cents.
    tax
        The part of it that is unpaid tax; None where the letter does not tell.
    by
        What it comes to on some days, the nearest first.
    said
        One sentence for the card.
    note
        What the estimate covers and what not.

    """

    start: dt.date
    balance: Decimal
    tax: Decimal | None
    by: tuple[Growth, ...]
    said: str
    note: str = NOTE


def courses(
    balance: Decimal,
    tax: Decimal | None,
    start: dt.date,
    *,
    due: dt.date | None = None,
    charged: Decimal | None = None,
    plan: bool = False,
    levy_notice: dt.date | None = None,
) -> tuple[Course, Course]:
    """The cheapest and the dearest course that fit what is known; one and the same where all is known.

    Parameters
    ----------
    tax
        None where it is not known: then it is none of the balance, or all of it.
    due
        The day the tax was due. None where it is not known: then a month of the penalty has just begun, or
        begins the next day.
    charged
        Percent. None where it is not known: then it is counted from ``due``, or nothing without it.
    plan, levy_notice
        Where both are given, the law does not say plainly which rate counts: 0.25 or 1 percent.

    """
    if charged is None:
        charged = Decimal(0) if due is None else _charged(due, start, levy_notice)

    def course(tax: Decimal, due: dt.date, *, plan: bool) -> Course:
        return Course(balance, tax, start, due, charged, plan, None if plan else levy_notice)

    cheap = course(Decimal(0) if tax is None else tax, due or start - _DAY, plan=plan)
    dear = course(balance if tax is None else tax, due or start, plan=plan and levy_notice is None)
    return cheap, dear


def _charged(due: dt.date, start: dt.date, levy_notice: dt.date | None) -> Decimal:
    """What the penalty has reached from the day the tax was due, in percent."""
    course = Course(Decimal(0), Decimal(0), due, due, levy_notice=levy_notice)
    return min(CAP, sum((percent for _, percent in months(course, start)), start=Decimal(0)))


def grow(cheap: Course, dear: Course, until: dt.date, rates: Rates) -> Growth:
    """What the debt comes to on a day.

    Raises
    ------
    ValueError
        where the day lies before the balance, or the balance before the first rate that is known.

    """
    ways = [(course, cost(course, until, rates)) for course in (cheap, dear)]
    # A month of the penalty may begin a day sooner in the course that is the cheaper one on all other days.
    (cheap, low), (dear, high) = sorted(ways, key=lambda way: way[1].interest + way[1].penalty)
    totals = [_cents(c.balance + x.interest + x.penalty) for c, x in ((cheap, low), (dear, high))]
    return Growth(
        date=until,
        least=totals[0],
        most=totals[1],
        interest=(_cents(low.interest), _cents(high.interest)),
        penalty=(_cents(low.penalty), _cents(high.penalty)),
        assumed=any(stretch.assumed for stretch in (*low.stretches, *high.stretches)),
        derivation=tuple(_steps(cheap, dear, low, high, totals)),
    )


def cost(course: Course, until: dt.date, rates: Rates) -> Cost:
    """What one course comes to by a day, that day included.

    Raises
    ------
    ValueError
        where the day lies before the balance, or the balance before the first rate that is known.

    """
    if until < course.start:
        raise ValueError(f"{until} lies before {course.start}, the day of the balance")
    parts = tuple(stretches(course.start, until, rates))
    begun = tuple(months(course, until))
    percent = min(max(CAP - course.charged, Decimal(0)), sum((p for _, p in begun), start=Decimal(0)))
    with localcontext() as context:
        context.prec = _DIGITS
        factor = Decimal(1)
        for part in parts:
            factor *= (1 + Decimal(part.percent) / 100 / part.days_in_year) ** part.days
        return Cost(course.balance * (factor - 1), course.tax * percent / 100, parts, begun, percent)


def stretches(after: dt.date, until: dt.date, rates: Rates) -> Iterator[Stretch]:
    """The days after one day up to and with another, cut where the rate or the year changes.

    Past the last rate that is known, it goes on and is marked as assumed.

    Raises
    ------
    ValueError
        where the days begin before the first rate that is known.

    """
    first = after + _DAY
    if first < rates.quarters[0].first:
        raise ValueError(f"no rate of interest is known before {rates.quarters[0].first}")
    ends = sorted({rate.last for rate in rates.quarters} | {dt.date(y, 12, 31) for y in _years(first, until)})
    while first <= until:
        last = min([until, *(end for end in ends if end >= first)])
        known = next((rate for rate in rates.quarters if rate.first <= first <= rate.last), None)
        percent = (known or rates.quarters[-1]).percent
        checked = known is None or known.basis.mark == "verified"
        yield Stretch(first, last, percent, assumed=known is None, checked=checked)
        first = last + _DAY


def _years(first: dt.date, last: dt.date) -> range:
    return range(first.year, last.year + 1)


def months(course: Course, until: dt.date) -> Iterator[tuple[dt.date, Decimal]]:
    """Every month of the penalty that begins after the day of the balance, with its percent.

    A month begins on the day after the one on which the tax was due, and runs to that day of the next month;
    where it was due on the last day of a month, calendar months count (Treas. Reg. 301.6651-1(b)). A month
    that has begun counts whole.
    """
    since = (course.start.year - course.due.year) * 12 + course.start.month - course.due.month
    for count in itertools.count(max(0, since - 1)):
        begins = _month_later(course.due, count) + _DAY
        if begins > until:
            return
        if begins > course.start:
            yield begins, _percent(course, begins)


def _month_later(day: dt.date, count: int) -> dt.date:
    """The same day of another month; its last one where it has no such day, or the day is a last one."""
    month = day.year * 12 + day.month - 1 + count
    year, number = divmod(month, 12)
    last = (dt.date(year + number // 11, (number + 1) % 12 + 1, 1) - _DAY).day
    is_last = (day + _DAY).day == 1
    return dt.date(year, number + 1, last if is_last else min(day.day, last))


def _percent(course: Course, begins: dt.date) -> Decimal:
    if course.plan:
        return _IN_PLAN
    notice = course.levy_notice
    if notice is not None and begins > notice + dt.timedelta(days=_LEVY_NOTICE_DAYS):
        return _AFTER_LEVY_NOTICE
    return _USUAL


# ------------------------------------------------------------------------------------------- in words


def _steps(cheap: Course, dear: Course, low: Cost, high: Cost, totals: Sequence[Decimal]) -> Iterator[str]:
    """The arithmetic, one sentence each; what differs between the courses is told for both."""
    yield f"Owed on {spoken(dear.start)}: {_money(dear.balance)}."
    if cheap.tax != dear.tax:
        yield "How much of it is unpaid tax is not known: from none to all of it."
    yield from _both(_interest(cheap, low), _interest(dear, high))
    yield from _both(_penalty(cheap, low), _penalty(dear, high))
    if not all(stretch.checked for stretch in high.stretches):
        yield "Not all of these rates were read at the IRS itself: check before relying on it."
    if any(stretch.assumed for stretch in high.stretches):
        first = next(stretch.first for stretch in high.stretches if stretch.assumed)
        yield f"From {spoken(first)} on no rate is known yet: the last known one is assumed to go on."
    yield f"Together: {span(totals[0], totals[1])}."


def _both(least: str, most: str) -> tuple[str, ...]:
    return (most,) if least == most else (f"At least: {least}", f"At most: {most}")


def _interest(course: Course, found: Cost) -> str:
    if not found.stretches:
        return "No interest: the day is the day of the balance."
    parts = "; ".join(
        f"{part.days} day{'s' if part.days > 1 else ''} to {spoken(part.last)} at {part.percent} percent"
        for part in _joined(found.stretches)
    )
    leap = " (leap years by 366 days)" if any(p.days_in_year == 366 for p in found.stretches) else ""
    return (
        f"Interest on {_money(course.balance)} from {spoken(course.start)}, compounded daily{leap}: "
        f"{parts}. It comes to {_money(_cents(found.interest))}."
    )


def _joined(parts: Sequence[Stretch]) -> Iterator[Stretch]:
    """Neighbours with the same rate as one, for the eye; the arithmetic keeps the years apart."""
    for _, group in itertools.groupby(parts, key=lambda part: (part.percent, part.assumed)):
        held = list(group)
        yield Stretch(held[0].first, held[-1].last, held[0].percent, assumed=held[0].assumed)


def _penalty(course: Course, found: Cost) -> str:
    if not course.tax:
        return "No penalty for paying late, if none of it is tax."
    if course.charged >= CAP:
        return f"No further penalty for paying late: it has reached {CAP} percent of the tax."
    if not found.months:
        return "No further penalty for paying late: no new month of it begins."
    told = " and ".join(
        f"{len(list(group))} at {percent} percent"
        for percent, group in itertools.groupby(percent for _, percent in found.months)
    )
    capped = f" (it ends at {CAP} in all)" if found.percent < _sum(found) else ""
    notice = course.levy_notice
    ahead = notice is not None and notice > course.start
    expected = f", with a notice of intent to levy on {spoken(notice)}" if ahead and notice else ""
    return (
        f"Penalty for paying late{expected}, months that begin: {told}; together "
        f"{found.percent.normalize():f} percent{capped} of {_money(course.tax)} tax. "
        f"It comes to {_money(_cents(found.penalty))}."
    )


def _sum(found: Cost) -> Decimal:
    return sum((percent for _, percent in found.months), start=Decimal(0))


def span(least: Decimal, most: Decimal) -> str:
    """An amount, or the span between two."""
    return _money(least) if least == most else f"{_money(least)} to {_money(most)}"


def rough(least: Decimal, most: Decimal) -> str:
    """The same in whole dollars, rounded outwards."""
    low, high = least.quantize(Decimal(1), ROUND_FLOOR), most.quantize(Decimal(1), ROUND_CEILING)
    if least == most:
        return f"${least.quantize(Decimal(1), ROUND_HALF_UP):,}"
    return f"${low:,} to ${high:,}"


def _money(value: Decimal) -> str:
    return f"${value:,.2f}"


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
