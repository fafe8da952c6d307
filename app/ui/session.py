"""A draft that is open: its document, its file, what is known about it. It outlives the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.canvas.document import Change, Document
from app.journey import file
from app.journey.graph import Journey
from app.ui import looks
from app.ui.widgets.later import later

if TYPE_CHECKING:
    from app.lint import Finding
    from app.message.sender import Sender
    from app.ui.trial import Trial

_PAUSE = 500  # ms without an edit after which the draft is saved
_THINK = 120  # ms without an edit after which it is checked


class Session(QObject):
    """Saves the draft by itself and checks it as it changes. `problem` carries what kept it from being saved.

    `speaker` tells who speaks in the shop's messages now: part of what is checked.
    """

    checked = Signal()
    saved = Signal()
    problem = Signal(object)

    def __init__(self, path: Path, journey: Journey, speaker: Callable[[], Sender | None], parent: QObject) -> None:
        super().__init__(parent)
        self.path = path
        self.speaker = speaker
        self.document = Document(journey, looks.look)
        self.findings: tuple[Finding, ...] = ()
        self.trial: Trial | None = None
        self._save_timer = later(self, _PAUSE, self.save)
        self._check_timer = later(self, _THINK, self.check)
        self.document.watch(self._changed)

    @property
    def journey(self) -> Journey:
        return self.document.journey

    def save(self) -> None:
        """Write the draft, if anything changed."""
        self._save_timer.stop()
        if self.document.history.is_clean:
            return
        try:
            file.save(self.path, self.journey)
        except Exception as problem:
            self.problem.emit(problem)
        else:
            self.document.mark_saved()
            self.saved.emit()

    def check(self) -> None:
        """Look for problems and show them on the cards."""
        from app.canvas.look import Badge
        from app.runtime.publish import check

        self._check_timer.stop()
        self.findings = tuple(check(self.journey, self.speaker()))
        badges: dict[str, list[Badge]] = {}
        for finding in self.findings:
            for node in finding.nodes:
                badges.setdefault(node, []).append(Badge(finding.level, finding.text))
        self.document.set_findings(badges)
        self.checked.emit()

    def mend(self, finding: Finding) -> None:
        """Do what the finding itself offers; one step of the history."""
        if finding.fix:
            self.document.edit(finding.fix(self.journey), finding.fix_label)
            self.check()

    def _changed(self, change: Change) -> None:
        if Change.JOURNEY in change:
            self._check_timer.start()  # also after an undo back to what is saved
            if not self.document.history.is_clean:
                self._save_timer.start()
