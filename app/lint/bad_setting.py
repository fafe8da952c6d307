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
        if kind := nodes.kinds().get(node.kind):
            for problem in nodes.problems(node):
                text = fill(
                    _("“{node}”, {field}: {problem}"),
                    node=context.name(node),
                    field=_label(kind, problem.path),
                    problem=problem.text,
                )
                yield Finding(CODE, (key,), LEVEL, text, path=problem.path)


def _label(kind: type[nodes.NodeKind], path: tuple[str | int, ...]) -> str:
    """What the inspector calls the field; the bare path where it has none."""
    field = kind.model_fields.get(str(path[0])) if path else None
    return _(field.title) if field and field.title else ".".join(str(step) for step in path)
