"""`gilmok check`: what is wrong with a draft?"""

from __future__ import annotations

from typing import Annotated

import typer

from app.base import paths
from app.base.text import _
from app.commands import FINDINGS, FINE
from app.commands._cli import AsJson, JourneyFile, answer, cli
from app.journey import file
from app.runtime.publish import check as find


@cli.command("check")
def check(
    journey: JourneyFile,
    shop: Annotated[str, typer.Option(help="Check it for this shop.")] = "",
    as_json: AsJson = False,
) -> int:
    """Check a draft: errors stop it from being published, warnings want a look."""
    from app.data import shop as shops

    sender = shops.show(shop, paths.home()).sender if shop else None
    findings = find(file.read(journey), sender)
    lines = [f"{one.level}\t{one.code}\t{', '.join(one.nodes) or '-'}\t{one.text}" for one in findings]
    data = [{"code": one.code, "level": one.level, "nodes": one.nodes, "text": one.text} for one in findings]
    answer("\n".join(lines) or _("Nothing to mend."), data, as_json)
    return FINDINGS if any(one.level == "error" for one in findings) else FINE
