"""How did people pass through a version? Numbers for cards, edges and reports, from the record or a simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from app.base.clock import HOUR
from app.channels import channels
from app.data import tables
from app.message import states


@dataclass(frozen=True, slots=True)
class Passage:
    """`came`: visits per node · `took`: visits per (node, port) · `standing`: people who rest at a node now.

    `left`: passages that ended, per reason · `messages`: per (node, channel, state) · `hours`: contacts per hour as
    (start of the hour, count) · `cost` in KRW · `since` / `until`: first and last instant seen.
    """

    entered: int
    people: int
    steps: int
    came: Mapping[str, int]
    took: Mapping[tuple[str, str], int]
    standing: Mapping[str, int]
    left: Mapping[str, int]
    messages: Mapping[tuple[str, str, str], int]
    hours: tuple[tuple[int, int], ...]
    cost: float

    def sent(self, node: str | None = None) -> int:
        """Messages that reached someone or will at once, of one node or of all."""
        return sum(
            count
            for (at, _channel, state), count in self.messages.items()
            if state in states.CONTACTS and node in (None, at)
        )

    def stopped(self, node: str | None = None) -> dict[str, int]:
        """Messages the gate held back, per reason; of one node or of all."""
        found: dict[str, int] = {}
        for (at, _channel, state), count in self.messages.items():
            if node in (None, at) and state not in (*states.CONTACTS, *states.OPEN):
                found[state] = found.get(state, 0) + count
        return found

    @property
    def peak(self) -> int:
        """Contacts in the busiest hour."""
        return max((count for _, count in self.hours), default=0)


def passage(connection: Connection, versions: tuple[int, ...]) -> Passage:
    """The numbers of these versions together."""
    enrollment, visit, message = tables.enrollment, tables.visit, tables.message
    entered, people = connection.execute(
        select(func.count(), func.count(enrollment.c.customer_id.distinct())).where(_of(enrollment, versions))
    ).one()
    took = {
        (node, port): count
        for node, port, count in connection.execute(_counts(visit, versions, visit.c.node, visit.c.port))
    }
    came: dict[str, int] = {}
    for (node, _port), count in took.items():
        came[node] = came.get(node, 0) + count
    messages = {
        (node, channel, state): count
        for node, channel, state, count in connection.execute(
            _counts(message, versions, message.c.node, message.c.channel, message.c.state)
        )
    }
    return Passage(
        entered=entered,
        people=people,
        steps=sum(came.values()),
        came=came,
        took=took,
        standing=_pairs(connection, _counts(enrollment, versions, enrollment.c.node)),
        left=_pairs(connection, _counts(enrollment, versions, enrollment.c.reason)),
        messages=messages,
        hours=_hours(connection, versions),
        cost=sum(
            channels()[channel].price * count
            for (_node, channel, state), count in messages.items()
            if state in states.CONTACTS and channel in channels()
        ),
    )


def _of(table: Table, versions: tuple[int, ...]) -> ColumnElement[bool]:
    return table.c.version_id.in_(versions)


def _counts(table: Table, versions: tuple[int, ...], *by: ColumnElement[Any]) -> Any:
    return select(*by, func.count()).where(_of(table, versions)).group_by(*by)


def _pairs(connection: Connection, counts: Any) -> dict[str, int]:
    return {key: count for key, count in connection.execute(counts) if key is not None}


def _hours(connection: Connection, versions: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    message = tables.message
    hour = (message.c.due_at - message.c.due_at % HOUR).label("hour")
    rows = (
        select(hour, func.count())
        .where(and_(_of(message, versions), message.c.state.in_(states.CONTACTS)))
        .group_by(hour)
        .order_by(hour)
    )
    return tuple((int(at), int(count)) for at, count in connection.execute(rows))
