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
from app.journey.graph import Journey, Settings
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

    def put(self, part: str, **changed: Any) -> None:
        """Change something in one part of the rules: `entry`, `quiet` or `cap`."""
        settings = self._document.journey.settings
        settings = replace(settings, **{part: replace(getattr(settings, part), **changed)})
        edited = edit.set_journey(self._document.journey, settings=settings)
        self._document.edit(edited, _("Change the rules"), merge_key=f"journey.{'.'.join(changed)}")


def rules_form(document: Document) -> QWidget:
    """A form over the journey's own settings."""
    rules, journey = _Rules(document), document.journey
    around = QWidget()
    around.setLayout(
        column(
            text(_("This journey"), "dialog"),
            text(_("Choose a card to see its settings."), "hint", wrap=True),
            _who(rules, journey),
            8,
            text(_("Manners"), "title"),
            _manners(rules, journey.settings),
            gap=10,
        )
    )
    return around


def _who(rules: _Rules, journey: Journey) -> Form:
    entry = journey.settings.entry
    return Form(
        [
            Slot("name", _("Name"), journey.name, rules.name),
            Slot(
                "rule",
                _("Who may enter again"),
                entry.rule,
                lambda value: rules.put("entry", rule=value),
                widget="choice",
                choices=tuple((key, _(label)) for key, label in _ENTRY.items()),
            ),
            Slot(
                "key",
                _("Counted once for"),
                entry.key,
                lambda value: rules.put("entry", key=value),
                widget="choice",
                choices=tuple((key, _(label)) for key, label in _KEYS.items()),
            ),
            Slot(
                "cool_down",
                _("Pause before entering again"),
                entry.cool_down,
                lambda value: rules.put("entry", cool_down=read_duration(value)),
                widget="duration",
            ),
        ]
    )


def _manners(rules: _Rules, settings: Settings) -> Form:
    quiet, cap = settings.quiet, settings.cap
    return Form(
        [
            Slot(
                "start", _("Quiet from"), quiet.start, lambda v: rules.put("quiet", start=read_time(v)), widget="time"
            ),
            Slot(
                "end",
                _("Quiet until"),
                quiet.end,
                lambda v: rules.put("quiet", end=read_time(v)),
                widget="time",
                hint=_("No advertising leaves in these hours; it waits for the morning. The law asks for 21:00–08:00."),
            ),
            Slot(
                "most",
                _("Advertising messages for one customer, at most"),
                cap.most,
                lambda v: rules.put("cap", most=int(v)),
                widget="number",
                unit=_("messages"),
                least=1,
                most=99,
            ),
            Slot(
                "within",
                _("within"),
                cap.within or DAY,
                lambda v: rules.put("cap", within=read_duration(v)),
                widget="duration",
            ),
        ]
    )
