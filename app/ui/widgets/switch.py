"""On or off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from app.ui import theme


class Switch(QAbstractButton):
    """A sliding switch with its words beside it."""

    def __init__(self, words: str, on: bool = False) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setChecked(on)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(46 + self.fontMetrics().horizontalAdvance(self.text()), 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(1, (self.height() - 20) / 2, 36, 20)
        painter.setPen(QPen(QColor(colours.accent if self.isChecked() else colours.border_strong), 1))
        painter.setBrush(QColor(colours.accent if self.isChecked() else colours.surface2))
        painter.drawRoundedRect(track, 10, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent_ink if self.isChecked() else colours.border_strong))
        painter.drawEllipse(
            QRectF(track.right() - 17 if self.isChecked() else track.left() + 3, track.top() + 3, 14, 14)
        )
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.text3))
        painter.drawText(self.rect().adjusted(46, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-1, -2, 2, 2), 12, 12)
