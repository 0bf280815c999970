"""What stands under a card, to be read in peace: steps, options, rights, what is unsure, what to keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from classify.doubt import DOUBTS
from classify.language import ENGLISH, Language
from mailroom import wording
from mailroom.lines import Lines, safe
from mailroom.outcome import JsonObject
from mailroom.places import rivals

UNCHECKED = "Check before relying on it."
INFORMS = "This is information about the kind of letter, not tax or legal advice on your case."
# So many ways forward are told in full: more than these hide the one that fits.
_SHOWN_OPTIONS = 6
# So many reasons for a person to look stand on the card itself.
MOST_REASONS = 3
_KEEP = (
    "Every page of this letter and its envelope: the postmark can matter.",
    "A copy of what you send, and the proof that you sent it.",
)


def write(rest: Lines, letter: JsonObject, *, long: bool = False) -> None:
    """Write it all; a part that the record has not is left out.

    Parameters
    ----------
    long
        Every option in full, and those that do not fit with the reason; else the first ones, and the names of
        the others.

    """
    advice: dict[str, Any] = letter["advice"] or {}
    language, tell = rest.language, rest.language.say
    rest.items("UNUSUAL FOR A LETTER FROM THE IRS", _unusual(letter, language))
    for number, step in enumerate(_texts(advice, "steps"), 1):
        if number == 1:
            rest.heading("NEXT STEPS")
        rest.item(step, mark=f"{number}.")
    _options(rest, advice, long=long)
    if long:
        rest.items("WHAT DOES NOT FIT", _not_fitting(advice))
    rest.items("YOUR RIGHTS", _texts(advice, "rights"))
    rest.items("NOT A RIGHT FROM THIS LETTER", _texts(advice, "not_rights"))
    ahead = (("if_ignored", ""), ("levy", "What may be taken: "))
    waiting = [f"{tell(lead) if lead else ''}{advice[key]}" for key, lead in ahead if advice.get(key)]
    rest.items("IF NOTHING IS DONE", [*waiting, *_growth(advice)])
    rest.items("BEFORE AND AFTER THIS LETTER", _texts(advice, "ladder"))
    _not_certain(rest, letter)
    rest.items("KEEP", map(tell, _KEEP))
    rest.gap()
    rest.say(safe(str(advice.get("note") or tell(INFORMS)), "italic"))
    if advice:
        code = letter["notice"]["value"]
        rest.say(tell("Sources: `ingest notices {code}`. Where it was read: `ingest explain`.", code=code))


def _texts(advice: JsonObject, key: str) -> list[str]:
    """The texts under a key that older records have not."""
    found = advice.get(key)
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _growth(advice: JsonObject) -> Iterator[str]:
    """What the debt grows to, in the record's own sentence; older records have none."""
    growth = advice.get("growth")
    said = growth.get("said") if isinstance(growth, dict) else None
    if isinstance(said, str):
        yield said


def _options(rest: Lines, advice: JsonObject, *, long: bool) -> None:
    tell = rest.language.say
    options = advice.get("options", [])
    shown = len(options) if long else _SHOWN_OPTIONS
    for number, option in enumerate(options[:shown]):
        if number == 0:
            rest.heading("WHAT ELSE IS POSSIBLE")
        why = str(option["why"])
        if option.get("checked") is False and rest.language.say(UNCHECKED) not in why:
            why = f"{why} {rest.language.say(UNCHECKED)}"
        rest.item(Text.assemble(safe(option["name"], "bold"), ": ", safe(why)))
        needs = _texts(option, "needs")
        if needs:
            listed = " ".join(_sentence(need) for need in needs)
            rest.say(tell("Needs: {needs}", needs=listed), indent=4)
    if further := [str(option["name"]) for option in options[shown:]]:
        rest.item(tell("Also: {names}.", names="; ".join(further)))
    if options and not long:
        rest.say(tell("`--long` tells more of these, and which ways do not fit and why."), indent=4)


def _sentence(text: str) -> str:
    """The text with a full stop, where it has none before its closing bracket."""
    return text if text.endswith((".", ".)")) else f"{text}."


def _unusual(letter: JsonObject, language: Language) -> Iterator[str]:
    """What is unusual, each with its page; older records name none."""
    for one in letter.get("unusual") or []:
        pages = sorted({int(place["page"]) for place in one.get("evidence") or []})
        yield f"{one['name']}: {one['why']}" + (f" ({wording.pages(pages, language)})" if pages else "")


def _not_fitting(advice: JsonObject) -> Iterator[str]:
    """The ways that people look for and that this letter does not have; older records name none."""
    for option in advice.get("options_not_fitting") or []:
        yield f"{option['name']}: {option['why_not']}"


def _not_certain(rest: Lines, letter: JsonObject) -> None:
    """What the banner had no room for, and what else a field could be."""
    language, tell = rest.language, rest.language.say
    lines = list(reasons(letter, language))[MOST_REASONS:]
    for name, about in wording.FIELDS.items():
        field = letter[name]
        others = [_value(rival["value"], language) for rival in rivals(field)]
        if not field["accepted"] and others:
            read = _value(field["value"], language) if field["value"] is not None else tell("nothing")
            others_told = tell(" or ").join(dict.fromkeys(others))
            said = tell("read as {read}; could also be {others}.", read=read, others=others_told)
            lines.append(f"{tell(about)}: {said}")
    rest.items("NOT CERTAIN", lines)


def reasons(letter: JsonObject, language: Language = ENGLISH) -> Iterator[str]:
    """Every doubt with what it is about, and every field that no doubt names but that is not certain."""
    named = set()
    for doubt in letter["doubts"]:
        named.add(doubt["field"])
        about = wording.FIELDS.get(doubt["field"] or "")
        why = _why(doubt, language)
        yield f"{language.say(about)}: {why}" if about else why
    for name, about in wording.FIELDS.items():
        if name not in named and not letter[name]["accepted"]:
            yield f"{language.say(about)}: {language.say('not certain.')}"


def _why(doubt: JsonObject, language: Language) -> str:
    """Why a person must look: the record's sentence, led by the doubt's own in another language."""
    why, known = str(doubt["why"]), DOUBTS.get(str(doubt["name"]))
    if language is ENGLISH or known is None or doubt["name"] == "unusual":
        return why
    return f"{language.say(known)} {language.untranslated}{why}"


def _value(value: Any, language: Language) -> str:
    """A field's value in a few words."""
    if isinstance(value, list):
        return wording.periods(value, language)
    text = str(value)
    return wording.money(text)
