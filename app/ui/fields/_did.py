"""One row of a condition: did something, or did not; how often; when; about which product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.clock import DAY
from app.base.duration import read_duration, write_duration
from app.base.text import _
from app.ui.fields import Slot, event, tests
from app.ui.widgets.choice import Choice
from app.ui.widgets.duration import DurationField, NumberField
from app.ui.widgets.flow import Flow
from app.ui.widgets.plain import column, row
from app.ui.widgets.segmented import Segmented

Json = Any


def fresh() -> Json:
    """What a new row begins with."""
    return {"kind": "did", "event": "purchase", "window": {"since_entry": True}}


class DidForm(QWidget):
    """Edits `did`, or `not` around a `did`."""

    def __init__(self, value: Json, tell: Callable[[Json], None], reshape: Callable[[Json], None], slot: Slot) -> None:
        super().__init__()
        self._denied, self._did = unwrapped(value)
        self._tell, self._reshape = tell, reshape
        self.what = Choice(event.options(slot.facts), self._did.get("event"))
        self.denied = Segmented([(False, _("Did it")), (True, _("Did not"))], self._denied)
        self.what.chosen.connect(lambda key: self._put("event", key))
        self.denied.chosen.connect(self._deny)
        inside = column(self.what, Flow([self.denied, *self._often()], gap=6), self._when(), gap=6)
        inside.addWidget(self._about())
        details = tests.make(slot.but(value=self._did.get("having", []), tell=lambda new: self._put("having", new)))
        inside.addWidget(details)
        self.setLayout(inside)

    def _often(self) -> list[QWidget]:
        if self._denied:
            return []
        self.times = NumberField(self._did.get("at_least") or 1, unit=_("times or more"), least=1, most=999)
        self.times.number.setFixedWidth(48)
        self.times.changed.connect(lambda n: self._put("at_least", n) if n else None)
        return [self.times]

    def _when(self) -> QWidget:
        window = self._did.get("window") or {}
        held = "within" if window.get("within") is not None else "entry" if window.get("since_entry") else "ever"
        options: list[tuple[object, str]] = [
            ("entry", _("since entering")),
            ("within", _("in the last")),
            ("ever", _("at any time")),
        ]
        self.when = Choice(options, held)
        self.when.chosen.connect(self._timed)
        parts: list[QWidget] = [self.when]
        if held == "within":
            self.within = DurationField(read_duration(window["within"]))
            self.within.number.setFixedWidth(52)
            self.within.changed.connect(lambda ms: self._put("window", {"within": write_duration(ms)}))
            parts.append(self.within)
        around = QWidget()
        around.setLayout(row(*parts, None, gap=6))
        return around

    def _about(self) -> QWidget:
        options: list[tuple[object, str]] = [
            ("", _("about anything")),
            ("product_id", _("with the same product as at the start")),
            ("category", _("with the same category as at the start")),
            ("order_id", _("with the same order as at the start")),
        ]
        same = self._did.get("same") or [""]
        self.about = Choice(options, same[0])
        self.about.chosen.connect(lambda key: self._put("same", [key] if key else []))
        return self.about

    def _deny(self, denied: object) -> None:
        self._denied = bool(denied)
        self._did.pop("at_most", None)
        if self._denied:
            self._did.pop("at_least", None)
        self._reshape(self._value())

    def _timed(self, when: object) -> None:
        windows: dict[object, Json] = {
            "entry": {"since_entry": True},
            "within": {"within": write_duration(30 * DAY)},
            "ever": {},
        }
        self._did["window"] = windows[when]
        self._reshape(self._value())

    def _put(self, key: str, value: Json) -> None:
        self._did[key] = value
        self._tell(self._value())

    def _value(self) -> Json:
        inner = dict(self._did)
        return {"kind": "not", "of": inner} if self._denied else inner


def unwrapped(value: Json) -> tuple[bool, dict[str, Json]]:
    """Whether the row denies, and the `did` within. `at_most` 0 says the same as `not`."""
    if value.get("kind") == "not":
        return True, dict(value["of"])
    return value.get("at_most") == 0, {key: item for key, item in value.items() if item is not None}
