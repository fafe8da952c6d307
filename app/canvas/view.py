"""The canvas as a widget: what the window puts on its page and talks to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.base.errors import InputError
from app.base.text import _
from app.canvas import changes
from app.canvas.commands import BY_ID, BY_KEY
from app.canvas.document import Document
from app.canvas.geometry import Point, Rect, centered
from app.canvas.look import Counts, Findings
from app.canvas.minimap import Minimap
from app.canvas.rename import TitleEdit
from app.canvas.theme import LIGHT, Theme
from app.canvas.viewport import Viewport
from app.canvas.wishes import AddWish, Hint, OpenWish

_BY_KEYBOARD = ("walk_", "nudge_", "select_all")
_CORNER = 16  # px between the minimap and the viewport's corner


class CanvasView(Viewport):
    """The canvas of one document.

    `wished` carries what the canvas asks of the window (`AddWish`, `OpenWish`, `Hint`), `menu_wanted` the global place
    for a context menu, `zoomed` the zoom (1.0 is 100 %). What is selected, and every change, is told by the document.
    """

    zoomed = Signal(float)

    def __init__(self, document: Document, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(document, theme, parent)
        self._is_fresh = True
        self._title_edit: TitleEdit | None = None
        self.minimap = Minimap(self.board, self.camera, theme, self)
        self.horizontalScrollBar().valueChanged.connect(self.minimap.refresh)
        self.verticalScrollBar().valueChanged.connect(self.minimap.refresh)
        self._say_names()

    def _say_names(self) -> None:
        self.setAccessibleName(_("Journey canvas"))
        self.setAccessibleDescription(_("Arrow keys go from step to step, Enter opens a step, N adds one."))
        self.minimap.setAccessibleName(_("Overview of the journey"))

    def set_theme(self, theme: Theme) -> None:
        """Show the canvas in another appearance."""
        self.picture.set_theme(theme)
        self.minimap.set_theme(theme)

    def set_counts(self, counts: Counts | None) -> None:
        """Show numbers on cards and edges; None takes them away."""
        self.document.set_counts(counts)

    def set_findings(self, findings: Findings) -> None:
        """Show problems on the cards."""
        self.document.set_findings(findings)

    # -- commands ----------------------------------------------------------------------------------------------------

    def run(self, command: str) -> None:
        """Give a command of `app.canvas.commands` by its id, if it makes sense now."""
        chosen = BY_ID[command]
        self.board.cancel()
        if chosen.enabled(self):
            self.picture.set_by_keyboard(command.startswith(_BY_KEYBOARD))
            chosen.run(self)

    def fit(self) -> None:
        """Show the whole journey."""
        self.camera.fit(self.board.layout.bounds)

    def fit_selection(self) -> None:
        """Show what is selected."""
        boxes = self.board.layout.boxes
        self.camera.fit(Rect.around(boxes[key].rect for key in self.document.selection.nodes))

    def go_to(self, node: str) -> None:
        """Select a card and bring it into sight; the zoom stays. An id that is not there does nothing."""
        box = self.board.layout.boxes.get(node)
        if box:
            self.document.select([node])
            self.camera.reveal(box.rect)
            self.setAccessibleDescription(box.view.spoken)

    def copy(self) -> None:
        """Put the selected cards on the clipboard."""
        QGuiApplication.clipboard().setText(changes.copied(self.document))

    def cut(self) -> None:
        """Take the selected cards to the clipboard."""
        self.copy()
        changes.delete(self.document)

    def paste(self) -> None:
        """Bring the clipboard's cards to where the person looks; says so if there are none."""
        try:
            changes.paste(self.document, QGuiApplication.clipboard().text(), self._point_of_interest())
        except InputError as problem:
            self.wished.emit(Hint(problem.text))

    def open(self) -> None:
        """Ask the window for the settings of the selected card."""
        self.wished.emit(OpenWish(self.document.selection.only))

    def ask_to_add(self) -> None:
        """Ask the window what to add where the person looks."""
        self.wished.emit(AddWish(centered(self._point_of_interest())))

    def rename(self, node: str = "") -> None:
        """Edit a card's title in place; without an id, the selected card's."""
        node = node or self.document.selection.only
        box = self.board.layout.boxes.get(node)
        if box is None:
            return
        self.camera.stop()

        def done(title: str | None) -> None:
            self._title_edit = None
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            if title is not None and title != box.view.title and node in self.document.journey.nodes:
                changes.rename(self.document, node, title)

        place, theme = self._title_place(box.rect), self.picture.sheet.theme
        self._title_edit = TitleEdit(self.viewport(), place, box.view.title, theme, done)

    def _point_of_interest(self) -> Point:
        """The pointer if it is over the canvas, else the middle of the viewport."""
        if self._pointer is None or not self.viewport().underMouse():
            return self.camera.middle
        event = self.canvas_event(self._pointer)
        return Point(event.x, event.y)

    def _title_place(self, card: Rect) -> QRect:
        """Over the title, but never too small to type in."""
        corner = self.mapFromScene(round(card.x + 60), round(card.y + 23))
        return QRect(corner.x(), corner.y(), max(160, round((card.w - 68) * self.camera.zoom)), 28)

    # -- Qt ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = BY_KEY.get(_written(event))
        if command:
            self.run(command.id)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say_names()
            self.document.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_first()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._is_fresh = False  # from now on somebody looks at it, and it stays where it is
        return super().viewportEvent(event)

    def _fit_first(self) -> None:
        """Show the whole journey for as long as the layouts around are still finding the canvas its size."""
        if self._is_fresh:
            moves, self.camera.moves = self.camera.moves, False
            self.fit()
            self.camera.moves = moves

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_first()
        size = self.minimap.size()
        self.minimap.move(self.width() - size.width() - _CORNER, self.height() - size.height() - _CORNER)
        self.minimap.refresh()

    def _follow_zoom(self, zoom: float) -> None:
        super()._follow_zoom(zoom)
        if self._title_edit:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # which keeps what was typed
        self.zoomed.emit(zoom)


def _written(event: QKeyEvent) -> str:
    """The keys as shortcuts are written: `Ctrl+Z`. The number pad counts as the row of digits."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(QKeyCombination(held, Qt.Key(event.key()))).toString(QKeySequence.SequenceFormat.PortableText)
