"""A state in a few letters: an icon and text on its soft colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from app.ui import theme
from app.ui.icons import icon
from app.ui.widgets.plain import row, sign, text

#: The icon of each state tone: colour never carries meaning alone.
SIGNS = {"ok": "ph.check-circle", "warn": "ph.warning", "err": "ph.x-circle", "info": "ph.info"}


class Pill(QFrame):
    """`tone` is a state or kind of the theme; `mark` an icon, by default the tone's own."""

    def __init__(self, words: str, tone: str, mark: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        colours = theme.now().tone(tone)
        mark = SIGNS.get(tone, "") if mark is None else mark
        label = text(words)
        label.setStyleSheet(f"color: {colours.ink}; font-size: 12px; font-weight: 600;")
        inside = row(*([sign(mark, colours.ink, 14)] if mark else []), label, gap=4, margins=(9, 0, 10, 0))
        self.setLayout(inside)
        self.setFixedHeight(22)
        self.setStyleSheet(f"Pill {{ background: {colours.soft}; border-radius: 11px; }}")
        self.setAccessibleName(words)


class PillButton(QPushButton):
    """A pill one can press; `say` changes its words and its tone."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def say(self, words: str, tone: str) -> None:
        """Show these words in this tone."""
        colours = theme.now().tone(tone)
        self.setText(words)
        self.setIcon(icon(SIGNS.get(tone, "ph.info"), colours.ink))
        self.setStyleSheet(
            f"QPushButton {{ background: {colours.soft}; color: {colours.ink}; border: 1px solid transparent;"
            f" border-radius: 14px; min-height: 26px; padding: 0 11px; font-weight: 600; }}"
            f"QPushButton:hover {{ border-color: {colours.ink}; }}"
        )
