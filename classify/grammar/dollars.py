"""Money in dollars and cents."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from decimal import Decimal

from classify.grammar.common import DIGITISH, Match, digits

_MONEY = re.compile(
    rf"(?:(?<![0-9A-Za-z.,/])(?:USD? ?(?=[$\d]))?|(?<=[a-z])(?=\$))([\-–—−(]?)\s?(\$|[sS§](?=\d{{1,3}}[,.]\d{{3}}))?\s?([\-–—−]?)\s?"
    rf"((?:\d|(?<=[\d,.]){DIGITISH}){{1,3}}(?:(?:,\s?|\.|\s(?=\d{{3}}[.,]\d{{2}}(?!\d)))"
    rf"(?:\d|{DIGITISH}){{3}})+|\d{{1,9}})"
    rf"(?:([.,:]\s?|\s\.\s?)({DIGITISH}{{2}}))?(?![0-9A-Za-z%])(?![-/]\d)"
)

# A point that was lost: "$38,906 17" at the end of its line.
_CENTS_APART = re.compile(r"\s(\d\d)(?=\s*$|\s+[A-Z])")
# The year of a date whose day and month stand before points: "25.09.2023".
_YEAR_BEHIND = re.compile(r"\.(?:19|20)\d\d\b")
# "4,318 dollars".
_IN_WORDS = re.compile(r" (?:U\.?S\.? )?[Dd]ollars?\b")


def money(text: str) -> Iterator[Match[Decimal]]:
    """US money in dollars and cents: ``$1,075.21``, ``-3,328.00``, ``318.30``, ``$50``.

    An amount needs a dollar sign, the word or cents. A comma read as a full stop, or the other way round, is put
    right where the groups of three leave one way to read it. Negative amounts keep their sign.
    """
    yield from _found(text)


# A row is asked for its money by every table, sentence and label that it may belong to.
@functools.lru_cache(maxsize=4096)
def _found(text: str) -> tuple[Match[Decimal], ...]:
    return tuple(_read(text))


def _read(text: str) -> Iterator[Match[Decimal]]:
    for found in _MONEY.finditer(text):
        sign, dollar, inner, whole, point, cents = found.groups()
        if not dollar and _YEAR_BEHIND.match(text, found.end()):
            continue
        if not (dollar or cents or _IN_WORDS.match(text, found.end())):
            continue
        grouped = re.split(r"[,.\s]\s?", whole)
        if not dollar and len(grouped) == 1 and len(whole) > 6:
            continue
        end = found.end()
        apart = _CENTS_APART.match(text, end) if dollar == "$" and len(grouped) > 1 and not cents else None
        if apart:
            point, cents, end = " ", apart[1], apart.end()
        whole_text, cost = digits("".join(grouped))
        cents_text, cents_cost = digits(cents or "00")
        if not whole_text.isdigit() or not cents_text.isdigit():
            continue
        cost += cents_cost + whole.count(".") + (point is not None and point != ".") + (" " in whole)
        if dollar and dollar != "$":
            cost += 1
        value = Decimal(f"{whole_text}.{cents_text}")
        negative = (sign and sign != "(") or inner or (sign == "(" and text[end : end + 1] == ")")
        yield Match(-value if negative else value, found.start(), end, cost)
