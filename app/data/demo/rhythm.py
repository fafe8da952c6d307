"""When people come to 모아상점: the hours of a day and the days of its half-year, in Korean local time.

Little by night, a rise at lunch, most in the evening; more on Mondays and around paydays (10th and 25th), more before
Chuseok while gifts still arrive in time, little on the holiday itself.
"""

from __future__ import annotations

import datetime as dt
import itertools

from app.base.clock import DAY, HOUR, read_instant

ZONE = "Asia/Seoul"
DAYS = 180
#: The history ends here; nothing is ever newer.
END = read_instant("2026-10-31", ZONE)
START = END - DAYS * DAY

_FIRST = dt.date(2026, 10, 31) - dt.timedelta(days=DAYS)
_CHUSEOK = (dt.date(2026, 9, 24), dt.date(2026, 9, 26))
#: Public holidays of the half-year (and their substitutes), Chuseok apart.
_HOLIDAYS = frozenset(
    dt.date(2026, month, day)
    for month, day in ((5, 5), (5, 24), (5, 25), (6, 3), (6, 6), (7, 17), (8, 15), (8, 17), (10, 3), (10, 5), (10, 9))
)
_WEEKDAYS = (1.10, 1.04, 1.02, 1.00, 0.94, 0.82, 0.98)  # Monday first
_HOURS = (22, 11, 6, 3, 3, 5, 12, 24, 36, 44, 50, 54, 62, 54, 50, 50, 52, 54, 56, 64, 78, 92, 84, 48)  # from midnight


def _weight(day: dt.date) -> float:
    weight = _WEEKDAYS[day.weekday()]
    if day.day in (10, 11, 25, 26):
        weight *= 1.25
    if _CHUSEOK[0] <= day <= _CHUSEOK[1]:
        return weight * 0.5
    if 5 <= (_CHUSEOK[0] - day).days <= 21:
        weight *= 1.25
    return weight * (0.9 if day in _HOLIDAYS else 1.0)


#: Cumulative weights, as `random.choices` takes them: of the days from START, and of the hours of a day.
DAY_WEIGHTS = tuple(itertools.accumulate(_weight(_FIRST + dt.timedelta(days=day)) for day in range(DAYS)))
HOUR_WEIGHTS = tuple(itertools.accumulate(_HOURS))


def date_text(at: int) -> str:
    """The local date of an instant as `20261030`."""
    return (_FIRST + dt.timedelta(days=(at - START) // DAY)).strftime("%Y%m%d")


def at_clock(day: int, hour: int, within: float) -> int:
    """The instant in a day (from START) at an hour; `within` is how much of the hour is over, 0 … 1."""
    return START + day * DAY + hour * HOUR + int(within * HOUR)
