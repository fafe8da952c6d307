"""A short message at the window's foot that goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from app.ui import theme
from app.ui.widgets.pill import SIGNS
from app.ui.widgets.plain import button, row, sign, square, text

_STAYS = {"ok": 4_000, "info": 5_000, "warn": 8_000, "err": 12_000}
_TO_PRESS = 12_000  # ms: time to read what can be done, and to go there


class Toast(QFrame):
    """Lies over `parent`. Errors stay longer, and everything can be closed."""

    def __init__(
        self,
        parent: QWidget,
        words: str,
        tone: str = "ok",
        do: tuple[str, Callable[[], object]] | None = None,
        close: str = "",
    ) -> None:
        super().__init__(parent)
        colours = theme.now()
        self.words = words
        self._over = parent
        label = text(words, select=True)
        label.setMaximumWidth(640)
        label.setWordWrap(len(words) > 60)
        if label.wordWrap():
            label.setMinimumWidth(420)
        inside = row(sign(SIGNS[tone], colours.tone(tone).ink, 20), label, gap=10, margins=(14, 9, 8, 9))
        if do:
            inside.addWidget(button(do[0], lambda: (do[1](), self.close()), kind="link"))
        inside.addWidget(square("ph.x", close, self.close))
        self.setLayout(inside)
        self.setStyleSheet(
            f"Toast {{ background: {colours.surface}; border: 1px solid {colours.border_strong};"
            f" border-radius: 12px; }}"
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        parent.installEventFilter(self)
        QTimer.singleShot(max(_STAYS[tone], _TO_PRESS if do else 0), self, self.close)
        self.show()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._over.width() - self.width()) // 2, self._over.height() - self.height() - 24)
        self.raise_()
