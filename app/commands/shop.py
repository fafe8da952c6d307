"""`gilmok shop`: make shops, list them, show one."""

from __future__ import annotations

from typing import Annotated

import typer

from app.base import paths
from app.base.text import _
from app.commands._cli import AsJson, ShopName, answer, cli
from app.data import shop as shops

group = typer.Typer(help="Make shops, list them, show one.", no_args_is_help=True)
cli.add_typer(group, name="shop")


@group.command("new")
def new(
    name: ShopName,
    zone: Annotated[str, typer.Option(help="The shop's time zone.")] = "Asia/Seoul",
    currency: Annotated[str, typer.Option(help="The shop's currency.")] = "KRW",
    database: Annotated[str, typer.Option(help="The URL of a PostgreSQL database; a file by default.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make a new shop."""
    made = shops.create(name, paths.home(), database=database, zone=zone, currency=currency)
    made.open().close()
    answer(_("{shop} is ready: {folder}").format(shop=made.title, folder=made.folder), _facts(made), as_json)


@group.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the shops."""
    found = shops.shops(paths.home())
    text = "\n".join(f"{one.name}\t{one.folder}" for one in found) or _("There is no shop yet: gilmok shop new NAME")
    answer(text, [_facts(one) for one in found], as_json)


@group.command("show")
def show(name: ShopName, as_json: AsJson = False) -> None:
    """Show a shop's settings."""
    found = shops.show(name, paths.home())
    facts = _facts(found)
    answer("\n".join(f"{key}: {value}" for key, value in facts.items()), facts, as_json)


def _facts(shop: shops.Shop) -> dict[str, object]:
    return {"name": shop.name, "folder": str(shop.folder), **shop.settings.model_dump(mode="json")}
