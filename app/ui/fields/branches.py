"""The questions of a condition node, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.ids import new_id
from app.base.text import _
from app.ui.fields import Slot, where
from app.ui.fields import _did as did
from app.ui.fields import text as line
from app.ui.fields._rows import Rows
from app.ui.widgets.plain import column, text

Json = Any
Tell = Callable[[Json], None]


def make(slot: Slot) -> QWidget:
    """One question alone is a plain condition; more have names, and can be taken away."""
    values = list(slot.value or [])

    def form(value: Json, tell: Tell, _reshape: Tell) -> QWidget:
        held = dict(value)

        def put(key: str, new: Json) -> None:
            held[key] = new
            tell(dict(held))

        name = line.make(slot.but(value=held.get("label", ""), tell=lambda new: put("label", new)))
        name.setProperty("placeholderText", _("Yes") if len(values) == 1 else held.get("key", ""))
        question = where.make(slot.but(value=held.get("where") or did.fresh(), tell=lambda new: put("where", new)))
        around = QWidget()
        around.setLayout(column(text(_("Name of this way"), "label"), name, 2, question, gap=4))
        return around

    def fresh() -> Json:
        return {"key": new_id("b", 4), "label": "", "where": did.fresh()}

    return Rows(values, form, slot.tell, [("", fresh)], add=_("Add a question"), least=1, most=8)
