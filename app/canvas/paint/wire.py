"""How a wire looks: upright legs with rounded corners."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from app.canvas.geometry import RADIUS, Point


def wire_path(points: Sequence[Point], radius: float = RADIUS) -> QPainterPath:
    """The wire through these corners; where a leg is short the curve is tighter."""
    path = QPainterPath(QPointF(*points[0]))
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(radius, _span(before, corner) / 2, _span(corner, after) / 2)
        path.lineTo(_towards(corner, before, bend))
        path.quadTo(QPointF(*corner), _towards(corner, after, bend))
    path.lineTo(QPointF(*points[-1]))
    return path


def straight_path(points: Sequence[Point]) -> QPainterPath:
    """The wire without curves, for when it is seen from far away."""
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    return path


def _span(a: Point, b: Point) -> float:
    return abs(a.x - b.x) + abs(a.y - b.y)


def _towards(start: Point, end: Point, by: float) -> QPointF:
    """The point `by` px from `start` on the upright leg to `end`."""
    span = _span(start, end) or 1.0
    return QPointF(start.x + (end.x - start.x) * by / span, start.y + (end.y - start.y) * by / span)
