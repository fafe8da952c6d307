"""The small bar over the canvas: zoom, show all, tidy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton

from app.base.text import _
from app.canvas.view import CanvasView
from app.ui import theme
from app.ui.widgets.plain import button, row


class ZoomBar(QFrame):
    """Lies over the canvas's lower left corner."""

    def __init__(self, view: CanvasView, tidy: Callable[[], object]) -> None:
        super().__init__(view)
        colours = theme.now()
        self.percent = self._button("100%", _("Actual size"), lambda: view.run("actual_size"))
        self.percent.setMinimumWidth(52)
        parts = [
            self._button("−", _("Zoom out"), lambda: view.run("zoom_out")),
            self.percent,
            self._button("+", _("Zoom in"), lambda: view.run("zoom_in")),
            self._button(_("Show all"), _("Show all"), lambda: view.run("fit")),
            self._button(_("Tidy"), _("Put the cards in order"), tidy),
        ]
        self.setLayout(row(*parts, gap=0))
        self.setStyleSheet(
            f"ZoomBar {{ background: {colours.surface}; border: 1px solid {colours.border}; border-radius: 8px; }}"
            f"QPushButton {{ border: 0; border-right: 1px solid {colours.border}; border-radius: 0; background:"
            f" transparent; padding: 0 11px; min-height: 30px; font-weight: 600; }}"
            f"QPushButton:hover {{ background: {colours.surface2}; }}"
        )
        parts[-1].setStyleSheet("border-right: 0;")
        self.adjustSize()
        view.zoomed.connect(self._show)

    def _show(self, zoom: float) -> None:
        self.percent.setText(f"{zoom:.0%}")

    def _button(self, words: str, hint: str, run: Callable[[], object]) -> QPushButton:
        made = button(words, run, hint=hint)
        made.setAccessibleName(hint)
        return made
