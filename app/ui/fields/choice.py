"""One of a few: side by side if they are short, else in a list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.fields import Slot
from app.ui.widgets.choice import Choice
from app.ui.widgets.plain import row
from app.ui.widgets.segmented import Segmented

_ROOM = 26  # letters that fit side by side in the inspector


def make(slot: Slot) -> QWidget:
    """A segmented control or a combo box."""
    short = len(slot.choices) <= 3 and sum(len(label) for _value, label in slot.choices) <= _ROOM
    made = Segmented(slot.choices, slot.value) if short else Choice(slot.choices, slot.value)
    made.chosen.connect(slot.tell)
    if not short:
        return made
    around = QWidget()
    around.setLayout(row(made, None))
    return around
