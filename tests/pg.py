"""A real PostgreSQL for the tests: one throw-away cluster per run, from the operating system's packages.

The run's first process names a folder (`prepare`), whichever process needs it first starts the server there, and the
run's first process takes it down (`remove`). Test workers of one run share it. Not on Windows, where locks and users
work differently: what only POSIX has is imported where it is used.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

FOLDER = "GILMOK_TEST_CLUSTER"

_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "warning",
}


def programs() -> Path | None:
    """The folder of the newest installed server's programs, or None (always on Windows)."""
    if os.name != "posix":
        return None
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    found = shutil.which("initdb")
    places = [place for place in places if (place / "initdb").exists()]
    newest = sorted(places, key=lambda place: int("".join(filter(str.isdigit, str(place))) or 0))
    return newest[-1] if newest else (Path(found).resolve().parent if found else None)


def prepare() -> None:
    """Name the run's folder, before any worker starts."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="gilmok-pg-")


def remove() -> None:
    """Stop the server if one was started, and delete the folder."""
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "port").exists():
        _run("pg_ctl", "stop", "-D", folder / "data", "-m", "immediate", "-w")
    shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """The running server."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def url(self, name: str) -> str:
        return f"postgresql://{_owner()}@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def database(self, name: str, template: str = "template1", options: str = "") -> Iterator[str]:
        """The URL of a new database, which is dropped afterwards."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {options}')
        try:
            yield self.url(name)
        finally:
            self.run(f'DROP DATABASE "{name}" WITH (FORCE)')


def cluster() -> Cluster:
    """The run's server, started by whoever comes first."""
    import fcntl

    folder = Path(os.environ[FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "port").exists():
            port = _start(folder)
            (folder / "port").write_text(str(port))
    return Cluster(folder, int((folder / "port").read_text()))


def _start(folder: Path) -> int:
    port = _free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, _owner())
    folder.chmod(0o755)
    _run("initdb", "-D", folder / "data", "-U", _owner(), "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    settings = {**_SETTINGS, "port": port, "unix_socket_directories": folder}
    with (folder / "data" / "postgresql.conf").open("a") as conf:
        conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    _run("pg_ctl", "start", "-D", folder / "data", "-l", folder / "log", "-w")
    return port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _owner() -> str:
    """Who runs the server: ourselves, but never root, which it refuses."""
    import pwd

    if os.geteuid():
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(program: str, *arguments: object) -> None:
    import pwd

    found = programs()
    assert found, "PostgreSQL is not installed"
    user = {"user": _owner(), "group": pwd.getpwnam(_owner()).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server runs
        done = subprocess.run(
            [found / program, *map(str, arguments)], stdout=said, stderr=said, cwd="/", check=False, **user
        )
        said.seek(0)
        assert done.returncode == 0, f"{program} failed: {said.read().decode(errors='replace')}"
