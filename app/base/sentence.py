"""Whole sentences from a translated text and its parts, with the Korean particle that agrees with each part.

A Korean text asks for a particle where it names the part: `{event:을를}` is “구매를”, “로그인을”. Signs that stand
between the part and its particle go before it: `“{name:”으로}` is “홈”으로. English texts ask for none.
"""

from __future__ import annotations

import re

from app.base.josa import particle

_ASKED = re.compile(r"([^가-힣]*)([가-힣/]*)")


class _Part(str):
    """A part of a sentence; its format may ask for signs and a particle."""

    __slots__ = ()

    def __format__(self, asked: str) -> str:
        match = _ASKED.fullmatch(asked)
        if not match:
            return super().__format__(asked)
        signs, pair = match.groups()
        return self + signs + (particle(self, pair) if pair else "")


def fill(text: str, **parts: object) -> str:
    """The sentence with its parts in place; parts that are empty leave no gap."""
    return " ".join(text.format(**{name: _Part(part) for name, part in parts.items()}).split())
