"""Letters about one taxpayer and period side by side: in order, with what is open and what does not fit.

Only what was accepted counts. A letter whose digits or periods are not certain stands apart; a rung without
a letter is said to be not among these letters, which tells nothing about what was sent.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from classify.catalogue import Catalogue, Notice
from classify.field import Period
from classify.growth import courses, grow
from classify.ladder import Standing, standing
from classify.options import BUSINESS_FORMS, CIVIL_PENALTY
from classify.workdays import spoken

_DAY = dt.timedelta(days=1)
# A bill is worked out to its date for paying, which lies after its own date.
_AHEAD = dt.timedelta(days=45)
# Interest on penalties is small; what exceeds the dearest course by more than this has another reason.
_SLACK = Decimal("1.01")
_LONG_AGO = dt.timedelta(days=60)

# Why letters do not fit together; docs/record.md says the same, held by a test.
CONTRADICTIONS: dict[str, str] = {
    "debt-smaller": "A later letter asks for less than an earlier one and names no payment.",
    "debt-jump": "A later letter asks for more than interest and the penalty for paying late explain.",
    "two-amounts": "Two letters of one kind and date ask for different amounts.",
    "before-period-end": "A letter is dated before the period that it is about has ended.",
    "order-unusual": "A letter is dated after one that usually comes later.",
}


@dataclass(frozen=True, slots=True)
class DateSet:
    """A date that a letter sets, as its advice has it."""

    date: dt.date
    act: str
    kind: str
    lost: str | None = None


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """One letter, with what was accepted of it; None where it was not, or the letter has none.

    Parameters
    ----------
    id, file
        As the record has them.
    notice
        The code as printed.
    periods
        None where they were not accepted.
    debt
        The whole debt where the letter tells it, else what it asks for; None where what it asks for may be
        a part of the debt.
    pays
        Whether it names a payment or a refund.
    needs_person
        Whether its record is not accepted as a whole.
    dates
        The dates that it sets.
    copies
        Further letters that say the same.

    """

    id: str
    file: str
    notice: str | None
    date: dt.date | None
    last4: str | None
    periods: tuple[Period, ...] | None
    debt: Decimal | None
    pays: bool
    needs_person: bool
    dates: tuple[DateSet, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """What the letter is called: ``CP504 of March 11, 2024``."""
        kind = self.notice or "letter of unknown kind"
        return f"{kind} of {spoken(self.date)}" if self.date else f"{kind} without a certain date"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Letters that do not fit together: one of ``CONTRADICTIONS``, a sentence, and their ids."""

    name: str
    why: str
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """The letters of one taxpayer and period.

    Parameters
    ----------
    letters
        In the order of their dates; those without a certain date come last.
    newest
        The letter that is in force: the latest of a certain kind and date.
    place
        Where the newest stands in its sequence, or the latest that stands in one; None where none does.
    not_among
        Rungs before the newest of which no letter is here.
    open, passed
        The dates of all letters from today on, the nearest first, and the hard ones before, each with the
        letter that sets it.

    """

    last4: str
    period: Period
    letters: tuple[CaseLetter, ...]
    newest: CaseLetter | None
    place: Standing | None
    not_among: tuple[tuple[str, ...], ...]
    open: tuple[tuple[DateSet, CaseLetter], ...]
    passed: tuple[tuple[DateSet, CaseLetter], ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """A letter that belongs to no case, and why."""

    letter: CaseLetter
    why: str


def cases_of(
    letters: Iterable[CaseLetter], catalogue: Catalogue, *, today: dt.date
) -> tuple[tuple[Case, ...], tuple[Apart, ...]]:
    """The cases, the one with the nearest open date first, and the letters that stand apart."""
    every = tuple(letters)
    apart = tuple(Apart(letter, why) for letter in every if (why := _why_apart(letter)))
    placed = [letter for letter in every if not _why_apart(letter)]
    groups = _groups(placed)
    found = [_case(last4, period, held, catalogue, today) for (last4, period), held in groups.items()]
    return tuple(sorted(found, key=_urgency)), apart


def _urgency(case: Case) -> tuple[dt.date, str, dt.date, str]:
    nearest = case.open[0][0].date if case.open else dt.date.max
    return nearest, case.last4, case.period.end, case.period.form or ""


def _why_apart(letter: CaseLetter) -> str:
    lacking = [
        name
        for name, value in (
            ("the last four digits", letter.last4),
            ("the tax periods", letter.periods),
        )
        if not value
    ]
    if not lacking:
        return ""
    return f"{' and '.join(lacking).capitalize()} are not certain, so it is put to no case."


def _groups(letters: Sequence[CaseLetter]) -> dict[tuple[str, Period], list[CaseLetter]]:
    """The letters by taxpayer and period; a period without a form goes with the one form that has its end."""
    forms: dict[tuple[str, dt.date], set[str]] = {}
    for letter, period in _periods(letters):
        if period.form is not None:
            forms.setdefault((letter.last4 or "", period.end), set()).add(period.form)
    groups: dict[tuple[str, Period], list[CaseLetter]] = {}
    for letter, period in _periods(letters):
        named = forms.get((letter.last4 or "", period.end), set())
        form = next(iter(named)) if period.form is None and len(named) == 1 else period.form
        held = groups.setdefault((letter.last4 or "", Period(period.end, form)), [])
        if letter not in held:
            held.append(letter)
    return groups


def _periods(letters: Iterable[CaseLetter]) -> Iterator[tuple[CaseLetter, Period]]:
    return ((letter, period) for letter in letters for period in letter.periods or ())


def _case(
    last4: str, period: Period, held: Sequence[CaseLetter], catalogue: Catalogue, today: dt.date
) -> Case:
    kinds = {letter.id: catalogue.find(letter.notice) if letter.notice else None for letter in held}
    letters = tuple(sorted(_without_copies(held), key=lambda letter: (letter.date or dt.date.max, letter.id)))
    business = None if period.form in {None, CIVIL_PENALTY} else period.form in BUSINESS_FORMS
    places = {
        letter.id: standing(kind, catalogue, business=business, dated=letter.date)
        for letter in letters
        if (kind := kinds[letter.id]) is not None
    }
    newest = _newest(letters, places)
    on_ladder = [letter for letter in letters if places.get(letter.id)]
    place = places.get(newest.id) if newest else None
    if place is None and (standing_highest := _newest(on_ladder, places)):
        place = places[standing_highest.id]
    dates = sorted(
        ((date, letter) for letter in letters for date in letter.dates),
        key=lambda found: (found[0].date, found[0].kind != "hard", found[1].id),
    )
    return Case(
        last4,
        period,
        letters,
        newest,
        place,
        _not_among(place, letters, kinds),
        tuple(found for found in dates if found[0].date >= today),
        tuple(found for found in dates if found[0].date < today and found[0].kind == "hard"),
        tuple(_contradictions(letters, period, places, catalogue)),
    )


def _without_copies(held: Sequence[CaseLetter]) -> Iterator[CaseLetter]:
    """Each letter once: what has the same kind, date, periods and debt is the same letter in another file."""
    same: dict[object, list[CaseLetter]] = {}
    for letter in held:
        sure = letter.notice is not None and letter.date is not None
        key = (letter.notice, letter.date, letter.periods, letter.debt) if sure else letter.id
        same.setdefault(key, []).append(letter)
    for first, *others in same.values():
        yield replace(first, copies=tuple(other.id for other in others))


def _newest(letters: Sequence[CaseLetter], places: Mapping[str, Standing | None]) -> CaseLetter | None:
    """The latest letter of a certain kind and date; of one day, the one that stands highest."""

    def order(letter: CaseLetter) -> tuple[dt.date, int]:
        place = places.get(letter.id)
        return letter.date or dt.date.min, -1 if place is None else place.rung

    return max((letter for letter in letters if letter.date and letter.notice), key=order, default=None)


def _not_among(
    place: Standing | None, letters: Sequence[CaseLetter], kinds: Mapping[str, Notice | None]
) -> tuple[tuple[str, ...], ...]:
    """The rungs before the newest letter of which none is here; any bill stands for the first bill."""
    if place is None:
        return ()
    here = [kind for letter in letters if (kind := kinds[letter.id]) is not None]
    codes = {kind.code for kind in here}
    billed = any(kind.category == "balance due" for kind in here)
    return tuple(
        rung
        for number, rung in enumerate(place.before)
        if not codes & set(rung) and not (number == 0 and billed)
    )


# ------------------------------------------------------------------------------- what does not fit


def _contradictions(
    letters: Sequence[CaseLetter],
    period: Period,
    places: Mapping[str, Standing | None],
    catalogue: Catalogue,
) -> Iterator[Contradiction]:
    dated = [letter for letter in letters if letter.date is not None]
    for letter in dated:
        if letter.date is not None and letter.date <= period.end:
            why = f"{_start(letter)} is dated before {spoken(period.end)}, the end of its period."
            yield Contradiction("before-period-end", why, (letter.id,))
    yield from _two_amounts(dated)
    yield from _debts(dated, catalogue)
    yield from _order(dated, places)


def _two_amounts(dated: Sequence[CaseLetter]) -> Iterator[Contradiction]:
    for one, other in itertools.combinations(dated, 2):
        alike = one.notice is not None and (one.notice, one.date, one.periods) == (
            other.notice,
            other.date,
            other.periods,
        )
        if alike and one.debt is not None and other.debt is not None and one.debt != other.debt:
            why = (
                f"Two letters are a {one.called}: one asks for {_money(one.debt)}, "
                f"the other for {_money(other.debt)}."
            )
            yield Contradiction("two-amounts", why, (one.id, other.id))


def _debts(dated: Sequence[CaseLetter], catalogue: Catalogue) -> Iterator[Contradiction]:
    """Each letter against the one before it about the same periods, where both tell a debt."""
    latest: dict[tuple[Period, ...], CaseLetter] = {}
    for letter in dated:
        if letter.debt is None or letter.periods is None:
            continue
        periods = tuple(sorted(letter.periods, key=lambda period: (period.end, period.form or "")))
        earlier = latest.get(periods)
        latest[periods] = letter
        if earlier is None or earlier.debt is None or earlier.date == letter.date:
            continue
        asks, asked = _money(letter.debt), _money(earlier.debt)
        told = f"{_start(letter)} asks for {asks}, the {earlier.called} asked for {asked}"
        if letter.debt < earlier.debt and not letter.pays:
            yield Contradiction("debt-smaller", f"{told}, and no payment is named.", (earlier.id, letter.id))
        elif (most := _most(earlier, letter, catalogue)) is not None and letter.debt > most:
            why = f"{told}: more than interest and the penalty for paying late explain."
            yield Contradiction("debt-jump", why, (earlier.id, letter.id))


def _most(earlier: CaseLetter, later: CaseLetter, catalogue: Catalogue) -> Decimal | None:
    """The most that the earlier debt can have grown to by the later letter; None where no rate is known."""
    if earlier.debt is None or earlier.date is None or later.date is None:
        return None
    if earlier.date + _DAY < catalogue.rates.quarters[0].first:
        return None
    pair = courses(earlier.debt, None, earlier.date, levy_notice=earlier.date - _LONG_AGO)
    return grow(*pair, later.date + _AHEAD, catalogue.rates).most * _SLACK


def _order(dated: Sequence[CaseLetter], places: Mapping[str, Standing | None]) -> Iterator[Contradiction]:
    """A letter after the one before it in time that usually comes later, on the same ladder."""
    placed = [(letter, place) for letter in dated if (place := places.get(letter.id)) is not None]
    for (one, high), (other, low) in itertools.pairwise(placed):
        if low.ladder is high.ladder and low.rung < high.rung and one.date != other.date:
            why = f"{_start(other)} is dated after the {one.called}, which usually comes later."
            yield Contradiction("order-unusual", why, (one.id, other.id))


def _start(letter: CaseLetter) -> str:
    return f"The {letter.called}"


def _money(value: Decimal) -> str:
    return f"${value:,.2f}"
