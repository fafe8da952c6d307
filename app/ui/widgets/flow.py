"""Widgets side by side, as many as fit, then on the next line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class _FlowLayout(QLayout):
    """Lines of widgets at their own widths."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(widest, 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay the items into lines; says how high they are together. A line is as high as its highest item."""
        x, y = rect.x(), rect.y()
        line: list[tuple[QLayoutItem, int]] = []
        for item in self._items:
            wide = item.sizeHint().width()
            if line and x + wide > rect.right() + 1:
                y += self._settle(line, y, move) + self._gap
                x, line = rect.x(), []
            line.append((item, x))
            x += wide + self._gap
        return y + (self._settle(line, y, move) if line else 0) - rect.y()

    def _settle(self, line: Sequence[tuple[QLayoutItem, int]], y: int, move: bool) -> int:
        tall = max(_height(item) for item, _x in line)
        if move:
            for item, x in line:
                item.setGeometry(QRect(x, y, item.sizeHint().width(), tall))
        return tall


def _height(item: QLayoutItem) -> int:
    """How high an item is at its own width."""
    wide = item.sizeHint().width()
    return item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()


class Flow(QWidget):
    """A widget that flows its children."""

    def __init__(self, widgets: Sequence[QWidget], gap: int = 16) -> None:
        super().__init__()
        layout = _FlowLayout(gap)
        for widget in widgets:
            layout.addWidget(widget)
        self.setLayout(layout)
