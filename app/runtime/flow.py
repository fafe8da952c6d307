"""Let a wave run through the graph: node by node, as far as the clock allows.

For each node in order: the wave with its ports and instants (`moved`), laid down once if anything is decided here,
then a fixed number of statements whatever its size: visits, the rows the step writes, and those who come to rest or
leave. Whoever goes on is simply read from `moved` by the next node; an enrollment row is written only where someone
stops. Why so: docs/adr/0006-waves.md.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
)
from sqlalchemy.dialects import postgresql, sqlite

from app.base.clock import DAY, FOREVER
from app.data import tables
from app.nodes import Wave, Write
from app.runtime import faults, scratch
from app.runtime.plan import Plan

#: How far beyond the clock an instant of a wave may lie before its zone transitions are unknown to SQL.
_HORIZON = 400 * DAY

Inbox = Mapping[str, list[Select[Any]]]


@dataclass(frozen=True, slots=True)
class _Stage:
    """A wave after its step: everyone with the port and the instant they leave by (`moved`), whether time may pass
    here (`lasts`), and the rows that come with the step, as expressions over `source`."""

    moved: FromClause
    lasts: bool
    source: FromClause
    writes: tuple[Write, ...]


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
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def run(self, inbox: Inbox) -> Counter[str]:
        """Let everyone in the inbox (node → selects of wave columns) go on; says how many steps each node took."""
        pending = {node: list(parts) for node, parts in inbox.items()}
        while pending:
            node = min(pending, key=self.plan.rank.__getitem__)
            stage = self._step(node, pending.pop(node))
            count = self._record(node, stage.moved)
            if not count:
                continue
            self.steps[node] += count
            for write in stage.writes:
                self._append(write.table, write.values, stage.source, write.where)
            self._settle(node, stage.moved, stage.lasts)
            faults.point("flow.node")
            for target, rows in self._onward(node, stage.moved, stage.lasts):
                pending.setdefault(target, []).append(rows)
        return self.steps

    def _step(self, node: str, parts: list[Select[Any]]) -> _Stage:
        """Let the node decide. One that sends everyone on at once decides nothing: its wave is read where it lies."""
        source = (parts[0] if len(parts) == 1 else union_all(*parts)).subquery("wave")
        wave = self._wave(node, source)
        move = self.plan.kinds[node].step(wave)
        rows = select(
            *(source.c[name] for name in scratch.WAVE),
            _text(move.port).label("port"),
            move.at.label("left_at"),
            _text(move.reason).label("reason"),
        )
        lasts = move.at is not wave.ready_at
        if isinstance(move.port, str) and not lasts:
            return _Stage(rows.subquery("moved"), False, source, move.writes)
        moved = scratch.empty(self.connection, scratch.moved(next(self.numbers)))
        scratch.fill(self.connection, moved, rows.selected_columns.keys(), rows)
        # What is laid down is cheaper to read than to derive again.
        writes = self.plan.kinds[node].step(self._wave(node, moved)).writes if move.writes else ()
        return _Stage(moved, lasts, moved, writes)

    def _wave(self, node: str, source: FromClause) -> Wave:
        plan = self.plan
        lo, hi = horizon(plan.published_at, self.until)
        return Wave(source, plan.journey.id, plan.version_id, node, plan.settings, lo, hi, plan.audiences)

    def _record(self, node: str, moved: FromClause) -> int:
        """Append the visits; says how many they are."""
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
        count = self._append(tables.visit, visit, moved)
        return count if count >= 0 else scratch.size(self.connection, moved)

    def _append(
        self,
        table: Table,
        values: Mapping[str, ColumnElement[Any]],
        moved: FromClause,
        where: ColumnElement[bool] | None = None,
    ) -> int:
        """A row for everyone in `moved`, or those whom `where` holds for; how many, or -1 if nobody can tell."""
        rows = select(*values.values()).select_from(moved)
        if where is not None:
            rows = rows.where(where)
        return scratch.append(self.connection, insert(table).from_select([*values], rows))

    def _settle(self, node: str, moved: FromClause, lasts: bool) -> None:
        """Write the enrollments of those who stop here: until later, or for good."""
        exits = self.plan.exits[node]
        gone: ColumnElement[bool] = moved.c.port.not_in(exits) if exits else true()
        if len(exits) == len(self.plan.kinds[node].ports()) > 0:
            gone = false()
            if not lasts:
                return
        resting = _resting(node, moved, exits, gone)
        values = {
            "customer_id": moved.c.customer_id,
            "id": moved.c.enrollment_id,
            "journey_id": literal(self.plan.journey.id),
            "version_id": literal(self.plan.version_id),
            "key": moved.c.key,
            "entered_at": moved.c.entered_at,
            "event_id": moved.c.event_id,
            **resting,
        }
        stops = or_(gone, moved.c.left_at > self.until) if lasts else gone
        rows = select(*values.values()).where(stops)
        into = insert(tables.enrollment) if self.fresh else _renew(self.connection, resting)
        self.connection.execute(into.from_select([*values], rows))

    def _onward(self, node: str, moved: FromClause, lasts: bool) -> Iterator[tuple[str, Select[Any]]]:
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
    node: str, moved: FromClause, exits: Mapping[str, tuple[str, int]], gone: ColumnElement[bool]
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


def _renew(connection: Connection, names: Iterable[str]) -> sqlite.Insert | postgresql.Insert:
    """An insert that changes these columns of an enrollment that is there: one look-up where an update needs two."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(tables.enrollment)
    new = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(tables.enrollment.primary_key), set_=new)


def _text(value: ColumnElement[str] | str | None) -> ColumnElement[Any]:
    """A constant or an expression as a text column."""
    if value is None:
        return cast(null(), Text)
    return literal(value) if isinstance(value, str) else value
