"""A journey that nobody can enter. Several starts are fine: whoever comes in by any of them goes on from there.

Why is this bad?
    Without a start the journey waits for ever and nothing happens.
Bad
    wait → send
Good
    action → wait → send
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.text import _
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level

CODE = "S01"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    if not context.starts(journey):
        yield Finding(CODE, (), LEVEL, _("Nobody can enter this journey. Put a start at its beginning."))
