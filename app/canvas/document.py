"""The open journey: its present value, its history, what is selected, what its cards show. No Qt.

The document is the only truth. Scene, minimap, inspector and lists watch it and show it; they hold ids, never nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import Flag, auto

from app.base.clock import Clock, SystemClock
from app.canvas.look import Badge, CardView, Counts, Findings, Look, Port
from app.journey.graph import Edge, Journey, Node
from app.journey.history import History


class Change(Flag):
    """What is different since the last call."""

    JOURNEY = auto()
    SELECTION = auto()
    LOOKS = auto()


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen cards and wires. It is not part of the history."""

    nodes: frozenset[str] = frozenset()
    edges: frozenset[Edge] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges)

    @property
    def only(self) -> str:
        """The chosen card, if it is one card alone; else empty."""
        return next(iter(self.nodes)) if len(self.nodes) == 1 and not self.edges else ""


Watcher = Callable[[Change], None]


class Document:
    """One journey being edited. `look` says what a node's card shows."""

    def __init__(self, journey: Journey, look: Look, clock: Clock | None = None) -> None:
        self.history: History[Journey] = History(journey)
        self.look = look
        self._clock = clock or SystemClock()
        self._selection = Selection()
        self._seen: dict[str, tuple[Node, CardView]] = {}
        self._findings: Mapping[str, tuple[Badge, ...]] = {}
        self._times: Mapping[str, str] = {}
        self._counts = Counts()
        self._watchers: list[Watcher] = []

    # -- what is there -----------------------------------------------------------------------------------------------

    @property
    def journey(self) -> Journey:
        """The present value."""
        return self.history.now

    @property
    def selection(self) -> Selection:
        return self._selection

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` after each change; the returned function ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher) if watcher in self._watchers else None

    def view(self, node: str) -> CardView:
        """What a card shows, with its problems, numbers and time. The same object as long as nothing changed."""
        value = self.journey.nodes[node]
        seen = self._seen.get(node)
        if seen is None or seen[0] is not value:
            seen = self._seen[node] = (value, self._dressed(value))
        return seen[1]

    def flow(self, edge: Edge) -> str:
        """The text on an edge: its port's label, and its count or what its settings say of it."""
        port = next((port for port in self.view(edge.source).ports if port.key == edge.port), Port(edge.port))
        return " ".join(word for word in (port.label, self._counts.flows.get(edge, port.share)) if word)

    # -- what changes it ---------------------------------------------------------------------------------------------

    def edit(self, edited: Journey, label: str, *, merge_key: str | None = None) -> bool:
        """Go on to an edited journey as one step of the history named `label`; False if nothing is different.

        Edits with the same `merge_key` that follow each other within a second become one step.
        """
        if edited is self.journey:
            return False
        self.history.push(edited, label, merge_key, self._clock.now())
        self._settle()
        return True

    def undo(self) -> None:
        """Show the former journey."""
        if self.history.can_undo:
            self.history.undo()
            self._settle()

    def redo(self) -> None:
        """Show the journey that was undone."""
        if self.history.can_redo:
            self.history.redo()
            self._settle()

    def mark_saved(self) -> None:
        """The present journey is on the disk."""
        self.history.mark_clean()
        self._tell(Change.JOURNEY)

    def select(self, nodes: Collection[str] = (), edges: Collection[Edge] = ()) -> None:
        """Choose these and nothing else."""
        chosen = Selection(frozenset(nodes), frozenset(edges))
        if chosen != self._selection:
            self._selection = chosen
            self._tell(Change.SELECTION)

    def set_findings(self, findings: Findings) -> None:
        """Show these problems on the cards."""
        self._findings = {node: tuple(badges) for node, badges in findings.items() if badges}
        self.refresh()

    def set_counts(self, counts: Counts | None) -> None:
        """Show these numbers on cards and edges; None takes them away."""
        self._counts = counts or Counts()
        self.refresh()

    def set_times(self, times: Mapping[str, str]) -> None:
        """Show on the cards' shoulders how long after the entry people come there."""
        self._times = dict(times)
        self.refresh()

    def refresh(self) -> None:
        """Ask the look again: the language, or something it depends on, has changed."""
        self._seen.clear()
        self._tell(Change.LOOKS)

    # -- within ------------------------------------------------------------------------------------------------------

    def _dressed(self, node: Node) -> CardView:
        plain = self.look(node)
        return replace(
            plain,
            problems=plain.problems + self._findings.get(node.id, ()),
            figures=self._counts.figures.get(node.id, plain.figures),
            shoulder=self._times.get(node.id, plain.shoulder),
        )

    def _settle(self) -> None:
        """After another journey is shown: forget what is gone, and tell."""
        journey, chosen = self.journey, self._selection
        for gone in self._seen.keys() - journey.nodes.keys():
            del self._seen[gone]
        kept = Selection(chosen.nodes & journey.nodes.keys(), chosen.edges & frozenset(journey.edges))
        self._selection = kept
        self._tell(Change.JOURNEY if kept == chosen else Change.JOURNEY | Change.SELECTION)

    def _tell(self, change: Change) -> None:
        for watcher in tuple(self._watchers):
            watcher(change)
