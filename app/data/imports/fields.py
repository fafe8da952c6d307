"""What a file can tell us: the fields of each kind of file, their types and their names for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.base.text import N_

Kind = Literal["customers", "orders", "lines", "products", "events"]

KINDS: Mapping[Kind, str] = {
    "customers": N_("Customers"),
    "orders": N_("Orders"),
    "lines": N_("Order lines"),
    "products": N_("Products"),
    "events": N_("Events"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can hold; `type` names a reader of `app.data.imports.cells`.

    A row without a `required` value is left out, and so is one whose `vital` value cannot be read; any other bad cell
    only stays empty.
    """

    label: str
    type: str = "text"
    required: bool = False
    vital: bool = False


#: Who a row is about: the shop's own member id, a phone or an e-mail address, whatever is known.
_PERSON = {
    "customer": Field(N_("Member id"), "key"),
    "name": Field(N_("Name")),
    "first_name": Field(N_("First name")),
    "last_name": Field(N_("Last name")),
    "phone": Field(N_("Phone"), "phone"),
    "email": Field(N_("E-mail"), "email"),
    "city": Field(N_("City")),
    "country": Field(N_("Country")),
}

_LINE = {
    "product_id": Field(N_("Product id"), "key"),
    "product_name": Field(N_("Product name")),
    "category": Field(N_("Category")),
    "quantity": Field(N_("Quantity"), "number", vital=True),
    "price": Field(N_("Price of one"), "number", vital=True),
    "line_value": Field(N_("Line total"), "number", vital=True),
    "line_discount": Field(N_("Line discount"), "number", vital=True),
}

FIELDS: Mapping[Kind, Mapping[str, Field]] = {
    "customers": {
        **_PERSON,
        "birthday": Field(N_("Birthday"), "day"),
        "gender": Field(N_("Gender"), "gender"),
        "grade": Field(N_("Grade")),
        "zone": Field(N_("Time zone")),
        "joined_at": Field(N_("Joined at"), "instant"),
    },
    "orders": {
        **_PERSON,
        **_LINE,
        "order_id": Field(N_("Order id"), "key", required=True, vital=True),
        "at": Field(N_("When"), "instant", vital=True),
        "status": Field(N_("Status"), "status", vital=True),
        "value": Field(N_("Order total"), "number", vital=True),
        "currency": Field(N_("Currency")),
        "discount": Field(N_("Discount"), "number"),
        "shipping": Field(N_("Shipping"), "number"),
        "coupon": Field(N_("Coupon")),
        "cancelled_at": Field(N_("Cancelled at"), "instant"),
        "refunded": Field(N_("Refunded amount"), "number"),
    },
    "lines": {**_LINE, "order_id": Field(N_("Order id"), "key", required=True, vital=True)},
    "products": {
        "product_id": Field(N_("Product id"), "key", required=True, vital=True),
        "name": Field(N_("Name")),
        "category": Field(N_("Category")),
        "brand": Field(N_("Brand")),
        "price": Field(N_("Price of one"), "number"),
        "stock": Field(N_("Stock"), "number"),
        "url": Field(N_("Page address")),
        "image": Field(N_("Picture address")),
    },
    "events": {
        "customer": Field(N_("Member id"), "key"),
        "phone": Field(N_("Phone"), "phone"),
        "email": Field(N_("E-mail"), "email"),
        "at": Field(N_("When"), "instant", required=True, vital=True),
        "kind": Field(N_("Kind of event"), required=True, vital=True),
        "id": Field(N_("Event id")),
        "product_id": Field(N_("Product id"), "key"),
        "category": Field(N_("Category")),
        "order_id": Field(N_("Order id"), "key"),
        "value": Field(N_("Amount"), "number"),
        "quantity": Field(N_("Quantity"), "number"),
        "session_id": Field(N_("Visit id")),
        "url": Field(N_("Page address")),
    },
}

#: Fields a file may name freely: `attrs.tags`, `consent.sms.ad`, `consent.sms.ad.at`.
FREE: Mapping[Kind, str] = {
    "customers": "attrs",
    "orders": "attrs",
    "products": "attrs",
    "events": "props",
}
PURPOSES = ("ad", "night_ad", "info")


def field_named(kind: Kind, name: str) -> Field | None:
    """The field of that name, or None if files of this kind have none."""
    if name in FIELDS[kind]:
        return FIELDS[kind][name]
    first, *rest = name.split(".")
    if first == FREE.get(kind) and rest and all(rest):
        return Field(".".join(rest))
    if first == "consent" and kind in ("customers", "orders"):
        return _consent(rest)
    return None


def _consent(rest: list[str]) -> Field | None:
    """`consent.<channel>.<purpose>` is an answer; with `.at`, the day it was given."""
    match rest:
        case [channel, purpose] if channel and purpose in PURPOSES:
            return Field(f"{channel} · {purpose}", "yes_no")
        case [channel, purpose, "at"] if channel and purpose in PURPOSES:
            return Field(f"{channel} · {purpose}", "instant")
    return None
