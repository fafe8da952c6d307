"""Bytes as gateways count them."""

from __future__ import annotations

import pytest

from app.message import length


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("abc", 3), ("가나다", 6), ("a가\n", 4), ("뷁", 2), ("①★♥…·“”€", 16), ("\r\n", 1), ("가" * 45, 90)],
)
def test_ascii_is_one_byte_and_everything_else_two(text: str, count: int) -> None:
    assert length.size(text) == count


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("₩12,000", "￦12,000"),
        ("10–20시 — 끝", "10-20시 - 끝"),
        ("• 하나\u00a0둘", "· 하나 둘"),
        ("✅ 완료 ❤️", "■ 완료 ♥"),
        ("생일 축하해요🎂👨‍👩‍👧!", "생일 축하해요!"),
        ("Müller café", "Muller cafe"),
        ("ไทย", "???"),
        ("\u1100\u1161\u11bc", "강"),
        ("한글 그대로 ★", "한글 그대로 ★"),
    ],
)
def test_what_no_phone_can_show_is_replaced(text: str, shown: str) -> None:
    assert length.plain(text) == shown
    assert length.plain(shown) == shown


def test_odd_characters_are_listed_once_with_what_stands_in() -> None:
    assert length.odd("₩1 ₩2 🎁 가") == (length.Odd("₩", "￦"), length.Odd("🎁", ""))
    assert length.odd("가나다 ABC") == ()


def test_the_form_follows_from_bytes_subject_and_pictures() -> None:
    assert length.form("가" * 45) == "sms"
    assert length.form("가" * 45 + "a") == "lms"
    assert length.form("짧은 글", subject="제목") == "lms"
    assert length.form("짧은 글", images=1) == "mms"


def test_a_cut_never_splits_a_letter() -> None:
    assert length.cut("가나다", 5) == "가나"
