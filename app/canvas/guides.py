"""Where dragged cards stand in line with others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable

from app.canvas.geometry import Rect, snapped
from app.canvas.layout import Layout
from app.canvas.preview import Guide

REACH = 6.0  # screen px


class Rails:
    """The lines on which a dragged card may come to rest: middles of other cards, their tops, and the grid."""

    def __init__(self, layout: Layout, without: Collection[str]) -> None:
        self._rects = [box.rect for key, box in layout.boxes.items() if key not in without]
        self._middles = sorted({rect.center.x for rect in self._rects})
        self._tops = sorted({rect.y for rect in self._rects})

    def settle(self, rect: Rect, zoom: float) -> tuple[Rect, tuple[Guide, ...]]:
        """The card where it snaps, and the guides that say why. A line of other cards wins over the grid."""
        reach = REACH / zoom
        middle = _nearest(self._middles, rect.center.x, reach)
        top = _nearest(self._tops, rect.y, reach)
        x = snapped(rect.x) if middle is None else middle - rect.w / 2
        y = snapped(rect.y) if top is None else top
        there = rect.at(x, y)
        return there, (*self._upright(there, middle), *self._level(there, top))

    def _upright(self, rect: Rect, middle: float | None) -> Iterable[Guide]:
        if middle is None:
            return ()
        line = [other for other in self._rects if other.center.x == middle] + [rect]
        return (Guide(True, middle, min(other.y for other in line), max(other.bottom for other in line)),)

    def _level(self, rect: Rect, top: float | None) -> Iterable[Guide]:
        if top is None:
            return ()
        line = [other for other in self._rects if other.y == top] + [rect]
        return (Guide(False, top, min(other.x for other in line), max(other.right for other in line)),)


def _nearest(lines: list[float], value: float, reach: float) -> float | None:
    index = bisect_left(lines, value)
    near = [line for line in lines[max(0, index - 1) : index + 1] if abs(line - value) <= reach]
    return min(near, key=lambda line: abs(line - value), default=None)
