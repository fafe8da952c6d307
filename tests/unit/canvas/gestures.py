"""A board with a hand: real gestures as plain values, without a window."""

from __future__ import annotations

from typing import Any

from app.canvas.board import Board
from app.canvas.document import Document
from app.canvas.tools.tool import Button, CanvasEvent
from app.canvas.wishes import Wish
from app.journey.graph import Journey
from tests import cart


class Hand:
    """Presses, moves and releases on a board at 100 %, where screen and scene px are the same."""

    def __init__(self, journey: Journey | None = None, zoom: float = 1.0) -> None:
        self.document = Document(journey or cart.cart(), cart.look)
        self.wishes: list[Wish] = []
        self.scrolled = [0.0, 0.0]
        self.board = Board(self.document, scroll=self._scroll, wish=self.wishes.append)
        self.zoom = zoom

    def event(self, at: tuple[float, float], button: Button = "left", **held: bool) -> CanvasEvent:
        x, y = at
        return CanvasEvent(x, y, x * self.zoom, y * self.zoom, self.zoom, button, **held)

    def press(self, at: tuple[float, float], button: Button = "left", **held: bool) -> None:
        self.board.press(self.event(at, button, **held))

    def move(self, *ways: tuple[float, float], **held: bool) -> None:
        for at in ways:
            self.board.move(self.event(at, "", **held))

    def release(self, at: tuple[float, float], **held: bool) -> None:
        self.board.release(self.event(at, **held))

    def click(self, at: tuple[float, float], **held: bool) -> None:
        self.press(at, **held)
        self.release(at, **held)

    def drag(self, start: tuple[float, float], end: tuple[float, float], **held: Any) -> None:
        self.press(start, **held)
        self.move(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end, **held)
        self.release(end, **held)

    def middle(self, card: str) -> tuple[float, float]:
        return self.board.layout.boxes[card].rect.center

    def port(self, card: str, port: str) -> tuple[float, float]:
        return self.board.layout.boxes[card].out_port(port)

    def at(self, card: str) -> tuple[float, float]:
        return self.document.journey.nodes[card].at

    def _scroll(self, dx: float, dy: float) -> None:
        self.scrolled[0] += dx
        self.scrolled[1] += dy
