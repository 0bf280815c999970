"""How a letter's text is prepared for the guesser: codes masked, digits levelled."""

from __future__ import annotations

import re

# A learned witness that could read the code would be no second witness: everything shaped like one goes.
_CODES = re.compile(
    r"\b(?:[cg][pf]|l[ty]|ltr|letter|notice)\W{0,3}(?:number|no)?\W{0,3}[0-9oilsbz|!\]]{1,5}\W?[a-z]{0,2}\b"
)
_DIGITS = re.compile(r"\d")
_SPACE = re.compile(r"\s+")


def prepared(text: str) -> str:
    """Lower case, codes masked, every digit a 0, single blanks."""
    low = _CODES.sub(" ", text.lower())
    return _SPACE.sub(" ", _DIGITS.sub("0", low)).strip()
