"""What a check says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.base.errors import GilmokError

Level = Literal["ok", "warn", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `error`: Gilmok does not work without it; `warn`: a part of it does not."""

    name: str
    level: Level
    text: str
    remedy: str = ""


def tried(name: str, look: Callable[[], str], trouble: str, remedy: str, level: Level = "error") -> Check:
    """What `look` says if it can; else the trouble with its reason. No failure here is a bug."""
    try:
        return Check(name, "ok", look())
    except GilmokError as problem:
        return Check(name, level, trouble, problem.text)
    except Exception as problem:
        reason = (str(problem).strip() or type(problem).__name__).splitlines()[0]
        return Check(name, level, f"{trouble} ({reason})", remedy)
