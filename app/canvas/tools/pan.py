"""Move the viewport with the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.canvas.tools.tool import CanvasEvent, Cursor, Tool

if TYPE_CHECKING:
    from app.canvas.board import Board


class Pan(Tool):
    """The paper follows the pointer. Cancelled, it goes back to where it lay."""

    cursor: Cursor = "closed_hand"

    def __init__(self, event: CanvasEvent) -> None:
        self._start = self._last = event

    def move(self, event: CanvasEvent, board: Board) -> Tool:
        board.scroll(event.sx - self._last.sx, event.sy - self._last.sy)
        self._last = event
        return self

    def cancel(self, board: Board) -> None:
        board.scroll(self._start.sx - self._last.sx, self._start.sy - self._last.sy)
