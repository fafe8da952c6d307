"""A list of small forms with a way to add and to take away: what conditions, arms and fallbacks have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.base.text import _
from app.ui.widgets.plain import box, button, column, empty, row, square

Json = Any
#: Makes the form of one item: its value, whom to tell of a new one, whom to tell when its shape changes.
Form = Callable[[Json, Callable[[Json], None], Callable[[Json], None]], QWidget]


class Rows(QWidget):
    """Edits a list of JSON values. `starts` are what can be added: (label, value). Keeps at least `least` of them."""

    def __init__(
        self,
        values: Sequence[Json],
        form: Form,
        tell: Callable[[list[Json]], None],
        starts: Sequence[tuple[str, Callable[[], Json]]],
        *,
        add: str,
        least: int = 0,
        most: int = 20,
    ) -> None:
        super().__init__()
        self._values = list(values)
        self._form, self._tell, self._starts = form, tell, list(starts)
        self._add, self._least, self._most = add, least, most
        self._inside: QVBoxLayout = column(gap=8)
        self.setLayout(self._inside)
        self._fill()

    def _fill(self) -> None:
        empty(self._inside)
        for number, value in enumerate(self._values):
            self._inside.addWidget(self._item(number, value))
        if len(self._values) < self._most:
            self._inside.addLayout(row(self._adder(), None))

    def _item(self, number: int, value: Json) -> QWidget:
        form = self._form(value, lambda new: self._set(number, new), lambda new: self._reshape(number, new))
        inside = row(form, gap=4, margins=(10, 8, 6, 8))
        inside.setStretch(0, 1)
        if len(self._values) > self._least:
            away = square("ph.x", _("Remove"), lambda: self._remove(number))
            inside.addLayout(column(away, None))
        return box(inside, "sunk")

    def _adder(self) -> QWidget:
        made = button(self._add, kind="link", sign="ph.plus")
        if len(self._starts) == 1:
            made.clicked.connect(lambda: self._append(self._starts[0][1]()))
            return made
        menu = QMenu(made)
        for label, fresh in self._starts:
            menu.addAction(label).triggered.connect(lambda _on=False, fresh=fresh: self._append(fresh()))
        made.setMenu(menu)
        return made

    def _set(self, number: int, value: Json) -> None:
        self._values[number] = value
        self._tell(list(self._values))

    def _reshape(self, number: int, value: Json) -> None:
        self._set(number, value)
        self._fill()

    def _append(self, value: Json) -> None:
        self._values.append(value)
        self._tell(list(self._values))
        self._fill()

    def _remove(self, number: int) -> None:
        del self._values[number]
        self._tell(list(self._values))
        self._fill()
