"""Icons for widgets: the canvas's glyphs as QIcon, sharp at any size and density."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from app.canvas.icons import draw_icon

__all__ = ["draw_icon", "icon"]


class _Engine(QIconEngine):
    """Draws the glyph at whatever size the widget asks for."""

    def __init__(self, name: str, color: str, off: str) -> None:
        super().__init__()
        self._name, self._color, self._off = name, color, off

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_icon(painter, QRectF(rect), self._name, self._off if mode is QIcon.Mode.Disabled else self._color)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        try:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        finally:
            painter.end()  # a picture that goes while it is painted on takes the program with it
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._color, self._off)


def icon(name: str, color: str, off: str = "") -> QIcon:
    """An icon in `color` (`off` while disabled)."""
    return QIcon(_Engine(name, color, off or color))
