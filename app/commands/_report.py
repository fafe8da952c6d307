"""The demo's report: one HTML file with pictures, numbers and real messages, readable without anything else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from app import nodes
from app.base import paths
from app.base.format import date, date_time, money, number, percent
from app.base.text import _, language
from app.canvas.theme import LIGHT
from app.channels import channels
from app.commands._story import Chapter, verdict
from app.journey import walk
from app.message import states


def write_report(chapters: Sequence[Chapter], path: Path) -> Path:
    """Write the report; says where."""
    environment = Environment(
        loader=FileSystemLoader(paths.resources() / "report"), autoescape=select_autoescape(default=True)
    )
    page = environment.get_template("report.html").render(
        theme=LIGHT, language=language(), words=_words(), chapters=[_facts(chapter) for chapter in chapters]
    )
    path.write_text(page, encoding="utf-8")
    return path


def _words() -> dict[str, str]:
    """The page's own texts."""
    return {
        "title": _("Demo report"),
        "about": _("Two shops, two journeys, run over their own past on this computer. Nothing left it."),
        "ways": _("Which way they went"),
        "messages": _("What became of the messages"),
        "letters": _("As they were written"),
    }


def _facts(chapter: Chapter) -> dict[str, Any]:
    """What the page shows of one shop."""
    seen, shop = chapter.seen, chapter.shop
    return {
        "title": shop.title,
        "journey": chapter.journey.name,
        "picture": chapter.picture.name,
        "tiles": [
            (_("Passages"), number(seen.entered)),
            (_("Messages sent"), number(seen.sent())),
            (_("Held back"), number(sum(seen.stopped().values()))),
            (_("Cost"), money(seen.cost)),
            (_("Simulated in"), _("{seconds:.1f} s").format(seconds=chapter.seconds["simulation"])),
        ],
        "steps": [_step(chapter, key) for key in walk.order(chapter.journey)],
        "messages": _messages(chapter),
        "agrees": chapter.agrees,
        "verdict": verdict(chapter.agrees),
        "letters": _letters(chapter),
        "zone": shop.zone,
        "days": " – ".join(date(at, shop.zone) for at in _span(chapter)),
    }


def _span(chapter: Chapter) -> tuple[int, ...]:
    hours = chapter.seen.hours
    return (hours[0][0], hours[-1][0]) if hours else ()


def _step(chapter: Chapter, key: str) -> dict[str, Any]:
    """One node: how many came, and which way they went."""
    node = chapter.journey.nodes[key]
    kind = nodes.parse(node)
    came = chapter.seen.came.get(key, 0)
    ways = [
        (port.label, chapter.seen.took.get((key, port.key), 0), came) for port in kind.ports() if len(kind.ports()) > 1
    ]
    return {
        "title": node.title or kind.headline(),
        "kicker": kind.kicker(),
        "sentence": kind.sentence(),
        "tone": LIGHT.tone(kind.tone),
        "came": number(came),
        "ways": [(label, number(count), percent(count / whole if whole else 0)) for label, count, whole in ways],
    }


def _messages(chapter: Chapter) -> list[tuple[str, str, str, bool]]:
    """Per channel and state: name, state in words, count, whether it reached anyone."""
    found: dict[tuple[str, str], int] = {}
    for (_node, channel, state), count in chapter.seen.messages.items():
        found[channel, state] = found.get((channel, state), 0) + count
    return [
        (channels()[channel].name(), _(states.LABELS[state]), number(count), state in states.CONTACTS)
        for (channel, state), count in sorted(found.items(), key=lambda item: -item[1])
    ]


def _letters(chapter: Chapter) -> list[dict[str, str]]:
    """The latest message of each channel as it was really written."""
    from app.insight import outbox

    used = {channel for _node, channel, _state in chapter.seen.messages}
    db = chapter.shop.open()
    try:
        with db.read() as connection:
            sieves = [outbox.Sieve(states=(states.SENT,), channel=channel) for channel in sorted(used)]
            found = [line for sieve in sieves for line in outbox.lines(connection, sieve, limit=1)]
    finally:
        db.close()
    return [
        {
            "channel": channels()[line.channel].name(),
            "subject": line.subject or "",
            "body": line.body or "",
            "at": date_time(line.due_at, chapter.shop.zone),
        }
        for line in found
    ]
