"""A circle in which no time passes.

Why is this bad?
    Customers would go round it without end in the same moment, and with them every message on the way.
Bad
    condition: no → send → condition
Good
    condition: no → send → wait 1 day → condition
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.sentence import fill
from app.base.text import _
from app.journey import walk
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level

CODE = "S08"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    # what a step with wrong settings does is not known: another finding speaks of it
    pausing = [key for key in journey.nodes if key not in context.kinds or context.kinds[key].lingers() > 0]
    for circle in walk.cycles(journey, without=pausing):
        names = " → ".join(f"“{context.name(journey.nodes[key])}”" for key in circle)
        text = _("Customers would go round {nodes} without end, as no time passes there. Put a wait in between.")
        yield Finding(CODE, circle, LEVEL, fill(text, nodes=names))
