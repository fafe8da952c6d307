"""The canvas as a widget: real mouse, wheel, key and drag events, each gesture with its cancel."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.base.text import use_language
from app.canvas.commands import BY_KEY, COMMANDS
from app.canvas.look import Seed
from app.canvas.mime import read_seed, seed_mime
from app.canvas.theme import DARK
from app.canvas.view import CanvasView
from app.canvas.wishes import AddWish, Hint, OpenWish
from app.journey.graph import Edge
from tests import cart
from tests.pointer import LEFT, MIDDLE, RIGHT, Pointer

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key


def middle(view: CanvasView, card: str) -> tuple[float, float]:
    return view.board.layout.boxes[card].rect.center


def port(view: CanvasView, card: str, key: str) -> tuple[float, float]:
    return view.board.layout.boxes[card].out_port(key)


def wishes(view: CanvasView) -> list[Any]:
    heard: list[Any] = []
    view.wished.connect(heard.append)
    return heard


def press(view: CanvasView, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view, key, held)


# -- mouse -------------------------------------------------------------------------------------------------------------


def test_a_card_is_dragged_with_the_mouse_and_undone_with_a_key(view: CanvasView, pointer: Pointer) -> None:
    x, y = middle(view, "goal")
    pointer.drag((x, y), (x - 40, y + 30), (x - 96, y + 80))
    assert view.document.journey.nodes["goal"].at == (32, 552)
    press(view, Key.Key_Z, CTRL)
    assert view.document.journey == cart.cart()
    press(view, Key.Key_Y, CTRL)
    assert view.document.journey.nodes["goal"].at == (32, 552)


def test_escape_puts_a_dragged_card_back(view: CanvasView, pointer: Pointer) -> None:
    x, y = middle(view, "goal")
    pointer.pull((x, y), (x - 40, y + 30), (x - 96, y + 80))
    press(view, Key.Key_Escape)
    pointer.release((x - 96, y + 80))
    assert view.document.journey == cart.cart()
    assert view.board.layout.boxes["goal"].rect.x == 128


def test_losing_the_focus_puts_a_dragged_card_back(view: CanvasView, pointer: Pointer) -> None:
    x, y = middle(view, "goal")
    pointer.pull((x, y), (x - 40, y + 30))
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    pointer.release((x - 40, y + 30))
    assert view.document.journey == cart.cart()


def test_a_right_press_during_a_drag_cancels_it_without_a_menu(view: CanvasView, pointer: Pointer) -> None:
    heard: list[QPoint] = []
    view.menu_wanted.connect(heard.append)
    x, y = middle(view, "goal")
    pointer.pull((x, y), (x - 40, y + 30))
    pointer.press((x - 40, y + 30), RIGHT)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(view.viewport(), menu)
    assert heard == []
    assert view.document.journey == cart.cart()
    pointer.release((x, y), RIGHT)
    pointer.press((x, y), RIGHT)
    QApplication.sendEvent(view.viewport(), menu)
    assert len(heard) == 1


def test_a_wire_is_drawn_with_the_mouse(view: CanvasView, pointer: Pointer) -> None:
    pointer.click((500, 300 - 6))  # nothing there
    view.document.select(edges=[Edge("bought", "no", "test")])
    press(view, Key.Key_Delete)
    assert Edge("bought", "no", "test") not in view.document.journey.edges
    pointer.drag(port(view, "bought", "no"), (560, 430), middle(view, "test"))
    assert Edge("bought", "no", "test") in view.document.journey.edges


def test_the_pointer_shows_what_a_press_would_do(view: CanvasView, pointer: Pointer) -> None:
    pointer.move(port(view, "bought", "no"))
    assert view.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
    pointer.pull(port(view, "bought", "no"), middle(view, "wait"), middle(view, "cart"))
    assert view.viewport().cursor().shape() == Qt.CursorShape.ForbiddenCursor
    press(view, Key.Key_Escape)
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_marquee_selects_and_escape_takes_it_back(view: CanvasView, pointer: Pointer) -> None:
    pointer.drag((60, 450), (200, 520))
    assert view.document.selection.nodes == {"goal"}
    pointer.pull((60, 450), (700, 700))
    assert len(view.document.selection.nodes) > 1
    press(view, Key.Key_Escape)
    assert view.document.selection.nodes == {"goal"}
    press(view, Key.Key_Escape)
    assert not view.document.selection


def test_shift_click_selects_several(view: CanvasView, pointer: Pointer) -> None:
    pointer.click(middle(view, "goal"))
    pointer.click(middle(view, "wait"), held=SHIFT)
    assert view.document.selection.nodes == {"goal", "wait"}


def test_a_double_click_opens_a_card_and_on_nothing_asks_what_to_add(view: CanvasView, pointer: Pointer) -> None:
    heard = wishes(view)
    pointer.double_click(middle(view, "wait"))
    pointer.double_click((100, 100))
    assert heard[0] == OpenWish("wait")
    assert isinstance(heard[1], AddWish)
    assert heard[1].at == (-24, 64)


# -- viewport ----------------------------------------------------------------------------------------------------------


def test_ctrl_wheel_zooms_at_the_pointer(view: CanvasView, pointer: Pointer) -> None:
    at = middle(view, "goal")
    before = pointer.place(at)
    pointer.wheel(at, 0, 240, CTRL)
    after = pointer.place(at)
    assert view.camera.zoom > 1.2
    assert abs(after.x() - before.x()) <= 1.5
    assert abs(after.y() - before.y()) <= 1.5


def test_a_pinch_zooms_at_the_fingers(view: CanvasView, pointer: Pointer) -> None:
    at = middle(view, "goal")
    before = pointer.place(at)
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        before,
        before,
        before,
        0.3,
        QPointF(0, 0),
    )
    QApplication.sendEvent(view.viewport(), pinch)
    assert view.camera.zoom == pytest.approx(1.3)
    assert abs(pointer.place(at).x() - before.x()) <= 1.5


def test_two_fingers_move_the_paper_and_do_not_zoom(view: CanvasView, pointer: Pointer) -> None:
    before = pointer.place((0, 0))
    pointer.wheel((400, 300), 60, -120)
    after = pointer.place((0, 0))
    assert (after.x() - before.x(), after.y() - before.y()) == (30, -60)
    assert view.camera.zoom == 1.0


def test_shift_wheel_moves_sideways(view: CanvasView, pointer: Pointer) -> None:
    before = pointer.place((0, 0))
    pointer.wheel((400, 300), 0, -120, SHIFT)
    assert (pointer.place((0, 0)) - before).toTuple() == (-60, 0)


@pytest.mark.parametrize("hand", ["middle", "space"])
def test_the_paper_follows_the_hand(view: CanvasView, pointer: Pointer, hand: str) -> None:
    before = pointer.place((0, 0))
    if hand == "space":
        QTest.keyPress(view, Key.Key_Space)
    pointer.drag(middle(view, "wait"), (500, 300), (474, 270), button=LEFT if hand == "space" else MIDDLE)
    if hand == "space":
        QTest.keyRelease(view, Key.Key_Space)
    x, y = middle(view, "wait")
    assert (pointer.place((0, 0)) - before).toTuple() == (474 - x, 270 - y)
    assert view.document.journey == cart.cart()
    assert not view.document.selection


def test_one_fits_all_two_fits_the_selection_and_zero_is_actual_size(view: CanvasView) -> None:
    view.camera.zoom_to(3.0)
    press(view, Key.Key_1)
    shown, bounds = view.camera.shown, view.board.layout.bounds
    assert bounds
    assert shown.holds(bounds.x, bounds.y)
    assert shown.holds(bounds.right, bounds.bottom)
    assert view.camera.zoom <= 1.0
    view.document.select(["goal"])
    press(view, Key.Key_2)
    assert view.camera.middle == pytest.approx(middle(view, "goal"), abs=2)
    view.camera.zoom_to(0.3)
    press(view, Key.Key_0)
    assert view.camera.zoom == 1.0


def test_a_glide_ends_where_it_should(view: CanvasView, qtbot: QtBot) -> None:
    view.camera.moves = True
    view.camera.zoom_to(0.5)
    qtbot.waitUntil(lambda: view.camera.zoom == 0.5, timeout=2000)


def test_adding_and_clicking_never_zooms(view: CanvasView, pointer: Pointer) -> None:
    view.camera.zoom_to(0.7)
    pointer.click(middle(view, "wait"))
    view.document.select(["wait"])
    press(view, Key.Key_D, CTRL)
    assert view.camera.zoom == pytest.approx(0.7)


def test_a_drag_near_the_border_moves_the_paper(view: CanvasView, pointer: Pointer, qtbot: QtBot) -> None:
    before = view.camera.middle
    corner = view.mapToScene(view.viewport().width() - 5, view.viewport().height() // 2)
    pointer.pull(middle(view, "wait"), (corner.x(), corner.y()))
    qtbot.waitUntil(lambda: view.camera.middle.x > before.x + 30, timeout=2000)
    press(view, Key.Key_Escape)
    assert view.document.journey == cart.cart()


def test_the_minimap_takes_the_viewport_along(view: CanvasView) -> None:
    view.camera.zoom_to(2.0)
    assert view.minimap.isVisible()
    before = view.camera.middle
    QTest.mouseClick(view.minimap, LEFT, pos=QPoint(20, 20))
    assert view.camera.middle.x < before.x
    assert view.camera.middle.y < before.y


# -- drags from the palette --------------------------------------------------------------------------------------------


def test_a_step_is_dragged_in_from_the_palette(view: CanvasView, pointer: Pointer) -> None:
    data = seed_mime(Seed("wait", {"length": "3h"}, "잠깐"))
    assert pointer.bring(data, (900, 200), (940, 240))
    assert view.board.preview.ghost
    pointer.drop(data, (940, 240))
    node = view.document.journey.nodes[view.document.selection.only]
    assert (node.kind, node.title, dict(node.settings)) == ("wait", "잠깐", {"length": "3h"})
    assert view.board.preview.ghost is None


def test_a_step_dropped_on_a_wire_is_inserted_with_one_undo(view: CanvasView, pointer: Pointer) -> None:
    data = seed_mime(Seed("wait"))
    at = view.board.layout.routes[Edge("cart", "next", "wait")].seam
    pointer.bring(data, (900, 200), at)
    pointer.drop(data, at)
    assert view.document.journey.out("cart") == {"next": view.document.selection.only}
    press(view, Key.Key_Z, CTRL)
    assert view.document.journey == cart.cart()


def test_a_drag_that_leaves_again_adds_nothing(view: CanvasView, pointer: Pointer) -> None:
    pointer.bring(seed_mime(Seed("wait")), (900, 200))
    pointer.leave()
    assert view.board.preview.ghost is None
    assert view.document.journey == cart.cart()


def test_a_drag_of_something_else_is_refused(view: CanvasView, pointer: Pointer) -> None:
    data = QMimeData()
    data.setText("안녕하세요")
    assert not pointer.bring(data, (900, 200))
    broken = QMimeData()
    broken.setData("application/x-gilmok-step", b"{]")
    assert read_seed(broken) is None
    assert not pointer.bring(broken, (900, 200))


# -- keys --------------------------------------------------------------------------------------------------------------


def test_arrow_keys_walk_along_the_wires(view: CanvasView) -> None:
    for key, card in (
        (Key.Key_Down, "cart"),
        (Key.Key_Down, "wait"),
        (Key.Key_Down, "bought"),
        (Key.Key_Down, "goal"),
        (Key.Key_Right, "test"),
        (Key.Key_Up, "bought"),
    ):
        press(view, key)
        assert view.document.selection.nodes == {card}
    assert "구매했나요?" in view.accessibleDescription()


def test_alt_arrows_move_a_card_as_one_step(view: CanvasView) -> None:
    view.document.select(["goal"])
    for _ in range(3):
        press(view, Key.Key_Right, ALT)
    press(view, Key.Key_Up, ALT)
    assert view.document.journey.nodes["goal"].at == (152, 464)
    press(view, Key.Key_Z, CTRL)
    assert view.document.journey == cart.cart()


def test_delete_heals_and_shift_delete_does_not(view: CanvasView) -> None:
    view.document.select(["wait"])
    press(view, Key.Key_Delete)
    assert view.document.journey.out("cart") == {"next": "bought"}
    press(view, Key.Key_Z, CTRL)
    view.document.select(["wait"])
    press(view, Key.Key_Delete, SHIFT)
    assert view.document.journey.out("cart") == {}


def test_copy_paste_cut_and_duplicate(view: CanvasView) -> None:
    view.document.select(["test", "scarce"])
    press(view, Key.Key_C, CTRL)
    press(view, Key.Key_V, CTRL)
    assert len(view.document.journey.nodes) == 9
    assert len(view.document.selection.nodes) == 2
    press(view, Key.Key_D, CTRL)
    assert len(view.document.journey.nodes) == 11
    press(view, Key.Key_X, CTRL)
    assert len(view.document.journey.nodes) == 9
    for _ in range(3):
        press(view, Key.Key_Z, CTRL)
    assert view.document.journey == cart.cart()


def test_pasting_rubbish_gives_a_hint(view: CanvasView) -> None:
    heard = wishes(view)
    QGuiApplication.clipboard().setText("안녕하세요")
    press(view, Key.Key_V, CTRL)
    assert heard == [Hint("붙여넣을 단계가 없어요. 먼저 카드를 복사해 주세요.")]
    assert view.document.journey == cart.cart()


def test_select_all_enter_and_n(view: CanvasView) -> None:
    heard = wishes(view)
    press(view, Key.Key_A, CTRL)
    assert view.document.selection.nodes == cart.cart().nodes.keys()
    press(view, Key.Key_Return)
    assert heard == []
    view.document.select(["wait"])
    press(view, Key.Key_Return)
    press(view, Key.Key_N)
    assert heard[0] == OpenWish("wait")
    assert isinstance(heard[1], AddWish)


def test_a_key_during_a_drag_cancels_it_first(view: CanvasView, pointer: Pointer) -> None:
    x, y = middle(view, "goal")
    pointer.pull((x, y), (x - 40, y + 30))
    press(view, Key.Key_A, CTRL)
    pointer.release((x - 40, y + 30))
    assert view.document.journey == cart.cart()


def test_every_command_has_its_own_keys_and_runs_on_an_empty_canvas(view: CanvasView) -> None:
    assert len(BY_KEY) == sum(len(command.keys) for command in COMMANDS)
    press(view, Key.Key_A, CTRL)
    press(view, Key.Key_Delete)
    assert not view.document.journey.nodes
    QGuiApplication.clipboard().clear()
    for command in COMMANDS:
        view.run(command.id)
    assert view.camera.zoom > 0


# -- title -------------------------------------------------------------------------------------------------------------


def title_edit(view: CanvasView) -> QLineEdit:
    (edit,) = view.viewport().findChildren(QLineEdit)
    return edit


def test_a_title_is_edited_in_a_real_line_edit(view: CanvasView, qtbot: QtBot) -> None:
    view.document.select(["wait"])
    press(view, Key.Key_F2)
    edit = title_edit(view)
    assert edit.hasFocus()
    assert edit.selectedText() == "3시간 기다리기"
    edit.setText("세 시간 쉬기")
    QTest.keyClick(edit, Key.Key_Return)
    assert view.document.journey.nodes["wait"].title == "세 시간 쉬기"
    assert view.hasFocus()
    view.document.undo()
    assert view.document.journey == cart.cart()


def test_escape_leaves_the_title_as_it_was(view: CanvasView) -> None:
    view.rename("wait")
    edit = title_edit(view)
    edit.setText("다른 이름")
    QTest.keyClick(edit, Key.Key_Escape)
    assert view.document.journey == cart.cart()


def test_leaving_the_line_edit_keeps_the_title(view: CanvasView, pointer: Pointer) -> None:
    view.rename("wait")
    title_edit(view).setText("세 시간 쉬기")
    view.setFocus()
    assert view.document.journey.nodes["wait"].title == "세 시간 쉬기"


def test_digits_typed_into_a_title_do_not_zoom(view: CanvasView) -> None:
    view.camera.zoom_to(0.8)
    view.rename("wait")
    QTest.keyClicks(title_edit(view), "10")
    assert view.camera.zoom == pytest.approx(0.8)
    assert title_edit(view).text() == "10"


# -- the rest ----------------------------------------------------------------------------------------------------------


def test_the_canvas_has_names_for_screen_readers_in_both_languages(qtbot: QtBot, view: CanvasView) -> None:
    assert view.accessibleName() == "여정 캔버스"
    assert view.minimap.accessibleName()
    use_language("en")
    other = CanvasView(view.document)
    qtbot.addWidget(other)
    assert other.accessibleName() == "Journey canvas"


def test_the_theme_switches_live(view: CanvasView) -> None:
    before = view.grab().toImage().pixelColor(3, 3)
    view.set_theme(DARK)
    after = view.grab().toImage().pixelColor(3, 3)
    assert before.lightness() > 200
    assert after.lightness() < 50


def test_a_journey_of_one_card_and_an_empty_one_are_shown(qtbot: QtBot, view: CanvasView) -> None:
    view.document.select([key for key in view.document.journey.nodes if key != "cart"])
    press(view, Key.Key_Delete)
    view.fit()
    assert not view.minimap.isVisible()
    view.grab()
    press(view, Key.Key_A, CTRL)
    press(view, Key.Key_Delete)
    view.fit()
    view.grab()


def test_only_what_changed_is_painted_again(view: CanvasView, pointer: Pointer, qtbot: QtBot) -> None:
    qtbot.wait(250)
    painted: list[int] = []

    original = view.picture.drawBackground

    def note(painter: Any, rect: Any) -> None:
        painted.append(int(rect.width() * rect.height()))
        original(painter, rect)

    view.picture.drawBackground = note  # type: ignore[method-assign]
    x, y = middle(view, "goal")
    pointer.pull((x, y), (x - 8, y + 8), (x - 16, y + 16))
    qtbot.wait(50)
    whole = view.viewport().width() * view.viewport().height()
    assert painted
    assert max(painted) < whole / 2
    press(view, Key.Key_Escape)
