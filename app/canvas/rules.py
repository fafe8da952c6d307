"""Which connections make sense while one is being drawn. What it says is shown beside the pointer."""

from __future__ import annotations

from collections.abc import Iterator

from app.base.text import _
from app.canvas.document import Document
from app.canvas.look import CardView
from app.journey.graph import Edge


def verdicts(document: Document, source: str) -> dict[str, str]:
    """For every card, why no wire from `source` may lead to it; empty where it may."""
    closing = _without_pause(document, source)
    return {node: _verdict(document.view(node), node == source, node in closing) for node in document.journey.nodes}


def _verdict(view: CardView, is_itself: bool, closes: bool) -> str:
    if is_itself:
        return _("A step cannot lead to itself.")
    if not view.takes_in:
        return _("People start here; nothing can lead to it.")
    if closes:
        return _("This would go round without a pause. Put a wait in between.")
    return ""


def _without_pause(document: Document, source: str) -> set[str]:
    """The cards from which people come to `source` without time passing: a wire to them would spin for ever."""
    if document.view(source).pauses:
        return set()
    into: dict[str, list[str]] = {}
    for edge in document.journey.edges:
        into.setdefault(edge.target, []).append(edge.source)
    found, ahead = {source}, [source]
    while ahead:
        for former in into.get(ahead.pop(), ()):
            if former not in found and not document.view(former).pauses:
                found.add(former)
                ahead.append(former)
    return found


def can_insert(view: CardView) -> bool:
    """Whether such a card can stand in the middle of a wire: it has a way in and a way out."""
    return view.takes_in and bool(view.ports)


def open_ports(document: Document) -> Iterator[tuple[str, str]]:
    """The ports that lead nowhere yet: (node, port)."""
    taken = {(edge.source, edge.port) for edge in document.journey.edges}
    for node in document.journey.nodes:
        for port in document.view(node).ports:
            if (node, port.key) not in taken:
                yield node, port.key


def seams(document: Document, view: CardView, without: str = "") -> tuple[Edge, ...]:
    """The wires into which such a card may be put; not those of the card `without`."""
    if not can_insert(view):
        return ()
    return tuple(edge for edge in document.journey.edges if without not in (edge.source, edge.target))
