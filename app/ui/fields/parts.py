"""Buttons of a message: a name and the page each opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.base.text import _
from app.ui.fields import Slot
from app.ui.fields._rows import Rows
from app.ui.widgets.plain import column

Json = Any


def make(slot: Slot) -> QWidget:
    """A list of buttons."""

    def form(value: Json, tell: Callable[[Json], None], _reshape: Callable[[Json], None]) -> QWidget:
        held = dict(value)

        def put(key: str, new: str) -> None:
            held[key] = new
            tell(dict(held))

        name, url = QLineEdit(held.get("name", "")), QLineEdit(held.get("url", ""))
        name.setPlaceholderText(_("What the button says"))
        url.setPlaceholderText("https://")
        name.textEdited.connect(lambda new: put("name", new))
        url.textEdited.connect(lambda new: put("url", new))
        around = QWidget()
        around.setLayout(column(name, url, gap=6))
        return around

    return Rows(
        slot.value or [], form, slot.tell, [("", lambda: {"name": "", "url": ""})], add=_("Add a button"), most=5
    )
