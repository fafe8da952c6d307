"""The last check before a message leaves: night, address, consent, frequency, in this order, for all at once.

A message is judged as of the instant it is due, never as of the clock: a replay and a simulation give the verdict the
live run gives. Frequency depends on what was let through before, so the messages of one customer are judged in the
order they are due: all first ones at once, then all second ones, and so on.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    not_,
    or_,
    select,
    update,
)

from app.base.clock import DAY
from app.channels import channels
from app.data import audience, dice, localtime, tables
from app.journey.where import Consent
from app.nodes import message_id
from app.nodes.send import Send
from app.runtime import faults, scratch, states
from app.runtime.plan import Plan

#: Advertising put off by the night leaves within this many ms after it (180 for each of the 10,000 parts: half an
#: hour), so that the morning is not a flood.
SPREAD_PART = 180

_HORIZON = 400 * DAY


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of one connection, for the messages of these plans that are due until `now`."""

    connection: Connection
    plans: Sequence[Plan]
    now: int

    def run(self) -> None:
        """Judge every queued message that is due."""
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
        return and_(message.c.state == state, message.c.due_at <= self.now)

    def _rule(self, rows: Select[Any], reason: str | None = None) -> None:
        """Write a verdict (customer_id, id, due_at, state, turn) into the messages it is about."""
        message, verdict = tables.message, scratch.empty(self.connection, scratch.verdict(1))
        scratch.fill(self.connection, verdict, _VERDICT, rows)
        same = and_(message.c.customer_id == verdict.c.customer_id, message.c.id == verdict.c.id)
        values: dict[str, Any] = {"state": verdict.c.state, "due_at": verdict.c.due_at}
        if reason:
            values["reason"] = reason
        self.connection.execute(update(message).where(same).values(values))

    # -- night -------------------------------------------------------------------------------------------------------

    def _put_off(self, plan: Plan) -> None:
        """Advertising that is due in the quiet hours waits until they end, unless the customer agreed to the night."""
        message, quiet = tables.message, plan.settings.quiet
        if quiet.start == quiet.end:
            return
        noisy = [key for key, channel in channels().items() if channel.quiet]
        zone, lo, hi = plan.settings.zone, plan.published_at - _HORIZON, self.now + _HORIZON
        morning = localtime.next_time_of_day(message.c.due_at, zone, quiet.end, lo, hi)
        spread = dice.share(message.c.customer_id, "morning") * SPREAD_PART
        rows = select(message.c.customer_id, message.c.id, morning + spread, literal(states.QUEUED), literal(0)).where(
            self._due(states.QUEUED),
            message.c.version_id == plan.version_id,
            message.c.purpose == "ad",
            message.c.channel.in_(noisy),
            localtime.in_quiet(message.c.due_at, zone, quiet.start, quiet.end, lo, hi),
            not_(self._agreed("night_ad")),
        )
        self._rule(rows, reason="night")

    # -- address and consent -----------------------------------------------------------------------------------------

    def _clear(self) -> None:
        """Say of each queued message whether the customer can be reached on its channel, and agreed to be."""
        message, customer = tables.message, tables.customer
        address = case(*((message.c.channel == key, channel.address(customer)) for key, channel in channels().items()))
        state = case(
            (address.is_(None), states.NO_ADDRESS),
            (and_(message.c.purpose == "ad", not_(self._agreed("ad"))), states.NO_CONSENT),
            (message.c.purpose == "ad", states.CLEARED),
            else_=states.READY,
        )
        people = message.outerjoin(customer, customer.c.id == message.c.customer_id)
        rows = select(message.c.customer_id, message.c.id, message.c.due_at, state, literal(0))
        self._rule(rows.select_from(people).where(self._due(states.QUEUED)))

    def _agreed(self, purpose: str) -> ColumnElement[bool]:
        """Whether the customer has agreed, as of the instant the message is due."""
        message = tables.message
        consents: dict[str, list[str]] = {}
        for key, channel in channels().items():
            consents.setdefault(channel.consent, []).append(key)
        return or_(
            *(
                and_(message.c.channel.in_(keys), self._holds(Consent(channel=consent, purpose=purpose)))
                for consent, keys in consents.items()
            )
        )

    def _holds(self, consent: Consent) -> ColumnElement[bool]:
        message = tables.message
        return audience.clause(consent, customer_id=message.c.customer_id, at=message.c.due_at)

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


_VERDICT = ("customer_id", "id", "due_at", "state", "turn")


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


#: What a further attempt has in common with the one before.
_SAME = ("customer_id", "enrollment_id", "journey_id", "version_id", "node", "round", "purpose", "at")
