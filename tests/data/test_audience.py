"""Conditions that cannot be asked are refused in words, before any SQL runs."""

from __future__ import annotations

from contextlib import closing

import pytest
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import insert, text

from app.base.errors import InputError
from app.data import audience
from app.data.engine import Database, open_database
from app.data.tables import audience as audience_table
from app.data.tables import customer, event
from app.journey.where import EVERYONE, All, Attribute, Did, InAudience, Not, Test, Where, Window
from tests import pg


def _attribute(name: str, op: str, value: object = None) -> Where:
    return Attribute(test=Test.model_validate({"name": name, "op": op, "value": value}))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (_attribute("city", "at_least", 3), "글자"),
        (_attribute("city", "is", True), "글자"),
        (_attribute("joined_at", "is", "2026"), "숫자"),
        (_attribute("point", "more", True), "비교"),
        (_attribute("point", "more"), "값"),
        (_attribute("point", "more", float("inf")), "값"),
        (_attribute("point", "is", ("a", "b")), "값"),
        (_attribute("point", "is", 10**400), "값"),
        (_attribute("city", "contains", ""), "글자"),
        (_attribute("city", "starts", 1), "글자"),
        (_attribute("", "known"), "이름"),
        (_attribute('a"b', "known"), "이름"),
        (Did(event="purchase", having=(Test(name="value", value="many"),)), "숫자"),
        (Did(event="purchase", window=Window(since_entry=True)), "여정"),
        (Did(event="purchase", same=("product_id",)), "여정"),
        (InAudience(audience="nobody"), "nobody"),
    ],
)
def test_a_condition_that_makes_no_sense_is_named(where: Where, said: str) -> None:
    with pytest.raises(InputError, match=said):
        audience.select_members(where, 0)


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "did", "event": "purchase", "at_least": 10**30},
        {"kind": "did", "event": "purchase", "window": {"start": 10**18}},
        {"kind": "did", "event": "purchase", "window": {"within": "9999999999999d"}},
        {"kind": "moment", "which": "last", "event": "visit", "op": "within", "ago": 10**18},
        {"kind": "any", "of": [{"kind": "all"}] * 1_001},
    ],
)
def test_a_number_beyond_all_databases_is_refused_when_it_is_read(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Where).validate_python(bad)


def test_a_list_of_thousands_of_values_can_be_asked(db: Database) -> None:
    with db.begin() as connection:
        people = [{"id": n, "key": f"m{n}", "attrs": {"n": n}} for n in (1, 2, 3)]
        connection.execute(insert(customer), people)
    keys = ("m1", 2, True, *(f"x{n}" for n in range(8_000)))
    with db.read() as connection:
        asked = [_attribute("key", "one_of", [key for key in keys if isinstance(key, str)])]
        asked += [_attribute("n", "one_of", keys), Not(of=_attribute("n", "one_of", keys))]
        assert [audience.count(connection, where, 0) for where in asked] == [1, 1, 2]


def test_audiences_that_contain_each_other_are_named_in_their_ring() -> None:
    rules = {"a": Not(of=InAudience(audience="b")), "b": All(of=(InAudience(audience="a"),))}
    with pytest.raises(InputError, match="b → a → b"):
        audience.select_members(InAudience(audience="b"), 0, rules)


def test_an_audience_may_be_used_twice_beside_itself() -> None:
    twice = All(of=(InAudience(audience="a"), InAudience(audience="a")))
    assert "customer" in str(audience.select_members(twice, 0, {"a": EVERYONE}))


def test_saved_audiences_are_read_with_their_rules(db: Database) -> None:
    rule = Did(event="purchase", at_least=2, window=Window(within=5_000))
    with db.begin() as connection:
        connection.execute(
            insert(audience_table),
            [
                {"id": "loyal", "name": "단골", "rule": rule.model_dump(mode="json"), "static": False},
                {"id": "list", "name": "명단", "rule": None, "static": True},
            ],
        )
    with db.read() as connection:
        assert audience.read_audiences(connection) == {"loyal": rule, "list": None}


def test_a_count_is_of_customers_not_of_their_events(db: Database) -> None:
    with db.begin() as connection:
        connection.execute(insert(customer), [{"id": n, "key": str(n), "attrs": {"등급": "VIP"}} for n in (1, 2)])
        connection.execute(
            insert(event),
            [{"customer_id": 1, "at": at, "id": at, "seq": at, "kind": "purchase"} for at in (1, 2, 3)],
        )
    with db.read() as connection:
        assert audience.count(connection, Did(event="purchase"), 2) == 1
        assert audience.count(connection, Did(event="purchase", at_least=3), 2) == 0
        assert audience.count(connection, _attribute("등급", "is", "VIP"), 0) == 2


def test_texts_order_by_code_point_whatever_language_the_server_speaks(cluster: pg.Cluster) -> None:
    options = "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    with cluster.database("linguistic", "template0", options) as url, closing(open_database(url)) as database:
        with database.begin() as connection:
            connection.execute(insert(customer), [{"id": n, "key": key} for n, key in enumerate(("a", "B"), 1)])
        with database.read() as connection:
            assert connection.scalar(text("SELECT 'a' < 'B'"))
            assert list(connection.scalars(audience.select_members(_attribute("key", "less", "a"), 0))) == [2]
