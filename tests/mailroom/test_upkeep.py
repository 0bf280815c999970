"""Keeping the catalogue true: lint, the age of its sources, and the table in docs/notices.md."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from pathlib import Path
from types import MappingProxyType

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import classify.catalogue
import cli
from classify.catalogue import Catalogue, Notice, load_catalogue
from classify.catalogue.entry import CHECK_FIRST
from mailroom import upkeep
from mailroom.notices_table import table

ROOT = Path(__file__).parent.parent.parent
D = dt.date
CATALOGUE = load_catalogue()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.ingest, ["notices", *arguments])


def with_notice(notice: Notice) -> Catalogue:
    """The catalogue with another notice in place of the one of that code."""
    return dataclasses.replace(
        CATALOGUE, notices=MappingProxyType({**CATALOGUE.notices, notice.code: notice})
    )


def console(width: int = 100) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=width, highlight=False), out


def test_lint_is_clean_and_says_over_how_many() -> None:
    result = run("lint")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 1
    assert result.stdout.startswith(f"Clean: {len(CATALOGUE.notices)} notices and letters")


def test_lint_tells_each_problem_on_its_line_and_ends_with_5(monkeypatch: pytest.MonkeyPatch) -> None:
    notice = CATALOGUE.notices["CP504"]
    broken = dataclasses.replace(notice, forms=("Form 12153",), precedes=("CP9999",))
    monkeypatch.setattr(classify.catalogue, "load_catalogue", lambda: with_notice(broken))
    result = run("lint")
    assert result.exit_code == 5
    lines = result.stdout.splitlines()
    assert all(line.startswith("CP504: ") for line in lines)
    assert "CP504: CP9999 is named but has no entry" in lines
    assert any("the hearing form belongs only to letters that give a hearing" in line for line in lines)


def test_lint_refuses_a_source_read_on_a_day_that_has_not_come() -> None:
    result = run("lint", "--today", "2020-01-01")
    assert result.exit_code == 5
    assert all("a day that has not come" in line for line in result.stdout.splitlines())


def test_age_names_every_page_once_oldest_first_and_what_rests_on_it() -> None:
    pages = upkeep.pages(CATALOGUE)
    assert [page.read for page in pages] == sorted(page.read for page in pages)
    assert len({page.url for page in pages}) == len(pages)
    cited = {s.url for n in CATALOGUE.notices.values() for said in n.statements for s in said.sources}
    assert cited <= {page.url for page in pages}
    pub = next(page for page in pages if "IRC 6651(d), 1 percent" in page.what)
    assert {"CP504", "CP504B"} <= set(pub.notices)


def test_age_takes_the_earlier_of_two_readings_of_one_page() -> None:
    notice = CATALOGUE.notices["CP14"]
    source = dataclasses.replace(notice.title.sources[0], id="earlier", read=D(2020, 2, 29))
    older = dataclasses.replace(notice, title=dataclasses.replace(notice.title, sources=(source,)))
    first = upkeep.pages(with_notice(older))[0]
    assert (first.url, first.read) == (source.url, D(2020, 2, 29))


@pytest.mark.parametrize(("days", "marked"), [(365, False), (99, True), (100, False)])
def test_age_marks_what_was_read_longer_ago_than_asked(days: int, marked: bool) -> None:
    newest = max(page.read for page in upkeep.pages(CATALOGUE))
    today = (newest + dt.timedelta(days=100)).isoformat()
    text = run("age", "--days", str(days), "--today", today).stdout
    last = next(line for line in text.splitlines() if line.startswith(f"{newest}, 100 days ago"))
    assert ("READ AGAIN" in last) == marked
    shared = sum(len(page.notices) > 1 for page in upkeep.pages(CATALOGUE))
    assert f"{shared} of them carry several notices" in " ".join(text.split())


@pytest.mark.parametrize("width", [60, 100])
def test_age_keeps_the_width_but_addresses_stay_whole(width: int) -> None:
    where, out = console(width)
    upkeep.age(where, CATALOGUE, D(2027, 1, 1), old_after_days=365)
    for line in out.getvalue().splitlines():
        assert len(line) <= width or line.strip().startswith("http")
        assert line == line.rstrip()


def test_the_table_in_docs_is_up_to_date() -> None:
    written = (ROOT / "docs" / "notices.md").read_text("utf-8")
    assert written == table(CATALOGUE), "run: ingest notices table > docs/notices.md"
    assert run("table").stdout == written


def test_the_table_has_every_code_once_and_says_what_is_not_checked() -> None:
    text = table(CATALOGUE)
    rows = re.findall(r"^\| \*\*(.+?)\*\*.*\|$", text, re.MULTILINE)
    assert sorted(rows) == sorted(CATALOGUE.notices)
    for code, entry in CATALOGUE.unclassified.items():
        assert f"| {code} | {entry.why} |" in text
    for notice in CATALOGUE.notices.values():
        row = next(line for line in text.splitlines() if line.startswith(f"| **{notice.code}** "))
        assert row.count(" | ") == 5
        unsure = (notice.title.mark == "general") + (
            notice.spanish is not None and notice.spanish.mark == "general"
        )
        unsure += sum(rule.basis.mark == "general" for rule in notice.deadlines)
        assert row.count(CHECK_FIRST) == unsure


def test_a_word_that_is_no_command_is_a_code() -> None:
    assert run("CP504").stdout == run("show", "cp", "504").stdout
    assert run("lnit").exit_code == 5
    assert "no notice lnit" in run("lnit").stderr
