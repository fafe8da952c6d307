"""The palette: every step there is, in groups, to be dragged or clicked onto the canvas."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QDrag, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLabel, QWidget

from app import nodes
from app.base.text import _
from app.canvas.look import Seed
from app.ui import theme
from app.ui.icons import draw_icon
from app.ui.looks import Offer, offers
from app.ui.widgets.plain import column, scroll, text
from app.ui.widgets.search import Search

WIDTH = 204

#: Makes what a drag carries from a seed; the canvas knows how to read it.
Carry = Callable[[Seed], QMimeData]


class OfferButton(QAbstractButton):
    """One step: its icon on its colour, and its name. Press and pull to drag it, click to add it."""

    def __init__(self, offer: Offer, carry: Carry) -> None:
        super().__init__()
        self.offer = offer
        self._carry = carry
        self._pressed_at: QPoint | None = None
        self.setText(offer.label)
        self.setToolTip(offer.hint)
        self.setAccessibleName(offer.label)
        self.setFixedHeight(34)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 24, 34)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.now()
        tone = colours.tone(self.offer.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.hasFocus():
            painter.setBrush(QColor(colours.surface2))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setBrush(QColor(tone.soft))
        tile = QRectF(6, 4, 26, 26)
        painter.drawRoundedRect(
            tile, 13 if self.offer.tone == "trigger" else 7, 13 if self.offer.tone == "trigger" else 7
        )
        font = self.font()
        draw_icon(painter, tile.adjusted(5, 5, -5, -5), self.offer.icon, tone.ink)
        font.setWeight(font.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        painter.drawText(self.rect().adjusted(42, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, self.offer.label)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self._drag()

    def _drag(self) -> None:
        drag = QDrag(self)
        drag.setMimeData(self._carry(self.offer.seed))
        nothing = QPixmap(1, 1)  # the canvas draws the ghost card itself
        nothing.fill(Qt.GlobalColor.transparent)
        drag.setPixmap(nothing)
        drag.exec(Qt.DropAction.CopyAction)


class Palette(QFrame):
    """Search above, groups below. `add` puts a step on the canvas without dragging."""

    def __init__(self, carry: Carry, add: Callable[[Seed], object]) -> None:
        super().__init__()
        self.setProperty("ground", "left")
        self.setFixedWidth(WIDTH)
        self.search = Search(_("Find a step"))
        self.search.textChanged.connect(self.sift)
        self.search.returnPressed.connect(self._take_first)
        self._add = add
        self._groups: list[tuple[QLabel, list[OfferButton]]] = []
        inside = column(gap=1)
        for group, members in groupby(offers(), key=lambda offer: offer.group):
            title = text(_(nodes.GROUPS[group]), "kicker")
            title.setContentsMargins(6, 10, 0, 4)
            buttons = [self._button(offer, carry) for offer in members]
            self._groups.append((title, buttons))
            for part in (title, *buttons):
                inside.addWidget(part)
        self._none = text(_("There is no such step."), "hint", wrap=True)
        self._none.hide()
        inside.addWidget(self._none)
        inside.addStretch(1)
        around = QWidget()
        around.setLayout(inside)
        self.setLayout(column(self.search, scroll(around), gap=4, margins=(10, 10, 10, 0)))

    def sift(self, words: str) -> None:
        """Show only what fits the words."""
        wanted = words.strip().casefold()
        shown = 0
        for title, buttons in self._groups:
            fits = [wanted in f"{made.offer.label} {title.text()}".casefold() for made in buttons]
            for made, fit in zip(buttons, fits, strict=True):
                made.setVisible(fit)
            title.setVisible(any(fits))
            shown += sum(fits)
        self._none.setVisible(not shown)

    def buttons(self) -> list[OfferButton]:
        """All entries, in their order."""
        return [made for _title, buttons in self._groups for made in buttons]

    def _button(self, offer: Offer, carry: Carry) -> OfferButton:
        made = OfferButton(offer, carry)
        made.clicked.connect(lambda: self._add(offer.seed))
        return made

    def _take_first(self) -> None:
        for made in self.buttons():
            if made.isVisibleTo(self):
                self._add(made.offer.seed)
                return
