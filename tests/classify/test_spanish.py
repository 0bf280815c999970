"""Spanish: complete for the core notices, true to the English number by number, and never older than it."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.cards import MODELS, Model, carded
from classify.catalogue import Catalogue, Statement, in_language, load_catalogue, load_language
from classify.catalogue.entry import CHECK_FIRST
from classify.doubt import DOUBTS
from classify.language import ENGLISH, Language
from ingest.errors import SetupError
from ingest.quality import ADVICE

ROOT = Path(__file__).parents[2]
ENGLISH_CATALOGUE = load_catalogue()
SPANISH = load_language("es")
CATALOGUE = in_language(ENGLISH_CATALOGUE, SPANISH)
CORE = [model.code for model in MODELS]


def shown_of(catalogue: Catalogue, code: str) -> Iterator[str]:
    """Every English text that the card of a notice can show."""
    notice = catalogue.notices[code]
    for statement in notice.statements:
        if statement is not notice.spanish and statement not in [rule.basis for rule in notice.deadlines]:
            yield statement.text
    for rule in notice.deadlines:
        yield from (rule.act, rule.lost)
    for option in catalogue.options.values():
        if (
            option.key in notice.options
            or set(option.beside) & set(notice.options)
            or notice in option.letters
        ):
            yield option.name
            yield from (s.text for s in (option.why, *(n.statement for n in option.needs)))
            yield from (limit.basis.text for limit in option.limits)
        for case in option.not_given:
            if notice in case.letters:
                yield from (option.name, case.why.text)
    for ladder in catalogue.ladders:
        rung = ladder.rung_of(code)
        if rung is not None and ladder.audience in (notice.audience, "both"):
            yield ladder.basis.text


@pytest.mark.parametrize("code", CORE)
def test_everything_on_a_core_card_has_its_spanish(code: str) -> None:
    assert [text for text in shown_of(ENGLISH_CATALOGUE, code) if not SPANISH.has(text)] == []


def spoken_in_code() -> set[str]:
    """Every text that stands in the program itself."""
    found = {*DOUBTS.values(), *ADVICE, CHECK_FIRST}
    for path in (*(ROOT / "classify").glob("*.py"), *(ROOT / "mailroom").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def spoken_in_catalogue(catalogue: Catalogue) -> set[str]:
    """Every text of the catalogue that a language may have words for."""
    statements: list[Statement] = [s for n in catalogue.notices.values() for s in n.statements]
    statements += [s for option in catalogue.options.values() for s in option.statements]
    statements += [s for ladder in catalogue.ladders for s in ladder.statements]
    statements += catalogue.signs.statements
    names = [option.name for option in catalogue.options.values()]
    names += [sign.name for sign in catalogue.signs.by_key.values()]
    names += [t for n in catalogue.notices.values() for r in n.deadlines for t in (r.act, r.lost)]
    return {*names, *(statement.text for statement in statements)}


def test_no_spanish_is_older_than_its_english() -> None:
    known = spoken_in_catalogue(ENGLISH_CATALOGUE) | spoken_in_code()
    assert [text for text in SPANISH.texts if text not in known] == []


def test_what_the_card_and_the_advice_say_has_its_spanish() -> None:
    told = set()
    for path in (*(ROOT / "classify").glob("*.py"), *(ROOT / "mailroom").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            of_language = name == "tell" or (
                name == "say"
                and "language" in ast.unparse(called.value if isinstance(called, ast.Attribute) else node)
            )
            if of_language and isinstance(node, ast.Call) and isinstance(node.args[0], ast.Constant):
                told.add(node.args[0].value)
    assert len(told) > 50
    assert [text for text in told if not SPANISH.has(text)] == []
    assert [text for text in (*DOUBTS.values(), *ADVICE) if not SPANISH.has(text)] == []


# Numbers, forms, codes and addresses are the same in every language.
_FACT = re.compile(
    r"\$[\d,]+|\d+(?:[.,-]\d+)*|CP\d+[A-Z]*|LT\d+|irs\.gov|\.gov|United States Treasury|\{\w+\}"
)


@pytest.mark.parametrize("english", SPANISH.texts, ids=range(len(SPANISH.texts)))
def test_every_number_form_and_code_is_the_same(english: str) -> None:
    told = SPANISH.texts[english]
    assert sorted(_FACT.findall(told)) == sorted(_FACT.findall(english))
    assert told.count(".") >= english.count(".") - 1
    assert (told[-1] == ".") == (english[-1] == ".")


@pytest.mark.parametrize("model", MODELS, ids=CORE)
def test_a_core_card_is_spanish_throughout(model: Model) -> None:
    card = carded(model, CATALOGUE)
    assert "(en inglés)" not in card
    assert not re.search(r"\b(?:the|and|you|notice date|days left)\b", card)
    assert "PRIMERO" in card
    # The facts of both cards are the same: amounts, forms and years, whatever the order of the words.
    fact = re.compile(r"\$[\d,.]+\d|\b\d{3,5}(?:-[A-Z])?\b|CP\d+[A-Z]?")
    assert sorted(fact.findall(" ".join(card.split()))) == sorted(
        fact.findall(" ".join(carded(model, ENGLISH_CATALOGUE).split()))
    )


def test_dates_and_lists() -> None:
    assert SPANISH.day(dt.date(2024, 4, 1), weekday=True) == "lunes, 1 de abril de 2024"
    assert SPANISH.day(dt.date(2026, 9, 5)) == "5 de septiembre de 2026"
    assert SPANISH.listed(["2019", "2020", "2021"]) == "2019, 2020 y 2021"
    for month in range(1, 13):
        for weekday in (False, True):
            day = dt.date(2024, month, 29 if month == 2 else 30)
            expected = f"{day:%B} {day.day}, {day.year}"
            assert ENGLISH.day(day, weekday=weekday) == (f"{day:%A}, {expected}" if weekday else expected)


def test_what_has_no_spanish_says_so_and_shows_the_english() -> None:
    assert (
        SPANISH.say("Nobody has translated {this}.", this="that") == "(en inglés) Nobody has translated that."
    )
    assert ENGLISH.say("Nobody has translated {this}.", this="that") == "Nobody has translated that."


def test_facts_rules_and_marks_stay_those_of_the_english() -> None:
    for code, notice in CATALOGUE.notices.items():
        english = ENGLISH_CATALOGUE.notices[code]
        assert [(s.text, s.mark, s.sources) for s in notice.statements] == [
            (s.text, s.mark, s.sources) for s in english.statements
        ]
        assert [(r.name, r.clock, r.days, r.kind) for r in notice.deadlines] == [
            (r.name, r.clock, r.days, r.kind) for r in english.deadlines
        ]
        assert CATALOGUE.find(code) is notice
    checked = next(s for s in CATALOGUE.options["math-error"].statements if s.mark == "general")
    assert checked.said.endswith("(Compruébelo antes de confiar en ello.)")
    assert in_language(ENGLISH_CATALOGUE, ENGLISH) is ENGLISH_CATALOGUE


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[text]]\nen = "Pay {by}."\nes = "Pague."', "must hold the same placeholders"),
        ('[[text]]\nen = "Pay."\nes = "Pague."\n[[text]]\nen = "Pay."\nes = "Pague."', "is there twice"),
        ('[[text]]\nen = "Pay."', "es: is missing"),
        ('[[text]]\nen = "Pay."\nes = "Pague."\nfr = "Payez."', "fr: unknown key"),
        ("[[text]", "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_by_its_name(tmp_path: Path, text: str, told: str) -> None:
    folder = tmp_path / "es"
    folder.mkdir()
    source = ROOT / "classify" / "catalogue" / "es" / "language.toml"
    (folder / "language.toml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "card.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SetupError) as caught:
        load_language("es", tmp_path)
    assert "card.toml" in caught.value.message
    assert told in caught.value.message


def test_there_is_no_other_language() -> None:
    with pytest.raises(SetupError, match="There is no language 'fr'"):
        load_language("fr")
    assert isinstance(load_language("en"), Language)
