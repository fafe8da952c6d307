"""A form: each setting with its title above and what is wrong with it below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.ui import fields
from app.ui.fields import Slot
from app.ui.widgets.plain import column, text

#: Fields that carry their own titles.
_SELF_TITLED = ("switch", "contact")


class Form(QWidget):
    """Fields for some slots, one below the other."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        super().__init__()
        self.fields: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        inside = column(gap=14)
        for slot in slots:
            inside.addLayout(column(*self._parts(slot), gap=5))
        self.setLayout(inside)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say below each field what is wrong with it; a field that is not named is fine."""
        for name, label in self._errors.items():
            words = problems.get(name, "")
            label.setText(words)
            label.setVisible(bool(words))
            field = self.fields[name]
            if isinstance(field, QLineEdit | QPlainTextEdit) and field.property("wrong") != bool(words):
                field.setProperty("wrong", bool(words))
                field.style().unpolish(field)
                field.style().polish(field)

    def refresh(self, settings: Mapping[str, object]) -> None:
        """Let the fields that depend on other settings look at them again."""
        for field in self.fields.values():
            if again := getattr(field, "refresh", None):
                again(settings)

    def _parts(self, slot: Slot) -> list[QWidget]:
        field = self.fields[slot.name] = fields.make(slot)
        error = self._errors[slot.name] = text("", "error", wrap=True)
        error.hide()
        titled = slot.title and slot.widget not in _SELF_TITLED
        parts: list[QWidget] = [text(slot.title, "label")] if titled else []
        parts.append(field)
        if slot.hint:
            parts.append(text(slot.hint, "hint", wrap=True))
        return [*parts, error]
