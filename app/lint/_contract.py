"""What a rule gives and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Literal, Protocol, cast

from app import nodes
from app.base.errors import InputError
from app.base.plugins import members
from app.base.text import _
from app.journey import walk
from app.journey.graph import Journey, Node
from app.message.sender import Sender

Level = Literal["error", "warning"]
Fix = Callable[[Journey], Journey]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: at which nodes (none: the journey as a whole), how bad, in words that say who is affected.

    `fix` mends it, where there is one plain way; `fix_label` says what it does. `path` leads to the bad setting.
    """

    code: str
    nodes: tuple[str, ...]
    level: Level
    text: str
    fix: Fix | None = field(default=None, compare=False)
    fix_label: str = ""
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the drawing. What is None is not known, and nothing is said about it.

    `sender` is the shop's identity, `variables` the names a template may use, `audiences` the ids of saved audiences.
    `kinds` are the parsed settings of every node whose settings are right; `check` fills it in.
    """

    sender: Sender | None = None
    variables: Collection[str] | None = None
    audiences: Collection[str] | None = None
    kinds: Mapping[str, nodes.NodeKind] = field(default_factory=dict)

    def name(self, node: Node) -> str:
        """What the reader calls a step: its title, what its settings say of it, its kind, and if need be its id."""
        if node.title or node.id in self.kinds:
            return node.title or self.kinds[node.id].headline()
        kind = nodes.kinds().get(node.kind)
        return _(kind.label) if kind else node.id

    def starts(self, journey: Journey) -> tuple[str, ...]:
        """The nodes at which people enter, by what their kind is, also where the settings are wrong."""
        known = nodes.kinds()
        return tuple(
            key
            for key, node in journey.nodes.items()
            if node.kind in known and issubclass(known[node.kind], nodes.Start)
        )


class Rule(Protocol):
    """A module of this package."""

    __doc__: str | None
    CODE: str
    LEVEL: Level

    def check(self, journey: Journey, context: Context) -> Iterable[Finding]: ...


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by the names of their modules."""
    import app.lint as package

    return MappingProxyType({key: cast(Rule, module) for key, module in members(package).items()})


def check(journey: Journey, context: Context | None = None) -> list[Finding]:
    """Everything the rules find: errors first, then in the order of the journey."""
    known = replace(context or Context(), kinds=_parsed(journey))
    place = {node: index for index, node in enumerate(walk.order(journey))}
    found = [finding for rule in rules().values() for finding in rule.check(journey, known)]
    return sorted(
        found, key=lambda one: (one.level != "error", min((place[n] for n in one.nodes), default=-1), one.code)
    )


def _parsed(journey: Journey) -> dict[str, nodes.NodeKind]:
    found = {}
    for key, node in journey.nodes.items():
        with suppress(InputError):  # `unknown_kind` and `bad_setting` speak of it
            found[key] = nodes.parse(node)
    return found
