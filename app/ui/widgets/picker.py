"""A small list at a place: type to sift it, Enter takes what is marked, Esc closes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from app.ui import theme
from app.ui.icons import icon
from app.ui.widgets.plain import column
from app.ui.widgets.search import Search


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry: its words, what it does, its icon in a tone, and small print (a hint, keys)."""

    words: str
    take: Callable[[], object]
    icon: str = ""
    tone: str = "exit"
    hint: str = ""


class Picker(QFrame):
    """A popup over `parent`, its upper left corner at the global place `at` where the screen has room."""

    def __init__(
        self, parent: QWidget, at: QPoint, picks: Sequence[Pick], hint: str, size: tuple[int, int] = (264, 320)
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("ground", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._picks = list(picks)
        self._shown: list[Pick] = []
        self.search = Search(hint)
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(self.search, self.list, gap=6, margins=(8, 8, 8, 8)))
        self.setFixedSize(*size)
        self.search.textChanged.connect(self.sift)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.sift("")
        self._place(at)
        self.show()
        self.search.setFocus()

    def sift(self, words: str) -> None:
        """Show only what fits the words."""
        wanted = words.strip().casefold()
        self.list.clear()
        self._shown = [pick for pick in self._picks if wanted in pick.words.casefold()]
        for pick in self._shown:
            item = QListWidgetItem(f"{pick.words}    {pick.hint}" if pick.hint else pick.words)
            if pick.icon:
                item.setIcon(icon(pick.icon, theme.now().tone(pick.tone).ink))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            pick = self._shown[self.list.row(item)]
            self.close()
            pick.take()

    def _place(self, at: QPoint) -> None:
        screen = self.screen().availableGeometry()
        x = min(at.x(), screen.right() - self.width())
        y = at.y() if at.y() + self.height() < screen.bottom() else at.y() - self.height()
        self.move(x, max(screen.top(), y))
