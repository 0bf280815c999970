"""A value read from a letter, with where it was read and what else it could have been."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from ingest.transform import Box

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place on the letter that says the value.

    Parameters
    ----------
    page
        Page number in the file, from 1.
    box
        In pixels of the page as it arrived.
    text
        As it was read, taxpayer numbers masked.
    rule
        Name of the rule that took it for this value.
    witness
        Independence group: two pieces of evidence count as two witnesses only where this differs
        (another place on the letter, another engine).

    """

    page: int
    box: Box
    text: str = field(repr=False)
    rule: str
    witness: str


@dataclass(frozen=True, slots=True)
class Rival(Generic[T]):
    """Another value the field could have had."""

    value: T = field(repr=False)
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """What is known of one field.

    ``value`` None with ``accepted`` says: looked for, the letter has none. None without says: could
    not be told. ``probability`` comes from a calibrator or is None.
    """

    value: T | None = field(repr=False)
    accepted: bool
    evidence: tuple[Evidence, ...] = ()
    rivals: tuple[Rival[T], ...] = ()
    probability: float | None = None


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A tax period: its last day, and the form where the letter names it.

    A tax year is the year's last day. ``form`` is as printed without the word Form: ``1040``, ``941``.
    """

    end: dt.date
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money on the letter and the part it plays (roles as in docs/record.md)."""

    role: str
    value: Decimal = field(repr=False)
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DatedMention:
    """A date on the letter and the part it plays (roles as in docs/record.md)."""

    role: str
    value: dt.date = field(repr=False)
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """What the letter prints for reaching its sender; None where it prints none."""

    phone: str | None = None
    fax: str | None = None
    reply_address: str | None = None
    person: str | None = None
    reference: str | None = None
    evidence: tuple[Evidence, ...] = ()
