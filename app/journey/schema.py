"""The shape of a journey file, checked by pydantic; what is wrong is said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NotRequired, Required

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictStr,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    with_config,
)
from typing_extensions import TypedDict

from app.base.clock import zone_named
from app.base.duration import Duration, TimeOfDay
from app.base.errors import InputError
from app.base.text import N_, _
from app.journey import graph
from app.journey.lines import Path

_closed = with_config(ConfigDict(extra="forbid"))


def _zone(name: str) -> str:
    try:
        return zone_named(name).key
    except InputError as problem:
        raise ValueError(problem.text) from problem


def _place(value: Any) -> tuple[float, float]:
    match value:
        case [int() | float() as x, int() | float() as y] if not isinstance(x, bool) and not isinstance(y, bool):
            return float(x), float(y)
    raise ValueError(_("A step needs a place on the canvas: two ordinary numbers."))


_Name = Annotated[StrictStr, Field(min_length=1)]
_Length = Annotated[Duration, Field(ge=0)]


@_closed
class Entry(TypedDict, total=False):
    rule: Literal["once", "after_leaving", "any_time"]
    key: StrictStr
    cool_down: _Length
    age_limit: _Length


@_closed
class Quiet(TypedDict, total=False):
    start: TimeOfDay
    end: TimeOfDay


@_closed
class Cap(TypedDict, total=False):
    most: Annotated[int, Field(ge=0, strict=True)]
    within: _Length


@_closed
class Settings(TypedDict, total=False):
    zone: Annotated[StrictStr, AfterValidator(_zone)]
    entry: Entry
    quiet: Quiet
    cap: Cap


@_closed
class Node(TypedDict, total=False):
    id: Required[_Name]
    kind: Required[_Name]
    title: StrictStr
    at: Annotated[
        tuple[float, float],
        PlainValidator(_place),
        WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
    ]
    settings: dict[str, Any]


@_closed
class Edge(TypedDict):
    source: _Name
    port: _Name
    target: _Name


@_closed
class Document(TypedDict):
    """A whole file in the present version."""

    gilmok: int
    id: _Name
    name: _Name
    settings: NotRequired[Settings]
    nodes: list[Node]
    edges: NotRequired[list[Edge]]


def validate(document: Mapping[str, Any], refusal: Callable[[Path, str], InputError]) -> Document:
    """The document, known to have its shape; raises `refusal(path, text)` about what is wrong first."""
    try:
        return _adapter().validate_python(document)
    except ValidationError as problem:
        # a misspelt key is both unknown and missing: the unknown one is where to look
        error = min(problem.errors(include_url=False), key=lambda error: error["type"] != "extra_forbidden")
        raise refusal(error["loc"], _say(error)) from problem


def settings(found: Settings) -> graph.Settings:
    """The settings of a journey; what the file leaves out has its default."""
    return graph.Settings(
        zone=found.get("zone", graph.Settings().zone),
        entry=graph.Entry(**found.get("entry", {})),
        quiet=graph.Quiet(**found.get("quiet", {})),
        cap=graph.Cap(**found.get("cap", {})),
    )


_WORDS = {
    "extra_forbidden": N_("“{key}” is not known here. Check the spelling, or take it out."),
    "missing": N_("“{key}” is missing here."),
    "string_type": N_("“{key}” must be a text in quotes."),
    "string_too_short": N_("“{key}” must not be empty."),
    "int_type": N_("“{key}” must be a whole number."),
    "greater_than_equal": N_("“{key}” must not be less than {ge}."),
    "list_type": N_("“{key}” must be a list in square brackets."),
    "dict_type": N_("“{key}” must be a group in curly brackets."),
    "literal_error": N_("“{key}” must be one of these: {expected}."),
}


def _say(error: Any) -> str:
    """What pydantic found, in words."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context["error"])
    key = next(step for step in reversed(error["loc"]) if isinstance(step, str))
    return _(_WORDS.get(error["type"], error["msg"])).format(key=key, **context)


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)
