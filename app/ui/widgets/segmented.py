"""A few choices side by side, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy

from app.ui import theme
from app.ui.widgets.plain import row

_MARGIN = 11  # px on both sides of a word


class Segmented(QFrame):
    """`options` are (value, label); `chosen` carries the new value."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[tuple[object, str]], value: object) -> None:
        super().__init__()
        colours = theme.now()
        self._values = [value for value, _label in options]
        self._group = QButtonGroup(self)
        buttons = [self._button(number, label) for number, (_value, label) in enumerate(options)]
        self.setLayout(row(*buttons, gap=2, margins=(3, 3, 3, 3)))
        self.setStyleSheet(
            f"Segmented {{ background: {colours.surface2}; border: 1px solid {colours.border}; border-radius: 8px; }}"
            f"QPushButton {{ border: 1px solid transparent; background: transparent; min-height: 24px;"
            f" padding: 0 {_MARGIN}px; border-radius: 6px; color: {colours.text2}; }}"
            f"QPushButton:hover {{ color: {colours.text}; }}"
            f"QPushButton:checked {{ background: {colours.surface}; border-color: {colours.border};"
            f" color: {colours.text}; font-weight: 650; }}"
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choose(value)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    @property
    def value(self) -> object:
        """The chosen option's value."""
        return self._values[self._group.checkedId()]

    def choose(self, value: object) -> None:
        """Mark an option without telling anyone."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def _button(self, number: int, label: str) -> QPushButton:
        made = QPushButton(label)
        made.setCheckable(True)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setAutoDefault(False)
        bold = self.font()
        bold.setWeight(QFont.Weight.Bold)  # so that nothing moves or is cut when it is chosen
        made.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(label) + 2 * _MARGIN + 4)
        self._group.addButton(made, number)
        return made
