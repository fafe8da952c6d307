"""A search field."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from app.ui import theme
from app.ui.icons import icon


class Search(QLineEdit):
    """One line to look for something; Esc empties it."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(False)
        self.addAction(icon("ph.magnifying-glass", theme.now().text3), QLineEdit.ActionPosition.LeadingPosition)
