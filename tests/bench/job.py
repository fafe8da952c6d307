"""The job both benchmarks run: ten nodes, every customer enters (design §10).

event → mark → wait 30 min → bought? → split → send A / send B → wait 3 h → clicked? → fallback send
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from sqlalchemy import Connection, Text, insert, literal
from sqlalchemy import cast as as_type

from app.base.clock import DAY, HOUR, MINUTE
from app.base.text import N_
from app.data import tables
from app.journey.graph import Cap, Edge, Entry, Journey, Node, Quiet, Settings
from app.nodes import Move, NodeKind, Wave, Write, kinds

START = 1_767_193_200_000  # 2026-01-01 00:00 KST
ROWS = 50_000


class Mark(NodeKind):
    """Stands in for a node that writes a row for each customer: a coupon of their own."""

    kind: ClassVar[str] = "mark"
    group: ClassVar[str] = "do"
    label: ClassVar[str] = N_("Mark")
    icon: ClassVar[str] = "ph.tag"
    tone: ClassVar[str] = "update"

    def subtitle(self) -> str:
        return ""

    def sentence(self) -> str:
        return ""

    def step(self, wave: Wave) -> Move:
        values: dict[str, Any] = {
            "customer_id": wave.customer_id,
            "code": as_type(wave.enrollment_id, Text),
            "issued_at": wave.ready_at,
            "enrollment_id": wave.enrollment_id,
            "offer": literal("welcome"),
        }
        return wave.move("next", None, Write(tables.coupon, values))


@contextmanager
def marked() -> Iterator[None]:
    """Inside the `with`, `mark` is a node kind like any other."""
    registry = cast(dict[str, type[NodeKind]], kinds())
    registry["mark"] = Mark
    try:
        yield
    finally:
        del registry["mark"]


def journey() -> Journey:
    """The ten nodes."""
    content = {"text": "{{ name }} 님"}
    nodes = {
        "start": ("trigger_event", {"event": "add_to_cart"}),
        "mark": ("mark", {}),
        "wait": ("wait", {"length": "30m"}),
        "bought": ("condition", {}),
        "split": ("split", {}),
        "a": ("send", {"contact": {"channel": "sms", "content": content}, "purpose": "info"}),
        "b": ("send", {"contact": {"channel": "sms", "content": content}, "purpose": "info"}),
        "later": ("wait", {"length": "3h"}),
        "clicked": (
            "condition",
            {
                "branches": [
                    {
                        "key": "yes",
                        "where": {"kind": "did", "event": "message_clicked", "window": {"since_entry": True}},
                    }
                ]
            },
        ),
        "again": ("send", {"contact": {"channel": "sms", "content": content}, "purpose": "info"}),
    }
    edges = [
        ("start", "next", "mark"),
        ("mark", "next", "wait"),
        ("wait", "next", "bought"),
        ("bought", "else", "split"),
        ("split", "A", "a"),
        ("split", "B", "b"),
        ("a", "next", "later"),
        ("b", "next", "later"),
        ("later", "next", "clicked"),
        ("clicked", "else", "again"),
    ]
    return Journey(
        "bench",
        "bench",
        {key: Node(key, kind, settings) for key, (kind, settings) in nodes.items()},
        tuple(Edge(*edge) for edge in edges),
        Settings(entry=Entry(rule="once"), quiet=Quiet(0, 0), cap=Cap(99, DAY)),
    )


def customers(count: int) -> Iterator[list[dict[str, Any]]]:
    """Customers with a phone, in pieces."""
    for first in range(1, count + 1, ROWS):
        yield [
            {"id": n, "key": f"c{n}", "name": "김서연", "phone": "01000000000", "attrs": {}}
            for n in range(first, min(first + ROWS, count + 1))
        ]


def events(count: int, per_customer: int = 1, seed: int = 1) -> Iterator[list[dict[str, Any]]]:
    """For each customer a cart, for a tenth of them a purchase 10 minutes on, and other events before."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    seq = 0
    for customer in range(1, count + 1):
        at = START + dice.randrange(HOUR)
        kinds = [("add_to_cart", at)]
        if customer % 10 == 0:
            kinds.append(("purchase", at + 10 * MINUTE))
        kinds += [("view_item", at - dice.randrange(1, 30 * DAY)) for _ in range(per_customer - len(kinds))]
        for kind, instant in sorted(kinds, key=lambda pair: pair[1]):
            seq += 1
            rows.append({"customer_id": customer, "at": instant, "id": seq, "seq": seq, "kind": kind})
        if len(rows) >= ROWS:
            yield rows
            rows = []
    if rows:
        yield rows


def fill(connection: Connection, count: int, per_customer: int = 1) -> None:
    """Put the people and what they did into the record."""
    for rows in customers(count):
        connection.execute(insert(tables.customer), rows)
    for rows in events(count, per_customer):
        connection.execute(insert(tables.event), rows)
