"""Errors, grouped by what happens next (not by where they arose).

    GilmokError
    ├── InputError    a value is wrong: mark the field, never retry          exit code 2
    ├── SetupError    key, permission, plan or host: open the settings page  exit code 2
    └── LaterError    busy, time-out or limit: retry with back-off           exit code 2

Anything else that is raised is a bug (exit code 3). Problems about one item of many (a row, a node,
a recipient) are values, not exceptions.
"""

from __future__ import annotations


class GilmokError(Exception):
    """Something a person can mend.

    `text` is for the person: what happened and what to do, already translated.
    `where` names the place (a file and line, a field, a node); `detail` is for the log only.
    """

    def __init__(self, text: str, *, where: str = "", detail: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.where = where
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


class InputError(GilmokError):
    """A value, a file or a drawing is wrong; trying again changes nothing."""


class SetupError(GilmokError):
    """A key, a permission, a library or a host is missing or refuses us."""


class LaterError(GilmokError):
    """Not now: try again after `after` milliseconds."""

    def __init__(self, text: str, *, after: int = 0, where: str = "", detail: str = "") -> None:
        super().__init__(text, where=where, detail=detail)
        self.after = after
