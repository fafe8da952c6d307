"""A tidy journey reads in one direction, and no card lies on another."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.journey import edit, walk
from app.journey.arrange import CARD, GRID, tidy
from app.journey.graph import Edge, Journey, Node
from tests.strategies import journeys

directions = st.sampled_from(["down", "right"])


def drawn(*ways: str) -> Journey:
    """A journey from texts such as `ask yes goal`: from the port `yes` of `ask` to `goal`."""
    edges = tuple(Edge(*way.split()) for way in ways)
    names = dict.fromkeys(name for edge in edges for name in (edge.source, edge.target))
    return Journey("j", "J", {name: Node(name, "wait") for name in names}, edges)


@given(journeys(max_nodes=12), directions, st.data())
def test_no_two_cards_touch(journey: Journey, direction: str, data: st.DataObject) -> None:
    side = st.integers(20, 300).map(float)
    sizes = {node: (data.draw(side), data.draw(side)) for node in journey.nodes}
    places = tidy(journey, direction, sizes)
    assert set(places) == set(journey.nodes)
    for one, other in itertools.combinations(places, 2):
        apart = [
            places[a][axis] + sizes[a][axis] < places[b][axis]
            for a, b in [(one, other), (other, one)]
            for axis in (0, 1)
        ]
        assert any(apart), (one, other)


@given(journeys(max_nodes=12), directions)
def test_every_wire_but_those_that_close_a_circle_leads_on(journey: Journey, direction: str) -> None:
    places = tidy(journey, direction)
    axis = 1 if direction == "down" else 0
    for edge in set(journey.edges) - walk.back_edges(journey):
        assert places[edge.target][axis] >= places[edge.source][axis] + CARD[axis]


@given(journeys(max_nodes=12), directions)
def test_tidying_twice_moves_nothing_and_the_first_start_never_moves(journey: Journey, direction: str) -> None:
    once = edit.move_nodes(journey, tidy(journey, direction))
    assert edit.move_nodes(once, tidy(once, direction)) is once
    for first in walk.starts(journey)[:1]:
        assert once.nodes[first].at == journey.nodes[first].at


def test_yes_stands_left_and_no_right_whatever_was_drawn_first() -> None:
    journey = drawn("start next ask", "ask no b", "ask yes a", "b next c", "c next d")
    places = tidy(journey, ports={"ask": ("yes", "no")})
    assert places["a"][0] < places["ask"][0] < places["b"][0]
    turned = tidy(journey, "right", ports={"ask": ("yes", "no")})
    assert turned["a"][1] < turned["ask"][1] < turned["b"][1]


def test_a_straight_journey_stands_in_one_line_on_the_grid() -> None:
    places = tidy(drawn("a next b", "b next c", "c next d"))
    assert {x for x, _y in places.values()} == {0.0}
    steps = {low - high for (_, high), (_, low) in itertools.pairwise(places.values())}
    assert len(steps) == 1
    assert steps.pop() % GRID == 0


def test_a_fork_stands_in_the_middle_above_its_ways() -> None:
    places = tidy(drawn("ask yes a", "ask no b"), ports={"ask": ("yes", "no")})
    assert places["a"][0] + places["b"][0] == 2 * places["ask"][0]


def test_a_wire_past_other_cards_has_room_beside_them() -> None:
    places = tidy(drawn("ask yes end", "ask no a", "a next b", "b next end"), ports={"ask": ("yes", "no")})
    assert places["a"][0] == places["b"][0] > places["ask"][0]


def test_ways_that_need_not_cross_do_not_cross() -> None:
    journey = drawn("s a x", "s b y", "y a p", "y b q", "x a r", "x b t")
    places = tidy(journey)
    assert places["x"][0] < places["y"][0]
    assert places["r"][0] < places["t"][0] < places["p"][0] < places["q"][0]


def test_parts_that_are_not_connected_stand_side_by_side() -> None:
    places = tidy(drawn("a next b", "x next y"))
    assert places["a"][1] == places["x"][1]
    assert places["b"][0] + CARD[0] < places["y"][0]


def test_an_empty_journey_has_no_places() -> None:
    assert tidy(Journey("j", "J")) == {}
