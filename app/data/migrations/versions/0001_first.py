"""The first tables. Written out rather than taken from `app.data.tables`, which moves on while history stands."""

from __future__ import annotations

from typing import Any, TypeAlias

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_Kind: TypeAlias = sa.types.TypeEngine[Any]
_BIG = sa.BigInteger()
_ROWID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INT = sa.Integer()
_TEXT = sa.Text()
_REAL: _Kind = sa.Double()
_BOOL = sa.Boolean()
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def _key(name: str, kind: _Kind) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False, nullable=False)


def _must(name: str, kind: _Kind, default: str | sa.ColumnElement[bool] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def _may(name: str, kind: _Kind) -> sa.Column[Any]:
    return sa.Column(name, kind)


def _clustered(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, *columns, sqlite_with_rowid=False)


def upgrade() -> None:
    op.create_table(
        "customer",
        _key("id", _ROWID),
        _must("key", _TEXT),
        _may("name", _TEXT),
        _may("phone", _TEXT),
        _may("email", _TEXT),
        _may("birthday", _TEXT),
        _may("gender", _TEXT),
        _may("grade", _TEXT),
        _may("city", _TEXT),
        _may("country", _TEXT),
        _may("zone", _TEXT),
        _may("joined_at", _BIG),
        _must("attrs", _JSON, "{}"),
        _may("source", _TEXT),
        _may("updated_at", _BIG),
    )
    op.create_index("customer_key", "customer", ["key"], unique=True)
    _clustered(
        "identity",
        _key("customer_id", _BIG),
        _key("kind", _TEXT),
        _key("value", _TEXT),
        _may("at", _BIG),
    )
    op.create_index("identity_value", "identity", ["kind", "value"])
    _clustered(
        "consent",
        _key("customer_id", _BIG),
        _key("channel", _TEXT),
        _key("purpose", _TEXT),
        _key("at", _BIG),
        _must("until_at", _BIG, "9999999999999"),
        _must("granted", _BOOL),
        _may("source", _TEXT),
        _may("evidence", _TEXT),
    )
    _clustered(
        "event",
        _key("customer_id", _BIG),
        _key("at", _BIG),
        _key("id", _BIG),
        _must("seq", _BIG),
        _must("kind", _TEXT),
        _may("product_id", _TEXT),
        _may("category", _TEXT),
        _may("order_id", _TEXT),
        _may("value", _REAL),
        _may("quantity", _REAL),
        _may("session_id", _TEXT),
        _may("url", _TEXT),
        _may("props", _JSON),
        _may("source", _TEXT),
    )
    op.create_index("event_seq", "event", ["seq"])
    op.create_table(
        "product",
        _key("id", _TEXT),
        _may("name", _TEXT),
        _may("category", _TEXT),
        _may("brand", _TEXT),
        _may("price", _REAL),
        _may("stock", _REAL),
        _may("url", _TEXT),
        _may("image", _TEXT),
        _may("attrs", _JSON),
        _may("updated_at", _BIG),
    )
    _clustered(
        "orders",
        _key("customer_id", _BIG),
        _key("id", _TEXT),
        _must("at", _BIG),
        _must("status", _TEXT),
        _must("value", _REAL),
        _may("currency", _TEXT),
        _may("discount", _REAL),
        _may("shipping", _REAL),
        _may("coupon", _TEXT),
        _may("source", _TEXT),
        _may("attrs", _JSON),
    )
    op.create_index("orders_id", "orders", ["id"])
    _clustered(
        "order_line",
        _key("customer_id", _BIG),
        _key("order_id", _TEXT),
        _key("line", _INT),
        _may("product_id", _TEXT),
        _may("name", _TEXT),
        _must("quantity", _REAL),
        _must("price", _REAL),
        _must("value", _REAL),
    )
    _clustered(
        "coupon",
        _key("customer_id", _BIG),
        _key("code", _TEXT),
        _may("offer", _TEXT),
        _may("issued_at", _BIG),
        _may("expires_at", _BIG),
        _may("used_at", _BIG),
        _may("order_id", _TEXT),
        _may("enrollment_id", _BIG),
    )
    op.create_table(
        "audience",
        _key("id", _TEXT),
        _must("name", _TEXT),
        _may("rule", _JSON),
        _must("static", _BOOL, sa.false()),
        _may("created_at", _BIG),
        _may("updated_at", _BIG),
    )
    _clustered(
        "audience_member",
        _key("customer_id", _BIG),
        _key("audience_id", _TEXT),
        _may("since", _BIG),
    )
    op.create_table(
        "journey",
        _key("id", _TEXT),
        _must("name", _TEXT),
        _must("state", _TEXT),
        _must("version", _INT),
        _may("updated_at", _BIG),
    )
    op.create_table(
        "journey_version",
        _key("id", _INT),
        _must("journey_id", _TEXT),
        _must("number", _INT),
        _must("document", _TEXT),
        _must("published_at", _BIG),
        _must("seq", _BIG, "0"),
        _must("at", _BIG, "0"),
    )
    op.create_index("journey_version_number", "journey_version", ["journey_id", "number"], unique=True)
    _clustered(
        "enrollment",
        _key("customer_id", _BIG),
        _key("id", _BIG),
        _must("journey_id", _TEXT),
        _must("version_id", _INT),
        _must("key", _TEXT, ""),
        _must("entered_at", _BIG),
        _may("event_id", _BIG),
        _may("node", _TEXT),
        _may("next", _TEXT),
        _may("ready_at", _BIG),
        _must("round", _INT, "0"),
        _may("left_at", _BIG),
        _may("reason", _TEXT),
    )
    op.create_index(
        "enrollment_due",
        "enrollment",
        ["version_id", "ready_at"],
        sqlite_where=sa.text("next IS NOT NULL"),
        postgresql_where=sa.text("next IS NOT NULL"),
    )
    _clustered(
        "visit",
        _key("customer_id", _BIG),
        _key("enrollment_id", _BIG),
        _key("round", _INT),
        _key("node", _TEXT),
        _must("version_id", _INT),
        _must("at", _BIG),
        _may("port", _TEXT),
        _may("left_at", _BIG),
        _may("reason", _TEXT),
    )
    _clustered(
        "message",
        _key("customer_id", _BIG),
        _key("id", _TEXT),
        _must("enrollment_id", _BIG),
        _must("journey_id", _TEXT),
        _must("version_id", _INT),
        _must("node", _TEXT),
        _must("round", _INT, "0"),
        _must("attempt", _INT, "0"),
        _must("channel", _TEXT),
        _must("purpose", _TEXT),
        _must("at", _BIG),
        _must("due_at", _BIG),
        _must("state", _TEXT),
        _may("reason", _TEXT),
        _may("provider", _TEXT),
        _may("provider_ref", _TEXT),
        _must("tries", _INT, "0"),
        _may("cost", _REAL),
        _may("lease", _TEXT),
        _may("lease_until", _BIG),
        _may("settled_at", _BIG),
    )
    op.create_index("message_state", "message", ["state", "due_at"])
    _clustered(
        "message_text",
        _key("customer_id", _BIG),
        _key("message_id", _TEXT),
        _may("address", _TEXT),
        _may("subject", _TEXT),
        _may("body", _TEXT),
        _may("parts", _JSON),
    )
    _clustered(
        "receipt",
        _key("customer_id", _BIG),
        _key("message_id", _TEXT),
        _key("at", _BIG),
        _key("kind", _TEXT),
        _may("code", _TEXT),
        _may("detail", _TEXT),
    )
    op.create_table(
        "source",
        _key("id", _TEXT),
        _must("kind", _TEXT),
        _may("cursor", _TEXT),
        _may("synced_through", _BIG),
        _may("state", _JSON),
    )
    op.create_table(
        "counter",
        _key("name", _TEXT),
        _must("value", _BIG),
    )
    op.create_table(
        "setting",
        _key("key", _TEXT),
        _may("value", _JSON),
    )
    op.create_table(
        "lease",
        _key("name", _TEXT),
        _may("owner", _TEXT),
        _may("until_at", _BIG),
    )
    op.create_table(
        "audit",
        sa.Column("id", _ROWID, primary_key=True),
        _must("at", _BIG),
        _may("actor", _TEXT),
        _must("action", _TEXT),
        _may("object", _TEXT),
        _may("detail", _JSON),
    )
