"""Orders with their lines.

A file has one row per order or per line; rows of one order may repeat what they say of the order or leave it empty,
and need not stand together. An order is known by its id: the same file again, or a newer one, brings it up to date.
Orders that are not paid yet are left out until a file says that they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete

from app.base.text import _
from app.data.imports import consents
from app.data.imports.batch import Batch
from app.data.imports.bulk import next_seq, put
from app.data.imports.catalog import Catalog
from app.data.imports.customers import full_names, write_facts
from app.data.imports.happenings import events_of, stale_events, stored_refunds
from app.data.imports.lines import LINE_COLUMNS, Line, drop_lines, read_lines, stored_lines, stored_orders
from app.data.imports.loaders import EVENT_COLUMNS, Job, as_json
from app.data.imports.people import Who
from app.data.imports.problems import Problem
from app.data.tables import ANONYMOUS, event, order_line, orders

ORDER_COLUMNS = tuple(column.name for column in orders.columns)


@dataclass(slots=True)
class Order:
    """An order as the file tells it; None where it says nothing. `cancelled` is the value of its cancelled lines."""

    id: str
    row: int
    who: Who
    facts: dict[str, Any]
    status: str | None
    lines: list[Line]
    cancelled: float = 0.0
    customer_id: int = ANONYMOUS
    attrs: dict[str, Any] | None = None

    @property
    def at(self) -> int:
        return int(self.facts["at"])

    @property
    def value(self) -> float:
        """The order's total; where the file has none, what its lines sum to."""
        told = self.facts.get("value")
        return float(told) if told is not None else sum(line.value for line in self.lines)


_FACTS = ("at", "value", "currency", "discount", "shipping", "coupon", "cancelled_at", "refunded")


@dataclass(slots=True)
class OrderLoader:
    """Orders with their lines, customers, products and events."""

    job: Job
    _catalog: Catalog = field(default_factory=Catalog)
    _totals: dict[str, float | None] = field(default_factory=dict)  # orders met in this file → their told total

    def write(self, conn: Connection, batch: Batch) -> None:
        job, before = self.job, self.job.people.added
        found = self._placed(conn, list(read_orders(batch, job.plan.mapping.status_by_prefix)))
        self._write_people(conn, batch, found)
        job.counts.products += self._catalog.offer(conn, (line for order in found for line in order.lines), job.as_of)
        self._write_orders(conn, found)
        job.counts.customers += job.people.added - before

    # -- whose they are, and what we know of them --

    def _placed(self, conn: Connection, read: list[Order]) -> list[Order]:
        """The orders that go in, with their customers, joined with what is stored of them."""
        paid = [order for order in read if order.status != "unpaid"]
        self.job.counts.unpaid += len(read) - len(paid)
        people = self.job.people.ids(conn, [order.who for order in paid])
        stored = stored_orders(conn, [order.id for order in paid])
        continued = [row for row in stored.values() if row.id in self._totals]
        begun, refunds = stored_lines(conn, continued), stored_refunds(conn, continued)
        placed = []
        for order, person in zip(paid, people, strict=True):
            order.customer_id, own = person, len(order.lines)
            if order.id in stored:
                if order.id in begun:
                    self._continue(order, stored[order.id], begun[order.id], refunds.get(order.id))
                _keep(order, stored[order.id])
            if self._dated(order):
                self._count(order, stored.get(order.id), own)
                self._totals[order.id] = order.facts.get("value")
                placed.append(order)
        self._forget(conn, placed, stored)
        return placed

    def _continue(self, order: Order, stored: Row[Any], begun: list[Line], refund: tuple[int, float] | None) -> None:
        """Join a later piece of an order with what this file told of it before."""
        facts = order.facts
        facts["at"] = stored.at
        facts["value"] = facts.get("value") or self._totals[order.id]
        if refund:
            facts["cancelled_at"] = facts.get("cancelled_at") or refund[0]
            order.cancelled += refund[1] if stored.status == "paid" else 0.0
        both = {order.status or stored.status, stored.status}
        order.cancelled += _cancelled(both, [(stored.status, line) for line in begun])
        order.cancelled += _cancelled(both, [(order.status, line) for line in order.lines])
        order.status = _status(both)
        order.lines = begun + order.lines

    def _dated(self, order: Order) -> bool:
        if order.facts.get("at") is None:
            what = _("Order “{id}” has no date.").format(id=order.id)
            self.job.tell(Problem(order.row, "", order.id, what, _("Fill in when it was ordered.")))
            return False
        return True

    def _count(self, order: Order, stored: Row[Any] | None, own: int) -> None:
        """`own`: how many lines this piece of the order brought."""
        counts = self.job.counts
        counts.anonymous += own if order.customer_id == ANONYMOUS else 0
        if order.id in self._totals or stored is None:
            counts.lines += own
            counts.orders += order.id not in self._totals
        else:
            counts.lines += max(0, own - int(stored.lines))
            counts.known += 1

    def _forget(self, conn: Connection, placed: list[Order], stored: dict[str, Row[Any]]) -> None:
        """Take out what the new rows do not overwrite: lines, orders that changed hands, events that moved or ended."""
        former = [(order, stored[order.id]) for order in placed if order.id in stored]
        drop_lines(conn, [row for _order, row in former])
        moved = [
            {"who": row.customer_id, "which": row.id} for order, row in former if order.customer_id != row.customer_id
        ]
        if moved:
            owned = (orders.c.customer_id == bindparam("who"), orders.c.id == bindparam("which"))
            conn.execute(delete(orders).where(*owned), moved)
        stale = [key for order, row in former if row.customer_id != ANONYMOUS for key in stale_events(order, row)]
        if stale:
            gone = (event.c.customer_id == bindparam("who"), event.c.id == bindparam("which"))
            conn.execute(delete(event).where(*gone, event.c.at != bindparam("but")), stale)

    # -- writing --

    def _write_people(self, conn: Connection, batch: Batch, found: list[Order]) -> None:
        """Orders tell who somebody is only where nothing better is known, and of consents only a yes."""
        index_of = {number: index for index, number in enumerate(batch.numbers)}
        names, cities, countries = full_names(batch), batch.column("city"), batch.column("country")
        owners: dict[int, tuple[Any, ...]] = {}
        for order in found:
            index = index_of[order.row]
            known = (names[index], order.who.phone, order.who.email, cities[index], countries[index])
            if order.customer_id != ANONYMOUS and any(known):
                name, phone, email, city, country = known
                owners.setdefault(
                    order.customer_id,
                    (order.customer_id, name, phone, email, None, None, None, city, country, None, None, None),
                )
        write_facts(conn, list(owners.values()), self.job.as_of, fill=True)
        self._write_consents(conn, batch, {order.row: order for order in found})

    def _write_consents(self, conn: Connection, batch: Batch, by_row: dict[int, Order]) -> None:
        people = [by_row[row].customer_id if row in by_row else ANONYMOUS for row in batch.numbers]
        given = [
            answer._replace(at=by_row[answer.row].at, dated=True)
            for answer in consents.answers(batch, people, [None] * len(people), self.job.as_of)
            if answer.granted
        ]
        job = self.job
        job.counts.consents += consents.record(conn, given, job.source, job.plan.path.name, job.as_of, job.tell)

    def _write_orders(self, conn: Connection, found: list[Order]) -> None:
        rows = [_order_row(order, self.job.source) for order in found]
        put(conn, orders, ORDER_COLUMNS, sorted(rows, key=lambda row: row[:2]), "update")
        lines = [
            (order.customer_id, order.id, number, *line[:5])
            for order in found
            for number, line in enumerate(order.lines, start=1)
        ]
        put(conn, order_line, LINE_COLUMNS, sorted(lines, key=lambda row: row[:3]))
        self._write_events(conn, [row for order in found for row in events_of(order, self._catalog, self.job.source)])

    def _write_events(self, conn: Connection, happened: list[tuple[Any, ...]]) -> None:
        seq = next_seq(conn)
        rows = sorted((*row[:3], seq + index, *row[3:]) for index, row in enumerate(happened))
        added = put(conn, event, EVENT_COLUMNS, rows, "ignore")
        if added < len(rows):
            put(conn, event, EVENT_COLUMNS, rows, "update")
        self.job.counts.events += added


def read_orders(batch: Batch, prefixes: dict[str, str]) -> Iterator[Order]:
    """The orders of a batch, each with all its rows of the batch; what the order says once counts for all its rows."""
    rows_of: dict[str, list[int]] = {}
    for index, order_id in enumerate(batch.column("order_id")):
        rows_of.setdefault(order_id, []).append(index)
    facts = {name: batch.column(name) for name in _FACTS if name in batch.columns}
    people = [batch.column(name) for name in ("customer", "phone", "email")]
    statuses, attrs = batch.column("status"), batch.free("attrs")
    lines = list(read_lines(batch))
    for order_id, rows in rows_of.items():
        said = {statuses[row] for row in rows} - {None}
        own = [lines[row] for row in rows]
        yield Order(
            order_id,
            batch.numbers[rows[0]],
            Who(*(_first(column, rows) for column in people)),
            {name: _first(column, rows) for name, column in facts.items()},
            _status(said) or next((word for start, word in prefixes.items() if order_id.startswith(start)), None),
            [line for line in own if line],
            _cancelled(said, [(statuses[row], line) for row, line in zip(rows, own, strict=True)]),
            attrs=_first(attrs, rows),
        )


def _keep(order: Order, stored: Row[Any]) -> None:
    """A newer file's order replaces what was known, but for what it does not tell."""
    if order.customer_id == ANONYMOUS:
        order.customer_id = stored.customer_id
    order.status = order.status or stored.status
    order.attrs = order.attrs or stored.attrs
    for name in ("at", "currency", "discount", "shipping", "coupon"):
        if order.facts.get(name) is None:
            order.facts[name] = getattr(stored, name)


def _first(column: Sequence[Any], rows: list[int]) -> Any:
    return next((column[row] for row in rows if column[row] is not None), None)


def _status(said: set[str]) -> str | None:
    """One line that is paid for makes the order a paid one."""
    return next((status for status in ("paid", "unpaid", "refunded", "cancelled", "adjusted") if status in said), None)


def _cancelled(said: set[str], lines: list[tuple[str | None, Line | None]]) -> float:
    """What the cancelled lines of an order are worth that was not cancelled as a whole."""
    if "paid" not in said or len(said) == 1:
        return 0.0
    return sum(line.value for status, line in lines if line and status in ("cancelled", "refunded"))


def _order_row(order: Order, source: str) -> tuple[Any, ...]:
    told = (order.facts.get(name) for name in ("currency", "discount", "shipping", "coupon"))
    status = order.status or "paid"
    return (order.customer_id, order.id, order.at, status, order.value, *told, source, as_json(order.attrs))
