"""What every channel keeps, each one found in the package."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from app.base.errors import InputError
from app.base.text import use_language
from app.channels import Channel, Content, Written, channel, channels, write
from app.data.engine import Database
from app.data.tables import customer
from app.message.problem import Problem
from app.message.sender import Sender

SHOP = Sender(
    name="모아상점", phone="02-123-4567", email="shop@moa.kr", address="서울 중구 1", optout_phone="080-123-4567"
)
EVERY = pytest.mark.parametrize("one", channels().values(), ids=list(channels()))
SPECIAL: dict[str, dict[str, Any]] = {
    "alimtalk": {
        "template": "A1",
        "text": "#{이름}님, 배송이 시작됐어요.",
        "values": [{"name": "이름", "text": "{{ name }}"}],
    }
}


def filled(one: Channel[Any]) -> Content:
    """A content in which every line and text is a short greeting with a variable."""
    if one.key in SPECIAL:
        return one.read(SPECIAL[one.key])
    given = {name: f"{{{{ name }}}}님 {name}" for name, extra in _fields(one) if extra.get("template")}
    given |= {"url": "https://moa.kr/{{ name }}"} if "url" in given else {}
    return one.read(given)


def _fields(one: Channel[Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, field.json_schema_extra or {}) for name, field in one.content.model_fields.items()]


@EVERY
def test_its_key_is_its_file_and_it_is_named_in_both_languages(one: Channel[Any]) -> None:
    assert one.key == type(one).__module__.rpartition(".")[2]
    assert channel(one.key) is one
    use_language("ko")
    korean = one.name()
    use_language("en")
    assert korean
    assert one.name() == one.label != korean
    assert one.icon.startswith("ph.")


@EVERY
def test_its_content_can_be_drawn_before_it_is_written_and_survives_json(one: Channel[Any]) -> None:
    empty = one.read({})
    assert one.summary(empty) == ""
    full = filled(one)
    assert one.read(json.loads(full.model_dump_json())) == full
    assert one.summary(full)
    assert "\n" not in one.summary(full)


@EVERY
def test_every_field_says_what_it_is(one: Channel[Any]) -> None:
    for name, field in one.content.model_fields.items():
        extra = field.json_schema_extra
        assert field.title, name
        assert isinstance(extra, dict)
        assert extra["widget"] in {"text", "multiline", "choice", "number", "parts", "pictures"}


@EVERY
def test_an_unknown_field_is_refused_by_name(one: Channel[Any]) -> None:
    with pytest.raises(InputError) as caught:
        one.read({"bogus": 1})
    assert caught.value.where == "bogus"
    assert [problem.field for problem in one.problems({"bogus": 1}, "info")] == ["bogus"]
    assert one.summary({"bogus": 1}) == ""


@EVERY
def test_an_empty_content_is_a_problem_and_a_full_one_is_none(one: Channel[Any]) -> None:
    purpose = one.purposes[0]
    assert any(problem.level == "error" for problem in one.problems({}, purpose))
    assert one.problems(filled(one), purpose, sender=SHOP, known={"name"}) == []


@EVERY
def test_a_wrong_purpose_a_wrong_variable_and_a_reach_inside_are_problems(one: Channel[Any]) -> None:
    for purpose in {"ad", "info"} - set(one.purposes):
        assert "purpose" in [problem.code for problem in one.problems(filled(one), purpose)]  # type: ignore[arg-type]
    codes = [problem.code for problem in one.problems(filled(one), one.purposes[0], known={"nom"})]
    assert "variable_unknown" in codes
    sly = filled(one).filled({path: "{{ name.__class__ }}" for path, _source in filled(one).templates()})
    assert "template" in [problem.code for problem in one.problems(sly, one.purposes[0])]


@EVERY
def test_it_writes_the_same_message_again_and_again(one: Channel[Any]) -> None:
    for purpose in one.purposes:
        written = write(one, filled(one), {"name": "길동"}, SHOP, purpose, "1-2")
        assert isinstance(written, Written), written
        assert written.is_ready
        assert "길동" in written.body
        assert "{{" not in written.body + written.subject
        assert write(one, filled(one), {"name": "길동"}, SHOP, purpose, "1-2") == written
        json.dumps(dict(written.parts))
        assert one.cost(written.form) >= 0


@EVERY
def test_an_advertisement_that_the_shop_labelled_itself_is_not_labelled_twice(one: Channel[Any]) -> None:
    if "ad" not in one.purposes or one.key == "onsite":
        return
    once = write(one, filled(one), {"name": "길동"}, SHOP, "ad")
    assert isinstance(once, Written)
    labelled = filled(one).filled({path: f"(광고) {source}" for path, source in filled(one).templates()})
    twice = one.finish(labelled, SHOP, "ad")
    labelled_place = twice.body if one.key in {"sms", "brand_message"} else twice.subject
    assert labelled_place.count("(광고)") == (0 if one.key == "brand_message" else 1)


@EVERY
def test_a_missing_value_stops_this_message_and_names_its_field(one: Channel[Any]) -> None:
    problem = write(one, filled(one), {}, SHOP, one.purposes[0])
    assert isinstance(problem, Problem)
    assert problem.code == "value_missing"
    assert problem.field in dict(filled(one).templates())


@EVERY
def test_an_endless_text_is_stopped_by_the_limit_of_the_channel(one: Channel[Any]) -> None:
    if one.key in {"email", "onsite"}:
        return
    problem = write(one, filled(one), {"name": "가" * 2_000}, SHOP, one.purposes[0])
    assert isinstance(problem, Problem)
    assert problem.code == "too_long"


@given(name=st.text(max_size=30), one=st.sampled_from(list(channels().values())))
def test_whatever_a_customer_is_called_a_message_or_a_problem_comes_out(name: str, one: Channel[Any]) -> None:
    for purpose in one.purposes:
        assert isinstance(write(one, filled(one), {"name": name}, SHOP, purpose), Written | Problem)


PEOPLE = [
    {
        "id": 1,
        "key": "m1",
        "phone": "01012345678",
        "email": "kim@example.kr",
        "attrs": {"push_token": "t", "webpush": "{}"},
    },
    {"id": 2, "key": "m2", "phone": "0212345678", "email": "nowhere", "attrs": {"push_token": ""}},
    {"id": 3, "key": "m3", "phone": None, "email": None, "attrs": {}},
    {"id": 4, "key": "m4", "phone": "05012345678", "email": "@", "attrs": {}},
]


@EVERY
def test_it_reaches_those_who_have_an_address_for_it(one: Channel[Any], db: Database) -> None:
    with db.begin() as connection:
        connection.execute(insert(customer), PEOPLE)
        found = connection.execute(select(one.address(customer)).order_by(customer.c.id)).scalars().all()
    assert found[0]
    assert found[1:] == (["m2", "m3", "m4"] if one.key == "onsite" else [None, None, None])
