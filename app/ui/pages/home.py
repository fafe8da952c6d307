"""Home: what happened lately, whether messages leave, what needs a person, the journeys at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.base.clock import DAY
from app.base.format import date, money, number
from app.base.text import N_, _, ngettext
from app.ui import theme
from app.ui.desk import Desk
from app.ui.pages import Crumb, Page, Place
from app.ui.pages.journeys import state_pill
from app.ui.widgets.bars import Bars
from app.ui.widgets.pill import Pill
from app.ui.widgets.plain import box, button, column, empty, line, row, scroll, sign, text
from app.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.insight.glance import Glance, JourneyLine

_TILE = 76  # px of a number in a journey's line, so that the lines stand below each other
_TROUBLE = {
    "unknown": N_("of {n} messages nobody knows whether they arrived"),
    "broken": N_("{n} messages could not be completed"),
    "refused": N_("{n} messages were refused"),
}


class HomePage(Page):
    """Numbers above, sending and what needs you beside the journeys."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._inside: QVBoxLayout = column(gap=20, margins=(32, 26, 32, 32))
        around = QWidget()
        around.setLayout(self._inside)
        around.setMaximumWidth(1280)
        middle = QWidget()
        middle.setLayout(row(around, gap=0))
        self.setLayout(column(scroll(middle), gap=0))
        self.bar = [button(_("Import data"), lambda: desk.go("importing"), sign="ph.download-simple")]
        self._glance: Glance | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(5_000)
        self._watch.timeout.connect(self._look_again)
        self._watch.start()
        desk.worker.changed.connect(self._worker_changed)
        self.ask()

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Home"))]

    def ask(self) -> None:
        """Ask the record for the numbers of now."""
        now = self.desk.clock.now()

        def look(connection: Connection) -> Glance:
            from app.insight.glance import glance  # on the job's thread: the database's library is heavy

            return glance(connection, now)

        self.desk.ask(look, self._show, owner=self)

    def _look_again(self) -> None:
        if self.desk.worker.is_running:
            self.ask()

    def _worker_changed(self) -> None:
        if self._glance:
            self._show(self._glance)

    def _show(self, seen: Glance) -> None:
        self._glance = seen
        empty(self._inside)
        if seen.latest is None and not seen.customers:
            self._inside.addWidget(self._first_steps())
        self._inside.addWidget(self._numbers(seen))
        right = column(self._sending(seen), self._needs(seen), None, gap=20)
        across = row(self._journeys(seen), right, gap=20)
        across.setStretch(0, 3)
        across.setStretch(1, 2)
        self._inside.addLayout(across)
        if seen.latest is not None:
            self._inside.addWidget(self._past(seen))
        self._inside.addStretch(1)

    # -- parts -------------------------------------------------------------------------------------------------------

    def _first_steps(self) -> QFrame:
        words = column(
            text(_("This shop has no data yet"), "dialog"),
            text(_("Bring in orders or customers from a file, and you can try journeys on your own past."), "body2"),
            gap=4,
        )
        bring = button(_("Import data"), lambda: self.desk.go("importing"), kind="primary")
        return box(row(words, None, bring, gap=16, margins=(20, 16, 20, 16)), "card")

    def _numbers(self, seen: Glance) -> QFrame:
        shop = self.desk.shop
        zone, currency = (shop.zone, shop.currency) if shop else ("Asia/Seoul", "KRW")
        day = date(seen.until, zone, year=True)
        recent = seen.latest is not None and seen.until == seen.latest
        note = _("The day before {day}, the end of your data").format(day=day) if recent else _("The last 24 hours")
        tiles = [
            Tile(_("Customers"), number(seen.customers), _("people"), hero=True),
            Tile(_("Actions"), number(seen.events), hero=True),
            Tile(_("Orders"), number(seen.orders), hero=True),
            Tile(_("Revenue"), money(seen.revenue, currency), hero=True),
            Tile(_("Messages sent"), number(seen.sent), hero=True),
        ]
        spread = row(gap=12)
        for tile in tiles:
            spread.addWidget(tile, 1)
        return box(column(text(note, "hint"), spread, gap=10, margins=(22, 16, 22, 18)), "card")

    def _past(self, seen: Glance) -> QFrame:
        shop = self.desk.shop
        zone = shop.zone if shop else "Asia/Seoul"
        last = len(seen.days) - 1
        days = [date(seen.until - (last - ago) * DAY, zone) for ago in range(len(seen.days))]
        names = [f"{day} – {number(many)}" for day, many in zip(days, seen.days, strict=True)]
        bars = Bars(seen.days, names)
        bars.setFixedHeight(120)
        foot = row(text(days[0], "hint"), None, text(days[-1], "hint"))
        head = row(text(_("Orders in the last four weeks"), "title"), None, text(number(sum(seen.days)), "title"))
        return box(column(head, bars, foot, gap=10, margins=(20, 16, 20, 14)), "card")

    def _sending(self, seen: Glance) -> QFrame:
        on = self.desk.worker.is_running
        pill = Pill(_("Switched on"), "ok") if on else Pill(_("Switched off"), "exit", "ph.pause-circle")
        head = row(text(_("Sending"), "title"), pill, None, gap=10)
        waiting = ngettext("{n} message waits for its time.", "{n} messages wait for their time.", seen.waiting)
        words = (
            _("Journeys go on and messages leave while this window is open.")
            if on
            else _("Nobody is written to and no journey goes on until you switch this on.")
        )
        off = button(_("Switch off"), self.desk.worker.stop)
        press = off if on else button(_("Switch on"), self._start, kind="primary")
        inside = column(head, text(words, "body2", wrap=True), gap=8, margins=(20, 16, 20, 18))
        if seen.waiting:
            inside.addWidget(text(waiting.format(n=number(seen.waiting)), "secondary", wrap=True))
        if on and seen.latest is not None and seen.until == seen.latest and self.desk.shop:
            ends = _("Your data ends on {day}. Bring in what happened since, and the journeys go on.")
            inside.addWidget(text(ends.format(day=date(seen.latest, self.desk.shop.zone)), "secondary", wrap=True))
        inside.addSpacing(4)
        inside.addLayout(row(press, None))
        return box(inside, "card")

    def _start(self) -> None:
        if self.desk.shop:
            self.desk.worker.start(self.desk.shop.name)

    def _needs(self, seen: Glance) -> QFrame:
        inside = column(text(_("What needs you"), "title"), gap=8, margins=(20, 16, 20, 16))
        for state, many in seen.needs_you.items():
            inside.addLayout(self._need(_(_TROUBLE[state]).format(n=number(many)), self._to_trouble))
        if self.desk.shop and not self.desk.shop.sender.name:
            inside.addLayout(self._need(_("Who speaks in your messages? Fill in the sender."), self._to_settings))
        if inside.count() == 1:
            good = theme.now().tone("ok").ink
            inside.addLayout(row(sign("ph.check-circle", good, 20), text(_("Nothing. All is well."), "body2"), None))
        return box(inside, "card")

    def _need(self, words: str, go: Callable[[], None]) -> QVBoxLayout:
        tone = theme.now().tone("warn").ink
        parts = row(sign("ph.warning", tone, 18), text(words, wrap=True), button(_("Look"), go, kind="link"), gap=10)
        parts.setStretch(1, 1)
        return column(parts)

    def _to_trouble(self) -> None:
        self.desk.go("outbox", group="trouble")

    def _to_settings(self) -> None:
        self.desk.go("settings")

    def _journeys(self, seen: Glance) -> QFrame:
        inside = column(gap=0, margins=(0, 6, 0, 8))
        more = button(_("All journeys"), lambda: self.desk.go("journeys"), kind="link")
        inside.addLayout(row(text(_("Journeys"), "title"), None, more, margins=(20, 8, 16, 4)))
        for one in seen.journeys[:8]:
            inside.addWidget(line())
            inside.addWidget(_JourneyRow(one, self._opener(one)))
        if not seen.journeys:
            words = text(_("No journey is running yet. Draw one and publish it."), "body2", wrap=True)
            draw = button(_("Draw a journey"), lambda: self.desk.go("journeys"), sign="ph.flow-arrow")
            inside.addLayout(column(words, row(draw, None), gap=12, margins=(20, 8, 20, 8)))
        inside.addStretch(1)
        return box(inside, "card")

    def _opener(self, one: JourneyLine) -> Callable[[], None]:
        """Open the draft the journey was published from, or the list if it is gone."""

        def go() -> None:
            from app.ui import drafts

            known = drafts.drafts(self.desk.shop.journeys) if self.desk.shop else []
            path = next((draft.path for draft in known if draft.journey and draft.journey.id == one.id), None)
            if path:
                self.desk.go("editor", path=path)
            else:
                self.desk.go("journeys")

        return go


class _JourneyRow(QFrame):
    """One journey in a line: name, state, numbers. Press it to open it."""

    def __init__(self, one: JourneyLine, go: Callable[[], None]) -> None:
        super().__init__()
        self._go = go
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(one.name)
        share = f"{one.goals / one.entered:.1%}" if one.entered else "–"
        name = column(text(one.name, "strong", wrap=True), row(state_pill(one.state, one.version), None), gap=5)
        inside = row(name, gap=20, margins=(20, 10, 20, 12))
        inside.setStretch(0, 1)
        for label, value in (
            (_("Entered"), number(one.entered)),
            (_("On the way"), number(one.standing)),
            (_("Sent"), number(one.sent)),
            (_("Goal"), share),
        ):
            tile = Tile(label, value)
            tile.setFixedWidth(_TILE)
            inside.addWidget(tile)
        self.setLayout(inside)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._go()


PLACE = Place(HomePage, N_("Home"), "ph.house", 10)
