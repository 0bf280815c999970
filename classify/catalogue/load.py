"""Reading the catalogue's files. Whatever is wrong in one is told with its file and key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import get_args

from classify.catalogue.entry import (
    CATEGORIES,
    COUNTED_CLOCKS,
    PRINTED_ROLES,
    Agreement,
    Audience,
    Catalogue,
    Clock,
    DeadlineRule,
    KnownLine,
    Notice,
    Source,
    Statement,
    Threshold,
    Unclassified,
    spelled,
)
from classify.catalogue.ladders import read_ladders
from classify.catalogue.option import read_options
from classify.catalogue.rates import read_rates
from classify.catalogue.sign import read_signs
from classify.catalogue.statements import read_sources, read_statement, statement_in
from classify.catalogue.table import Table, parsed

_KINDS = ("hard", "soft", "estimated")
_PHONE = re.compile(r"\d{3}-\d{3}-\d{4}")


def load_catalogue(folder: Traversable | None = None) -> Catalogue:
    """Read the catalogue that ships with the program, or another folder of the same shape.

    Raises
    ------
    SetupError
        naming the file and the key that is wrong.

    """
    root = files(__package__) if folder is None else folder
    names = ("law", "options", "ladders", "rates", "signs")
    shared = {name: parsed(root / f"{name}.toml") for name in names}
    entries = sorted((root / "notices").iterdir(), key=lambda path: path.name)
    written = [path for path in entries if path.name.endswith(".toml")]
    sources = read_sources(shared["law"])
    notices: dict[str, Notice] = {}
    unclassified: dict[str, Unclassified] = {}
    own_sources: dict[str, tuple[Source, ...]] = {}
    for path in written:
        table = parsed(path)
        if table.choice("category", CATEGORIES) == "unclassified":
            entry = _unclassified(table)
            _refuse_twice(table, entry.code, {*notices, *unclassified})
            unclassified[entry.code] = entry
            continue
        own = read_sources(table)
        notice = _notice(table, {**sources, **own})
        table.done()
        _refuse_twice(table, notice.code, {*notices, *unclassified})
        notices[notice.code] = notice
        own_sources[notice.code] = tuple(own.values())
    options = {option.key: option for option in read_options(shared["options"], sources)}
    ladders = read_ladders(shared["ladders"], sources)
    rates = read_rates(shared["rates"], sources)
    signs = read_signs(shared["signs"], sources)
    for table in shared.values():
        table.done()
    return Catalogue(
        MappingProxyType(notices),
        MappingProxyType(unclassified),
        MappingProxyType(_spellings(notices.values())),
        MappingProxyType(options),
        ladders,
        signs,
        MappingProxyType(sources),
        MappingProxyType(own_sources),
        _version([*(root / f"{name}.toml" for name in shared), *written]),
        rates,
    )


def _refuse_twice(table: Table, code: str, known: set[str]) -> None:
    if code in known:
        raise table.wrong("code", f"{code} has another file already")


def _spellings(notices: Iterable[Notice]) -> dict[str, Notice]:
    """Each notice under its own code before any alias, so that a clash never hides a code."""
    listed = tuple(notices)
    aliases = {spelled(alias): notice for notice in listed for alias in notice.aliases}
    return {**aliases, **{spelled(notice.code): notice for notice in listed}}


def _version(paths: Iterable[Traversable]) -> str:
    """Twelve hex digits that change with any byte of any file."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _unclassified(table: Table) -> Unclassified:
    """A code of which nothing was confirmed: it may hold nothing but its names and what was looked for."""
    entry = Unclassified(
        code=table.text("code"),
        aliases=table.names("aliases"),
        kind=table.choice("kind", ("notice", "letter")),
        why=table.text("why"),
    )
    table.done()
    return entry


def _notice(table: Table, sources: Mapping[str, Source]) -> Notice:
    def one(key: str) -> Statement:
        return read_statement(table.table(key), sources)

    def many(key: str) -> tuple[Statement, ...]:
        return tuple(read_statement(part, sources) for part in table.tables(key))

    return Notice(
        code=table.text("code"),
        aliases=table.names("aliases"),
        spanish=one("spanish") if table.has("spanish") else None,
        kind=table.choice("kind", ("notice", "letter")),
        title=one("title"),
        headlines=table.names("headlines"),
        audience=table.choice("audience", get_args(Audience)),
        category=table.choice("category", CATEGORIES),
        stage=table.text("stage"),
        urgency=table.number("urgency", 0, 5),
        meaning=one("meaning"),
        if_ignored=one("if_ignored"),
        levy=one("levy") if table.has("levy") else None,
        next_action=one("next_action"),
        send_to=one("send_to"),
        steps=many("step"),
        rights=many("right"),
        not_rights=many("not_right"),
        cautions=many("caution"),
        deadlines=tuple(_rule(part, sources) for part in table.tables("deadline")),
        forms=table.names("forms"),
        options=table.names("options"),
        follows=table.names("follows"),
        precedes=table.names("precedes"),
        phones=tuple(_line(part, sources) for part in table.tables("phone")),
    )


def _line(part: Table, sources: Mapping[str, Source]) -> KnownLine:
    number = part.text("number")
    if not _PHONE.fullmatch(number):
        raise part.wrong("number", "must be a number such as 800-829-1040")
    line = KnownLine(number, statement_in(part, sources))
    part.done()
    if not line.basis.sources:
        raise part.wrong("sources", "a line that a letter is known to print needs a source")
    return line


def _rule(part: Table, sources: Mapping[str, Source]) -> DeadlineRule:
    rule = DeadlineRule(
        name=part.text("name"),
        act=part.text("act"),
        clock=part.choice("from", get_args(Clock)),
        printed=part.choices("printed", PRINTED_ROLES),
        kind=part.choice("kind", _KINDS),
        statutory=part.flag("statutory"),
        lost=part.text("lost"),
        if_late=read_statement(part.table("if_late"), sources),
        authority=part.text("authority"),
        basis=read_statement(part.table("basis"), sources),
        days=part.optional_number("days"),
        business_days=part.optional_number("business_days"),
        years=part.optional_number("years"),
        abroad_days=part.optional_number("abroad_days"),
        threshold=_threshold(part),
        agreement=part.choice("agreement", get_args(Agreement), default="equal"),
        computed_kind=part.choice("computed_kind", _KINDS, default=None),
        from_mailing=part.flag("from_mailing", default=False),
        estimated_why=part.text("estimated_why") if part.has("estimated_why") else None,
        no_later_than=part.text("no_later_than") if part.has("no_later_than") else None,
        roll_is_open=part.flag("roll_is_open", default=False),
    )
    part.done()
    lengths = [n for n in (rule.days, rule.business_days, rule.years) if n is not None]
    counted = rule.clock in COUNTED_CLOCKS
    if len(lengths) != (1 if counted else 0):
        wanted = (
            "one of days, business_days and years" if counted else "no length: only a printed date counts"
        )
        raise part.wrong("from", f"{rule.clock} goes with {wanted}")
    return rule


def _threshold(part: Table) -> Threshold | None:
    if not part.has("threshold"):
        return None
    inner = part.table("threshold")
    threshold = Threshold(inner.money("amount"), inner.number("business_days", 1, 400))
    inner.done()
    return threshold
