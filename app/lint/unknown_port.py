"""A connection from a way out that its step does not have.

Why is this bad?
    Nobody would ever go along it. It is left over from a way that was renamed or taken out.
Bad
    A/B split with the ways A and B:  C → send
Good
    A/B split with the ways A and B:  A → send
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.lint._fix import cut

CODE = "S07"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for edge in journey.edges:
        kind = context.kinds.get(edge.source)
        if kind and edge.port not in {port.key for port in kind.ports()}:
            text = fill(
                _("“{node}” has no way out called “{port}”, so nobody goes along this connection."),
                node=context.name(journey.nodes[edge.source]),
                port=edge.port,
            )
            nodes = (edge.source, edge.target)
            yield Finding(CODE, nodes, LEVEL, text, cut(edge), _("Take the connection off"))
