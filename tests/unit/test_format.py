"""Numbers, money and dates in both languages."""

from __future__ import annotations

import pytest

from app.base import format as write
from app.base.clock import HOUR, MINUTE, read_instant
from app.base.text import use_language

SEOUL = "Asia/Seoul"
AT = read_instant("2026-11-21 14:30", SEOUL)


@pytest.mark.parametrize(
    ("value", "currency", "korean", "english"),
    [
        (12000, "KRW", "12,000원", "₩12,000"),
        (12000.4, "KRW", "12,000원", "₩12,000"),
        (-5000, "KRW", "-5,000원", "-₩5,000"),
        (0, "KRW", "0원", "₩0"),
        (12.5, "USD", "US$12.50", "$12.50"),
        (12, "GBP", "£12.00", "£12.00"),
        (1200, "JPY", "JP¥1,200", "¥1,200"),
    ],
)
def test_money_is_written_as_the_reader_writes_it(value: float, currency: str, korean: str, english: str) -> None:
    assert write.money(value, currency, language="ko") == korean
    assert write.money(value, currency, language="en") == english


@pytest.mark.parametrize(
    ("value", "written"), [(1234567, "1,234,567"), (1234.5, "1,234.5"), (-0.126, "-0.13"), (3.0, "3"), (0, "0")]
)
def test_a_number_has_thousands_apart_and_no_idle_decimals(value: float, written: str) -> None:
    assert write.number(value) == written


def test_a_share_is_a_percentage() -> None:
    assert write.percent(0.1234) == "12%"
    assert write.percent(0.1234, digits=1) == "12.3%"


def test_days_and_times_are_those_of_the_shops_zone() -> None:
    assert write.date(AT, SEOUL, language="ko") == "11월 21일 (토)"
    assert write.date(AT, SEOUL, year=True, language="ko") == "2026년 11월 21일 (토)"
    assert write.date_time(AT, SEOUL, language="ko") == "11월 21일 (토) 오후 2시 30분"
    assert write.date_time(AT, "America/New_York", language="en") == "Sat, Nov 21 12:30 AM"
    assert write.time_of_day(21 * HOUR, language="ko") == "오후 9시"
    assert write.time_of_day(20 * HOUR + 50 * MINUTE, language="ko") == "오후 8시 50분"


def test_without_a_language_the_screens_is_used() -> None:
    use_language("en")
    assert write.money(12000) == "₩12,000"
    use_language("ko")
    assert write.money(12000) == "12,000원"
