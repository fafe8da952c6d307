"""`gilmok simulate`: try a draft on the shop's own past."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.base.clock import read_instant
from app.commands._cli import AsJson, JourneyFile, answer, cli, opened
from app.journey import file


@cli.command("simulate")
def simulate(
    journey: JourneyFile,
    shop: Annotated[str, typer.Option(help="The shop whose past it is.")],
    since: Annotated[str, typer.Option("--from", help="The first day or instant.")],
    until: Annotated[str, typer.Option("--to", help="The last day or instant.")],
    as_json: AsJson = False,
) -> None:
    """Let the events of a period flow through a draft; nothing is sent and nothing is kept."""
    from app.commands._story import told
    from app.data import mirror
    from app.insight.passage import passage
    from app.runtime import simulate as simulation

    draft = file.read(journey)
    with opened(shop) as (found, db):
        start, end = read_instant(since, found.zone), read_instant(until, found.zone)
        mirror.refresh(db, found.mirror)
        with simulation.simulate(found.mirror, draft, start, end) as ran:
            seen = passage(ran.connection, (simulation.VERSION,))
            text = told(draft, seen, ran.seconds, found.zone)
            answer(text, _data(seen, ran.seconds), as_json)


def _data(seen: Any, seconds: float) -> dict[str, Any]:
    return {
        "entered": seen.entered,
        "people": seen.people,
        "steps": seen.steps,
        "nodes": dict(seen.came),
        "edges": [{"node": node, "port": port, "count": count} for (node, port), count in seen.took.items()],
        "standing": dict(seen.standing),
        "left": dict(seen.left),
        "messages": [
            {"node": node, "channel": channel, "state": state, "count": count}
            for (node, channel, state), count in seen.messages.items()
        ],
        "cost": seen.cost,
        "peak": seen.peak,
        "seconds": seconds,
    }
