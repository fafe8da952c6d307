"""What differs between two versions of a journey, as values and in words. Where a card stands makes no difference."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from app.base.sentence import fill
from app.base.text import N_, _
from app.journey.graph import Edge, Journey, Json, Node, thawed

What = Literal[
    "added", "removed", "renamed", "remade", "set", "connected", "disconnected", "redirected", "ruled", "named"
]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `node` is the id of the step, empty for the journey as a whole; None means: not there.

    added · removed: a step. renamed, remade: its title or kind, `old` → `new`. set: the setting at `path`.
    connected · disconnected · redirected: the way out `path` leads to the id `new` and no longer to `old`.
    ruled · named: a setting (at `path`, lengths of time in ms) or the name of the journey.
    """

    what: What
    node: str = ""
    path: Path = ()
    old: Json = None
    new: Json = None


def diff(old: Journey, new: Journey) -> list[Change]:
    """What has to happen to `old` to make it `new`: the journey first, then step by step."""
    return [*_journey(old, new), *_nodes(old, new), *_edges(old, new)]


def say(
    change: Change,
    old: Journey,
    new: Journey,
    name: Callable[[Node], str] | None = None,
    field: Callable[[Node, Path], str] | None = None,
) -> str:
    """The change as a sentence. `name` and `field` say what steps and settings are called, where the caller knows."""

    def called(node: Json) -> str:
        found = new.nodes.get(node) or old.nodes.get(node)
        return name(found) if found and name else (found.title if found else "") or str(node or "")

    node = new.nodes.get(change.node) or old.nodes.get(change.node)
    leads = change.what in {"connected", "disconnected", "redirected"}
    shown = called if leads else _value if change.what in {"set", "ruled"} else str
    if node and field and change.what == "set":
        path = field(node, change.path)
    else:
        path = _(_RULES.get(change.path, "")) or ".".join(str(step) for step in change.path)
    return fill(
        _(_WORDS[change.what]),
        node=called(change.node),
        path=path,
        old=shown(change.old),
        new=shown(change.new),
    )


_WORDS: Mapping[What, str] = {
    "added": N_("“{node}” is new."),
    "removed": N_("“{node}” is gone."),
    "renamed": N_("“{old}” is now called “{new}”."),
    "remade": N_("“{node}” was of the kind “{old}” and is now “{new}”."),
    "set": N_("“{node}”: {path} was {old} and is now {new}."),
    "connected": N_("The way “{path}” of “{node}” now leads to “{new}”."),
    "disconnected": N_("The way “{path}” of “{node}” no longer leads to “{old}”."),
    "redirected": N_("The way “{path}” of “{node}” led to “{old}” and now leads to “{new}”."),
    "ruled": N_("{path} was {old} and is now {new}."),
    "named": N_("The journey “{old}” is now called “{new}”."),
}

_RULES: Mapping[Path, str] = {
    ("zone",): N_("Time zone"),
    ("entry", "rule"): N_("Who may enter again"),
    ("entry", "key"): N_("What tells entries apart"),
    ("entry", "cool_down"): N_("Pause between two entries"),
    ("entry", "age_limit"): N_("Oldest action that counts"),
    ("quiet", "start"): N_("Beginning of the night"),
    ("quiet", "end"): N_("End of the night"),
    ("cap", "most"): N_("Most messages to one customer"),
    ("cap", "within"): N_("Span in which messages are counted"),
}


def _journey(old: Journey, new: Journey) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("named", old=old.name, new=new.name)
    for path, before, after in _leaves(asdict(old.settings), asdict(new.settings)):
        yield Change("ruled", path=path, old=before, new=after)


def _nodes(old: Journey, new: Journey) -> Iterator[Change]:
    for key in old.nodes:
        if key not in new.nodes:
            yield Change("removed", key)
    for key, node in new.nodes.items():
        if key in old.nodes:
            yield from _node(old.nodes[key], node)
        else:
            yield Change("added", key)


def _node(old: Node, new: Node) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change("remade", new.id, old=old.kind, new=new.kind)
    if old.title != new.title:
        yield Change("renamed", new.id, old=old.title, new=new.title)
    for path, before, after in _leaves(thawed(old.settings), thawed(new.settings)):
        yield Change("set", new.id, path, before, after)


def _edges(old: Journey, new: Journey) -> Iterator[Change]:
    before, after = _exits(old.edges), _exits(new.edges)
    for node, port in dict.fromkeys([*before, *after]):
        was, now = before.get((node, port)), after.get((node, port))
        if was != now:
            what: What = "connected" if was is None else "disconnected" if now is None else "redirected"
            yield Change(what, node, (port,), was, now)


def _exits(edges: Sequence[Edge]) -> dict[tuple[str, str], str]:
    return {(edge.source, edge.port): edge.target for edge in edges}


def _leaves(old: Json, new: Json, path: Path = ()) -> Iterator[tuple[Path, Json, Json]]:
    """The innermost values that differ. Lists of unequal length differ as a whole: which item is new is a guess."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            if key in old and key in new:
                yield from _leaves(old[key], new[key], (*path, key))
            else:
                yield (*path, key), old.get(key), new.get(key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _leaves(before, after, (*path, index))
    elif json.dumps(old) != json.dumps(new):  # == takes 1 and true for the same
        yield path, old, new


def _value(value: Json) -> str:
    if value is None or value == "":
        return _("not set")
    return f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
