"""Yes or no."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.fields import Slot
from app.ui.widgets.switch import Switch


def make(slot: Slot) -> QWidget:
    """A switch that carries the setting's title itself."""
    made = Switch(slot.title, bool(slot.value))
    made.toggled.connect(slot.tell)
    return made
