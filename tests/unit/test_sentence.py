"""Sentences put together from their parts."""

from __future__ import annotations

import pytest

from app.base.sentence import fill


@pytest.mark.parametrize(
    ("text", "part", "said"),
    [
        ("{x:을를} 한", "구매", "구매를 한"),
        ("{x:을를} 한", "로그인", "로그인을 한"),
        ("“{x:”으로} 가는", "홈", "“홈”으로 가는"),
        ("“{x:”으로} 가는", "나이키", "“나이키”로 가는"),
        ("{x:은/는} 좋다", "VIP", "VIP는 좋다"),
        ("{x}회", "3", "3회"),
        ("last {x} days", "", "last days"),
        ("{x}", "{x:을를}", "{x:을를}"),
    ],
)
def test_a_part_takes_the_particle_it_needs(text: str, part: str, said: str) -> None:
    assert fill(text, x=part) == said


def test_a_number_is_a_part_too() -> None:
    assert fill("{n:이가} 있다", n=3) == "3이 있다"


def test_a_particle_that_does_not_exist_is_a_mistake_of_the_translation() -> None:
    with pytest.raises(ValueError, match="꽥"):
        fill("{x:꽥}", x="오리")
