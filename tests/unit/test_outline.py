"""A template in one line, before there is anyone to read it."""

from __future__ import annotations

import pytest

from app.message.outline import outline


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("곧 품절이에요.", "곧 품절이에요."),
        (
            "{{ name|default('고객') }}님이\n담아두신 {{ product|이가 }} 곧 품절이에요.",
            "고객님이 담아두신 ○○가 곧 품절이에요.",
        ),
        ('{{ name | default("customer") }}, {{ price|money }} only', "customer, ○○ only"),
        ("{% if grade %}{{ grade }} 회원{% endif %} 안내", "○○ 회원 안내"),
        ("{{ product|default('상품')|을를 }} 보세요", "상품을 보세요"),
        ("{{ 아직 덜 쓴", "{{ 아직 덜 쓴"),
    ],
)
def test_a_template_reads_as_one_line(source: str, line: str) -> None:
    assert outline(source) == line
