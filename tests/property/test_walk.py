"""The order and the back edges of any journey fit together, and the dominators are what their name says."""

from __future__ import annotations

import networkx as nx
from hypothesis import given

from app.journey import timing, walk
from app.journey.graph import Journey
from tests.strategies import journeys


@given(journeys(max_nodes=10))
def test_every_edge_but_the_back_edges_leads_forward(journey: Journey) -> None:
    order = walk.order(journey)
    assert sorted(order) == sorted(journey.nodes)
    place = {node: index for index, node in enumerate(order)}
    back = walk.back_edges(journey)
    for edge in journey.edges:
        assert (edge in back) == (place[edge.source] >= place[edge.target])


@given(journeys(max_nodes=10))
def test_back_edges_lie_on_circles_and_a_journey_without_circles_has_none(journey: Journey) -> None:
    circles = walk.cycles(journey)
    for edge in walk.back_edges(journey):
        assert any({edge.source, edge.target} <= set(circle) for circle in circles)
    assert bool(circles) == bool(walk.back_edges(journey)) == (not nx.is_directed_acyclic_graph(walk.graph(journey)))


@given(journeys(min_nodes=1))
def test_a_node_must_be_passed_exactly_if_without_it_the_other_is_out_of_reach(journey: Journey) -> None:
    root, *others = journey.nodes
    above = walk.must_pass(journey, [root])
    assert set(above) == walk.reachable(journey, [root])
    for gate in others:
        edges = tuple(edge for edge in journey.edges if gate not in (edge.source, edge.target))
        left = walk.reachable(journey.with_(edges=edges), [root])
        for node in above:
            assert (gate in above[node]) == (node == gate or node not in left)


@given(journeys(min_nodes=1))
def test_the_earliest_times_are_the_shortest_ways(journey: Journey) -> None:
    root = next(iter(journey.nodes))
    shape = nx.DiGraph(walk.graph(journey))
    for source, _target, data in shape.edges(data=True):
        data["weight"] = len(source)
    assert timing.earliest(journey, [root], len) == nx.single_source_dijkstra_path_length(shape, root)
