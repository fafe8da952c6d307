"""The worker as a child process of the window. The two meet only in the database."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

_PATIENCE = 5_000  # ms a worker gets to finish its transaction


class WorkerProcess(QObject):
    """Starts and stops `gilmok run SHOP --attached`, which ends with this program even if that is killed.

    `ended` carries what it last said when it ended by itself with an error.
    """

    changed = Signal()
    ended = Signal(str)

    def __init__(self, home: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.stateChanged.connect(lambda _state: self.changed.emit())
        self._process.finished.connect(self._over)
        self._last = ""
        self._process.readyReadStandardOutput.connect(self._read)
        self._stopping = False
        self.shop = ""

    @property
    def is_running(self) -> bool:
        """Whether the worker process is alive (or about to be)."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self, shop: str) -> None:
        """Let the worker run for a shop, unless it already does."""
        if self.is_running:
            return
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("GILMOK_HOME", str(self._home))
        environment.insert("PYTHONUNBUFFERED", "1")
        self._process.setProcessEnvironment(environment)
        self._process.setWorkingDirectory(str(Path(__file__).resolve().parents[2]))
        self.shop, self._last, self._stopping = shop, "", False
        self._process.start(sys.executable, ["-m", "app", "run", shop, "--attached"])

    def stop(self) -> None:
        """Ask the worker to end; it is killed if it does not (it is built to be)."""
        if self.is_running:
            self._stopping = True
            self._process.terminate()
            QTimer.singleShot(_PATIENCE, self, lambda: self._process.kill() if self._stopping else None)

    def wait(self) -> None:
        """Stop, and return only when the process is gone: the window closes."""
        self.stop()
        if self.is_running and not self._process.waitForFinished(_PATIENCE):
            self._process.kill()
            self._process.waitForFinished(_PATIENCE)

    def _read(self) -> None:
        said = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        if said:
            self._last = said.splitlines()[-1]

    def _over(self, code: int, status: QProcess.ExitStatus) -> None:
        stopping, self._stopping = self._stopping, False
        if not stopping and (code or status is QProcess.ExitStatus.CrashExit):
            self.ended.emit(self._last)
