"""A small list at a place: type to sift it, Enter takes what is marked, Esc closes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui import theme
from app.ui.icons import draw_icon
from app.ui.widgets.plain import column
from app.ui.widgets.search import Search

_PICK = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry: its words, what it does, its icon in a tone, and small print (a hint, keys)."""

    words: str
    take: Callable[[], object]
    icon: str = ""
    tone: str = "exit"
    hint: str = ""


class _PickPainter(QStyledItemDelegate):
    """Draws one entry: icon, words, and its small print at the right."""

    def __init__(self, parent: QListWidget) -> None:
        super().__init__(parent)
        self._font = parent.font()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, 34)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        pick: Pick = index.data(_PICK)
        state: QStyle.StateFlag = option.state
        box: QRect = option.rect
        colours = theme.now()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        if pick.icon:
            place = QRectF(box.left() + 9, box.center().y() - 8, 18, 18)
            draw_icon(painter, place, pick.icon, colours.tone(pick.tone).ink)
        room = box.adjusted(38, 0, -10, 0)
        painter.setFont(self._font)  # the icon came with a font of its own
        painter.setPen(QColor(colours.text3))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, pick.hint)
        painter.setPen(QColor(colours.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, pick.words)
        painter.restore()


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
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(_PickPainter(self.list))
        self.setLayout(column(self.search, self.list, gap=6, margins=(8, 8, 8, 8)))
        self.setFixedSize(*size)
        self.search.textChanged.connect(self.sift)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.list.itemEntered.connect(self.list.setCurrentItem)  # one mark for mouse and keys
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
            item = QListWidgetItem(f"{pick.words} {pick.hint}" if pick.hint else pick.words)
            item.setData(_PICK, pick)
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
