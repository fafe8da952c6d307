"""Nothing is going on: say what is under the pointer, and begin the gesture a press means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.canvas.layout import Hit
from app.canvas.preview import NOTHING
from app.canvas.tools.marquee import Marquee
from app.canvas.tools.move import Move
from app.canvas.tools.pan import Pan
from app.canvas.tools.tool import CanvasEvent, Tool
from app.canvas.tools.wiring import Wiring

if TYPE_CHECKING:
    from app.canvas.board import Board


class Idle(Tool):
    """Waits for a press."""

    def move(self, event: CanvasEvent, board: Board) -> Tool:
        board.show(replace(NOTHING, hover=board.hit(event)))
        return self

    def press(self, event: CanvasEvent, board: Board) -> Tool:
        if event.button == "middle" or (event.space and event.button == "left"):
            return Pan(event)
        hit = board.hit(event)
        if event.button == "right":
            _choose_for_menu(board, hit)
            return self
        return self._begin(event, board, hit)

    def _begin(self, event: CanvasEvent, board: Board, hit: Hit) -> Tool:
        match hit.part:
            case "port":
                return Wiring(event, board, hit.node, hit.port)
            case "card":
                return Move(event, board, hit.node)
            case "wire":
                board.document.select(edges=[hit.edge] if hit.edge else [])
                return self
            case _:
                return Marquee(event, board)


def _choose_for_menu(board: Board, hit: Hit) -> None:
    chosen = board.document.selection
    if hit.part == "card" and hit.node not in chosen.nodes:
        board.document.select([hit.node])
    elif hit.edge and hit.edge not in chosen.edges:
        board.document.select(edges=[hit.edge])
    elif hit.part == "void":
        board.document.select()
