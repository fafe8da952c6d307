"""A published version, made ready to run: parsed nodes, their order, where each port leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app import nodes
from app.data.audience import Audiences
from app.journey import walk
from app.journey.graph import Journey, Settings
from app.nodes.send import Contact, Send


@dataclass(frozen=True, eq=False)
class Plan:
    """One version of a journey. `published_at` is an instant; `audiences` are the saved rules it may refer to;
    `admits` says whether newcomers still enter this version."""

    version_id: int
    journey: Journey
    published_at: int
    audiences: Audiences = field(default_factory=dict)
    admits: bool = True

    @property
    def settings(self) -> Settings:
        return self.journey.settings

    @cached_property
    def kinds(self) -> Mapping[str, nodes.NodeKind]:
        """What each node does, by node id."""
        return {node.id: nodes.parse(node) for node in self.journey.nodes.values()}

    @cached_property
    def starts(self) -> Mapping[str, nodes.Start]:
        return {key: kind for key, kind in self.kinds.items() if isinstance(kind, nodes.Start)}

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """Everything the journey may send, on whichever channel."""
        return tuple(contact for kind in self.kinds.values() if isinstance(kind, Send) for contact in kind.contacts())

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The place of each node in an order in which every edge but the looping ones points forward."""
        return {node: place for place, node in enumerate(walk.order(self.journey))}

    @cached_property
    def exits(self) -> Mapping[str, Mapping[str, tuple[str, int]]]:
        """For each node: port → (target, what passing there adds to `round`)."""
        loops = walk.back_edges(self.journey)
        found: dict[str, dict[str, tuple[str, int]]] = {node: {} for node in self.journey.nodes}
        for edge in self.journey.edges:
            found[edge.source][edge.port] = (edge.target, int(edge in loops))
        return found
