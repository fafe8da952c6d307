"""A connection that leads into a start.

Why is this bad?
    People enter at a start by what they do in the shop, not from another step. Nobody could go on along this wire.
Bad
    send → action
Good
    send → wait
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Edge, Journey
from app.lint._contract import Context, Finding, Level
from app.lint._fix import cut

CODE = "S03"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for node in context.starts(journey):
        for edge in journey.into(node):
            yield _finding(journey, context, edge)


def _finding(journey: Journey, context: Context, edge: Edge) -> Finding:
    text = fill(
        _("“{source}” leads into the start “{node}”, but people only enter there. Take the connection off."),
        source=context.name(journey.nodes[edge.source]),
        node=context.name(journey.nodes[edge.target]),
    )
    return Finding(CODE, (edge.target, edge.source), LEVEL, text, cut(edge), _("Take the connection off"))
