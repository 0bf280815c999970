"""A second way to the deadlines: counted day by day on a calendar of its own.

It stands apart from ``classify``, imports nothing of it and knows none of its methods. A wall calendar is
laid out from one known weekday, the legal holidays of the District of Columbia are written onto it, and every
period is told off day by day, as a clerk would with a finger on the page. The clocks are those of the statute
and of the IRS's own wording, worked out for this file; the golden table must agree with them and with the
program.

Law
---
IRC 6601(e)(3) (21 calendar days or ten business days), 6213(a) (90 and 150 days) and (b)(2)(A) (60 days),
6330(a)(3)(B) and (d)(1) with Treas. Reg. 301.6330-1(b), (c), (f) and (i), 6320 with 301.6320-1(c), 6672(b),
6331(d) and (k)(2)(D), 6651(d)(2), 6159(b)(5), 7503, 7508A; Publication 1660 for the appeal of a plan's end;
D.C. Code 28-2701 for the holidays and the days they move to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
Kind = Literal["hard", "soft", "estimated"]
Origin = Literal["printed", "computed"]
WEEK: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

FIRST_YEAR, LAST_YEAR = 2012, 2041
# Holidays are written on the calendar where they were checked (docs/record.md); without them no day is later.
CHECKED_YEARS = range(2015, 2036)
FIRST_WEEKDAY: Weekday = "Sun"  # 1 January 2012
JUNETEENTH_SINCE = 2021  # Public Law 117-17, 17 June 2021
LARGE_DEMAND = Decimal(100_000)  # "equals or exceeds", IRC 6601(e)(3)


# The calendar


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the wall calendar; ``holiday`` is written on it where nobody works that day."""

    date: dt.date
    weekday: Weekday
    holiday: str | None = None

    @property
    def is_open(self) -> bool:
        """Neither Saturday, Sunday nor legal holiday."""
        return self.weekday not in {"Sat", "Sun"} and self.holiday is None


def squares() -> Iterator[Day]:
    """Every day of the calendar in order, its weekday told by going round the week and by nothing else."""
    round_the_week = WEEK.index(FIRST_WEEKDAY)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        for month, length in enumerate(MONTHS, 1):
            for number in range(1, length + (1 if leap and month == 2 else 0) + 1):
                yield Day(dt.date(year, month, number), WEEK[round_the_week % 7])
                round_the_week += 1


def named(day: Day, nth: int, last: bool) -> str | None:
    """The holiday of that very day; it is the ``nth`` of its weekday in the month, and maybe the last."""
    month, number = day.date.month, day.date.day
    by_date = {
        (1, 1): "New Year's Day",
        (4, 16): "Emancipation Day",
        (7, 4): "Independence Day",
        (11, 11): "Veterans Day",
        (12, 25): "Christmas Day",
    }
    by_weekday = {
        (1, "Mon", 3): "Birthday of Martin Luther King, Jr.",
        (2, "Mon", 3): "Washington's Birthday",
        (9, "Mon", 1): "Labor Day",
        (10, "Mon", 2): "Columbus Day",
        (11, "Thu", 4): "Thanksgiving Day",
    }
    if (month, number) == (6, 19) and day.date.year >= JUNETEENTH_SINCE:
        return "Juneteenth"
    if (month, number) == (1, 20) and day.date.year % 4 == 1:
        return "Inauguration Day"
    if month == 5 and day.weekday == "Mon" and last:
        return "Memorial Day"
    return by_date.get((month, number)) or by_weekday.get((month, day.weekday, nth))


def holidays_on(days: list[Day]) -> dict[int, str]:
    """The holidays by their place on the calendar, with the day on which each is kept.

    D.C. Code 28-2701: a holiday on a Sunday is kept on the Monday after it; one on a Saturday on the Friday
    before it, except the inauguration of the President, which then gives no other day off.
    """
    kept: dict[int, str] = {}
    for place, day in enumerate(days):
        nth = (day.date.day + 6) // 7
        last = place + 7 >= len(days) or days[place + 7].date.month != day.date.month
        name = named(day, nth, last) if day.date.year in CHECKED_YEARS else None
        if name is None:
            continue
        kept.setdefault(place, name)
        if day.weekday == "Sun":
            kept.setdefault(place + 1, f"{name}, kept on Monday")
        elif day.weekday == "Sat" and name != "Inauguration Day":
            kept.setdefault(place - 1, f"{name}, kept on Friday")
    return kept


class WallCalendar:
    """The days from 2012 to 2041, to be walked along."""

    def __init__(self) -> None:
        blank = list(squares())
        kept = holidays_on(blank)
        self.days = tuple(Day(day.date, day.weekday, kept.get(place)) for place, day in enumerate(blank))
        self.places = {day.date: place for place, day in enumerate(self.days)}

    def at(self, date: dt.date) -> Day:
        """The square of a date."""
        return self.days[self.places[date]]

    def is_verified(self, date: dt.date) -> bool:
        """Whether the holidays around it are written on the calendar."""
        return date.year in CHECKED_YEARS

    def after(self, date: dt.date) -> Iterator[Day]:
        """The days that follow, one by one: the first is day 1 of every period."""
        yield from self.days[self.places[date] + 1 :]

    def tell_off(self, start: dt.date, number: int, *, open_only: bool = False) -> dt.date:
        """The day on which the count reaches ``number``."""
        told = 0
        for day in self.after(start):
            if day.is_open or not open_only:
                told += 1
            if told == number:
                return day.date
        raise ValueError("the calendar ends before the period does")

    def one_year(self, start: dt.date) -> dt.date:
        """The last day of the year that begins the day after ``start``: the eve of that day's return."""
        walk = self.after(start)
        first = eve = next(walk).date
        for day in walk:
            if day.date.year > first.year and (day.date.month, day.date.day) >= (first.month, first.day):
                return eve
            eve = day.date
        raise ValueError("the calendar ends before the year does")

    def open_from(self, date: dt.date) -> dt.date:
        """That day, or the next on which the act can be done (IRC 7503)."""
        while not self.at(date).is_open:
            date = next(self.after(date)).date
        return date

    def open_days_between(self, one: dt.date, other: dt.date) -> int:
        """How many open days lie after the earlier and not after the later of two days."""
        low, high = sorted((one, other))
        return sum(day.is_open for day in self.days[self.places[low] + 1 : self.places[high] + 1])


CALENDAR = WallCalendar()


# What is known of a letter, and the clocks of each kind


@dataclass(frozen=True, slots=True)
class Known:
    """What stands on a letter and its envelope."""

    code: str
    date: dt.date | None = None
    amount: Decimal | None = None
    printed: Mapping[str, dt.date] = field(default_factory=dict)
    abroad: bool = False
    postmark: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a notice, as law or IRS set it.

    Parameters
    ----------
    name
        What must be done by it, in a word or two.
    kind
        ``hard`` where the law sets it and a right is lost after it, else ``soft``.
    days, days_abroad, year
        Its length: calendar days from the day after the start, or one year. None where nobody but the IRS
        sets the day, on the letter itself.
    demand
        The period of IRC 6601(e)(3), which hangs on the amount.
    start
        The letter's date, or the day on which the plan ends where the letter prints it.
    act_by_law
        The law prescribes the act, so that its last day moves off weekends and holidays.
    roles
        The printed dates that are this deadline.
    least
        The law sets a least time only: a printed day may be later, as with the end of a plan.
    most
        The printed day may be earlier, as with CP504, where the count binds the IRS.
    sent
        The law counts from mailing.
    unprinted
        The kind where no day is printed, if it is another.
    before
        Another clock, at whose end the time for this act is over too.

    """

    name: str
    kind: Kind
    days: int | None = None
    days_abroad: int | None = None
    year: bool = False
    demand: bool = False
    start: Literal["letter", "printed end of plan"] = "letter"
    act_by_law: bool = False
    roles: tuple[str, ...] = ()
    least: bool = False
    most: bool = False
    sent: bool = False
    unprinted: Kind | None = None
    before: str | None = None

    @property
    def can_be_told(self) -> bool:
        """Whether a letter can tell its day at all, by a date that it runs from or by the day itself."""
        return self.is_counted or bool(self.roles)

    @property
    def is_counted(self) -> bool:
        """Whether the day follows from another."""
        return bool(self.days or self.year or self.demand)


# What the law gives and takes here is a debt that bears no interest: gone after the day, so the day is hard.
PAY_DEMAND = Clock("pay", "hard", demand=True, act_by_law=True, roles=("pay_by", "answer_by"))
PAY_REMINDED = Clock("pay", "soft", roles=("pay_by", "answer_by"))
PAY_PRINTED = Clock("pay", "soft", roles=("pay_by",))
ANSWER_PRINTED = Clock("answer", "soft", roles=("answer_by",))
BEFORE_LEVY = Clock("pay or call", "soft", days=30, roles=("pay_by", "answer_by"), most=True)
PENALTY_RATE = Clock("penalty rate", "soft", days=10)
HEARING = Clock("hearing", "hard", days=30, act_by_law=True, roles=("hearing", "answer_by"), sent=True)
EQUIVALENT = Clock("equivalent hearing", "hard", year=True, act_by_law=True)
PETITION = Clock(
    "petition", "hard", days=90, days_abroad=150, act_by_law=True, roles=("answer_by",), sent=True
)
FINAL_NOTICE = (HEARING, EQUIVALENT, PAY_PRINTED)

CLOCKS: Mapping[str, tuple[Clock, ...]] = {
    "CP14": (PAY_DEMAND,),
    "CP161": (PAY_DEMAND,),
    # A change to the account: that this letter, and none before it, is the demand is not told by its code.
    "CP22A": (replace(PAY_DEMAND, unprinted="estimated"),),
    # The disaster's own date is nowhere on the letter: nothing is counted.
    "CP14C": (Clock("pay", "hard", roles=("pay_by", "answer_by")),),
    "CP501": (PAY_REMINDED,),
    "CP503": (PAY_REMINDED,),
    "CP504": (BEFORE_LEVY, PENALTY_RATE),
    "CP504B": (BEFORE_LEVY, PENALTY_RATE),
    # A reminder, no demand and no final notice: the IRS's own word, which no law moves.
    "LT11C": (BEFORE_LEVY, Clock("interest", "soft", demand=True)),
    "LT11": FINAL_NOTICE,
    "Letter 1058": FINAL_NOTICE,
    "CP90": FINAL_NOTICE,
    "CP297": FINAL_NOTICE,
    "CP77": FINAL_NOTICE,
    "CP523": (
        Clock("keep the plan", "hard", days=30, roles=("termination",), least=True, unprinted="estimated"),
        Clock("appeal before the end", "soft", days=30, before="keep the plan"),
        # These days bind the IRS, which may not levy in them; whether IRC 7503 stretches them is not settled.
        Clock("appeal after the end", "hard", days=30, start="printed end of plan"),
        PAY_REMINDED,
    ),
    "CP11": (
        Clock("dispute", "hard", days=60, act_by_law=True, roles=("answer_by",)),
        replace(PAY_DEMAND, roles=("pay_by",)),
    ),
    "CP2000": (ANSWER_PRINTED,),
    "CP3219A": (PETITION,),
    "CP3219N": (PETITION,),
    "Letter 531": (PETITION,),
    # IRC 6330(d)(1): calendar days, and no more of them abroad.
    "Letter 3193": (replace(PETITION, days=30, days_abroad=None),),
    "Letter 1153": (
        # IRC 6672(b)(2) counts from the mailing or from delivery by hand.
        Clock("appeal", "hard", days=60, days_abroad=75, act_by_law=True, roles=("answer_by",), sent=True),
        Clock("talk", "soft", days=10),
    ),
    # Both periods run from the filing of the lien, which the letter does not date.
    "Letter 3172": (
        Clock("hearing", "hard", roles=("hearing", "answer_by")),
        Clock("equivalent hearing", "hard", act_by_law=True),
    ),
    "CP75": (ANSWER_PRINTED,),
    # The IRS's own 30 days for papers, where it has any: the day stands on the letter or nowhere.
    "CP05B": (ANSWER_PRINTED,),
    "CP06": (ANSWER_PRINTED,),
    "CP20": (ANSWER_PRINTED,),
    "Letter 6612": (ANSWER_PRINTED,),
    "CP283": (PAY_REMINDED,),
    "CP283C": (PAY_REMINDED,),
    "Letter 1961C": (PAY_REMINDED,),
    "Letter 2840C": (PAY_REMINDED,),
    "Letter 5972C": (PAY_REMINDED,),
    "CP141L": (PAY_REMINDED,),
    "CP181": (ANSWER_PRINTED,),
    "Letter 227-J": (PAY_REMINDED,),
    "Letter 227-N": (PAY_REMINDED,),
    "Letter 227-L": (ANSWER_PRINTED,),
    "Letter 5699": (ANSWER_PRINTED,),
    "Letter 972CG": (ANSWER_PRINTED,),
    # The 60 days are the IRS's own.
    "CP05": (),
    # What the IRS asks for, not the law; the letter at hand may say another number of days.
    "Letter 5071C": (Clock("verify", "soft", days=30, roles=("answer_by",), unprinted="estimated"),),
    "CP508C": (Clock("call", "soft", days=30, roles=("answer_by",), unprinted="estimated"), PAY_PRINTED),
    # 30 days in older letters and 90 in newer ones: only the letter itself tells.
    "Letter 226-J": (ANSWER_PRINTED,),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline as worked out; ``sent`` is the last day counted from a later postmark."""

    clock: str
    date: dt.date
    kind: Kind
    origin: Origin
    conflict: bool = False
    sent: dt.date | None = None


def counted(clock: Clock, start: dt.date, known: Known) -> dt.date:
    """The last day of the count; the earlier of the two where the amount that decides is not known."""
    if clock.year:
        end = CALENDAR.one_year(start)
    elif clock.demand:
        short = known.amount is None or known.amount >= LARGE_DEMAND
        end = CALENDAR.tell_off(start, 10, open_only=True) if short else CALENDAR.tell_off(start, 21)
    else:
        days = clock.days_abroad if known.abroad and clock.days_abroad else clock.days
        assert days is not None
        end = CALENDAR.tell_off(start, days)
    return CALENDAR.open_from(end) if clock.act_by_law else end


def agree(clock: Clock, printed: dt.date, end: dt.date) -> bool:
    """Whether a printed day fits the count: within a weekend, a holiday or one business day."""
    return (
        CALENDAR.open_days_between(printed, end) <= 1
        or (clock.least and printed > end)
        or (clock.most and printed < end)
    )


def own_day(clock: Clock, known: Known) -> dt.date | None:
    """The printed date whose role says that it is this deadline."""
    return next((known.printed[role] for role in clock.roles if role in known.printed), None)


def due(clock: Clock, start: dt.date | None, printed: dt.date | None, known: Known) -> Due | None:
    """One clock of one letter; None where there is nothing to count from and nothing printed."""
    if start is None or not clock.is_counted:
        return Due(clock.name, printed, clock.kind, "printed") if printed else None
    end = counted(clock, start, known)
    late = known.postmark is not None and known.postmark > start
    sent = counted(clock, known.postmark, known) if clock.sent and late and known.postmark else None
    unsure = (clock.demand and known.amount is None) or (clock.act_by_law and not CALENDAR.is_verified(end))
    kind: Kind = "estimated" if unsure else clock.kind
    if printed is None:
        return Due(clock.name, end, clock.unprinted or kind, "computed", sent=sent)
    if agree(clock, printed, end):
        return Due(clock.name, printed, kind, "printed", sent=sent)
    # One of the two must be wrong: not certain, and so never the later.
    earlier = min(printed, end)
    origin: Origin = "printed" if earlier == printed else "computed"
    return Due(clock.name, earlier, "estimated", origin, conflict=True, sent=sent)


def worked(known: Known) -> tuple[Due, ...]:
    """Every deadline of the letter, in the order of its clocks.

    A date beside the amount that the letter does not explain (``due_date``) is taken for the first clock
    that could be printed and is not printed otherwise. No right may hang on it: where the law's own count
    does not bear it out it is no more than an estimate, and it never adds a day to that count.
    """
    found: dict[str, Due] = {}
    unexplained = known.printed.get("due_date")
    for clock in CLOCKS[known.code]:
        start = known.date if clock.start == "letter" else known.printed.get("termination")
        printed = own_day(clock, known)
        taken = None
        if printed is None and clock.roles:
            printed = taken = unexplained
            unexplained = None
        one = due(clock, start, printed, known)
        if one is None:
            continue
        if taken is not None and clock.kind == "hard":
            one = held_down(one, due(clock, start, None, known))
        ending = found.get(clock.before or ("keep the plan" if clock.start == "printed end of plan" else ""))
        found[clock.name] = one if ending is None else bound(one, ending, clock)
    return tuple(found.values())


def held_down(one: Due, by_count: Due | None) -> Due:
    """A day that is printed for what nobody says, where a right hangs on it."""
    if one.conflict:
        return one
    if by_count is None:
        return replace(one, kind="estimated")
    if one.date <= by_count.date:
        return one
    if CALENDAR.open_days_between(one.date, by_count.date) > 1:
        return replace(by_count, kind="estimated", conflict=True)
    return by_count


def bound(one: Due, ending: Due, clock: Clock) -> Due:
    """An act tied to the end of the plan: over when the plan is, where it must come before, and no surer."""
    if clock.before is None:
        return replace(one, kind="estimated") if ending.kind == "estimated" else one
    if ending.date >= one.date:
        return one
    return replace(one, date=ending.date, kind="estimated" if ending.kind == "estimated" else one.kind)
