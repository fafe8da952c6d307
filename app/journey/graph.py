"""A journey as a frozen value: nodes, edges, settings.

Every edit is a function Journey → Journey (`app.journey.edit`); undo shows the former value. Node settings are plain
JSON here; what they mean is known only to the node's kind (`app.nodes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from app.base.clock import DAY, HOUR

Json = Any


def frozen(value: Json) -> Json:
    """A deep read-only copy of a JSON value: mappings become MappingProxyType, lists become tuples."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)
    return value


def thawed(value: Json) -> Json:
    """The plain dict / list form of a frozen JSON value."""
    if isinstance(value, Mapping):
        return {key: thawed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [thawed(item) for item in value]
    return value


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Node:
    """One step: its kind (the name of a module in `app.nodes`), its settings, its place on the canvas in px.

    `title` is what the user called it; empty means the kind's own words.
    """

    id: str
    kind: str
    settings: Mapping[str, Json] = field(default_factory=_nothing)
    at: tuple[float, float] = (0.0, 0.0)
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "settings", frozen(self.settings))


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A way out of a node: from a port of `source` to `target`. A port has at most one edge."""

    source: str
    port: str
    target: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may enter again, and when.

    `rule`: `once` per key · `after_leaving` · `any_time`. `key`: the event property that tells one entry from
    another (`order_id`), or empty for one entry per customer. `cool_down`: ms between two entries of one
    customer. `age_limit`: an event older than this (ms) when it arrives starts nobody.
    """

    rule: Literal["once", "after_leaving", "any_time"] = "after_leaving"
    key: str = ""
    cool_down: int = 0
    age_limit: int = 3 * DAY


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local hours in which no advertising leaves, as ms after midnight; may span midnight. Law: 21:00-08:00."""

    start: int = 21 * HOUR
    end: int = 8 * HOUR


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` advertising messages to one customer within `within` ms, over all journeys."""

    most: int = 2
    within: int = DAY


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole journey. `zone` is the IANA name local times are meant in."""

    zone: str = "Asia/Seoul"
    entry: Entry = field(default_factory=Entry)
    quiet: Quiet = field(default_factory=Quiet)
    cap: Cap = field(default_factory=Cap)


@dataclass(frozen=True, slots=True)
class Journey:
    """A graph of nodes and edges. `nodes` is keyed by id; `edges` keeps its order (it is the file's order)."""

    id: str
    name: str
    nodes: Mapping[str, Node] = field(default_factory=_nothing)
    edges: tuple[Edge, ...] = ()
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", MappingProxyType(dict(self.nodes)))
        object.__setattr__(self, "edges", tuple(self.edges))

    def out(self, node: str) -> dict[str, str]:
        """Where each connected port of `node` leads: port → target id."""
        return {edge.port: edge.target for edge in self.edges if edge.source == node}

    def into(self, node: str) -> tuple[Edge, ...]:
        """The edges that lead into `node`."""
        return tuple(edge for edge in self.edges if edge.target == node)

    def with_(self, **changes: Any) -> Journey:
        """The same journey with some fields changed."""
        return replace(self, **changes)
