"""An import that is killed at any moment leaves whole chunks, and is completed by running it again."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from app.data import imports
from app.data.engine import Database, open_database

ROOT = Path(__file__).parents[2]
CHUNK = 500
ROWS = 40_000

#: Imports with small chunks, so that there is much to interrupt.
_CHILD = f"""
import sys
from app.data import imports
from app.data.engine import open_database
import app.data.imports.files as files
files.CHUNK = {CHUNK}
imports.run(open_database(sys.argv[1]), imports.read_plan(sys.argv[2]))
"""


def _orders(folder: Path) -> Path:
    """Orders of five lines each: customers, orders, lines, products and events change together."""
    file = folder / "orders.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("order_id,at,customer,product_id,product_name,quantity,price,consent.email.ad\n")
        for row in range(ROWS):
            order, line = divmod(row, 5)
            at = f"2026-01-{1 + order % 28:02} 10:00:00"
            out.write(f"o{order},{at},m{order % 900},p{(order + line) % 70},item {line},1,{line + 1},yes\n")
    return file


def _everything(db: Database) -> dict[str, list[Any]]:
    names = ("customer", "identity", "consent", "event", "product", "orders", "order_line")
    with db.read() as conn:
        return {name: sorted(conn.exec_driver_sql(f"select * from {name}").all(), key=repr) for name in names}


def _count(path: Path, table: str) -> int:
    db = open_database(path)
    try:
        with db.read() as conn:
            return int(conn.exec_driver_sql(f"select count(*) from {table}").scalar_one())
    finally:
        db.close()


def _kill_midway(record: Path, file: Path, after: int) -> None:
    """Start an import and kill it when at least `after` lines are there."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(record), str(file)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    for _try in itertools.count():
        assert child.poll() is None, "the import ended before it could be killed"
        assert _try < 2000
        if _count(record, "order_line") >= after:
            break
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.wait()


@pytest.mark.slow
def test_a_killed_import_keeps_whole_chunks_and_is_completed_by_running_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.data.imports.files.CHUNK", CHUNK)
    file = _orders(tmp_path)
    whole = open_database(tmp_path / "whole.sqlite")
    imports.run(whole, imports.read_plan(file))
    record = tmp_path / "killed.sqlite"
    open_database(record).close()
    for after in (2 * CHUNK, 12 * CHUNK):
        _kill_midway(record, file, after)
        lines = _count(record, "order_line")
        assert lines < ROWS
        assert lines % CHUNK == 0
        assert _count(record, "orders") == _count(record, "event") == lines // 5
    killed = open_database(record)
    report = imports.run(killed, imports.read_plan(file))
    assert report.orders + report.known == ROWS // 5
    assert _everything(killed) == _everything(whole)
    killed.close()
    whole.close()
