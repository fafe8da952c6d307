"""A run is what it means: live replay on both databases and simulation agree with a plain judge, person by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, delete, insert, select

from app.base.clock import DAY, FOREVER, HOUR, MINUTE
from app.data import tables
from app.data.duck import create, open_memory
from app.data.engine import Database
from app.journey.graph import Cap, Edge, Entry, Journey, Node, Quiet, Settings
from app.runtime import simulate
from app.runtime.publish import publish
from app.runtime.replay import replay
from tests.oracle_run import judge
from tests.oracle_where import Person

START = 1_772_290_800_000  # 2026-03-01 00:00 KST
END = START + 8 * DAY
EVENTS = ("add_to_cart", "purchase", "view_item")
FACTS = (tables.customer, tables.event, tables.consent)
RUN = (tables.message, tables.visit, tables.enrollment, tables.journey_version, tables.journey, tables.counter)

#: Passages, visits and messages: how often there is each.
Outcome = dict[str, Counter[tuple[Any, ...]]]

instants = st.integers(START - 2 * DAY, END).map(lambda at: at - at % MINUTE)
lengths = st.sampled_from(["30m", "3h", "7h", "1d", "2d12h"])


# -- histories -------------------------------------------------------------------------------------------------------


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    """One to four customers with what they did and agreed to."""
    return [_person(draw, number) for number in range(1, draw(st.integers(1, 4)) + 1)]


def _person(draw: st.DrawFn, number: int) -> Person:
    customer = {
        "id": number,
        "key": f"c{number}",
        "phone": draw(st.sampled_from(["01000000000", "01000000000", None])),
        "email": draw(st.sampled_from(["a@example.com", None])),
        "joined_at": draw(st.none() | instants),
        "attrs": {},
    }
    events = [
        {"customer_id": number, "at": at, "id": number * 1000 + i, "kind": kind, "order_id": order}
        for i, (at, kind, order) in enumerate(
            draw(
                st.lists(st.tuples(instants, st.sampled_from(EVENTS), st.sampled_from([None, "o1", "o2"])), max_size=8)
            )
        )
    ]
    return Person(number, customer, events, list(_consents(draw, number)))


def _consents(draw: st.DrawFn, number: int) -> Sequence[dict[str, Any]]:
    rows = []
    for channel in ("sms", "kakao", "email"):
        for purpose in ("ad", "night_ad"):
            always = st.just([START - 3 * DAY])
            changes = sorted(draw(always | always | st.lists(instants, max_size=2, unique=True)))
            for i, at in enumerate(changes):
                until = changes[i + 1] if i + 1 < len(changes) else FOREVER
                rows.append(
                    {
                        "customer_id": number,
                        "channel": channel,
                        "purpose": purpose,
                        "at": at,
                        "until_at": until,
                        "granted": i % 2 == 0,
                    }
                )
    return rows


# -- journeys --------------------------------------------------------------------------------------------------------

wheres = st.sampled_from(
    [
        {"kind": "did", "event": "purchase", "window": {"since_entry": True}},
        {"kind": "did", "event": "view_item", "at_least": 2, "window": {"within": "3d"}},
        {"kind": "did", "event": "purchase", "same": ["order_id"]},
        {"kind": "moment", "which": "last", "event": "add_to_cart", "op": "before", "ago": "1d"},
        {"kind": "not", "of": {"kind": "consent", "channel": "sms"}},
    ]
)
contents = {
    "sms": {"text": "안녕하세요"},
    "brand_message": {"text": "안녕하세요"},
    "email": {"subject": "제목", "text": "본문"},
}
contacts = st.sampled_from(sorted(contents)).map(lambda key: {"channel": key, "content": contents[key]})


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """Up to ten nodes: joins, ways out that lead nowhere, and loops that begin behind a wait."""
    count = draw(st.integers(1, 8))
    made = {"start": _start(draw)} | {f"n{i}": _node(draw) for i in range(count)}
    names = list(made)
    edges = []
    for place, (name, (kind, config)) in enumerate(made.items()):
        for port in _ports(kind, config):
            back = [other for other in names[1 : place + 1] if other != name] if kind == "wait" else []
            targets = names[place + 1 :] + back
            if targets and draw(st.integers(0, 5)):
                edges.append(Edge(name, port, draw(st.sampled_from(targets))))
    nodes = {name: Node(name, kind, config) for name, (kind, config) in made.items()}
    return Journey("j1", "시험", nodes, tuple(edges), _settings(draw))


@st.composite
def chatty(draw: st.DrawFn) -> Journey:
    """A journey that writes again and again, so that the frequency rule has work to do."""
    made: dict[str, tuple[str, dict[str, Any]]] = {"start": ("trigger_event", {"event": "view_item"})}
    for i in range(draw(st.integers(2, 4))):
        made[f"s{i}"] = ("send", {"contact": draw(contacts)})
        made[f"w{i}"] = ("wait", {"length": draw(st.sampled_from(["30m", "3h"]))})
    nodes = {name: Node(name, kind, config) for name, (kind, config) in made.items()}
    edges = tuple(Edge(one, "next", other) for one, other in pairwise(made))
    return Journey("j1", "시험", nodes, edges, replace(_settings(draw), entry=Entry("any_time")))


def _settings(draw: st.DrawFn) -> Settings:
    return Settings(
        zone=draw(st.sampled_from(["Asia/Seoul", "America/New_York"])),
        entry=Entry(
            rule=draw(st.sampled_from(["once", "after_leaving", "any_time"])),
            key=draw(st.sampled_from(["", "order_id"])),
            cool_down=draw(st.sampled_from([0, 6 * HOUR, 2 * DAY])),
        ),
        quiet=draw(st.sampled_from([Quiet(), Quiet(0, 0), Quiet(12 * HOUR, 13 * HOUR)])),
        cap=Cap(draw(st.integers(1, 2)), draw(st.sampled_from([3 * HOUR, DAY, 3 * DAY]))),
    )


def _start(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    if draw(st.booleans()):
        return "trigger_event", {"event": draw(st.sampled_from(EVENTS))}
    when = draw(st.sampled_from(["once", "daily", "newly"]))
    who = {"kind": "did", "event": "view_item", "window": {"within": "2d"}}
    return "trigger_audience", {"who": who, "when": when, "at": draw(st.sampled_from(["10:00", "02:30"]))}


def _node(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    match draw(st.sampled_from(["wait", "wait", "condition", "split", "send", "send", "goal", "leave"])):
        case "wait":
            return "wait", {"length": draw(lengths)}
        case "condition":
            keys = ["yes", "maybe"][: draw(st.integers(1, 2))]
            return "condition", {"branches": [{"key": key, "where": draw(wheres)} for key in keys]}
        case "split":
            share = draw(st.sampled_from([0, 10, 50, 100]))
            return "split", {"arms": [{"key": "A", "weight": share}, {"key": "B", "weight": 100 - share}]}
        case "send":
            chain = draw(st.lists(contacts, min_size=1, max_size=3))
            purpose = draw(st.sampled_from(["ad", "ad", "info"]))
            return "send", {"contact": chain[0], "fallback": chain[1:], "purpose": purpose}
        case "goal":
            return "goal", {}
        case _:
            return "leave", {"reason": draw(st.sampled_from(["", "끝"]))}


def _ports(kind: str, config: dict[str, Any]) -> list[str]:
    match kind:
        case "condition":
            return [*(branch["key"] for branch in config["branches"]), "else"]
        case "split":
            return ["A", "B"]
        case "goal" | "leave":
            return []
        case _:
            return ["next"]


# -- running ---------------------------------------------------------------------------------------------------------


def fill(connection: Connection, everyone: Sequence[Person]) -> None:
    """The people, in the tables."""
    seq = 0
    for person in everyone:
        connection.execute(insert(tables.customer), person.customer)
        for event in person.events:
            seq += 1
            connection.execute(insert(tables.event), {**event, "seq": seq})
        for consent in person.consents:
            connection.execute(insert(tables.consent), consent)


def found(connection: Connection) -> Outcome:
    """What a run left behind, without its numbers: how often each thing is there."""
    entered = {(row.customer_id, row.id): row.entered_at for row in connection.execute(select(tables.enrollment)).all()}

    def rows(table: Table, *names: str) -> Counter[tuple[Any, ...]]:
        return Counter(
            (row.customer_id, entered[row.customer_id, row.enrollment_id], *(getattr(row, name) for name in names))
            for row in connection.execute(select(table)).all()
        )

    return {
        "passages": Counter(
            (row.customer_id, row.key, row.entered_at, row.node, row.left_at, row.reason)
            for row in connection.execute(select(tables.enrollment)).all()
        ),
        "visits": rows(tables.visit, "node", "round", "at", "port", "left_at"),
        "messages": rows(tables.message, "node", "round", "attempt", "channel", "at", "due_at", "state"),
    }


def meant(journey: Journey, everyone: Sequence[Person]) -> Outcome:
    """The same, by the judge."""
    trips = [(who, trip) for who, ones in judge(journey, everyone, START, END).items() for trip in ones]
    return {
        "passages": Counter((who, t.key, t.entered, t.standing, t.left_at, t.reason) for who, t in trips),
        "visits": Counter((who, trip.entered, *visit) for who, trip in trips for visit in trip.visits),
        "messages": Counter(
            (who, trip.entered, one.node, one.round, one.attempt, one.channel, one.at, one.due, one.state)
            for who, trip in trips
            for one in trip.letters
        ),
    }


def replayed(db: Database, journey: Journey, everyone: Sequence[Person], every: int) -> Outcome:
    with db.begin() as connection:
        for table in (*RUN, *FACTS):
            connection.execute(delete(table))
        fill(connection, everyone)
    publish(db, journey, START)
    replay(db, START, END, every=every)
    with db.read() as connection:
        return found(connection)


def simulated(journey: Journey, everyone: Sequence[Person]) -> Outcome:
    engine = open_memory()
    with engine.connect() as connection:
        for table in FACTS:
            create(connection, table)
        fill(connection, everyone)
        simulate.run(connection, journey, START, END)
        outcome = found(connection)
    engine.dispose()
    return outcome


@pytest.fixture(autouse=True)
def _unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Journeys here may be ugly: what the checks refuse is not what is tested."""
    monkeypatch.setattr("app.runtime.publish.check", lambda *_about: [])


@given(journeys() | chatty(), people(), st.sampled_from([HOUR, 5 * HOUR, DAY, 8 * DAY]))
@settings(max_examples=60)
def test_a_live_replay_does_what_the_journey_means(
    sqlite_db: Database, journey: Journey, everyone: list[Person], every: int
) -> None:
    assert replayed(sqlite_db, journey, everyone, every) == meant(journey, everyone)


@given(journeys() | chatty(), people())
@settings(max_examples=15)
def test_a_live_replay_on_postgresql_does_the_same(pg_db: Database, journey: Journey, everyone: list[Person]) -> None:
    assert replayed(pg_db, journey, everyone, 2 * DAY) == meant(journey, everyone)


@given(journeys() | chatty(), people())
@settings(max_examples=60)
def test_a_simulation_does_what_the_journey_means(journey: Journey, everyone: list[Person]) -> None:
    assert simulated(journey, everyone) == meant(journey, everyone)
