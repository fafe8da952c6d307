"""`gilmok check`: what is wrong with a draft?"""

from __future__ import annotations

from typing import Annotated

import typer

from app.base.text import _
from app.commands import FINDINGS, FINE
from app.commands._cli import AsJson, JourneyFile, answer, cli, opened
from app.journey import file
from app.journey.graph import Journey
from app.lint import Finding
from app.runtime.publish import check as find


@cli.command("check")
def check(
    journey: JourneyFile,
    shop: Annotated[str, typer.Option(help="Check it for this shop.")] = "",
    as_json: AsJson = False,
) -> int:
    """Check a draft: errors stop it from being published, warnings want a look."""
    draft = file.read(journey)
    findings = _found_for(shop, draft) if shop else find(draft)
    lines = [f"{one.level}\t{one.code}\t{', '.join(one.nodes) or '-'}\t{one.text}" for one in findings]
    data = [{"code": one.code, "level": one.level, "nodes": one.nodes, "text": one.text} for one in findings]
    answer("\n".join(lines) or _("Nothing to mend."), data, as_json)
    return FINDINGS if any(one.level == "error" for one in findings) else FINE


def _found_for(shop: str, draft: Journey) -> list[Finding]:
    """Also what the shop lacks for it."""
    from app.data.audience import read_audiences

    with opened(shop) as (found, db), db.read() as connection:
        return find(draft, found.sender, read_audiences(connection))
