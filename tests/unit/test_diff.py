"""What differs between two versions, as values and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from app.base.clock import DAY
from app.base.text import use_language
from app.journey import edit, file
from app.journey.diff import Change, diff, say
from app.journey.graph import Cap, Edge, Journey, Node, Settings
from tests.strategies import journeys

OLD = Journey(
    "j",
    "Cart",
    {
        "a": Node("a", "trigger_event"),
        "w": Node("w", "wait", {"length": "3h"}, title="기다리기"),
        "c": Node("c", "condition", {"branches": [{"key": "yes", "at": 1}, {"key": "vip"}]}),
    },
    (Edge("a", "next", "w"), Edge("w", "next", "c")),
)


@pytest.mark.parametrize(
    ("new", "change", "english", "korean"),
    [
        (
            edit.set_settings(OLD, "w", {"length": "5h"}),
            Change("set", "w", ("length",), "3h", "5h"),
            "“기다리기”: length was “3h” and is now “5h”.",
            "“기다리기”의 length 값이 “3h”에서 “5h”로 바뀌었어요.",
        ),
        (
            edit.set_settings(OLD, "w", {}),
            Change("set", "w", ("length",), "3h", None),
            "“기다리기”: length was “3h” and is now not set.",
            "“기다리기”의 length 값이 “3h”에서 없음으로 바뀌었어요.",
        ),
        (
            edit.set_settings(OLD, "c", {"branches": [{"key": "yes", "at": True}, {"key": "vip"}]}),
            Change("set", "c", ("branches", 0, "at"), 1, True),
            "“c”: branches.0.at was 1 and is now true.",
            None,
        ),
        (
            edit.rename_node(OLD, "w", "쉬기"),
            Change("renamed", "w", (), "기다리기", "쉬기"),
            "“기다리기” is now called “쉬기”.",
            None,
        ),
        (
            edit.add_node(OLD, Node("g", "goal", title="구매")),
            Change("added", "g"),
            "“구매” is new.",
            "“구매” 단계가 생겼어요.",
        ),
        (
            edit.connect(OLD, "a", "next", "c"),
            Change("redirected", "a", ("next",), "w", "c"),
            "The way “next” of “a” led to “기다리기” and now leads to “c”.",
            None,
        ),
        (
            edit.disconnect(OLD, Edge("w", "next", "c")),
            Change("disconnected", "w", ("next",), "c", None),
            "The way “next” of “기다리기” no longer leads to “c”.",
            None,
        ),
        (
            edit.set_journey(OLD, name="Cart 2"),
            Change("named", "", (), "Cart", "Cart 2"),
            None,
            None,
        ),
        (
            edit.set_journey(OLD, settings=Settings(cap=Cap(1, DAY))),
            Change("ruled", "", ("cap", "most"), 2, 1),
            "Most messages to one customer was 2 and is now 1.",
            "한 고객에게 보내는 최대 횟수: 2에서 1로 바뀌었어요.",
        ),
    ],
)
def test_one_edit_is_one_change_in_words(new: Journey, change: Change, english: str | None, korean: str | None) -> None:
    assert diff(OLD, new) == [change]
    for language, text in (("en", english), ("ko", korean)):
        if text:
            use_language(language)
            assert say(change, OLD, new) == text


def test_a_removed_step_is_named_as_it_was() -> None:
    use_language("en")
    new = edit.remove_nodes(OLD, ["w"])
    changes = diff(OLD, new)
    assert changes == [
        Change("removed", "w"),
        Change("redirected", "a", ("next",), "w", "c"),
        Change("disconnected", "w", ("next",), "c", None),
    ]
    assert say(changes[0], OLD, new) == "“기다리기” is gone."


def test_the_caller_may_know_better_names() -> None:
    use_language("en")
    new = edit.set_settings(OLD, "w", {"length": "5h"})
    said = say(diff(OLD, new)[0], OLD, new, lambda node: node.kind.upper(), lambda _node, _path: "Length")
    assert said == "“WAIT”: Length was “3h” and is now “5h”."


def bare(journey: Journey) -> str:
    """The journey's file without what makes no difference: places, and the order of steps and edges."""
    nodes = {key: replace(journey.nodes[key], at=(0, 0)) for key in sorted(journey.nodes)}
    return file.write(journey.with_(id="j", nodes=nodes, edges=tuple(sorted(journey.edges))))


@given(journeys(max_nodes=4), journeys(max_nodes=4))
def test_there_is_no_difference_exactly_if_both_mean_the_same(one: Journey, other: Journey) -> None:
    assert diff(one, one) == []
    assert (diff(one, other) == []) == (bare(one) == bare(other))
    for change in diff(one, other):
        assert say(change, one, other)


@given(journeys(min_nodes=1))
def test_moving_and_reordering_make_no_difference(journey: Journey) -> None:
    moved = edit.move_nodes(journey, {key: (node.at[0] + 8, 3) for key, node in journey.nodes.items()})
    turned = moved.with_(nodes=dict(reversed(moved.nodes.items())), edges=tuple(reversed(moved.edges)))
    assert diff(journey, turned) == []
