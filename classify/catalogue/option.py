"""Ways to settle a debt or to contest it: their shape, and how their file is read.

A letter's file names the options of its stage. ``options.toml`` adds which others stand beside them, which
letters have options of their own, where each option has its limits, and of which letters people believe in
vain that they give it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from classify.catalogue.entry import CATEGORIES, Audience, Notice, Source, Statement
from classify.catalogue.statements import read_statement, statement_in
from classify.catalogue.table import Table
from classify.language import Language

Bound = Literal["up_to", "below", "above"]
_BOUNDS: tuple[Bound, ...] = get_args(Bound)


@dataclass(frozen=True, slots=True)
class Letters:
    """Which letters: every one of some categories, and some by their codes.

    Parameters
    ----------
    categories
        As in ``CATEGORIES``.
    codes
        As the IRS writes them.
    but
        Codes of letters that are left out.

    """

    categories: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def __contains__(self, notice: Notice) -> bool:
        return notice.code not in self.but and (
            notice.category in self.categories or notice.code in self.codes
        )


@dataclass(frozen=True, slots=True)
class Need:
    """What an option takes: a form, a fee, a condition; ``year`` is the one that it is known for."""

    statement: Statement
    year: int | None = None

    def said(self, language: Language) -> str:
        """The need as it may be shown, with its year."""
        told = self.statement.spoken or self.statement.text
        if self.year is not None:
            told = f"{told} ({language.say('as of {year}', year=self.year)})"
        return dataclasses.replace(self.statement, spoken=told).said


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on the debt within which an option fits.

    Parameters
    ----------
    bound
        ``up_to`` (at most), ``below`` (less than) or ``above`` (more than).
    amount
        In dollars.
    basis
        What counts towards it, in a sentence, with its sources.
    of
        ``debt``: tax, penalty and interest together. ``tax``: the tax alone.
    year
        The year that it is known for; None where it does not change from year to year.
    yearly
        Whether it is another in every year: then the one of the letter's year counts.

    """

    bound: Bound
    amount: Decimal
    basis: Statement
    of: Literal["debt", "tax"] = "debt"
    year: int | None = None
    yearly: bool = False

    def allows(self, amount: Decimal) -> bool:
        """Whether an amount is within it."""
        match self.bound:
            case "up_to":
                return amount <= self.amount
            case "below":
                return amount < self.amount
            case "above":
                return amount > self.amount


@dataclass(frozen=True, slots=True)
class NotGiven:
    """Letters of which people often believe that they give an option, and why they do not."""

    letters: Letters
    why: Statement


@dataclass(frozen=True, slots=True)
class Option:
    """A way to settle a debt or to contest it.

    Parameters
    ----------
    key
        What notices call it.
    beside
        Keys of options: wherever one of them is open, this one stands after it.
    letters
        Letters that have it, whether or not their own files name it.
    needs
        What it takes.
    limits
        Bounds on the debt; every one must hold. Of yearly ones the one of the letter's year.
    not_given
        Where it is often looked for in vain.

    """

    key: str
    name: str
    audience: Audience
    why: Statement
    needs: tuple[Need, ...]
    limits: tuple[Limit, ...] = ()
    beside: tuple[str, ...] = ()
    letters: Letters = dataclasses.field(default_factory=Letters)
    not_given: tuple[NotGiven, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything said of it."""
        return (
            self.why,
            *(need.statement for need in self.needs),
            *(limit.basis for limit in self.limits),
            *(case.why for case in self.not_given),
        )

    def limits_of(self, year: int | None) -> tuple[Limit, ...]:
        """The limits that count in a year; of yearly ones the last one known where the year has none yet.

        A year before the first yearly limit has none: the rule was not there yet.
        """
        steady = tuple(limit for limit in self.limits if not limit.yearly)
        yearly = [limit for limit in self.limits if limit.yearly and limit.year is not None]
        known = [limit for limit in yearly if year is None or limit.year is None or limit.year <= year]
        return (*steady, *sorted(known, key=lambda limit: limit.year or 0)[-1:])


def read_options(table: Table, sources: Mapping[str, Source]) -> Iterator[Option]:
    """The options of ``options.toml``."""
    for part in table.tables("option"):
        option = Option(
            key=part.text("key"),
            name=part.text("name"),
            audience=part.choice("audience", get_args(Audience)),
            why=read_statement(part.table("why"), sources),
            needs=tuple(_need(inner, sources) for inner in part.tables("need")),
            limits=tuple(_limit(inner, sources) for inner in part.tables("limit")),
            beside=part.names("beside"),
            letters=_own_letters(part),
            not_given=tuple(_not_given(inner, sources) for inner in part.tables("not_given")),
        )
        part.done()
        yield option


def _own_letters(part: Table) -> Letters:
    if not part.has("letters"):
        return Letters()
    inner = part.table("letters")
    letters = _letters(inner)
    inner.done()
    return letters


def _letters(part: Table) -> Letters:
    return Letters(part.choices("categories", CATEGORIES), part.names("codes"), part.names("but"))


def _need(part: Table, sources: Mapping[str, Source]) -> Need:
    need = Need(statement_in(part, sources), _year(part))
    part.done()
    return need


def _limit(part: Table, sources: Mapping[str, Source]) -> Limit:
    given = [bound for bound in _BOUNDS if part.has(bound)]
    if len(given) != 1:
        raise part.wrong("limit", f"must hold one of {', '.join(_BOUNDS)}")
    limit = Limit(
        bound=given[0],
        amount=part.money(given[0]),
        basis=statement_in(part, sources),
        of=part.choice("of", ("debt", "tax"), default="debt"),
        year=_year(part),
        yearly=part.flag("yearly", default=False),
    )
    part.done()
    if limit.yearly and limit.year is None:
        raise part.wrong("year", "is missing: a yearly limit has its year")
    return limit


def _not_given(part: Table, sources: Mapping[str, Source]) -> NotGiven:
    case = NotGiven(_letters(part), statement_in(part, sources))
    part.done()
    return case


def _year(part: Table) -> int | None:
    return part.number("year", 2000, 2100) if part.has("year") else None
