"""Who enters: candidates from the start nodes, less those the entry rule turns away.

Entry rules depend on who is already under way, so candidates of one customer are taken in the order of their instants:
all first ones at once, let them run, then all second ones, and so on. The number of rounds is the largest number of
passages of one customer in the span, not the number of customers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import cycle

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
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
    there: FromClause = _candidates(plan, arrivals)
    for here in cycle((scratch.entrant(0), scratch.entrant(1))):
        count = _rank(connection, plan, there, here)
        if not count:
            return
        yield _inbox(plan, here, floor, _numbers(connection, "enrollment", count))
        there = here


def _candidates(plan: Plan, arrivals: Arrivals) -> FromClause:
    """Whoever any of the start nodes would let in."""
    parts = []
    for node, start in plan.starts.items():
        found = start.entrants(arrivals).subquery()
        parts.append(
            select(
                found.c.customer_id,
                found.c.at,
                found.c.key,
                found.c.event_id,
                literal(node).label("start"),
                literal(0).label("turn"),
            )
        )
    return (union_all(*parts) if len(parts) > 1 else parts[0]).subquery("candidate")


def _rank(connection: Connection, plan: Plan, there: FromClause, here: Table) -> int:
    """Lay down those not taken yet and not turned away, each with a number and a turn; says how many there are."""
    columns = [there.c[name] for name in _CANDIDATE]
    rows = select(*columns, _turn(there, plan), func.row_number().over()).where(there.c.turn != 1)
    if reasons := _barriers(there, plan.settings.entry):
        enrollment = tables.enrollment
        mine = and_(enrollment.c.customer_id == there.c.customer_id, enrollment.c.journey_id == plan.journey.id)
        rows = rows.where(~exists().where(mine, or_(*reasons)).correlate(there))
    return scratch.fill(connection, scratch.empty(connection, here), [*_CANDIDATE, "turn", "number"], rows)


def _barriers(entrant: FromClause, entry: Entry) -> list[ColumnElement[bool]]:
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


def _turn(entrant: FromClause, plan: Plan) -> ColumnElement[int]:
    """The place of a candidate among those it competes with; everyone is first when nobody competes."""
    entry, c = plan.settings.entry, entrant.c
    if entry.rule == "any_time" and not entry.cool_down:
        return literal(1)
    keyed = [c.key] if entry.key else []
    rivals, order = ([], keyed) if entry.cool_down else (keyed, [])
    starts = [c.start] if len(plan.starts) > 1 else []
    return func.row_number().over(
        partition_by=[c.customer_id, *rivals], order_by=[c.at, *order, func.coalesce(c.event_id, 0), *starts]
    )


def _inbox(plan: Plan, entrant: Table, floor: int | None, first: int) -> Inbox:
    """The first of each group, as the wave of their start nodes."""
    columns = (
        entrant.c.customer_id,
        (entrant.c.number + literal(first, BigInteger)).label("enrollment_id"),
        entrant.c.key,
        entrant.c.at.label("entered_at"),
        entrant.c.event_id,
        literal(0).label("round"),
        (entrant.c.at if floor is None else literal(floor, BigInteger)).label("ready_at"),
    )
    return {node: [select(*columns).where(entrant.c.turn == 1, entrant.c.start == node)] for node in plan.starts}


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
