"""Where every card and wire lies, and what is under a point. A value computed from the document; no Qt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.canvas import geometry
from app.canvas.geometry import CARD_WIDTH, LANE, Point, Rect
from app.canvas.look import CardView
from app.journey.graph import Edge

PORT_REACH = 13.0  # screen px around a port that still mean the port
WIRE_REACH = 10.0  # screen px beside a wire that still mean the wire
SNAP_REACH = 24.0  # screen px from which a dragged wire jumps to a port


@dataclass(frozen=True, slots=True)
class Box:
    """A card in its place."""

    id: str
    rect: Rect
    view: CardView

    @property
    def in_port(self) -> Point:
        return geometry.in_port(self.rect)

    def out_port(self, key: str) -> Point:
        """Where the port's wire starts; a port the card does not have counts as its first."""
        keys = [port.key for port in self.view.ports]
        index = keys.index(key) if key in keys else 0
        return geometry.out_port(self.rect, index, max(1, len(keys)))


@dataclass(frozen=True, slots=True)
class Route:
    """A wire in its place; `text` stands on its pill."""

    edge: Edge
    points: tuple[Point, ...]
    text: str
    bounds: Rect

    @property
    def seam(self) -> Point:
        """Where a card can be dropped in: the middle, or the last leg if a pill sits on the first."""
        if not self.text:
            return geometry.along(self.points, 0.5)
        last = self.points[-2:] if len(self.points) > 2 else (self.pill(0), self.points[-1])
        return geometry.along(last, 0.5)

    def pill(self, width: float) -> Point:
        """The middle of a pill as wide as `width`: on the leg beside the source, where siblings fork."""
        start, end = self.points[0], self.points[-1]
        if len(self.points) == 2:
            return Point(start.x, start.y + min(geometry.FORK, (end.y - start.y) / 2))
        corner, beyond = self.points[1], self.points[2]
        span = abs(beyond.x - corner.x)
        shift = min(span / 2, 14 + width / 2)
        return Point(corner.x + (shift if beyond.x > corner.x else -shift), corner.y)


Part = Literal["card", "port", "wire", "void"]


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point."""

    part: Part = "void"
    node: str = ""
    port: str = ""
    edge: Edge | None = None


@dataclass(frozen=True)
class Layout:
    """All cards and wires in their places. Boxes and routes that did not change are the same objects as before.

    `touching`: the wires at each card.
    """

    boxes: dict[str, Box]
    routes: dict[Edge, Route]
    touching: Mapping[str, list[Edge]]

    @classmethod
    def of(cls, boxes: dict[str, Box], routes: dict[Edge, Route]) -> Layout:
        """The layout of these cards and wires."""
        touching: dict[str, list[Edge]] = defaultdict(list)
        for edge in routes:
            touching[edge.source].append(edge)
            touching[edge.target].append(edge)
        return cls(boxes, routes, touching)

    @cached_property
    def bounds(self) -> Rect | None:
        """What all cards and wires cover; None when there are none."""
        return Rect.around([*(b.rect for b in self.boxes.values()), *(r.bounds for r in self.routes.values())])

    def moved(self, places: Mapping[str, tuple[float, float]]) -> Layout:
        """The layout while some cards are dragged to other places."""
        boxes = dict(self.boxes)
        for key, (x, y) in places.items():
            boxes[key] = Box(key, boxes[key].rect.at(x, y), boxes[key].view)
        routes = dict(self.routes)
        for edge in {edge for key in places for edge in self.touching.get(key, ())}:
            routes[edge] = routed(boxes, edge, routes[edge].text)
        return Layout(boxes, routes, self.touching)

    def boxes_in(self, rect: Rect) -> list[Box]:
        """The cards of which a part lies in the rectangle. Asked with every frame: no calls inside the loop."""
        left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        return [b for x, y, r, t, b in self._places if x <= right and left <= r and y <= bottom and top <= t]

    def routes_in(self, rect: Rect) -> list[Route]:
        """The wires whose bounds meet the rectangle."""
        left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        return [w for x, y, r, t, w in self._ways if x <= right and left <= r and y <= bottom and top <= t]

    @cached_property
    def _places(self) -> list[tuple[float, float, float, float, Box]]:
        return [(x, y, x + w, y + h, box) for box in self.boxes.values() for x, y, w, h in (box.rect,)]

    @cached_property
    def _ways(self) -> list[tuple[float, float, float, float, Route]]:
        return [(x, y, x + w, y + h, route) for route in self.routes.values() for x, y, w, h in (route.bounds,)]

    def hit(self, x: float, y: float, zoom: float) -> Hit:
        """What is under a place in the scene. Reaches are screen px, so small zooms stay easy to hit."""
        return self._port_at(x, y, PORT_REACH / zoom) or self._card_at(x, y) or self._wire_at(x, y, zoom) or Hit()

    def inside(self, rect: Rect) -> frozenset[str]:
        """The cards that a rectangle touches."""
        return frozenset(box.id for box in self.boxes_in(rect))

    def nearest_in_port(self, x: float, y: float, among: Iterable[str], reach: float) -> str | None:
        """The card whose in-port is nearest, if it lies within `reach`."""
        near = [(_far(self.boxes[key].in_port, x, y), key) for key in among]
        best = min(near, default=(reach + 1, ""))
        return best[1] if best[0] <= reach else None

    def _port_at(self, x: float, y: float, reach: float) -> Hit | None:
        for box in reversed(self.boxes_in(Rect(x, y, 0, 0).grown(reach))):
            for port in box.view.ports:
                if _far(box.out_port(port.key), x, y) <= reach:
                    return Hit("port", box.id, port.key)
        return None

    def card_at(self, x: float, y: float) -> str:
        """The card under a place, the topmost if there are several; else empty."""
        return next((box.id for box in reversed(self.boxes_in(Rect(x, y, 0, 0)))), "")

    def _card_at(self, x: float, y: float) -> Hit | None:
        card = self.card_at(x, y)
        return Hit("card", card) if card else None

    def _wire_at(self, x: float, y: float, zoom: float) -> Hit | None:
        edge = self.wire_near(x, y, WIRE_REACH / zoom)
        return Hit("wire", edge=edge) if edge else None

    def wire_near(self, x: float, y: float, reach: float, among: Container[Edge] | None = None) -> Edge | None:
        """The nearest wire within `reach` scene px, of all or of some."""
        near = self.routes_in(Rect(x, y, 0, 0).grown(reach))
        allowed = near if among is None else [route for route in near if route.edge in among]
        ranked = [(geometry.distance(route.points, x, y), route.edge) for route in allowed]
        best = min(ranked, default=None)
        return best[1] if best and best[0] <= reach else None


def box(key: str, at: tuple[float, float], view: CardView) -> Box:
    """A card at a place."""
    return Box(key, Rect(at[0], at[1], CARD_WIDTH, geometry.card_height(view)), view)


def routed(boxes: Mapping[str, Box], edge: Edge, text: str) -> Route:
    """The wire of an edge between cards in their places."""
    start, end = boxes[edge.source].out_port(edge.port), boxes[edge.target].in_port
    leads_back = end.y < start.y + geometry.FORK
    points = geometry.way(start, end, _lane(boxes, edge, start, end) if leads_back else 0.0)
    xs, ys = [point.x for point in points], [point.y for point in points]
    return Route(edge, points, text, Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))


def _lane(boxes: Mapping[str, Box], edge: Edge, start: Point, end: Point) -> float:
    """Where a loop can run back up: right of both its ends, and of every card in its way."""
    top, bottom = end.y - geometry.FORK, start.y + geometry.FORK
    lane = max(boxes[edge.source].rect.right, boxes[edge.target].rect.right) + LANE
    for other in sorted((box.rect for box in boxes.values()), key=lambda rect: rect.x):
        if other.x - LANE / 2 <= lane <= other.right + LANE / 2 and other.y <= bottom and other.bottom >= top:
            lane = other.right + LANE
    return lane


def _far(point: Point, x: float, y: float) -> float:
    return float(((point.x - x) ** 2 + (point.y - y) ** 2) ** 0.5)
