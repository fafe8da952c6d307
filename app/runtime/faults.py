"""Named points at which a test may stop, fail or kill the worker. Idle, a point costs one dictionary look-up.

`GILMOK_FAULT=name[:count]` kills the process with SIGKILL the `count`-th time it comes to `name`; tests in the same
process use `arm`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_armed: dict[str, Callable[[], None]] = {}


def point(name: str) -> None:
    """A place where the worker may die in a test."""
    if _armed and (action := _armed.get(name)):
        action()


@contextmanager
def arm(name: str, action: Callable[[], None]) -> Iterator[None]:
    """Do `action` whenever the point is reached, inside the `with`."""
    _armed[name] = action
    try:
        yield
    finally:
        _armed.pop(name, None)


def arm_from_environment() -> None:
    """Kill the process where `GILMOK_FAULT` says."""
    if not (wanted := os.environ.get("GILMOK_FAULT")):
        return
    name, _, count = wanted.partition(":")
    left = [int(count or 1)]

    def die() -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    _armed[name] = die
