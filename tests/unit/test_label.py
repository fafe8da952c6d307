"""The legal parts of advertising."""

from __future__ import annotations

import pytest

from app.message import label
from app.message.sender import Sender

SHOP = Sender(
    name="달빛상점", phone="02-123-4567", email="help@dal.kr", address="서울시 중구 1", optout_phone="080-123-4567"
)
END = "\n무료수신거부 0801234567"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("오늘만 할인해요", "(광고)달빛상점 오늘만 할인해요"),
        ("(광고) 오늘만", "(광고)달빛상점 오늘만"),
        ("[광고]달빛상점 오늘만", "(광고)달빛상점 오늘만"),
        ("(광 고)(광고)오늘만", "(광고)달빛상점 오늘만"),
        ("[달빛상점] 오늘만", "(광고)[달빛상점] 오늘만"),
        ("달빛상점에서 알려드려요", "(광고)달빛상점에서 알려드려요"),
        ("달빛상점가 축제", "(광고)달빛상점가 축제"),
        ("달빛상점들 모임", "(광고)달빛상점 달빛상점들 모임"),
        ("오늘만\n무료수신거부 080-123-4567", "(광고)달빛상점 오늘만"),
        ("오늘만\n무료거부: 0809999999", "(광고)달빛상점 오늘만"),
        ("무료수신거부 080 123 4567 오늘만", "(광고)달빛상점 오늘만"),
    ],
)
def test_a_text_message_begins_with_the_label_and_ends_with_the_free_number_once(written: str, sent: str) -> None:
    assert label.short_ad(written, SHOP) == sent + END


def test_without_a_number_of_the_shop_a_written_one_stays() -> None:
    nameless = Sender(name="달빛상점")
    text = label.short_ad("오늘만\n무료수신거부 0801112222", nameless)
    assert text == "(광고)달빛상점 오늘만\n무료수신거부 0801112222"
    assert label.has_opt_out(text)
    assert not label.has_opt_out(label.short_ad("오늘만", nameless))


def test_an_email_subject_is_labelled_once() -> None:
    assert label.subject_ad("봄 세일") == "(광고) 봄 세일"
    assert label.subject_ad("(광고)봄 세일") == "(광고) 봄 세일"


def test_a_notification_says_who_speaks() -> None:
    assert label.push_ad("봄 세일", SHOP) == "(광고)달빛상점 봄 세일"


def test_the_foot_of_an_advertising_mail_tells_how_to_refuse_in_both_languages() -> None:
    foot = label.email_footer(SHOP, ad=True)
    assert all(part in foot for part in ("달빛상점", "서울시 중구 1", "02-123-4567", "help@dal.kr"))
    assert "수신거부" in foot
    assert "unsubscribe" in foot
    assert foot.count("mailto:help@dal.kr") == 2
    assert "unsubscribe" not in label.email_footer(SHOP, ad=False)


def test_a_page_of_the_shops_own_is_where_one_refuses() -> None:
    shop = Sender(name="달", email="a@b.kr", optout_url="https://dal.kr/off?m={message}").for_message("1/가")
    assert label.opt_out_link(shop) == "https://dal.kr/off?m=1%2F%EA%B0%80"
    assert shop.one_click
