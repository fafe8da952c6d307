"""The tables' history: the same tables on both databases, safe for whoever opens them first."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.data import tables
from app.data.engine import Database


def test_the_migrated_tables_are_the_tables_of_the_program(db: Database) -> None:
    with db.read() as connection:
        defaults = db.dialect == "postgresql"  # SQLite keeps them as text, which Alembic cannot tell apart
        options = {"compare_type": True, "compare_server_default": defaults}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []
