"""The main window: chrome around one page. It is made anew when the language or the theme changes."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

from app.base.errors import GilmokError, SetupError
from app.base.text import _
from app.ui.actions import Command
from app.ui.chrome import Rail, ShopButton, Top
from app.ui.desk import Desk
from app.ui.pages import Page, places
from app.ui.trouble import CrashDialog, Watch
from app.ui.widgets.picker import Pick, Picker
from app.ui.widgets.toast import Toast

SMALLEST = (1024, 640)
FIRST = (1440, 900)
NAMES = {"ko": "한국어", "en": "English"}


class Window(QMainWindow):
    """Shows one page at a time and what is said; opens and closes the program's work."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.page: Page | None = None
        self._key, self._where = "home", dict[str, Any]()
        self._toast: Toast | None = None
        self._watch = Watch(self)
        self._dialog: CrashDialog | None = None
        self.setWindowTitle("Gilmok")
        self.setMinimumSize(*SMALLEST)
        self._place()
        desk.wanted.connect(self.go)
        desk.said.connect(self.say)
        desk.redress.connect(self.dress)
        desk.shop_chosen.connect(self.open_shop)
        desk.jobs.problem.connect(self.tell)
        desk.worker.ended.connect(self._worker_ended)
        self._watch.caught.connect(self.tell)
        self.dress()

    # -- going about -------------------------------------------------------------------------------------------------

    def go(self, key: str, where: dict[str, Any] | None = None) -> None:
        """Leave the page and show another. Without a shop every page that needs one gives way to the welcome."""
        known = places()
        if self.desk.shop is None and known[key].needs_shop:
            key, where = "welcome", {}
        if self.page:
            self.page.leave()
        self._key, self._where = key, where or {}
        self._show(known[key].build(self.desk, **self._where))

    def dress(self) -> None:
        """Build everything around the page, and the page, in the language and theme in use."""
        if self.page:
            self.page.leave()
            self.page = None
        ground = QWidget()
        ground.setProperty("ground", "window")
        self.top = Top(self._shop_button())
        self.rail = Rail(places())
        self.top.wanted.connect(self.go)
        self.rail.wanted.connect(self.go)
        self._commands(ground)
        self._body = QHBoxLayout()
        self._body.addWidget(self.rail)
        inside = QVBoxLayout(ground)
        for layout in (inside, self._body):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        inside.addWidget(self.top)
        inside.addLayout(self._body, 1)
        self.setCentralWidget(ground)
        self.rail.setVisible(self.desk.shop is not None)
        self.go(self._key, self._where)

    def _show(self, page: Page) -> None:
        former, self.page = self.page, page
        if former:  # first of all: beside it the new page would show itself at half its width
            self._body.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._body.addWidget(page, 1)
        page.show()
        page.setFocus()
        page.head_changed.connect(self._head)
        self.top.show_tools(page.bar)
        self._head()
        self.rail.mark(places()[self._key].under or self._key)

    def _head(self) -> None:
        if self.page:
            self.top.show_way(self.page.crumbs(), self.page.state)

    # -- commands ----------------------------------------------------------------------------------------------------

    def _commands(self, owner: QWidget) -> None:
        """What can be asked for everywhere; pages add their own."""
        desk = self.desk
        other = "en" if desk.preferences.language == "ko" else "ko"
        dark = "light" if desk.skin.theme.is_dark else "dark"
        for command in (
            *(
                Command(f"go-{key}", _(place.label), partial(self.go, key), icon=place.icon)
                for key, place in places().items()
                if place.label
            ),
            Command("commands", _("All commands"), self.show_commands, "Ctrl+K", "ph.command"),
            Command("language", NAMES[other], partial(desk.prefer, language=other), icon="ph.translate"),
            Command("appearance", _("Dark or light"), partial(desk.prefer, appearance=dark), icon="ph.moon"),
        ):
            desk.actions.add(command, owner)

    def show_commands(self) -> None:
        """A list of everything that can be asked for now, to be found by typing."""
        picks = [
            Pick(one.label, partial(self.desk.actions.run, one.id), one.icon, hint=one.keys)
            for one in self.desk.actions
            if one.id != "commands" and one.enabled()
        ]
        corner = self.mapToGlobal(self.rect().center())
        Picker(self, corner - QPoint(210, 220), picks, _("What would you like to do?"), (420, 380))

    # -- shops -------------------------------------------------------------------------------------------------------

    def _shop_button(self) -> QWidget | None:
        return ShopButton(self.desk.shop.title, self._fill_shops) if self.desk.shop else None

    def _fill_shops(self, menu: QMenu) -> None:
        for shop in self.desk.shops():
            entry = menu.addAction(shop.title)
            entry.setCheckable(True)
            entry.setChecked(shop == self.desk.shop)
            entry.triggered.connect(lambda _on=False, shop=shop: self.open_shop(shop))
        menu.addSeparator()
        menu.addAction(_("Add a shop…")).triggered.connect(lambda: self.go("welcome"))

    def open_shop(self, shop: Any) -> None:
        """Work on another shop, beginning at its home page."""
        if self.page:
            self.page.leave()
            self.page.setParent(None)
            self.page.deleteLater()
            self.page = None
        self.desk.open_shop(shop)
        self._key, self._where = "home", {}
        self.dress()

    # -- telling -----------------------------------------------------------------------------------------------------

    def say(self, words: str, tone: str = "ok", do: Any = None) -> None:
        """Say something at the window's foot; the former word gives way."""
        if self._toast:
            self._toast.close()
        self._toast = Toast(self, words, tone, do, _("Close"))
        self._toast.destroyed.connect(self._forget_toast)

    def tell(self, error: BaseException) -> None:
        """Tell a person of an error: what they can mend in a toast, a bug in a dialog."""
        if isinstance(error, GilmokError):
            settings = (_("Open settings"), lambda: self.go("settings")) if isinstance(error, SetupError) else None
            self.say(str(error), "err", settings)
        elif self._dialog is None:
            self._dialog = CrashDialog(error, self)
            self._dialog.finished.connect(self._forget_dialog)
            self._dialog.open()

    def _worker_ended(self, last: str) -> None:
        words = _("Sending has stopped by itself. {last}").format(last=last)
        self.say(words, "err")

    def _forget_toast(self, gone: object) -> None:
        self._toast = None

    def _forget_dialog(self) -> None:
        self._dialog = None

    # -- opening and closing -----------------------------------------------------------------------------------------

    def _place(self) -> None:
        likes, screen = self.desk.preferences, QGuiApplication.primaryScreen().availableGeometry()
        if likes.window and screen.intersects(screen.__class__(*likes.window)):
            self.setGeometry(*likes.window)
        else:
            self.resize(min(FIRST[0], screen.width()), min(FIRST[1], screen.height()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.page:
            self.page.leave()
        box = self.normalGeometry()
        place = (box.x(), box.y(), box.width(), box.height())
        self.desk.prefer(window=place, maximized=self.isMaximized())
        self._watch.stop()
        self.desk.close()
        super().closeEvent(event)
