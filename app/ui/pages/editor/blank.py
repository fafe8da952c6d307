"""What an empty canvas says: where to begin. It lies over the canvas and lets every drag through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QWidget

from app.base.text import _
from app.canvas.document import Change, Document
from app.ui import theme
from app.ui.widgets.plain import column, row, sign, text

_WIDTH = 340  # px


class Blank(QFrame):
    """A dashed place for the first card, in the middle of `over`, as long as the document has none."""

    def __init__(self, document: Document, over: QWidget) -> None:
        super().__init__(over)
        self._document, self._over = document, over
        colours = theme.now()
        title = text(_("Begin with a step from the left"), "title")
        words = text(
            _("Drag an action here: “put something into the cart”, for example. Then draw a line to what comes next."),
            "body2",
            wrap=True,
        )
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark = row(None, sign("ph.lightning-fill", colours.tone("trigger").ink, 28), None)
        self._inside = column(mark, title, words, gap=8, margins=(24, 22, 24, 22))
        self.setLayout(self._inside)
        self.setStyleSheet(f"Blank {{ border: 1px dashed {colours.border_strong}; border-radius: 12px; }}")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(_WIDTH)
        over.installEventFilter(self)
        self.leave = document.watch(self._follow)
        self._follow(Change.JOURNEY)

    def _follow(self, change: Change) -> None:
        if Change.JOURNEY in change:
            self.setVisible(not self._document.journey.nodes)
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setFixedHeight(self._inside.heightForWidth(_WIDTH))
        self.move((self._over.width() - self.width()) // 2, (self._over.height() - self.height()) // 2)
