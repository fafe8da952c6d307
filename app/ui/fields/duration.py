"""A length of time."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.base.duration import read_duration, write_duration
from app.ui.fields import Slot
from app.ui.widgets.duration import DurationField


def make(slot: Slot) -> QWidget:
    """A number with minutes, hours or days; told as the file writes it (`3h`)."""
    made = DurationField(read_duration(slot.value) if slot.value is not None else None)
    made.changed.connect(lambda ms: slot.tell(write_duration(ms)))
    return made
