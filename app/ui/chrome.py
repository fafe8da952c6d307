"""What stands around the page: the rail on the left and the bar on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QPushButton, QWidget

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


class ShopButton(QPushButton):
    """Which shop is open, and the way to another."""

    def __init__(self, name: str, fill: Callable[[QMenu], None]) -> None:
        super().__init__(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("Switch shops"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet("font-weight: 650; text-align: left; padding: 0 34px 0 36px; min-height: 32px;")
        menu = QMenu(self)
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(lambda: fill(menu))
        self.setMenu(menu)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRectF(self.width() - 24, (self.height() - 12) / 2, 12, 12)
        draw_icon(painter, place, "ph.caret-down", theme.now().text2)
        front = QRectF(11, (self.height() - 18) / 2, 18, 18)
        draw_icon(painter, front, "ph.storefront", theme.now().accent)


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
