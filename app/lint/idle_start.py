"""A start from which nothing follows.

Why is this bad?
    Customers enter and leave again in the same moment; the journey does nothing for them.
Bad
    action
Good
    action → wait
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level

CODE = "S02"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for node in context.starts(journey):
        if not journey.out(node):
            text = _("“{node}” leads nowhere, so nothing happens to those who enter. Connect it to the next step.")
            yield Finding(CODE, (node,), LEVEL, fill(text, node=context.name(journey.nodes[node])))
