"""A number with its unit."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.fields import Slot
from app.ui.widgets.duration import NumberField


def make(slot: Slot) -> QWidget:
    """A number field; an empty one tells nothing."""
    made = NumberField(slot.value, unit=slot.unit, whole=slot.whole, least=slot.least, most=slot.most)
    made.changed.connect(lambda value: slot.tell(value) if value is not None else None)
    return made
