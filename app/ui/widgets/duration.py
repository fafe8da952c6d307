"""A number with a unit: a length of time, or anything counted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from app.base.clock import DAY, HOUR, MINUTE
from app.base.text import _
from app.ui.widgets.choice import Choice
from app.ui.widgets.plain import row, text


def units() -> list[tuple[object, str]]:
    """The units offered, as (milliseconds, word)."""
    return [(MINUTE, _("minutes")), (HOUR, _("hours")), (DAY, _("days"))]


def best_unit(ms: int) -> int:
    """The largest offered unit that says `ms` as a whole number."""
    return next((unit for unit in (DAY, HOUR) if ms and ms % unit == 0), HOUR if not ms else MINUTE)


class DurationField(QWidget):
    """Edit a length of time in whole minutes, hours or days; `changed` carries milliseconds."""

    changed = Signal(object)

    def __init__(self, ms: int | None) -> None:
        super().__init__()
        unit = best_unit(ms or 0)
        self.number = QLineEdit(str(round((ms or 0) / unit)) if ms is not None else "")
        self.number.setValidator(QIntValidator(0, 9999))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setFixedWidth(84)
        self.unit = Choice(units(), unit)
        self.setLayout(row(self.number, self.unit, None, gap=6))
        self.number.textEdited.connect(lambda _text: self._tell())
        self.unit.chosen.connect(lambda _unit: self._tell())
        self.setFocusProxy(self.number)

    @property
    def ms(self) -> int | None:
        """The length in milliseconds; None while the field is empty."""
        words = self.number.text()
        unit = self.unit.value
        return int(words) * unit if words and isinstance(unit, int) else None

    def _tell(self) -> None:
        if self.ms is not None:
            self.changed.emit(self.ms)


class NumberField(QWidget):
    """Edit a number with its unit beside it; `changed` carries int or float, or None when emptied."""

    changed = Signal(object)

    def __init__(
        self, value: float | None, *, unit: str = "", whole: bool = True, least: float = 0, most: float = 1e12
    ):
        super().__init__()
        self._whole = whole
        self.number = QLineEdit("" if value is None else f"{value:g}")
        self.number.setValidator(
            QIntValidator(int(least), int(min(most, 2**31 - 1))) if whole else QDoubleValidator(least, most, 4)
        )
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setFixedWidth(84)
        self.setLayout(row(self.number, *([text(unit, "secondary")] if unit else []), None, gap=6))
        self.number.textEdited.connect(lambda _text: self.changed.emit(self.value))
        self.setFocusProxy(self.number)

    @property
    def value(self) -> float | None:
        """The number; None while the field is empty or half typed."""
        try:
            return int(self.number.text()) if self._whole else float(self.number.text())
        except ValueError:
            return None
