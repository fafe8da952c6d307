"""Our own format for events: columns are called what the fields are called.

Further columns `props.…` are kept with the event.
"""

from app.base.text import N_
from app.data.imports.mapping import Mapping, own_mapping

LABEL = N_("Gilmok events")

KNOWN_BY = (("customer", "phone", "email"), ("at",), ("kind",))

MAPPING: Mapping = own_mapping("events")
