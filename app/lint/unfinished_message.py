"""A message that its channel cannot send as it is: no text, no subject, a button without an address.

Why is this bad?
    Nobody would get it; the last check before a message leaves would stop every single one.
Bad
    e-mail: subject “봄 세일”, no text
Good
    e-mail: subject “봄 세일”, text “{{ name }}님, …”
"""

from __future__ import annotations

from collections.abc import Iterator

from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.lint._messages import IDENTITY, TEMPLATE, finding, messages, problems

CODE = "M01"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for message in messages(context):
        for problem in problems(message, context):
            if problem.code not in TEMPLATE | IDENTITY:
                yield finding(journey, context, CODE, message, problem)
