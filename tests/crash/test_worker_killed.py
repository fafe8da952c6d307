"""The worker is killed (kill -9) at every named point, and finishes later: the same end, and nothing is twice."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select

from app.base.clock import DAY, HOUR, MINUTE, SystemClock, VirtualClock
from app.data import shop as shops
from app.data import tables
from app.data.engine import Database
from app.data.shop import Shop
from app.journey.graph import Cap, Entry, Quiet, Settings
from app.providers import outfile
from app.runtime import deliver
from app.runtime.carriers import courier
from app.runtime.publish import publish
from app.runtime.tick import tick
from app.runtime.worker import Worker
from tests import runs
from tests.runs import SHOP, contact, did, drawn, sending

ROOT = Path(__file__).parents[2]
CALL = re.compile(r'faults\.point\("([^"]+)"\)')
POINTS = sorted({name for file in (ROOT / "app").rglob("*.py") for name in CALL.findall(file.read_text("utf-8"))})

#: No night and a generous frequency rule: the time of day at which the test runs does not matter.
ANY_HOUR = Settings(entry=Entry("any_time"), quiet=Quiet(0, 0), cap=Cap(10, DAY))
PEOPLE = 12


def test_the_points_are_found() -> None:
    assert len(POINTS) >= 8


# -- a shop with work to do ------------------------------------------------------------------------------------------


def _cart() -> Any:
    """Cart → 3 hours → bought? → A/B → an e-mail that falls back to a text, or a text."""
    bought = {"kind": "did", "event": "purchase", "window": {"since_entry": True}}
    return drawn(
        {
            "start": ("trigger_event", {"event": "add_to_cart"}),
            "wait": ("wait", {"length": "3h"}),
            "bought": ("condition", {"branches": [{"key": "yes", "where": bought}]}),
            "goal": ("goal", {}),
            "split": ("split", {}),
            "mail": ("send", {"contact": contact("email"), "fallback": [contact("sms")]}),
            "text": ("send", {"contact": contact("sms")}),
            "end": ("leave", {}),
        },
        "start next wait",
        "wait next bought",
        "bought yes goal",
        "bought else split",
        "split A mail",
        "split B text",
        "mail next end",
        "text next end",
        settings=ANY_HOUR,
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a shop: some have waited long enough, some messages did not leave, some events have just arrived."""
    home, now = tmp_path_factory.mktemp("killed"), SystemClock().now()
    sender = {"name": SHOP.name, "email": SHOP.email, "phone": SHOP.phone, "address": SHOP.address}
    sender |= {"optout_phone": SHOP.optout_phone, "optout_url": SHOP.optout_url}
    accounts = {"outfile": {"refuse": ["email:c2@*", "email:c5@*", "email:c10@*"]}}
    shop = shops.create("모아 상점", home, sender=sender, accounts=accounts)
    with closing(shop.open()) as db:
        runs.fill(db, PEOPLE)
        publish(db, _cart(), now - 5 * HOUR, SHOP)
        hello = replace(sending("email", "sms"), id="hello", name="안녕", settings=ANY_HOUR)
        publish(db, hello, now - 5 * HOUR, SHOP)
        for customer in range(1, 9):
            did(db, customer, "add_to_cart", now - 4 * HOUR)
        tick(db, now - 4 * HOUR)
        for customer in (3, 4):
            did(db, customer, "purchase", now - 2 * HOUR)
        for customer in range(9, PEOPLE + 1):
            did(db, customer, "add_to_cart", now - MINUTE)
    return home


def copied(template: Path, home: Path) -> Shop:
    """The same shop in a home of its own."""
    shutil.copytree(template, home)
    return shops.show("모아 상점", home)


def process(shop: Shop, fault: str = "") -> subprocess.CompletedProcess[str]:
    """`gilmok run SHOP --once` as a process of its own, which the fault may kill."""
    env = {**os.environ, "GILMOK_HOME": str(shop.folder.parents[1]), "GILMOK_FAULT": fault}
    words = [sys.executable, "-m", "app", "run", shop.name, "--once", "--json"]
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def finish(shop: Shop) -> dict[str, Any]:
    """Pass after pass, later, until all is done; what is there then."""
    clock = VirtualClock(SystemClock().now() + deliver.LEASE)
    with closing(shop.open()) as db:
        worker = Worker(db, courier(shop, db), clock)
        for _turn in range(6):
            clock.advance(HOUR)
            worker.alone()
        return {**record(db), "outbox": outbox(shop)}


# -- what is there in the end ----------------------------------------------------------------------------------------


def record(db: Database) -> dict[str, Any]:
    """Passages, visits, messages and what was said, without the instants that depend on when the test runs."""
    with db.read() as connection:
        return {
            table.name: rows(connection, table, *names)
            for table, names in [
                (
                    tables.enrollment,
                    ("customer_id", "journey_id", "version_id", "entered_at", "node", "next", "round", "reason"),
                ),
                (tables.visit, ("customer_id", "version_id", "round", "node", "port", "reason")),
                (tables.message, ("customer_id", "version_id", "node", "round", "attempt", "channel", "state", "cost")),
                (tables.message_text, ("customer_id", "address", "subject")),
                (tables.receipt, ("customer_id", "kind", "code")),
            ]
        }


def rows(connection: Connection, table: Table, *names: str) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row) for row in connection.execute(select(*(table.c[name] for name in names))).all())


def outbox(shop: Shop) -> Counter[tuple[Any, ...]]:
    """What the outbox holds: every line of its index, and every file."""
    index = (shop.outbox / outfile.INDEX).read_text("utf-8").splitlines()
    lines = [json.loads(line) for line in index]
    files = {file.name for file in shop.outbox.iterdir()} - {outfile.INDEX}
    assert files == {line["file"] for line in lines}
    assert len(index) == len(files), "a message is in the index twice"
    return Counter((line["channel"], line["to"], line["subject"]) for line in lines)


@pytest.fixture(scope="module")
def undisturbed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """How it ends when nothing happens to the worker."""
    shop = copied(template, tmp_path_factory.mktemp("undisturbed") / "home")
    done = process(shop)
    assert done.returncode == 0, done.stderr
    return finish(shop)


def test_an_undisturbed_run_has_something_of_everything(undisturbed: dict[str, Any]) -> None:
    """Else the comparison below would say little."""
    assert {row[6] for row in undisturbed["message"]} == {"sent", "refused"}
    assert {row[-1] for row in undisturbed["enrollment"]} == {"leave", "goal", "end"}
    assert undisturbed["enrollment"].total() == 2 * PEOPLE
    assert undisturbed["outbox"].total() == 2 * PEOPLE - 2
    assert {row[0] for row in undisturbed["outbox"]} == {"email", "sms"}


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_at_any_point_ends_like_one_that_was_not(
    point: str, count: int, template: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    shop = copied(template, tmp_path / "killed")
    done = process(shop, f"{point}:{count}")
    if count == 1 or done.returncode:
        assert done.returncode == -signal.SIGKILL, f"the work of this test does not come to {point}: {done.stderr}"
    assert finish(shop) == undisturbed
