"""`gilmok import`: bring files into a shop."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from app.base.format import number
from app.base.text import _, ngettext
from app.commands import FINDINGS, FINE
from app.commands._cli import AsJson, ShopName, answer, cli, opened

_THINGS = ("customers", "orders", "lines", "products", "events", "consents", "known", "anonymous", "duplicates")


@cli.command("import")
def import_(
    shop: ShopName,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV or XLSX files.")],
    as_: Annotated[str | None, typer.Option("--as", help="customers, orders, lines, products or events.")] = None,
    preset: Annotated[str | None, typer.Option(help="The platform's export; guessed from the columns.")] = None,
    mapping: Annotated[Path | None, typer.Option("--map", help="A mapping file.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but keep nothing.")] = False,
    as_json: AsJson = False,
) -> int:
    """Import customers, orders, order lines, products or events."""
    from app.data.imports import read_plan, run

    reports = []
    with opened(shop) as (found, db):
        plans = [read_plan(file, preset, mapping, as_, found.zone) for file in files]  # type: ignore[arg-type]
        for plan in plans:
            report = run(db, plan, dry_run=dry_run)
            reports.append(report)
            if not as_json:
                answer(_told(plan, report), None, as_json=False)
    if as_json:
        answer("", [_data(report) for report in reports], as_json)
    return FINDINGS if any(report.problems for report in reports) else FINE


def _told(plan: Any, report: Any) -> str:
    counts = ", ".join(f"{name} {number(getattr(report, name))}" for name in _THINGS if getattr(report, name))
    lines = [f"{plan.path.name}: {number(report.rows)} → {counts} ({report.seconds:.1f} s)"]
    if plan.unused:
        lines.append("  " + _("Columns that nothing was read from: {columns}").format(columns=", ".join(plan.unused)))
    if report.problems:
        many = ngettext("{n} row could not be read", "{n} rows could not be read", report.problems)
        lines.append(f"  {many.format(n=number(report.problems))}: {report.problems_file or ''}")
    if report.dry_run:
        lines.append("  " + _("Nothing was kept: this was a dry run."))
    return "\n".join(lines)


def _data(report: Any) -> dict[str, Any]:
    return asdict(report)
