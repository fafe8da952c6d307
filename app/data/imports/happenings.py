"""The events that conditions see of an order.

- `paid` orders of a customer make a `purchase` event at the order's instant with its value.
- `cancelled` and `refunded` orders make that purchase and a `refund` at the instant of the cancellation (where the file
  does not say, the order's). One that the shop books as an order of its own (a negative value) makes only the refund.
- `adjusted` orders are bookkeeping and make no event; orders of nobody in particular make none either.

An event names the product of the order's most valuable line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from app.data.imports.catalog import Catalog
from app.data.imports.loaders import stable_id
from app.data.tables import ANONYMOUS, event

if TYPE_CHECKING:
    from app.data.imports.orders import Order


def events_of(order: Order, catalog: Catalog, source: str) -> Iterator[tuple[Any, ...]]:
    """The events of an order, without their arrival numbers."""
    if order.customer_id == ANONYMOUS:
        return
    main = max(order.lines, key=lambda line: abs(line.value), default=None)
    product_id = main.product_id if main else None
    category = (main.category if main else None) or catalog.category(product_id)
    quantity = sum(line.quantity for line in order.lines) or None
    for kind, (at, value) in _happenings(order).items():
        details = (product_id, category, order.id, value, abs(quantity) if quantity else None, None, None, None)
        yield (order.customer_id, at, _event_id(kind, order.id), kind, *details, source)


def _happenings(order: Order) -> dict[str, tuple[int, float]]:
    """What happened with an order: kind of event → when, and how much money went."""
    status, value = order.status or "paid", order.value
    if status == "adjusted":
        return {}
    if value < 0 or (value == 0 and status != "paid"):
        return {"refund": (order.at, abs(value))}
    found = {"purchase": (order.at, value)}
    back = value if status in ("cancelled", "refunded") else order.cancelled
    back = order.facts.get("refunded") or back
    if back:
        found["refund"] = (order.facts.get("cancelled_at") or order.at, back)
    return found


def _event_id(kind: str, order_id: str) -> int:
    return stable_id("order", kind, order_id)


def stale_events(order: Order, stored: Row[Any]) -> Iterator[dict[str, int]]:
    """Which events of the stored order are over: all of an order that changed hands, else those not where they were."""
    now = _happenings(order) if order.customer_id == stored.customer_id else {}
    for kind in ("purchase", "refund"):
        at = now[kind][0] if kind in now else -1
        yield {"who": stored.customer_id, "which": _event_id(kind, order.id), "but": at}


def stored_refunds(conn: Connection, known: Iterable[Row[Any]]) -> dict[str, tuple[int, float]]:
    """The refunds of stored orders: order id → when, and how much."""
    found = {}
    for row in known:  # a handful: orders that continue from one chunk into the next
        refund = select(event.c.at, event.c.value).where(
            event.c.customer_id == row.customer_id, event.c.id == _event_id("refund", row.id)
        )
        if hit := conn.execute(refund).first():
            found[row.id] = (hit.at, hit.value)
    return found
