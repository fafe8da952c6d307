"""Our own format for products: columns are called what the fields are called.

Also `attrs.…`.
"""

from app.base.text import N_
from app.data.imports.mapping import Mapping, own_mapping

LABEL = N_("Gilmok products")

KNOWN_BY = (("product_id",), ("name", "price", "stock", "category"))

MAPPING: Mapping = own_mapping("products")
