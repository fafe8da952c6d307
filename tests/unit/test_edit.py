"""Edits of a journey: each shows the new journey and leaves the old one as it was."""

from __future__ import annotations

import itertools

import pytest

from app.base.errors import InputError
from app.journey import edit
from app.journey.graph import Edge, Journey, Node, Quiet, Settings


def chain(*names: str) -> Journey:
    nodes = {name: Node(name, "wait") for name in names}
    edges = tuple(Edge(one, "next", other) for one, other in itertools.pairwise(names))
    return Journey("j", "Test", nodes, edges)


def test_a_new_step_comes_last_and_the_old_journey_stays_as_it_was() -> None:
    old = chain("a", "b")
    new = edit.add_node(old, Node("c", "send"))
    assert list(new.nodes) == ["a", "b", "c"]
    assert list(old.nodes) == ["a", "b"]


def test_two_steps_cannot_have_one_id() -> None:
    with pytest.raises(InputError):
        edit.add_node(chain("a"), Node("a", "send"))


@pytest.mark.parametrize("node", [Node("", "send"), Node("x", ""), Node("x", "send", at=(float("nan"), 0.0))])
def test_a_step_without_id_kind_or_place_is_refused(node: Node) -> None:
    with pytest.raises(InputError):
        edit.add_node(chain("a"), node)


def test_removing_a_step_heals_the_way_through_it() -> None:
    assert edit.remove_nodes(chain("a", "b", "c"), ["b"]).edges == (Edge("a", "next", "c"),)


def test_removing_a_step_without_healing_leaves_its_neighbours_apart() -> None:
    assert edit.remove_nodes(chain("a", "b", "c"), ["b"], heal=False).edges == ()


def test_removing_several_steps_in_a_row_heals_across_all_of_them() -> None:
    healed = edit.remove_nodes(chain("a", "b", "c", "d"), ["b", "c"])
    assert healed.edges == (Edge("a", "next", "d"),)


def test_a_removed_fork_with_two_ways_out_leaves_the_port_open() -> None:
    forked = edit.connect(edit.add_node(chain("a", "b", "c"), Node("d", "wait")), "b", "no", "d")
    assert edit.remove_nodes(forked, ["b"]).edges == ()


def test_a_removed_fork_whose_ways_meet_again_at_one_step_is_healed() -> None:
    forked = edit.connect(chain("a", "b", "c"), "b", "no", "c")
    assert edit.remove_nodes(forked, ["b"]).edges == (Edge("a", "next", "c"),)


def test_healing_never_makes_a_step_lead_to_itself() -> None:
    circle = edit.connect(chain("a", "b"), "b", "next", "a")
    assert edit.remove_nodes(circle, ["b"]).edges == ()


def test_a_removed_circle_does_not_keep_healing_busy_for_ever() -> None:
    circle = edit.connect(chain("a", "b", "c"), "c", "next", "b")
    assert edit.remove_nodes(circle, ["b", "c"]).edges == ()


def test_connecting_a_used_port_replaces_where_it_led() -> None:
    joined = edit.connect(chain("a", "b", "c"), "a", "next", "c")
    assert joined.edges == (Edge("a", "next", "c"), Edge("b", "next", "c"))


def test_a_step_cannot_lead_to_itself() -> None:
    with pytest.raises(InputError):
        edit.connect(chain("a"), "a", "next", "a")


def test_disconnecting_takes_only_the_one_edge() -> None:
    assert edit.disconnect(chain("a", "b", "c"), Edge("a", "next", "b")).edges == (Edge("b", "next", "c"),)


def test_a_step_dropped_on_an_edge_stands_in_the_middle_of_it() -> None:
    new = edit.insert_on_edge(chain("a", "b"), Edge("a", "next", "b"), Node("x", "condition"), "no")
    assert new.edges == (Edge("a", "next", "x"), Edge("x", "no", "b"))


def test_a_loose_step_of_the_journey_can_be_dropped_on_an_edge() -> None:
    loose = edit.add_node(chain("a", "b"), Node("x", "wait"))
    new = edit.insert_on_edge(loose, Edge("a", "next", "b"), Node("x", "wait", at=(5.0, 6.0)), "next")
    assert new.nodes["x"].at == (5.0, 6.0)
    assert new.edges == (Edge("a", "next", "x"), Edge("x", "next", "b"))


def test_a_connected_step_cannot_be_dropped_on_an_edge() -> None:
    with pytest.raises(InputError):
        edit.insert_on_edge(chain("a", "b", "c"), Edge("a", "next", "b"), Node("c", "wait"), "next")


def test_settings_are_replaced_as_a_whole_and_true_is_not_one() -> None:
    first = edit.set_settings(chain("a"), "a", {"on": 1, "text": "hi"})
    second = edit.set_settings(first, "a", {"on": True})
    third = edit.set_settings(edit.set_settings(first, "a", {"on": 1}), "a", {"on": True})
    assert dict(second.nodes["a"].settings) == {"on": True}
    assert third.nodes["a"].settings["on"] is True


def test_an_edit_that_changes_nothing_hands_back_the_journey_itself() -> None:
    journey = chain("a", "b")
    assert edit.connect(journey, "a", "next", "b") is journey
    assert edit.set_settings(journey, "a", {}) is journey
    assert edit.rename_node(journey, "a", "  ") is journey
    assert edit.move_nodes(journey, {"a": (0, 0)}) is journey
    assert edit.remove_nodes(journey, []) is journey
    assert edit.set_journey(journey, name="Test", settings=Settings()) is journey


def test_a_journey_is_renamed_and_ruled() -> None:
    new = edit.set_journey(chain("a"), name=" Cart ", settings=Settings(quiet=Quiet(0, 0)))
    assert (new.name, new.settings.quiet) == ("Cart", Quiet(0, 0))
    with pytest.raises(InputError):
        edit.set_journey(new, name="  ")


def test_pasted_steps_have_new_ids_and_keep_the_edges_between_them() -> None:
    journey = chain("a", "b", "c")
    names = iter(["x", "y"])
    pasted = edit.paste(journey, edit.copy(journey, ["b", "c"]), by=(8, 16), fresh=lambda: next(names))
    assert list(pasted.nodes) == ["a", "b", "c", "x", "y"]
    assert pasted.nodes["x"].at == (8, 16)
    assert pasted.edges[2:] == (Edge("x", "next", "y"),)


@pytest.mark.parametrize(
    "change",
    [
        lambda journey: edit.remove_nodes(journey, ["?"]),
        lambda journey: edit.move_nodes(journey, {"?": (0, 0)}),
        lambda journey: edit.move_nodes(journey, {"a": (float("inf"), 0)}),
        lambda journey: edit.set_settings(journey, "?", {}),
        lambda journey: edit.rename_node(journey, "?", "x"),
        lambda journey: edit.connect(journey, "a", "next", "?"),
        lambda journey: edit.connect(journey, "?", "next", "a"),
        lambda journey: edit.disconnect(journey, Edge("b", "next", "a")),
        lambda journey: edit.insert_on_edge(journey, Edge("b", "next", "a"), Node("x", "wait"), "next"),
        lambda journey: edit.copy(journey, ["?"]),
    ],
)
def test_an_edit_of_something_that_is_not_there_is_refused(change) -> None:
    with pytest.raises(InputError):
        change(chain("a", "b"))
