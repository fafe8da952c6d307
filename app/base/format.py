"""Numbers, money and dates as the reader writes them.

Everything takes the language of the reader (`ko` or `en`); without one, the language of the screen. A message is read
by a customer, so `app.message` passes the shop's language. Whole numbers and won take a short way past Babel: they
are most of what is written, and Babel needs some 20 µs for each.
"""

from __future__ import annotations

import datetime as dt

from app.base import text
from app.base.clock import MINUTE, moment

Number = int | float

_LOCALES = {"ko": "ko_KR", "en": "en_US"}


def number(value: Number, *, digits: int = 2, language: str | None = None) -> str:
    """`1,234.5`: thousands set apart, at most `digits` decimals."""
    if value == int(value):
        return f"{int(value):,}"
    from babel.numbers import format_decimal

    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return str(format_decimal(value, format=pattern, locale=_locale(language)))


def money(value: Number, currency: str = "KRW", *, language: str | None = None) -> str:
    """`12,000원` in Korean, `₩12,000` in English; other currencies with their own sign and decimals."""
    if currency == "KRW" and _name(language) == "ko":
        return f"{round(value):,}원"
    from babel.numbers import format_currency

    return str(format_currency(value, currency, locale=_locale(language)))


def percent(share: float, *, digits: int = 0, language: str | None = None) -> str:
    """A share between 0 and 1 as `12%`, with up to `digits` decimals."""
    from babel.numbers import format_percent

    pattern = "#,##0." + "#" * digits + "%" if digits else "#,##0%"
    return str(format_percent(share, format=pattern, locale=_locale(language)))


def date(at: int, zone: str, *, year: bool = False, language: str | None = None) -> str:
    """The day of an instant in `zone`: `11월 21일 (토)`; with `year`, `2026년 11월 21일 (토)`."""
    from babel.dates import format_skeleton

    skeleton = "yMMMEd" if year else "MMMEd"
    return str(format_skeleton(skeleton, moment(at, zone), locale=_locale(language)))


def time(at: int, zone: str, *, language: str | None = None) -> str:
    """The time of day of an instant in `zone`: `오후 2시 30분`, `2:30 PM`."""
    return _clock(moment(at, zone), language)


def date_time(at: int, zone: str, *, year: bool = False, language: str | None = None) -> str:
    """Day and time: `11월 21일 (토) 오후 2시 30분`."""
    return f"{date(at, zone, year=year, language=language)} {time(at, zone, language=language)}"


def time_of_day(ms: int, *, language: str | None = None) -> str:
    """Milliseconds after midnight as people say them: `오후 9시`, `9:00 PM`."""
    minutes = ms // MINUTE
    return _clock(dt.time(minutes // 60 % 24, minutes % 60), language)


def _clock(when: dt.datetime | dt.time, language: str | None) -> str:
    from babel.dates import format_time

    pattern = "h:mm a"
    if _name(language) == "ko":
        pattern = "aaaa h시 m분" if when.minute else "aaaa h시"
    return str(format_time(when, pattern, tzinfo=when.tzinfo, locale=_locale(language)))


def _name(language: str | None) -> str:
    return language or text.language()


def _locale(language: str | None) -> str:
    return _LOCALES[_name(language)]
