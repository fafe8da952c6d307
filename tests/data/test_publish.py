"""Publishing: what becomes of a draft, who may enter which version, what a pause means."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from app.base.clock import DAY, HOUR, MINUTE
from app.base.errors import InputError, LaterError
from app.data import tables
from app.data.engine import Database
from app.journey import file
from app.journey.graph import Entry, Settings
from app.runtime import faults, publish
from app.runtime.publish import LIVE, PAUSED, STOPPED, set_state
from app.runtime.tick import tick
from tests import runs
from tests.runs import NOON, SHOP, did, drawn, everything, passages, reminder, sending


def entered(db: Database) -> list[tuple[int, int]]:
    """Who entered which version."""
    return [(row.customer_id, row.version_id) for row in passages(db)]


def standing(db: Database) -> list[str | None]:
    return [row.node for row in passages(db)]


# -- versions --------------------------------------------------------------------------------------------------------


def test_each_publication_is_a_version_of_its_own_that_never_changes(db: Database) -> None:
    draft = reminder()
    assert publish.publish(db, draft, NOON, SHOP) == 1
    with db.read() as connection:
        before = connection.execute(select(tables.journey_version)).one()
    assert publish.publish(db, replace(draft, name="새 이름"), NOON + DAY, SHOP) == 2
    with db.read() as connection:
        first, second = connection.execute(select(tables.journey_version).order_by(tables.journey_version.c.id)).all()
        row = connection.execute(select(tables.journey)).one()
    assert first == before
    assert file.read(first.document) == draft
    assert (second.number, second.published_at) == (2, NOON + DAY)
    assert (row.name, row.state, row.version) == ("새 이름", LIVE, 2)


def test_versions_of_two_journeys_are_counted_apart(db: Database) -> None:
    publish.publish(db, reminder(), NOON, SHOP)
    assert publish.publish(db, replace(reminder(), id="other"), NOON, SHOP) == 1
    with db.read() as connection:
        assert [plan.version_id for plan in publish.running(connection)] == [1, 2]


def test_a_draft_with_errors_is_refused_in_the_words_of_its_findings_and_nothing_is_changed(db: Database) -> None:
    publish.publish(db, reminder(), NOON, SHOP)
    before = everything(db)
    spinning = drawn(
        {"start": ("trigger_event", {}), "one": ("split", {}), "two": ("split", {})},
        "start next one",
        "one A two",
        "two A one",
    )
    errors = [one for one in publish.check(spinning, SHOP) if one.level == "error"]
    with pytest.raises(InputError) as caught:
        publish.publish(db, spinning, NOON, SHOP)
    assert errors
    assert all(finding.text in caught.value.text for finding in errors)
    assert caught.value.where == "장바구니"
    assert everything(db) == before


@pytest.mark.parametrize("template", ["{{ nmae }}님", "{{ name.__class__.__mro__ }}", "{{ name"])
def test_a_template_that_cannot_be_filled_or_reaches_inside_is_refused(db: Database, template: str) -> None:
    send = {"contact": runs.contact("sms", text=template)}
    draft = drawn({"start": ("trigger_event", {}), "send": ("send", send)}, "start next send")
    with pytest.raises(InputError):
        publish.publish(db, draft, NOON, SHOP)


# -- who enters ------------------------------------------------------------------------------------------------------


def test_nothing_that_happened_before_publication_starts_anyone(db: Database) -> None:
    runs.fill(db, 4)
    did(db, 1, "add_to_cart", NOON - MINUTE)
    publish.publish(db, reminder(), NOON, SHOP)
    did(db, 2, "add_to_cart", NOON - 1)  # arrives only now, but happened before
    did(db, 3, "add_to_cart", NOON)
    did(db, 4, "add_to_cart", NOON + MINUTE)
    tick(db, NOON + HOUR)
    assert entered(db) == [(3, 1), (4, 1)]


def test_an_event_that_is_too_old_when_it_arrives_starts_nobody(db: Database) -> None:
    runs.fill(db, 2)
    settings = Settings(entry=Entry("any_time", age_limit=2 * HOUR))
    publish.publish(db, replace(reminder(), settings=settings), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON + HOUR)
    did(db, 2, "add_to_cart", NOON + 3 * HOUR)
    tick(db, NOON + 4 * HOUR)
    assert entered(db) == [(2, 1)]


def test_a_late_event_is_found_by_its_arrival_though_the_clock_has_passed_its_instant(db: Database) -> None:
    runs.fill(db, 2)
    publish.publish(db, reminder(), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON + 2 * HOUR)
    tick(db, NOON + 2 * HOUR)
    did(db, 2, "add_to_cart", NOON + HOUR)
    tick(db, NOON + 2 * HOUR + MINUTE)
    assert entered(db) == [(1, 1), (2, 1)]
    tick(db, NOON + 2 * HOUR + 2 * MINUTE)
    assert len(passages(db)) == 2


def test_the_first_import_of_two_years_of_orders_starts_nobody(db: Database) -> None:
    runs.fill(db, 5)
    publish.publish(db, reminder(), NOON, SHOP)
    for customer in range(1, 6):
        did(db, customer, "add_to_cart", NOON - customer * 100 * DAY)
    tick(db, NOON + MINUTE)
    assert passages(db) == []


def test_a_daily_audience_after_a_long_sleep_starts_nobody_for_the_days_that_are_too_old(db: Database) -> None:
    runs.fill(db, 1)
    start = ("trigger_audience", {"when": "daily", "at": "10:00"})
    settings = Settings(entry=Entry("any_time", age_limit=2 * DAY))
    publish.publish(db, drawn({"start": start, "end": ("leave", {})}, "start next end", settings=settings), NOON)
    tick(db, NOON + 9 * DAY)
    assert [row.entered_at for row in passages(db)] == [NOON + 8 * DAY - 2 * HOUR, NOON + 9 * DAY - 2 * HOUR]


# -- two versions ----------------------------------------------------------------------------------------------------


def test_people_finish_the_version_they_started_and_newcomers_enter_only_the_newest(db: Database) -> None:
    runs.fill(db, 2)
    publish.publish(db, reminder("3h"), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON + MINUTE)
    tick(db, NOON + 2 * MINUTE)
    publish.publish(db, sending("sms"), NOON + HOUR, SHOP)
    did(db, 2, "add_to_cart", NOON + HOUR + MINUTE)
    tick(db, NOON + HOUR + 2 * MINUTE)
    assert entered(db) == [(1, 1), (2, 2)]
    assert standing(db) == ["wait", None]
    tick(db, NOON + 4 * HOUR)
    assert standing(db) == [None, None]
    assert {key: row.version_id for key, row in runs.messages(db).items()} == {
        (1, "brand_message"): 1,
        (2, "sms"): 2,
    }


# -- pause, resume, stop ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [PAUSED, STOPPED])
def test_nobody_moves_and_nobody_enters_while_a_journey_is_paused_or_stopped(db: Database, state: str) -> None:
    runs.fill(db, 2)
    publish.publish(db, reminder(), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON + MINUTE)
    tick(db, NOON + 2 * MINUTE)
    set_state(db, "cart", state, NOON + HOUR)
    did(db, 2, "add_to_cart", NOON + 2 * HOUR)
    before = everything(db)
    tick(db, NOON + 5 * HOUR)
    assert everything(db) == before


def test_a_resumed_journey_goes_on_where_it_stood(db: Database) -> None:
    runs.fill(db, 2)
    publish.publish(db, reminder(), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON + MINUTE)
    tick(db, NOON + 2 * MINUTE)
    set_state(db, "cart", PAUSED, NOON + HOUR)
    did(db, 2, "add_to_cart", NOON + 2 * HOUR)
    tick(db, NOON + 3 * HOUR)
    set_state(db, "cart", LIVE, NOON + 4 * HOUR)
    tick(db, NOON + 4 * HOUR)
    assert runs.states(db) == {(1, "brand_message"): "ready"}
    assert standing(db) == [None, "wait"]


def test_a_journey_that_was_never_published_cannot_be_paused(db: Database) -> None:
    with pytest.raises(InputError, match="nothing-like-it"):
        set_state(db, "nothing-like-it", PAUSED, NOON)


@pytest.mark.parametrize("others", [True, False])
def test_what_waits_for_the_morning_does_not_leave_while_its_journey_is_paused(db: Database, others: bool) -> None:
    """The brake an owner pulls on seeing a wrong text; other journeys go on."""
    runs.fill(db, 1)
    publish.publish(db, sending("sms"), NOON, SHOP)
    if others:
        publish.publish(db, replace(reminder(), id="other"), NOON, SHOP)
    night = NOON + 10 * HOUR
    did(db, 1, "add_to_cart", night)
    tick(db, night)
    assert runs.states(db) == {(1, "sms"): "queued"}
    set_state(db, "cart", PAUSED, night + MINUTE)
    tick(db, NOON + DAY)
    assert runs.states(db)[1, "sms"] == "queued"
    set_state(db, "cart", LIVE, NOON + DAY)
    tick(db, NOON + DAY)
    assert runs.states(db)[1, "sms"] == "ready"


def test_an_audience_that_changes_is_read_anew(db: Database) -> None:
    runs.fill(db, 3)
    rule = {"kind": "attribute", "test": {"name": "city", "value": "서울"}}
    with db.begin() as connection:
        connection.execute(tables.audience.insert().values(id="a", name="A", rule=rule))
    who = {"kind": "audience", "audience": "a"}
    start = ("trigger_audience", {"who": who, "when": "daily", "at": "10:00"})
    publish.publish(db, drawn({"start": start, "end": ("leave", {})}, "start next end"), NOON)
    tick(db, NOON + DAY)
    assert [row.customer_id for row in passages(db)] == [3]
    with db.begin() as connection:
        rule["test"] = {"name": "city", "value": "부산"}
        connection.execute(update(tables.audience).values(rule=rule))
    tick(db, NOON + 2 * DAY)
    assert [row.customer_id for row in passages(db)] == [1, 3]


# -- known gaps ------------------------------------------------------------------------------------------------------


def test_an_event_from_a_clock_that_runs_ahead_is_not_lost(db: Database) -> None:
    runs.fill(db, 1)
    publish.publish(db, reminder(), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON + MINUTE + 2_000)
    tick(db, NOON + MINUTE)
    tick(db, NOON + 2 * MINUTE)
    assert entered(db) == [(1, 1)]


def test_an_audience_that_is_gone_holds_up_only_the_journey_that_asks_for_it(db: Database) -> None:
    runs.fill(db, 1)
    with db.begin() as connection:
        connection.execute(tables.audience.insert().values(id="a", name="A", rule={"kind": "all"}))
    start = ("trigger_audience", {"who": {"kind": "audience", "audience": "a"}, "when": "daily", "at": "12:00"})
    publish.publish(db, replace(drawn({"start": start, "end": ("leave", {})}, "start next end"), id="a"), NOON, SHOP)
    publish.publish(db, reminder(), NOON, SHOP)
    with db.begin() as connection:
        connection.execute(tables.audience.delete())
    did(db, 1, "add_to_cart", NOON + MINUTE)
    tick(db, NOON + HOUR)
    assert entered(db) == [(1, 2)]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_passes_at_once_let_nobody_in_twice(kind: str, request: pytest.FixtureRequest) -> None:
    """Workers hold a shop one at a time; should two ever meet, nobody enters twice."""
    db: Database = request.getfixturevalue("sqlite_db" if kind == "sqlite" else "pg_db")
    runs.fill(db, 3)
    publish.publish(db, sending("sms"), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    tick(db, NOON)
    did(db, 2, "add_to_cart", NOON + MINUTE)
    did(db, 3, "add_to_cart", NOON + MINUTE)
    both = threading.Barrier(2)

    def meet() -> None:
        with suppress(threading.BrokenBarrierError):  # the other one waits for the record: so it should be
            both.wait(timeout=1)

    def work(_number: int) -> None:
        with suppress(DBAPIError, LaterError):  # one of them may have to give way
            tick(db, NOON + HOUR)

    with faults.arm("admit.round", meet), ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    tick(db, NOON + HOUR)
    assert [customer for customer, _version in entered(db)] == [1, 2, 3]
