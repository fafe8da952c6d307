"""A template as it reads before there is anyone to read it: one line for a card."""

from __future__ import annotations

import re

from app.base.josa import SHORT_FORMS, josa

_PLACE = re.compile(r"{%.*?%}|{{(.*?)}}", re.DOTALL)
_DEFAULT = re.compile(r"""\|\s*default\(\s*(["'])(.*?)\1""")
_LAST = re.compile(r"\|\s*(\w+)\s*$")


def outline(source: str) -> str:
    """The template in one line, with its default or ○○ for each value: “고객님이 담아두신 ○○가 곧 품절이에요.”"""
    return " ".join(_PLACE.sub(_value, source).split())


def _value(place: re.Match[str]) -> str:
    inside = place[1]
    if inside is None:  # a tag, which writes nothing by itself
        return ""
    default, last = _DEFAULT.search(inside), _LAST.search(inside)
    word, pair = default[2] if default else "", last[1] if last else ""
    if pair not in SHORT_FORMS:
        return word or "○○"
    return josa(word, pair) if word else "○○" + SHORT_FORMS[pair][1]
