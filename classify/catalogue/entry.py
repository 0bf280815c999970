"""The shape of the catalogue: what is said of a notice, from where, and how far it was checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from classify.language import ENGLISH, Language

if TYPE_CHECKING:
    from classify.catalogue.ladders import Ladder
    from classify.catalogue.option import Option
    from classify.catalogue.rates import Rates
    from classify.catalogue.sign import Signs

Mark = Literal["verified", "secondary", "general"]
Audience = Literal["individual", "business", "both"]
Clock = Literal[
    "notice_date",
    "printed_date",
    "termination_date",
    "filing_date",
    "disaster_date",
    "receipt_date",
    "levy_date",
    "return_due_date",
]
Agreement = Literal["equal", "not-later", "not-earlier"]
# The clocks whose start a letter tells; by any other only a printed date counts.
COUNTED_CLOCKS = ("notice_date", "termination_date")

# The roles of printed dates (docs/record.md); ``due_date`` is the headline date, whatever its role.
PRINTED_ROLES = ("pay_by", "answer_by", "hearing", "termination", "refund_by")
CATEGORIES = (
    "balance due",
    "deficiency",
    "exam",
    "final notice+CDP",
    "identity",
    "info only",
    "info request",
    "installment agreement",
    "intent to levy",
    "lien",
    "passport",
    "payroll & business",
    "penalty",
    "refund change",
    "reminder",
    "unclassified",
    "underreporter",
    "unfiled return",
)
CHECK_FIRST = "Check before relying on it."


@dataclass(frozen=True, slots=True)
class Source:
    """A page, law or judgment that was read.

    Parameters
    ----------
    id
        What statements call it.
    kind
        ``law`` (statute, regulation, court), ``irs`` (IRS or Taxpayer Advocate, stored copies too)
        or ``other``.
    url
        Where it was read.
    read
        The day it was read.
    what
        What it is, and how much of it was read where that matters.

    """

    id: str
    kind: Literal["law", "irs", "other"]
    url: str
    read: dt.date
    what: str

    @property
    def cited(self) -> str:
        """The source as it is shown."""
        return f"{self.url} (read {self.read.isoformat()})"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, with how far it was checked.

    ``verified``: read in law or on an IRS page. ``secondary``: read elsewhere. ``general``: common
    knowledge of the trade, not checked, without sources. ``spoken`` is the text in the language of the
    catalogue, ``text`` always the English, by which statements are told apart.
    """

    text: str
    mark: Mark
    sources: tuple[Source, ...] = ()
    spoken: str = ""
    check_first: str = CHECK_FIRST

    @property
    def said(self) -> str:
        """The text as it may be shown: what was not checked says so."""
        told = self.spoken or self.text
        return f"{told} ({self.check_first})" if self.mark == "general" else told


@dataclass(frozen=True, slots=True)
class Threshold:
    """Another count of days from an amount on: ten business days at $100,000 or more."""

    amount: Decimal
    business_days: int


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One clock of a notice.

    Parameters
    ----------
    name
        Unique within the notice: ``hearing``, ``pay``.
    act
        What must be done by the date; completes the sentence "The last day to ...".
    clock
        What the days are counted from (``from`` in the file). All but ``notice_date`` and
        ``termination_date`` cannot be worked out from a letter: only a printed date counts.
    days, business_days, years
        The length, at most one of them; none where only a printed date counts. Day 1 is the day after.
    abroad_days
        The length for a letter addressed outside the United States, where the law gives another.
    threshold
        A shorter count from an amount on.
    printed
        Roles of printed dates that are this deadline, the best first.
    agreement
        How a printed date must stand to the computed one: ``equal``; ``not-later`` where the IRS may ask
        for an earlier day; ``not-earlier`` where the law only sets a least time.
    kind
        ``hard``, ``soft`` or ``estimated``, as in docs/record.md.
    computed_kind
        The kind where no date is printed, if it is another.
    estimated_why
        Why the date is only an estimate where it is counted; a sentence, and none where it is more.
    no_later_than
        Name of a rule before it, whose date ends the time for this act as well.
    statutory
        Whether the law sets it as the last day of an act of the taxpayer, so that IRC 7503 moves it off
        weekends and holidays. Where it is not, the date never moves.
    roll_is_open
        Whether it is not settled that IRC 7503 moves the date. It is left where it is, and that is said.
    from_mailing
        Whether the law counts from mailing where the letter was mailed after its date.
    lost
        What is lost after it.
    if_late
        What to do when it has passed, without promise.
    authority
        The statute, regulation or page that sets it.
    basis
        How far the rule was checked, and where.

    """

    name: str
    act: str
    clock: Clock
    printed: tuple[str, ...]
    kind: Literal["hard", "soft", "estimated"]
    statutory: bool
    lost: str
    if_late: Statement
    authority: str
    basis: Statement
    days: int | None = None
    business_days: int | None = None
    years: int | None = None
    abroad_days: int | None = None
    threshold: Threshold | None = None
    agreement: Agreement = "equal"
    computed_kind: Literal["hard", "soft", "estimated"] | None = None
    from_mailing: bool = False
    estimated_why: str | None = None
    no_later_than: str | None = None
    roll_is_open: bool = False


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A phone line that every letter of a kind is known to print; ``basis`` says whose it is."""

    number: str
    basis: Statement


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of notice or letter.

    ``deadlines`` holds the one that matters most first. ``send_to`` says where on the letter the address
    for the reply stands. ``levy`` says what may be taken and when; None where nothing is owed.
    ``options`` are keys of the options. ``phones`` are lines that all of its letters print; most kinds have
    none that is known.
    """

    code: str
    aliases: tuple[str, ...]
    spanish: Statement | None
    kind: Literal["notice", "letter"]
    title: Statement
    headlines: tuple[str, ...]
    audience: Audience
    category: str
    stage: str
    urgency: int
    meaning: Statement
    if_ignored: Statement
    levy: Statement | None
    next_action: Statement
    send_to: Statement
    steps: tuple[Statement, ...]
    rights: tuple[Statement, ...]
    not_rights: tuple[Statement, ...]
    cautions: tuple[Statement, ...]
    deadlines: tuple[DeadlineRule, ...]
    forms: tuple[str, ...]
    options: tuple[str, ...]
    follows: tuple[str, ...]
    precedes: tuple[str, ...]
    phones: tuple[KnownLine, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything said of it, in the order it is shown."""
        return (
            self.title,
            self.meaning,
            self.if_ignored,
            *(() if self.levy is None else (self.levy,)),
            self.next_action,
            self.send_to,
            *(line.basis for line in self.phones),
            *self.steps,
            *self.rights,
            *self.not_rights,
            *self.cautions,
            *(rule.basis for rule in self.deadlines),
            *(rule.if_late for rule in self.deadlines),
            *(() if self.spanish is None else (self.spanish,)),
        )


@dataclass(frozen=True, slots=True)
class Unclassified:
    """A code that is known to exist, of which nothing was confirmed: it gets no meaning and no date.

    ``why`` says what was looked for and not found.
    """

    code: str
    aliases: tuple[str, ...]
    kind: Literal["notice", "letter"]
    why: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every notice that is known, by its code, with the options, ladders, rates and signs.

    ``spellings`` leads from every code and alias, as ``spelled`` writes it, to its notice; ``unclassified``
    holds the codes of which nothing was confirmed; ``sources`` those that many notices share, ``own_sources``
    those that stand in a notice's own file, by its code; ``version`` is a hash of the files' contents.
    """

    notices: Mapping[str, Notice]
    unclassified: Mapping[str, Unclassified]
    spellings: Mapping[str, Notice]
    options: Mapping[str, Option]
    ladders: tuple[Ladder, ...]
    signs: Signs
    sources: Mapping[str, Source]
    own_sources: Mapping[str, tuple[Source, ...]]
    version: str
    rates: Rates
    language: Language = ENGLISH

    def get(self, code: str) -> Notice | None:
        """The notice with exactly this code, as the IRS writes it."""
        return self.notices.get(code)

    def find(self, code: str) -> Notice | None:
        """The notice that a code stands for, however it is spelled; None where it is not known.

        Spelling is blanks, dashes, case and ``LTR`` or ``L`` for ``Letter``. A code that is one character
        away from a known one is another code: it is never taken for its neighbour.
        """
        return self.spellings.get(spelled(code))

    def meant_by(self, typed: str) -> str:
        """The code that a person means who types one: ``5071C`` is ``Letter 5071C``.

        A number with no word before it is a letter's only where a letter has it and no notice does, and only
        by hand: on a page a bare number is never a code. Anything else stays as it was typed.
        """
        number = spelled(typed)
        letter = f"Letter {number}"
        known = self.find(letter) or self.find_unclassified(letter)
        if known is None or not _BARE.fullmatch(number):
            return typed
        return letter if all(self.find(code) is known for code in self.numbered(typed)) else typed

    def numbered(self, typed: str) -> tuple[str, ...]:
        """The notices, other than letters, that have a bare number: ``504`` is that of CP504."""
        number = spelled(typed)
        entries: tuple[Notice | Unclassified, ...] = (*self.notices.values(), *self.unclassified.values())
        codes = (code for entry in entries for code in (entry.code, *entry.aliases))
        return tuple(dict.fromkeys(code for code in codes if spelled(code) in (f"CP{number}", f"LT{number}")))

    def find_unclassified(self, code: str) -> Unclassified | None:
        """The unclassified entry that a code stands for, however it is spelled; None where there is none."""
        wanted = spelled(code)
        entries = self.unclassified.values()
        return next((e for e in entries if wanted in map(spelled, (e.code, *e.aliases))), None)


# A number as a letter has it, with no word before it.
_BARE = re.compile(r"\d{2,4}[A-Z]{0,2}")


def spelled(code: str) -> str:
    """A code without what is only spelling: ``Letter 1058-A``, ``LTR1058A`` and ``l1058a`` are one."""
    plain = re.sub(r"[\s\-]+", "", code).upper()
    return re.sub(r"^(?:LETTER|LTR|L)(?=\d)", "LETTER", plain)
