"""A line of text."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.fields import Slot


def make(slot: Slot) -> QWidget:
    """A line edit; every keystroke is told."""
    edit = QLineEdit(str(slot.value or ""))
    edit.textEdited.connect(slot.tell)
    return edit
