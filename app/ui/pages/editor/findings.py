"""What is wrong with the journey, as a list: pressing a line goes to the card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.base.text import _
from app.ui import theme
from app.ui.widgets.pill import SIGNS
from app.ui.widgets.plain import button, column, empty, row, scroll, sign, square, text

if TYPE_CHECKING:
    from app.lint import Finding

TONES = {"error": "err", "warning": "warn"}


class FindingRow(QFrame):
    """One finding: its sentence, a way to its card, and its fix where there is one."""

    def __init__(self, finding: Finding, go: Callable[[str], object], mend: Callable[[Finding], object]) -> None:
        super().__init__()
        tone = TONES[finding.level]
        inside = row(
            sign(SIGNS[tone], theme.now().tone(tone).ink, 18),
            text(finding.text, wrap=True),
            gap=10,
            margins=(10, 7, 8, 7),
        )
        inside.setStretch(1, 1)
        if finding.fix:
            inside.addWidget(button(finding.fix_label, lambda: mend(finding), kind="link"))
        if finding.nodes:
            inside.addWidget(button(_("Show"), lambda: go(finding.nodes[0]), kind="link"))
        self.setLayout(inside)
        self.setProperty("ground", "sunk")


class Findings(QFrame):
    """The list in the dock. `wanted` carries the card to show, `closed` when the person is done."""

    wanted = Signal(str)
    closed = Signal()

    def __init__(self, mend: Callable[[Finding], object]) -> None:
        super().__init__()
        self._mend = mend
        self.setProperty("ground", "bottom")
        self.setFixedHeight(180)
        self._title = text(_("What to look at"), "title")
        self._list: QVBoxLayout = column(gap=6)
        around = QWidget()
        around.setLayout(self._list)
        head = row(self._title, None, square("ph.x", _("Close"), self.closed.emit))
        self.setLayout(column(head, scroll(around), gap=8, margins=(18, 10, 12, 10)))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Errors first."""
        empty(self._list)
        for finding in sorted(findings, key=lambda one: one.level != "error"):
            self._list.addWidget(FindingRow(finding, self.wanted.emit, self._mend))
        if not findings:
            self._list.addWidget(text(_("Nothing to mend. This journey can be published."), "body2"))
        self._list.addStretch(1)
