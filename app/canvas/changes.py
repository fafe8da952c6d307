"""What a person does to the journey on the canvas: each is one named step of the history."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.base.ids import new_id
from app.base.text import _, ngettext
from app.canvas import clipboard, geometry, room
from app.canvas.document import Document
from app.canvas.geometry import CARD_WIDTH, Point
from app.canvas.look import Seed
from app.journey import edit
from app.journey.graph import Edge

Places = Mapping[str, tuple[float, float]]


def move(document: Document, places: Places, *, merge_key: str | None = None) -> None:
    """Put cards in other places."""
    label = ngettext("Move {n} step", "Move {n} steps", len(places)).format(n=len(places))
    document.edit(edit.move_nodes(document.journey, places), label, merge_key=merge_key)


def connect(document: Document, source: str, port: str, target: str) -> None:
    """Lead a port to a card."""
    document.edit(edit.connect(document.journey, source, port, target), _("Connect"))


def add(document: Document, seed: Seed, at: tuple[float, float], after: tuple[str, str] | None = None) -> str:
    """Put a new step on the canvas, following on the port `after` if one is given; returns its id."""
    node = seed.node(new_id("n"), at)
    edited = edit.add_node(document.journey, node)
    if after:
        edited = edit.connect(edited, *after, node.id)
    document.edit(edited, _("Add a step"))
    document.select([node.id])
    return node.id


def insert(document: Document, edge: Edge, seed: Seed) -> str:
    """Put a new step into the middle of a wire, and move what follows down if there is no room; returns its id."""
    node = seed.node(new_id("n"), (0.0, 0.0))
    bare = edit.add_node(document.journey, node)
    document.edit(room.insert(bare, document.look, edge, node.id), _("Insert a step"))
    document.select([node.id])
    return node.id


def splice(document: Document, edge: Edge, node: str) -> None:
    """Put a card that stands alone into the middle of a wire."""
    document.edit(room.insert(document.journey, document.look, edge, node), _("Insert a step"))


def delete(document: Document, *, heal: bool = True) -> None:
    """Remove what is selected. With `heal`, what led into it leads to what followed."""
    chosen, journey = document.selection, document.journey
    for edge in chosen.edges & frozenset(journey.edges):
        journey = edit.disconnect(journey, edge)
    journey = edit.remove_nodes(journey, chosen.nodes, heal)
    n = len(chosen.nodes)
    label = ngettext("Delete {n} step", "Delete {n} steps", n).format(n=n) if n else _("Disconnect")
    document.edit(journey, label)


def rename(document: Document, node: str, title: str) -> None:
    """Give a card another title."""
    document.edit(edit.rename_node(document.journey, node, title), _("Rename"))


def copied(document: Document, nodes: Collection[str] | None = None) -> str:
    """The selected cards as text for the clipboard; empty if there are none."""
    chosen = document.selection.nodes if nodes is None else nodes
    return clipboard.write(edit.copy(document.journey, chosen)) if chosen else ""


def paste(document: Document, text: str, middle: Point | None = None) -> None:
    """Bring cards from text, around `middle` or beside where they came from; InputError if the text holds none."""
    fragment = clipboard.read(text)
    by = (24.0, 24.0) if middle is None else _shift(fragment, middle)
    _bring(document, fragment, by, ngettext("Paste {n} step", "Paste {n} steps", len(fragment.nodes)))


def duplicate(document: Document) -> None:
    """Make the selected cards twice."""
    if chosen := document.selection.nodes:
        fragment = edit.copy(document.journey, chosen)
        _bring(document, fragment, (24.0, 24.0), ngettext("Duplicate {n} step", "Duplicate {n} steps", len(chosen)))


def _bring(document: Document, fragment: edit.Fragment, by: tuple[float, float], label: str) -> None:
    names = [new_id("n") for _node in fragment.nodes]
    fresh = iter(names)
    edited = edit.paste(document.journey, fragment, by=by, fresh=lambda: next(fresh))
    document.edit(edited, label.format(n=len(names)))
    document.select(names)


def _shift(fragment: edit.Fragment, middle: Point) -> tuple[float, float]:
    xs, ys = [node.at[0] for node in fragment.nodes], [node.at[1] for node in fragment.nodes]
    x = (min(xs) + max(xs) + CARD_WIDTH) / 2
    y = (min(ys) + max(ys) + geometry.HEADER) / 2
    return geometry.snapped(middle.x - x), geometry.snapped(middle.y - y)
