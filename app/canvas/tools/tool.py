"""What every gesture is: press, move, release, cancel; each returns the tool that goes on, or None when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from app.canvas.board import Board

Button = Literal["", "left", "middle", "right"]
Cursor = Literal["arrow", "closed_hand", "cross"]

#: Screen px the pointer may tremble before a press becomes a drag.
TREMBLE = 4.0


@dataclass(frozen=True, slots=True)
class CanvasEvent:
    """The pointer: its place in the scene and on the screen (px), the zoom, the button that changed, the keys held."""

    x: float
    y: float
    sx: float = 0.0
    sy: float = 0.0
    zoom: float = 1.0
    button: Button = "left"
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    space: bool = False

    def is_far_from(self, other: CanvasEvent) -> bool:
        """Whether the pointer has left the place of `other` on purpose."""
        return max(abs(self.sx - other.sx), abs(self.sy - other.sy)) >= TREMBLE


class Tool:
    """A gesture. A tool keeps what it began with; the document changes only when it is released."""

    cursor: Cursor = "arrow"

    def press(self, event: CanvasEvent, board: Board) -> Tool | None:
        """A second button during a gesture cancels it."""
        self.cancel(board)
        return None

    def move(self, event: CanvasEvent, board: Board) -> Tool | None:
        """The pointer went on."""
        return self

    def release(self, event: CanvasEvent, board: Board) -> None:
        """The button went up: do it."""

    def cancel(self, board: Board) -> None:
        """Leave everything as it was before the gesture."""
