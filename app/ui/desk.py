"""What every page works with: the shop that is open, jobs, commands, preferences, and the way to other pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.base import paths, settings, text
from app.base.clock import Clock, SystemClock
from app.base.errors import GilmokError
from app.ui.actions import Actions
from app.ui.jobs import Job, Jobs, Task
from app.ui.qtwords import QtWords
from app.ui.theme import Skin
from app.ui.worker import WorkerProcess

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.data.shop import Shop
    from app.message.sender import Sender
    from app.ui.fields import Facts
    from app.ui.record import Record
    from app.ui.session import Session

T = TypeVar("T")


class Desk(QObject):
    """`home` is the user's data folder. Signals: where to go (page key, its arguments), what to say, what changed."""

    wanted = Signal(str, object)
    said = Signal(str, str, object)
    redress = Signal()
    shop_chosen = Signal(object)

    def __init__(self, app: QApplication, home: Path | None = None, clock: Clock | None = None) -> None:
        super().__init__(app)
        self.home = home or paths.home()
        self.clock: Clock = clock or SystemClock()
        self.preferences = settings.load(self.home)
        text.use_language(self.preferences.language)
        self._qt_words = QtWords(self)
        self._qt_words.speak(self.preferences.language)
        self.skin = Skin(app, self.preferences.appearance, self)
        self.skin.changed.connect(lambda _theme: self.redress.emit())
        self.jobs = Jobs(self)
        self.actions = Actions(self)
        self.worker = WorkerProcess(self.home, self)
        self.sessions: dict[str, Session] = {}
        self.shop: Shop | None = None
        self._record: Record | None = None
        self._facts: Facts | None = None

    # -- preferences -------------------------------------------------------------------------------------------------

    def prefer(self, **changes: object) -> None:
        """Change preferences, at once and for the next start."""
        former, self.preferences = self.preferences, self.preferences.but(**changes)
        settings.save(self.preferences, self.home)
        if former.language != self.preferences.language:
            text.use_language(self.preferences.language)
            self._qt_words.speak(self.preferences.language)
            self.redress.emit()
        if former.appearance != self.preferences.appearance:
            self.skin.choose(self.preferences.appearance)

    # -- the shop ----------------------------------------------------------------------------------------------------

    def open_shop(self, shop: Shop | None) -> None:
        """Work on another shop. Its record is opened by the first job that asks."""
        from app.ui.record import Record

        self.worker.stop()
        if self._record:
            self._record.close()
        for session in self.sessions.values():
            session.save()
            session.deleteLater()
        self.sessions.clear()
        self.forget_facts()
        self.shop = shop
        self._record = Record(shop) if shop else None
        self.prefer(shop=shop.name if shop else "")

    @property
    def record(self) -> Record:
        """The open shop's record; only jobs may touch it."""
        if self._record is None:
            raise LookupError("no shop is open")
        return self._record

    def ask(
        self,
        question: Callable[[Connection], T],
        done: Callable[[T], None],
        *,
        owner: QObject | None = None,
        failed: Callable[[GilmokError], None] | None = None,
    ) -> Job:
        """Put a read-only question to the record, off the window's thread."""
        record = self.record

        def work(_task: Task) -> Any:
            with record.database.read() as connection:
                return question(connection)

        return self.jobs.start(work, done, owner=owner, failed=failed)

    def open_last(self, name: str = "") -> None:
        """Open the shop of a name, or the one of last time; without either, the first there is."""
        from app.data import shop

        known = self.shops()
        wanted = name or self.preferences.shop
        if name or any(one.name == wanted for one in known):
            self.open_shop(shop.show(wanted, self.home))
        elif known:
            self.open_shop(known[0])

    def shops(self) -> list[Shop]:
        """All shops of this user."""
        from app.data import shop

        return shop.shops(self.home)

    def change_shop(self, **settings: object) -> None:
        """Change settings of the open shop and keep them; InputError for a value that is wrong."""
        from app.data import shop

        if self.shop is not None:
            self.shop = self.shop.but(**settings)
            shop.save(self.shop)
            self.record.shop = self.shop
            self.forget_facts()

    def choose_shop(self, shop: Shop) -> None:
        """Ask the window to work on a shop."""
        self.shop_chosen.emit(shop)

    def session(self, path: Path) -> Session:
        """The open draft of a file; opened now if it was not."""
        from app.journey import file
        from app.ui.session import Session

        key = str(path)
        if key not in self.sessions:
            self.sessions[key] = Session(path, file.read(path), self._sender, self)
        return self.sessions[key]

    def _sender(self) -> Sender | None:
        return self.shop.sender if self.shop else None

    def learn(self, done: Callable[[Facts], None], *, owner: QObject) -> None:
        """Hand over what the shop's data offers to forms; asked of the record once, then remembered."""
        from app.ui import facts

        if self.shop is None:
            return
        if self._facts is not None:
            done(self._facts)
            return
        shop = self.shop
        done(facts.plain(shop))

        def keep(found: Facts) -> None:
            self._facts = found
            if shiboken6.isValid(owner):
                done(found)

        self.ask(lambda connection: facts.learn(connection, shop), keep)

    def forget_facts(self) -> None:
        """The shop's data has changed: ask again when needed."""
        self._facts = None

    # -- the window --------------------------------------------------------------------------------------------------

    def go(self, page: str, **where: object) -> None:
        """Show a page."""
        self.wanted.emit(page, where)

    def say(self, words: str, tone: str = "ok", do: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say something in a toast."""
        self.said.emit(words, tone, do)

    def close(self) -> None:
        """Stop everything that is going on: the window closes."""
        self.worker.wait()
        self.jobs.stop()
        if self._record:
            self._record.close()
