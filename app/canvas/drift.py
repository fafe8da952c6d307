"""A drag held near the viewport's border moves the paper under it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QSize, QTimer

EDGE = 28  # px from the border at which it begins
FASTEST = 14.0  # px per frame


class Drift(QObject):
    """Calls `pan` with px, sixty times a second, for as long as the pointer stays near the border."""

    def __init__(self, parent: QObject, pan: Callable[[float, float], None]) -> None:
        super().__init__(parent)
        self._pan = pan
        self._pull = (0.0, 0.0)
        self._timer = QTimer(self, interval=16)
        self._timer.timeout.connect(lambda: self._pan(*self._pull))

    def feel(self, pointer: QPointF, size: QSize) -> None:
        """The pointer is here, in a viewport of this size."""
        self._pull = (_pull(pointer.x(), size.width()), _pull(pointer.y(), size.height()))
        if not any(self._pull):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """The drag is over."""
        self._timer.stop()


def _pull(place: float, length: int) -> float:
    """Positive at the near border, negative at the far one."""
    near, far = EDGE - place, place - (length - EDGE)
    return min(FASTEST, near / 2) if near > 0 else -min(FASTEST, far / 2) if far > 0 else 0.0
