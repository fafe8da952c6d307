"""Our own format for order lines: columns are called what the fields are called."""

from app.base.text import N_
from app.data.imports.mapping import Mapping, own_mapping

LABEL = N_("Gilmok order lines")

KNOWN_BY = (("order_id",), ("product_id", "product_name"), ("quantity", "line_value"))

MAPPING: Mapping = own_mapping("lines")
