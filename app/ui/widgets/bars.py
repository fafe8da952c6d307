"""A bar chart without axes: a shape, its name, its peak."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui import theme


class Bars(QWidget):
    """`values` from left to right; `names` say what one bar is, in the tool-tip."""

    def __init__(self, values: Sequence[float], names: Sequence[str], tone: str = "act") -> None:
        super().__init__()
        self._values, self._names = list(values), list(names)
        self._colour = QColor(theme.now().tone(tone).ink)
        self._colour.setAlpha(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(44)

    def sizeHint(self) -> QSize:
        return QSize(260, 64)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = max(self._values, default=0) or 1
        step = self.width() / max(1, len(self._values))
        for number, value in enumerate(self._values):
            tall = max(2.0, value / top * (self.height() - 2))
            painter.setBrush(self._colour if value else self.palette().color(QPalette.ColorRole.Mid))
            box = QRectF(number * step + step * 0.12, self.height() - tall, step * 0.76, tall)
            painter.drawRoundedRect(box, min(3, step * 0.2), min(3, step * 0.2))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._values:
            number = min(len(self._values) - 1, int(event.pos().x() / self.width() * len(self._values)))
            QToolTip.showText(event.globalPos(), self._names[number], self)
            return True
        return super().event(event)
