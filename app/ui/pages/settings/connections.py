"""How messages leave: a provider for each channel, and each provider's own settings with a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app import channels, providers
from app.base.errors import GilmokError
from app.base.text import _
from app.ui import theme
from app.ui.desk import Desk
from app.ui.fields import Facts, slots
from app.ui.form import Form
from app.ui.jobs import Task
from app.ui.widgets.banner import Banner
from app.ui.widgets.choice import Choice
from app.ui.widgets.later import later
from app.ui.widgets.plain import box, button, column, empty, row, sign, text

Json = Any
_PAUSE = 700  # ms after the last key until it is kept
_LOCAL = "outfile"


class Connections(QWidget):
    """A line for each channel; below, a card for each provider that is in use."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.choices: dict[str, Choice] = {}
        self._cards: QVBoxLayout = column(gap=12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for place, (key, channel) in enumerate(channels.channels().items()):
            grid.addWidget(sign(channel.icon, theme.now().tone("act").ink, 20), place, 0)
            grid.addWidget(text(channel.name()), place, 1)
            grid.addWidget(self._carrier(key), place, 2)
        grid.setColumnStretch(3, 1)
        inside = column(gap=18)
        inside.addLayout(grid)
        inside.addLayout(self._cards)
        self.setLayout(inside)
        self.accounts: dict[str, Account] = {}
        self._show_accounts()

    def keep(self) -> None:
        """Keep what was typed a moment ago."""
        for account in self.accounts.values():
            account.keep()

    def _carrier(self, channel: str) -> QWidget:
        """What carries a channel: a choice, or just a word where there is only one way."""
        able = [(key, kind.name()) for key, kind in providers.providers().items() if channel in kind.carries]
        if len(able) == 1:
            return text(able[0][1], "body2")
        chosen = self._desk.shop.carrier(channel)[0] if self._desk.shop else _LOCAL
        made = self.choices[channel] = Choice(able, chosen)
        made.setMinimumWidth(220)
        made.chosen.connect(lambda key: self._use(channel, str(key)))
        return made

    def _use(self, channel: str, provider: str) -> None:
        if self._desk.shop:
            self.keep()
            self._desk.change_shop(providers={**self._desk.shop.settings.providers, channel: provider})
            self._show_accounts()

    def _show_accounts(self) -> None:
        empty(self._cards)
        used = {_LOCAL, *(str(choice.value) for choice in self.choices.values())}
        self.accounts = {key: Account(self._desk, key) for key in providers.providers() if key in used}
        for account in self.accounts.values():
            self._cards.addWidget(account)


class Account(QWidget):
    """One provider's settings, its secrets (kept by the keyring), and a test."""

    def __init__(self, desk: Desk, key: str) -> None:
        super().__init__()
        self._desk, self.key = desk, key
        self._kind = providers.providers()[key]
        self.values: dict[str, Json] = dict(desk.shop.settings.accounts.get(key, {})) if desk.shop else {}
        self._kept = dict(self.values)
        self.form = Form(slots(self._kind.settings_model, self.values, self._put, Facts()))
        self.secrets = {name: self._secret(name) for name in self._kind.secret_names}
        self._said: QVBoxLayout = column(gap=6)
        self.test = button(_("Test the connection"), self._test, sign="ph.link")
        feet = row(self.test, None)
        if key == _LOCAL:
            feet.insertWidget(1, button(_("Open the folder"), self._open, kind="ghost", sign="ph.folder-open"))
        inside = column(text(self._kind.name(), "title"), self.form, gap=12, margins=(18, 14, 18, 16))
        for name, field in self.secrets.items():
            inside.addLayout(column(text(_(self._kind.secret_names[name]), "label"), field, gap=5))
        inside.addLayout(feet)
        inside.addLayout(self._said)
        self.setLayout(column(box(inside, "sunk")))
        self._later = later(self, _PAUSE, self.keep)

    def keep(self) -> None:
        """Write the settings to the shop's file."""
        self._later.stop()
        shop = self._desk.shop
        if shop is None or self.values == self._kept:
            return
        try:
            self._desk.change_shop(accounts={**shop.settings.accounts, self.key: self.values})
            self._kept = dict(self.values)
        except GilmokError as problem:
            self._say(problem.text, "err")

    def _put(self, name: str, value: Json) -> None:
        self.values[name] = value
        self._later.start()

    def _secret(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setPlaceholderText(_("Kept by your system's keyring, never in a file"))
        field.setAccessibleName(_(self._kind.secret_names[name]))
        field.editingFinished.connect(lambda: self._keep_secret(name, field.text()))
        return field

    def _keep_secret(self, name: str, value: str) -> None:
        from app.base import secrets

        if not value or self._desk.shop is None:
            return
        shop = self._desk.shop.name
        self._desk.jobs.start(
            lambda _task: secrets.put(shop, self.key, name, value),
            lambda _none: self._say(_("The password is in the keyring."), "ok"),
            failed=lambda problem: self._say(problem.text, "err"),
            owner=self,
        )

    def _test(self) -> None:
        self.keep()
        shop = self._desk.shop
        if shop is None:
            return
        values, typed = dict(self.values), {name: field.text() for name, field in self.secrets.items()}
        self.test.setEnabled(False)
        self._desk.jobs.start(
            lambda _task: _try(self.key, values, shop.folder, typed, _task),
            lambda _none: self._tested(_("It works."), "ok"),
            failed=lambda problem: self._tested(problem.text, "err"),
            owner=self,
        )

    def _tested(self, words: str, tone: str) -> None:
        self.test.setEnabled(True)
        self._say(words, tone)

    def _say(self, words: str, tone: str) -> None:
        empty(self._said)
        self._said.addWidget(Banner(words, tone))

    def _open(self) -> None:
        if self._desk.shop:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.shop.outbox)))


def _try(key: str, values: Mapping[str, Json], folder: Any, typed: Mapping[str, str], _task: Task) -> None:
    """Check a provider with the settings on the screen; a password just typed counts before the kept one."""
    from app.base import secrets

    def secret(name: str) -> str | None:
        return typed.get(name) or secrets.get(folder.name, key, name)

    providers.open_provider(key, values, folder, secret).check()
