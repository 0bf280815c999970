"""Ways of paying that the IRS does not use and swindlers ask for: gift cards, wire transfers, coins."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What comes first where a letter asks for gift cards.
ASK_FIRST = (
    "Do not pay, and call no number on the letter, until the IRS has said at 800-829-1040 that it sent it."
)
_WAY = (
    r"(?P<way>gift ?cards?|i?tunes cards?|google play cards?|steam cards?|vanilla cards?"
    r"|(?:pre-?paid|reloadable) (?:debit |gift )?cards?|green ?dot(?: cards?)?|money ?pak"
    r"|bitcoins?|crypto(?: ?currenc(?:y|ies))?|ethereum|usdt"
    r"|wire transfers?|western union|money ?gram|zelle|cash ?app)"
)
_PAID_BY = re.compile(
    rf"\b(?:pay|paid|payment|remit|settle|send|buy|purchase|load|deposit|transfer)\w*\b[^.!?]{{0,90}}?"
    rf"\b(?:by|with|in|via|through|using|use|of|buy|purchase|load|send)\s+(?:[\w-]+\s+){{0,4}}?{_WAY}\b",
    re.IGNORECASE,
)
# "You must pay $2,950.00 with Apple, Target or Google Play gift cards."
_PAID_BY_CARDS = re.compile(
    r"\b(?:must|need to|have to|please|to) (?:pay|send|buy|settle)\b(?:[^.!?]|\.\d){0,90}?"
    r"\b(?:by|with|in|of)\s+(?:[\w-]+,?\s+){0,6}?(?P<way>gift ?cards?)\b",
    re.IGNORECASE,
)
# A warning against it is no request for it; banks' same-day wires and wires from abroad are ways of the IRS.
_NO_REQUEST = re.compile(
    r"\b(?:never|not|no|cannot|(?:do|wo|does|ca)n\W?t|beware|scams?|scammers?|fraud\w*"
    r"|same-? ?day|foreign|international)\b",
    re.IGNORECASE,
)


def ways_asked_for(text: str) -> Iterator[re.Match[str]]:
    """Where a text asks to be paid in such a way; group ``way`` names it."""
    plain = list(_PAID_BY.finditer(text))
    ends = {found.end() for found in plain}
    listed = (found for found in _PAID_BY_CARDS.finditer(text) if found.end() not in ends)
    for found in (*plain, *listed):
        if not _NO_REQUEST.search(_sentence(text, found.start(), found.end())):
            yield found


def _sentence(text: str, start: int, end: int) -> str:
    first = max((m.end() for m in re.finditer(r"[.!?]\s", text[:start])), default=0)
    last = re.search(r"[.!?](?:\s|$)", text[end:])
    return text[first : end + last.start() if last else len(text)]
