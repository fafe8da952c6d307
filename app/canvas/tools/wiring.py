"""Draw a wire from a port to the card it shall lead to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.canvas import changes, rules
from app.canvas.geometry import GAP, Point, hung
from app.canvas.layout import SNAP_REACH
from app.canvas.preview import NOTHING, Wire
from app.canvas.tools.tool import CanvasEvent, Cursor, Tool
from app.canvas.wishes import AddWish, Hint

if TYPE_CHECKING:
    from app.canvas.board import Board


class Wiring(Tool):
    """Cards that may be led to stay bright and catch the wire; let go on nothing, it asks what to add there."""

    cursor: Cursor = "cross"

    def __init__(self, event: CanvasEvent, board: Board, node: str, port: str) -> None:
        self._start = event
        self._port = (node, port)
        self._from = board.layout.boxes[node].out_port(port)
        self._verdicts = rules.verdicts(board.document, node)
        self._legal = frozenset(key for key, reason in self._verdicts.items() if not reason)

    def move(self, event: CanvasEvent, board: Board) -> Tool:
        if board.preview.wire is None and not event.is_far_from(self._start):
            return self
        wire = self._wire(event, board)
        board.show(replace(NOTHING, wire=wire, bright=self._legal | {self._port[0]}))
        return self

    def release(self, event: CanvasEvent, board: Board) -> None:
        wire = board.preview.wire
        if wire is None:
            board.wish(AddWish(hung(Point(self._from.x, self._from.y + GAP)), self._port))
        elif wire.target:
            changes.connect(board.document, *self._port, wire.target)
        elif wire.reason:
            board.wish(Hint(wire.reason))
        else:
            board.wish(AddWish(hung(Point(event.x, event.y)), self._port))

    def _wire(self, event: CanvasEvent, board: Board) -> Wire:
        source, _port = self._port
        if target := self._target(event, board):
            return Wire(source, self._from, board.layout.boxes[target].in_port, target)
        under = board.hit(event).node
        # Over its own card the wire is just short: nothing is refused yet.
        reason = "" if under in ("", source) else self._verdicts[under]
        return Wire(source, self._from, Point(event.x, event.y), reason=reason)

    def _target(self, event: CanvasEvent, board: Board) -> str:
        under = board.layout.card_at(event.x, event.y)
        if under:
            return under if under in self._legal else ""
        reach = SNAP_REACH / event.zoom
        return board.layout.nearest_in_port(event.x, event.y, self._legal, reach) or ""
