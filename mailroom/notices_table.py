"""The whole catalogue as one Markdown table, for docs/notices.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from classify.catalogue import Catalogue, DeadlineRule, Notice, Statement
from classify.catalogue.entry import CHECK_FIRST
from mailroom import wording
from mailroom.notices import clock, in_order

_HEAD = """# Notices and letters

Made by `ingest notices table > docs/notices.md` from the files in `classify/catalogue/notices`; a test holds
the two together. `ingest notices CODE` tells everything about one, with its sources; `ingest deadline CODE
--date DATE` works out its dates.

*Checked* says how much of what the entry says was read in law or at the IRS (v), read elsewhere (s), or is
general knowledge that nobody has checked (g). What is not checked says so beside it. A date printed on the
letter stands before one that is counted.
"""
_COLUMNS = ("Code", "Title", "For", "Urgency", "Dates it sets", "Checked")


def table(catalogue: Catalogue) -> str:
    """The table, by category, and the codes of which nothing was confirmed."""
    return "\n".join(_lines(catalogue))


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield _HEAD
    categories = sorted({notice.category for notice in catalogue.notices.values()})
    for category in categories:
        yield f"## {category[:1].upper()}{category[1:]}\n"
        yield _row(_COLUMNS)
        yield _row(["---"] * len(_COLUMNS))
        found = [notice for notice in catalogue.notices.values() if notice.category == category]
        for notice in sorted(found, key=lambda one: in_order(one.code)):
            yield _row(_cells(notice))
        yield ""
    yield "## Known to exist, of which nothing was confirmed\n"
    yield _row(("Code", "What was looked for"))
    yield _row(("---", "---"))
    for code in sorted(catalogue.unclassified, key=in_order):
        yield _row((code, catalogue.unclassified[code].why))
    entries, unclassified = len(catalogue.notices), len(catalogue.unclassified)
    yield f"\n{entries} notices and letters, {unclassified} codes without a meaning.\n"


def _cells(notice: Notice) -> Iterable[str]:
    spanish = notice.spanish
    also = [alias for alias in notice.aliases if spanish is None or alias != spanish.text]
    also += [] if spanish is None else [f"in Spanish {spanish.said}"]
    return (
        f"**{notice.code}**" + (f" ({', '.join(also)})" if also else ""),
        notice.title.said,
        notice.audience,
        f"{notice.urgency}: {wording.urgency(notice.urgency)[0]}",
        "<br>".join(_dated(rule) for rule in notice.deadlines) or "none",
        _checked(notice.statements),
    )


def _dated(rule: DeadlineRule) -> str:
    """One clock, its kind, and that nobody has checked it where nobody has."""
    unchecked = f" ({CHECK_FIRST})" if rule.basis.mark == "general" else ""
    return f"{clock(rule)} ({rule.kind}){unchecked}"


def _checked(statements: Iterable[Statement]) -> str:
    marks = [statement.mark for statement in statements]
    counts = ((marks.count("verified"), "v"), (marks.count("secondary"), "s"), (marks.count("general"), "g"))
    return " ".join(f"{count}{letter}" for count, letter in counts if count)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
