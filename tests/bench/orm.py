"""The job of ten nodes as one would write it first: objects, a session, batches of 1,000 people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import DeclarativeBase, Session

from app.base.clock import HOUR, MINUTE
from app.data import dice, tables
from app.message import states

BATCH = 1_000


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __table__ = tables.customer


class Event(Base):
    __table__ = tables.event


class Enrollment(Base):
    __table__ = tables.enrollment


class Visit(Base):
    __table__ = tables.visit


class Message(Base):
    __table__ = tables.message


class Coupon(Base):
    __table__ = tables.coupon


#: (customer, kind) → instants; customer → phone.
Past = Mapping[tuple[int, str], Sequence[int]]
Phones = Mapping[int, str | None]


@dataclass(slots=True)
class Baseline:
    """Runs the job on one database."""

    engine: Engine
    seq: int = 0
    number: int = 0

    def tick(self, now: int) -> int:
        """One pass: whoever is due goes on, newcomers enter; says how many steps were taken."""
        steps = 0
        for take in (self._due, self._enter):
            while True:
                with Session(self.engine) as session:
                    people = take(session, now)
                    if not people:
                        break
                    steps += _walk(session, people, now)
                    session.commit()
        return steps

    def _due(self, session: Session, now: int) -> Sequence[Enrollment]:
        table = tables.enrollment.c
        due = (table.version_id == 1, table.next.is_not(None), table.ready_at <= now)
        return session.scalars(select(Enrollment).where(*due).order_by(table.ready_at).limit(BATCH)).all()

    def _enter(self, session: Session, now: int) -> Sequence[Enrollment]:
        """The next carts, of customers who have not been in this journey."""
        table = tables.event.c
        new = (table.kind == "add_to_cart", table.seq > self.seq, table.at <= now)
        carts = session.scalars(select(Event).where(*new).order_by(table.seq).limit(BATCH)).all()
        if not carts:
            return []
        self.seq = carts[-1].seq
        mine = tables.enrollment.c.customer_id.in_([cart.customer_id for cart in carts])
        known = set(session.scalars(select(tables.enrollment.c.customer_id).where(mine)))
        return [self._entered(session, cart, now) for cart in carts if cart.customer_id not in known]

    def _entered(self, session: Session, cart: Event, now: int) -> Enrollment:
        self.number += 1
        one = Enrollment(
            customer_id=cart.customer_id,
            id=self.number,
            journey_id="bench",
            version_id=1,
            key="",
            entered_at=cart.at,
            event_id=cart.id,
            next="start",
            ready_at=now,
            round=0,
        )
        session.add(one)
        return one


def _walk(session: Session, people: Sequence[Enrollment], now: int) -> int:
    """Let a batch go on as far as the clock allows."""
    ids = [one.customer_id for one in people]
    past, phones = _past(session, ids, now), _phones(session, ids)
    steps = 0
    for one in people:
        for made in _steps(one, past, phones, now):
            session.add(made)
            steps += isinstance(made, Visit)
    return steps


def _past(session: Session, ids: Iterable[int], now: int) -> Past:
    event = tables.event.c
    kinds = event.kind.in_(["purchase", "message_clicked"])
    rows = session.execute(
        select(event.customer_id, event.kind, event.at).where(event.customer_id.in_(ids), kinds, event.at <= now)
    )
    found = defaultdict(list)
    for customer, kind, at in rows:
        found[customer, kind].append(at)
    return found


def _phones(session: Session, ids: Iterable[int]) -> Phones:
    customer = tables.customer.c
    return dict(session.execute(select(customer.id, customer.phone).where(customer.id.in_(ids))).all())


def _steps(one: Enrollment, past: Past, phones: Phones, now: int) -> Iterator[Base]:
    """The rows one person's steps leave behind; at the end the person stands or has left."""
    at = max(one.ready_at, now)
    while one.next and at <= now:
        node = one.next
        port, target, left = _decide(node, one, past, at)
        yield Visit(
            customer_id=one.customer_id,
            enrollment_id=one.id,
            round=0,
            node=node,
            version_id=1,
            at=at,
            port=port,
            left_at=left,
        )
        if node == "mark":
            yield Coupon(
                customer_id=one.customer_id, code=str(one.id), offer="welcome", issued_at=at, enrollment_id=one.id
            )
        if node in ("a", "b", "again"):
            yield _message(one, node, at, phones)
        one.node, one.next, one.ready_at, at = node, target, left, left
    if not one.next:
        one.node, one.ready_at, one.left_at, one.reason = None, None, at, "end"


def _decide(node: str, one: Enrollment, past: Past, at: int) -> tuple[str, str | None, int]:
    """The port, the next node and the instant of leaving."""
    match node:
        case "wait":
            return "next", "bought", at + 30 * MINUTE
        case "later":
            return "next", "clicked", at + 3 * HOUR
        case "bought":
            done = _did(past, one, "purchase", at)
            return ("yes", None, at) if done else ("else", "split", at)
        case "clicked":
            done = _did(past, one, "message_clicked", at)
            return ("yes", None, at) if done else ("else", "again", at)
        case "split":
            arm = "A" if dice.share_of(one.customer_id, "bench/split") < dice.PARTS // 2 else "B"
            return arm, arm.lower(), at
        case _:
            return "next", {"start": "mark", "mark": "wait", "a": "later", "b": "later"}.get(node), at


def _did(past: Past, one: Enrollment, kind: str, at: int) -> bool:
    return any(one.entered_at < instant <= at for instant in past.get((one.customer_id, kind), ()))


def _message(one: Enrollment, node: str, at: int, phones: Phones) -> Message:
    return Message(
        customer_id=one.customer_id,
        id=f"1-{one.id}-{node}-0-0",
        enrollment_id=one.id,
        journey_id="bench",
        version_id=1,
        node=node,
        channel="sms",
        purpose="info",
        at=at,
        due_at=at,
        state=states.READY if phones.get(one.customer_id) else states.NO_ADDRESS,
    )
