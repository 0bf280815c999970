"""Seventeen wrong rules that were found in open programs for IRS letters, and that none of them holds here.

Each cost, or would cost, somebody a right or money. What is about files, pages, counts and privacy goes
through the real program: letters of made-up people are drawn as PDF files and read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

import cli
from classify.advice import Advice
from classify.advise import advise
from classify.catalogue import load_catalogue
from classify.field import DatedMention, Field, Period
from classify.finding import Finding

SAMPLES = Path(__file__).parent.parent / "samples"
CATALOGUE = load_catalogue()
D = dt.date
TODAY = D(2024, 3, 20)
# A row is a text at the left margin, or cells of (points from the left, text); None leaves a line free.
Row = str | Sequence[tuple[int, str]] | None
_LEFT, _BOX, _VALUE = 72, 370, 480


# ------------------------------------------------------------------------------- letters and the program


def letter(code: str = "CP504", dated: str | None = "March 11, 2024", last4: str = "1234") -> list[Row]:
    """The rows of a bill with its box, its headline, its table and its coupon."""
    number = f"XXX-XX-{last4}"
    box = [("Notice", code), ("Tax year", "2021"), *([("Notice date", dated)] if dated else [])]
    left = ("Department of the Treasury", "Internal Revenue Service", "Holtsville, NY 11742-0480")
    top: list[Row] = [
        [(_LEFT, left[n] if n < len(left) else ""), (_BOX, label), (_VALUE, value)]
        for n, (label, value) in enumerate([*box, ("Social Security number", number)])
    ]
    coupon = [("Notice", code), *([("Notice date", dated)] if dated else [])]
    return [
        *top,
        [(_BOX, "To contact us"), (_VALUE, "800-829-1040")],
        None,
        "Notice of intent to levy",
        "Amount due immediately: $9,533.53",
        None,
        "As we notified you before, our records show you have unpaid taxes",
        "for the tax year ended December 31, 2021 (Form 1040).",
        None,
        "Billing Summary",
        [(_LEFT, "Amount you owed"), (_BOX, "$9,444.07")],
        [(_LEFT, "Failure-to-pay penalty"), (_BOX, "34.98")],
        [(_LEFT, "Interest charges"), (_BOX, "54.48")],
        [(_LEFT, "Amount due immediately"), (_BOX, "$9,533.53")],
        None,
        [(_LEFT, "Payment"), (_BOX, "Notice"), (_VALUE, code)],
        *[[(_BOX, label), (_VALUE, value)] for label, value in coupon[1:]],
        [(_BOX, "Social Security number"), (_VALUE, number)],
        "Make your check or money order payable to the United States Treasury.",
        [(_LEFT, "Amount due immediately"), (_BOX, "$9,533.53")],
    ]


def drawn(path: Path, *pages: Iterable[Row]) -> Path:
    """A born-digital PDF with these pages."""
    canvas = Canvas(str(path), pagesize=LETTER)
    for rows in pages:
        for number, row in enumerate(rows):
            for x, text in [] if row is None else [(_LEFT, row)] if isinstance(row, str) else row:
                canvas.drawString(x, 730 - 16 * number, text)
        canvas.showPage()
    canvas.save()
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.ingest, arguments)


def letters(path: Path, *more: str) -> list[dict[str, Any]]:
    """The letters of a file, read by the real program in its own process."""
    result = run("classify", str(path), "--json", "--today", TODAY.isoformat(), *more)
    assert result.exit_code in {0, 10}, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["letters"]
    return found


def said_of(code: str, *, dates: tuple[DatedMention, ...] = ()) -> Advice:
    """What is said of a letter of which everything is certain."""
    period = (Period(D(2021, 12, 31), "1040"),)
    fields = (code, D(2024, 3, 11), period, Decimal("9533.53"), None, "1234")
    finding = Finding("irs", *(Field(value, accepted=True) for value in fields), dates=dates)
    said, _ = advise(finding, CATALOGUE, today=TODAY)
    assert said is not None
    return said


def every_word(said: Advice) -> str:
    parts = (said.title, said.meaning, said.next_action, *said.steps, *said.rights, *said.forms)
    return " ".join([*parts, *(option.name for option in said.options)])


# ------------------------------------------------------------------------------------- what a code means


def test_row_1_a_cp297_is_a_final_notice_to_a_business_and_removes_no_lien() -> None:
    said = said_of("CP297")
    assert (said.category, said.deadline and said.deadline.rule) == ("final notice+CDP", "hearing")
    assert "business" in said.meaning
    assert "lien" not in said.title.lower()


def test_row_2_a_cp91_is_about_social_security_benefits_and_not_about_payroll_tax() -> None:
    said = said_of("CP91")
    assert "Social Security" in said.meaning
    assert "FICA" not in every_word(said)


def test_row_3_a_letter_3172_tells_of_a_lien_and_of_a_hearing_and_asks_no_third_party() -> None:
    said = said_of("Letter 3172")
    assert said.category == "lien"
    assert "Form 12153" in said.forms
    assert "third" not in every_word(said).lower()


def test_row_4_a_cp566_is_about_an_itin_and_not_about_income_that_others_reported() -> None:
    said = said_of("CP566")
    assert "ITIN" in said.title + said.meaning
    assert said.category != "underreporter"


def test_row_5_an_lt11_is_a_final_notice_and_neither_a_first_bill_nor_the_end_of_a_plan() -> None:
    for code in ("LT11", "Letter 1058"):
        said = said_of(code)
        assert said.category == "final notice+CDP"
        assert said.deadline is not None
        assert (said.deadline.act, said.deadline.kind) == (
            "ask for a Collection Due Process hearing on Form 12153",
            "hard",
        )
        assert "demand for payment" not in said.title


def test_row_6_the_hearing_form_belongs_to_the_final_notices_and_not_to_a_cp504() -> None:
    assert "12153" not in every_word(said_of("CP504"))
    assert any(
        "no right to a Collection Due Process hearing" in right for right in said_of("CP504").not_rights
    )
    for code in ("LT11", "Letter 1058", "CP90", "CP297"):
        assert "Form 12153" in said_of(code).forms


# ---------------------------------------------------------------------------------------------- deadlines


def test_row_7_an_unknown_code_gets_no_days_but_a_reason(tmp_path: Path) -> None:
    (found,) = letters(drawn(tmp_path / "a.pdf", letter("CP9988")))
    assert (found["notice"]["value"], found["advice"], found["status"]) == ("CP9988", None, "review")
    doubt = next(doubt for doubt in found["doubts"] if doubt["name"] == "notice-unknown")
    assert "nothing is said of its meaning or its dates" in doubt["why"]
    by_hand = run("deadline", "CP9988", "--date", "2024-03-11")
    assert (by_hand.exit_code, by_hand.stdout) == (5, "")


@pytest.mark.parametrize("today", ["2024-03-20", "2024-12-24"])
def test_row_8_without_a_date_nothing_is_counted_from_today_or_from_arrival(
    tmp_path: Path, today: str
) -> None:
    undated = letter(dated=None)
    undated.insert(8, "RECEIVED MAR 20 2024")
    (found,) = letters(drawn(tmp_path / "a.pdf", undated), "--today", today, "--postmark", "2024-03-12")
    assert found["notice_date"]["value"] is None
    assert found["advice"]["deadline"] is None
    assert found["advice"]["other_deadlines"] == []
    assert any("No date could be worked out" in warning for warning in found["advice"]["warnings"])


def test_row_9_what_an_office_writes_on_a_letter_moves_no_legal_date(tmp_path: Path) -> None:
    (plain,) = letters(drawn(tmp_path / "plain.pdf", letter()))
    stamped = [*letter(), None, "RECEIVED MAR 20 2024", "Internal follow-up: June 28, 2024"]
    (found,) = letters(drawn(tmp_path / "stamped.pdf", stamped))
    assert plain["advice"]["deadline"]["date"] == "2024-04-10"
    assert found["advice"]["deadline"] == plain["advice"]["deadline"]
    assert found["advice"]["other_deadlines"] == plain["advice"]["other_deadlines"]


# --------------------------------------------------------------------------------- which letter this is


def test_row_10_wording_and_codes_in_the_body_are_not_the_letters_code(tmp_path: Path) -> None:
    body = "We may examine your return. If this notice of intent to levy follows a CP504 or CP75, see CP14."
    (final,) = letters(drawn(tmp_path / "a.pdf", [*letter("LT11"), None, body]))
    assert final["notice"]["value"] == "LT11"
    uncoded = [row for row in letter(code="") if row is not None]
    (found,) = letters(drawn(tmp_path / "b.pdf", [*uncoded, body]))
    assert found["notice"]["value"] is None or not found["notice"]["accepted"]
    assert found["status"] == "review"


@pytest.mark.parametrize("code", ["CP7000", "CP0000", "CP2900", "CP2001"])
def test_row_11_a_code_is_never_corrected_into_its_neighbour(tmp_path: Path, code: str) -> None:
    assert CATALOGUE.find("CP2000") is not None
    assert CATALOGUE.find(code) is None
    (found,) = letters(drawn(tmp_path / "a.pdf", letter(code)))
    assert found["notice"]["value"] != "CP2000"
    assert found["advice"] is None


def test_row_12_the_name_of_a_file_is_no_evidence(tmp_path: Path) -> None:
    path = tmp_path / "CP504 Quincy Example 2017 LT11.pdf"
    shutil.copy(SAMPLES / "cp14-pdf.pdf", path)
    as_named, as_kept = letters(path), letters(SAMPLES / "cp14-pdf.pdf")
    assert as_named == as_kept
    assert as_named[0]["notice"]["value"] == "CP14"
    assert "Quincy" not in json.dumps(as_named)


def test_row_13_no_probability_is_made_up_and_filled_fields_are_no_accuracy(tmp_path: Path) -> None:
    (full,) = letters(drawn(tmp_path / "a.pdf", letter()))
    (empty,) = letters(
        drawn(tmp_path / "b.pdf", [row for row in letter() if row and "9,533" not in str(row)])
    )
    fields = ("notice", "notice_date", "tax_periods", "amount_due", "due_date", "taxpayer_id_last4")
    for found in (full, empty):
        assert all(found[name]["probability"] is None for name in fields)
    # A field that is not filled can be right, and one that is filled need not be accepted.
    assert full["due_date"]["value"] is None and full["due_date"]["accepted"]
    assert not empty["amount_due"]["accepted"]
    told = run("classify", str(tmp_path / "a.pdf"), "--today", "2024-03-20").stdout
    assert not re.search(r"\d ?% (?:sure|certain|confiden|accura)|confidence|accuracy", told, re.IGNORECASE)


# ------------------------------------------------------------------------------------- files and pages


def test_row_14_a_second_letter_of_one_taxpayer_is_a_second_letter(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    drawn(folder / "first.pdf", letter("CP504", "March 11, 2024"))
    drawn(folder / "second.pdf", letter("CP504", "April 15, 2024"))
    drawn(folder / "third.pdf", letter("CP503", "January 8, 2024"))
    run("batch", str(folder), "--output", str(tmp_path / "out"), "--workers", "1")
    kept = [json.loads(line) for line in (tmp_path / "out/records.jsonl").read_text("utf-8").splitlines()]
    found = {
        (record["letters"][0]["notice"]["value"], record["letters"][0]["notice_date"]["value"])
        for record in kept
    }
    assert found == {("CP504", "2024-03-11"), ("CP504", "2024-04-15"), ("CP503", "2024-01-08")}
    assert {record["letters"][0]["taxpayer_id_last4"]["value"] for record in kept} == {"1234"}


def test_row_15_what_stands_behind_the_third_page_is_read(tmp_path: Path) -> None:
    """A second letter of the stack, and a coupon that says something else, behind three pages of text."""
    path = tmp_path / "stack.pdf"
    with pikepdf.new() as stack:
        for name in ("lt11-pdf.pdf", "cp14-pdf.pdf"):
            with pikepdf.open(SAMPLES / name) as part:
                stack.pages.extend(part.pages)
        pages = len(stack.pages)
        stack.save(path)
    assert pages > 4
    found = letters(path)
    assert [one["notice"]["value"] for one in found] == ["LT11", "CP14"]
    assert [page for one in found for page in one["pages"]] == list(range(1, pages + 1))
    numbered = [f"Page {n} of 5" for n in range(1, 6)]
    whole = letter()
    text = [["Department of the Treasury", "General information about this notice", n] for n in numbered[1:4]]
    last = [numbered[4], [(_BOX, "Notice date"), (_VALUE, "April 22, 2024")], *whole[-3:]]
    (one,) = letters(drawn(tmp_path / "five.pdf", [*whole[:-7], numbered[0]], *text, last))
    assert one["pages"] == [1, 2, 3, 4, 5]
    dates = {one["notice_date"]["value"], *(rival["value"] for rival in one["notice_date"]["rivals"])}
    assert "2024-04-22" in dates


def test_row_16_no_whole_number_and_no_name_leaves_the_program(tmp_path: Path) -> None:
    """Planted in the letter and in the file's name; looked for in output, logs, records, tables, ledger."""
    canary = [*letter(), "Quentin Q. Canary 000-12-3456", "Your number 000 12 3456, employer 00-1234567"]
    folder, drop = tmp_path / "in", tmp_path / "drop"
    folder.mkdir()
    drop.mkdir()
    path = drawn(folder / "Quentin 000-12-3456 000123456.pdf", canary)
    # The ledger must know a file by the name that it has; so the number stands only in the letter here.
    drawn(drop / "letter.pdf", canary)
    told = ""
    for arguments in (
        ("--debug", "classify", str(path)),
        ("--debug", "classify", "--json", str(path)),
        ("--debug", "explain", str(path)),
        ("--debug", "batch", str(folder), "--output", str(tmp_path / "out")),
        ("--debug", "watch", str(drop), "--once", "--settle-s", "0"),
    ):
        result = run(*arguments)
        told += result.stdout + result.stderr
    assert "XXX-XX-3456" in told
    kept = [p for where in (tmp_path / "out", drop) for p in where.rglob("*") if p.is_file()]
    for file in kept:
        if file.suffix != ".pdf":
            told += file.read_bytes().decode("utf-8", "replace")
    ledger = next(file for file in kept if file.suffix == ".sqlite")
    with sqlite3.connect(ledger) as book:
        told += "\n".join(book.iterdump())
    for secret in ("000-12-3456", "000 12 3456", "000123456", "00-1234567", "Canary"):
        assert secret not in told, secret


def test_row_17_where_guides_name_other_days_the_printed_date_rules_and_the_rule_has_its_source() -> None:
    """Guides name 10, 21 and 30 days for a CP504, and 30 and 60 for a CP2000."""
    for printed in (D(2024, 3, 21), D(2024, 4, 1), D(2024, 4, 10)):
        deadline = said_of("CP504", dates=(DatedMention("pay_by", printed, ()),)).deadline
        assert deadline is not None
        assert (deadline.date, deadline.origin) == (printed, "printed")
    for printed in (D(2024, 4, 10), D(2024, 5, 10)):
        deadline = said_of("CP2000", dates=(DatedMention("answer_by", printed, ()),)).deadline
        assert deadline is not None
        assert (deadline.date, deadline.origin) == (printed, "printed")
    later = said_of("CP504", dates=(DatedMention("pay_by", D(2024, 5, 20), ()),)).deadline
    assert later is not None
    assert (later.date, later.printed, later.computed) == (D(2024, 4, 10), D(2024, 5, 20), D(2024, 4, 10))
    for code in ("CP504", "CP2000"):
        for rule in CATALOGUE.notices[code].deadlines:
            assert rule.authority
            assert bool(rule.basis.sources) == (rule.basis.mark != "general")
            assert all(source.read >= D(2026, 1, 1) and source.url for source in rule.basis.sources)
