"""Fields of a form, built from a node kind's settings. One file per widget name, found by looking into this package.

A field module has `make(slot) -> QWidget`. The slot carries the present JSON value and takes the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from PySide6.QtWidgets import QWidget

from app.base.plugins import members
from app.base.text import _
from app.message.sender import Sender

Json = Any


@dataclass(frozen=True, slots=True)
class Facts:
    """What forms offer and know of the shop: events and attributes that occur in it, with values that occur."""

    shop: str = ""
    events: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    example: Mapping[str, Any] = field(default_factory=dict)
    sender: Sender | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One setting to edit: its name and words, its present JSON value, and whom to tell of a new one."""

    name: str
    title: str
    value: Json
    tell: Callable[[Json], None]
    facts: Facts = Facts()
    hint: str = ""
    widget: str = "text"
    choices: tuple[tuple[Json, str], ...] = ()
    unit: str = ""
    whole: bool = True
    least: float = 0
    most: float = 1e12
    whole_settings: Mapping[str, Json] = field(default_factory=dict)
    default: Json = None

    def but(self, **changes: Any) -> Slot:
        """The same slot with something changed."""
        return replace(self, **changes)


def slots(
    model: type[BaseModel], settings: Mapping[str, Json], tell: Callable[[str, Json], None], facts: Facts
) -> list[Slot]:
    """A slot for each field of a settings model, in its order; `tell` gets the field's name and its new value."""
    defaults = defaults_of(model)
    settings = {**dict.fromkeys(model.model_fields), **defaults, **settings}
    return [
        _slot(name, info, settings, _teller(tell, name), facts).but(default=defaults.get(name))
        for name, info in model.model_fields.items()
    ]


def defaults_of(model: type[BaseModel]) -> dict[str, Json]:
    """The JSON values that hold where the settings say nothing."""
    return {
        name: _plain(info.get_default(call_default_factory=True))
        for name, info in model.model_fields.items()
        if not info.is_required()
    }


def make(slot: Slot) -> QWidget:
    """The widget that edits a slot. A value it cannot show (a file written by hand) gives way to the default."""
    module = _members().get(slot.widget) or _members()["text"]
    try:
        made: QWidget = module.make(slot)
    except (ValueError, TypeError, LookupError, AttributeError):
        made = module.make(slot.but(value=slot.default))
    made.setAccessibleName(slot.title)
    return made


@cache
def _members() -> Mapping[str, Any]:
    import app.ui.fields as package

    return members(package)


def _teller(tell: Callable[[str, Json], None], name: str) -> Callable[[Json], None]:
    return lambda value: tell(name, value)


def _slot(name: str, info: FieldInfo, settings: Mapping[str, Json], tell: Callable[[Json], None], facts: Facts) -> Slot:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    least, most = _bounds(info)
    unit = str(extra.get("unit") or "")
    title, hint = info.title or "", info.description or ""
    return Slot(
        name=name,
        title=_(title),
        hint=_(hint),
        value=settings[name],
        tell=tell,
        facts=facts,
        widget=_widget(info, extra),
        choices=_choices(info, extra),
        unit=_(unit),
        whole=info.annotation is int,
        least=least,
        most=most,
        whole_settings=settings,
    )


def _widget(info: FieldInfo, extra: Mapping[str, Any]) -> str:
    if named := extra.get("widget"):
        return str(named)
    if get_origin(info.annotation) is Literal:
        return "choice"
    plain: dict[Any, str] = {bool: "switch", int: "number", float: "number", str: "text"}
    if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
        return "contact" if "channel" in info.annotation.model_fields else "group"
    return plain.get(info.annotation, "text")


def _choices(info: FieldInfo, extra: Mapping[str, Any]) -> tuple[tuple[Json, str], ...]:
    words = extra.get("choices")
    named: Mapping[str, str] = words if isinstance(words, dict) else {}
    options = get_args(info.annotation) if get_origin(info.annotation) is Literal else tuple(named)
    return tuple((option, _(named.get(option, str(option)))) for option in options)


def _bounds(info: FieldInfo) -> tuple[float, float]:
    least, most = 0.0, 1e12
    for rule in info.metadata:
        least = float(getattr(rule, "ge", None) or getattr(rule, "gt", None) or least)
        most = float(getattr(rule, "le", None) or getattr(rule, "lt", None) or most)
    return least, most


def _plain(value: Any) -> Json:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
