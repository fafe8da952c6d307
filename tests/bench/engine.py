"""The live engine on a durable record, beside the same job written with an ORM in batches of 1,000.

Both write the same rows into the same tables of a new database: SQLite with WAL and synchronous=FULL, and PostgreSQL
with fsync if its programs are installed. Filling is not timed. The baseline is what many such programs do: read the
people who are due, look up what concerns the batch in one query, decide person by person, commit. Rates are compared,
so the baseline may have fewer people.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import BigInteger, Integer, cast, delete, insert, literal, select, text, update

from app.base.clock import DAY, HOUR
from app.data import tables
from app.data.engine import Database, open_database
from app.message import states
from app.runtime.publish import publish
from app.runtime.tick import tick
from tests import pg
from tests.bench import job
from tests.bench.orm import Baseline
from tests.bench.score import Outcome, Score, Watch, alone, load, median

CUSTOMERS = 200_000
FEWER = 40  # the baseline has one customer for so many of ours
TIMES = 3
PARKED = 5  # parked enrollments for each customer
LEAST = {"sqlite": 300_000, "postgresql": 130_000}
RATIO = 40
NOTHING_DUE = 5.0  # ms
TICKS = [job.START + hour * HOUR for hour in range(1, 7)]


def run(size: int | None = None) -> Outcome:
    """Measure with `size` customers."""
    customers = size or CUSTOMERS
    with tempfile.TemporaryDirectory() as folder:
        pairs = [_pair(*(str(Path(folder) / name) for name in ("ours.sqlite", "theirs.sqlite")), customers)]
        waits = [("SQLite", nothing_due(str(Path(folder) / "parked.sqlite"), customers * PARKED))]
    if pg.programs():
        with _server() as url:
            pairs.append(_pair(url, url, customers))
            waits.append(("PostgreSQL", nothing_due(url, customers * PARKED)))
    facts = [("times as fast as the ORM on SQLite", f"{pairs[0][0].rate / pairs[0][1].rate:.0f}×", f"≥ {RATIO}×")]
    facts += [
        (f"nothing due, {customers * PARKED:,} parked, {place}", f"{found:.2f} ms", f"≤ {NOTHING_DUE:g} ms")
        for place, found in waits
    ]
    return Outcome(f"engine · {customers:,} customers", tuple(pairs), tuple(facts), load())


def _pair(place: str, other: str, customers: int) -> tuple[Score, Score]:
    """The medians of both, each run in a process of its own."""
    fewer = max(customers // FEWER, 1)
    return median([alone(ours, place, customers) for _ in range(TIMES)]), median(
        [alone(orm, other, fewer) for _ in range(TIMES)]
    )


# -- ours ------------------------------------------------------------------------------------------------------------


def ours(place: str, customers: int) -> Score:
    """Publish, let everyone do something, tick every hour."""
    with _fresh(place) as db, job.marked():
        publish(db, job.journey(), job.START)
        _fill(db, customers)
        steps, watch = _passes(db, lambda now: tick(db, now).total)
        return Score(
            f"Gilmok on {_NAMES[db.dialect]}", steps, _written(db), watch.seconds, watch.cpu, 0, LEAST[db.dialect]
        )


def nothing_due(place: str, parked: int) -> float:
    """Milliseconds of a tick (in the middle of 50) that finds nothing to do, with so many enrollments waiting."""
    with _fresh(place) as db, job.marked():
        publish(db, job.journey(), job.START)
        _park(db, parked)
        took = []
        for turn in range(50):
            begin = time.perf_counter()
            assert tick(db, job.START + HOUR + turn).total == 0
            took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def _park(db: Database, count: int) -> None:
    """Enrollments that wait for tomorrow, written straight into the table."""
    numbers = select(cast(literal(1), BigInteger).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < count))
    n, tomorrow = numbers.c.n, job.START + DAY
    values = {
        "customer_id": n,
        "id": n,
        "journey_id": literal("bench"),
        "version_id": cast(literal(1), Integer),
        "key": literal(""),
        "entered_at": literal(job.START, BigInteger),
        "node": literal("later"),
        "next": literal("clicked"),
        "ready_at": tomorrow + n % 1_000_000,
    }
    with db.begin() as connection:
        connection.execute(insert(tables.enrollment).from_select([*values], select(*values.values())))
    _know(db)


# -- the baseline ----------------------------------------------------------------------------------------------------


def orm(place: str, customers: int) -> Score:
    """The same with the ORM."""
    with _fresh(place) as db:
        _fill(db, customers)
        baseline = Baseline(db.engine)
        steps, watch = _passes(db, baseline.tick)
        return Score(
            f"SQLAlchemy ORM, batches of 1,000, {_NAMES[db.dialect]}", steps, _written(db), watch.seconds, watch.cpu
        )


# -- both ------------------------------------------------------------------------------------------------------------


def _passes(db: Database, tick: Callable[[int], int]) -> tuple[int, Watch]:
    """A pass every hour; says how many steps they took and how long. In between the messages leave, not timed."""
    steps, watch, message = 0, Watch(), tables.message
    for now in TICKS:
        with watch:
            steps += tick(now)
        with db.begin() as connection:
            connection.execute(update(message).where(message.c.state == states.READY).values(state=states.SENT))
    return steps, watch


# -- databases -------------------------------------------------------------------------------------------------------

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@contextmanager
def _fresh(place: str) -> Iterator[Database]:
    """The record at a place, emptied."""
    for end in ("", "-wal", "-shm"):
        Path(place + end).unlink(missing_ok=True)
    db = open_database(place)
    try:
        with db.begin() as connection:
            for table in tables.metadata.sorted_tables:
                connection.execute(delete(table))
        yield db
    finally:
        db.close()


def _fill(db: Database, customers: int) -> None:
    with db.begin() as connection:
        job.fill(connection, customers)
    _know(db)


def _know(db: Database) -> None:
    """What PostgreSQL does by itself within a minute: clean up, look at what is in the tables."""
    if db.dialect == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _written(db: Database) -> int:
    with db.read() as connection:
        return len(connection.execute(select(tables.message.c.id)).all())


@contextmanager
def _server() -> Iterator[str]:
    """The URL of a database on a PostgreSQL of our own, as durable as it is out of the box."""
    former = os.environ.get(pg.FOLDER)
    pg.prepare()
    try:
        server = pg.cluster()
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.run(f"ALTER SYSTEM SET {setting} = on")
        server.run("SELECT pg_reload_conf()")
        with server.database("bench") as url:
            yield url
    finally:
        pg.remove()
        if former is not None:
            os.environ[pg.FOLDER] = former
