"""What a clean catalogue must hold, beyond what its files must look like to be read at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from classify.catalogue.entry import Catalogue, Notice, Source, Statement, spelled
from classify.catalogue.option import Option
from classify.catalogue.rates import Rates

# Its letters give a Collection Due Process hearing; so does a letter of a lien that sets its date.
# The hearing form belongs to them alone.
HEARING_CATEGORIES = frozenset({"final notice+CDP"})
HEARING_FORM = "12153"
HEARING_OPTIONS = frozenset({"cdp", "equivalent"})
# Rungs and neighbours that are events, not letters.
EVENTS = frozenset({"levy", "end of the plan"})
_CODE = re.compile(r"(?:CP|LT)\d{1,4}[A-Z]{0,2}|Letter \d{1,4}(?:-?[A-Z]{1,2})?|Form 668(?:\(Y\)|-[AW])\(c\)")
_MOST_WORDS = 40
# Words of lawyers, of promises and of threats; a person in trouble needs none of them.
_UNPLAIN = re.compile(
    r"\b(?:pursuant|hereby|herein|thereof|aforementioned|shall|guarantee\w*|promise\w*|forgiven?|jail|ruin\w*)\b",
    re.IGNORECASE,
)


def list_problems(catalogue: Catalogue, *, today: dt.date | None = None) -> tuple[str, ...]:
    """Everything that is wrong with the catalogue, one sentence each; empty where it is clean.

    ``today`` refuses sources that claim to have been read later.
    """
    return tuple(_problems(catalogue, today))


def _problems(catalogue: Catalogue, today: dt.date | None) -> Iterator[str]:
    for notice in catalogue.notices.values():
        for problem in _of_notice(notice, catalogue):
            yield f"{notice.code}: {problem}"
    for option in catalogue.options.values():
        for problem in _of_option(option, catalogue):
            yield f"option {option.key}: {problem}"
    for ladder in catalogue.ladders:
        for problem in _of_statement(ladder.basis):
            yield f"ladder {ladder.name}: {problem}"
        for name in (name for rung in ladder.rungs for name in rung if not _is_reference(name)):
            yield f"ladder {ladder.name}: {name} is neither a code nor a known event"
    yield from _of_rates(catalogue.rates)
    yield from _clashes(catalogue)
    for source in _every_source(catalogue):
        for problem in _of_source(source, today):
            yield f"source {source.id}: {problem}"


def _of_rates(rates: Rates) -> Iterator[str]:
    for statement in rates.statements:
        for problem in _of_statement(statement):
            yield f"rates: {problem}"
    for rate in rates.quarters:
        if not rate.basis.text.startswith(f"{rate.percent} percent "):
            yield f"rates: {rate.basis.text!r} does not say {rate.percent} percent"


def _of_notice(notice: Notice, catalogue: Catalogue) -> Iterator[str]:
    for statement in notice.statements:
        yield from _of_statement(statement)
    yield from _wording(notice)
    yield from _hearing(notice)
    for key in notice.options:
        if key not in catalogue.options:
            yield f"no option is called {key}"
    for code in (*notice.follows, *notice.precedes):
        if not _is_reference(code):
            yield f"{code} is neither a code nor a known event"
    names = [rule.name for rule in notice.deadlines]
    if len(set(names)) < len(names):
        yield "two deadlines have the same name"


def _of_option(option: Option, catalogue: Catalogue) -> Iterator[str]:
    for statement in option.statements:
        yield from _of_statement(statement)
    for key in option.beside:
        if key not in catalogue.options:
            yield f"no option is called {key}"
    cases = (option.letters, *(case.letters for case in option.not_given))
    for code in (code for letters in cases for code in (*letters.codes, *letters.but)):
        if not _is_reference(code):
            yield f"{code} is no code"
    years = [limit.year for limit in option.limits if limit.yearly]
    if len(set(years)) < len(years):
        yield "two limits are of the same year"


def _of_statement(statement: Statement) -> Iterator[str]:
    start = f"{statement.text[:40]!r}"
    if statement.mark == "general" and statement.sources:
        yield f"{start} is marked general but names a source"
    if statement.mark != "general" and not statement.sources:
        yield f"{start} is marked {statement.mark} but names no source"
    if statement.mark == "verified" and not any(s.kind in ("law", "irs") for s in statement.sources):
        yield f"{start} is marked verified but no source of it is law or the IRS"
    for word in _UNPLAIN.findall(statement.text):
        yield f"{start} says {word!r}: say it in plain words"
    for sentence in re.split(r"[.;:]\s", statement.text):
        if len(sentence.split()) > _MOST_WORDS:
            yield f"{start} has a sentence of more than {_MOST_WORDS} words"


def _wording(notice: Notice) -> Iterator[str]:
    if _sentences(notice.meaning.text) != 2:
        yield "the meaning must be two sentences"
    if _sentences(notice.next_action.text) != 1:
        yield "the next action must be one sentence"
    filled = {notice.next_action, *notice.steps}
    for statement in notice.statements:
        marks = set(re.findall(r"\{[^}]*\}", statement.text))
        if marks - ({"{by}"} if statement in filled else set()):
            yield f"{statement.text[:40]!r} holds a placeholder that nobody fills"


def _hearing(notice: Notice) -> Iterator[str]:
    """A letter gives a hearing with its form and its date, or it speaks of none of them."""
    has_date = any(rule.name == "hearing" for rule in notice.deadlines)
    has_form = any(HEARING_FORM in form for form in notice.forms)
    if notice.category in HEARING_CATEGORIES or (notice.category == "lien" and has_date):
        if not (has_date and has_form):
            yield "a letter with a hearing needs the deadline 'hearing' and Form 12153"
        return
    asked = (notice.next_action, *notice.steps, *notice.rights)
    if has_date or has_form or any(HEARING_FORM in statement.text for statement in asked):
        yield "the hearing form belongs only to letters that give a hearing"
    if HEARING_OPTIONS & set(notice.options):
        yield "a hearing is no option under this letter"


def _clashes(catalogue: Catalogue) -> Iterator[str]:
    """A spelling must lead to one notice only."""
    owners: dict[str, str] = {}
    for notice in catalogue.notices.values():
        for code in (notice.code, *notice.aliases):
            owner = owners.setdefault(spelled(code), notice.code)
            if owner != notice.code:
                yield f"{code} leads to both {owner} and {notice.code}"


def _of_source(source: Source, today: dt.date | None) -> Iterator[str]:
    parts = urlsplit(source.url)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in source.url:
        yield "its address is not a web address"
    if today is not None and source.read > today:
        yield "it was read on a day that has not come"


def _every_source(catalogue: Catalogue) -> tuple[Source, ...]:
    statements = [s for notice in catalogue.notices.values() for s in notice.statements]
    statements += [s for option in catalogue.options.values() for s in option.statements]
    statements += [ladder.basis for ladder in catalogue.ladders]
    statements += catalogue.rates.statements
    used = (source for statement in statements for source in statement.sources)
    return tuple(dict.fromkeys([*catalogue.sources.values(), *used]))


def _is_reference(name: str) -> bool:
    return name in EVENTS or _CODE.fullmatch(name) is not None


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?:\s|$)", text))
