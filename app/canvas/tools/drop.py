"""Bring a new step in from the palette."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.canvas import changes, geometry, rules
from app.canvas.geometry import CARD_WIDTH, GAP, HEADER, Rect
from app.canvas.guides import Rails
from app.canvas.look import Seed
from app.canvas.preview import NOTHING, Ghost, Guide, Seam
from app.canvas.tools.move import SEAM_REACH
from app.canvas.tools.tool import CanvasEvent, Tool

if TYPE_CHECKING:
    from app.canvas.board import Board


class Drop(Tool):
    """A ghost of the card follows the pointer; “+” stands on every wire and open port that can take it."""

    def __init__(self, board: Board, seed: Seed) -> None:
        self._seed = seed
        self._view = board.document.look(seed.node("seed", (0.0, 0.0)))
        self._seams = (*self._on_wires(board), *self._on_ports(board))
        self._rails = Rails(board.layout, ())

    def move(self, event: CanvasEvent, board: Board) -> Tool:
        rect = Rect(event.x - CARD_WIDTH / 2, event.y - HEADER / 2, CARD_WIDTH, geometry.card_height(self._view))
        guides: tuple[Guide, ...] = ()
        seam = self._near(event, board)
        if not event.alt and not seam:
            rect, guides = self._rails.settle(rect, event.zoom)
        ghost = Ghost(self._view, (rect.x, rect.y))
        board.show(replace(NOTHING, ghost=ghost, guides=guides, seams=self._seams, seam=seam))
        return self

    def release(self, event: CanvasEvent, board: Board) -> None:
        self.move(event, board)
        preview = board.preview
        if preview.seam and preview.seam.edge:
            changes.insert(board.document, preview.seam.edge, self._seed)
        elif preview.seam and preview.seam.port:
            changes.add(board.document, self._seed, self._under(board, preview.seam.port), preview.seam.port)
        elif preview.ghost:
            changes.add(board.document, self._seed, preview.ghost.at)

    def _on_wires(self, board: Board) -> tuple[Seam, ...]:
        wires = rules.seams(board.document, self._view)
        return tuple(Seam(board.layout.routes[edge].seam, edge=edge) for edge in wires)

    def _on_ports(self, board: Board) -> tuple[Seam, ...]:
        if not self._view.takes_in:
            return ()
        boxes = board.layout.boxes
        return tuple(Seam(boxes[port[0]].out_port(port[1]), port=port) for port in rules.open_ports(board.document))

    def _near(self, event: CanvasEvent, board: Board) -> Seam | None:
        """The seam the pointer is at: an open port's “+” first, then the nearest wire."""
        reach = SEAM_REACH / event.zoom
        for seam in self._seams:
            if seam.port and abs(seam.at.x - event.x) <= reach and abs(seam.at.y - event.y) <= reach:
                return seam
        wires = {seam.edge: seam for seam in self._seams if seam.edge}
        edge = board.layout.wire_near(event.x, event.y, reach, wires)
        return wires[edge] if edge else None

    def _under(self, board: Board, port: tuple[str, str]) -> tuple[float, float]:
        """Below the port; beside its card's middle if the port is not in the middle, so that siblings find room."""
        box = board.layout.boxes[port[0]]
        keys = [item.key for item in box.view.ports]
        spread = (keys.index(port[1]) - (len(keys) - 1) / 2) * (CARD_WIDTH + 32)
        return geometry.snapped(box.rect.x + spread), geometry.snapped(box.rect.bottom + GAP)
