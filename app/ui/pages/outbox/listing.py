"""The list of messages: who, what, when, and what became of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app import channels
from app.base.format import date_time
from app.base.text import _
from app.insight.outbox import Line
from app.message import states
from app.ui import theme
from app.ui.icons import draw_icon
from app.ui.pages.outbox.states import LOOKS

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 66
LINE = Qt.ItemDataRole.UserRole


class Lines(QAbstractListModel):
    """The messages that were found, as a Qt model."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def show(self, lines: list[Line]) -> None:
        """Replace all."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def more(self, lines: list[Line]) -> None:
        """Add at the end."""
        self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(lines) - 1)
        self.lines.extend(lines)
        self.endInsertRows()

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.customer}, {_(states.LABELS[line.state])}, {line.body}"
        return None


class LinePainter(QStyledItemDelegate):
    """Draws one message: channel tile, name, words, state and time."""

    def __init__(self, zone: str, parent: QListView) -> None:
        super().__init__(parent)
        self._zone = zone
        self._font = parent.font()
        self._colours = theme.now()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, bool(state & QStyle.StateFlag.State_Selected))
        self._tile(painter, QRectF(box.left() + 16, box.top() + 15, 36, 36), line)
        self._words(painter, box.adjusted(64, 11, -16, -10), line)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, chosen: bool) -> None:
        if chosen:
            painter.fillRect(box, QColor(self._colours.accent_soft))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(self._colours.accent))
        painter.fillRect(QRect(box.left() + 16, box.bottom(), box.width() - 32, 1), QColor(self._colours.border))

    def _tile(self, painter: QPainter, box: QRectF, line: Line) -> None:
        tone = self._colours.tone("act")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.soft))
        painter.drawRoundedRect(box, 10, 10)
        draw_icon(painter, box.adjusted(9, 9, -9, -9), channels.channel(line.channel).icon, tone.ink)

    def _words(self, painter: QPainter, box: QRect, line: Line) -> None:
        base = self._font
        right = self._right(painter, box, line, base)
        room = box.width() - right - 12
        bold = QFont(base)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self._colours.text))
        upper, lower = QRect(box.left(), box.top(), room, 21), QRect(box.left(), box.top() + 23, room, 20)
        name = painter.fontMetrics().elidedText(line.customer or line.address, Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(base)
        painter.setPen(QColor(self._colours.text2))
        words = " ".join((line.subject or line.body or channels.channel(line.channel).name()).split())
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, words)

    def _right(self, painter: QPainter, box: QRect, line: Line, base: QFont) -> int:
        """State above, time below, at the right edge; says how much room they took."""
        small = QFont(base)
        small.setPixelSize(12)
        painter.setFont(small)
        tone, mark = LOOKS[line.state]
        label, when = _(states.LABELS[line.state]), date_time(line.settled_at or line.due_at, self._zone)
        ink = self._colours.tone(tone).ink
        wide = painter.fontMetrics().horizontalAdvance(label)
        painter.setPen(QColor(self._colours.text3))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(box.left(), box.top() + 23, box.width(), 20), right, when)
        taken = painter.fontMetrics().horizontalAdvance(when)
        painter.setPen(QColor(ink))
        painter.drawText(QRect(box.left(), box.top(), box.width(), 21), right, label)
        draw_icon(painter, QRectF(box.right() - wide - 19, box.top() + 3, 15, 15), mark, ink)
        return max(wide + 20, taken)
