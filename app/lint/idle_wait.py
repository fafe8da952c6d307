"""A wait after which nothing comes.

Why is this bad?
    Customers stand there for hours or days and then leave; until then they may not be able to enter again.
Bad
    action → wait 3 days
Good
    action → wait 3 days → send
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.lint._fix import remove

CODE = "S06"
LEVEL: Level = "warning"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for key, kind in context.kinds.items():
        if kind.group == "time" and not journey.out(key):
            text = _("After “{node}” nothing comes, so customers wait for nothing. Add a step, or take the wait out.")
            name = context.name(journey.nodes[key])
            yield Finding(CODE, (key,), LEVEL, fill(text, node=name), remove(key), _("Take the wait out"))
