"""The window: pages on the rail, shops, language, theme, errors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.base.errors import InputError, SetupError
from app.data import shop
from app.ui.chrome import RailButton
from app.ui.pages import places
from app.ui.pages.welcome import WelcomePage
from app.ui.widgets.picker import Picker
from app.ui.window import Window
from tests import shops
from tests.ui.conftest import SHOP

Settle = Callable[[Window], None]
LEFT = Qt.MouseButton.LeftButton


def words(widget: QWidget) -> str:
    """Everything that is written on a widget."""
    parts = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return " ".join([*parts, *(made.text() for made in widget.findChildren(QAbstractButton))])


def write(field: QWidget, words: str) -> None:
    """Type a text with any letters, as an input method commits it."""
    for letter in words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(field, event)


def press(qtbot: QtBot, window: QWidget, label: str) -> None:
    """Press the visible button with these words."""

    def found() -> list[QPushButton]:
        return [one for one in window.findChildren(QPushButton) if one.text() == label and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    qtbot.mouseClick(found()[0], LEFT)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_every_page_of_the_rail_opens(
    qtbot: QtBot, window: Window, settle: Settle, language: str, appearance: str
) -> None:
    window.desk.prefer(language=language, appearance=appearance)
    for key, place in places().items():
        if not place.label:
            continue
        button = next(one for one in window.findChildren(RailButton) if one.accessibleName() == _said(place.label))
        qtbot.mouseClick(button, LEFT)
        settle(window)
        assert window._key == key
        assert window.page is not None
        assert window.page.crumbs()


def _said(label: str) -> str:
    from app.base.text import _

    return _(label)


def test_home_shows_the_shop_s_own_numbers(window: Window, settle: Settle) -> None:
    settle(window)
    assert window.page is not None
    seen = words(window.page)
    assert "300" in seen
    assert "장바구니 되살리기" in seen


def test_the_language_changes_without_a_restart_and_stays(window: Window, settle: Settle, home: Path) -> None:
    window.go("settings")
    settle(window)
    window.desk.prefer(language="en")
    settle(window)
    assert window.page is not None
    assert "Settings" in [crumb.words for crumb in window.page.crumbs()]
    assert '"en"' in (home / "preferences.json").read_text(encoding="utf-8")


def test_no_english_is_left_on_a_korean_page(window: Window, settle: Settle) -> None:
    allowed = {"Gilmok", "English", "STARTTLS", "TLS", "KRW", "v1", "https", "A", "B", "URL", "CSV", "SMTP"}
    for key in ("home", "journeys", "outbox", "settings"):
        window.go(key)
        settle(window)
        assert window.page is not None
        plain = "".join(sign if sign.isalnum() or sign in "@._-" else " " for sign in words(window.page)).split()
        latin = {word for word in plain if word.isascii() and word.isalpha() and len(word) > 1}
        assert latin <= allowed, key


def test_a_mendable_error_is_told_at_the_foot_and_a_setting_leads_to_the_settings(
    qtbot: QtBot, window: Window, settle: Settle
) -> None:
    window.tell(InputError("이 값은 안 돼요."))
    assert window._toast is not None
    assert window._toast.words == "이 값은 안 돼요."
    window.tell(SetupError("열쇠가 없어요."))
    press(qtbot, window._toast, "설정 열기")
    settle(window)
    assert window._key == "settings"


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has no window manager to tell
def test_a_bug_opens_a_dialog_with_details_to_copy_and_the_window_lives_on(qtbot: QtBot, window: Window) -> None:
    def fail(_task: object) -> None:
        raise ZeroDivisionError("told in the test")

    window.desk.jobs.start(fail)
    qtbot.waitUntil(lambda: window._dialog is not None)
    assert window._dialog is not None
    press(qtbot, window._dialog, "자세한 내용 복사")
    assert "told in the test" in QGuiApplication.clipboard().text()
    press(qtbot, window._dialog, "계속하기")
    qtbot.waitUntil(lambda: window._dialog is None)
    window.go("journeys")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_exception_in_a_slot_is_told_too(window: Window) -> None:
    heard: list[type[BaseException]] = []
    window._watch._former = lambda kind, _error, _trace: heard.append(kind)
    sys.excepthook(KeyError, KeyError("lost"), None)
    assert heard == [KeyError]
    assert window._dialog is not None
    window._dialog.accept()


def test_a_database_on_the_window_s_thread_is_a_bug(window: Window) -> None:
    with pytest.raises(AssertionError, match="thread"):
        _ = window.desk.record.database


def test_a_first_start_welcomes_and_creates_a_shop(
    qtbot: QtBot, empty_window: Window, settle: Settle, home: Path
) -> None:
    page = empty_window.page
    assert isinstance(page, WelcomePage)
    assert not page.begin.isEnabled()
    write(page.name, "달카페")
    qtbot.mouseClick(page.begin, LEFT)
    settle(empty_window)
    assert [found.title for found in shop.shops(home)] == ["달카페"]
    assert empty_window._key == "home"
    empty_window.go("journeys")
    settle(empty_window)
    assert empty_window.page is not None
    assert "아직 여정이 없어요" in words(empty_window.page)


def test_a_shop_name_that_is_taken_is_told_beside_the_form(
    qtbot: QtBot, empty_window: Window, settle: Settle, home: Path
) -> None:
    shop.create("달카페", home)
    page = empty_window.page
    assert isinstance(page, WelcomePage)
    write(page.name, "달카페")
    qtbot.mouseClick(page.begin, LEFT)
    settle(empty_window)
    assert "달카페" in words(page)
    assert empty_window._key == "welcome"


def test_the_last_shop_is_open_again_at_the_next_start(window: Window, home: Path) -> None:
    assert '"모아상점"' in (home / "preferences.json").read_text(encoding="utf-8")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_command_list_finds_and_gives_a_command(qtbot: QtBot, window: Window, settle: Settle) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    picker = next(made for made in QApplication.topLevelWidgets() if isinstance(made, Picker) and made.isVisible())
    write(picker.search, "설정")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    settle(window)
    assert window._key == "settings"


def test_commands_of_a_page_go_with_it(window: Window, settle: Settle) -> None:
    assert window.desk.shop is not None
    window.go("editor", {"path": next(window.desk.shop.journeys.glob("*.journey.json"))})
    settle(window)
    assert "simulate" in {command.id for command in window.desk.actions}
    window.go("home")
    settle(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert "simulate" not in {command.id for command in window.desk.actions}


def test_sending_is_switched_on_and_off_as_a_process_of_its_own(qtbot: QtBot, window: Window, settle: Settle) -> None:
    settle(window)
    assert window.page is not None
    press(qtbot, window.page, "켜기")
    assert window.desk.worker.is_running
    qtbot.waitUntil(lambda: "켜짐" in words(window))
    qtbot.wait(1_500)
    assert window.desk.worker.is_running
    press(qtbot, window.page, "끄기")
    qtbot.waitUntil(lambda: not window.desk.worker.is_running, timeout=10_000)
    qtbot.waitUntil(lambda: "꺼짐" in words(window))


def test_a_worker_does_not_outlive_a_window_that_is_killed(moa: Path, home: Path) -> None:
    shops.copied(moa, home)
    command = [sys.executable, "-m", "app", "run", SHOP, "--attached"]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(3)
    assert worker.stdin is not None
    worker.stdin.close()  # all that is seen of a killed parent
    assert worker.wait(10) == 0


def test_a_worker_that_cannot_run_says_why(qtbot: QtBot, window: Window) -> None:
    window.desk.worker.start("없는 상점")
    qtbot.waitUntil(lambda: window._toast is not None, timeout=15_000)
    assert window._toast is not None
    assert "저절로 멈췄어요" in window._toast.words
