"""Where the viewport stands: zoom at a point, pan, fit; glides of a fraction of a second."""

from __future__ import annotations

from math import exp, log

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

from app.canvas.geometry import Point, Rect
from app.canvas.theme import DURATIONS

LEAST, MOST = 0.08, 4.0
_MARGIN = 48.0  # screen px around what is fitted
_CALM = 140  # ms without a change after which a zoom counts as over


class Camera(QObject):
    """Moves one view. `moves` is off where motion is unwanted, and in tests: then everything happens at once."""

    zoomed = Signal(float)
    settled = Signal(bool)  # False while the zoom is changing

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self.moves = True
        self._view = view
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._glide.valueChanged.connect(self._glided)
        self._from = self._to = (Point(0, 0), 1.0)
        self._calm = QTimer(self, interval=_CALM, singleShot=True)
        self._calm.timeout.connect(lambda: self.settled.emit(True))

    @property
    def zoom(self) -> float:
        return float(self._view.transform().m11())

    @property
    def middle(self) -> Point:
        """The place of the scene in the middle of the viewport."""
        place = self._view.mapToScene(self._view.viewport().rect().center())
        return Point(place.x(), place.y())

    @property
    def shown(self) -> Rect:
        """The part of the scene in the viewport."""
        size = self._view.viewport().size()
        corner = self._view.mapToScene(0, 0)
        return Rect(corner.x(), corner.y(), size.width() / self.zoom, size.height() / self.zoom)

    def stop(self) -> None:
        """Stay where we are."""
        self._glide.stop()

    def pan(self, dx: float, dy: float) -> None:
        """Move the paper by screen px."""
        self.stop()
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - round(dx))
        down.setValue(down.value() - round(dy))

    def zoom_at(self, factor: float, sx: float, sy: float) -> None:
        """Zoom so that the place under this viewport px stays under it."""
        self.stop()
        zoom = _within(self.zoom * factor)
        size = self._view.viewport().size()
        here = self._view.mapToScene(round(sx), round(sy))
        off_x, off_y = (sx - size.width() / 2) / zoom, (sy - size.height() / 2) / zoom
        self._look(Point(here.x() - off_x, here.y() - off_y), zoom)

    def zoom_by(self, factor: float) -> None:
        """Zoom at the middle of the viewport."""
        self._go(self.middle, _within(self.zoom * factor), DURATIONS.press)

    def zoom_to(self, zoom: float) -> None:
        """Zoom to a factor; 1.0 is 100 %."""
        self._go(self.middle, _within(zoom), DURATIONS.press)

    def fit(self, rect: Rect | None, most: float = 1.0) -> None:
        """Show all of a rectangle, not larger than `most`. None (nothing there) goes to the origin at 100 %."""
        if rect is None:
            self._go(Point(0, 0), 1.0, DURATIONS.fit)
            return
        size = self._view.viewport().size()
        across = (size.width() - 2 * _MARGIN) / max(rect.w, 1)
        down = (size.height() - 2 * _MARGIN) / max(rect.h, 1)
        self._go(rect.center, _within(min(across, down, most)), DURATIONS.fit)

    def reveal(self, rect: Rect) -> None:
        """Bring a rectangle into the viewport with as little movement as possible; the zoom stays."""
        shown = self.shown
        room = shown.grown(-min(_MARGIN / self.zoom, shown.w / 4, shown.h / 4))
        dx = min(0.0, rect.x - room.x) or max(0.0, rect.right - room.right)
        dy = min(0.0, rect.y - room.y) or max(0.0, rect.bottom - room.bottom)
        if dx or dy:
            self._go(Point(self.middle.x + dx, self.middle.y + dy), self.zoom, DURATIONS.layout)

    def center(self, at: Point) -> None:
        """Put a place of the scene into the middle at once."""
        self.stop()
        self._look(at, self.zoom)

    def _go(self, middle: Point, zoom: float, duration: int) -> None:
        self.stop()
        if not self.moves or not self._view.isVisible():
            self._look(middle, zoom)
            return
        self._from, self._to = (self.middle, self.zoom), (middle, zoom)
        self._glide.setDuration(duration)
        self._glide.start()

    def _glided(self, share: float) -> None:
        (a, from_zoom), (b, to_zoom) = self._from, self._to
        middle = Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
        self._look(middle, to_zoom if share == 1 else exp(log(from_zoom) + (log(to_zoom) - log(from_zoom)) * share))

    def _look(self, middle: Point, zoom: float) -> None:
        if zoom != self.zoom:
            self.settled.emit(False)
            self._view.setTransform(QTransform.fromScale(zoom, zoom))
            self.zoomed.emit(zoom)
            self._calm.start()
        self._view.centerOn(QPointF(*middle))


def _within(zoom: float) -> float:
    return max(LEAST, min(MOST, zoom))
