"""What holds after any edit of any journey."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.journey import edit
from app.journey.graph import Journey, Node
from tests.strategies import journeys


def assert_sound(journey: Journey) -> None:
    assert all(key == node.id for key, node in journey.nodes.items())
    assert all(edge.source in journey.nodes and edge.target in journey.nodes for edge in journey.edges)
    assert all(edge.source != edge.target for edge in journey.edges)
    ports = [(edge.source, edge.port) for edge in journey.edges]
    assert len(ports) == len(set(ports))


@given(journeys(min_nodes=1), st.data(), st.booleans())
def test_after_removing_steps_no_edge_hangs_in_the_air(journey: Journey, data: st.DataObject, heal: bool) -> None:
    gone = data.draw(st.sets(st.sampled_from(list(journey.nodes))))
    after = edit.remove_nodes(journey, gone, heal)
    assert_sound(after)
    assert set(after.nodes) == set(journey.nodes) - gone
    kept = {edge for edge in journey.edges if not {edge.source, edge.target} & gone}
    assert kept <= set(after.edges)
    assert heal or kept == set(after.edges)


@given(journeys(min_nodes=2), st.data())
def test_after_connecting_the_port_leads_there_and_every_other_port_where_it_did(
    journey: Journey, data: st.DataObject
) -> None:
    source, target = data.draw(st.permutations(list(journey.nodes)))[:2]
    port = data.draw(st.sampled_from(["next", "yes", "new"]))
    after = edit.connect(journey, source, port, target)
    assert_sound(after)
    assert after.out(source) == journey.out(source) | {port: target}
    assert all(after.out(name) == journey.out(name) for name in journey.nodes if name != source)


@given(journeys(), st.data())
def test_a_pasted_copy_is_the_same_drawing_under_other_names(journey: Journey, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(list(journey.nodes)))) if journey.nodes else set()
    after = edit.paste(journey, edit.copy(journey, chosen), by=(0, 0))
    assert_sound(after)
    assert len(after.nodes) == len(journey.nodes) + len(chosen)
    fresh = [node for key, node in after.nodes.items() if key not in journey.nodes]
    copied = [node for key, node in journey.nodes.items() if key in chosen]
    assert [(n.kind, n.settings, n.title) for n in fresh] == [(n.kind, n.settings, n.title) for n in copied]


@given(journeys(min_nodes=2), st.data())
def test_inserting_on_an_edge_and_removing_again_gives_the_same_edges(journey: Journey, data: st.DataObject) -> None:
    if not journey.edges:
        return
    edge = data.draw(st.sampled_from(journey.edges))
    inserted = edit.insert_on_edge(journey, edge, Node("inserted", "wait"), "next")
    assert_sound(inserted)
    assert edit.remove_nodes(inserted, ["inserted"]).edges == journey.edges
