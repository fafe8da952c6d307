"""Bring up the application: Qt, the desk, the shop of last time, the window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.base.errors import GilmokError
from app.base.text import _
from app.ui import theme
from app.ui.desk import Desk
from app.ui.window import Window


def run(argv: list[str], home: Path | None, shop: str) -> int:
    """The program with its window, until it is closed."""
    app = QApplication([sys.argv[0], *argv])
    app.setApplicationName("Gilmok")
    app.setDesktopFileName("gilmok")
    window = open_window(app, home, shop)
    code = app.exec()
    del window
    return code


def open_window(app: QApplication, home: Path | None = None, shop: str = "") -> Window:
    """The window on its desk, with the shop open."""
    desk = Desk(app, home)
    problem: GilmokError | None = None
    try:
        desk.open_last(shop)
    except GilmokError as found:
        problem = found
    window = Window(desk)
    if desk.preferences.maximized:
        window.showMaximized()
    else:
        window.show()
    if theme.hangul_family() is None:
        window.say(_("No font here can write Hangul. Install one, for example Noto Sans CJK KR."), "warn")
    if problem:
        QTimer.singleShot(0, window, lambda: window.tell(problem))
    return window
