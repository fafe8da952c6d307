"""Start with everyone in an audience: once, every day, or whoever newly belongs to it."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field
from sqlalchemy import (
    BigInteger,
    Select,
    Subquery,
    and_,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    select,
    true,
    union_all,
)

from app.base.clock import HOUR
from app.base.duration import TimeOfDay, say_time
from app.base.sentence import fill
from app.base.text import N_, _
from app.data import audience, localtime, tables
from app.journey import say
from app.journey.where import EVERYONE, Where
from app.nodes._contract import Move, Start
from app.nodes._wave import Arrivals, Wave

_BRANCHES = 400  # SQLite takes 500 SELECTs in one UNION


class TriggerAudience(Start):
    group: ClassVar[str] = "start"
    rank: ClassVar[int] = 2
    label: ClassVar[str] = N_("Audience")
    hint: ClassVar[str] = N_("Customers of a certain kind, once or every day")
    icon: ClassVar[str] = "ph.users-three-fill"
    tone: ClassVar[str] = "trigger"

    who: Where = Field(default=EVERYONE, title=N_("Who starts"), json_schema_extra={"widget": "where"})
    when: Literal["once", "daily", "newly"] = Field(
        default="newly",
        title=N_("How often"),
        json_schema_extra={
            "choices": {
                "once": N_("Once, when the journey is published"),
                "daily": N_("Every day, everyone who fits"),
                "newly": N_("Every day, whoever newly fits"),
            }
        },
    )
    at: TimeOfDay = Field(default=10 * HOUR, title=N_("At what time"), json_schema_extra={"widget": "time"})

    def kicker(self) -> str:
        return _("Start · audience")

    def headline(self) -> str:
        return fill(_("For {who}"), who=say.people(self.who))

    def subtitle(self) -> str:
        texts = {
            "once": _("Once, when published"),
            "daily": _("Daily at {time} · all"),
            "newly": _("Daily at {time} · new ones"),
        }
        return fill(texts[self.when], time=say_time(self.at))

    def sentence(self) -> str:
        texts = {
            "once": _("The journey starts once, when it is published, for {who}."),
            "daily": _("Every day at {time} the journey starts for {who}."),
            "newly": _(
                "Every day at {time} the journey starts for {who}, but only for those who were not among them the day "
                "before."
            ),
        }
        return fill(texts[self.when], time=say_time(self.at), who=say.people(self.who))

    def entrants(self, arrivals: Arrivals) -> Select[Any]:
        pairs = [(at, self._former(at, arrivals.settings.zone)) for at in self._instants(arrivals)]
        customer, slot = tables.customer, _slots(pairs)
        belongs = self._belongs(arrivals, slot.c.at)
        if self.when == "newly":
            belongs = and_(belongs, not_(self._belongs(arrivals, slot.c.former)))
        return (
            select(
                customer.c.id.label("customer_id"),
                slot.c.at,
                literal("").label("key"),
                cast(null(), BigInteger).label("event_id"),
            )
            .select_from(customer.join(slot, true()))
            .where(belongs, func.coalesce(customer.c.joined_at, 0) <= slot.c.at)
        )

    def idle(self, arrivals: Arrivals) -> bool:
        return not self._instants(arrivals)

    def step(self, wave: Wave) -> Move:
        return wave.move()

    def _belongs(self, arrivals: Arrivals, at: Any) -> Any:
        return audience.clause(self.who, customer_id=tables.customer.c.id, at=at, audiences=arrivals.audiences)

    def _instants(self, arrivals: Arrivals) -> list[int]:
        """The instants in (since, until] at which the audience is looked at."""
        if self.when == "once":
            return [arrivals.published_at] * (arrivals.since < arrivals.published_at <= arrivals.until)
        zone, found = arrivals.settings.zone, []
        at = localtime.next_time_of_day_of(max(arrivals.since + 1, arrivals.oldest), zone, self.at)
        while at <= arrivals.until:
            found.append(at)
            at = localtime.next_time_of_day_of(at + 1, zone, self.at)
        return found

    def _former(self, at: int, zone: str) -> int:
        """The instant at which the audience was looked at before; no day is longer than 26 hours."""
        return localtime.next_time_of_day_of(at - 26 * HOUR, zone, self.at)


def _slots(pairs: list[tuple[int, int]]) -> Subquery:
    """A table of (at, former): the instants to look at, each with the one before it."""
    rows = [_slot(*pair) for pair in pairs] or [_slot(0, 0).where(false())]
    parts = [union_all(*rows[i : i + _BRANCHES]).subquery() for i in range(0, len(rows), _BRANCHES)]
    return union_all(*(select(part.c.at, part.c.former) for part in parts)).subquery("slot")


def _slot(at: int, former: int) -> Select[int, int]:
    return select(literal(at, BigInteger).label("at"), literal(former, BigInteger).label("former"))


KIND = TriggerAudience
