"""Every change of a journey, as a function Journey → Journey.

A journey that would not change is handed back itself, so `is` tells whether anything happened. What makes no sense
(an unknown node, a step that leads to itself) is an InputError with a text for the person. What an edit cannot know,
because only the node kinds do, is left to the canvas and to `app.lint`: whether a port exists, whether an edge may
lead into a start.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from app.base.errors import InputError
from app.base.ids import new_id
from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Edge, Journey, Json, Node, Settings, thawed


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some steps and the edges between them: what copy takes and paste brings."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()


def add_node(journey: Journey, node: Node) -> Journey:
    """The journey with one more step, not yet connected."""
    if not node.id or not node.kind:
        raise InputError(_("A step needs an id and a kind."))
    if node.id in journey.nodes:
        raise InputError(fill(_("There is already a step “{node}” in this journey."), node=node.id), where=node.id)
    _check_place(node.at)
    return _with_nodes(journey, node)


def remove_nodes(journey: Journey, ids: Collection[str], heal: bool = True) -> Journey:
    """The journey without some steps and the edges at them.

    With `heal`, a way that led into the removed part now leads to where it came out, if all ways out of there end at
    one and the same step; where that is unclear, or the step would lead to itself, the port is left open.
    """
    for node in ids:
        _known(journey, node)
    gone = frozenset(ids)
    if not gone:
        return journey
    healed = (_healed(journey, edge, gone) if heal else _untouched(edge, gone) for edge in journey.edges)
    return journey.with_(
        nodes={key: node for key, node in journey.nodes.items() if key not in gone},
        edges=tuple(edge for edge in healed if edge),
    )


def move_nodes(journey: Journey, places: Mapping[str, tuple[float, float]]) -> Journey:
    """The journey with some steps at other places (px on the canvas)."""
    moved = []
    for key, (x, y) in places.items():
        _check_place((x, y))
        node = _known(journey, key)
        if node.at != (x, y):
            moved.append(replace(node, at=(float(x), float(y))))
    return _with_nodes(journey, *moved)


def set_settings(journey: Journey, node: str, settings: Mapping[str, Json]) -> Journey:
    """The journey with other settings at one step; they replace the former ones as a whole."""
    former = _known(journey, node)
    if _as_json(former.settings) == _as_json(settings):
        return journey
    return _with_nodes(journey, replace(former, settings=settings))


def rename_node(journey: Journey, node: str, title: str) -> Journey:
    """The journey with another title on one step; an empty title means the kind's own words."""
    former, title = _known(journey, node), title.strip()
    return journey if former.title == title else _with_nodes(journey, replace(former, title=title))


def connect(journey: Journey, source: str, port: str, target: str) -> Journey:
    """The journey with `port` of `source` leading to `target`. A port leads to one step: a former edge gives way."""
    _known(journey, source)
    _known(journey, target)
    if source == target:
        raise InputError(_("A step cannot lead to itself. Choose another step."), where=source)
    edge = Edge(source, port, target)
    if edge in journey.edges:
        return journey
    if port in journey.out(source):
        return journey.with_(edges=tuple(edge if _same_port(edge, old) else old for old in journey.edges))
    return journey.with_(edges=(*journey.edges, edge))


def disconnect(journey: Journey, edge: Edge) -> Journey:
    """The journey without one edge."""
    _known_edge(journey, edge)
    return journey.with_(edges=tuple(old for old in journey.edges if old != edge))


def insert_on_edge(journey: Journey, edge: Edge, node: Node, port: str) -> Journey:
    """The journey with `node` in the middle of `edge`; what followed now follows from its `port`.

    The step may be new, or one of the journey that is not connected yet (a card dropped on a wire).
    """
    _known_edge(journey, edge)
    if node.id in journey.nodes:
        if any(node.id in (old.source, old.target) for old in journey.edges):
            raise InputError(_("This step is already connected. Take it off its wires first."), where=node.id)
        journey = _with_nodes(journey, node)
    else:
        journey = add_node(journey, node)
    return connect(connect(journey, edge.source, edge.port, node.id), node.id, port, edge.target)


def set_journey(journey: Journey, *, name: str | None = None, settings: Settings | None = None) -> Journey:
    """The journey with another name or other settings; None leaves what is there."""
    named = journey.name if name is None else name.strip()
    if not named:
        raise InputError(_("A journey needs a name."))
    ruled = settings or journey.settings
    unchanged = named == journey.name and ruled == journey.settings
    return journey if unchanged else journey.with_(name=named, settings=ruled)


def copy(journey: Journey, ids: Collection[str]) -> Fragment:
    """Some steps with the edges between them, in the journey's own order."""
    for node in ids:
        _known(journey, node)
    chosen = frozenset(ids)
    return Fragment(
        tuple(node for key, node in journey.nodes.items() if key in chosen),
        tuple(edge for edge in journey.edges if edge.source in chosen and edge.target in chosen),
    )


def paste(
    journey: Journey,
    fragment: Fragment,
    *,
    by: tuple[float, float] = (32.0, 32.0),
    fresh: Callable[[], str] = new_id,
) -> Journey:
    """The journey with the fragment added under new ids, moved by `by` px. The new steps come last in `nodes`."""
    names: dict[str, str] = {}
    for node in fragment.nodes:
        names[node.id] = fresh()
        at = (node.at[0] + by[0], node.at[1] + by[1])
        journey = add_node(journey, replace(node, id=names[node.id], at=at))
    for edge in fragment.edges:
        journey = connect(journey, names[edge.source], edge.port, names[edge.target])
    return journey


# -- what the edits share ----------------------------------------------------------------------------------------------


def _with_nodes(journey: Journey, *nodes: Node) -> Journey:
    return journey.with_(nodes={**journey.nodes, **{node.id: node for node in nodes}}) if nodes else journey


def _known(journey: Journey, node: str) -> Node:
    try:
        return journey.nodes[node]
    except KeyError:
        raise InputError(fill(_("There is no step “{node}” in this journey."), node=node), where=node) from None


def _known_edge(journey: Journey, edge: Edge) -> None:
    if edge not in journey.edges:
        text = _("There is no connection from “{source}” to “{target}” in this journey.")
        raise InputError(fill(text, source=edge.source, target=edge.target), where=edge.source)


def _check_place(at: tuple[float, float]) -> None:
    if not all(math.isfinite(number) for number in at):
        raise InputError(_("A step needs a place on the canvas: two ordinary numbers."))


def _same_port(one: Edge, other: Edge) -> bool:
    return (one.source, one.port) == (other.source, other.port)


def _as_json(settings: Mapping[str, Json]) -> str:
    """Settings as text: tells 1 from 1.0 and from true, which Python's == does not."""
    return json.dumps(thawed(settings), sort_keys=True)


def _untouched(edge: Edge, gone: frozenset[str]) -> Edge | None:
    return None if edge.source in gone or edge.target in gone else edge


def _healed(journey: Journey, edge: Edge, gone: frozenset[str]) -> Edge | None:
    if edge.source in gone or edge.target not in gone:
        return _untouched(edge, gone)
    ends = _ways_out(journey, edge.target, gone)
    if len(ends) != 1 or edge.source in ends:
        return None
    return replace(edge, target=ends.pop())


def _ways_out(journey: Journey, start: str, gone: frozenset[str]) -> set[str]:
    """The remaining steps that follow on the removed part entered at `start`."""
    ends: set[str] = set()
    seen, ahead = {start}, [start]
    while ahead:
        for target in journey.out(ahead.pop()).values():
            if target not in gone:
                ends.add(target)
            elif target not in seen:
                seen.add(target)
                ahead.append(target)
    return ends
