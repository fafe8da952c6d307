"""A wave: all enrollments that are due at one node in one pass, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Text, and_, case, cast, literal

from app import channels
from app.data import audience, tables
from app.data.audience import Audiences
from app.journey.graph import Settings
from app.journey.where import Where
from app.message import states
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
    audiences: Audiences = field(default_factory=dict)

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

    def hours(self) -> channels.Hours:
        """The journey's quiet hours."""
        quiet = self.settings.quiet
        return channels.Hours(self.settings.zone, quiet.start, quiet.end, self.lo, self.hi)

    def messages(self, chain: Sequence[str], purpose: str) -> Iterator[Write]:
        """One intended contact with everyone in the wave, on the first channel of the chain that reaches them.

        The gate's questions are put as the row is written; what must wait for the morning is queued and asked again.
        """
        passed_on: ColumnElement[bool] | None = None
        for attempt, key in enumerate(chain):
            channel = channels.channel(key)
            due = channels.due_at(channel, purpose, self.customer_id, self.ready_at, self.hours())
            state = channels.verdict(channel, purpose, self.customer_id, self.ready_at)
            if due is not self.ready_at:
                state = case((due > self.ready_at, literal(states.QUEUED)), else_=state)
            yield Write(tables.message, self._message(key, purpose, attempt, due, state), passed_on)
            failed = state.in_(states.FALLS_BACK)
            passed_on = failed if passed_on is None else and_(passed_on, failed)

    def _message(
        self, channel: str, purpose: str, attempt: int, due: ColumnElement[int], state: ColumnElement[str]
    ) -> dict[str, ColumnElement[Any]]:
        return {
            "customer_id": self.customer_id,
            "id": message_id(self.version_id, self.enrollment_id, self.node, self.round, attempt),
            "enrollment_id": self.enrollment_id,
            "journey_id": literal(self.journey_id),
            "version_id": literal(self.version_id),
            "node": literal(self.node),
            "round": self.round,
            "attempt": literal(attempt),
            "channel": literal(channel),
            "purpose": literal(purpose),
            "at": self.ready_at,
            "due_at": due,
            "state": state,
        }


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
    """

    since: int
    until: int
    published_at: int
    settings: Settings
    seq: tuple[int, int] | None = None
    audiences: Audiences = field(default_factory=dict)

    @property
    def oldest(self) -> int:
        """The instant before which nothing starts anyone: publication and, live, the age limit."""
        if self.seq is None:
            return self.published_at
        return max(self.published_at, self.until - self.settings.entry.age_limit)

    def covers(self, event: FromClause) -> ColumnElement[bool]:
        """Whether an event is among them: arrived in the span, happened after publication, not too old.

        Live, an event that is ahead of our clock has happened all the same: it is read once, now or never.
        """
        if self.seq is None:
            return and_(event.c.at > self.since, event.c.at <= self.until)
        after, through = self.seq
        return and_(event.c.seq > after, event.c.seq <= through, event.c.at >= self.oldest)
