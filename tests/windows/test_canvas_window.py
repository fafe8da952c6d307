"""The canvas in a real window of the window system."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.canvas.look import Seed
from app.canvas.mime import seed_mime
from app.canvas.theme import DARK
from app.canvas.view import CanvasView
from app.journey.graph import Edge
from tests.pointer import Pointer, shown

pytestmark = pytest.mark.window


@pytest.fixture
def view(qtbot: QtBot) -> CanvasView:
    return shown(qtbot)


def test_this_is_a_real_window(view: CanvasView) -> None:
    assert QGuiApplication.platformName() == "xcb"
    assert view.windowHandle().isExposed()


def test_a_card_is_dragged_and_escape_puts_another_back(view: CanvasView) -> None:
    pointer = Pointer(view)
    x, y = view.board.layout.boxes["goal"].rect.center
    pointer.drag((x, y), (x - 30, y + 40), (x - 96, y + 80))
    assert view.document.journey.nodes["goal"].at == (32, 552)
    x, y = view.board.layout.boxes["wait"].rect.center
    pointer.pull((x, y), (x + 300, y))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    pointer.release((x + 300, y))
    assert view.document.journey.nodes["wait"].at == (320, 184)


def test_the_cart_journey_can_be_drawn_with_the_mouse_alone(view: CanvasView, qtbot: QtBot) -> None:
    pointer = Pointer(view)
    view.document.select(view.document.journey.nodes)
    view.run("delete")
    view.fit()
    for kind, at in (("trigger", (0, -300)), ("wait", (0, -180)), ("condition", (0, -60)), ("goal", (-200, 120))):
        pointer.bring(seed_mime(Seed(kind)), at)
        pointer.drop(seed_mime(Seed(kind)), at)
    by_kind = {node.kind: key for key, node in view.document.journey.nodes.items()}
    boxes = view.board.layout.boxes
    for source, port, target in (
        ("trigger", "next", "wait"),
        ("wait", "next", "condition"),
        ("condition", "yes", "goal"),
    ):
        start = boxes[by_kind[source]].out_port(port)
        pointer.drag(start, (start.x + 10, start.y + 20), boxes[by_kind[target]].rect.center)
    assert set(view.document.journey.edges) == {
        Edge(by_kind["trigger"], "next", by_kind["wait"]),
        Edge(by_kind["wait"], "next", by_kind["condition"]),
        Edge(by_kind["condition"], "yes", by_kind["goal"]),
    }


def test_hangul_is_composed_in_the_title(view: CanvasView, qtbot: QtBot) -> None:
    view.rename("wait")
    (edit,) = view.viewport().findChildren(QLineEdit)
    qtbot.waitUntil(edit.hasFocus)
    edit.clear()
    for composed in ("ㅅ", "쉬"):
        QGuiApplication.sendEvent(edit, QInputMethodEvent(composed, []))
        assert edit.text() == ""
    done = QInputMethodEvent("", [])
    done.setCommitString("쉬기")
    QGuiApplication.sendEvent(edit, done)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert view.document.journey.nodes["wait"].title == "쉬기"


def test_what_is_on_the_screen_follows_the_theme(view: CanvasView, qtbot: QtBot) -> None:
    screen = view.screen()
    qtbot.waitUntil(lambda: screen.grabWindow(view.winId()).toImage().pixelColor(4, 4).lightness() > 200)
    view.set_theme(DARK)
    qtbot.waitUntil(lambda: screen.grabWindow(view.winId()).toImage().pixelColor(4, 4).lightness() < 60)
