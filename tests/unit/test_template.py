"""Message templates: what they write, what they refuse, what they report for one recipient."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.base.clock import read_instant
from app.base.errors import InputError
from app.base.text import use_language
from app.message.problem import Problem
from app.message.sender import Voice
from app.message.template import LONGEST_TEMPLATE, check, compiled, names

AT = read_instant("2026-11-21 14:30", "Asia/Seoul")
VALUES = {
    "name": "길동",
    "price": 12000.0,
    "share": 0.15,
    "at": AT,
    "birthday": "1999-03-01",
    "empty": "",
    "nothing": None,
    "items": [{"name": "가방"}, {"name": "구두"}],
    "cart": {"total": 55000, "first": {"name": "가방"}},
}


def written(source: str, values: Any = None, **voice: str) -> str:
    text = compiled(source, Voice(**voice)).render(VALUES if values is None else values)
    assert isinstance(text, str), text
    return text


def problem(source: str, values: Any = None) -> Problem:
    found = compiled(source).render(VALUES if values is None else values)
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ name }}님", "길동님"),
        ('{{ name|josa("은/는") }} {{ name|이가 }} {{ cart.first.name|을를 }}', "길동은 길동이 가방을"),
        ("{{ price|money }} {{ price|number }} {{ price }}", "12,000원 12,000 12,000"),
        ('{{ "12,900"|money }} {{ cart.total|money|을를 }}', "12,900원 55,000원을"),
        ("{{ share|percent }}", "15%"),
        ("{{ at|date }} {{ at|time }} {{ birthday|date }}", "11월 21일 (토) 오후 2시 30분 3월 1일 (월)"),
        ("{{ nobody|default('고객') }} {{ empty|default('고객') }} {{ nothing|default('고객') }}", "고객 고객 고객"),
        ("{% if coupon %}쿠폰{% else %}없음{% endif %}", "없음"),
        ("{{ '있음' if coupon.code }}", ""),
        ("{% for item in items %}{{ loop.index }}.{{ item.name }} {% endfor %}", "1.가방 2.구두 "),
        ("{{ items[0].name }} {{ items|count }} {{ items|first }}", "가방 2 {'name': '가방'}"),
        ("{{ name|short(1) }} {{ '장바구니에 담은 것'|short(6) }}", "… 장바구니에…"),
        ("{% if name in ['길동', '영희'] and cart.total >= 50000 %}단골{% endif %}", "단골"),
        ("{{ cart.total * 0.9 }} {{ 7 / 2 }}", "49,500 3.5"),
        ("첫 줄\r\n{% if name %}\n둘째 줄\n{% endif %}\n", "첫 줄\n둘째 줄\n"),
    ],
)
def test_a_template_is_filled(source: str, text: str) -> None:
    assert written(source) == text


def test_figures_are_written_in_the_shops_voice_not_the_screens() -> None:
    use_language("ko")
    assert written("{{ price|money }}", language="en", currency="GBP") == "£12,000.00"
    use_language("en")
    assert written("{{ price|money }}", language="ko") == "12,000원"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{{ nobody }}", "nobody"),
        ("{{ nothing }}", "nothing"),
        ("{{ nobody|money }}", "nobody"),
        ("{{ nobody|은는 }}", "nobody"),
        ("{{ cart.code }}", "cart.code"),
        ("{{ cart.code.letters }}", "cart.code.letters"),
        ("{{ items[7].name }}", "7"),
        ("{% for x in nobody %}{% endfor %}", "nobody"),
        ("{{ name }}\n\n{{ nobody }}", "nobody"),
    ],
)
def test_a_missing_value_is_a_problem_of_this_one_message(source: str, name: str) -> None:
    found = problem(source)
    assert found.code == "value_missing"
    assert f"“{name}”" in found.text


def test_a_missing_value_names_its_line_and_the_others_go_on() -> None:
    template = compiled("{{ name }}님\n{{ gift }}")
    texts = [template.render(row) for row in ({"name": "가", "gift": 1}, {"name": "나"}, {"gift": 2})]
    assert texts[0] == "가님\n1"
    assert [(text.code, text.line) for text in texts[1:] if isinstance(text, Problem)] == [
        ("value_missing", 2),
        ("value_missing", 1),
    ]


@pytest.mark.parametrize(
    "source", ["{{ name|money }}", "{{ name * 3 }}", "{{ price / 0 }}", "{{ name|date }}", "{{ price < name }}"]
)
def test_a_value_that_does_not_fit_is_a_problem_of_this_one_message(source: str) -> None:
    assert problem(source).code == "value_unfit"


def test_a_list_is_not_followed_for_ever_nor_a_text_written_without_end() -> None:
    many = {"items": ["x"] * 5000, "long": "가" * 900}
    assert written("{% for i in items %}x{% endfor %}", many) == "x" * 100
    assert problem("{% for i in items %}{{ long }}{% endfor %}", many).code == "too_long"


@pytest.mark.parametrize(
    "source",
    [
        "{{ name.__class__ }}",
        "{{ name['__class__'] }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ name.mro() }}",
        "{{ name.mro }}",
        "{{ name|attr('__class__') }}",
        "{{ '{0.__class__}'.format(name) }}",
        "{{ '%s'|format(name) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ name.upper() }}",
        "{{ range(9) }}",
        "{{ cycler('a') }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ 9 ** 9 }}",
        "{{ name[0:9] }}",
        "{{ {'a': 1} }}",
        "{{ name|map('upper') }}",
        "{{ name|_each }}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro f() %}{% endmacro %}",
        "{% for a in x recursive %}{% endfor %}",
        "{% for a, b in x %}{% endfor %}",
        "{% for a in x %}{{ loop.cycle }}{% endfor %}",
        "{% for a in x %}{% for b in a %}{% for c in b %}{% endfor %}{% endfor %}{% endfor %}",
        "{% if a %}" * 20 + "{% endif %}" * 20,
        "{{ name is callable }}",
        "{{ name",
        "{% if name %}",
        "{{ name|bogus }}",
        "{{ name|josa }}",
        "{{ name|josa('에서') }}",
        "{{ name|josa(name) }}",
        "{{ name|josa(*items) }}",
        "{{ " + "(" * 3000,
        "{{ " + "9" * 5000 + " }}",
        "{{ " + "not " * 2000 + "x }}",
    ],
)
def test_what_reaches_beyond_values_is_refused_with_its_line(source: str) -> None:
    with pytest.raises(InputError) as caught:
        compiled("안녕하세요\n" + source)
    assert re.search(r"\d", caught.value.where), caught.value


def test_the_line_of_a_refusal_is_the_line_of_the_mistake() -> None:
    with pytest.raises(InputError, match=r"3번째 줄"):
        compiled("하나\n둘\n{{ name.__class__ }}")


def test_a_template_of_endless_length_is_refused() -> None:
    with pytest.raises(InputError, match="10000"):
        compiled("x" * (LONGEST_TEMPLATE + 1))


def test_an_object_among_the_values_shows_nothing_of_its_inside() -> None:
    class Thing:
        secret = "열려라 참깨"

    assert problem("{{ thing.secret }}", {"thing": Thing()}).code == "value_missing"


def test_the_names_used_are_dotted_and_loop_variables_are_not_among_them() -> None:
    source = "{{ name }} {{ cart.total }} {% for i in cart['items'] %}{{ i.name }}{{ loop.last }}{% endfor %}"
    assert names(source) == {"name", "cart.total", "cart.items"}


def test_a_variable_with_a_substitute_or_behind_an_if_is_not_needed() -> None:
    source = "{{ a }} {{ b|default('x') }} {% if c %}{{ c.code }}{% else %}{{ d }}{% endif %} {{ 'x' if e is defined }}"
    assert {use.name for use in compiled(source).uses if use.needed} == {"a", "d"}


def test_an_unknown_variable_is_found_with_its_line_and_a_better_name() -> None:
    known = {"name", "cart.total", "attrs.*"}
    assert check("{{ name }} {{ cart.total }} {{ attrs.colour }}{% if cart %}{% endif %}", known) == []
    (found,) = check("{{ name }}\n{{ cart.totl }}", known)
    assert (found.code, found.line) == ("variable_unknown", 2)
    assert "“cart.totl”" in found.text
    assert "“cart.total”" in found.text


def test_a_particle_that_stands_loose_after_a_variable_is_a_warning() -> None:
    found = check("안녕\n{{ name }}을 위한 {{ name }}님은 {{ name }}을(를) {{ name }}이라서", {"name"})
    assert [(item.code, item.level, item.line) for item in found] == [("particle", "warning", 2)] * 2


def test_a_template_that_cannot_be_read_is_one_problem_with_its_line() -> None:
    (found,) = check("하나\n{{ name.__class__ }}", {"name"})
    assert (found.code, found.line) == ("template", 2)
