"""What is wrong with one text or one message, as a value: the others go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """`text` says what is wrong and what to do, in the reader's language; `code` is for the program.

    An `error` keeps a message from leaving, a `warning` does not. `field` is the content's field (`buttons.0.url`),
    `line` counts from 1 within it; 0 where no line is meant.
    """

    code: str
    text: str
    field: str = ""
    line: int = 0
    level: Literal["error", "warning"] = "error"


def blocks(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems keeps the message from leaving."""
    return any(problem.level == "error" for problem in problems)
