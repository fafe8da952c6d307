"""The shop's record in SQL: tables, engine, migrations, imports, audiences. SQLAlchemy Core, sets not objects."""
