"""`gilmok schema`: the files' formats, for editors and other programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from app.commands._cli import AsJson, answer, cli


class Format(StrEnum):
    """What is written in files."""

    JOURNEY = "journey"
    AUDIENCE = "audience"


@cli.command("schema")
def schema(what: Annotated[Format, typer.Argument(help="The format.")], as_json: AsJson = False) -> None:
    """Print the JSON Schema of a file format; it is always JSON."""
    from app import nodes

    answer("", nodes.journey_schema() if what is Format.JOURNEY else nodes.condition_schema(), as_json=True)
