"""Texts of any kind: nothing a shop or a customer can write breaks rendering, counting or labelling."""

from __future__ import annotations

import contextlib
import string

from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import InputError
from app.base.josa import forms, josa
from app.message import label, length
from app.message.problem import Problem
from app.message.sender import Sender
from app.message.template import check, compiled

PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "name",
        ".",
        "|",
        "josa",
        "(",
        ")",
        "'은/는'",
        "if",
        "for",
        "in",
        "endif",
        "endfor",
        "x",
        "__class__",
        "[0]",
        "*",
        "9",
        "~",
        "가",
        "default",
        "money",
    ]
) | st.sampled_from([" ", "\n", " name ", "else", "#}", "{#", "is", "defined"])
SOURCES = st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "x"]), inner, max_size=2),
    max_leaves=6,
)
VALUES = st.dictionaries(st.sampled_from(["name", "x"]), JSON)
NAMES = st.text(string.ascii_letters + "가나다라마바사 ", min_size=1, max_size=8).filter(lambda name: name.strip())
SENDERS = st.builds(Sender, name=NAMES, optout_phone=st.sampled_from(["", "080-123-4567", "0801234567"]))


@given(source=SOURCES, values=VALUES)
def test_any_template_is_either_refused_or_gives_a_text_or_a_problem(source: str, values: dict[str, object]) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(compiled(source).render(values), str | Problem)


@given(
    template=st.sampled_from(["{{ x }}", "{{ x|money }}", "{{ x|josa('을/를') }}", "{{ x|date }}", "{{ x|join }}"])
    | st.sampled_from(["{{ x.name }}", "{{ x[0] }}", "{% for y in x %}{{ y }}{% endfor %}", "{{ x|short(x) }}"])
    | st.sampled_from(["{{ x * x }}", "{{ x + x }}", "{{ x < x }}", "{{ x|default(x) }}", "{{ x|time }}", "{{ -x }}"])
    | st.sampled_from(["{{ x|number(x) }}", "{{ x|percent }}", "{{ x ~ x }}", "{{ x in x }}", "{{ x|money(x) }}"]),
    value=JSON,
)
def test_any_value_in_any_place_gives_a_text_or_a_problem(template: str, value: object) -> None:
    assert isinstance(compiled(template).render({"x": value}), str | Problem)


@given(source=SOURCES)
def test_checking_never_fails_whatever_is_written(source: str) -> None:
    assert all(problem.line >= 0 for problem in check(source, {"name"}))


@given(text=st.text())
def test_after_plain_every_letter_is_one_or_two_bytes(text: str) -> None:
    plain = length.plain(text)
    assert length.plain(plain) == plain
    assert length.size(text) == sum(1 if ord(char) < 128 else 2 for char in plain)
    assert length.odd(plain) == ()


@given(text=st.text("(광고)무료수신거부080 1234567-\n가나다a[]", max_size=60), sender=SENDERS)
def test_labels_are_put_on_once_however_often(text: str, sender: Sender) -> None:
    once = label.short_ad(text, sender)
    assert once.startswith("(광고)")
    assert label.short_ad(once, sender) == once
    assert label.subject_ad(label.subject_ad(text)) == label.subject_ad(text)
    if sender.optout_phone:
        assert once.endswith("\n무료수신거부 0801234567")
        assert once.count("무료수신거부 0801234567") == 1


@given(word=st.text(), pair=st.sampled_from(["은/는", "이/가", "을/를", "으로/로", "이에요/예요"]))
def test_every_word_takes_some_form_of_the_particle(word: str, pair: str) -> None:
    closed, open_ = forms(pair)
    assert josa(word, pair) in {word + closed, word + open_, f"{word}{closed}({open_})"}
