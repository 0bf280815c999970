"""Settings: each part's own, put together from flags, environment, file and defaults, in this order.

Only this module reads ``ingest.toml`` and the environment. A setting is named ``part.key``; in the
file it stands as ``key = value`` under ``[part]``, in the environment as ``INGEST_PART_KEY``. To add a
part is to add its dataclass as a field of ``Settings``; the module that owns it must be light, because
the supervisor, which loads no decoder, imports it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

from ingest.errors import SetupError
from ingest.settings import ReadSettings

FILE_NAME = "ingest.toml"
_PREFIX = "INGEST_"
# These belong to the program as a whole, or to its tests, and are no settings of a part.
_NO_SETTINGS = frozenset({"INGEST_CONFIG", "INGEST_TEST_DATA"})
# Parts that change how a file is worked, but nothing that its record says.
_NOT_IN_RECORD = frozenset({"process", "watch", "cache"})
# Settings of other parts that do not either.
_WHERE_ONLY = frozenset({"read.password_file", "ingest.password_file"})


@dataclass(frozen=True, slots=True)
class AdviceSettings:
    """What the letter does not say and the person at the desk knows.

    Parameters
    ----------
    abroad
        The taxpayer lives outside the United States: some deadlines are longer.
    postmark
        Day stamped on the envelope, where it was kept.
    today
        The day to count from; None is the day of the run.
    lang
        The language of the advice: ``en`` or ``es``.

    """

    abroad: bool = False
    postmark: dt.date | None = None
    today: dt.date | None = None
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class ProcessSettings:
    """Limits on the throw-away process that reads one file.

    Parameters
    ----------
    workers
        Files worked at the same time; 0 is one for each core.
    start_s, page_s, ceiling_s
        Wall time for a file, for each of its pages on top, and at most.
    silence_s
        Wall time without news of a finished page. All of these are stretched where the machine is crowded.
    memory_mib
        Memory beyond what the decoders take by being loaded.
    written_mib
        Largest file the process may write.
    largest_mib
        Largest file that is read at all.

    """

    workers: int = 0
    start_s: float = 60.0
    page_s: float = 30.0
    ceiling_s: float = 1800.0
    silence_s: float = 90.0
    memory_mib: int = 1536
    written_mib: int = 512
    largest_mib: int = 100


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """How a drop folder is watched.

    Parameters
    ----------
    every_s
        Time between two listings of the folder.
    settle_s
        A file is complete when it has not changed for this long.
    free_mib
        With less free space than this, nothing is claimed.
    ledger
        Path of the ledger; empty: ``.ledger/ledger.sqlite`` in the drop folder.

    """

    every_s: float = 2.0
    settle_s: float = 5.0
    free_mib: int = 500
    ledger: str = ""


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """Where readings are kept, so that after a change in rules nothing is read again.

    Parameters
    ----------
    folder
        Empty: none are kept; `ingest batch` then keeps its own in its output folder.
    most_mib
        How much may be kept; the longest unused go first. 0 keeps nothing.

    """

    folder: str = ""
    most_mib: int = 512


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of every part."""

    ingest: ReadSettings = field(default_factory=ReadSettings)
    advice: AdviceSettings = field(default_factory=AdviceSettings)
    read: ReadSettings = field(default_factory=ReadSettings)
    process: ProcessSettings = field(default_factory=ProcessSettings)
    watch: WatchSettings = field(default_factory=WatchSettings)
    cache: CacheSettings = field(default_factory=CacheSettings)

    def keeping_readings(self, folder: Path) -> Settings:
        """The same, with readings kept in that folder where none is set."""
        if self.cache.folder:
            return self
        return replace(self, cache=replace(self.cache, folder=str(folder.absolute())))

    @classmethod
    def of_texts(cls, texts: Mapping[str, str]) -> Settings:
        """From texts by ``part.key``, as ``texts()`` gives them.

        Raises
        ------
        SetupError
            for an unknown name or a text that is no value of its kind.

        """
        kinds = dict(_kinds())
        unknown = next((name for name in texts if name not in kinds), None)
        if unknown is not None:
            raise _unknown(unknown, kinds)
        built: Settings = _built(cls, {name: _value(name, text, kinds[name]) for name, text in texts.items()})
        return built

    def texts(self) -> dict[str, str]:
        """Every setting as text by ``part.key``; an absent value is the empty text."""
        return dict(_told(self))

    def digest(self) -> str:
        """Twelve hex digits over the settings that bear on what a record says."""
        bearing = {
            name: text
            for name, text in self.texts().items()
            if name.partition(".")[0] not in _NOT_IN_RECORD and name not in _WHERE_ONLY
        }
        return hashlib.sha256(json.dumps(bearing, sort_keys=True).encode()).hexdigest()[:12]


def load(
    flags: Mapping[str, str], environment: Mapping[str, str], *, file: Path | None, folder: Path
) -> Settings:
    """Put the settings together.

    Parameters
    ----------
    flags
        What the command line said, as texts by ``part.key``.
    environment
        Usually ``os.environ``.
    file
        The file that ``--config`` names; else ``INGEST_CONFIG``, else ``ingest.toml`` in ``folder``
        where there is one.

    Raises
    ------
    SetupError
        for an unknown name (with the nearest known one), a wrong value or an unreadable file.

    """
    named = file or (Path(environment["INGEST_CONFIG"]) if environment.get("INGEST_CONFIG") else None)
    return Settings.of_texts({**_of_file(named, folder), **_of_environment(environment), **flags})


def _kinds(part: Any = Settings, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting's name with its type; a part may have parts of its own."""
    for key, kind in get_type_hints(part).items():
        if is_dataclass(kind):
            yield from _kinds(kind, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", kind


def _built(part: Any, values: Mapping[str, Any], prefix: str = "") -> Any:
    """The part with these values; what is not named stays as the part has it."""
    given: dict[str, Any] = {}
    for key, kind in get_type_hints(part).items():
        if is_dataclass(kind):
            given[key] = _built(kind, values, f"{prefix}{key}.")
        elif f"{prefix}{key}" in values:
            given[key] = values[f"{prefix}{key}"]
    return part(**given)


def _told(part: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every setting's name with its value as text."""
    for key in fields(part):
        value = getattr(part, key.name)
        if is_dataclass(value):
            yield from _told(value, f"{prefix}{key.name}.")
        else:
            yield f"{prefix}{key.name}", _text(value)


def _of_file(named: Path | None, folder: Path) -> dict[str, str]:
    path = named or folder / FILE_NAME
    if named is None and not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"The configuration file {path.name} cannot be read ({type(error).__name__})."
        raise SetupError(message, advice="Check that it is there and is valid TOML.") from None
    return dict(_flat(tables))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", _text(value)


def _of_environment(environment: Mapping[str, str]) -> dict[str, str]:
    known = {_PREFIX + name.replace(".", "_").upper(): name for name, _ in _kinds()}
    found: dict[str, str] = {}
    for variable, text in environment.items():
        if not variable.startswith(_PREFIX) or variable in _NO_SETTINGS:
            continue
        if variable not in known:
            raise _unknown(variable, known)
        found[known[variable]] = text
    return found


def _unknown(name: str, known: Mapping[str, Any]) -> SetupError:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
    return SetupError(f"There is no setting {name!r}.", advice=f"Did you mean {near[0]!r}?")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _value(name: str, text: str, kind: Any) -> Any:
    """The value that a text stands for; numbers are not negative."""
    read, what = _READ[kind]
    try:
        return read(text)
    except (ValueError, KeyError):
        raise SetupError(f"The setting {name!r} must be {what}.", advice="Correct its value.") from None


def _counted(number: float) -> float:
    if not 0 <= number < float("inf"):
        raise ValueError
    return number


_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
# For each kind of setting: how its text is read, and what to ask for where that fails.
_READ: dict[Any, tuple[Callable[[str], Any], str]] = {
    bool: (lambda text: _TRUTH[text.lower()], "true or false"),
    int: (lambda text: _counted(int(text)), "a whole number"),
    float: (lambda text: _counted(float(text)), "a number"),
    str: (str, "a text"),
    dt.date | None: (lambda text: dt.date.fromisoformat(text) if text else None, "a date as 2024-03-11"),
}
