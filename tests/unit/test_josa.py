"""Particles after every kind of word a shop puts before one."""

from __future__ import annotations

import re

import pytest

from app.base.josa import SHORT_FORMS, forms, josa, particle


@pytest.mark.parametrize(
    ("word", "pair", "said"),
    [
        ("길동", "은/는", "길동은"),
        ("영희", "은/는", "영희는"),
        ("길동", "이/가", "길동이"),
        ("영희", "이/가", "영희가"),
        ("가방", "을/를", "가방을"),
        ("구두", "을/를", "구두를"),
        ("가방", "과/와", "가방과"),
        ("구두", "과/와", "구두와"),
        ("길동", "아/야", "길동아"),
        ("영희", "아/야", "영희야"),
        ("부산", "으로/로", "부산으로"),
        ("대구", "으로/로", "대구로"),
        ("서울", "으로/로", "서울로"),
        ("길동", "이랑/랑", "길동이랑"),
        ("커피", "이나/나", "커피나"),
        ("가방", "이라/라", "가방이라"),
        ("쿠폰", "이에요/예요", "쿠폰이에요"),
        ("커피", "이에요/예요", "커피예요"),
        ("서울", "으로부터/로부터", "서울로부터"),
        # either order, either form, the short form
        ("가방", "를/을", "가방을"),
        ("가방", "를", "가방을"),
        ("가방", "을를", "가방을"),
        # digits, read in Korean
        ("0", "이/가", "0이"),
        ("1", "으로/로", "1로"),
        ("2", "이/가", "2가"),
        ("3", "으로/로", "3으로"),
        ("4", "을/를", "4를"),
        ("5", "을/를", "5를"),
        ("6", "으로/로", "6으로"),
        ("7", "으로/로", "7로"),
        ("8", "으로/로", "8로"),
        ("9", "을/를", "9를"),
        ("10", "으로/로", "10으로"),
        ("100", "을/를", "100을"),
        ("1,000", "을/를", "1,000을"),
        ("20000", "으로/로", "20000으로"),
        ("1,000,000,000,000", "을/를", "1,000,000,000,000를"),
        ("100,000,000", "을/를", "100,000,000을"),
        ("1.5", "을/를", "1.5를"),
        ("2.10", "을/를", "2.10을"),
        ("010", "을/를", "010을"),
        ("12,000원", "을/를", "12,000원을"),
        ("3월", "으로/로", "3월로"),
        ("１２", "을/를", "１２를"),
        # Latin: letters by name
        ("VIP", "이/가", "VIP가"),
        ("SMS", "을/를", "SMS를"),
        ("URL", "으로/로", "URL로"),
        ("URL", "을/를", "URL을"),
        ("R", "으로/로", "R로"),
        ("XL", "을/를", "XL을"),
        ("FM", "을/를", "FM을"),
        ("HTML", "을/를", "HTML을"),
        # Latin: words by sound
        ("Apple", "을/를", "Apple을"),
        ("Apple", "으로/로", "Apple로"),
        ("Google", "이/가", "Google이"),
        ("SALE", "을/를", "SALE을"),
        ("Nike", "을/를", "Nike를"),
        ("Samsung", "이/가", "Samsung이"),
        ("Amazon", "은/는", "Amazon은"),
        ("LINE", "으로/로", "LINE으로"),
        ("Facebook", "으로/로", "Facebook으로"),
        ("Shop", "이/가", "Shop이"),
        ("Black", "은/는", "Black은"),
        ("Music", "을/를", "Music을"),
        ("ticket", "을/를", "ticket을"),
        ("Gift", "를/을", "Gift를"),
        ("Coat", "을/를", "Coat를"),
        ("Kit", "을/를", "Kit를"),
        ("Store", "은/는", "Store는"),
        ("Netflix", "과/와", "Netflix와"),
        ("Brand", "은/는", "Brand는"),
        ("iPad", "을/를", "iPad를"),
        ("iPhone", "을/를", "iPhone을"),
        # units
        ("10%", "이/가", "10%가"),
        ("5kg", "을/를", "5kg을"),
        ("3 kg", "을/를", "3 kg을"),
        ("500ml", "을/를", "500ml를"),
        ("256GB", "으로/로", "256GB로"),
        ("24℃", "을/를", "24℃를"),
        # what is not spoken is skipped; a note in brackets belongs to the word before it
        ("'길동'", "은/는", "'길동'은"),
        ("“구두”", "을/를", "“구두”를"),
        ("[모아상점]", "이/가", "[모아상점]이"),
        ("쿠폰(10%)", "이/가", "쿠폰(10%)이"),
        ("(주)모아", "은/는", "(주)모아는"),
        ("모아(주)", "은/는", "모아(주)는"),
        ("(사과)", "을/를", "(사과)를"),
        ("감사🎁", "을/를", "감사🎁를"),
        ("장갑 ❤️", "을/를", "장갑 ❤️을"),
        ("가방!", "을/를", "가방!을"),
        # decomposed Hangul is Hangul
        ("\u1100\u1161\u11bc", "을/를", "\u1100\u1161\u11bc을"),
        ("ㄹ", "으로/로", "ㄹ로"),
        # nobody can tell
        ("", "을/를", "을(를)"),
        ("花", "이/가", "花이(가)"),
        ("🎁", "은/는", "🎁은(는)"),
    ],
)
def test_a_particle_agrees_with_the_sound_before_it(word: str, pair: str, said: str) -> None:
    assert josa(word, pair) == said


@pytest.mark.parametrize("word", ["!" * 5_000, ")" * 5_000, "길동" + "!" * 5_000, "길동" + "(a)" * 2_000])
def test_a_long_row_of_signs_is_passed_over(word: str) -> None:
    assert particle(word, "은/는") == ("은" if word.startswith("길동") else "은(는)")


@pytest.mark.parametrize("pair", ["은/", "은/를", "으/로/는", "xyz", "에서"])
def test_a_particle_that_does_not_exist_is_refused(pair: str) -> None:
    with pytest.raises(ValueError, match=re.escape(pair)):
        particle("길동", pair)


def test_every_short_form_names_a_known_particle() -> None:
    assert all(forms(name) == pair for name, pair in SHORT_FORMS.items())
    assert {"은는", "이가", "을를", "과와", "아야", "으로", "이랑", "이에요"} <= set(SHORT_FORMS)
