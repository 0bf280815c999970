"""Tax periods that stand under one with a label: in boxes each takes a line, or a few share one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from classify import grammar
from classify.extract.candidate import Candidate, matches
from classify.extract.period_form import form_left
from classify.extract.period_list import LABELS, LIST, goes_on, is_below
from classify.field import Period
from classify.layout import Sheet, Spot

# The rules of periods that stand under one with a label.
STACKED = ("label:period-below", "label:year-below")


_MONTH = re.compile(rf"\b{grammar.MONTH}\.?\W*(?:\d{{1,2}}\W*)?$")


def stacked(sheets: Sequence[Sheet], labelled: Sequence[Candidate[Period]]) -> Iterator[Candidate[Period]]:
    """Periods that stand under one with a label and have none themselves: in boxes each takes a line."""
    if not labelled:
        return
    told = {(c.spot.page, c.spot.reading, c.spot.box) for c in labelled}
    found = [
        Candidate(Period(match.value, None), "own", STACKED[0], 3, spot, match.cost)
        for match, _, spot in matches(sheets, grammar.dates)
        if grammar.is_month_end(match.value)
    ]
    found += [
        Candidate(Period(dt.date(match.value, 12, 31), None), "own", STACKED[1], 3, spot, match.cost)
        for match, _, spot in matches(sheets, grammar.years)
    ]
    found += [
        Candidate(Period(match.value, None), "own", STACKED[0], 3, spot, match.cost)
        for match, _, spot in (*matches(sheets, grammar.quarters), *matches(sheets, grammar.months))
    ]
    above = [c.spot for c in labelled]
    for c in sorted(found, key=lambda c: (c.spot.page, c.spot.reading, c.spot.row, c.spot.x)):
        around = c.spot.around
        # The next line of a list may hold several: "201912, 202012,".
        line = f"{around.same_line}{around.rest}"
        bare = not line.strip() or LIST.fullmatch(line) is not None
        # "October | 2023", a date whose day was torn off, is none.
        bare = bare and not _MONTH.search(around.left)
        if (c.spot.page, c.spot.reading, c.spot.box) in told or not bare or _is_of_more(sheets, c.spot):
            continue
        form = form_left(c.spot)
        if LABELS.search(around.left) and not form:
            continue
        if any(is_below(c.spot, spot) or goes_on(spot, c.spot) for spot in above):
            above.append(c.spot)
            yield replace(c, value=Period(c.value.end, form))


_NAMED = re.compile(r"[A-Za-z]{3}")


def _is_of_more(sheets: Sequence[Sheet], spot: Spot) -> bool:
    """Whether the page's first reading has more at the place of a further one: "December 2023" of a date."""
    x, y = spot.upright.middle
    first = next(sheet for sheet in sheets if sheet.page.number == spot.page)
    if spot.reading == first.reading:
        return False
    boxes = (phrase.box for row in first.rows for phrase in row.phrases if _NAMED.search(phrase.text))
    return any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in boxes)
