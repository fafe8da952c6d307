"""Advertising that follows other advertising so soon that the frequency rule stops it.

Why is this bad?
    Whoever got the first message does not get this one, so a part of the journey is never seen.
Bad
    at most 1 a day: advertising → wait 3 hours → advertising
Good
    at most 1 a day: advertising → wait 1 day → advertising
"""

from __future__ import annotations

from collections.abc import Iterator

from app.base.duration import say_duration
from app.base.text import _
from app.journey import timing, walk
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.nodes.send import Send

CODE = "M06"
LEVEL: Level = "warning"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    ads = {key for key, kind in context.kinds.items() if isinstance(kind, Send) and kind.purpose == "ad"}
    cap = journey.settings.cap
    passed = walk.must_pass(journey, context.starts(journey))
    for key in context.kinds:
        if key in ads & set(passed) and _before(journey, context, key, (ads & passed[key]) - {key}) >= cap.most:
            text = _("“{node}” comes so soon that the frequency rule stops it: at most {most} within {within}.").format(
                node=context.name(journey.nodes[key]), most=cap.most, within=say_duration(cap.within)
            )
            yield Finding(CODE, (key,), LEVEL, text)


def _before(journey: Journey, context: Context, node: str, ads: set[str] | frozenset[str]) -> int:
    """How many of the messages everyone gets before `node` may lie within the cap's span before it."""

    def lingers(key: str) -> int:
        return context.kinds[key].lingers() if key in context.kinds else 0

    return sum(timing.earliest(journey, [ad], lingers)[node] < journey.settings.cap.within for ad in ads)
