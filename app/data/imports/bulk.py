"""Write many rows fast: the statement comes from SQLAlchemy, the rows go to the driver as they are."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from app.data.tables import event

Conflict = Literal["fail", "ignore", "update", "renew", "fill"]

#: Values in one `IN (…)`: well under what any database takes.
_ASKED = 5_000


def put(
    conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], conflict: Conflict = "fail"
) -> int:
    """Insert rows; returns how many were written.

    `columns` follow the order of the table. Where the key is there already: `fail`; `ignore` the new row; `update` the
    other columns (but never `seq`: an arrival number is given once); `renew` them where the new value is not NULL;
    `fill` only those that are NULL. JSON columns take JSON text.
    """
    if not rows:
        return 0
    assert list(columns) == [column.name for column in table.columns if column.name in columns]
    result = conn.exec_driver_sql(_statement(table, tuple(columns), conflict, conn.dialect.name), list(rows))
    return result.rowcount


def asked(values: Iterable[Any]) -> Iterable[list[Any]]:
    """Distinct values, cut into lists short enough for `column.in_(…)`."""
    rest = iter(dict.fromkeys(values))
    while part := list(islice(rest, _ASKED)):
        yield part


def take_turn(conn: Connection) -> None:
    """Let other importers wait until this transaction ends, so that ids and arrival numbers are given once and become
    visible in their order. (SQLite has one writer anyway.)"""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE")


def next_seq(conn: Connection) -> int:
    """The next arrival number, for a transaction that has taken its turn."""
    return int(conn.scalar(select(func.coalesce(func.max(event.c.seq), 0))) or 0) + 1


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for reference cycles meanwhile: bulk work makes a million values and no cycles, and looking through
    them again and again takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=64)
def _statement(table: Table, columns: tuple[str, ...], conflict: Conflict, dialect: str) -> str:
    into, spoken = (
        (postgresql.insert, postgresql.dialect(paramstyle="format"))  # type: ignore[no-untyped-call]
        if dialect == "postgresql"
        else (sqlite.insert, sqlite.dialect(paramstyle="qmark"))
    )
    statement: Insert = _resolved(into(table), table, columns, conflict)
    return str(statement.compile(dialect=spoken, column_keys=list(columns)))


def _resolved(insert: Any, table: Table, columns: tuple[str, ...], conflict: Conflict) -> Insert:
    key = [column.name for column in table.primary_key]
    others = [name for name in columns if name not in key and name != "seq"]
    if conflict == "fail":
        return insert  # type: ignore[no-any-return]
    if conflict == "ignore" or not others:
        return insert.on_conflict_do_nothing(index_elements=key)  # type: ignore[no-any-return]
    new, old = insert.excluded, table.c
    choose: dict[Conflict, Callable[[str], Any]] = {
        "update": lambda name: new[name],
        "renew": lambda name: func.coalesce(new[name], old[name]),
        "fill": lambda name: func.coalesce(old[name], new[name]),
    }
    values = {name: choose[conflict](name) for name in others}
    return insert.on_conflict_do_update(index_elements=key, set_=values)  # type: ignore[no-any-return]
