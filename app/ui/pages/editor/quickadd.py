"""Quick add: a small list at the pointer; type to find a step, Enter puts it there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from app.base.text import _
from app.canvas.look import Seed
from app.ui import theme
from app.ui.icons import icon
from app.ui.looks import Offer, offers
from app.ui.widgets.plain import column
from app.ui.widgets.search import Search

_SIZE = (264, 320)


class QuickAdd(QFrame):
    """Offers every step that can stand there; `follows` leaves out the beginnings."""

    def __init__(self, parent: QWidget, at: QPoint, follows: bool, take: Callable[[Seed], object]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("ground", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._take = take
        self._offers = [offer for offer in offers() if not (follows and offer.group == "start")]
        self.search = Search(_("Find a step"))
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(self.search, self.list, gap=6, margins=(8, 8, 8, 8)))
        self.setFixedSize(*_SIZE)
        self.search.textChanged.connect(self._sift)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._chosen)
        self._sift("")
        self._place(at)
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._chosen(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _sift(self, words: str) -> None:
        wanted = words.strip().casefold()
        self.list.clear()
        self._shown: list[Offer] = [offer for offer in self._offers if wanted in offer.label.casefold()]
        for offer in self._shown:
            item = QListWidgetItem(icon(offer.icon, theme.now().tone(offer.tone).ink), offer.label)
            item.setToolTip(offer.hint)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            seed = self._shown[self.list.row(item)].seed
            self.close()
            self._take(seed)

    def _place(self, at: QPoint) -> None:
        screen = self.screen().availableGeometry()
        x = min(at.x(), screen.right() - _SIZE[0])
        y = at.y() if at.y() + _SIZE[1] < screen.bottom() else at.y() - _SIZE[1]
        self.move(x, max(screen.top(), y))
