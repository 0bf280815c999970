"""The ledger of a drop folder: every delivery once, every content read once.

SQLAlchemy Core over SQLite. A delivery is a file that came; a document is a content, with the record
that one reading gave. ``claimed -> working -> done | review | not_irs | failed``. Before a file is
moved to its place, the place is written down (``becomes``, ``filed_as``), so that a restart can finish
what a kill interrupted.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ingest.errors import StoreError
from mailroom.folder import private_folder
from mailroom.outcome import JsonObject, Outcome

State = Literal["claimed", "working", "done", "review", "not_irs", "failed"]
Final = Literal["done", "review", "not_irs", "failed"]
OPEN = ("claimed", "working")
_SCHEMA = 1
_BUSY_MS = 30_000

_tables = sa.MetaData()
_deliveries = sa.Table(
    "deliveries",
    _tables,
    sa.Column("id", sa.Text, primary_key=True),
    # Names are bytes: a file system promises no more.
    sa.Column("name", sa.LargeBinary, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("deaths", sa.Integer, nullable=False, default=0),
    sa.Column("becomes", sa.Text),
    sa.Column("filed_as", sa.LargeBinary),
    sa.Column("outcome", sa.Text),
    sa.Column("claimed_at", sa.Text, nullable=False),
    sa.Column("finished_at", sa.Text),
    # A name in a folder is given once, also when the file there has been taken away since.
    sa.UniqueConstraint("becomes", "filed_as"),
)
_documents = sa.Table(
    "documents",
    _tables,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("reading", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("first_delivery", sa.Text, sa.ForeignKey("deliveries.id"), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file that came.

    Parameters
    ----------
    name
        As it was dropped, in bytes.
    deaths
        How often a reader died of it.
    becomes, filed_as
        Where it is going, once that is settled.
    outcome
        What is filed with it, once that is settled.

    """

    id: str
    name: bytes = field(repr=False)
    size: int
    sha256: str | None = None
    state: State = "claimed"
    deaths: int = 0
    becomes: Final | None = None
    filed_as: bytes | None = field(default=None, repr=False)
    outcome: JsonObject | None = field(default=None, repr=False)


class Ledger:
    """The ledger in one SQLite file; used from one thread.

    Raises
    ------
    StoreError
        from any call, where the file cannot be read or written.

    """

    def __init__(self, path: Path) -> None:
        private_folder(path.parent)
        with _store_errors():
            # Made here, for its mode: SQLite gives its companions the same.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self._engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True)
            sa.event.listen(self._engine, "connect", _prepare)
            with self._engine.begin() as connection:
                found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                if found not in {0, _SCHEMA}:
                    message = f"The ledger is of version {found}, and this program knows {_SCHEMA}."
                    raise StoreError(message, advice="Use the program that wrote it.")
                _tables.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {_SCHEMA}")

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def claim(self, delivery_id: str, name: bytes, size: int) -> Delivery:
        """A new delivery; one that is there already is left as it is."""
        row = {"id": delivery_id, "name": name, "size": size, "state": "claimed", "claimed_at": _now()}
        with self._transaction() as connection:
            connection.execute(sqlite.insert(_deliveries).values(row).on_conflict_do_nothing())
        return Delivery(delivery_id, name, size)

    def working(self, delivery_id: str, sha256: str | None) -> None:
        """Its file is about to be read."""
        self._update(delivery_id, state="working", sha256=sha256)

    def died(self, delivery_id: str) -> int:
        """A reader died of it; how often by now."""
        self._update(delivery_id, deaths=_deliveries.c.deaths + 1)
        return self.delivery(delivery_id).deaths

    def known(self, sha256: str, reading: str) -> tuple[Outcome, str] | None:
        """What an earlier reading of the same bytes gave, and for which delivery."""
        query = sa.select(_documents).where(_documents.c.sha256 == sha256, _documents.c.reading == reading)
        with self._transaction() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (Outcome(json.loads(row.outcome), sha256), row.first_delivery)

    def learn(self, delivery_id: str, outcome: Outcome, reading: str) -> None:
        """Keep what reading a content gave, where there was any; the first reading stands."""
        if outcome.sha256 is None:
            return
        row = {
            "sha256": outcome.sha256,
            "reading": reading,
            "outcome": json.dumps(outcome.record),
            "first_delivery": delivery_id,
        }
        with self._transaction() as connection:
            connection.execute(sqlite.insert(_documents).values(row).on_conflict_do_nothing())

    def plan(self, delivery_id: str, becomes: Final, filed_as: bytes, outcome: JsonObject) -> bool:
        """Write down where it goes and with what; False where that name was given before."""
        values = {"becomes": becomes, "filed_as": filed_as, "outcome": json.dumps(outcome)}
        with self._transaction() as connection:
            taken = sa.select(_deliveries.c.id).where(
                _deliveries.c.becomes == becomes,
                _deliveries.c.filed_as == filed_as,
                _deliveries.c.id != delivery_id,
            )
            if connection.execute(taken).first() is not None:
                return False
            connection.execute(_one(delivery_id).values(values))
        return True

    def finish(self, delivery_id: str) -> None:
        """It lies where it was to go."""
        self._update(delivery_id, state=_deliveries.c.becomes, finished_at=_now())

    def delivery(self, delivery_id: str) -> Delivery:
        """One delivery."""
        return next(self._select(_deliveries.c.id == delivery_id))

    def unfinished(self) -> list[Delivery]:
        """Every delivery that has not come to its end, oldest first."""
        return list(self._select(_deliveries.c.state.in_(OPEN)))

    def all(self) -> list[Delivery]:
        """Every delivery, oldest first."""
        return list(self._select(sa.true()))

    def _select(self, condition: sa.ColumnElement[bool]) -> Iterator[Delivery]:
        columns = [c for c in _deliveries.c if c.name not in {"claimed_at", "finished_at"}]
        query = sa.select(*columns).where(condition).order_by(_deliveries.c.id)
        with self._transaction() as connection:
            rows = connection.execute(query).mappings().all()
        for row in rows:
            outcome = None if row["outcome"] is None else json.loads(row["outcome"])
            yield Delivery(**{**row, "outcome": outcome})

    def _update(self, delivery_id: str, **values: Any) -> None:
        with self._transaction() as connection:
            connection.execute(_one(delivery_id).values(values))

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with _store_errors(), self._engine.begin() as connection:
            yield connection


def _one(delivery_id: str) -> sa.Update:
    return sa.update(_deliveries).where(_deliveries.c.id == delivery_id)


def _prepare(connection: Any, _record: object) -> None:
    """WAL, and on the disk when a commit returns; what is deleted is overwritten."""
    for pragma in (
        f"busy_timeout = {_BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _store_errors() -> Iterator[None]:
    """The database's errors as ours, without the statement and its values."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(f"The ledger cannot be read or written ({type(cause).__name__}).") from None


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
