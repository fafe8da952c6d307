"""A setting that is missing or cannot be as it is.

Why is this bad?
    The step cannot work: a wait without a length, a split whose shares are not 100 % together, a condition that asks
    nothing.
Bad
    A/B split: A 50 %, B 40 %
Good
    A/B split: A 50 %, B 50 %
"""

from __future__ import annotations

from collections.abc import Iterator

from app import nodes
from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level

CODE = "N02"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for key, node in journey.nodes.items():
        kind = nodes.kinds().get(node.kind)
        for problem in nodes.problems(node) if kind else ():
            place = ".".join(str(step) for step in problem.path) or node.kind
            name = node.title or _(kind.label) if kind else key
            text = fill(_("“{node}”, {field}: {problem}"), node=name, field=place, problem=problem.text)
            yield Finding(CODE, (key,), LEVEL, text, path=problem.path)
