"""A message inside the page: what happened, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from app.ui import theme
from app.ui.widgets.pill import SIGNS
from app.ui.widgets.plain import button, row, sign, text


class Banner(QFrame):
    """`tone` is ok, warn, err or info; `do` is a label and what it does."""

    def __init__(self, words: str, tone: str = "info", do: tuple[str, Callable[[], object]] | None = None) -> None:
        super().__init__()
        colours = theme.now().tone(tone)
        self.words = words
        label = text(words, wrap=True, select=True)
        label.setStyleSheet(f"color: {colours.ink}; font-weight: 550;")
        parts = [sign(SIGNS[tone], colours.ink, 18), label]
        inside = row(*parts, gap=10, margins=(12, 9, 9, 9))
        inside.setStretch(1, 1)
        if do:
            inside.addWidget(button(do[0], do[1]))
        self.setLayout(inside)
        self.setStyleSheet(f"Banner {{ background: {colours.soft}; border-radius: 8px; }}")
