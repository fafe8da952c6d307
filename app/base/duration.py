"""A length of time as people write it: `3h`, `30m`, `2d`; inside it is milliseconds."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from app.base.clock import DAY, HOUR, MINUTE, SECOND, WEEK
from app.base.text import _, ngettext

UNITS = {"w": WEEK, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_LONGEST = 36_525 * DAY
_PART = re.compile(r"(\d+)([wdhms])")


def read_duration(value: Any) -> int:
    """Read `1d12h` or a number of milliseconds; ValueError if it is neither, or more than a hundred years."""
    ms = value if isinstance(value, int) and not isinstance(value, bool) else _read(value)
    if abs(ms) > _LONGEST:
        raise ValueError(_("A length of time is at most a hundred years."))
    return ms


def _read(value: Any) -> int:
    text = str(value).replace(" ", "").lower()
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(_("“{text}” is not a length of time. Write it like 30m, 3h or 2d.").format(text=value))
    return sum(int(number) * UNITS[unit] for number, unit in parts)


def write_duration(ms: int) -> str:
    """The shortest text that `read_duration` reads back: 90 minutes is `1h30m`."""
    if ms == 0:
        return "0s"
    text, left = "", ms
    for unit, size in UNITS.items():
        count, left = divmod(left, size)
        if unit == "w" and left:  # 10d reads better than 1w3d
            count, left = 0, ms
        text += f"{count}{unit}" if count else ""
    return text


def say_duration(ms: int) -> str:
    """The length in the reader's language: “3시간”, “1일 12시간”."""
    words, left = [], ms
    for unit, size in UNITS.items():
        if unit == "w":
            continue  # “10일” says more than “1주 3일”
        count, left = divmod(left, size)
        if count:
            words.append(_count(unit, count))
    return " ".join(words) or _count("m", 0)


def _count(unit: str, n: int) -> str:
    match unit:
        case "d":
            text = ngettext("{n} day", "{n} days", n)
        case "h":
            text = ngettext("{n} hour", "{n} hours", n)
        case "m":
            text = ngettext("{n} minute", "{n} minutes", n)
        case _:
            text = ngettext("{n} second", "{n} seconds", n)
    return text.format(n=n)


#: A pydantic field: text in the file, milliseconds in the program.
Duration = Annotated[
    int,
    BeforeValidator(read_duration),
    PlainSerializer(write_duration, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^(\d+[wdhms])+$", "examples": ["30m", "3h", "1d12h"]}),
]

_CLOCK_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


def read_time(value: Any) -> int:
    """Read `21:00` as milliseconds after midnight; ValueError if it is not a time of day."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _CLOCK_TIME.fullmatch(str(value).strip())
    if not match or (ms := int(match[1]) * HOUR + int(match[2]) * MINUTE) > DAY:
        raise ValueError(_("“{text}” is not a time of day. Write it like 09:00 or 21:30.").format(text=value))
    return ms


def write_time(ms: int) -> str:
    """The text that `read_time` reads back."""
    return f"{ms // HOUR:02d}:{ms % HOUR // MINUTE:02d}"


def say_time(ms: int) -> str:
    """The time of day as people say it: “밤 9시”, “10:30”."""
    hour, minute = ms // HOUR % 24, ms % HOUR // MINUTE
    if minute:
        return write_time(ms)
    return _part_of_day(hour).format(twelve=(hour - 1) % 12 + 1)


def _part_of_day(hour: int) -> str:
    if hour < 6:
        return _("{twelve} a.m. at night")
    if hour < 12:
        return _("{twelve} a.m.")
    if hour < 18:
        return _("{twelve} p.m.")
    return _("{twelve} p.m. in the evening")


#: A pydantic field: `21:00` in the file, milliseconds after midnight in the program.
TimeOfDay = Annotated[
    int,
    BeforeValidator(read_time),
    PlainSerializer(write_time, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^([01]?\d|2[0-4]):[0-5]\d$", "examples": ["09:00", "21:30"]}),
]
