"""The settings of the whole journey: its name, who may enter again, quiet hours, how often at most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.clock import DAY
from app.base.duration import read_duration, read_time
from app.base.text import N_, _
from app.canvas.document import Document
from app.journey import edit
from app.journey.graph import Settings
from app.ui.fields import Slot
from app.ui.form import Form
from app.ui.widgets.plain import column, text

_ENTRY = {
    "once": N_("Once only"),
    "after_leaving": N_("Again after leaving"),
    "any_time": N_("Any time, side by side"),
}
_KEYS = {"": N_("The customer"), "order_id": N_("Each order"), "product_id": N_("Each product")}


class _Rules:
    """Turns one changed field into one edit of the journey."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def name(self, words: str) -> None:
        if words.strip():
            edited = edit.set_journey(self._document.journey, name=words)
            self._document.edit(edited, _("Rename the journey"), merge_key="journey.name")

    def entry(self, **changed: Any) -> None:
        settings = self._document.journey.settings
        self._put(replace(settings, entry=replace(settings.entry, **changed)), *changed)

    def quiet(self, **changed: Any) -> None:
        settings = self._document.journey.settings
        self._put(replace(settings, quiet=replace(settings.quiet, **changed)), *changed)

    def cap(self, **changed: Any) -> None:
        settings = self._document.journey.settings
        self._put(replace(settings, cap=replace(settings.cap, **changed)), *changed)

    def _put(self, settings: Settings, *names: str) -> None:
        edited = edit.set_journey(self._document.journey, settings=settings)
        self._document.edit(edited, _("Change the rules"), merge_key=f"journey.{'.'.join(names)}")


def rules_form(document: Document) -> QWidget:
    """A form over the journey's own settings."""
    rules, journey = _Rules(document), document.journey
    entry, quiet, cap = journey.settings.entry, journey.settings.quiet, journey.settings.cap
    who = Form(
        [
            Slot("name", _("Name"), journey.name, rules.name),
            Slot(
                "rule",
                _("Who may enter again"),
                entry.rule,
                lambda value: rules.entry(rule=value),
                widget="choice",
                choices=tuple((key, _(label)) for key, label in _ENTRY.items()),
            ),
            Slot(
                "key",
                _("Counted once for"),
                entry.key,
                lambda value: rules.entry(key=value),
                widget="choice",
                choices=tuple((key, _(label)) for key, label in _KEYS.items()),
            ),
            Slot(
                "cool_down",
                _("Pause before entering again"),
                entry.cool_down,
                lambda value: rules.entry(cool_down=read_duration(value)),
                widget="duration",
            ),
        ]
    )
    manners = Form(
        [
            Slot("start", _("Quiet from"), quiet.start, lambda v: rules.quiet(start=read_time(v)), widget="time"),
            Slot(
                "end",
                _("Quiet until"),
                quiet.end,
                lambda v: rules.quiet(end=read_time(v)),
                widget="time",
                hint=_("No advertising leaves in these hours; it waits for the morning. The law asks for 21:00–08:00."),
            ),
            Slot(
                "most",
                _("Advertising messages for one customer, at most"),
                cap.most,
                lambda v: rules.cap(most=int(v)),
                widget="number",
                unit=_("messages"),
                least=1,
                most=99,
            ),
            Slot(
                "within",
                _("within"),
                cap.within or DAY,
                lambda v: rules.cap(within=read_duration(v)),
                widget="duration",
            ),
        ]
    )
    around = QWidget()
    around.setLayout(
        column(
            text(_("This journey"), "dialog"),
            text(_("Choose a card to see its settings."), "hint", wrap=True),
            who,
            8,
            text(_("Manners"), "title"),
            manners,
            gap=10,
        )
    )
    return around
