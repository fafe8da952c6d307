"""Conditions: SQL on three databases says exactly what a plain evaluator says of each person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select

from app.data import audience
from app.data.tables import audience_member, consent, customer, enrollment, event
from app.journey import where as w
from tests.oracle_where import Passage, Person, holds

TABLES = [customer, event, consent, audience_member, enrollment]

# -- small worlds: few names, few instants, each person judged at every instant, so that borders are hit often ---------

INSTANTS = range(6)
instants = st.sampled_from(INSTANTS)
texts = st.sampled_from(["서울", "서울시", "a", "A", "a%b", "", "1"])
numbers = st.sampled_from([0, 1, 1.0, -2, 0.5, 1e9])
scalars = st.one_of(texts, numbers, st.booleans())
keys = st.sampled_from(["등급", "a'b%:{}", "$.x"])
bags = st.dictionaries(keys, st.one_of(scalars, st.none(), st.just([1]), st.just({"x": 1})), max_size=3)
kinds = st.sampled_from(["purchase", "purchase", "view_item"])
maybe_text = st.one_of(st.none(), texts)


@st.composite
def people(draw: st.DrawFn, id_: int) -> Person:
    known = draw(st.booleans()) or draw(st.booleans())
    row = {
        "id": id_, "key": str(id_), "name": draw(maybe_text), "city": draw(maybe_text), "grade": draw(maybe_text),
        "joined_at": draw(st.one_of(st.none(), instants)), "attrs": draw(bags),
    }  # fmt: skip
    events = [
        {
            "customer_id": id_, "id": 100 * id_ + n, "seq": 100 * id_ + n, "at": draw(instants), "kind": draw(kinds),
            "product_id": draw(maybe_text), "category": draw(maybe_text), "order_id": draw(maybe_text),
            "value": draw(st.one_of(st.none(), numbers)), "quantity": draw(st.one_of(st.none(), numbers)),
            "props": draw(st.one_of(st.none(), bags)),
        }
        for n in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    return Person(id_, row if known else None, events, draw(_consents(id_)), draw(_memberships(id_)))


@st.composite
def _consents(draw: st.DrawFn, id_: int) -> list[dict[str, Any]]:
    rows = []
    for channel in draw(st.sets(st.sampled_from(["sms", "email"]))):
        borders = sorted(draw(st.sets(instants, min_size=1, max_size=3)))
        for start, end in zip(borders, [*borders[1:], 9_999], strict=True):
            rows.append(
                {"customer_id": id_, "channel": channel, "purpose": "ad", "at": start, "until_at": end}
                | {"granted": draw(st.booleans())}
            )
    return rows


@st.composite
def _memberships(draw: st.DrawFn, id_: int) -> list[dict[str, Any]]:
    if draw(st.booleans()):
        return []
    return [{"customer_id": id_, "audience_id": "list", "since": draw(st.one_of(st.none(), instants))}]


def _tests(columns: st.SearchStrategy[str], number_columns: st.SearchStrategy[str]) -> st.SearchStrategy[w.Test]:
    order = st.sampled_from(["at_least", "at_most", "more", "less"])
    full = texts.filter(bool)
    return st.one_of(
        st.builds(w.Test, name=st.one_of(columns, number_columns, keys), op=st.sampled_from(["known", "unknown"])),
        st.builds(w.Test, name=st.one_of(columns, keys), op=st.sampled_from(["is", "is_not"]), value=texts),
        st.builds(w.Test, name=st.one_of(columns, keys), op=st.sampled_from(["contains", "starts"]), value=full),
        st.builds(w.Test, name=st.one_of(columns, keys), op=order, value=texts),
        st.builds(w.Test, name=st.one_of(number_columns, keys), op=order, value=numbers),
        st.builds(w.Test, name=st.one_of(number_columns, keys), op=st.sampled_from(["is", "is_not"]), value=numbers),
        st.builds(w.Test, name=keys, op=st.sampled_from(["is", "is_not"]), value=st.booleans()),
        st.builds(w.Test, name=keys, op=st.just("one_of"), value=st.lists(scalars, max_size=3).map(tuple)),
        st.builds(w.Test, name=columns, op=st.just("one_of"), value=st.lists(texts, max_size=3).map(tuple)),
    )


customer_tests = _tests(st.sampled_from(["city", "grade", "name"]), st.just("joined_at"))
event_tests = _tests(st.sampled_from(["product_id", "category"]), st.sampled_from(["value", "quantity"]))
havings = st.one_of(st.just(()), st.lists(event_tests, max_size=2).map(tuple))
lengths = st.integers(0, 4)
windows = st.one_of(
    st.builds(w.Window, within=lengths),
    st.builds(w.Window, start=instants, end=instants),
    st.builds(w.Window, within=st.none() | lengths, since_entry=st.booleans(), start=st.none() | instants),
)
counts = st.one_of(st.none(), st.integers(0, 3))
sames = st.just(()) | st.lists(st.sampled_from(["product_id", "order_id"]), max_size=2, unique=True).map(tuple)


def _leaves(inside: bool) -> st.SearchStrategy[w.Where]:
    """Conditions without parts; `inside` a journey there is an entry to look back to."""
    return st.one_of(
        st.builds(w.Attribute, test=customer_tests),
        st.builds(
            w.Did,
            event=kinds, at_least=counts, at_most=counts, having=havings,
            window=windows if inside else windows.map(lambda window: window.model_copy(update={"since_entry": False})),
            same=sames if inside else st.just(()),
        ),
        st.builds(
            w.Moment,
            which=st.sampled_from(["first", "last"]), event=kinds, op=st.sampled_from(["within", "before"]),
            ago=lengths, having=havings,
        ),
        st.builds(w.Consent, channel=st.sampled_from(["sms", "email"]), granted=st.booleans()),
        st.builds(w.InAudience, audience=st.sampled_from(["list", "rule"] if inside else ["list"])),
    )  # fmt: skip


def _trees(leaves: st.SearchStrategy[w.Where]) -> st.SearchStrategy[w.Where]:
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.builds(w.All, of=st.lists(parts, max_size=3).map(tuple)),
            st.builds(w.Any, of=st.lists(parts, max_size=3).map(tuple)),
            st.builds(w.Not, of=parts),
        ),
        max_leaves=5,
    )


@dataclass
class World:
    """A few people, and passages of each (person's number, when) as of every instant."""

    people: list[Person]
    audiences: dict[str, w.Where | None]
    passages: list[tuple[int, Passage]]

    def judged(self, where: w.Where) -> dict[int, bool]:
        """What the plain evaluator says of each passage, by its place in the list."""
        return {n: holds(where, self.people[who], passage) for n, (who, passage) in enumerate(self.passages)}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    crowd = [draw(people(id_)) for id_ in range(1, draw(st.integers(1, 3)) + 1)]
    audiences = {"list": None, "rule": draw(_trees(_leaves(inside=False)))}
    passages = []
    for who, person in enumerate(crowd):
        origin = draw(st.sampled_from([None, *(row["id"] for row in person.events)]))
        entered = draw(instants)
        passages += [(who, Passage(at, entered, origin, audiences)) for at in INSTANTS]
    return World(crowd, audiences, passages)


# -- the judgement ----------------------------------------------------------------------------------------------------


def _fill(connection: Connection, world: World) -> None:
    for table in TABLES:
        connection.execute(delete(table))
    rows = {
        customer: [person.customer for person in world.people if person.customer],
        event: [row for person in world.people for row in person.events],
        consent: [row for person in world.people for row in person.consents],
        audience_member: [row for person in world.people for row in person.memberships],
        enrollment: [
            {"customer_id": world.people[who].id, "id": n, "journey_id": "j", "version_id": 1, "ready_at": passage.at}
            | {"entered_at": passage.entered, "event_id": passage.event_id}
            for n, (who, passage) in enumerate(world.passages)
        ],
    }
    for table, found in rows.items():
        if found:
            connection.execute(insert(table), found)


@settings(max_examples=200)
@given(world=worlds(), where=st.one_of(_leaves(inside=True), _trees(_leaves(inside=True))))
def test_sql_says_of_each_passage_what_the_plain_evaluator_says(
    connection: Connection,
    world: World,
    where: w.Where,
) -> None:
    _fill(connection, world)
    wave = enrollment.c
    condition = audience.clause(
        where,
        customer_id=wave.customer_id,
        at=wave.ready_at,
        entered=wave.entered_at,
        event_id=wave.event_id,
        audiences=world.audiences,
    )
    said = dict(iter(connection.execute(select(wave.id, condition))))
    chosen = set(connection.scalars(select(wave.id).where(condition)))
    connection.rollback()
    expected = world.judged(where)
    assert said == expected
    assert chosen == {n for n, held in expected.items() if held}


@settings(max_examples=60)
@given(world=worlds(), where=_trees(_leaves(inside=False)), at=instants)
def test_the_members_of_an_audience_are_those_the_plain_evaluator_chooses(
    connection: Connection,
    world: World,
    where: w.Where,
    at: int,
) -> None:
    _fill(connection, world)
    members = set(connection.scalars(audience.select_members(where, at, world.audiences)))
    number = audience.count(connection, where, at, world.audiences)
    connection.rollback()
    expected = {
        person.id
        for person in world.people
        if person.customer
        and (person.customer["joined_at"] is None or person.customer["joined_at"] <= at)
        and holds(where, person, Passage(at, audiences=world.audiences))
    }
    assert members == expected
    assert number == len(expected)
