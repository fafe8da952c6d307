"""Python and the libraries with a part outside Python: do they do what Gilmok asks of them?"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from collections.abc import Iterator

from app.base.clock import instant, moment
from app.base.text import _
from app.commands.doctor.check import Check, tried

OLDEST = (3, 11)

_SQLITE = sqlite3.sqlite_version


def checks() -> Iterator[Check]:
    """Python, SQLite, DuckDB, PostgreSQL's library, time zones."""
    yield python()
    newer = _("Install a newer Python; it brings its own SQLite.")
    again = _("Set Gilmok up again: python3 start.py setup")
    yield tried("sqlite", _sqlite, _("SQLite {version} cannot do all we need").format(version=_SQLITE), newer)
    yield tried("duckdb", _duckdb, _("DuckDB does not work, so nothing can be counted or simulated"), again)
    yield tried("postgresql", _postgresql, _("PostgreSQL cannot be used; files can"), again, level="warn")
    yield tried("zones", _zones, _("The time zones are missing or wrong"), again)


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Check:
    """Whether Python is new enough."""
    text = _("Python {version}").format(version=".".join(map(str, version)))
    if version >= OLDEST:
        return Check("python", "ok", text)
    return Check("python", "error", text, _("Install Python 3.11 or newer."))


def _sqlite() -> str:
    """Make our tables, write a row as the engine does, read JSON, number rows."""
    from sqlalchemy import URL, func, insert, select

    from app.data import engine, tables

    trial = engine.connect(URL.create("sqlite", database=":memory:"))
    customer = tables.customer
    try:
        with trial.begin() as connection:
            tables.metadata.create_all(connection)
            row = insert(customer).values(id=1, key="한", attrs={"점수": 7}).returning(customer.c.id)
            connection.execute(row).one()
            points = customer.c.attrs["점수"].as_integer()
            found = connection.execute(select(points, func.row_number().over(order_by=customer.c.id))).one()
        if tuple(found) != (7, 1):
            raise ValueError(f"{found}")
    finally:
        trial.dispose()
    return _("SQLite {version}").format(version=_SQLITE)


def _duckdb() -> str:
    """Write a Parquet file and read it back, as the mirror does."""
    import tempfile
    from pathlib import Path

    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq
    from sqlalchemy import text

    from app.data import duck

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "part.parquet"
        pq.write_table(pa.table({"at": [1, 2]}), file, compression="zstd")
        engine = duck.open_memory()
        try:
            with engine.connect() as connection:
                found = connection.execute(
                    text("SELECT count(*) FROM read_parquet(:file)"), {"file": str(file)}
                ).scalar()
        finally:
            engine.dispose()
    if found != 2:
        raise ValueError(f"{found}")
    return _("DuckDB {version}").format(version=duckdb.__version__)


def _postgresql() -> str:
    import psycopg

    version = psycopg.pq.version() // 10_000
    return _("PostgreSQL library {version}").format(version=version)


def _zones() -> str:
    """Seoul knows no summer time; New York does."""
    found = [_hours("Asia/Seoul", 7), _hours("America/New_York", 1), _hours("America/New_York", 7)]
    if found != [9, -5, -4]:
        raise ValueError(f"{found}")
    return _("Time zones")


def _hours(zone: str, month: int) -> float:
    """How far a zone is ahead of UTC in a month."""
    ahead = moment(instant(dt.datetime(2026, month, 1, tzinfo=dt.UTC)), zone).utcoffset()
    return ahead / dt.timedelta(hours=1) if ahead is not None else 0
