"""Advertising that always comes to its turn at night.

Why is this bad?
    By law it waits until the morning (정보통신망법 제50조 ③), so what was planned for the evening reaches people at
    breakfast, all at once.
Bad
    every day at 20:00 → wait 2 hours → advertising
Good
    every day at 17:00 → wait 2 hours → advertising
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app import channels
from app.base.duration import say_time
from app.base.sentence import fill
from app.base.text import _
from app.journey import timing, walk
from app.journey.graph import Journey, Quiet
from app.lint._contract import Context, Finding, Level
from app.nodes.send import Send
from app.nodes.trigger_audience import TriggerAudience

CODE = "M05"
LEVEL: Level = "warning"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    arrivals = _arrivals(journey, context)
    for key, kind in context.kinds.items():
        if not isinstance(kind, Send) or kind.purpose != "ad" or not channels.channel(kind.contact.channel).quiet:
            continue
        times = arrivals.get(key)
        if times and all(_at_night(time, journey.settings.quiet) for time in times):
            text = _(
                "“{node}” always comes at night ({time}), so it waits until {morning}. Change the start or the wait."
            )
            said = fill(
                text,
                node=context.name(journey.nodes[key]),
                time=", ".join(say_time(time) for time in sorted(times)),
                morning=say_time(journey.settings.quiet.end),
            )
            yield Finding(CODE, (key,), LEVEL, said)


def _at_night(time: int, quiet: Quiet) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= time < quiet.end
    return time >= quiet.start or time < quiet.end


def _arrivals(journey: Journey, context: Context) -> Mapping[str, frozenset[int]]:
    """When people come to each step that is only reached at known times of day."""

    def lingers(node: str) -> int:
        return context.kinds[node].lingers() if node in context.kinds else 0

    found: dict[str, frozenset[int]] = {}
    vague: set[str] = set()
    for start in context.starts(journey):
        kind = context.kinds.get(start)
        reached = walk.reachable(journey, [start])
        if isinstance(kind, TriggerAudience) and kind.when != "once":
            times = timing.times_of_day(journey, start, kind.at, lingers)
            found |= {node: found.get(node, frozenset()) | several for node, several in times.items()}
            reached -= set(times)
        vague |= reached
    return {node: times for node, times in found.items() if node not in vague}
