"""The arms of a split: a name and a share each. The shares always add up to 100."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSlider, QWidget

from app.base.text import _
from app.ui.fields import Slot
from app.ui.widgets.duration import NumberField
from app.ui.widgets.plain import button, column, empty, row, square

Json = Any
MOST = 6


class Arms(QWidget):
    """Edits the arms. With two arms a slider shares between them."""

    def __init__(self, arms: list[Json], tell: Callable[[list[Json]], None]) -> None:
        super().__init__()
        self._arms = [dict(arm) for arm in arms]
        self._tell = tell
        self._inside = column(gap=8)
        self.setLayout(self._inside)
        self._fill()

    def _fill(self) -> None:
        empty(self._inside)
        self._fields = [self._field(number, arm) for number, arm in enumerate(self._arms)]
        for number, field in enumerate(self._fields):
            self._inside.addLayout(row(*self._line(number, field), gap=6))
        if len(self._arms) == 2:
            self._inside.addWidget(self._slider())
        below = row(gap=12)
        if len(self._arms) < MOST:
            below.addWidget(button(_("Add an arm"), self._add, kind="link", sign="ph.plus"))
        below.addWidget(button(_("Share equally"), self._equal, kind="link"))
        below.addStretch(1)
        self._inside.addLayout(below)

    def _line(self, number: int, field: NumberField) -> list[QWidget]:
        name = QLineEdit(str(self._arms[number]["key"]))
        name.textEdited.connect(lambda new: self._set(number, "key", new))
        parts: list[QWidget] = [name, field]
        if len(self._arms) > 2:
            parts.append(square("ph.x", _("Remove"), lambda: self._remove(number)))
        return parts

    def _field(self, number: int, arm: Json) -> NumberField:
        field = NumberField(arm["weight"], unit="%", whole=False, most=100)
        field.number.setFixedWidth(64)
        field.changed.connect(lambda new: self._weigh(number, new) if new is not None else None)
        return field

    def _slider(self) -> QWidget:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setValue(round(self._arms[0]["weight"]))
        self.slider.valueChanged.connect(self._slide)
        return self.slider

    def _slide(self, value: int) -> None:
        for number, weight in enumerate((value, 100 - value)):
            self._arms[number]["weight"] = weight
            self._fields[number].number.setText(str(weight))
        self._told()

    def _weigh(self, number: int, weight: float) -> None:
        self._arms[number]["weight"] = weight
        if len(self._arms) == 2 and 0 <= weight <= 100:
            other = 1 - number
            self._arms[other]["weight"] = round(100 - weight, 4)
            self._fields[other].number.setText(f"{self._arms[other]['weight']:g}")
            self.slider.blockSignals(True)
            self.slider.setValue(round(self._arms[0]["weight"]))
            self.slider.blockSignals(False)
        self._told()

    def _set(self, number: int, key: str, value: Json) -> None:
        self._arms[number][key] = value
        self._told()

    def _add(self) -> None:
        used = {arm["key"] for arm in self._arms}
        name = next(letter for letter in "ABCDEFGHIJ" if letter not in used)
        self._arms.append({"key": name, "weight": 0})
        self._equal()

    def _remove(self, number: int) -> None:
        del self._arms[number]
        self._equal()

    def _equal(self) -> None:
        share = round(100 / len(self._arms), 2)
        for arm in self._arms[:-1]:
            arm["weight"] = share
        self._arms[-1]["weight"] = round(100 - share * (len(self._arms) - 1), 2)
        self._fill()
        self._told()

    def _told(self) -> None:
        self._tell([dict(arm) for arm in self._arms])


def make(slot: Slot) -> QWidget:
    """The arms of a split."""
    return Arms(list(slot.value or []), slot.tell)
