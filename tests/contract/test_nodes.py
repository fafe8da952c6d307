"""What every node kind keeps, each one found in the package."""

from __future__ import annotations

import itertools
import json
import re
import time
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, event, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from app import channels, nodes
from app.base.clock import DAY, HOUR, MINUTE
from app.base.text import _, use_language
from app.data import tables
from app.data.duck import create, open_memory
from app.data.engine import Database, open_database
from app.journey import file
from app.journey.graph import Edge, Journey, Node, Settings
from app.journey.where import Attribute, Test
from app.nodes import Arrivals, NodeKind, Start, Wave
from app.runtime.publish import publish
from app.runtime.tick import tick
from tests import pg, runs, strategies
from tests.runs import NOON

CASES = Path(__file__).parents[1] / "cases" / "nodes"
KINDS = nodes.kinds()
EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def cases(kind: type[NodeKind]) -> list[NodeKind]:
    """The kind with its defaults, and with the settings of its table."""
    table = json.loads((CASES / f"{kind.kind}.json").read_text("utf-8"))
    return [kind(), *(kind.model_validate(given) for given in table)]


EACH = pytest.mark.parametrize(
    "one", [pytest.param(one, id=f"{key}-{i}") for key, kind in KINDS.items() for i, one in enumerate(cases(kind))]
)


# -- settings --------------------------------------------------------------------------------------------------------


def _by_widget() -> dict[str, st.SearchStrategy[Any]]:
    """What a field may hold, by the widget that edits it."""
    return {
        "duration": strategies.durations.filter(bool),
        "time": strategies.times_of_day,
        "where": strategies.wheres,
        "tests": st.lists(strategies.tests, max_size=2).map(tuple),
        "event": st.sampled_from(["purchase", "add_to_cart", "my_event"]),
        "arms": st.integers(0, 10_000).map(_two_arms),
        "branches": st.lists(strategies.wheres, min_size=1, max_size=3).map(_branches),
        "channel": st.sampled_from(sorted(channels.channels())),
        "content": st.just({}),
    }


def _two_arms(part: int) -> list[dict[str, Any]]:
    return [{"key": "A", "weight": part / 100}, {"key": "B", "weight": 100 - part / 100}]


def _branches(wheres: list[Any]) -> list[dict[str, Any]]:
    return [{"key": f"way {number}", "where": where} for number, where in enumerate(wheres)]


def made(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """A model of any settings its fields allow, as far as we can tell from them; its defaults where we cannot."""
    return st.fixed_dictionaries({}, optional={name: _values(info) for name, info in model.model_fields.items()}).map(
        model.model_validate
    )


def _values(info: FieldInfo) -> st.SearchStrategy[Any]:
    extra = info.json_schema_extra
    known = _by_widget().get(str(extra.get("widget"))) if isinstance(extra, dict) else None
    return _of_type(info.annotation, info) if known is None else known


def _of_type(kind: Any, info: FieldInfo) -> st.SearchStrategy[Any]:
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        most = next((rule.max_length for rule in info.metadata if hasattr(rule, "max_length")), 3)
        return st.lists(_of_type(get_args(kind)[0], info), max_size=most)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return made(kind)
    if kind is str:
        return strategies.texts
    return st.just(info.get_default(call_default_factory=True))


@EVERY
@given(data=st.data())
@settings(max_examples=40)
def test_its_settings_survive_json_and_a_journeys_file(kind: type[NodeKind], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(cases(kind)) | made(kind))
    text = one.model_dump_json()
    assert kind.model_validate_json(text) == one
    node = Node("n", kind.kind, json.loads(text))
    read = file.read(file.write(Journey("j", "여정", {"n": node})))
    assert nodes.parse(read.nodes["n"]) == one


@EVERY
def test_an_unknown_setting_is_a_problem_at_its_place(kind: type[NodeKind]) -> None:
    (problem,) = nodes.problems(Node("n", kind.kind, {"bogus": 1}))
    assert problem.path == ("bogus",)
    assert problem.text


@EVERY
def test_every_setting_says_what_it_is_in_both_languages(kind: type[NodeKind]) -> None:
    for model in _models(kind):
        for name, info in model.model_fields.items():
            assert info.title, f"{model.__name__}.{name}"
            korean, english = both(lambda title=info.title: _(title))
            assert korean != english == info.title


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The kind's settings and the models of our own within them; conditions have an editor of their own."""
    yield model
    for info in model.model_fields.values():
        for inner in _parts(info.annotation):
            if inner.__module__.startswith("app.nodes"):
                yield from _models(inner)


def _parts(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    if get_origin(kind) in {tuple, Union, types.UnionType}:
        for part in get_args(kind):
            yield from _parts(part)


# -- words -----------------------------------------------------------------------------------------------------------


def both(said: Callable[[], str]) -> tuple[str, str]:
    """What is said in Korean and in English."""
    use_language("ko")
    korean = said()
    use_language("en")
    return korean, said()


@EACH
@pytest.mark.parametrize("words", ["kicker", "headline", "subtitle", "sentence"])
def test_it_is_told_in_both_languages(one: NodeKind, words: str) -> None:
    for text in both(getattr(one, words)):
        assert text.strip()
        assert not re.search(r"\{[a-z_]*\}", text)
        assert "None" not in text


@EVERY
@pytest.mark.parametrize("words", ["kicker", "headline", "subtitle", "sentence"])
def test_its_own_words_are_different_in_the_two_languages(kind: type[NodeKind], words: str) -> None:
    korean, english = both(getattr(kind(), words))
    assert korean != english
    assert re.search("[가-힣]", korean)
    assert not re.search("[가-힣]", english)


@EVERY
def test_its_sentence_is_a_sentence(kind: type[NodeKind]) -> None:
    assert all(text.endswith(".") for text in both(kind().sentence))


@EVERY
def test_it_has_a_place_in_the_palette_and_a_hint(kind: type[NodeKind]) -> None:
    assert kind.kind == kind.__module__.rpartition(".")[2]
    assert kind.group in nodes.GROUPS
    assert kind.icon.startswith("ph.")
    assert kind.hint
    assert kind.tone


# -- steps -----------------------------------------------------------------------------------------------------------

PEOPLE = 60
AUDIENCES = {"seoul": Attribute(test=Test(name="city", value="서울"))}
_WAVE = {"key": Text, "round": BigInteger}
WAVE = Table(
    "wave",
    MetaData(),
    *(
        Column(name, _WAVE.get(name, BigInteger))
        for name in ("customer_id", "enrollment_id", "key", "entered_at", "event_id", "round", "ready_at")
    ),
)


@pytest.fixture(scope="module")
def records(
    tmp_path_factory: pytest.TempPathFactory, cluster: pg.Cluster, _pg_template: str
) -> Iterator[Mapping[str, Connection]]:
    """The same shop, and the same people on their way, in the two records and on the mirror's database."""
    with ExitStack() as stack:
        url = stack.enter_context(cluster.database("contract_nodes", _pg_template))
        lite = stack.enter_context(closing(open_database(tmp_path_factory.mktemp("nodes") / "shop.sqlite")))
        post = stack.enter_context(closing(open_database(url)))
        duck = open_memory()
        stack.callback(duck.dispose)
        found = {
            engine.dialect.name: stack.enter_context(engine.connect()) for engine in (lite.engine, post.engine, duck)
        }
        for name in ("customer", "identity", "consent", "event", "product", "audience_member"):
            create(found["duckdb"], tables.metadata.tables[name])
        for connection in found.values():
            _fill(connection)
        yield found


def _fill(connection: Connection) -> None:
    """People of every sort: with and without address and consent, by day and by night, in the middle of a loop."""
    runs.put(connection, PEOPLE)
    customer, consent = tables.customer, tables.consent
    connection.execute(customer.update().where(customer.c.id % 7 == 0).values(phone=None))
    connection.execute(customer.update().where(customer.c.id % 11 == 0).values(email="nowhere"))
    connection.execute(consent.delete().where(consent.c.customer_id % 5 == 0, consent.c.channel == "kakao"))
    connection.execute(consent.delete().where(consent.c.customer_id % 3 == 0, consent.c.channel == "sms"))
    kinds = itertools.cycle(["add_to_cart", "purchase", "view_item"])
    rows = [
        {"customer_id": n, "at": NOON - i * 7 * HOUR - n * MINUTE, "id": n * 10 + i, "seq": n * 10 + i}
        | {"kind": next(kinds), "product_id": f"p{i % 2}", "value": 1_000.0 * n, "category": "신발"}
        for n in range(1, PEOPLE + 1)
        for i in range(n % 5)
    ]
    connection.execute(insert(tables.event), rows)
    WAVE.create(connection)
    connection.execute(insert(WAVE), list(_travellers()))


def _travellers() -> Iterator[dict[str, Any]]:
    """Everyone once, some twice with passages of their own."""
    for n in range(1, PEOPLE + 1):
        for turn in range(1 + (n % 4 == 0)):
            ready = NOON - (n % 12) * 2 * HOUR + turn * HOUR
            yield {
                "customer_id": n,
                "enrollment_id": 1_000 * turn + n,
                "key": "",
                "entered_at": ready - (n % 3) * DAY,
                "event_id": n * 10 if n % 5 else None,
                "round": turn,
                "ready_at": ready,
            }


def wave(source: Any = WAVE) -> Wave:
    lo, hi = (NOON - 30 * DAY) // DAY * DAY, (NOON + 30 * DAY) // DAY * DAY
    return Wave(source, "j", 7, "n", Settings(), lo, hi, AUDIENCES)


def _moves(connection: Connection, one: NodeKind) -> list[Any]:
    """Who leaves by which port at which instant."""
    move = one.step(wave())
    port = literal(move.port) if isinstance(move.port, str) else move.port
    rows = select(WAVE.c.customer_id, WAVE.c.enrollment_id, port.label("port"), move.at.label("left"), WAVE.c.ready_at)
    return sorted(map(tuple, connection.execute(rows).all()))


def _writes(connection: Connection, one: NodeKind) -> list[list[Any]]:
    """The rows the step leaves behind, write by write."""
    found = []
    for write in one.step(wave()).writes:
        rows = select(*(value.label(name) for name, value in write.values.items())).select_from(WAVE)
        found.append(sorted(map(tuple, connection.execute(rows if write.where is None else rows.where(write.where)))))
    return found


@EACH
def test_its_step_parts_the_wave_so_that_nobody_is_lost_and_nobody_is_twice(
    one: NodeKind, records: Mapping[str, Connection]
) -> None:
    everyone = sorted((who["customer_id"], who["enrollment_id"]) for who in _travellers())
    ways = {port.key for port in one.ports()} or {""}
    for dialect, connection in records.items():
        moves = _moves(connection, one)
        assert [move[:2] for move in moves] == everyone, dialect
        assert {move[2] for move in moves} <= ways, dialect
        assert all(left is None or left >= ready for *_who, left, ready in moves), dialect


@EACH
def test_its_step_says_the_same_on_every_database(one: NodeKind, records: Mapping[str, Connection]) -> None:
    moves = {dialect: _moves(connection, one) for dialect, connection in records.items()}
    assert moves["sqlite"] == moves["postgresql"] == moves["duckdb"]
    writes = {dialect: _writes(connection, one) for dialect, connection in records.items()}
    assert writes["sqlite"] == writes["postgresql"] == writes["duckdb"]


@EACH
def test_what_its_step_writes_has_a_key_of_its_own_for_each_passage(
    one: NodeKind, records: Mapping[str, Connection]
) -> None:
    seen: set[tuple[Any, ...]] = set()
    for write, rows in zip(one.step(wave()).writes, _writes(records["sqlite"], one), strict=True):
        assert set(write.values) <= set(write.table.c.keys())
        places = [list(write.values).index(column.name) for column in write.table.primary_key]
        keys = {(write.table.name, *(row[place] for place in places)) for row in rows}
        assert len(keys) == len(rows) <= len(list(_travellers()))
        assert not keys & seen
        seen |= keys


@EACH
def test_its_step_needs_no_database_and_no_clock(one: NodeKind, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("time", "time_ns", "monotonic"):
        monkeypatch.setattr(time, name, _asked)
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        said = [_text(one.step(wave(WAVE.alias("w"))), dialect) for _twice in range(2)]
        assert said[0] == said[1]


def _asked(*_about: object) -> int:
    raise AssertionError("a step asked for the time")


def _text(move: Any, dialect: Any) -> str:
    parts = [move.port, move.at, move.reason, *(value for write in move.writes for value in write.values.values())]
    return "\n".join(
        str(part) if part is None or isinstance(part, str) else str(part.compile(dialect=dialect)) for part in parts
    )


def test_the_wave_of_these_tests_takes_every_way(records: Mapping[str, Connection]) -> None:
    """Else the tests above would say little."""
    for kind in KINDS.values():
        for one in cases(kind):
            took = {move[2] for move in _moves(records["sqlite"], one)}
            empty = {arm.key for arm in getattr(one, "arms", ()) if not arm.weight}
            unlikely = {"same", "yes"} if len(one.ports()) == 2 else set()
            assert took >= {port.key for port in one.ports()} - empty - unlikely, (one, took)


# -- passes ----------------------------------------------------------------------------------------------------------


def around(one: NodeKind) -> Journey:
    """A journey in which everyone comes to the node, and all its ways lead to the same rest."""
    node = (one.kind, json.loads(one.model_dump_json()))
    if isinstance(one, Start):
        return runs.drawn({"n": node, "rest": ("wait", {"length": "1d"})}, "n next rest")
    steps = {"start": ("trigger_event", {"event": "add_to_cart"}), "n": node, "rest": ("wait", {"length": "1d"})}
    journey = runs.drawn(steps, "start next n")
    return replace(journey, edges=(*journey.edges, *(Edge("n", port.key, "rest") for port in one.ports())))


class Shop(NamedTuple):
    """A record in which everyone has just put something into the cart, with the journey published before."""

    db: Database
    now: int


def opened(db: Database, one: NodeKind, people: int, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr("app.runtime.publish.check", lambda *_about: [])  # not what is tested
    runs.fill(db, people)
    publish(db, around(one), NOON - DAY)
    with db.begin() as connection:
        rule = AUDIENCES["seoul"].model_dump(mode="json")
        connection.execute(insert(tables.audience).values(id="seoul", name="서울", rule=rule))
        rows = [
            {"customer_id": n, "at": NOON - 4 * HOUR, "id": n, "seq": n, "kind": kind}
            for n in range(1, people + 1)
            for kind in [getattr(one, "event", "add_to_cart")]
        ]
        connection.execute(insert(tables.event), [row | {"value": 50_000.0, "category": "신발"} for row in rows])
    return Shop(db, NOON)


def _statements(db: Database, work: Callable[[], object]) -> int:
    """How many statements the work sends."""
    sent: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    work()
    event.remove(db.engine, "before_cursor_execute", hear)
    return len(sent)


@EACH
def test_a_pass_sends_the_same_number_of_statements_for_10_and_for_1000_people(
    one: NodeKind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, came = [], []
    for people in (10, 1_000):
        with closing(open_database(tmp_path / f"{people}.sqlite")) as db:
            shop = opened(db, one, people, monkeypatch)
            counted.append(_statements(db, lambda shop=shop: tick(shop.db, shop.now)))
            came.append(len(runs.everything(db)["visit"]))
    assert counted[0] == counted[1]
    assert came[1] > 50 * came[0] or one == KINDS["trigger_audience"](), "everyone newly in it: that is nobody"


@EACH
def test_a_pass_done_twice_changes_nothing(db: Database, one: NodeKind, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = opened(db, one, 10, monkeypatch)
    tick(shop.db, shop.now)
    once = runs.everything(db)
    tick(shop.db, shop.now)
    assert runs.everything(db) == once
    if not isinstance(one, Start):
        assert len(once["visit"]) >= 20


@pytest.mark.parametrize("one", [one for kind in KINDS.values() if issubclass(kind, Start) for one in cases(kind)[1:]])
def test_who_starts_is_found_the_same_by_every_database(one: Start, records: Mapping[str, Connection]) -> None:
    arrivals = Arrivals(NOON - 2 * DAY, NOON, NOON - DAY, Settings(), None)
    rows = {
        dialect: sorted(map(repr, connection.execute(one.entrants(arrivals)).all()))
        for dialect, connection in records.items()
    }
    assert rows["sqlite"] == rows["postgresql"] == rows["duckdb"]
    assert rows["sqlite"]
