"""Start when a customer does something."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field
from sqlalchemy import ColumnElement, FromClause, Select, Text, cast, func, literal, select

from app.base.sentence import fill
from app.base.text import N_, _
from app.data import facts, tables
from app.data.facts import Fact
from app.journey import say, words
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
    having: tuple[Test, ...] = Field(default=(), title=N_("Only if"), json_schema_extra={"widget": "tests"})

    def kicker(self) -> str:
        return _("Start · action")

    def headline(self) -> str:
        return words.event(self.event)

    def subtitle(self) -> str:
        if self.having:
            return fill(_("Only if {tests}"), tests=say.tests(self.having))
        return _("As soon as it happens")

    def sentence(self) -> str:
        if self.having:
            text = _("The journey starts when a customer does “{event}”, but only if {tests}.")
        else:
            text = _("The journey starts when a customer does “{event}”.")
        return fill(text, event=words.event(self.event), tests=say.tests(self.having))

    def entrants(self, arrivals: Arrivals) -> Select[Any]:
        event = tables.event
        return select(
            event.c.customer_id,
            event.c.at,
            _key(event, arrivals.settings.entry.key).label("key"),
            event.c.id.label("event_id"),
        ).where(
            event.c.kind == self.event,
            event.c.customer_id != tables.ANONYMOUS,
            arrivals.covers(event),
            *(facts.passes(test, Fact(event, facts.EVENT, "props", test.name)) for test in self.having),
        )

    def step(self, wave: Wave) -> Move:
        return wave.move()


def _key(event: FromClause, name: str) -> ColumnElement[str]:
    """What tells one entry from another; the same empty text for everyone when the journey has no key."""
    if not name:
        return literal("")
    column = event.c[name] if name in event.c else event.c.props[name].as_string()
    return func.coalesce(cast(column, Text), "")


KIND = TriggerEvent
