"""What a debt grows to, worked out by hand: the facts come from a person, not from a letter."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from rich.console import Console

from classify.catalogue import load_catalogue
from classify.growth import NOTE, Growth, courses, grow, span
from classify.record import growth_record
from mailroom.lines import Lines
from mailroom.wording import day


def by_hand(
    balance: Decimal,
    *,
    tax: Decimal | None,
    start: dt.date,
    until: dt.date,
    due: dt.date | None,
    charged: float | None,
    plan: bool,
    levy_notice: dt.date | None,
) -> Growth:
    """What the debt comes to; the meanings are those of ``classify.growth.courses``.

    Raises
    ------
    ValueError
        with a clause that says which fact cannot be.

    """
    if tax is not None and tax > balance:
        raise ValueError("the unpaid tax is more than the balance that holds it")
    if due is not None and due > start:
        raise ValueError("the tax was due after the day of the balance")
    percent = None if charged is None else Decimal(str(charged))
    cheap, dear = courses(balance, tax, start, due=due, charged=percent, plan=plan, levy_notice=levy_notice)
    return grow(cheap, dear, until, load_catalogue().rates)


def show(console: Console, growth: Growth, *, as_json: bool) -> None:
    """Print the estimate with its steps, or as the record writes it."""
    if as_json:
        console.print(json.dumps(growth_record(growth)), soft_wrap=True, markup=False)
        return
    lines = Lines(console)
    lines.say(f"About {span(growth.least, growth.most)} by {day(growth.date)}, if nothing is paid.")
    for number, step in enumerate(growth.derivation, 1):
        lines.item(step, mark=f"{number}.")
    lines.gap()
    lines.say(NOTE)
    lines.show()
