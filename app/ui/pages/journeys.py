"""The journeys of the shop: drafts and what is running, with state and numbers. Empty, it teaches how to begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QWidget

from app.base.format import number
from app.base.ids import new_id
from app.base.text import N_, _
from app.journey import file
from app.journey.graph import Journey
from app.ui import drafts, theme
from app.ui.desk import Desk
from app.ui.drafts import Draft
from app.ui.pages import Crumb, Page, Place
from app.ui.widgets.empty import Empty
from app.ui.widgets.flow import Flow
from app.ui.widgets.pill import Pill
from app.ui.widgets.plain import button, column, empty, line, row, scroll, sign, square, text
from app.ui.widgets.sketch import Sketch
from app.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from app.insight.glance import JourneyLine

#: The state of a published journey: words, tone, icon.
STATES = {
    "live": (N_("Running"), "ok", "ph.play-circle"),
    "paused": (N_("Paused"), "warn", "ph.pause-circle"),
    "stopped": (N_("Stopped"), "exit", "ph.stop-circle"),
}

_CARD = 320  # px


def state_pill(state: str | None, version: int = 0) -> Pill:
    """The state of a journey as a pill; None is a draft nobody has published."""
    if state is None:
        return Pill(_("Draft"), "exit", "ph.pencil-simple")
    words, tone, mark = STATES[state]
    return Pill(f"{_(words)} · v{version}", tone, mark)


class JourneyCard(QFrame):
    """One journey: a small picture of it, its name and state, its numbers."""

    opened = Signal()
    removed = Signal()

    def __init__(self, draft: Draft, line_: JourneyLine | None) -> None:
        super().__init__()
        self.draft = draft
        self.setProperty("ground", "card")
        self.setProperty("hot", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(draft.name)
        self.setFixedWidth(_CARD)
        picture = Sketch(draft.journey)
        pill = state_pill(line_.state if line_ else None, line_.version if line_ else 0)
        more = square("ph.dots-three-vertical", _("More"), self._menu)
        name = text(draft.name, "title", wrap=True)
        head = row(name, more, gap=4)
        head.setStretch(0, 1)
        inside = column(picture, line(), gap=0)
        inside.addLayout(column(head, row(pill, None), 8, self._numbers(line_), gap=4, margins=(16, 10, 10, 14)))
        self.setLayout(inside)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: object) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):  # type: ignore[attr-defined]
            self.opened.emit()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def _numbers(self, line_: JourneyLine | None) -> QWidget:
        around = QWidget()
        if self.draft.journey is None:
            around.setLayout(column(text(self.draft.problem, "error", wrap=True)))
        elif line_ is None:
            n = len(self.draft.journey.nodes)
            around.setLayout(column(text(_("{n} steps drawn, not published yet").format(n=n), "hint", wrap=True)))
        else:
            tiles = ((_("Entered"), line_.entered), (_("On the way"), line_.standing), (_("Sent"), line_.sent))
            around.setLayout(row(*(Tile(name, number(value)) for name, value in tiles), None, gap=20))
        return around

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("Open")).triggered.connect(self.opened)
        menu.addAction(_("Remove the draft")).triggered.connect(self.removed)
        menu.exec(QCursor.pos())


class JourneysPage(Page):
    """A grid of cards; or, with none, one sentence, one button and templates."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: dict[str, JourneyLine] = {}
        self._inside = column(gap=16, margins=(32, 28, 32, 32))
        around = QWidget()
        around.setLayout(self._inside)
        self.setLayout(column(scroll(around), gap=0))
        self.bar = [
            button(_("Open a file…"), self.bring, sign="ph.folder-open"),
            button(_("New journey"), self.new, kind="primary", sign="ph.plus"),
        ]
        self.refill()
        desk.ask(_journeys, self._learn, owner=self)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Journeys"))]

    def refill(self) -> None:
        """Show what lies in the shop's folder now."""
        self.setFocus()  # or Qt hands the keyboard on when the card that has it goes
        empty(self._inside)
        found = drafts.drafts(self.folder)
        if not found:
            self._teach()
            return
        self._inside.addWidget(Flow([self._card(draft) for draft in found]))
        self._inside.addSpacing(12)
        self._inside.addWidget(text(_("Begin with a ready-made journey"), "title"))
        self._inside.addWidget(self._templates())
        self._inside.addStretch(1)

    @property
    def folder(self) -> Path:
        """Where the shop's drafts lie."""
        if self.desk.shop is None:
            raise LookupError("no shop is open")
        return self.desk.shop.journeys

    def new(self) -> None:
        """Begin with an empty canvas."""
        self.open(drafts.create(self.folder, Journey(new_id("j"), _("New journey"))))

    def bring(self) -> None:
        """Copy a journey file from elsewhere into the shop."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Open a journey file"), str(Path.home()), _("Journeys (*.json)")
        )
        if name:
            self.open(drafts.create(self.folder, file.read(Path(name))))

    def open(self, path: Path) -> None:
        """Go to the editor."""
        self.desk.go("editor", path=path)

    def _teach(self) -> None:
        first = button(_("Draw a journey"), self.new, kind="primary", sign="ph.plus")
        templates = self._templates()
        templates.setMaximumWidth(3 * (_CARD + 12))
        page = Empty(
            "ph.flow-arrow",
            _("No journeys yet"),
            _("A journey says who hears from you, when, and on which channel. Draw one, or begin with one of these."),
            row(None, first, None),
            28,
            row(templates),
        )
        self._inside.addWidget(page, 1)

    def _templates(self) -> Flow:
        return Flow([_TemplateCard(journey, self._begin(journey)) for journey in drafts.templates()], gap=12)

    def _begin(self, journey: Journey) -> Callable[[], None]:
        return lambda: self.open(drafts.create(self.folder, journey))

    def _card(self, draft: Draft) -> JourneyCard:
        card = JourneyCard(draft, self._lines.get(draft.journey.id) if draft.journey else None)
        card.opened.connect(lambda: self.open(draft.path) if draft.journey else None)
        card.removed.connect(lambda: self._remove(draft))
        return card

    def _remove(self, draft: Draft) -> None:
        kept = drafts.discard(draft.path)
        self.desk.sessions.pop(str(draft.path), None)
        self.refill()

        def back() -> None:
            kept.replace(draft.path)
            self.refill()

        self.desk.say(_("The draft “{name}” was removed.").format(name=draft.name), "info", (_("Bring it back"), back))

    def _learn(self, lines: dict[str, JourneyLine]) -> None:
        self._lines = lines
        self.refill()


class _TemplateCard(QFrame):
    """A ready-made journey: press it to make it yours."""

    def __init__(self, journey: Journey, begin: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.setProperty("hot", True)
        self._begin = begin
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(journey.name)
        self.setFixedWidth(_CARD)
        mark = sign("ph.magic-wand", theme.now().accent, 20)
        steps = _("{n} steps").format(n=len(journey.nodes))
        words = column(text(journey.name, "strong", wrap=True), text(steps, "hint"), gap=2)
        inside = row(mark, words, gap=12, margins=(14, 12, 14, 12))
        inside.setStretch(1, 1)
        self.setLayout(inside)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._begin()


def _journeys(connection: object) -> dict[str, JourneyLine]:
    from app.insight.glance import journeys

    return {line_.id: line_ for line_ in journeys(connection)}  # type: ignore[arg-type]


PLACE = Place(JourneysPage, N_("Journeys"), "ph.flow-arrow", 20)
