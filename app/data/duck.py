"""DuckDB as a place to ask the record's questions: in memory, without network, with the record's own expressions."""

from __future__ import annotations

import tempfile
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, Table, create_engine, event
from sqlalchemy.pool import StaticPool

#: Two threads leave a small machine usable; the limit keeps a large shop from taking the whole memory.
_SETTINGS = {
    "threads": 2,
    "memory_limit": "4GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": False,
}


def open_memory(**settings: Any) -> Engine:
    """An empty DuckDB in memory; all connections of the engine see the same one. `settings` are DuckDB's own."""
    engine = create_engine(
        "duckdb:///:memory:",
        connect_args={"config": {**_SETTINGS, "temp_directory": tempfile.gettempdir(), **settings}},
        poolclass=StaticPool,
    )
    event.listen(engine, "first_connect", lambda connection, _record: _learn_words(engine, connection))
    return engine


def create(connection: Connection, table: Table) -> None:
    """Make an empty table with the columns of one of ours: no keys and no indexes, which would only cost here."""
    columns = (Column(column.name, column.type, key=column.key) for column in table.columns)
    Table(table.name, MetaData(), *columns).create(connection, checkfirst=False)


def _learn_words(engine: Engine, connection: Any) -> None:
    """Quote every word DuckDB keeps for itself (such as `at`); its dialect knows only PostgreSQL's."""
    words: list[tuple[str]] = connection.execute(
        "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'"
    ).fetchall()
    preparer = engine.dialect.identifier_preparer
    preparer.reserved_words = {*preparer.reserved_words, *(word for (word,) in words)}
