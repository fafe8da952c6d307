"""Pick one of a list of values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from app.ui import theme
from app.ui.icons import draw_icon


class Choice(QComboBox):
    """A combo box of (value, label). The wheel scrolls the page, not the value."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[tuple[object, str]], value: object = None, *, free: bool = False) -> None:
        super().__init__()
        self._values: list[object] = []
        self._free = free
        self.setEditable(free)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(2)
        self.offer(options, value)
        self.activated.connect(lambda _number: self.chosen.emit(self.value))
        if typed := self.lineEdit():
            typed.setStyleSheet("border: 0; padding: 0; min-height: 0; background: transparent;")
            typed.editingFinished.connect(lambda: self.chosen.emit(self.value))

    def offer(self, options: Sequence[tuple[object, str]], value: object) -> None:
        """Show these options; a value that is none of them is shown as itself rather than lost."""
        self.blockSignals(True)
        self.clear()
        self._values = [option for option, _label in options]
        self.addItems([label for _option, label in options])
        if value not in self._values and value not in (None, ""):
            self._values.append(value)
            self.addItem(str(value))
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self.blockSignals(False)

    @property
    def value(self) -> object:
        """The chosen value; with `free`, the typed text where it is no option's label."""
        number = self.currentIndex()
        if self._free and (number < 0 or self.itemText(number) != self.currentText()):
            labels = [self.itemText(index) for index in range(self.count())]
            typed = self.currentText().strip()
            return self._values[labels.index(typed)] if typed in labels else typed
        return self._values[number] if number >= 0 else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colour = theme.now().text2 if self.isEnabled() else theme.now().text3
        draw_icon(painter, QRectF(self.width() - 23, (self.height() - 12) / 2, 12, 12), "ph.caret-down", colour)
