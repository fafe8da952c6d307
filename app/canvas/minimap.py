"""The whole journey, small, in a corner: shows where the viewport stands and takes it elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.canvas.board import Board
from app.canvas.camera import Camera
from app.canvas.geometry import Point, Rect
from app.canvas.layout import Layout
from app.canvas.paint import ink
from app.canvas.theme import SIZES, Theme

_SIZE = QSize(148, 108)
_INSET = 10.0
_LEAST_ROOM = 480  # px of canvas below which it would be in the way


class Minimap(QWidget):
    """A picture of the document's layout, made again only when that changes. Hidden while it has nothing to tell."""

    def __init__(self, board: Board, camera: Camera, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self._board = board
        self._camera = camera
        self._theme = theme
        self._drawn: tuple[Layout, Theme, float] | None = None
        self._picture = QPixmap()
        self.resize(_SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        board.watch(self._follow)
        camera.zoomed.connect(self.refresh)

    def set_theme(self, theme: Theme) -> None:
        """Show it in another appearance."""
        self._theme = theme
        self.update()

    def refresh(self) -> None:
        """Catch up with journey and viewport. It makes way if all is in sight and it would only cover a card."""
        has_room = self._around.width() >= _LEAST_ROOM
        is_idle = self._shows_all() and self._covers_a_card()
        self.setVisible(has_room and len(self._board.home.boxes) > 1 and not is_idle)
        self.update()

    def _follow(self) -> None:
        if self._drawn is None or self._drawn[0] is not self._board.home:
            self.refresh()

    # -- where things are --------------------------------------------------------------------------------------------

    def _frame(self) -> Rect:
        """The part of the scene that is shown."""
        bounds = self._board.home.bounds or Rect(0, 0, 1, 1)
        return bounds.grown(max(bounds.w, bounds.h) * 0.04)

    def _scale(self, frame: Rect) -> float:
        return min((_SIZE.width() - 2 * _INSET) / frame.w, (_SIZE.height() - 2 * _INSET) / frame.h)

    def _mapped(self, rect: Rect) -> QRectF:
        frame = self._frame()
        scale = self._scale(frame)
        left = _SIZE.width() / 2 - frame.w * scale / 2
        top = _SIZE.height() / 2 - frame.h * scale / 2
        return QRectF(
            (rect.x - frame.x) * scale + left, (rect.y - frame.y) * scale + top, rect.w * scale, rect.h * scale
        )

    def _place(self, at: QPointF) -> Point:
        frame = self._frame()
        scale = self._scale(frame)
        x = frame.center.x + (at.x() - _SIZE.width() / 2) / scale
        y = frame.center.y + (at.y() - _SIZE.height() / 2) / scale
        return Point(x, y)

    def _shows_all(self) -> bool:
        shown, bounds = self._camera.shown, self._board.home.bounds
        return bounds is None or (shown.holds(bounds.x, bounds.y) and shown.holds(bounds.right, bounds.bottom))

    def _covers_a_card(self) -> bool:
        shown, zoom = self._camera.shown, self._camera.zoom
        here = Rect(shown.x + self.x() / zoom, shown.y + self.y() / zoom, self.width() / zoom, self.height() / zoom)
        return bool(self._board.home.inside(here))

    # -- Qt ----------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._camera.center(self._place(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._camera.center(self._place(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # it is not a click on the canvas below

    def paintEvent(self, event: QPaintEvent) -> None:
        wanted = (self._board.home, self._theme, self.devicePixelRatioF())
        if self._drawn is None or any(a is not b and a != b for a, b in zip(self._drawn, wanted, strict=True)):
            self._draw(wanted[2])
            self._drawn = wanted
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._shows_all():
            painter.setPen(ink.pen(self._theme.accent, 1.2))
            painter.setBrush(ink.brush(self._theme.accent, 0.06))
            inside = QRectF(1.5, 1.5, _SIZE.width() - 3, _SIZE.height() - 3)
            painter.drawRoundedRect(self._mapped(self._camera.shown).intersected(inside), 3, 3)
        painter.end()

    def _draw(self, ratio: float) -> None:
        theme = self._theme
        self._picture = QPixmap(_SIZE * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(ink.pen(theme.border))
        painter.setBrush(ink.brush(theme.surface))
        painter.drawRoundedRect(
            QRectF(0.5, 0.5, _SIZE.width() - 1, _SIZE.height() - 1), SIZES.radius_button, SIZES.radius_button
        )
        for box in self._board.home.boxes.values():
            tone, place = theme.tone(box.view.tone), self._mapped(box.rect)
            is_tiny = place.width() < 10
            painter.setPen(ink.NO_PEN if is_tiny else ink.pen(tone.ink))
            painter.setBrush(ink.brush(tone.ink if is_tiny else tone.soft))
            painter.drawRoundedRect(place, 1.5, 1.5)
        painter.end()
