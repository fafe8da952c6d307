"""모아상점, a made-up Korean shop for the tour, the tests and the screenshots: everything follows from a seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select

from app.base.errors import InputError
from app.base.text import _
from app.data.demo.chance import Chance, chance
from app.data.demo.folk import Person, consents, grade, people
from app.data.demo.goods import GOODS
from app.data.demo.rhythm import END
from app.data.demo.walks import History, Sale
from app.data.engine import Database
from app.data.imports.bulk import put, uncollected
from app.data.tables import consent, customer, event, identity, order_line, orders, product

SEED = 20261031
SOURCE = "moa"

#: Told how much of the work is done, 0 … 1.
Progress = Callable[[float], object]


def build_moa(db: Database, *, customers: int = 20_000, seed: int = SEED, progress: Progress | None = None) -> None:
    """Fill an empty shop with 모아상점: 20,000 customers and about 600,000 events in the 180 days before `END`.

    The same seed and size give the same rows. It is one transaction: the shop is whole or still empty. InputError if
    the shop has customers already.
    """
    tell = progress or (lambda done: None)
    with uncollected(), db.begin() as conn:
        _must_be_empty(conn)
        folk, agreed, history = _make_up(chance(seed), customers, tell)
        _write_people(conn, folk, history.sales)
        put(conn, consent, [column.name for column in consent.columns], agreed)
        _write_goods(conn)
        _write_sales(conn, history.sales)
        tell(0.7)
        _write_events(conn, history)
    tell(1.0)


def _make_up(rng: Chance, count: int, tell: Progress) -> tuple[list[Person], list[tuple[Any, ...]], History]:
    """People, what they agreed to, and what they did."""
    folk = list(people(rng, count))
    agreed = sorted((row for person in folk for row in consents(rng, person)), key=lambda row: row[:4])
    history = History(rng)
    for number, person in enumerate(folk, start=1):
        history.live(person)
        if number % 1000 == 0:
            tell(0.6 * number / count)
    return folk, agreed, history


def _must_be_empty(conn: Connection) -> None:
    if conn.scalar(select(customer.c.id).limit(1)) is not None:
        raise InputError(_("This shop has customers already. Make a new shop for the demo."))


def _write_people(conn: Connection, folk: list[Person], sales: list[Sale]) -> None:
    spent: dict[int, int] = defaultdict(int)
    for sale in sales:
        spent[sale.customer_id] += 0 if sale.refunded else sale.value
    rows = [
        (
            *(
                one.id,
                one.key,
                one.name,
                one.phone,
                one.email,
                one.birthday,
                one.gender,
                grade(spent[one.id]),
                one.city,
            ),
            *("KR", None, one.joined_at, f'{{"favourite_category": "{one.favourite}"}}', SOURCE, END),
        )
        for one in folk
    ]
    put(conn, customer, [column.name for column in customer.columns], rows)
    names = [
        (one.id, kind, value, one.joined_at)
        for one in folk
        for kind, value in (("email", one.email), ("member", one.key), ("phone", one.phone))
        if value
    ]
    put(conn, identity, [column.name for column in identity.columns], names)


def _write_goods(conn: Connection) -> None:
    columns = ("id", "name", "category", "brand", "price", "stock", "url", "updated_at")
    rows = [
        (good.id, good.name, good.category, "모아", float(good.price), float(good.stock), f"/product/{good.id}", END)
        for good in GOODS
    ]
    put(conn, product, columns, rows)


def _write_sales(conn: Connection, sales: list[Sale]) -> None:
    columns = ("customer_id", "id", "at", "status", "value", "currency", "shipping", "source")
    rows: list[tuple[Any, ...]] = [
        (
            *(sale.customer_id, sale.id, sale.at, "refunded" if sale.refunded else "paid", float(sale.value), "KRW"),
            *(0.0 if sale.value >= 50_000 else 3_000.0, SOURCE),
        )
        for sale in sales
    ]
    put(conn, orders, columns, sorted(rows))
    lines = [
        (sale.customer_id, sale.id, number, good.id, good.name, count, good.price, good.price * count)
        for sale in sales
        for number, (good, count) in enumerate(sale.lines, start=1)
    ]
    put(conn, order_line, [column.name for column in order_line.columns], sorted(lines))


def _write_events(conn: Connection, history: History) -> None:
    """Events arrived in the order in which they happened; they are written in the order of their key."""
    happened = sorted(history.rows, key=lambda row: row[1])
    rows = [(*row[:2], seq, seq, *row[2:], SOURCE) for seq, row in enumerate(happened, start=1)]
    rows.sort(key=lambda row: row[:3])
    put(conn, event, [column.name for column in event.columns], rows)
