"""What a message may speak of: the customer, the event that started the passage, its product, the shop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from app.base.text import N_
from app.channels import channels
from app.data import tables
from app.message.sender import Sender

#: The variables of a template and what people call them; `attrs.*` stands for the shop's own attributes.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "name": N_("customer's name"),
        "grade": N_("grade"),
        "city": N_("city"),
        "country": N_("country"),
        "member": N_("member ID"),
        "product": N_("product's name"),
        "price": N_("product's price"),
        "category": N_("category"),
        "link": N_("product's page"),
        "order": N_("order number"),
        "value": N_("amount"),
        "shop": N_("shop's name"),
        "shop_url": N_("shop's page"),
        "attrs.*": N_("an attribute of your own"),
    }
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to be written: where it belongs, whom it goes to, what its templates may use."""

    customer_id: int
    id: str
    version_id: int
    node: str
    attempt: int
    channel: str
    purpose: str
    due_at: int
    tries: int
    address: str | None
    values: Mapping[str, Any]


def letters(connection: Connection, ids: Iterable[tuple[int, str]], sender: Sender) -> Iterator[Letter]:
    """What is needed to write these messages, given as (customer_id, message id)."""
    wanted = list(ids)
    message = tables.message
    rows = _query().where(
        message.c.customer_id.in_({customer for customer, _id in wanted}),
        message.c.id.in_([one for _customer, one in wanted]),
    )
    for row in connection.execute(rows):
        yield _letter(row, sender)


@cache
def _query() -> Any:
    message, customer, enrollment = tables.message, tables.customer, tables.enrollment
    event, product = tables.event, tables.product
    mine = and_(enrollment.c.customer_id == message.c.customer_id, enrollment.c.id == message.c.enrollment_id)
    started = and_(
        event.c.customer_id == enrollment.c.customer_id,
        event.c.at == enrollment.c.entered_at,
        event.c.id == enrollment.c.event_id,
    )
    addresses = [channel.address(customer).label(f"to_{key}") for key, channel in channels().items()]
    return select(
        message,
        *(customer.c[name].label(f"customer_{name}") for name in ("key", "name", "grade", "city", "country", "attrs")),
        event.c.order_id,
        event.c.value,
        event.c.category,
        event.c.product_id,
        product.c.name.label("product"),
        product.c.price,
        product.c.url,
        *addresses,
    ).select_from(
        message.outerjoin(customer, customer.c.id == message.c.customer_id)
        .outerjoin(enrollment, mine)
        .outerjoin(event, started)
        .outerjoin(product, product.c.id == event.c.product_id)
    )


def _letter(row: Row[Any], sender: Sender) -> Letter:
    values = {
        "name": row.customer_name,
        "grade": row.customer_grade,
        "city": row.customer_city,
        "country": row.customer_country,
        "member": row.customer_key,
        "attrs": row.customer_attrs or {},
        "product": row.product or row.product_id,
        "price": row.price,
        "category": row.category,
        "link": row.url,
        "order": row.order_id,
        "value": row.value,
        "shop": sender.name or None,
        "shop_url": sender.url or None,
    }
    return Letter(
        customer_id=row.customer_id,
        id=row.id,
        version_id=row.version_id,
        node=row.node,
        attempt=row.attempt,
        channel=row.channel,
        purpose=row.purpose,
        due_at=row.due_at,
        tries=row.tries,
        address=getattr(row, f"to_{row.channel}", None),
        values={key: value for key, value in values.items() if value is not None},
    )
