"""What is tried when a message cannot be delivered: other channels, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app import channels
from app.base.text import _
from app.ui.fields import Slot
from app.ui.fields._rows import Rows
from app.ui.fields.contact import ContactField

Json = Any


def make(slot: Slot) -> QWidget:
    """A list of messages, without previews."""

    def form(value: Json, tell: Callable[[Json], None], _reshape: Callable[[Json], None]) -> QWidget:
        return ContactField(slot.but(value=value, tell=tell), preview=False)

    def start(key: str) -> Callable[[], Json]:
        return lambda: {"channel": key, "content": {}}

    starts = [(one.name(), start(key)) for key, one in channels.channels().items()]
    return Rows(slot.value or [], form, slot.tell, starts, add=_("Try another channel"), most=3)
