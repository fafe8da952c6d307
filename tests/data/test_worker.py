"""The worker: one pass at the right moment, one for one shop, and what is asked again before a message leaves."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.base.clock import DAY, HOUR, MINUTE, SECOND, VirtualClock
from app.base.errors import LaterError
from app.data import tables
from app.data.engine import Database
from app.journey.graph import Cap, Entry, Settings
from app.providers import Provider, open_provider
from app.runtime import faults
from app.runtime.deliver import Courier
from app.runtime.publish import publish
from app.runtime.tick import tick
from app.runtime.worker import LEASE, Round, Worker, hold, release
from tests import runs
from tests.runs import NOON, SHOP, did, passages, reminder, sending, states


def worker(db: Database, folder: Path, at: int = NOON, owner: str = "one") -> Worker:
    """A worker whose messages go to an outbox in the folder, with a clock to move."""
    outbox = open_provider("outfile", {}, folder)
    return Worker(db, Courier(db, lambda _channel: outbox, SHOP, owner), VirtualClock(at))


def wait(one: Worker, by: int) -> Round:
    """The next pass, so much later."""
    assert isinstance(one.clock, VirtualClock)
    one.clock.advance(by)
    return one.once()


# -- a pass ----------------------------------------------------------------------------------------------------------


def test_a_pass_moves_admits_judges_and_delivers(db: Database, tmp_path: Path) -> None:
    runs.fill(db, 2)
    publish(db, reminder(), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    did(db, 2, "add_to_cart", NOON)
    one = worker(db, tmp_path)
    assert one.once().report.total == 4
    did(db, 2, "purchase", NOON + HOUR)
    done = wait(one, 3 * HOUR)
    assert done.delivery.states == {"sent": 1}
    assert states(db) == {(1, "brand_message"): "sent"}
    assert [row.reason for row in passages(db)] == ["알림", "goal"]
    assert len(list((tmp_path / "outbox").glob("*.txt"))) == 1


def test_a_pass_with_nothing_to_do_changes_nothing(db: Database, tmp_path: Path) -> None:
    runs.fill(db, 3)
    publish(db, reminder(), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    one = worker(db, tmp_path)
    one.once()
    one.once()
    before = runs.everything(db)
    wait(one, 0)
    assert runs.everything(db) == before


def test_after_a_night_asleep_nobody_is_reminded_of_a_cart_that_is_paid_for(db: Database, tmp_path: Path) -> None:
    """The wait ended at 15:00, the purchase came at 20:00, the worker woke at 9:00: what it decides, it decides now."""
    runs.fill(db, 2)
    publish(db, reminder("3h"), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    did(db, 2, "add_to_cart", NOON)
    one = worker(db, tmp_path)
    one.once()
    did(db, 1, "purchase", NOON + 8 * HOUR)
    wait(one, 21 * HOUR)
    assert states(db) == {(2, "brand_message"): "sent"}
    decided = select(tables.visit.c.at).where(tables.visit.c.node == "bought").distinct()
    with db.read() as connection:
        assert connection.execute(decided).scalars().all() == [NOON + 21 * HOUR]


def test_a_wait_begins_when_the_worker_sees_the_customer_not_before(db: Database, tmp_path: Path) -> None:
    runs.fill(db, 1)
    publish(db, reminder("3h"), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    one = worker(db, tmp_path, NOON + HOUR)
    one.once()
    assert passages(db)[0].ready_at == NOON + 4 * HOUR
    assert passages(db)[0].entered_at == NOON


# -- asked again before it leaves ------------------------------------------------------------------------------------


def judged_but_not_handed_over(db: Database, at: int, *channels: str, purpose: str = "ad") -> None:
    """A message that passed the gate at the instant, whose worker ended before it left."""
    runs.fill(db, 1)
    publish(db, sending(*channels, purpose=purpose), at - HOUR, SHOP)
    did(db, 1, "add_to_cart", at)
    tick(db, at)
    assert states(db) == {(1, channels[0]): "ready"}


def test_a_consent_that_was_withdrawn_meanwhile_stops_the_message(db: Database, tmp_path: Path) -> None:
    judged_but_not_handed_over(db, NOON, "sms")
    runs.withdrawn(db, 1, "sms", NOON + MINUTE)
    assert worker(db, tmp_path, NOON + HOUR).once().delivery.states == {}
    assert states(db) == {(1, "sms"): "no_consent"}
    assert not list((tmp_path / "outbox").glob("*.txt"))


def test_a_consent_that_was_withdrawn_for_one_channel_lets_the_next_try(db: Database, tmp_path: Path) -> None:
    judged_but_not_handed_over(db, NOON, "brand_message", "sms")
    runs.withdrawn(db, 1, "kakao", NOON + MINUTE)
    worker(db, tmp_path, NOON + HOUR).once()
    assert states(db) == {(1, "brand_message"): "no_consent", (1, "sms"): "sent"}


def test_an_address_that_is_gone_meanwhile_stops_the_message(db: Database, tmp_path: Path) -> None:
    judged_but_not_handed_over(db, NOON, "sms")
    with db.begin() as connection:
        connection.execute(tables.customer.update().values(phone=None))
    worker(db, tmp_path, NOON + HOUR).once()
    assert states(db) == {(1, "sms"): "no_address"}


def test_when_night_has_come_meanwhile_the_message_waits_for_the_morning(db: Database, tmp_path: Path) -> None:
    evening, morning = NOON + 8 * HOUR + 59 * MINUTE, NOON + 20 * HOUR
    judged_but_not_handed_over(db, evening, "sms")
    one = worker(db, tmp_path, evening + 2 * MINUTE)
    one.once()
    assert states(db) == {(1, "sms"): "queued"}
    assert morning <= runs.messages(db)[1, "sms"].due_at < morning + HOUR / 2
    wait(one, 12 * HOUR)
    assert states(db) == {(1, "sms"): "sent"}


def test_information_leaves_at_night_too(db: Database, tmp_path: Path) -> None:
    judged_but_not_handed_over(db, NOON, "sms", purpose="info")
    worker(db, tmp_path, NOON + 12 * HOUR).once()
    assert states(db) == {(1, "sms"): "sent"}


def test_what_waited_for_the_morning_does_not_leave_the_next_night_after_a_day_off(
    db: Database, tmp_path: Path
) -> None:
    """Due at eight, but the computer slept until eleven at night."""
    runs.fill(db, 1)
    publish(db, sending("sms"), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON + 10 * HOUR)
    one = worker(db, tmp_path, NOON + 10 * HOUR)
    one.once()
    assert states(db) == {(1, "sms"): "queued"}
    assert wait(one, 25 * HOUR).delivery.states == {}
    assert states(db) == {(1, "sms"): "queued"}
    assert wait(one, 10 * HOUR).delivery.states == {"sent": 1}


def test_what_is_judged_again_still_counts_once_for_the_frequency_rule(db: Database, tmp_path: Path) -> None:
    runs.fill(db, 1)
    settings = Settings(entry=Entry("any_time"), cap=Cap(1, DAY))
    publish(db, replace(sending("sms"), settings=settings), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    tick(db, NOON)
    assert worker(db, tmp_path, NOON + HOUR).once().delivery.states == {"sent": 1}


# -- one worker for one shop -----------------------------------------------------------------------------------------


def test_only_one_worker_holds_a_shop_until_it_lets_go_or_falls_silent(db: Database) -> None:
    assert hold(db, "worker", "one", NOON, LEASE)
    assert hold(db, "worker", "one", NOON + 1, LEASE)
    assert not hold(db, "worker", "two", NOON + LEASE, LEASE)
    assert hold(db, "other duty", "two", NOON, LEASE)
    assert hold(db, "worker", "two", NOON + LEASE + 2, LEASE)
    assert not hold(db, "worker", "one", NOON + LEASE + 3, LEASE)
    release(db, "worker", "one")  # not theirs to give back
    assert not hold(db, "worker", "one", NOON + LEASE + 3, LEASE)
    release(db, "worker", "two")
    assert hold(db, "worker", "one", NOON + LEASE + 3, LEASE)


def test_of_many_workers_that_start_at_once_one_gets_in(db: Database) -> None:
    ready = threading.Barrier(8)

    def start(number: int) -> bool:
        ready.wait()
        return hold(db, "worker", str(number), NOON, LEASE)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(start, range(8))) == [False] * 7 + [True]


def test_a_second_worker_waits_its_turn_and_a_stopped_one_gives_way_at_once(db: Database, tmp_path: Path) -> None:
    runs.fill(db, 1)
    publish(db, reminder(), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    first, second = worker(db, tmp_path, owner="one"), worker(db, tmp_path, owner="two")
    told: list[Round] = []

    def look(_done: Round) -> None:
        second.run(threading.Event(), until=NOON, told=told.append)

    first.run(threading.Event(), until=NOON, told=look)
    assert told == []
    second.run(threading.Event(), until=NOON, told=told.append)
    assert len(told) == 1


def test_a_pass_that_takes_long_keeps_its_hold(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another worker may not come in while batch after batch is handed over."""
    monkeypatch.setattr("app.runtime.deliver.BATCH", 1)
    runs.fill(db, 2)
    publish(db, sending("sms"), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    did(db, 2, "add_to_cart", NOON)
    slow, other = worker(db, tmp_path, owner="one"), worker(db, tmp_path, owner="two")
    assert isinstance(slow.clock, VirtualClock)
    assert isinstance(other.clock, VirtualClock)
    seen: list[Round | None] = []

    def later() -> None:
        slow.clock.advance(40 * SECOND)
        other.clock.at = slow.clock.now()
        seen.append(other.turn())

    with faults.arm("deliver.claimed", later):
        slow.turn()
    assert seen == [None, None]


def test_a_single_pass_asks_to_come_back_while_another_worker_runs_the_shop(db: Database, tmp_path: Path) -> None:
    runs.fill(db, 1)
    publish(db, reminder(), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    assert hold(db, "worker", "another", NOON, LEASE)
    with pytest.raises(LaterError) as caught:
        worker(db, tmp_path).alone()
    assert caught.value.after > 0
    assert passages(db) == []
    release(db, "worker", "another")
    assert worker(db, tmp_path).alone().report.total == 2
    assert hold(db, "worker", "another", NOON, LEASE)


def test_a_record_that_is_busy_puts_the_pass_off(db: Database, tmp_path: Path) -> None:
    one = worker(db, tmp_path)
    told: list[Round] = []

    def busy() -> None:
        raise LaterError("busy")

    runs.fill(db, 1)
    publish(db, sending("sms"), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    with faults.arm("tick.admitted", busy):
        one.run(threading.Event(), until=NOON, told=told.append)
    assert told == []
    assert passages(db) == []
    one.run(threading.Event(), until=NOON, told=told.append)
    assert states(db) == {(1, "sms"): "sent"}


def test_a_worker_that_is_told_to_stop_stops(db: Database, tmp_path: Path) -> None:
    stop = threading.Event()
    worker(db, tmp_path).run(stop, told=lambda _done: stop.set())
    assert stop.is_set()


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_channel_without_a_provider_keeps_its_messages(db: Database, channel: str) -> None:
    def nobody(_channel: str) -> Provider | None:
        return None

    runs.fill(db, 1)
    publish(db, sending(channel), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON)
    Worker(db, Courier(db, nobody, SHOP), VirtualClock(NOON)).once()
    assert states(db) == {(1, channel): "ready"}
