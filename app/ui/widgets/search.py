"""A search field."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from app.ui import theme
from app.ui.icons import draw_icon


class Search(QLineEdit):
    """One line to look for something."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setTextMargins(22, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_icon(
            QPainter(self), QRectF(10, (self.height() - 16) / 2, 16, 16), "ph.magnifying-glass", theme.now().text3
        )
