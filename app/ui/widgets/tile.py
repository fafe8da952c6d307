"""A calm big number with its name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.widgets.plain import column, row, text


class Tile(QWidget):
    """Name above, number and unit below; `note` is a line of small print."""

    def __init__(self, name: str, number: str, unit: str = "", note: str = "", *, hero: bool = False) -> None:
        super().__init__()
        self.number = text(number, "hero" if hero else "number")
        self.unit = text(unit, "secondary")
        below = row(self.number, self.unit, None, gap=4)
        inside = column(text(name, "secondary"), below, gap=2)
        if note:
            inside.addWidget(text(note, "hint", wrap=True))
        inside.addStretch(1)
        self.setLayout(inside)
        self.setAccessibleName(f"{name} {number}{unit}")
