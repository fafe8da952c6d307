"""UCI Online Retail: a British gift shop's invoices, 2010-12-01 to 2011-12-09, one row per invoice line.

The rules, which make the import agree with the published numbers to the penny:

- An invoice that begins with `C` is a cancellation and keeps its own order (negative quantities), one that begins with
  `A` is an adjustment of bad debt. All others are paid.
- Lines without a customer are kept, as orders of customer 0.
- Exact duplicates are kept as lines, because the published sums contain them; the report counts them.
- Lines with a price of zero and negative quantities outside cancellations (stock corrections) are kept as lines; they
  give a product neither name nor price.
- Times are British local time. The country stays on the order; a customer's is that of the first invoice.
"""

from app.base.text import N_
from app.data.imports.mapping import Mapping

LABEL = N_("Online Retail (UCI)")

KNOWN_BY = (("InvoiceNo", "Invoice"), ("StockCode",), ("CustomerID", "Customer ID"), ("InvoiceDate",))

MAPPING = Mapping(
    kind="orders",
    source="online_retail",
    zone="Europe/London",
    columns={
        "InvoiceNo": "order_id",
        "Invoice": "order_id",
        "StockCode": "product_id",
        "Description": "product_name",
        "Quantity": "quantity",
        "InvoiceDate": "at",
        "UnitPrice": "price",
        "Price": "price",
        "CustomerID": "customer",
        "Customer ID": "customer",
        "Country": ("country", "attrs.country"),
    },
    constants={"currency": "GBP"},
    status_by_prefix={"C": "cancelled", "A": "adjusted"},
)
