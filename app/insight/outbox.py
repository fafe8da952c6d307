"""Which messages were written, what became of them, and why? For the list of messages and one message's story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from app.data import tables
from app.data.facts import strpos


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which messages are meant: states and a channel (empty: all), a search word in name, address or text."""

    states: tuple[str, ...] = ()
    channel: str = ""
    words: str = ""
    journey: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One message in the list. Instants in ms."""

    id: str
    customer_id: int
    customer: str
    channel: str
    state: str
    purpose: str
    at: int
    due_at: int
    settled_at: int | None
    journey: str
    address: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the passage that led to a message: the node, when, by which way out, and the noted reason."""

    node: str
    at: int
    port: str
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One message with its whole story."""

    line: Line
    reason: str
    provider: str
    node: str
    document: Any
    parts: Mapping[str, Any]
    entered_at: int
    steps: tuple[Step, ...]
    receipts: tuple[tuple[int, str, str], ...]
    others: tuple[tuple[str, str], ...] = field(default=())


def lines(connection: Connection, sieve: Sieve, limit: int = 200, skip: int = 0) -> list[Line]:
    """The messages, the latest first."""
    message = tables.message
    rows = connection.execute(
        _lines().where(_passes(sieve)).order_by(message.c.due_at.desc(), message.c.id).limit(limit).offset(skip)
    )
    return [Line(*row) for row in rows]


def counts(connection: Connection, sieve: Sieve) -> dict[str, int]:
    """How many messages there are in each state, whatever states the sieve names."""
    message = tables.message
    rows = connection.execute(
        select(message.c.state, func.count())
        .select_from(_source())
        .where(_passes(Sieve(channel=sieve.channel, words=sieve.words, journey=sieve.journey)))
        .group_by(message.c.state)
    )
    return {state: int(count) for state, count in rows}


def letter(connection: Connection, customer_id: int, message_id: str) -> Letter | None:
    """One message, with the way its customer came; None if there is no such message."""
    message, version, enrollment = tables.message, tables.journey_version, tables.enrollment
    mine = and_(message.c.customer_id == customer_id, message.c.id == message_id)
    row = connection.execute(_lines().where(mine)).one_or_none()
    if row is None:
        return None
    about = connection.execute(
        select(message, version.c.document, tables.message_text.c.parts, enrollment.c.entered_at)
        .select_from(
            _source()
            .outerjoin(version, version.c.id == message.c.version_id)
            .outerjoin(
                enrollment,
                and_(enrollment.c.customer_id == message.c.customer_id, enrollment.c.id == message.c.enrollment_id),
            )
        )
        .where(mine)
    ).one()
    return Letter(
        line=Line(*row),
        reason=about.reason or "",
        provider=about.provider or "",
        node=about.node,
        document=about.document,
        parts=about.parts or {},
        entered_at=about.entered_at or about.at,
        steps=_steps(connection, customer_id, about.enrollment_id),
        receipts=_receipts(connection, customer_id, message_id),
        others=_others(connection, about),
    )


def _source() -> Any:
    """Messages with their texts, customers and journeys."""
    message, written, customer, journey = tables.message, tables.message_text, tables.customer, tables.journey
    return (
        message.outerjoin(
            written, and_(written.c.customer_id == message.c.customer_id, written.c.message_id == message.c.id)
        )
        .outerjoin(customer, customer.c.id == message.c.customer_id)
        .outerjoin(journey, journey.c.id == message.c.journey_id)
    )


def _lines() -> Select[Any]:
    message, written, customer = tables.message, tables.message_text, tables.customer
    return select(
        message.c.id,
        message.c.customer_id,
        func.coalesce(customer.c.name, customer.c.key, ""),
        message.c.channel,
        message.c.state,
        message.c.purpose,
        message.c.at,
        message.c.due_at,
        message.c.settled_at,
        func.coalesce(tables.journey.c.name, ""),
        func.coalesce(written.c.address, ""),
        func.coalesce(written.c.subject, ""),
        func.coalesce(written.c.body, ""),
    ).select_from(_source())


def _passes(sieve: Sieve) -> ColumnElement[bool]:
    message, written, customer = tables.message, tables.message_text, tables.customer
    tests: list[ColumnElement[bool]] = [message.c.id.is_not(None)]
    if sieve.states:
        tests.append(message.c.state.in_(sieve.states))
    if sieve.channel:
        tests.append(message.c.channel == sieve.channel)
    if sieve.journey:
        tests.append(message.c.journey_id == sieve.journey)
    if words := sieve.words.strip().lower():
        places = (customer.c.name, customer.c.key, written.c.address, written.c.subject, written.c.body)
        tests.append(or_(*(strpos(func.lower(func.coalesce(place, "")), words) > 0 for place in places)))
    return and_(*tests)


def _steps(connection: Connection, customer_id: int, enrollment_id: int) -> tuple[Step, ...]:
    visit = tables.visit
    rows = connection.execute(
        select(visit.c.node, visit.c.at, visit.c.port, visit.c.reason)
        .where(visit.c.customer_id == customer_id, visit.c.enrollment_id == enrollment_id)
        .order_by(visit.c.at, visit.c.round)
    )
    return tuple(Step(node, at, port or "", reason or "") for node, at, port, reason in rows)


def _receipts(connection: Connection, customer_id: int, message_id: str) -> tuple[tuple[int, str, str], ...]:
    receipt = tables.receipt
    rows = connection.execute(
        select(receipt.c.at, receipt.c.kind, receipt.c.detail)
        .where(receipt.c.customer_id == customer_id, receipt.c.message_id == message_id)
        .order_by(receipt.c.at)
    )
    return tuple((at, kind, detail or "") for at, kind, detail in rows)


def _others(connection: Connection, about: Any) -> tuple[tuple[str, str], ...]:
    """The other attempts of the same contact (the chain it fell back along): channel and state."""
    message = tables.message
    rows = connection.execute(
        select(message.c.channel, message.c.state)
        .where(
            message.c.customer_id == about.customer_id,
            message.c.enrollment_id == about.enrollment_id,
            message.c.node == about.node,
            message.c.round == about.round,
            message.c.id != about.id,
        )
        .order_by(message.c.attempt)
    )
    return tuple((channel, state) for channel, state in rows)
