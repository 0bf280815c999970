"""The ways forward that fit a letter, and those that do not, with the reason.

What fits is told by the letter's stage (the catalogue), and by its debt and its taxpayer (the letter itself).
What is not known leaves nothing out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from classify import catalogue as shelf
from classify.advice import Option, OptionNotFitting
from classify.catalogue import Catalogue, Notice, Statement
from classify.catalogue.option import Limit, NotGiven
from classify.language import Language

# Forms that only a business files; with any other form, or none, the taxpayer may be a person.
BUSINESS_FORMS = frozenset(
    {"720", "940", "941", "943", "944", "945", "1065", "1120", "1120-S", "1120S", "CT-1"}
)
# The account of a civil penalty, which a business may have and a person.
CIVIL_PENALTY = "CIVPEN"
# The last resort stands last, whatever else a letter has.
_LAST = "advocate"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the letter tells of its taxpayer; None where it does not tell.

    Parameters
    ----------
    debt
        The whole debt in dollars.
    tax
        The tax in it, without penalty and interest.
    business
        Whether the taxpayer is a business.
    dated
        The date of the letter, for limits that change from year to year.
    gone
        Keys of options whose last day has passed.

    """

    debt: Decimal | None = None
    tax: Decimal | None = None
    business: bool | None = None
    dated: dt.date | None = None
    gone: frozenset[str] = frozenset()


def options_for(
    notice: Notice, catalogue: Catalogue, found: Circumstances
) -> tuple[tuple[Option, ...], tuple[OptionNotFitting, ...]]:
    """The options of a notice that fit, in order, and those that do not."""
    fitting, not_fitting = [], []
    language = catalogue.language
    for option in _open_at_stage(notice, catalogue):
        limits = option.limits_of(None if found.dated is None else found.dated.year)
        others = _is_for_others(option, notice, found) and option.key not in notice.options
        if others or _is_idle(option, limits, found):
            continue
        against = _against(option, limits, notice, found, language)
        if against is None:
            fitting.append(_told(option, limits, found, language))
        else:
            why_not, source, checked = against
            not_fitting.append(OptionNotFitting(option.key, option.name, why_not, source, checked))
    not_fitting += _in_vain(notice, catalogue, {option.key for option in _open_at_stage(notice, catalogue)})
    return tuple(fitting), tuple(not_fitting)


def _open_at_stage(notice: Notice, catalogue: Catalogue) -> Iterator[shelf.Option]:
    """What the notice names, each followed by what may stand beside it, and what is the letter's own."""
    keys: list[str] = []
    for key in notice.options:
        beside = (other for other in catalogue.options.values() if key in other.beside)
        keys += [key, *(other.key for other in beside if _vain_case(other, notice) is None)]
    keys += [option.key for option in catalogue.options.values() if notice in option.letters]
    last = [_LAST] if _LAST in keys else []
    for key in dict.fromkeys([*(key for key in keys if key != _LAST), *last]):
        yield catalogue.options[key]


def _is_idle(option: shelf.Option, limits: tuple[Limit, ...], found: Circumstances) -> bool:
    """Whether there is nothing to say: a rule that had not begun, or that only a known debt brings up."""
    yearly = any(limit.yearly for limit in option.limits)
    return yearly and (not any(limit.yearly for limit in limits) or found.debt is None)


def _is_for_others(option: shelf.Option, notice: Notice, found: Circumstances) -> bool:
    business = found.business
    if business is None and notice.audience != "both":
        business = notice.audience == "business"
    return business is not None and option.audience == ("individual" if business else "business")


def _against(
    option: shelf.Option, limits: tuple[Limit, ...], notice: Notice, found: Circumstances, language: Language
) -> tuple[str, str, bool] | None:
    """Why an option does not fit, with its source and whether that was checked; None where it fits."""
    if _is_for_others(option, notice, found):
        why = _FOR_OTHERS[option.audience]
        source = _cited(option.why)
        return language.say(why), source, bool(source)
    if option.key in found.gone:
        rule = next((rule for rule in notice.deadlines if rule.name in _CLOCKS.get(option.key, ())), None)
        passed = language.say("The last day to ask for it has passed.")
        return passed, rule.authority if rule else "", rule is not None
    for limit in limits:
        counted, amount = _counted(limit, found)
        if amount is not None and not limit.allows(amount):
            why = language.say(
                counted[_PAST[limit.bound]], amount=_dollars(amount), limit=_whole(limit, language)
            )
            return f"{why} {limit.basis.said}", _cited(limit.basis), limit.basis.mark != "general"
    return None


# The clocks whose end closes an option.
_CLOCKS = {"cdp": ("hearing",), "equivalent": ("equivalent-hearing", "hearing")}
_FOR_OTHERS = {
    "individual": "It is for a person, and this letter is to a business.",
    "business": "It is for a business, and this letter is to a person.",
}
_PAST = {"up_to": "above", "below": "not under", "above": "not above"}
_WITHIN = {"up_to": "not above", "below": "under", "above": "above"}
# How a debt, or the tax in it, stands to a limit.
_DEBT = {
    "above": "The debt, {amount}, is above {limit}.",
    "not above": "The debt, {amount}, is not above {limit}.",
    "under": "The debt, {amount}, is under {limit}.",
    "not under": "The debt, {amount}, is not under {limit}.",
}
_TAX = {
    "above": "The tax, {amount}, is above {limit}.",
    "not above": "The tax, {amount}, is not above {limit}.",
    "under": "The tax, {amount}, is under {limit}.",
    "not under": "The tax, {amount}, is not under {limit}.",
}


def _counted(limit: Limit, found: Circumstances) -> tuple[dict[str, str], Decimal | None]:
    """What is held against a limit.

    For one on the tax alone, the lesser of the debt and the tax that the letter tells: payments have lowered
    that tax, so what is left of it is not more than either.
    """
    if limit.of == "tax" and found.tax is not None and (found.debt is None or found.tax < found.debt):
        return _TAX, found.tax
    return _DEBT, found.debt


def _told(
    option: shelf.Option, limits: tuple[Limit, ...], found: Circumstances, language: Language
) -> Option:
    statements = (option.why, *(need.statement for need in option.needs), *(limit.basis for limit in limits))
    fits = []
    for limit in limits:
        counted, amount = _counted(limit, found)
        if amount is not None:
            whole = _whole(limit, language)
            fits.append(language.say(counted[_WITHIN[limit.bound]], amount=_dollars(amount), limit=whole))
    return Option(
        name=option.name,
        why=option.why.said,
        source=_cited(option.why),
        checked=option.why.mark != "general",
        needs=tuple(need.said(language) for need in option.needs),
        key=option.key,
        fits=" ".join(fits),
        limits=tuple(limit.basis.said for limit in limits),
        sources=tuple(dict.fromkeys(s.cited for statement in statements for s in statement.sources)),
    )


def _vain_case(option: shelf.Option, notice: Notice) -> NotGiven | None:
    """Why this letter does not give an option that people may look for in it; None where nothing is said."""
    return next((case for case in option.not_given if notice in case.letters), None)


def _in_vain(notice: Notice, catalogue: Catalogue, named: set[str]) -> Iterator[OptionNotFitting]:
    """What people often believe that this letter gives."""
    for option in catalogue.options.values():
        case = _vain_case(option, notice)
        if case is not None and option.key not in named:
            why = case.why.said.replace("{code}", notice.code)
            checked = case.why.mark != "general"
            yield OptionNotFitting(option.key, option.name, why, _cited(case.why), checked)


def _whole(limit: Limit, language: Language) -> str:
    """The limit in dollars, with the year that it is known for."""
    amount = f"${limit.amount:,.0f}"
    return amount if limit.year is None else f"{amount} ({language.say('as of {year}', year=limit.year)})"


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def _cited(statement: Statement) -> str:
    return statement.sources[0].cited if statement.sources else ""
