"""The catalogue as it ships is clean, and a broken file is told by its name and key."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

import classify.catalogue
from classify.catalogue import Catalogue, list_problems, load_catalogue
from classify.catalogue.entry import spelled
from classify.codes import KNOWN, squeeze
from ingest.errors import SetupError

CATALOGUE = load_catalogue()
BROKEN = ("cp14", "cp501", "cp503", "cp504", "lt11", "letter-4883c")
CORE = ("CP14", "CP501", "CP503", "CP504", "CP504B", "LT11", "Letter 1058", "CP90", "CP297", "CP523")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shared files and of some notices, to be broken."""
    whole, part = Path(str(files(classify.catalogue))), tmp_path / "catalogue"
    (part / "notices").mkdir(parents=True)
    for path in (*whole.glob("*.toml"), *(whole / "notices" / f"{name}.toml" for name in BROKEN)):
        shutil.copy(path, part / path.relative_to(whole))
    return part


def broken(folder: Path, name: str, old: str, new: str) -> Path:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_catalogue_is_clean() -> None:
    assert list_problems(CATALOGUE, today=dt.date(2026, 12, 31)) == ()


@pytest.mark.parametrize("code", CORE)
def test_the_core_notices_are_there_and_speak_to_a_person(code: str) -> None:
    notice = CATALOGUE.get(code)
    assert notice is not None
    assert notice.code == code
    assert len(notice.steps) >= 3
    assert notice.rights
    assert notice.deadlines
    assert set(notice.options) <= set(CATALOGUE.options)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("CP504", "CP504"),
        ("CP 504", "CP504"),
        ("cp504b", "CP504B"),
        ("CP 504 B", "CP504B"),
        ("LT 11", "LT11"),
        ("Letter 1058", "Letter 1058"),
        ("LTR 1058", "Letter 1058"),
        ("L1058", "Letter 1058"),
        ("letter1058", "Letter 1058"),
        ("LT1058", "Letter 1058"),
        ("CP14H", "CP14"),
    ],
)
def test_a_code_is_found_however_it_is_spelled(written: str, code: str) -> None:
    found = CATALOGUE.find(written)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "code",
    [
        *("CP505", "CP5O4", "CP50", "CP5044", "CP504C", "LT1", "LT12", "LT110", "LTII", "Letter 1085"),
        *("CP2001", "CP7000", "CP0000", "CP2900", "CP297D", "", "1058", "504"),
    ],
)
def test_a_code_is_never_taken_for_its_neighbour(code: str) -> None:
    assert CATALOGUE.find(code) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("5071C", "Letter 5071C"),
        ("4883c", "Letter 4883C"),
        ("6331 C", "Letter 5071C"),
        ("3172", "Letter 3172"),
        ("1058", "Letter 1058"),
    ],
)
def test_by_hand_the_number_alone_stands_for_a_letter(typed: str, code: str) -> None:
    found = CATALOGUE.find(CATALOGUE.meant_by(typed))
    assert found is not None
    assert found.code == code
    assert CATALOGUE.find(typed) is None


@pytest.mark.parametrize("typed", ["504", "11", "14C", "2000", "5072C", "9999", "12345", "5071CC", "C"])
def test_a_number_that_a_notice_has_or_no_letter_is_taken_for_nothing(typed: str) -> None:
    assert CATALOGUE.meant_by(typed) == typed
    assert CATALOGUE.find(typed) is None


def test_spelling_is_only_blanks_dashes_case_and_the_word_letter() -> None:
    assert spelled("Letter 1058-A") == spelled("LTR1058A") == spelled("l 1058 a")
    assert spelled("LT11") != spelled("Letter 11")
    assert spelled("Letter 1058") != spelled("Letter 1058-A")


def test_every_code_of_the_catalogue_is_on_the_list_of_codes_that_exist() -> None:
    entries = (*CATALOGUE.notices.values(), *CATALOGUE.unclassified.values())
    codes = [code for entry in entries for code in (entry.code, *entry.aliases)]
    shaped = [code for code in codes if re.match(r"(?:CP|LT|Letter )\d", code)]
    assert len(shaped) > 300
    assert [code for code in shaped if squeeze(code) not in KNOWN] == []


def test_get_wants_the_code_itself() -> None:
    assert CATALOGUE.get("CP14H") is None
    assert CATALOGUE.get("CP 14") is None


def test_the_version_changes_with_any_byte(folder: Path) -> None:
    before = load_catalogue(folder)
    assert load_catalogue(folder).version == before.version
    changed = load_catalogue(broken(folder, "notices/cp14.toml", "urgency = 2", "urgency = 3"))
    assert changed.version != before.version


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("notices/cp14.toml", "urgency = 2", "urgancy = 2", "urgency: is missing; urgancy is no key"),
        ("notices/cp14.toml", "urgency = 2", "urgency = 9", "from 0 to 5"),
        (
            "notices/cp14.toml",
            "urgency = 2",
            "urgency = 2\nurgent = 1",
            "urgent: unknown key; did you mean urgency",
        ),
        ("notices/cp14.toml", 'kind = "notice"', 'kind = "note"', "must be one of notice, letter"),
        ("notices/cp14.toml", 'category = "balance due"', 'category = "bill"', "category: must be one of"),
        ("notices/cp14.toml", 'mark = "verified"', 'mark = "sure"', "mark: must be one of verified"),
        (
            "notices/cp14.toml",
            '"irs-cp14"',
            '"irs-cp15"',
            "no source is called irs-cp15; did you mean irs-cp14?",
        ),
        ("notices/letter-4883c.toml", '"800-830-5084"', '"call us"', "number: must be a number such as"),
        (
            "notices/letter-4883c.toml",
            'sources = ["tap-4883c", "unclekam-4883c"]',
            "",
            "a line that a letter is known to print needs a source",
        ),
        ("notices/cp14.toml", '"100000.00"', '"a lot"', "threshold: amount: must be an amount"),
        ("notices/cp14.toml", "days = 21", "days = 21\nyears = 1", "one of days, business_days and years"),
        ("notices/cp14.toml", "days = 21", "", "one of days, business_days and years"),
        (
            "notices/cp501.toml",
            'from = "printed_date"',
            'from = "printed_date"\ndays = 10',
            "only a printed date",
        ),
        ("notices/cp14.toml", '["pay_by", "answer_by"]', '["payday"]', "printed: must be some of"),
        ("notices/cp14.toml", "statutory = true", 'statutory = "yes"', "statutory: must be true or false"),
        ("notices/cp14.toml", "aliases = [", "aliases = [1, ", "aliases: must be a list of texts"),
        ("notices/cp14.toml", "read = 2026-11-23", 'read = "yesterday"', "read: must be a date"),
        ("notices/cp14.toml", "read = 2026-11-23", "read = 2026-11-23T10:00:00", "a date without a time"),
        ("notices/cp14.toml", 'code = "CP14"', 'code = " "', "code: must not be empty"),
        ("notices/cp501.toml", 'code = "CP501"', 'code = "CP14"', "has another file already"),
        ("notices/cp14.toml", 'code = "CP14"', 'code = "CP14', "is not valid TOML"),
        ("law.toml", 'id = "irc-6651-d"', 'id = "irc-6601-e-3"', "is there twice"),
        ("ladders.toml", 'maybe = ["CP501"', 'maybe = ["CP505"', "maybe: CP505 stands on no rung"),
        ("ladders.toml", 'to = ["levy"]', 'to = ["levi"]', "wait: levi stands on no rung"),
        ("rates.toml", 'first = "1995-Q2"', 'first = "1995-Q3"', "the quarter after the last one"),
        ("rates.toml", 'last = "1995-Q2"', 'last = "1995-Q5"', "last: must be a quarter such as 2024-Q1"),
        ("options.toml", "[[option.need]]", "[[option.needs]]", "needs: unknown key; did you mean need"),
        ("options.toml", "below =", "under =", "limit: must hold one of up_to, below, above"),
        ("options.toml", "year = 2018", "", "year: is missing: a yearly limit has its year"),
        ("options.toml", '["CP39"', '[39, "CP39"', "codes: must be a list of texts"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_key(
    folder: Path, name: str, old: str, new: str, told: str
) -> None:
    with pytest.raises(SetupError) as caught:
        load_catalogue(broken(folder, name, old, new))
    assert told in caught.value.message
    assert name.rsplit("/", 1)[-1] in caught.value.message
    assert caught.value.exit_code == 5
    assert caught.value.advice


def test_a_missing_file_is_a_setup_error(folder: Path) -> None:
    (folder / "options.toml").unlink()
    with pytest.raises(SetupError, match=r"options\.toml cannot be read"):
        load_catalogue(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("notices/cp504.toml", '"Form 9423"', '"Form 12153"', "belongs only to letters that give a hearing"),
        ("notices/cp504.toml", '"cap"', '"cdp"', "a hearing is no option under this letter"),
        ("notices/cp504.toml", '"cap"', '"cup"', "no option is called cup"),
        ("notices/cp504.toml", '"Letter 1058"', '"the end"', "neither a code nor a known event"),
        ("notices/lt11.toml", 'name = "hearing"', 'name = "heering"', "needs the deadline 'hearing'"),
        ("notices/lt11.toml", 'name = "pay"', 'name = "hearing"', "two deadlines have the same name"),
        ("notices/cp501.toml", 'aliases = ["CP501H"]', 'aliases = ["CP-503"]', "leads to both"),
        ("notices/cp14.toml", "It is also", "It shall also", "say it in plain words"),
        ("notices/cp14.toml", "It is also", "Yes. It is also", "the meaning must be two sentences"),
        ("notices/cp14.toml", "{by}", "{when}", "a placeholder that nobody fills"),
        ("notices/cp501.toml", 'mark = "general"', 'mark = "secondary"', "names no source"),
        (
            "notices/cp501.toml",
            'mark = "general"',
            'mark = "general"\nsources = ["irs-cp501"]',
            "marked general but names a source",
        ),
        (
            "notices/cp503.toml",
            'mark = "secondary"',
            'mark = "verified"',
            "no source of it is law or the IRS",
        ),
        ("law.toml", "https://www.irs.gov/pub", "https://IRC 6330", "not a web address"),
        ("law.toml", "read = 2026-11-23", "read = 2030-01-01", "a day that has not come"),
        ("options.toml", '"plan-long-online"]', '"plan-long"]', "no option is called plan-long"),
        ("options.toml", '"CP39"', '"39"', "39 is no code"),
        ("options.toml", "year = 2019", "year = 2018", "two limits are of the same year"),
        ("notices/cp504.toml", '"Form 9423"', '"form 9423"', "no name of a form"),
        ("notices/cp504.toml", '"Form 9423", ', "", "Form 9423 is named in a step but not listed"),
        ("notices/lt11.toml", "IRC 6330(a)(3)(B); Treas. Reg. 301.6330-1(b), (c)", "custom", "names no law"),
        ("notices/cp14.toml", "days = 21", "days = 30", "a shorter count for large amounts"),
        ("notices/lt11.toml", "days = 30", "days = 30\nabroad_days = 30", "must be longer than the other"),
        ("notices/cp501.toml", "statutory", "from_mailing = true\nstatutory", "from mailing instead"),
        ("notices/cp501.toml", "statutory", 'agreement = "not-later"\nstatutory', "dates that are counted"),
        ("notices/cp14.toml", "penalty goes on growing.", "penalty goes on growing", "must be a sentence"),
        ("notices/cp504.toml", "pay or contact the IRS", "pay or contact the IRS.", "must not end one"),
        ("notices/cp504.toml", "pay or contact the IRS", "remit or contact the IRS", "say it in plain words"),
        ("notices/cp504.toml", "pay or contact the IRS", "pay {by}", "a placeholder that nobody fills"),
        ("notices/cp504.toml", "taken once 30 days", "taken once" + " or twice" * 20, "more than 32 words"),
        ("ladders.toml", '["CP14"', '["first bill"', "neither a code nor a known event"),
        ("rates.toml", 'text = "10 percent', 'text = "11 percent', "does not say 10 percent"),
    ],
)
def test_the_checks_find_what_is_wrong(folder: Path, name: str, old: str, new: str, told: str) -> None:
    catalogue = load_catalogue(broken(folder, name, old, new))
    assert any(told in problem for problem in list_problems(catalogue, today=dt.date(2026, 12, 31)))


def test_a_source_of_one_file_is_cited_there_and_hides_no_shared_one(folder: Path) -> None:
    more = '[[source]]\nid = "{id}"\nkind = "irs"\nurl = "https://irs.gov/x"\nread = 2026-11-23\nwhat = "x"\n'
    path = folder / "notices" / "cp504.toml"
    text = path.read_text(encoding="utf-8")
    for name, told in (("nobody", "cited by nothing"), ("irc-6651-d", "hides the shared one")):
        path.write_text(f"{text}\n{more.format(id=name)}", encoding="utf-8")
        assert any(told in problem and name in problem for problem in list_problems(load_catalogue(folder)))


def test_a_code_has_one_entry_classified_or_not(folder: Path) -> None:
    entry = 'code = "CP14"\naliases = []\nkind = "notice"\ncategory = "unclassified"\nwhy = "None found."\n'
    (folder / "notices" / "cp14-again.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(SetupError, match="CP14 has another file already"):
        load_catalogue(folder)
    (folder / "notices" / "cp14-again.toml").write_text(entry.replace('"CP14"', '"CP14 H"'), encoding="utf-8")
    assert any("CP14 H leads to both" in problem or "CP14H leads to both" in problem
               for problem in list_problems(load_catalogue(folder)))  # fmt: skip


def test_nothing_in_it_can_be_changed() -> None:
    notice = CATALOGUE.notices["CP14"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        notice.code = "CP15"  # type: ignore[misc]
    with pytest.raises(TypeError):
        CATALOGUE.notices["CP15"] = notice  # type: ignore[index]
    assert isinstance(CATALOGUE, Catalogue)


def test_what_is_not_checked_says_so() -> None:
    for notice in CATALOGUE.notices.values():
        for statement in notice.statements:
            assert ("Check before relying on it" in statement.said) == (statement.mark == "general")
            assert bool(statement.sources) == (statement.mark != "general")
