"""모아상점 is the same every time, and lives like a shop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.base.clock import DAY
from app.base.errors import InputError
from app.data.demo import build_moa
from app.data.demo.rhythm import DAYS, END, START
from app.data.engine import Database, open_database
from app.data.tables import metadata


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = open_database(tmp_path_factory.mktemp("moa") / "shop.sqlite")
    build_moa(db, customers=3_000)
    yield db
    db.close()


def _all(db: Database, question: str) -> list[Any]:
    with db.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(question)]


def _one(db: Database, question: str) -> Any:
    return _all(db, question)[0][0]


def _fingerprint(db: Database) -> str:
    digest = hashlib.sha256()
    with db.read() as conn:
        for table in metadata.sorted_tables:
            for row in conn.execute(select(table).order_by(*table.primary_key)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def test_the_same_seed_makes_the_same_shop(tmp_path: Path) -> None:
    marks = []
    for number, seed in enumerate((7, 7, 8)):
        db = open_database(tmp_path / f"{number}.sqlite")
        build_moa(db, customers=60, seed=seed)
        marks.append(_fingerprint(db))
        db.close()
    assert marks[0] == marks[1] != marks[2]


def test_the_small_shop_is_the_same_on_both_databases(db: Database) -> None:
    build_moa(db, customers=50)
    assert _one(db, "select count(*) from customer") == 50
    assert _one(db, "select count(*) from event") == _one(db, "select max(seq) from event")


def test_it_refuses_a_shop_that_has_customers(sqlite_db: Database) -> None:
    build_moa(sqlite_db, customers=5)
    before = _fingerprint(sqlite_db)
    with pytest.raises(InputError):
        build_moa(sqlite_db, customers=5)
    assert _fingerprint(sqlite_db) == before


def test_there_are_about_thirty_events_a_customer_in_the_half_year(shop: Database) -> None:
    assert 27 < _one(shop, "select count(*) from event") / 3_000 < 33
    first, last = _all(shop, "select min(at), max(at) from event")[0]
    assert START <= first < START + DAY
    assert END - DAY < last < END
    assert (END - START) // DAY == DAYS == 180
    kinds = {kind for (kind,) in _all(shop, "select distinct kind from event")}
    assert kinds == {
        *("visit", "view_item", "search", "add_to_wishlist", "add_to_cart"),
        *("begin_checkout", "purchase", "refund", "sign_up"),
    }


def test_about_seven_of_ten_carts_are_left(shop: Database) -> None:
    left = _one(
        shop,
        "select avg(bought = 0) from (select max(kind = 'purchase') as bought, max(kind = 'add_to_cart') as carted"
        " from event where session_id is not null group by session_id) where carted",
    )
    assert 0.65 <= left <= 0.75


def test_nights_are_quiet_and_evenings_are_busy(shop: Database) -> None:
    hours = dict(_all(shop, "select (at / 3600000 + 9) % 24, count(*) from event group by 1"))
    night = sum(hours[hour] for hour in (2, 3, 4, 5)) / 4
    evening = sum(hours[hour] for hour in (20, 21, 22)) / 3
    lunch = hours[12] / ((hours[11] + hours[13]) / 2)
    assert evening > 8 * night
    assert lunch > 1.05


def test_chuseok_is_quiet_and_the_weeks_before_it_are_not(shop: Database) -> None:
    days = dict(_all(shop, f"select (at - {START}) / {DAY}, count(*) from event group by 1"))
    chuseok = [days[day] for day in range(142, 145)]  # 2026-09-24 … 26
    before = [days[day] for day in range(122, 136)]
    assert sum(chuseok) / 3 < 0.6 * sum(before) / 14


def test_people_come_back_to_buy(shop: Database) -> None:
    buyers = dict(_all(shop, "select n, count(*) from (select count(*) n from orders group by customer_id) group by n"))
    again = sum(count for orders, count in buyers.items() if orders > 1) / sum(buyers.values())
    assert 0.3 < again < 0.65


def test_every_purchase_has_an_order_whose_lines_sum_to_its_value(shop: Database) -> None:
    rows = _all(
        shop,
        "select e.value, o.value, o.at - e.at, (select sum(l.value) from order_line l"
        " where l.customer_id = o.customer_id and l.order_id = o.id)"
        " from event e left join orders o on o.customer_id = e.customer_id and o.id = e.order_id"
        " where e.kind = 'purchase'",
    )
    assert rows
    assert all(event == order == lines and late == 0 for event, order, late, lines in rows)
    assert len(rows) == _one(shop, "select count(*) from orders")
    refunds = _one(shop, "select count(*) from event where kind = 'refund'")
    assert refunds == _one(shop, "select count(*) from orders where status = 'refunded'") > 0


def test_events_arrive_in_the_order_in_which_they_happen(shop: Database) -> None:
    arrived = [at for (at,) in _all(shop, "select at from event order by seq")]
    assert arrived == sorted(arrived)


def test_nobody_does_anything_before_joining(shop: Database) -> None:
    early = "select count(*) from event e join customer c on c.id = e.customer_id where e.at < c.joined_at"
    assert _one(shop, early) == 0


def test_consents_are_intervals_that_do_not_overlap(shop: Database) -> None:
    overlapping = (
        "select count(*) from consent a join consent b on a.customer_id = b.customer_id and a.channel = b.channel"
        " and a.purpose = b.purpose and a.at < b.at and a.until_at > b.at"
    )
    assert _one(shop, overlapping) == 0
    assert {channel for (channel,) in _all(shop, "select distinct channel from consent")} == {
        *("kakao", "sms", "email", "push")
    }
    assert _one(shop, "select count(*) from consent where not granted") > 0


def test_nobody_real_can_be_reached(shop: Database) -> None:
    assert _one(shop, "select count(*) from customer where phone not like '0100%' or length(phone) <> 11") == 0
    assert _one(shop, "select count(*) from customer where email not like '%@example.com'") == 0
    assert _one(shop, "select count(*) from customer where phone is null and email is null") == 0
    assert _one(shop, "select count(distinct phone) - count(phone) from customer") == 0
