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
from app.base.sentence import fill
from app.base.text import _
from app.journey import timing, walk
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.nodes.send import Send

CODE = "M06"
LEVEL: Level = "warning"


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    cap = journey.settings.cap
    ads = [key for key, kind in context.kinds.items() if isinstance(kind, Send) and kind.purpose == "ad"]
    soon = {ad: _soon_after(journey, context, ad) for ad in ads}
    for key, passed in walk.must_pass(journey, context.starts(journey)).items():
        former = [ad for ad in ads if ad in passed and ad != key and key in soon[ad]]
        if key in soon and len(former) >= cap.most:
            text = fill(
                _("“{node}” comes so soon that the frequency rule stops it: at most {most} within {within}."),
                node=context.name(journey.nodes[key]),
                most=cap.most,
                within=say_duration(cap.within),
            )
            yield Finding(CODE, (key,), LEVEL, text)


def _soon_after(journey: Journey, context: Context, ad: str) -> frozenset[str]:
    """The steps that customers can come to within the cap's span after a message."""

    def lingers(key: str) -> int:
        return context.kinds[key].lingers() if key in context.kinds else 0

    times = timing.earliest(journey, [ad], lingers)
    return frozenset(node for node, time in times.items() if time < journey.settings.cap.within)
