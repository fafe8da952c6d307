"""The shop's wall clock as SQL: integer arithmetic over the zone's real transitions, the same on every database.

Every function takes an expression of an instant (ms UTC) and the span `lo` … `hi` (instants) in which its values lie:
only the transitions in that span become part of the statement, so keep it as narrow as the question. Each function
has a twin for one instant in plain Python, `…_of`, with the same answers.

A local time that the clocks skip means the first instant after the gap; one they show twice means the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, false, literal, or_

from app.base.clock import DAY, FOREVER, HOUR, SECOND, WEEK, zone_named

#: 1970-01-01 was a Thursday: weekday 3, counted from Monday as 0.
_FIRST_WEEKDAY = 3

#: A time of day is looked for on three local days: more are never needed, not even where clocks go back over midnight.
_DAYS = 3


# -- the zone --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def transitions(zone: str, lo: int, hi: int) -> tuple[tuple[int, int], ...]:
    """The stretches of one offset from `lo` to `hi`: (first instant, offset in ms). InputError for an unknown zone."""
    clock = zone_named(zone)
    found = [(lo, _offset(clock, lo))]
    for before, after in pairwise([*range(lo, hi, DAY), hi]):  # no zone changes twice within a day
        if _offset(clock, after) != found[-1][1]:
            found.append(_change(clock, before, after))
    return tuple(found)


def _change(clock: ZoneInfo, before: int, after: int) -> tuple[int, int]:
    """The instant between two at which the offset changes, and the new offset."""
    old = _offset(clock, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(clock, middle) == old else (before, middle)
    return after, _offset(clock, after)


def _offset(clock: ZoneInfo, at: int) -> int:
    import datetime as dt

    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    found = (epoch + dt.timedelta(milliseconds=at)).astimezone(clock).utcoffset()
    assert found is not None
    return round(found.total_seconds()) * SECOND


# -- SQL -------------------------------------------------------------------------------------------------------------


def offset(at: ColumnElement[int], zone: str, lo: int, hi: int) -> ColumnElement[int]:
    """How far the wall clock is ahead of UTC, in ms."""
    (_, first), *later = transitions(zone, lo, hi)
    if not later:
        return _number(first)
    return case(*((at >= start, _number(ahead)) for start, ahead in reversed(later)), else_=_number(first))


def local(at: ColumnElement[int], zone: str, lo: int, hi: int) -> ColumnElement[int]:
    """The wall clock as if it were UTC, in ms: fit for arithmetic on days and hours, not for comparing instants."""
    return at + offset(at, zone, lo, hi)


def time_of_day(at: ColumnElement[int], zone: str, lo: int, hi: int) -> ColumnElement[int]:
    """What the wall clock shows, in ms after midnight."""
    return _modulo(local(at, zone, lo, hi), DAY)


def weekday(at: ColumnElement[int], zone: str, lo: int, hi: int) -> ColumnElement[int]:
    """The local day of the week: Monday is 0."""
    since_monday = _modulo(local(at, zone, lo, hi) + _FIRST_WEEKDAY * DAY, WEEK)
    return cast((since_monday - since_monday % DAY) // DAY, BigInteger)


def day_start(at: ColumnElement[int], zone: str, lo: int, hi: int) -> ColumnElement[int]:
    """The instant at which the local day began."""
    return instant(_midnight(at, zone, lo, hi), zone, lo, hi)


def next_time_of_day(at: ColumnElement[int], zone: str, tod: int, lo: int, hi: int) -> ColumnElement[int]:
    """The first instant from `at` on that is `tod` (ms after midnight) of a local day; `at` itself if it is one."""
    midnight = _midnight(at, zone, lo, hi)
    *sooner, last = (instant(midnight + (day * DAY + tod), zone, lo, hi) for day in range(_days(zone, lo, hi)))
    return case(*((found >= at, found) for found in sooner), else_=last)


def in_quiet(at: ColumnElement[int], zone: str, start: int, end: int, lo: int, hi: int) -> ColumnElement[bool]:
    """The wall clock is in [start, end) (ms after midnight), over midnight if `start` is later; never if equal."""
    if start == end:
        return false()
    now = time_of_day(at, zone, lo, hi)
    return and_(now >= start, now < end) if start < end else or_(now >= start, now < end)


def instant(wall: ColumnElement[int], zone: str, lo: int, hi: int) -> ColumnElement[int]:
    """The instant at which the wall clock shows `wall` (as `local` gives it)."""
    branches = [(wall < until, found) for until, found in _branches(wall, zone, lo, hi)]
    if len(branches) == 1:
        return branches[0][1]
    return case(*branches[:-1], else_=branches[-1][1])


def _branches(wall: ColumnElement[int], zone: str, lo: int, hi: int) -> Iterator[tuple[int, ColumnElement[int]]]:
    """Wall clock times in rising order: until which one, what instant is meant."""
    stretches = [*transitions(zone, lo, hi), (FOREVER, 0)]
    shown = None  # until where the wall clock has been read so far
    for (start, ahead), (end, _) in pairwise(stretches):
        if shown is not None and start + ahead > shown:  # a gap
            yield start + ahead, _number(start)
        shown = end + ahead
        yield shown, wall - ahead


def _midnight(at: ColumnElement[int], zone: str, lo: int, hi: int) -> ColumnElement[int]:
    """The wall clock at the begin of the local day."""
    return local(at, zone, lo, hi) - time_of_day(at, zone, lo, hi)


def _days(zone: str, lo: int, hi: int) -> int:
    """How many local days to look at: two where clocks never go back."""
    ahead = [offset for _, offset in transitions(zone, lo, hi)]
    return _DAYS if any(later < sooner for sooner, later in pairwise(ahead)) else 2


def _modulo(x: ColumnElement[int], n: int) -> ColumnElement[int]:
    """The remainder that is never negative, also before 1970."""
    return (x % n + n) % n


def _number(n: int) -> ColumnElement[int]:
    return literal(n, BigInteger)


# -- one instant -----------------------------------------------------------------------------------------------------


def local_of(at: int, zone: str) -> int:
    """`local` of one instant."""
    return at + _offset(zone_named(zone), at)


def time_of_day_of(at: int, zone: str) -> int:
    """`time_of_day` of one instant."""
    return local_of(at, zone) % DAY


def weekday_of(at: int, zone: str) -> int:
    """`weekday` of one instant."""
    return (local_of(at, zone) // DAY + _FIRST_WEEKDAY) % 7


def day_start_of(at: int, zone: str) -> int:
    """`day_start` of one instant."""
    return instant_of(local_of(at, zone) // DAY * DAY, zone)


def next_time_of_day_of(at: int, zone: str, tod: int) -> int:
    """`next_time_of_day` of one instant."""
    midnight = local_of(at, zone) // DAY * DAY
    found = (instant_of(midnight + day * DAY + tod, zone) for day in range(_DAYS))
    return next(candidate for candidate in found if candidate >= at)


def in_quiet_of(at: int, zone: str, start: int, end: int) -> bool:
    """`in_quiet` of one instant."""
    now = time_of_day_of(at, zone)
    return start <= now < end if start <= end else now >= start or now < end


def instant_of(wall: int, zone: str) -> int:
    """`instant` of one wall clock time."""
    stretches = transitions(zone, wall - DAY - 14 * HOUR, wall + DAY + 14 * HOUR)
    for (start, ahead), (end, _) in pairwise([*stretches, (FOREVER, 0)]):
        if wall < end + ahead:
            return max(start, wall - ahead)
    raise AssertionError(wall)
