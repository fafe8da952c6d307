"""What may stand after the bar in `{{ name|… }}`: particles, money, dates, a word for when a value is missing.

Every filter is bound to a `Voice`. A filter that meets a missing value reports it; only `default` takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, wraps
from itertools import islice
from typing import Any

from jinja2 import Undefined

from app.base import format as write
from app.base.clock import read_instant
from app.base.josa import SHORT_FORMS, josa
from app.message.sender import Voice

Filter = Callable[..., Any]

#: No loop goes on longer; a longer list is a mistake in the data.
MOST_ITEMS = 100
_MOST_GLUE = 20


def shown(value: Any) -> Any:
    """A value as it is printed: 12000.0 is 12,000. What is missing stays missing and is reported when printed."""
    return write.number(value) if type(value) is float else value


def filters(voice: Voice) -> Mapping[str, Filter]:
    """All filters by name, writing in `voice`."""
    plain: dict[str, Filter] = {
        "josa": lambda value, pair: josa(str(shown(value)), pair),
        "money": lambda value, currency=voice.currency: write.money(_figure(value), currency, language=voice.language),
        "number": lambda value, digits=2: write.number(_figure(value), digits=digits, language=voice.language),
        "percent": lambda value, digits=0: write.percent(_figure(value), digits=digits, language=voice.language),
        "date": lambda value, year=False: _date(value, bool(year), voice),
        "time": lambda value: write.time(_instant(value, voice.zone), voice.zone, language=voice.language),
        "upper": lambda value: str(value).upper(),
        "lower": lambda value: str(value).lower(),
        "trim": lambda value: str(value).strip(),
        "short": _short,
        "first": lambda value: next(iter(_items(value)), ""),
        "count": lambda value: len(list(_items(value))),
        "join": _join,
    }
    plain |= {name: _particle(pair) for name, pair in SHORT_FORMS.items()}
    return {name: _strict(act) for name, act in plain.items()} | {"default": _default, "_each": _each}


def _strict(act: Filter) -> Filter:
    @wraps(act)
    def strict(value: Any, *args: Any, **options: Any) -> Any:
        if isinstance(value, Undefined):
            str(value)  # raises, naming what is missing
        return act(value, *args, **options)

    return strict


def _particle(pair: tuple[str, str]) -> Filter:
    name = "/".join(pair)
    return lambda value: josa(str(shown(value)), name)


def _default(value: Any, instead: Any = "") -> Any:
    return instead if isinstance(value, Undefined) or value == "" else value


def _figure(value: Any) -> int | float:
    """A number, also one that arrived as text: "12,000"."""
    if isinstance(value, int | float):
        return value
    read = float(str(value).replace(",", ""))
    return int(read) if read.is_integer() else read


def _instant(value: Any, zone: str) -> int:
    return value if isinstance(value, int) else read_instant(str(value), zone)


def _date(value: Any, year: bool, voice: Voice) -> str:
    return _written_date(_instant(value, voice.zone), voice.zone, year, voice.language)


@lru_cache(maxsize=4096)
def _written_date(at: int, zone: str, year: bool, language: str) -> str:
    return write.date(at, zone, year=year, language=language)


def _short(value: Any, length: int = 20) -> str:
    """At most `length` characters; what is cut off becomes …"""
    text = str(value)
    return text if len(text) <= length else text[: max(length - 1, 0)] + "…"


def _items(value: Any) -> Iterable[Any]:
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise TypeError("not a list")
    return islice(value, MOST_ITEMS)


def _join(value: Any, glue: str = ", ") -> str:
    return str(glue)[:_MOST_GLUE].join(str(shown(item)) for item in _items(value))


def _each(value: Any) -> Iterable[Any]:
    """What a loop runs over; the grammar puts it around every list."""
    if isinstance(value, Undefined):
        str(value)
    return list(_items(value))
