"""A message: its channel, its words with variables to press in, and how it will look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from app import channels
from app.base.errors import GilmokError
from app.base.text import N_, _
from app.message.problem import Problem
from app.message.sender import Sender
from app.ui.fields import Slot, slots
from app.ui.form import Form
from app.ui.widgets.bubble import Bubble, Sheet
from app.ui.widgets.choice import Choice
from app.ui.widgets.later import later
from app.ui.widgets.plain import button, column, empty, row, text

Json = Any

#: The templates offered beside the plain variables, as (template, label).
_HANDY: tuple[tuple[str, str], ...] = (
    ('{{ name|default("고객") }}', N_("Name, or “customer”")),
    ("{{ product|이가 }}", N_("Product with 이/가")),
    ("{{ price|money }}", N_("Price in money")),
)


def variables() -> list[tuple[str, str]]:
    """What can be pressed into a message: (template, label)."""
    from app.runtime.values import NAMES

    plain = [(f"{{{{ {name} }}}}", _(label)) for name, label in NAMES.items() if "*" not in name]
    return [*((template, _(label)) for template, label in _HANDY), *plain]


class ContactField(QWidget):
    """Edits a contact: `{"channel": …, "content": {…}}`. With `preview`, shows it for an example customer."""

    def __init__(self, slot: Slot, preview: bool = True) -> None:
        super().__init__()
        self._slot = slot
        self._value: dict[str, Json] = {"content": {}, **(slot.value or {})}
        self._settings: Mapping[str, Json] = slot.whole_settings
        options: list[tuple[object, str]] = [(key, one.name()) for key, one in channels.channels().items()]
        self.channel = Choice(options, self._value.get("channel"))
        self.channel.chosen.connect(self._switch)
        self.variables = button(_("Variable"), kind="link", sign="ph.plus")
        self.variables.setMenu(self._menu())
        self._form_place: QVBoxLayout = column(gap=0)
        self.bubble = Bubble() if preview else None
        self.problem = text("", "error", wrap=True)
        head = row(text(_("Message"), "label"), None, self.variables)
        inside = column(text(_("Channel"), "label"), self.channel, 4, head, self._form_place, gap=6)
        if self.bubble:
            inside.addSpacing(8)
            inside.addWidget(text(_("How it will look"), "label"))
            inside.addWidget(self.bubble)
        inside.addWidget(self.problem)
        self.setLayout(inside)
        self._later = later(self, 60, self._show)
        self._build()

    def refresh(self, settings: Mapping[str, Json]) -> None:
        """Other settings of the node (advertising or information) have changed."""
        self._settings = settings
        self._later.start()

    def _build(self) -> None:
        empty(self._form_place)
        model = channels.channel(str(self._value["channel"])).content
        made = slots(model, self._value["content"], self._put, self._slot.facts)
        self.form = Form(made)
        self._form_place.addWidget(self.form)
        self._last = next((field for field in self.form.fields.values() if isinstance(field, QPlainTextEdit)), None)
        self._show()

    def _put(self, name: str, value: Json) -> None:
        self._value["content"] = {**self._value["content"], name: value}
        self._tell()

    def _switch(self, channel: object) -> None:
        fields = channels.channel(str(channel)).content.model_fields
        kept = {name: value for name, value in self._value["content"].items() if name in fields}
        self._value = {"channel": channel, "content": kept}
        self._tell()
        self._build()

    def _tell(self) -> None:
        self._slot.tell({"channel": self._value["channel"], "content": dict(self._value["content"])})
        self._later.start()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for template, label in variables():
            menu.addAction(label).triggered.connect(lambda _on=False, template=template: self._insert(template))
        return menu

    def _insert(self, template: str) -> None:
        """Put a variable where the cursor was last."""
        focus = self.window().focusWidget()
        target = focus if focus in self.form.fields.values() else self._last
        if isinstance(target, QPlainTextEdit):
            target.insertPlainText(template)
        elif isinstance(target, QLineEdit):
            target.insert(template)
            target.textEdited.emit(target.text())
        if target:
            target.setFocus()

    def _show(self) -> None:
        """Write the message for the example customer, or say why it cannot be."""
        facts = self._slot.facts
        sender = Sender(name=facts.shop)
        purpose: channels.Purpose = "info" if self._settings.get("purpose") == "info" else "ad"
        channel = channels.channel(str(self._value["channel"]))
        try:
            content = channel.read(self._value["content"])
            written = channels.write(channel, content, facts.example, facts.sender or sender, purpose)
        except GilmokError as problem:
            self._tell_problem(problem.text)
            return
        if isinstance(written, Problem):
            self._tell_problem(written.text)
            return
        names = [str(part.get("name", "")) for part in written.parts.get("buttons", ())]
        if self.bubble:
            self.bubble.show_sheet(Sheet(channel.key, facts.shop, written.body, written.subject, names))
        self._tell_problem("")

    def _tell_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if self.bubble:
            self.bubble.setVisible(not words)


def make(slot: Slot) -> QWidget:
    """The message editor."""
    return ContactField(slot)
