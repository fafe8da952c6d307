"""Drag cards; or, if the pointer does not go anywhere, select one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.canvas import changes, rules
from app.canvas.guides import Rails
from app.canvas.preview import NOTHING, Guide, Seam
from app.canvas.tools.tool import CanvasEvent, Tool

if TYPE_CHECKING:
    from app.canvas.board import Board

SEAM_REACH = 28.0  # screen px from a wire at which a dragged card goes into it


class Move(Tool):
    """The selected cards follow the pointer, snap to lines and grid (not with Alt), and stay where they are let go.

    A single card without wires, let go on a wire, is put into it.
    """

    def __init__(self, event: CanvasEvent, board: Board, grabbed: str) -> None:
        self._start = event
        self._grabbed = grabbed
        self._before = board.document.selection
        self._is_dragging = False
        self._choose(event, board)
        boxes = board.layout.boxes
        self._rects = {key: boxes[key].rect for key in board.document.selection.nodes}
        self._rails: Rails | None = None
        self._seams: tuple[Seam, ...] = ()

    def _choose(self, event: CanvasEvent, board: Board) -> None:
        """Shift and Ctrl add or take away; grabbing one of several keeps them all."""
        chosen = self._before.nodes
        if event.shift or event.ctrl:
            board.document.select(chosen ^ {self._grabbed})
        elif self._grabbed not in chosen:
            board.document.select([self._grabbed])

    def move(self, event: CanvasEvent, board: Board) -> Tool:
        if not self._is_dragging and (self._grabbed not in self._rects or not event.is_far_from(self._start)):
            return self
        if not self._is_dragging:
            self._take_up(board)
        places, guides = self._settled(event)
        seam = self._seam_near(event, board)
        board.show(replace(NOTHING, moved=places, guides=() if seam else guides, seams=self._seams, seam=seam))
        return self

    def release(self, event: CanvasEvent, board: Board) -> None:
        preview = board.preview
        if not self._is_dragging:
            self._clicked(event, board)
        elif preview.seam and preview.seam.edge:
            changes.splice(board.document, preview.seam.edge, self._grabbed)
        else:
            changes.move(board.document, preview.moved)

    def _clicked(self, event: CanvasEvent, board: Board) -> None:
        """A plain click on one of several selected cards means that one."""
        if self._grabbed in self._before.nodes and not (event.shift or event.ctrl):
            board.document.select([self._grabbed])

    def cancel(self, board: Board) -> None:
        board.document.select(self._before.nodes, self._before.edges)

    def _take_up(self, board: Board) -> None:
        self._is_dragging = True
        self._rails = Rails(board.layout, self._rects)
        if len(self._rects) == 1 and not board.layout.touching.get(self._grabbed):
            view = board.layout.boxes[self._grabbed].view
            wires = rules.seams(board.document, view)
            self._seams = tuple(Seam(board.layout.routes[edge].seam, edge=edge) for edge in wires)

    def _settled(self, event: CanvasEvent) -> tuple[dict[str, tuple[float, float]], tuple[Guide, ...]]:
        rect = self._rects[self._grabbed]
        there = rect.at(rect.x + event.x - self._start.x, rect.y + event.y - self._start.y)
        guides: tuple[Guide, ...] = ()
        if self._rails and not event.alt:
            there, guides = self._rails.settle(there, event.zoom)
        dx, dy = there.x - rect.x, there.y - rect.y
        return {key: (other.x + dx, other.y + dy) for key, other in self._rects.items()}, guides

    def _seam_near(self, event: CanvasEvent, board: Board) -> Seam | None:
        edges = {seam.edge: seam for seam in self._seams if seam.edge}
        edge = board.layout.wire_near(event.x, event.y, SEAM_REACH / event.zoom, edges)
        return edges[edge] if edge else None
