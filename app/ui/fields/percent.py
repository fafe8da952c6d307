"""A share in per cent."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.fields import Slot, number


def make(slot: Slot) -> QWidget:
    """A number field from 0 to 100."""
    return number.make(slot.but(unit="%", whole=False, least=0, most=100))
