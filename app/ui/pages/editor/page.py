"""The editor: palette, canvas, inspector, and a dock from below. One draft at a time."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.base.text import _, ngettext
from app.canvas import changes
from app.canvas.commands import COMMANDS
from app.canvas.document import Change
from app.canvas.look import Seed
from app.canvas.mime import seed_mime
from app.canvas.view import CanvasView
from app.canvas.wishes import AddWish, Hint, OpenWish, Wish
from app.ui import theme
from app.ui.actions import Command
from app.ui.desk import Desk
from app.ui.fields import Facts
from app.ui.looks import offers
from app.ui.pages import Crumb, Page
from app.ui.pages.editor.blank import Blank
from app.ui.pages.editor.dock import Dock
from app.ui.pages.editor.findings import Findings
from app.ui.pages.editor.inspector import Inspector
from app.ui.pages.editor.palette import Palette
from app.ui.pages.editor.publish import PublishPanel, Standing
from app.ui.pages.editor.zoom import ZoomBar
from app.ui.pages.journeys import state_pill
from app.ui.widgets.picker import Pick, Picker
from app.ui.widgets.pill import PillButton
from app.ui.widgets.plain import button, column, row, square, text

_WIDE = 1300  # px from which the dock has room enough between palette and inspector


class EditorPage(Page):
    """Everything around one open draft."""

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__(desk)
        self.session = desk.session(path)
        self.document = self.session.document
        self.standing = Standing()
        self.canvas = CanvasView(self.document, theme.now(), self)
        self.palette_ = Palette(seed_mime, self.add)
        self.inspector = Inspector(self.document, Facts())
        self.publish_panel: PublishPanel | None = None
        self.low: QWidget | None = None
        self._middle = column(self.canvas, gap=0)
        self._middle.setStretch(0, 1)
        beside = row(self.palette_, self._middle, gap=0)
        beside.setStretch(1, 1)
        self._left = column(beside, gap=0)
        self._left.setStretch(0, 1)
        self._across = row(self._left, self.inspector, gap=0)
        self._across.setStretch(0, 1)
        self.setLayout(self._across)
        self.zoom_bar = ZoomBar(self.canvas, self.tidy)
        self.blank = Blank(self.document, self.canvas)
        self.canvas.installEventFilter(self)
        self._buttons()
        self._commands()
        self.canvas.wished.connect(self._grant)
        self.canvas.menu_wanted.connect(self._menu)
        self._unwatch = self.document.watch(self._follow)
        self.session.checked.connect(self._checked)
        self.session.saved.connect(self._saved)
        self.session.problem.connect(desk.jobs.problem)
        self.session.check()
        self._ask()
        self._head()

    # -- the top bar -------------------------------------------------------------------------------------------------

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Journeys"), "journeys"), Crumb(self.session.journey.name)]

    def _buttons(self) -> None:
        self.undo = square("ph.arrow-u-up-left", _("Undo"), self.document.undo)
        self.redo = square("ph.arrow-u-up-right", _("Redo"), self.document.redo)
        self.warnings = PillButton()
        self.warnings.clicked.connect(self.show_findings)
        self.simulate = button(_("Simulation"), self.show_dock, sign="ph.clock-counter-clockwise")
        self.publish = button(_("Publish…"), self.show_publish, kind="primary")
        self.bar = [self.undo, self.redo, self.warnings, self.simulate, self.publish]

    def _head(self) -> None:
        line = self.standing.line
        around = QWidget()
        self._note = text(self._saved_words(), "hint")
        pill = state_pill(line.state if line else None, line.version if line else 0)
        around.setLayout(row(pill, self._note, gap=10))
        self.state = around
        self.head_changed.emit()
        self._refresh()

    def _saved_words(self) -> str:
        return _("Draft saved") if self.document.history.is_clean else _("Saving…")

    def _refresh(self) -> None:
        history = self.document.history
        for made, able, words, label in (
            (self.undo, history.can_undo, _("Undo"), history.undo_label),
            (self.redo, history.can_redo, _("Redo"), history.redo_label),
        ):
            made.setEnabled(able)
            made.setToolTip(f"{words}: {label}" if label else words)
        errors = sum(finding.level == "error" for finding in self.session.findings)
        others = len(self.session.findings) - errors
        self.warnings.setVisible(bool(errors or others))
        if errors:
            self.warnings.say(ngettext("{n} error", "{n} errors", errors).format(n=errors), "err")
        else:
            self.warnings.say(ngettext("{n} warning", "{n} warnings", others).format(n=others), "warn")

    # -- what can be done --------------------------------------------------------------------------------------------

    def _commands(self) -> None:
        from app.ui.icons import icon

        actions = self.desk.actions
        for command in (
            Command("simulate", _("Simulation"), self.show_dock, "Ctrl+R", "ph.clock-counter-clockwise"),
            Command("publish", _("Publish…"), self.show_publish, "Ctrl+Return", "ph.rocket-launch"),
            Command("findings", _("What to look at"), self.show_findings, "F8", "ph.warning"),
            Command("tidy", _("Tidy"), self.tidy, "Ctrl+T", "ph.tree-structure"),
        ):
            actions.add(command, self).setIcon(icon(command.icon, theme.now().text2))

    def add(self, seed: Seed) -> None:
        """Add a step below the chosen card (following on its first free way out), or in the middle of the view."""
        chosen = self.document.selection.only
        if chosen:
            view, used = self.document.view(chosen), self.document.journey.out(chosen)
            free = next((port.key for port in view.ports if port.key not in used), None)
            x, y = self.document.journey.nodes[chosen].at
            after = (chosen, free) if free and self._may_follow(seed) else None
            changes.add(self.document, seed, self._free_place(x, y + 136), after)
        else:
            middle = self.canvas.mapToScene(self.canvas.viewport().rect().center())
            changes.add(self.document, seed, self._free_place(middle.x() - 124, middle.y() - 36))
        self.canvas.go_to(self.document.selection.only)

    def tidy(self) -> None:
        """Put the cards in layers; one step of the history."""
        from app.canvas.geometry import CARD_WIDTH, card_height
        from app.journey.arrange import tidy
        from app.journey.edit import move_nodes

        journey = self.document.journey
        sizes = {key: (CARD_WIDTH, card_height(self.document.view(key))) for key in journey.nodes}
        self.document.edit(move_nodes(journey, tidy(journey, "down", sizes)), _("Tidy"))
        self.canvas.fit()

    def show_dock(self) -> None:
        """Raise the simulation, and run it if it never was."""
        dock = Dock(self.desk, self.session)
        dock.closed.connect(self._lower)
        self._raise(dock)
        if self.session.trial is None or self.session.trial.journey is not self.session.journey:
            dock.start()

    def show_findings(self) -> None:
        """Raise the list of what to look at."""
        low = Findings(self.session.mend)
        low.show_findings(self.session.findings)
        low.wanted.connect(self.canvas.go_to)
        low.closed.connect(self._lower)
        self._raise(low)

    def show_publish(self) -> None:
        """Show the publish panel in the inspector's place."""
        if self.publish_panel:
            return
        self.session.check()
        panel = PublishPanel(self.desk, self.session, self.standing)
        panel.closed.connect(self._hide_publish)
        panel.changed.connect(self._ask)
        panel.wanted.connect(self.canvas.go_to)
        self.canvas.setFocus()  # or Qt hands the keyboard to whatever stands next
        self.inspector.hide()
        self._across.addWidget(panel)
        self.publish_panel = panel

    def leave(self) -> None:
        self.session.save()
        self._unwatch()
        self.blank.leave()
        self.inspector.close_watch()
        self.canvas.board.close()

    # -- within ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() is QEvent.Type.Resize:
            self.zoom_bar.move(16, self.canvas.height() - self.zoom_bar.height() - 14)
        return super().eventFilter(watched, event)

    def _may_follow(self, seed: Seed) -> bool:
        return self.document.look(seed.node("?", (0.0, 0.0))).takes_in

    def _free_place(self, x: float, y: float) -> tuple[float, float]:
        """The place nearest below and right at which no card stands yet, on the grid."""
        taken = [node.at for node in self.document.journey.nodes.values()]
        x, y = round(x / 8) * 8, round(y / 8) * 8
        while any(abs(x - other[0]) < 264 and abs(y - other[1]) < 104 for other in taken):
            x += 272
        return float(x), float(y)

    def _grant(self, wish: Wish) -> None:
        match wish:
            case AddWish():
                Picker(self, QCursor.pos(), self._picks(wish), _("Find a step"))
            case OpenWish():
                self._hide_publish()
                self.inspector.enter()
            case Hint():
                self.desk.say(wish.text, "info")

    def _picks(self, wish: AddWish) -> list[Pick]:
        """What may stand where somebody wants to add; nothing begins after something else."""
        fitting = [offer for offer in offers() if not (wish.after and offer.group == "start")]
        return [Pick(offer.label, partial(self._add_at, offer.seed, wish), offer.icon, offer.tone) for offer in fitting]

    def _add_at(self, seed: Seed, wish: AddWish) -> None:
        changes.add(self.document, seed, wish.at, wish.after)

    def _menu(self, at: object) -> None:
        menu = QMenu(self)
        for command in COMMANDS:
            if command.icon and command.enabled(self.canvas):
                entry = menu.addAction(_(command.label))
                entry.setShortcut(command.keys[0])
                entry.triggered.connect(lambda _on=False, name=command.id: self.canvas.run(name))
        menu.exec(at)  # type: ignore[call-overload]

    def _raise(self, low: QWidget) -> None:
        self._lower()
        self.low = low
        self._seat()

    def _seat(self) -> None:
        """The dock rises below the canvas; in a narrow window below the palette too, so that its numbers have room."""
        if self.low:
            here, other = (self._middle, self._left) if self.width() >= _WIDE else (self._left, self._middle)
            other.removeWidget(self.low)
            here.addWidget(self.low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._seat()

    def _lower(self) -> None:
        if self.low:
            self.low.hide()
            self.low.deleteLater()
            self.low = None

    def _hide_publish(self) -> None:
        if self.publish_panel:
            self.canvas.setFocus()
            self.publish_panel.hide()
            self.publish_panel.deleteLater()
            self.publish_panel = None
            self.inspector.show()

    def _follow(self, change: Change) -> None:
        if Change.JOURNEY in change:
            self._note.setText(self._saved_words())
            self._refresh()
            if self.crumbs() != getattr(self, "_crumbs", None):
                self._crumbs = self.crumbs()
                self._head()
        if Change.SELECTION in change and self.document.selection:
            self._hide_publish()

    def _checked(self) -> None:
        self._refresh()
        if isinstance(self.low, Findings):
            self.low.show_findings(self.session.findings)

    def _saved(self) -> None:
        self._note.setText(self._saved_words())

    def _ask(self) -> None:
        from app.insight.glance import journeys

        self.desk.ask(journeys, self._stand, owner=self)
        self.desk.learn(self.inspector.learn, owner=self)

    def _stand(self, lines: object) -> None:
        mine = [line for line in lines if line.id == self.session.journey.id]  # type: ignore[attr-defined]
        self.standing = Standing(mine[0] if mine else None)
        if self.publish_panel:
            self.publish_panel.learn(self.standing)
        self._head()
