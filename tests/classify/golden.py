"""The golden table of worked deadlines: read, and its derivations written anew.

``python -m tests.classify.golden`` writes into ``golden_deadlines.toml`` the derivations as the program words
them now. It touches nothing else: dates, kinds and doubts of the table were worked out by hand and by
``second_way``, and where the program no longer reaches them the command stops and says which row it is.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from classify.advice import Deadline
from classify.catalogue import Catalogue, load_catalogue
from classify.count import Anchors
from classify.deadline import deadlines
from tests.classify.second_way import Due, Known

TABLE = Path(__file__).with_name("golden_deadlines.toml")

# What the catalogue calls a clock, where the table calls it by another name.
RULES: Mapping[str, str] = {
    "pay or call": "pay",
    "penalty rate": "penalty-rate",
    "equivalent hearing": "equivalent-hearing",
    "keep the plan": "termination",
    "appeal before the end": "appeal",
    "appeal after the end": "appeal-after",
    "appeal": "protest",
    "talk": "informal",
    "call": "contact",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One worked letter: what is known of it, and every deadline that follows.

    ``derivations`` holds the program's sentences, one tuple for each deadline.
    """

    shows: str
    known: Known
    conflict: bool
    dues: tuple[Due, ...]
    derivations: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """What it is called in the output of a test."""
        return f"{self.known.code}: {self.shows}"


def row_of(case: Mapping[str, Any]) -> Row:
    """One ``[[case]]`` of the table."""
    known = Known(
        code=case["code"],
        date=case.get("date"),
        amount=Decimal(case["amount"]) if "amount" in case else None,
        printed=case.get("printed", {}),
        abroad=case.get("abroad", False),
        postmark=case.get("postmark"),
    )
    dues = [
        Due(due["clock"], due["date"], due["kind"], due["from"], due.get("conflict", False), due.get("sent"))
        for due in case.get("due", [])
    ]
    told = tuple(tuple(due.get("derivation", ())) for due in case.get("due", []))
    return Row(case["shows"], known, any(due.conflict for due in dues), tuple(dues), told)


def rows() -> tuple[Row, ...]:
    """The whole table."""
    return tuple(row_of(case) for case in tomllib.loads(TABLE.read_text("utf-8"))["case"])


def program(row: Row, catalogue: Catalogue) -> tuple[dict[str, Deadline], tuple[str, ...]]:
    """What the program says of the row: its deadlines by the name of their rule, and its doubts by name."""
    known = row.known
    anchors = Anchors(known.date, known.amount, dict(known.printed), known.abroad, known.postmark)
    found, doubts = deadlines(catalogue.notices[known.code], anchors)
    by_rule: dict[str, Deadline] = {}
    for deadline in found:
        assert deadline.rule not in by_rule, deadline.rule
        by_rule[deadline.rule] = deadline
    return by_rule, tuple(doubt.name for doubt in doubts)


def rule_of(due: Due) -> str:
    """The name of the due day's clock in the catalogue."""
    return RULES.get(due.clock, due.clock)


def without_derivations(text: str) -> Iterator[str]:
    """The lines of the table that are not a derivation; a blank one ends each due day."""
    inside = False
    for line in text.splitlines():
        if line == "derivation = [":
            inside = True
        elif inside:
            inside = line != "]"
        else:
            yield line


def with_derivations(text: str, told: Iterator[tuple[str, ...]]) -> str:
    """The table with a derivation under each due day: ``told`` holds them in the order of the table."""
    lines: list[str] = []
    open_due = False
    for line in [*without_derivations(text), ""]:
        if open_due and not line:
            quoted = (f"  {json.dumps(sentence, ensure_ascii=False)}," for sentence in next(told))
            lines += ["derivation = [", *quoted, "]"]
            open_due = False
        open_due = open_due or line == "[[case.due]]"
        lines.append(line)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write the derivations anew; 1 where a row's dates are not the program's."""
    catalogue = load_catalogue()
    told: list[tuple[str, ...]] = []
    for row in rows():
        by_rule, _ = program(row, catalogue)
        for due in row.dues:
            deadline = by_rule.get(rule_of(due))
            if deadline is None or deadline.date != due.date:
                sys.stderr.write(f"{row.name}: {due.clock} is not {due.date} by the program\n")
                return 1
            told.append(deadline.derivation)
    TABLE.write_text(with_derivations(TABLE.read_text("utf-8"), iter(told)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
