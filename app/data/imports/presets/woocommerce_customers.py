"""WooCommerce: Analytics > Customers > Download. It knows neither phones nor consents."""

from app.base.text import N_
from app.data.imports.mapping import Mapping

LABEL = N_("WooCommerce customers")

KNOWN_BY = (("Username",), ("Email",), ("AOV",))

MAPPING = Mapping(
    kind="customers",
    source="woocommerce",
    columns={
        "Name": "name",
        "Email": "email",
        "Sign up": "joined_at",
        "Date registered": "joined_at",
        "City": "city",
        "Country": "country",
        "Country / Region": "country",
        "Username": "attrs.username",
    },
)
