"""What happened in a run, told so that a shop owner can read it aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import nodes
from app.base.format import date_time, money, number, percent
from app.base.text import _
from app.channels import channels
from app.insight.passage import Passage
from app.journey import walk
from app.journey.graph import Journey
from app.message import states

if TYPE_CHECKING:
    from app.data.shop import Shop


@dataclass(frozen=True, slots=True)
class Chapter:
    """What came of a tale. `delivered`: what became of handed-over messages, per state; `agrees`: the simulation of
    the same days came to the same numbers."""

    shop: Shop
    journey: Journey
    seen: Passage
    delivered: Mapping[str, int]
    seconds: Mapping[str, float]
    agrees: bool
    picture: Path


def told(journey: Journey, seen: Passage, seconds: float, zone: str) -> str:
    """The passage of people through a journey, as lines of text."""
    speed = seen.steps / seconds if seconds else 0
    return "\n".join(
        [
            f"■ {journey.name}",
            _(
                "  {entered} passages of {people} customers, {steps} steps in {seconds:.2f} s ({speed} steps a second)"
            ).format(
                entered=number(seen.entered),
                people=number(seen.people),
                steps=number(seen.steps),
                seconds=seconds,
                speed=number(round(speed)),
            ),
            "",
            *_ways(journey, seen),
            "",
            *_messages(seen, zone),
        ]
    )


def verdict(agrees: bool) -> str:
    """What comparing the run with a simulation of the same days says."""
    if agrees:
        return _("The simulation of the same days says the same.")
    return _("The simulation of the same days says something else: please report it.")


def _ways(journey: Journey, seen: Passage) -> list[str]:
    """Each node, how many came, and which way they went."""
    lines = []
    for key in walk.order(journey):
        node = journey.nodes[key]
        kind = nodes.parse(node)
        lines.append(f"  {number(seen.came.get(key, 0)):>9}  {node.title or kind.headline()}  — {kind.kicker()}")
        ports = kind.ports()
        if len(ports) > 1:
            whole = max(seen.came.get(key, 0), 1)
            shares = (
                f"{port.label} {number(count)} ({percent(count / whole)})"
                for port in ports
                for count in [seen.took.get((key, port.key), 0)]
            )
            lines.append(f"             → {' · '.join(shares)}")
        if waiting := seen.standing.get(key):
            lines.append("             " + _("{n} are still waiting here").format(n=number(waiting)))
    return lines


def _messages(seen: Passage, zone: str) -> list[str]:
    """What was sent, what was stopped and why, what still waits, what it costs, the busiest hour."""
    sent = _per_channel(seen, lambda state: state in states.CONTACTS)
    waits = _per_channel(seen, lambda state: state in states.OPEN)
    held = _per_channel(seen, lambda state: state not in (*states.CONTACTS, *states.OPEN))
    lines = [
        _("  Sent: {what}").format(what=", ".join(sent) or "0"),
        _("  Stopped: {what}").format(what=", ".join(held) or "0"),
    ]
    if waits:
        lines.append(_("  Waiting for the morning: {what}").format(what=", ".join(waits)))
    lines.append(_("  Cost: {cost}").format(cost=money(seen.cost)))
    if seen.hours:
        at, most = max(seen.hours, key=lambda one: one[1])
        lines.append(_("  Busiest hour: {at} with {n} messages").format(at=date_time(at, zone), n=number(most)))
    return lines


def _per_channel(seen: Passage, counts: Callable[[str], bool]) -> list[str]:
    """The messages whose state counts, per channel and state."""
    found: dict[tuple[str, str], int] = {}
    for (_node, channel, state), count in seen.messages.items():
        if counts(state):
            found[channel, state] = found.get((channel, state), 0) + count
    return [
        f"{channels()[channel].name()} {_(states.LABELS[state])} {number(count)}"
        for (channel, state), count in sorted(found.items())
    ]
