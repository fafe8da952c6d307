"""Online Retail as a demo shop: the real history, with made-up ways to reach its customers."""

from __future__ import annotations

from sqlalchemy import Connection, Select, String, cast, func, insert, literal, select, update

from app.base.clock import FOREVER
from app.base.paths import resources
from app.data.engine import Database
from app.data.imports import Progress, Report, read_plan, run
from app.data.tables import ANONYMOUS, consent, customer, identity, orders

FILE = "online_retail.csv.xz"
ZONE = "Europe/London"


def build_online_retail(db: Database, *, progress: Progress | None = None) -> Report:
    """Import the whole of Online Retail and make its customers reachable by e-mail."""
    report = run(db, read_plan(resources() / "demo" / FILE, preset="online_retail", zone=ZONE), progress=progress)
    with db.begin() as conn:
        make_up_addresses(conn)
    return report


def make_up_addresses(conn: Connection) -> None:
    """The data set has no addresses and no consents. For the demo alone, customer 17850 becomes c17850@example.com
    and agrees to advertising by e-mail with the first purchase. Nobody real is meant; doing it twice changes nothing.
    """
    new = customer.c.email.is_(None)
    address = literal("c") + cast(customer.c.key, String) + literal("@example.com")
    conn.execute(insert(identity).from_select(["customer_id", "kind", "value"], _addresses(address, new)))
    first = (
        select(orders.c.customer_id, func.min(orders.c.at).label("at"))
        .join(customer, customer.c.id == orders.c.customer_id)
        .where(orders.c.status == "paid", orders.c.customer_id != ANONYMOUS, new)
        .group_by(orders.c.customer_id)
        .subquery()
    )
    said = [literal("email"), literal("ad"), first.c.at, literal(FOREVER), literal(True), literal("demo")]
    evidence = literal("made up for the demo: at the first purchase")
    columns = ["customer_id", "channel", "purpose", "at", "until_at", "granted", "source", "evidence"]
    conn.execute(insert(consent).from_select(columns, select(first.c.customer_id, *said, evidence)))
    conn.execute(update(customer).where(new).values(email=address))


def _addresses(address: object, new: object) -> Select[tuple[int, str, str]]:
    return select(customer.c.id, literal("email"), address).where(new)  # type: ignore[call-overload, no-any-return]
