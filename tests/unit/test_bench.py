"""The benchmarks compare like with like: both sides take the same steps and write the same messages. No times here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Table, select

from app.commands import MISUSE, perform
from app.data import tables
from app.data.engine import Database, open_database
from tests.bench import engine, simulate
from tests.bench.score import Outcome, Score, median

CUSTOMERS = 2_000

#: What both write; the engine counts passages in its own order, and so the numbers of passages are left out.
COMPARED = {
    tables.visit: ("customer_id", "node", "at", "port", "left_at"),
    tables.message: ("customer_id", "node", "attempt", "channel", "purpose", "at", "due_at", "state"),
    tables.enrollment: (
        "customer_id",
        "key",
        "entered_at",
        "event_id",
        "node",
        "next",
        "ready_at",
        "left_at",
        "reason",
    ),
    tables.coupon: ("customer_id", "offer", "issued_at"),
}


def rows(place: str, table: Table) -> set[tuple[object, ...]]:
    db = open_database(place)
    with db.read() as connection:
        found = connection.execute(select(*(table.c[name] for name in COMPARED[table]))).all()
    db.close()
    return {tuple(row) for row in found}


def same(score: Score, baseline: Score) -> None:
    assert (score.steps, score.messages) == (baseline.steps, baseline.messages)
    assert score.steps == 17 * CUSTOMERS / 2, "a tenth leaves after four steps, the others take nine"


def test_the_orm_does_what_the_engine_does_on_sqlite(tmp_path: Path) -> None:
    ours, theirs = str(tmp_path / "ours.sqlite"), str(tmp_path / "theirs.sqlite")
    same(engine.ours(ours, CUSTOMERS), engine.orm(theirs, CUSTOMERS))
    for table in COMPARED:
        assert rows(ours, table) == rows(theirs, table)


def test_the_orm_does_what_the_engine_does_on_postgresql(pg_db: Database) -> None:
    url = pg_db.url.render_as_string(hide_password=False)
    pg_db.close()
    same(engine.ours(url, CUSTOMERS), engine.orm(url, CUSTOMERS))


def test_simpy_does_what_the_simulation_does(tmp_path: Path) -> None:
    simulate.make(tmp_path, CUSTOMERS)
    same(simulate.ours(str(tmp_path), CUSTOMERS), simulate.theirs(str(tmp_path), CUSTOMERS))


def test_a_tick_with_nothing_due_is_measured(tmp_path: Path) -> None:
    assert engine.nothing_due(str(tmp_path / "parked.sqlite"), CUSTOMERS) > 0


def test_the_run_in_the_middle_counts() -> None:
    runs = [Score("x", 100, 0, seconds, 1.0) for seconds in (5.0, 1.0, 2.0)]
    assert median(runs).seconds == 2.0


def test_an_outcome_says_the_ratio_and_the_budget() -> None:
    score, beside = Score("we", 1_000, 0, 1.0, 1.0, 20.0, 500), Score("they", 100, 0, 1.0, 1.0)
    text = "\n".join(Outcome("x", ((score, beside),), (("nothing due", "1.00 ms", "≤ 5 ms"),)).lines())
    for part in ("10×", "≥ 500", "20 MB", "≤ 5 ms"):
        assert part in text


def test_the_command_finds_the_benchmarks_of_the_checkout(capsys: pytest.CaptureFixture[str]) -> None:
    assert perform(["bench", "nothing"]) == MISUSE
    assert "canvas, engine, simulate" in capsys.readouterr().err


def test_the_command_says_plainly_that_there_is_no_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.__file__", str(tmp_path / "app" / "__init__.py"))
    assert perform(["bench"]) == MISUSE
    assert "소스" in capsys.readouterr().err


def test_the_command_answers_in_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome("x", ((Score("we", 10, 1, 1.0, 1.0), Score("they", 1, 1, 1.0, 1.0)),))
    monkeypatch.setattr(simulate, "run", lambda size: outcome)
    assert perform(["bench", "simulate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["simulate"]["pairs"][0][0]["steps"] == 10
