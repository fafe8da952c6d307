"""Messages: everything that was written, what became of it, and why."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QButtonGroup, QFrame, QListView, QPushButton, QVBoxLayout

from app import channels
from app.base.format import number
from app.base.text import _
from app.insight.outbox import Letter, Line, Sieve
from app.ui import theme
from app.ui.desk import Desk
from app.ui.pages import Crumb, Page
from app.ui.pages.outbox.letter import LetterView
from app.ui.pages.outbox.listing import LINE, LinePainter, Lines
from app.ui.pages.outbox.states import GROUPS, Group
from app.ui.widgets.choice import Choice
from app.ui.widgets.empty import Empty
from app.ui.widgets.later import later
from app.ui.widgets.plain import box, button, column, empty, line, row
from app.ui.widgets.search import Search

PAGE = 200


class OutboxPage(Page):
    """A list at the left, the chosen message at the right. `group` is what is shown first."""

    def __init__(self, desk: Desk, group: str = "all", journey: str = "") -> None:
        super().__init__(desk)
        self._group = next(one for one in GROUPS if one.key == group)
        self._journey = journey
        self.zone = desk.shop.zone if desk.shop else "Asia/Seoul"
        self.search = Search(_("Name, address or words"))
        self.channel = Choice(self._channels(), "")
        self.list = QListView()
        self.model = Lines()
        self._tabs: dict[str, QPushButton] = {}
        self._more = button(_("Show more"), self._ask_more, kind="link")
        self._more.hide()
        self._right: QVBoxLayout = column(gap=0)
        across = row(self._left(), gap=0)
        right = box(self._right, "surface")
        across.addWidget(right, 1)
        self.setLayout(across)
        self._soon = later(self, 200, self.ask)
        self.search.textChanged.connect(lambda _words: self._soon.start())
        self.channel.chosen.connect(lambda _key: self.ask())
        self._watch = QTimer(self)
        self._watch.setInterval(4_000)
        self._watch.timeout.connect(self._look_again)
        self._watch.start()
        self.ask()

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Messages"))]

    def _channels(self) -> list[tuple[object, str]]:
        return [("", _("All channels")), *((key, one.name()) for key, one in channels.channels().items())]

    def _left(self) -> QFrame:
        tabs = row(gap=2)
        group = QButtonGroup(self)
        for one in GROUPS:
            self._tabs[one.key] = self._tab(one, group)
            tabs.addWidget(self._tabs[one.key])
        tabs.addStretch(1)
        self.list.setModel(self.model)
        self.list.setItemDelegate(LinePainter(self.zone, self.list))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("Messages"))
        self.list.selectionModel().currentChanged.connect(self._chosen)
        head = row(self.search, self.channel, gap=8, margins=(14, 12, 14, 0))
        head.setStretch(0, 1)
        tabs.setContentsMargins(10, 0, 10, 4)
        inside = column(head, tabs, line(), self.list, row(None, self._more, None), gap=6)
        inside.setStretch(3, 1)
        left = box(inside, "left")
        left.setMinimumWidth(440)
        left.setMaximumWidth(560)
        return left

    def _tab(self, one: Group, group: QButtonGroup) -> QPushButton:
        made = button(_(one.label), lambda: self._switch(one), kind="ghost")
        made.setCheckable(True)
        made.setChecked(one is self._group)
        colours = theme.now()
        made.setStyleSheet(
            f"QPushButton {{ padding: 0 8px; color: {colours.text2}; }}"
            f"QPushButton:checked {{ color: {colours.accent}; background: {colours.accent_soft}; }}"
        )
        group.addButton(made)
        return made

    # -- asking ------------------------------------------------------------------------------------------------------

    @property
    def sieve(self) -> Sieve:
        """What the person wants to see."""
        return Sieve(self._group.states, str(self.channel.value or ""), self.search.text(), self._journey)

    def ask(self) -> None:
        """Look again, from the beginning."""
        from app.insight import outbox

        sieve = self.sieve

        def look(connection: Any) -> tuple[list[Line], dict[str, int]]:
            return outbox.lines(connection, sieve, PAGE), outbox.counts(connection, sieve)

        self.desk.ask(look, self._show, owner=self)

    def _ask_more(self) -> None:
        from app.insight import outbox

        sieve, skip = self.sieve, len(self.model.lines)
        self.desk.ask(lambda connection: outbox.lines(connection, sieve, PAGE, skip), self._add, owner=self)

    def _look_again(self) -> None:
        """While messages leave, the list follows, unless somebody is far down in it."""
        if self.desk.worker.is_running and self.list.verticalScrollBar().value() == 0:
            self.ask()

    def _switch(self, group: Group) -> None:
        self._group = group
        self.ask()

    # -- showing -----------------------------------------------------------------------------------------------------

    def _show(self, found: tuple[list[Line], dict[str, int]]) -> None:
        lines, counts = found
        chosen = self.list.currentIndex().data(LINE)
        self._count(counts)
        if lines != self.model.lines:
            self.model.show(lines)
            self._more.setVisible(len(lines) == PAGE)
            place = next((row_ for row_, one in enumerate(lines) if chosen and one.id == chosen.id), 0)
            if lines:
                self.list.setCurrentIndex(self.model.index(place))
        if not lines:
            self._nothing(self.sieve != Sieve(journey=self._journey))

    def _add(self, lines: list[Line]) -> None:
        if lines:
            self.model.more(lines)
        self._more.setVisible(len(lines) == PAGE)

    def _count(self, counts: dict[str, int]) -> None:
        for group in GROUPS:
            many = sum(counts.get(state, 0) for state in group.states or counts)
            self._tabs[group.key].setText(f"{_(group.label)} {number(many)}" if many else _(group.label))

    def _nothing(self, sought: bool) -> None:
        empty(self._right)
        if sought:
            page = Empty("ph.funnel", _("Nothing fits"), _("No message fits what you are looking for."))
        else:
            page = Empty(
                "ph.paper-plane-tilt",
                _("No messages yet"),
                _("As soon as a published journey writes to someone, you can read here what, to whom, and why."),
                row(None, button(_("Go to the journeys"), lambda: self.desk.go("journeys"), kind="primary"), None),
            )
        self._right.addWidget(page)

    def _chosen(self, index: QModelIndex, _former: QModelIndex) -> None:
        line_: Line | None = index.data(LINE) if index.isValid() else None
        if line_:
            from app.insight import outbox

            self.desk.ask(
                lambda connection: outbox.letter(connection, line_.customer_id, line_.id), self._open, owner=self
            )

    def _open(self, letter: Letter | None) -> None:
        if letter is None:
            return
        empty(self._right)
        shop = self.desk.shop
        self._right.addWidget(LetterView(letter, shop.title if shop else "", self.zone))
