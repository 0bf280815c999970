"""What may be shown: names and sentences that are safe for a terminal, a log and a record.

What a letter says was masked when it was read (``ingest.privacy``, which knows what OCR makes of
digits). This is the supervisor's own last look at all that leaves the program, and it loads no numpy.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# SSN or ITIN 3-2-4, EIN 2-7, with the separators that letters and people use. Only the last four
# digits may stay: 26 CFR 301.6109-4.
_PERSON = re.compile(r"(?<!\d)\d{3}[-\s\u2010-\u2015.]\d{2}[-\s\u2010-\u2015.](\d{4})(?!\d)")
_EMPLOYER = re.compile(r"(?<![\d-])\d{2}[-\u2010-\u2015]\d{3}(\d{4})(?![\d-])")
# No number of these shapes is shorter; most keys and many values of a record are.
_SHORTEST = 10
# In a file's name nine digits in a row are enough to be one.
_BARE = re.compile(r"(?<!\d)\d{5}(\d{4})(?!\d)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def masked(text: str) -> str:
    """The text with all but the last four digits of taxpayer numbers taken out."""
    if len(text) < _SHORTEST:
        return text
    return _EMPLOYER.sub(r"XX-XXX\1", _PERSON.sub(r"XXX-XX-\1", text))


def masked_throughout(value: Any) -> Any:
    """A JSON value with every text in it masked."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [masked_throughout(item) for item in value]
    if isinstance(value, Mapping):
        return {masked(str(key)): masked_throughout(item) for key, item in value.items()}
    return value


def shown(text: str) -> str:
    """One line for a person: masked, control and direction characters as ``?``."""
    return masked(_CONTROL.sub("?", text))


def shown_name(path: Path | str) -> str:
    r"""A file's name or path as valid text: bytes that are no UTF-8 appear as ``\xff``."""
    return _BARE.sub(r"XXXXX\1", shown(os.fsencode(path).decode("utf-8", "backslashreplace")))


# What the interpreter itself writes when it dies; anything else on a reader's stderr may quote a letter.
_TRACE = re.compile(r'Fatal Python error: [\w ]{1,60}|  File "[\w./<>-]{1,200}", line \d{1,6} in \w{1,80}')


def crash_trace(untrusted_stderr: bytes) -> tuple[str, ...]:
    """The lines of a reader's stderr that tell where it died, and nothing that could quote a letter."""
    lines = untrusted_stderr.decode("ascii", "replace").splitlines()
    return tuple(masked(line) for line in lines if _TRACE.fullmatch(line))
