"""`gilmok publish`, `pause`, `resume`, `stop`: put a journey to work, and take it off."""

from __future__ import annotations

from typing import Annotated

import typer

from app.base.clock import SystemClock, read_instant
from app.base.text import _
from app.commands._cli import AsJson, JourneyFile, ShopName, answer, cli, opened
from app.journey import file
from app.runtime import publish as publishing

JourneyId = Annotated[str, typer.Argument(metavar="JOURNEY", help="The journey's id.")]


@cli.command("publish")
def publish(
    shop: ShopName,
    journey: JourneyFile,
    at: Annotated[str, typer.Option(help="For a replay: as if published at this instant.")] = "",
    as_json: AsJson = False,
) -> None:
    """Publish a draft as a new version."""
    draft = file.read(journey)
    with opened(shop) as (found, db):
        now = read_instant(at, found.zone) if at else SystemClock().now()
        number = publishing.publish(db, draft, now, found.sender)
    text = _("“{name}” runs from now on as version {number}.").format(name=draft.name, number=number)
    answer(text, {"journey": draft.id, "version": number, "at": now}, as_json)


@cli.command("pause")
def pause(shop: ShopName, journey: JourneyId, as_json: AsJson = False) -> None:
    """Let nobody go on until the journey is resumed."""
    _set(shop, journey, publishing.PAUSED, as_json)


@cli.command("resume")
def resume(shop: ShopName, journey: JourneyId, as_json: AsJson = False) -> None:
    """Go on with a paused journey."""
    _set(shop, journey, publishing.LIVE, as_json)


@cli.command("stop")
def stop(shop: ShopName, journey: JourneyId, as_json: AsJson = False) -> None:
    """Stop a journey for good."""
    _set(shop, journey, publishing.STOPPED, as_json)


def _set(shop: str, journey: str, state: str, as_json: bool) -> None:
    with opened(shop) as (_found, db):
        publishing.set_state(db, journey, state, SystemClock().now())
    answer(f"{journey}: {state}", {"journey": journey, "state": state}, as_json)
