"""How is the shop doing at a glance? What happened lately, the journeys with their numbers, what needs a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, and_, case, cast, func, or_, select

from app.base.clock import DAY
from app.data import tables

#: States in which a message has reached, or is reaching, its customer.
_REACHED = ("sent", "delivered")

#: How many days the home page looks back.
DAYS = 28

#: States that wait for a person.
NEEDS_YOU = ("unknown", "broken", "refused")


@dataclass(frozen=True, slots=True)
class JourneyLine:
    """One published journey: its state, who entered, who is on the way, what was sent, who reached the goal."""

    id: str
    name: str
    state: str
    version: int
    updated_at: int
    entered: int
    standing: int
    goals: int
    sent: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Glance:
    """The shop in a few numbers. `latest` is the instant of the last event known (None: no data yet).

    `events`, `orders`, `revenue`, `sent` count the last day before `until`; `days` the orders of each of the last
    `DAYS` days, the last one last.
    """

    customers: int
    latest: int | None
    until: int
    events: int
    orders: int
    revenue: float
    sent: int
    waiting: int
    days: tuple[int, ...]
    needs_you: dict[str, int]
    journeys: tuple[JourneyLine, ...]


def glance(connection: Connection, now: int) -> Glance:
    """The shop's numbers as of `now`; where the data ends earlier (a shop of the past), as of its end."""
    event, customer, message = tables.event, tables.customer, tables.message
    latest = connection.execute(select(func.max(event.c.at))).scalar()
    until = now if latest is None or latest > now - 2 * DAY else latest
    day = until - DAY
    bought, earned = _bought(connection, day, until)
    counted = connection.execute(select(message.c.state, func.count()).group_by(message.c.state))
    states: dict[str, int] = {row[0]: row[1] for row in counted}
    return Glance(
        customers=connection.execute(select(func.count()).select_from(customer)).scalar_one(),
        latest=latest,
        until=until,
        events=connection.execute(
            select(func.count()).select_from(event).where(event.c.at > day, event.c.at <= until)
        ).scalar_one(),
        orders=bought,
        revenue=earned,
        sent=_sent(connection, day, until),
        waiting=sum(states.get(state, 0) for state in ("queued", "cleared", "ready")),
        days=_days(connection, until),
        needs_you={state: states[state] for state in NEEDS_YOU if states.get(state)},
        journeys=journeys(connection),
    )


def _bought(connection: Connection, since: int, until: int) -> tuple[int, float]:
    """Orders paid in a span and what they brought, less the cancellations that are booked as negative orders."""
    orders = tables.orders
    paid = orders.c.status == "paid"
    counts = or_(paid, orders.c.value < 0)
    row = connection.execute(
        select(func.count(case((paid, 1))), func.coalesce(func.sum(case((counts, orders.c.value), else_=0)), 0)).where(
            orders.c.at > since, orders.c.at <= until
        )
    ).one()
    return int(row[0]), float(row[1])


def _sent(connection: Connection, since: int, until: int) -> int:
    """Messages that left in a span."""
    message = tables.message
    reached = message.c.state.in_(_REACHED)
    inside = and_(message.c.settled_at > since, message.c.settled_at <= until)
    return connection.execute(select(func.count()).where(reached, inside)).scalar_one()


def _days(connection: Connection, until: int) -> tuple[int, ...]:
    """Paid orders in each of the last days before `until`."""
    orders = tables.orders
    start = until - DAYS * DAY
    age = (orders.c.at - start - 1) / DAY
    number = func.floor(age) if connection.dialect.name != "sqlite" else cast(age, Integer)
    rows = connection.execute(
        select(number, func.count())
        .where(orders.c.at > start, orders.c.at <= until, orders.c.status == "paid")
        .group_by(number)
    )
    found = {int(day): int(many) for day, many in rows}
    return tuple(found.get(day, 0) for day in range(DAYS))


def journeys(connection: Connection) -> tuple[JourneyLine, ...]:
    """Every published journey with its numbers over all versions, the last changed first."""
    journey, enrollment, message = tables.journey, tables.enrollment, tables.message
    rows = connection.execute(select(journey).order_by(journey.c.updated_at.desc())).all()
    passed = {
        row.journey_id: row
        for row in connection.execute(
            select(
                enrollment.c.journey_id,
                func.count().label("entered"),
                func.count(enrollment.c.node).label("standing"),
                func.sum(cast(case((enrollment.c.reason == "goal", 1), else_=0), Integer)).label("goals"),
            ).group_by(enrollment.c.journey_id)
        )
    }
    states: dict[str, dict[str, int]] = {}
    for key, state, count in connection.execute(
        select(message.c.journey_id, message.c.state, func.count()).group_by(message.c.journey_id, message.c.state)
    ):
        states.setdefault(key, {})[state] = count
    return tuple(_line(row, passed.get(row.id), states.get(row.id, {})) for row in rows)


def _line(row: Any, passed: Any, states: dict[str, int]) -> JourneyLine:
    return JourneyLine(
        id=row.id,
        name=row.name,
        state=row.state,
        version=row.version,
        updated_at=row.updated_at or 0,
        entered=getattr(passed, "entered", 0),
        standing=getattr(passed, "standing", 0),
        goals=getattr(passed, "goals", 0) or 0,
        sent=sum(states.get(state, 0) for state in _REACHED),
        stopped=sum(states.get(state, 0) for state in ("no_address", "no_consent", "capped", "refused", "broken")),
    )
