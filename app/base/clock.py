"""Instants and clocks.

An instant is an integer: milliseconds since 1970-01-01 UTC. That is what the database holds and what SQL
compares. People see aware datetimes in the shop's zone; the conversion happens here and in
`app.data.localtime` (the same arithmetic as SQL). Only this module asks the machine for the time.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.base.errors import InputError
from app.base.text import _

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

#: An instant later than any real one (year 2286): "until further notice".
FOREVER = 9_999_999_999_999

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # to count from: Windows refuses timestamps before it


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> int: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


class VirtualClock:
    """A clock that stands still until it is moved: replays and tests."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def advance(self, by: int) -> None:
        self.at += by


def instant(moment: dt.datetime) -> int:
    """The instant of an aware datetime, in milliseconds. A naive datetime is a bug."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    return round(moment.timestamp() * 1000)


def moment(at: int, zone: str) -> dt.datetime:
    """The aware datetime of an instant, as a wall clock in `zone` shows it."""
    return (_EPOCH + dt.timedelta(milliseconds=at)).astimezone(ZoneInfo(zone))


def zone_named(name: str) -> ZoneInfo:
    """The time zone of an IANA name; InputError if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise InputError(
            _("There is no time zone called “{name}”. Use a name such as Asia/Seoul.").format(name=name)
        ) from problem


def read_instant(text: str, zone: str) -> int:
    """Read `2026-11-21`, `2026-11-21 14:30` or full ISO 8601 as an instant.

    A text without an offset is local time in `zone`. InputError if it is not a date.
    """
    try:
        read = dt.datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise InputError(
            _("“{text}” is not a date. Write it like 2026-11-21 or 2026-11-21 14:30.").format(text=text)
        ) from problem
    return instant(read if read.tzinfo else read.replace(tzinfo=zone_named(zone)))
