"""Work going on: what, how far, how fast, how long still, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from app.base.text import _, ngettext
from app.ui.jobs import Job, Progress
from app.ui.widgets.plain import button, column, row, text


def say_progress(progress: Progress) -> str:
    """`12,000 of 40,000 · 3,100 a second · 9 seconds left`, as far as it is known."""
    parts = [progress.what] if progress.what else []
    if progress.total > 1:
        parts.append(_("{done} of {total}").format(done=f"{progress.done:,}", total=f"{progress.total:,}"))
    elif progress.share is not None:
        parts.append(f"{progress.share:.0%}")
    if progress.rate >= 1 and progress.total != 1:
        parts.append(_("{rate} a second").format(rate=f"{round(progress.rate):,}"))
    if progress.left is not None and progress.left >= 1:
        parts.append(say_left(progress.left))
    return " · ".join(parts)


def say_left(seconds: float) -> str:
    """How long it still takes, in the unit that fits."""
    if seconds < 90:
        n = round(seconds)
        return ngettext("about {n} second left", "about {n} seconds left", n).format(n=n)
    n = round(seconds / 60)
    return ngettext("about {n} minute left", "about {n} minutes left", n).format(n=n)


class JobRow(QWidget):
    """Shows one job until it is over."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.note = text("", "hint")
        self.stop = button(_("Stop"), job.cancel)
        head = row(text(job.label, "strong"), None, self.note)
        inside = row(column(head, self.bar, gap=6), self.stop, gap=16)
        inside.setAlignment(self.stop, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(inside)
        job.progressed.connect(self._show)
        job.ended.connect(self.hide)

    def _show(self, progress: Progress) -> None:
        if progress.share is not None:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(progress.share * 1000))
        self.note.setText(say_progress(progress))
