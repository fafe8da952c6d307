"""A small picture of a journey: its cards as blocks in the colours of their kinds."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.canvas.geometry import CARD_WIDTH, HEADER
from app.journey.graph import Journey
from app.ui import theme


class Sketch(QWidget):
    """Drawn from the places on the canvas, as large as fits."""

    def __init__(self, journey: Journey | None, height: int = 132) -> None:
        super().__init__()
        self._journey = journey
        self.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        from app import nodes

        colours, journey = theme.now(), self._journey
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.canvas))
        painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, self.height() + 12), 11, 11)
        if not journey or not journey.nodes:
            return
        boxes = {key: QRectF(*node.at, CARD_WIDTH, HEADER) for key, node in journey.nodes.items()}
        fit = self._fit(list(boxes.values()))
        painter.translate(*fit[1:])
        painter.scale(fit[0], fit[0])
        painter.setPen(QPen(QColor(colours.wire), 1.2 / fit[0]))
        for edge in journey.edges:
            start, end = boxes[edge.source], boxes[edge.target]
            painter.drawLine(QPointF(start.center().x(), start.bottom()), QPointF(end.center().x(), end.top()))
        for key, box in boxes.items():
            kind = nodes.kinds().get(journey.nodes[key].kind)
            tone = colours.tone(kind.tone if kind else "exit")
            painter.setPen(QPen(QColor(tone.ink), 1.4 / fit[0]))
            painter.setBrush(QColor(tone.soft))
            painter.drawRoundedRect(box, 14, 14)

    def _fit(self, boxes: list[QRectF]) -> tuple[float, float, float]:
        """Scale and shift that bring all boxes into the picture, never larger than a quarter."""
        all_ = boxes[0]
        for box in boxes[1:]:
            all_ = all_.united(box)
        scale = min((self.width() - 48) / all_.width(), (self.height() - 28) / all_.height(), 0.26)
        x = self.width() / 2 - all_.center().x() * scale
        return scale, x, self.height() / 2 - all_.center().y() * scale
