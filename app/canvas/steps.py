"""Walking from card to card with the arrow keys: along the wires first, then by what lies in that direction."""

from __future__ import annotations

from typing import Literal

from app.canvas.geometry import Point
from app.canvas.layout import Box, Layout

Direction = Literal["up", "down", "left", "right"]

_VECTORS: dict[Direction, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def first(layout: Layout) -> str:
    """The card to begin with: the topmost, then the leftmost. Empty if there is none."""
    boxes = layout.boxes.values()
    return min(boxes, key=lambda box: (box.rect.y, box.rect.x)).id if boxes else ""


def neighbour(layout: Layout, card: str, direction: Direction) -> str:
    """The card one comes to from `card`; the card itself if there is none in that direction."""
    here = layout.boxes[card]
    linked = [layout.boxes[key] for key in _linked(layout, card, direction)]
    ahead = [box for box in layout.boxes.values() if _is_ahead(here, box, direction)]
    for group in (linked, ahead):
        if group:
            return min(group, key=lambda box: (_effort(here.rect.center, box.rect.center, direction), box.rect.x)).id
    return card


def _linked(layout: Layout, card: str, direction: Direction) -> set[str]:
    """Down goes to what follows, up to what leads here, sideways to the other ways of the same fork."""
    edges = layout.touching.get(card, ())
    before = {edge.source for edge in edges if edge.target == card}
    if direction == "up":
        return before
    if direction == "down":
        return {edge.target for edge in edges if edge.source == card}
    here = layout.boxes[card]
    siblings = {e.target for source in before for e in layout.touching[source] if e.source == source} - {card}
    return {key for key in siblings if _is_ahead(here, layout.boxes[key], direction)}


def _is_ahead(here: Box, there: Box, direction: Direction) -> bool:
    if here.id == there.id:
        return False
    dx, dy = _VECTORS[direction]
    a, b = here.rect.center, there.rect.center
    return (b.x - a.x) * dx + (b.y - a.y) * dy > 8


def _effort(a: Point, b: Point, direction: Direction) -> float:
    """How far it feels: going aside counts three times."""
    dx, dy = _VECTORS[direction]
    along, aside = (b.x - a.x) * dx + (b.y - a.y) * dy, abs((b.x - a.x) * dy) + abs((b.y - a.y) * dx)
    return abs(along) + 3 * aside
