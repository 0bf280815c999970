"""A finding: what was read on one letter, before anything is said about what it means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from classify.doubt import Doubt
from classify.field import Amount, Contact, DatedMention, Field, Period
from ingest.transform import Box

Origin = Literal["irs", "not_irs", "unreadable"]


@dataclass(frozen=True, slots=True)
class Look:
    """A place where a closer look may settle a field, though nothing of it was made out there.

    ``field`` is the field's name in the record, ``box`` in pixels of the page as it arrived.
    """

    field: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Finding:
    """The fields chosen from one letter, with the doubts about them.

    ``notice`` holds the code as the IRS writes it (``CP504B``, ``LT11``, ``Letter 1058``);
    ``amount_due`` is in dollars and cents; the meanings are those of docs/record.md.
    """

    origin: Origin
    notice: Field[str]
    notice_date: Field[dt.date]
    tax_periods: Field[tuple[Period, ...]]
    amount_due: Field[Decimal]
    due_date: Field[dt.date]
    taxpayer_id_last4: Field[str]
    amounts: tuple[Amount, ...] = ()
    dates: tuple[DatedMention, ...] = ()
    contact: Contact = field(default_factory=Contact)
    doubts: tuple[Doubt, ...] = ()
    looks: tuple[Look, ...] = ()

    @property
    def fields(self) -> tuple[Field[Any], ...]:
        """The six fields of a record, in its order."""
        return (
            self.notice,
            self.notice_date,
            self.tax_periods,
            self.amount_due,
            self.due_date,
            self.taxpayer_id_last4,
        )
