"""The mirror: a columnar copy of the record, for counting, simulating and asking. It may be deleted at any time.

It is a folder of Parquet files (`app.data.parts`), which any number of programs may read while one brings it up to
date: nobody waits and nobody is in the way. Each reader has its own DuckDB in memory, where the tables have the names
and columns of the record, so the record's own expressions run there. Why so: docs/adr/0003-mirror-as-parquet.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Double,
    Integer,
    Select,
    Table,
    Text,
    case,
    cast,
    event,
    func,
    select,
    text,
)
from sqlalchemy.engine import ExceptionContext

from app.base.clock import SECOND, SystemClock
from app.base.errors import LaterError, SetupError
from app.base.text import _
from app.data import duck, parts, tables
from app.data.engine import Database
from app.data.parts import Kept, Manifest

#: What conditions, simulation and insight ask about. Events are appended, the others written anew when they change.
WHOLE: tuple[Table, ...] = (
    tables.customer,
    tables.consent,
    tables.orders,
    tables.order_line,
    tables.product,
    tables.audience_member,
    tables.message,
)
TABLES: tuple[Table, ...] = (tables.event, *WHOLE)

#: Told how many rows are copied and how many there are; answers False to stop.
Progress = Callable[[int, int], object]

_MOST_PARTS = 16  # of events; more are made into one
_ATTEMPTS = 5  # to find all parts of a list while others renew it
_PRIME = 1_000_003  # sums modulo this stay far from the end of 64 bits


class _StoppedError(Exception):
    """Whoever watches the progress said stop."""


def refresh(db: Database, folder: Path, progress: Progress | None = None) -> bool:
    """Bring the mirror in `folder` up to date with the record; False if `progress` said stop: it is as before then.

    Only new events are read. Killed at any instant, or run twice at once, it leaves a whole mirror.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        words = _("The folder for the copy of the shop's data cannot be made. Check that you may write there.")
        raise SetupError(words, where=str(folder), detail=str(problem)) from problem
    former = parts.read(folder, parts.shape(TABLES))
    stamp = _stamp(db) if db.dialect == "sqlite" else ""
    with db.read() as connection:
        stamp = _snapshot(connection) if db.dialect == "postgresql" else stamp
        if stamp and stamp == former.stamp and all((folder / part).exists() for part in former.parts()):
            return True
        try:
            found = _Copy(connection, folder, former, progress).tables()
        except _StoppedError:
            return False
    now = SystemClock().now()
    manifest = Manifest(shape=former.shape, stamp=stamp, tables=found).after(former, now)
    parts.write(folder, manifest)
    parts.clean(folder, manifest, now)
    return True


@contextmanager
def connect(folder: Path, load: Collection[Table] = ()) -> Iterator[Connection]:
    """The mirror as a database of one's own, in memory: what is written there is gone afterwards.

    Tables in `load` are read into memory at once, which pays when they are asked many times. LaterError if there is
    no mirror yet.
    """
    engine = duck.open_memory()
    event.listen(engine, "handle_error", _translate)
    try:
        with engine.connect() as connection:
            _show(connection, folder, load)
            yield connection
    finally:
        engine.dispose()


def differences(db: Database, connection: Connection) -> list[str]:
    """The tables in which a mirror differs from the record, by row counts and sums over every column."""
    with db.read() as record:
        return [
            table.name
            for table in TABLES
            if tuple(record.execute(_sums(table)).one()) != tuple(connection.execute(_sums(table)).one())
        ]


# -- copying ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Copy:
    """One refreshing: reads one state of the record, tells how far it is."""

    connection: Connection
    folder: Path
    former: Manifest
    progress: Progress | None
    done: int = 0
    total: int = 0

    def tables(self) -> dict[str, Kept]:
        """Copy what is new; the parts of every table."""
        events, fresh = self._events()
        rows = {table.name: self._count(table) for table in WHOLE}
        self.total = fresh + sum(rows.values())
        found = {"event": self._append(events)}
        for table in WHOLE:
            found[table.name] = Kept(parts=self._part(table, select(*_columns(table))), rows=rows[table.name])
        return found

    def _events(self) -> tuple[Kept, int]:
        """The parts that hold exactly the events they should (else none), and how many events are not in them."""
        kept = self.former.tables.get("event", Kept())
        seq = tables.event.c.seq
        known = select(func.count(), func.coalesce(func.sum(_check()), 0)).where(seq <= kept.seq)
        rows, check = self.connection.execute(known).one()
        everything = self._count(tables.event)
        whole = all((self.folder / part).exists() for part in kept.parts)
        if (rows, check) == (kept.rows, kept.check) and whole:
            return kept, everything - rows
        return Kept(), everything

    def _append(self, kept: Kept) -> Kept:
        record = tables.event
        query = select(*_columns(record)).order_by(record.c.customer_id, record.c.at, record.c.id)
        new = self._part(record, query.where(record.c.seq > kept.seq) if kept.parts else query)
        totals = select(func.count(), func.coalesce(func.max(record.c.seq), 0), func.coalesce(func.sum(_check()), 0))
        rows, seq, check = self.connection.execute(totals).one()
        all_parts = (*kept.parts, *(part for part in new if part not in kept.parts))
        if len(all_parts) > _MOST_PARTS:
            all_parts = (_joined(self.folder, all_parts),)
        return Kept(parts=all_parts, rows=rows, seq=seq, check=int(check))

    def _part(self, table: Table, query: Select[Any]) -> tuple[str, ...]:
        with self.connection.execute(query.execution_options(stream_results=True)) as result:
            return parts.write_part(self.folder, table, self._told(parts.batches(result)))

    def _told(self, batches: Iterator[list[Any]]) -> Iterator[list[Any]]:
        for batch in batches:
            self.done += len(batch)
            if self.progress and self.progress(min(self.done, self.total), self.total) is False:
                raise _StoppedError
            yield batch

    def _count(self, table: Table) -> int:
        return self.connection.scalar(select(func.count()).select_from(table)) or 0


def _columns(table: Table) -> Iterator[ColumnElement[Any]]:
    """The columns as the mirror keeps them: JSON as its text."""
    for column in table.columns:
        yield cast(column, Text) if parts.is_json(column.type) else column


def _check() -> ColumnElement[int]:
    """A number for each event: when events are deleted or given to another customer, the sum changes."""
    key = tables.event.c
    return key.seq % _PRIME + key.customer_id % _PRIME


def _joined(folder: Path, names: Collection[str]) -> str:
    """One part with the rows of many, in the order of the key."""
    half = parts.half_file(folder)
    engine = duck.open_memory()
    try:
        with engine.connect() as connection:
            rows = f'FROM {_files(folder, names)} ORDER BY customer_id, "at", id'
            connection.exec_driver_sql(f"COPY ({rows}) TO {_quoted(half)} (FORMAT parquet, COMPRESSION lz4_raw)")
        return parts.settle(half, "event")
    finally:
        engine.dispose()
        half.unlink(missing_ok=True)


def _stamp(db: Database) -> str:
    """A text that differs when a SQLite record may have changed; empty if that cannot be told.

    It is the state of the file and the head of its shared memory, which every commit changes (sqlite.org/walformat.html
    §2.1). Taken before the data is read: a commit between the two is copied, and copied once more.
    """
    file = Path(str(db.url.database))
    try:
        found = file.stat()
        with file.with_name(file.name + "-shm").open("rb") as shared:
            return f"{found.st_size} {found.st_mtime_ns} {shared.read(48).hex()}"
    except OSError:
        return ""


def _snapshot(connection: Connection) -> str:
    """The same for PostgreSQL: which transactions this one sees."""
    return str(connection.scalar(text("SELECT CAST(pg_current_snapshot() AS text)")))


# -- reading ---------------------------------------------------------------------------------------------------------


def _show(connection: Connection, folder: Path, load: Collection[Table]) -> None:
    for _attempt in range(_ATTEMPTS):
        manifest = parts.read(folder, parts.shape(TABLES))
        if not manifest.tables or all((folder / part).exists() for part in manifest.parts()):
            break
    if not manifest.tables:
        raise _missing(folder)
    for table in TABLES:
        kept = manifest.tables[table.name]
        if not kept.parts:
            duck.create(connection, table)
            continue
        kind = "TABLE" if table in load else "VIEW"
        connection.exec_driver_sql(f"CREATE {kind} {table.name} AS FROM {_files(folder, kept.parts)}")
    connection.commit()


def _files(folder: Path, names: Collection[str]) -> str:
    """The parts as DuckDB reads them; a folder called `a=b` is no column."""
    return f"read_parquet([{', '.join(_quoted(folder / name) for name in names)}], hive_partitioning = false)"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _missing(folder: Path, detail: str = "") -> LaterError:
    words = _("The copy of the shop's data is being made anew. Please try again in a moment.")
    return LaterError(words, after=SECOND, where=str(folder), detail=detail)


def _translate(context: ExceptionContext) -> None:
    """A part that vanishes while it is read: somebody deleted the folder."""
    import duckdb

    error = context.original_exception
    if isinstance(error, duckdb.IOException):
        raise _missing(Path(), str(error)) from error


# -- the same or not -------------------------------------------------------------------------------------------------


def _sums(table: Table) -> Select[Any]:
    numbers = [number for column in table.columns for number in _column_sums(column)]
    return select(func.count(), *numbers).select_from(table)


def _column_sums(column: ColumnElement[Any]) -> Iterator[ColumnElement[Any]]:
    """Integers that every database computes alike from the values of a column."""
    yield func.count(column)
    match column.type:
        case Boolean():
            yield cast(func.sum(case((column, 1), else_=0)), BigInteger)
        case Integer():
            yield cast(func.sum(column % _PRIME), BigInteger)
        case Double():
            yield from (func.min(column), func.max(column))
        case _:
            yield cast(func.sum(func.length(cast(column, Text))), BigInteger)
