"""Undo and redo by showing former values: nothing is ever computed backwards.

The values are immutable and share what did not change, so keeping hundreds of them costs little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.base.clock import SECOND

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _State(Generic[T]):
    """A value, and the name of the change that led to it."""

    value: T
    label: str = ""
    merge_key: str | None = None
    at: int = 0


class History(Generic[T]):
    """The states a value has gone through, and where among them we are now.

    `limit` is how many steps can be undone. `window` (ms) is how long after an edit another one with the same
    merge key still belongs to it, by the instants the caller gives: typing a word is one step.
    """

    def __init__(self, value: T, *, limit: int = 200, window: int = SECOND) -> None:
        self._past: list[_State[T]] = [_State(value)]
        self._future: list[_State[T]] = []
        self._saved = value
        self._open = False
        self._limit = limit
        self._window = window

    @property
    def now(self) -> T:
        """The present value."""
        return self._past[-1].value

    @property
    def can_undo(self) -> bool:
        return len(self._past) > 1

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    @property
    def undo_label(self) -> str:
        """What undo would take back; empty if there is nothing."""
        return self._past[-1].label if self.can_undo else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again; empty if there is nothing."""
        return self._future[-1].label if self._future else ""

    @property
    def is_clean(self) -> bool:
        """Whether the present value is the one last marked as saved."""
        return self.now is self._saved

    def mark_clean(self) -> None:
        """The present value is now saved. Later edits never merge into it, so undo can come back to it."""
        self._saved = self.now
        self._open = False

    def seal(self) -> None:
        """The next edit is a step of its own, whatever its merge key (a field was left, a drag has ended)."""
        self._open = False

    def push(self, value: T, label: str, merge_key: str | None = None, at: int = 0) -> None:
        """Go on to a new value; what could be redone is forgotten. A push of the present value itself is no change."""
        if value is self.now:
            return
        if self._belongs(merge_key, at):
            self._past.pop()
        self._past.append(_State(value, label, merge_key, at))
        del self._past[: -(self._limit + 1)]
        self._future.clear()
        self._open = merge_key is not None

    def undo(self) -> T:
        """Step back, if possible; returns the value that is now present."""
        if self.can_undo:
            self._future.append(self._past.pop())
        self._open = False
        return self.now

    def redo(self) -> T:
        """Step forward again, if possible; returns the value that is now present."""
        if self._future:
            self._past.append(self._future.pop())
        self._open = False
        return self.now

    def _belongs(self, merge_key: str | None, at: int) -> bool:
        last = self._past[-1]
        return self._open and last.merge_key == merge_key and 0 <= at - last.at <= self._window
