"""Our own format for customers: columns are called what the fields are called.

Also `attrs.…` and `consent.<channel>.<purpose>`.
"""

from app.base.text import N_
from app.data.imports.mapping import Mapping, own_mapping

LABEL = N_("Gilmok customers")

KNOWN_BY = (("customer", "phone", "email"),)

MAPPING: Mapping = own_mapping("customers")
