"""Notice codes and letter numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from classify.grammar.common import Match

_CODE_DIGIT = str.maketrans(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "!": "1", "]": "1", "[": "1", "S": "5", "Z": "2", "B": "8", "G": "6"}
)  # fmt: skip
_CODE = re.compile(
    r"(?<![A-Za-z0-9$])(?P<prefix>[CG][PF]|C\.\s?P\.|cP|[L][TY]|(?<![/.])(?:cp|lt)|(?:LTR|Ltr|Letter|LETTER|letter|Carta|CARTA)(?!\s?L[TY]\b))\s?[-.#:]?\s?"
    r"(?:(?:No\.?|Number|NUMBER|number)\s?[:#]?\s)?"
    r"(?P<body>[0-9OQDILl|!\]\[SZBG]{1,5})(?P<gap>[-\s]?)(?P<suffix>[A-Z]{0,2})(?![A-Za-z0-9])"
)
# A suffix letter that an engine may have read as a digit.
_SUFFIX_FOR = str.maketrans("805126", "BOSIZG")


@dataclass(frozen=True, slots=True)
class Code:
    """One way to read a printed code, as the IRS writes it, and whether such a code is known."""

    name: str
    known: bool
    cost: int


def codes(text: str, known: Mapping[str, str]) -> Iterator[Match[tuple[Code, ...]]]:
    """Notice codes as printed, each with every way it can be read, cheapest first.

    ``CP5O4`` reads CP504 at a cost of 1. ``CP5048`` is no known code and, since engines take ``B`` for
    ``8``, reads CP504B at a cost of 1. Digits are never exchanged for other digits, and a code that is not
    known is kept only as it stands.

    Parameters
    ----------
    text
        Any text of the letter.
    known
        Squeezed code to the code as the IRS writes it, see ``classify.codes``.

    """
    for found in _CODE.finditer(text):
        readings = dict[str, Code]()
        for code in _readings(found, known):
            if code.name not in readings or code.cost < readings[code.name].cost:
                readings[code.name] = code
        if found["gap"] and not _LOWER.match(text, found.end()):
            # "CP 575 A" is a code with a blank in it; in "CP504 A notice" a word begins.
            whole = {name: code for name, code in readings.items() if name.endswith(found["suffix"])}
            # A hyphen ties a letter to the number of a letter, known or not: 3164-A is another one than 3164.
            tied = found["gap"] == "-" and bool(whole) and found["prefix"].upper() in {"LETTER", "LTR"}
            readings = whole if tied or _any_known(whole) or not _any_known(readings) else readings
        if readings:
            ranked = sorted(readings.values(), key=lambda c: (c.cost, not c.known))
            yield Match(tuple(ranked), found.start(), found.end(), ranked[0].cost)


_LOWER = re.compile(r"\s*[a-z]")


def _any_known(readings: Mapping[str, Code]) -> bool:
    return any(code.known for code in readings.values())


# The page about a notice on the IRS's site has its code for a name.
_IRS_PAGE = re.compile(r"\birs\.gov ?/ ?(?P<code>(?:cp|lt)\d{1,4}[a-z]{0,2})\b", re.IGNORECASE)


def page_codes(text: str, known: Mapping[str, str]) -> Iterator[Match[str]]:
    """Codes of notices whose pages on the IRS's site a text names: ``www.irs.gov/cp504``."""
    for found in _IRS_PAGE.finditer(text):
        if name := known.get(found["code"].upper()):
            yield Match(name, found.start("code"), found.end("code"))


_LETTER_NUMBER = re.compile(
    r"(?<![A-Za-z0-9$.,/\-])[0-9OQDIl|SZBG]{2,4}(?:-?[A-Z]{1,2})?(?![A-Za-z0-9\-]|[.,/]\d)"
)


def letter_numbers(text: str, known: Mapping[str, str]) -> Iterator[Match[tuple[Code, ...]]]:
    """Numbers of letters without the word, as they stand behind or under the label "Letter:"."""
    for found in _LETTER_NUMBER.finditer(text):
        for match in codes(f"Letter {found[0]}", known):
            yield Match(match.value, found.start(), found.end(), match.cost)


# Papers of a levy or a lien have the number of a form for their code, and the part that it is behind it.
_LEVY_FORM = re.compile(
    r"\b[Ff][Oo][Rr][Mm]\s?668[-\s]?\(?([AWYD])\)?(?:\s?\([A-Za-z]{1,4}\)){0,3}(?![A-Za-z0-9])"
)
_LEVY_FORMS = {"A": "Form 668-A(c)", "W": "Form 668-W(c)", "Y": "Form 668(Y)(c)", "D": "Form 668-D"}


def levy_forms(text: str) -> Iterator[Match[tuple[Code, ...]]]:
    """Forms 668, which are letters of their own: ``Form 668-A(ICS)`` is a Form 668-A(c)."""
    for found in _LEVY_FORM.finditer(text):
        yield Match((Code(_LEVY_FORMS[found[1]], known=True, cost=0),), found.start(), found.end())


def _readings(found: re.Match[str], known: Mapping[str, str]) -> Iterator[Code]:
    """Every code that letters and digits of these shapes can stand for."""
    head, head_cost = _prefix(found["prefix"])
    body = found["body"].replace("l", "I")
    if "L" in body and not re.search(r"\d", body):
        # "LT LLC" is a company.
        return
    for tail_length in (0, 1):
        number = body[: len(body) - tail_length].translate(_CODE_DIGIT)
        tail = body[len(body) - tail_length :].translate(_SUFFIX_FOR)
        if not number.isdigit() or tail.isdigit():
            continue
        cost = head_cost + sum(a != b for a, b in zip(body, number + tail, strict=True))
        # A letter behind a blank may be the code's or the next word's: both are offered.
        endings = [tail + found["suffix"]] + ([tail] if found["gap"] and found["suffix"] else [])
        for ending in endings:
            name = known.get(f"{head}{number}{ending}".upper())
            if name:
                yield Code(name, known=True, cost=cost)
            elif cost == 0 and (ending == tail or found["gap"] != " ") and len(number) >= 2 - (head == "LT"):
                # A hyphen ties the letter behind it to the number.
                number_and = f"{number}{found['gap']}{ending}" if ending != tail else f"{number}{ending}"
                name = f"{head} {number_and}" if head == "Letter" else f"{head}{number_and}"
                yield Code(name, known=False, cost=0)


def _prefix(prefix: str) -> tuple[str, int]:
    """The prefix as the IRS writes it in English: CP, LT or Letter."""
    upper = re.sub(r"[.\s]", "", prefix.upper())
    if upper in {"LETTER", "LTR", "CARTA"}:
        return "Letter", 0
    if upper in {"CP", "LT"}:
        return upper, 0
    return ("CP", 1) if upper[0] in "CG" else ("LT", 1)
