"""The rules by which imported rows meet what is already there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from app.base.clock import FOREVER, read_instant
from app.data import imports
from app.data.engine import Database
from app.data.tables import consent


def bring(db: Database, folder: Path, text: str, name: str = "in.csv", **plan: Any) -> imports.Report:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    if "dated" in plan:
        at = read_instant(plan.pop("dated"), "Asia/Seoul") / 1000
        os.utime(file, (at, at))
    return imports.run(db, imports.read_plan(file, **plan))


def ask(db: Database, question: str) -> list[Any]:
    with db.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(question)]


# -- people ----------------------------------------------------------------------------------------------------------


def test_a_guest_becomes_a_member_when_a_file_tells_the_member_id(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "order_id,at,email,phone,product_id,price\n1,2026-01-01,a@example.com,010-1111-2222,P,10\n")
    bring(db, tmp_path, "customer,email,name\nm1,A@example.com,김하나\n")
    bring(db, tmp_path, "customer,at,kind\nm1,2026-01-02,visit\n")
    assert ask(db, "select id, key, name, phone from customer") == [(1, "m1", "김하나", "01011112222")]
    assert ask(db, "select distinct customer_id from event") == [(1,)]


def test_two_members_with_one_phone_stay_two_people(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "customer,phone,name\nm1,01011112222,엄마\nm2,01011112222,딸\n")
    bring(db, tmp_path, "order_id,at,phone,product_id,price\n1,2026-01-01,01011112222,P,10\n")
    assert ask(db, "select key, name from customer order by id") == [("m1", "엄마"), ("m2", "딸")]
    assert ask(db, "select customer_id from orders") == [(1,)]


def test_an_order_never_overwrites_what_the_customer_file_said(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "customer,email,name\nm1,a@example.com,김하나\n")
    bring(db, tmp_path, "order_id,at,email,name,city,price\n1,2026-01-01,a@example.com,받는사람,부산,10\n")
    assert ask(db, "select name, city from customer") == [("김하나", "부산")]


def test_an_empty_cell_erases_nothing(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "customer,name,grade,attrs.a,attrs.b\nm1,김하나,골드,1,2\n")
    bring(db, tmp_path, "customer,name,grade,attrs.a,attrs.b\nm1,,VIP,,3\n")
    assert ask(db, "select name, grade from customer") == [("김하나", "VIP")]
    with db.read() as conn:
        found = conn.exec_driver_sql("select attrs from customer").scalar_one()
    assert "".join(str(found).split()).replace('"', "'") == "{'a':'1','b':'3'}"


def test_a_name_that_a_mac_wrote_letter_by_letter_is_the_same_name(db: Database, tmp_path: Path) -> None:
    text = "customer,name,attrs.취향\n길동,홍길동,커피\n"
    bring(db, tmp_path, text)
    report = bring(db, tmp_path, normalize("NFD", text))
    assert (report.known, report.customers) == (1, 0)
    assert ask(db, "select key, name from customer") == [("길동", "홍길동")]


def test_headers_that_a_mac_wrote_are_found_by_a_mapping(db: Database, tmp_path: Path) -> None:
    mapping = imports.Mapping(kind="customers", columns={"회원": "customer", "이름": "name"})
    bring(db, tmp_path, normalize("NFD", "회원,이름\nm1,홍길동\n"), mapping=mapping)
    assert ask(db, "select key, name from customer") == [("m1", "홍길동")]


# -- cells nobody can use --------------------------------------------------------------------------------------------


def test_a_cell_of_nothing_but_a_null_sign_is_empty(db: Database, tmp_path: Path) -> None:
    assert bring(db, tmp_path, "customer,name\nm1,\0\nm2,하\0나\n").problems == 0
    assert ask(db, "select key, name from customer order by id") == [("m1", None), ("m2", "하나")]


@pytest.mark.parametrize("id_", ["\0", "가나다" * 1000])
def test_an_order_whose_id_says_nothing_is_left_out(id_: str, db: Database, tmp_path: Path) -> None:
    report = bring(db, tmp_path, f"order_id,at,price\n{id_},2026-01-01,10\n2,2026-01-01,10\n", as_="orders")
    assert (report.orders, report.problems) == (1, 1)
    assert ask(db, "select id from orders") == [("2",)]


def test_an_event_with_an_empty_date_of_mysql_is_left_out(db: Database, tmp_path: Path) -> None:
    report = bring(db, tmp_path, "customer,at,kind\nm1,0000-00-00 00:00:00,visit\nm1,2026-01-01,visit\n")
    assert (report.events, report.problems) == (1, 1)


def test_a_member_id_too_long_for_an_index_is_a_problem_of_its_row(db: Database, tmp_path: Path) -> None:
    long = "".join(chr(0xAC00 + n * 7 % 11_000) for n in range(5_000))
    report = bring(db, tmp_path, f"customer,name\nm1,하나\n{long},두리\n")
    assert (report.customers, report.problems) == (1, 2)
    assert report.shown[0].value == long[:80]


@pytest.mark.parametrize("prices", [("inf", "-inf"), ("nan", "1")])
def test_what_python_calls_a_number_and_nobody_else_is_a_problem(
    prices: tuple[str, str], db: Database, tmp_path: Path
) -> None:
    report = bring(db, tmp_path, "product_id,price\na,{}\nb,{}\n".format(*prices))
    assert (report.products, report.problems) == (2, sum(price != "1" for price in prices))


def test_prices_whose_sum_is_beyond_all_numbers_can_be_read(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "product_id,price\na,1e308\nb,1e308\n")
    assert ask(db, "select price from product") == [(1e308,), (1e308,)]


def test_a_line_that_should_name_the_separator_but_does_not_is_passed_over(db: Database, tmp_path: Path) -> None:
    assert bring(db, tmp_path, "sep=\ncustomer,name\nm1,하나\n").customers == 1


def test_full_width_digits_are_digits(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "customer,phone\nm1,０１０－１２３４－５６７８\n")
    assert ask(db, "select phone from customer") == [("01012345678",)]


# -- orders ----------------------------------------------------------------------------------------------------------


def test_an_order_whose_rows_stand_apart_is_one_order(db: Database, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("app.data.imports.files.CHUNK", 2)
    rows = ("1,2026-01-01,m,A,10", "1,,,B,5", "2,2026-01-02,m,A,10", "3,2026-01-03,m,A,1", "1,,,C,7")
    report = bring(db, tmp_path, "\n".join(("order_id,at,customer,product_id,price", *rows)))
    assert (report.orders, report.lines, report.events, report.problems) == (3, 5, 3, 0)
    assert ask(db, "select id, value from orders order by id") == [("1", 22.0), ("2", 10.0), ("3", 1.0)]
    assert ask(db, "select value from event where order_id = '1'") == [(22.0,)]
    assert ask(db, "select line, product_id from order_line where order_id = '1' order by line") == [
        (1, "A"),
        (2, "B"),
        (3, "C"),
    ]


def test_what_only_the_first_row_of_an_order_tells_holds_for_the_rows_of_the_next_chunk(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "order_id,at,customer,status,value,refunded,cancelled_at,product_id,price,attrs.tag\n"
    text = head + "1,2026-01-01,m,paid,20,7,2026-01-05,A,10,gift\n1,,,,,,,B,5,\n1,,,,,,,C,5,\n"
    for size, name in ((2, "a.csv"), (50, "b.csv")):
        monkeypatch.setattr("app.data.imports.files.CHUNK", size)
        bring(db, tmp_path, text, name)
        assert ask(db, "select kind, value from event order by at") == [("purchase", 20.0), ("refund", 7.0)]
        assert ask(db, "select at from event where kind = 'refund'") == [(read_instant("2026-01-05", "Asia/Seoul"),)]
        assert ask(db, "select product_id from order_line order by line") == [("A",), ("B",), ("C",)]
        assert "gift" in str(ask(db, "select attrs from orders"))


def test_a_newer_export_brings_an_order_up_to_date(db: Database, tmp_path: Path) -> None:
    head = "order_id,at,customer,status,product_id,price,cancelled_at\n"
    bring(db, tmp_path, head + "1,2026-01-01,m,paid,A,10,\n1,,,,B,5,\n")
    seq = ask(db, "select seq from event")
    bring(db, tmp_path, head + "1,2026-01-01,m,refunded,A,10,2026-01-09\n")
    assert ask(db, "select status, value from orders") == [("refunded", 10.0)]
    assert ask(db, "select product_id from order_line") == [("A",)]
    refund = read_instant("2026-01-09", "Asia/Seoul")
    assert ask(db, "select kind, value from event order by at") == [("purchase", 10.0), ("refund", 10.0)]
    assert ask(db, "select at from event where kind = 'refund'") == [(refund,)]
    assert ask(db, "select seq from event where kind = 'purchase'") == seq


def test_an_order_whose_date_or_buyer_was_corrected_leaves_no_trace_of_the_old_one(
    db: Database, tmp_path: Path
) -> None:
    head = "order_id,at,customer,product_id,price\n"
    bring(db, tmp_path, head + "1,2026-01-01,m,A,10\n")
    bring(db, tmp_path, head + "1,2026-01-02,m,A,10\n")
    assert len(ask(db, "select at from event")) == 1
    bring(db, tmp_path, head + "1,2026-01-02,n,A,10\n")
    assert ask(db, "select c.key from event e join customer c on c.id = e.customer_id") == [("n",)]
    assert ask(db, "select c.key from orders o join customer c on c.id = o.customer_id") == [("n",)]
    assert len(ask(db, "select line from order_line")) == 1


def test_an_unpaid_order_waits_until_it_is_paid(db: Database, tmp_path: Path) -> None:
    head = "order_id,at,customer,status,product_id,price\n"
    assert bring(db, tmp_path, head + "1,2026-01-01,m,unpaid,A,10\n").unpaid == 1
    assert ask(db, "select id from orders") == ask(db, "select id from customer") == []
    assert bring(db, tmp_path, head + "1,2026-01-01,m,paid,A,10\n").orders == 1


def test_lines_in_a_file_of_their_own_join_their_orders(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "order_id,at,customer,value\n1,2026-01-01,m,30\n")
    report = bring(db, tmp_path, "order_id,product_id,quantity,price\n1,A,2,10\n1,B,1,10\n9,A,1,1\n")
    assert (report.kind, report.lines, report.problems) == ("lines", 2, 1)
    assert ask(db, "select line, product_id, value from order_line order by line") == [(1, "A", 20.0), (2, "B", 10.0)]
    assert bring(db, tmp_path, "order_id,product_id,quantity,price\n1,C,1,30\n").lines == 1
    assert ask(db, "select product_id from order_line") == [("C",)]


def test_orders_take_the_category_of_products_known_before(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "product_id,name,category\nA,머그컵,그릇\n")
    bring(db, tmp_path, "order_id,at,customer,product_id,product_name,price\n1,2026-01-01,m,A,mug,10\n")
    assert ask(db, "select category from event") == [("그릇",)]
    assert ask(db, "select name from product") == [("머그컵",)]


# -- events ----------------------------------------------------------------------------------------------------------


def test_overlapping_exports_bring_each_event_once(db: Database, tmp_path: Path) -> None:
    rows = [f"m,2026-01-01 10:00:{second:02},visit\n" for second in range(10)]
    head = "customer,at,kind\n"
    bring(db, tmp_path, head + "".join(rows[:6]))
    report = bring(db, tmp_path, head + "".join(rows[4:]), name="other.csv")
    assert (report.events, report.known) == (4, 2)
    assert ask(db, "select count(*), min(seq), max(seq) from event") == [(10, 1, 12)]


def test_an_event_with_an_id_of_its_own_is_known_by_it(db: Database, tmp_path: Path) -> None:
    head = "id,customer,at,kind,value\n"
    bring(db, tmp_path, head + "e1,m,2026-01-01 10:00:00,visit,1\n")
    assert bring(db, tmp_path, head + "e1,m,2026-01-01 10:00:00,visit,1.0\n").events == 0


# -- consents --------------------------------------------------------------------------------------------------------


def ledger(db: Database) -> list[Any]:
    return ask(db, "select at, until_at, granted, source from consent order by at")


def test_a_changed_answer_closes_the_former_interval(db: Database, tmp_path: Path) -> None:
    head = "customer,joined_at,consent.sms.ad\n"
    bring(db, tmp_path, head + "m,2025-06-01,Y\n", dated="2026-01-01")
    bring(db, tmp_path, head + "m,2025-06-01,Y\n", dated="2026-02-01")
    bring(db, tmp_path, head + "m,2025-06-01,N\n", dated="2026-03-01")
    joined, said = read_instant("2025-06-01", "Asia/Seoul"), read_instant("2026-03-01", "Asia/Seoul")
    assert ledger(db) == [(joined, said, True, "import:gilmok"), (said, FOREVER, False, "import:gilmok")]


def test_an_older_export_does_not_undo_a_newer_answer(db: Database, tmp_path: Path) -> None:
    head = "customer,consent.sms.ad\n"
    bring(db, tmp_path, head + "m,N\n", dated="2026-03-01")
    bring(db, tmp_path, head + "m,Y\n", dated="2026-01-01")
    assert [row[2] for row in ledger(db)] == [False]


def test_a_refusal_given_to_us_is_not_undone_by_an_export_that_still_says_yes(db: Database, tmp_path: Path) -> None:
    head = "customer,consent.sms.ad,consent.sms.ad.at\n"
    bring(db, tmp_path, head + "m,Y,2026-01-01\n")
    refused = read_instant("2026-02-01", "Asia/Seoul")
    with db.begin() as conn:
        conn.execute(consent.update().values(until_at=refused))
        row = {"customer_id": 1, "channel": "sms", "purpose": "ad", "at": refused, "granted": False, "source": "click"}
        conn.execute(consent.insert().values(until_at=FOREVER, **row))
    report = bring(db, tmp_path, head + "m,Y,\n", dated="2026-03-01")
    assert (report.consents, report.problems, report.shown[0].kept) == (0, 1, True)
    assert ledger(db)[-1][2] == False  # noqa: E712 - SQLite says 0
    report = bring(db, tmp_path, head + "m,Y,2026-02-15\n", dated="2026-03-01")
    assert (report.consents, report.problems) == (1, 0)
    assert [bool(row[2]) for row in ledger(db)] == [True, False, True]
    assert all(first[1] == second[0] for first, second in zip(ledger(db), ledger(db)[1:], strict=False))


def test_a_box_not_ticked_at_checkout_takes_no_consent_back(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "customer,consent.email.ad\nm,yes\n", dated="2026-01-01")
    bring(db, tmp_path, "order_id,at,customer,consent.email.ad,price\n1,2026-01-05,m,no,1\n2,2026-01-06,n,yes,1\n")
    assert [bool(row[2]) for row in ledger(db)] == [True, True]
    assert ledger(db)[-1][0] == read_instant("2026-01-06", "Asia/Seoul")


# -- progress and spreadsheets ---------------------------------------------------------------------------------------


def test_a_cancelled_import_stops_between_chunks_and_can_be_completed(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.data.imports.files.CHUNK", 100)
    file = tmp_path / "in.csv"
    rows = "".join(f"m{n % 7},2026-01-01 {n // 60:02}:{n % 60:02}:00,visit\n" for n in range(1000))
    file.write_text("customer,at,kind\n" + rows, encoding="utf-8")
    plan = imports.read_plan(file)
    seen: list[tuple[int, int]] = []

    def stop_early(done: int, total: int) -> bool:
        seen.append((done, total))
        return len(seen) < 3

    report = imports.run(db, plan, progress=stop_early)
    assert report.cancelled
    assert ask(db, "select count(*) from event") == [(300,)]
    assert all(0 < done <= total == file.stat().st_size for done, total in seen)
    report = imports.run(db, plan)
    assert (report.cancelled, report.events, report.known) == (False, 700, 300)


def test_a_spreadsheet_reads_like_the_same_csv(db: Database, tmp_path: Path) -> None:
    import datetime as dt

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["customer", "phone", "joined_at", "birthday", "attrs.points", "consent.sms.ad"])
    sheet.append([1001, 1012345678, dt.datetime(2026, 1, 2, 3, 4, 5), dt.date(1990, 5, 3), 12.5, True])
    sheet.append(["m2", "010-1111-2222", "2026-01-02 03:04:05", "1990-05-03", None, "아니오"])
    book.save(tmp_path / "members.xlsx")
    report = imports.run(db, imports.read_plan(tmp_path / "members.xlsx"))
    assert (report.customers, report.consents, report.problems) == (2, 2, 0)
    assert ask(db, "select key, phone, joined_at, birthday from customer order by id") == [
        ("1001", "01012345678", 1767290645000, "1990-05-03"),
        ("m2", "01011112222", 1767290645000, "1990-05-03"),
    ]
