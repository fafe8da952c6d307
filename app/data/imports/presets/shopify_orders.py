"""Shopify: Orders > Export. One row per line; later rows of an order repeat only its name, e-mail and line columns.

The order's date is when it was created. Prices are per piece and the discount of a line is taken off.
"""

from app.base.text import N_
from app.data.imports.mapping import Mapping

LABEL = N_("Shopify orders")

KNOWN_BY = (("Name",), ("Financial Status",), ("Lineitem name",), ("Created at",))

MAPPING = Mapping(
    kind="orders",
    source="shopify",
    columns={
        "Name": "order_id",
        "Email": "email",
        "Phone": "phone",
        "Billing Phone": "phone",
        "Shipping Phone": "phone",
        "Billing Name": "name",
        "Shipping Name": "name",
        "Billing City": "city",
        "Billing Country": "country",
        "Financial Status": "status",
        "Created at": "at",
        "Cancelled at": "cancelled_at",
        "Currency": "currency",
        "Total": "value",
        "Shipping": "shipping",
        "Discount Code": "coupon",
        "Discount Amount": "discount",
        "Refunded Amount": "refunded",
        "Accepts Marketing": "consent.email.ad",
        "Lineitem quantity": "quantity",
        "Lineitem sku": "product_id",
        "Lineitem name": ("product_name", "product_id"),
        "Lineitem price": "price",
        "Lineitem discount": "line_discount",
        "Tags": "attrs.tags",
    },
    words={
        "status": {
            "paid": "paid",
            "partially_paid": "paid",
            "partially_refunded": "paid",
            "refunded": "refunded",
            "voided": "unpaid",
            "pending": "unpaid",
            "authorized": "unpaid",
            "expired": "unpaid",
        }
    },
)
