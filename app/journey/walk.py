"""The shape of a journey: what follows what, what can be reached, where it goes in circles.

Nothing here knows what a node does; where that matters (does it let time pass?) the caller says so. networkx is loaded
when first needed: opening and running a journey does without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from app.journey.graph import Edge, Journey

if TYPE_CHECKING:
    import networkx as nx


def graph(journey: Journey) -> nx.DiGraph:
    """The journey as a networkx graph of node ids; several ports to one target are one edge."""
    import networkx as nx

    found = nx.DiGraph()
    found.add_nodes_from(journey.nodes)
    found.add_edges_from((edge.source, edge.target) for edge in journey.edges)
    return found


def following(journey: Journey) -> Mapping[str, list[Edge]]:
    """The edges that leave each node, in the journey's own order."""
    leaving: dict[str, list[Edge]] = {node: [] for node in journey.nodes}
    for edge in journey.edges:
        leaving[edge.source].append(edge)
    return leaving


def starts(journey: Journey) -> tuple[str, ...]:
    """The nodes into which nothing leads."""
    entered = {edge.target for edge in journey.edges}
    return tuple(node for node in journey.nodes if node not in entered)


def reachable(journey: Journey, roots: Iterable[str]) -> frozenset[str]:
    """The nodes a customer can come to from any of the roots, the roots among them."""
    leaving = following(journey)
    seen = set(roots)
    ahead = list(seen)
    while ahead:
        fresh = {edge.target for edge in leaving[ahead.pop()]} - seen
        seen |= fresh
        ahead += fresh
    return frozenset(seen)


def order(journey: Journey) -> tuple[str, ...]:
    """All nodes, so that every edge but the back edges leads from an earlier to a later one."""
    return _depth_first(journey)[0]


def back_edges(journey: Journey) -> frozenset[Edge]:
    """The edges that close a circle, seen from the starts; without them there is none."""
    return _depth_first(journey)[1]


def cycles(journey: Journey, without: Collection[str] = ()) -> list[tuple[str, ...]]:
    """The groups of nodes that lie on a common circle, each in the journey's order, leaving out some nodes.

    `without` the nodes that let time pass, these are the circles nobody would ever get out of.
    """
    import networkx as nx

    left = graph(journey)
    left.remove_nodes_from(list(without))
    groups = (group for group in nx.strongly_connected_components(left) if _turns(left, group))
    found = (tuple(node for node in journey.nodes if node in group) for group in groups)
    place = {node: index for index, node in enumerate(journey.nodes)}
    return sorted(found, key=lambda group: place[group[0]])


def must_pass(journey: Journey, roots: Collection[str]) -> Mapping[str, frozenset[str]]:
    """For each reachable node, those that lie on every way to it from any of the roots, itself among them."""
    import networkx as nx

    outside = object()  # from here one step leads to every root
    shape = graph(journey)
    shape.add_node(outside)
    shape.add_edges_from((outside, root) for root in roots)
    parent = nx.immediate_dominators(shape, outside)
    return {node: frozenset(_above(node, parent, outside)) for node in journey.nodes if node in parent}


def _above(node: Any, parent: Mapping[Any, Any], outside: object) -> Iterator[str]:
    while node is not outside:
        yield node
        node = parent[node]


def _turns(shape: nx.DiGraph, group: Collection[str]) -> bool:
    return len(group) > 1 or any(shape.has_edge(node, node) for node in group)


def _depth_first(journey: Journey) -> tuple[tuple[str, ...], frozenset[Edge]]:
    """Reverse postorder, and the edges that led back to a node on the present way."""
    leaving = following(journey)
    done: dict[str, None] = {}
    back: set[Edge] = set()
    for root in (*reversed(starts(journey)), *journey.nodes):
        if root in done:
            continue
        way = {root: reversed(leaving[root])}  # a stack: node → its ports not yet tried, the last one first
        while way:
            node, edges = next(reversed(way.items()))
            edge = next(edges, None)
            if edge is None:
                way.pop(node)
                done[node] = None
            elif edge.target in way:
                back.add(edge)
            elif edge.target not in done:
                way[edge.target] = reversed(leaving[edge.target])
    return tuple(reversed(done)), frozenset(back)
