"""A text with a variable nobody knows, with braces that cannot be read, or that reaches into the program.

Why is this bad?
    The text could not be filled in, so nobody would get it. A text may only name what is known of the customer; it
    never sees the program behind it.
Bad
    {{ nmae }}님, 안녕하세요
Good
    {{ name }}님, 안녕하세요
"""

from __future__ import annotations

from collections.abc import Iterator

from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.lint._messages import TEMPLATE, with_codes

CODE = "M02"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    yield from with_codes(journey, context, CODE, TEMPLATE)
