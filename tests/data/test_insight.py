"""The questions behind the pages, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert

from app.base.clock import DAY, HOUR
from app.data import tables
from app.data.engine import Database
from app.insight import glance, outbox, vocabulary
from app.insight.outbox import Sieve

NOW = 1_790_000_000_000


@pytest.fixture
def shop(db: Database) -> Database:
    """Two customers, three orders, a journey with three messages."""
    with db.begin() as connection:
        _people(connection)
        _journey(connection)
        _messages(connection)
    return db


def _people(connection: Connection) -> None:
    connection.execute(
        insert(tables.customer),
        [
            {"id": 1, "key": "m1", "name": "김서연", "grade": "VIP", "attrs": {}},
            {"id": 2, "key": "m2", "name": "Park", "grade": "일반", "attrs": {}},
        ],
    )
    kinds = ["visit", "visit", "purchase"]
    connection.execute(
        insert(tables.event),
        [
            {"customer_id": 1, "at": NOW - (place + 1) * HOUR, "id": place + 1, "seq": place + 1, "kind": kind}
            for place, kind in enumerate(kinds)
        ],
    )
    values = [(1, "o1", NOW - HOUR, "paid"), (1, "o2", NOW - 3 * DAY, "paid"), (2, "o3", NOW - HOUR, "refunded")]
    connection.execute(
        insert(tables.orders),
        [
            {"customer_id": who, "id": key, "at": at, "status": status, "value": 100.0}
            for who, key, at, status in values
        ],
    )


def _journey(connection: Connection) -> None:
    connection.execute(
        insert(tables.journey).values(id="j", name="장바구니", state="live", version=1, updated_at=NOW - DAY)
    )
    connection.execute(
        insert(tables.journey_version).values(id=1, journey_id="j", number=1, document="{}", published_at=NOW - DAY)
    )
    common = {"journey_id": "j", "version_id": 1, "entered_at": NOW - 2 * HOUR}
    connection.execute(
        insert(tables.enrollment),
        [
            {**common, "customer_id": 1, "id": 1, "node": None, "left_at": NOW, "reason": "goal"},
            {**common, "customer_id": 2, "id": 2, "node": "wait", "left_at": None, "reason": None},
        ],
    )
    visit = {"customer_id": 1, "enrollment_id": 1, "version_id": 1, "round": 0}
    connection.execute(
        insert(tables.visit),
        [
            {**visit, "node": "cart", "at": NOW - 2 * HOUR, "port": "next", "left_at": NOW - 2 * HOUR},
            {**visit, "node": "send", "at": NOW - HOUR, "port": "next", "left_at": NOW - HOUR},
        ],
    )


def _messages(connection: Connection) -> None:
    common = {"journey_id": "j", "version_id": 1, "node": "send", "round": 0, "purpose": "ad", "at": NOW - HOUR}
    rows = [
        (1, 1, "m1", 0, "brand_message", "no_consent", NOW - HOUR),
        (1, 1, "m2", 1, "sms", "sent", NOW - HOUR),
        (2, 2, "m3", 0, "sms", "unknown", NOW - 2 * DAY),
    ]
    connection.execute(
        insert(tables.message),
        [
            {**common, "customer_id": who, "enrollment_id": passage, "id": key, "attempt": attempt, "channel": channel}
            | {"state": state, "due_at": at, "settled_at": at}
            for who, passage, key, attempt, channel, state, at in rows
        ],
    )
    connection.execute(
        insert(tables.message_text).values(
            customer_id=1, message_id="m2", address="01012345678", subject="", body="곧 품절이에요. 100% 확실해요"
        )
    )


def test_the_glance_counts_the_last_day_and_what_needs_a_person(shop: Database) -> None:
    with shop.read() as connection:
        seen = glance.glance(connection, NOW)
    assert (seen.customers, seen.events, seen.orders, seen.revenue, seen.sent) == (2, 3, 1, 100.0, 1)
    assert seen.needs_you == {"unknown": 1}
    assert len(seen.days) == glance.DAYS
    assert (seen.days[-1], seen.days[-3], seen.days[-4], sum(seen.days)) == (1, 0, 1, 2)


def test_what_was_cancelled_by_a_negative_order_is_no_revenue(shop: Database) -> None:
    rows = [("o4", 250.0, "paid"), ("C4", -250.0, "cancelled"), ("o5", 70.0, "cancelled")]
    with shop.begin() as connection:
        for key, value, status in rows:
            row = {"customer_id": 2, "id": key, "at": NOW - HOUR, "status": status, "value": value}
            connection.execute(insert(tables.orders).values(row))
    with shop.read() as connection:
        seen = glance.glance(connection, NOW)
    assert (seen.orders, seen.revenue) == (2, 100.0)


def test_a_shop_whose_data_ended_long_ago_is_seen_as_of_its_end(shop: Database) -> None:
    with shop.read() as connection:
        seen = glance.glance(connection, NOW + 90 * DAY)
    assert seen.until == seen.latest == NOW - HOUR
    assert seen.events == 3


def test_a_journey_s_line_has_its_people_and_messages(shop: Database) -> None:
    with shop.read() as connection:
        (line,) = glance.journeys(connection)
    assert (line.entered, line.standing, line.goals, line.sent, line.stopped) == (2, 1, 1, 1, 1)


def test_an_empty_shop_has_a_glance_too(db: Database) -> None:
    with db.read() as connection:
        seen = glance.glance(connection, NOW)
    assert (seen.latest, seen.customers, seen.journeys, seen.needs_you) == (None, 0, (), {})


@pytest.mark.parametrize(
    ("sieve", "ids"),
    [
        (Sieve(), {"m1", "m2", "m3"}),
        (Sieve(states=("sent",)), {"m2"}),
        (Sieve(channel="sms"), {"m2", "m3"}),
        (Sieve(words="서연"), {"m1", "m2"}),
        (Sieve(words="PARK"), {"m3"}),
        (Sieve(words="100%"), {"m2"}),
        (Sieve(words="_"), set()),
        (Sieve(journey="other"), set()),
    ],
)
def test_messages_are_found_by_state_channel_and_words(shop: Database, sieve: Sieve, ids: set[str]) -> None:
    with shop.read() as connection:
        assert {line.id for line in outbox.lines(connection, sieve)} == ids


def test_counts_go_over_all_states_of_what_is_sought(shop: Database) -> None:
    with shop.read() as connection:
        assert outbox.counts(connection, Sieve(states=("sent",), channel="sms")) == {"sent": 1, "unknown": 1}


def test_a_letter_tells_its_story(shop: Database) -> None:
    with shop.read() as connection:
        letter = outbox.letter(connection, 1, "m2")
        assert outbox.letter(connection, 1, "none") is None
    assert letter is not None
    assert letter.line.body.startswith("곧 품절")
    assert [step.node for step in letter.steps] == ["cart", "send"]
    assert letter.others == (("brand_message", "no_consent"),)


def test_the_vocabulary_is_what_occurs_the_commonest_first(shop: Database) -> None:
    with shop.read() as connection:
        words = vocabulary.vocabulary(connection)
        example = vocabulary.example(connection)
    assert words.events == ("visit", "purchase")
    assert set(words.attributes["grade"]) == {"VIP", "일반"}
    assert example["name"] == "김서연"
