"""The real history of a British gift shop comes in to the penny."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.data.demo import build_online_retail
from app.data.demo.retail import make_up_addresses
from app.data.engine import Database, open_database
from app.data.imports import Report


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Report]]:
    db = open_database(tmp_path_factory.mktemp("retail") / "shop.sqlite")
    yield db, build_online_retail(db)
    db.close()


def _one(db: Database, question: str) -> Any:
    with db.read() as conn:
        return conn.exec_driver_sql(question).scalar_one()


def test_the_report_has_the_golden_numbers(shop: tuple[Database, Report]) -> None:
    report = shop[1]
    assert (report.rows, report.lines, report.customers, report.orders) == (541_909, 541_909, 4_372, 25_900)
    assert (report.products, report.anonymous, report.duplicates) == (4_070, 135_080, 5_268)
    assert (report.problems, report.problems_file, report.cancelled) == (0, None, False)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("select count(*) from customer", 4_372),
        ("select count(*) from orders", 25_900),
        ("select count(*) from orders where status = 'cancelled'", 3_836),
        ("select count(*) from orders where status = 'adjusted'", 3),
        ("select count(*) from product", 4_070),
        ("select count(distinct json_extract(attrs, '$.country')) from orders", 38),
        ("select count(*) from order_line", 541_909),
        ("select count(*) from order_line where customer_id = 0", 135_080),
        ("select count(*) from order_line where quantity < 0", 10_624),
        ("select count(*) from order_line where price = 0", 2_515),
        ("select count(*) from order_line where name is null", 1_454),
        ("select round(sum(value), 2) from order_line", 9_747_747.93),
        ("select round(sum(value), 2) from orders", 9_747_747.93),
        ("select count(*) from event where customer_id = 0", 0),
        ("select count(*) from event where kind = 'purchase'",) * 2,
    ],
)
def test_the_record_has_the_golden_numbers(shop: tuple[Database, Report], question: str, answer: int | str) -> None:
    if isinstance(answer, str):  # every paid order of a customer is a purchase
        answer = _one(shop[0], "select count(*) from orders where customer_id <> 0 and status = 'paid'")
    assert _one(shop[0], question) == answer


def test_an_order_is_worth_what_its_lines_sum_to(shop: tuple[Database, Report]) -> None:
    differing = """
        select count(*) from orders o
        where abs(o.value - (select sum(value) from order_line l
                             where l.customer_id = o.customer_id and l.order_id = o.id)) > 0.001
    """
    assert _one(shop[0], differing) == 0


def test_times_are_british_local_time(shop: tuple[Database, Report]) -> None:
    assert _one(shop[0], "select at from orders where id = '536365'") == 1_291_191_960_000  # winter: 08:26 is 08:26 UTC
    assert _one(shop[0], "select at from orders where id = '558922'") == 1_309_856_760_000  # summer: 10:06 is 09:06 UTC


def test_every_buyer_of_the_demo_can_be_written_to(shop: tuple[Database, Report]) -> None:
    db = shop[0]
    assert _one(db, "select email from customer where key = '17850'") == "c17850@example.com"
    assert _one(db, "select count(*) from customer where email not like 'c%@example.com'") == 0
    buyers = _one(db, "select count(distinct customer_id) from orders where customer_id <> 0 and status = 'paid'")
    assert _one(db, "select count(*) from consent where channel = 'email' and purpose = 'ad' and granted") == buyers
    with db.begin() as conn:
        make_up_addresses(conn)
    assert _one(db, "select count(*) from consent") == buyers


def test_the_attribution_comes_with_the_data() -> None:
    text = (Path(__file__).parents[2] / "resources" / "demo" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert all(word in text for word in ("Daqing Chen", "CC BY 4.0", "10.24432/C5BW33", "Changed"))
