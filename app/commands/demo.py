"""`gilmok demo`: the whole job on two shops, without an account and without a network.

모아상점 (made up): a cart left for three hours → bought? → A/B → brand message, a text where it is refused.
Online Retail (real): silent for 60 days after two orders → e-mail → bought within 14 days?
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.base import paths
from app.base.clock import DAY, WEEK, read_instant
from app.base.errors import InputError
from app.base.text import _, language
from app.commands import _story
from app.commands._cli import AsJson, answer, cli, told
from app.commands._story import Chapter
from app.journey import file
from app.journey.graph import Journey

if TYPE_CHECKING:
    from app.data.engine import Database
    from app.data.shop import Shop
    from app.insight.passage import Passage

#: Lies in a folder that a demo made, so that the next one may clear it.
_MARK = "gilmok-demo.txt"

_SENDER = {
    "phone": "02-0000-1234",
    "email": "hello@example.com",
    "address": "서울 종로구 새문안로 1",
    "optout_phone": "080-000-1234",
    "url": "https://shop.example.com",
    "optout_url": "https://shop.example.com/stop?m={message}",
}


@dataclass(frozen=True, slots=True)
class Tale:
    """One shop of the demo: how it is built, which journey runs over which days of its past.

    `every`: how far the clock jumps at once; what happens does not depend on it.
    """

    title: str
    template: str
    first: str
    last: str
    build: Callable[[Database], object]
    every: int
    settings: Mapping[str, Any]


def tales() -> list[Tale]:
    """The two shops."""
    from app.data.demo import build_moa, build_online_retail

    refuse = {"providers": {}, "accounts": {"outfile": {"refuse": ["brand_message:*7"]}}}
    return [
        Tale("모아상점", "1-cart", "2026-10-01", "2026-10-31", build_moa, DAY, refuse),
        Tale(
            "Online Retail",
            "2-quiet",
            "2011-03-01",
            "2011-12-09",
            build_online_retail,
            WEEK,
            {"zone": "Europe/London", "currency": "GBP"},
        ),
    ]


@cli.command("demo")
def demo(
    out: Annotated[Path, typer.Option(help="An empty folder for shops, messages, pictures and the report.")] = Path(
        "gilmok-demo"
    ),
    as_json: AsJson = False,
) -> None:
    """Build two shops and run a journey in each: what the program does, from end to end, in under a minute."""
    from app.commands._report import write_report

    began = time.perf_counter()
    _clear(out)
    os.environ["GILMOK_HOME"] = str(out / "home")
    chapters = []
    for tale in tales():
        told(_("{shop}: building the shop …").format(shop=tale.title))
        chapters.append(_live(tale, out))
        if not as_json:
            answer(_text(chapters[-1]), None, as_json=False)
    report = write_report(chapters, out / "report.html")
    seconds = time.perf_counter() - began
    text = _("All of it took {seconds:.1f} s. Open the report: {report}").format(seconds=seconds, report=report)
    data = {"seconds": seconds, "report": str(report), "shops": [_data(chapter) for chapter in chapters]}
    answer(text, data, as_json)


def _clear(out: Path) -> None:
    """An empty folder with our mark in it; InputError if something else lies there."""
    if (out / _MARK).exists():
        shutil.rmtree(out)
    elif out.exists() and any(out.iterdir()):
        raise InputError(_("This folder is not empty. Choose another with --out."), where=str(out))
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text(_("Made by `gilmok demo`; the next demo clears this folder.") + "\n", encoding="utf-8")


def _live(tale: Tale, out: Path) -> Chapter:
    """Build the shop, publish the journey, let its past run again, deliver; then ask the simulation."""
    from app.data import shop as shops

    made = shops.create(tale.title, paths.home(), sender={"name": tale.title, **_SENDER}, **tale.settings)
    journey = _journey(tale, made.zone)
    file.save(made.journeys / f"{journey.id}{file.SUFFIX}", journey)
    start, end = read_instant(tale.first, made.zone), read_instant(tale.last, made.zone)
    seconds: dict[str, float] = {}
    db = made.open()
    try:
        _timed(seconds, "build", lambda: tale.build(db))
        delivered = _timed(seconds, "run", lambda: _replay(made, db, journey, start, end, tale.every))
        seen, forecast = _timed(seconds, "simulate", lambda: _compare(made, db, journey, start, end))
    finally:
        db.close()
    seconds["simulation"] = forecast[1]
    picture = out / f"{journey.id}.png"
    _draw(journey, seen, picture)
    return Chapter(made, journey, seen, delivered, seconds, _same(seen, forecast[0]), picture)


def _journey(tale: Tale, zone: str) -> Journey:
    from dataclasses import replace

    found = file.read(paths.resources() / "templates" / f"{tale.template}.{language()}{file.SUFFIX}")
    return found.with_(settings=replace(found.settings, zone=zone))


def _replay(shop: Shop, db: Database, journey: Journey, start: int, end: int, every: int) -> dict[str, int]:
    """Run the days again with a clock of their own; says what became of the messages."""
    from app.runtime.carriers import courier
    from app.runtime.publish import publish
    from app.runtime.replay import replay

    publish(db, journey, start, shop.sender)
    carrier, states = courier(shop, db), dict[str, int]()

    def deliver(now: int) -> None:
        for state, count in carrier.deliver(now).states.items():
            states[state] = states.get(state, 0) + count

    replay(db, start, end, every=every, deliver=deliver)
    return states


def _compare(shop: Shop, db: Database, journey: Journey, start: int, end: int) -> tuple[Passage, tuple[Passage, float]]:
    """The numbers of the run, and those of a simulation of the same days with its seconds."""
    from app.data import mirror
    from app.insight.passage import passage
    from app.runtime import simulate

    mirror.refresh(db, shop.mirror)
    with simulate.simulate(shop.mirror, journey, start, end) as ran:
        forecast = passage(ran.connection, (simulate.VERSION,)), ran.seconds
    with db.read() as connection:
        return passage(connection, (1,)), forecast


def _same(lived: Passage, forecast: Passage) -> bool:
    """Whether both had the same people go the same ways."""
    return (lived.entered, lived.came, lived.took, lived.left) == (
        forecast.entered,
        forecast.came,
        forecast.took,
        forecast.left,
    )


def _draw(journey: Journey, seen: Passage, path: Path) -> None:
    """The canvas with its numbers as a picture."""
    from app.canvas.export import render_png
    from app.canvas.theme import LIGHT
    from app.ui.looks import look
    from app.ui.trial import counts

    render_png(journey, look, LIGHT, path, counts=counts(journey, seen))


def _timed(seconds: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    done = work()
    seconds[name] = time.perf_counter() - began
    return done


def _text(chapter: Chapter) -> str:
    """The chapter as a story."""
    shop, seconds = chapter.shop, chapter.seconds
    return "\n".join(
        [
            "",
            f"── {shop.title} " + "─" * 40,
            _story.told(chapter.journey, chapter.seen, seconds["run"], shop.zone),
            _("  Messages lie in {folder}").format(folder=shop.outbox),
            "  " + _story.verdict(chapter.agrees),
            "",
        ]
    )


def _data(chapter: Chapter) -> dict[str, Any]:
    return {
        "shop": chapter.shop.title,
        "journey": chapter.journey.name,
        "entered": chapter.seen.entered,
        "steps": chapter.seen.steps,
        "sent": chapter.seen.sent(),
        "stopped": chapter.seen.stopped(),
        "delivered": dict(chapter.delivered),
        "seconds": dict(chapter.seconds),
        "simulation_agrees": chapter.agrees,
        "picture": str(chapter.picture),
    }
