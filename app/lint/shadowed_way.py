"""A way of a condition that nobody can take.

Why is this bad?
    The first question that holds decides. A question that was asked before, or that comes after one that holds for
    everyone, never gets an answer, and neither does one that nobody can fit.
Bad
    1. bought?  2. bought?
Good
    1. bought?  2. put something into the cart?
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.sentence import fill
from app.base.text import _
from app.journey import where
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.nodes import condition

CODE = "N03"
LEVEL: Level = "warning"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for key, kind in context.kinds.items():
        if isinstance(kind, condition.Condition):
            for way in _dead(kind):
                text = _("Nobody can ever take the way “{port}” at “{node}”. Change its question, or take the way out.")
                name = context.name(journey.nodes[key])
                yield Finding(CODE, (key,), LEVEL, fill(text, port=way, node=name))


def _dead(kind: condition.Condition) -> Iterator[str]:
    """The labels of the ways that no customer can take."""
    asked: list[where.Where] = []
    for branch, port in zip(kind.branches, kind.ports(), strict=False):
        if branch.where in asked or where.EVERYONE in asked or branch.where == where.Any():
            yield port.label
        asked.append(branch.where)
    if where.EVERYONE in asked:
        yield kind.ports()[-1].label
