"""Run a shop's past through the live engine with a clock of its own, as if it happened now."""

from __future__ import annotations

from collections.abc import Callable

from app.base.clock import DAY
from app.data.engine import Database
from app.runtime.tick import Report, tick

#: Told after each tick how far the clock has come and where it will end; returns False to stop.
Progress = Callable[[int, int, int], bool]


def replay(
    db: Database,
    start: int,
    end: int,
    *,
    every: int = DAY,
    deliver: Callable[[int], object] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Tick from `start` to `end` (instants) every `every` ms, handing messages over through `deliver(now)`.

    The outcome does not depend on `every`: each enrollment keeps its own instants.
    """
    total = Report()
    now = start
    while True:
        report = tick(db, now, replay=True)
        total.errors += report.errors
        for version, counts in report.steps.items():
            total.steps.setdefault(version, type(counts)()).update(counts)
        if deliver:
            deliver(now)
        if now >= end or (progress and not progress(start, now, end)):
            return total
        now = min(now + every, end)
