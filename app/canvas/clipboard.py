"""Steps as text on the clipboard: readable JSON that also travels between journeys, shops and programs."""

from __future__ import annotations

import json
from typing import Any

from app.base.errors import InputError
from app.base.text import _
from app.journey.edit import Fragment
from app.journey.graph import Edge, Node, thawed

FORMAT = "gilmok-steps"
VERSION = 1
LARGEST = 5_000_000  # characters; more is not something a person copied here


def write(fragment: Fragment) -> str:
    """The fragment as text."""
    nodes = [
        {"id": node.id, "kind": node.kind, "settings": thawed(node.settings), "at": list(node.at), "title": node.title}
        for node in fragment.nodes
    ]
    edges = [[edge.source, edge.port, edge.target] for edge in fragment.edges]
    return json.dumps({"format": FORMAT, "version": VERSION, "nodes": nodes, "edges": edges}, ensure_ascii=False)


def read(text: str) -> Fragment:
    """The fragment in a text; InputError if there is none."""
    rubbish = InputError(_("There are no steps of a journey on the clipboard. Copy some cards first."))
    if len(text) > LARGEST:
        raise rubbish
    try:
        found = json.loads(text)
        fragment = _fragment(found)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise rubbish from problem
    if not fragment.nodes:
        raise rubbish
    return fragment


def _fragment(found: dict[str, Any]) -> Fragment:
    if found["format"] != FORMAT or found["version"] > VERSION:
        raise ValueError(found["format"])
    nodes = tuple(_node(item) for item in found["nodes"])
    known = {node.id for node in nodes}
    if len(known) != len(nodes):
        raise ValueError("the same id twice")
    edges = tuple(Edge(*map(str, item)) for item in found["edges"])
    return Fragment(nodes, tuple(e for e in edges if e.source in known and e.target in known and e.source != e.target))


def _node(item: dict[str, Any]) -> Node:
    x, y = (float(number) for number in item["at"])
    if not item["id"] or not item["kind"] or abs(x) > 1e6 or abs(y) > 1e6 or x != x or y != y:
        raise ValueError(item)
    return Node(str(item["id"]), str(item["kind"]), dict(item["settings"]), (x, y), str(item["title"]))
