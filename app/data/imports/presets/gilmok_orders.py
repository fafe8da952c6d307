"""Our own format for orders: columns are called what the fields are called.

Also `attrs.…` and `consent.<channel>.<purpose>`.
"""

from app.base.text import N_
from app.data.imports.mapping import Mapping, own_mapping

LABEL = N_("Gilmok orders")

KNOWN_BY = (("order_id",), ("at",), ("customer", "phone", "email"), ("value", "product_id", "product_name", "price"))

MAPPING: Mapping = own_mapping("orders")
