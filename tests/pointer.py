"""A real pointer for a real canvas: mouse, wheel and drag events sent to the viewport, as the window system does.

QTest.mouseMove forgets which button is held, so the events are made here.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.document import Document
from app.canvas.theme import LIGHT
from app.canvas.view import CanvasView
from tests import cart

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE = Qt.MouseButton.NoButton
FREE = Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


def shown(qtbot: QtBot) -> CanvasView:
    """The cart journey on a canvas that is really shown and has the keyboard."""
    view = CanvasView(Document(cart.cart(), cart.look), LIGHT)
    qtbot.addWidget(view)
    view.camera.moves = False
    view.resize(1200, 900)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.setFocus()
    return view


class Pointer:
    """Points at places of the scene."""

    def __init__(self, view: CanvasView) -> None:
        self.view = view

    def place(self, at: tuple[float, float]) -> QPointF:
        return self.view.viewportTransform().map(QPointF(*at))

    def press(self, at: tuple[float, float], button: Qt.MouseButton = LEFT, held: Qt.KeyboardModifier = FREE) -> None:
        self._mouse(QEvent.Type.MouseButtonPress, at, button, button, held)

    def move(self, at: tuple[float, float], button: Qt.MouseButton = NONE, held: Qt.KeyboardModifier = FREE) -> None:
        self._mouse(QEvent.Type.MouseMove, at, NONE, button, held)

    def release(self, at: tuple[float, float], button: Qt.MouseButton = LEFT, held: Qt.KeyboardModifier = FREE) -> None:
        self._mouse(QEvent.Type.MouseButtonRelease, at, button, NONE, held)

    def click(self, at: tuple[float, float], held: Qt.KeyboardModifier = FREE) -> None:
        self.press(at, held=held)
        self.release(at, held=held)

    def double_click(self, at: tuple[float, float]) -> None:
        self.click(at)
        self._mouse(QEvent.Type.MouseButtonDblClick, at, LEFT, LEFT, FREE)
        self.release(at)

    def pull(self, start: tuple[float, float], *ways: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
        """Press and move, but do not let go."""
        places = [self.place(at) for at in ways]  # before the paper can move
        self.press(start, button)
        for place in places:
            self._mouse_at(QEvent.Type.MouseMove, place, NONE, button, FREE)

    def drag(self, start: tuple[float, float], *ways: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
        last = self.place(ways[-1])
        self.pull(start, *ways, button=button)
        self._mouse_at(QEvent.Type.MouseButtonRelease, last, button, NONE, FREE)

    def wheel(self, at: tuple[float, float], dx: int, dy: int, held: Qt.KeyboardModifier = FREE) -> None:
        place = self.place(at)
        far = QPointF(self.view.viewport().mapToGlobal(place.toPoint()))
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, far, QPoint(0, 0), QPoint(dx, dy), NONE, held, phase, False)
        QApplication.sendEvent(self.view.viewport(), event)

    def bring(self, data: QMimeData, *ways: tuple[float, float]) -> bool:
        """Drag something in from outside, without letting go; whether the canvas would take it."""
        first = QDragEnterEvent(self.place(ways[0]).toPoint(), COPY, data, LEFT, FREE)
        QApplication.sendEvent(self.view.viewport(), first)
        if not first.isAccepted():
            return False  # the window system would send nothing more; Qt would look for a target long gone
        for at in ways:
            step = QDragMoveEvent(self.place(at).toPoint(), COPY, data, LEFT, FREE)
            QApplication.sendEvent(self.view.viewport(), step)
        return True

    def drop(self, data: QMimeData, at: tuple[float, float]) -> None:
        QApplication.sendEvent(self.view.viewport(), QDropEvent(self.place(at), COPY, data, LEFT, FREE))

    def leave(self) -> None:
        QApplication.sendEvent(self.view.viewport(), QDragLeaveEvent())

    def _mouse(
        self,
        kind: QEvent.Type,
        at: tuple[float, float],
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        held: Qt.KeyboardModifier,
    ) -> None:
        self._mouse_at(kind, self.place(at), button, buttons, held)

    def _mouse_at(
        self,
        kind: QEvent.Type,
        place: QPointF,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        held: Qt.KeyboardModifier,
    ) -> None:
        far = QPointF(self.view.viewport().mapToGlobal(place.toPoint()))
        QApplication.sendEvent(self.view.viewport(), QMouseEvent(kind, place, far, button, buttons, held))
