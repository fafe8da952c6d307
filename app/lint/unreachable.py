"""A step that no way leads to from any start.

Why is this bad?
    No customer ever comes there. Often a wire was forgotten.
Bad
    action → wait,   send (alone)
Good
    action → wait → send
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.sentence import fill
from app.base.text import _
from app.journey import walk
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.lint._fix import remove

CODE = "S04"
LEVEL: Level = "warning"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    starts = context.starts(journey)
    if not starts:
        return  # that nobody enters is said once, by `no_start`
    reached = walk.reachable(journey, starts)
    for key, node in journey.nodes.items():
        if key not in reached:
            text = fill(_("Nobody ever comes to “{node}”. Connect it, or take it out."), node=context.name(node))
            yield Finding(CODE, (key,), LEVEL, text, remove(key), _("Take the step out"))
