"""The real window on a real small shop, offscreen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.base.settings import Preferences, save
from app.ui.desk import Desk
from app.ui.window import Window
from tests import shops

SHOP = "모아상점"


@pytest.fixture(scope="session")
def moa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small 모아상점, made once."""
    return shops.template(tmp_path_factory.mktemp("moa"))


@pytest.fixture
def desk(qapp: QApplication, home: Path) -> Iterator[Desk]:
    """A desk on an empty home, in the light theme."""
    save(Preferences(appearance="light"), home)
    desk = Desk(qapp, home)
    yield desk
    desk.close()
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def empty_window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    """The window of somebody who starts Gilmok for the first time."""
    yield from _shown(qtbot, Window(desk))


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, moa: Path, home: Path) -> Iterator[Window]:
    """The window with 모아상점 open, at home."""
    shops.copied(moa, home)
    desk.open_last(SHOP)
    yield from _shown(qtbot, Window(desk))


def _shown(qtbot: QtBot, window: Window) -> Iterator[Window]:
    window.resize(1440, 900)
    window.show()
    settled(qtbot, window)
    yield window
    settled(qtbot, window)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[Window], None]:
    """Wait until nothing is going on any more."""
    return lambda window: settled(qtbot, window)


def settled(qtbot: QtBot, window: Window) -> None:
    """Wait until the window's jobs are over; a bug they met fails the test."""
    qtbot.waitUntil(lambda: not window.desk.jobs.running, timeout=30_000)
    QCoreApplication.processEvents()  # let what was put into layouts be shown
    assert window._dialog is None, window._dialog.report.toPlainText()
