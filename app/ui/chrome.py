"""What stands around the page: the rail on the left and the bar on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QWidget

from app.base.text import _
from app.canvas.theme import SIZES
from app.ui import theme
from app.ui.icons import draw_icon
from app.ui.pages import Crumb, Place
from app.ui.widgets.plain import button, column, empty, row, text

RAIL = 68
TOP = 52


class RailButton(QAbstractButton):
    """An icon over its name."""

    def __init__(self, words: str, mark: str) -> None:
        super().__init__()
        self.setText(words)
        self._mark = mark
        self._hot = False
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setFixedSize(RAIL, 54)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hot = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hot = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(7, 2, self.width() - 14, self.height() - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._hot and not self.isChecked():
            painter.setBrush(QColor(colours.surface2))
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 8, 8)
        colour = colours.accent if self.isChecked() else colours.text2
        font = self.font()
        font.setPixelSize(SIZES.kicker)
        font.setWeight(font.Weight.DemiBold if self.isChecked() else font.Weight.Medium)
        draw_icon(painter, QRectF((self.width() - 20) / 2, 9, 20, 20), self._mark, colour)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(0, 31, self.width(), 18), Qt.AlignmentFlag.AlignCenter, self.text())


class Rail(QFrame):
    """The pages that exist, one below the other; settings keep to the foot."""

    wanted = Signal(str)

    def __init__(self, places: dict[str, Place]) -> None:
        super().__init__()
        self.setProperty("ground", "left")
        self.setFixedWidth(RAIL)
        self._buttons = {key: self._button(key, place) for key, place in places.items() if place.label}
        inside = column(*self._buttons.values(), None, gap=4, margins=(0, 10, 0, 10))
        self.setLayout(inside)

    def mark(self, key: str) -> None:
        """Show where we are."""
        for name, made in self._buttons.items():
            made.setChecked(name == key)

    def _button(self, key: str, place: Place) -> RailButton:
        made = RailButton(_(place.label), place.icon)
        made.clicked.connect(lambda: self.wanted.emit(key))
        return made


class ShopButton(QAbstractButton):
    """Which shop is open, and the way to another. `fill` puts the shops into a menu."""

    def __init__(self, name: str, fill: Callable[[QMenu], None]) -> None:
        super().__init__()
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(_("Switch shops"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._fill = fill
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        return QSize(min(220, 36 + self._words().horizontalAdvance(self.text()) + 34), 34)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent if self.hasFocus() else colours.border))
        painter.setBrush(QColor(colours.surface2 if self.underMouse() else colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        middle = self.height() / 2
        draw_icon(painter, QRectF(11, middle - 9, 18, 18), "ph.storefront", colours.accent)
        draw_icon(painter, QRectF(self.width() - 24, middle - 6, 12, 12), "ph.caret-down", colours.text2)
        painter.setFont(self._font())
        painter.setPen(QColor(colours.text))
        room = self.rect().adjusted(36, 0, -30, 0)
        words = self._words().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _open(self) -> None:
        menu = QMenu(self)
        self._fill(menu)
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _words(self) -> QFontMetrics:
        return QFontMetrics(self._font())


class Top(QFrame):
    """The bar on top: the shop, the way here, the state, and what can be done on this page."""

    wanted = Signal(str)

    def __init__(self, shop: QWidget | None) -> None:
        super().__init__()
        self.setProperty("ground", "top")
        self.setFixedHeight(TOP)
        self._way = row(gap=6)
        self._tools = row(gap=8)
        inside = row(self._way, None, self._tools, gap=12, margins=(14, 0, 14, 0))
        if shop:
            inside.insertWidget(0, shop)
        self.setLayout(inside)

    def show_way(self, crumbs: Sequence[Crumb], state: QWidget | None) -> None:
        """Show the way here, the last word largest, and the state beside it."""
        empty(self._way)
        for number, crumb in enumerate(crumbs):
            if number:
                self._way.addWidget(text("/", "hint"))
            self._way.addWidget(self._crumb(crumb))
        if state:
            self._way.addSpacing(4)
            self._way.addWidget(state)

    def show_tools(self, tools: Sequence[QWidget]) -> None:
        """Show the page's own buttons at the right."""
        empty(self._tools)
        for tool in tools:
            self._tools.addWidget(tool)

    def _crumb(self, crumb: Crumb) -> QWidget:
        if not crumb.page:
            return text(crumb.words, "dialog")
        back = button(crumb.words, lambda: self.wanted.emit(crumb.page), kind="ghost")
        back.setStyleSheet(f"padding: 0 4px; color: {theme.now().text2}; font-weight: 400;")
        return back
