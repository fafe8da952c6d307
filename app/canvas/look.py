"""What a card shows, as values. The canvas draws these and knows nothing of node kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from app.base.text import N_, _
from app.journey.graph import Edge, Journey, Node


@dataclass(frozen=True, slots=True)
class Port:
    """A named way out; `label` stands on its edge, beside it `share` until there are counts."""

    key: str
    label: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A problem, shown as a chip on the card."""

    level: Literal["error", "warning"]
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its word, for the card's footer: `18,204` `entered`."""

    number: str
    word: str


@dataclass(frozen=True, slots=True)
class CardView:
    """Everything one card shows. `tone` is a token of the theme, `icon` a Phosphor name.

    `takes_in`: whether ways may lead here. `pauses`: whether time passes here, so that a loop may run through it.
    `shoulder`: the small pill on the top right, such as the time since the entry. `is_off`: the step is skipped.
    """

    kicker: str
    title: str
    subtitle: str = ""
    icon: str = "ph.circle"
    tone: str = "exit"
    ports: tuple[Port, ...] = (Port("next"),)
    takes_in: bool = True
    pauses: bool = False
    problems: tuple[Badge, ...] = ()
    figures: tuple[Figure, ...] = ()
    shoulder: str = ""
    is_off: bool = False

    @property
    def spoken(self) -> str:
        """The card in one line, for screen readers."""
        words = (self.kicker, self.title, self.subtitle, *(problem.text for problem in self.problems))
        return ", ".join(word for word in words if word)


#: Turns a node into what its card shows; given to the canvas by the window.
Look = Callable[[Node], CardView]


@dataclass(frozen=True, slots=True)
class Seed:
    """A step that is not on the canvas yet: what the palette drags."""

    kind: str
    settings: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    title: str = ""

    def node(self, key: str, at: tuple[float, float]) -> Node:
        """The step it becomes."""
        return Node(key, self.kind, self.settings, at, self.title)


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers on the canvas: figures in the cards' footers by node id, a short text on each edge's pill."""

    figures: Mapping[str, tuple[Figure, ...]] = field(default_factory=lambda: MappingProxyType({}))
    flows: Mapping[Edge, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, journey: Journey, entered: Mapping[str, int], passed: Mapping[Edge, int]) -> Counts:
        """Numbers of people as cards and edges show them: heads on cards, shares where a way forks."""
        figures = {node: (Figure(f"{entered[node]:,}", _(_HEADS)),) for node in journey.nodes if node in entered}
        return cls(figures, {edge: _flow(journey, edge, entered, passed) for edge in journey.edges if edge in passed})


_HEADS = N_("entered")


def _flow(journey: Journey, edge: Edge, entered: Mapping[str, int], passed: Mapping[Edge, int]) -> str:
    """The share that went this way; of a single way the number, unless the card above says the same."""
    siblings = [other for other in journey.edges if other.source == edge.source]
    total = sum(passed.get(other, 0) for other in siblings)
    if len(siblings) < 2 and passed[edge] == entered.get(edge.source):
        return ""
    if len(siblings) < 2 or not total:
        return f"{passed[edge]:,}"
    return f"{passed[edge] / total:.0%}"


#: Problems by node id.
Findings = Mapping[str, Sequence[Badge]]
