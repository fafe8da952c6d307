"""Opening, reading and writing the record; what people are told when it does not work."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from app.base.errors import InputError, LaterError, SetupError
from app.data import faults, migrations
from app.data.engine import Database, open_database, read_url
from app.data.tables import setting
from tests import pg


def _settings(db: Database) -> list[str]:
    with db.read() as connection:
        return list(connection.scalars(select(setting.c.key).order_by(setting.c.key)))


def _write(db: Database, key: str) -> None:
    with db.begin() as connection:
        connection.execute(insert(setting).values(key=key, value={"한글": [1, 2.5, None]}))


# -- transactions ----------------------------------------------------------------------------------------------------


def test_what_is_written_is_read_again(db: Database) -> None:
    _write(db, "a")
    with db.read() as connection:
        assert connection.execute(select(setting.c.key, setting.c.value)).all() == [("a", {"한글": [1, 2.5, None]})]


def test_a_failed_transaction_leaves_nothing_behind(db: Database) -> None:
    with pytest.raises(RuntimeError), db.begin() as connection:  # noqa: PT012
        connection.execute(insert(setting).values(key="a", value=1))
        raise RuntimeError
    assert _settings(db) == []


def test_a_reader_sees_one_state_from_beginning_to_end(db: Database) -> None:
    _write(db, "a")
    with db.read() as connection:
        before = connection.scalar(select(func.count()).select_from(setting))
        _write(db, "b")
        assert connection.scalar(select(func.count()).select_from(setting)) == before
    assert _settings(db) == ["a", "b"]


def test_a_reader_may_not_write_on_postgresql(pg_db: Database) -> None:
    with pytest.raises(Exception, match="read-only"), pg_db.read() as connection:
        connection.execute(insert(setting).values(key="a", value=1))


def test_writers_take_turns_and_nobody_loses_a_count(db: Database) -> None:
    with db.begin() as connection:
        connection.execute(insert(setting).values(key="n", value=0))

    def count_up() -> None:
        for _ in range(20):
            with db.begin() as connection:
                n = connection.scalar(select(setting.c.value).where(setting.c.key == "n").with_for_update())
                connection.execute(setting.update().values(value=n + 1))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.read() as connection:
        assert connection.scalar(select(setting.c.value)) == 80


def test_the_sqlite_file_is_kept_safe_against_a_power_cut(sqlite_db: Database) -> None:
    with sqlite_db.read() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL


# -- what people are told --------------------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_loses_nothing_already_stored(sqlite_db: Database) -> None:
    _write(sqlite_db, "before")
    with pytest.raises(LaterError, match="디스크") as caught, sqlite_db.begin() as connection:  # noqa: PT012
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages + 1}"))
        connection.execute(insert(setting), [{"key": str(n), "value": "x" * 1000} for n in range(100)])
    assert "shop.sqlite" in caught.value.where
    assert _settings(sqlite_db) == ["before"]


def test_a_record_that_another_program_writes_to_asks_for_patience(sqlite_db: Database) -> None:
    file = str(sqlite_db.url.database)
    with closing(sqlite3.connect(file, isolation_level=None)) as other, closing(open_database(file, 50)) as impatient:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LaterError, match="다른 프로그램") as caught:
            _write(impatient, "a")
        assert caught.value.after > 0
        assert _settings(impatient) == []  # reading is never in the way


def test_a_locked_postgresql_table_asks_for_patience(pg_db: Database) -> None:
    url = pg_db.url.render_as_string(hide_password=False)
    with pg_db.begin() as other, closing(open_database(url, 50)) as impatient:
        other.execute(text("LOCK TABLE setting"))
        with pytest.raises(LaterError, match="다른 프로그램"):
            _write(impatient, "a")


@pytest.mark.parametrize("content", [b"PK\x03\x04" * 300, "이름,전화\n".encode() * 300, b"SQLite format 3\0" * 300])
def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "shop.sqlite"
    file.write_bytes(content)
    with pytest.raises(InputError, match="길목의 데이터") as caught:
        open_database(file)
    assert caught.value.where == str(file)
    assert file.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE recipes (name)")
    with pytest.raises(InputError, match="길목의 데이터"):
        open_database(file)


def test_a_damaged_record_is_said_to_be_damaged(sqlite_db: Database) -> None:
    _write(sqlite_db, "a")
    sqlite_db.close()
    file = Path(str(sqlite_db.url.database))
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(InputError, match="손상"), closing(open_database(file)) as database:
        _settings(database)


def test_a_record_from_a_newer_program_names_both_versions_and_is_not_changed(db: Database) -> None:
    with db.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9041'"))
    with pytest.raises(InputError, match=rf"9041.*{migrations.head()}.*아무것도 바꾸지"):
        open_database(db.url.render_as_string(hide_password=False))


def test_a_folder_that_does_not_exist_is_a_matter_of_setting_up(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="폴더"):
        open_database(tmp_path / "nowhere" / "shop.sqlite")


def test_a_server_that_is_away_may_come_back(cluster: pg.Cluster) -> None:
    with pytest.raises(LaterError, match="서버") as caught:
        open_database("postgresql://shop:secret@127.0.0.1:9/gilmok")
    assert "secret" not in str(caught.value)


def test_a_database_the_server_does_not_have_is_a_matter_of_setting_up(cluster: pg.Cluster) -> None:
    with pytest.raises(SetupError, match="서버"):
        open_database(cluster.url("nowhere"))


@pytest.mark.parametrize("address", ["mysql://me@host/shop", "postgresql://host:port/x", "://"])
def test_an_address_of_nothing_we_know_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        open_database(address)


# -- the first opening -----------------------------------------------------------------------------------------------


def test_the_password_of_a_server_is_never_shown_wherever_it_was_written() -> None:
    for address in ("postgresql://me:geheim@host/shop", "postgres://me@host/shop?password=geheim&sslmode=require"):
        url = read_url(address)
        assert (url.get_backend_name(), url.password) == ("postgresql", "geheim")
        assert "geheim" not in faults.place(url)


def _open(address: str) -> list[str]:
    with closing(open_database(address)) as database:
        return _settings(database)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_several_programs_may_open_a_new_record_at_once(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    spawn = multiprocessing.get_context("spawn")
    if kind == "sqlite":
        with spawn.Pool(4) as pool:
            assert pool.map(_open, [str(tmp_path / "new.sqlite")] * 8, chunksize=1) == [[]] * 8
        return
    cluster: pg.Cluster = request.getfixturevalue("cluster")
    with cluster.database(f"new_{tmp_path.name}") as url, spawn.Pool(4) as pool:
        assert pool.map(_open, [url] * 8, chunksize=1) == [[]] * 8


def test_an_upgrade_copies_the_file_first(sqlite_db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _write(sqlite_db, "a")
    versions = tmp_path / "versions"
    versions.mkdir()
    for step in migrations.VERSIONS.glob("0*.py"):
        (versions / step.name).write_text(step.read_text())
    (versions / "0999_break.py").write_text(
        f"revision = '0999'\ndown_revision = '{migrations.head()}'\n"
        "from alembic import op\n"
        "def upgrade():\n    op.drop_table('setting')\n    1 / 0\n"
    )
    was = migrations.head()
    monkeypatch.setattr(migrations, "VERSIONS", versions)
    with pytest.raises(ZeroDivisionError):
        open_database(str(sqlite_db.url.database))
    assert _settings(sqlite_db) == ["a"]  # the failed step is undone
    copied = tmp_path / f"shop.before-0999-was-{was}.sqlite"
    with closing(sqlite3.connect(copied)) as copy:
        assert copy.execute("SELECT key FROM setting").fetchall() == [("a",)]
