"""Labels, buttons and boxes in the words of the style sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.icons import icon

Part = QWidget | QLayout | int | None
_Box = TypeVar("_Box", bound=QBoxLayout)


class Cut(QLabel):
    """A label that ends in … where it has no room; the tool-tip says it all."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if words != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), words)


class Wrapped(QLabel):
    """A label as wide as it may be and as high as it then must be. Qt's own asks for room as if it were narrow."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.fontMetrics().height())


def text(words: str, kind: str = "", *, wrap: bool = False, select: bool = False, cut: bool = False) -> QLabel:
    """A label; `kind` is one of the style sheet's (page, title, strong, label, hint …)."""
    label = Cut(words) if cut else Wrapped(words) if wrap else QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", kind)
    if select:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def button(
    words: str, run: Callable[[], object] | None = None, *, kind: str = "", sign: str = "", hint: str = ""
) -> QPushButton:
    """A push button; `kind` is primary, ghost, link, danger, chip, row or plain; `sign` an icon's name."""
    made = QPushButton(words)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setToolTip(hint)
    made.setAutoDefault(False)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if sign:
        made.setIcon(icon(sign, _ink(kind), theme.now().text3))
        made.setIconSize(QSize(16, 16))
    if run:
        made.clicked.connect(lambda: run())
    return made


def square(sign: str, hint: str, run: Callable[[], object] | None = None) -> QPushButton:
    """A button that is only an icon; the hint names it for eyes and screen readers."""
    made = button("", run, kind="square", sign=sign, hint=hint)
    made.setIconSize(QSize(18, 18))
    made.setAccessibleName(hint)
    return made


def _ink(kind: str) -> str:
    colours = theme.now()
    return {"primary": colours.accent_ink, "link": colours.accent, "danger": colours.tone("err").ink}.get(
        kind, colours.text2
    )


def sign(name: str, colour: str, size: int = 16) -> QLabel:
    """An icon by itself."""
    label = QLabel()
    label.setPixmap(icon(name, colour).pixmap(QSize(size, size), label.devicePixelRatioF()))
    label.setFixedSize(size, size)
    return label


def row(*parts: Part, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts side by side; None stretches, a number is space in px."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts one below the other; None stretches, a number is space in px."""
    return _filled(QVBoxLayout(), parts, gap, margins)


def _filled(box: _Box, parts: tuple[Part, ...], gap: int, margins: tuple[int, int, int, int]) -> _Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for part in parts:
        match part:
            case None:
                box.addStretch(1)
            case int():
                box.addSpacing(part)
            case QLayout():
                box.addLayout(part)
            case _:
                box.addWidget(part)
    return box


def box(layout: QLayout, ground: str = "") -> QFrame:
    """A frame around a layout, on the style sheet's `ground` (surface, card, sunk, window, right …)."""
    frame = QFrame()
    frame.setProperty("ground", ground)
    frame.setLayout(layout)
    return frame


def line() -> QFrame:
    """A hairline across."""
    frame = QFrame()
    frame.setProperty("ground", "line")
    frame.setFixedHeight(1)
    return frame


def scroll(inside: QWidget, ground: str = "clear") -> QScrollArea:
    """A vertical scroll area that never scrolls sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside.setProperty("ground", ground)
    area.setWidget(inside)
    return area


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            empty(inner)
