"""`gilmok count`: how many customers does a condition hold for?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.base.clock import SystemClock, read_instant
from app.base.format import number
from app.commands._cli import AsJson, ShopName, answer, cli, opened
from app.journey import say


@cli.command("count")
def count(
    shop: ShopName,
    audience: Annotated[Path, typer.Argument(metavar="AUDIENCE.json", help="A condition as JSON.")],
    at: Annotated[str, typer.Option(help="As of this instant; now by default.")] = "",
    as_json: AsJson = False,
) -> None:
    """Count the customers a condition holds for."""
    from app.commands._where import read_where
    from app.data import audience as audiences

    where = read_where(audience)
    with opened(shop) as (found, db), db.read() as connection:
        when = read_instant(at, found.zone) if at else SystemClock().now()
        many = audiences.count(connection, where, when, audiences.read_audiences(connection))
    data = {"count": many, "at": when, "where": where.model_dump(mode="json")}
    answer(f"{number(many)}\t{say.people(where)}", data, as_json)
