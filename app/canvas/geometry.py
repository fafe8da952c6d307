"""Sizes of cards and the shapes of wires, in scene px. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from app.canvas.look import CardView

CARD_WIDTH = 248.0
HEADER = 72.0
ROW = 36.0  # the chip's row and the footer

GRID = 8.0
FORK = 20.0  # siblings share this much of their way before they part
RADIUS = 11.0
LANE = 36.0  # how far outside the cards a loop runs back
GAP = 64.0  # between a card and the next one below, where the canvas chooses


class Point(NamedTuple):
    """A place in the scene."""

    x: float
    y: float


class Rect(NamedTuple):
    """An upright rectangle; `w` and `h` are never negative."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def between(cls, one: Point, other: Point) -> Rect:
        """The rectangle with these two opposite corners."""
        x, y = min(one.x, other.x), min(one.y, other.y)
        return cls(x, y, abs(one.x - other.x), abs(one.y - other.y))

    @classmethod
    def around(cls, rects: Iterable[Rect]) -> Rect | None:
        """The smallest rectangle that holds all of them; None for none."""
        every = list(rects)
        if not every:
            return None
        x, y = min(rect.x for rect in every), min(rect.y for rect in every)
        return cls(x, y, max(rect.right for rect in every) - x, max(rect.bottom for rect in every) - y)

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def center(self) -> Point:
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    def grown(self, by: float) -> Rect:
        """The rectangle with `by` more on each side."""
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def at(self, x: float, y: float) -> Rect:
        """The same size at another place."""
        return Rect(x, y, self.w, self.h)

    def overlaps(self, other: Rect) -> bool:
        """Whether the two have a point in common."""
        return (
            self.x <= other.x + other.w
            and other.x <= self.x + self.w
            and self.y <= other.y + other.h
            and other.y <= self.y + self.h
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x <= x <= self.x + self.w and self.y <= y <= self.y + self.h


def card_height(view: CardView) -> float:
    """How tall a card is: the header, and a row each for a problem and for numbers."""
    return HEADER + ROW * bool(view.problems) + ROW * bool(view.figures)


def in_port(card: Rect) -> Point:
    """Where wires arrive."""
    return Point(card.x + card.w / 2, card.y)


def hung(at: Point) -> Point:
    """The upper left corner, on the grid, of a card whose in-port is about here."""
    return Point(snapped(at.x - CARD_WIDTH / 2), snapped(at.y))


def centered(at: Point) -> Point:
    """The upper left corner, on the grid, of a card in whose header's middle this place is about."""
    return hung(Point(at.x, at.y - HEADER / 2))


def out_port(card: Rect, index: int, count: int) -> Point:
    """Where the wire of a port starts: in the middle, at the quarters, or evenly spread."""
    share = (index * 2 + 1) / 4 if count == 2 else (index + 1) / (count + 1)
    return Point(card.x + card.w * share, card.bottom)


def way(start: Point, end: Point, lane: float) -> tuple[Point, ...]:
    """The corners of a smooth-step wire. One that leads back up goes round by the vertical line x = `lane`."""
    if end.y >= start.y + FORK:
        if abs(end.x - start.x) < 1:
            return (start, end)
        turn = min(start.y + FORK, (start.y + end.y) / 2)
        return (start, Point(start.x, turn), Point(end.x, turn), end)
    below, above = start.y + FORK, end.y - FORK
    return (start, Point(start.x, below), Point(lane, below), Point(lane, above), Point(end.x, above), end)


def length(points: tuple[Point, ...]) -> float:
    """How long an upright polyline is."""
    return sum(abs(b.x - a.x) + abs(b.y - a.y) for a, b in pairwise(points))


def along(points: tuple[Point, ...], share: float) -> Point:
    """The point after this share (0 to 1) of an upright polyline."""
    left = length(points) * share
    for a, b in pairwise(points):
        step = abs(b.x - a.x) + abs(b.y - a.y)
        if left <= step and step:
            return Point(a.x + (b.x - a.x) * left / step, a.y + (b.y - a.y) * left / step)
        left -= step
    return points[-1]


def distance(points: tuple[Point, ...], x: float, y: float) -> float:
    """How far a place is from an upright polyline."""
    return min(_from_leg(a, b, x, y) for a, b in pairwise(points))


def _from_leg(a: Point, b: Point, x: float, y: float) -> float:
    dx = max(min(a.x, b.x) - x, 0.0, x - max(a.x, b.x))
    dy = max(min(a.y, b.y) - y, 0.0, y - max(a.y, b.y))
    return float((dx * dx + dy * dy) ** 0.5)


def snapped(value: float, step: float = GRID) -> float:
    """The nearest line of the grid."""
    return round(value / step) * step
