"""Who enters: candidates from the start nodes, less those the entry rule turns away.

Entry rules depend on who is already under way, so candidates of one customer are taken in the order of their instants:
all first ones at once, let them run, then all second ones, and so on. The number of rounds is the largest number of
passages of one customer in the span, not the number of customers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from app.base.clock import FOREVER
from app.data import tables
from app.journey.graph import Entry
from app.nodes import Arrivals
from app.runtime import faults, scratch
from app.runtime.flow import Flow, Inbox
from app.runtime.plan import Plan

_CANDIDATE = ("customer_id", "at", "key", "event_id", "start")


def admit(connection: Connection, plan: Plan, arrivals: Arrivals, floor: int | None, until: int) -> Counter[str]:
    """Let newcomers in and run them on; says how many steps each node took.

    `floor` is the instant before which nothing may happen (live: now); None replays each customer's own instants.
    """
    steps: Counter[str] = Counter()
    for inbox in _rounds(connection, plan, arrivals, floor):
        faults.point("admit.round")
        steps += Flow(connection, plan, until, fresh=True).run(inbox)
    return steps


def _rounds(connection: Connection, plan: Plan, arrivals: Arrivals, floor: int | None) -> Iterator[Inbox]:
    """The candidates that may enter, as inboxes: each round has run before the next is chosen."""
    there, here = scratch.entrant(0), scratch.entrant(1)
    left = _gather(connection, plan, arrivals, there)
    while left and _rank(connection, plan, there, here):
        yield _take(connection, plan, here, floor)
        there, here = here, there


def _gather(connection: Connection, plan: Plan, arrivals: Arrivals, entrant: Table) -> int:
    """Lay the candidates of all start nodes down; says how many there are."""
    scratch.empty(connection, entrant)
    count = 0
    for node, start in plan.starts.items():
        found = start.entrants(arrivals).subquery("found")
        rows = select(found.c.customer_id, found.c.at, found.c.key, found.c.event_id, literal(node), literal(0))
        count += scratch.fill(connection, entrant, ["customer_id", "at", "key", "event_id", "start", "turn"], rows)
    return count


def _rank(connection: Connection, plan: Plan, there: Table, here: Table) -> int:
    """Carry over those not taken yet and not turned away, each with its turn; says how many are left."""
    rows = select(*(there.c[name] for name in _CANDIDATE), _turn(there, plan.settings.entry)).where(there.c.turn != 1)
    if reasons := _barriers(there, plan.settings.entry):
        enrollment = tables.enrollment
        mine = and_(enrollment.c.customer_id == there.c.customer_id, enrollment.c.journey_id == plan.journey.id)
        rows = rows.where(~exists().where(mine, or_(*reasons)))
    return scratch.fill(connection, scratch.empty(connection, here), [*_CANDIDATE, "turn"], rows)


def _barriers(entrant: Table, entry: Entry) -> list[ColumnElement[bool]]:
    """What about a passage the customer already has turns a candidate away."""
    enrollment = tables.enrollment
    same_key = enrollment.c.key == entrant.c.key
    reasons: list[ColumnElement[bool]] = []
    if entry.rule == "once":
        reasons.append(same_key)
    if entry.rule == "after_leaving":
        reasons.append(and_(same_key, func.coalesce(enrollment.c.left_at, FOREVER) > entrant.c.at))
    if entry.cool_down:
        reasons.append(enrollment.c.entered_at > entrant.c.at - entry.cool_down)
    return reasons


def _turn(entrant: Table, entry: Entry) -> ColumnElement[int]:
    """The place of a candidate among those it competes with; everyone is first when nobody competes."""
    if entry.rule == "any_time" and not entry.cool_down:
        return literal(1)
    rivals = [entrant.c.customer_id] if entry.cool_down else [entrant.c.customer_id, entrant.c.key]
    order = (entrant.c.at, entrant.c.key, entrant.c.event_id, entrant.c.start)
    return func.row_number().over(partition_by=rivals, order_by=order)


def _take(connection: Connection, plan: Plan, entrant: Table, floor: int | None) -> Inbox:
    """Give the first of each group a number and put it into the wave of its start node."""
    due = scratch.empty(connection, scratch.due())
    columns = {
        "customer_id": entrant.c.customer_id,
        "enrollment_id": func.row_number().over(order_by=(entrant.c.at, entrant.c.customer_id, entrant.c.key)),
        "key": entrant.c.key,
        "entered_at": entrant.c.at,
        "event_id": entrant.c.event_id,
        "round": literal(0),
        "ready_at": entrant.c.at if floor is None else literal(floor),
        "next": entrant.c.start,
    }
    count = scratch.fill(connection, due, [*columns], select(*columns.values()).where(entrant.c.turn == 1))
    first = _numbers(connection, "enrollment", count)
    return {node: [wave(first).where(due.c.next == node)] for node in plan.starts}


def wave(offset: int = 0) -> Select[Any]:
    """The wave columns of the due table; `offset` is added to the enrollment's number."""
    due = scratch.due()
    columns: dict[str, ColumnElement[Any]] = {name: due.c[name] for name in scratch.WAVE}
    if offset:
        columns["enrollment_id"] = (due.c.enrollment_id + cast(literal(offset), BigInteger)).label("enrollment_id")
    return select(*columns.values())


def _numbers(connection: Connection, name: str, count: int) -> int:
    """Take `count` running numbers; they are the one returned plus 1 … count."""
    counter = tables.counter
    taken = connection.execute(
        update(counter).where(counter.c.name == name).values(value=counter.c.value + count).returning(counter.c.value)
    ).scalar()
    if taken is None:
        connection.execute(insert(counter).values(name=name, value=count))
        return 0
    return int(taken) - count
