"""What all commands share: the command line itself, common options, how an answer is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.base import paths
from app.base.plugins import members

if TYPE_CHECKING:
    from app.data.engine import Database
    from app.data.shop import Shop

cli = typer.Typer(
    name="gilmok",
    help="Draw customer journeys, try them on the shop's past, run them. Without a command: the window.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ShopName = Annotated[str, typer.Argument(metavar="SHOP", help="The shop's name.")]
JourneyFile = Annotated[Path, typer.Argument(metavar="JOURNEY.json", help="A draft.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@cli.callback()
def _common(home: Annotated[str, typer.Option("--home", help="The folder that holds the shops.")] = "") -> None:
    if home:
        import os

        os.environ["GILMOK_HOME"] = home


def load() -> Callable[..., Any]:
    """The whole command line, with every command of the package."""
    import app.commands as package

    members(package)
    return typer.main.get_command(cli).main


def answer(text: str, data: Any, as_json: bool) -> None:
    """Say the answer: for people, or for programs."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str) if as_json else text)


def told(text: str) -> None:
    """Say something on the way; never mixed with the answer."""
    typer.echo(text, err=True)


@contextmanager
def opened(name: str) -> Iterator[tuple[Shop, Database]]:
    """A shop and its record."""
    from app.data import shop

    found = shop.show(name, paths.home())
    database = found.open()
    try:
        yield found, database
    finally:
        database.close()
