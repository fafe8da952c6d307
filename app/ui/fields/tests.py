"""Tests of an event's properties: name, comparison, value. All must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.text import N_, _
from app.journey import words
from app.ui.fields import Slot
from app.ui.fields._rows import Rows
from app.ui.widgets.choice import Choice
from app.ui.widgets.plain import column, row

Json = Any

#: How a value can be compared, in words that stand alone.
OPS: Mapping[str, str] = {
    "is": N_("is"),
    "is_not": N_("is not"),
    "one_of": N_("is one of"),
    "contains": N_("contains"),
    "starts": N_("starts with"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "more": N_("more than"),
    "less": N_("less than"),
    "known": N_("is known"),
    "unknown": N_("is not known"),
}
_ALONE = ("known", "unknown")


class TestForm(QWidget):
    """Edits one test. `names` are the properties on offer, with values that occur."""

    __test__ = False  # not a pytest class

    def __init__(
        self,
        value: Json,
        tell: Callable[[Json], None],
        names: Mapping[str, Sequence[str]],
        say: Callable[[str], str],
    ) -> None:
        super().__init__()
        self._value, self._tell, self._names = dict(value), tell, names
        self.name = Choice([(key, say(key)) for key in names], value.get("name"), free=True)
        self.op = Choice([(key, _(label)) for key, label in OPS.items()], value.get("op", "is"))
        self.value = Choice(self._known(), shown(value.get("value")), free=True)
        self.setLayout(column(row(self.name, self.op, gap=6), self.value, gap=6))
        self.name.chosen.connect(self._named)
        self.op.chosen.connect(self._compared)
        self.value.chosen.connect(lambda _value: self._put("value", read(str(self.value.value or ""), self._op)))
        self.value.editTextChanged.connect(lambda typed: self._put("value", read(typed, self._op)))
        self.value.setVisible(self._op not in _ALONE)

    @property
    def _op(self) -> str:
        return str(self._value.get("op", "is"))

    def _known(self) -> list[tuple[object, str]]:
        return [(value, value) for value in self._names.get(str(self._value.get("name")), ())]

    def _named(self, name: object) -> None:
        self._put("name", str(name or ""))
        self.value.offer(self._known(), shown(self._value.get("value")))

    def _compared(self, op: object) -> None:
        self._value["op"] = op
        self.value.setVisible(op not in _ALONE)
        self._put("value", None if op in _ALONE else read(shown(self._value.get("value")), str(op)))

    def _put(self, key: str, value: Json) -> None:
        self._value[key] = value
        self._tell(dict(self._value))


def shown(value: Json) -> str:
    """A test's value as one types it: a list with commas."""
    if value is None:
        return ""
    return ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)


def read(typed: str, op: str) -> Json:
    """What was typed as a test's value: a number where it looks like one, a list for `one_of`."""
    if op == "one_of":
        return [_number(part.strip()) for part in typed.split(",") if part.strip()]
    return _number(typed.strip())


def _number(typed: str) -> str | int | float:
    try:
        return int(typed) if typed.isascii() and str(int(typed)) == typed else float(typed)
    except ValueError:
        return typed


def make(slot: Slot) -> QWidget:
    """A list of tests over the properties that occur in the shop."""
    names = slot.facts.properties or {"category": (), "value": (), "product_id": ()}

    def form(value: Json, tell: Callable[[Json], None], _reshape: Callable[[Json], None]) -> QWidget:
        return TestForm(value, tell, names, words.prop)

    def fresh() -> Json:
        return {"name": next(iter(names)), "op": "is", "value": ""}

    return Rows(slot.value or [], form, slot.tell, [("", fresh)], add=_("Add a detail"))
