"""The period and type of tax of an account, as the IRS's computers print them for its clerks: ``201912 30``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from classify.grammar.common import FIRST_YEAR, LAST_YEAR, Match

# Master file tax codes and the return of each (IRS Document 6209, section 2, tax returns and forms).
_FORMS = {
    "01": "941", "02": "1120", "03": "720", "05": "1041", "06": "1065", "10": "940", "11": "943", "12": "1042",
    "13": "CIVPEN", "14": "944", "16": "945", "30": "1040", "31": "1040", "34": "990-T", "44": "990-PF", "51": "709",
    "52": "706", "55": "CIVPEN", "60": "2290", "67": "990", "74": "5500",
}  # fmt: skip
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z.,$\-/])((?:19|20)\d\d)(0[1-9]|1[0-2]) (\d\d)(?![0-9A-Za-z]|[.,\-/]\d)")


def accounts(text: str) -> Iterator[Match[tuple[dt.date, str]]]:
    """The last day of the period and the return: the first of its family, as a Form 1040-SR is filed for 30 too."""
    for found in _ACCOUNT.finditer(text):
        year, month, form = int(found[1]), int(found[2]), _FORMS.get(found[3])
        if form and FIRST_YEAR <= year <= LAST_YEAR:
            end = dt.date(year, month, calendar.monthrange(year, month)[1])
            yield Match((end, form), found.start(), found.end())
