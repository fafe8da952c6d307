"""What every test stands on: its own home folder, no network, no unexpected warnings, both real databases."""

from __future__ import annotations

import itertools
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import pytest_socket
from sqlalchemy import Connection

from app.base.text import use_language
from app.data.duck import create, open_memory
from app.data.engine import Database, open_database
from app.data.tables import metadata
from tests import pg

LOOPBACK = ["127.0.0.1", "::1", "localhost"]

hypothesis.settings.register_profile(
    "gilmok",
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.differing_executors,
    ],
)
hypothesis.settings.load_profile("gilmok")

_number = itertools.count()


# -- the run ---------------------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs(text): the test means to log a warning that contains this text")
    if not _wants_windows(config):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not _is_worker(config):
        pg.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config):
        pg.remove()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not _wants_windows(config):
        for item in items:
            if item.get_closest_marker("window"):
                item.add_marker(pytest.mark.skip(reason="needs a display of its own: run with -m window"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _wants_windows(config: pytest.Config) -> bool:
    return str(config.getoption("markexpr")).strip() == "window"


# -- around every test -----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, new for every test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("GILMOK_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _korean() -> Iterator[None]:
    use_language("ko")
    yield
    use_language("ko")


@pytest.fixture(autouse=True)
def _no_unexpected_warning(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    expected = [str(mark.args[0]) for mark in request.node.iter_markers("logs")]
    logged = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    surprises = [text for text in logged if not any(known in text for known in expected)]
    assert not surprises, f"unexpected warnings in the log: {surprises}"


# -- the record ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cluster() -> pg.Cluster:
    """A running PostgreSQL of our own. Skipped on Windows and where none is installed, but not in CI."""
    if os.name != "posix":
        pytest.skip("the throw-away PostgreSQL needs a POSIX system")
    if not pg.programs():
        assert not os.environ.get("CI"), "PostgreSQL 15 is not installed, and CI may not skip its tests"
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    return pg.cluster()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "shop.sqlite"
    open_database(file).close()
    return file


@pytest.fixture(scope="session")
def _pg_template(cluster: pg.Cluster) -> Iterator[str]:
    name = f"template_{os.getpid()}"
    with cluster.database(name) as url:
        open_database(url).close()
        yield name


@pytest.fixture
def sqlite_db(tmp_path: Path, _sqlite_template: Path) -> Iterator[Database]:
    """An empty record in a SQLite file."""
    file = shutil.copy(_sqlite_template, tmp_path / "shop.sqlite")
    database = open_database(file)
    yield database
    database.close()


@pytest.fixture
def pg_db(cluster: pg.Cluster, _pg_template: str) -> Iterator[Database]:
    """An empty record in a PostgreSQL database."""
    with cluster.database(f"test_{os.getpid()}_{next(_number)}", _pg_template) as url:
        database = open_database(url)
        yield database
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Database:
    """An empty record; the test runs once on each database."""
    database: Database = request.getfixturevalue("sqlite_db" if request.param == "sqlite" else "pg_db")
    return database


@pytest.fixture(params=["sqlite", "postgresql", "duckdb"])
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A connection to empty tables, on the two records and on the mirror's database. Whoever writes rolls back."""
    if request.param == "duckdb":
        yield from _duckdb()
        return
    database: Database = request.getfixturevalue("sqlite_db" if request.param == "sqlite" else "pg_db")
    with database.engine.connect() as opened:
        yield opened


def _duckdb() -> Iterator[Connection]:
    engine = open_memory()
    with engine.connect() as opened:
        for table in metadata.sorted_tables:
            create(opened, table)
        opened.commit()
        yield opened
    engine.dispose()
