"""One table of a TOML file, from which every key must be asked for: what nobody asks for is a mistake."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable
from typing import Any

from ingest.errors import SetupError

_NEEDED: Any = object()


class Table:
    """The keys of one table, each given out as what it must be.

    Parameters
    ----------
    data
        As ``tomllib`` parsed it.
    where
        The file, and the way down to this table: ``cp14.toml: deadline 1``.

    """

    def __init__(self, data: dict[str, Any], where: str) -> None:
        self._data = data
        self._where = where
        self._asked: set[str] = set()

    def wrong(self, key: str, why: str) -> SetupError:
        """The error to raise about a key."""
        advice = "Mend the file; docs/adding-a-notice.md lists the keys."
        return SetupError(f"{self._where}: {key}: {why}.", advice=advice)

    def done(self) -> None:
        """Refuse keys that nobody asked for, naming the nearest known one."""
        for key in self._data:
            if key not in self._asked:
                near = difflib.get_close_matches(key, self._asked, n=1)
                raise self.wrong(key, "unknown key" + (f"; did you mean {near[0]}?" if near else ""))

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        self._asked.add(key)
        return key in self._data

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._value(key, str, "a text")
        if not value.strip():
            raise self.wrong(key, "must not be empty")
        return str(value)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts; a key that is not there is an empty list."""
        values = self._value(key, list, "a list of texts", default=[])
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.wrong(key, "must be a list of texts")
        return tuple(values)

    def choice(self, key: str, allowed: Sequence[str], *, default: str | None = _NEEDED) -> Any:
        """One of the allowed words."""
        value = self._value(key, str, "a text", default=default)
        if value != default and value not in allowed:
            raise self.wrong(key, f"must be one of {', '.join(allowed)}")
        return value

    def choices(self, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """A list of allowed words."""
        values = self.names(key)
        if not set(values) <= set(allowed):
            raise self.wrong(key, f"must be some of {', '.join(allowed)}")
        return values

    def flag(self, key: str, *, default: bool = _NEEDED) -> bool:
        """True or false."""
        return bool(self._value(key, bool, "true or false", default=default))

    def number(self, key: str, least: int, most: int) -> int:
        """A whole number between two bounds, both allowed."""
        value = self._value(key, int, "a whole number")
        if isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(key, f"must be a whole number from {least} to {most}")
        return int(value)

    def optional_number(self, key: str) -> int | None:
        """A positive whole number, or None where the key is not there."""
        return self.number(key, 1, 400) if self.has(key) else None

    def money(self, key: str) -> Decimal:
        """An amount in dollars, written as a text so that no cent is lost."""
        try:
            return Decimal(self.text(key))
        except InvalidOperation:
            raise self.wrong(key, 'must be an amount such as "100000.00"') from None

    def optional_money(self, key: str) -> Decimal | None:
        """An amount in dollars, or None where the key is not there."""
        return self.money(key) if self.has(key) else None

    def day(self, key: str) -> dt.date:
        """A date without a time."""
        value = self._value(key, dt.date, "a date")
        if isinstance(value, dt.datetime):
            raise self.wrong(key, "must be a date without a time")
        return value  # type: ignore[no-any-return]

    def table(self, key: str) -> Table:
        """A table within this one."""
        return Table(self._value(key, dict, "a table"), f"{self._where}: {key}")

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables within this one; a key that is not there is an empty list."""
        values = self._value(key, list, "a list of tables", default=[])
        if not all(isinstance(value, dict) for value in values):
            raise self.wrong(key, "must be a list of tables")
        return tuple(Table(value, f"{self._where}: {key} {n}") for n, value in enumerate(values, 1))

    def _value(self, key: str, kind: type, wanted: str, *, default: Any = _NEEDED) -> Any:
        if not self.has(key):
            if default is _NEEDED:
                near = difflib.get_close_matches(key, set(self._data) - self._asked, n=1)
                raise self.wrong(key, "is missing" + (f"; {near[0]} is no key" if near else ""))
            return default
        value = self._data[key]
        if not isinstance(value, kind):
            raise self.wrong(key, f"must be {wanted}")
        return value


def parsed(path: Traversable) -> Table:
    """A file of the catalogue as a table; what is wrong with it is told with its name."""
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except OSError as error:
        message = f"The catalogue file {path.name} cannot be read ({type(error).__name__})."
        raise SetupError(message, advice="Install the program again.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"The catalogue file {path.name} is not valid TOML: {error}."
        raise SetupError(message, advice="Mend the file where it says.") from error
