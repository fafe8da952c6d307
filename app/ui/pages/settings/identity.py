"""The shop's name and its identity in messages."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from app.base.errors import GilmokError
from app.base.text import N_, _
from app.ui.desk import Desk
from app.ui.widgets.later import later
from app.ui.widgets.plain import column, empty, row, text

#: Fields of a sender: label, example.
FIELDS = {
    "name": (N_("Name in messages"), N_("Moa Shop")),
    "phone": (N_("Sender's phone number"), "02-1234-5678"),
    "email": (N_("Sender's e-mail address"), "hello@example.com"),
    "url": (N_("Shop's page"), "https://shop.example.com"),
    "address": (N_("Postal address"), N_("1 Saemunan-ro, Jongno-gu, Seoul")),
    "optout_phone": (N_("Free number to opt out"), "080-123-4567"),
    "optout_url": (N_("Page to opt out"), "https://shop.example.com/stop"),
}
_PAIRS = (("name", "url"), ("phone", "email"), ("optout_phone", "optout_url"))
_PAUSE = 700  # ms after the last key until it is kept


class Identity(QWidget):
    """Edits what `shop.json` says of the sender; each change is kept shortly after."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.fields: dict[str, QLineEdit] = {}
        self._wrong = column(gap=4)
        known = desk.shop.settings.sender.model_dump() if desk.shop else {}
        self._kept = dict(known)
        inside = column(gap=12)
        for pair in _PAIRS:
            inside.addLayout(row(*(self._field(name, known.get(name, "")) for name in pair), gap=16))
        inside.addWidget(self._field("address", known.get("address", "")))
        inside.addLayout(self._wrong)
        self.setLayout(inside)
        self._later = later(self, _PAUSE, self.keep)

    def keep(self) -> None:
        """Write what was typed to the shop's settings."""
        self._later.stop()
        typed = {name: field.text().strip() for name, field in self.fields.items()}
        if typed == {name: self._kept.get(name, "") for name in typed}:
            return
        empty(self._wrong)
        try:
            self._desk.change_shop(sender=typed)
            self._kept = typed
        except GilmokError as problem:
            self._wrong.addWidget(text(problem.text, "error", wrap=True))

    def _field(self, name: str, value: str) -> QWidget:
        label, example = FIELDS[name]
        field = self.fields[name] = QLineEdit(value)
        field.setPlaceholderText(_(example))
        field.setAccessibleName(_(label))
        field.textEdited.connect(lambda _words: self._later.start())
        around = QWidget()
        around.setLayout(column(text(_(label), "label"), field, gap=5))
        return around
