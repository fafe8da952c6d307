"""Journeys as `*.journey.json`: what is written, what is read, how it is saved.

    {
      "gilmok": 1,
      "id": "cart", "name": "…",
      "settings": {"zone": …, "entry": …, "quiet": {"start": "21:00", "end": "08:00"}, "cap": …},
      "nodes": [{"id": …, "kind": …, "title": …, "at": [x, y], "settings": {…}}, …],
      "edges": [{"source": …, "port": …, "target": …}, …]
    }

What is written reads well in a diff: a block for each node, an edge on a line, keys in a fixed order. What is read is
checked before anything is believed: its size first, then its shape, with the line of what is wrong. A file of an older
version is brought up to date by `UPGRADES`. Settings of nodes are only JSON here; `app.nodes` knows what they mean and
finds the line of a bad one with `lines.line_of(text, ("nodes", node_id, "settings", …))`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.base.duration import write_duration, write_time
from app.base.errors import InputError
from app.base.sentence import fill
from app.base.text import _
from app.journey import disk, lines, parse, schema
from app.journey.graph import Edge, Journey, Json, Node, Settings, thawed

SUFFIX = ".journey.json"
VERSION = 1

#: What a file of version n becomes in version n + 1.
UPGRADES: Mapping[int, Callable[[dict[str, Json]], dict[str, Json]]] = {}

_WIDTH = 100
_BLOCKS = {(), ("settings",), ("nodes",), ("nodes", "*"), ("nodes", "*", "settings"), ("edges",)}


def read(source: str | Path) -> Journey:
    """The journey in a text, or in the file at a path.

    InputError says the file, the line and what to do; SetupError if the file cannot be opened.
    """
    origin = parse.opened(source) if isinstance(source, Path) else parse.Origin(source)
    return _journey(schema.validate(_upgraded(origin), origin.refusal), origin)


def write(journey: Journey) -> str:
    """The text of a journey, which `read` reads back; equal journeys have equal texts.

    InputError if it holds something that no file can: a number without end, half of a surrogate pair.
    """
    document = _document(journey)
    parse.check_depth(document, where=journey.name)
    for path, text in parse.unfit(document):
        raise InputError(text, where=".".join(str(step) for step in _by_id(document, path)))
    text = _show(document) + "\n"
    parse.check_size(len(text.encode()), where=journey.name)
    return text


def save(path: Path, journey: Journey) -> None:
    """Write the journey to a file. It is whole or as before at every moment, whatever happens.

    LaterError if the disk is full, SetupError if it may not be written.
    """
    disk.replace(path, write(journey).encode())


# -- reading -----------------------------------------------------------------------------------------------------------


def _upgraded(origin: parse.Origin) -> dict[str, Json]:
    """The document in the present version of the schema."""
    document = parse.parsed(origin)
    version = document.get("gilmok") if isinstance(document, dict) else None
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise origin.on_line(1, _("This is not a Gilmok journey: its first line should be “gilmok”: 1."))
    if version > VERSION:
        text = _("This journey was written by a newer Gilmok (format {version}). Please update Gilmok to open it.")
        raise origin.refusal(("gilmok",), fill(text, version=version))
    upgraded: dict[str, Json] = document
    for older in range(version, VERSION):
        upgraded = UPGRADES[older](upgraded)
    return upgraded


def _journey(found: schema.Document, origin: parse.Origin) -> Journey:
    nodes: dict[str, Node] = {}
    for index, node in enumerate(found["nodes"]):
        if node["id"] in nodes:
            text = _("There are two steps with the id “{node}”. Give one of them another id.")
            raise origin.refusal(("nodes", index, "id"), fill(text, node=node["id"]))
        nodes[node["id"]] = Node(**node)
    edges = tuple(Edge(**edge) for edge in found.get("edges", ()))
    _check_edges(nodes, edges, origin)
    return Journey(found["id"], found["name"], nodes, edges, schema.settings(found.get("settings", {})))


def _check_edges(nodes: Mapping[str, Node], edges: tuple[Edge, ...], origin: parse.Origin) -> None:
    used: set[tuple[str, str]] = set()
    for index, edge in enumerate(edges):
        for end, node in (("source", edge.source), ("target", edge.target)):
            if node not in nodes:
                text = fill(_("There is no step “{node}” in this journey."), node=node)
                raise origin.refusal(("edges", index, end), text)
        if edge.source == edge.target:
            text = _("A step cannot lead to itself. Choose another step.")
            raise origin.refusal(("edges", index, "target"), text)
        if (edge.source, edge.port) in used:
            text = _("The way out “{port}” of “{node}” leads to two steps. Keep one of them.")
            raise origin.refusal(("edges", index, "port"), fill(text, port=edge.port, node=edge.source))
        used.add((edge.source, edge.port))


# -- writing -----------------------------------------------------------------------------------------------------------


def _document(journey: Journey) -> dict[str, Json]:
    return {
        "gilmok": VERSION,
        "id": journey.id,
        "name": journey.name,
        "settings": _rules(journey.settings),
        "nodes": [_node(node) for node in journey.nodes.values()],
        "edges": [{"source": edge.source, "port": edge.port, "target": edge.target} for edge in journey.edges],
    }


def _rules(settings: Settings) -> dict[str, Json]:
    entry, quiet, cap = settings.entry, settings.quiet, settings.cap
    return {
        "zone": settings.zone,
        "entry": {
            "rule": entry.rule,
            "key": entry.key,
            "cool_down": write_duration(entry.cool_down),
            "age_limit": write_duration(entry.age_limit),
        },
        "quiet": {"start": write_time(quiet.start), "end": write_time(quiet.end)},
        "cap": {"most": cap.most, "within": write_duration(cap.within)},
    }


def _node(node: Node) -> dict[str, Json]:
    """A node's block; a title and settings only if it has any."""
    block: dict[str, Json] = {"id": node.id, "kind": node.kind}
    if node.title:
        block["title"] = node.title
    block["at"] = [int(number) if float(number).is_integer() else number for number in node.at]
    if node.settings:
        block["settings"] = _ordered(thawed(node.settings))
    return block


def _ordered(value: Json) -> Json:
    """The same value with its keys in a fixed order: what it is first, then by the alphabet."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: (key != "kind", key))}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _by_id(document: Any, path: lines.Path) -> lines.Path:
    """The path with the id of the node in place of its number."""
    if path[:1] == ("nodes",) and len(path) > 1:
        return (document["nodes"][path[1]]["id"], *path[2:])
    return path


def _show(value: Json, path: tuple[str, ...] = (), column: int = 0) -> str:
    """JSON with short things on one line; what the file is made of gets a block of its own."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or (path not in _BLOCKS and column + len(flat) <= _WIDTH):
        return flat
    margin, inner = "  " * len(path), "  " * (len(path) + 1)
    if isinstance(value, dict):
        names = {key: inner + json.dumps(key, ensure_ascii=False) + ": " for key in value}
        parts = [name + _show(value[key], (*path, key), len(name)) for key, name in names.items()]
    else:
        parts = [inner + _show(item, (*path, "*"), len(inner)) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + "\n" + ",\n".join(parts) + "\n" + margin + closing
