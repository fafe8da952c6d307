"""Small shops and journeys for tests of steps, runs and deliveries: plain rows, nothing clever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select

from app.base.clock import DAY, FOREVER
from app.data import tables
from app.data.engine import Database
from app.journey.graph import Edge, Entry, Journey, Node, Settings
from app.message.sender import Sender

#: Monday 2026-03-02, 12:00 in Seoul.
NOON = 1_772_420_400_000
LONG_AGO = NOON - 30 * DAY

SHOP = Sender(
    name="모아상점",
    phone="0212345678",
    email="shop@moa.kr",
    address="서울 중구 1",
    optout_phone="0801234567",
    optout_url="https://moa.kr/off?m={message}",
)

CONTENT: Mapping[str, Mapping[str, Any]] = {
    "sms": {"text": "{{ name }}님, {{ product|을를 }} 담아두셨어요."},
    "brand_message": {"text": "{{ name }}님, {{ product|을를 }} 담아두셨어요."},
    "email": {"subject": "{{ name }}님께", "text": "{{ product|을를 }} 담아두셨어요."},
}


def drawn(steps: Mapping[str, tuple[str, Any]], *edges: str, settings: Settings | None = None) -> Journey:
    """A journey of `id: (kind, settings)`; an edge is written `source port target`."""
    nodes = {key: Node(key, kind, given) for key, (kind, given) in steps.items()}
    wires = tuple(Edge(*edge.split()) for edge in edges)
    return Journey("cart", "장바구니", nodes, wires, settings or Settings(entry=Entry("any_time")))


def contact(channel: str, **content: Any) -> dict[str, Any]:
    """A contact of a send node; its usual words unless told otherwise."""
    return {"channel": channel, "content": {**CONTENT[channel], **content}}


def sending(*channels: str, purpose: str = "ad") -> Journey:
    """Cart → send on the first channel, the others as its fallback chain."""
    first, *rest = (contact(channel) for channel in channels)
    send = {"contact": first, "fallback": rest, "purpose": purpose}
    return drawn({"start": ("trigger_event", {"event": "add_to_cart"}), "send": ("send", send)}, "start next send")


def reminder(wait: str = "3h") -> Journey:
    """Cart → wait → bought since? yes: goal · else: brand message, failing that a text."""
    bought = {"kind": "did", "event": "purchase", "window": {"since_entry": True}}
    return drawn(
        {
            "start": ("trigger_event", {"event": "add_to_cart"}),
            "wait": ("wait", {"length": wait}),
            "bought": ("condition", {"branches": [{"key": "yes", "where": bought}]}),
            "goal": ("goal", {}),
            "remind": ("send", {"contact": contact("brand_message"), "fallback": [contact("sms")]}),
            "end": ("leave", {"reason": "알림"}),
        },
        "start next wait",
        "wait next bought",
        "bought yes goal",
        "bought else remind",
        "remind next end",
    )


# -- people ----------------------------------------------------------------------------------------------------------


def fill(db: Database, count: int) -> None:
    """Customers 1 … count who can be reached and agreed to everything but advertising at night, and one product."""
    with db.begin() as connection:
        put(connection, count)


def put(connection: Connection, count: int) -> None:
    """The same within a transaction."""
    numbers = range(1, count + 1)
    connection.execute(
        insert(tables.customer),
        [
            {"id": n, "key": f"c{n}", "name": f"고객{n}", "phone": f"010{n:08}", "email": f"c{n}@example.kr"}
            | {"city": ("서울", "부산", None)[n % 3], "joined_at": LONG_AGO, "attrs": {"points": n}}
            for n in numbers
        ],
    )
    rows = [(n, channel) for n in numbers for channel in ("sms", "kakao", "email")]
    connection.execute(
        insert(tables.consent),
        [
            {"customer_id": n, "channel": c, "purpose": "ad", "at": LONG_AGO, "until_at": FOREVER, "granted": True}
            for n, c in rows
        ],
    )
    connection.execute(
        insert(tables.identity),
        [{"customer_id": n, "kind": "member", "value": f"c{n}", "at": LONG_AGO} for n in numbers],
    )
    connection.execute(insert(tables.product).values(id="p1", name="초록 신발", price=39_000, url="https://moa.kr/p1"))


def did(db: Database, customer: int, kind: str, at: int, **columns: Any) -> None:
    """One event, arriving now."""
    with db.begin() as connection:
        seq = 1 + (connection.execute(select(func.max(tables.event.c.seq))).scalar() or 0)
        row = {"customer_id": customer, "at": at, "id": seq, "seq": seq, "kind": kind, "product_id": "p1", **columns}
        connection.execute(insert(tables.event).values(row))


def withdrawn(db: Database, customer: int, channel: str, at: int) -> None:
    """The customer takes a consent back."""
    consent = tables.consent
    mine = (consent.c.customer_id == customer, consent.c.channel == channel, consent.c.purpose == "ad")
    with db.begin() as connection:
        connection.execute(consent.update().where(*mine).values(until_at=at))
        row = {"customer_id": customer, "channel": channel, "purpose": "ad", "at": at, "granted": False}
        connection.execute(insert(consent).values(row))


# -- looking ---------------------------------------------------------------------------------------------------------


def everything(db: Database) -> dict[str, list[Any]]:
    """Every row of every table, in a fixed order."""
    with db.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table)).all()), key=repr)
            for table in tables.metadata.sorted_tables
        }


def messages(db: Database) -> dict[tuple[int, str], Any]:
    """The messages by customer and channel."""
    with db.read() as connection:
        return {(row.customer_id, row.channel): row for row in connection.execute(select(tables.message)).all()}


def states(db: Database) -> dict[tuple[int, str], str]:
    """Where each message stands, by customer and channel."""
    return {key: row.state for key, row in messages(db).items()}


def passages(db: Database) -> list[Any]:
    """The enrollments, by customer and instant."""
    table = tables.enrollment
    with db.read() as connection:
        return list(connection.execute(select(table).order_by(table.c.customer_id, table.c.entered_at)).all())
