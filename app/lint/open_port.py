"""A fork one of whose ways leads nowhere.

Why is this bad?
    Customers who take that way leave the journey without a word. That may be meant; then a way out says so.
Bad
    condition: yes → goal, no → (nothing)
Good
    condition: yes → goal, no → leave
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.lint._fix import let_leave

CODE = "S05"
LEVEL: Level = "warning"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for key, kind in context.kinds.items():
        ports, taken = kind.ports(), journey.out(key)
        loose = [port for port in ports if port.key not in taken]
        if len(ports) > 1 and loose:
            text = fill(
                _("Customers who take the way “{ports}” at “{node}” leave the journey there."),
                ports=", ".join(port.label or port.key for port in loose),
                node=context.name(journey.nodes[key]),
            )
            fix = let_leave(key, tuple(port.key for port in loose))
            yield Finding(CODE, (key,), LEVEL, text, fix, _("Put a way out there"))
