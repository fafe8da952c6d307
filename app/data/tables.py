"""The tables of one shop's database, the same on SQLite and PostgreSQL.

Instants are integer milliseconds UTC. Every table that grows with the customers carries `customer_id` and its key
begins with it, so that a PostgreSQL installation can be distributed by customer without a change of schema.
`FOREVER` stands for "until further notice" so that ranges never meet a NULL.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    false,
)
from sqlalchemy.dialects.postgresql import JSONB

from app.base.clock import FOREVER

#: Orders and events of nobody in particular (a till sale, a deleted member) belong to customer 0, who has no row.
ANONYMOUS = 0

metadata = MetaData()

_Json = JSON().with_variant(JSONB(), "postgresql")


def _table(name: str, *columns: Column[object] | Index) -> Table:
    """A table clustered by its key: on SQLite WITHOUT ROWID, so that the key is the table and costs no second tree."""
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def _key(name: str, kind: type = BigInteger) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False, nullable=False)


def _text(name: str) -> Column[object]:
    return Column(name, Text)


def _int(name: str) -> Column[object]:
    return Column(name, BigInteger)


# -- people ----------------------------------------------------------------------------------------------------------

#: `key` is the shop's own member id; `birthday` is `YYYY-MM-DD`; `phone` is national digits (`01012345678`).
customer = Table(
    "customer",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    _text("name"),
    _text("phone"),
    _text("email"),
    _text("birthday"),
    _text("gender"),
    _text("grade"),
    _text("city"),
    _text("country"),
    _text("zone"),
    _int("joined_at"),
    Column("attrs", _Json, nullable=False, server_default="{}"),
    _text("source"),
    _int("updated_at"),
)
Index("customer_key", customer.c.key, unique=True)

#: Other names a customer is known by: `kind` is `member`, `phone`, `email` or `device`.
identity = _table("identity", _key("customer_id"), _key("kind", Text), _key("value", Text), _int("at"))
Index("identity_value", identity.c.kind, identity.c.value)

#: A ledger of intervals: from `at` until `until_at` the answer was `granted`. Rows are appended; closing the former
#: interval is the only change ever made to one. `purpose` is `ad`, `night_ad` or `info`.
consent = _table(
    "consent",
    _key("customer_id"),
    _key("channel", Text),
    _key("purpose", Text),
    _key("at"),
    Column("until_at", BigInteger, nullable=False, server_default=str(FOREVER)),
    Column("granted", Boolean, nullable=False),
    _text("source"),
    _text("evidence"),
)

# -- what they did ---------------------------------------------------------------------------------------------------

#: `seq` counts arrivals (late data is normal, so it is not the order of `at`); `id` is a stable hash of the source's
#: own key, so that importing twice changes nothing. `value` is money in the shop's currency.
event = _table(
    "event",
    _key("customer_id"),
    _key("at"),
    _key("id"),
    Column("seq", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    _text("product_id"),
    _text("category"),
    _text("order_id"),
    Column("value", Double),
    Column("quantity", Double),
    _text("session_id"),
    _text("url"),
    Column("props", _Json),
    _text("source"),
)
Index("event_seq", event.c.seq)

product = Table(
    "product",
    metadata,
    Column("id", Text, primary_key=True),
    _text("name"),
    _text("category"),
    _text("brand"),
    Column("price", Double),
    Column("stock", Double),
    _text("url"),
    _text("image"),
    Column("attrs", _Json),
    _int("updated_at"),
)

#: `status`: paid · cancelled · refunded · adjusted. A cancellation that the shop books as an order of its own (negative
#: quantities) keeps its own row.
orders = _table(
    "orders",
    _key("customer_id"),
    _key("id", Text),
    Column("at", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("value", Double, nullable=False),
    _text("currency"),
    Column("discount", Double),
    Column("shipping", Double),
    _text("coupon"),
    _text("source"),
    Column("attrs", _Json),
)
Index("orders_id", orders.c.id)

order_line = _table(
    "order_line",
    _key("customer_id"),
    _key("order_id", Text),
    _key("line", Integer),
    _text("product_id"),
    _text("name"),
    Column("quantity", Double, nullable=False),
    Column("price", Double, nullable=False),
    Column("value", Double, nullable=False),
)

coupon = _table(
    "coupon",
    _key("customer_id"),
    _key("code", Text),
    _text("offer"),
    _int("issued_at"),
    _int("expires_at"),
    _int("used_at"),
    _text("order_id"),
    _int("enrollment_id"),
)

audience = Table(
    "audience",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("rule", _Json),
    Column("static", Boolean, nullable=False, server_default=false()),
    _int("created_at"),
    _int("updated_at"),
)

#: Who belongs to a static audience, and since when.
audience_member = _table("audience_member", _key("customer_id"), _key("audience_id", Text), _int("since"))

# -- journeys --------------------------------------------------------------------------------------------------------

#: `state`: live · paused · stopped. A draft is a file beside the database, not a row.
journey = Table(
    "journey",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _int("updated_at"),
)

#: An immutable published version; `document` is the text of its file. `seq` and `at` are how far admissions have read
#: (arrival number, instant).
journey_version = Table(
    "journey_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("journey_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("at", BigInteger, nullable=False, server_default="0"),
)
Index("journey_version_number", journey_version.c.journey_id, journey_version.c.number, unique=True)

#: One passage. `node` is where it stands, `next` the node it is due at from `ready_at` on (the same node while
#: it waits for something to happen); all three NULL once it has left. `event_id` is the event that started it. A row is
#: written where the customer comes to rest or leaves, never on the way.
enrollment = _table(
    "enrollment",
    _key("customer_id"),
    _key("id"),
    Column("journey_id", Text, nullable=False),
    Column("version_id", Integer, nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("entered_at", BigInteger, nullable=False),
    _int("event_id"),
    _text("node"),
    _text("next"),
    _int("ready_at"),
    Column("round", Integer, nullable=False, server_default="0"),
    _int("left_at"),
    _text("reason"),
)
Index(
    "enrollment_due",
    enrollment.c.version_id,
    enrollment.c.ready_at,
    sqlite_where=enrollment.c.next.is_not(None),
    postgresql_where=enrollment.c.next.is_not(None),
)

#: One step of one enrollment, appended and never changed: came to `node` at `at`, left by `port` at `left_at`.
visit = _table(
    "visit",
    _key("customer_id"),
    _key("enrollment_id"),
    _key("round", Integer),
    _key("node", Text),
    Column("version_id", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    _text("port"),
    _int("left_at"),
    _text("reason"),
)

# -- messages --------------------------------------------------------------------------------------------------------

#: One intended contact. `id` is `<version>-<enrollment>-<node>-<round>-<attempt>`: made by the step itself, so a step
#: done twice is one message. `state` is a word of `app.message.states`. `lease` is who has it in hand, until when.
message = _table(
    "message",
    _key("customer_id"),
    _key("id", Text),
    Column("enrollment_id", BigInteger, nullable=False),
    Column("journey_id", Text, nullable=False),
    Column("version_id", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("round", Integer, nullable=False, server_default="0"),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("channel", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    _text("reason"),
    _text("provider"),
    _text("provider_ref"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("cost", Double),
    _text("lease"),
    _int("lease_until"),
    _int("settled_at"),
)
Index("message_state", message.c.state, message.c.due_at)

#: What was really written to the person, kept beside the hot row.
message_text = _table(
    "message_text",
    _key("customer_id"),
    _key("message_id", Text),
    _text("address"),
    _text("subject"),
    _text("body"),
    Column("parts", _Json),
)

#: What a provider said of a message: accepted · delivered · failed · opened · clicked.
receipt = _table(
    "receipt",
    _key("customer_id"),
    _key("message_id", Text),
    _key("at"),
    _key("kind", Text),
    _text("code"),
    _text("detail"),
)

# -- the shop itself -------------------------------------------------------------------------------------------------

#: Where data comes from, how far it has been read (`cursor`) and up to which instant it is complete.
source = Table(
    "source",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    _text("cursor"),
    _int("synced_through"),
    Column("state", _Json),
)

#: Running numbers (`enrollment`): taken inside the transaction that uses them.
counter = Table(
    "counter", metadata, Column("name", Text, primary_key=True), Column("value", BigInteger, nullable=False)
)

setting = Table("setting", metadata, Column("key", Text, primary_key=True), Column("value", _Json))

#: Who holds a duty (`worker`) and until when: two workers never run one shop at the same time by accident.
lease = Table("lease", metadata, Column("name", Text, primary_key=True), _text("owner"), Column("until_at", BigInteger))

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    _text("actor"),
    Column("action", Text, nullable=False),
    _text("object"),
    Column("detail", _Json),
)
