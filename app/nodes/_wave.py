"""A wave: all enrollments that are due at one node in one pass, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Text, and_, cast, literal

from app.data import audience, tables
from app.data.audience import Audiences
from app.journey.graph import Settings
from app.journey.where import Where
from app.nodes._contract import Move, Write


@dataclass(frozen=True, slots=True)
class Wave:
    """The columns a step may use; `source` holds them for one node.

    `lo` and `hi` bound every instant of the wave and of what follows within days (for zone transitions).
    """

    source: FromClause
    journey_id: str
    version_id: int
    node: str
    settings: Settings
    lo: int
    hi: int
    audiences: Audiences = audience.NONE

    @property
    def customer_id(self) -> ColumnElement[int]:
        return self.source.c.customer_id

    @property
    def enrollment_id(self) -> ColumnElement[int]:
        return self.source.c.enrollment_id

    @property
    def entered_at(self) -> ColumnElement[int]:
        """The instant each enrollment began."""
        return self.source.c.entered_at

    @property
    def ready_at(self) -> ColumnElement[int]:
        """Each enrollment's own instant: what it decides, it decides as of then."""
        return self.source.c.ready_at

    @property
    def round(self) -> ColumnElement[int]:
        """How often the enrollment has come round a loop."""
        return self.source.c.round

    def holds(self, where: Where) -> ColumnElement[bool]:
        """Whether the condition holds for each customer as of the enrollment's own instant."""
        return audience.clause(
            where,
            customer_id=self.customer_id,
            at=self.ready_at,
            entered=self.entered_at,
            event_id=self.source.c.event_id,
            audiences=self.audiences,
        )

    def move(
        self,
        port: ColumnElement[str] | str = "next",
        at: ColumnElement[int] | None = None,
        *writes: Write,
        reason: ColumnElement[str] | str | None = None,
    ) -> Move:
        """Leave by `port` at `at` (at once unless told otherwise)."""
        return Move(port, self.ready_at if at is None else at, writes, reason)

    def message(self, channel: str, purpose: str) -> Write:
        """One intended contact with everyone in the wave; its id is made of where it comes from."""
        values: dict[str, ColumnElement[Any]] = {
            "customer_id": self.customer_id,
            "id": message_id(self.version_id, self.enrollment_id, self.node, self.round, 0),
            "enrollment_id": self.enrollment_id,
            "journey_id": literal(self.journey_id),
            "version_id": literal(self.version_id),
            "node": literal(self.node),
            "round": self.round,
            "attempt": literal(0),
            "channel": literal(channel),
            "purpose": literal(purpose),
            "at": self.ready_at,
            "due_at": self.ready_at,
            "state": literal("queued"),
        }
        return Write(tables.message, values)


def message_id(
    version: int, enrollment: ColumnElement[int], node: str, round_: ColumnElement[int], attempt: int
) -> ColumnElement[str]:
    """`<version>-<enrollment>-<node>-<round>-<attempt>`: the natural key of a message as one text."""
    return (
        literal(f"{version}-")
        + cast(enrollment, Text)
        + literal(f"-{node}-")
        + cast(round_, Text)
        + literal(f"-{attempt}")
    )


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The part of the record in which newcomers are looked for: instants in (since, until].

    `seq` adds the arrival numbers (after, through] when the worker reads live; a replay reads by instants alone.
    `oldest` is the instant before which an event starts nobody.
    """

    since: int
    until: int
    published_at: int
    settings: Settings
    seq: tuple[int, int] | None = None
    audiences: Audiences = audience.NONE

    def covers(self, event: FromClause) -> ColumnElement[bool]:
        """Whether an event is among them: arrived in the span, happened after publication, not too old."""
        if self.seq is None:
            return and_(event.c.at > self.since, event.c.at <= self.until)
        after, through = self.seq
        oldest = max(self.published_at, self.until - self.settings.entry.age_limit)
        return and_(event.c.seq > after, event.c.seq <= through, event.c.at >= oldest, event.c.at <= self.until)
