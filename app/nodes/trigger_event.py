"""Start when a customer does something."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field
from sqlalchemy import Select, Text, cast, func, literal, select

from app.base.duration import say_duration
from app.base.text import N_, _
from app.data import audience, tables
from app.journey import words
from app.journey.where import Test
from app.nodes._contract import Move, Start
from app.nodes._wave import Arrivals, Wave


class TriggerEvent(Start):
    group: ClassVar[str] = "start"
    rank: ClassVar[int] = 1
    label: ClassVar[str] = N_("Action")
    hint: ClassVar[str] = N_("When a customer does something in the shop")
    icon: ClassVar[str] = "ph.lightning-fill"
    tone: ClassVar[str] = "trigger"

    event: str = Field(
        default="add_to_cart",
        min_length=1,
        title=N_("What the customer does"),
        json_schema_extra={"widget": "event"},
    )
    having: tuple[Test, ...] = Field(
        default=(), title=N_("Only if"), json_schema_extra={"widget": "tests"}
    )

    def kicker(self) -> str:
        return _("Start · action")

    def headline(self) -> str:
        return words.event(self.event)

    def subtitle(self) -> str:
        if not self.having:
            return _("Every time it happens")
        return ngettext_only(len(self.having))

    def sentence(self) -> str:
        return _("The journey starts when a customer does this: {event}.").format(event=words.event(self.event))

    def entrants(self, arrivals: Arrivals) -> Select[Any]:
        event = tables.event
        return select(
            event.c.customer_id,
            event.c.at,
            entry_key(arrivals.settings.entry.key).label("key"),
            event.c.id.label("event_id"),
        ).where(
            event.c.kind == self.event,
            event.c.customer_id != tables.ANONYMOUS,
            arrivals.covers(event),
            *(audience.event_test(test, event) for test in self.having),
        )

    def step(self, wave: Wave) -> Move:
        return wave.move()
