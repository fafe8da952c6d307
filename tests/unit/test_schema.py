"""`gilmok schema`: what it prints accepts what the program writes, and refuses what the program refuses."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from app import channels, nodes
from app.__main__ import main
from app.base.errors import InputError
from app.commands import MISUSE
from app.journey import file
from app.journey.graph import Journey, Node
from app.journey.where import Where
from tests import strategies

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "resources" / "templates").glob("*.journey.json"))
CASES = ROOT / "tests" / "cases" / "nodes"


@cache
def journey_check() -> Callable[[Any], Any]:
    return fastjsonschema.compile(nodes.journey_schema())  # type: ignore[no-any-return]


@cache
def condition_check() -> Callable[[Any], Any]:
    return fastjsonschema.compile(nodes.condition_schema())  # type: ignore[no-any-return]


def written(**settings: Node) -> Any:
    """A journey of these nodes as it stands in a file."""
    return json.loads(file.write(Journey("j", "시험", settings)))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_shipped_template_fits_the_schema(template: Path) -> None:
    journey_check()(json.loads(template.read_text("utf-8")))


@pytest.mark.parametrize("kind", nodes.kinds())
def test_what_a_kind_takes_fits_the_schema(kind: str) -> None:
    table = json.loads((CASES / f"{kind}.json").read_text("utf-8"))
    for settings in [nodes.kinds()[kind]().model_dump(mode="json"), *table]:
        journey_check()(written(one=Node("one", kind, settings)))


@given(strategies.settings)
def test_what_holds_for_a_whole_journey_fits_the_schema(settings: Any) -> None:
    journey_check()(json.loads(file.write(Journey("j", "시험", settings=settings))))


@given(strategies.wheres)
def test_every_condition_fits_the_schema(where: Where) -> None:
    condition_check()(where.model_dump(mode="json"))


@pytest.mark.parametrize("key", channels.channels())
def test_the_content_of_every_channel_is_known(key: str) -> None:
    contact = {"channel": key, "content": channels.channel(key).content().model_dump(mode="json")}
    journey_check()(written(one=Node("one", "send", {"contact": contact})))
    with pytest.raises(fastjsonschema.JsonSchemaException):
        journey_check()(written(one=Node("one", "send", {"contact": {"channel": key, "content": {"txt": "a"}}})))


@pytest.mark.parametrize(
    "node",
    [
        Node("one", "wait", {"length": "bald"}),
        Node("one", "wait", {"langth": "3h"}),
        Node("one", "dream"),
        Node("one", "send", {"contact": {"channel": "pigeon"}}),
        Node("one", "send", {"purpose": "fun"}),
        Node("one", "split", {"arms": [{"key": "A", "weight": 120}, {"key": "B", "weight": 0}]}),
        Node("one", "trigger_audience", {"at": "25:00"}),
        Node("one", "condition", {"branches": [{"where": {"event": "purchase"}}]}),
    ],
    ids=lambda node: json.dumps(dict(node.settings), default=dict),
)
def test_a_node_the_program_refuses_does_not_fit_the_schema(node: Node) -> None:
    assert nodes.problems(node)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        journey_check()(written(one=node))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), ""),
        (("edges", 0, "port"), 3),
        (("nodes", 0, "at"), [1]),
        (("nodes", 0, "colour"), "red"),
        (("settings", "entry", "rule"), "never"),
        (("settings", "cap", "most"), -1),
        (("settings", "quiet", "start"), "nine"),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_a_file_the_program_refuses_does_not_fit_the_schema(path: tuple[Any, ...], value: Any) -> None:
    document = copy.deepcopy(json.loads(TEMPLATES[0].read_text("utf-8")))
    *way, last = path
    inner = document
    for step in way:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(InputError):
        file.read(json.dumps(document))
    with pytest.raises(fastjsonschema.JsonSchemaException):
        journey_check()(document)


@pytest.mark.parametrize(
    "where", [{}, {"kind": "dream"}, {"kind": "did"}, {"test": {"name": "grade"}}, {"kind": "not"}]
)
def test_a_condition_the_program_refuses_does_not_fit_the_schema(where: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Where).validate_python(where)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        condition_check()(where)


def test_the_schema_says_nothing_of_forms_and_shows_defaults_as_they_are_written() -> None:
    text = json.dumps(nodes.journey_schema())
    assert not [word for word in ('"widget"', '"choices"', '"advanced"') if word in text]
    assert '"default": "3h"' in text


def test_the_command_prints_json_and_knows_two_formats(capsys: pytest.CaptureFixture[str]) -> None:
    for name, schema in [("journey", nodes.journey_schema()), ("audience", nodes.condition_schema())]:
        assert main(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out) == schema
    assert main(["schema", "poem"]) == MISUSE
