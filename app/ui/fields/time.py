"""A time of day."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QTimeEdit, QWidget

from app.base.clock import MINUTE
from app.base.duration import read_time, write_time
from app.ui.fields import Slot


def make(slot: Slot) -> QWidget:
    """Hours and minutes; told as the file writes them (`21:00`)."""
    minutes = read_time(slot.value if slot.value is not None else 0) // MINUTE
    made = QTimeEdit(QTime(minutes // 60 % 24, minutes % 60))
    made.setDisplayFormat("HH:mm")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedWidth(84)
    made.timeChanged.connect(lambda time: slot.tell(write_time((time.hour() * 60 + time.minute()) * MINUTE)))
    return made
