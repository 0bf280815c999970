"""The language that a person is spoken to in: texts, dates and days of the week.

The English text is its own key. So a translation never outlives the fact it was made of: when the English
changes, the old words are no longer found, and the English is shown and says that it is English.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

_MONTHS = tuple(f"{dt.date(2024, month, 1):%B}" for month in range(1, 13))
_DAYS = tuple(f"{dt.date(2024, 1, day):%A}" for day in range(1, 8))


@dataclass(frozen=True, slots=True)
class Language:
    """How a person is spoken to.

    Parameters
    ----------
    code
        Two letters, as in ``--lang``.
    texts
        From the English text to this language's; empty for English.
    months, days
        January first, Monday first.
    date, dated_day
        A date from ``{day}``, ``{month}`` and ``{year}``; the same led by ``{weekday}``.
    both
        What stands before the last of several.
    untranslated
        What leads a text that this language has no words for.

    """

    code: str
    texts: Mapping[str, str] = field(repr=False, default_factory=lambda: MappingProxyType({}))
    months: Sequence[str] = _MONTHS
    days: Sequence[str] = _DAYS
    date: str = "{month} {day}, {year}"
    dated_day: str = "{weekday}, {date}"
    both: str = "and"
    untranslated: str = ""

    def say(self, english: str, /, **values: object) -> str:
        """A text in this language, its placeholders filled; English, and said to be so, where it has none."""
        told = english if not self.texts else self.texts.get(english, f"{self.untranslated}{english}")
        for name, value in values.items():
            told = told.replace(f"{{{name}}}", str(value))
        return told

    def has(self, english: str) -> bool:
        """Whether it has words for a text; English has for every one."""
        return not self.texts or english in self.texts

    def day(self, date: dt.date, *, weekday: bool = False) -> str:
        """``March 11, 2024`` or ``Monday, March 11, 2024``."""
        told = self.date.format(day=date.day, month=self.months[date.month - 1], year=date.year)
        if not weekday:
            return told
        return self.dated_day.format(weekday=self.days[date.weekday()], date=told)

    def listed(self, texts: Sequence[str]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        if len(texts) < 2:
            return "".join(texts)
        return f"{', '.join(texts[:-1])} {self.both} {texts[-1]}"


ENGLISH = Language("en")
