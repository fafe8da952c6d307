"""Scratch tables of one connection: where a wave is laid down between one node and the next.

They are made once for a connection and emptied before each use, so that a pass changes no catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    FromClause,
    Insert,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    func,
    insert,
    select,
)
from sqlalchemy.schema import CreateTable

_MADE = "gilmok_scratch"

#: What is known of an enrollment on its way.
WAVE = ("customer_id", "enrollment_id", "key", "entered_at", "event_id", "round", "ready_at")


@cache
def moved(number: int) -> Table:
    """The wave of one node after its step: the wave's columns, and port, left_at, reason."""
    return _temporary(f"moved_{number}", port=Text, left_at=BigInteger, reason=Text)


@cache
def due() -> Table:
    """Enrollments taken up in this pass, with the node each is due at."""
    return _temporary("due", next=Text)


@cache
def entrant(number: int) -> Table:
    """Those who would enter; two tables take turns, `turn` is each one's place among its
    rivals, `number` its place in the table."""
    columns = {"customer_id": BigInteger, "at": BigInteger, "key": Text, "event_id": BigInteger, "start": Text}
    return _made(f"entrant_{number}", columns | {"turn": Integer, "number": BigInteger})


@cache
def verdict(number: int) -> Table:
    """What is said of messages: 0 holds each one's turn, 1 what was decided last."""
    columns = {"customer_id": BigInteger, "id": Text, "due_at": BigInteger, "state": Text, "turn": Integer}
    return _made(f"verdict_{number}", columns)


def _temporary(name: str, **more: type) -> Table:
    kinds = {"key": Text, "round": Integer}
    return _made(name, {column: kinds.get(column, BigInteger) for column in WAVE} | more)


def _made(name: str, columns: dict[str, type]) -> Table:
    made: list[Column[Any]] = [Column(key, kind) for key, kind in columns.items()]
    return Table(name, MetaData(), *made, prefixes=["TEMPORARY"])


def empty(connection: Connection, table: Table) -> Table:
    """The table, there and empty."""
    made: set[str] = connection.info.setdefault(_MADE, set())
    if table.name not in made:
        connection.execute(CreateTable(table, if_not_exists=True))
        made.add(table.name)
    if connection.dialect.name == "postgresql":  # nobody else would ever clear away the deleted rows
        connection.exec_driver_sql(f"TRUNCATE {table.name}")
    else:
        connection.execute(table.delete())
    return table


def forget(connection: Connection) -> None:
    """A rollback may have taken scratch tables with it: look again next time."""
    connection.info.pop(_MADE, None)


def fill(connection: Connection, table: Table, names: Sequence[str], rows: Select[Any]) -> int:
    """Insert the rows into the table's columns `names`; says how many they were."""
    count = append(connection, insert(table).from_select(list(names), rows))
    return count if count >= 0 else size(connection, table)


def append(connection: Connection, rows: Insert) -> int:
    """Insert rows; says how many they were, or -1 where the driver does not tell (DuckDB)."""
    return connection.execute(rows, execution_options={"preserve_rowcount": True}).rowcount


def size(connection: Connection, rows: FromClause) -> int:
    """How many rows there are: DuckDB does not say it when it writes them."""
    return connection.execute(select(func.count()).select_from(rows)).scalar_one()
