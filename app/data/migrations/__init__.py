"""The history of the tables, applied with Alembic as a library: forward only, a copy first.

A step is a file `versions/NNNN_what.py`; the number is its name in the database. Opening a record that is up to date
reads one row and imports nothing more. Several programs may open a new record at once: one makes the tables, the
others wait for it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from app.base.errors import InputError
from app.base.text import _
from app.data import faults

if TYPE_CHECKING:
    from app.data.engine import Database

VERSIONS = Path(__file__).parent / "versions"

_MARK = "alembic_version"
_LOCK = 7_034_118_205  # any number of ours: who holds it upgrades the PostgreSQL record


def head() -> str:
    """The newest version this program knows, such as `0001`."""
    return max(step.name.partition("_")[0] for step in VERSIONS.glob("[0-9]*_*.py"))


def migrate(database: Database) -> None:
    """Bring the record to this program's version.

    InputError for a record from a newer program or of another one. A SQLite file that already holds something is
    copied beside itself first.
    """
    with database.read() as connection:
        found = version(connection, database.place)
    if found == head():
        return
    with database.begin() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = version(connection, database.place)  # another program may have been faster
        if found == head():
            return
        if found and database.dialect == "sqlite" and database.url.database:
            copy(Path(database.url.database), found)
        _upgrade(connection, found)


def version(connection: Connection, where: str) -> str:
    """The record's version, empty for a new record; InputError if it is newer than the program, or not ours."""
    tables = inspect(connection).get_table_names()
    if _MARK not in tables:
        if tables:
            raise faults.broken(where, f"tables of another program: {', '.join(tables)}")
        return ""
    found = connection.scalar(text(f"SELECT version_num FROM {_MARK}")) or ""  # noqa: S608  a constant of ours
    if found > head():
        raise InputError(
            _(
                "This shop's data was written by a newer Gilmok (its version is {found}, this program knows {known}). "
                "Nothing was changed. Please install the newest Gilmok and open the shop again."
            ).format(found=found, known=head()),
            where=where,
        )
    return str(found)


def copy(file: Path, found: str) -> Path:
    """Copy a SQLite file as it is on disk, whole even while others write; returns the copy's name."""
    target = file.with_name(f"{file.stem}.before-{head()}-was-{found}{file.suffix}")
    half = target.with_suffix(".part")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(half)) as copied:
        source.backup(copied)
    half.replace(target)
    return target


def _upgrade(connection: Connection, found: str) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(VERSIONS.parent), version_locations=[str(VERSIONS)])
    context = MigrationContext.configure(connection)
    with Operations.context(context):
        for step in reversed(list(script.iterate_revisions(head(), found or "base"))):
            step.module.upgrade()
            context.stamp(script, step.revision)
