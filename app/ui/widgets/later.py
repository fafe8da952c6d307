"""Something done once, a moment after it was last asked for: typing asks for it with every letter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def later(owner: QObject, pause: int, run: Callable[[], object]) -> QTimer:
    """A timer that runs `run` once, `pause` ms after its last `start()`; it ends with its owner."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(pause)
    timer.timeout.connect(run)
    return timer
