"""The files' formats as JSON Schema (draft 2020-12), for editors and other programs.

They say what the program itself writes: the shape of a journey file, the settings of every kind of node, the content
of every channel, the clauses of a condition. What depends on several values (shares that add up to 100 %, edges that
lead somewhere) no schema can say; `gilmok check` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import TypeAdapter

from app import channels
from app.journey import schema
from app.journey.where import Where
from app.nodes._contract import kinds

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

#: Lengths of time are texts then.
_AS_WRITTEN: Literal["serialization"] = "serialization"

#: What fields carry for the inspector only.
_FOR_FORMS = frozenset({"widget", "template", "choices", "advanced"})


def journey_schema() -> Schema:
    """The schema of `*.journey.json`."""
    settings = {f"node {key}": kind for key, kind in kinds().items()}
    contents = {f"channel {key}": channel.content for key, channel in channels.channels().items()}
    wanted: dict[str, Any] = {"file": schema.Document, **settings, **contents}
    found, shared = TypeAdapter.json_schemas([(name, _AS_WRITTEN, TypeAdapter(one)) for name, one in wanted.items()])
    whole, definitions = found["file", _AS_WRITTEN], shared["$defs"]
    node = definitions[whole["$ref"].rpartition("/")[2]]["properties"]["nodes"]
    node["items"] = {"allOf": [node["items"], *_by("kind", "settings", settings, found)]}
    for one in _parts(definitions):
        if one.get("properties", {}).get("content", {}).get("widget") == "content":
            one["allOf"] = _by("channel", "content", contents, found)
    return _finished({**whole, "title": "Gilmok journey", "$defs": definitions})


def condition_schema() -> Schema:
    """The schema of a condition, such as an audience's."""
    return _finished({**TypeAdapter(Where).json_schema(mode=_AS_WRITTEN), "title": "Gilmok condition"})


def _by(name: str, inside: str, known: Iterable[str], found: Mapping[Any, Schema]) -> list[Schema]:
    """For each known value of the property `name`, what the property `inside` holds then; no other value is known."""
    keys = {title.partition(" ")[2]: title for title in known}
    rules: list[Schema] = [{"properties": {name: {"enum": list(keys)}}}]
    for key, title in keys.items():
        when = {"properties": {name: {"const": key}}, "required": [name]}
        rules.append({"if": when, "then": {"properties": {inside: found[title, _AS_WRITTEN]}}})
    return rules


def _finished(whole: Schema) -> Schema:
    """The schema without what is for forms; a clause must say its kind, as `kind` tells clauses apart."""
    for one in _parts(whole):
        properties = one.get("properties", {})
        if "const" in properties.get("kind", {}) and one.get("type") == "object":
            one["required"] = sorted({*one.get("required", ()), "kind"})
        for name in _FOR_FORMS & set(one):
            if not isinstance(one[name], dict) or "type" not in one[name]:  # a property may have such a name
                del one[name]
    return {"$schema": DIALECT, **whole}


def _parts(value: Any) -> Iterator[Schema]:
    """Every object in a schema, itself included."""
    if isinstance(value, dict):
        yield value
        for inner in list(value.values()):
            yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)
