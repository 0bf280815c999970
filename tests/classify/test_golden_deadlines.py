"""The golden table of worked deadlines, held against the program and against a second way of computing."""

from __future__ import annotations

import datetime as dt

import pytest

from classify.catalogue import Catalogue, load_catalogue
from tests.classify.golden import RULES, Row, program, rows, rule_of
from tests.classify.second_way import CALENDAR, CLOCKS, worked

TABLE = rows()
every_row = pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@every_row
def test_the_second_way_comes_to_the_same_day(row: Row) -> None:
    assert worked(row.known) == row.dues


@every_row
def test_the_program_comes_to_the_same_day(row: Row, catalogue: Catalogue) -> None:
    found, doubts = program(row, catalogue)
    assert sorted(found) == sorted(rule_of(due) for due in row.dues)
    for due in row.dues:
        deadline = found[rule_of(due)]
        assert (deadline.date, deadline.kind, deadline.origin) == (due.date, due.kind, due.origin), due.clock
        assert deadline.by_mailing == due.sent, due.clock
    assert ("due-date-conflict" in doubts) == row.conflict


@every_row
def test_the_program_tells_the_steps_as_they_were_read_against_the_law(
    row: Row, catalogue: Catalogue
) -> None:
    found, _ = program(row, catalogue)
    for due, told in zip(row.dues, row.derivations, strict=True):
        assert found[rule_of(due)].derivation == told, due.clock


def test_the_table_is_whole() -> None:
    """At least 250 letters, none twice, and each clock of each kind of notice among them."""
    catalogue = load_catalogue()
    assert len(TABLE) >= 250
    assert len({row.name for row in TABLE}) == len(TABLE)
    worked_clocks = {(row.known.code, due.clock) for row in TABLE for due in row.dues}
    assert worked_clocks == {
        (code, clock.name) for code, clocks in CLOCKS.items() for clock in clocks if clock.can_be_told
    }
    assert {row.known.code for row in TABLE} == set(CLOCKS)
    for code in CLOCKS:
        rules = {rule.name for rule in catalogue.notices[code].deadlines}
        assert {RULES.get(clock.name, clock.name) for clock in CLOCKS[code]} == rules, code


def test_the_second_calendar_knows_the_weekdays() -> None:
    """Its weekdays are told by going round the week from one known day; here against the standard library."""
    assert all(day.date.strftime("%a") == day.weekday for day in CALENDAR.days)
    steps = {later.date - day.date for day, later in zip(CALENDAR.days, CALENDAR.days[1:], strict=False)}
    assert steps == {dt.timedelta(days=1)}
