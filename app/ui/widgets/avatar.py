"""A person as a circle with the first letter of the name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui import theme

_TONES = ("act", "trigger", "logic", "split", "update", "goal", "time")


class Avatar(QWidget):
    """The colour follows the name, so a person looks the same everywhere."""

    def __init__(self, name: str, size: int = 32) -> None:
        super().__init__()
        self._letter = name.strip()[:1].upper() or "?"
        self._tone = theme.now().tone(_TONES[sum(map(ord, name)) % len(_TONES)])
        self.setFixedSize(size, size)
        self.setAccessibleName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tone.soft))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(QColor(self._tone.ink))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
