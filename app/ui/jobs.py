"""Long work off the window's thread: progress, cancel, and errors told by kind.

Work is a function of a `Task`. It runs on a pool thread, reports through the task and may be told to stop; what it
returns or raises arrives on the window's thread. This is the one place of the window where exceptions are caught.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from app.base.errors import GilmokError


class Cancelled(Exception):  # noqa: N818 -- not an error: the person asked for it
    """The work was told to stop, and stopped."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far work has come: `done` of `total` (0 if unknown, 1 for a share), after `seconds`, doing `what`."""

    done: float = 0
    total: int = 0
    what: str = ""
    seconds: float = 0.0

    @property
    def share(self) -> float | None:
        """0-1, or None while the end is unknown."""
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def rate(self) -> float:
        """Things done per second so far."""
        return self.done / self.seconds if self.seconds > 0.2 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds until the end at the present rate; None while nobody can tell."""
        return (self.total - self.done) / self.rate if self.total and self.rate else None


class Task:
    """What running work sees of itself: where to report, and whether to go on."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._report = report
        self._stop = threading.Event()
        self._began = time.monotonic()
        self._last = 0.0

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()

    def report(self, done: float, total: int = 0, what: str = "") -> None:
        """Say how far the work is; raises Cancelled where it was told to stop. Shown at most 20 times a second."""
        if self.cancelled:
            raise Cancelled
        seconds = time.monotonic() - self._began
        if seconds - self._last >= 0.05 or done == total:
            self._last = seconds
            self._report(Progress(done, total, what, seconds))

    def told(self, done: int, total: int) -> bool:
        """Report to work that asks whether to go on instead of being interrupted."""
        if not self.cancelled:
            self.report(done, total)
        return not self.cancelled


class Job(QObject):
    """One piece of work as the window sees it. Signals arrive on the window's thread."""

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()
    _said = Signal(str, object)

    def __init__(self, label: str, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.task = Task(lambda progress: self._tell("progressed", progress))
        self.is_over = False
        self._said.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self.task.cancel()

    def run(self, work: Callable[[Task], object]) -> None:
        """Do the work (on a pool thread) and send home what came of it."""
        try:
            result = work(self.task)
        except Cancelled:
            self._tell("ended", None)
        except Exception as problem:
            self._tell("failed", problem)
        else:
            self._tell("done", result)

    def _tell(self, what: str, value: object) -> None:
        if shiboken6.isValid(self):
            self._said.emit(what, value)

    def _hear(self, what: str, value: object) -> None:
        if what == "progressed":
            self.progressed.emit(value)
            return
        self.is_over = True
        if what != "ended":
            getattr(self, what).emit(value)
        self.ended.emit()


class _Run(QRunnable):
    def __init__(self, job: Job, work: Callable[[Task], object]) -> None:
        super().__init__()
        self._job, self._work = job, work

    def run(self) -> None:
        self._job.run(self._work)


class Jobs(QObject):
    """Starts work and keeps count of it. `problem` carries errors nobody else takes care of."""

    problem = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(3)
        self.running: list[Job] = []

    def start(
        self,
        work: Callable[[Task], Any],
        done: Callable[[Any], None] | None = None,
        *,
        failed: Callable[[GilmokError], None] | None = None,
        owner: QObject | None = None,
        label: str = "",
    ) -> Job:
        """Run `work` and hand its result to `done` on the window's thread.

        `failed` takes errors a person can mend; without it, and for bugs, `problem` is emitted. Once `owner` is
        gone nothing is handed to it any more, and the work is told to stop.
        """
        job = Job(label, self)
        self.running.append(job)
        job.done.connect(lambda value: done(value) if done and _alive(owner) else None)
        job.failed.connect(lambda error: self._failed(error, failed if _alive(owner) else None))
        job.ended.connect(lambda: self._over(job))
        if owner is not None:
            owner.destroyed.connect(job.task.cancel)
        self._pool.start(_Run(job, work))
        return job

    def stop(self, wait: int = 5_000) -> bool:
        """Tell everything to stop and wait up to `wait` ms; whether all of it did."""
        for job in self.running:
            job.cancel()
        return self._pool.waitForDone(wait)

    def _failed(self, error: Exception, take: Callable[[GilmokError], None] | None) -> None:
        if take and isinstance(error, GilmokError):
            take(error)
        else:
            self.problem.emit(error)

    def _over(self, job: Job) -> None:
        self.running.remove(job)
        job.deleteLater()


def _alive(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)
