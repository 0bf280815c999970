"""The last four digits of taxpayers' numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classify.grammar.common import BEGINS, DIGITISH, Match, digits

_MASK = r"[Xx*#KkNn%×•·—=¥&]"
_SSN = re.compile(
    # Of an individual's number that is no social security number, 9XX-7X-1234, two digits tell the kind.
    rf"{BEGINS}(?:{_MASK}{{2,5}}|\d{{3}}|9{_MASK}{{2}})\s?[-–—−.~_]\s?(?:{_MASK}{{1,3}}|\d{{2}}|\d{_MASK})\s?[-–—−.~_]\s?"
    rf"({DIGITISH}{{4}})(?![0-9])"
)
_EIN = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_MASK}{{1,3}}|\d{{2}})\s?[-–—−.~_]\s?(?:{_MASK}{{2,4}}|\d{{3}})({DIGITISH}{{4}})(?![0-9])"
)

# Typewriters leave blanks: XXX XX 9780.
_BLANKS = re.compile(rf"(?<![A-Za-z0-9])[X*]{{3}} [X*]{{2}} ({DIGITISH}{{4}})(?![0-9])")
# Stars with blanks between them, as engines see wide ones: * * * **-9780.
_SPACED = re.compile(rf"(?<![A-Za-z0-9*])(?:\*\s?){{3,5}}[-–—~_]\s?({DIGITISH}{{4}})(?![0-9A-Za-z])")
# A run of mask signs with no hyphens: *****9780.
_RUN = re.compile(rf"(?<![A-Za-z0-9]){_MASK}{{4,7}}({DIGITISH}{{4}})(?![0-9A-Za-z])")


# Mask signs as engines spell them on poor pages: 4#41*.9709, **.¥%.9709, KKK-XX-9709.
_TAIL = re.compile(rf"(?<![0-9A-Za-z$,])[^\s$]{{2,9}}[-–—−.~*_•]\s?({DIGITISH}{{4}})(?![0-9A-Za-z]|[.,]\d)")


# Masks shorter than a number is, or in words: x4821, xxxx-4821, **** 4821, ...4821, [redacted]-4821.
_SHORT_MASK = re.compile(
    r"(?<![0-9A-Za-z])(?:[xX*#]{1,9}|\.{2,4}|\N{HORIZONTAL ELLIPSIS}|\[?(?:redacted|masked|hidden)\]?)[\s-]?(\d{4})(?![0-9A-Za-z]|[.,-]\d)",
    re.IGNORECASE,
)


def short_masks(text: str) -> Iterator[Match[str]]:
    """Four digits behind a mask that is shorter than what it hides; only a label can tell whose they are."""
    for found in _SHORT_MASK.finditer(text):
        yield Match(found[1], found.start(), found.end())


_DATE_LIKE = re.compile(r"\d{1,2}[-\u2010-\u2015./](?:\d{1,2}|[A-Za-z]{3,9})[-\u2010-\u2015./](?:19|20)\d\d")


def masked_tails(text: str) -> Iterator[Match[str]]:
    """Four digits behind what may have been mask signs; only a label can tell that they were."""
    for found in _TAIL.finditer(text):
        if _DATE_LIKE.fullmatch(found[0]) or _LABEL.match(found[0]):
            continue
        last, cost = digits(found[1])
        yield Match(last, found.start(), found.end(), cost + 1)


# A label set in bold by stars, "**Form Number:** 1040", is no mask.
_LABEL = re.compile(r"\W*[A-Za-z]{3,}:")
_ENDS_IN_FOUR = re.compile(
    rf"(?<!\S)(?![^\s]*\$)[^\s]{{0,9}}?(?<![0-9/])(?<![0-9][.,])({DIGITISH}{{4}})(?=[^0-9A-Za-z\s]{{0,2}}(?!\S))"
)


def ending_fours(text: str) -> Iterator[Match[str]]:
    """Four digits at the end of a word, whatever stands before them.

    Only another reading of the same place can tell that they end a taxpayer's number.
    """
    for found in _ENDS_IN_FOUR.finditer(text):
        last, cost = digits(found[1])
        if cost < 2 and not _DATE_LIKE.search(found[0]):
            yield Match(last, found.start(), found.end(), cost + 1)


_BARE = re.compile(
    rf"(?:(?<![0-9A-Za-z.,$\-/])|(?<!\S)[-\u2013\u2014])({DIGITISH}{{4}})(?![0-9A-Za-z]|[.,\-/]\d)"
)


def bare_fours(text: str) -> Iterator[Match[str]]:
    """Four digits by themselves, as behind "last 4 digits"; of a mask its last hyphen may be left."""
    for found in _BARE.finditer(text):
        last, cost = digits(found[1])
        if cost < 3:
            yield Match(last, found.start(), found.end(), cost)


def last_fours(text: str) -> Iterator[Match[str]]:
    """The last four digits of masked (or whole) taxpayer numbers, SSN or EIN shaped."""
    for pattern in (_SSN, _EIN, _BLANKS, _SPACED, _RUN):
        for found in pattern.finditer(text):
            last, cost = digits(found[1])
            yield Match(last, found.start(), found.end(), cost)
