"""What a clean catalogue must hold, beyond what its files must look like to be read at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from classify.catalogue.entry import (
    COUNTED_CLOCKS,
    Catalogue,
    DeadlineRule,
    Notice,
    Source,
    Statement,
    Unclassified,
    spelled,
)
from classify.catalogue.option import Option
from classify.catalogue.rates import Rates

# Its letters give a Collection Due Process hearing; so does a letter of a lien that sets its date.
# The hearing form belongs to them alone.
HEARING_CATEGORIES = frozenset({"final notice+CDP"})
HEARING_FORM = "12153"
HEARING_OPTIONS = frozenset({"cdp", "equivalent"})
# Rungs and neighbours that are events, not letters.
EVENTS = frozenset({"levy", "end of the plan", "bill"})
# Letters that sources name as neighbours of others, of which nothing was gathered.
WITHOUT_ENTRY = frozenset({"Letter 3586"})
_CODE = re.compile(r"(?:CP|LT)\d{1,4}[A-Z]{0,2}|Letter \d{1,4}(?:-?[A-Z]{1,2})?|Form 668(?:\(Y\)|-[AW])\(c\)")
_FORM = re.compile(
    r"(?:(?:Tax Court )?Form|Schedule|Publication) [A-Z0-9]+(?:-[A-Z0-9]+)*(?:\([A-Za-z]\))*"
    r"(?: \((?:[A-Z]+|Form \d+)\))?"
)
_FORM_NAMED = re.compile(
    r"\b(?:Tax Court )?Form (?:[A-Z]{1,3}-\d?[A-Z0-9]*|\d+(?:-[A-Z]+)*(?:\([A-Za-z]\))*)"
)
# What sets a date by law, as an authority names it.
_LAW = re.compile(r"\b(?:IRC|Treas\. Reg\.|U\.S\.C\.|Public Law|C\.F\.R\.|CFR)")
_MOST_WORDS = 32
# Words of lawyers, of promises and of threats; a person in trouble needs none of them.
_UNPLAIN = re.compile(
    r"\b(?:pursuant|hereby|herein|thereof|thereto|aforementioned|shall|notwithstanding|forthwith|commenc\w*"
    r"|remit\w*|utili[sz]\w*|in lieu|prior to|deemed|guarantee\w*|promise\w*|forgiven?|easily|simply"
    r"|don't worry|jail|prison|arrest\w*|ruin\w*|threat\w*|unfortunately)\b",
    re.IGNORECASE,
)


def list_problems(catalogue: Catalogue, *, today: dt.date | None = None) -> tuple[str, ...]:
    """Everything that is wrong with the catalogue, one sentence each; empty where it is clean.

    ``today`` refuses sources that claim to have been read later.
    """
    return tuple(_problems(catalogue, today))


def _problems(catalogue: Catalogue, today: dt.date | None) -> Iterator[str]:
    yield from _of_entries(catalogue)
    yield from _of_what_is_shared(catalogue)
    yield from _of_rates(catalogue.rates)
    yield from _clashes(catalogue)
    for source in _every_source(catalogue):
        yield from _led(f"source {source.id}", _of_source(source, today))
    for code, sources in catalogue.own_sources.items():
        yield from _led(code, _of_own_sources(code, sources, catalogue))


def _led(lead: str, problems: Iterable[str]) -> Iterator[str]:
    """Each problem with where it is."""
    return (f"{lead}: {problem}" for problem in problems)


def _of_entries(catalogue: Catalogue) -> Iterator[str]:
    for notice in catalogue.notices.values():
        yield from _led(notice.code, _of_notice(notice, catalogue))
    for entry in catalogue.unclassified.values():
        yield from _led(entry.code, _of_text(entry.why))


def _of_what_is_shared(catalogue: Catalogue) -> Iterator[str]:
    for option in catalogue.options.values():
        yield from _led(f"option {option.key}", _of_option(option, catalogue))
    for statement in catalogue.signs.statements:
        yield from _led("signs", _of_statement(statement))
    for ladder in catalogue.ladders:
        for statement in ladder.statements:
            yield from _led(f"ladder {ladder.name}", _of_statement(statement))
        for name in (name for rung in ladder.rungs for name in rung):
            yield from _led(f"ladder {ladder.name}", _of_reference(name, catalogue))


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
        yield from _of_reference(code, catalogue)
    yield from _forms(notice)
    for rule in notice.deadlines:
        yield from _led(f"deadline {rule.name}", (*_of_rule(rule), *_of_its_words(rule)))
    names = [rule.name for rule in notice.deadlines]
    for place, rule in enumerate(notice.deadlines):
        if rule.no_later_than is not None and rule.no_later_than not in names[:place]:
            yield f"deadline {rule.name}: no deadline before it is called {rule.no_later_than}"
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
        if _CODE.fullmatch(code) is None:
            yield f"{code} is no code"
        else:
            yield from _of_reference(code, catalogue)
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
    yield from _of_text(statement.text)


def _of_text(text: str) -> Iterator[str]:
    """Plain language: no word of lawyers, no promise, no threat, no long sentence."""
    start = f"{text[:40]!r}"
    for word in _UNPLAIN.findall(text):
        yield f"{start} says {word!r}: say it in plain words"
    for sentence in re.split(r"[.;:]\s", text):
        if len(sentence.split()) > _MOST_WORDS:
            yield f"{start} has a sentence of more than {_MOST_WORDS} words"


def _of_reference(name: str, catalogue: Catalogue) -> Iterator[str]:
    """A neighbour must be an event, or a code of which the catalogue says something."""
    if name in EVENTS or name in WITHOUT_ENTRY:
        return
    if _CODE.fullmatch(name) is None:
        yield f"{name} is neither a code nor a known event"
    elif catalogue.find(name) is None and catalogue.find_unclassified(name) is None:
        yield f"{name} is named but has no entry"


def _forms(notice: Notice) -> Iterator[str]:
    """Forms are written alike, and what a step asks for is listed."""
    for form in notice.forms:
        if _FORM.fullmatch(form) is None:
            yield f"{form} is no name of a form, schedule or publication"
    for statement in (notice.next_action, *notice.steps):
        for named in _FORM_NAMED.findall(statement.text):
            if named not in notice.forms:
                yield f"{named} is named in a step but not listed under forms"


def _of_rule(rule: DeadlineRule) -> Iterator[str]:
    """A clock that can mean what it says."""
    counted = rule.clock in COUNTED_CLOCKS
    if rule.kind == "hard" and _LAW.search(rule.authority) is None:
        yield "it is hard, but its authority names no law"
    if rule.statutory and _LAW.search(rule.authority) is None:
        yield "it is statutory, but its authority names no law"
    if rule.threshold is not None and rule.days != 21:
        yield "a shorter count for large amounts belongs to the 21 days for payment"
    if rule.abroad_days is not None and not (rule.days is not None and rule.abroad_days > rule.days):
        yield "the time for an address abroad must be longer than the other"
    if rule.from_mailing and rule.clock != "notice_date":
        yield "only a count from the notice date can run from mailing instead"
    if not counted and (rule.agreement != "equal" or rule.computed_kind is not None):
        yield "agreement and computed_kind are for dates that are counted"
    if (rule.estimated_why is not None) != ("estimated" in (rule.kind, rule.computed_kind)):
        yield "estimated_why goes with a date that is only an estimate, and with no other"
    if rule.roll_is_open and (rule.statutory or not counted):
        yield "roll_is_open is for a counted date of which it is not settled that the law moves it"


def _of_its_words(rule: DeadlineRule) -> Iterator[str]:
    """What a clock says stands in sentences of others: ``act`` completes one, ``lost`` is one."""
    for text in (rule.act, rule.lost, *([] if rule.estimated_why is None else [rule.estimated_why])):
        yield from _of_text(text)
        if "{" in text:
            yield f"{text[:40]!r} holds a placeholder that nobody fills"
    if rule.act.endswith("."):
        yield f"{rule.act[:40]!r} completes a sentence and must not end one"
    if not rule.lost.endswith("."):
        yield f"{rule.lost[:40]!r} must be a sentence"
    if rule.estimated_why is not None and not rule.estimated_why.endswith("."):
        yield f"{rule.estimated_why[:40]!r} must be a sentence"


def _of_own_sources(code: str, sources: Iterable[Source], catalogue: Catalogue) -> Iterator[str]:
    """The sources that stand in a notice's own file: each is cited there and hides no shared one."""
    cited = {source for statement in catalogue.notices[code].statements for source in statement.sources}
    for source in sources:
        if source not in cited:
            yield f"{code}: source {source.id} is cited by nothing"
        if source.id in catalogue.sources:
            yield f"{code}: source {source.id} hides the shared one of that name"


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
    entries: tuple[Notice | Unclassified, ...] = (
        *catalogue.notices.values(),
        *catalogue.unclassified.values(),
    )
    for entry in entries:
        for code in (entry.code, *entry.aliases):
            owner = owners.setdefault(spelled(code), entry.code)
            if owner != entry.code:
                yield f"{code} leads to both {owner} and {entry.code}"


def _of_source(source: Source, today: dt.date | None) -> Iterator[str]:
    parts = urlsplit(source.url)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in source.url:
        yield "its address is not a web address"
    if today is not None and source.read > today:
        yield "it was read on a day that has not come"


def _every_source(catalogue: Catalogue) -> tuple[Source, ...]:
    statements = [s for notice in catalogue.notices.values() for s in notice.statements]
    statements += [s for option in catalogue.options.values() for s in option.statements]
    statements += [s for ladder in catalogue.ladders for s in ladder.statements]
    statements += catalogue.signs.statements
    statements += catalogue.rates.statements
    used = (source for statement in statements for source in statement.sources)
    return tuple(dict.fromkeys([*catalogue.sources.values(), *used]))


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?:\s|$)", text))
