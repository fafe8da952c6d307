"""The whole way in a real window: draw the cart journey, try it, publish it, read its messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QTimeEdit
from pytestqt.qtbot import QtBot

from app import providers
from app.base.clock import VirtualClock
from app.base.settings import Preferences, save
from app.canvas.mime import seed_mime
from app.data.demo.rhythm import END
from app.journey import file
from app.runtime.deliver import Courier
from app.runtime.replay import replay
from app.ui import demo, drafts
from app.ui.desk import Desk
from app.ui.jobs import Task
from app.ui.pages.editor.page import EditorPage
from app.ui.pages.journeys import JourneysPage
from app.ui.pages.outbox.letter import LetterView
from app.ui.pages.outbox.page import OutboxPage
from app.ui.window import Window
from tests.pointer import Pointer
from tests.ui.conftest import settled
from tests.ui.test_window import press, words

pytestmark = pytest.mark.window

LEFT = Qt.MouseButton.LeftButton
DAY = 86_400_000


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[Window]:
    """Gilmok on a small 모아상점 without any journey, ten days before the end of its data."""
    save(Preferences(appearance="light"), home)
    made = demo.build(Task(lambda _progress: None), home, customers=300)
    for draft in made.journeys.iterdir():
        draft.unlink()
    desk = Desk(qapp, home, VirtualClock(END - 10 * DAY))
    desk.open_last()
    window = Window(desk)
    window.resize(1600, 1000)
    with qtbot.waitExposed(window):
        window.show()
    settled(qtbot, window)
    yield window
    window.close()
    window.deleteLater()
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _bring(editor: EditorPage, kind: str, at: tuple[float, float], channel: str = "") -> str:
    """Drag a step from the palette onto the canvas; says its id."""
    offer = next(
        made.offer
        for made in editor.palette_.buttons()
        if made.offer.seed.kind == kind and channel in str(made.offer.seed.settings)
    )
    pointer, data = Pointer(editor.canvas), seed_mime(offer.seed)
    assert pointer.bring(data, (at[0] - 40, at[1] - 40), at)
    pointer.drop(data, at)
    return editor.document.selection.only


def _wire(editor: EditorPage, source: str, port: str, target: str) -> None:
    """Draw a wire from a port onto a card."""
    boxes = editor.canvas.board.layout.boxes
    start, goal = boxes[source].out_port(port), boxes[target].rect.center
    Pointer(editor.canvas).drag((start.x, start.y), (start.x, start.y + 20), (goal.x, goal.y))


def _drawn(window: Window, qtbot: QtBot) -> EditorPage:
    window.go("journeys")
    settled(qtbot, window)
    assert isinstance(window.page, JourneysPage)
    press(qtbot, window.page, "여정 그리기")
    settled(qtbot, window)
    assert isinstance(window.page, EditorPage)
    return window.page


def test_from_an_empty_canvas_to_a_message_that_can_be_read(qtbot: QtBot, window: Window) -> None:
    assert QGuiApplication.platformName() == "xcb"
    editor = _drawn(window, qtbot)
    start = _bring(editor, "trigger_event", (0, -260))
    pause = _bring(editor, "wait", (0, -120))
    asked = _bring(editor, "condition", (0, 20))
    goal = _bring(editor, "goal", (-180, 200))
    send = _bring(editor, "send", (180, 200), "sms")
    yes = editor.document.view(asked).ports[0].key
    for source, port, target in (
        (start, "next", pause),
        (pause, "next", asked),
        (asked, yes, goal),
        (asked, "else", send),
    ):
        _wire(editor, source, port, target)
    assert len(editor.document.journey.edges) == 4

    editor.document.select([send])
    area = editor.inspector.findChild(QPlainTextEdit)
    assert area is not None
    area.setPlainText("{{ name|default('고객') }}님, {{ product|이가 }} 기다려요.")
    qtbot.waitUntil(lambda: editor.document.history.is_clean)
    assert file.read(editor.session.path) == editor.session.journey

    qtbot.mouseClick(editor.simulate, LEFT)
    settled(qtbot, window)
    assert editor.session.trial is not None
    expected = editor.session.trial.passage
    assert expected.sent() > 0

    qtbot.mouseClick(editor.publish, LEFT)
    assert editor.publish_panel is not None
    if not editor.publish_panel.publish.isEnabled():
        editor.publish_panel.seen.setChecked(True)
    qtbot.mouseClick(editor.publish_panel.publish, LEFT)
    settled(qtbot, window)
    _run_on(window)
    settled(qtbot, window)

    window.go("outbox", {"group": "sent"})
    settled(qtbot, window)
    settled(qtbot, window)
    assert isinstance(window.page, OutboxPage)
    assert window.page.model.lines
    view = window.page.findChild(LetterView)
    assert view is not None
    assert "기다려요." in words(view)
    assert len(list((window.desk.record.shop.outbox).glob("*.txt"))) >= len(window.page.model.lines)


def test_a_journey_opens_whole_and_stays_where_it_is_when_the_window_grows(qtbot: QtBot, window: Window) -> None:
    made = drafts.create(window.desk.record.shop.journeys, drafts.templates()[0])
    window.go("journeys")
    settled(qtbot, window)
    window.go("editor", {"path": made})
    settled(qtbot, window)
    assert isinstance(window.page, EditorPage)
    camera, bounds = window.page.canvas.camera, window.page.canvas.board.layout.bounds
    assert bounds is not None
    assert 0.5 < camera.zoom <= 1
    shown = camera.shown
    assert shown.x < bounds.x < bounds.right < shown.right
    assert shown.y < bounds.y < bounds.bottom < shown.bottom
    zoom = camera.zoom
    window.resize(1800, 1060)
    settled(qtbot, window)
    assert camera.zoom == zoom


def test_times_of_day_are_there_to_read(qtbot: QtBot, window: Window) -> None:
    editor = _drawn(window, qtbot)
    for field in editor.inspector.findChildren(QTimeEdit):
        inside = field.findChild(QLineEdit)
        assert inside is not None
        assert inside.width() > inside.fontMetrics().horizontalAdvance("00:00")


def test_every_inch_of_the_settings_can_be_shown(qtbot: QtBot, window: Window) -> None:
    window.go("settings")
    settled(qtbot, window)
    area = window.page.findChild(QScrollArea) if window.page else None
    assert area is not None
    inside = area.widget()
    assert not inside.grab().isNull()


def _run_on(window: Window) -> None:
    """Let the engine live through the days until the end of the data, as the worker would."""
    record = window.desk.record

    def work(_task: Task) -> None:
        shop = record.shop
        courier = Courier(
            record.database,
            lambda channel: providers.open_provider(*shop.carrier(channel), shop.folder),
            shop.sender,
            "tour",
        )
        replay(record.database, END - 10 * DAY, END, deliver=courier.deliver)

    window.desk.jobs.start(work)
