"""The window's side of a board: pointer, wheel, keys and drags become calls on the board and the camera."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.canvas.board import Board
from app.canvas.camera import Camera
from app.canvas.document import Document
from app.canvas.drift import Drift
from app.canvas.geometry import Point, centered
from app.canvas.mime import read_seed
from app.canvas.scene import Scene
from app.canvas.theme import Theme
from app.canvas.tools.drop import Drop
from app.canvas.tools.tool import Button, CanvasEvent
from app.canvas.wishes import AddWish, OpenWish, Wish

_BUTTONS: dict[Qt.MouseButton, Button] = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.MiddleButton: "middle",
    Qt.MouseButton.RightButton: "right",
}
_CURSORS = {
    "arrow": Qt.CursorShape.ArrowCursor,
    "closed_hand": Qt.CursorShape.ClosedHandCursor,
    "cross": Qt.CursorShape.CrossCursor,
}
_AHEAD = 320.0  # scene px around the viewport in which cards are drawn before they are seen
_NOTCH = 1.0016  # zoom per unit of the wheel; a notch is 120 units


class Viewport(QGraphicsView):
    """A board on the screen.

    Signals: `wished` carries what the canvas asks of the window (`AddWish`, `OpenWish`, `Hint`); `menu_wanted` the
    global place for a context menu, after the selection was set.
    """

    wished = Signal(object)
    menu_wanted = Signal(object)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.board = Board(document, scroll=self._scroll, wish=self._wish)
        self.picture = Scene(self.board, theme, self)
        self.camera = Camera(self)
        self._pointer: QPointF | None = None
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._holds_space = False
        self._is_menu_muted = False
        self._drift = Drift(self, self._drifted)
        self.setScene(self.picture)
        self.destroyed.connect(self.board.close)
        self._set_up()
        self.camera.zoomed.connect(self._follow_zoom)
        self.camera.settled.connect(self._follow_calm)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def canvas_event(self, place: QPointF, button: Button = "") -> CanvasEvent:
        """The pointer at a viewport px, as the board understands it."""
        spot = self.viewportTransform().inverted()[0].map(place)
        held = self._modifiers
        return CanvasEvent(
            spot.x(),
            spot.y(),
            place.x(),
            place.y(),
            self.camera.zoom,
            button,
            shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
            ctrl=bool(held & Qt.KeyboardModifier.ControlModifier),
            alt=bool(held & Qt.KeyboardModifier.AltModifier),
            space=self._holds_space,
        )

    # -- pointer -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drift.stop()
        self._is_menu_muted = self.board.is_busy  # this press only ends the gesture
        self.camera.stop()
        self.picture.set_by_keyboard(False)
        self.board.press(self._noted(event))
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.board.move(self._noted(event))
        self._show_cursor()
        self._feel_border(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drift.stop()
        self.board.release(self._noted(event))
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        noted = self._noted(event)
        hit = self.board.hit(noted)
        if hit.part == "card":
            self.wished.emit(OpenWish(hit.node))
        elif hit.part == "void":
            self.wished.emit(AddWish(centered(Point(noted.x, noted.y))))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._is_menu_muted:
            self.menu_wanted.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._modifiers = event.modifiers()
        turn, place = event.angleDelta(), event.position()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.camera.zoom_at(_NOTCH ** turn.y(), place.x(), place.y())
        else:
            step = event.pixelDelta() if not event.pixelDelta().isNull() else turn / 2
            sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not step.x()
            self.camera.pan(*((step.y(), 0) if sideways else (step.x(), step.y())))
        self._repeat_move()
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            return self._pinched(event)
        if event.type() == QEvent.Type.Leave and not self.board.is_busy:
            self.board.cancel()  # nothing is under the pointer any more
        return super().viewportEvent(event)

    def _pinched(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.camera.zoom_at(1 + event.value(), event.position().x(), event.position().y())
        return True

    def _noted(self, event: QMouseEvent) -> CanvasEvent:
        self._pointer, self._modifiers = event.position(), event.modifiers()
        return self.canvas_event(event.position(), _BUTTONS.get(event.button(), ""))

    def _repeat_move(self) -> None:
        """The paper moved under the pointer."""
        if self._pointer is not None:
            self.board.move(self.canvas_event(self._pointer))

    def _show_cursor(self) -> None:
        shape = self._cursor()
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _cursor(self) -> Qt.CursorShape:
        """What a press would do here."""
        wire = self.board.preview.wire
        if wire and wire.reason:
            return Qt.CursorShape.ForbiddenCursor
        if self._holds_space and not self.board.is_busy:
            return Qt.CursorShape.OpenHandCursor
        if self.board.preview.hover.part == "port":
            return Qt.CursorShape.CrossCursor
        return _CURSORS[self.board.tool.cursor]

    def _feel_border(self, place: QPointF) -> None:
        if self.board.is_busy and self.board.tool.cursor != "closed_hand":
            self._drift.feel(place, self.viewport().size())

    def _drifted(self, dx: float, dy: float) -> None:
        self.camera.pan(dx, dy)
        self._repeat_move()

    # -- drags from outside ------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        seed = read_seed(event.mimeData())
        if seed is None:
            event.ignore()
            return
        self.board.begin(Drop(self.board, seed))
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not self.board.is_busy:
            event.ignore()
            return
        self._pointer, self._modifiers = event.position(), event.modifiers()
        self.board.move(self.canvas_event(event.position()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drift.stop()
        self.board.cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drift.stop()
        if self.board.is_busy:
            self.board.release(self.canvas_event(event.position()))
            event.acceptProposedAction()
            self.setFocus()

    # -- keys --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._modifiers = event.modifiers()
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        elif event.key() == Qt.Key.Key_Space:
            self._holds_space = True
            self._show_cursor()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._modifiers = event.modifiers()
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._holds_space = False
            self._show_cursor()

    def escape(self) -> None:
        """Cancel the gesture; if there is none, clear the selection."""
        self._drift.stop()
        if not self.board.cancel():
            self.document.select()
        self._show_cursor()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._holds_space = False
        if not isinstance(self.board.tool, Drop):  # a drag from the palette never had the focus
            self._drift.stop()
            self.board.cancel()
        self._show_cursor()

    # -- the board's side --------------------------------------------------------------------------------------------

    def _scroll(self, dx: float, dy: float) -> None:
        self.camera.pan(dx, dy)

    def _wish(self, wish: Wish) -> None:
        self.wished.emit(wish)

    def _follow_zoom(self, zoom: float) -> None:
        self.picture.zoom = zoom

    def _follow_calm(self, is_calm: bool) -> None:
        self.picture.set_zooming(not is_calm)
        if is_calm:
            self._look_ahead()

    def _look_ahead(self) -> None:
        self.picture.expect(self.camera.shown.grown(_AHEAD), self.camera.zoom * self.devicePixelRatioF())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if not self.picture.sheet.is_zooming:
            self._look_ahead()
