"""Let a wave run through the graph: node by node, as far as the clock allows.

For each node in order: lay the wave down once with its ports and instants (`moved`), then a fixed number of
statements whatever its size: visits, the rows the step writes, and those who come to rest or leave. Whoever goes on
is simply read from `moved` by the next node; an enrollment row is written only where someone stops.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
    update,
)

from app.base.clock import DAY, FOREVER
from app.data import tables
from app.nodes import Wave
from app.runtime import faults, scratch
from app.runtime.plan import Plan

#: How far beyond the clock an instant of a wave may lie before its zone transitions are unknown to SQL.
_HORIZON = 400 * DAY

Inbox = Mapping[str, list[Select[Any]]]


@dataclass(frozen=True, slots=True)
class Flow:
    """One run of one plan on one connection, up to the instant `until`.

    `fresh`: the enrollments are new and will be inserted; otherwise their rows are updated.
    """

    connection: Connection
    plan: Plan
    until: int
    fresh: bool
    steps: Counter[str] = field(default_factory=Counter)

    def run(self, inbox: Inbox) -> Counter[str]:
        """Let everyone in the inbox (node → selects of wave columns) go on; says how many steps each node took."""
        pending = {node: list(parts) for node, parts in inbox.items()}
        number = 0
        while pending:
            node = min(pending, key=self.plan.rank.__getitem__)
            moved = scratch.empty(self.connection, scratch.moved(number))
            lasts, count = self._step(node, pending.pop(node), moved)
            if not count:
                continue
            number += 1
            self.steps[node] += count
            self._record(node, moved)
            self._settle(node, moved, lasts)
            faults.point("flow.node")
            for target, rows in self._onward(node, moved, lasts):
                pending.setdefault(target, []).append(rows)
        return self.steps

    def _step(self, node: str, parts: list[Select[Any]], moved: Table) -> tuple[bool, int]:
        """Lay the wave down with the port and the instant each enrollment leaves by.

        Says whether time may pass at this node, and how many people came.
        """
        source = (parts[0] if len(parts) == 1 else union_all(*parts)).subquery("wave")
        wave = self._wave(node, source)
        move = self.plan.kinds[node].step(wave)
        columns = [*(source.c[name] for name in scratch.WAVE), _text(move.port), move.at, _text(move.reason)]
        count = scratch.fill(self.connection, moved, [*scratch.WAVE, "port", "left_at", "reason"], select(*columns))
        return move.at is not wave.ready_at, count

    def _wave(self, node: str, source: FromClause) -> Wave:
        plan = self.plan
        lo, hi = horizon(plan.published_at, self.until)
        return Wave(source, plan.journey.id, plan.version_id, node, plan.settings, lo, hi, plan.audiences)

    def _record(self, node: str, moved: Table) -> None:
        """Append the visits, and the rows the step writes."""
        visit = {
            "customer_id": moved.c.customer_id,
            "enrollment_id": moved.c.enrollment_id,
            "round": moved.c.round,
            "node": literal(node),
            "version_id": literal(self.plan.version_id),
            "at": moved.c.ready_at,
            "port": moved.c.port,
            "left_at": moved.c.left_at,
            "reason": moved.c.reason,
        }
        self.connection.execute(insert(tables.visit).from_select([*visit], select(*visit.values())))
        for write in self.plan.kinds[node].step(self._wave(node, moved)).writes:
            rows = select(*write.values.values()).select_from(moved)
            if write.where is not None:
                rows = rows.where(write.where)
            self.connection.execute(insert(write.table).from_select([*write.values], rows))

    def _settle(self, node: str, moved: Table, lasts: bool) -> None:
        """Write the enrollments of those who stop here: until later, or for good."""
        exits = self.plan.exits[node]
        gone: ColumnElement[bool] = moved.c.port.not_in(exits) if exits else true()
        if len(exits) == len(self.plan.kinds[node].ports()) > 0:
            gone = false()
            if not lasts:
                return
        rows = _resting(node, moved, exits, gone)
        stops = or_(gone, moved.c.left_at > self.until) if lasts else gone
        if self.fresh:
            self._insert(moved, rows, stops)
        else:
            self._update(moved, rows, stops)

    def _insert(self, moved: Table, rows: Mapping[str, ColumnElement[Any]], stops: ColumnElement[bool]) -> None:
        values = {
            "customer_id": moved.c.customer_id,
            "id": moved.c.enrollment_id,
            "journey_id": literal(self.plan.journey.id),
            "version_id": literal(self.plan.version_id),
            "key": moved.c.key,
            "entered_at": moved.c.entered_at,
            "event_id": moved.c.event_id,
            **rows,
        }
        chosen = select(*values.values()).where(stops)
        self.connection.execute(insert(tables.enrollment).from_select([*values], chosen))

    def _update(self, moved: Table, rows: Mapping[str, ColumnElement[Any]], stops: ColumnElement[bool]) -> None:
        enrollment = tables.enrollment
        mine = and_(enrollment.c.customer_id == moved.c.customer_id, enrollment.c.id == moved.c.enrollment_id, stops)
        self.connection.execute(update(enrollment).where(mine).values(dict(rows)))

    def _onward(self, node: str, moved: Table, lasts: bool) -> Iterator[tuple[str, Select[Any]]]:
        """For each connected port, those whose instant has come, as the wave of the next node."""
        for port, (target, turn) in self.plan.exits[node].items():
            columns = [moved.c[name] for name in scratch.WAVE[:-2]]
            rows = select(*columns, (moved.c.round + turn).label("round"), moved.c.left_at.label("ready_at"))
            if len(self.plan.kinds[node].ports()) > 1:
                rows = rows.where(moved.c.port == port)
            yield target, rows.where(moved.c.left_at <= self.until) if lasts else rows


def horizon(since: int, until: int) -> tuple[int, int]:
    """Bounds (whole days) for all instants of waves between these two, for what SQL must know of a zone."""
    return (since - _HORIZON) // DAY * DAY, (until + _HORIZON) // DAY * DAY


def _resting(
    node: str, moved: Table, exits: Mapping[str, tuple[str, int]], gone: ColumnElement[bool]
) -> dict[str, ColumnElement[Any]]:
    """The enrollment columns of those who stop: where they stand, what comes next and when, or that they left."""
    nowhere = cast(null(), Text)
    onward = case(*((moved.c.port == port, target) for port, (target, _) in exits.items())) if exits else nowhere
    turns = case(*((moved.c.port == port, turn) for port, (_, turn) in exits.items()), else_=0) if exits else literal(0)
    return {
        "node": case((gone, nowhere), else_=literal(node)),
        "next": case((gone, nowhere), (moved.c.left_at.is_(None), literal(node)), else_=onward),
        "ready_at": case((gone, cast(null(), BigInteger)), else_=func.coalesce(moved.c.left_at, FOREVER)),
        "round": moved.c.round + turns,
        "left_at": case((gone, moved.c.left_at), else_=cast(null(), BigInteger)),
        "reason": case((gone, func.coalesce(moved.c.reason, "end")), else_=nowhere),
    }


def _text(value: ColumnElement[str] | str | None) -> ColumnElement[Any]:
    """A constant or an expression as a text column."""
    if value is None:
        return cast(null(), Text)
    return literal(value) if isinstance(value, str) else value
