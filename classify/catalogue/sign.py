"""What is unusual on a letter from the IRS, why it counts, and the web addresses that are usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from classify.catalogue.entry import Source, Statement
from classify.catalogue.statements import read_sources, read_statement, statement_in
from classify.catalogue.table import Table

SIGNS = ("payee", "payment-way", "web-address", "qr-code", "link", "phone", "notice-code", "amounts")
PAYMENT_WAY = "payment-way"


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that letters of the IRS do not show.

    Parameters
    ----------
    key
        One of ``SIGNS``.
    name
        What it is, in a few words.
    why
        Why it is unusual.

    """

    key: str
    name: str
    why: Statement


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs by their keys, hosts and phone numbers that letters of any kind print, and what to do."""

    advice: Statement
    by_key: Mapping[str, Sign]
    hosts: Mapping[str, Statement]
    phones: Mapping[str, Statement]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything said in the file."""
        usual = (*self.hosts.values(), *self.phones.values())
        return (self.advice, *(sign.why for sign in self.by_key.values()), *usual)


def read_signs(table: Table, sources: Mapping[str, Source]) -> Signs:
    """The signs of ``signs.toml``; every one of ``SIGNS`` must be there."""
    signs = {}
    for part in table.tables("sign"):
        sign = Sign(part.choice("key", SIGNS), part.text("name"), statement_in(part, sources))
        part.done()
        signs[sign.key] = sign
    own = {**sources, **read_sources(table)}
    usual: dict[str, dict[str, Statement]] = {"host": {}, "phone": {}}
    for kind, named in usual.items():
        for part in table.tables(kind):
            named[part.text("name")] = statement_in(part, own)
            part.done()
    missing = [key for key in SIGNS if key not in signs]
    if missing:
        raise table.wrong("sign", f"{missing[0]} is missing")
    advice = read_statement(table.table("advice"), sources)
    hosts, phones = (MappingProxyType(named) for named in usual.values())
    return Signs(advice, MappingProxyType(signs), hosts, phones)
