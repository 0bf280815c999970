"""The catalogue in another language: its texts, and the same catalogue with them beside the English.

``es/`` holds the Spanish: ``language.toml`` how dates are said, every other file texts, each beside the
English it was made of. Facts, marks and sources stay those of the English; so does all that is compared.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from classify.catalogue.entry import CHECK_FIRST, Catalogue, DeadlineRule, Statement
from classify.catalogue.option import Option
from classify.catalogue.sign import Sign
from classify.catalogue.table import Table, parsed
from classify.language import ENGLISH, Language
from ingest.errors import SetupError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LANGUAGES = ("en", "es")
_FACTS = "language"
_HOLE = re.compile(r"\{\w+\}")
# Texts of entries that are no statements, by their class.
_PLAIN_TEXTS: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {DeadlineRule: ("act", "lost"), Option: ("name",), Sign: ("name",)}
)
T = TypeVar("T")


def load_language(code: str, folder: Traversable | None = None) -> Language:
    """One of ``LANGUAGES``; English needs no file.

    Raises
    ------
    SetupError
        for another language, or a file that is wrong, naming it and the key.

    """
    if code == ENGLISH.code:
        return ENGLISH
    if code not in LANGUAGES:
        raise SetupError(f"There is no language {code!r}.", advice=f"There are: {', '.join(LANGUAGES)}.")
    root = (files(__package__) if folder is None else folder) / code
    paths = sorted(
        (path for path in root.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name
    )
    tables = {path.name.removesuffix(".toml"): parsed(path) for path in paths}
    facts = tables.pop(_FACTS)
    language = Language(
        code=code,
        texts=MappingProxyType(_texts(tables.values(), code)),
        months=facts.names("months"),
        days=facts.names("days"),
        date=facts.text("date"),
        dated_day=facts.text("dated_day"),
        both=facts.text("both"),
        untranslated=facts.text("untranslated"),
    )
    facts.done()
    return language


def _texts(tables: Iterable[Table], code: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in tables:
        for part in table.tables("text"):
            english, told = part.text("en"), part.text(code)
            part.done()
            if english in found:
                raise part.wrong("en", "is there twice")
            if sorted(set(_HOLE.findall(english))) != sorted(set(_HOLE.findall(told))):
                raise part.wrong(code, "must hold the same placeholders as the English")
            found[english] = told
        table.done()
    return found


def in_language(catalogue: Catalogue, language: Language) -> Catalogue:
    """The catalogue with everything that is shown of it in a language; what is compared stays English."""
    if not language.texts:
        return catalogue
    notices = {code: _spoken(notice, language) for code, notice in catalogue.notices.items()}
    return dataclasses.replace(
        catalogue,
        notices=MappingProxyType(notices),
        spellings=MappingProxyType({k: notices[notice.code] for k, notice in catalogue.spellings.items()}),
        options=MappingProxyType({key: _spoken(o, language) for key, o in catalogue.options.items()}),
        ladders=_spoken(catalogue.ladders, language),
        signs=dataclasses.replace(
            catalogue.signs,
            advice=_spoken(catalogue.signs.advice, language),
            by_key=MappingProxyType({k: _spoken(s, language) for k, s in catalogue.signs.by_key.items()}),
        ),
        language=language,
    )


def _spoken(value: T, language: Language) -> T:
    """A statement, an entry or a tuple of them with the texts of a language."""
    made: Any = value
    if isinstance(value, Statement):
        check = language.say(CHECK_FIRST)
        made = dataclasses.replace(value, spoken=language.say(value.text), check_first=check)
    elif isinstance(value, tuple):
        made = tuple(_spoken(item, language) for item in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        made = dataclasses.replace(value, **_changes(value, language))
    return made  # type: ignore[no-any-return]


def _changes(entry: DataclassInstance, language: Language) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for one in dataclasses.fields(entry):
        value = getattr(entry, one.name)
        if one.name in _PLAIN_TEXTS.get(type(entry), ()):
            changes[one.name] = language.say(value)
        elif isinstance(value, Statement | tuple) or dataclasses.is_dataclass(value):
            changes[one.name] = _spoken(value, language)
    return changes
