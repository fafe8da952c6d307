"""An empty page teaches: one sentence, one button, and a few things to begin with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme
from app.ui.widgets.plain import Part, column, row, sign, text


class Empty(QWidget):
    """A picture, a title, one sentence, and whatever is offered below."""

    def __init__(self, mark: str, title: str, sentence: str, *offers: Part) -> None:
        super().__init__()
        colours = theme.now()
        heading = text(title, "page")
        words = text(sentence, "body2", wrap=True)
        for label in (heading, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        words.setFixedWidth(460)
        picture = sign(mark, colours.accent, 48)
        inside = column(
            None,
            row(None, picture, None),
            16,
            heading,
            6,
            row(None, words, None),
            18,
            *offers,
            None,
            gap=0,
            margins=(24, 24, 24, 24),
        )
        self.setLayout(inside)
