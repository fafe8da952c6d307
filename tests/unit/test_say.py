"""Conditions said in Korean and in English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given

from app.base.clock import DAY, instant
from app.base.text import use_language
from app.journey import say, words
from app.journey.where import All, Any, Attribute, Consent, Did, InAudience, Moment, Not, Test, Where, Window
from tests.strategies import wheres

MONTH = Window(within=30 * DAY)
SEEN = Did(event="view_item", at_least=3, window=MONTH)
BOUGHT = Did(event="purchase", window=Window(since_entry=True))
VIP = Attribute(test=Test(name="grade", value="VIP"))

# ruff: noqa: E501
# fmt: off
SAID = [
    (SEEN, "최근 30일 동안 상품 보기를 3회 이상 한", "did “View a product” at least 3 times in the last 30 days"),
    (BOUGHT, "여정에 들어온 뒤 구매를 한", "did “Buy something” since entering the journey"),
    (Not(of=BOUGHT), "여정에 들어온 뒤 구매를 하지 않은", "did not do “Buy something” since entering the journey"),
    (Did(event="visit", at_most=0), "방문을 하지 않은", "did not do “Visit the shop”"),
    (Did(event="login", at_least=2, at_most=2), "로그인을 정확히 2회 한", "did “Log in” exactly 2 times"),
    (Did(event="login", at_least=1, at_most=3), "로그인을 1~3회 한", "did “Log in” 1 to 3 times"),
    (Did(event="login", at_most=1), "로그인을 1회 이하로 한", "did “Log in” at most 1 time"),
    (
        Did(event="purchase", having=(Test(name="category", value="신발"),), same=("product_id",)),
        "카테고리가 신발인, 시작할 때와 같은 상품의 구매를 한",
        "did “Buy something” (category is 신발, the same product as at the start)",
    ),
    (
        Moment(which="last", event="purchase", op="before", ago=60 * DAY),
        "마지막 구매가 60일 넘게 지난",
        "last did “Buy something” more than 60 days ago",
    ),
    (VIP, "등급이 VIP인", "grade is VIP"),
    (Not(of=VIP), "등급이 VIP가 아닌", "grade is not VIP"),
    (Attribute(test=Test(name="points", op="at_least", value=10000)), "points가 10,000 이상인", "points is 10,000 or more"),
    (Attribute(test=Test(name="city", op="one_of", value=("서울", "부산"))), "지역이 서울, 부산 중 하나인", "city is one of 서울, 부산"),
    (Consent(channel="email"), "이메일 광고 수신에 동의한", "agreed to advertising by e-mail"),
    (Not(of=Consent(channel="email")), "이메일 광고 수신에 동의하지 않은", "has not agreed to advertising by e-mail"),
    (Consent(channel="sms", granted=False), "문자 광고 수신을 거부한", "refused advertising by text message"),
    (InAudience(audience="a1"), "“단골” 오디언스에 속한", "in the audience “단골”"),
    (All(of=(SEEN, Not(of=Not(of=VIP)))), "최근 30일 동안 상품 보기를 3회 이상 한, 그리고 등급이 VIP인", None),
    (All(of=(VIP, Any(of=(BOUGHT, SEEN)))), None, "grade is VIP, and (did “Buy something” since entering the journey, or did “View a product” at least 3 times in the last 30 days)"),
    (Not(of=Any(of=(VIP, BOUGHT))), "“등급이 VIP인, 또는 여정에 들어온 뒤 구매를 한” 조건에 맞지 않는", None),
    (All(), "누구나 해당하는", "anyone"),
    (Any(), "아무도 해당하지 않는", "nobody"),
]
# fmt: on


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    yield
    use_language("ko")


@pytest.mark.parametrize(("where", "korean", "english"), SAID)
def test_a_condition_is_said_in_both_languages(where: Where, korean: str | None, english: str | None) -> None:
    for language, text in [("ko", korean), ("en", english)]:
        if text:
            use_language(language)
            assert say.say(where, audiences={"a1": "단골"}) == text


def test_a_window_of_two_dates_is_said_in_the_days_of_the_shop(language: None) -> None:
    use_language("ko")
    start = instant(dt.datetime.fromisoformat("2026-11-20T15:00:00+00:00"))
    assert say.window(Window(start=start, end=start + DAY)) == "2026-11-21부터 2026-11-22까지"
    assert say.window(Window(start=start), zone="UTC") == "2026-11-20부터"


def test_people_are_customers_who_fit_or_everyone() -> None:
    use_language("ko")
    assert say.people(VIP) == "등급이 VIP인 고객"
    assert say.people(All()) == "모든 고객"


def test_a_word_of_the_shop_itself_is_shown_as_it_is() -> None:
    assert words.event("my_event") == "my_event"
    assert words.prop("my_prop") == "my_prop"


@given(wheres)
def test_every_condition_can_be_said_in_both_languages_without_gaps(where: Where) -> None:
    for language in ("ko", "en"):
        use_language(language)
        text = say.say(where)
        assert text
        assert text == text.strip()
