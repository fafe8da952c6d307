"""Draw a rectangle to select what it touches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.canvas.geometry import Point, Rect
from app.canvas.preview import NOTHING
from app.canvas.tools.tool import CanvasEvent, Tool

if TYPE_CHECKING:
    from app.canvas.board import Board


class Marquee(Tool):
    """With Shift or Ctrl it adds to what was selected; else it begins anew. A mere click clears the selection."""

    def __init__(self, event: CanvasEvent, board: Board) -> None:
        self._start = event
        self._before = board.document.selection
        self._kept = self._before.nodes if event.shift or event.ctrl else frozenset()
        board.document.select(self._kept)

    def move(self, event: CanvasEvent, board: Board) -> Tool:
        if board.preview.marquee is None and not event.is_far_from(self._start):
            return self
        rect = Rect.between(Point(self._start.x, self._start.y), Point(event.x, event.y))
        board.document.select(self._kept | board.layout.inside(rect))
        board.show(replace(NOTHING, marquee=rect))
        return self

    def cancel(self, board: Board) -> None:
        board.document.select(self._before.nodes, self._before.edges)
