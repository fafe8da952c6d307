"""Several lines of text."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.ui.fields import Slot


def make(slot: Slot) -> QWidget:
    """A text box; every keystroke is told. Tab goes on to the next field."""
    edit = QPlainTextEdit(str(slot.value or ""))
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(118)
    edit.textChanged.connect(lambda: slot.tell(edit.toPlainText()))
    return edit
