"""Shopify: Customers > Export. The names of the address columns changed in 2023; both are known."""

from app.base.text import N_
from app.data.imports.mapping import Mapping

LABEL = N_("Shopify customers")

KNOWN_BY = (("Accepts Email Marketing", "Accepts Marketing"), ("Total Spent",), ("Email",), ("First Name",))

MAPPING = Mapping(
    kind="customers",
    source="shopify",
    columns={
        "Customer ID": "customer",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "Phone": "phone",
        "Default Address Phone": "phone",
        "City": "city",
        "Default Address City": "city",
        "Country Code": "country",
        "Default Address Country Code": "country",
        "Country": "country",
        "Accepts Email Marketing": "consent.email.ad",
        "Accepts Marketing": "consent.email.ad",
        "Accepts SMS Marketing": "consent.sms.ad",
        "Tags": "attrs.tags",
        "Note": "attrs.note",
    },
)
