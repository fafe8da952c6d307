"""Make room for a card that goes into the middle of a wire: what follows, and what stands in its way, goes down."""

from __future__ import annotations

from dataclasses import replace

from app.canvas import geometry
from app.canvas.geometry import CARD_WIDTH, GAP, GRID, Rect
from app.canvas.look import Look
from app.journey import edit
from app.journey.graph import Edge, Journey

_Rects = dict[str, Rect]


def insert(journey: Journey, look: Look, edge: Edge, key: str) -> Journey:
    """The journey with its card `key`, which has no wires, put between the ends of `edge`."""
    rects: _Rects = {
        node.id: Rect(*node.at, CARD_WIDTH, geometry.card_height(look(node))) for node in journey.nodes.values()
    }
    source, target = rects[edge.source], rects[edge.target]
    top = geometry.snapped(source.bottom + GAP)
    node = replace(journey.nodes[key], at=(geometry.snapped(target.x), top))
    journey = edit.insert_on_edge(journey, edge, node, look(node).ports[0].key)
    missing = geometry.snapped(top + rects.pop(key).h + GAP - target.y)
    if missing <= 0 or target.y <= source.y:  # there is room; or the wire leads back up
        return journey
    lowered = _in_the_way(rects, _followers(journey, edge, rects), missing)
    return edit.move_nodes(journey, {key: (rects[key].x, rects[key].y + missing) for key in lowered})


def _followers(journey: Journey, edge: Edge, rects: _Rects) -> set[str]:
    """What follows on `edge` and stands below its source."""
    found, ahead = {edge.target}, [edge.target]
    while ahead:
        after = set(journey.out(ahead.pop()).values())
        fresh = {key for key in after if rects[key].y > rects[edge.source].y} - found
        found |= fresh
        ahead.extend(fresh)
    return found


def _in_the_way(rects: _Rects, lowered: set[str], by: float) -> set[str]:
    """The cards, and those onto which they would be moved, and so on."""
    found, ahead = set(lowered), list(lowered)
    while ahead:
        before = rects[ahead.pop()]
        after = before.at(before.x, before.y + by).grown(GRID)
        fresh = {key for key, other in rects.items() if other.y > before.y and other.overlaps(after)} - found
        found |= fresh
        ahead.extend(fresh)
    return found
