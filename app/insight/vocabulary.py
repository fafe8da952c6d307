"""What does the shop's data speak of? Events, attributes and properties that occur, for forms to offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, func, select

from app.data import tables

#: How many values of one attribute are worth offering; an attribute with more is a text of its own.
_MOST = 40

_ATTRIBUTES = ("grade", "city", "gender", "country")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`events` by how often they occur; `attributes` and `properties` with values that occur."""

    events: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, tuple[str, ...]]


def vocabulary(connection: Connection) -> Vocabulary:
    """The words of the shop's own data."""
    event, product = tables.event, tables.product
    many = func.count().label("many")
    kinds = connection.execute(select(event.c.kind, many).group_by(event.c.kind).order_by(many.desc(), event.c.kind))
    known = {name: values for name in _ATTRIBUTES if (values := _values(connection, tables.customer.c[name]))}
    return Vocabulary(
        events=tuple(kind for kind, _many in kinds),
        attributes=known or dict.fromkeys(_ATTRIBUTES[:3], ()),
        properties={"category": _values(connection, product.c.category), "value": (), "product_id": ()},
    )


def _values(connection: Connection, column: Column[str]) -> tuple[str, ...]:
    """The commonest values of a column."""
    many = func.count().label("many")
    rows = connection.execute(
        select(column, many).where(column.is_not(None)).group_by(column).order_by(many.desc(), column).limit(_MOST)
    )
    return tuple(str(value) for value, _many in rows)


def example(connection: Connection) -> dict[str, Any]:
    """The values of one customer and one product, to show what a message will look like; empty without data."""
    customer, product, orders = tables.customer, tables.product, tables.orders
    person = connection.execute(select(customer).where(customer.c.name.is_not(None)).order_by(customer.c.id).limit(1))
    thing = connection.execute(select(product).where(product.c.price > 0).order_by(product.c.id).limit(1))
    bought = connection.execute(select(orders.c.id, orders.c.value).where(orders.c.value > 0).limit(1))
    values: dict[str, Any] = {}
    for row in person:
        values |= {"name": row.name, "grade": row.grade, "city": row.city, "country": row.country}
        values |= {"member": row.key, "attrs": row.attrs}
    for row in thing:
        values |= {"product": row.name, "price": row.price, "category": row.category, "link": row.url}
    for row in bought:
        values |= {"order": row.id, "value": row.value}
    return {name: value for name, value in values.items() if value is not None}
