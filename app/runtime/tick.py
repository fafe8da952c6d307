"""One pass over one shop: who is due goes on, newcomers enter, messages are judged.

Each piece of work is a transaction of at most `CHUNK` enrollments, so that whoever else writes (the window) never
waits long. Killing the worker between or inside them changes nothing in the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Select, case, func, literal, select, text, update

from app.base.errors import InputError
from app.data import tables
from app.data.engine import Database
from app.nodes import Arrivals
from app.runtime import faults, publish, scratch
from app.runtime.admit import admit
from app.runtime.flow import Flow
from app.runtime.gate import Gate
from app.runtime.plan import Plan

#: Enrollments taken up in one transaction.
CHUNK = 50_000

#: Steps of newcomers after which PostgreSQL is told to look at the table anew.
MANY = 10_000


@dataclass(slots=True)
class Report:
    """What one pass did: steps per version and node, and what went wrong with single journeys."""

    steps: dict[int, Counter[str]] = field(default_factory=dict)
    errors: list[InputError] = field(default_factory=list)

    def add(self, plan: Plan, steps: Counter[str]) -> None:
        self.steps.setdefault(plan.version_id, Counter()).update(steps)

    @property
    def total(self) -> int:
        """All steps taken."""
        return sum(counts.total() for counts in self.steps.values())


def tick(db: Database, now: int, *, replay: bool = False) -> Report:
    """One pass at the instant `now`.

    Live, nothing happens before `now`: after a night asleep nobody is reminded of a cart paid for since. With `replay`
    every enrollment keeps its own instants and newcomers are found by the instants of their events: the past runs
    again exactly, whatever the distance between two ticks.
    """
    report = Report()
    with db.read() as connection:
        plans = publish.running(connection)
    for plan in plans:
        with _alone(plan, report):
            while _advance(db, plan, now, None if replay else now, report):
                faults.point("tick.advanced")
    for plan in plans:
        with _alone(plan, report):
            while plan.admits and _admit(db, plan, now, replay, report):
                faults.point("tick.more")
    with db.read() as connection:
        idle = Gate(connection, plans, now).idle()
    if not idle:
        with _work(db) as connection:
            gate = Gate(connection, plans, now)
            if not replay:
                gate.renew()
            gate.run()
    return report


@contextmanager
def _alone(plan: Plan, report: Report) -> Iterator[None]:
    """What a person must mend in one journey (an audience that is gone) holds up no other."""
    try:
        yield
    except InputError as error:
        report.errors.append(InputError(error.text, where=error.where or plan.journey.name, detail=error.detail))


@contextmanager
def _work(db: Database) -> Iterator[Connection]:
    """A writing transaction with scratch tables."""
    with db.begin() as connection:
        try:
            yield connection
        except BaseException:
            scratch.forget(connection)
            raise


def _advance(db: Database, plan: Plan, now: int, floor: int | None, report: Report) -> bool:
    """Take up some of those who are due and let them go on; False when nobody is."""
    with db.read() as connection:
        if connection.execute(_due(plan, now).with_only_columns(literal(1)).limit(1)).first() is None:
            return False
    with _work(db) as connection:
        report.add(plan, advance(connection, plan, now, floor, CHUNK))
    return True


def advance(connection: Connection, plan: Plan, now: int, floor: int | None, most: int) -> Counter[str]:
    """Let at most `most` of those who are due go on; says how many steps each node took."""
    enrollment, due = tables.enrollment, scratch.empty(connection, scratch.due())
    ready = enrollment.c.ready_at
    columns = {
        "customer_id": enrollment.c.customer_id,
        "enrollment_id": enrollment.c.id,
        "key": enrollment.c.key,
        "entered_at": enrollment.c.entered_at,
        "event_id": enrollment.c.event_id,
        "round": enrollment.c.round,
        "ready_at": ready if floor is None else case((ready < floor, floor), else_=ready),
        "next": enrollment.c.next,
    }
    named = (column.label(name) for name, column in columns.items())
    found = _due(plan, now).with_only_columns(*named).order_by(ready).limit(most).subquery()
    scratch.fill(connection, due, [*columns], select(found).order_by(found.c.customer_id))
    there = connection.execute(select(due.c.next).distinct()).scalars()
    wave = select(*(due.c[name] for name in scratch.WAVE))
    inbox = {node: [wave.where(due.c.next == node)] for node in there}
    return Flow(connection, plan, now, fresh=False).run(inbox)


def _due(plan: Plan, now: int) -> Select[tuple[int]]:
    enrollment = tables.enrollment
    return select(enrollment.c.id).where(
        enrollment.c.version_id == plan.version_id, enrollment.c.next.is_not(None), enrollment.c.ready_at <= now
    )


def _admit(db: Database, plan: Plan, now: int, replay: bool, report: Report) -> bool:
    """Let some newcomers in and remember how far the record has been read, in one transaction; False at its end."""
    with db.read() as connection:
        if _nobody(plan, _arrivals(connection, plan, now, replay)):
            return False
    version = tables.journey_version
    with _work(db) as connection:
        connection.execute(select(version.c.id).where(version.c.id == plan.version_id).with_for_update())
        arrivals = _arrivals(connection, plan, now, replay)
        taken = admit(connection, plan, arrivals, None if replay else now, now)
        report.add(plan, taken)
        values = {"at": now} | ({"seq": arrivals.seq[1]} if arrivals.seq else {})
        connection.execute(update(version).where(version.c.id == plan.version_id).values(values))
        if connection.dialect.name == "postgresql" and taken.total() > MANY:
            connection.execute(text("ANALYZE enrollment"))  # else it plans for the few there were, until it looks again
        faults.point("tick.admitted")
    return not replay


def _nobody(plan: Plan, arrivals: Arrivals) -> bool:
    return all(start.idle(arrivals) for start in plan.starts.values())


def _arrivals(connection: Connection, plan: Plan, now: int, replay: bool) -> Arrivals:
    """What has come since the last pass: live, at most `CHUNK` events at once."""
    version, event = tables.journey_version, tables.event
    row = connection.execute(select(version.c.seq, version.c.at).where(version.c.id == plan.version_id)).one()
    seq = None
    if not replay:
        last = connection.execute(select(func.max(event.c.seq))).scalar() or 0
        seq = (row.seq, min(max(row.seq, last), row.seq + CHUNK))
    return Arrivals(row.at, now, plan.published_at, plan.settings, seq, plan.audiences)
