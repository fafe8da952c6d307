"""A step of a kind that this Gilmok does not have.

Why is this bad?
    Nobody knows what should happen there. The journey comes from a newer Gilmok or needs an extension, or its file was
    changed by hand.
Bad
    {"id": "a", "kind": "wayt"}
Good
    {"id": "a", "kind": "wait"}
"""

from __future__ import annotations

from collections.abc import Iterator

from app import nodes
from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level

CODE = "N01"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for key, node in journey.nodes.items():
        if node.kind not in nodes.kinds():
            text = _("“{node}” is of a kind “{kind}” that is not known here. Update Gilmok, or take the step out.")
            yield Finding(CODE, (key,), LEVEL, fill(text, node=context.name(node), kind=node.kind))
