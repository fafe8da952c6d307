"""May this contact happen, and when? What law and network ask for, as SQL expressions.

Both questions are put as of the instant the message is due, by whoever writes a message (`app.nodes`) and again by the
gate when a message that was put off is due (`app.runtime.gate`). Sources: 정보통신망법 제50조 ①, ③; 시행령 제61조 ②.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, literal, not_, true

from app.channels._contract import Channel
from app.data import audience, dice, localtime, tables
from app.journey.where import Consent
from app.message import states

#: Advertising put off by the night leaves up to half an hour after it (180 ms for each of the 10,000 parts), so that
#: the morning is not a flood.
_SPREAD = 180


@dataclass(frozen=True, slots=True)
class Hours:
    """The journey's quiet hours (ms after midnight, local time in `zone`), for instants between `lo` and `hi`."""

    zone: str
    start: int
    end: int
    lo: int
    hi: int


def due_at(
    channel: Channel[Any], purpose: str, customer_id: ColumnElement[int], at: ColumnElement[int], hours: Hours
) -> ColumnElement[int]:
    """The first instant from `at` on at which the message may leave: at once, or in the morning."""
    if purpose != "ad":
        return at
    spread = dice.share(customer_id, "morning") * _SPREAD
    waits = [
        (closed, localtime.next_time_of_day(at, hours.zone, end, hours.lo, hours.hi) + spread)
        for closed, end in _closed(channel, customer_id, at, hours)
    ]
    return case(*waits, else_=at) if waits else at


def _closed(
    channel: Channel[Any], customer_id: ColumnElement[int], at: ColumnElement[int], hours: Hours
) -> Iterable[tuple[ColumnElement[bool], int]]:
    """Why advertising may not leave now, and the time of day until which."""
    if channel.curfew:
        start, end = channel.curfew
        yield localtime.in_quiet(at, hours.zone, start, end, hours.lo, hours.hi), end
    if channel.quiet and hours.start != hours.end:
        night = localtime.in_quiet(at, hours.zone, hours.start, hours.end, hours.lo, hours.hi)
        yield and_(night, not_(_agreed(channel, "night_ad", customer_id, at))), hours.end


def verdict(
    channel: Channel[Any], purpose: str, customer_id: ColumnElement[int], at: ColumnElement[int]
) -> ColumnElement[str]:
    """The state of a message that is due at `at`: no address, no consent, cleared (advertising), ready."""
    customer = tables.customer.alias()
    reached = exists().where(customer.c.id == customer_id, channel.address(customer).is_not(None))
    reached = reached.correlate_except(customer)
    if purpose != "ad":
        return case((not_(reached), states.NO_ADDRESS), else_=literal(states.READY))
    agreed = _agreed(channel, "ad", customer_id, at)
    return case((not_(reached), states.NO_ADDRESS), (not_(agreed), states.NO_CONSENT), else_=literal(states.CLEARED))


def _agreed(
    channel: Channel[Any], purpose: str, customer_id: ColumnElement[int], at: ColumnElement[int]
) -> ColumnElement[bool]:
    if not channel.consent:
        return true() if purpose == "ad" else false()
    return audience.clause(Consent(channel=channel.consent, purpose=purpose), customer_id=customer_id, at=at)
