"""The answer in a terminal: one card for each letter, what matters most first.

The frame holds what a person must know at a glance: what it is, by when, what to do first, how much,
where to turn. Under it stands what to read in peace. The words come from the record; here they are
only put in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from classify.kinds import PROPOSES
from classify.language import ENGLISH, Language
from classify.payment_ways import ASK_FIRST
from mailroom import details, wording
from mailroom.lines import Lines, plain, safe
from mailroom.outcome import JsonObject
from mailroom.places import places
from mailroom.shown import shown

NOT_CERTAIN = " (not certain)"
_REVIEW = "bold white on magenta"
_FRAME = 4
_ORIGIN = {"printed": "Printed on the letter", "computed": "Worked out by rule, not printed"}
# Names of the catalogue's rules: dates for a hearing, and the day on which a payment plan ends.
_HEARING_DATES = frozenset({"hearing", "equivalent-hearing"})
_PLAN_ENDS = frozenset({"termination"})
# What an address is known to be for, by the rule by which it was read.
_FOR_REPLIES = "address:reply"
_ADDRESSES = {
    "address:hearing": "Named on the letter for hearing requests",
    _FOR_REPLIES: "Found on the letter, for payments or replies",
    "address:head": "Letterhead, which need not be where to send",
}
_MAY_BE_OTHER = (
    "Found on the letter, but not as the address for hearing requests: look on the letter for that one"
)
_KIND = {"hard": "; it does not move", "estimated": ", an estimate"}


def show(
    console: Console,
    record: JsonObject,
    today: dt.date,
    language: Language = ENGLISH,
    *,
    long: bool = False,
) -> None:
    """Print a card for each letter of a record.

    Parameters
    ----------
    console
        Where to; frames and colours only where it is a terminal.
    record
        As docs/record.md has it.
    today
        The day from which days left are counted.
    language
        What the card is told in; the record should be in it as well.
    long
        Tell every way forward in full, and those that do not fit.

    """
    if where := record.get("belongs_to"):
        said = language.say("a part of the letter told under {file}.", file=where["name"])
        console.print(Text(shown(f"{record['source']['name']}: {said}")), soft_wrap=True)
    letters = record["letters"]
    for number, letter in enumerate(letters, 1):
        if number > 1:
            console.print()
        which = language.say("letter {n} of {all}, ", n=number, all=len(letters)) if len(letters) > 1 else ""
        title = f"{record['source']['name']}: {which}{wording.pages(letter['pages'], language)}"
        front = Lines(console, inset=0 if plain(console) else _FRAME, language=language)
        rest = Lines(console, language=language)
        style = _write(front, rest, letter, today, long=long)
        front.show_framed(title, style)
        if rest.made:
            console.print()
            _in_short(console, front, rest, letter, today)
        rest.show()


def _write(front: Lines, rest: Lines, letter: JsonObject, today: dt.date, *, long: bool) -> str:
    """Both parts of a card; the colour of its frame."""
    match letter["status"]:
        case "not_irs":
            _not_irs(front)
            return "cyan"
        case "unreadable":
            _unreadable(front, letter)
            return "magenta"
    if letter["status"] == "review":
        _banner(front, letter)
    _head(front, letter, today)
    _how_much(front, letter)
    _by_when(front, letter, today)
    _first(front, letter, today)
    _where(front, letter)
    _who(front, letter)
    details.write(rest, letter, long=long)
    return _colour(letter)


def _colour(letter: JsonObject) -> str:
    return wording.urgency(letter["advice"]["urgency"])[1] if letter["advice"] else "magenta"


def _not_irs(front: Lines) -> None:
    tell = front.language.say
    front.say(Text(tell("This does not look like a letter from the IRS."), style="bold"))
    front.say(
        tell(
            "So nothing is said of what it means. If you expected an IRS letter, give every page of it again."
        )
    )
    front.say(tell("Find out who sent it before you pay or answer."))


def _unreadable(front: Lines, letter: JsonObject) -> None:
    front.banner("THIS LETTER COULD NOT BE READ", _REVIEW)
    tell = front.language.say
    front.say(tell("It may still be urgent: look at the paper, at its date and at the code in a top corner."))
    again = letter["capture"]["advice"] or "Scan it again at 300 dpi, or photograph it flat in even light."
    front.say(tell(again))


def _banner(front: Lines, letter: JsonObject) -> None:
    """That a person must look, and why."""
    front.banner("A PERSON MUST LOOK AT THIS LETTER", _REVIEW)
    reasons = list(details.reasons(letter, front.language))
    for reason in reasons[: details.MOST_REASONS]:
        front.item(reason, indent=0)
    if len(reasons) > details.MOST_REASONS:
        more = len(reasons) - details.MOST_REASONS
        front.item(front.language.say("{more} more below, under NOT CERTAIN.", more=more), indent=0)
    front.gap()


def _head(front: Lines, letter: JsonObject, today: dt.date) -> None:
    """The code, its title, how urgent, and what it means."""
    notice, advice = letter["notice"], letter["advice"]
    tell = front.language.say
    code = (notice["value"] or tell("Kind of letter unknown")) + _mark(notice, front.language)
    spoken = str((advice or {}).get("title") or "")
    title = (notice["title"] or spoken) if front.language is ENGLISH else (spoken or notice["title"] or "")
    front.say(Text.assemble(safe(code, "bold"), "  ", safe(title, "bold")))
    if advice is None:
        front.say(
            tell("The catalogue does not know this kind, so nothing is said of what it means or what to do.")
        )
        front.gap()
        return
    words, colour = wording.urgency(advice["urgency"], front.language)
    deadline = advice["deadline"]
    if deadline and advice["urgency"] > 1 and dt.date.fromisoformat(deadline["date"]) < today:
        words += tell(": act now, its date has passed")
    level = tell(" (urgency {level} of 5)", level=advice["urgency"])
    front.say(Text.assemble((words, f"bold {colour}"), safe(level)))
    front.say(advice["meaning"])
    front.gap()


def _mark(field: JsonObject, language: Language) -> str:
    return "" if field["accepted"] else language.say(NOT_CERTAIN)


def _by_when(front: Lines, letter: JsonObject, today: dt.date) -> None:
    """Every date in its order, how far away it is, what it is for, and what is lost after it."""
    deadline = letter["advice"] and letter["advice"]["deadline"]
    if not deadline:
        _no_deadline(front, letter, today)
    dates = _dates(letter)
    for number, found in enumerate(dates):
        told = _told(found, today, front.language, main=found is deadline)
        counted = _counted(today, front.language) if not number and deadline else ""
        label = "" if number else ("BY WHEN" if deadline else "ALSO")
        front.row(label, Text.assemble(told, counted))
        for text in _about(found, front.language):
            front.row("", text, inset=2)


def _dates(letter: JsonObject) -> list[JsonObject]:
    """The date that counts and the others, the earliest first."""
    advice = letter["advice"] or {}
    found = [advice.get("deadline"), *(advice.get("other_deadlines") or [])]
    return sorted((date for date in found if date), key=lambda date: str(date["date"]))


def _told(deadline: JsonObject, today: dt.date, language: Language, *, main: bool) -> Text:
    """A date and how far away it is; the one that counts stands out."""
    date = dt.date.fromisoformat(deadline["date"])
    left, told = wording.days_left(date, today, language), language.day(date, weekday=True)
    line = language.say("This date {left}: {day}", left=left, day=told) if date < today else f"{told}: {left}"
    return Text(line, style=wording.nearness(date, today) if main else "")


def _about(deadline: JsonObject, language: Language) -> Iterator[str]:
    """What a date is for and where it is from, and what is lost after it."""
    tell = language.say
    kind = _KIND.get(deadline["kind"])
    basis = f"{tell(_ORIGIN.get(deadline['from'], 'Told'))}{tell(kind) if kind else ''}."
    act = deadline.get("act")
    yield f"{tell('to {act}.', act=act)} {basis}" if act else basis
    if deadline.get("lost"):
        yield tell("At stake: {lost}", lost=deadline["lost"])


def _counted(today: dt.date, language: Language) -> str:
    """The day from which days left are counted: a card may be read on a later one."""
    return language.say(" (counted from {day})", day=language.day(today))


def _no_deadline(front: Lines, letter: JsonObject, today: dt.date) -> None:
    printed, language = letter["due_date"], front.language
    if printed["value"] is None:
        front.row("BY WHEN", language.say("No date is known. Look for one on the letter."))
        return
    date = dt.date.fromisoformat(printed["value"])
    told = f"{language.day(date, weekday=True)}: {wording.days_left(date, today, language)}"
    line = told + _mark(printed, language)
    front.row("BY WHEN", Text.assemble((line, wording.nearness(date, today)), _counted(today, language)))
    front.row("", language.say("The letter prints this date; look there what it is for."))


def _first(front: Lines, letter: JsonObject, today: dt.date) -> None:
    """The one thing to do first, and what must be known before."""
    advice = letter["advice"]
    if advice is None:
        told = front.language.say("Read the letter, or show it to somebody who knows such letters.")
        front.row("DO FIRST", told)
        return
    front.row("DO FIRST", safe(advice["next_action"], "bold"))
    notes = [*_earlier(letter, today, front.language), *_warnings(advice, front.language)]
    for number, note in enumerate(notes):
        front.row("" if number else "NOTE", note)


def _earlier(letter: JsonObject, today: dt.date, language: Language) -> Iterator[str]:
    """What is due before the date that counts: whoever only reads what to do first must not miss it."""
    main = letter["advice"]["deadline"]
    for found in _dates(letter):
        date = dt.date.fromisoformat(found["date"])
        if main and today <= date < dt.date.fromisoformat(main["date"]) and found.get("act"):
            day = language.day(date, weekday=True)
            yield language.say("An earlier date, {day}: {act}.", day=day, act=found["act"])


def _warnings(advice: JsonObject, language: Language) -> list[str]:
    """What the card does not say elsewhere: that a date has passed stands beside the date."""
    passed = language.say("The date to {act} was {day}: it has passed.").rpartition("{day}")[2]
    return [w for w in advice["warnings"] if w != advice["next_action"] and not w.endswith(passed)]


def _how_much(front: Lines, letter: JsonObject) -> None:
    """The amount, for what, and the whole debt where that is another amount."""
    amount, periods, language = letter["amount_due"], letter["tax_periods"], front.language
    whole = _whole_debt(letter)
    if amount["value"] is not None:
        asked = wording.money(amount["value"])
        if whole and _has_date(letter, _PLAN_ENDS):
            asked = language.say("{amount} past due", amount=asked)
        asked += _mark(amount, language)
    else:
        none = "No payment is asked for" if amount["accepted"] else "Could not be read: look at the letter"
        asked = language.say(none)
    told = ""
    if periods["value"]:
        told = wording.periods(periods["value"], language) + _mark(periods, language)
    elif not periods["accepted"]:
        told = language.say("years could not be read")
    front.row("HOW MUCH", Text.assemble(safe(asked, "bold"), safe(f", {told}" if told else "")))
    if whole:
        listed = language.listed([wording.money(value) for value in sorted(whole)])
        front.row("", language.say("Whole debt: {amounts}", amounts=listed))
    if letter["notice"]["value"] in PROPOSES:
        _proposed(front, letter)


def _proposed(front: Lines, letter: JsonObject) -> None:
    """What a letter proposes that asks for nothing yet; on a picture one place alone may be misread."""
    proposed = next((a for a in letter["amounts"] if a["role"] == "proposed"), None)
    if proposed is not None:
        sure = letter["capture"]["kind"] == "digital" or len(proposed["evidence"]) > 1
        amount = wording.money(proposed["value"]) + _mark({"accepted": sure}, front.language)
        front.row("", front.language.say("Proposed: {amount}", amount=amount))


def _whole_debt(letter: JsonObject) -> set[str]:
    """The whole debt, where it is another amount than the one asked for."""
    told = {a["value"] for a in letter["amounts"] if a["role"] == "whole_debt"}
    return told - {letter["amount_due"]["value"]}


def _has_date(letter: JsonObject, rules: frozenset[str]) -> bool:
    """Whether the advice holds a date of one of these rules."""
    advice = letter["advice"] or {}
    found = [advice.get("deadline"), *(advice.get("other_deadlines") or [])]
    return any(date and date.get("rule") in rules for date in found)


def _where(front: Lines, letter: JsonObject) -> None:
    """Where to send and call: what this kind of letter asks for, and what was read on this one."""
    contact, advice = letter["contact"], letter["advice"] or {}
    tell = front.language.say
    told = [str(advice["send_to"])] if advice.get("send_to") else []
    if contact["reply_address"]:
        read = next((place for place in places(contact) if place["rule"].startswith("address:")), None)
        rule = read["rule"] if read and read["rule"] in _ADDRESSES else _FOR_REPLIES
        # A hearing request that goes to another office of the IRS may come too late.
        other = rule == _FOR_REPLIES and _has_date(letter, _HEARING_DATES)
        lead = _MAY_BE_OTHER if other else _ADDRESSES[rule]
        where = f" ({wording.pages([read['page']], front.language)})" if read else ""
        told.append(f"{tell(lead)}{where}: {contact['reply_address']}")
    for number, line in enumerate(told):
        front.row("" if number else "SEND TO", line)
    reached = [
        tell(label, told=contact[key])
        for key, label in (
            ("phone", "{told}"),
            ("fax", "fax {told}"),
            ("person", "ask for {told}"),
            ("reference", "quote {told}"),
        )
        if contact[key]
    ]
    # Where gift cards are asked for, the number is the swindler's as well.
    if reached and advice.get("next_action") != tell(ASK_FIRST):
        front.row(
            "CALL" if contact["phone"] else "REACH",
            tell("{told} (as on the letter)", told=", ".join(reached)),
        )


def _who(front: Lines, letter: JsonObject) -> None:
    last4, date = letter["taxpayer_id_last4"], letter["notice_date"]
    language, tell = front.language, front.language.say
    number = (
        tell("Taxpayer number ending in {last4}", last4=last4["value"])
        if last4["value"]
        else tell("Taxpayer number not read")
    )
    if date["value"]:
        dated = tell("letter of {day}", day=language.day(dt.date.fromisoformat(date["value"])))
    else:
        dated = tell("date of the letter not read")
    front.row("WHO", f"{number}{_mark(last4, language)}; {dated}{_mark(date, language)}")


def _in_short(console: Console, front: Lines, rest: Lines, letter: JsonObject, today: dt.date) -> None:
    """On a terminal too low for the whole card, its gist once more, where the eye is left at the end."""
    if plain(console) or len(front.made) + len(rest.made) < console.height:
        return
    rest.gap()
    tell = rest.language.say
    code = (letter["notice"]["value"] or tell("This letter")) + _mark(letter["notice"], rest.language)
    rest.row("IN SHORT", Text.assemble(safe(code, "bold"), tell(". The whole card begins above.")))
    if letter["status"] == "review":
        rest.row("", Text(tell("A person must look at this letter."), style="bold magenta"))
    _by_when(rest, letter, today)
    if letter["advice"]:
        rest.row("DO FIRST", safe(letter["advice"]["next_action"], "bold"))
