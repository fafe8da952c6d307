"""A condition that asks for an audience the shop does not have. Only checked where the shop's audiences are known.

Why is this bad?
    Nobody belongs to an audience that is gone, so nobody would take that way.
Bad
    in the audience “vip2”, which was deleted
Good
    in the audience “vip”
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Journey, Json
from app.lint._contract import Context, Finding, Level

CODE = "N04"
LEVEL: Level = "error"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    if context.audiences is None:
        return
    for key, node in journey.nodes.items():
        for audience in dict.fromkeys(_asked_for(node.settings)):
            if audience not in context.audiences:
                text = _("“{node}” asks for the audience “{audience}”, which this shop does not have. Choose another.")
                yield Finding(CODE, (key,), LEVEL, fill(text, node=context.name(node), audience=audience))


def _asked_for(value: Json) -> Iterator[str]:
    """The ids of the audiences in a condition, however deep."""
    if isinstance(value, Mapping):
        if value.get("kind") == "audience" and isinstance(value.get("audience"), str):
            yield value["audience"]
        value = tuple(value.values())
    if isinstance(value, tuple):
        for inner in value:
            yield from _asked_for(inner)
