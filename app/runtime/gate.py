"""The last check before a message leaves: night, address, consent, frequency, in this order, for all at once.

A message is judged as of the instant it is due, never as of the clock: a replay and a simulation give the verdict the
live run gives. What is due at once was asked the first three questions as it was written (`Wave.messages`); here come
those that were put off, and the frequency rule for all. It depends on what was let through before, so the messages of
one customer are judged in the order they are due: all first ones at once, then all second ones, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from app import channels
from app.channels import Channel, Hours
from app.data import tables
from app.message import states
from app.nodes import message_id
from app.nodes.send import Send
from app.runtime import faults, scratch
from app.runtime.flow import horizon
from app.runtime.plan import Plan

_VERDICT = ("customer_id", "id", "due_at", "state", "turn")

#: What a further attempt has in common with the one before.
_SAME = ("customer_id", "enrollment_id", "journey_id", "version_id", "node", "round", "purpose", "at")


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of one connection, for the messages of these plans that are due until `now`."""

    connection: Connection
    plans: Sequence[Plan]
    now: int

    def idle(self) -> bool:
        """Whether no message waits for a verdict."""
        return not any(self._any(state) for state in (states.QUEUED, states.CLEARED, states.READY))

    def renew(self) -> None:
        """Live, whatever is due and has not left is asked everything again, as of now.

        The worker may have been away: since the message was due night may have come, or a refusal.
        """
        message = tables.message
        if self.connection.execute(select(message.c.id).where(self._stale()).limit(1)).first() is not None:
            renewed = update(message).where(self._stale())
            self.connection.execute(renewed.values(state=states.QUEUED, due_at=self.now))

    def _stale(self) -> ColumnElement[bool]:
        message = tables.message
        waiting = message.c.state.in_((states.QUEUED, states.CLEARED, states.READY))
        free = or_(message.c.lease_until.is_(None), message.c.lease_until <= self.now)
        return and_(waiting, free, message.c.due_at < self.now, self._ours())

    def run(self) -> None:
        """Judge every message that is due."""
        while self._any(states.QUEUED):
            for plan in self.plans:
                self._put_off(plan)
            self._clear()
            for plan in self.plans:
                fall_back(self.connection, plan)
            faults.point("gate.cleared")
        self._count()

    def _any(self, state: str) -> bool:
        due = select(literal(1)).select_from(tables.message).where(self._due(state)).limit(1)
        return self.connection.execute(due).first() is not None

    def _due(self, state: str) -> ColumnElement[bool]:
        message = tables.message
        return and_(message.c.state == state, message.c.due_at <= self.now, self._ours())

    def _ours(self) -> ColumnElement[bool]:
        return tables.message.c.version_id.in_([plan.version_id for plan in self.plans])

    def _rule(self, rows: Select[Any]) -> None:
        """Write a verdict (customer_id, id, due_at, state, turn) into the messages it is about."""
        message, verdict = tables.message, scratch.empty(self.connection, scratch.verdict(1))
        scratch.fill(self.connection, verdict, _VERDICT, rows)
        same = and_(message.c.customer_id == verdict.c.customer_id, message.c.id == verdict.c.id)
        self.connection.execute(update(message).where(same).values(state=verdict.c.state, due_at=verdict.c.due_at))

    # -- night, address, consent -------------------------------------------------------------------------------------

    def _put_off(self, plan: Plan) -> None:
        """What became due in closed hours (after a refusal by a provider) waits until they end."""
        message, quiet = tables.message, plan.settings.quiet
        hours = Hours(plan.settings.zone, quiet.start, quiet.end, *horizon(plan.published_at, self.now))
        due = self._by_channel(
            lambda channel, purpose: channels.due_at(channel, purpose, message.c.customer_id, message.c.due_at, hours)
        )
        mine = (self._due(states.QUEUED), message.c.version_id == plan.version_id, due > message.c.due_at)
        self._rule(select(message.c.customer_id, message.c.id, due, message.c.state, literal(0)).where(*mine))

    def _clear(self) -> None:
        """Say of each queued message whether the customer can be reached on its channel, and agreed to be."""
        message = tables.message
        state = self._by_channel(
            lambda channel, purpose: channels.verdict(channel, purpose, message.c.customer_id, message.c.due_at)
        )
        self._rule(
            select(message.c.customer_id, message.c.id, message.c.due_at, state, literal(0)).where(
                self._due(states.QUEUED)
            )
        )

    def _by_channel(self, answer: Callable[[Channel[Any], str], ColumnElement[Any]]) -> ColumnElement[Any]:
        """The answer for each message's own channel and purpose."""
        message = tables.message
        used = sorted({contact.channel for plan in self.plans for contact in plan.contacts})
        answers = ((key, purpose, answer(channels.channel(key), purpose)) for key in used for purpose in ("ad", "info"))
        return case(
            *((and_(message.c.channel == key, message.c.purpose == purpose), one) for key, purpose, one in answers)
        )

    # -- frequency ---------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        """Let the cleared messages leave as far as the frequency rule allows, in the order they are due."""
        message, turns = tables.message, scratch.empty(self.connection, scratch.verdict(0))
        turn = func.row_number().over(
            partition_by=message.c.customer_id, order_by=(message.c.due_at, message.c.at, message.c.id)
        )
        rows = select(message.c.customer_id, message.c.id, message.c.due_at, message.c.state, turn)
        scratch.fill(self.connection, turns, _VERDICT, rows.where(self._due(states.CLEARED)))
        for place in range(1, (self.connection.execute(select(func.max(turns.c.turn))).scalar() or 0) + 1):
            mine = and_(message.c.customer_id == turns.c.customer_id, message.c.id == turns.c.id)
            state = case((self._contacts() >= self._setting("most"), states.CAPPED), else_=states.READY)
            judged = select(message.c.customer_id, message.c.id, message.c.due_at, state, literal(0))
            self._rule(judged.select_from(message.join(turns, mine)).where(turns.c.turn == place))

    def _contacts(self) -> ColumnElement[int]:
        """How many advertising messages the customer had within the cap's window before this one."""
        message, past = tables.message, tables.message.alias("past")
        return (
            select(func.count())
            .select_from(past)
            .where(
                past.c.customer_id == message.c.customer_id,
                past.c.purpose == "ad",
                past.c.state.in_(states.CONTACTS),
                past.c.due_at > message.c.due_at - self._setting("within"),
                past.c.due_at <= message.c.due_at,
            )
            .correlate(message)
            .scalar_subquery()
        )

    def _setting(self, name: str) -> ColumnElement[int]:
        """A setting of the cap, as each message's own version has it."""
        values = {plan.version_id: getattr(plan.settings.cap, name) for plan in self.plans}
        if len(set(values.values())) == 1:
            return literal(next(iter(values.values())))
        return case(values, value=tables.message.c.version_id)


def fall_back(connection: Connection, plan: Plan) -> None:
    """For messages that were just judged undeliverable (`verdict` 1), queue the next channel of their chain."""
    for node, kind in plan.kinds.items():
        if isinstance(kind, Send):
            for attempt, contact in enumerate(kind.fallback, start=1):
                _queue(connection, plan, node, attempt, contact.channel)


def _queue(connection: Connection, plan: Plan, node: str, attempt: int, channel: str) -> None:
    message, verdict = tables.message, scratch.verdict(1)
    failed = and_(
        message.c.customer_id == verdict.c.customer_id,
        message.c.id == verdict.c.id,
        verdict.c.state.in_(states.FALLS_BACK),
    )
    values: dict[str, ColumnElement[Any]] = {name: message.c[name] for name in _SAME}
    values |= {
        "id": message_id(plan.version_id, message.c.enrollment_id, node, message.c.round, attempt),
        "attempt": literal(attempt),
        "channel": literal(channel),
        "due_at": verdict.c.due_at,
        "state": literal(states.QUEUED),
    }
    rows = select(*values.values()).select_from(message.join(verdict, failed))
    mine = (message.c.version_id == plan.version_id, message.c.node == node, message.c.attempt == attempt - 1)
    connection.execute(insert(message).from_select([*values], rows.where(*mine)))
