"""Advice: what a letter means, by when, and what to do next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from classify.growth import Waiting
    from classify.ladder import Standing

DeadlineKind = Literal["hard", "soft", "estimated"]
INFORMS = "This is information about the kind of letter, not tax or legal advice on your case."


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date by which something must be done.

    Parameters
    ----------
    act
        What must be done by it: ``request a Collection Due Process hearing``.
    date
        The working date; the printed one where one is printed, the earlier where they conflict.
    kind
        ``hard``: set by law, a right is lost after it. ``soft``: set by the IRS or custom, or by law
        without loss of a right. ``estimated``: rests on something uncertain, never later than true.
    origin
        ``printed`` or ``computed`` (``from`` in the record).
    rule
        Name of the rule in the catalogue entry.
    derivation
        Every step from the anchor to the date, one sentence each.
    printed
        The printed date, where the letter prints one for this act.
    source
        Statute, regulation or page that sets it.
    lost
        What is lost after it.
    computed
        The date that the rule gives when it is counted; None where it cannot be counted.
    by_mailing
        The last day as the law counts it where the letter was mailed after its own date. The working date
        does not move by it.
    mailing_sure
        False where that was only read off an envelope.
    checked
        False where nobody has verified the rule; ``lost`` and ``derivation`` then say so themselves.

    """

    act: str
    date: dt.date
    kind: DeadlineKind
    origin: Literal["printed", "computed"]
    rule: str
    derivation: tuple[str, ...]
    printed: dt.date | None
    source: str
    lost: str | None = None
    computed: dt.date | None = None
    by_mailing: dt.date | None = None
    mailing_sure: bool = True
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """A way forward that fits this letter.

    Parameters
    ----------
    name, why
        What it is, and for whom.
    source
        The first source of ``why``.
    checked
        False where the rule is common knowledge of the trade that nobody has verified; the text then
        says so itself.
    needs
        What it takes: forms, fees, conditions, with the year they are known for.
    key
        Its name in the catalogue, the same in every language.
    fits
        How the debt stands to its limits; empty where it has none or the debt is not known.
    limits
        Its limits in words.
    sources
        Every source of what is said of it.

    """

    name: str
    why: str
    source: str
    checked: bool = True
    needs: tuple[str, ...] = ()
    key: str = ""
    fits: str = ""
    limits: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionNotFitting:
    """A way that people look for and that this letter, its debt or its taxpayer does not have, and why."""

    key: str
    name: str
    why_not: str
    source: str
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Advice:
    """What the letter means and what to do. It informs; it does not advise on a case.

    Parameters
    ----------
    send_to
        Where on the letter the address for the reply stands, for it is often not the payment address.
    if_ignored
        What happens when nothing is done, without threats.
    levy
        What the IRS may take on the strength of this letter, and when.
    not_rights
        What this letter does not give, where people often think it does.
    warnings
        What must be known before acting; a date that has passed comes first.
    ladder
        Where the letter usually stands among others: before it, after it.
    language
        The language of all this, as in ``--lang``.
    note
        The one sentence that says what this is not.
    sequence
        The same as ``ladder``, for programs; None where the letter belongs to no sequence.
    growth
        What it costs to wait; None where the letter asks for no debt or tells too little with certainty.

    """

    title: str
    meaning: str
    category: str
    urgency: int
    stage: str
    deadline: Deadline | None
    other_deadlines: tuple[Deadline, ...]
    next_action: str
    steps: tuple[str, ...]
    options: tuple[Option, ...]
    rights: tuple[str, ...]
    warnings: tuple[str, ...]
    sources: tuple[str, ...]
    send_to: str = ""
    if_ignored: str = ""
    levy: str = ""
    not_rights: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    ladder: tuple[str, ...] = ()
    options_not_fitting: tuple[OptionNotFitting, ...] = ()
    note: str = INFORMS
    language: str = "en"
    growth: Waiting | None = None
    sequence: Standing | None = None
