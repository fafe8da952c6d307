"""WooCommerce orders, as its two common export plug-ins write them (WooCommerce itself has no such export).

The `order_number` … `billing_email` style and the `Order Number` … `Email (Billing)` style are both known. One row per
line. `cancelled` is what WooCommerce calls orders that were never paid (paid ones become `refunded`).
"""

from app.base.text import N_
from app.data.imports.mapping import Mapping

LABEL = N_("WooCommerce orders")

KNOWN_BY = (
    ("Order Number", "order_number", "Order ID", "order_id"),
    ("Email (Billing)", "billing_email"),
    ("Order Date", "order_date", "date"),
)

MAPPING = Mapping(
    kind="orders",
    source="woocommerce",
    columns={
        "Order Number": "order_id",
        "order_number": "order_id",
        "Order ID": "order_id",
        "order_id": "order_id",
        "Customer User ID": "customer",
        "First Name (Billing)": "first_name",
        "billing_first_name": "first_name",
        "Last Name (Billing)": "last_name",
        "billing_last_name": "last_name",
        "Email (Billing)": "email",
        "billing_email": "email",
        "Phone (Billing)": "phone",
        "billing_phone": "phone",
        "City (Billing)": "city",
        "billing_city": "city",
        "Country Code (Billing)": "country",
        "billing_country": "country",
        "Order Status": "status",
        "status": "status",
        "Order Date": "at",
        "order_date": "at",
        "date": "at",
        "Order Total Amount": "value",
        "order_total": "value",
        "Order Shipping Amount": "shipping",
        "shipping_total": "shipping",
        "Cart Discount Amount": "discount",
        "discount_total": "discount",
        "Coupons Used": "coupon",
        "Coupon Code": "coupon",
        "Order Refund Amount": "refunded",
        "refunded_total": "refunded",
        "order_currency": "currency",
        "SKU": "product_id",
        "item_sku": "product_id",
        "Item Name": ("product_name", "product_id"),
        "item_name": ("product_name", "product_id"),
        "Category": "category",
        "Quantity": "quantity",
        "item_quantity": "quantity",
        "Item Cost": "price",
        "Order Line Total": "line_value",
        "item_total": "line_value",
    },
    words={
        "status": {
            "completed": "paid",
            "processing": "paid",
            "cancelled": "unpaid",
            "refunded": "refunded",
            "failed": "unpaid",
            "pending": "unpaid",
            "pending payment": "unpaid",
            "on-hold": "unpaid",
            "on hold": "unpaid",
            "trash": "unpaid",
            "checkout-draft": "unpaid",
        },
        "customer": {"0": ""},  # a guest
    },
)
