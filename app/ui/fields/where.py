"""A condition, as rows that read like sentences: did something or not, is something, agreed to something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.errors import GilmokError
from app.base.text import N_, _
from app.journey import say, words
from app.ui.fields import Slot
from app.ui.fields import _did as did
from app.ui.fields._rows import Rows
from app.ui.fields.tests import TestForm
from app.ui.widgets.choice import Choice
from app.ui.widgets.plain import column, row, text
from app.ui.widgets.segmented import Segmented

Json = Any
Tell = Callable[[Json], None]

CHANNELS = ("sms", "kakao", "email", "push")


class WhereField(QWidget):
    """Edits one condition. A single clause stands for itself; several are joined by all or any."""

    def __init__(self, slot: Slot) -> None:
        super().__init__()
        self._slot = slot
        self._join, self._clauses = split(slot.value)
        self.join = Segmented([("all", _("All of these")), ("any", _("Any of these"))], self._join)
        self.join.chosen.connect(self._joined)
        self.rows = Rows(self._clauses, self._form, self._told, self._starts(), add=_("Add a condition"))
        self.around = QWidget()
        self.around.setLayout(row(self.join, None))
        self.setLayout(column(self.around, self.rows, gap=8))
        self.around.setVisible(len(self._clauses) > 1)

    def _form(self, value: Json, tell: Tell, reshape: Tell) -> QWidget:
        kind = value.get("kind")
        inner = value.get("of") if kind == "not" else value
        if isinstance(inner, Mapping) and inner.get("kind") == "did":
            return did.DidForm(value, tell, reshape, self._slot)
        forms: dict[Any, Callable[[Json, Tell], QWidget]] = {"attribute": self._attribute, "consent": self._consent}
        return forms.get(kind, self._sentence)(value, tell)

    def _attribute(self, value: Json, tell: Tell) -> QWidget:
        names = self._slot.facts.attributes or dict.fromkeys(("grade", "city", "gender"), ())
        form = TestForm(value["test"], lambda test: tell({**value, "test": test}), names, words.attribute)
        around = QWidget()
        around.setLayout(column(text(_("The customer's"), "label"), form, gap=4))
        return around

    def _consent(self, value: Json, tell: Tell) -> QWidget:
        held = dict(value)

        def put(key: str, new: Json) -> None:
            held[key] = new
            tell(dict(held))

        channel = Choice([(key, words.channel(key)) for key in CHANNELS], value.get("channel"))
        purpose = Choice([(key, words.purpose(key)) for key in words.PURPOSES], value.get("purpose", "ad"))
        granted = Segmented([(True, _("Agreed")), (False, _("Did not agree"))], value.get("granted", True))
        channel.chosen.connect(lambda new: put("channel", new))
        purpose.chosen.connect(lambda new: put("purpose", new))
        granted.chosen.connect(lambda new: put("granted", new))
        around = QWidget()
        around.setLayout(
            column(text(_("Consent"), "label"), row(channel, purpose, None, gap=6), row(granted, None), gap=6)
        )
        return around

    def _sentence(self, value: Json, _tell: Tell) -> QWidget:
        """A clause this form has no row for: kept as it is, and said in words."""
        return text(said(value), wrap=True)

    def _starts(self) -> list[tuple[str, Callable[[], Json]]]:
        first = next(iter(self._slot.facts.attributes), "grade")
        return [
            (_("What the customer did or did not do"), did.fresh),
            (
                _("What the customer is"),
                lambda: {"kind": "attribute", "test": {"name": first, "op": "is", "value": ""}},
            ),
            (_("What the customer agreed to"), lambda: {"kind": "consent", "channel": "sms", "purpose": "ad"}),
        ]

    def _joined(self, join: object) -> None:
        self._join = str(join)
        self._told(self._clauses)

    def _told(self, clauses: list[Json]) -> None:
        self._clauses = clauses
        self.around.setVisible(len(clauses) > 1)
        self._slot.tell(joined(self._join, clauses))


def split(where: Json) -> tuple[str, list[Json]]:
    """A condition as (all | any, clauses); one that is no group is the only clause."""
    if not where:
        return "all", []
    if where.get("kind") in ("all", "any"):
        return str(where["kind"]), list(where.get("of", ()))
    return "all", [where]


def joined(join: str, clauses: list[Json]) -> Json:
    """The condition of some clauses; a single one stands for itself."""
    return clauses[0] if len(clauses) == 1 else {"kind": join, "of": clauses}


def said(where: Json) -> str:
    """A condition in words, or what is wrong with it."""
    from pydantic import TypeAdapter, ValidationError

    from app.journey.where import Where

    try:
        return say.say(TypeAdapter(Where).validate_python(where))
    except (ValidationError, GilmokError):
        return _(_INCOMPLETE)


_INCOMPLETE = N_("This condition is not complete.")


def make(slot: Slot) -> QWidget:
    """The condition editor."""
    return WhereField(slot)
