"""Local time in SQL on three databases, and in plain Python, against the zone files themselves."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, select

from app.base import clock
from app.base.clock import DAY, HOUR, MINUTE, SECOND
from app.base.errors import InputError
from app.data import localtime

#: Half an hour of change (Lord Howe), a change at midnight (Cairo), clocks that go back over midnight (St John's).
ZONES = [
    "Asia/Seoul", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/St_Johns",
]  # fmt: skip
LO, HI = clock.instant(dt.datetime(2007, 1, 1, tzinfo=dt.UTC)), clock.instant(dt.datetime(2011, 1, 1, tzinfo=dt.UTC))

times = st.integers(0, 24 * 60 - 1).map(lambda minutes: minutes * MINUTE)


@st.composite
def moments(draw: st.DrawFn, zone: str) -> int:
    """Any instant, but often one within hours of a change of the clocks, or exactly at one."""
    changes = [start for start, _ in localtime.transitions(zone, LO, HI)[1:]]
    if changes and draw(st.booleans()):
        near = draw(st.sampled_from(changes))
        return near + draw(st.one_of(st.integers(-2, 2), st.integers(-26 * 60, 26 * 60).map(lambda m: m * MINUTE)))
    return draw(st.integers(LO + 3 * DAY, HI - 3 * DAY))


zoned = st.sampled_from(ZONES).flatmap(lambda zone: st.tuples(st.just(zone), moments(zone)))
NOW = -1  # the very time of day it is: a border


# -- the judge: search forward through the real clock ----------------------------------------------------------------


def wall(at: int, zone: str) -> dt.datetime:
    return clock.moment(at, zone).replace(tzinfo=None)


def first_instant_of(shown: dt.datetime, zone: str) -> int:
    """The first instant whose wall clock shows `shown`, or the first after the gap that swallowed it."""
    there = shown.replace(tzinfo=ZoneInfo(zone))
    sure = [clock.instant(there.replace(fold=fold)) for fold in (0, 1)]
    real = [at for at in sure if wall(at, zone) == shown]
    if real:
        return min(real)
    before, after = min(sure) - DAY, max(sure)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if wall(middle, zone) < shown else (before, middle)
    return after


def judged_next(at: int, zone: str, tod: int) -> int:
    today = wall(at, zone).date()
    midnights = [dt.datetime.combine(today + dt.timedelta(days=n), dt.time()) for n in range(-1, 4)]
    found = [first_instant_of(midnight + dt.timedelta(milliseconds=tod), zone) for midnight in midnights]
    return min(instant for instant in found if instant >= at)


def ms(shown: dt.datetime) -> int:
    return (shown - dt.datetime(1970, 1, 1)) // dt.timedelta(milliseconds=1)


# -- the tests -------------------------------------------------------------------------------------------------------


@settings(max_examples=120)
@given(where=zoned, tod=times | st.just(NOW), quiet=st.tuples(times | st.just(NOW), times | st.just(NOW)))
@example(("Europe/London", clock.instant(dt.datetime(2009, 3, 29, 0, 30, tzinfo=dt.UTC))), 90 * MINUTE, (0, 0))
@example(("America/St_Johns", clock.instant(dt.datetime(2009, 11, 1, 2, 40, tzinfo=dt.UTC))), 20 * SECOND, (0, NOW))
def test_sql_reads_the_wall_clock_as_the_zone_files_do(
    connection: Connection,
    where: tuple[str, int],
    tod: int,
    quiet: tuple[int, int],
) -> None:
    zone, at = where
    now = ms(wall(at, zone)) % DAY
    tod, start, end = (now if time == NOW else time for time in (tod, *quiet))
    there: ColumnElement[int] = bindparam("there", at, BigInteger)
    span = (at - 5 * DAY, at + 5 * DAY)
    row = connection.execute(
        select(
            localtime.local(there, zone, *span),
            localtime.time_of_day(there, zone, *span),
            localtime.weekday(there, zone, *span),
            localtime.day_start(there, zone, *span),
            localtime.next_time_of_day(there, zone, tod, *span),
            localtime.in_quiet(there, zone, start, end, *span).label("quiet"),
        )
    ).one()
    connection.rollback()
    shown = wall(at, zone)
    midnight = dt.datetime.combine(shown.date(), dt.time())
    expected = (
        ms(shown),
        now,
        shown.weekday(),
        first_instant_of(midnight, zone),
        judged_next(at, zone, tod),
        start <= now < end or (start > end and not end <= now < start),
    )
    assert tuple(row) == expected
    assert expected == (
        localtime.local_of(at, zone),
        localtime.time_of_day_of(at, zone),
        localtime.weekday_of(at, zone),
        localtime.day_start_of(at, zone),
        localtime.next_time_of_day_of(at, zone, tod),
        localtime.in_quiet_of(at, zone, start, end),
    )


@given(at=st.integers(-3 * 365 * DAY, 3 * 365 * DAY))
def test_instants_before_1970_have_a_time_of_day_too(at: int) -> None:
    shown = ms(wall(at, "Asia/Seoul"))
    assert localtime.time_of_day_of(at, "Asia/Seoul") == shown % DAY


def test_a_span_without_changes_needs_no_case() -> None:
    text = str(localtime.local(bindparam("at", 0, BigInteger), "Asia/Seoul", LO, HI))
    assert "CASE" not in text


def test_the_changes_of_a_zone_are_found_to_the_millisecond() -> None:
    london = localtime.transitions("Europe/London", LO, HI)
    spring = clock.instant(dt.datetime(2009, 3, 29, 1, tzinfo=dt.UTC))
    assert (spring, HOUR) in london
    assert len(london) == 9


def test_a_zone_nobody_knows_is_named() -> None:
    with pytest.raises(InputError, match="Asia/Soul"):
        localtime.transitions("Asia/Soul", LO, HI)
