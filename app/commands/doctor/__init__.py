"""`gilmok doctor`: is this computer fit for Gilmok, and is every shop well? It looks and changes nothing."""

from __future__ import annotations

from dataclasses import asdict

from app.base.text import _
from app.commands import FINDINGS, FINE
from app.commands._cli import AsJson, answer, cli
from app.commands.doctor.check import Check

_MARKS = {"ok": "✓", "warn": "!", "error": "✗"}


@cli.command("doctor")
def doctor(as_json: AsJson = False) -> int:
    """Check this computer and every shop; say what is wrong and what to do."""
    found = examine()
    answer("\n".join(_line(one) for one in [*found, _verdict(found)]), [asdict(one) for one in found], as_json)
    return FINDINGS if any(one.level == "error" for one in found) else FINE


def examine() -> list[Check]:
    """Every check, in the order in which one thing stands on another."""
    from app.commands.doctor import machine, places, screen, shops

    return [*machine.checks(), *screen.checks(), *places.checks(), *shops.checks()]


def _line(one: Check) -> str:
    remedy = f"\n    → {one.remedy}" if one.remedy else ""
    return f"{_MARKS[one.level]} {one.text}{remedy}"


def _verdict(found: list[Check]) -> Check:
    worst = {one.level for one in found}
    if "error" in worst:
        return Check("verdict", "error", _("Something must be mended first."))
    if "warn" in worst:
        return Check("verdict", "warn", _("Gilmok works; please look at the lines marked with !."))
    return Check("verdict", "ok", _("All is well."))
