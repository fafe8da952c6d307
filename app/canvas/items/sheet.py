"""What the layers paint from: one place that the scene keeps up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem

from app.canvas.document import Selection
from app.canvas.geometry import Rect
from app.canvas.layout import Layout
from app.canvas.paint.prints import Prints
from app.canvas.preview import NOTHING, Preview
from app.canvas.theme import LIGHT, Theme

#: Large enough for any journey; fixed, so that nothing jumps when a card is dragged outwards.
EVERYWHERE = QRectF(-200_000, -200_000, 400_000, 400_000)


def _wait(_rect: Rect) -> None:
    pass


@dataclass
class Sheet:
    """The picture as values. `by_keyboard`: the selection was last moved by keys, so it wears the focus ring.

    `is_zooming`: cards may be shown from pictures made for another zoom. `patience`: ms one repaint may spend on
    making pictures; what is then missing is asked for again through `later`.
    """

    theme: Theme = LIGHT
    layout: Layout = field(default_factory=lambda: Layout.of({}, {}))
    preview: Preview = NOTHING
    selection: Selection = field(default_factory=Selection)
    prints: Prints = field(default_factory=Prints)
    by_keyboard: bool = False
    is_zooming: bool = False
    patience: float = 8.0
    later: Callable[[Rect], None] = _wait


class Layer(QGraphicsItem):
    """Something as large as the scene that paints only what is exposed."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return EVERYWHERE


def rect_of(rect: QRectF) -> Rect:
    """A Qt rectangle as our own."""
    return Rect(rect.x(), rect.y(), rect.width(), rect.height())
