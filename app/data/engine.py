"""Open a shop's record: a SQLite file by default, PostgreSQL by URL for teams. The same code runs on both.

Whoever writes says `begin()`, whoever reads says `read()`. What the driver complains of and a person can mend comes
out as one of our errors (`app.data.faults`); the rest is a bug and keeps its own traceback.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from app.base.clock import SECOND
from app.base.errors import InputError
from app.base.text import _
from app.data import faults, migrations

#: How long a connection waits for another one's write, in ms.
PATIENCE = 30 * SECOND

_WRITE = "gilmok_write"

_PRAGMAS = {
    "page_size": 16_384,  # of a new file; an old one keeps its own
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "cache_size": -64_000,  # KiB when negative
    "temp_store": "MEMORY",
}


@dataclass(frozen=True, slots=True)
class Database:
    """An open record. `engine` is for reading the dialect and for tools; work goes through `begin` and `read`."""

    engine: Engine

    @property
    def url(self) -> URL:
        return self.engine.url

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @property
    def place(self) -> str:
        """Where the record is, for people: the file, or the URL without its password."""
        return faults.place(self.engine.url)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes: it waits for its turn at once, so it never fails half-way for a lock."""
        with self.engine.connect() as connection:
            connection.execution_options(**{_WRITE: True})
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one state of the record from beginning to end."""
        with self.engine.connect() as connection:
            if self.dialect == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()


def read_url(where: str | Path) -> URL:
    """The URL of a file name or of `postgresql://user@host/name`; InputError if it is neither."""
    text = str(where)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as problem:
        raise InputError(
            _("“{text}” is not the address of a database. Write it like postgresql://user@host/name.").format(text=text)
        ) from problem
    if url.get_backend_name() == "postgres":  # as hosts often write it
        url = url.set(drivername="postgresql")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise InputError(
            _("Gilmok keeps its record in SQLite or PostgreSQL, not in {kind}.").format(kind=url.get_backend_name()),
            where=faults.place(url),
        )
    return _plain(url) if url.get_backend_name() == "postgresql" else url


def _plain(url: URL) -> URL:
    """The URL with our driver, and its password where it is looked for: not among the options, which are shown."""
    password = url.normalized_query.get("password", (url.password,))[-1]
    return url.difference_update_query(["password"]).set(drivername="postgresql+psycopg", password=password)


def open_database(where: str | Path, patience: int = PATIENCE) -> Database:
    """Open the record of a file or URL, making or upgrading its tables when needed (a SQLite file is copied first).

    `patience` is how long a write waits for another one's, in ms.
    InputError: not a database of ours, or written by a newer Gilmok. LaterError: locked, full disk, server away.
    """
    database = Database(connect(read_url(where), patience))
    try:
        migrations.migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def connect(url: URL, patience: int = PATIENCE) -> Engine:
    """An engine with our settings and our errors; nothing is opened yet."""
    if url.get_backend_name() == "sqlite":
        arguments: dict[str, Any] = {"isolation_level": None, "timeout": patience / SECOND}
        engine = create_engine(url, connect_args=arguments, json_serializer=write_json)
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        options = f"-c lock_timeout={patience} -c timezone=UTC"
        arguments = {"options": options, "connect_timeout": 10}
        engine = create_engine(url, connect_args=arguments, json_serializer=write_json, pool_pre_ping=True)
    event.listen(engine, "handle_error", faults.translate)
    return engine


def write_json(value: object) -> str:
    """A JSON column's text. Letters are kept as they are: SQLite does not find a key that is written as escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _set_pragmas(connection: Any, _record: object) -> None:
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _begin_sqlite(connection: Connection) -> None:
    """The driver would begin late and upgrade a read to a write half-way, which fails instead of waiting."""
    writes = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
