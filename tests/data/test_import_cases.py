"""Small files with the quirks of real exports, each with what it must become (tests/cases/imports)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.data import imports
from app.data.engine import Database
from app.data.tables import customer

CASES = Path(__file__).parents[1] / "cases" / "imports"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in CASES.glob("*.expected.json"))


def _file(name: str, folder: Path) -> Path:
    source = next(path for path in CASES.glob(name + ".*") if not path.name.endswith(".json"))
    return Path(shutil.copy(source, folder))


def _plan(name: str, folder: Path) -> tuple[imports.Plan, dict[str, Any]]:
    expected = json.loads((CASES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return imports.read_plan(_file(name, folder), zone=expected.get("zone", "Asia/Seoul")), expected


def _ask(db: Database, question: str) -> list[list[Any]]:
    with db.read() as conn:
        return [list(row) for row in conn.exec_driver_sql(question)]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_export_becomes_what_it_means(name: str, db: Database, tmp_path: Path) -> None:
    plan, expected = _plan(name, tmp_path)
    report = imports.run(db, plan)
    assert plan.preset == expected["recognised"]
    for count, value in expected.get("report", {}).items():
        assert getattr(report, count) == value, (count, [str(problem) for problem in report.shown])
    assert report.problems >= expected.get("at_least_problems", 0)
    if "problems" in expected:
        assert [[problem.row, problem.column, problem.kept] for problem in report.shown] == expected["problems"]
    for question, answer in expected["ask"]:
        assert _ask(db, question) == answer, question
    if "attrs" in expected:
        with db.read() as conn:
            assert (
                dict(conn.execute(customer.select().with_only_columns(customer.c.key, customer.c.attrs)).all())
                == (expected["attrs"])
            )


@pytest.mark.parametrize("name", NAMES)
def test_importing_it_again_changes_nothing(name: str, db: Database, tmp_path: Path) -> None:
    plan, _expected = _plan(name, tmp_path)
    imports.run(db, plan)
    before = _everything(db)
    again = imports.run(db, plan)
    assert _everything(db) == before
    assert (again.customers, again.orders, again.lines, again.products, again.events, again.consents) == (0,) * 6


@pytest.mark.parametrize("name", NAMES)
def test_a_dry_run_says_the_same_and_keeps_nothing(name: str, db: Database, tmp_path: Path) -> None:
    plan, _expected = _plan(name, tmp_path)
    empty = _everything(db)
    tried = imports.run(db, plan, dry_run=True)
    assert _everything(db) == empty
    report = imports.run(db, plan)
    for count in ("rows", "customers", "orders", "lines", "products", "events", "consents", "problems"):
        assert getattr(tried, count) == getattr(report, count), count


def _everything(db: Database) -> dict[str, list[Any]]:
    names = ("customer", "identity", "consent", "event", "product", "orders", "order_line")
    return {name: sorted(map(str, _ask(db, f"select * from {name}"))) for name in names}
