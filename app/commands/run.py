"""`gilmok run`: the worker."""

from __future__ import annotations

import signal
import sys
import threading
from typing import Annotated, Any

import typer

from app.base.clock import DAY, SystemClock, read_instant
from app.base.duration import read_duration
from app.base.errors import InputError
from app.base.text import _
from app.commands._cli import AsJson, ShopName, answer, cli, opened, told


@cli.command("run")
def run(
    shop: ShopName,
    once: Annotated[bool, typer.Option("--once", help="One pass, then end.")] = False,
    until: Annotated[str, typer.Option(help="End at this instant.")] = "",
    replay: Annotated[str, typer.Option(help="Run the past again from this instant, with a clock of its own.")] = "",
    every: Annotated[str, typer.Option(help="How far the clock of a replay jumps.")] = "1h",
    attached: Annotated[bool, typer.Option("--attached", help="End when the standard input closes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run a shop's journeys: who is due goes on, newcomers enter, messages leave. Ends with Ctrl+C."""
    from app.runtime import faults
    from app.runtime.carriers import courier
    from app.runtime.worker import Worker

    faults.arm_from_environment()
    with opened(shop) as (found, db):
        worker = Worker(db, courier(found, db), SystemClock())
        if replay:
            if not until:
                raise InputError(_("A replay needs an end: add --until."), where="--replay")
            data = _replay(worker, read_instant(replay, found.zone), read_instant(until, found.zone), every)
        elif once:
            data = _count(worker.alone())
        else:
            data = _forever(worker, read_instant(until, found.zone) if until else None, attached, as_json)
    for error in data["errors"]:
        told(error)
    text = _("{steps} steps, {sent} messages sent").format(steps=data["steps"], sent=data["messages"].get("sent", 0))
    answer(text, data, as_json)


def _forever(worker: Any, until: int | None, attached: bool, as_json: bool) -> dict[str, Any]:
    stop = threading.Event()
    if attached:  # the window that started us holds the other end: it closes however the window ends
        threading.Thread(target=_watch, args=(stop,), daemon=True).start()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_about: stop.set())
    total: dict[str, Any] = {"steps": 0, "messages": {}, "errors": []}

    def hear(done: Any) -> None:
        one = _count(done)
        total["steps"] += one["steps"]
        for state, count in one["messages"].items():
            total["messages"][state] = total["messages"].get(state, 0) + count
        for error in one["errors"]:
            told(error)
        if one["steps"] and not as_json:
            told(_("{steps} steps").format(steps=one["steps"]))

    worker.run(stop, until=until, told=hear)
    return total


def _watch(stop: threading.Event) -> None:
    """Stop when standard input ends."""
    sys.stdin.read()
    stop.set()


def _replay(worker: Any, start: int, end: int, every: str) -> dict[str, Any]:
    from app.runtime.deliver import Delivery
    from app.runtime.replay import replay

    try:
        step = read_duration(every)
    except ValueError as problem:
        raise InputError(str(problem), where="--every") from problem
    total = Delivery()
    report = replay(
        worker.db, start, end, every=step or DAY, deliver=lambda now: total.add(worker.courier.deliver(now))
    )
    return _counted(report, total)


def _count(done: Any) -> dict[str, Any]:
    return _counted(done.report, done.delivery)


def _counted(report: Any, delivery: Any) -> dict[str, Any]:
    return {
        "steps": report.total,
        "messages": dict(delivery.states),
        "errors": list(dict.fromkeys(str(error) for error in (*report.errors, *delivery.errors))),
    }
