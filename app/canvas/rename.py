"""A card's title, edited in place by a real line edit over the viewport, so that Hangul is composed as everywhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.base.text import _
from app.canvas.theme import Theme

#: Its own context menu opens, or another window comes to the front.
_NOT_LEAVING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)

LONGEST = 60  # characters; more than a card can show


class TitleEdit(QLineEdit):
    """Enter and leaving keep the text, Escape does not. `done` gets the text, or None; then it is gone."""

    def __init__(self, parent: QWidget, place: QRect, title: str, theme: Theme, done: Callable[[str | None], None]):
        super().__init__(title, parent)
        self._done: Callable[[str | None], None] | None = done
        self.setAccessibleName(_("Title of the step"))
        self.setMaxLength(LONGEST)
        self.setGeometry(place)
        self.setStyleSheet(
            f"QLineEdit {{ background: {theme.surface}; color: {theme.text}; border: 2px solid {theme.accent};"
            f" border-radius: 6px; padding: 0 6px; font-size: 13px;"
            f" selection-background-color: {theme.accent}; selection-color: {theme.accent_ink}; }}"
        )
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self._finish(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _NOT_LEAVING:
            self._finish(self.text())

    def _finish(self, text: str | None) -> None:
        done, self._done = self._done, None
        if done:
            self.hide()
            self.deleteLater()
            done(text)
