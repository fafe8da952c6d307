"""Advertising that does not say who speaks or how to refuse it. Only checked where the shop's identity is known.

Why is this bad?
    The law asks for both in every advertisement (정보통신망법 제50조 ④); without them no message leaves.
Bad
    advertising by text message, and the shop has no free 080 number in its settings
Good
    advertising by text message, and the shop has one
"""

from __future__ import annotations

from collections.abc import Iterator

from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.lint._messages import IDENTITY, with_codes

CODE = "M03"
LEVEL: Level = "warning"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    yield from with_codes(journey, context, CODE, IDENTITY, LEVEL)
